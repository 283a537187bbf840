"""Executors that read sessions and add up their ratings: this process, or several."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager, redirect_stderr
from multiprocessing import get_context
from typing import Any, TypeVar

from typing_extensions import override

T = TypeVar("T")

MANY = 500
"""Minimum number of sessions to read for which starting processes saves time."""

MANY_SUMS = 20_000
"""Minimum number of sessions to add up for which starting processes saves time."""

MOST_PROCESSES = 4


class LostError(Exception):
    """A process ended before its work was done; the text is one sentence."""

    def __init__(self) -> None:
        """Set the sentence."""
        super().__init__(
            "A process of calibration was ended from outside, perhaps because memory ran out;"
            " run it again."
        )


class InlineExecutor(Executor):
    """An executor that does the work at once, in this process."""

    @override
    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        future: Future[T] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


Executors = Callable[[int], AbstractContextManager[Executor]]
"""Create an executor for this number of sessions, and end it."""


@contextmanager
def local(sessions: int, many: int = MANY) -> Iterator[Executor]:
    """Yield an executor of several processes, or of this one for fewer than `many` sessions.

    At the end, work that has not begun is cancelled. LostError if a process ends early.
    """
    if sessions < many:
        yield InlineExecutor()
        return
    # A fork is quicker, but a fork of a process with threads, such as a screen, may hang.
    begin = get_context("spawn" if threading.active_count() > 1 else None)
    # Only the command handles an interrupt: a worker would print a traceback.
    quiet = (signal.SIGINT, signal.SIG_IGN)
    processes = min(MOST_PROCESSES, os.cpu_count() or 1)
    with _real_stderr():
        pool = ProcessPoolExecutor(processes, begin, signal.signal, quiet)
    try:
        yield pool
    except BrokenExecutor as error:
        raise LostError from error
    finally:
        pool.shutdown(cancel_futures=True)


def local_sums(sessions: int) -> AbstractContextManager[Executor]:
    """Create an executor for adding up this number of sessions."""
    return local(sessions, MANY_SUMS)


def in_order(executor: Executor, work: Callable[[T], Any], parts: list[T]) -> Iterator[Any]:
    """Yield the results in the order of the parts."""
    with _real_stderr():
        results = executor.map(work, parts)
    yield from results


def _real_stderr() -> AbstractContextManager[object]:
    """Restore the real standard error, which a screen replaces and a new process needs."""
    return redirect_stderr(sys.__stderr__)
