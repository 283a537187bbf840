"""The lean of each panelist over an archive: the distance of their ratings above co-raters'.

A two-way additive model with shrinkage: rating = cell + lean of the rater + rest, where a cell is
one competency of one session, so that only ratings of the same candidate and competency are
compared. Within a session the cells are eliminated exactly; the leans are then shrunk towards zero
by the variance between raters (Henderson 1975: best linear unbiased prediction; the same family as
the reviewer calibration of Platt & Burges for NIPS 2012 and of MacKay et al. 2017). A rater's
session counts once, not once per competency: a panelist's impression of a candidate colours all
their ratings of them, and intervals for independent ratings would be far too narrow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from debrief.calibration.columns import Floats, Ints
from debrief.calibration.laplacian import (
    components,
    laplacians,
    solve,
    solve_by_steps,
)
from debrief.calibration.sums import Sums

NORMAL_95 = 1.96
"""Standard errors on either side of an estimate in its 95 % interval."""

LARGEST = 8_000
"""Maximum number of raters in one component: the algebra then takes 1.5 GB."""

_NOTHING = 1e-12
"""Part of the sums of squares below which a difference is a rounding error."""

_SMALL = 32
"""Maximum number of raters in components that are solved together with others of that size."""

_DIRECT = 256
"""Maximum number of raters in a component that is solved directly."""


@dataclass(frozen=True, slots=True)
class Lean:
    """One panelist: `lean` in levels, + is higher than co-raters, relative to their component.

    `sessions` and `coraters` are the numbers of sessions and people that they share a competency
    with. The estimates are None without comparisons or without degrees of freedom. `unshrunk` is
    the plain least-squares estimate. `reliability` is between 0 and 1.
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

    `sigma2` is the residual variance of a session, `tau2` the variance between raters, both in
    squared levels and None without degrees of freedom (`df` ≤ 0) to separate them. `too_large` is
    true if a component has more than `LARGEST` raters, so that nothing was estimated.
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


def leans(sums: Sums) -> Leans:
    """Estimate the lean of everybody in `sums`, on one scale.

    The cost is linear in the sessions for a given pool of raters, and cubic in the raters of one
    component, at most `LARGEST`.
    """
    if not sums.raters:
        return Leans(tuple(Lean(rater) for rater in sums.everybody), None, None, 0, 0)
    raters = len(sums.raters)
    label = components(sums.group, sums.node, raters)
    count = int(label.max()) + 1
    df = sums.rank - (raters - count)
    too_large = int(np.bincount(label).max()) > LARGEST
    known: dict[int, _Estimate] = {}
    variances = None
    if not too_large:
        blocks = _blocks(sums, label)
        unshrunk = _unshrunk(sums, blocks)
        if df > 0:
            variances = _variances(sums.within, blocks, unshrunk, df, raters - count)
        known = dict(_estimates(blocks, label, unshrunk, variances))
    sessions = sums.sessions.tolist()
    places = {name: place for place, name in enumerate(sums.raters)}
    people = tuple(
        _person(name, sessions[places[name]], known.get(places[name]))
        if name in places
        else Lean(name)
        for name in sums.everybody
    )
    sigma2, tau2 = variances or (None, None)
    return Leans(people, sigma2, tau2, df, count, too_large)


def _blocks(sums: Sums, label: Ints) -> list[_Block]:
    """Step 2: return L and r of each component; components are never compared."""
    sizes = np.bincount(label)
    members = np.split(np.argsort(label, kind="stable"), np.cumsum(sizes)[:-1])
    blocks = []
    for graphs in _together(sizes):
        inside = np.stack([members[graph] for graph in graphs])
        n = inside.shape[1]
        place = np.full(len(sums.raters), -1)
        place[inside.ravel()] = np.arange(inside.size)
        rows = place[sums.node] >= 0
        groups, group = np.unique(sums.group[rows], return_inverse=True)
        shape = (len(graphs), n)
        lap = laplacians(group, place[sums.node[rows]], sums.weight[groups], shape)
        blocks.append(_Block(inside, lap, sums.right[inside]))
    return blocks


