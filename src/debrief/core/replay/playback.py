"""The playback of a finished log: the view after any event, a timeline, a search, and waits."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice, pairwise
from typing import Literal

from debrief.core.alias import mask, masked
from debrief.core.brief import Brief
from debrief.core.meeting import events as e
from debrief.core.meeting.event import Passage, TimelineMark
from debrief.core.meeting.events.journal import undone
from debrief.core.meeting.fold import planned_meeting
from debrief.core.meeting.log import CHECKPOINT_EVERY, Log
from debrief.core.meeting.state import START, Meeting
from debrief.core.meeting.wording import duration
from debrief.core.room.model import MainAction, Pane, RoomView
from debrief.core.room.poll import CompetencyView, VoteView
from debrief.core.room.view import AGENDA_TITLES, SHORT_TITLES, view
from debrief.core.steps import Place
from debrief.core.text import searchable

SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
IDLE_CAP = 2.0
"""Length in seconds that longer gaps are cut to."""

SHORTEST = 0.05
"""Shortest time in seconds for which an event is shown."""

BETWEEN_RUNS = 2.0
"""Seconds to wait for a time in which the program was not running, however long it was."""

Kind = TimelineMark | Literal["note", "resumed"]

_PLAY = MainAction("play", "", "play / pause")


@dataclass(frozen=True, slots=True)
class Speed:
    """The speed of a replay, and the seconds that gaps are cut to, None for no cut."""

    speed: float = 1.0
    cap: float | None = IDLE_CAP

    def shifted(self, by: int) -> Speed:
        """Return the pace `by` speeds faster, slower if negative, at most the last speed."""
        index = SPEEDS.index(self.speed) + by
        return replace(self, speed=SPEEDS[min(max(index, 0), len(SPEEDS) - 1)])

    def with_cap_switched(self) -> Speed:
        """Return the pace with gaps cut, or no longer cut."""
        return replace(self, cap=IDLE_CAP if self.cap is None else None)

    @property
    def words(self) -> str:
        """The pace in words: `×4, gaps cut to 2 s`."""
        speed = "½" if self.speed == SPEEDS[0] else f"{self.speed:g}"
        gaps = "gaps in full" if self.cap is None else f"gaps cut to {self.cap:g} s"
        return f"×{speed}, {gaps}"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive events at one place, from `first` on; moves that were taken back do not count.

    `long` and `short` are its names on a timeline: the agenda's for a step, the number of a
    competency, the first one visited after the agenda's name for all of them.
    """

    first: int
    place: Place
    title: str
    long: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """A marked event on a timeline; `taken_back` is true if it was taken back for good."""

    position: int
    kind: Kind
    taken_back: bool = False


@dataclass(frozen=True, slots=True)
class TimelineMarks:
    """The timeline of a replay of `total` events."""

    stretches: tuple[Stretch, ...]
    moments: tuple[Moment, ...]
    total: int

    def with_notes(self, positions: Iterable[int]) -> TimelineMarks:
        """Return the marks with notes on these events."""
        notes = [Moment(position, "note") for position in positions]
        moments = sorted((*self.moments, *notes), key=lambda moment: moment.position)
        return replace(self, moments=tuple(moments))


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A match of a search: the event's position, and the text."""

    position: int
    passage: Passage


