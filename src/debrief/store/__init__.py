"""Where a debrief is kept: session folders, journals, keys and archives."""
