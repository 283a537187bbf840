"""Short names for places with little room: the shortest that still differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence


def short_names(names: Sequence[str]) -> tuple[str, ...]:
    """Return the first word of each name, or the whole name where the first word is not enough.

    It is not enough if two people share it, or if it is a title or an initial with a full stop.
    """
    first = [name.split(maxsplit=1)[0] if name.split() else name for name in names]
    shared = Counter(word.casefold() for word in first)
    return tuple(
        name if shared[word.casefold()] > 1 or word.endswith(".") else word
        for name, word in zip(names, first, strict=True)
    )
