"""The meeting: its events, the fold over them, and functions of its state."""
