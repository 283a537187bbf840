"""A session's folder: reading it, checking it, creating it."""
