"""The acts of the facilitator: a module for each step, with the rules and one class per act.

A rule is a function that returns the events of an act, or Refused.
"""

from __future__ import annotations

from debrief.core.verbs import (
    anytime,
    decision,
    due,
    fit,
    moves,
    opening,
    premortem,
    record,
    references,
    rounds,
    sittings,
    talk,
    warmup,
    wrap_up,
)
from debrief.core.verbs.verb import Verb

VERBS: tuple[Verb, ...] = (
    *opening.VERBS,
    *warmup.VERBS,
    *rounds.VERBS,
    *talk.VERBS,
    *references.VERBS,
    *fit.VERBS,
    *premortem.VERBS,
    *decision.VERBS,
    *sittings.VERBS,
    *record.VERBS,
    *due.VERBS,
    *anytime.VERBS,
    *moves.VERBS,
    *wrap_up.VERBS,
)

_NAMED = {verb.name: verb for verb in VERBS}


def named(name: str) -> Verb:
    """Return the verb with this name; KeyError if there is none."""
    return _NAMED[name]
