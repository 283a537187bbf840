"""Find headers still behind a `#` while the lines under them are not."""

from __future__ import annotations

import re

from debrief.store.toml_files.lines import header, key, parts
from debrief.store.toml_files.slips import Slip
from debrief.store.toml_files.wording import name_of

_MARKED = re.compile(r"^\s*#+\s*(\[\[?\s*([\w.\s-]+?)\s*\]\]?)\s*(?:#.*)?$")


def behind_mark(lines: list[str], known: set[str]) -> list[Slip]:
    """Return a slip for each such header and the lines under it; `known` are the valid keys."""
    slips: list[Slip] = []
    table, filled = "", False  # the current table, and whether it has any key yet
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
            message = f"{name_of(parts(marked[2]), {})}: the header is still behind a #"
            hint = f"remove the # in front of {marked[1]}"
            column, width = line.index("#"), len(line.strip())
            slips.append(Slip(row, column, "behind-mark", message, hint, row, last, width))
    return slips


def _end(lines: list[str], row: int) -> int:
    """Return the last row before the next header, behind a # or not."""
    last = row
    while last + 1 < len(lines):
        if header(lines[last + 1]) is not None or _MARKED.match(lines[last + 1]):
            break
        last += 1
    return last
