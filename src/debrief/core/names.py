"""Check names of people and files: which look the same, and which Windows cannot have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from debrief.core.characters import looks
from debrief.core.text import MADE_VISIBLE

DEVICES = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{port}{digit}" for port in ("com", "lpt") for digit in "123456789¹²³"}
)
"""Names of devices in Windows, which no file or folder can have, in any case."""

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


def twins(names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield each name that looks like an earlier one, as the two indices, the earlier first.

    Case, spaces, normal forms, hidden characters and look-alikes of other scripts make no
    difference.
    """
    known: dict[tuple[int, str], int] = {}
    for row, name in enumerate(names):
        shown = " ".join(MADE_VISIBLE.sub("", name).split())
        keys = list(enumerate(looks(shown)))
        earlier = [known[key] for key in keys if key in known]
        if earlier:
            yield min(earlier), row
        for key in keys:
            known.setdefault(key, row)


def refused_by_windows(name: str) -> str:
    """Return why Windows can have no file or folder of this name, or an empty text."""
    if name.partition(".")[0].rstrip(" ").casefold() in DEVICES:
        return "is a device name in Windows"
    if _FORBIDDEN.search(name):
        return "has a character that Windows does not allow in names"
    if name.endswith((".", " ")):
        return "ends with a dot or a space, which Windows drops"
    return ""
