"""The lean of each panelist over an archive: how far their ratings run above co-raters'.

A two-way additive model with shrinkage: rating = cell + lean of the rater + rest, where a cell is
one competency of one session, so that only ratings of the same candidate and competency are ever
compared. Within a session the cells are eliminated exactly; the leans are then shrunk towards zero
by the variance between raters (Henderson 1975: best linear unbiased prediction; the same family as
the reviewer calibration of Platt & Burges for NIPS 2012 and of MacKay et al. 2017). A rater's
session counts once, not once per competency: what a panelist saw in one candidate colours all their
ratings of them, and intervals that took the ratings for independent would be far too narrow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from debrief.core.columns import Columns, Floats, Ints
from debrief.core.laplacian import (
    components,
    explained,
    explained_large,
    laplacians,
    solve,
    solve_by_steps,
)

NORMAL_95 = 1.96
"""Standard errors on either side of an estimate that make its interval."""

LARGEST = 8_000
"""Raters of one component that are estimated: the algebra takes 1.5 GB then."""

_NOTHING = 1e-12
"""A difference of sums of squares smaller than this part of them is rounding."""

_SMALL = 32
"""Raters up to which components of one size are solved together."""

_DIRECT = 256
"""Raters of one component up to which it is solved directly."""

_BATCH = 1_000_000
"""Cells of W up to which sessions of one shape are taken together."""

_SIDE = 64
"""The shorter side of a session's W up to which it is taken together with others."""


@dataclass(frozen=True, slots=True)
class Lean:
    """One panelist: `lean` in levels, + is higher than co-raters, relative to their component.

    `sessions` and `coraters` count those in which, and with whom, they rated the same. The
    estimates are None where there is no comparison or nothing to judge it by. `unshrunk` is the
    plain least-squares estimate. `reliability` runs from 0 to 1.
    """

    panelist: str
    sessions: int = 0
    coraters: int = 0
    component: int | None = None
    unshrunk: float | None = None
    lean: float | None = None
    se: float | None = None
    reliability: float | None = None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of the lean, in levels."""
        if self.lean is None or self.se is None:
            return None
        return self.lean - NORMAL_95 * self.se, self.lean + NORMAL_95 * self.se


@dataclass(frozen=True, slots=True)
class Leans:
    """The leans of all panelists on one scale, by id.

    `sigma2` is the variance of the rest of a session, `tau2` between raters, both in squared levels
    and None when there are no degrees of freedom left (`df` ≤ 0) to tell them apart. `too_large`:
    one component has more than `LARGEST` raters, so nothing was estimated.
    """

    panelists: tuple[Lean, ...]
    sigma2: float | None
    tau2: float | None
    df: int
    components: int
    too_large: bool = False


@dataclass(frozen=True, slots=True)
class _Block:
    """Components of one size: their raters (graphs, n), Laplacians and right-hand sides."""

    raters: Ints
    lap: Floats
    right: Floats

    def solve(self, ridge: float) -> tuple[Floats, Floats]:
        return solve(self.lap, self.right, ridge)


def leans(table: Columns) -> Leans:
    """Estimate the lean of everybody whose ratings are in `table`, all on one scale.

    The cost is linear in the ratings for a given pool of raters, and cubic in the raters of one
    component, of whom there may be `LARGEST`.
    """
    if not table.raters:
        return Leans(tuple(Lean(one) for one in table.everybody), None, None, 0, 0)
    raters = len(table.raters)
    label = components(table.cell, table.rater, raters)
    count = int(label.max()) + 1
    means = np.bincount(table.cell, table.level) / np.bincount(table.cell)
    centred = table.level - means[table.cell]
    seats = _seats(table)
    sums, parts = _within_sessions(table, seats, centred)
    df = int((np.bincount(seats.session) - parts).sum()) - (raters - count)
    too_large = int(np.bincount(label).max()) > LARGEST
    known: dict[int, _Known] = {}
    variances = None
    if not too_large:
        # Step 1: d-bar, the mean of D over a session's raters, is its ratings by its raters.
        weight = np.bincount(seats.session) / np.bincount(table.session)
        blocks = _blocks(table, label, centred, weight)
        unshrunk = _unshrunk(table, blocks, weight)
        if df > 0:
            variances = _variances(float(weight @ sums), blocks, unshrunk, df, raters - count)
        known = dict(_estimates(blocks, label, unshrunk, variances))
    sessions = np.bincount(seats.rater).tolist()
    places = {name: place for place, name in enumerate(table.raters)}
    people = tuple(
        _person(name, sessions[places[name]], known.get(places[name]))
        if name in places
        else Lean(name)
        for name in table.everybody
    )
    sigma2, tau2 = variances or (None, None)
    return Leans(people, sigma2, tau2, df, count, too_large)


@dataclass(frozen=True, slots=True)
class _Seats:
    """A rater in a session, in the order of sessions, then raters; `row` is each row's seat."""

    session: Ints
    rater: Ints
    row: Ints


