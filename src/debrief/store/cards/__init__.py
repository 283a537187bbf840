"""Scorecards on their way into a session: reading, editing, encrypting, receiving, filing."""
