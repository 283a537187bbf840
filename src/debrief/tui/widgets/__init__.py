"""Widgets of the screens: header, pane, timeline, prompts and their fields, lists."""
