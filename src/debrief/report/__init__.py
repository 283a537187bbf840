"""How a debrief reads: a record as Markdown, HTML, plain text or TOML."""
