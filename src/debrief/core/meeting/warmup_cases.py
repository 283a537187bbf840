"""The warm-up: invented cases with a reference rating, rated blind to align the panel's scale.

Frame-of-reference training: raters who practise on cases with known ratings, and hear why, agree
better with one another afterwards (Bernardin & Buckley 1981; Woehr & Huffcutt 1994).
"""

from __future__ import annotations

from dataclasses import dataclass

from debrief.core.brief import Brief, Competency, Vignette
from debrief.core.meeting.state import Meeting


@dataclass(frozen=True, slots=True)
class Case:
    """One vignette of one competency."""

    competency: Competency
    vignette: Vignette

    @property
    def key(self) -> str:
        """The case's key in its brief: `competency/vignette`."""
        return f"{self.competency.id}/{self.vignette.id}"


def cases(brief: Brief) -> tuple[Case, ...]:
    """Return every case, the first of each competency before any second.

    The first case depends on the alias, so that a panel that meets again starts with another one.
    """
    most = max((len(c.vignettes) for c in brief.competencies), default=0)
    firsts = [
        Case(competency, competency.vignettes[number])
        for number in range(most)
        for competency in brief.competencies
        if number < len(competency.vignettes)
    ]
    start = sum(map(ord, brief.candidate.alias)) % max(1, len(firsts))
    return tuple(firsts[start:] + firsts[:start])


def case(brief: Brief, key: str) -> Case:
    """Return the case with this key; KeyError if there is none."""
    match = next((example for example in cases(brief) if example.key == key), None)
    if match is None:
        raise KeyError(key)
    return match


def left(meeting: Meeting) -> tuple[Case, ...]:
    """Return the cases not rated yet."""
    rated = {example.key for example in meeting.rated_cases}
    return tuple(example for example in cases(meeting.brief) if example.key not in rated)


def distance_words(level: int, reference: int) -> str:
    """Return a rating's distance from the reference in words, such as `one level higher`."""
    gap = level - reference
    if gap == 0:
        return "as the reference"
    numbers = ("", "one level", "two levels", "three levels", "four levels")
    distance = numbers[abs(gap)] if abs(gap) < len(numbers) else f"{abs(gap)} levels"
    return f"{distance} {'higher' if gap > 0 else 'lower'}"


def summary_words(levels: tuple[int, ...], reference: int) -> str:
    """Return the counts of ratings at, above and below the reference, in words."""
    if not levels:
        return "nobody rated it"
    parts = (
        (sum(level == reference for level in levels), "as the reference"),
        (sum(level > reference for level in levels), "higher"),
        (sum(level < reference for level in levels), "lower"),
    )
    return " · ".join(f"{count} {words}" for count, words in parts if count)
