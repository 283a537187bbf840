"""How long after what a key counts: rules on the times at which keys were read, in seconds.

A key that comes too soon after something was meant for what was there before, or was not pressed
on purpose: a pasted text, a sentence typed into the wrong window, a key held down.
"""

from __future__ import annotations

from dataclasses import dataclass

LONG_AGO = float("-inf")

MAIN_RESTS = 0.5
"""How long the main key rests after a printable key: a word that ends in a space does nothing."""

MAIN_RESTS_IN_ENTRY = 1.0
"""The same in a blind entry, where the main key reveals what was just entered."""

TYPED_ON = 1.0
"""How long after a text prompt closed letters and digits are the rest of the text."""

BEHIND_PASTE = 0.25
"""How long after a paste what is read still belongs to it."""

GUARD_RESTS = 0.5
"""How long no key may have come before a guard takes one."""

GUARD_RESTS_HELD = 0.8
"""The same for the key that came last: it may be held down, and begins to repeat only now."""

HELD_DOWN = 0.12
"""Within how long the same key again is the key being held down."""

MOST_PRINTABLE = 2
"""Printable keys that a burst may have, where nothing is typed into, before it is a paste."""


@dataclass(slots=True)
class Pace:
    """When the last keys of each kind were read."""

    key: float = LONG_AGO
    printable: float = LONG_AGO
    text: float = LONG_AGO
    stray: float = LONG_AGO
    paste: float = LONG_AGO
    name: str = ""

    def press(self, name: str, at: float, *, printable: bool) -> None:
        """Remember a key that was not typed into a text; space is the main key, not a letter."""
        self.name, self.key = name, at
        if printable and name != "space":
            self.printable = at

    def answer(self, name: str, at: float, *, chooses: bool) -> None:
        """Remember a key in a field that is answered by keys; a letter there is a stray one."""
        self.name, self.key = name, at
        if not chooses:
            self.stray = at

    def answer_rests(self, at: float) -> bool:
        """Return whether enter in such a field would end a sentence, not an answer."""
        return at - self.stray < TYPED_ON

    def type(self, name: str, at: float, *, printable: bool) -> None:
        """Remember a key that was typed into a text."""
        self.name, self.key, self.text = name, at, at
        if printable:
            self.printable = at

    def put_in(self, at: float) -> None:
        """Remember a paste."""
        self.name, self.key, self.printable, self.paste = "", at, at, at

    def is_behind_paste(self, at: float) -> bool:
        """Return whether what was read now belongs to a paste; then what follows may do so too."""
        if at - self.paste >= BEHIND_PASTE:
            return False
        self.put_in(at)
        return True

    def is_held(self, name: str, at: float) -> bool:
        """Return whether this is the key before it, held down."""
        return name == self.name and at - self.key < HELD_DOWN

    def is_typed_on(self, at: float) -> bool:
        """Return whether a letter read now is still meant for the text prompt that closed."""
        return at - self.text < TYPED_ON

    def main_rests_until(self, *, in_entry: bool) -> float:
        """Return from when on space and enter are the main key."""
        return self.printable + (MAIN_RESTS_IN_ENTRY if in_entry else MAIN_RESTS)

    def guard_takes(self, name: str, at: float, painted: float | None) -> bool:
        """Return whether a guard that was painted then, if it was, takes a key that is read now."""
        if painted is None or at - max(self.key, painted) < GUARD_RESTS:
            return False
        return name != self.name or at - self.key >= GUARD_RESTS_HELD
