"""The meaning of the signs and words on a step's screen, for its help."""

from __future__ import annotations

from debrief.core.meeting.agreement import CLASS_RULES
from debrief.core.steps import Phase, Step

CLASS_SIGNS = {"consensus": "=", "mixed": "≈", "split": "≠"}

Term = tuple[str, str]
"""A sign or a word, and its meaning."""

_KINDS: tuple[Term, ...] = (
    ("*", "must-have"),
    ("‡", "threshold: met or not met"),
)
_ENTRIES: tuple[Term, ...] = (
    ("▓▓", "in"),
    ("░░", "not in yet"),
    ("──", "no card, or no vote"),
)
_RATINGS: tuple[Term, ...] = (
    ("●", "a rating"),
    ("○", "a rating from an earlier round"),
    ("◌", "a rating that is not counted"),
    ("┊", "the line between no and yes"),
)
_CLASSES: tuple[Term, ...] = tuple(
    (CLASS_SIGNS[name], f"{name}: {rule}") for name, rule in CLASS_RULES.items()
)
_EVIDENCE: tuple[Term, ...] = (
    ("+ –", "evidence for and against"),
    ("?", "evidence that depends on the context"),
)
_NEEDS: tuple[Term, ...] = (
    ("ruling", "the owner’s reason to hire despite a must-have or a threshold in the way"),
    ("answer", "the owner’s line to the only person against"),
    ("dissent", "a disagreement with the decision, in the person’s own words"),
    ("promise", "a condition, a debt, a follow-up or a signal, with a person and a day"),
)

_STEPS: dict[Step, tuple[Term, ...]] = {
    "competency": (*_RATINGS, *_CLASSES, *_EVIDENCE),
    "warm-up": _RATINGS,
    "vote": (*_RATINGS, *_CLASSES, *_KINDS),
    "decision": (*_NEEDS, *_KINDS),
    "record": _NEEDS,
}


def glossary(step: Step, phase: Phase = "") -> tuple[Term, ...]:
    """Return the signs and words of a step, or of a phase of it, each with its meaning."""
    if phase in ("blind", "second-round"):
        return _ENTRIES
    kinds = _KINDS if phase == "wrapped-up" else ()
    return tuple(dict.fromkeys((*_STEPS.get(step, ()), *kinds)))
