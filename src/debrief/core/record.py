"""From the journal of a meeting to its record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import combinations
from typing import Any, TypeVar

from debrief.core import agenda, record_polls, warmup
from debrief.core import events as e
from debrief.core import record_model as r
from debrief.core.alias import masked
from debrief.core.fold import fold
from debrief.core.happened import Rated
from debrief.core.meeting import Meeting
from debrief.core.record_model import Record
from debrief.core.record_polls import DIGITS
from debrief.core.steps import Place

__all__ = ["Record", "record", "record_of"]

A = TypeVar("A", bound=e.Event)


def record(log: Sequence[e.Logged], fingerprint: str | None) -> Record:
    """Return the record of `log`, which begins with MeetingOpened; see `record_of`.

    ValueError when the log does not begin so.
    """
    return record_of(fold(log), fingerprint)


def record_of(meeting: Meeting, fingerprint: str | None) -> Record:
    """Return the record of a meeting that was opened.

    What follows the finish changes nothing in it. `fingerprint` is the hash of the finish, None
    before. Wherever somebody wrote the candidate's name, the record gives the alias.
    """
    return masked(_record(meeting, fingerprint), meeting.brief)


def _record(meeting: Meeting, fingerprint: str | None) -> Record:
    decisions = tuple(_decision(event, t) for event, t in _all(meeting, e.DecisionMade))
    brief = meeting.brief
    assert meeting.opened_at is not None
    return Record(
        title=brief.title,
        alias=brief.candidate.alias,
        scheduled=brief.scheduled,
        opened=meeting.opened_at,
        finished=meeting.finished_at,
        facilitator=brief.facilitator or "",
        framework=brief.framework,
        owner=meeting.owner,
        owner_changes=tuple(_owner_changes(meeting)),
        rule=meeting.gate.rule if meeting.gate else brief.decision.rule,
        rule_fixed=meeting.gate is not None,
        role=brief.role,
        decision=decisions[-1] if decisions else None,
        earlier_decisions=decisions[:-1],
        obstacles=tuple(_obstacles(meeting)),
        dissents=tuple(_dissents(meeting)),
        follow_ups=meeting.follow_ups,
        panel=tuple(_member(meeting, p.id) for p in brief.panel),
        competencies=tuple(record_polls.competency(meeting, c.id) for c in brief.competencies),
        references=tuple(
            r.Reference(on_file=x, reviewed=x.id in meeting.reviewed, note=_note(meeting, x.id))
            for x in meeting.references
        ),
        references_note=" ".join(
            x.note for x, _ in _all(meeting, e.ReferenceReviewed) if x.reference is None
        ),
        fit=_fit(meeting),
        premortem=r.Premortem(failed=_causes(meeting, "failed"), missed=_causes(meeting, "missed")),
        vote=record_polls.vote(meeting),
        left_out=tuple(
            r.LeftOut(**_at(meeting, place), reason=reason)
            for place, reason in meeting.waived.items()
        ),
        minutes=tuple(minute.entry for minute in meeting.minutes),
        warm_up=tuple(_case(meeting, rated) for rated in meeting.warm_up.rated),
        process=_process(meeting),
        program=meeting.finished.program if meeting.finished else meeting.program,
        events=_lines(meeting),
        inputs=dict(sorted(meeting.finished.inputs.items())) if meeting.finished else {},
        fingerprint=fingerprint,
        fingerprint_short=e.fingerprint_short(fingerprint) if fingerprint else None,
    )


def _all(meeting: Meeting, kind: type[A]) -> list[tuple[A, datetime]]:
    return [(x.event, x.t) for x in meeting.timed if isinstance(x.event, kind)]


def _lines(meeting: Meeting) -> int:
    """Return how many lines there are up to the finish."""
    ends = (x.seq for x in meeting.timed if isinstance(x.event, e.MeetingFinished))
    return next(ends, meeting.seq)


def _at(meeting: Meeting, place: Place) -> dict[str, Any]:
    return {"step": place.step, "competency": place.competency, "title": meeting.title(place)}


def _decision(event: e.DecisionMade, at: datetime) -> r.Decision:
    return r.Decision(
        outcome=event.outcome,
        owner=event.owner,
        owner_recused=event.owner_recused,
        at=at,
        rationale=event.rationale,
        conditions=event.conditions,
        review=event.review,
        test=event.test,
        tester=event.tester,
        due=event.due,
        until=event.until,
        would_change=event.would_change,
    )


def _owner_changes(meeting: Meeting) -> Iterator[r.OwnerChange]:
    was = meeting.brief.decision.owner
    for event, at in _all(meeting, e.OwnerReplaced):
        yield r.OwnerChange(was=was, owner=event.owner, reason=event.reason, at=at)
        was = event.owner


def _obstacles(meeting: Meeting) -> Iterator[r.Obstacle]:
    """Give what stands in the way; a ruling counts for a hire, not once that was taken back."""
    left = agenda.obstacles(meeting)
    hired = meeting.decision is not None and meeting.decision.outcome == "hire"
    for competency in meeting.competencies:
        ruled = meeting.bars.get(competency)
        if ruled is not None:
            ruling = ruled.ruling if hired else ""
            yield r.Obstacle(competency=competency, obstacle=ruled.obstacle, ruling=ruling)
        elif competency in left:
            yield r.Obstacle(competency=competency, obstacle=left[competency])


def _dissents(meeting: Meeting) -> Iterator[r.Dissent]:
    for dissent in meeting.dissents:
        yield r.Dissent(
            panelist=dissent.panelist,
            text=dissent.text,
            confirmed=dissent.confirmed,
            answer=dissent.answer,
            at=dissent.at,
        )


def _member(meeting: Meeting, id_: str) -> r.Member:
    person = meeting.brief.panelist(id_)
    card = meeting.cards.get(id_)
    confirmed = meeting.confirmations.get(id_)
    accepted = [t for x, t in _all(meeting, e.CardAccepted) if x.card.panelist == id_]
    return r.Member(
        id=id_,
        name=person.name,
        title=person.title,
        presence=meeting.presence.get(id_, "present"),
        attended=tuple(
            r.Attended(presence=one.presence, at=one.at)
            for one in meeting.attended
            if one.panelist == id_
        ),
        understanding=confirmed.understanding if confirmed else None,
        role=(card.role or "") if card else "",
        differs=confirmed.differs if confirmed else "",
        ruling=confirmed.ruling if confirmed else "",
        ratings=confirmed.ratings if confirmed else "stand",
        recused=meeting.is_recused(id_),
        card=r.Card(
            submitted=card.submitted,
            late=card.late,
            encrypted=card.encrypted,
            entries=card.entries,
            bare=card.bare,
            accepted=accepted[-1] if accepted else None,
        )
        if card
        else None,
    )


def _note(meeting: Meeting, reference: str) -> str:
    return meeting.reviewed.get(reference, "")


def _fit(meeting: Meeting) -> r.Fit:
    cards = [meeting.cards[p.id] for p in meeting.brief.panel if p.id in meeting.cards]
    constraints = meeting.brief.role.constraints
    concerns = [r.Said(text=text, panelist=c.panelist) for c in cards for text in c.concerns]
    concerns += [
        r.Said(text=x.text, panelist=x.panelist) for x in meeting.fit if x.kind == "concern"
    ]
    return r.Fit(
        constraints=tuple(_constraint(meeting, text) for text in constraints),
        told_besides=tuple(
            r.Said(text=text, panelist=card.panelist)
            for card in cards
            for text in card.told
            if text not in constraints
        ),
        concerns=tuple(concerns),
        owed=tuple(x.text for x in meeting.fit if x.kind == "owed" and x.text),
        contexts=tuple(_contexts(meeting)),
    )


def _constraint(meeting: Meeting, text: str) -> r.Constraint:
    by_cards = tuple(
        p.id
        for p in meeting.brief.panel
        if p.id in meeting.cards and text in meeting.cards[p.id].told
    )
    marked = meeting.constraints.get(text)
    if marked is None:
        return r.Constraint(text=text, told=True if by_cards else None, by_cards=by_cards)
    return r.Constraint(text=text, told=marked.told, by_cards=by_cards, by_meeting=marked.by)


def _contexts(meeting: Meeting) -> Iterator[r.Context]:
    answers = {(x.competency, x.panelist): x.offers for x in meeting.fit if x.kind == "context"}
    for competency, poll in meeting.competencies.items():
        for panelist, rating in poll.ratings.items():
            if rating.depends_on_context:
                yield r.Context(
                    competency=competency,
                    panelist=panelist,
                    text=rating.depends_on_context,
                    offers=answers.get((competency, panelist)),
                )


def _causes(meeting: Meeting, kind: str) -> tuple[r.Said, ...]:
    return tuple(
        r.Said(text=text, panelist=given.by)
        for given in meeting.causes
        if given.kind == kind
        for text in given.causes
    )


def _case(meeting: Meeting, rated: Rated) -> r.WarmUpCase:
    shown = warmup.case(meeting.brief, rated.key)
    words, reference = meeting.brief.levels(shown.competency.id), shown.vignette.level
    return r.WarmUpCase(
        case=rated.key,
        title=shown.competency.title,
        text=shown.vignette.text,
        reference=reference,
        reference_word=words[reference - 1],
        reason=shown.vignette.reason,
        summary=warmup.summary_words(tuple(rated.levels.values()), reference),
        ratings=tuple(
            r.WarmUpRating(panelist=panelist, word="not rating")
            if entry.level is None
            else r.WarmUpRating(
                panelist=panelist,
                level=entry.level,
                word=words[entry.level - 1],
                distance=warmup.distance_words(entry.level, reference),
            )
            for panelist, entry in rated.entries.items()
        ),
    )


def _process(meeting: Meeting) -> r.Process:
    given = [
        (panelist, competency, rating)
        for competency, poll in meeting.competencies.items()
        for panelist, rating in poll.ratings.items()
        if rating.level is not None
    ]
    pairs = list(_pairs(meeting))
    return r.Process(
        ratings=len(given),
        without_evidence=tuple(
            r.RatingAt(panelist=panelist, competency=competency)
            for panelist, competency, rating in given
            if not rating.evidence
        ),
        pairs=len(pairs),
        close_pairs=sum(abs(a - b) <= 1 for a, b in pairs),
        convergence=tuple(_convergence(meeting)),
        voiced_early=sum(m.event.kind == "voiced-early" for m in meeting.minutes),
        corrected=len(_all(meeting, e.EntryCorrected)),
        undone=meeting.undone,
        runs=len(meeting.runs),
        torn=tuple(x.torn for x in meeting.recovered),
        entries_lost=len(_all(meeting, e.BallotsLost)),
        clock_went_back=len(_all(meeting, e.ClockWentBack)),
        times=tuple(_times(meeting)),
    )


def _pairs(meeting: Meeting) -> Iterator[tuple[int, int]]:
    """Yield each pair of levels that two panelists gave one graded competency in round one."""
    for competency in meeting.brief.competencies:
        rounds = meeting.competencies[competency.id].rounds
        if rounds and not competency.is_threshold:
            yield from combinations(meeting.levels_in(competency.id, rounds[0]), 2)


def _convergence(meeting: Meeting) -> Iterator[r.Convergence]:
    for competency, poll in meeting.competencies.items():
        if len(poll.rounds) > 1:
            first = meeting.agreement(competency, poll.rounds[0]).ad_median
            last = meeting.agreement(competency, poll.rounds[-1]).ad_median
            if first is not None and last is not None:
                yield r.Convergence(
                    competency=competency,
                    first=round(first, DIGITS),
                    last=round(last, DIGITS),
                    change=round(first - last, DIGITS),
                )


def _times(meeting: Meeting) -> Iterator[r.Spent]:
    for place in meeting.places():
        used = meeting.clock.used.get(place, 0.0)
        yield r.Spent(
            **_at(meeting, place), seconds=round(used, 1), planned=agenda.planned(meeting, place)
        )
