"""The decision: dissent and its answers, rulings on obstacles to a hire, the decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast, get_args

from typing_extensions import override

from debrief.core.alias import masked
from debrief.core.days import in_full, later
from debrief.core.form import UNCHOSEN, Ask, Field, choices, day_field, panel, parse_day
from debrief.core.meeting import events as e
from debrief.core.meeting.agenda import (
    needs,
    obstacles,
    open_competencies,
    unconfirmed_dissent,
)
from debrief.core.meeting.dissent import to_answer, to_ask, to_word
from debrief.core.meeting.promises import proposed_conditions
from debrief.core.meeting.state import Meeting
from debrief.core.meeting.wording import OUTCOMES, mark_word, names, titles
from debrief.core.refused import (
    Refused,
    before_gate,
    closed_to_change,
    unknown_competency,
    unknown_panelist,
)
from debrief.core.steps import Place
from debrief.core.text import number_word
from debrief.core.verbs.anytime import promise_fields, promise_of
from debrief.core.verbs.verb import (
    ActResult,
    Answers,
    ChainedVerb,
    Key,
    StepVerb,
    Table,
    Verb,
)
from debrief.core.vocabulary import Consent, Outcome

if TYPE_CHECKING:
    from debrief.core.room.model import RoomView


OWN_CONDITIONS = 4
"""Conditions that the owner can add to the proposed ones in the form; `f` adds more promises."""

REVIEW_AFTER = timedelta(days=182)


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
        return Refused(f"No such dissent by {meeting.name(panelist)} is recorded.")
    return e.DissentRecorded(panelist=panelist, text=text, confirmed=confirmed, replaces=replaces)


def answer_dissent(meeting: Meeting, dissent: int, answer: str) -> e.DissentAnswered | Refused:
    """Record the owner's answer to a dissent."""
    if refused := before_gate(meeting):
        return refused
    if all(d.id != dissent for d in meeting.dissents):
        return Refused("No such dissent is recorded.")
    if not answer.strip():
        return Refused(f"Write {meeting.owner_name}’s answer: every dissent needs one.")
    return e.DissentAnswered(dissent=dissent, answer=answer)


def rule_on(meeting: Meeting, competency: str, ruling: str) -> e.BarWaived | Refused:
    """Record the owner's ruling that an obstacle does not prevent the hire."""
    if refused := before_gate(meeting) or unknown_competency(meeting, competency):
        return refused
    obstacle = obstacles(meeting).get(competency)
    if meeting.competencies[competency].closed is None:
        return Refused("Close the competency first: until then it needs no ruling.")
    if obstacle is None:
        return Refused("This competency needs no ruling: nothing in it prevents a hire.")
    if not ruling.strip():
        return Refused(
            f"Missing: {meeting.owner_name}’s ruling on this ({obstacle}).", f"rule:{competency}"
        )
    return e.BarWaived(competency=competency, obstacle=obstacle, ruling=ruling)


def decide(
    meeting: Meeting,
    outcome: Outcome,
    rationale: str,
    *,
    today: date = date.min,
    conditions: Sequence[str] = (),
    review: date | None = None,
    test: str = "",
    tester: str = "",
    due: date | None = None,
    until: date | None = None,
    would_change: str = "",
) -> e.DecisionMade | Refused:
    """Record the owner's decision, after the vote and after every dissent has its answer.

    No day in it is before `today`. Its `conditions` are promises, recorded before it.
    """
    if refused := undecidable(meeting):
        return refused
    if not rationale.strip():
        reason = f"Missing: the reason, in a sentence that {meeting.owner_name} would sign."
        return Refused(reason, "rationale")
    if outcome == "hire" and (refused := _needs_ruling(meeting, conditions)):
        return refused
    parts = {"test": test.strip(), "due": due, "until": until, "review": review}
    parts["would_change"] = would_change.strip()
    for name, missing in _PARTS[outcome].items():
        if not parts[name]:
            return Refused(f"Missing: {missing}.", name)
    for name in ("review", "due", "until"):
        day = parts[name]
        if name in _PARTS[outcome] and isinstance(day, date) and day < today:
            return Refused(f"{in_full(day)} is in the past. Type a later day.", name)
    return e.DecisionMade(
        outcome=outcome,
        owner=meeting.owner,
        owner_recused=not meeting.has_vote(meeting.owner),
        rationale=rationale,
        review=review if outcome in ("hire", "no-hire") else None,
        test=test if outcome == "more-signal" else "",
        tester=tester if outcome == "more-signal" else "",
        due=due if outcome == "more-signal" else None,
        until=until if outcome == "postponed" else None,
        would_change=would_change if outcome == "postponed" else "",
    )


