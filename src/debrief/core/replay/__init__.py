"""Replay: a log with a position in it, and the parsing of a destination."""
