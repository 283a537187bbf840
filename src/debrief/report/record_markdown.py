"""The record as a page in Markdown: the decision first, the fingerprint last."""

from __future__ import annotations

from collections.abc import Iterator

from debrief.core.record import wording
from debrief.core.record.model import Record
from debrief.core.record.sections import (
    Cell,
    Counts,
    Facts,
    FileName,
    Heading,
    Paragraph,
    Part,
    Quote,
    Rounds,
    Row,
    Rows,
    sections,
)
from debrief.report.escape import bullets, code, inline, nested, numbered, quote, table


def markdown(record: Record) -> str:
    """Return the page; record.toml has all its facts."""
    blocks = [
        f"# {inline(record.title)} · {inline(record.alias)}",
        wording.subtitle(record, inline),
    ]
    for section in sections(record, inline):
        blocks.append(f"## {section.title}")
        blocks += (block for part in section.parts for block in _blocks(part))
    return "\n\n".join(blocks) + "\n"


def _blocks(part: Part) -> Iterator[str]:
    match part:
        case Heading():
            tags = f" ({', '.join(part.tags)})" if part.tags else ""
            yield f"{'####' if part.deep else '###'} {part.title}{tags}"
        case Paragraph(Row(text=text), "outcome" | "fingerprint"):
            yield f"**{text}**"
        case Paragraph():
            yield _row(part.row)
        case Rows():
            rows = [_row(row) + nested(row.more) for row in part.rows]
            yield numbered(rows) if part.numbered else bullets(rows)
        case Facts():
            yield from _blocks(part.rows)
        case Quote():
            yield quote(part.text)
        case Rounds():
            for inner in part.parts:
                yield from _blocks(inner)
        case _:
            yield table(part.head, [[_cell(cell) for cell in cells] for cells in part.rows])


def _cell(cell: Cell) -> str:
    match cell:
        case FileName():
            return code(cell.name) or cell.text
        case Counts():
            return cell.text
        case _:
            return _row(cell)


def _row(row: Row | str) -> str:
    if isinstance(row, str):
        return row
    strong = row.strong.strip()
    blank = row.strong[len(strong) :]
    return f"**{strong}**{blank}{row.rest}" if strong else row.rest
