"""A meeting's journal and the file of later additions: chained files, their lock, their copies."""
