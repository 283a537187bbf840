"""Build the record of each competency and of the final vote."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from debrief.core.meeting import events as e
from debrief.core.meeting.agreement import spread_words
from debrief.core.meeting.state import Mark, Meeting, Round
from debrief.core.meeting.wording import class_words, entry_word, headline, mark_word
from debrief.core.record import poll_model as r
from debrief.core.scorecard import Rating

OTHER_ROLE = "it is for another role, and was not given again"
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
        alone=_alone(meeting, id_),
    )


def _alone(meeting: Meeting, id_: str) -> str | None:
    closed = meeting.competencies[id_].closed
    ends_alone = closed is not None and closed.closing in ("yes-one-against", "no-one-for")
    return meeting.alone(id_) if ends_alone else None


def vote(meeting: Meeting) -> r.Poll:
    """Return the final vote."""
    return r.Poll(**_poll(meeting, None))


def _poll(meeting: Meeting, id_: str | None) -> dict[str, Any]:
    poll = meeting.poll(id_)
    return {
        "scale": meeting.brief.levels(id_),
        "rounds": tuple(_round(meeting, id_, round_) for round_ in poll.rounds),
        "moves": tuple(_moves(meeting, id_)),
        "challenges": tuple(_challenges(meeting, id_)),
        "challenge_waivers": tuple(_waivers(meeting, id_)),
        "argued": poll.argued,
        "abandoned": tuple(r.Abandoned(round=x.round, reason=x.reason) for x in poll.abandoned),
        "signals": tuple(r.Signal(signal=x.signal, who=x.who, by=x.by) for x in poll.signals),
    }


def _round(meeting: Meeting, id_: str | None, round_: Round) -> r.Round:
    agreement = meeting.agreement(id_, round_)
    deviation = agreement.ad_median
    return r.Round(
        number=round_.number,
        at=round_.at,
        label=agreement.label,
        words=class_words(meeting, id_, round_),
        counts=agreement.counts,
        counts_in_words=headline(meeting, id_, round_),
        spread=spread_words(agreement),
        range=agreement.range,
        ad_median=None if deviation is None else round(deviation, DIGITS),
        lone_dissent=agreement.alone is not None,
        marks=tuple(_mark(meeting, id_, round_, panelist) for panelist in round_.marks),
    )


def _mark(meeting: Meeting, id_: str | None, round_: Round, panelist: str) -> r.Mark:
    mark = round_.marks[panelist]
    rating = meeting.poll(id_).ratings.get(panelist) if round_.number == 1 else None
    new = rating is not None and mark.source == "entered"
    counts, set_aside = meeting.counts(id_, panelist, round_), meeting.is_set_aside(panelist)
    return r.Mark(
        panelist=panelist,
        state=mark.state.value,
        level=mark.level,
        word=mark_word(meeting, id_, mark),
        how=_how(mark),
        uncounted=OTHER_ROLE if mark.level and not counts and not set_aside else "",
        of_card=_level_word(meeting, id_, rating) if new else "",
        counts=counts,
        way=_way(mark, round_, panelist),
        was=tuple(entry_word(meeting, id_, entry) for entry in mark.wrong_entries),
        **{
            **(_card(meeting, rating) if rating else {}),
            **_without(meeting, id_, round_, panelist),
        },
    )


def _way(mark: Mark, round_: Round, panelist: str) -> str:
    """Return how an entry came in a round with codes; empty in another round."""
    if panelist in round_.codes:
        return f"by code {round_.codes[panelist]}"
    has_entry = mark.entry is not None and mark.entry.choice != "none"
    return "by hand" if round_.codes and has_entry else ""


def _without(meeting: Meeting, id_: str | None, round_: Round, panelist: str) -> dict[str, Any]:
    """Return the reason for a missing rating or vote in a round, if the meeting settled it."""
    if id_ is None:
        ruled = meeting.ruled_out.get(panelist)
        reason = round_.without_vote.get(panelist, "")
        if ruled is not None and reason == "ruled out":
            reason = f"ruled out: “{ruled.reason}”"
        return {"reason": reason} if reason else {}
    recusal = meeting.recusal(id_, panelist)
    if round_.number > 1 or recusal is None:
        return {}
    return {"reason": recusal.reason}


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


def _level_word(meeting: Meeting, id_: str | None, rating: Rating | None) -> str:
    level = rating.level if rating is not None else None
    return "" if level is None else meeting.brief.levels(id_)[level - 1]


def _how(mark: Mark) -> r.Origin:
    if mark.source != "none":
        return mark.source
    return "not-asked" if mark.entry is None else "no-entry"


def _moves(meeting: Meeting, id_: str | None) -> Iterator[r.Move]:
    poll = meeting.poll(id_)
    reasons = {(m.round, m.panelist): m for m in poll.moves}
    for earlier, later in zip(poll.rounds, poll.rounds[1:], strict=False):
        for panelist, mark in later.marks.items():
            before = earlier.marks[panelist]
            if mark.source != "entered" or mark.level == before.level:
                continue
            why = reasons.get((later.number, panelist))
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
    for logged in meeting.kept_lines:
        event = logged.event
        if isinstance(event, e.ChallengeRecorded) and id_ in (event.competencies or (None,)):
            yield r.Challenge(
                at=logged.t,
                basis=event.basis,
                challengers=event.challengers,
                competencies=event.competencies,
                argued=event.argued,
                new_evidence=event.new_evidence or event.outcome == "held-new-evidence",
                outcome=event.outcome,
            )


def _waivers(meeting: Meeting, id_: str | None) -> Iterator[r.Waiver]:
    for logged in meeting.kept_lines:
        event = logged.event
        if isinstance(event, e.ChallengeWaived) and id_ in (event.competencies or (None,)):
            yield r.Waiver(at=logged.t, reason=event.reason, together=event.together)


def _turns(meeting: Meeting, id_: str) -> Iterator[r.Turn]:
    for turn in meeting.closing_changes:
        if turn.competency == id_:
            yield r.Turn(at=turn.at, closing=turn.closing, reason=turn.reason)
