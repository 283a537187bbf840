"""Screens on which our own errors cost one key press: log, show a sentence, and go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from debrief.live.outside import FAILED
from debrief.tui import crash

STANDS = "Recorded, but the next part of this step failed. You can go on."

P = ParamSpec("P")
S = TypeVar("S", bound="Resilient")


class Resilient:
    """A screen that survives an error in the action of a key."""

    def recorded(self) -> int:
        """Return the number of recorded lines, to know if a failed key saved anything."""
        return 0

    def tell(self, sentence: str) -> None:
        """Show one sentence until the next key."""
        raise NotImplementedError

    def give_up(self) -> None:
        """Close a question whose answer is recorded."""

    @contextmanager
    def absorbing(self) -> Iterator[None]:
        """Log an error and show a sentence instead."""
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
    """Absorb errors in a handler of a message or a click, as in every action."""

    @wraps(handler)
    def absorbing_it(self: S, /, *args: P.args, **more: P.kwargs) -> None:
        with self.absorbing():
            handler(self, *args, **more)

    return absorbing_it


def unnoticed(handler: Callable[[S], None]) -> Callable[[S], None]:
    """Log errors in a timed handler; nobody pressed a key, so show nothing."""

    @wraps(handler)
    def absorbing_it(self: S) -> None:
        try:
            handler(self)
        except Exception as error:
            crash.log(error)

    return absorbing_it
