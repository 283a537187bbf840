"""Builds the views of the last steps before the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from debrief.core.days import in_full
from debrief.core.meeting import agenda
from debrief.core.meeting import events as e
from debrief.core.meeting.closing import Need
from debrief.core.meeting.dissent import to_answer, to_ask
from debrief.core.meeting.promises import (
    NO_DAY,
    NOBODY,
    conditions,
    contradictions,
    owed,
    proposed_conditions,
    was_asked_what_we_owe,
)
from debrief.core.meeting.state import Meeting, Promised
from debrief.core.meeting.wording import (
    AWAY,
    OUTCOMES,
    class_words,
    did_not_vote,
    headline,
    mark_word,
    names,
    outcome_words,
    titles,
)
from debrief.core.room.closing import (
    AnswerRow,
    AskedRow,
    CarriedRow,
    ConstraintRow,
    ContextRow,
    DecisionView,
    DissentRow,
    FitView,
    NeedRow,
    OutcomeRow,
    PremortemView,
    PromiseRow,
    ReferenceRow,
    ReferencesView,
)
from debrief.core.room.short_names import short_names
from debrief.core.room.view_overview import ended
from debrief.core.scorecard import CardFacts
from debrief.core.steps import Place
from debrief.core.text import counted, listed
from debrief.core.verbs.due import due
from debrief.core.verbs.opening import effect_of_new_card
from debrief.core.verbs.premortem import GiveCause
from debrief.core.verbs.sittings import next_choices
from debrief.core.vocabulary import closing_words


def references_view(meeting: Meeting) -> ReferencesView:
    """Return the reference reviewed last, with the panel's class for each finding."""
    reviewed = [r for r in meeting.references if r.id in meeting.reviewed]
    last = list(meeting.reviewed)[-1] if meeting.reviewed else None
    current = next((r for r in reviewed if r.id == last), None)
    rows = tuple(
        ReferenceRow(
            meeting.brief.competency(f.competency).title,
            f.finding,
            f.note,
            _panel_on(meeting, f.competency),
        )
        for f in (current.findings if current else ())
        if f.competency in meeting.competencies
    )
    return ReferencesView(
        len(reviewed),
        len(meeting.references),
        current,
        rows,
        meeting.brief.role.constraints,
        contradicts=bool(agenda.contradicted(meeting)) and not meeting.has_voted,
    )


def _panel_on(meeting: Meeting, competency: str) -> str:
    if not meeting.competencies[competency].revealed:
        return "still blind"
    closed = meeting.competencies[competency].closed
    if closed is None:
        return f"{headline(meeting, competency)}: {class_words(meeting, competency)}"
    threshold = meeting.brief.competency(competency).is_threshold
    closing = closing_words(closed.closing, threshold=threshold)
    since = ", reopened since" if meeting.competencies[competency].reopened else ""
    return f"{closing} ({headline(meeting, competency)}){since}"


def fit_view(meeting: Meeting) -> FitView:
    """Return the view of mutual fit."""
    revealed = [
        (competency, panelist, rating.depends_on_context)
        for competency, poll in meeting.competencies.items()
        for panelist, rating in poll.ratings.items()
        if rating.depends_on_context
    ]
    answers = {(n.competency, n.panelist): n.offers or "" for n in meeting.fit}
    concerns = [
        (meeting.name(p.id), text)
        for p in meeting.brief.panel
        if p.id in meeting.cards
        for text in meeting.cards[p.id].concerns
    ]
    concerns += [("", note.text) for note in meeting.fit if note.kind == "concern"]
    return FitView(
        constraints=tuple(_constraint(meeting, c) for c in meeting.brief.role.constraints),
        concerns=tuple(concerns),
        owed=_owed(meeting),
        contexts=tuple(
            ContextRow(
                meeting.name(panelist),
                meeting.brief.competency(competency).title,
                text,
                answers.get((competency, panelist), ""),
            )
            for competency, panelist, text in revealed
        ),
    )


