"""What the facilitator answered, turned into the rules it asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import cast, get_args

from pydantic import ValidationError

from debrief.core import agenda
from debrief.core.alias import masked
from debrief.core.events import BarWaived, Event
from debrief.core.meeting import Meeting
from debrief.core.prompts.form import UNCHOSEN, parse_day
from debrief.core.rules import anytime, closing, moves, opening, rounds, talk, warmup
from debrief.core.rules.refused import Refused
from debrief.core.scorecard import Entry
from debrief.core.steps import STEPS, Place
from debrief.core.words import (
    ChallengeOutcome,
    Closing,
    Offers,
    Outcome,
    Presence,
    RatingsStand,
    Understanding,
)

Values = Mapping[str, str]
Ruled = Event | Refused


def answer(meeting: Meeting, verb: str, about: str, values: Values) -> Ruled:
    """Return what `verb` with these answers comes to; KeyError for a verb without a rule."""
    return kept(lambda: _ANSWERS[verb](meeting, about, values))


def kept(rule: Callable[[], Ruled]) -> Ruled:
    """Return what `rule` comes to, or why a text in it cannot be kept."""
    try:
        return rule()
    except ValidationError as error:
        return Refused(f"This {_told(error)}")


def _told(error: ValidationError) -> str:
    """Return our own words of the first thing that a model did not take."""
    first = error.errors(include_url=False, include_input=False)[0]
    if first["type"] == "value_error":
        return f"text {first['msg'].removeprefix('Value error, ')}."
    return "text is too long to be kept: shorten it."


def rulings(meeting: Meeting, values: Values) -> tuple[tuple[str, str], ...]:
    """Return (competency, ruling) for each obstacle ruled on in the answers to a decision."""
    if values.get("outcome") != "hire":
        return ()
    return tuple(
        (competency, values[f"rule:{competency}"])
        for competency in agenda.obstacles(meeting)
        if values.get(f"rule:{competency}", "").strip()
    )


def rehearse_decision(meeting: Meeting, values: Values) -> Ruled:
    """Return what the decision would come to if the rulings in `values` stood already."""

    def rehearsed() -> Ruled:
        ruled = {
            competency: BarWaived(competency=competency, obstacle="in the way", ruling=ruling)
            for competency, ruling in rulings(meeting, values)
        }
        return _decide(replace(meeting, bars={**meeting.bars, **ruled}), "", values)

    return kept(rehearsed)


def entry(choice: str) -> Entry:
    """Return the cell that a choice of `entry_options` means."""
    if choice in ("keep", "not-voting"):
        return Entry(choice=choice)  # type: ignore[arg-type]  # narrowed by the test above
    return Entry(choice="level", level=int(choice))


def _confirm_role(meeting: Meeting, about: str, values: Values) -> Ruled:
    return opening.confirm_role(
        meeting,
        about,
        cast("Understanding", values["understanding"]),
        differs=values.get("differs", ""),
        ruling=values.get("ruling", ""),
        ratings=cast("RatingsStand", values.get("ratings") or "stand"),
    )


def _challenge(meeting: Meeting, _: str, values: Values) -> Ruled:
    argued = values.get("argued", "")
    if values["outcome"] == "together":
        reason = argued.strip() or "Put off, to be held together with the others."
        return talk.waive_challenge(meeting, reason, together=True)
    return talk.record_challenge(
        meeting,
        argued,
        new_evidence=values.get("new_evidence") == "yes",
        outcome=cast("ChallengeOutcome", values["outcome"]),
    )


def _explain(meeting: Meeting, about: str, values: Values) -> Ruled:
    return rounds.explain_move(
        meeting,
        meeting.place.competency or "",
        about,
        values.get("reason", ""),
        declined=values.get("declined") == "yes",
    )


def _note_context(meeting: Meeting, about: str, values: Values) -> Ruled:
    if values["offers"] not in get_args(Offers):
        return Refused("Choose whether our role offers this.")
    competency, _, panelist = about.partition("/")
    return closing.note_context(meeting, competency, panelist, cast("Offers", values["offers"]))


def _mark_constraint(meeting: Meeting, about: str, values: Values) -> Ruled:
    by = values.get("by", "")
    return closing.mark_constraint(meeting, about, told=bool(by), by=(by,) if by else ())


def _give_cause(meeting: Meeting, about: str, values: Values) -> Ruled:
    return closing.give_causes(meeting, about, _lines(values.get("causes", "")))


def _confirm_dissent(meeting: Meeting, about: str, values: Values) -> Ruled:
    found = next((d for d in meeting.dissents if str(d.id) == about), None)
    if found is None:
        return Refused("There is no such dissent.")
    said = values.get("text", "")
    if said == masked(found.text, meeting.brief):  # unchanged: their own words stay as they are
        said = found.text
    return closing.record_dissent(meeting, found.panelist, said, confirmed=True, replaces=found.id)


def _answer_dissent(meeting: Meeting, about: str, values: Values) -> Ruled:
    return closing.answer_dissent(meeting, int(about), values.get("answer", ""))


def _decide(meeting: Meeting, _: str, values: Values) -> Ruled:
    if values["outcome"] not in get_args(Outcome):
        return Refused(f"Choose what {meeting.owner_name} decides.")
    days = {name: parse_day(values.get(name, "")) for name in ("review", "due", "until")}
    for day in days.values():
        if isinstance(day, Refused):
            return day
    return closing.decide(
        meeting,
        cast("Outcome", values["outcome"]),
        values.get("rationale", ""),
        conditions=_lines(values.get("conditions", "")),
        test=values.get("test", ""),
        tester=values.get("tester", ""),
        would_change=values.get("would_change", ""),
        **days,  # type: ignore[arg-type]  # no day is Refused any more
    )


def _minute(meeting: Meeting, _: str, values: Values) -> Ruled:
    kind = values.get("kind", "minute")
    return anytime.take_minute(
        meeting,
        values.get("text", ""),
        values.get("speaker") or None,
        quiet=kind != "minute",
        kind="voiced-early" if kind == "voiced-early" else "minute",
    )


def _follow_up(meeting: Meeting, _: str, values: Values) -> Ruled:
    due = parse_day(values.get("due", ""))
    if isinstance(due, Refused):
        return due
    return anytime.add_follow_up(meeting, values.get("text", ""), values.get("owner", ""), due)


def _dissent(meeting: Meeting, _: str, values: Values) -> Ruled:
    return closing.record_dissent(
        meeting,
        values["panelist"],
        values.get("text", ""),
        confirmed=values.get("confirmed") == "yes",
    )


def _waive(meeting: Meeting, _: str, values: Values) -> Ruled:
    what, reason = values["what"], values.get("reason", "")
    if what == "challenge":
        return talk.waive_challenge(meeting, reason)
    if what == "round":
        return rounds.abandon_round(meeting, meeting.place.competency, reason)
    if what.startswith("close:"):
        return talk.close(meeting, cast("Closing", what.removeprefix("close:")), reason)
    return moves.waive(meeting, reason)


def _reopen(meeting: Meeting, _: str, values: Values) -> Ruled:
    return talk.reopen(meeting, values["competency"], values.get("reason", ""))


def _go(meeting: Meeting, _: str, values: Values) -> Ruled:
    where = values["place"]
    if where in STEPS:
        return moves.go(meeting, Place(step=where))
    return moves.go(meeting, Place(step="competency", competency=where))


def _people(meeting: Meeting, _: str, values: Values) -> Ruled:
    panelist, what = values["panelist"], values["what"]
    if what not in ("present", "late", "left", "absent", "owner"):
        return Refused(
            "Ask them whether this is the role they rated; that has a prompt of its own."
        )
    if what == "owner":
        return opening.replace_owner(meeting, panelist, values.get("reason", ""))
    return opening.mark_attendance(meeting, panelist, cast("Presence", what))


def _correct(meeting: Meeting, _: str, values: Values) -> Ruled:
    if values["now"] == UNCHOSEN:
        return Refused("Choose what the entry should say.")
    return rounds.correct_entry(
        meeting, meeting.place.competency, values["panelist"], entry(values["now"])
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


_ANSWERS: dict[str, Callable[[Meeting, str, Values], Ruled]] = {
    "confirm_role": _confirm_role,
    "pass_gate": lambda m, about, values: opening.pass_gate(m),
    "open_round": lambda m, about, values: rounds.open_round(m, m.place.competency or ""),
    "challenge": _challenge,
    "open_vignette": lambda m, about, values: warmup.open_vignette(m, values["case"]),
    "argue": lambda m, about, values: talk.argue(m, values.get("text", "")),
    "explain": _explain,
    "close": lambda m, about, values: talk.close(m),
    "review_reference": lambda m, about, values: closing.review_reference(m, about or None),
    "mark_constraint": _mark_constraint,
    "note_context": _note_context,
    "note_owed": lambda m, about, values: closing.note_owed(m, values.get("text", "")),
    "note_concern": lambda m, about, values: closing.note_concern(m, values.get("text", "")),
    "give_cause": _give_cause,
    "advance": lambda m, about, values: moves.advance(m),
    "confirm_dissent": _confirm_dissent,
    "answer_dissent": _answer_dissent,
    "decide": _decide,
    "minute": _minute,
    "quiet_minute": _minute,
    "follow_up": _follow_up,
    "dissent": _dissent,
    "waive": _waive,
    "reopen": _reopen,
    "go": _go,
    "people": _people,
    "correct": _correct,
    "clock": lambda m, about, values: anytime.pause(m),
}
