"""Agreement over an archive: all values that `debrief calibration` shows.

They describe and never diagnose: nothing about a person is shown before they pass the gate, and no
rating is changed. Left out on purpose: a ranking of raters, accuracy, halo and contrast scores.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import groupby

from debrief.calibration.alpha import Alpha, ordinal_alpha
from debrief.calibration.lean import Lean, Leans, leans
from debrief.calibration.names import Names, TwoNames
from debrief.calibration.pool import InlineExecutor, in_order
from debrief.calibration.sessions import SessionRatings
from debrief.calibration.sums import Panels, PartSums, added, parts, total

FEWEST_SESSIONS = 5
FEWEST_CORATERS = 4
FEWEST_DF = 20
LEAST_RELIABILITY = 0.70
LEAST_LEAN = 0.25
FEWEST_MOVES = 6
FEWEST_PANELS = 5


@dataclass(frozen=True, slots=True)
class Person:
    """A panelist on one scale, with their estimate.

    `name` contains the id if two people have the same name.
    """

    name: str
    estimate: Lean
    df: int

    @property
    def shown(self) -> bool:
        """True if they pass the gate; before that none of their numbers is shown."""
        estimate, lean = self.estimate, self.estimate.lean
        return (
            lean is not None
            and estimate.sessions >= FEWEST_SESSIONS
            and estimate.coraters >= FEWEST_CORATERS
            and self.df >= FEWEST_DF
            and (estimate.reliability or 0) >= LEAST_RELIABILITY
        )

    @property
    def mentioned(self) -> bool:
        """True if their lean is large and certain enough to be put into words."""
        interval, lean = self.estimate.interval, self.estimate.lean
        if not self.shown or interval is None or lean is None:
            return False
        return abs(lean) >= LEAST_LEAN and (interval[0] > 0 or interval[1] < 0)


@dataclass(frozen=True, slots=True)
class OnScale:
    """Agreement on scales of one length, and the panelists, by name.

    `sessions` is the number of debriefs; `consensus`, `mixed` and `split` are the numbers of
    competencies in them with three or more raters.
    """

    levels: int
    sessions: int
    alpha: Alpha
    leans: Leans
    people: tuple[Person, ...]
    consensus: int
    mixed: int
    split: int


@dataclass(frozen=True, slots=True)
class CompetencyAgreement:
    """The agreement of panels of three or more on one competency, over the archive."""

    id: str
    title: str
    levels: int
    consensus: int
    mixed: int
    split: int
    ad_median: float

    @property
    def panels(self) -> int:
        """The number of panels."""
        return self.consensus + self.mixed + self.split


@dataclass(frozen=True, slots=True)
class Discussion:
    """The changes from the first to the last round: convergence, not accuracy.

    `closer`, `wider` and `same` compare the mean distance from the median. In an `informative` move
    the owner and the other peers had rated on opposite sides of the mover; `toward_owner` is the
    number of those that went to the owner's side.
    """

    rounds: int = 0
    up: int = 0
    down: int = 0
    stayed: int = 0
    closer: int = 0
    wider: int = 0
    same: int = 0
    informative: int = 0
    toward_owner: int = 0

    @property
    def direction_known(self) -> bool:
        """True if there are enough informative moves to report them."""
        return self.informative >= FEWEST_MOVES


@dataclass(frozen=True, slots=True)
class Challenges:
    """The outcomes of challenges, one for each challenged competency or final vote."""

    held: int = 0
    changed: int = 0
    open: int = 0
    waived: int = 0


@dataclass(frozen=True, slots=True)
class Dissents:
    """The outcomes of recorded dissents at the review of the decision."""

    recorded: int = 0
    right: int = 0
    partly: int = 0
    no: int = 0
    cannot_tell: int = 0

    @property
    def reviewed(self) -> int:
        """The number of reviewed dissents."""
        return self.right + self.partly + self.no + self.cannot_tell


@dataclass(frozen=True, slots=True)
class Calibration:
    """The whole report: `scales` by most ratings, `competencies` by least agreement.

    A competency needs five panels of three or more raters.
    """

    sessions: int
    scales: tuple[OnScale, ...]
    two_names: tuple[TwoNames, ...]
    competencies: tuple[CompetencyAgreement, ...]
    discussion: Discussion
    challenges: Challenges
    dissents: Dissents


def calibration(
    sessions: Sequence[SessionRatings],
    names: Names,
    chance: Callable[[int], bytes],
    progress: Callable[[int, int], None] = lambda done, of: None,
    executor: Executor | None = None,
) -> Calibration:
    """Estimate the whole report from finished sessions.

    `chance(n)` returns n random bytes for bootstrap intervals. The same bytes give the same report
    on any `executor`; without one, this process adds up the sessions. `progress` is called with the
    numbers of finished parts and of all parts.
    """
    work = parts(sessions, frozenset(double.panelist for double in names.doubled))
    done: list[PartSums] = []
    for part in in_order(executor or InlineExecutor(), added, work):
        done.append(part)
        progress(len(done), len(work))
    people = names.unique()
    scales = [
        _on_scale(levels, list(of_scale), people, chance)
        for levels, of_scale in groupby(done, lambda part: part.levels)
    ]
    return Calibration(
        sessions=len(sessions),
        scales=tuple(sorted(scales, key=lambda scale: (-scale.alpha.ratings, scale.levels))),
        two_names=names.doubled,
        competencies=tuple(_contested(names, done)),
        discussion=Discussion(**_counted(part.discussion for part in done)),
        challenges=Challenges(**_counted(part.challenges for part in done)),
        dissents=Dissents(
            recorded=sum(part.dissents for part in done), **_counted(part.fared for part in done)
        ),
    )


def mentionable(
    sessions: Sequence[SessionRatings], names: Names, panel: Mapping[str, str], levels: int
) -> dict[str, Person]:
    """Return, by id, the people in a panel whose lean may be put into words in their meeting.

    `sessions` are past ones, without that meeting, with their `names`; `panel` has the names of its
    panelists by id, `levels` is the length of its scale. Panelists with another name in the past
    are left out, because that may be another person.
    """
    known = names.together(panel)
    left_out = frozenset(double.panelist for double in known.doubled)
    of_scale = [session for session in sessions if session.levels == levels]
    sums = [added(part).sums for part in parts(of_scale, left_out)]
    people = _by_name(leans(total(sums)), known.unique()) if sums else ()
    return {
        person.estimate.panelist: person
        for person in people
        if person.mentioned and person.estimate.panelist in panel
    }


def _on_scale(
    levels: int, done: Sequence[PartSums], names: Mapping[str, str], chance: Callable[[int], bytes]
) -> OnScale:
    sums = total([part.sums for part in done])
    estimates = leans(sums)
    panels = sum((x for part in done for x in part.panels.values()), Panels())
    return OnScale(
        levels=levels,
        sessions=sum(part.rated for part in done),
        alpha=ordinal_alpha(sums, chance),
        leans=estimates,
        people=_by_name(estimates, names),
        consensus=panels.consensus,
        mixed=panels.mixed,
        split=panels.split,
    )


def _by_name(estimates: Leans, names: Mapping[str, str]) -> tuple[Person, ...]:
    people = [
        Person(names.get(lean.panelist, lean.panelist), lean, estimates.df)
        for lean in estimates.panelists
    ]
    return tuple(sorted(people, key=lambda x: (x.name.casefold(), x.estimate.panelist)))


def _contested(names: Names, done: Iterable[PartSums]) -> list[CompetencyAgreement]:
    panels: dict[tuple[str, int], Panels] = {}
    for part in done:
        for id_, of_part in part.panels.items():
            panels[id_, part.levels] = panels.get((id_, part.levels), Panels()) + of_part
    contested = [
        CompetencyAgreement(
            id=id_,
            title=names.title(id_),
            levels=levels,
            consensus=x.consensus,
            mixed=x.mixed,
            split=x.split,
            ad_median=x.ad_median / x.count,
        )
        for (id_, levels), x in panels.items()
        if x.count >= FEWEST_PANELS
    ]
    return sorted(contested, key=lambda x: (x.consensus / x.panels, -x.ad_median, x.id))


def _counted(counts: Iterable[Mapping[str, int]]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for count in counts:
        sums.update(count)
    return sums
