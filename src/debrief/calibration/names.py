"""The names of panelists and the titles of competencies in the briefs of an archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TwoNames:
    """An id with several names in the archive; its ratings are left out."""

    panelist: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """The names that each panelist's id stands for, and the title of each competency.

    A list of ratings has neither, so ids are shown instead.
    """

    people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def doubled(self) -> tuple[TwoNames, ...]:
        """The ids with several names."""
        return tuple(
            TwoNames(panelist, names)
            for panelist, names in sorted(self.people.items())
            if len(names) > 1
        )

    def unique(self) -> dict[str, str]:
        """Return each panelist's name, with the id if two have the same name."""
        names = {panelist: names[-1] for panelist, names in self.people.items()}
        often = Counter(names.values())
        return {p: name if often[name] == 1 else f"{name} ({p})" for p, name in names.items()}

    def title(self, competency: str) -> str:
        """Return the title of a competency, or its id if that is unknown."""
        return self.titles.get(competency, competency)

    def together(self, panel: Mapping[str, str]) -> Names:
        """Return these names, with those of one more panel."""
        people = dict(self.people)
        for panelist, name in panel.items():
            known = people.get(panelist, ())
            if all(same(other) != same(name) for other in known):
                people[panelist] = (*known, name)
        return Names(people, self.titles)


def same(name: str) -> str:
    """Return a name without differences of case and spacing, for comparison."""
    return " ".join(name.casefold().split())
