"""Builds the texts beside the final vote: the question, the role, and facts to consider."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from debrief.core.meeting.promises import contradictions
from debrief.core.meeting.state import Meeting
from debrief.core.text import counted, listed


def question(meeting: Meeting) -> str:
    """Return the question of the final vote."""
    return f"Final vote: would you hire {meeting.brief.candidate.alias} for this role?"


def role(meeting: Meeting) -> tuple[tuple[str, str], ...]:
    """Return the mandate and the first challenge, now and next, each after its label."""
    job = meeting.brief.role
    rows = (
        ("Role", job.mandate),
        ("Now", _first(job.challenges_now)),
        ("Next", _first(job.challenges_next)),
    )
    return tuple((label, text) for label, text in rows if text)


def _first(texts: Sequence[str]) -> str:
    more = f" · {len(texts) - 1} more" if len(texts) > 1 else ""
    return f"{texts[0]}{more}" if texts else ""


def concerns(meeting: Meeting) -> tuple[tuple[str, str], ...]:
    """Return references that contradict, constraints not told, and the causes, with marks."""
    return (
        *(
            ("✗", f"Reference {n} contradicts {listed(titles)}")
            for n, titles in contradictions(meeting)
        ),
        *(("!", f"Not told: {text}") for text, x in meeting.constraints.items() if not x.told),
        *_causes(meeting),
    )


def _causes(meeting: Meeting) -> Iterator[tuple[str, str]]:
    given = {"failed": 0, "missed": 0}
    for cause in meeting.causes:
        given[cause.kind] += len(cause.causes)
    words = {"failed": "cause", "missed": "missed strength"}
    parts = [counted(count, words[kind]) for kind, count in given.items() if count]
    if parts:
        yield "·", ", ".join(parts)
