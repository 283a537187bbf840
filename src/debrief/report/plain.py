"""The meeting told as text to read, for a pipe or a terminal without colours."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby

from debrief.core import events as e
from debrief.core.after_model import Added, Reviewed
from debrief.core.after_tell import tell_added, tell_review
from debrief.core.brief import Panelist
from debrief.core.text import clean_line
from debrief.report.told import Row, Shown, Told, telling

WIDTH = 80
MARGIN = " " * 7
"""As wide as a time and the gap behind it."""

GAP = "  "
SHORTEST_NAME = 16
"""Columns that names have at least, where words of a scale leave them few."""

SIGNS = {"for": "+ ", "against": "– ", "depended on": "depended on: ", "reason": ""}
RATINGS = {
    "stand": "stand.",
    "re-rate": "are to be given anew, in a second round.",
    "set-aside": "are set aside: shown, outside the class.",
}
CELLS = (e.BallotEntered, e.BallotCleared)


def plain(log: Sequence[e.Logged]) -> Iterator[str]:
    """Yield the lines of the telling: a heading a place, a time and a sentence an event.

    What was taken back is told, with when. Cells entered one after another are told together.
    ValueError when `log` does not begin with MeetingOpened.
    """
    told = telling(log)
    meeting, events = told.meeting, told.events
    brief = meeting.brief
    first, last = events[0].logged.t, events[-1].logged.t
    yield from _wrapped(f"{brief.title} · {brief.candidate.alias}", "")
    another = "" if last.date() == first.date() else f"{last.day} {last:%B}, "
    yield f"{first.day} {first:%B %Y}, {first:%H:%M} to {another}{last:%H:%M} UTC"
    yield from _wrapped(f"{meeting.owner_name} decides.", "")
    yield from _panel(meeting.brief.panel)
    place, day = None, first.date()
    for _, group in groupby(events, _together):
        together = tuple(group)
        one = together[0]
        if one.place != place:
            place = one.place
            heading = _wrapped(one.title, "")
            yield from ("", *heading, "─" * max(map(_cells, heading)))
        if one.logged.t.date() != day:
            day = one.logged.t.date()
            yield f"{MARGIN}– {day.day} {day:%B %Y} –"
        if one.new_run:
            yield f"{MARGIN}– the program was started again –"
        yield from _cells_told(together) if _is_cell(one) else _event(one)
    if meeting.finished is None:
        yield from ("", "The meeting is not finished at this point.")


def plain_after(added: Sequence[Added]) -> Iterator[str]:
    """Yield the lines on what was added after the finish; none when there is nothing."""
    if added:
        yield from ("", "After the finish")
    for one in added:
        told = tell_added(one.entry)
        yield from _wrapped(f"{one.t:%Y-%m-%d %H:%M}  {told}", MARGIN)
        if isinstance(one.entry, Reviewed):
            for said in tell_review(one.entry):
                yield from _wrapped(f"{MARGIN}{GAP}{said}", f"{MARGIN}{GAP}{GAP}")


def _panel(panel: Iterable[Panelist]) -> Iterator[str]:
    names = [f"{one.name} ({one.title})" if one.title else one.name for one in panel]
    yield from _wrapped(f"With {', '.join(names)}.", "")


def _is_cell(one: Told) -> bool:
    return isinstance(one.logged.event, CELLS) and one.taken_back is None


def _together(one: Told) -> object:
    """Return what is the same for events that are told together."""
    return (one.place, one.logged.run) if _is_cell(one) else one.logged.seq


def _event(one: Told) -> Iterator[str]:
    back = f" [taken back at {one.taken_back:%H:%M}]" if one.taken_back else ""
    for line in _headline(one):
        yield from _wrapped(f"{one.logged.t:%H:%M}  {line}{back}", MARGIN)
    for shown in one.shown:
        yield from _round(shown, alone=len(one.shown) == 1)
    yield from _besides(one)


def _headline(one: Told) -> Iterator[str]:
    event = one.logged.event
    if isinstance(event, e.CauseGiven) and event.causes:
        yield one.sentence.partition(": “")[0] + ":"
    elif len(one.shown) == 1:
        (shown,) = one.shown
        what = f"Round {shown.number}" if shown.competency else "The vote"
        yield f"{what} is revealed: {shown.class_words}, {shown.counts}."
    else:
        yield one.sentence if one.sentence.endswith((".", "”")) else f"{one.sentence}."


def _cells_told(together: tuple[Told, ...]) -> Iterator[str]:
    """Tell who entered a cell, each once, and how many cells were cleared in between."""
    events = [one.logged.event for one in together]
    ids = dict.fromkeys(p for x in events if isinstance(x, e.BallotEntered) for p in x.ballots)
    cleared = sum(isinstance(x, e.BallotCleared) for x in events)
    names = together[0].sentence if len(together) == 1 else f"Entered unseen: {len(ids)} cells"
    again = f", {cleared} cleared in between" if cleared and len(together) > 1 else ""
    yield from _wrapped(f"{together[0].logged.t:%H:%M}  {names}{again}.", MARGIN)


# ---- what everybody saw


def _round(shown: Shown, *, alone: bool) -> Iterator[str]:
    if not alone:
        yield from _wrapped(f"{MARGIN}{shown.title}: {shown.class_words}, {shown.counts}", MARGIN)
    lines = [(row, row.before or row.word, _beside(row)) for row in shown.rows]
    words = max(_cells(word) for _, word, _ in lines)
    taken = words + max(_cells(beside) for _, _, beside in lines) + 2 * len(GAP)
    room = max(SHORTEST_NAME, WIDTH - len(MARGIN + GAP) - taken)
    names = min(room, max(_cells(row.name) for row in shown.rows))
    for row, word, beside in lines:
        name = row.name
        if _cells(name) > names:  # it has lines of its own
            yield from _wrapped(f"{MARGIN}{GAP}{name}", f"{MARGIN}{GAP}{GAP}")
            name = ""
        start = f"{MARGIN}{GAP}{_padded(name, names)}{GAP}"
        yield f"{start}{_padded(word, words)}{GAP}{beside}".rstrip()
        for one in row.written:
            indent = f"{MARGIN}      "
            yield from _wrapped(f"{indent}{SIGNS.get(one.about, '')}{one.text}", f"{indent}  ")


def _beside(row: Row) -> str:
    """Return what stands beside a mark: how sure it is, or what became of it."""
    if not row.before:
        return row.confidence
    if row.kept:
        return "kept"
    return "entered the same" if row.before == row.word else f"→ {row.word}"


# ---- what was said besides the sentence


def _besides(one: Told) -> Iterator[str]:
    if isinstance(one.logged.event, e.RatingsRevealed):
        return  # it stands beside the ratings
    listed = isinstance(one.logged.event, e.CauseGiven)
    for said in one.said:
        text = clean_line(said.text)
        if listed:
            yield from _wrapped(f"{MARGIN}  · {text}", f"{MARGIN}    ")
        elif text and text not in one.sentence:
            about = f"{said.about[0].upper()}{said.about[1:]}: " if said.about else ""
            yield from _wrapped(f"{MARGIN}  {about}“{text}”", f"{MARGIN}  ")
    for fact in _facts(one.logged.event):
        yield from _wrapped(f"{MARGIN}  {fact}", f"{MARGIN}  ")


def _facts(event: e.Event) -> Iterator[str]:
    if isinstance(event, e.GatePassed):
        yield f"The rule: {event.rule}"
    if isinstance(event, e.RoleConfirmed) and event.understanding == "differs":
        yield f"Their ratings {RATINGS[event.ratings]}"
    if isinstance(event, e.DecisionMade):
        days = (("Review on", event.review), ("By", event.due), ("Until", event.until))
        yield from (f"{what} {day.day} {day:%B %Y}" for what, day in days if day)


# ---- text in columns


def _wrapped(text: str, indent: str) -> list[str]:
    """Return text in lines, the further ones indented; its own indent stays."""
    lines: list[str] = []
    line = text[: len(text) - len(text.lstrip(" "))]
    for word in re.findall(r" *[^ ]+", text.strip()):
        rest = word
        if line.strip() and _cells(line + rest) > WIDTH >= _cells(indent + rest.lstrip()):
            lines.append(line)
            line, rest = indent, rest.lstrip()
        while _cells(rest) > (room := WIDTH - _cells(line)):  # longer than any line
            fits = max(1, sum(taken <= room for taken in accumulate(map(_cells, rest))))
            lines.append(line + rest[:fits])
            line, rest = indent, rest[fits:]
        line += rest
    return [*lines, line]


def _cells(text: str) -> int:
    """Return how many columns a text takes in a terminal, near enough for padding."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(bool(unicodedata.combining(char)) for char in text)


def _padded(text: str, cells: int) -> str:
    return text + " " * (cells - _cells(text))
