"""How rounds, cells, challenges and arguments change the poll they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from debrief.core import events as e
from debrief.core.happened import Closed, Mark, Round
from debrief.core.meeting import Meeting
from debrief.core.scorecard import Entry, State
from debrief.core.steps import Place
from debrief.core.words import RevealedCompetency


def with_poll(meeting: Meeting, competency: str | None, **changes: Any) -> Meeting:
    """Return the meeting with fields of one poll changed; None means the final vote."""
    poll = replace(meeting.poll(competency), **changes)
    if competency is None:
        return meeting.changed(vote=poll)
    return meeting.changed(competencies={**meeting.competencies, competency: poll})


def go(meeting: Meeting, place: Place | None) -> Meeting:
    """Return the meeting at `place`, or where it is when there is none.

    Coming to the final vote for the first time opens its cells.
    """
    if place is None:
        return meeting
    vote = meeting.vote
    if place.step == "vote" and not vote.revealed and vote.open_round is None:
        meeting = with_poll(meeting, None, open_round=1, ballots={})
    return replace(meeting, place=place)


def revealed(meeting: Meeting, event: e.RatingsRevealed, logged: e.Logged) -> Meeting:
    """Add the revealed round to each competency shown."""
    for shown in event.revealed:
        poll = meeting.competencies[shown.competency]
        if event.round == 1:
            marks = {p.id: _card_mark(shown, p.id) for p in meeting.brief.panel}
        else:
            marks = _entered(poll.rounds[-1].marks, shown.entries)
        meeting = with_poll(
            meeting,
            shown.competency,
            rounds=(*poll.rounds, Round(event.round, marks, logged.t)),
            ratings={**poll.ratings, **shown.ratings},
            open_round=None,
            ballots={},
            closed=Closed("not-discussed", "wrapped up") if event.wrap_up else poll.closed,
        )
    return meeting


def _card_mark(shown: RevealedCompetency, panelist: str) -> Mark:
    rating = shown.ratings.get(panelist)
    return Mark(State.MISSING) if rating is None else Mark(rating.standing, rating.level)


def _entered(earlier: Mapping[str, Mark], entries: Mapping[str, Entry]) -> dict[str, Mark]:
    return {
        panelist: _entry_mark(mark, entries.get(panelist), ()) for panelist, mark in earlier.items()
    }


def _entry_mark(earlier: Mark, entry: Entry | None, was: tuple[Entry, ...]) -> Mark:
    match entry:
        case Entry(choice="level", level=level):
            return Mark(State.RATED, level, "entered", entry, was)
        case Entry(choice="not-voting"):
            return Mark(State.ABSTAINS, None, "entered", entry, was)
        case Entry(choice="keep"):
            return Mark(earlier.state, earlier.level, "kept", entry, was)
        case _:
            return Mark(earlier.state, earlier.level, "none", entry, was)


_NO_VOTE = Mark(State.NOT_ASSESSED, None, "none")


def votes_revealed(meeting: Meeting, event: e.VotesRevealed, logged: e.Logged) -> Meeting:
    """Add the revealed round to the final vote; the recused stand as recused."""
    rounds = meeting.vote.rounds
    empty = {p.id: _NO_VOTE for p in meeting.brief.panel}
    marks = _entered(rounds[-1].marks if rounds else empty, event.votes)
    for panelist in marks:
        if meeting.is_recused(panelist):
            marks[panelist] = Mark(State.RECUSED, None, "none")
    shown = (*rounds, Round(event.round, marks, logged.t))
    return with_poll(meeting, None, rounds=shown, open_round=None, ballots={})


def corrected(meeting: Meeting, event: e.EntryCorrected, _: e.Logged) -> Meeting:
    """Put the right entry into its round and keep the wrong one beside it."""
    rounds = meeting.poll(event.competency).rounds
    index = next(i for i, r in enumerate(rounds) if r.number == event.round)
    old = rounds[index].marks[event.panelist]
    earlier = rounds[index - 1].marks[event.panelist] if index else _NO_VOTE
    mark = _entry_mark(earlier, event.now, (*old.was, event.was))
    changed = replace(rounds[index], marks={**rounds[index].marks, event.panelist: mark})
    fixed = (*rounds[:index], changed, *rounds[index + 1 :])
    return with_poll(meeting, event.competency, rounds=fixed)


def challenged(meeting: Meeting, event: e.ChallengeRecorded, _: e.Logged) -> Meeting:
    """Record a challenge; only the competency at hand gets the round it opens."""
    for competency in event.competencies or (None,):
        poll = meeting.poll(competency)
        opens = event.opens_round if competency == meeting.place.competency else None
        closing = event.closes if opens is None else None
        meeting = with_poll(
            meeting,
            competency,
            challenges=(*poll.challenges, event),
            closed=Closed(closing) if closing else poll.closed,
            open_round=opens or poll.open_round,
            ballots={} if opens else poll.ballots,
        )
    return meeting


def challenge_waived(meeting: Meeting, event: e.ChallengeWaived, _: e.Logged) -> Meeting:
    """Settle a challenge that is not held, or put it off."""
    for competency in event.competencies or (None,):
        closed = Closed(event.closes) if event.closes else meeting.poll(competency).closed
        meeting = with_poll(meeting, competency, challenge_waived=event, closed=closed)
    return meeting


def argued(meeting: Meeting, event: e.Argued, _: e.Logged) -> Meeting:
    """Record that a disagreement was argued."""
    argued = (*meeting.competencies[event.competency].argued, event.text)
    return with_poll(meeting, event.competency, argued=argued)


def round_opened(meeting: Meeting, event: e.RoundOpened, _: e.Logged) -> Meeting:
    """Open a further round with empty cells."""
    return with_poll(meeting, event.competency, open_round=event.round, ballots={})


def round_abandoned(meeting: Meeting, event: e.RoundAbandoned, _: e.Logged) -> Meeting:
    """Drop an open round and its cells."""
    poll = meeting.poll(event.competency)
    return with_poll(
        meeting,
        event.competency,
        open_round=None,
        ballots={},
        abandoned=(*poll.abandoned, event),
    )


def ballots_entered(meeting: Meeting, event: e.BallotEntered, _: e.Logged) -> Meeting:
    """Fill cells of the open round; cells of a round taken back are dropped."""
    poll = meeting.poll(event.competency)
    if poll.open_round != event.round:  # its round was taken back
        return meeting
    return with_poll(meeting, event.competency, ballots={**poll.ballots, **event.ballots})


def ballot_cleared(meeting: Meeting, event: e.BallotCleared, _: e.Logged) -> Meeting:
    """Empty a cell of the open round."""
    poll = meeting.poll(event.competency)
    if poll.open_round != event.round:
        return meeting
    left = {p: cell for p, cell in poll.ballots.items() if p != event.panelist}
    return with_poll(meeting, event.competency, ballots=left)


def ballots_lost(meeting: Meeting, event: e.BallotsLost, _: e.Logged) -> Meeting:
    """Empty every cell of every open round; new ones are sealed to the new key."""
    for competency in (*meeting.competencies, None):
        if meeting.poll(competency).ballots:
            meeting = with_poll(meeting, competency, ballots={})
    return replace(meeting, ballot_key=event.ballot_key)


def move_explained(meeting: Meeting, event: e.MoveExplained, _: e.Logged) -> Meeting:
    """Record why somebody moved."""
    moves = (*meeting.competencies[event.competency].moves, event)
    return with_poll(meeting, event.competency, moves=moves)
