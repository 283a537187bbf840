"""Mask a line of a scorecard for display: keep its keys, and hide every value."""

from __future__ import annotations

from debrief.store.toml_files.lines import header, key, parts

MASK = "▒▒▒"
"""A mask of fixed width, so that it reveals nothing about the value."""

_DIGIT = "▒"


def masked(line: str, known: set[str]) -> tuple[str, int]:
    """Return the masked line, and the number of characters at its start that are unchanged.

    `known` are the valid keys.
    """
    name = header(line)
    if line.startswith("#:schema") or name is not None:
        if name is not None and parts(name)[:1] and parts(name)[0] not in known:
            if '"' in name or "'" in name or line[0].isspace():  # a list in a list, perhaps
                blank = len(line) - len(line.lstrip())
                return line[:blank] + MASK, blank
            line = _without_digits(line)
        shown = line[:1] + line[1:].split("#")[0].split("\r")[0].rstrip()
        return shown, len(shown)
    name = key(line)
    if name is not None:
        end = line.index("=", line.index(name) + len(name)) + 1
        end += len(line[end:]) - len(line[end:].lstrip())
        return _without_digits(line[:end]) + MASK, end
    indent = line[: len(line) - len(line.lstrip())]
    first = line.split(maxsplit=1)[0].rstrip(":") if line.strip() else ""
    shown = indent + first if first in known else indent
    return f"{shown} {MASK}" if first in known else shown + MASK, len(shown)


def _without_digits(text: str) -> str:
    return "".join(_DIGIT if char.isdigit() else char for char in text)
