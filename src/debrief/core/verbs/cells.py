"""The rules for cells that are entered unseen, and the labels of their reveal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from debrief.core.form import Ask
from debrief.core.meeting import events as e
from debrief.core.meeting.event import Barrier
from debrief.core.meeting.events.journal import undone
from debrief.core.meeting.question import CaseQuestion, Cells, PollQuestion, Question
from debrief.core.meeting.state import Meeting
from debrief.core.meeting.wording import names
from debrief.core.refused import (
    Refused,
    before_gate,
    closed_to_change,
    unknown_competency,
    unknown_panelist,
)
from debrief.core.scorecard import Entry
from debrief.core.sealed import Sealed

Cleared = e.BallotCleared | e.VignetteCleared
Entered = e.BallotEntered | e.VignetteRated

FEW = 2
"""Most people who are named in a label; more are counted."""

UNSEEN = "A reveal cannot be unseen."


NO_ROUND = Refused("No blind entry is open here.")
NOTHING_ENTERED = Refused("There are no entries left to clear. To give up the round, press w.")
NO_CASE = Refused("No case is being rated here.")


def open_cells(meeting: Meeting, question: Question | None) -> Cells | Refused:
    """Return the cells of a question, or a refusal if they are not open."""
    if question is None:
        return NO_CASE if meeting.place.step == "warm-up" else NO_ROUND
    if refused := unknown_competency(meeting, question.competency):
        return refused
    return meeting.cells_of(question) or NO_ROUND


def enter(
    meeting: Meeting, question: Question | None, ballots: Mapping[str, str]
) -> e.BallotEntered | e.VignetteRated | Refused:
    """Fill cells of a question unseen; `ballots` is the ciphertext by panelist."""
    cells = before_gate(meeting) or open_cells(meeting, question)
    if isinstance(cells, Refused):
        return cells
    voters = cells.question.voters(meeting)
    for panelist in ballots:
        if refused := unknown_panelist(meeting, panelist):
            return refused
        if panelist not in voters:
            return Refused(
                f"{meeting.name(panelist)} cannot enter anything here: press p for people."
            )
    if isinstance(cells.question, CaseQuestion):
        if not ballots:
            return Refused("Everybody already has an entry.")
        return e.VignetteRated(ballots=dict(ballots))
    if not ballots:
        complete = "Everybody already has an entry or must rate again: type a digit, s or x."
        return Refused(complete if voters else nobody_may_enter(cells.question))
    return e.BallotEntered(
        competency=cells.question.competency, round=cells.round, ballots=dict(ballots)
    )


def clear(
    meeting: Meeting, question: Question | None, panelist: str
) -> e.BallotCleared | e.VignetteCleared | Refused:
    """Empty a cell of a question."""
    cells = before_gate(meeting) or open_cells(meeting, question)
    if isinstance(cells, Refused):
        return cells
    if panelist not in cells.ballots:
        return Refused("There is no entry to clear here.")
    if isinstance(cells.question, CaseQuestion):
        return e.VignetteCleared(panelist=panelist)
    return e.BallotCleared(
        competency=cells.question.competency, round=cells.round, panelist=panelist
    )


def last_entered(meeting: Meeting, log: Sequence[e.LogLine]) -> str:
    """Return the panelist whose cell here was filled last, empty if all are empty."""
    ballots = meeting.cells_here.ballots if meeting.cells_here else {}
    entries = (x.event.ballots for x in reversed(log) if isinstance(x.event, Entered))
    return next((p for entered in entries for p in reversed(entered) if p in ballots), "")


def undo_entry(
    meeting: Meeting, log: Sequence[e.LogLine]
) -> tuple[Cleared | Entered, ...] | Refused | None:
    """Return what takes back the last entry or clearing here.

    An entry is cleared, and one that was cleared by its key returns. None if the last act is
    another one. A refusal if everything here is taken back already: undo takes back entries here,
    never the round itself.
    """
    here = meeting.cells_here
    if here is None:
        return None
    taken_back, entries = undone(log), False
    undoes = {x.event.undoes for x in log if isinstance(x.event, Cleared | Entered)}
    for at in reversed(range(len(log))):
        line, event = log[at], log[at].event
        if isinstance(event, Cleared | Entered):
            entries = True
            if event.undoes is not None or line.seq in undoes:
                continue
            if isinstance(event, Cleared):
                return (_restored(event, log[:at], line.seq),)
            filled = [p for p in event.ballots if p in here.ballots]
            if filled:
                clearings = (clear(meeting, here.question, p) for p in filled)
                return tuple(
                    x.model_copy(update={"undoes": line.seq})
                    for x in clearings
                    if not isinstance(x, Refused)
                )
        elif isinstance(event, e.BallotsLost):  # what was sealed to the lost key cannot return
            return NOTHING_ENTERED
        elif isinstance(event.undo, Barrier) or not (
            event.is_skipped_by_undo() or line.seq in taken_back
        ):
            opens = isinstance(event, e.RoundOpened | e.StepOpened | e.VignetteOpened)
            return NOTHING_ENTERED if entries and opens else None
    return None


def _restored(cleared: Cleared, before: Sequence[e.LogLine], seq: int) -> Entered:
    """Return the entry that was cleared at `seq`, with the same ciphertext."""
    panelist = cleared.panelist
    entry = next(
        line.event
        for line in reversed(before)
        if isinstance(line.event, Entered) and panelist in line.event.ballots
    )
    ballots = {panelist: entry.ballots[panelist]}
    return entry.model_copy(update={"ballots": ballots, "undoes": seq})


def lose(meeting: Meeting, ballot_key: str) -> e.BallotsLost | Refused:
    """Empty all cells, since their key is lost; new ones are sealed to `ballot_key`."""
    return closed_to_change(meeting) or e.BallotsLost(ballot_key=ballot_key)


def nothing_to_keep(meeting: Meeting, question: Question, people: Sequence[str]) -> Refused | None:
    """Return the refusal if some of these people have no earlier entry to keep, else None."""
    if isinstance(question, CaseQuestion):
        return Refused("There is no earlier rating of this case to keep.")
    if question.without_entry(meeting) != "keep":
        return Refused("There is no earlier vote to keep.")
    none = [p for p in people if not question.has_earlier(meeting, p)]
    if not none:
        return None
    has, what = ("has" if len(none) == 1 else "have"), ("rating" if question.competency else "vote")
    top = len(question.levels(meeting.brief))
    return Refused(f"{names(meeting, none)} {has} no {what} to keep: enter 1–{top} or x.")


def for_the_rest(meeting: Meeting) -> dict[str, str]:
    """Return the choice to enter for each voter here without an entry."""
    cells = meeting.cells_here
    if cells is None:
        return {}
    choice = cells.question.without_entry(meeting)
    return {
        p: choice
        for p in waiting(meeting)
        if choice != "keep" or cells.question.may_keep(meeting, p)
    }


def filled_cells(
    meeting: Meeting, question: Question | None, opened: Mapping[str, Sealed[Entry]]
) -> Cells | Refused:
    """Return the cells of a question, or a refusal if nothing in them can be revealed."""
    cells = before_gate(meeting) or open_cells(meeting, question)
    if isinstance(cells, Refused) or opened:
        return cells
    question = cells.question
    if isinstance(question, CaseQuestion):
        rest = "do not rate"
    elif not question.voters(meeting):
        return Refused(nobody_may_enter(question))
    else:
        rest = "keep theirs" if question.without_entry(meeting) == "keep" else "do not vote"
    return Refused(f"Nobody has an entry yet: type one. With S, the rest {rest}.")


def nobody_may_enter(question: PollQuestion) -> str:
    """Return the advice for a question with no voters in the call."""
    instead = "gives up the round" if question.competency else "skips the vote"
    return f"Nobody in the call can enter anything: p marks who is present, w {instead}."


def waiting(meeting: Meeting) -> tuple[str, ...]:
    """Return the voters here whose cell is empty."""
    cells = meeting.cells_here
    if cells is None:
        return ()
    return tuple(p for p in cells.question.voters(meeting) if p not in cells.ballots)


def reveal_label(missing: int) -> str:
    """Return the label of a reveal with the number of entries or cards that are missing."""
    return f"Reveal ({missing} missing)" if missing else "Reveal"


def few(meeting: Meeting, people: Sequence[str]) -> str:
    """Return the names of these people, or their number if they are more than a few."""
    return names(meeting, people) if len(people) <= FEW else f"{len(people)} people"


def confirm_early(verb: str, meeting: Meeting, effect: str) -> Ask | None:
    """Return the question before a reveal if some have no entry; `effect` says what happens."""
    left = waiting(meeting)
    if meeting.cells_here is None or not left or not meeting.cells_here.ballots:
        return None
    line = f"No entry from {names(meeting, left)}{effect}. {UNSEEN}"
    return Ask(verb, "", "Reveal without all entries?", (), "Reveal anyway", (line,), guard=True)
