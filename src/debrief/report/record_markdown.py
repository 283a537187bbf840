"""The record as a page in Markdown: the decision first, the fingerprint last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from debrief.core.after.model import AddedEntry
from debrief.core.after.wording import since_then
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


def markdown(record: Record, added: Sequence[AddedEntry] = ()) -> str:
    """Return the page; record.toml has all its facts.

    Entries `added` after the finish are counted at its head; `markdown_after` shows them.
    """
    since = since_then(added)
    blocks = [
        f"# {inline(record.title)} · {inline(record.alias)}",
        wording.subtitle(record, inline),
        *([f"**{since}** See *After the finish*, at the end."] if since else []),
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
