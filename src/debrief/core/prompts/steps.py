"""The prompts of the main action of each step."""

from __future__ import annotations

from datetime import timedelta

from debrief.core import agenda
from debrief.core import challenge as ladder
from debrief.core.meeting import Meeting
from debrief.core.prompts.form import UNCHOSEN, Ask, Field, Option, choices, panel
from debrief.core.rules import closing, talk
from debrief.core.rules.refused import Refused
from debrief.core.rules.rounds import no_round_left

REVIEW_AFTER = timedelta(days=182)


def confirm_role(meeting: Meeting, about: str) -> Ask:
    """Ask a panelist whether this is the role they rated."""
    name = meeting.name(about)
    card = meeting.cards.get(about)
    said = f"On the card: {card.role}" if card and card.role else "No role sentence on a card."
    known = meeting.confirmations.get(about)
    here = "same" if meeting.is_present(about) else "absent"
    answered = known is not None and known.understanding != "absent"
    return Ask(
        "confirm_role",
        about,
        f"{name}, is this the role you rated?",
        (
            Field(
                "understanding",
                "Answer",
                "choice",
                choices(
                    ("same", "same role"), ("differs", "theirs differed"), ("absent", "absent")
                ),
                known.understanding if known is not None and answered else here,
            ),
            Field("differs", f"How {name} understood it", when=("understanding", ("differs",))),
            Field("ruling", f"{meeting.owner_name} rules", when=("understanding", ("differs",))),
            Field(
                "ratings",
                "Their ratings",
                "choice",
                choices(
                    ("stand", "stand"), ("re-rate", "to be re-rated"), ("set-aside", "set aside")
                ),
                "stand",
                when=("understanding", ("differs",)),
            ),
        ),
        "Record, next",
        (said,),
    )


def pass_gate(meeting: Meeting, _: str) -> Ask:
    """Have the decision rule read aloud."""
    return Ask(
        "pass_gate",
        "",
        "Read the decision rule aloud",
        (),
        "Everybody heard it: pass the gate",
        (f"“{meeting.brief.decision.rule}”", f"{meeting.owner_name} decides."),
    )


def challenge(meeting: Meeting, _: str) -> Ask | Refused:
    """Ask for the challenge that is due here."""
    here = meeting.place.competency
    if refused := talk.no_challenge_due(meeting):
        return refused
    asked = ladder.challenge(meeting, here)
    outcomes: tuple[Option, ...] = (
        Option("held", "held"),
        Option("changed", "changed, rate again", "Record, rate again"),
        Option("open", "open, more signal"),
    )
    if here is not None and no_round_left(meeting, here) is not None:
        outcomes = tuple(one for one in outcomes if one.value != "changed")
    title = "Challenge"
    if here is not None and len(agenda.challenged_with(meeting, here)) > 1:
        titles = [meeting.brief.competency(c).title for c in agenda.challenged_with(meeting, here)]
        title = f"One challenge for {len(titles)}: {', '.join(titles)}"
    elif here is not None and agenda.offers_together(meeting):
        outcomes += choices(("together", "later, together with the others"))
    return Ask(
        "challenge",
        "",
        title,
        (
            Field("argued", "What was argued", "text"),
            Field("new_evidence", "New evidence", "choice", choices(("no", "no"), ("yes", "yes"))),
            Field("outcome", "Outcome", "choice", outcomes),
        ),
        "Record" if here is None else "Record, close, next",
        (_calls_on(meeting, asked.basis, asked.challengers), *_numbered(), asked.prompt),
    )


def _numbered() -> tuple[str, ...]:
    return tuple(f"{number}  {line}" for number, line in enumerate(ladder.SCRIPT, start=1))


def _calls_on(meeting: Meeting, basis: str, challengers: tuple[str, ...]) -> str:
    if basis == "dissent":
        who = ladder.names(meeting, challengers)
        return f"{who}: you rated otherwise, are less sure, or noted a doubt. Why? Three minutes."
    if basis == "challenger":
        who = ladder.names(meeting, challengers)
        return f"{who}, please make the best case against, whatever your own view. Three minutes."
    return "Everybody: please make the best case against, whatever your own view. Three minutes."


def argue(meeting: Meeting, _: str) -> Ask:
    """Ask what was argued from evidence."""
    return Ask(
        "argue",
        "",
        "Argue from evidence",
        (Field("text", "In a line", "text", hint="if you like"),),
        "Done arguing",
        ("What did you see or hear that the others did not?",),
    )


def explain(meeting: Meeting, about: str) -> Ask:
    """Ask somebody who moved why."""
    name = meeting.name(about)
    return Ask(
        "explain",
        about,
        f"{name}, what changed your mind?",
        (
            Field("reason", "Reason", "text"),
            Field(
                "declined",
                "Or",
                "choice",
                choices(("no", "as written"), ("yes", "declined to say")),
                "no",
            ),
        ),
        "Record",
    )