def _owed(meeting: Meeting) -> tuple[str, ...]:
    rows = [_promise(meeting, x) for x in meeting.promises if x.promise.kind == "owed"]
    told = {row.text: f"{row.text} ({row.who}, {row.by})" for row in rows}
    texts = tuple(told.get(text, text) for text in owed(meeting))
    return texts or (("nothing",) if was_asked_what_we_owe(meeting) else ())


def _constraint(meeting: Meeting, text: str) -> ConstraintRow:
    marked = meeting.constraints.get(text)
    if marked is not None:
        return ConstraintRow(text, "told" if marked.told else "untold", names(meeting, marked.by))
    by = [
        p.id
        for p in meeting.brief.panel
        if p.id in meeting.cards and text in meeting.cards[p.id].told
    ]
    return ConstraintRow(text, "told" if by else "open", names(meeting, by))


def premortem_view(meeting: Meeting) -> PremortemView:
    """Return the causes given so far, and the open question."""
    given = {
        kind: tuple(text for c in meeting.causes if c.kind == kind for text in c.causes)
        for kind in ("failed", "missed")
    }
    main = due(meeting)
    asks = main.about if main.verb == GiveCause() else ""
    return PremortemView(given["failed"], given["missed"], asks)  # type: ignore[arg-type]


def decision_view(
    meeting: Meeting, new_cards: Mapping[str, CardFacts] | None = None
) -> DecisionView:
    """Return the vote in a line, obstacles to a hire, dissents, and the decision.

    `new_cards` are those in the folder that the meeting does not use, by panelist.
    """
    starts_again = meeting.carried_on is not None and not meeting.is_decided_here
    decision = None if starts_again else meeting.decision
    on_condition = _conditions(meeting, decision)
    notes = []
    if not meeting.has_vote(meeting.owner):
        notes.append("has no vote")
    if not meeting.is_present(meeting.owner):
        notes.append("not in the call")
    return DecisionView(
        owner=meeting.owner_name,
        owner_note=", ".join(notes),
        vote=_vote_line(meeting),
        outcomes=() if decision else _outcomes(meeting),
        needs=() if decision else _needs(meeting),
        proposed=() if decision else proposed_conditions(meeting),
        named=_named(meeting),
        ruled=tuple(
            (f"{meeting.brief.competency(c).title}: {x.obstacle}", x.ruling)
            for c, x in meeting.rulings.items()
        ),
        asked=_asked(meeting),
        not_asked=_not_asked(meeting),
        answers=_answers(meeting),
        carried_on=_carried_on(meeting, new_cards or {}) if starts_again else (),
        next=tuple(option.label for option in next_choices(meeting)) if starts_again else (),
        met=_met(meeting) if starts_again else "",
        dissents=tuple(
            DissentRow(meeting.name(d.panelist), d.text, d.confirmed, d.answer)
            for d in meeting.dissents_here
        ),
        decision=outcome_words(decision.outcome, len(on_condition)) if decision else "",
        rationale=decision.rationale if decision else "",
        facts=_facts(meeting),
        promises=_promises(meeting, on_condition),
        conditions=on_condition,
        overview=ended(meeting),
    )


def _named(meeting: Meeting) -> str:
    """Return how much the premortem named, empty without anything."""
    failed, missed = (
        sum(len(given.causes) for given in meeting.causes if given.kind == kind)
        for kind in ("failed", "missed")
    )
    parts = [counted(failed, "cause")] if failed else []
    parts += [counted(missed, "missed strength")] if missed else []
    return f"Named in the premortem: {listed(parts)}" if parts else ""


def _asked(meeting: Meeting) -> tuple[AskedRow, ...]:
    answers = dict.fromkeys(to_ask(meeting), "")
    if meeting.dissent_asked is not None:
        answers |= meeting.dissent_asked.answers
    words = {"dissents": "dissents", "accepts": "accepts the decision"}
    marks = meeting.vote.rounds[-1].marks if answers else {}
    return tuple(
        AskedRow(p, meeting.name(p), mark_word(meeting, None, marks[p]), words.get(answer, ""))
        for p, answer in answers.items()
    )


