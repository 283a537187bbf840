"""How a debrief is called: one module per command, heavy imports inside it."""
