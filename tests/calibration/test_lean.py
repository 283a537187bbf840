"""The lean: its example, the formula written out, and the laws that every archive keeps."""

from __future__ import annotations

from itertools import groupby
from math import isfinite, sqrt
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rated import CHECK, Rated, archives, made_up

from debrief.calibration.columns import columns
from debrief.calibration.lean import LARGEST, Lean, Leans, leans
from debrief.calibration.sums import sums_of


def _leans(ratings: list[Rated]) -> Leans:
    return leans(sums_of(columns(ratings)))


def _by_name(found: Leans) -> dict[str, Lean]:
    return {panelist.panelist: panelist for panelist in found.panelists}


def test_the_example_to_its_last_digit():
    found = _leans(CHECK)
    a, b, c = found.panelists

    assert [one.unshrunk for one in (a, b, c)] == pytest.approx([-4 / 5, 4 / 15, 8 / 15], abs=1e-12)
    assert found.sigma2 == pytest.approx(1 / 30, abs=1e-12)
    assert found.tau2 == pytest.approx(23 / 60, abs=1e-12)
    assert (found.df, found.components) == (2, 1)
    assert [one.lean for one in (a, b, c)] == pytest.approx(
        [-0.758989, 0.257703, 0.501285], abs=1e-6
    )
    assert [one.se for one in (a, b, c)] == pytest.approx([0.112471, 0.092683, 0.112471], abs=1e-6)
    assert [(one.sessions, one.coraters) for one in (a, b, c)] == [(2, 2), (3, 2), (2, 2)]
    assert a.interval == pytest.approx(
        (-0.758989 - 1.96 * 0.112471, -0.758989 + 1.96 * 0.112471), abs=1e-5
    )


def _written_out(ratings: list[Rated]) -> dict[str, tuple[float, float, float, float]] | None:
    """The formula of the estimate, step by step, with pseudo-inverses of whole matrices."""
    people = sorted({rating.panelist for rating in ratings})
    n = len(people)
    total, right, within, ranks = np.zeros((n, n)), np.zeros(n), 0.0, 0
    by_session = sorted(ratings)
    for _, rows in groupby(by_session, lambda one: one.session):
        cells = [list(x) for _, x in groupby(rows, lambda one: one.competency)]
        cells = [cell for cell in cells if len(cell) > 1]
        if not cells:
            continue
        w, y = np.zeros((len(cells), n)), np.zeros((len(cells), n))
        for at, cell in enumerate(cells):
            for one in cell:
                w[at, people.index(one.panelist)] = 1
                y[at, people.index(one.panelist)] = one.level
        k, d = w.sum(1), w.sum(0)
        bar = d[d > 0].mean()
        lap = (np.diag(d) - w.T @ np.diag(1 / k) @ w) / bar
        r = (w * (y - (y.sum(1) / k)[:, None])).sum(0) / bar
        total += lap
        right += r
        here = np.flatnonzero(d)
        small = lap[np.ix_(here, here)]
        within += r[here] @ np.linalg.pinv(small, hermitian=True) @ r[here]
        ranks += np.linalg.matrix_rank(small, hermitian=True)
    rank = np.linalg.matrix_rank(total, hermitian=True) if n else 0
    df = int(ranks - rank)
    if df <= 0:
        return None
    plain = np.linalg.pinv(total, hermitian=True) @ right
    sigma2 = max(0.0, within - right @ plain) / df
    tau2 = max(0.0, (right @ plain - rank * sigma2) / np.trace(total))
    if tau2 < 1e-9 or sigma2 < 1e-9:
        return None
    inverse = np.linalg.inv(total + sigma2 / tau2 * np.eye(n))
    # Who belongs together is where the pseudo-inverse's projection is not zero.
    beside = (np.abs(total) > 1e-12) + np.eye(n)
    for _ in range(n.bit_length()):
        beside = (beside @ beside > 0).astype(float)
    centred = np.eye(n) - beside / beside.sum(1)
    se = np.sqrt(np.diag(centred @ (sigma2 * inverse) @ centred.T))
    spread = np.diag(centred @ centred.T)
    return {
        p: (plain[i], (inverse @ right)[i], se[i], 1 - se[i] ** 2 / (tau2 * spread[i]))
        for i, p in enumerate(people)
        if spread[i] > 0
    }