def _not_asked(meeting: Meeting) -> tuple[str, ...]:
    if not meeting.decided:
        return ()
    asked = meeting.dissent_asked.answers if meeting.dissent_asked else {}
    return tuple(
        f"{meeting.name(p.id)} ({AWAY[meeting.presence[p.id]]})"
        for p in meeting.brief.panel
        if not meeting.is_present(p.id) and p.id != meeting.owner and p.id not in asked
    )


def _answers(meeting: Meeting) -> tuple[AnswerRow, ...]:
    given = {x.panelist: (x.competencies, x.answer) for x in meeting.against_answered.values()}
    given |= {panelist: (about, "") for panelist, about in to_answer(meeting).items()}
    return tuple(
        AnswerRow(meeting.name(panelist), titles(meeting, about), answer)
        for panelist, (about, answer) in given.items()
    )


def _carried_on(meeting: Meeting, new_cards: Mapping[str, CardFacts]) -> tuple[CarriedRow, ...]:
    """Return the earlier decision and vote, the news since, and the people here."""
    before, decision = meeting.carried_on, meeting.decision
    assert before is not None
    assert decision is not None, "a meeting is carried on after a decision"
    until = decision.until or decision.due
    decided = f"{OUTCOMES[decision.outcome].capitalize()}, until {in_full(until)}, by "
    then = [f"{decided}{meeting.name(decision.owner)}", f"“{decision.rationale}”"]
    then += [f"What would change it: {decision.would_change}"] if decision.would_change else []
    against = dict.fromkeys(x.panelist for x in meeting.dissents if x.sitting < before.number)
    then += [f"Dissent at the time: {names(meeting, against)}"] if against else []
    contradicts = dict(contradictions(meeting))
    new = [
        f"Reference added: {x.relation}"
        + (f". It contradicts {listed(contradicts[number])}" if number in contradicts else "")
        for number, x in enumerate(meeting.references, start=1)
        if number > before.references
    ]
    new += [_new_card(meeting, p, card) for p, card in new_cards.items()]
    here = short_names([person.name for person in meeting.present()])
    rows = (
        CarriedRow("Decided then", tuple(then)),
        CarriedRow("Vote then", (_vote_line(meeting, before.votes),)),
        *(_voted_now(meeting) if len(meeting.vote.rounds) > before.votes else ()),
        *([CarriedRow("Promised", promised)] if (promised := tuple(_owed_since(meeting))) else []),
        CarriedRow("New since", tuple(new) or ("nothing on file",)),
        CarriedRow("Here now", (", ".join(here),)),
    )
    return rows


def _voted_now(meeting: Meeting) -> Iterator[CarriedRow]:
    """Yield the vote of this sitting, and what a hire needs after it."""
    yield CarriedRow("Vote now", (_vote_line(meeting),))
    if needs := tuple(f"{x.kind} on {x.title}: {x.counts}" for x in _needs(meeting)):
        yield CarriedRow("A hire needs", needs)


def _owed_since(meeting: Meeting) -> Iterator[str]:
    """Yield every promise with its person and day, and whether it was kept."""
    for task in meeting.follow_ups:
        yield f"{task.text}: {task.owner}, {in_full(task.due)}"
    for promised in meeting.promises:
        who = meeting.name(promised.promise.who) if promised.promise.who else NOBODY
        found = f": {promised.found}" if promised.found else ""
        kept = (
            f"kept on {in_full(promised.kept_at.date())}{found}"
            if promised.kept_at
            else "still open"
        )
        yield f"{promised.promise.text}: {who}, {in_full(promised.promise.by)} · {kept}"


def _met(meeting: Meeting) -> str:
    assert meeting.carried_on is not None
    assert meeting.opened_at is not None, "a meeting is carried on after its opening"
    today, first = meeting.carried_on.at.date(), meeting.opened_at.date()
    return f"{in_full(today)} · first met on {in_full(first)}"


def _new_card(meeting: Meeting, panelist: str, card: CardFacts) -> str:
    """Return a sentence on a card that came since, and on what it still counts for."""
    of = f", of {in_full(card.submitted.date())}" if card.submitted else ""
    late = ", late" if card.late else ""
    return f"Card received: {meeting.name(panelist)}{of}{late}. {effect_of_new_card(meeting)}"


