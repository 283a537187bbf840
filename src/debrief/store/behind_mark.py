"""Headers still behind a `#` although what belongs under them is not: a template half filled in."""

from __future__ import annotations

import re

from debrief.store.lines import header, key, parts
from debrief.store.slips import Slip
from debrief.store.wording import name_of

_MARKED = re.compile(r"^\s*#+\s*(\[\[?\s*([\w.\s-]+?)\s*\]\]?)\s*(?:#.*)?$")


def behind_mark(lines: list[str], known: set[str]) -> list[Slip]:
    """Return each such header with all that stands under it; `known` are words a key may be."""
    found: list[Slip] = []
    table, filled = "", False  # the table that a row stands in, and whether it has any key yet
    for row, line in enumerate(lines):
        name = header(line)
        if name is not None:
            table, filled = name, False
        filled = filled or key(line) is not None
        marked = _MARKED.match(line)
        if marked is None or not filled or marked[2] == table or parts(marked[2])[0] not in known:
            continue
        last = _end(lines, row)
        if any(key(below) is not None for below in lines[row + 1 : last + 1]):
            said = f"{name_of(parts(marked[2]), {})}: the header is still behind a #"
            hint = f"take away the # in front of {marked[1]}"
            column, width = line.index("#"), len(line.strip())
            found.append(Slip(row, column, "behind-mark", said, hint, row, last, width))
    return found


def _end(lines: list[str], row: int) -> int:
    """The last row before the next header, behind a # or not."""
    last = row
    while last + 1 < len(lines):
        if header(lines[last + 1]) is not None or _MARKED.match(lines[last + 1]):
            break
        last += 1
    return last
