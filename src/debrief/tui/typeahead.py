"""Keys one after another: what is typed ahead waits until the key before it has done its work."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from typing import TypeVar

from textual import events, widgets
from textual.message_pump import MessagePump

from debrief.tui.shim import GuardedApp

ReturnType = TypeVar("ReturnType")

LEAVES_A_TEXT = frozenset({"enter", "tab", "shift+tab", "escape", "pageup", "pagedown"})
"""The keys that may move the focus out of a text; every other one edits it."""

MOVES_ONLY = frozenset({"up", "down", "left", "right", "home", "end", "pageup", "pagedown"})
"""The keys that choose or scroll where nothing is typed into: the next may follow at once."""

CALM = 2
"""Rounds in a row in which nothing changed before the next key is dealt out."""

MOST = 40
"""Rounds after which it is dealt out in any case, a few tenths of a second at most."""

REST = 0.8
"""Seconds that everything rests after the screen became another one by itself."""

PATIENCE = 0.5
"""Seconds that a part of the screen which is going away may take to answer."""

PAUSE = 0.1
"""Seconds without a key, in which what the last began may be painted first."""

AGES = 1.0
"""Seconds after which what a key began is done in any case."""


class OneKeyAtATime(GuardedApp[ReturnType]):
    """An app in which a key that comes early goes where it would have gone had it come later.

    Textual hands a key to what is focused at that moment. What the key before it opens or focuses
    comes some turns of the loop later, so of keys read together the later would go astray.
    """

    def __init__(self, resume: str = "debrief run") -> None:
        super().__init__(resume)
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._dealing: asyncio.Task[None] | None = None
        self._moved = float("-inf")
        self.rests = False
        """Whether what is typed or clicked is dropped."""

    def rest(self) -> None:
        """Drop what was typed ahead, and for a moment what is typed or clicked.

        It was meant for what was on the screen before.
        """
        self._waiting.clear()
        self.rests = True
        self.set_timer(REST, self._wake)

    def _wake(self) -> None:
        self.rests = False

    @property
    def keys_waiting(self) -> bool:
        """Whether a key that was read, or what the last one began, is not done yet."""
        return bool(self._waiting) or self._dealing is not None

    async def on_event(self, event: events.Event) -> None:
        """Hand on an event; a key, or a pasted text, in its turn."""
        if self.rests and isinstance(event, events.Key | events.Paste | events.MouseEvent):
            return
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        self._waiting.append(event)
        if self._dealing is None:
            await self._go_on()

    async def _go_on(self) -> None:
        """Deal out what waits, up to a key that comes too soon after one that may have moved."""
        self._dealing = None
        while self._waiting:
            if asyncio.get_running_loop().time() - self._moved < AGES:
                self._dealing = asyncio.create_task(self._settle())
                return
            await self._deal(self._waiting.popleft())

    async def _deal(self, event: events.Key | events.Paste) -> None:
        moves = isinstance(event, events.Key) and self._may_move(event.key)
        await super().on_event(event)
        if moves:
            self._moved = asyncio.get_running_loop().time()
            self.set_timer(PAUSE, self._go_on_early)

    def _go_on_early(self) -> None:
        """Wait for the end of what a key began while nothing is typed: the next need not then."""
        if self._dealing is None and self._moved > float("-inf"):
            self._dealing = asyncio.create_task(self._settle())

    def _may_move(self, key: str) -> bool:
        """Whether this key may open something, or take the focus elsewhere."""
        if self.focused is None:
            return key not in MOVES_ONLY
        text = isinstance(self.focused, widgets.TextArea | widgets.Input)
        return not text or key in LEAVES_A_TEXT

    async def _settle(self) -> None:
        """Wait until what the last key began is done, then deal out what was typed meanwhile."""
        calm = 0
        try:
            for _ in range(MOST):
                before = self._seen()
                await self._take_turns()
                calm = calm + 1 if self._seen() == before else 0
                if calm == CALM:
                    break
        finally:  # whatever happened, no key may wait for ever
            self._moved = float("-inf")
            self.call_later(self._go_on)

    def _seen(self) -> tuple[object, ...]:
        screen = self.screen
        return (screen, screen.focused, *screen.walk_children())

    async def _take_turns(self) -> None:
        """Let every part of the screen do what it has to do, from the focus up to the app.

        Twice each, as the first thing that it does may be to send something to itself.
        """
        screen = self.screen
        upwards = (self.focused or screen).ancestors_with_self
        await _turn(*(one for one in screen.walk_children() if one not in upwards))
        for part in (*upwards, self):
            await _turn(part)
            await _turn(part)


async def _turn(*parts: MessagePump) -> None:
    """Wait until each of these parts of the screen has done all that it was sent so far."""
    done, left = asyncio.Event(), len(parts)

    def took() -> None:
        nonlocal left
        left -= 1
        if left <= 0:
            done.set()

    gone = sum(not part.call_later(took) for part in parts)
    left -= gone
    if left > 0:
        with suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), PATIENCE)