_REVIEW = {"review": "the day to review the dissent and the predictions"}
_PARTS: dict[Outcome, dict[str, str]] = {
    "hire": _REVIEW,
    "no-hire": _REVIEW,
    "more-signal": {"test": "which test", "due": "the day the result is due"},
    "postponed": {"until": "until when", "would_change": "what would change it"},
}
"""Needs of each outcome besides a reason, in words, by the name of its field."""


def undecidable(meeting: Meeting) -> Refused | None:
    """Return the refusal if nobody can decide now, else None."""
    if refused := before_gate(meeting):
        return refused
    if not meeting.vote.revealed and Place(step="vote") not in meeting.waived:
        return Refused("The vote comes first: reveal it, or skip it with a reason.")
    if meeting.open_round(None) is not None:
        return Refused("A vote is being entered: reveal it first.")
    for competency in open_competencies(meeting):
        title = meeting.brief.competency(competency).title
        return Refused(f"{title} was reopened: close it before anybody decides.")
    if meeting.decided:
        return Refused(f"{meeting.owner_name} has already decided. Press u to take it back.")
    if not meeting.is_present(meeting.owner):
        return Refused(
            f"{meeting.owner_name} decides and is not in the call: "
            "mark them present (p), or leave (q) and resume when they are."
        )
    return open_dissent(meeting)


def open_dissent(meeting: Meeting) -> Refused | None:
    """Return the refusal if a dissent must be confirmed or answered first, else None."""
    if waiting := unconfirmed_dissent(meeting):
        return Refused(f"Read the dissent back first: are these {meeting.name(waiting)}’s words?")
    for dissent in meeting.dissents:
        if not dissent.answer:
            return Refused(f"{meeting.name(dissent.panelist)}’s dissent needs an answer first.")
    return None


def unasked_dissent(meeting: Meeting) -> Refused | None:
    """Return the refusal if somebody must be asked first whether they dissent, else None."""
    if left := to_ask(meeting):
        return Refused(f"Ask {names(meeting, left)} first: is this a dissent?")
    if left := to_word(meeting):
        return Refused(f"Missing: the dissent of {names(meeting, left)}, in their own words.")
    return None


def unanswered(meeting: Meeting) -> Refused | None:
    """Return the refusal if the owner must first answer somebody alone against, else None."""
    for panelist, competencies in to_answer(meeting).items():
        about = titles(meeting, competencies)
        return Refused(
            f"Missing: {meeting.owner_name}’s answer to {meeting.name(panelist)}, "
            f"the only person against on {about}."
        )
    return None


def ask_dissent(meeting: Meeting, answers: Mapping[str, Consent]) -> e.DissentAsked | Refused:
    """Record the answers of everybody who was asked by name whether they dissent."""
    if refused := before_gate(meeting):
        return refused
    left = to_ask(meeting)
    if not left:
        return Refused("There is nobody left to ask about dissent.")
    for panelist in left:
        if panelist not in answers:
            return Refused(f"Ask {meeting.name(panelist)} by name.", f"asked:{panelist}")
    return e.DissentAsked(answers={panelist: answers[panelist] for panelist in left})


def answer_against(
    meeting: Meeting, panelist: str, competencies: Sequence[str], answer: str
) -> e.AgainstAnswered | Refused:
    """Record the owner's answer to the only person against a hire on these competencies.

    It also answers a dissent of the same person that has no answer yet.
    """
    if refused := before_gate(meeting) or unknown_panelist(meeting, panelist):
        return refused
    for competency in competencies:
        if refused := unknown_competency(meeting, competency):
            return refused
    if not answer.strip():
        name = meeting.name(panelist)
        return Refused(f"Missing: {meeting.owner_name}’s answer to {name}.", "answer")
    open_ = (x.id for x in meeting.dissents if x.panelist == panelist and not x.answer)
    return e.AgainstAnswered(
        panelist=panelist,
        competencies=tuple(competencies),
        answer=answer,
        dissent=next(open_, None),
    )