def mark_constraint(meeting: Meeting, about: str) -> Ask:
    """Ask who told the candidate a constraint."""
    return Ask(
        "mark_constraint",
        about,
        "Was the candidate told?",
        (Field("by", "Told by", "choice", panel(meeting, nobody="nobody"), ""),),
        "Record, next",
        (f"“{about}”",),
    )


def note_context(meeting: Meeting, about: str) -> Ask | Refused:
    """Ask whether our role offers a past context."""
    found = [note for note in agenda.open_contexts(meeting) if note[1] == about]
    if not found:
        return Refused("No context note is open.")
    competency, panelist, text = found[0]
    title = meeting.brief.competency(competency).title
    return Ask(
        "note_context",
        f"{competency}/{panelist}",
        "Does our role offer this context?",
        (
            Field(
                "offers",
                "It offers this",
                "choice",
                choices(("yes", "yes"), ("partly", "partly"), ("no", "no")),
                UNCHOSEN,
            ),
        ),
        "Record, next",
        (f"{meeting.name(panelist)} on {title}: “{text}”",),
    )


def note_owed(meeting: Meeting, _: str) -> Ask:
    """Ask what we still owe the candidate."""
    return Ask(
        "note_owed",
        "",
        "What do we still owe the candidate?",
        (Field("text", "Owed", "text", hint="nothing, if left empty"),),
        "Record",
    )


def give_cause(meeting: Meeting, about: str) -> Ask:
    """Ask for premortem causes."""
    title = (
        "We passed, and they excelled elsewhere: what did we miss?"
        if about == "missed"
        else "A year has passed and it went wrong: why?"
    )
    return Ask(
        "give_cause",
        "missed" if about == "missed" else "failed",
        title,
        (Field("causes", "Causes", "lines", hint="one a line; paste as many as you like"),),
        "Record",
        (
            "Two minutes in silence; everybody writes, then everybody reads one out.",
            "Enter on an empty line goes on.",
        ),
    )


def confirm_dissent(meeting: Meeting, about: str) -> Ask | Refused:
    """Read a dissent back to the dissenter."""
    for dissent in meeting.dissents:
        if dissent.panelist == about and not dissent.confirmed:
            return Ask(
                "confirm_dissent",
                str(dissent.id),
                f"Read it back: {meeting.name(about)}, are these your words?",
                (Field("text", "Dissent", "text", value=dissent.text),),
                "Confirmed",
            )
    return Refused("No dissent waits to be confirmed.")


def answer_dissent(meeting: Meeting, about: str) -> Ask | Refused:
    """Ask the owner to answer a dissent."""
    for dissent in meeting.dissents:
        if dissent.panelist == about and not dissent.answer:
            return Ask(
                "answer_dissent",
                str(dissent.id),
                f"{meeting.owner_name} answers {meeting.name(about)}",
                (Field("answer", "Answer", "text"),),
                "Record",
                (f"“{dissent.text}”",),
            )
    return Refused("No dissent waits for an answer.")


def decide(meeting: Meeting, _: str) -> Ask | Refused:
    """Ask the owner for the decision."""
    if refused := closing.undecidable(meeting):
        return refused
    bars = tuple(
        Field(
            f"rule:{competency}",
            f"{meeting.brief.competency(competency).title} is {phrase}. Hire all the same, because",
            when=("outcome", ("hire",)),
        )
        for competency, phrase in agenda.obstacles(meeting).items()
    )
    opened = meeting.opened_at
    review = (opened.date() + REVIEW_AFTER).isoformat() if opened else ""
    outcomes = choices(
        ("hire", "hire"),
        ("no-hire", "no hire"),
        ("more-signal", "more signal"),
        ("postponed", "postponed"),
    )
    return Ask(
        "decide",
        "",
        f"{meeting.owner_name} decides",
        (
            Field("outcome", "Decision", "choice", outcomes, UNCHOSEN),
            Field("rationale", "Because", "text"),
            *bars,
            Field(
                "conditions", "Conditions", "lines", hint="one a line", when=("outcome", ("hire",))
            ),
            _day("review", "Review on", review, "hire", "no-hire"),
            Field("test", "Which test", when=("outcome", ("more-signal",))),
            Field("tester", "Who runs it", when=("outcome", ("more-signal",))),
            _day("due", "By when", "", "more-signal"),
            _day("until", "Until when", "", "postponed"),
            Field("would_change", "What would change it", when=("outcome", ("postponed",))),
        ),
        "Record the decision",
    )


def _day(name: str, label: str, value: str, *outcomes: str) -> Field:
    return Field(name, label, "day", value=value, hint="2026-11-24", when=("outcome", outcomes))
