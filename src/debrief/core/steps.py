"""The steps of a meeting, in order, and the place a meeting is at."""

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

Phase = Literal["", "blind", "revealed", "challenge", "second-round", "closed"]
"""Where a question put to the panel stands; empty at steps that put none."""

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
    """Where the meeting is: a step, and the competency when the step is one."""

    step: Step
    competency: Id | None = None
