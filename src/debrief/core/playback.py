"""A meeting again: what the room saw after any event, where what happened, and how long to wait."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import Literal

from debrief.core import events as e
from debrief.core.alias import mask, masked
from debrief.core.brief import Brief
from debrief.core.fold import before, destination, undone
from debrief.core.folded import EVERY, Folded
from debrief.core.meeting import Meeting
from debrief.core.room import MainAction, Pane, RoomView
from debrief.core.room_poll import CompetencyView, VoteView
from debrief.core.said import Said, said
from debrief.core.steps import Place
from debrief.core.tell import lasting, tell
from debrief.core.text import searchable
from debrief.core.view import SHORT_TITLES, view

SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
IDLE_CAP = 2.0
"""Seconds that a gap is cut to."""

SHORTEST = 0.05
"""Seconds that every event is shown at least."""

BETWEEN_RUNS = 2.0
"""Seconds that stand for the time in which the program was not running, however long that was."""

Kind = Literal["reveal", "challenge", "minute", "undo", "note", "resumed"]

_KINDS: dict[type[e.Event], Kind] = {
    e.RatingsRevealed: "reveal",
    e.VotesRevealed: "reveal",
    e.ChallengeRecorded: "challenge",
    e.MinuteTaken: "minute",
    e.Undone: "undo",
}

_PLAY = MainAction("play", "", "play / pause")


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a replay plays: the speed, and the seconds that gaps are cut to, None for not."""

    speed: float = 1.0
    cap: float | None = IDLE_CAP

    def shifted(self, by: int) -> Pace:
        """Return the pace `by` speeds faster, slower when negative, as far as there are speeds."""
        index = SPEEDS.index(self.speed) + by
        return replace(self, speed=SPEEDS[min(max(index, 0), len(SPEEDS) - 1)])

    def with_cap_switched(self) -> Pace:
        """Return the pace with gaps cut, or no longer cut."""
        return replace(self, cap=IDLE_CAP if self.cap is None else None)

    @property
    def words(self) -> str:
        """The pace as a person reads it: `×4, gaps cut to 2 s`."""
        speed = "½" if self.speed == SPEEDS[0] else f"{self.speed:g}"
        gaps = "gaps in full" if self.cap is None else f"gaps cut to {self.cap:g} s"
        return f"×{speed}, {gaps}"


@dataclass(frozen=True, slots=True)
class Stretch:
    """The events from `first` on that ended at one place; moves taken back later make none."""

    first: int
    place: Place
    title: str


@dataclass(frozen=True, slots=True)
class Moment:
    """An event that a timeline marks; `taken_back` says that it does not count in the end."""

    position: int
    kind: Kind
    taken_back: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    """What a timeline shows of a replay of `total` events, in order."""

    stretches: tuple[Stretch, ...]
    moments: tuple[Moment, ...]
    total: int

    def noted(self, positions: Iterable[int]) -> Marks:
        """Return the marks with notes, which came later, on these events."""
        notes = [Moment(position, "note") for position in positions]
        moments = sorted((*self.moments, *notes), key=lambda moment: moment.position)
        return replace(self, moments=tuple(moments))


@dataclass(frozen=True, slots=True)
class Hit:
    """What a search found, and after which event it is to be seen."""

    position: int
    said: Said


