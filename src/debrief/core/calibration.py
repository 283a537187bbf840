"""What an archive says about agreement: everything that `debrief calibration` shows, as values.

It describes and never diagnoses: of a person nothing is shown before the gate, and no rating is
ever changed. Refused on purpose: a ranking of raters, accuracy, halo or contrast scores.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from debrief.core.agreement import Agreement, agreement
from debrief.core.alpha import Alpha, ordinal_alpha
from debrief.core.columns import columns
from debrief.core.held import Asked, Held, Rated
from debrief.core.lean import Lean, Leans, leans

FEWEST_SESSIONS = 5
FEWEST_CORATERS = 4
FEWEST_DF = 20
LEAST_RELIABILITY = 0.70
LEAST_LEAN = 0.25
FEWEST_MOVES = 6
FEWEST_PANELS = 5
FEWEST_FOR_A_CLASS = 3


@dataclass(frozen=True, slots=True)
class Person:
    """A panelist on one scale, with their estimate and whether it may be shown.

    `name` is what to call them, with the id where two have the same name.
    """

    name: str
    estimate: Lean
    df: int

    @property
    def shown(self) -> bool:
        """Whether they are past the gate; before it no number of theirs is shown."""
        found, lean = self.estimate, self.estimate.lean
        return (
            lean is not None
            and found.sessions >= FEWEST_SESSIONS
            and found.coraters >= FEWEST_CORATERS
            and self.df >= FEWEST_DF
            and (found.reliability or 0) >= LEAST_RELIABILITY
        )

    @property
    def mentioned(self) -> bool:
        """Whether their lean is large and certain enough to be put into words."""
        interval, lean = self.estimate.interval, self.estimate.lean
        if not self.shown or interval is None or lean is None:
            return False
        return abs(lean) >= LEAST_LEAN and (interval[0] > 0 or interval[1] < 0)


@dataclass(frozen=True, slots=True)
class OnScale:
    """All that was rated on scales of one length: agreement, and each panelist by name.

    `sessions` counts the debriefs, `consensus`, `mixed` and `split` the competencies in them that
    three or more rated.
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
class Contested:
    """How panels of three or more stood on one competency, over the archive."""

    id: str
    title: str
    levels: int
    consensus: int
    mixed: int
    split: int
    ad_median: float

    @property
    def panels(self) -> int:
        """How many panels there were."""
        return self.consensus + self.mixed + self.split


