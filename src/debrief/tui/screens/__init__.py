"""The screens: meeting, replay, home, console, calibration, forms, help and tour."""
