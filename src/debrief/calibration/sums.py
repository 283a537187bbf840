"""Sums over sessions on one scale, added up part by part, from which everything is estimated.

Parts always have the same sessions and are combined in order, so the figures do not depend on the
executor or on the part that finishes first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

import numpy as np

from debrief.calibration.columns import Columns, Floats, Ints, columns
from debrief.calibration.laplacian import explained, explained_large
from debrief.calibration.sessions import CompetencyRatings, SessionRatings
from debrief.core.meeting.agreement import AGREEMENT_UNDER, Agreement, agreement

SESSIONS = 1_000
"""Number of sessions in a part."""

FEWEST_FOR_A_CLASS = 3

_BATCH = 1_000_000
"""Maximum number of cells of W in a batch of sessions of one shape."""

_SIDE = 64
"""Maximum length of the shorter side of W for a session in a batch."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over ratings that can be compared.

    `raters` have comparable ratings; `everybody` also has the others. `sessions` and `right`, the
    vector r, are by rater. In each row, `node`, the number of a rater, is in `group`: raters of one
    session who rated the same cells, whose share of L is `weight` · (I - 11'/k). `within` is the
    sum of r_s' L_s⁺ r_s, `rank` the sum of the ranks of L_s. `coincidences` has a matrix of
    `values`, the levels that occur, for each session. `ratings` is the number of ratings.
    """

    raters: tuple[str, ...]
    everybody: tuple[str, ...]
    sessions: Ints
    right: Floats
    group: Ints
    node: Ints
    weight: Floats
    within: float
    rank: int
    values: Ints
    coincidences: Floats
    ratings: int


@dataclass(frozen=True, slots=True)
class Panels:
    """Panels of three or more, by class, and the sum of their mean distances from the median."""

    consensus: int = 0
    mixed: int = 0
    split: int = 0
    ad_median: float = 0.0

    @property
    def count(self) -> int:
        """The number of panels."""
        return self.consensus + self.mixed + self.split

    def __add__(self, other: Panels) -> Panels:
        return Panels(
            self.consensus + other.consensus,
            self.mixed + other.mixed,
            self.split + other.split,
            self.ad_median + other.ad_median,
        )


@dataclass(frozen=True, slots=True)
class Part:
    """Some sessions on one scale, and the ids to leave out of leans and classes."""

    levels: int
    sessions: tuple[SessionRatings, ...]
    left_out: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PartSums:
    """The sums of a part; `rated` is the number of its sessions with a rating.

    `panels` are by competency; the other fields count further rounds, challenges and reviews.
    """

    levels: int
    sums: Sums
    rated: int
    panels: Mapping[str, Panels] = field(default_factory=dict)
    discussion: Mapping[str, int] = field(default_factory=dict)
    challenges: Mapping[str, int] = field(default_factory=dict)
    dissents: int = 0
    fared: Mapping[str, int] = field(default_factory=dict)


def parts(sessions: Sequence[SessionRatings], left_out: frozenset[str]) -> list[Part]:
    """Return sessions in parts, by id, the shortest scale first."""
    by_levels: dict[int, list[SessionRatings]] = {}
    for session in sorted(sessions, key=lambda session: session.id):
        by_levels.setdefault(session.levels, []).append(session)
    return [
        Part(levels, tuple(found[at : at + SESSIONS]), left_out)
        for levels, found in sorted(by_levels.items())
        for at in range(0, len(found), SESSIONS)
    ]


def added(part: Part) -> PartSums:
    """Return the sums of a part."""
    rated = [row for session in part.sessions for row in session.ratings(part.left_out)]
    discussion: Counter[str] = Counter()
    challenges: Counter[str] = Counter()
    fared: Counter[str] = Counter()
    for session in part.sessions:
        for competency in session.competencies:
            discussion.update(_discussed(competency, session.levels))
        challenges.update(session.challenges)
        fared.update(mark.replace("-", "_") for mark in session.fared)
    return PartSums(
        levels=part.levels,
        sums=sums_of(columns(rated)),
        rated=len({row[0] for row in rated}),
        panels=_panels(part),
        discussion=discussion,
        challenges=challenges,
        dissents=sum(session.dissents for session in part.sessions),
        fared=fared,
    )


# ---- classes, and changes in further rounds


def _panels(part: Part) -> dict[str, Panels]:
    """Return the panels of three or more, by competency."""
    known: dict[tuple[int, tuple[int, ...]], Panels] = {}
    found: dict[str, Panels] = {}
    for session in part.sessions:
        for competency in session.competencies:
            first = competency.first
            levels = sorted(x for p, x in first.items() if p not in part.left_out)
            if len(levels) >= FEWEST_FOR_A_CLASS:
                key = session.rules, tuple(levels)
                if key not in known:
                    known[key] = _panel(AGREEMENT_UNDER[session.rules].of(levels, part.levels))
                found[competency.id] = found.get(competency.id, _NO_PANELS) + known[key]
    return found


_NO_PANELS = Panels()


def _panel(found: Agreement) -> Panels:
    return Panels(
        consensus=int(found.label == "consensus"),
        mixed=int(found.label == "mixed"),
        split=int(found.label == "split"),
        ad_median=found.ad_median or 0.0,
    )


def _discussed(ratings: CompetencyRatings, levels: int) -> Iterator[str]:
    if ratings.last is not None:
        yield "rounds"
        yield _convergence(ratings.first, ratings.last, levels)
        yield from _moves(ratings, ratings.last)


def _convergence(first: Mapping[str, int], last: Mapping[str, int], levels: int) -> str:
    before, after = (agreement(list(x.values()), levels).ad_median or 0 for x in (first, last))
    if before == after:
        return "same"
    return "closer" if after < before else "wider"


def _moves(rated: CompetencyRatings, last: Mapping[str, int]) -> Iterator[str]:
    """Yield the names of the counts to raise for each panelist's move to the last round."""
    for panelist, was in rated.first.items():
        now = last.get(panelist)
        if now is None or now == was:
            if now is not None:
                yield "stayed"
            continue
        yield "up" if now > was else "down"
        owner = rated.first.get(rated.owner)
        peers = [x for p, x in rated.first.items() if p not in (panelist, rated.owner)]
        if owner is None or not peers or panelist == rated.owner:
            continue
        if (owner - was) * (median(peers) - was) < 0:
            yield "informative"
            if (now - was) * (owner - was) > 0:
                yield "toward_owner"


# ---- sums of ratings


def sums_of(table: Columns) -> Sums:
    """Return the sums over the ratings of a table."""
    if not table.raters:
        none, no_weight = np.zeros(0, np.int64), np.zeros(0)
        no_matrix = np.zeros((0, 0, 0))
        return Sums(
            (), table.everybody, none, no_weight, none, none, no_weight, 0.0, 0, none, no_matrix, 0
        )
    raters = len(table.raters)
    centred = (
        table.level - (np.bincount(table.cell, table.level) / np.bincount(table.cell))[table.cell]
    )
    seats = _seats(table)
    within, components = _within_sessions(table, seats, centred)
    # Step 1: d-bar, the mean of D over a session's raters, is its ratings by its raters.
    weight = np.bincount(seats.session) / np.bincount(table.session)
    group, node, of_group = _groups(table, weight)
    values, coincidences = _coincidences(table)
    return Sums(
        raters=table.raters,
        everybody=table.everybody,
        sessions=np.bincount(seats.rater, minlength=raters),
        right=np.bincount(table.rater, centred * weight[table.session], raters).astype(float),
        group=group,
        node=node,
        weight=of_group,
        within=float(weight @ within),
        rank=int((np.bincount(seats.session) - components).sum()),
        values=values,
        coincidences=coincidences,
        ratings=len(table.level),
    )


def total(parts: Sequence[Sums]) -> Sums:
    """Return the sums of parts that have no session in common."""
    if len(parts) == 1:
        return parts[0]
    raters = sorted({rater for part in parts for rater in part.raters})
    everybody = tuple(sorted({rater for part in parts for rater in part.everybody}))
    numbers = {rater: number for number, rater in enumerate(raters)}
    places = [np.array([numbers[x] for x in part.raters], np.int64) for part in parts]
    groups = np.cumsum([0, *(len(part.weight) for part in parts)])
    sessions, right = np.zeros(len(raters), np.int64), np.zeros(len(raters))
    for part, place in zip(parts, places, strict=True):
        sessions[place] += part.sessions
        right[place] += part.right
    values = np.unique(np.concatenate([part.values for part in parts]))
    return Sums(
        raters=tuple(raters),
        everybody=everybody,
        sessions=sessions,
        right=right,
        group=np.concatenate([part.group + at for part, at in zip(parts, groups, strict=False)]),
        node=np.concatenate([place[part.node] for part, place in zip(parts, places, strict=True)]),
        weight=np.concatenate([part.weight for part in parts]),
        within=sum(part.within for part in parts),
        rank=sum(part.rank for part in parts),
        values=values,
        coincidences=np.concatenate([_widened(part, values) for part in parts]),
        ratings=sum(part.ratings for part in parts),
    )


def _widened(sums: Sums, values: Ints) -> Floats:
    """Return a part's coincidences as matrices of all `values`."""
    wide = np.zeros((len(sums.coincidences), len(values), len(values)))
    at = np.searchsorted(values, sums.values)
    wide[:, at[:, None], at[None, :]] = sums.coincidences
    return wide


@dataclass(frozen=True, slots=True)
class _RaterSeats:
    """A rater in a session, in the order of sessions, then raters; `row` is each row's seat."""

    session: Ints
    rater: Ints
    row: Ints


def _seats(table: Columns) -> _RaterSeats:
    raters = len(table.raters)
    keys, row = np.unique(table.session * raters + table.rater, return_inverse=True)
    return _RaterSeats(keys // raters, keys % raters, row)


def _groups(table: Columns, weight: Floats) -> tuple[Ints, Ints, Floats]:
    """Return groups of raters and their weights: cells of a session with the same raters are one.

    Cells whose raters are the same, in the order of cells, are neighbours in most sessions.
    """
    first = table.first
    size = np.diff(first, append=len(table.cell))
    session = table.session[first]
    follows = np.zeros(len(first), bool)
    follows[1:] = (size[1:] == size[:-1]) & (session[1:] == session[:-1])
    same = np.repeat(follows, size)
    before = np.arange(len(table.cell)) - size[table.cell]
    differs = same & (table.rater != table.rater[np.maximum(before, 0)])
    follows &= np.bincount(table.cell, differs, len(first)) == 0
    group = np.cumsum(~follows) - 1
    kept = ~np.repeat(follows, size)
    of_group = np.bincount(group, weight[session]).astype(float)
    return group[table.cell[kept]], table.rater[kept], of_group


def _within_sessions(table: Columns, seats: _RaterSeats, centred: Floats) -> tuple[Floats, Ints]:
    """Step 3: return r_s' L_s⁺ r_s and the number of components, by session."""
    begins = np.flatnonzero(np.diff(table.session, prepend=-1))
    first_seat = np.flatnonzero(np.diff(seats.session, prepend=-1))
    cell = table.cell - table.cell[begins][table.session]
    rater = seats.row - first_seat[table.session]
    ends = np.append(begins[1:], len(table.session))
    cells = cell[ends - 1] + 1
    raters = np.bincount(seats.session)
    sums, components = np.zeros(len(begins)), np.ones(len(begins), np.int64)
    large = (cells * raters > _BATCH) | (np.minimum(cells, raters) > _SIDE)
    for session in np.flatnonzero(large).tolist():
        rows = slice(begins[session], ends[session])
        sums[session], components[session] = explained_large(cell[rows], rater[rows], centred[rows])
    for which in _same_shape(np.flatnonzero(~large), cells, raters):
        shape = (len(which), int(cells[which[0]]), int(raters[which[0]]))
        slot = np.full(len(begins), -1)
        slot[which] = np.arange(len(which))
        rows_of = np.concatenate([np.arange(begins[x], ends[x]) for x in which.tolist()])
        at = slot[table.session[rows_of]], cell[rows_of], rater[rows_of]
        present, values = np.zeros(shape), np.zeros(shape)
        present[at] = 1
        values[at] = centred[rows_of]
        sums[which], components[which] = explained(present, values)
    return sums, components


def _same_shape(sessions: Ints, cells: Ints, raters: Ints) -> Iterator[Ints]:
    """Yield batches of sessions with the same numbers of cells and raters."""
    shape = cells[sessions] * (int(raters.max()) + 1) + raters[sessions]
    order = np.argsort(shape, kind="stable")
    edges = np.flatnonzero(np.diff(shape[order])) + 1
    for same in np.split(sessions[order], edges):
        if len(same):
            step = max(1, _BATCH // int(cells[same[0]] * raters[same[0]]))
            yield from (same[begin : begin + step] for begin in range(0, len(same), step))


def _coincidences(table: Columns) -> tuple[Ints, Floats]:
    """Return the levels that occur, and each session's coincidence matrix."""
    values, code = np.unique(table.level, return_inverse=True)
    cells, levels = int(table.cell[-1]) + 1, len(values)
    counts = np.bincount(table.cell * levels + code, minlength=cells * levels)
    per_cell = counts.reshape(cells, levels).astype(float)
    share = 1 / (per_cell.sum(1) - 1)
    begins = np.flatnonzero(np.diff(table.session[table.first], prepend=-1))
    matrix = np.empty((len(begins), levels, levels))
    for level in range(levels):
        for other in range(levels):
            pairs = per_cell[:, level] * (per_cell[:, other] - (level == other)) * share
            matrix[:, level, other] = np.add.reduceat(pairs, begins)
    return values, matrix