@dataclass(frozen=True, slots=True)
class Discussion:
    """What further rounds changed, from the first to the last: convergence, not accuracy.

    `closer`, `wider` and `same` compare the mean distance from the median. `informative` moves are
    those whose direction can tell something: owner and other peers stood on opposite sides of the
    mover; `toward_owner` of them went to the owner's.
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
        """Whether there are enough informative moves to report them."""
        return self.informative >= FEWEST_MOVES


@dataclass(frozen=True, slots=True)
class Challenges:
    """How challenges ended, one for each competency or final vote that was challenged."""

    held: int = 0
    changed: int = 0
    open: int = 0
    waived: int = 0


@dataclass(frozen=True, slots=True)
class Dissents:
    """How recorded dissents fared when the decision was reviewed."""

    recorded: int = 0
    right: int = 0
    partly: int = 0
    no: int = 0
    cannot_tell: int = 0

    @property
    def reviewed(self) -> int:
        """How many have been looked at again."""
        return self.right + self.partly + self.no + self.cannot_tell


@dataclass(frozen=True, slots=True)
class TwoNames:
    """An id that stands for two names in the archive; its ratings are left out."""

    panelist: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Calibration:
    """The whole report. `scales` come with the most rated first, `competencies` least agreed first.

    A competency is in it from five panels of three or more raters on.
    """

    sessions: int
    scales: tuple[OnScale, ...]
    two_names: tuple[TwoNames, ...]
    competencies: tuple[Contested, ...]
    discussion: Discussion
    challenges: Challenges
    dissents: Dissents


def calibration(
    sessions: Sequence[Held],
    chance: Callable[[int], bytes],
    progress: Callable[[int, int], None] = lambda done, all_: None,
) -> Calibration:
    """Estimate everything from finished sessions.

    `chance` returns that many random bytes, for bootstrap intervals: the same bytes give the same
    report. `progress` is told how many of how many steps are done.
    """
    two_names = tuple(_two_names(sessions))
    left_out = frozenset(one.panelist for one in two_names)
    names = _called(sessions)
    classes = _classes(sessions, left_out)
    by_levels: dict[int, list[Held]] = {}
    for one in sessions:
        by_levels.setdefault(one.levels, []).append(one)
    scales = []
    for number, (levels, held) in enumerate(sorted(by_levels.items()), 1):
        rated = [row for one in held for row in one.ratings(left_out)]
        found = [state for (_, on), panels in classes.items() if on == levels for state in panels]
        scales.append(_on_scale(levels, rated, names, found, chance))
        progress(number, len(by_levels))
    return Calibration(
        sessions=len(sessions),
        scales=tuple(sorted(scales, key=lambda one: (-one.alpha.ratings, one.levels))),
        two_names=two_names,
        competencies=tuple(_contested(sessions, classes)),
        discussion=_discussion(sessions),
        challenges=_challenges(sessions),
        dissents=_dissents(sessions),
    )


def mentionable(
    sessions: Sequence[Held], names: Mapping[str, str], levels: int
) -> dict[str, Person]:
    """Return, by id, who of a panel has a lean that may be put into words in their meeting.

    `sessions` are past ones, without that meeting; `names` the panel's by id, `levels` how long its
    scale is. Somebody who went by another name in the past is left out: that may be another person.
    """
    known = [*sessions, Held("", levels, (), names)]
    left_out = frozenset(one.panelist for one in _two_names(known))
    rated = [row for one in sessions if one.levels == levels for row in one.ratings(left_out)]
    people = _by_name(leans(columns(rated)), _called(known))
    return {
        one.estimate.panelist: one
        for one in people
        if one.mentioned and one.estimate.panelist in names
    }


def _two_names(sessions: Iterable[Held]) -> Iterator[TwoNames]:
    """Yield ids with two names; case and spaces make no other name."""
    known: dict[str, dict[str, str]] = {}
    for panelist, name in dict.fromkeys(x for one in sessions for x in one.names.items()):
        known.setdefault(panelist, {}).setdefault(" ".join(name.casefold().split()), name)
    for panelist, names in sorted(known.items()):
        if len(names) > 1:
            yield TwoNames(panelist, tuple(names.values()))


def _called(sessions: Iterable[Held]) -> dict[str, str]:
    """What to call each panelist; one who is not here goes by their id."""
    names = {panelist: name for one in sessions for panelist, name in one.names.items()}
    often = Counter(names.values())
    return {p: name if often[name] == 1 else f"{name} ({p})" for p, name in names.items()}


_Classes = dict[tuple[str, int], list[Agreement]]


def _classes(sessions: Iterable[Held], left_out: frozenset[str]) -> _Classes:
    """Return the agreement of each panel of three or more, by competency and length of scale."""
    known: dict[tuple[int, ...], Agreement] = {}
    found: _Classes = {}
    for one in sessions:
        for asked in one.asked:
            first = asked.first
            if left_out:
                first = {p: x for p, x in first.items() if p not in left_out}
            if len(first) >= FEWEST_FOR_A_CLASS:
                levels = sorted(first.values())
                key = (one.levels, *levels)
                if key not in known:
                    known[key] = agreement(levels, one.levels)
                found.setdefault((asked.id, one.levels), []).append(known[key])
    return found


def _counted(panels: Iterable[Agreement]) -> dict[str, int]:
    counts = Counter(one.label for one in panels)
    return {"consensus": counts["consensus"], "mixed": counts["mixed"], "split": counts["split"]}


def _on_scale(
    levels: int,
    rated: Sequence[Rated],
    names: Mapping[str, str],
    panels: Sequence[Agreement],
    chance: Callable[[int], bytes],
) -> OnScale:
    table = columns(rated)
    found = leans(table)
    return OnScale(
        levels=levels,
        sessions=len({row[0] for row in rated}),
        alpha=ordinal_alpha(table, chance),
        leans=found,
        people=_by_name(found, names),
        **_counted(panels),
    )


def _by_name(found: Leans, names: Mapping[str, str]) -> tuple[Person, ...]:
    people = [
        Person(names.get(one.panelist, one.panelist), one, found.df) for one in found.panelists
    ]
    return tuple(sorted(people, key=lambda one: (one.name.casefold(), one.estimate.panelist)))


def _contested(sessions: Iterable[Held], classes: _Classes) -> list[Contested]:
    titles = {asked.id: asked.title for one in sessions for asked in one.asked}
    found = [
        Contested(
            id=id_,
            title=titles[id_],
            levels=levels,
            ad_median=sum(one.ad_median or 0 for one in panels) / len(panels),
            **_counted(panels),
        )
        for (id_, levels), panels in classes.items()
        if len(panels) >= FEWEST_PANELS
    ]
    return sorted(found, key=lambda one: (one.consensus / one.panels, -one.ad_median, one.id))


def _discussion(sessions: Iterable[Held]) -> Discussion:
    counts: Counter[str] = Counter()
    for one in sessions:
        for asked in one.asked:
            if asked.last is not None:
                counts["rounds"] += 1
                counts[_convergence(asked.first, asked.last, one.levels)] += 1
                counts.update(_moves(asked, asked.last))
    return Discussion(**counts)


def _convergence(first: Mapping[str, int], last: Mapping[str, int], levels: int) -> str:
    before, after = (agreement(list(x.values()), levels).ad_median or 0 for x in (first, last))
    if before == after:
        return "same"
    return "closer" if after < before else "wider"


def _moves(asked: Asked, last: Mapping[str, int]) -> Iterator[str]:
    """Yield what each panelist did between the first and the last round, in counts."""
    for panelist, was in asked.first.items():
        now = last.get(panelist)
        if now is None or now == was:
            if now is not None:
                yield "stayed"
            continue
        yield "up" if now > was else "down"
        owner = asked.first.get(asked.owner)
        peers = [x for p, x in asked.first.items() if p not in (panelist, asked.owner)]
        if owner is None or not peers or panelist == asked.owner:
            continue
        if (owner - was) * (median(peers) - was) < 0:
            yield "informative"
            if (now - was) * (owner - was) > 0:
                yield "toward_owner"


def _challenges(sessions: Iterable[Held]) -> Challenges:
    ended: Counter[str] = Counter(outcome for one in sessions for outcome in one.challenges)
    return Challenges(**ended)


def _dissents(sessions: Sequence[Held]) -> Dissents:
    fared = Counter(mark.replace("-", "_") for one in sessions for mark in one.fared)
    return Dissents(recorded=sum(one.dissents for one in sessions), **fared)
