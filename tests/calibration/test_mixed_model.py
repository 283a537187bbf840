"""The leans beside those of a mixed model: fixed cells, random raters, random rater-sessions."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from rated import Rated

from debrief.calibration.columns import Floats, columns
from debrief.calibration.lean import leans
from debrief.calibration.sums import sums_of

STEPS = np.arange(-5, 3.1, 0.5)
"""Logarithms of a variance, as a part of the residual one, that are tried."""


def _panels(seed: int, *, levels: int, panel: int, missing: float) -> list[Rated]:
    """Sessions of six competencies; what one saw in a candidate colours all one's ratings."""
    chance = np.random.default_rng(seed)
    true = chance.normal(0, levels / 9, 12)
    rows = []
    for session in range(40):
        level = (levels + 1) / 2 + chance.normal(0, levels / 8)
        for rater in chance.choice(12, panel, replace=False):
            seen = chance.normal(0, levels / 12)
            for competency in range(6):
                if chance.random() >= missing:
                    rating = level + true[rater] + seen + chance.normal(0, levels / 10)
                    clipped = min(levels, max(1, round(rating)))
                    rows.append(Rated(f"s{session:02}", f"c{competency}", f"r{rater:02}", clipped))
    return rows


def _restricted_likelihood(cross: Floats, right: Floats, whole: float, free: int) -> float:
    """Return -2 log of it, but for a constant; the effects are scaled to the residual variance."""
    lower = np.linalg.cholesky(cross + np.eye(len(cross)))
    explained = float((np.linalg.solve(lower, right) ** 2).sum())
    return 2 * float(np.log(np.diag(lower)).sum()) + free * float(np.log(whole - explained))


def _mixed(rows: list[Rated]) -> Floats:
    """Return the predicted effects of raters, by name, at the likeliest variances of a grid."""
    table = columns(rows)
    raters = len(table.raters)
    cells = np.bincount(table.cell)
    _, seat = np.unique(table.session * raters + table.rater, return_inverse=True)
    effects = np.zeros((len(table.level), raters + seat.max() + 1))
    effects[np.arange(len(effects)), table.rater] = 1
    effects[np.arange(len(effects)), raters + seat] = 1
    at = np.zeros((len(cells), len(effects)))
    at[table.cell, np.arange(len(effects))] = 1
    within = np.eye(len(effects)) - at.T @ (at / cells[:, None])
    x, y = within @ effects, within @ table.level
    cross, right, whole = x.T @ x, x.T @ y, float(y @ y)
    best, found = np.inf, np.zeros(raters)
    for one in STEPS:
        for other in STEPS:
            scale = np.exp(np.where(np.arange(len(cross)) < raters, one, other) / 2)
            scaled = scale[:, None] * cross * scale
            fit = _restricted_likelihood(scaled, scale * right, whole, len(y) - len(cells))
            if fit < best:
                best = fit
                found = (scale * np.linalg.solve(scaled + np.eye(len(cross)), scale * right))[
                    :raters
                ]
    return found


@pytest.mark.parametrize(
    ("levels", "panel", "missing"),
    [(3, 4, 0.0), (4, 3, 0.05), (5, 6, 0.1), (7, 2, 0.0), (9, 5, 0.1)],
)
def test_leans_go_with_the_effects_of_a_mixed_model(levels, panel, missing):
    rows = _panels(Random(levels).randrange(99), levels=levels, panel=panel, missing=missing)
    found = [panelist.lean for panelist in leans(sums_of(columns(rows))).panelists]

    assert np.corrcoef(found, _mixed(rows))[0, 1] >= 0.995
