"""The pane of the record: the draft to read aloud, then the fingerprint of the saved one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from textual.content import Content

from debrief.tui.paint import (
    MUTED,
    Lines,
    Space,
    cell,
    ends,
    fitting,
    hang,
    joined,
    page,
    pill,
    says,
    section,
    stacked,
    styled,
    wrap,
)

if TYPE_CHECKING:
    from debrief.core.record.lines import Line
    from debrief.core.room.view_record import RecordView

MOST_LINES = 400
"""Maximum painted lines of a section, as thousands would be slow to wrap."""

LABEL = 11
"""Width of a label at the finish, in cells."""

NEXT = ("Open the record", "Reminder texts", "Calendar file")
"""The acts that a digit chooses once the record is written."""

GROUP = 4
GROUPS_IN_A_LINE = 8


def paint(view: RecordView, space: Space) -> Content:
    """Return the finish in a few lines, if it is finished, then the record, decision first."""
    # The record's models would delay the first picture; live/libraries.py imports them after it.
    from debrief.core.record.lines import brief, lines
    from debrief.core.record.sections import sections

    width = space.width
    parts = [brief(part) for part in sections(view.record, str)]
    painted = (_section(part.title, lines(part), width) for part in parts)
    finish = _finish(view, space) if view.finished and view.record.decision else []
    return page(stacked(finish, _head(view, width), *painted))


def _finish(view: RecordView, space: Space) -> Lines:
    """Return the decision, the vote, the dissent, the promises, and the folder with the files.

    Empty lines give way first, so that the fingerprint is in sight where it is read aloud.
    """
    from debrief.core.record import wording
    from debrief.core.record.finish import finish_facts

    record, width = view.record, space.width
    assert record.decision is not None
    outcome = pill(wording.outcome(record.decision).upper(), "$accent")
    blocks = [wrap(joined(outcome, wording.decided(record, record.decision, str)), width)]
    for label, texts in finish_facts(record):
        lines: Lines = []
        for number, text in enumerate(texts):
            mark = cell(says(label if number == 0 else "", MUTED), LABEL)
            lines += hang(mark, text, width)
        blocks.append(lines)
    short = says(record.fingerprint_short or "", "bold")
    blocks.append(wrap(says("Fingerprint, please note it:", MUTED) + "   " + short, width))
    if view.folder:
        written = f"{view.folder}:  record.html  record.md  record.toml"
        blocks.append(hang(says("Written to", MUTED) + " ", written, width))
        blocks.append(hang(cell(says("Next", MUTED), LABEL), _next(), width))
    blocks.append(wrap(says("The whole record: page down", MUTED), width))
    return fitting(space.height, [partial(stacked, *blocks, gap=gap) for gap in (1, 0)])


def _next() -> Content:
    numbered = enumerate(NEXT, start=1)
    return joined(*(joined(says(str(n), "bold"), text) for n, text in numbered), gap="   ")


def _head(view: RecordView, width: int) -> Lines:
    from debrief.core.record import wording

    record = view.record
    state = (
        says("✓ finished", "$text-success") if view.finished else says("not finished yet", MUTED)
    )
    painted = ends(says(f"{record.title} · {record.alias}", "bold"), state, width)
    painted += wrap(wording.subtitle(record, str), width, MUTED)
    if view.finished and record.fingerprint_short:
        short = says(record.fingerprint_short, "bold")
        painted += wrap(says("Fingerprint", MUTED) + "  " + short, width)
    return painted


def _section(title: str, texts: Iterator[Line], width: int) -> Lines:
    painted = [row for line in islice(texts, MOST_LINES) for row in _line(line, width)]
    more = sum(1 for _ in texts)
    rest = wrap(f"and {more} more lines in the record", width, MUTED) if more else []
    return section(title, [*painted, *rest], width)


def _line(line: Line, width: int) -> Lines:
    match line.style:
        case "outcome":
            word = pill(line.text.upper(), "$foreground")
            return [word] if word.cell_length <= width else wrap(word, width)
        case "heading":
            return [Content(), *wrap(says(line.text, "bold"), width)]
        case "quiet" | "scale":
            return wrap(says(line.text, MUTED), width)
        case "fingerprint":
            return wrap(says(line.text, "bold"), width)
        case "digest":
            return _groups(line.text, width)
        case _:
            strong = says(line.strong, "bold")
            blank = " " * (len(line.strong) - len(line.strong.rstrip()))
            mark = styled(Content(line.mark), MUTED)
            return hang(mark, strong + blank + Content(line.text), width)


def _groups(digits: str, width: int) -> Lines:
    groups = [digits[at : at + GROUP] for at in range(0, len(digits), GROUP)]
    most = max(1, min(GROUPS_IN_A_LINE, (width + 2) // (GROUP + 2)))
    return [
        row
        for at in range(0, len(groups), most)
        for row in wrap("  ".join(groups[at : at + most]), width, "bold")
    ]