def _seats(table: Columns) -> _Seats:
    raters = len(table.raters)
    keys, row = np.unique(table.session * raters + table.rater, return_inverse=True)
    return _Seats(keys // raters, keys % raters, row)


def _within_sessions(table: Columns, seats: _Seats, centred: Floats) -> tuple[Floats, Ints]:
    """Step 3 within each session: d-bar · r_s' L_s⁺ r_s, and the number of its components."""
    begins = np.flatnonzero(np.diff(table.session, prepend=-1))
    first_seat = np.flatnonzero(np.diff(seats.session, prepend=-1))
    cell = table.cell - table.cell[begins][table.session]
    rater = seats.row - first_seat[table.session]
    ends = np.append(begins[1:], len(table.session))
    cells = cell[ends - 1] + 1
    raters = np.bincount(seats.session)
    sums, parts = np.zeros(len(begins)), np.ones(len(begins), np.int64)
    large = (cells * raters > _BATCH) | (np.minimum(cells, raters) > _SIDE)
    for one in np.flatnonzero(large).tolist():
        rows = slice(begins[one], ends[one])
        sums[one], parts[one] = explained_large(cell[rows], rater[rows], centred[rows])
    for which in _same_shape(np.flatnonzero(~large), cells, raters):
        shape = (len(which), int(cells[which[0]]), int(raters[which[0]]))
        slot = np.full(len(begins), -1)
        slot[which] = np.arange(len(which))
        rows_of = np.concatenate([np.arange(begins[one], ends[one]) for one in which.tolist()])
        at = slot[table.session[rows_of]], cell[rows_of], rater[rows_of]
        present, values = np.zeros(shape), np.zeros(shape)
        present[at] = 1
        values[at] = centred[rows_of]
        sums[which], parts[which] = explained(present, values)
    return sums, parts


def _same_shape(sessions: Ints, cells: Ints, raters: Ints) -> Iterator[Ints]:
    """Yield batches of sessions with as many cells and as many raters as each other."""
    shape = cells[sessions] * (int(raters.max()) + 1) + raters[sessions]
    order = np.argsort(shape, kind="stable")
    edges = np.flatnonzero(np.diff(shape[order])) + 1
    for same in np.split(sessions[order], edges):
        if len(same):
            step = max(1, _BATCH // int(cells[same[0]] * raters[same[0]]))
            yield from (same[begin : begin + step] for begin in range(0, len(same), step))


def _blocks(table: Columns, label: Ints, centred: Floats, weight: Floats) -> list[_Block]:
    """Step 2: the sums over sessions of L and r, for each component: they are never compared."""
    raters = len(table.raters)
    right = np.bincount(table.rater, centred * weight[table.session], raters).astype(float)
    of_cell = weight[table.session[table.first]]
    sizes = np.bincount(label)
    members = np.split(np.argsort(label, kind="stable"), np.cumsum(sizes)[:-1])
    blocks = []
    for graphs in _together(sizes):
        inside = np.stack([members[graph] for graph in graphs])
        n = inside.shape[1]
        place = np.full(raters, -1)
        place[inside.ravel()] = np.arange(inside.size)
        rows = place[table.rater] >= 0
        cells, group = np.unique(table.cell[rows], return_inverse=True)
        lap = laplacians(group, place[table.rater[rows]], of_cell[cells], (len(graphs), n))
        blocks.append(_Block(inside, lap, right[inside]))
    return blocks


def _together(sizes: Ints) -> Iterator[list[int]]:
    """Yield the components that are solved at once: small ones of a size, large ones alone."""
    for size in np.unique(sizes).tolist():
        graphs = np.flatnonzero(sizes == size).tolist()
        yield from [graphs] if size <= _SMALL else [[graph] for graph in graphs]


def _variances(
    within: float, blocks: list[_Block], unshrunk: list[Floats], df: int, rank: int
) -> tuple[float, float]:
    """Steps 3 and 4: sigma² from what the sessions' own leans explain beyond the common ones."""
    common = float(sum((block.right * b).sum() for block, b in zip(blocks, unshrunk, strict=True)))
    rest = within - common
    sigma2 = rest / df if rest > _NOTHING * within else 0.0
    between = common - rank * sigma2
    trace = float(sum(np.trace(block.lap, axis1=1, axis2=2).sum() for block in blocks))
    return sigma2, between / trace if between > _NOTHING * common else 0.0


def _unshrunk(table: Columns, blocks: list[_Block], weight: Floats) -> list[Floats]:
    """Step 2: the least-squares leans of each block, each with mean zero."""
    if max(block.right.shape[1] for block in blocks) > _DIRECT:
        right = np.zeros(len(table.raters))
        for block in blocks:
            right[block.raters] = block.right
        of_cell = weight[table.session[table.first]]
        found = solve_by_steps(table.cell, table.rater, of_cell, right)
        if found is not None:
            plain = [found[block.raters] for block in blocks]
            return [one - one.mean(axis=1, keepdims=True) for one in plain]
    return [block.solve(0.0)[0] for block in blocks]


@dataclass(frozen=True, slots=True)
class _Known:
    """What step 5 found of one rater."""

    component: int
    coraters: int
    unshrunk: float
    shrunk: tuple[float, float, float] | None


def _estimates(
    blocks: list[_Block],
    label: Ints,
    unshrunk: list[Floats],
    variances: tuple[float, float] | None,
) -> Iterator[tuple[int, _Known]]:
    """Yield each rater, by number, with what is known of them."""
    for block, plain in zip(blocks, unshrunk, strict=True):
        shrunk = None if variances is None else _shrunk(block, plain, *variances)
        beside = np.count_nonzero(block.lap, axis=2) - 1
        for at, rater in np.ndenumerate(block.raters):
            yield (
                int(rater),
                _Known(
                    component=int(label[rater]),
                    coraters=int(beside[at]),
                    unshrunk=float(plain[at]),
                    shrunk=None if shrunk is None else _three(shrunk, at),
                ),
            )


def _three(
    shrunk: tuple[Floats, Floats, Floats], at: tuple[int, ...]
) -> tuple[float, float, float]:
    lean, se, reliability = (float(one[at]) for one in shrunk)
    return lean, se, reliability


def _shrunk(
    block: _Block, plain: Floats, sigma2: float, tau2: float
) -> tuple[Floats, Floats, Floats]:
    """Step 5: shrunken leans, their standard errors within the component, and reliabilities."""
    if tau2 == 0:
        return np.zeros_like(plain), np.zeros_like(plain), np.zeros_like(plain)
    if sigma2 == 0:
        return plain, np.zeros_like(plain), np.ones_like(plain)
    lean, spread = block.solve(sigma2 / tau2)
    n = plain.shape[1]
    variance = np.clip(sigma2 * spread, 0, None)
    return lean, np.sqrt(variance), np.clip(1 - variance / (tau2 * (1 - 1 / n)), 0, 1)


def _person(name: str, sessions: int, known: _Known | None) -> Lean:
    if known is None:
        return Lean(name, sessions)
    found = Lean(name, sessions, known.coraters, known.component, known.unshrunk)
    if known.shrunk is None:
        return found
    lean, se, reliability = known.shrunk
    return replace(found, lean=lean, se=se, reliability=reliability)