def _needs_ruling(meeting: Meeting, conditions: Sequence[str]) -> Refused | None:
    """Return the refusal if a ruling is missing; a signal as a condition serves in its place."""
    for need in needs(meeting):
        ruled = need.kind != "ruling" or need.competency in meeting.rulings
        if ruled or not set(need.signals).isdisjoint(conditions):
            continue
        title = meeting.brief.competency(need.competency).title
        return Refused(
            f"Missing: {meeting.owner_name}’s ruling on {title} ({need.phrase}).",
            f"rule:{need.competency}",
        )
    return None


class RecordDissent(
    Verb,
    name="dissent",
    key=Key("d", "dissent", "Record a dissent"),
    draft="anywhere",
    announced=True,
):
    """Record a dissent."""

    @override
    def word(self, view: RoomView) -> str:
        closing = view.place.step in ("vote", "decision", "record")
        return super().word(view) if closing else ""

    @override
    def ask(self, table: Table, about: str) -> Ask:
        return Ask(
            self.name,
            "",
            "Dissent, in the dissenter’s own words",
            (
                Field(
                    "panelist",
                    "Who dissents",
                    "choice",
                    panel(table.meeting),
                    next(iter(to_ask(table.meeting)), UNCHOSEN),
                ),
                Field("text", "Their words", "text"),
                Field(
                    "confirmed",
                    "Read back",
                    "choice",
                    choices(("no", "not yet"), ("yes", "confirmed")),
                ),
            ),
            "Save",
        )

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        if answers["panelist"] == UNCHOSEN:
            return Refused("Choose who dissents.", "panelist")
        return record_dissent(
            table.meeting,
            answers["panelist"],
            answers.get("text", ""),
            confirmed=answers.get("confirmed") == "yes",
        )


class AskDissent(ChainedVerb, name="ask_dissent"):
    """Ask everybody who voted against the decision by name, on one screen."""

    @override
    def label(self, meeting: Meeting, about: str) -> str:
        return _record_all(len(to_ask(meeting)))

    @override
    def guidance(self, meeting: Meeting, about: str) -> str:
        return "Nothing is preselected. Once everybody has been asked, space records it all."

    @override
    def ask(self, table: Table, about: str) -> Ask | Refused:
        meeting = table.meeting
        left = to_ask(meeting)
        if not left:
            return Refused("There is nobody to ask about dissent.")
        options = choices(("dissents", "dissents"), ("accepts", "accepts the decision"))
        return Ask(
            self.name,
            "",
            "Is this a dissent? Ask each by name.",
            tuple(
                Field(
                    f"asked:{panelist}",
                    meeting.name(panelist),
                    "choice",
                    options,
                    UNCHOSEN,
                )
                for panelist in left
            ),
            _record_all(len(left)),
            (" · ".join(f"{meeting.name(p)} voted {_vote(meeting, p)}" for p in left) + ".",),
            rows=True,
        )

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        given = {
            name.removeprefix("asked:"): cast("Consent", answer)
            for name, answer in answers.items()
            if name.startswith("asked:") and answer in get_args(Consent)
        }
        return ask_dissent(table.meeting, given)


def _record_all(count: int) -> str:
    return {1: "Record", 2: "Record both"}.get(count, f"Record all {number_word(count)}")


def _vote(meeting: Meeting, panelist: str) -> str:
    return mark_word(meeting, None, meeting.vote.rounds[-1].marks[panelist])


class WordDissent(ChainedVerb, name="word_dissent"):
    """Take a dissent in the dissenter's own words."""

    @override
    def label(self, meeting: Meeting, about: str) -> str:
        return f"Record {meeting.name(about)}’s dissent"

    @override
    def guidance(self, meeting: Meeting, about: str) -> str:
        return "Record the dissent in the dissenter’s own words, and have them confirm it."

    @override
    def ask(self, table: Table, about: str) -> Ask | Refused:
        meeting = table.meeting
        if about not in to_word(meeting):
            return Refused("No dissent is waiting to be written down.")
        title = f"{meeting.name(about)}, please say it in your own words"
        return Ask(self.name, about, title, (Field("text", "Their words", "text"),), "Read it back")

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        return record_dissent(table.meeting, about, answers.get("text", ""), confirmed=False)


