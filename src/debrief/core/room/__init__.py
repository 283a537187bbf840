"""The views of a meeting: the shared screen's, and the private console's."""
