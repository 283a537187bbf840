"""What the facilitator is asked before a verb is done, and what the answers come to."""
