"""The algebra behind the lean: Laplacians of who rated the same, and their solutions.

In a two-way additive model, rating = cell + rater, eliminating the cells leaves for the raters the
Laplacian L = diag(D) - W' diag(1/k) W of the graph of who shares a cell, with W the 0/1 matrix of
cells and raters, k its row sums and D its column sums. L is singular: it sums to zero over each
component of the graph. (Searle, Linear Models, 1971, chapter 7: the two-way model, no interaction.)
"""

from __future__ import annotations

import numpy as np

from debrief.calibration.columns import Floats, Ints

_PAIRS = 2_000_000
"""Maximum number of pairs of raters in memory at once."""

_DENSE = 8
"""Divisor of the nodes: a cell with more than an eighth of them is added as whole rows."""

_LEAF = 96
"""Maximum size of a matrix that is factored and inverted directly."""

_STEPS = 120
"""Maximum number of steps of conjugate gradients; beyond it the direct solution is faster."""

_STEPPED = 1e-13
"""Maximum residual, as a part of the right-hand side."""


def components(group: Ints, node: Ints, count: int) -> Ints:
    """Return for each of `count` nodes the number of its component, by union-find.

    In row i, `node[i]` is in `group[i]`; rows come in the order of groups, and nodes of one
    group are connected. Components are numbered from 0 in the order of their first nodes.
    """
    heads = node[np.flatnonzero(np.diff(group, prepend=-1))]
    links = np.unique(heads[group] * count + node)
    parent = list(range(count))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for link in links.tolist():
        first, second = root(link // count), root(link % count)
        parent[max(first, second)] = min(first, second)
    _, numbers = np.unique([root(number) for number in range(count)], return_inverse=True)
    return np.asarray(numbers, np.int64)


def laplacians(group: Ints, place: Ints, weight: Floats, shape: tuple[int, int]) -> Floats:
    """Return Laplacians of `shape[0]` graphs with `shape[1]` nodes each, as a (…, n, n) array.

    In row i, group `group[i]` has the node `place[i]`, which is node `place % n` of graph
    `place // n`; rows come in the order of groups. Each group adds weight · (I - 11'/k) on its k
    nodes; `weight` has one number a group.
    """
    graphs, n = shape
    total = np.zeros(graphs * n * n)
    first = np.flatnonzero(np.diff(group, prepend=-1))
    sizes = np.diff(first, append=len(group))
    np.add.at(total, place * n + place % n, np.repeat(weight, sizes))
    for k in np.unique(sizes).tolist():
        which = np.flatnonzero(sizes == k)
        at = place[first[which][:, None] + np.arange(k)]
        if graphs == 1 and k * _DENSE > n:
            _add_whole(total.reshape(n, n), at, weight[which] / k)
        else:
            _add_pairs(total, at, weight[which] / k, n)
    return total.reshape(graphs, n, n)


def _add_whole(total: Floats, at: Ints, weight: Floats) -> None:
    n = len(total)
    for part in _parts(len(at), n):
        rows = np.zeros((len(at[part]), n))
        np.put_along_axis(rows, at[part], 1.0, axis=1)
        total -= rows.T @ (rows * weight[part, None])


def _add_pairs(total: Floats, at: Ints, weight: Floats, n: int) -> None:
    k = at.shape[1]
    for part in _parts(len(at), k * k):
        pairs = at[part][:, :, None] * n + at[part][:, None, :] % n
        np.subtract.at(total, pairs.ravel(), np.repeat(weight[part], k * k))


def _parts(rows: int, each: int) -> list[slice]:
    step = max(1, _PAIRS // each)
    return [slice(begin, begin + step) for begin in range(0, rows, step)]


def solve(lap: Floats, right: Floats, ridge: float) -> tuple[Floats, Floats]:
    """Solve (L + ridge · I) b = r on connected graphs, for b and r that sum to zero.

    `lap` is (…, n, n), `right` (…, n). Returns b, and the diagonal of C (L + ridge · I)⁻¹ C with
    C = I - 11'/n, which is that of the pseudo-inverse when `ridge` is 0.

    The direction 1, in which L is singular and C is zero, gets the eigenvalue of an average node,
    so Cholesky's factor exists: the smallest eigenvalue left is that of a path, about 1/n² of it.
    """
    n = lap.shape[-1]
    mean = np.trace(lap, axis1=-2, axis2=-1) / n
    lower = lap + (mean / n)[..., None, None]
    each = np.arange(n)
    lower[..., each, each] += ridge
    _to_inverse_factor(lower)
    found = _back(lower, right)
    rest = right - _times(lap, found) - ridge * found
    found += _back(lower, rest - rest.mean(axis=-1, keepdims=True))  # one refinement
    spread = np.einsum("...ij,...ij->...j", lower, lower)
    return found, spread - (1 / (n * (mean + ridge)))[..., None]


def _times(matrix: Floats, vector: Floats) -> Floats:
    return (matrix @ vector[..., None])[..., 0]


def _back(lower: Floats, right: Floats) -> Floats:
    """Return A⁻¹ r, given the inverse of A's lower factor."""
    return _times(lower.swapaxes(-1, -2), _times(lower, right))


def _to_inverse_factor(a: Floats) -> None:
    """Turn positive definite matrices into the inverses of their Cholesky factors, in place.

    It works by halves, so that nearly all of it is matrix products, and in place, because new
    memory takes as long as the products.
    """
    n = a.shape[-1]
    if n <= _LEAF:
        a[...] = np.linalg.inv(np.linalg.cholesky(a))
        return
    half = n // 2
    first, below, last = a[..., :half, :half], a[..., half:, :half], a[..., half:, half:]
    _to_inverse_factor(first)
    factor = below @ first.swapaxes(-1, -2)
    last -= factor @ factor.swapaxes(-1, -2)
    _to_inverse_factor(last)
    np.matmul(-last, factor @ first, out=below)
    a[..., :half, half:] = 0


def solve_by_steps(cell: Ints, node: Ints, weight: Floats, right: Floats) -> Floats | None:
    """Solve L b = r by conjugate gradients, on rows as for `laplacians` with one graph.

    L is never formed, so the cost of a step is linear in the rows. Return None if the graph needs
    too many steps; then use `solve`. (Hestenes & Stiefel 1952; preconditioned by D.)
    """
    size = np.bincount(cell)
    of_row = weight[cell]
    diagonal = np.bincount(node, of_row * (1 - 1 / size[cell]))
    found = np.zeros_like(right)
    rest = right.copy()
    direction = scaled = rest / diagonal
    power = float(rest @ scaled)
    enough = _STEPPED * float(np.abs(right).max())
    for _ in range(_STEPS):
        if np.abs(rest).max() <= enough:
            return found
        x = direction[node]
        moved = of_row * (x - (np.bincount(cell, x) / size)[cell])
        image = np.bincount(node, moved)
        step = power / float(direction @ image)
        found = found + step * direction
        rest = rest - step * image
        scaled = rest / diagonal
        power, before = float(rest @ scaled), power
        direction = scaled + power / before * direction
    return None


def explained(present: Floats, values: Floats) -> tuple[Floats, Ints]:
    """Return r' L⁺ r of many small sessions, and the number of components of each.

    `present` is W as (sessions, cells, raters), with no empty row or column; `values` are the
    ratings less their cell's mean, 0 where there is none. r' L⁺ r is the sum of squares of raters
    adjusted for cells; where cells are fewer it is found from them, as raters unadjusted plus
    cells adjusted for raters, which is the same in an additive model.
    """
    already = np.zeros(len(present))
    if present.shape[1] < present.shape[2]:
        taken = present.sum(1)
        sums = values.sum(1)
        already = (sums**2 / taken).sum(-1)
        values = ((values - (sums / taken)[:, None, :]) * present).swapaxes(1, 2)
        present = present.swapaxes(1, 2)
    across = present.swapaxes(1, 2)
    lap = -(across @ (present / present.sum(2, keepdims=True)))
    nodes = np.arange(present.shape[2])
    lap[:, nodes, nodes] += present.sum(1)
    reach = (across @ present > 0).astype(float)
    for _ in range(len(nodes).bit_length()):
        reach = (reach @ reach > 0).astype(float)
    size = reach.sum(-1)
    right = values.sum(1)
    found = np.linalg.solve(lap + reach / size[..., None], right[..., None])[..., 0]
    return already + (right * found).sum(-1), np.rint((1 / size).sum(-1)).astype(np.int64)


def explained_large(cell: Ints, rater: Ints, values: Floats) -> tuple[float, int]:
    """Return r' L⁺ r and the number of components of one large session, given as rows by cell."""
    already = 0.0
    if cell[-1] < rater.max():
        taken = np.bincount(rater)
        sums = np.bincount(rater, values)
        already = float((sums**2 / taken).sum())
        order = np.lexsort((cell, rater))
        values = (values - (sums / taken)[rater])[order]
        cell, rater = rater[order], cell[order]
    n = int(rater.max()) + 1
    label = components(cell, rater, n)
    lap = laplacians(cell, rater, np.ones(int(cell[-1]) + 1), (1, n))[0]
    same = label[:, None] == label
    lap += same / same.sum(1)
    right = np.bincount(rater, values, minlength=n)
    return already + float(right @ np.linalg.solve(lap, right)), int(label.max()) + 1
