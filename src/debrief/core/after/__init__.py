"""Entries added to a session after its finish: reviews, objections and notes."""