def _together(sizes: Ints) -> Iterator[list[int]]:
    """Yield groups of components to solve at once: small ones by size, large ones alone."""
    for size in np.unique(sizes).tolist():
        graphs = np.flatnonzero(sizes == size).tolist()
        yield from [graphs] if size <= _SMALL else [[graph] for graph in graphs]


def _variances(
    within: float, blocks: list[_Block], unshrunk: list[Floats], df: int, rank: int
) -> tuple[float, float]:
    """Steps 3 and 4: return sigma² and tau², from the sums of squares that leans explain."""
    common = float(sum((block.right * b).sum() for block, b in zip(blocks, unshrunk, strict=True)))
    rest = within - common
    sigma2 = rest / df if rest > _NOTHING * within else 0.0
    between = common - rank * sigma2
    trace = float(sum(np.trace(block.lap, axis1=1, axis2=2).sum() for block in blocks))
    return sigma2, between / trace if between > _NOTHING * common else 0.0


def _unshrunk(sums: Sums, blocks: list[_Block]) -> list[Floats]:
    """Step 2: return the least-squares leans of each block, with mean zero."""
    if max(block.right.shape[1] for block in blocks) > _DIRECT:
        solution = solve_by_steps(sums.group, sums.node, sums.weight, sums.right)
        if solution is not None:
            leans = [solution[block.raters] for block in blocks]
            return [x - x.mean(axis=1, keepdims=True) for x in leans]
    return [block.solve(0.0)[0] for block in blocks]


@dataclass(frozen=True, slots=True)
class _Estimate:
    """The result of step 5 for one rater."""

    component: int
    coraters: int
    unshrunk: float
    shrunk: tuple[float, float, float] | None


def _estimates(
    blocks: list[_Block],
    label: Ints,
    unshrunk: list[Floats],
    variances: tuple[float, float] | None,
) -> Iterator[tuple[int, _Estimate]]:
    """Yield the number of each rater, and their estimate."""
    for block, plain in zip(blocks, unshrunk, strict=True):
        shrunk = None if variances is None else _shrunk(block, plain, *variances)
        coraters = np.count_nonzero(block.lap, axis=2) - 1
        for at, rater in np.ndenumerate(block.raters):
            yield (
                int(rater),
                _Estimate(
                    component=int(label[rater]),
                    coraters=int(coraters[at]),
                    unshrunk=float(plain[at]),
                    shrunk=None if shrunk is None else _three(shrunk, at),
                ),
            )


def _three(
    shrunk: tuple[Floats, Floats, Floats], at: tuple[int, ...]
) -> tuple[float, float, float]:
    lean, se, reliability = (float(column[at]) for column in shrunk)
    return lean, se, reliability


def _shrunk(
    block: _Block, plain: Floats, sigma2: float, tau2: float
) -> tuple[Floats, Floats, Floats]:
    """Step 5: return shrunken leans, their standard errors in the component, and reliabilities."""
    if tau2 == 0:
        return np.zeros_like(plain), np.zeros_like(plain), np.zeros_like(plain)
    if sigma2 == 0:
        return plain, np.zeros_like(plain), np.ones_like(plain)
    lean, spread = block.solve(sigma2 / tau2)
    n = plain.shape[1]
    variance = np.clip(sigma2 * spread, 0, None)
    return lean, np.sqrt(variance), np.clip(1 - variance / (tau2 * (1 - 1 / n)), 0, 1)


def _person(name: str, sessions: int, known: _Estimate | None) -> Lean:
    if known is None:
        return Lean(name, sessions)
    person = Lean(name, sessions, known.coraters, known.component, known.unshrunk)
    if known.shrunk is None:
        return person
    lean, se, reliability = known.shrunk
    return replace(person, lean=lean, se=se, reliability=reliability)
