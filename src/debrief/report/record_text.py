"""The record as text without markup, for a pipe or a terminal without colours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from debrief.core.after.model import AddedEntry
from debrief.core.after.wording import since_then
from debrief.core.record import wording
from debrief.core.record.lines import lines
from debrief.core.record.model import Record
from debrief.core.record.sections import sections
from debrief.core.text import clean_line
from debrief.report.replay_text import columns, wrapped


def text(record: Record, added: Sequence[AddedEntry] = ()) -> str:
    """Return the record in lines of at most 80 columns; with the contents of record.md.

    Entries `added` after the finish are counted at its head.
    """
    return "".join(f"{line}\n" for line in _page(record, added))


def _page(record: Record, added: Sequence[AddedEntry]) -> Iterator[str]:
    yield from wrapped(f"{clean_line(record.title)} · {clean_line(record.alias)}", "")
    yield from wrapped(wording.subtitle(record, clean_line), "")
    if since := since_then(added):
        yield since
    for section in sections(record, clean_line):
        yield from ("", section.title, "─" * columns(section.title))
        for line in lines(section):
            if line.free:
                yield ""
            indent = " " * columns(line.mark)
            yield from (x.rstrip() for x in wrapped(line.mark + line.strong + line.text, indent))
