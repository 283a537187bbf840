"""The screens: the meeting, live and replayed."""
