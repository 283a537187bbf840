"""The same figures from a cluster of real processes, also when a worker is killed."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import asdict
from random import Random
from typing import Any

import pytest
from rated import made_up, numbers, sessions_of

from debrief import __version__
from debrief.calibration import cluster, sums
from debrief.calibration.estimate import calibration
from debrief.calibration.names import Names

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.xdist_group("cluster")

SESSIONS = sessions_of(
    list(made_up(Random(3), sessions=400, raters=40, panel=6, competencies=5, missing=0.1))
)


@pytest.fixture(scope="module")
def running() -> Iterator[Any]:
    """A scheduler, and two workers that are processes."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as started:
        yield started


def _same(one: object, other: object) -> None:
    found, expected = (list(numbers(asdict(x))) for x in (one, other))  # type: ignore[call-overload]
    assert found == pytest.approx(expected, rel=1e-12, abs=1e-12)


@pytest.mark.timeout(120)
def test_the_figures_are_those_of_one_process_also_when_a_worker_is_killed(
    running: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sums, "SESSIONS", 4)
    alone = calibration(SESSIONS, Names(), Random(1).randbytes)
    with cluster.connected(running.scheduler_address) as executor:
        _same(calibration(SESSIONS, Names(), Random(1).randbytes, executor=executor), alone)
        pids = list(running.scheduler.workers) and [one.pid for one in running.workers.values()]

        def kill(done: int, of: int) -> None:
            if done == 1:
                os.kill(pids[0], signal.SIGKILL)

        again = calibration(SESSIONS, Names(), Random(1).randbytes, kill, executor)
    _same(again, alone)


def test_where_no_scheduler_answers_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "TIMEOUT", 1)
    for address in ("tcp://127.0.0.1:9", "tls://127.0.0.1:9", "nonsense://x"):
        with (
            pytest.raises(cluster.ClusterError, match="No Dask scheduler answers at"),
            cluster.connected(address),
        ):
            raise AssertionError("nobody is there")


def test_without_dask_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(cluster.ClusterError, match=r"pip install 'calibrated-debrief\[cluster\]'"),
        cluster.connected("tcp://127.0.0.1:9"),
    ):
        raise AssertionError("there is no Dask")


@pytest.mark.parametrize(
    ("packages", "sentence"),
    [
        ({}, "has no worker yet"),
        ({"debrief": "0.0.1", "python": sys.version.split()[0]}, "another debrief: 0.0.1, here"),
        ({"debrief": None, "python": sys.version.split()[0]}, "another debrief: none, here"),
        ({"debrief": __version__, "python": "3.9.1.final.0"}, "another python: 3.9, here"),
    ],
)
def test_workers_that_would_do_other_work_are_refused(
    running: Any,
    monkeypatch: pytest.MonkeyPatch,
    packages: dict[str, str | None],
    sentence: str,
) -> None:
    known = {
        "python": packages.get("python"),
        cluster.DISTRIBUTION: packages.get("debrief"),
    }
    workers = {"tcp://10.0.0.1:1": {"packages": known}} if packages else {}
    monkeypatch.setattr(
        distributed.Client, "get_versions", lambda self, packages: {"workers": workers}
    )
    with (
        pytest.raises(cluster.ClusterError, match=sentence),
        cluster.connected(running.scheduler_address),
    ):
        raise AssertionError("it was refused")


def test_work_that_ends_its_workers_is_given_up_in_one_sentence(
    running: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running.scheduler, "allowed_failures", 0)
    with (
        pytest.raises(cluster.ClusterError, match="cluster gave up"),
        cluster.connected(running.scheduler_address) as executor,
    ):
        executor.submit(signal.raise_signal, signal.SIGKILL).result()
