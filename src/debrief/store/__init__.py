"""Storage: session folders, journals, keys and archives."""
