"""All sessions of a directory, and one session in a list."""
