"""What a record says of each competency and of the final vote."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from debrief.core import events as e
from debrief.core import record_poll_model as r
from debrief.core.agreement import class_words, count_words, spread_words
from debrief.core.happened import Mark, Round
from debrief.core.meeting import Meeting
from debrief.core.scorecard import Entry, Rating, State

DIGITS = 6
"""Digits of a deviation that are kept."""


def competency(meeting: Meeting, id_: str) -> r.Competency:
    """Return one competency: every round, challenge and argument, and how it closed."""
    asked = meeting.brief.competency(id_)
    closed = meeting.competencies[id_].closed
    return r.Competency(
        **_poll(meeting, id_),
        id=id_,
        title=asked.title,
        kind=asked.kind,
        must_have=asked.must_have,
        definition=asked.definition,
        turns=tuple(_turns(meeting, id_)),
        closing=closed.closing if closed else None,
    )


def vote(meeting: Meeting) -> r.Poll:
    """Return the final vote."""
    return r.Poll(**_poll(meeting, None))


def _poll(meeting: Meeting, id_: str | None) -> dict[str, Any]:
    poll = meeting.poll(id_)
    return {
        "scale": meeting.brief.levels(id_),
        "rounds": tuple(_round(meeting, id_, one) for one in poll.rounds),
        "moves": tuple(_moves(meeting, id_)),
        "challenges": tuple(_challenges(meeting, id_)),
        "challenge_waivers": tuple(_waivers(meeting, id_)),
        "argued": poll.argued,
        "abandoned": tuple(r.Abandoned(round=x.round, reason=x.reason) for x in poll.abandoned),
    }


def _round(meeting: Meeting, id_: str | None, one: Round) -> r.Round:
    found = meeting.agreement(id_, one)
    deviation = found.ad_median
    return r.Round(
        number=one.number,
        at=one.at,
        label=found.label,
        words=class_words(found),
        counts=found.counts,
        counts_in_words=count_words(found, meeting.brief.levels(id_)),
        spread=spread_words(found),
        range=found.range,
        ad_median=None if deviation is None else round(deviation, DIGITS),
        lone_dissent=found.lone_dissent,
        marks=tuple(_mark(meeting, id_, one, panelist) for panelist in one.marks),
    )


def _mark(meeting: Meeting, id_: str | None, one: Round, panelist: str) -> r.Mark:
    mark = one.marks[panelist]
    rating = meeting.poll(id_).ratings.get(panelist) if one.number == 1 else None
    return r.Mark(
        panelist=panelist,
        state=mark.state.value,
        level=mark.level,
        word=mark_word(meeting, id_, mark),
        how=_how(mark),
        counts=id_ is None or not meeting.is_set_aside(panelist),
        was=tuple(entry_word(meeting, id_, entry) for entry in mark.was),
        **(_card(meeting, rating) if rating else {}),
    )


def _card(meeting: Meeting, rating: Rating) -> dict[str, Any]:
    scenarios = {s.id: s.title for s in meeting.brief.scenarios}
    return {
        "confidence": rating.confidence,
        "for_": rating.for_,
        "against": rating.against,
        "depends_on_context": rating.depends_on_context or "",
        "scenario": scenarios.get(rating.scenario or "", ""),
        "reason": rating.reason,
    }


def _how(mark: Mark) -> r.How:
    if mark.how != "none":
        return mark.how
    return "not-asked" if mark.entry is None else "no-entry"


def mark_word(meeting: Meeting, id_: str | None, mark: Mark) -> str:
    """Return a mark in the words of its scale, or its state in words; `id_` None is the vote."""
    if mark.level is not None:
        return meeting.brief.levels(id_)[mark.level - 1]
    if mark.state is State.ABSTAINS and (mark.how == "entered" or id_ is None):
        return "not voting"
    if id_ is None and mark.state is State.NOT_ASSESSED:
        return "did not vote"
    return _STATES[mark.state]


_STATES = {
    State.NOT_ASSESSED: "not assessed",
    State.ABSTAINS: "abstains",
    State.RECUSED: "recused",
    State.MISSING: "missing",
}
_CHOICES = {"keep": "kept", "not-voting": "not voting", "none": "no entry"}


def entry_word(meeting: Meeting, id_: str | None, entry: Entry) -> str:
    """Return what was entered in the words of its scale; `id_` None is the vote."""
    if entry.level is not None:
        return meeting.brief.levels(id_)[entry.level - 1]
    return _CHOICES[entry.choice]


def _moves(meeting: Meeting, id_: str | None) -> Iterator[r.Move]:
    poll = meeting.poll(id_)
    said = {(m.round, m.panelist): m for m in poll.moves}
    for earlier, later in zip(poll.rounds, poll.rounds[1:], strict=False):
        for panelist, mark in later.marks.items():
            before = earlier.marks[panelist]
            if mark.how != "entered" or mark.level == before.level:
                continue
            why = said.get((later.number, panelist))
            yield r.Move(
                panelist=panelist,
                round=later.number,
                before=before.level,
                before_word=mark_word(meeting, id_, before),
                after=mark.level,
                after_word=mark_word(meeting, id_, mark),
                reason=why.reason if why else "",
                declined=why.declined if why else False,
            )


def _challenges(meeting: Meeting, id_: str | None) -> Iterator[r.Challenge]:
    for logged in meeting.timed:
        event = logged.event
        if isinstance(event, e.ChallengeRecorded) and id_ in (event.competencies or (None,)):
            yield r.Challenge(
                at=logged.t,
                basis=event.basis,
                challengers=event.challengers,
                competencies=event.competencies,
                argued=event.argued,
                new_evidence=event.new_evidence,
                outcome=event.outcome,
            )


def _waivers(meeting: Meeting, id_: str | None) -> Iterator[r.Waiver]:
    for logged in meeting.timed:
        event = logged.event
        if isinstance(event, e.ChallengeWaived) and id_ in (event.competencies or (None,)):
            yield r.Waiver(at=logged.t, reason=event.reason, together=event.together)


def _turns(meeting: Meeting, id_: str) -> Iterator[r.Turn]:
    for turn in meeting.turns:
        if turn.competency == id_:
            yield r.Turn(at=turn.at, closing=turn.closing, reason=turn.reason)
