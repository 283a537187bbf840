"""The meeting told line by line, as text for a pipe or a terminal without colours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from debrief.core import events as e
from debrief.core.agreement import class_words, count_words
from debrief.core.fold import apply, before, fold, undone
from debrief.core.meeting import Meeting, Round
from debrief.core.record_polls import mark_word
from debrief.core.steps import TITLES, Place
from debrief.core.tell import tell

MARGIN = " " * 10


def plain(log: Sequence[e.Logged]) -> Iterator[str]:
    """Yield the lines of the telling: a heading a place, a time and a sentence an event.

    What was taken back is told and marked. ValueError when `log` does not begin with MeetingOpened.
    """
    told_by = fold(log)  # knows whether quiet minutes may be told
    gone = undone(log)
    meeting = before(log)
    yield f"{told_by.brief.title} · {told_by.brief.candidate.alias}"
    yield f"{log[0].t.day} {log[0].t:%B %Y}, times in UTC"
    place: Place | None = None
    for logged in log:
        if meeting.place != place:
            place = meeting.place
            yield from ("", _title(meeting, place))
        taken_back = " (taken back later)" if logged.seq in gone else ""
        yield f"{logged.t:%H:%M:%S}  {tell(told_by, logged.event)}{taken_back}"
        if not taken_back:
            meeting = apply(meeting, logged)
            yield from _shown(meeting, logged.event)


def _title(meeting: Meeting, place: Place) -> str:
    if place.competency is None:
        return TITLES[place.step]
    return meeting.brief.competency(place.competency).title


def _shown(meeting: Meeting, event: e.Event) -> Iterator[str]:
    if isinstance(event, e.RatingsRevealed):
        for shown in event.revealed:
            yield from _round(meeting, shown.competency)
    elif isinstance(event, e.VotesRevealed):
        yield from _round(meeting, None)


def _round(meeting: Meeting, competency: str | None) -> Iterator[str]:
    last: Round = meeting.poll(competency).rounds[-1]
    found = meeting.agreement(competency)
    levels = meeting.brief.levels(competency)
    about = "" if competency is None else f"{meeting.brief.competency(competency).title}: "
    yield f"{MARGIN}{about}{class_words(found)}, {count_words(found, levels)}"
    for panelist, mark in last.marks.items():
        yield f"{MARGIN}  {meeting.name(panelist)}: {mark_word(meeting, competency, mark)}"
