"""What readers noted on an event, above the timeline of its replay."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.content import Content

from debrief.core.after_model import Added, Objected
from debrief.tui.paint import ACCENT, MUTED, Lines, cut, hang, says

MOST = 2
"""Notes that are shown at once, a line each, where not all of them are asked for in full."""


def notes(
    added: Sequence[Added], aliased: Callable[[str], str], width: int, *, full: bool
) -> Lines:
    """Return a line a note, the latest two, or all of them in full."""
    shown = added if full else added[-MOST:]
    lines: Lines = []
    for one in shown:
        lines += _note(one, aliased, width, full=full)
    hidden = len(added) - len(shown)
    return [*lines, says(f"  and {hidden} more: e", MUTED)] if hidden else lines


def _note(one: Added, aliased: Callable[[str], str], width: int, *, full: bool) -> Lines:
    entry = one.entry
    what = "objects" if isinstance(entry, Objected) else "notes"
    start = says("★", f"bold {ACCENT}") + " "
    head = f"{one.t.day} {one.t:%b %Y}, {entry.by} {what}: "
    text = aliased(getattr(entry, "text", ""))
    if full:
        return hang(start, Content(head).stylize(MUTED) + text, width)
    return [start + Content(head).stylize(MUTED) + cut(text, max(1, width - 2 - len(head)))]
