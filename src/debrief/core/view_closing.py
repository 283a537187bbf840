"""What the room sees of references, fit, premortem and decision."""

from __future__ import annotations

from debrief.core import agenda
from debrief.core.agreement import class_words, count_words
from debrief.core.challenge import names
from debrief.core.meeting import Meeting
from debrief.core.record import record_of
from debrief.core.room_closing import (
    ConstraintRow,
    ContextRow,
    DecisionView,
    DissentRow,
    FitView,
    PremortemView,
    RecordView,
    ReferenceRow,
    ReferencesView,
)
from debrief.core.steps import Place
from debrief.core.tell import OUTCOMES
from debrief.core.words import FollowUp


def references_view(meeting: Meeting) -> ReferencesView:
    """Return the reference reviewed last, with each finding beside the panel's class."""
    seen = [r for r in meeting.references if r.id in meeting.reviewed]
    last = list(meeting.reviewed)[-1] if meeting.reviewed else None
    current = next((r for r in seen if r.id == last), None)
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
        len(seen), len(meeting.references), current, rows, meeting.brief.role.constraints
    )


def _panel_on(meeting: Meeting, competency: str) -> str:
    if not meeting.competencies[competency].revealed:
        return "still blind"
    found = meeting.agreement(competency)
    return f"{class_words(found)}: {count_words(found, meeting.brief.levels(competency))}"


def fit_view(meeting: Meeting) -> FitView:
    """Return constraints told and untold, concerns, what we owe, and past contexts."""
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
        owed=tuple(n.text or "nothing" for n in meeting.fit if n.kind == "owed"),
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
    """Return the causes given so far, and which question is open."""
    given = {
        kind: tuple(text for c in meeting.causes if c.kind == kind for text in c.causes)
        for kind in ("failed", "missed")
    }
    due = agenda.due(meeting)
    asks = due.about if due.verb == "give_cause" else ""
    return PremortemView(given["failed"], given["missed"], asks)  # type: ignore[arg-type]


def decision_view(meeting: Meeting) -> DecisionView:
    """Return the vote in a line, what stands in the way, dissent, and the decision."""
    decision = meeting.decision
    notes = []
    if meeting.is_recused(meeting.owner):
        notes.append("recused from the vote")
    if not meeting.is_present(meeting.owner):
        notes.append("not in the call")
    return DecisionView(
        owner=meeting.owner_name,
        owner_note=", ".join(notes),
        vote=_vote_line(meeting),
        obstacles=tuple(
            f"{meeting.brief.competency(c).title}: {phrase}"
            for c, phrase in agenda.obstacles(meeting).items()
        ),
        ruled=tuple(
            (f"{meeting.brief.competency(c).title}: {bar.obstacle}", bar.ruling)
            for c, bar in meeting.bars.items()
        ),
        dissents=tuple(
            DissentRow(meeting.name(d.panelist), d.text, d.confirmed, d.answer)
            for d in meeting.dissents
        ),
        decision=OUTCOMES[decision.outcome] if decision else "",
        rationale=decision.rationale if decision else "",
        conditions=decision.conditions if decision else (),
        facts=_facts(meeting),
        follow_ups=tuple(_follow_up(f) for f in meeting.follow_ups),
    )


def _vote_line(meeting: Meeting) -> str:
    if not meeting.vote.rounds:
        waived = meeting.waived.get(Place(step="vote"))
        return f"No vote: {waived}" if waived else "No vote yet"
    return count_words(meeting.agreement(None), meeting.brief.levels(None))


def _facts(meeting: Meeting) -> tuple[str, ...]:
    decision = meeting.decision
    if decision is None:
        return ()
    facts = []
    if decision.review:
        facts.append(f"Reviewed on {decision.review:%-d %B %Y}")
    if decision.due:
        facts.append(f"Test: {decision.test}, by {decision.tester}, until {decision.due:%-d %B %Y}")
    if decision.until:
        facts.append(f"Postponed until {decision.until:%-d %B %Y}: {decision.would_change}")
    return tuple(facts)


def _follow_up(follow_up: FollowUp) -> str:
    due = f", by {follow_up.due:%-d %B %Y}" if follow_up.due else ""
    return f"{follow_up.text} ({follow_up.owner}{due})"


def record_view(meeting: Meeting, fingerprint: str) -> RecordView:
    """Return the record as it will be written, or as it was."""
    record = record_of(meeting, fingerprint or None)
    return RecordView(record, meeting.finished is not None, fingerprint)
