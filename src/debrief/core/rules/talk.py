"""Talking a competency through: the challenge on consensus, arguing, closing, reopening."""

from __future__ import annotations

from debrief.core import events as e
from debrief.core.agenda import (
    challenged_with,
    is_unanimous,
    next_place,
    offers_together,
    proposed_closing,
    rerate_due,
    unexplained,
)
from debrief.core.challenge import challenge
from debrief.core.meeting import Meeting
from debrief.core.rules.refused import Refused, before_gate, unknown_competency, without_reason
from debrief.core.rules.rounds import no_round_left
from debrief.core.words import ChallengeOutcome, Closing


def record_challenge(
    meeting: Meeting, argued: str, *, new_evidence: bool, outcome: ChallengeOutcome
) -> e.ChallengeRecorded | Refused:
    """Record the challenge that is due here; held closes as agreed, open as needs more signal.

    Changed opens a further round. Where challenges were put off, this one is for all of them.
    """
    if refused := before_gate(meeting) or no_challenge_due(meeting):
        return refused
    if not argued.strip():
        return Refused("Write in a line what was argued.")
    here = meeting.place.competency
    asked = challenge(meeting, here)
    about = () if here is None else challenged_with(meeting, here)
    if outcome == "changed":
        if here is not None and (refused := no_round_left(meeting, here)):
            return refused
        if here is None and len(meeting.vote.rounds) > 1:
            return Refused("The vote was repeated once already: choose held or open.")
    closes = _closes(outcome, about)
    return e.ChallengeRecorded(
        competencies=about,
        basis=asked.basis,
        challengers=asked.challengers,
        argued=argued,
        new_evidence=new_evidence,
        outcome=outcome,
        closes=closes,
        opens_round=len(meeting.poll(here).rounds) + 1 if outcome == "changed" else None,
        then=next_place(meeting, *about) if about and outcome != "changed" else None,
    )


def _closes(outcome: ChallengeOutcome, about: tuple[str, ...]) -> Closing | None:
    if not about:
        return None
    if outcome == "open":
        return "needs-more-signal"
    if outcome == "changed" and len(about) == 1:
        return None
    return "agreed"


def no_challenge_due(meeting: Meeting) -> Refused | None:
    """Return why no challenge is due here, if that is so."""
    here = meeting.place
    if here.step == "vote":
        if not is_unanimous(meeting) or meeting.vote.open_round is not None:
            return Refused("A vote is challenged only when it is unanimous.")
        if meeting.vote.challenge_settled:
            return Refused("The vote was challenged already.")
        return None
    if here.competency is None:
        return Refused("There is nothing to challenge at this step.")
    poll = meeting.competencies[here.competency]
    if not poll.revealed or poll.open_round is not None:
        return Refused("Reveal the ratings first.")
    if poll.closed is not None or poll.challenge_settled:
        return Refused("The challenge here is settled already.")
    if meeting.agreement(here.competency).label != "consensus":
        return Refused("There is no consensus to challenge: argue from evidence instead.")
    return _owes_reason(meeting, here.competency) or _owes_round(meeting, here.competency)


def _owes_reason(meeting: Meeting, competency: str) -> Refused | None:
    for panelist in unexplained(meeting, competency):
        return Refused(f"{meeting.name(panelist)} moved: ask why first; declining counts.")
    return None


def _owes_round(meeting: Meeting, competency: str) -> Refused | None:
    for panelist in rerate_due(meeting, competency):
        return Refused(f"{meeting.name(panelist)} rated another role: a second round (r) is due.")
    return None


def waive_challenge(
    meeting: Meeting, reason: str, *, together: bool = False
) -> e.ChallengeWaived | Refused:
    """Leave out the challenge due here, with a reason, which closes the competency as agreed.

    `together` puts it off instead, to be held once for several competencies.
    """
    if refused := before_gate(meeting) or no_challenge_due(meeting) or without_reason(reason):
        return refused
    here = meeting.place.competency
    if here is None:
        return e.ChallengeWaived(reason=reason)
    about = challenged_with(meeting, here)
    if together:
        if not offers_together(meeting) or meeting.competencies[here].put_off:
            return Refused("Put off a challenge only after two were held without new evidence.")
        return e.ChallengeWaived(
            competencies=(here,), reason=reason, together=True, then=next_place(meeting)
        )
    return e.ChallengeWaived(
        competencies=about, reason=reason, closes="agreed", then=next_place(meeting, *about)
    )


def argue(meeting: Meeting, text: str = "") -> e.Argued | Refused:
    """Record that the disagreement here was argued from evidence."""
    if refused := before_gate(meeting):
        return refused
    here = meeting.place.competency
    if here is None or not meeting.competencies[here].revealed:
        return Refused("Reveal the ratings first: then there is something to argue about.")
    if meeting.competencies[here].closed is not None:
        return Refused("This competency is closed: reopen it first, with a reason.")
    return e.Argued(competency=here, text=text)


def close(
    meeting: Meeting, closing: Closing | None = None, reason: str = ""
) -> e.CompetencyClosed | Refused:
    """Close the competency here as proposed; any other way needs a reason."""
    if refused := before_gate(meeting):
        return refused
    here = meeting.place.competency
    if here is None:
        return Refused("There is no competency here to close.")
    poll = meeting.competencies[here]
    if poll.closed is not None:
        return Refused("This competency is closed already.")
    if not poll.revealed or poll.open_round is not None:
        return Refused("Reveal the ratings first, or leave the competency out with w.")
    if refused := _owes_reason(meeting, here):
        return refused
    proposed = proposed_closing(meeting, here)
    if closing is not None and closing != proposed:
        if refused := without_reason(reason):
            return refused
    elif refused := _owes_round(meeting, here):
        return refused
    elif _due_for_challenge(meeting, here):
        return Refused("Everybody agrees: challenge it first, or waive the challenge with w.")
    return e.CompetencyClosed(
        competency=here,
        closing=closing or proposed,
        reason=reason,
        then=next_place(meeting, here),
    )


def _due_for_challenge(meeting: Meeting, competency: str) -> bool:
    poll = meeting.competencies[competency]
    return meeting.agreement(competency).label == "consensus" and not poll.challenge_settled


def reopen(meeting: Meeting, competency: str, reason: str) -> e.CompetencyReopened | Refused:
    """Open a closed competency again, until the final vote is revealed."""
    if refused := (
        before_gate(meeting) or unknown_competency(meeting, competency) or without_reason(reason)
    ):
        return refused
    if meeting.competencies[competency].closed is None:
        return Refused("This competency is not closed.")
    if meeting.vote.revealed:
        return Refused("The final vote is revealed: the competencies stay as they closed.")
    if meeting.decided:
        return Refused(f"{meeting.owner_name} has decided: the competencies stay as they closed.")
    return e.CompetencyReopened(competency=competency, reason=reason)
