"""The rules that a meeting was opened with, which it follows to its end and in a replay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from debrief.core.meeting import closing, ladder, rules_1
from debrief.core.meeting.closing import Need
from debrief.core.meeting.ladder import Called
from debrief.core.meeting.state import Meeting
from debrief.core.vocabulary import Closing


@dataclass(frozen=True, slots=True)
class Rules:
    """The closings of a meeting's competencies, the needs of a hire, and its challengers.

    `called` returns the people asked to challenge; None as the competency means the final vote.
    The classes of the same rules are in `AGREEMENT_UNDER`.
    """

    proposed_closing: Callable[[Meeting, str], Closing]
    other_closings: Callable[[Meeting, str], tuple[Closing, ...]]
    needs: Callable[[Meeting], tuple[Need, ...]]
    called: Callable[[Meeting, str | None], Called]
    is_vote_of_one_mind: Callable[[Meeting], bool]
    defers_challenges: bool


_RULES = {
    1: Rules(
        rules_1.proposed_closing,
        rules_1.other_closings,
        rules_1.needs,
        rules_1.called,
        rules_1.is_vote_of_one_mind,
        defers_challenges=True,
    ),
    2: Rules(
        closing.proposed_closing,
        closing.other_closings,
        closing.needs,
        ladder.called,
        ladder.is_vote_of_one_mind,
        defers_challenges=False,
    ),
}


def rules(meeting: Meeting) -> Rules:
    """Return the rules that a meeting was opened with."""
    return _RULES[meeting.rules]
