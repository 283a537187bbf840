"""Add up ratings on a Dask cluster; sessions are read on this machine only.

The workers get `sums.Part` values: levels, ids and counts by session. These contain no name, no
text and no sealed card.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager
from typing import Any

from debrief import __version__

DISTRIBUTION = "calibrated-debrief"
"""The name of the installed package."""

TIMEOUT = 10
"""Seconds that a cluster may take to answer."""


class ClusterError(Exception):
    """A cluster that cannot be used; the text is one sentence."""


@contextmanager
def connected(address: str) -> Iterator[Executor]:
    """Yield an executor on the cluster at `address`, as in `tls://host:8786`; ClusterError.

    Certificates for `tls://` are those in Dask's own configuration. If a worker ends, the cluster
    does its work again on another one.
    """
    try:
        from distributed import Client
        from distributed.client import FutureCancelledError
        from distributed.scheduler import KilledWorker
    except ImportError as error:
        raise ClusterError(
            "A cluster needs Dask; install it with: pip install 'calibrated-debrief[cluster]'"
        ) from error
    try:
        client: Any = Client(address, timeout=TIMEOUT, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise ClusterError(
            f"No Dask scheduler answers at {address}; check the address, as tcp://host:8786, and "
            "for tls:// the certificates in Dask's configuration."
        ) from error
    with client:
        _refuse_other_versions(client.get_versions(packages=[DISTRIBUTION])["workers"])
        try:
            yield client.get_executor(pure=False)
        except (KilledWorker, FutureCancelledError, CancelledError) as error:
            raise ClusterError(
                "The cluster gave up because several of its workers ended; check the memory of its "
                "workers, then run this again."
            ) from error


def _refuse_other_versions(workers: dict[str, Any]) -> None:
    """Refuse workers with another version of debrief or Python; ClusterError."""
    mine = {"debrief": __version__, "python": ".".join(map(str, sys.version_info[:2]))}
    if not workers:
        raise ClusterError("The cluster has no worker yet; start some, then run this again.")
    for address, worker in sorted(workers.items()):
        theirs = {
            "debrief": worker["packages"][DISTRIBUTION],
            "python": ".".join(worker["packages"]["python"].split(".")[:2]),
        }
        for name in mine:
            if theirs[name] != mine[name]:
                there = theirs[name] or "none"
                raise ClusterError(
                    f"The worker at {address} has another {name}: {there}, here {mine[name]}; "
                    "install the same on both."
                )
