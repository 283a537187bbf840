"""An error of our own costs one key: it is logged, a sentence is shown, and the screen goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from debrief.live.outside import FAILED
from debrief.tui import crash

STANDS = "Recorded. What this key does next failed."

P = ParamSpec("P")
S = TypeVar("S", bound="Resilient")


class Resilient:
    """A screen that outlives an error in what one of its keys does."""

    def recorded(self) -> int:
        """Return how much is recorded by now, so that no failed key denies what was saved."""
        return 0

    def tell(self, sentence: str) -> None:
        """Show one sentence until the next key."""
        raise NotImplementedError

    def give_up(self) -> None:
        """Close what was asked, once its answer is recorded."""

    @contextmanager
    def absorbing(self) -> Iterator[None]:
        """Turn an error into a sentence."""
        before = self.recorded()
        try:
            yield
        except Exception as error:
            crash.log(error)
            if self.recorded() == before:
                self.tell(FAILED)
            else:
                self.give_up()
                self.tell(STANDS)


def absorbed(handler: Callable[Concatenate[S, P], None]) -> Callable[Concatenate[S, P], None]:
    """Do the same for what a message or a click does, as for every action."""

    @wraps(handler)
    def absorbing_it(self: S, /, *args: P.args, **more: P.kwargs) -> None:
        with self.absorbing():
            handler(self, *args, **more)

    return absorbing_it


def unnoticed(handler: Callable[[S], None]) -> Callable[[S], None]:
    """Do the same for what happens by itself: nobody pressed a key, so nothing is told."""

    @wraps(handler)
    def absorbing_it(self: S) -> None:
        try:
            handler(self)
        except Exception as error:
            crash.log(error)

    return absorbing_it
