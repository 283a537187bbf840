"""Puts content into a widget, if it is not there already."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


def put(widget: Static, content: Content) -> None:
    """Show this in a widget; the same again, in the same styles, would only be painted again."""
    shown = widget.content
    if not isinstance(shown, Content) or not shown.is_same(content):
        widget.update(content)
