"""Put content into a widget, unless it is there already."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


def put(widget: Static, content: Content) -> None:
    """Show `content` in a widget; skip the repaint if text and styles are unchanged."""
    shown = widget.content
    if not isinstance(shown, Content) or not shown.is_same(content):
        widget.update(content)
