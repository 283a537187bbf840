"""From the journal of a meeting to its record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import combinations
from typing import Any, TypeVar

from debrief.core import agenda, record_polls
from debrief.core import events as e
from debrief.core import record_model as r
from debrief.core.fold import apply, before, fold, undone
from debrief.core.meeting import Meeting
from debrief.core.record_model import Record
from debrief.core.record_polls import DIGITS, Log, Walk
from debrief.core.steps import TITLES, Place

__all__ = ["Record", "record"]

A = TypeVar("A", bound=e.Event)


def record(log: Log, fingerprint: str | None) -> Record:
    """Return the record of `log`, which begins with MeetingOpened, up to the finish.

    What follows the finish changes nothing in it. `fingerprint` is the hash of the finish, None
    before. ValueError when the log does not begin so.
    """
    log = _up_to_finish(log)
    meeting = fold(log)
    walk = _walk(log)
    decisions = tuple(_decision(event, t) for event, t in _all(walk, e.DecisionMade))
    brief = meeting.brief
    return Record(
        title=brief.title,
        alias=brief.candidate.alias,
        scheduled=brief.scheduled,
        opened=log[0].t,
        finished=meeting.finished_at,
        facilitator=brief.facilitator or "",
        framework=brief.framework,
        owner=meeting.owner,
        owner_changes=tuple(_owner_changes(walk)),
        rule=meeting.gate.rule if meeting.gate else brief.decision.rule,
        rule_fixed=meeting.gate is not None,
        role=brief.role,
        decision=decisions[-1] if decisions else None,
        earlier_decisions=decisions[:-1],
        obstacles=tuple(_obstacles(meeting)),
        dissents=tuple(_dissents(meeting, log)),
        follow_ups=meeting.follow_ups,
        panel=tuple(_member(meeting, walk, p.id) for p in brief.panel),
        competencies=tuple(
            record_polls.competency(meeting, walk, c.id) for c in brief.competencies
        ),
        references=tuple(
            r.Reference(on_file=x, reviewed=x.id in meeting.reviewed, note=_note(meeting, x.id))
            for x in meeting.references
        ),
        references_note=" ".join(
            x.note for x, _ in _all(walk, e.ReferenceReviewed) if x.reference is None
        ),
        fit=_fit(meeting),
        premortem=r.Premortem(failed=_causes(meeting, "failed"), missed=_causes(meeting, "missed")),
        vote=record_polls.vote(meeting, walk),
        left_out=tuple(
            r.LeftOut(**_at(meeting, place), reason=reason)
            for place, reason in meeting.waived.items()
        ),
        minutes=tuple(_minutes(meeting)),
        process=_process(meeting, walk, log),
        program=meeting.finished.program if meeting.finished else meeting.program,
        events=len(log),
        inputs=dict(sorted(meeting.finished.inputs.items())) if meeting.finished else {},
        fingerprint=fingerprint,
        fingerprint_short=e.fingerprint_short(fingerprint) if fingerprint else None,
    )


def _up_to_finish(log: Log) -> Log:
    for number, logged in enumerate(log, 1):
        if isinstance(logged.event, e.MeetingFinished):
            return log[:number]
    return log


def _walk(log: Log) -> Walk:
    """Return every event that was not taken back between the meetings around it."""
    gone = undone(log)
    was = before(log)
    walk = []
    for logged in log:
        if logged.seq not in gone:
            now = apply(was, logged)
            walk.append((logged, was, now))
            was = now
    return walk


def _all(walk: Walk, kind: type[A]) -> list[tuple[A, datetime]]:
    return [(x.event, x.t) for x, _, _ in walk if isinstance(x.event, kind)]


def _at(meeting: Meeting, place: Place) -> dict[str, Any]:
    title = TITLES[place.step]
    if place.competency is not None:
        title = meeting.brief.competency(place.competency).title
    return {"step": place.step, "competency": place.competency, "title": title}


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


def _owner_changes(walk: Walk) -> Iterator[r.OwnerChange]:
    for logged, was, now in walk:
        if isinstance(logged.event, e.OwnerReplaced):
            yield r.OwnerChange(
                was=was.owner, owner=now.owner, reason=logged.event.reason, at=logged.t
            )


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


def _dissents(meeting: Meeting, log: Log) -> Iterator[r.Dissent]:
    times = {logged.seq: logged.t for logged in log}
    for dissent in meeting.dissents:
        yield r.Dissent(
            panelist=dissent.panelist,
            text=dissent.text,
            confirmed=dissent.confirmed,
            answer=dissent.answer,
            at=times[dissent.id],
        )


def _member(meeting: Meeting, walk: Walk, id_: str) -> r.Member:
    person = meeting.brief.panelist(id_)
    card = meeting.cards.get(id_)
    confirmed = meeting.confirmations.get(id_)
    accepted = [t for x, t in _all(walk, e.CardAccepted) if x.card.panelist == id_]
    return r.Member(
        id=id_,
        name=person.name,
        title=person.title,
        presence=meeting.presence.get(id_, "present"),
        attended=tuple(
            r.Attended(presence=now.presence[id_], at=logged.t)
            for logged, was, now in walk
            if now.presence.get(id_) != was.presence.get(id_)
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


def _minutes(meeting: Meeting) -> Iterator[r.Minute]:
    for minute in meeting.minutes:
        event = minute.event
        yield r.Minute(
            at=minute.t,
            **_at(meeting, event.place),
            speaker=event.speaker,
            quiet=event.quiet,
            kind=event.kind,
            text=event.text,
        )


def _process(meeting: Meeting, walk: Walk, log: Log) -> r.Process:
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
        corrected=len(_all(walk, e.EntryCorrected)),
        undone=meeting.undone,
        runs=len({logged.run for logged in log}),
        torn=tuple(x.torn for x in meeting.recovered),
        entries_lost=len(_all(walk, e.BallotsLost)),
        clock_went_back=len(_all(walk, e.ClockWentBack)),
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
