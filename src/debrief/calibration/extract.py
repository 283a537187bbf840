"""The ratings that calibration needs, from the fold of a finished meeting."""

from __future__ import annotations

from collections import Counter

from debrief.calibration.sessions import ChallengeEnd, CompetencyRatings, SessionRatings
from debrief.core.meeting import events as e
from debrief.core.meeting.state import Meeting

VERSION = 1
"""Number to raise when a changed fold makes `ratings_of` return other ratings."""


def ratings_of(id_: str, meeting: Meeting) -> SessionRatings:
    """Return the ratings of a finished meeting."""
    owners = _owners(meeting)
    return SessionRatings(
        id=id_,
        levels=len(meeting.brief.scale.levels),
        rules=meeting.rules,
        competencies=tuple(
            CompetencyRatings(
                competency.id,
                meeting.counted_levels(competency.id, rounds[0]),
                meeting.counted_levels(competency.id, rounds[-1]) if len(rounds) > 1 else None,
                owners[competency.id],
            )
            for competency in meeting.brief.competencies
            if competency.kind == "graded"
            and (rounds := meeting.competencies[competency.id].rounds)
        ),
        challenges=_challenges(meeting),
        dissents=meeting.finished.summary.dissents if meeting.finished else 0,
    )


def _owners(meeting: Meeting) -> dict[str, str]:
    """Return, by competency, the decision owner at its last reveal."""
    owner, owners = meeting.brief.decision.owner, {}
    for logged in meeting.kept_lines:
        if isinstance(logged.event, e.OwnerReplaced):
            owner = logged.event.owner
        elif isinstance(logged.event, e.RatingsRevealed):
            owners.update(dict.fromkeys((x.competency for x in logged.event.revealed), owner))
    return owners


def _challenges(meeting: Meeting) -> dict[ChallengeEnd, int]:
    ends: Counter[ChallengeEnd] = Counter()
    for competency in (*meeting.competencies, None):
        poll = meeting.poll(competency)
        ends.update(
            "held" if x.outcome == "held-new-evidence" else x.outcome for x in poll.challenges
        )
        ends["waived"] += poll.challenge_waived is not None and not poll.challenge_waived.together
    return dict(+ends)