def _agrees(ratings: list[Rated], expected: dict[str, tuple[float, ...]]) -> None:
    found = _by_name(_leans(ratings))
    for panelist, numbers in expected.items():
        one = found[panelist]
        assert (one.unshrunk, one.lean, one.se, one.reliability) == pytest.approx(numbers, abs=1e-7)


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.integers(2, 4), st.integers(1, 3), st.floats(0, 0.6))
def test_every_archive_gives_what_the_formula_written_out_gives(seed, panel, competencies, missing):
    shape = {"sessions": 8, "raters": 6, "panel": panel, "competencies": competencies}
    ratings = list(made_up(Random(seed), missing=missing, **shape))
    _agrees(ratings, _written_out(ratings) or {})


def test_so_does_one_of_three_hundred_raters():
    drawn = made_up(Random(1), sessions=150, raters=300, panel=6, competencies=4, missing=0.2)
    ratings = list(drawn)
    _agrees(ratings, _written_out(ratings))


def test_so_does_a_long_chain_of_raters_who_know_only_their_neighbours():
    chance = Random(2)
    ratings = [
        Rated(f"s{i}-{again}", f"c{k}", f"r{i + j:03}", (i + j) % 3 + chance.randint(1, 2))
        for i in range(299)
        for again in range(2)
        for k in range(2)
        for j in range(2)
    ]
    _agrees(ratings, _written_out(ratings))


@pytest.mark.parametrize(
    ("competencies", "raters"), [(90, 70), (70, 90)], ids=["more competencies", "more raters"]
)
def test_so_do_sessions_too_large_to_be_taken_together(competencies, raters):
    chance = Random(3)
    ratings = [
        Rated(f"s{s}", f"c{c:02}", f"r{r:02}", r % 3 + chance.randint(1, 2))
        for s in range(3)
        for c in range(competencies)
        for r in range(raters)
        if chance.random() < 0.1
    ]
    _agrees(ratings, _written_out(ratings))


@given(archives(), st.randoms(use_true_random=False))
def test_the_order_of_ratings_changes_nothing(ratings, random):
    shuffled = list(ratings)
    random.shuffle(shuffled)
    assert _leans(shuffled) == _leans(ratings)


@given(archives(), st.permutations(range(5)))
def test_other_names_for_the_raters_change_nothing_else(ratings, order):
    renamed = {f"r{i}": f"r{order[i]}" for i in range(5)}
    was = _by_name(_leans(ratings))
    now = _by_name(
        _leans([rating._replace(panelist=renamed[rating.panelist]) for rating in ratings])
    )
    for panelist, one in was.items():
        other = now[renamed[panelist]]
        assert (other.sessions, other.coraters) == (one.sessions, one.coraters)
        for name in ("unshrunk", "lean", "se", "reliability"):
            assert getattr(other, name) == pytest.approx(getattr(one, name), abs=1e-7)


@given(archives(), st.integers(0, 4), st.integers(-3, 3))
def test_a_constant_on_one_raters_ratings_moves_their_lean_by_it_and_no_others(ratings, who, by):
    who = f"r{who}"
    was = _by_name(_leans(ratings))
    moved = [
        rating._replace(level=rating.level + by * (rating.panelist == who)) for rating in ratings
    ]
    now = _by_name(_leans(moved))
    for one, other in ((a, b) for a in was.values() for b in was.values()):
        if one.component is None or one.component != other.component:
            continue
        before = one.unshrunk - other.unshrunk
        after = now[one.panelist].unshrunk - now[other.panelist].unshrunk
        expected = by * ((one.panelist == who) - (other.panelist == who))
        assert after - before == pytest.approx(expected, abs=1e-8)


@given(archives(), archives())
def test_panels_that_share_nobody_are_never_compared(here, there):
    there = [one._replace(session=f"x{one.session}", panelist=f"x{one.panelist}") for one in there]
    both, alone = _by_name(_leans(here + there)), _by_name(_leans(here))
    for panelist, one in alone.items():
        assert both[panelist].unshrunk == pytest.approx(one.unshrunk, abs=1e-9)
    groups: dict[int, list[Lean]] = {}
    for one in both.values():
        if one.component is not None:
            groups.setdefault(one.component, []).append(one)
    for members in groups.values():
        assert len({member.panelist[0] for member in members}) == 1
        assert sum(member.unshrunk for member in members) == pytest.approx(0, abs=1e-8)
        if members[0].lean is not None:
            assert sum(member.lean for member in members) == pytest.approx(0, abs=1e-8)
    assert len(groups) == _leans(here + there).components


