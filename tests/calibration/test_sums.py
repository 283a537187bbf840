"""Sums by part: the same figures whoever adds them up, and in whichever order parts are done."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import asdict
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rated import Rated, archives, made_up, numbers, sessions_of

from debrief.calibration import sums
from debrief.calibration.alpha import alpha
from debrief.calibration.columns import columns
from debrief.calibration.estimate import Calibration, calibration
from debrief.calibration.lean import leans
from debrief.calibration.names import Names


@given(archives(raters=6, sessions=8), st.data())
def test_parts_add_up_to_the_whole(rows: list[Rated], data: st.DataObject) -> None:
    cut = data.draw(st.sampled_from(sorted({row.session for row in rows}) or [""]))
    some = [
        sums.sums_of(columns([row for row in rows if (row.session < cut) is first]))
        for first in (True, False)
    ]
    whole, together = sums.sums_of(columns(rows)), sums.total(some)

    assert alpha(together) == pytest.approx(alpha(whole), abs=1e-12)
    one, other = asdict(leans(together)), asdict(leans(whole))
    assert list(numbers(one)) == pytest.approx(list(numbers(other)), abs=1e-9)
    assert together.everybody == whole.everybody


class Backwards(Executor):
    """Does nothing until everything was given to it, then the last first."""

    def __init__(self) -> None:
        self._given: list[tuple[Future[Any], Callable[[], Any]]] = []
        self._timer: threading.Timer | None = None

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self._given.append((future, lambda: fn(*args, **kwargs)))
        if self._timer is None:
            self._timer = threading.Timer(0.1, self._work)
            self._timer.start()
        return future

    def _work(self) -> None:
        for future, work in reversed(self._given):
            future.set_result(work())


ROWS = list(made_up(Random(3), sessions=120, raters=30, panel=6, competencies=5, missing=0.1))


def report(executor: Executor | None = None) -> Calibration:
    both = [*sessions_of(ROWS), *(s for s in sessions_of(ROWS[:900], 7))]
    return calibration(both, Names(), Random(1).randbytes, executor=executor)


@pytest.mark.parametrize(
    "executor", [Backwards, lambda: ThreadPoolExecutor(3), lambda: ProcessPoolExecutor(2)]
)
def test_the_report_is_the_same_whoever_adds_up(
    executor: Callable[[], Executor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sums, "SESSIONS", 7)
    with executor() as given:
        assert report(given) == report()


def test_the_report_is_the_same_however_it_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = report()
    for size in (1, 7, 50):
        monkeypatch.setattr(sums, "SESSIONS", size)
        found = list(numbers(asdict(report())))
        assert found == pytest.approx(list(numbers(asdict(whole))), rel=1e-12, abs=1e-12)


def test_the_order_in_which_sessions_come_changes_nothing() -> None:
    given = sessions_of(ROWS)
    one, other = (calibration(x, Names(), Random(1).randbytes) for x in (given, given[::-1]))

    assert one == other
