"""Reports: a record as Markdown, HTML, text, TOML or JSON, a replay as text, and the forms."""
