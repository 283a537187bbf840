"""Sentences of words and quotations, turned into text only with the real name masked."""

from __future__ import annotations

from dataclasses import dataclass

from debrief.core.alias import Mask
from debrief.core.text import clean_line

LONGEST_QUOTE = 60
"""Characters of a quotation kept in a short sentence."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A person's text, shown in quotation marks."""

    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words and quotations in order, without a full stop at the end.

    Every text is masked, then cleaned, then cut: a name that was cut could not be masked.
    """

    parts: tuple[str | Quotation, ...]

    @classmethod
    def of(cls, *parts: str | Quotation) -> Sentence:
        """Return the sentence of these parts."""
        return cls(parts)

    def short(self, mask: Mask) -> str:
        """Return the sentence on one line, with long quotations cut."""
        return self._text(mask, LONGEST_QUOTE)

    def full(self, mask: Mask) -> str:
        """Return the sentence on one line, with every word of its quotations."""
        return self._text(mask, None)

    def _text(self, mask: Mask, most: int | None) -> str:
        return "".join(
            f"“{_cut(clean_line(mask(part.text)), most)}”"
            if isinstance(part, Quotation)
            else mask(part)
            for part in self.parts
        )


def _cut(line: str, most: int | None) -> str:
    """Return a line of at most `most` characters, cut after a word if that leaves half of it."""
    if most is None or len(line) <= most:
        return line
    whole = line[:most].rfind(" ")
    return line[: whole if whole > most // 2 else most - 1] + "…"
