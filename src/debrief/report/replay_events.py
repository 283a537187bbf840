"""A replay as text: for each event the sentence, what was shown, and whether it was taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from debrief.core.meeting import events as e
from debrief.core.meeting.event import Passage
from debrief.core.meeting.events.competency import rating_texts
from debrief.core.meeting.state import Mark, Meeting
from debrief.core.meeting.wording import class_words, headline, mark_word
from debrief.core.replay.playback import Playback
from debrief.core.steps import Place


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One panelist in a round: the word now, and the one before where they were asked again."""

    panelist: str
    name: str
    word: str
    before: str = ""
    kept: bool = False
    confidence: str = ""
    written: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownRound:
    """A round that everybody saw; `competency` is None for the final vote."""

    competency: str | None
    title: str
    number: int
    class_words: str
    counts: str
    rows: tuple[MarkRow, ...]


@dataclass(frozen=True, slots=True)
class ReplayEvent:
    """An event with its place, sentence, texts and revealed rounds.

    `taken_back` is the time at which it was undone, or None; `new_run` marks the first event after
    the program was started again.
    """

    logged: e.LogLine
    place: Place
    title: str
    sentence: str
    texts: tuple[Passage, ...]
    shown: tuple[ShownRound, ...]
    taken_back: datetime | None
    new_run: bool


def replay_events(playback: Playback) -> Iterator[ReplayEvent]:
    """Yield each event of a replay."""
    end, run = playback.meeting(playback.total), playback.log[0].run
    for position, logged in enumerate(playback.log, start=1):
        place = playback.place(position)
        yield ReplayEvent(
            logged=logged,
            place=place,
            title=end.title(place),
            sentence=playback.sentence(position, full=True),
            texts=playback.texts(position),
            shown=tuple(_shown(playback, position)),
            taken_back=playback.taken_back(position),
            new_run=logged.run != run,
        )
        run = logged.run


def _shown(playback: Playback, position: int) -> Iterator[ShownRound]:
    revealed = playback.log[position - 1].event.questions_revealed()
    if revealed:
        meeting = playback.meeting(position)
        yield from (_round(meeting, competency) for competency in revealed)


def _round(meeting: Meeting, competency: str | None) -> ShownRound:
    rounds = meeting.poll(competency).rounds
    last, earlier = rounds[-1], rounds[-2] if len(rounds) > 1 else None
    title = "Final vote"
    if competency is not None:
        title = meeting.brief.competency(competency).title
    return ShownRound(
        competency=competency,
        title=title,
        number=last.number,
        class_words=class_words(meeting, competency),
        counts=headline(meeting, competency),
        rows=tuple(
            _row(meeting, competency, panelist, mark, earlier.marks[panelist] if earlier else None)
            for panelist, mark in last.marks.items()
        ),
    )


def _row(
    meeting: Meeting, competency: str | None, panelist: str, mark: Mark, was: Mark | None
) -> MarkRow:
    rating = meeting.poll(competency).ratings.get(panelist) if was is None else None
    asked_again = was is not None and mark.entry is not None
    return MarkRow(
        panelist=panelist,
        name=meeting.name(panelist),
        word=mark_word(meeting, competency, mark),
        before=mark_word(meeting, competency, was) if was and asked_again else "",
        kept=asked_again and mark.source != "entered",
        confidence=(rating.confidence or "") if rating and mark.level is not None else "",
        written=tuple(rating_texts(meeting.name(panelist), rating)) if rating else (),
    )
