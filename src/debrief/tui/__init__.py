"""The terminal interface: a Textual application, its screens, panes and widgets."""