def _outcomes(meeting: Meeting) -> tuple[OutcomeRow, ...]:
    stays = "stays open"
    needs = {
        "hire": _hire_needs(meeting),
        "no-hire": "",
        "more-signal": f"which test, who, by when · {stays}",
        "postponed": f"until when, what would change it · {stays}",
    }
    return tuple(OutcomeRow(OUTCOMES[outcome], needs[outcome]) for outcome in OUTCOMES)


def _hire_needs(meeting: Meeting) -> str:
    rulings = len(agenda.obstacles(meeting))
    answers = len({need.panelist for need in agenda.needs(meeting) if need.panelist})
    parts = [f"{counted(rulings, 'ruling')} now"] if rulings else []
    parts += [f"{counted(answers, 'answer')} after it"] if answers else []
    return f"needs {', '.join(parts)}" if parts else ""


def _needs(meeting: Meeting) -> tuple[NeedRow, ...]:
    """Return the rulings that a hire still needs, then the answers that it will need."""
    needs = agenda.needs(meeting)
    open_ = [x for x in needs if x.kind == "ruling" and x.competency not in meeting.rulings]
    return tuple(
        _need(meeting, need) for need in (*open_, *(x for x in needs if x.kind == "answer"))
    )


def _need(meeting: Meeting, need: Need) -> NeedRow:
    competency = meeting.brief.competency(need.competency)
    sign = "‡" if competency.is_threshold else "*"
    counts = headline(meeting, need.competency)
    if need.panelist is not None:
        mark = meeting.poll(need.competency).rounds[-1].marks[need.panelist]
        counts = f"1 {mark_word(meeting, need.competency, mark)}: {meeting.name(need.panelist)}"
    return NeedRow(need.kind, f"{competency.title} {sign}", counts, need.phrase)


def _conditions(meeting: Meeting, decision: e.DecisionMade | None) -> tuple[PromiseRow, ...]:
    """Return the conditions of a hire: promises, or in meetings of rules 1 texts alone."""
    if decision is None or decision.outcome != "hire":
        return ()
    texts = tuple(PromiseRow(x, NOBODY, NO_DAY) for x in decision.conditions)
    return (*texts, *(_promise(meeting, promised) for promised in conditions(meeting)))


def _promises(meeting: Meeting, on_condition: tuple[PromiseRow, ...]) -> tuple[PromiseRow, ...]:
    """Return all promises that are no conditions; rules 1 has those in a list of their own."""
    noted = tuple(PromiseRow(x.text, x.owner, in_full(x.due)) for x in meeting.follow_ups)
    left = (x for x in meeting.promises if not on_condition or x.promise.kind != "condition")
    return (*noted, *(_promise(meeting, promised) for promised in left))


def _promise(meeting: Meeting, promised: Promised) -> PromiseRow:
    who = meeting.name(promised.promise.who) if promised.promise.who else NOBODY
    return PromiseRow(
        promised.promise.text, who, "done" if promised.kept_at else in_full(promised.promise.by)
    )


def _vote_line(meeting: Meeting, number: int | None = None) -> str:
    """Return the counts of a vote and who did not vote, the latest by default."""
    rounds = meeting.vote.rounds[:number]
    if not rounds:
        waived = meeting.waived.get(Place(step="vote"))
        return f"No vote: {waived}" if waived else "No vote yet"
    counts = headline(meeting, None, rounds[-1])
    return "; ".join(filter(None, (counts, did_not_vote(meeting, rounds[-1]))))


def _facts(meeting: Meeting) -> tuple[str, ...]:
    decision = meeting.decision
    if decision is None:
        return ()
    facts = []
    if decision.review:
        facts.append(f"Review on {decision.review:%-d %B %Y}")
    promised = {promised.promise.text for promised in meeting.promises}
    if decision.due and decision.test not in promised:
        who = decision.tester or NOBODY
        facts.append(f"Test: {decision.test}, {who}, until {decision.due:%-d %B %Y}")
    if decision.until:
        facts.append(f"Postponed until {decision.until:%-d %B %Y}: {decision.would_change}")
    return tuple(facts)
