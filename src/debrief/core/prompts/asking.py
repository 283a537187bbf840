"""Which verb asks what."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from debrief.core.alias import masked
from debrief.core.events import Logged
from debrief.core.meeting import Meeting
from debrief.core.prompts import keys, steps
from debrief.core.prompts.form import Ask
from debrief.core.rules import anytime, rounds
from debrief.core.rules.refused import Refused, closed_to_change


def ask(meeting: Meeting, verb: str, about: str = "") -> Ask | Refused | None:
    """Return what to ask before `verb`; None when it needs no answer, Refused when it cannot be."""
    form = _FORMS.get(verb)
    if form is None:
        return None
    return closed_to_change(meeting) or masked(form(meeting, about), meeting.brief)


def may(meeting: Meeting, log: Sequence[Logged], verb: str) -> bool:
    """Return whether a verb of one of the facilitator's keys could be done now."""
    match verb:
        case "undo":
            ruled: object = anytime.undo(meeting, log)
        case "redo":
            ruled = anytime.redo(meeting, log)
        case "clock":
            ruled = anytime.pause(meeting)
        case "open_round" if meeting.place.competency is not None:
            ruled = rounds.open_round(meeting, meeting.place.competency)
        case "open_round":
            ruled = keys.open_vignette(meeting, "")
        case _:
            ruled = ask(meeting, verb)
    return not isinstance(ruled, Refused)


_FORMS: dict[str, Callable[[Meeting, str], Ask | Refused | None]] = {
    "confirm_role": steps.confirm_role,
    "pass_gate": steps.pass_gate,
    "challenge": steps.challenge,
    "open_vignette": keys.open_vignette,
    "open_round": lambda m, _: keys.open_vignette(m, "") if m.place.step == "warm-up" else None,
    "argue": steps.argue,
    "explain": steps.explain,
    "mark_constraint": steps.mark_constraint,
    "note_context": steps.note_context,
    "note_owed": steps.note_owed,
    "note_concern": keys.note_concern,
    "give_cause": steps.give_cause,
    "confirm_dissent": steps.confirm_dissent,
    "answer_dissent": steps.answer_dissent,
    "decide": steps.decide,
    "minute": keys.minute,
    "quiet_minute": keys.quiet_minute,
    "follow_up": keys.follow_up,
    "dissent": keys.dissent,
    "waive": keys.waive,
    "reopen": keys.reopen,
    "go": keys.go,
    "people": keys.people,
    "correct": keys.correct,
}
