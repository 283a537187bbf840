"""Find paths of Windows whose backslashes TOML reads as tabs and line breaks."""

from __future__ import annotations

import re

from debrief.store.toml_files.lines import STRING, long_texts
from debrief.store.toml_files.slips import TWO_BACKSLASHES, Slip

# A drive, and names in lower case: in “Plan B:\nFirst” the backslash means what TOML reads.
_PATH = re.compile(r"(?<![^\W_])[A-Za-z]:(?:\\\w[a-z0-9_][\w.-]*)+")


def in_paths(lines: list[str], skipped: set[int]) -> list[Slip]:
    """Return a slip for each line with such a path in double quotes, but for rows `skipped`."""
    inside = {
        row
        for text in long_texts(lines)
        if text.mark == '"""' and text.last is not None
        for row in range(text.row, text.last + 1)
    }
    slips: list[Slip] = []
    for row, line in enumerate(lines):
        if ":\\" not in line or row in skipped:
            continue
        quoted = (match.span() for match in STRING.finditer(line) if match[0].startswith('"'))
        spans = [(0, len(line))] if row in inside else list(quoted)
        for found in _PATH.finditer(line):
            if any(start <= found.start() and found.end() <= end for start, end in spans):
                message = "the backslashes here are read as tabs and line breaks"
                column, width = found.start(), len(found[0])
                slips.append(
                    Slip(row, column, "backslash", message, TWO_BACKSLASHES, row, row, width)
                )
                break
    return slips
