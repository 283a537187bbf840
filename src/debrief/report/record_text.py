"""The record as text without markup, for a pipe or a terminal without colours."""

from __future__ import annotations

from collections.abc import Iterator

from debrief.core.record import wording
from debrief.core.record.lines import lines
from debrief.core.record.model import Record
from debrief.core.record.sections import sections
from debrief.core.text import clean_line
from debrief.report.replay_text import columns, wrapped


def text(record: Record) -> str:
    """Return the record in lines of at most 80 columns; with the contents of record.md."""
    return "".join(f"{line}\n" for line in _page(record))


def _page(record: Record) -> Iterator[str]:
    yield from wrapped(f"{clean_line(record.title)} · {clean_line(record.alias)}", "")
    yield from wrapped(wording.subtitle(record, clean_line), "")
    for section in sections(record, clean_line):
        yield from ("", section.title, "─" * columns(section.title))
        for line in lines(section):
            if line.free:
                yield ""
            indent = " " * columns(line.mark)
            yield from (x.rstrip() for x in wrapped(line.mark + line.strong + line.text, indent))