@dataclass(frozen=True, slots=True)
class Playback:
    """A log to be viewed from its first event (position 1) to its last (`total`).

    `Playback.of` creates it. `fingerprint` is the hash of the finish, empty without one. The
    candidate's name is replaced by the alias everywhere.
    """

    fingerprint: str
    marks: TimelineMarks
    _log: Log
    _taken_back: Mapping[int, datetime]
    _brief: Brief

    @classmethod
    def of(
        cls, lines: Sequence[e.LogLine], fingerprint: str = "", every: int = CHECKPOINT_EVERY
    ) -> Playback:
        """Fold `lines` once, with a checkpoint every `every` events.

        Raises ValueError if they do not begin with MeetingOpened.
        """
        brief = planned_meeting(lines).brief
        log = Log.of(anonymous(lines, brief), every)
        undos = {target: x.t for x in lines if (target := x.event.taken_back()) is not None}
        taken_back = {position: undos[position] for position in undone(lines)}
        stretches = tuple(_stretches(log.meeting, log.lines, taken_back))
        moments = tuple(_moments(log.lines, taken_back))
        marks = TimelineMarks(stretches, moments, len(log.lines))
        return cls(fingerprint, marks, log, taken_back, brief)

    @property
    def log(self) -> tuple[e.LogLine, ...]:
        """The lines of the journal."""
        return self._log.lines

    @property
    def total(self) -> int:
        """The number of events."""
        return len(self.log)

    def meeting(self, position: int) -> Meeting:
        """Return the meeting after `position` events, like `fold(log[:position])` but faster."""
        return self._log.at(position)

    def view(self, position: int) -> RoomView:
        """Return the view after `position` events; the last one's sentence is its guidance."""
        meeting = self.meeting(position)
        fingerprint = self.fingerprint if meeting.finished is not None else ""
        shown = view(meeting, fingerprint=fingerprint)
        later = " It was taken back later." if position in self._taken_back else ""
        resumed = _resumed(self.log[max(0, position - 2) : position])
        sentence = resumed + self.sentence(position)
        guidance = f"{sentence}{'' if sentence.endswith('.') else '.'}{later}"
        return replace(shown, pane=_without_prompt(shown.pane), guidance=guidance, main=_PLAY)

    def sentence(self, position: int, *, full: bool = False) -> str:
        """Return the sentence on an event, without a full stop.

        Long quotations are cut unless `full`. Quiet minutes are never quoted.
        """
        meeting = self._log.meeting
        sentence, masking = self.log[position - 1].event.describe(meeting), mask(meeting.brief)
        return sentence.full(masking) if full else sentence.short(masking)

    def texts(self, position: int) -> tuple[Passage, ...]:
        """Return the texts of people in an event, and the people it is about."""
        return self.log[position - 1].event.shown_texts(self._log.meeting)

    def place(self, position: int) -> Place:
        """Return the meeting's place before this event, not counting moves taken back later."""
        stretches = self.marks.stretches
        begun = bisect_left(stretches, position, key=lambda stretch: stretch.first)
        return stretches[begun - 1].place if begun else START

    def taken_back(self, position: int) -> datetime | None:
        """Return the time an event was taken back for good, None if it was not."""
        return self._taken_back.get(position)

    def aliased(self, text: str) -> str:
        """Return a text from elsewhere with the alias in place of the candidate's name."""
        return mask(self._brief)(text)

    def find(self, text: str) -> tuple[SearchHit, ...]:
        """Return the events with this text or name, ignoring case and accents.

        Each event has at most one match, its first. Events that were taken back count too.
        """
        wanted = searchable(text)
        hits = []
        for line in self.log if wanted else ():
            for passage in self.texts(line.seq):
                if wanted in searchable(passage.text) or wanted in searchable(passage.person):
                    hits.append(SearchHit(line.seq, passage))
                    break
        return tuple(hits)

    def within(self, position: int) -> int:
        """Return the nearest valid position."""
        return min(max(position, 1), self.total)

    def next_competency(self, position: int, direction: int) -> int:
        """Return the next (1) or previous (-1) position that shows another competency.

        It is the competency's first reveal in a stretch, else the beginning of the stretch. Without
        a further one it is `position`.
        """
        stops = self._stops()
        if direction > 0:
            return next((stop for stop in stops if stop > position), position)
        return next((stop for stop in reversed(stops) if stop < position), position)

    def _stops(self) -> list[int]:
        reveals = [moment.position for moment in self.marks.moments if moment.kind == "reveal"]
        ends = [stretch.first for stretch in self.marks.stretches[1:]]
        stops = []
        for stretch, end in zip(self.marks.stretches, [*ends, self.total + 1], strict=True):
            if stretch.place.competency is not None:
                inside = (seq for seq in reveals if stretch.first <= seq < end)
                stops.append(next(inside, stretch.first))
        return stops

    def waits(self, position: int, pace: Speed) -> Iterator[float]:
        """Yield the seconds until each further event; nothing at the end."""
        rest = islice(self.log, position - 1, None)
        return at_least(SHORTEST, faster(pace.speed, cut(pace.cap, gaps(rest))))