class ConfirmDissent(ChainedVerb, name="confirm_dissent"):
    """Read a dissent back to the dissenter."""

    @override
    def label(self, meeting: Meeting, about: str) -> str:
        return f"Read {meeting.name(about)}’s dissent back"

    @override
    def guidance(self, meeting: Meeting, about: str) -> str:
        return "Read the dissent aloud. The dissenter confirms it, or corrects it."

    @override
    def ask(self, table: Table, about: str) -> Ask | Refused:
        for dissent in table.meeting.dissents:
            if dissent.panelist == about and not dissent.confirmed:
                return Ask(
                    self.name,
                    str(dissent.id),
                    f"Read it back: {table.meeting.name(about)}, are these your words?",
                    (Field("text", "Dissent", "text", value=dissent.text),),
                    "Confirmed",
                )
        return Refused("No dissent is waiting to be confirmed.")

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        meeting = table.meeting
        dissent = next((d for d in meeting.dissents if str(d.id) == about), None)
        if dissent is None:
            return Refused("No such dissent is recorded.")
        text = answers.get("text", "")
        if text == masked(dissent.text, meeting.brief):  # unchanged: keep the unmasked words
            text = dissent.text
        return record_dissent(meeting, dissent.panelist, text, confirmed=True, replaces=dissent.id)


class AnswerDissent(ChainedVerb, name="answer_dissent"):
    """Ask the owner to answer a dissent."""

    @override
    def label(self, meeting: Meeting, about: str) -> str:
        return f"Answer {meeting.name(about)}’s dissent"

    @override
    def guidance(self, meeting: Meeting, about: str) -> str:
        return "The owner answers every dissent."

    @override
    def ask(self, table: Table, about: str) -> Ask | Refused:
        meeting = table.meeting
        for dissent in meeting.dissents:
            if dissent.panelist == about and not dissent.answer:
                return Ask(
                    self.name,
                    str(dissent.id),
                    f"{meeting.owner_name} answers {meeting.name(about)}",
                    (Field("answer", "Answer", "text", sentence=True),),
                    "Record",
                    (f"“{dissent.text}”",),
                )
        return Refused("No dissent is waiting for an answer.")

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        meeting, answer = table.meeting, answers.get("answer", "")
        dissent = next((x for x in meeting.dissents if str(x.id) == about), None)
        if dissent is not None and (on := to_answer(meeting).get(dissent.panelist)):
            return answer_against(meeting, dissent.panelist, on, answer)
        return answer_dissent(meeting, int(about), answer)


class AnswerAgainst(ChainedVerb, name="answer_against"):
    """Ask the owner to answer somebody who was alone against on a must-have or threshold."""

    @override
    def label(self, meeting: Meeting, about: str) -> str:
        return f"Answer {meeting.name(about)}"

    @override
    def guidance(self, meeting: Meeting, about: str) -> str:
        return "The owner answers this person, in one line."

    @override
    def ask(self, table: Table, about: str) -> Ask | Refused:
        meeting = table.meeting
        competencies = to_answer(meeting).get(about)
        if competencies is None:
            return Refused("Nobody else is waiting for an answer.")
        return Ask(
            self.name,
            about,
            f"{meeting.owner_name} answers {meeting.name(about)}",
            (Field("answer", "Answer", sentence=True),),
            "Record",
            tuple(
                f"{meeting.brief.competency(x).title}: {meeting.name(about)} rated it "
                f"{mark_word(meeting, x, meeting.poll(x).rounds[-1].marks[about])}, "
                "the only one against."
                for x in competencies
            ),
        )

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        on = to_answer(table.meeting).get(about, ())
        return answer_against(table.meeting, about, on, answers.get("answer", ""))


