"""Build the record of a meeting from its journal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import combinations
from typing import Any, Literal, NamedTuple, TypeVar

from debrief.core.alias import masked
from debrief.core.meeting import agenda, promises, warmup_cases
from debrief.core.meeting import events as e
from debrief.core.meeting.dissent import against_decision
from debrief.core.meeting.fold import fold
from debrief.core.meeting.state import Meeting, Minute, RatedCase
from debrief.core.meeting.wording import mark_word
from debrief.core.record import model as r
from debrief.core.record import polls as record_polls
from debrief.core.record.model import Record
from debrief.core.record.polls import DIGITS
from debrief.core.scorecard import NOTHING_ON_CARD, CardFacts
from debrief.core.steps import STEPS, Place, Step
from debrief.core.vocabulary import Consent

__all__ = ["Record", "record", "record_of"]

A = TypeVar("A", bound=e.Event)


def record(log: Sequence[e.LogLine], fingerprint: str | None, head: str = "") -> Record:
    """Return the record of `log`, which begins with MeetingOpened; see `record_of`.

    ValueError when the log does not begin so.
    """
    return record_of(fold(log), fingerprint, head)


def record_of(meeting: Meeting, fingerprint: str | None, head: str = "") -> Record:
    """Return the record of a meeting that was opened.

    Later events do not change it. `fingerprint` is the hash of the finish, None before. `head` is
    the hash of the last line, which an interim record names in place of a fingerprint. The
    candidate's name is replaced by the alias in every text.
    """
    return masked(_record(meeting, fingerprint, head), meeting.brief)


def _record(meeting: Meeting, fingerprint: str | None, head: str) -> Record:
    made = tuple(_made(meeting))
    decisions = tuple(_decisions(meeting, made))
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
        framework_version=brief.framework_version,
        owner=meeting.owner,
        rules=meeting.rules,
        owner_changes=tuple(_owner_changes(meeting)),
        rule=meeting.gate.rule if meeting.gate else brief.decision.rule,
        rule_fixed=meeting.gate is not None,
        role=brief.role,
        decision=decisions[-1] if decisions else None,
        earlier_decisions=decisions[:-1],
        obstacles=tuple(_obstacles(meeting)),
        dissents=_dissents(meeting, made[-1].sitting if made else 0, meeting.sitting),
        asked=tuple(_asked(meeting)),
        answers=tuple(
            r.AgainstAnswer(panelist=x.panelist, competencies=x.competencies, answer=x.answer)
            for x in meeting.against_answered.values()
        ),
        carried_on=tuple(t for _, t in _all(meeting, e.SittingResumed)),
        follow_ups=meeting.follow_ups,
        promises=tuple(
            r.Promise(**x.promise.model_dump(), kept=x.kept_at, found=x.found)
            for x in meeting.promises
        ),
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
        course=tuple(_course(meeting)),
        left_out=tuple(
            r.LeftOut(**_at(meeting, place), reason=reason)
            for place, reason in meeting.waived.items()
            if not _is_made_up_for(meeting, place)
        ),
        not_asked=tuple(_not_asked(meeting)),
        minutes=tuple(map(_minute, meeting.minutes)),
        warm_up=tuple(_case(meeting, rated) for rated in meeting.rated_cases),
        process=_process(meeting),
        program=meeting.finished.program if meeting.finished else meeting.program,
        events=_lines(meeting),
        inputs=dict(sorted(meeting.finished.inputs.items())) if meeting.finished else {},
        changed=tuple(sorted(meeting.finished.opened_with)) if meeting.finished else (),
        **_interim(meeting, head),
        fingerprint=fingerprint,
        fingerprint_short=e.fingerprint_short(fingerprint) if fingerprint else None,
    )


def _all(meeting: Meeting, kind: type[A]) -> list[tuple[A, datetime]]:
    return [(x.event, x.t) for x in meeting.kept_lines if isinstance(x.event, kind)]


def _lines(meeting: Meeting) -> int:
    """Return the number of lines up to the finish."""
    ends = (x.seq for x in meeting.kept_lines if isinstance(x.event, e.MeetingFinished))
    return next(ends, meeting.seq)


def _at(meeting: Meeting, place: Place) -> dict[str, Any]:
    return {"step": place.step, "competency": place.competency, "title": meeting.title(place)}


class _Made(NamedTuple):
    """A decision, its time, and the number of its sitting."""

    event: e.DecisionMade
    at: datetime
    sitting: int


def _made(meeting: Meeting) -> Iterator[_Made]:
    """Yield each decision, with the number of times that the meeting was carried on before."""
    sitting = 0
    for line in meeting.kept_lines:
        if isinstance(line.event, e.SittingResumed):
            sitting += 1
        elif isinstance(line.event, e.DecisionMade):
            yield _Made(line.event, line.t, sitting)


def _decisions(meeting: Meeting, made: Sequence[_Made]) -> Iterator[r.Decision]:
    """Yield all decisions; those that another sitting followed have the dissents of their own.

    Those since the last decision's sitting began are the record's.
    """
    followers = (*made[1:], *made[-1:])
    for decision, follower in zip(made, followers, strict=True):
        about = _dissents(meeting, decision.sitting, follower.sitting - 1)
        yield _decision(meeting, decision.event, decision.at).model_copy(update={"dissents": about})


def _decision(meeting: Meeting, event: e.DecisionMade, at: datetime) -> r.Decision:
    """Return the decision of an event; its follow-ups are listed with the others.

    The conditions of a hire are promises, or, in older meetings, texts in the event.
    """
    facts = event.model_dump(include=r.Decision.model_fields.keys() - {"at"})
    if event.outcome == "hire" and not event.conditions:
        facts["conditions"] = tuple(x.promise.text for x in promises.conditions(meeting))
    return r.Decision(at=at, **facts)


def _owner_changes(meeting: Meeting) -> Iterator[r.OwnerChange]:
    was = meeting.brief.decision.owner
    for event, at in _all(meeting, e.OwnerReplaced):
        yield r.OwnerChange(was=was, owner=event.owner, reason=event.reason, at=at)
        was = event.owner


def _obstacles(meeting: Meeting) -> Iterator[r.Obstacle]:
    """Yield the obstacles to a hire; a ruling is included only while the decision is a hire."""
    left = agenda.obstacles(meeting)
    hired = meeting.decision is not None and meeting.decision.outcome == "hire"
    for competency in meeting.competencies:
        ruled = meeting.rulings.get(competency)
        if ruled is not None:
            ruling = ruled.ruling if hired else ""
            yield r.Obstacle(competency=competency, obstacle=ruled.obstacle, ruling=ruling)
        elif competency in left:
            yield r.Obstacle(competency=competency, obstacle=left[competency])


def _interim(meeting: Meeting, head: str) -> dict[str, Any]:
    """Return the fields of a record that waits to be replaced, none for any other."""
    decision = meeting.decision
    if decision is None or not meeting.ended:
        return {}
    return {"status": "interim", "until": decision.until or decision.due, "head": head or None}


def _is_made_up_for(meeting: Meeting, place: Place) -> bool:
    """Return whether a step that was skipped was held after the meeting was carried on."""
    held: dict[Step, bool] = {
        "references": bool(meeting.reviewed),
        "premortem": bool(meeting.causes),
        "vote": meeting.vote.revealed,
    }
    return meeting.carried_on is not None and held.get(place.step, False)


def _asked(meeting: Meeting) -> Iterator[r.Asked]:
    """Yield everybody who voted against the decision, or did not vote and was not there."""
    if not meeting.decided:
        return
    against = against_decision(meeting)
    answers: dict[str, Consent] = dict(
        meeting.dissent_asked.answers if meeting.dissent_asked else {}
    )
    answers |= dict.fromkeys((dissent.panelist for dissent in meeting.dissents_here), "dissents")
    marks = meeting.vote.rounds[-1].marks if meeting.vote.rounds else {}
    for person in meeting.brief.panel:
        mark = marks.get(person.id)
        voted = mark is not None and mark.level is not None
        away = not voted and not meeting.is_present(person.id) and person.id != meeting.owner
        if person.id in against or away:
            yield r.Asked(
                panelist=person.id,
                vote=mark_word(meeting, None, mark) if mark and voted else "",
                answer=answers.get(person.id, "not-asked"),
                presence=meeting.presence.get(person.id, "present"),
            )


def _dissents(meeting: Meeting, first: int, last: int) -> tuple[r.Dissent, ...]:
    """Return the dissents from the sitting `first` to the sitting `last`."""
    return tuple(
        r.Dissent(
            panelist=dissent.panelist,
            text=dissent.text,
            confirmed=dissent.confirmed,
            answer=dissent.answer,
            at=dissent.at,
        )
        for dissent in meeting.dissents
        if first <= dissent.sitting <= last
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
            r.Attended(presence=change.presence, at=change.at)
            for change in meeting.presence_changes
            if change.panelist == id_
        ),
        understanding=confirmed.understanding if confirmed else None,
        role=(card.role or "") if card else "",
        differs=confirmed.differs if confirmed else "",
        ruling=confirmed.ruling if confirmed else "",
        ratings=confirmed.ratings if confirmed else "stand",
        recused=not meeting.has_vote(id_),
        card=_card(meeting, card, accepted[-1] if accepted else None) if card else None,
    )


def _card(meeting: Meeting, card: CardFacts, accepted: datetime | None) -> r.Card:
    """Return the facts of a card, with the counts of what was revealed of it."""
    counted = bool(card.covered or card.bare)  # in a journal of an earlier release
    polls = meeting.competencies.values()
    shown = [poll.ratings[card.panelist] for poll in polls if card.panelist in poll.ratings]
    entries = [rating for rating in shown if rating != NOTHING_ON_CARD]
    bare = sum(not (rating.evidence or rating.reason) for rating in entries)
    settlings = [x for x, _ in _all(meeting, e.CardSettled) if x.panelist == card.panelist]
    settled = settlings[-1] if settlings else None
    return r.Card(
        settled=settled.choice if settled else None,
        reason=settled.reason if settled else "",
        submitted=card.submitted,
        late=card.late,
        encrypted=card.encrypted,
        entries=len(card.covered) if counted else len(entries),
        bare=card.bare if counted else bare,
        accepted=accepted,
    )


def _note(meeting: Meeting, reference: str) -> str:
    return meeting.reviewed.get(reference, "")


def _fit(meeting: Meeting) -> r.Fit:
    cards = [meeting.cards[p.id] for p in meeting.brief.panel if p.id in meeting.cards]
    constraints = meeting.brief.role.constraints
    concerns = [r.Statement(text=text, panelist=c.panelist) for c in cards for text in c.concerns]
    concerns += [
        r.Statement(text=x.text, panelist=x.panelist) for x in meeting.fit if x.kind == "concern"
    ]
    return r.Fit(
        constraints=tuple(_constraint(meeting, text) for text in constraints),
        told_besides=tuple(
            r.Statement(text=text, panelist=card.panelist)
            for card in cards
            for text in card.told
            if text not in constraints
        ),
        concerns=tuple(concerns),
        owed=promises.owed(meeting),
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


def _minute(minute: Minute) -> r.Minute:
    event = minute.event  # validated already, and there may be thousands
    return r.Minute.model_construct(
        at=minute.at,
        step=event.place.step,
        competency=event.place.competency,
        title=minute.title,
        speaker=event.speaker,
        quiet=event.quiet,
        kind=event.kind,
        text=event.text,
        before=minute.before,
        settled=minute.settled,
    )


def _causes(meeting: Meeting, kind: str) -> tuple[r.Statement, ...]:
    return tuple(
        r.Statement(text=text, panelist=given.by)
        for given in meeting.causes
        if given.kind == kind
        for text in given.causes
    )


def _course(meeting: Meeting) -> Iterator[r.Happened]:
    """Yield the times of what was argued, given up or named as a signal, in order."""
    seen: Counter[tuple[str, str | None]] = Counter()
    for logged in meeting.kept_lines:
        event = logged.event
        match event:
            case e.Argued():
                kind: Literal["argued", "abandoned", "signal"] = "argued"
            case e.RoundAbandoned():
                kind = "abandoned"
            case e.SignalNamed():
                kind = "signal"
            case _:
                continue
        seen[kind, event.competency] += 1
        yield r.Happened(
            competency=event.competency,
            kind=kind,
            number=seen[kind, event.competency],
            at=logged.t,
        )


def _not_asked(meeting: Meeting) -> Iterator[r.NotAsked]:
    causes = {given.kind for given in meeting.causes}
    asked: tuple[tuple[r.Question, Step, bool], ...] = (
        ("warm-up", "warm-up", bool(meeting.rated_cases) or not meeting.brief.has_warm_up),
        ("references", "references", meeting.no_references or bool(meeting.reviewed)),
        ("owed", "fit", promises.was_asked_what_we_owe(meeting)),
        ("failed", "premortem", "failed" in causes),
        ("missed", "premortem", "missed" in causes),
        ("vote", "vote", meeting.vote.revealed),
        ("decision", "decision", meeting.decision is not None),
    )
    for question, step, is_asked in asked:
        if not is_asked:
            yield r.NotAsked(question=question, why=_why_not(meeting, step))


def _why_not(meeting: Meeting, step: Step) -> Literal["left-out", "skipped", "to-come"]:
    """Return why a step's question was not asked: skipped, if the meeting is past it."""
    if Place(step=step) in meeting.waived:
        return "left-out"
    past = STEPS.index(step) < STEPS.index(meeting.place.step) or meeting.finished is not None
    return "skipped" if past else "to-come"


def _case(meeting: Meeting, rated: RatedCase) -> r.WarmUpCase:
    shown = warmup_cases.case(meeting.brief, rated.key)
    words, reference = meeting.brief.levels(shown.competency.id), shown.vignette.level
    return r.WarmUpCase(
        case=rated.key,
        title=shown.competency.title,
        text=shown.vignette.text,
        reference=reference,
        reference_word=words[reference - 1],
        reason=shown.vignette.reason,
        summary=warmup_cases.summary_words(tuple(rated.levels.values()), reference),
        ratings=tuple(
            r.WarmUpRating(panelist=panelist, word="not rating")
            if entry.level is None
            else r.WarmUpRating(
                panelist=panelist,
                level=entry.level,
                word=words[entry.level - 1],
                distance=warmup_cases.distance_words(entry.level, reference),
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
