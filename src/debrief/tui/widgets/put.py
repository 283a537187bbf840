"""A function that updates a widget only if its content changed."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


def put(widget: Static, content: Content) -> None:
    """Show `content` in a widget; skip the repaint if text and styles are unchanged.

    The screen is laid out again only if the widget needs another height.
    """
    shown = widget.content
    if isinstance(shown, Content) and shown.is_same(content):
        return
    width, rules = widget.content_size.width, widget.styles.get_rules()
    fits = (
        isinstance(shown, Content)
        and width > 0  # it was laid out before
        and shown.get_height(rules, width) == content.get_height(rules, width)
    )
    widget.update(content, layout=not fits)
