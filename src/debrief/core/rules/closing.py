"""References, fit, premortem, dissent, the decision and the finish."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from debrief.core import events as e
from debrief.core.agenda import (
    obstacles,
    open_competencies,
    open_contexts,
    unconfirmed_dissent,
    without_references,
)
from debrief.core.meeting import Meeting
from debrief.core.rules.refused import (
    Refused,
    before_gate,
    closed_to_change,
    unknown_competency,
    unknown_panelist,
)
from debrief.core.steps import Place
from debrief.core.words import FollowUp, Offers, Outcome, Summary

REFERENCE_CONDITION = "References are taken and heard before the contract is signed"


def review_reference(
    meeting: Meeting, reference: str | None = None, note: str = ""
) -> e.ReferenceReviewed | Refused:
    """Record that a reference was read and discussed, or that none is on file."""
    if refused := before_gate(meeting):
        return refused
    if reference is None:
        if meeting.references:
            return Refused("There are references on file: go through them, or waive the step.")
        return e.ReferenceReviewed(note=note)
    if all(r.id != reference for r in meeting.references):
        return Refused(f"There is no reference “{reference}” on file.")
    return e.ReferenceReviewed(reference=reference, note=note)


def mark_constraint(
    meeting: Meeting, constraint: str, *, told: bool, by: Sequence[str] = ()
) -> e.ConstraintMarked | Refused:
    """Record whether the candidate was told a constraint of the role, and by whom."""
    if refused := before_gate(meeting):
        return refused
    if constraint not in meeting.brief.role.constraints:
        return Refused("That is not one of the constraints in the brief.")
    for panelist in by:
        if refused := unknown_panelist(meeting, panelist):
            return refused
    return e.ConstraintMarked(constraint=constraint, told=told, by=tuple(by))


def note_context(
    meeting: Meeting, competency: str, panelist: str, offers: Offers
) -> e.FitNoted | Refused:
    """Record whether our role offers the past context that evidence depended on."""
    if refused := before_gate(meeting):
        return refused
    for of, by, text in open_contexts(meeting):
        if (of, by) == (competency, panelist):
            return e.FitNoted(kind="context", text=text, panelist=by, competency=of, offers=offers)
    return Refused("There is no open context note of that panelist on that competency.")


def note_owed(meeting: Meeting, text: str = "") -> e.FitNoted | Refused:
    """Record what we still owe the candidate; empty means nothing."""
    return before_gate(meeting) or e.FitNoted(kind="owed", text=text)


def note_concern(meeting: Meeting, text: str) -> e.FitNoted | Refused:
    """Record a concern of the candidate's own."""
    if refused := before_gate(meeting):
        return refused
    if not text.strip():
        return Refused("Write the candidate's concern.")
    return e.FitNoted(kind="concern", text=text)


def give_causes(
    meeting: Meeting, kind: str, causes: Sequence[str], by: str | None = None
) -> e.CauseGiven | Refused:
    """Record premortem causes, one a line; none means that nobody had any."""
    if refused := before_gate(meeting):
        return refused
    if by is not None and (refused := unknown_panelist(meeting, by)):
        return refused
    said = tuple(c for c in causes if c.strip())
    if kind == "failed":
        return e.CauseGiven(kind="failed", causes=said, by=by)
    return e.CauseGiven(kind="missed", causes=said, by=by)


def record_dissent(
    meeting: Meeting, panelist: str, text: str, *, confirmed: bool, replaces: int | None = None
) -> e.DissentRecorded | Refused:
    """Record a dissent in the dissenter's own words; `replaces` rewords an earlier one."""
    if refused := closed_to_change(meeting) or unknown_panelist(meeting, panelist):
        return refused
    if not text.strip():
        return Refused("Write the dissent in their own words.")
    own = [d.id for d in meeting.dissents if d.panelist == panelist]
    if replaces is not None and replaces not in own:
        return Refused(f"There is no such dissent of {meeting.name(panelist)}.")
    return e.DissentRecorded(panelist=panelist, text=text, confirmed=confirmed, replaces=replaces)


def answer_dissent(meeting: Meeting, dissent: int, answer: str) -> e.DissentAnswered | Refused:
    """Record the owner's answer to a dissent."""
    if refused := before_gate(meeting):
        return refused
    if all(d.id != dissent for d in meeting.dissents):
        return Refused("There is no such dissent.")
    if not answer.strip():
        return Refused(f"Write {meeting.owner_name}’s answer: every dissent gets one.")
    return e.DissentAnswered(dissent=dissent, answer=answer)


def rule_on(meeting: Meeting, competency: str, ruling: str) -> e.BarWaived | Refused:
    """Record the owner's ruling that something in the way does not stop the hire."""
    if refused := before_gate(meeting) or unknown_competency(meeting, competency):
        return refused
    found = obstacles(meeting).get(competency)
    if meeting.competencies[competency].closed is None:
        return Refused("Close the competency first: then it shows what stands in the way.")
    if found is None:
        return Refused("Nothing about this competency stands in the way.")
    if not ruling.strip():
        return Refused(f"Write why {meeting.owner_name} hires although this is {found}.")
    return e.BarWaived(competency=competency, obstacle=found, ruling=ruling)


