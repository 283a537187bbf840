"""Lines with readers' notes on an event, shown above the timeline of a replay."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.content import Content

from debrief.core.after.model import AddedEntry, Objected
from debrief.tui.paint import MUTED, Lines, cut, hang, says

MOST = 2
"""Number of notes shown, unless all are shown in full."""


def notes(
    added: Sequence[AddedEntry], aliased: Callable[[str], str], width: int, *, full: bool
) -> Lines:
    """Return the latest notes on one line each, or all of them in full."""
    shown = added if full else added[-MOST:]
    lines: Lines = []
    for note in shown:
        lines += _note(note, aliased, width, full=full)
    hidden = len(added) - len(shown)
    return [*lines, says(f"  and {hidden} more: e", MUTED)] if hidden else lines


def _note(note: AddedEntry, aliased: Callable[[str], str], width: int, *, full: bool) -> Lines:
    entry = note.entry
    what = "objects" if isinstance(entry, Objected) else "notes"
    start = says("★", "bold") + " "
    head = f"{note.t.day} {note.t:%b %Y}, {entry.by} {what}: "
    text = aliased(getattr(entry, "text", ""))
    if full:
        return hang(start, Content(head).stylize(MUTED) + text, width)
    return [start + Content(head).stylize(MUTED) + cut(text, max(1, width - 2 - len(head)))]
