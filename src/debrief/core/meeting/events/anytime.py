"""Events that may happen at any step: minutes, follow-ups, the clock, people and their cards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from typing_extensions import override

from debrief.core.meeting.event import Barrier, Event, LogLine, Passage, Undo
from debrief.core.meeting.state import Meeting, Minute, Promised
from debrief.core.model import Day, Id, Many, Text, Words, texts_in
from debrief.core.scorecard import CardFacts
from debrief.core.sentence import Quotation, Sentence
from debrief.core.steps import Place
from debrief.core.vocabulary import FollowUp, Presence, Promise, PromiseKind, Settled


class AttendanceMarked(Event, undo=Undo.FREE, mark=None):
    """A panelist is present, came late, left, or is absent."""

    panelist: Id
    presence: Presence

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        return meeting.with_presence(self.panelist, self.presence, line.t)

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        words = {
            "present": "is present",
            "late": "joined late",
            "left": "left",
            "absent": "is absent",
        }
        return Sentence.of(f"{meeting.name(self.panelist)} {words[self.presence]}")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        yield Passage(meeting.name(self.panelist), "")


class CardAccepted(
    Event,
    undo=Barrier("An accepted card stays accepted: there is nothing to undo since then."),
    mark=None,
    kept=True,
):
    """A late or changed card counts from now on for all competencies that are still blind."""

    card: CardFacts
    commitment: str
    usable: Many[Id]

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        panelist = self.card.panelist
        return replace(
            meeting,
            cards={**meeting.cards, panelist: self.card},
            commitments={**meeting.commitments, panelist: self.commitment},
            usable={**meeting.usable, panelist: self.usable},
            by_hand=meeting.by_hand - {panelist},
            unproven=meeting.unproven - {panelist},
        )

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        return Sentence.of(f"{meeting.name(self.card.panelist)}’s scorecard was accepted")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        name = meeting.name(self.card.panelist)
        yield Passage(name, "")
        for path, text in texts_in(self):
            yield Passage(name, text, "", path, shown=False)


class CardSettled(
    Event,
    undo=Barrier("A settled card stays settled: there is nothing to undo since then."),
    mark=None,
    kept=True,
):
    """A panelist's card, which is not the one the meeting was opened with, was settled.

    The card that is there now, which `commitment` commits to, counts, or the panelist rates by
    hand, or the card stays missing.
    """

    panelist: Id
    choice: Literal["as-card", "by-hand", "missing"]
    reason: Words
    card: CardFacts | None = None
    commitment: str = ""
    usable: Many[Id] = ()

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        commitments = {p: x for p, x in meeting.commitments.items() if p != self.panelist}
        if self.choice == "as-card":
            commitments[self.panelist] = self.commitment
        by_hand = meeting.by_hand - {self.panelist}
        return replace(
            meeting,
            cards={**meeting.cards, self.panelist: self.card} if self.card else meeting.cards,
            commitments=commitments,
            usable={**meeting.usable, self.panelist: self.usable},
            by_hand=by_hand | {self.panelist} if self.choice == "by-hand" else by_hand,
            unproven=meeting.unproven - {self.panelist},
            set_aside={**meeting.set_aside, self.panelist: self.commitment},
        )

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        how = {
            "as-card": "the card now on file counts",
            "by-hand": "rates by hand",
            "missing": "has no card",
        }
        name = meeting.name(self.panelist)
        return Sentence.of(f"{name}: {how[self.choice]}, because ", Quotation(self.reason))

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        name = meeting.name(self.panelist)
        yield self.passage("reason", name)
        for path, text in texts_in(self):
            if path[0] == "card":
                yield Passage(name, text, "", path, shown=False)


class MinuteTaken(Event, undo=Undo.FREE, mark="minute"):
    """A minute; a quiet one is never on the shared screen."""

    text: Words
    speaker: Id | None = None
    quiet: bool = False
    kind: Literal["minute", "voiced-early"] = "minute"
    place: Place
    source: str | None = None

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        return meeting.changed(
            minutes=(*meeting.minutes, Minute(line.t, self, meeting.title(self.place), line.seq))
        )

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        if self.quiet:
            return Sentence.of("A quiet minute")
        speaker = f"{meeting.name(self.speaker)}: " if self.speaker else ""
        return Sentence.of(f"Minute: {speaker}", Quotation(self.text))

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        speaker = meeting.name(self.speaker) if self.speaker else ""
        yield self.passage("text", person=speaker, shown=not self.quiet)

    @override
    def is_skipped_by_undo(self) -> bool:
        return self.source is not None

    @override
    def is_quiet(self, meeting: Meeting) -> bool:
        return self.quiet


class MinuteCorrected(Event, undo=Undo.FREE, mark=None):
    """The minute with the seq `minute` was corrected; both versions are kept."""

    minute: int
    text: Words
    speaker: Id | None = None
    source: str | None = None

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        known = meeting.minute(self.minute)
        if known is None:
            return meeting
        event = known.event.model_copy(update={"text": self.text, "speaker": self.speaker})
        before = (*known.before, known.event.text)
        return meeting.with_minute(self.minute, event=event, before=before)

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        if _is_quiet(meeting, self.minute):
            return Sentence.of("A quiet minute was corrected")
        speaker = f"{meeting.name(self.speaker)}: " if self.speaker else ""
        return Sentence.of(f"Minute corrected: {speaker}", Quotation(self.text))

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        speaker = meeting.name(self.speaker) if self.speaker else ""
        shown = not _is_quiet(meeting, self.minute)
        yield self.passage("text", person=speaker, shown=shown)

    @override
    def is_skipped_by_undo(self) -> bool:
        return self.source is not None

    @override
    def is_quiet(self, meeting: Meeting) -> bool:
        return _is_quiet(meeting, self.minute)


class MinuteStruck(Event, undo=Undo.FREE, mark=None):
    """The minute with the seq `minute` was struck; its text is kept."""

    minute: int
    source: str | None = None

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        return meeting.with_minute(self.minute, settled="struck")

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        known = meeting.minute(self.minute)
        if known is None or known.event.quiet:
            return Sentence.of("A quiet minute was struck")
        return Sentence.of("Minute struck: ", Quotation(known.event.text))

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        return ()

    @override
    def is_skipped_by_undo(self) -> bool:
        return self.source is not None

    @override
    def is_quiet(self, meeting: Meeting) -> bool:
        return _is_quiet(meeting, self.minute)


class QuietSettled(Event, undo=Undo.FREE, mark=None):
    """The quiet minute with the seq `minute` is printed, kept for the auditor alone, or struck."""

    minute: int
    settled: Settled
    source: str | None = None

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        return meeting.with_minute(self.minute, settled=self.settled)

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        words = {
            "record": "A quiet minute goes into the record",
            "auditor": "A quiet minute stays out of the record’s pages",
            "struck": "A quiet minute was struck",
        }
        return Sentence.of(words[self.settled])

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        return ()

    @override
    def is_skipped_by_undo(self) -> bool:
        return self.source is not None

    @override
    def is_quiet(self, meeting: Meeting) -> bool:
        return True


def _is_quiet(meeting: Meeting, id_: int) -> bool:
    known = meeting.minute(id_)
    return known is None or known.event.quiet


def follow_up_texts(
    follow_up: FollowUp, path: tuple[str | int, ...], about: str = ""
) -> Iterable[Passage]:
    """Yield the texts of a follow-up that is at `path` in an event."""
    yield Passage(follow_up.owner, follow_up.text, about, (*path, "text"))
    yield Passage(follow_up.owner, follow_up.owner, "owner", (*path, "owner"), shown=False)


class FollowUpAdded(Event, undo=Undo.FREE, mark=None):
    """A promise, with its owner and its day."""

    follow_up: FollowUp
    source: str | None = None

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        return replace(meeting, follow_ups=(*meeting.follow_ups, self.follow_up))

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        return Sentence.of(
            f"Follow-up for {self.follow_up.owner}: ", Quotation(self.follow_up.text)
        )

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        return follow_up_texts(self.follow_up, ("follow_up",))

    @override
    def is_skipped_by_undo(self) -> bool:
        return self.source is not None


class PromiseAdded(Event, undo=Undo.FREE, mark=None):
    """A promise: a condition, something owed, a follow-up or a signal, with person and day.

    Conditions and signals are parts of the decision that is recorded with them.
    """

    kind: PromiseKind
    text: Words
    who: Id | None = None
    by: Day | None = None
    source: str | None = None

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        promise = Promise(kind=self.kind, text=self.text, who=self.who, by=self.by)
        return replace(meeting, promises=(*meeting.promises, Promised(line.seq, promise)))

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        who = f"Promised by {meeting.name(self.who)}" if self.who else "Promised, nobody named"
        comma = "" if self.who else ","
        day = f"{comma} by {self.by:%-d %B %Y}" if self.by else ""
        return Sentence.of(f"{who}{day}: ", Quotation(self.text))

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        yield self.passage("text", person=meeting.name(self.who) if self.who else "")

    @override
    def is_skipped_by_undo(self) -> bool:
        return self.source is not None

    @override
    def is_with_next(self) -> bool:
        return self.kind in ("condition", "signal")


class PromiseKept(Event, undo=Undo.FREE, mark=None):
    """The promise with the seq `promise` was kept; `found` is what was found by then."""

    promise: int
    found: Text = ""

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        promises = tuple(
            replace(promise, kept_at=line.t, found=self.found)
            if promise.id == self.promise
            else promise
            for promise in meeting.promises
        )
        return replace(meeting, promises=promises)

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        text = next((x.promise.text for x in meeting.promises if x.id == self.promise), "")
        return Sentence.of("Promise kept: ", Quotation(text))

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        yield self.passage("found", subject="found")


class ClockPaused(Event, undo=Undo.SKIPPED, mark=None):
    """The clock was paused."""

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        return replace(meeting, clock=replace(meeting.clock, paused=True))

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        return Sentence.of("The clock was paused")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        return ()


class ClockResumed(Event, undo=Undo.SKIPPED, mark=None):
    """The clock was resumed."""

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        return replace(meeting, clock=replace(meeting.clock, paused=False))

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        return Sentence.of("The clock was resumed")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        return ()
