"""Rules on the timing of keys, in seconds: keys pressed too soon do not count.

A key that comes too soon was meant for the previous screen, or was not pressed on purpose: it is
part of a pasted text, of a sentence typed into the wrong window, or of a key held down.
"""

from __future__ import annotations

from dataclasses import dataclass

LONG_AGO = float("-inf")

MAIN_KEYS = frozenset({"space", "enter"})
"""The keys that act as the main key outside a text."""

YES = "y"
"""The only key that confirms a guard."""

MAIN_RESTS = 0.5
"""Pause of the main key after a printable key, so that a word and a space do nothing."""

MAIN_RESTS_IN_ENTRY = 1.0
"""The same in a blind entry, where the main key reveals the entries."""

KEY_REPEATS = 0.8
"""Time after which a key that is held down has begun to repeat, so that it is not a new press."""

STRAY_RESTS = 2.0
"""Time after a letter without a use here in which the main key, and yes to a guard, do nothing."""

REFUSED_RESTS = 1.0
"""Time for which a blind entry takes no key after a refused or lost one, and after each more.

Such keys would be entered for the wrong people.
"""

TYPED_ON = 1.0
"""Time after a text prompt closes in which letters and digits still belong to the text."""

BEHIND_PASTE = 0.25
"""Time after a paste in which input still belongs to it."""

GUARD_RESTS = 0.5
"""Time without any key before a guard takes one."""

HELD_DOWN = 0.12
"""Time within which the same key again means that it is held down."""

MOST_PRINTABLE = 2
"""Maximum printable keys in a burst outside a text; more count as a paste."""


@dataclass(slots=True)
class Pace:
    """The times at which the last keys of each kind were read."""

    key: float = LONG_AGO
    main: float = LONG_AGO
    printable: float = LONG_AGO
    text: float = LONG_AGO
    stray: float = LONG_AGO
    letter: float = LONG_AGO
    paste: float = LONG_AGO
    refused: float = LONG_AGO
    name: str = ""

    def press(self, name: str, at: float, *, printable: bool, stray: bool = False) -> None:
        """Remember a key typed outside a text; space is the main key, not a letter.

        A `stray` key is one that does nothing here.
        """
        self.name, self.key = name, at
        if printable and name not in MAIN_KEYS:
            self.printable = at
        if stray:
            self.stray = at

    def answer(self, name: str, at: float, *, letter: bool, chooses: bool) -> None:
        """Remember a key in a field that keys answer; a letter that chooses nothing is stray."""
        self.name, self.key = name, at
        if letter and chooses:
            self.letter = at
        elif letter:
            self.stray = at

    def answer_rests(self, at: float, *, enter: bool) -> bool:
        """Return whether a digit or enter in this field comes too soon after a letter."""
        word = enter and at - self.letter < MAIN_RESTS
        return word or at - self.stray < STRAY_RESTS

    def type(self, name: str, at: float, *, printable: bool) -> None:
        """Remember a key typed into a text."""
        self.name, self.key, self.text = name, at, at
        if printable:
            self.printable = at

    def put_in(self, at: float) -> None:
        """Remember a paste."""
        self.name, self.key, self.printable, self.paste = "", at, at, at

    def is_behind_paste(self, at: float) -> bool:
        """Return whether input read now belongs to a paste; if so, extend the paste."""
        if at - self.paste >= BEHIND_PASTE:
            return False
        self.put_in(at)
        return True

    def is_held(self, name: str, at: float) -> bool:
        """Return whether this is the previous key, held down."""
        return name == self.name and at - self.key < HELD_DOWN

    def is_typed_on(self, at: float) -> bool:
        """Return whether a letter read now was still meant for the closed text prompt."""
        return at - self.text < TYPED_ON

    def main_rests_until(self, *, in_entry: bool) -> float:
        """Return the time from which space and enter act as the main key again."""
        rests = MAIN_RESTS_IN_ENTRY if in_entry else MAIN_RESTS
        return max(self.printable + rests, self.stray + STRAY_RESTS, self.main + KEY_REPEATS)

    def is_behind_refused(self, at: float) -> bool:
        """Return whether a key of a blind entry comes too soon after a refused one."""
        if at - self.refused >= REFUSED_RESTS:
            return False
        self.refused = self.key = at
        return True

    def guard_takes(self, name: str, at: float, painted: float | None) -> bool:
        """Return whether a guard, painted at `painted` if at all, takes a key read at `at`."""
        if painted is None or at - max(self.key, painted) < GUARD_RESTS:
            return False
        if name == YES and at - self.stray < STRAY_RESTS:  # it may be a letter of a sentence
            return False
        return name != self.name or at - self.key >= KEY_REPEATS
