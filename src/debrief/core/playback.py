"""A meeting again: what the room saw after any event, where what happened, and how long to wait."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import Literal

from debrief.core import events as e
from debrief.core.alias import masked
from debrief.core.fold import apply, before, undone
from debrief.core.meeting import Meeting
from debrief.core.room import MainAction, RoomView
from debrief.core.steps import Place
from debrief.core.tell import tell
from debrief.core.view import SHORT_TITLES, view

SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
IDLE_CAP = 2.0
"""Seconds that a gap is cut to."""

SHORTEST = 0.05
"""Seconds that every event is shown at least."""

EVERY = 100
"""Events from one checkpoint to the next."""

Kind = Literal["reveal", "challenge", "minute", "undo"]

_KINDS: dict[type[e.Event], Kind] = {
    e.RatingsRevealed: "reveal",
    e.VotesRevealed: "reveal",
    e.ChallengeRecorded: "challenge",
    e.MinuteTaken: "minute",
    e.Undone: "undo",
}

_PLAY = MainAction("play", "", "play / pause")

# A line that was taken back leaves only its time, as does a line that changes nothing.
_TIME_ONLY = e.ClockWentBack(seconds=0)


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
    """An event that a timeline marks."""

    position: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Marks:
    """What a timeline shows of a replay of `total` events, in order."""

    stretches: tuple[Stretch, ...]
    moments: tuple[Moment, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Playback:
    """A journal to be looked at from its first event (position 1) to its last (`total`).

    It is made by `Playback.of`. `fingerprint` is the hash of the finish, empty without one.
    """

    log: tuple[e.Logged, ...]
    fingerprint: str
    marks: Marks
    _end: Meeting
    _gone: frozenset[int]
    _checkpoints: tuple[Meeting, ...]
    _every: int

    @classmethod
    def of(cls, log: Sequence[e.Logged], fingerprint: str = "", every: int = EVERY) -> Playback:
        """Fold `log` once and keep a checkpoint `every` so many events.

        ValueError when it does not begin with MeetingOpened.
        """
        gone = undone(log)
        meeting = before(log)
        checkpoints = [meeting]
        places = []
        for logged in log:
            meeting = _after(meeting, logged, gone)
            places.append(meeting.place)
            if logged.seq % every == 0:
                checkpoints.append(meeting)
        stretches = tuple(_stretches(meeting, places))
        moments = tuple(
            Moment(logged.seq, kind)
            for logged in log
            if (kind := _KINDS.get(type(logged.event))) is not None
        )
        marks = Marks(stretches, moments, len(log))
        return cls(tuple(log), fingerprint, marks, meeting, gone, tuple(checkpoints), every)

    @property
    def total(self) -> int:
        """How many events there are."""
        return len(self.log)

    def meeting(self, position: int) -> Meeting:
        """Return the meeting after so many events: `fold(log[:position])`, and soon."""
        shown = self.log[:position]
        gone = undone(shown)
        # The checkpoints leave out what is taken back at the end. One from before the first line
        # of which that is not yet, or no longer, true serves this position as well.
        differs = min((seq for seq in gone ^ self._gone if seq <= position), default=position + 1)
        nearest = (differs - 1) // self._every
        meeting = self._checkpoints[nearest]
        for logged in shown[nearest * self._every :]:
            meeting = _after(meeting, logged, gone)
        return meeting

    def view(self, position: int) -> RoomView:
        """Return what the room saw after so many events; its guidance tells the last of them."""
        meeting = self.meeting(position)
        fingerprint = self.fingerprint if meeting.finished is not None else ""
        seen = view(meeting, self.log[:position], fingerprint=fingerprint)
        return replace(seen, guidance=f"{self.sentence(position)}.", main=_PLAY)

    def sentence(self, position: int) -> str:
        """Return what happened there, without a full stop; a quiet minute after the finish only."""
        said = tell(self._end, self.log[position - 1].event)
        return masked(said, self._end.brief)

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


def gaps(log: Iterable[e.Logged]) -> Iterator[float]:
    """Yield the seconds from each event to the next; none where the clock went back."""
    for earlier, later in pairwise(log):
        yield max(0.0, (later.t - earlier.t).total_seconds())


def cut(cap: float | None, waits: Iterable[float]) -> Iterator[float]:
    """Yield the seconds, none longer than `cap`, unless that is None."""
    return (wait if cap is None else min(wait, cap) for wait in waits)


def faster(speed: float, waits: Iterable[float]) -> Iterator[float]:
    """Yield the seconds, so many times faster."""
    return (wait / speed for wait in waits)


def at_least(shortest: float, waits: Iterable[float]) -> Iterator[float]:
    """Yield the seconds, none shorter than `shortest`."""
    return (max(shortest, wait) for wait in waits)


def _after(meeting: Meeting, logged: e.Logged, gone: frozenset[int]) -> Meeting:
    return apply(meeting, replace(logged, event=_TIME_ONLY) if logged.seq in gone else logged)


def _stretches(meeting: Meeting, places: Sequence[Place]) -> Iterator[Stretch]:
    here: Place | None = None
    for position, place in enumerate(places, start=1):
        if place != here:
            here = place
            yield Stretch(position, place, _title(meeting, place))


def _title(meeting: Meeting, place: Place) -> str:
    if place.competency is None:
        return SHORT_TITLES[place.step]
    return meeting.brief.competency(place.competency).title