def decide(
    meeting: Meeting,
    outcome: Outcome,
    rationale: str,
    *,
    conditions: Sequence[str] = (),
    review: date | None = None,
    test: str = "",
    tester: str = "",
    due: date | None = None,
    until: date | None = None,
    would_change: str = "",
) -> e.DecisionMade | Refused:
    """Record the owner's decision: once the vote is revealed or waived and dissents answered."""
    if refused := undecidable(meeting):
        return refused
    if not rationale.strip():
        return Refused(f"Write why: {meeting.owner_name}’s reasons in a few sentences.")
    if refused := _in_the_past(meeting, review, due, until):
        return refused
    missing = _missing_part(outcome, (review, test, tester, due), (until, would_change))
    if missing:
        return Refused(missing)
    if outcome == "hire" and (refused := _in_the_way(meeting)):
        return refused
    all_conditions = tuple(c for c in conditions if c.strip())
    promised: tuple[FollowUp, ...] = ()
    if outcome == "hire" and without_references(meeting):
        all_conditions, promised = _with_references(meeting, all_conditions, review)
    return e.DecisionMade(
        outcome=outcome,
        owner=meeting.owner,
        owner_recused=meeting.is_recused(meeting.owner),
        rationale=rationale,
        conditions=all_conditions,
        follow_ups=promised,
        review=review if outcome in ("hire", "no-hire") else None,
        test=test if outcome == "more-signal" else "",
        tester=tester if outcome == "more-signal" else "",
        due=due if outcome == "more-signal" else None,
        until=until if outcome == "postponed" else None,
        would_change=would_change if outcome == "postponed" else "",
    )


def _in_the_past(meeting: Meeting, *days: date | None) -> Refused | None:
    opened = meeting.opened_at
    for day in days:
        if opened is not None and day is not None and day < opened.date():
            return Refused(f"{day.isoformat()} lies before this meeting: write a day to come.")
    return None


def undecidable(meeting: Meeting) -> Refused | None:
    """Return why nobody can decide now, if that is so."""
    if refused := before_gate(meeting):
        return refused
    if not meeting.vote.revealed and Place(step="vote") not in meeting.waived:
        return Refused("The vote comes first: reveal it, or waive it with a reason.")
    if meeting.vote.open_round is not None:
        return Refused("A vote is being entered: reveal it first.")
    for competency in open_competencies(meeting):
        title = meeting.brief.competency(competency).title
        return Refused(f"{title} was reopened: close it before anybody decides.")
    if meeting.decided:
        return Refused(f"{meeting.owner_name} has decided: u takes it back.")
    if not meeting.is_present(meeting.owner):
        return Refused(
            f"{meeting.owner_name} decides and is not in the call: "
            "mark them present (p), or leave (q) and resume when they are."
        )
    return _open_dissent(meeting)


def _open_dissent(meeting: Meeting) -> Refused | None:
    if waiting := unconfirmed_dissent(meeting):
        return Refused(
            f"Read the dissent back first: are these the words of {meeting.name(waiting)}?"
        )
    for dissent in meeting.dissents:
        if not dissent.answer:
            return Refused(f"{meeting.name(dissent.panelist)}’s dissent needs an answer first.")
    return None


def _in_the_way(meeting: Meeting) -> Refused | None:
    for competency, phrase in obstacles(meeting).items():
        title = meeting.brief.competency(competency).title
        return Refused(
            f"{title} is {phrase} and stands in the way of a plain hire: "
            "rule on it with a reason, or decide more signal."
        )
    return None


def _missing_part(
    outcome: Outcome,
    signal: tuple[date | None, str, str, date | None],
    later: tuple[date | None, str],
) -> str:
    review, test, tester, due = signal
    until, would_change = later
    if outcome in ("hire", "no-hire"):
        return "" if review else "Set a review date: dissent and predictions are reopened then."
    if outcome == "more-signal":
        complete = bool(test.strip() and tester.strip() and due)
        return "" if complete else "More signal: write which test, who runs it, and by when."
    complete = bool(until and would_change.strip())
    return "" if complete else "Postponed: write until when, and what would change it."


def _with_references(
    meeting: Meeting, conditions: tuple[str, ...], review: date | None
) -> tuple[tuple[str, ...], tuple[FollowUp, ...]]:
    promised = FollowUp(text="Take the references", owner=meeting.owner_name, due=review)
    if REFERENCE_CONDITION in conditions:
        return conditions, (promised,)
    return (REFERENCE_CONDITION, *conditions), (promised,)


def finish(
    meeting: Meeting, salt: str, inputs: Mapping[str, str], program: str
) -> e.MeetingFinished | Refused:
    """Finish the meeting: decided, every dissent confirmed and answered."""
    if refused := before_gate(meeting):
        return refused
    decision = meeting.decision
    if decision is None or not meeting.decided:
        return Refused(f"{meeting.owner_name} decides first.")
    if refused := _open_dissent(meeting):
        return refused
    return e.MeetingFinished(
        salt=salt,
        inputs=dict(inputs),
        program=program,
        summary=Summary(
            decision=decision.outcome, review=decision.review, dissents=len(meeting.dissents)
        ),
    )