@given(archives())
def test_no_number_is_ever_undefined_or_infinite(ratings):
    found = _leans(ratings)
    numbers = [found.sigma2, found.tau2]
    for panelist in found.panelists:
        numbers += [panelist.unshrunk, panelist.lean, panelist.se, panelist.reliability]
        assert panelist.reliability is None or 0 <= panelist.reliability <= 1
    assert all(isfinite(one) for one in numbers if one is not None)
    assert (found.sigma2 is None) == (found.df <= 0) == (found.tau2 is None)


@given(archives(levels=1))
def test_where_all_agree_nobody_leans(ratings):
    found = _leans(ratings)
    for panelist in found.panelists:
        assert panelist.unshrunk in (None, 0)
        assert (panelist.lean, panelist.se, panelist.reliability) in ((None, None, None), (0, 0, 0))
    assert found.tau2 in (None, 0)


def test_without_ratings_there_is_nothing():
    assert _leans([]) == Leans((), None, None, 0, 0)


def test_a_rater_on_their_own_has_no_lean():
    alone = [Rated("s", c, "r", 3) for c in "xy"]
    assert _leans(alone).panelists == (Lean("r"),)
    both = _by_name(_leans([*CHECK, *alone]))
    assert both["r"] == Lean("r")
    assert both["A"] == _by_name(_leans(CHECK))["A"]


def test_one_session_has_nothing_to_judge_leans_by():
    found = _leans([one for one in CHECK if one.session == "S1"])
    assert (found.df, found.sigma2, found.tau2) == (0, None, None)
    assert all(panelist.lean is None and panelist.interval is None for panelist in found.panelists)
    assert found.panelists[0].unshrunk == pytest.approx(-5 / 6)


def test_leans_that_explain_everything_are_not_shrunk():
    ratings = [
        Rated(f"s{s}", c, p, x + s)
        for s in range(3)
        for c in "xy"
        for p, x in zip("abc", (1, 2, 4), strict=True)
    ]
    found = _leans(ratings)
    assert found.sigma2 == 0
    assert [panelist.lean for panelist in found.panelists] == pytest.approx([-4 / 3, -1 / 3, 5 / 3])
    assert [(panelist.se, panelist.reliability) for panelist in found.panelists] == [(0, 1)] * 3


def test_a_session_counts_once_however_many_competencies_it_repeats():
    def archive(times: int) -> list[Rated]:
        chance = Random(5)
        return [
            Rated(f"s{s}", f"c{copy}", p, level)
            for s in range(12)
            for p in chance.sample("abcdef", 4)
            for level in [chance.randint(1, 4)]
            for copy in range(times)
        ]

    once, often = _leans(archive(1)), _leans(archive(7))
    assert often.sigma2 == pytest.approx(once.sigma2)
    for one, other in zip(once.panelists, often.panelists, strict=True):
        assert other.se == pytest.approx(one.se)


def test_a_rating_given_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        columns([*CHECK, CHECK[0]])


def test_more_raters_than_the_algebra_can_hold_are_not_estimated():
    found = _leans([Rated(s, "c", f"r{i}", 1 + i % 4) for s in "ab" for i in range(LARGEST + 1)])
    assert (found.too_large, found.sigma2, found.df) == (True, None, LARGEST)
    assert found.panelists[0] == Lean("r0", sessions=2)


def test_the_interval_covers_the_truth_about_as_often_as_it_says():
    covered = told = 0
    for seed in range(12):
        chance = Random(seed)
        true = [chance.gauss(0, 0.5) for _ in range(20)]
        ratings = []
        for session in range(60):
            for rater in chance.sample(range(20), 5):
                seen = chance.gauss(0, 0.4)  # what one saw colours all one's ratings of them
                ratings += [
                    Rated(f"s{session}", f"c{c}", f"{rater:02}", round(1000 * (true[rater] + seen)))
                    for c in range(6)
                ]
        mean = sum(true) / 20
        for rater, one in enumerate(_leans(ratings).panelists):
            low, high = one.interval
            covered += low <= 1000 * (true[rater] - mean) <= high
            told += 1
    assert abs(covered / told - 0.95) < 3 * sqrt(0.95 * 0.05 / told) + 0.01
