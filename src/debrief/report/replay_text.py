"""The meeting told as text to read, for a pipe or a terminal without colours."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby

from debrief.core.after.model import AddedEntry, Reviewed
from debrief.core.after.wording import entry_sentence, review_sentences
from debrief.core.brief import Panelist
from debrief.core.replay.playback import Playback
from debrief.core.text import clean_line
from debrief.report.replay_events import MarkRow, ReplayEvent, ShownRound, replay_events

WIDTH = 80
MARGIN = " " * 7
"""As wide as a time and the gap behind it."""

GAP = "  "
SHORTEST_NAME = 16
"""Columns that names have at least, where words of a scale leave them few."""

SIGNS = {"for": "+ ", "against": "– ", "depended on": "depended on: ", "reason": ""}


def plain(playback: Playback) -> Iterator[str]:
    """Yield the lines of the telling: a heading a place, a time and a sentence an event.

    An event that was taken back says when. Cells entered one after another share one line.
    """
    meeting, events = playback.meeting(playback.total), tuple(replay_events(playback))
    brief = meeting.brief
    first, last = events[0].logged.t, events[-1].logged.t
    yield from wrapped(f"{brief.title} · {brief.candidate.alias}", "")
    another = "" if last.date() == first.date() else f"{last.day} {last:%B}, "
    yield f"{first.day} {first:%B %Y}, {first:%H:%M} to {another}{last:%H:%M} UTC"
    yield from wrapped(f"{meeting.owner_name} decides.", "")
    yield from _panel(meeting.brief.panel)
    place, day = None, first.date()
    for _, group in groupby(events, _together):
        together = tuple(group)
        event = together[0]
        if event.place != place:
            place = event.place
            heading = wrapped(event.title, "")
            yield from ("", *heading, "─" * max(map(columns, heading)))
        if event.logged.t.date() != day:
            day = event.logged.t.date()
            yield f"{MARGIN}– {day.day} {day:%B %Y} –"
        if event.new_run:
            yield f"{MARGIN}– the program was started again –"
        yield from _cells(together) if _is_cell(event) else _event(event)
    if meeting.finished is None:
        yield from ("", "The meeting is not finished at this point.")


def plain_after(added: Sequence[AddedEntry]) -> Iterator[str]:
    """Yield the lines on what was added after the finish; none when there is nothing."""
    if added:
        yield from ("", "After the finish")
    for addition in added:
        sentence = entry_sentence(addition.entry)
        yield from wrapped(f"{addition.t:%Y-%m-%d %H:%M}  {sentence}", MARGIN)
        if isinstance(addition.entry, Reviewed):
            for sentence in review_sentences(addition.entry):
                yield from wrapped(f"{MARGIN}{GAP}{sentence}", f"{MARGIN}{GAP}{GAP}")


def _panel(panel: Iterable[Panelist]) -> Iterator[str]:
    names = [
        f"{panelist.name} ({panelist.title})" if panelist.title else panelist.name
        for panelist in panel
    ]
    yield from wrapped(f"With {', '.join(names)}.", "")


def _is_cell(event: ReplayEvent) -> bool:
    return bool(event.logged.event.cells_changed()) and event.taken_back is None


def _together(event: ReplayEvent) -> object:
    """Return the key that events on one line share."""
    return (event.place, event.logged.run) if _is_cell(event) else event.logged.seq


def _event(event: ReplayEvent) -> Iterator[str]:
    back = f" [taken back at {event.taken_back:%H:%M}]" if event.taken_back else ""
    yield from wrapped(f"{event.logged.t:%H:%M}  {_headline(event)}{back}", MARGIN)
    for shown in event.shown:
        yield from _round(shown, alone=len(event.shown) == 1)
    yield from _besides(event)


def _headline(event: ReplayEvent) -> str:
    if event.logged.event.has_list():
        return event.sentence.partition(": “")[0] + ":"
    if len(event.shown) == 1:
        (shown,) = event.shown
        what = f"Round {shown.number}" if shown.competency else "The vote"
        return f"{what} is revealed: {shown.class_words}, {shown.counts}."
    return event.sentence if event.sentence.endswith((".", "”")) else f"{event.sentence}."


def _cells(together: tuple[ReplayEvent, ...]) -> Iterator[str]:
    """Yield the number of panelists with a new cell, and of the cells cleared in between."""
    changes = [x for event in together for x in event.logged.event.cells_changed().items()]
    entered = {panelist for panelist, filled in changes if filled}
    cleared = sum(not filled for _, filled in changes)
    what = together[0].sentence if len(together) == 1 else f"Entered unseen: {len(entered)} cells"
    again = f", {cleared} cleared in between" if cleared and len(together) > 1 else ""
    yield from wrapped(f"{together[0].logged.t:%H:%M}  {what}{again}.", MARGIN)


# ---- revealed rounds


def _round(shown: ShownRound, *, alone: bool) -> Iterator[str]:
    if not alone:
        yield from wrapped(f"{MARGIN}{shown.title}: {shown.class_words}, {shown.counts}", MARGIN)
    lines = [(row, row.before or row.word, _beside(row)) for row in shown.rows]
    words = max(columns(word) for _, word, _ in lines)
    taken = words + max(columns(beside) for _, _, beside in lines) + 2 * len(GAP)
    room = max(SHORTEST_NAME, WIDTH - len(MARGIN + GAP) - taken)
    names = min(room, max(columns(row.name) for row in shown.rows))
    for row, word, beside in lines:
        name = row.name
        if columns(name) > names:  # it has lines of its own
            yield from wrapped(f"{MARGIN}{GAP}{name}", f"{MARGIN}{GAP}{GAP}")
            name = ""
        start = f"{MARGIN}{GAP}{_padded(name, names)}{GAP}"
        yield f"{start}{_padded(word, words)}{GAP}{beside}".rstrip()
        for passage in row.written:
            indent = f"{MARGIN}      "
            sign = SIGNS.get(passage.subject, "")
            yield from wrapped(f"{indent}{sign}{passage.text}", f"{indent}  ")


def _beside(row: MarkRow) -> str:
    """Return the note beside a mark: its confidence, or the change from the round before."""
    if not row.before:
        return row.confidence
    if row.kept:
        return "kept"
    return "entered the same" if row.before == row.word else f"→ {row.word}"


# ---- texts and facts below the sentence


def _besides(event: ReplayEvent) -> Iterator[str]:
    if event.shown:
        return  # the texts are beside the ratings
    listed = event.logged.event.has_list()
    for passage in event.texts:
        text = clean_line(passage.text)
        if listed:
            yield from wrapped(f"{MARGIN}  · {text}", f"{MARGIN}    ")
        elif text and text not in event.sentence:
            about = (
                f"{passage.subject[0].upper()}{passage.subject[1:]}: " if passage.subject else ""
            )
            yield from wrapped(f"{MARGIN}  {about}“{text}”", f"{MARGIN}  ")
    for fact in event.logged.event.details():
        yield from wrapped(f"{MARGIN}  {fact}", f"{MARGIN}  ")


# ---- text in columns


def wrapped(text: str, indent: str, width: int = WIDTH) -> list[str]:
    """Return text in lines of at most `width` columns, the further ones indented.

    Its own indent stays.
    """
    lines: list[str] = []
    line = text[: len(text) - len(text.lstrip(" "))]
    for word in re.findall(r" *[^ ]+", text.strip()):
        rest = word
        if line.strip() and columns(line + rest) > width >= columns(indent + rest.lstrip()):
            lines.append(line)
            line, rest = indent, rest.lstrip()
        while columns(rest) > (room := width - columns(line)):  # longer than any line
            fits = max(1, sum(taken <= room for taken in accumulate(map(columns, rest))))
            lines.append(line + rest[:fits])
            line, rest = indent, rest[fits:]
        line += rest
    return [*lines, line]


def columns(text: str) -> int:
    """Return how many columns a text takes in a terminal, near enough for padding."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(bool(unicodedata.combining(char)) for char in text)


def _padded(text: str, cells: int) -> str:
    return text + " " * (cells - columns(text))
