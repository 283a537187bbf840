"""Questions to confirm before an action that cannot be taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from debrief.core import agenda, challenge
from debrief.core.alias import masked
from debrief.core.meeting import Meeting
from debrief.core.prompts.form import Ask

UNSEEN = "A reveal cannot be unseen."


def guard(meeting: Meeting, verb: str, about: str, values: Mapping[str, str]) -> Ask | None:
    """Return the question to confirm before `verb` is done with these answers, if any."""
    found = _guard(meeting, verb, about, values)
    return None if found is None else masked(found, meeting.brief)


def _guard(meeting: Meeting, verb: str, about: str, values: Mapping[str, str]) -> Ask | None:
    match verb:
        case "reveal_round" | "reveal_votes":
            return _reveal_early(meeting, verb)
        case "reveal_vignette":
            return _case_early(meeting)
        case "go" if values["place"] == "wrap-up":
            return _wrap_up(meeting)
        case "people" if values["what"] == "card":
            return _accept_card(meeting, values["panelist"])
        case "finish":
            return _finish()
        case _:
            return None


def keep_rest(meeting: Meeting, filled: Mapping[str, str]) -> Ask | None:
    """Return the question before cells are `filled` for the rest; None if nobody is left."""
    if not filled:
        return None
    kept = "keep their rating" if "keep" in filled.values() else "do not vote"
    said = f"Without an entry: {challenge.names(meeting, tuple(filled))}. They {kept}."
    asked = Ask("keep_rest", "", "Fill all empty cells?", (), "Fill them", (said,), guard=True)
    return masked(asked, meeting.brief)


def reveal_without(meeting: Meeting, lost: Sequence[str]) -> Ask | None:
    """Return the question before a first reveal without the `lost` cards; None if none are."""
    if not lost:
        return None
    whose = challenge.names(meeting, tuple(lost))
    said = (
        f"{whose}: the card is not the one fixed at the opening, so it is revealed as missing. "
        f"To use the card that arrived, press n, then p. {UNSEEN}"
    )
    enter = "Reveal without it" if len(lost) == 1 else "Reveal without them"
    return masked(Ask("reveal", "", "Reveal now?", (), enter, (said,), guard=True), meeting.brief)


def _reveal_early(meeting: Meeting, verb: str) -> Ask | None:
    """Ask before a reveal if somebody has no entry yet."""
    here = meeting.place.competency
    cells = meeting.poll(here).ballots
    waiting = [p for p in meeting.voters(here) if p not in cells]
    if not waiting or not cells:
        return None
    kept = "keep their rating" if here is not None or meeting.vote.rounds else "have not voted"
    said = f"No entry from {challenge.names(meeting, waiting)}: they {kept}. {UNSEEN}"
    return Ask(verb, "", "Reveal without all entries?", (), "Reveal anyway", (said,), guard=True)


def _case_early(meeting: Meeting) -> Ask | None:
    """Ask before the reveal of a case if somebody has not rated it yet."""
    cells = meeting.warm_up.ballots
    waiting = [p for p in meeting.voters(None) if p not in cells]
    if not waiting or not cells:
        return None
    said = f"No entry from {challenge.names(meeting, waiting)}. {UNSEEN}"
    verb = "reveal_vignette"
    return Ask(verb, "", "Reveal without all entries?", (), "Reveal anyway", (said,), guard=True)


def _wrap_up(meeting: Meeting) -> Ask:
    blind = [c for c in agenda.open_competencies(meeting) if not meeting.poll(c).revealed]
    titles = ", ".join(meeting.brief.competency(c).title for c in blind)
    said = f"{titles}: all revealed now and closed as not discussed. {UNSEEN}"
    enter = f"Reveal {len(blind)}"
    return Ask("go", "", "Wrap up?", (), enter, (said,), guard=True)


def _accept_card(meeting: Meeting, panelist: str) -> Ask:
    said = "It will count for every competency that is still blind. This cannot be taken back."
    title = f"Accept the new card of {meeting.name(panelist)}?"
    return Ask("people", "", title, (), "Accept it", (said,), guard=True)


def _finish() -> Ask:
    return Ask(
        "finish",
        "",
        "Finish the meeting?",
        (),
        "Finish and write the record",
        (
            "The record contains what is shown above, with every rating and its evidence. After "
            "this, nothing in it can change. Objections and reviews go into a separate file.",
        ),
        guard=True,
    )
