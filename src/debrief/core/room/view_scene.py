"""Builds the script of a talk: the challenge of a result of one mind, or arguing."""

from __future__ import annotations

from debrief.core.meeting.agreement import PAIR
from debrief.core.meeting.challenge import (
    BEST_CASE,
    MOVE_BACK,
    OPENING_OF_VOTE,
    SCRIPT,
    SEEN,
    SETTLES,
    UNSAID,
    challenge,
)
from debrief.core.meeting.state import Meeting
from debrief.core.refused import Refused
from debrief.core.room.poll import RatedRow, SceneSpeaker, SceneView
from debrief.core.verbs import rounds
from debrief.core.verbs.due import due
from debrief.core.verbs.talk import Argue, Challenge


def scene(meeting: Meeting, rows: tuple[RatedRow, ...]) -> SceneView | None:
    """Return the script of the talk that is due here, None if no talk is.

    `rows` are the revealed rows of the poll here.
    """
    verb = due(meeting).verb
    if verb == Challenge():
        return _challenge(meeting, verb.note_label(meeting))
    if verb == Argue():
        return _arguing(meeting, rows, verb.note_label(meeting))
    return None


def _again(meeting: Meeting) -> bool:
    here = meeting.place.competency
    return here is not None and not isinstance(rounds.open_round(meeting, here), Refused)


def _challenge(meeting: Meeting, label: str) -> SceneView:
    here = meeting.place.competency
    due_here = challenge(meeting, here)
    moved = meeting.movers(here) if here is not None else ()
    drawn = here is None or due_here.basis != "dissent"
    return SceneView(
        kind="challenge",
        opening=SCRIPT[0] if here is not None else OPENING_OF_VOTE,
        speakers=tuple(
            SceneSpeaker(
                x.panelist,
                meeting.name(x.panelist),
                x.why,
                MOVE_BACK if x.panelist in moved else "",
                x.line,
            )
            for x in due_here.named
        ),
        to_all="" if due_here.named else BEST_CASE,
        others="",
        stalled=(*SCRIPT[1:], *([due_here.prompt] if drawn else [])),
        again=_again(meeting),
        label=label,
    )


def _arguing(meeting: Meeting, rows: tuple[RatedRow, ...], label: str) -> SceneView:
    """Return the script of arguing: the two ends first, the decision owner last even at an end.

    If nobody is left at an end, or nobody differs, the first two to speak take their place.
    """
    levels = meeting.brief.levels(meeting.place.competency)
    order = sorted((row for row in rows if row.speaks), key=lambda row: row.speaks)
    ends = [row for row in order if row.end] or order[:PAIR]
    asked = (SEEN, *(f"What did you see that {row.name} did not?" for row in ends))
    speakers = tuple(
        SceneSpeaker(row.id, row.name, levels[row.level - 1] if row.level else "", question)
        for row, question in zip(ends, asked, strict=False)
    )
    others = [row.name for row in order if row not in ends and not row.speaks_last]
    last = [f"{row.name} last" for row in order if row.speaks_last and row not in ends]
    return SceneView(
        kind="arguing",
        opening="" if ends else SEEN,
        speakers=speakers,
        to_all=UNSAID,
        others=" · ".join([*([", ".join(others)] if others else []), *last]),
        stalled=(SETTLES,),
        again=_again(meeting),
        label=label,
    )
