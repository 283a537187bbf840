"""Error handling of screens: log an error, show a sentence, and continue."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, overload

from debrief.live.environment import FAILED
from debrief.tui import crash

UNDRAWN = "This screen could not be drawn."
STANDS = "Recorded, but the next part of this step failed. You can go on."

P = ParamSpec("P")
S = TypeVar("S", bound="Resilient")


class Resilient:
    """A screen that survives an error in the action of a key, and in its painting."""

    _failed = False

    def recorded(self) -> int:
        """Return the number of recorded lines, to know if a failed key saved anything."""
        return 0

    def tell(self, sentence: str) -> None:
        """Show one sentence until the next key press."""
        raise NotImplementedError

    def give_up(self) -> None:
        """Close a prompt whose answer was already recorded."""

    def tell_undrawn(self) -> None:
        """Show that the screen could not be drawn, beside what was painted before."""
        self.tell(UNDRAWN)

    def attempt(self, paint: Callable[[], None]) -> None:
        """Paint; where that fails, log it once and show a notice beside what was painted before."""
        try:
            paint()
        except Exception as error:
            if not self._failed:
                crash.log(error)
            self._failed = True
            self.tell_undrawn()
        else:
            self._failed = False

    @contextmanager
    def absorbing(self) -> Iterator[None]:
        """Log an error raised in the block, and show a sentence."""
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


@overload
def absorbed(
    handler: Callable[Concatenate[S, P], Awaitable[None]],
) -> Callable[Concatenate[S, P], Awaitable[None]]: ...


@overload
def absorbed(handler: Callable[Concatenate[S, P], None]) -> Callable[Concatenate[S, P], None]: ...


def absorbed(
    handler: Callable[Concatenate[S, P], Awaitable[None] | None],
) -> Callable[Concatenate[S, P], Awaitable[None] | None]:
    """Absorb errors in a handler of a message or a click, as in every action."""

    @wraps(handler)
    def absorbing_it(self: S, /, *args: P.args, **more: P.kwargs) -> Awaitable[None] | None:
        done = None
        with self.absorbing():
            done = handler(self, *args, **more)
        return None if done is None else _absorbed_later(self, done)

    return absorbing_it


async def _absorbed_later(screen: Resilient, done: Awaitable[None]) -> None:
    with screen.absorbing():
        await done


def unnoticed(handler: Callable[[S], None]) -> Callable[[S], None]:
    """Log errors in a timed handler; nobody pressed a key, so show nothing."""

    @wraps(handler)
    def absorbing_it(self: S) -> None:
        try:
            handler(self)
        except Exception as error:
            crash.log(error)

    return absorbing_it
