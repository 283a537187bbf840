"""The steps of a meeting, in order, and a meeting's current place."""

from __future__ import annotations

from typing import Literal, get_args

from debrief.core.model import Id, Model

Step = Literal[
    "preflight",
    "role-clarity",
    "warm-up",
    "competency",
    "references",
    "fit",
    "premortem",
    "vote",
    "decision",
    "record",
]

Phase = Literal["", "blind", "revealed", "challenge", "second-round", "closed", "wrapped-up"]
"""The phase of a question to the panel; empty at steps without one."""

STEPS: tuple[Step, ...] = get_args(Step)

TITLES: dict[Step, str] = {
    "preflight": "Preflight",
    "role-clarity": "Role clarity",
    "warm-up": "Warm-up",
    "competency": "Competencies",
    "references": "References",
    "fit": "Constraints and mutual fit",
    "premortem": "Premortem",
    "vote": "Final vote",
    "decision": "Decision",
    "record": "Read-back and record",
}


class Place(Model):
    """The meeting's current step, and its competency if the step has one."""

    step: Step
    competency: Id | None = None


OVERVIEW = Place(step="competency")
"""The overview of all competencies, a place to look at that is not part of the agenda."""
