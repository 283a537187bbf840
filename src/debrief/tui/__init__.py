"""How a debrief looks: the Textual application."""