class Decide(StepVerb, name="decide"):
    """Ask the owner for the decision, and for a ruling on each obstacle to a hire."""

    @override
    def label(self, meeting: Meeting, about: str) -> str:
        return "Decide"

    @override
    def guidance(self, meeting: Meeting, about: str) -> str:
        refused = undecidable(meeting)
        if refused is not None:
            return refused.reason
        return "The owner decides and gives the reason. d records a dissent."

    @override
    def ask(self, table: Table, about: str) -> Ask | Refused:
        meeting = table.meeting
        if refused := undecidable(meeting):
            return refused
        rulings = tuple(
            Field(
                f"rule:{competency}",
                f"{meeting.brief.competency(competency).title}: {phrase}. Hire anyway, because",
                when=_for("hire"),
                sentence=True,
            )
            for competency, phrase in obstacles(meeting).items()
        )
        review = replace(
            day_field("review", "Review on", table.today, when=_for("hire", "no-hire")),
            value=later(table.today, REVIEW_AFTER).isoformat(),
        )
        outcomes = choices(*((outcome, OUTCOMES[outcome]) for outcome in get_args(Outcome)))
        people = panel(meeting, nobody="nobody named")
        return Ask(
            self.name,
            "",
            "The decision",
            (
                Field("outcome", "Decision", "choice", outcomes, UNCHOSEN),
                Field("rationale", "Because", "text", sentence=True),
                *rulings,
                *_condition_fields(table),
                review,
                Field("test", "Which test", when=_for("more-signal")),
                Field("tester", "Who runs it", "choice", people, when=_for("more-signal")),
                day_field("due", "By when", table.today, when=_for("more-signal")),
                day_field("until", "Until when", table.today, when=_for("postponed")),
                Field("would_change", "Would change if", when=_for("postponed")),
            ),
            "Record the decision",
        )

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        meeting, outcome = table.meeting, answers["outcome"]
        if outcome not in get_args(Outcome):
            return Refused(f"Choose what {meeting.owner_name} decides.", "outcome")
        rulings: list[e.BarWaived] = []
        for competency in obstacles(meeting) if outcome == "hire" else ():
            if not (reason := answers.get(f"rule:{competency}", "")).strip():
                continue
            ruling = rule_on(meeting, competency, reason)
            if isinstance(ruling, Refused):
                return ruling
            rulings.append(ruling)
        ruled = {**meeting.rulings, **{ruling.competency: ruling for ruling in rulings}}
        ruled_on = replace(table, meeting=replace(meeting, rulings=ruled))
        decision = _decision(ruled_on, cast("Outcome", outcome), answers)
        if isinstance(decision, Refused):
            return decision
        promises = _promises(table, decision, answers)
        return promises if isinstance(promises, Refused) else (*rulings, *promises, decision)


def _decision(table: Table, outcome: Outcome, answers: Answers) -> e.DecisionMade | Refused:
    days: dict[str, date | None] = {}
    for name in ("review", "due", "until"):
        day = parse_day(answers.get(name, ""), table.today, name)
        if isinstance(day, Refused):
            if name in _PARTS[outcome]:
                return day
            continue
        days[name] = day
    tester = answers.get("tester", "")
    if tester and (refused := unknown_panelist(table.meeting, tester)):
        return refused
    return decide(
        table.meeting,
        outcome,
        answers.get("rationale", ""),
        today=table.today,
        conditions=[answers.get(f"text:{number}", "") for number in _numbers(table.meeting)],
        review=days.get("review"),
        test=answers.get("test", ""),
        tester=table.meeting.name(tester) if tester else "",
        due=days.get("due"),
        until=days.get("until"),
        would_change=answers.get("would_change", ""),
    )


def _promises(
    table: Table, decision: e.DecisionMade, answers: Answers
) -> tuple[e.PromiseAdded, ...] | Refused:
    """Return the conditions of a hire, or the signal that the meeting waits for."""
    if decision.outcome == "more-signal":
        who = answers.get("tester") or None
        return (e.PromiseAdded(kind="signal", text=decision.test, who=who, by=decision.due),)
    made: list[e.PromiseAdded] = []
    for number in _numbers(table.meeting) if decision.outcome == "hire" else ():
        if not answers.get(f"text:{number}", "").strip():
            continue
        promise = promise_of(table, answers, "condition", f":{number}")
        if isinstance(promise, Refused):
            return promise
        made.append(promise)
    return tuple(made)


def _numbers(meeting: Meeting) -> range:
    return range(1, len(proposed_conditions(meeting)) + OWN_CONDITIONS + 1)


def _condition_fields(table: Table) -> Iterator[Field]:
    """Yield the fields of each condition, the proposed ones first; an emptied text drops it.

    The fields for the person and the day, and those of the next condition of the owner's own, are
    asked for once there is a text.
    """
    proposed = proposed_conditions(table.meeting)
    for number in _numbers(table.meeting):
        own = number > len(proposed)
        before = (f"text:{number - 1}", ()) if number > len(proposed) + 1 else _for("hire")
        yield Field(
            f"text:{number}",
            f"Condition {number}",
            value="" if own else proposed[number - 1],
            hint="none" if number == 1 else "no more",
            when=before,
        )
        for field in promise_fields(table):
            name = f"{field.name}:{number}"
            yield replace(field, name=name, when=(f"text:{number}", ()))


def _for(*outcomes: Outcome) -> tuple[str, tuple[str, ...]]:
    return "outcome", outcomes


VERBS = (
    RecordDissent(),
    AskDissent(),
    WordDissent(),
    ConfirmDissent(),
    AnswerDissent(),
    AnswerAgainst(),
    Decide(),
)