def _without_prompt(pane: Pane) -> Pane:
    """Return the pane without the request to enter something."""
    if isinstance(pane, CompetencyView | VoteView):
        return replace(pane, poll=replace(pane.poll, asks=False))
    return pane


def anonymous(log: Sequence[e.LogLine], brief: Brief) -> tuple[e.LogLine, ...]:
    """Return `log` with the alias in place of the candidate's name; `brief` is the log's."""
    if brief.candidate.name is None:
        return tuple(log)
    events = list(masked(tuple(line.event for line in log), brief))
    candidate = brief.candidate.model_copy(update={"name": None})
    nameless = masked(brief, brief).model_copy(update={"candidate": candidate})
    events[0] = events[0].model_copy(update={"brief": nameless})
    return tuple(
        line if line.event is event else replace(line, event=event)
        for line, event in zip(log, events, strict=True)
    )


def gaps(log: Iterable[e.LogLine]) -> Iterator[float]:
    """Yield the seconds from each event to the next by the monotonic clock."""
    for earlier, later in pairwise(log):
        yield later.mono - earlier.mono if later.run == earlier.run else BETWEEN_RUNS


def cut(cap: float | None, waits: Iterable[float]) -> Iterator[float]:
    """Yield the waits, each at most `cap` seconds; None means no cap."""
    return (wait if cap is None else min(wait, cap) for wait in waits)


def faster(speed: float, waits: Iterable[float]) -> Iterator[float]:
    """Yield the waits divided by `speed`."""
    return (wait / speed for wait in waits)


def at_least(shortest: float, waits: Iterable[float]) -> Iterator[float]:
    """Yield the waits, each at least `shortest` seconds."""
    return (max(shortest, wait) for wait in waits)


def _resumed(pair: Sequence[e.LogLine]) -> str:
    """Return a sentence if the program was restarted between two events, else nothing."""
    if pair[0].run == pair[-1].run:
        return ""
    away = (pair[-1].t - pair[0].t).total_seconds()
    return f"Resumed {duration(away)} later. " if away > 0 else "Resumed. "


def _moments(log: Sequence[e.LogLine], taken_back: Container[int]) -> Iterator[Moment]:
    run = log[0].run
    for line in log:
        if line.run != run:
            run = line.run
            yield Moment(line.seq, "resumed")
        if line.event.mark is not None:
            yield Moment(line.seq, line.event.mark, line.seq in taken_back)


def _stretches(
    meeting: Meeting, log: Sequence[e.LogLine], taken_back: Container[int]
) -> Iterator[Stretch]:
    here: Place | None = None
    numbers = {c.id: str(n) for n, c in enumerate(meeting.brief.competencies, start=1)}
    begun = False
    for line in log:
        place = None if line.seq in taken_back else line.event.place_after()
        if place is not None and place != here:
            here = place
            names = AGENDA_TITLES[place.step]
            if place.competency is not None:
                number = numbers[place.competency]
                names = (
                    (number, number) if begun else (f"{names[0]} {number}", f"{names[1]} {number}")
                )
                begun = True
            yield Stretch(line.seq, place, _title(meeting, place), *names)


def _title(meeting: Meeting, place: Place) -> str:
    if place.competency is None:
        return SHORT_TITLES[place.step]
    return meeting.brief.competency(place.competency).short_title