@dataclass(frozen=True, slots=True)
class Playback:
    """A journal to be looked at from its first event (position 1) to its last (`total`).

    It is made by `Playback.of`. `fingerprint` is the hash of the finish, empty without one. In
    all of it the candidate goes by the alias.
    """

    log: tuple[e.Logged, ...]
    fingerprint: str
    marks: Marks
    _folded: Folded
    _gone: frozenset[int]
    _named: Brief

    @classmethod
    def of(cls, log: Sequence[e.Logged], fingerprint: str = "", every: int = EVERY) -> Playback:
        """Fold `log` once, with a checkpoint `every` so many events.

        ValueError when it does not begin with MeetingOpened.
        """
        named = before(log).brief
        log, gone = anonymous(log, named), undone(log)
        folded = Folded.of(log, every)
        stretches = tuple(_stretches(folded.meeting, log, gone))
        moments = tuple(_moments(log, gone))
        marks = Marks(stretches, moments, len(log))
        return cls(log, fingerprint, marks, folded, gone, named)

    @property
    def total(self) -> int:
        """How many events there are."""
        return len(self.log)

    def meeting(self, position: int) -> Meeting:
        """Return the meeting after so many events: `fold(log[:position])`, and soon."""
        return self._folded.at(position)

    def view(self, position: int) -> RoomView:
        """Return what the room saw after so many events; its guidance tells the last of them."""
        meeting = self.meeting(position)
        fingerprint = self.fingerprint if meeting.finished is not None else ""
        seen = view(meeting, fingerprint=fingerprint)
        later = " It was taken back later." if position in self._gone else ""
        told = _resumed(self.log[max(0, position - 2) : position]) + self.sentence(position)
        guidance = f"{told}{'' if told.endswith('.') else '.'}{later}"
        return replace(seen, pane=_looked_at(seen.pane), guidance=guidance, main=_PLAY)

    def sentence(self, position: int) -> str:
        """Return what happened there, without a full stop; a quiet minute after the finish only."""
        meeting = self._folded.meeting
        return tell(meeting, self.log[position - 1].event).short(mask(meeting.brief))

    def aliased(self, text: str) -> str:
        """Return a text from elsewhere with the alias for the candidate's name."""
        return mask(self._named)(text)

    def find(self, text: str) -> tuple[Hit, ...]:
        """Return where something was said, or somebody named, in any spelling of its letters.

        Of each event the first text that fits. What was taken back is found too.
        """
        wanted = searchable(text)
        end = self._folded.meeting
        hits = []
        for logged in self.log if wanted else ():
            for one in said(end, logged.event):
                if wanted in searchable(one.text) or wanted in searchable(one.who):
                    hits.append(Hit(logged.seq, one))
                    break
        return tuple(hits)

    def within(self, position: int) -> int:
        """Return the position, or the nearest there is."""
        return min(max(position, 1), self.total)

    def next_competency(self, position: int, direction: int) -> int:
        """Return the next (1) or previous (-1) position that shows another competency's ratings.

        That is its first reveal while the meeting was there, else its beginning. Where there is no
        further one, the position itself.
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

    def waits(self, position: int, pace: Pace) -> Iterator[float]:
        """Yield the seconds until each further event; nothing at the end."""
        rest = islice(self.log, position - 1, None)
        return at_least(SHORTEST, faster(pace.speed, cut(pace.cap, gaps(rest))))


def _looked_at(pane: Pane) -> Pane:
    """Return a pane on which nobody is asked for an entry."""
    if isinstance(pane, CompetencyView | VoteView):
        return replace(pane, poll=replace(pane.poll, asks=False))
    return pane


def anonymous(log: Sequence[e.Logged], brief: Brief) -> tuple[e.Logged, ...]:
    """Return `log`, which opens a meeting on `brief`, with the alias for the candidate's name."""
    if brief.candidate.name is None:
        return tuple(log)
    told = list(masked(tuple(logged.event for logged in log), brief))
    candidate = brief.candidate.model_copy(update={"name": None})
    nameless = masked(brief, brief).model_copy(update={"candidate": candidate})
    told[0] = told[0].model_copy(update={"brief": nameless})
    return tuple(
        logged if logged.event is event else replace(logged, event=event)
        for logged, event in zip(log, told, strict=True)
    )


def gaps(log: Iterable[e.Logged]) -> Iterator[float]:
    """Yield the seconds from each event to the next, as the meeting's own clock counted them."""
    for earlier, later in pairwise(log):
        yield later.mono - earlier.mono if later.run == earlier.run else BETWEEN_RUNS


def cut(cap: float | None, waits: Iterable[float]) -> Iterator[float]:
    """Yield the seconds, none longer than `cap`, unless that is None."""
    return (wait if cap is None else min(wait, cap) for wait in waits)


def faster(speed: float, waits: Iterable[float]) -> Iterator[float]:
    """Yield the seconds, so many times faster."""
    return (wait / speed for wait in waits)


def at_least(shortest: float, waits: Iterable[float]) -> Iterator[float]:
    """Yield the seconds, none shorter than `shortest`."""
    return (max(shortest, wait) for wait in waits)


def _resumed(pair: Sequence[e.Logged]) -> str:
    """Return that the program was started again between two events, and after how long."""
    if pair[0].run == pair[-1].run:
        return ""
    away = (pair[-1].t - pair[0].t).total_seconds()
    return f"Resumed {lasting(away)} later. " if away > 0 else "Resumed. "


def _moments(log: Sequence[e.Logged], gone: Container[int]) -> Iterator[Moment]:
    run = log[0].run
    for logged in log:
        if logged.run != run:
            run = logged.run
            yield Moment(logged.seq, "resumed")
        kind = _KINDS.get(type(logged.event))
        if kind is not None:
            yield Moment(logged.seq, kind, logged.seq in gone)


def _stretches(
    meeting: Meeting, log: Sequence[e.Logged], gone: Container[int]
) -> Iterator[Stretch]:
    here: Place | None = None
    for logged in log:
        place = None if logged.seq in gone else destination(logged.event)
        if place is not None and place != here:
            here = place
            yield Stretch(logged.seq, place, _title(meeting, place))


def _title(meeting: Meeting, place: Place) -> str:
    if place.competency is None:
        return SHORT_TITLES[place.step]
    return meeting.brief.competency(place.competency).title
