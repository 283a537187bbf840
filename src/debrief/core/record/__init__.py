"""The decision record: its model, and how a log becomes one."""
