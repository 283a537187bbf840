"""Headers, keys and quoted texts in lines of TOML, even if the file is not valid."""

from __future__ import annotations

import re
from dataclasses import dataclass

DASHES = "‐‑‒–—−"
"""Characters that word processors write instead of a hyphen."""

FENCES = ("```", "~~~")
"""The beginnings of the lines around a block of code in Markdown."""

STRING = re.compile(r""""(?:[^"\\]|\\.)*"|'[^']*'""")
"""A quoted text that is closed on its line."""

_KEY = re.compile(
    r"""^\s*((?:[\w-]+|"[^"\n]*"|'[^'\n]*')(?:\s*\.\s*(?:[\w-]+|"[^"\n]*"|'[^'\n]*'))*)\s*="""
)
_HEADER = re.compile(rf"""^\s*\[\[?\s*([\w\s.:"'“”‘’{DASHES}-]+?)\s*\]?\]?\s*(#.*)?$""")
_PART = re.compile(r""""([^"\n]*)"|'([^'\n]*)'|([^.\s"']+)""")


@dataclass(frozen=True, slots=True)
class MultilineString:
    """A text in triple quotes; rows and columns count from 0, `last` is None without an end."""

    row: int
    column: int
    mark: str
    last: int | None = None


def header(line: str) -> str | None:
    """Return the name in a table header, or None if the line is not one."""
    match = _HEADER.match(line)
    return match[1] if match and line.lstrip().startswith("[") else None


def key(line: str) -> str | None:
    """Return the key of a `key = value` line, or None if the line is not one."""
    match = _KEY.match(line)
    return match[1] if match else None


def after_key(line: str) -> int:
    """Return the column of the value in a `key = value` line, or the line's end without one."""
    match = _KEY.match(line)
    end = match.end() if match else 0
    return end + len(line[end:]) - len(line[end:].lstrip())


def parts(name: str) -> tuple[str, ...]:
    """Return the parts of a dotted key or header, without their quotes."""
    return tuple(part[1] or part[2] or part[3] or "" for part in _PART.finditer(name))


def bare(line: str) -> str:
    """Return the line without its comment, and with blanks for every quoted text."""
    return STRING.sub(lambda text: " " * len(text[0]), line).split("#")[0]


def starts(line: str) -> bool:
    """Return whether a statement begins on this line."""
    return key(line) is not None or header(line) is not None


def follows(line: str) -> bool:
    """Return whether a line can only be the rest of a statement whose start was removed."""
    text = line.strip()
    return bool(text) and not text.startswith("#") and not starts(line) and text[0] in "\"'],}"


def continues(line: str) -> bool:
    """Return whether a line looks like the rest of a text that was broken in two."""
    text = line.strip()
    return bool(text) and text[0] not in "#[-*" and not starts(line)


def end_of_table(lines: list[str], row: int) -> int:
    """Return the last row of the table that `row` is in."""
    last = row
    while last + 1 < len(lines) and header(lines[last + 1]) is None:
        last += 1
    return last


def without_fences(lines: list[str]) -> list[str]:
    """Return the lines with blank ones for the ends of Markdown's blocks of code."""
    inside = {row for text in long_texts(lines) for row in range(text.row, (text.last or -1) + 1)}
    return [
        "" if line.lstrip().startswith(FENCES) and row not in inside else line
        for row, line in enumerate(lines)
    ]


def long_texts(lines: list[str]) -> list[MultilineString]:
    """Return the texts in triple quotes; the last may have no end."""
    texts: list[MultilineString] = []
    opened: MultilineString | None = None
    text = "\n".join(lines)
    if '"""' not in text and "'''" not in text:
        return texts  # true of nearly every file
    for row, line in enumerate(lines):
        column = 0
        while column < len(line):
            if opened:
                end = line.find(opened.mark, column)
                if end < 0:
                    break
                texts.append(MultilineString(opened.row, opened.column, opened.mark, row))
                opened, column = None, end + 3
            elif line[column : column + 3] in ('"""', "'''"):
                opened = MultilineString(row, column, line[column : column + 3])
                column += 3
            elif line[column] == "#":
                break
            elif line[column] in "\"'":
                closed = STRING.match(line, column)
                if closed is None:
                    break  # not closed: the rest of the line cannot be told apart
                column = closed.end()
            else:
                column += 1
    return [*texts, opened] if opened else texts
