"""Rounds: revealing the cards, entering further rounds and votes unseen, revealing those."""

from __future__ import annotations

from collections.abc import Mapping

from debrief.core import events as e
from debrief.core.agenda import next_place, open_competencies
from debrief.core.meeting import Meeting
from debrief.core.rules.refused import (
    Refused,
    before_gate,
    closed_to_change,
    unknown_competency,
    unknown_panelist,
    without_reason,
)
from debrief.core.scorecard import Entry, Rating
from debrief.core.sealed import Sealed
from debrief.core.words import RevealedCompetency

Cards = Mapping[str, Mapping[str, Sealed[Rating]]]
"""By panelist, then competency: the ratings of the cards that stand as committed to."""

NOTHING = Rating(state="not-assessed", reason="Nothing on the card.")
SECOND_ROUND = 2


def reveal(meeting: Meeting, competency: str, cards: Cards) -> e.RatingsRevealed | Refused:
    """Reveal all ratings of a competency at once; who has no usable card is missing."""
    if refused := before_gate(meeting) or unknown_competency(meeting, competency):
        return refused
    poll = meeting.competencies[competency]
    if poll.revealed:
        return Refused("This competency is revealed already.")
    if poll.closed is not None:
        return Refused("This competency was left out: reopen it first.")
    return e.RatingsRevealed(round=1, revealed=(_opened(meeting, competency, cards),))


def wrap_up(meeting: Meeting, cards: Cards) -> e.RatingsRevealed | Refused:
    """Reveal all competencies that are still blind together and close them as not discussed."""
    if refused := before_gate(meeting):
        return refused
    if meeting.vote.revealed:
        return Refused("The vote is revealed: the competencies are behind us.")
    blind = [c for c in open_competencies(meeting) if not meeting.competencies[c].revealed]
    if not blind:
        return Refused("No competency is blind any more: close those that are open one by one.")
    return e.RatingsRevealed(
        round=1,
        revealed=tuple(_opened(meeting, c, cards) for c in blind),
        wrap_up=True,
        then=next_place(meeting, *blind) if meeting.place.competency in blind else None,
    )


def _opened(meeting: Meeting, competency: str, cards: Cards) -> RevealedCompetency:
    ratings = {
        panelist: card[competency].open() if competency in card else NOTHING
        for panelist, card in cards.items()
        if competency in meeting.usable.get(panelist, ())
    }
    in_order = {p.id: ratings[p.id] for p in meeting.brief.panel if p.id in ratings}
    return RevealedCompetency(competency=competency, ratings=in_order)


def open_round(meeting: Meeting, competency: str) -> e.RoundOpened | Refused:
    """Open a further blind round: a second one, and one more after a reopening."""
    if refused := before_gate(meeting) or unknown_competency(meeting, competency):
        return refused
    poll = meeting.competencies[competency]
    if not poll.revealed:
        return Refused("Reveal the first round before opening a second.")
    if poll.open_round is not None:
        return Refused("A round is open already.")
    if poll.closed is not None:
        return Refused("This competency is closed: reopen it first, with a reason.")
    if refused := no_round_left(meeting, competency):
        return refused
    if not meeting.voters(competency):
        return Refused("Nobody who may rate this is in the call.")
    return e.RoundOpened(competency=competency, round=poll.rounds[-1].number + 1)


def no_round_left(meeting: Meeting, competency: str) -> Refused | None:
    """Return why there can be no further round of a competency, if that is so."""
    poll = meeting.competencies[competency]
    if meeting.vote.revealed:
        return Refused("The final vote is revealed: ratings do not change any more.")
    if len(poll.rounds) >= SECOND_ROUND + bool(poll.reopened):
        return Refused(
            "That was the last round: close it, and reopen it later if a reason comes up."
        )
    return None


def enter_ballots(
    meeting: Meeting, competency: str | None, ballots: Mapping[str, str]
) -> e.BallotEntered | Refused:
    """Enter cells unseen; `ballots` is ciphertext by panelist, competency None the final vote."""
    if refused := before_gate(meeting) or _no_entry(meeting, competency):
        return refused
    for panelist in ballots:
        if refused := unknown_panelist(meeting, panelist):
            return refused
        if panelist not in meeting.voters(competency):
            return Refused(f"{meeting.name(panelist)} does not enter here: see people (p).")
    if not ballots and not meeting.voters(competency):
        return Refused(nobody_may_enter(competency))
    if not ballots:
        return Refused("Everybody has an entry already, or rates anew: a digit, or x.")
    round_ = meeting.poll(competency).open_round or 1
    return e.BallotEntered(competency=competency, round=round_, ballots=dict(ballots))


def clear_ballot(
    meeting: Meeting, competency: str | None, panelist: str
) -> e.BallotCleared | Refused:
    """Empty a cell."""
    if refused := before_gate(meeting) or _no_entry(meeting, competency):
        return refused
    poll = meeting.poll(competency)
    if panelist not in poll.ballots:
        return Refused("This cell is empty already.")
    return e.BallotCleared(competency=competency, round=poll.open_round or 1, panelist=panelist)


def lose_ballots(meeting: Meeting, ballot_key: str) -> e.BallotsLost | Refused:
    """Empty all cells, whose key is gone; new ones are sealed to `ballot_key`."""
    return closed_to_change(meeting) or e.BallotsLost(ballot_key=ballot_key)


