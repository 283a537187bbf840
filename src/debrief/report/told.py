"""A meeting as a row of tellings, an event each: the sentence, what was shown, what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from debrief.core import events as e
from debrief.core.agreement import class_words, count_words
from debrief.core.alias import mask
from debrief.core.fold import apply, before, fold, undone
from debrief.core.happened import Mark
from debrief.core.meeting import Meeting
from debrief.core.playback import anonymous
from debrief.core.record_polls import mark_word
from debrief.core.said import Said, said, written
from debrief.core.steps import Place
from debrief.core.tell import tell


@dataclass(frozen=True, slots=True)
class Row:
    """One panelist in a round: the word now, and the one before where they were asked again."""

    panelist: str
    name: str
    word: str
    before: str = ""
    kept: bool = False
    confidence: str = ""
    written: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A round that everybody saw; `competency` is None for the final vote."""

    competency: str | None
    title: str
    number: int
    class_words: str
    counts: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An event: at which place, in one sentence, what was said and shown.

    `taken_back` is when, None where it was not; `new_run` says that the program was started anew.
    """

    logged: e.Logged
    place: Place
    title: str
    sentence: str
    said: tuple[Said, ...]
    shown: tuple[Shown, ...]
    taken_back: datetime | None
    new_run: bool


@dataclass(frozen=True, slots=True)
class Telling:
    """A whole meeting, or as much of it as there is; the candidate goes by the alias."""

    meeting: Meeting
    events: tuple[Told, ...]


def telling(log: Sequence[e.Logged]) -> Telling:
    """Tell `log`; ValueError when it does not begin with MeetingOpened."""
    log = anonymous(log, before(log).brief)
    end = fold(log)
    return Telling(end, tuple(_told(log, end)))


def _told(log: Sequence[e.Logged], end: Meeting) -> Iterator[Told]:
    gone, times = undone(log), _times(log)
    meeting, run = before(log), log[0].run
    for logged in log:
        taken_back = times[logged.seq] if logged.seq in gone else None
        place = meeting.place
        if taken_back is None:
            meeting = apply(meeting, logged)
        yield Told(
            logged=logged,
            place=place,
            title=end.title(place),
            sentence=tell(end, logged.event).full(mask(end.brief)),
            said=said(end, logged.event),
            shown=tuple(_shown(meeting, logged.event)),
            taken_back=taken_back,
            new_run=logged.run != run,
        )
        run = logged.run


def _times(log: Sequence[e.Logged]) -> dict[int, datetime]:
    """Return when each event was last taken back."""
    return {x.event.target: x.t for x in log if isinstance(x.event, e.Undone)}


def _shown(meeting: Meeting, event: e.Event) -> Iterator[Shown]:
    if isinstance(event, e.RatingsRevealed):
        for one in event.revealed:
            yield _round(meeting, one.competency)
    elif isinstance(event, e.VotesRevealed):
        yield _round(meeting, None)


def _round(meeting: Meeting, competency: str | None) -> Shown:
    rounds = meeting.poll(competency).rounds
    last, earlier = rounds[-1], rounds[-2] if len(rounds) > 1 else None
    found = meeting.agreement(competency)
    title = "Final vote"
    if competency is not None:
        title = meeting.brief.competency(competency).title
    return Shown(
        competency=competency,
        title=title,
        number=last.number,
        class_words=class_words(found),
        counts=count_words(found, meeting.brief.levels(competency)),
        rows=tuple(
            _row(meeting, competency, panelist, mark, earlier.marks[panelist] if earlier else None)
            for panelist, mark in last.marks.items()
        ),
    )


def _row(
    meeting: Meeting, competency: str | None, panelist: str, mark: Mark, was: Mark | None
) -> Row:
    rating = meeting.poll(competency).ratings.get(panelist) if was is None else None
    beside = written(meeting, panelist, rating) if rating else ()
    asked_again = was is not None and mark.entry is not None
    return Row(
        panelist=panelist,
        name=meeting.name(panelist),
        word=mark_word(meeting, competency, mark),
        before=mark_word(meeting, competency, was) if was and asked_again else "",
        kept=asked_again and mark.how != "entered",
        confidence=(rating.confidence or "") if rating and mark.level is not None else "",
        written=tuple(one for one in beside if one.text),
    )
