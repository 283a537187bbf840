"""Keys one after another: what is typed ahead waits until the key before it has done its work."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, TypeVar
from unicodedata import name as name_of_character

from textual import events, widgets
from textual.app import ScreenStackError, UnknownModeError
from textual.message_pump import MessagePump

from debrief.tui.terminal.gate import REPLACEMENT
from debrief.tui.terminal.keyboard import NOT_TAKEN, Burst, NotTaken, RepeatedKey, WrittenText
from debrief.tui.terminal.pace import MAIN_KEYS, MOST_PRINTABLE, YES, Pace
from debrief.tui.terminal.shim import GuardedApp

if TYPE_CHECKING:
    from debrief.tui.widgets.prompt import Prompt

ReturnType = TypeVar("ReturnType")

Typed = events.Key | events.Paste | Burst | NotTaken

LEAVES_A_TEXT = frozenset({"enter", "tab", "shift+tab", "escape", "pageup", "pagedown"})
"""The keys that may move the focus out of a text; every other one edits it."""

MOVES_ONLY = frozenset({"up", "down", "left", "right", "home", "end", "pageup", "pagedown"})
"""The keys that choose or scroll where nothing is typed into: the next may follow at once."""

HELD_MOVES = MOVES_ONLY | {
    "left_square_bracket", "right_square_bracket", "full_stop", "less_than_sign",
    "greater_than_sign", "backspace", "tab", "shift+tab",
}  # fmt: skip
"""The keys that repeat while they are held down."""

THE_REST = "S"
"""The key that fills the other cells of a blind entry: a guard asks before it does."""

ENTRY_KEYS = frozenset({*"123456789sx", "up", "down", "backspace"})
"""The keys that fill, choose and clear cells in a blind entry."""

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


PASTED = "That looked like pasted text, so nothing was done. Paste text into a prompt."
OTHER_LETTERS = "The keys here are Latin letters. Switch your keyboard to Latin."


class Answering:
    """A field that keys answer, and that enter completes at once."""

    def chooses(self, letter: str) -> bool:
        """Return whether this letter chooses something here."""
        return False


class ClickedKey(events.Key):
    """A key whose name was clicked; always on purpose, however soon after another key."""


class Clock:
    """The current time and the times of keys, in seconds of one clock."""

    def now(self) -> float:
        """Return the current time."""
        return monotonic()

    def read(self, event: events.Event) -> float:
        """Return the time at which `event` was read from the terminal."""
        return event.time


class TakesKeys:
    """A screen that lets the app know which keys it takes."""

    @property
    def guard(self) -> Prompt | None:
        """The open question that only a deliberate yes confirms, if there is one."""
        return None

    @property
    def takes_text(self) -> bool:
        """True while typing goes into a text although no field has the focus."""
        return False

    @property
    def takes_entries(self) -> bool:
        """True if cells are entered unseen here, even under an open prompt."""
        return False

    @property
    def next_entry(self) -> str:
        """The name of whom the next entry is for; empty where there is nobody."""
        return ""

    def take_paste(self, text: str) -> bool:
        """Read the codes in a pasted text, if any are asked for here; return whether they are."""
        return False

    def tell(self, sentence: str) -> None:
        """Show one sentence, until the next key."""

    @property
    def known_keys(self) -> frozenset[str] | None:
        """The keys that do something here; None where that is not known."""
        return None

    def enter_keys(self, keys: Sequence[events.Key]) -> int:
        """Enter keys into the cells, in order; return how many were not taken."""
        return len(keys)

    def key_taken(self, key: str) -> None:
        """Prepare for a key that is about to act."""

    def rest_main_key(self, seconds: float) -> None:
        """Dim the main key for so many seconds."""


class OneKeyAtATime(GuardedApp[ReturnType]):
    """An app in which a key that comes early goes where it would have gone had it come later.

    Textual hands a key to the focused widget at once. The widget that the previous key opens or
    focuses is ready a few turns of the loop later, so later keys of one read would go astray. The
    app also drops input that was not meant as a key, judged by its time and the input around it.
    """

    clock = Clock()

    def __init__(self, resume: str = "debrief run") -> None:
        super().__init__(resume)
        self._waiting: deque[Typed] = deque()
        self._dealing: asyncio.Task[None] | None = None
        self._moved = float("-inf")
        self._pace = Pace()
        self._wrote_in_entry = False
        self._not_taken = 0
        self.rests = False
        """True while keys and clicks are dropped."""

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
    def takes_text(self) -> bool:
        """True while typing goes into a text."""
        try:
            if isinstance(self.focused, widgets.TextArea | widgets.Input):
                return True
            return self._target is not None and self._target.takes_text
        except (ScreenStackError, UnknownModeError):  # there is no screen
            return False

    @property
    def keys_waiting(self) -> bool:
        """True while a key waits, or the work of the last key is not finished."""
        return bool(self._waiting) or self._dealing is not None

    @property
    def _target(self) -> TakesKeys | None:
        return self.screen if isinstance(self.screen, TakesKeys) else None

    async def on_event(self, event: events.Event) -> None:
        """Hand on an event; keys and texts wait for their turn."""
        if self.rests and isinstance(event, Typed | events.MouseEvent):
            return
        if not isinstance(event, Typed) or event.is_forwarded:
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

    async def _deal(self, event: Typed) -> None:
        """Hand on typed input if it was meant for the current screen."""
        at = self.clock.read(event)
        match event:
            case NotTaken():
                self._pace.refused = at  # what is typed on would be entered for the wrong people
                self._tell(event.sentence)
            case WrittenText():
                await self._deal_written(event, at)
            case events.Paste():
                await self._deal_paste(event, at)
            case _ if self._pace.is_behind_paste(at):
                self._tell(NOT_TAKEN)
            case Burst(keys=keys):
                await self._deal_burst(keys, at)
            case events.Key():
                await self._deal_key(event, at)

    async def _deal_written(self, event: WrittenText, at: float) -> None:
        if not self.takes_text:
            self._tell(NOT_TAKEN)
        else:
            self._pace.type("", at, printable=True)
            await super().on_event(events.Paste(event.text))

    async def _deal_paste(self, event: events.Paste, at: float) -> None:
        self._pace.put_in(at)
        if self.takes_text:
            await super().on_event(event)
        elif self._target is None or not self._target.take_paste(event.text):
            self._tell(PASTED)

    async def _deal_burst(self, keys: Sequence[events.Key], at: float) -> None:
        """Hand on keys that came together, as a text, as entries, or one by one if few."""
        target = self._target
        if self.takes_text:
            for key in in_text(keys):
                await self._deal_text(key, at)
        elif target is not None and target.guard is not None:
            self._confirm(target.guard, "", at)
        elif target is not None and self._in_entry:
            self._enter(target, keys, at)
        elif sum(key.is_printable for key in keys) > MOST_PRINTABLE:
            self._pace.put_in(at)
            self._tell(PASTED)
        else:
            self._waiting.extendleft(reversed(keys))

    async def _deal_key(self, key: events.Key, at: float) -> None:
        if self.takes_text:
            await self._deal_text(key, at)
        elif (target := self._target) is not None and target.guard is not None:
            if not isinstance(key, RepeatedKey):
                self._confirm(target.guard, key.key, at)
        elif isinstance(key, ClickedKey):
            await self._hand_on(key)
        elif target is not None and self._in_entry and key.key in ENTRY_KEYS:
            self._enter(target, (key,), at)
        elif self._counts(key, at):
            self._not_taken = 0
            await self._hand_on(key)
            self._rest_main_key()

    def _enter(self, target: TakesKeys, keys: Sequence[events.Key], at: float) -> None:
        """Let the screen enter these keys, unless they come close behind one that it refused."""
        typed_on = self._pace.is_typed_on(at) and self._wrote_in_entry
        if typed_on or self._pace.is_behind_refused(at):
            self._pace.press(keys[-1].key, at, printable=True, stray=True)
            self._refuse(len(keys))
            return
        for key in keys:
            self._pace.press(key.key, at, printable=key.is_printable)
        self._not_taken = target.enter_keys(keys)
        if self._not_taken:
            self._pace.refused = at
        self._rest_main_key()

    def _refuse(self, count: int) -> None:
        """Tell how many keys were not taken since the last one that was."""
        self._not_taken += count
        keys = "key" if self._not_taken == 1 else "keys"
        name = self._target.next_entry if self._target is not None and self._in_entry else ""
        then = f"go on with {name}" if name else "type on"
        self._tell(f"Ignored: {self._not_taken} {keys}. Wait a second, then {then}.")
        self._rest_main_key()

    async def _deal_text(self, key: events.Key, at: float) -> None:
        held = self._pace.is_held(key.key, at)
        self._wrote_in_entry = self._takes_entries()
        self._pace.type(key.key, at, printable=key.is_printable)
        if not (held and key.key == "enter"):
            await self._hand_on(key)

    def _counts(self, key: events.Key, at: float) -> bool:
        """Return whether a key outside a text was meant for the current screen."""
        held = isinstance(key, RepeatedKey) or self._pace.is_held(key.key, at)
        if isinstance(self.focused, Answering | widgets.OptionList):
            return self._answers(key, at, held=held)
        lost = key.character == REPLACEMENT  # no key, but somebody may have pressed one
        printable = key.is_printable and not lost
        in_entry = self._in_entry
        too_soon = at < self._pace.main_rests_until(in_entry=in_entry)
        typed_on = printable and self._pace.is_typed_on(at)
        # In a blind entry, a command among the digits is a word typed into the wrong window.
        word = printable and too_soon and in_entry and key.key != THE_REST
        stray = printable and not self._does_something(key.key)
        self._pace.press(key.key, at, printable=printable, stray=stray)
        if key.key in MAIN_KEYS:
            if held or too_soon:
                return False
            self._pace.main = at
            return True
        if printable and _is_other_letter(key.character or ""):
            self._tell(OTHER_LETTERS)
        elif typed_on or word or (in_entry and (stray or lost)):
            self._refuse(1)
        elif not held or key.key in HELD_MOVES:
            return True
        if in_entry and key.is_printable:
            self._pace.refused = at
        return False

    def _answers(self, key: events.Key, at: float, *, held: bool) -> bool:
        """Return whether a key in a field that keys answer was meant for it."""
        digit, enter = (key.character or "").isdigit(), key.key == "enter"
        letter = key.is_printable and not digit and key.key not in MAIN_KEYS
        field: object = self.focused
        chooses = isinstance(field, Answering) and field.chooses(key.character or "")
        rests = (digit or enter) and self._pace.answer_rests(at, enter=enter)
        self._pace.answer(key.key, at, letter=letter, chooses=chooses)
        if rests and not held:
            self._refuse(1)
        return not rests and (not held or key.key in HELD_MOVES)

    def _does_something(self, key: str) -> bool:
        known = self._target.known_keys if self._target is not None else None
        return known is None or key in known or key in MAIN_KEYS

    def _confirm(self, guard: Prompt, key: str, at: float) -> None:
        """Answer a guard: y means yes, any other key no; ignore a key that came too soon."""
        taken = self._pace.guard_takes(key, at, guard.painted)
        stray = not taken and key != YES and key not in MAIN_KEYS
        self._pace.press(key, at, printable=True, stray=stray)
        self._rest_main_key()
        hidden = self.screen.has_class("-only")  # nobody can see what it asks
        if taken or hidden:
            self._moved = asyncio.get_running_loop().time()
        if hidden or (taken and key != YES):
            if key in ENTRY_KEYS and self._takes_entries():
                self._pace.refused = at  # entries behind it would go to the wrong person
            guard.put_aside()
        elif taken:
            guard.confirm()

    @property
    def _in_entry(self) -> bool:
        """True if the next key goes into a cell of a blind entry."""
        return self.focused is None and self._takes_entries()

    def _takes_entries(self) -> bool:
        return self._target is not None and self._target.takes_entries

    def _rest_main_key(self) -> None:
        target = self._target
        if target is not None and not self.takes_text:
            until = self._pace.main_rests_until(in_entry=target.takes_entries)
            if until > self._pace.key:
                target.rest_main_key(until - self._pace.key)

    def _tell(self, sentence: str) -> None:
        if self._target is not None:
            self._target.tell(sentence)

    async def _hand_on(self, key: events.Key) -> None:
        moves = self._may_move(key.key)
        if self._target is not None:
            self._target.key_taken(key.key)
        await super().on_event(events.Key(key.key, key.character))  # a plain Key
        if moves:
            self._moved = asyncio.get_running_loop().time()
            self.set_timer(PAUSE, self._go_on_early)

    def _go_on_early(self) -> None:
        """Wait for the end of what a key began while nothing is typed: the next need not then."""
        if self._dealing is None and self._moved > float("-inf"):
            self._dealing = asyncio.create_task(self._settle())

    def _may_move(self, key: str) -> bool:
        """Return whether this key may open a screen or a prompt, or move the focus."""
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
        await _turn(*(widget for widget in screen.walk_children() if widget not in upwards))
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


def in_text(keys: Sequence[events.Key]) -> Iterator[events.Key]:
    """Yield keys that came together, as keys for a text.

    Only the last key can leave the text. An earlier enter becomes a line break, and other earlier
    keys that would leave the text are dropped.
    """
    for key in keys[:-1]:
        if key.key == "enter":
            yield events.Key("ctrl+j", "\n")
        elif key.key not in LEAVES_A_TEXT:
            yield key
    yield keys[-1]


def _is_other_letter(character: str) -> bool:
    """Return whether this is a letter of a script other than Latin."""
    return character.isalpha() and not name_of_character(character, "").startswith("LATIN")
