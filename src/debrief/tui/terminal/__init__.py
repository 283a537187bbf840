"""Terminal input and output: bytes to keys, timing of keys, and writing of changed cells."""