def _no_entry(meeting: Meeting, competency: str | None) -> Refused | None:
    if refused := unknown_competency(meeting, competency):
        return refused
    if meeting.poll(competency).open_round is None:
        return Refused("No round is being entered here.")
    return None


def reveal_round(
    meeting: Meeting, competency: str, opened: Mapping[str, Sealed[Entry]]
) -> e.RatingsRevealed | Refused:
    """Reveal a further round at once; who has no entry keeps theirs."""
    if refused := before_gate(meeting) or _nothing_entered(meeting, competency, opened):
        return refused
    entries = _entries(meeting, competency, opened)
    return e.RatingsRevealed(
        round=meeting.competencies[competency].open_round or SECOND_ROUND,
        revealed=(RevealedCompetency(competency=competency, entries=entries),),
    )


def nobody_may_enter(competency: str | None) -> str:
    """Return what to do when nobody in the call may enter anything."""
    instead = "leaves the vote out" if competency is None else "gives the round up"
    return f"Nobody in the call may enter here: p marks who is present, w {instead}."


def reveal_votes(
    meeting: Meeting, opened: Mapping[str, Sealed[Entry]]
) -> e.VotesRevealed | Refused:
    """Reveal all votes at once; who has no entry has not voted."""
    if refused := before_gate(meeting) or _nothing_entered(meeting, None, opened):
        return refused
    for competency in open_competencies(meeting):
        title = meeting.brief.competency(competency).title
        return Refused(f"{title} was reopened: close it before the vote is revealed.")
    return e.VotesRevealed(
        round=meeting.vote.open_round or 1, votes=_entries(meeting, None, opened)
    )


def _nothing_entered(
    meeting: Meeting, competency: str | None, opened: Mapping[str, Sealed[Entry]]
) -> Refused | None:
    if refused := _no_entry(meeting, competency):
        return refused
    if not opened and not meeting.voters(competency):
        return Refused(nobody_may_enter(competency))
    if not opened:
        rest = "do not vote" if not meeting.poll(competency).rounds else "keep theirs"
        return Refused(f"Nobody has an entry yet: type one, or S: the rest {rest}.")
    return None


def _entries(
    meeting: Meeting, competency: str | None, opened: Mapping[str, Sealed[Entry]]
) -> dict[str, Entry]:
    nothing = Entry(choice="none")
    voters = set(meeting.voters(competency)) | set(opened)
    return {
        p.id: opened[p.id].open() if p.id in opened else nothing
        for p in meeting.brief.panel
        if p.id in voters
    }


def correct_entry(
    meeting: Meeting, competency: str | None, panelist: str, now: Entry
) -> e.EntryCorrected | Refused:
    """Correct a cell of the latest round that was entered wrongly; both values are kept."""
    if refused := (
        before_gate(meeting)
        or unknown_panelist(meeting, panelist)
        or unknown_competency(meeting, competency)
    ):
        return refused
    poll = meeting.poll(competency)
    typed = [r for r in poll.rounds if competency is None or r.number > 1]
    if not typed or poll.open_round is not None:
        return Refused(
            "Nothing here was entered by hand: round one comes from the cards; r opens a second."
        )
    if poll.closed is not None or (competency is None and meeting.decision is not None):
        return Refused("This is closed: what was entered stands.")
    was = typed[-1].marks[panelist].entry
    if was is None:
        return Refused(f"{meeting.name(panelist)} had no cell in this round.")
    words = meeting.brief.levels(competency)
    if now.level is not None and not 1 <= now.level <= len(words):
        return Refused(f"The scale has {len(words)} levels: choose 1 to {len(words)}.")
    if was == now:
        return Refused(f"That is what {meeting.name(panelist)}’s cell says already.")
    return e.EntryCorrected(
        competency=competency, round=typed[-1].number, panelist=panelist, was=was, now=now
    )


def explain_move(
    meeting: Meeting, competency: str, panelist: str, reason: str, *, declined: bool = False
) -> e.MoveExplained | Refused:
    """Record why somebody moved between two rounds; declining counts."""
    if refused := (
        before_gate(meeting)
        or unknown_panelist(meeting, panelist)
        or unknown_competency(meeting, competency)
    ):
        return refused
    if panelist not in meeting.movers(competency):
        return Refused(f"{meeting.name(panelist)} did not move.")
    if not declined and not reason.strip():
        return Refused("Write what changed their mind, or choose declined.")
    return e.MoveExplained(
        competency=competency,
        round=meeting.competencies[competency].rounds[-1].number,
        panelist=panelist,
        reason="" if declined else reason,
        declined=declined,
    )


def abandon_round(
    meeting: Meeting, competency: str | None, reason: str
) -> e.RoundAbandoned | Refused:
    """Give up an open round of a competency, or a repeated vote; what was entered is dropped."""
    if refused := before_gate(meeting) or _no_entry(meeting, competency) or without_reason(reason):
        return refused
    poll = meeting.poll(competency)
    if not poll.revealed:
        return Refused("There is no earlier vote to fall back on: waive the vote instead.")
    return e.RoundAbandoned(competency=competency, round=poll.open_round or 1, reason=reason)
