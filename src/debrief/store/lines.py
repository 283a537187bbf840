"""What one line of a TOML file is, also where the file cannot be read: header, key, quoted text."""

from __future__ import annotations

import re
from dataclasses import dataclass

DASHES = "‐‑‒–—−"
"""What text programs make of a hyphen."""

STRING = re.compile(r""""(?:[^"\\]|\\.)*"|'[^']*'""")
"""A text in quotes that is closed on its line."""

_KEY = re.compile(
    r"""^\s*((?:[\w-]+|"[^"\n]*"|'[^'\n]*')(?:\s*\.\s*(?:[\w-]+|"[^"\n]*"|'[^'\n]*'))*)\s*="""
)
_HEADER = re.compile(rf"""^\s*\[\[?\s*([\w\s.:"'“”‘’{DASHES}-]+?)\s*\]?\]?\s*(#.*)?$""")
_PART = re.compile(r""""([^"\n]*)"|'([^'\n]*)'|([^.\s"']+)""")


@dataclass(frozen=True, slots=True)
class Long:
    """A text between three quotes; rows and columns count from 0, `last` is None without an end."""

    row: int
    column: int
    mark: str
    last: int | None = None


def header(line: str) -> str | None:
    """Return the name in a table header, or None when the line is not one."""
    found = _HEADER.match(line)
    return found[1] if found and line.lstrip().startswith("[") else None


def key(line: str) -> str | None:
    """Return the key of a `key = value` line, or None when the line is not one."""
    found = _KEY.match(line)
    return found[1] if found else None


def after_key(line: str) -> int:
    """Return where the value of a `key = value` line begins, its end when there is none."""
    found = _KEY.match(line)
    end = found.end() if found else 0
    return end + len(line[end:]) - len(line[end:].lstrip())


def parts(name: str) -> tuple[str, ...]:
    """Return the parts of a dotted key or header, without their quotes."""
    return tuple(found[1] or found[2] or found[3] or "" for found in _PART.finditer(name))


def bare(line: str) -> str:
    """Return the line without its remark, and with blanks for every text closed in quotes."""
    return STRING.sub(lambda text: " " * len(text[0]), line).split("#")[0]


def starts(line: str) -> bool:
    """Whether a statement begins on this line."""
    return key(line) is not None or header(line) is not None


def follows(line: str) -> bool:
    """Whether a line can only be the rest of a statement that was left out above it."""
    text = line.strip()
    return bool(text) and not text.startswith("#") and not starts(line) and text[0] in "\"'],}"


def continues(line: str) -> bool:
    """Whether a line reads like the rest of a text that was broken in two."""
    text = line.strip()
    return bool(text) and text[0] not in "#[-*" and not starts(line)


def end_of_table(lines: list[str], row: int) -> int:
    """Return the last row before the next header: what stands there belongs to the same table."""
    last = row
    while last + 1 < len(lines) and header(lines[last + 1]) is None:
        last += 1
    return last


def long_texts(lines: list[str]) -> list[Long]:
    """Return the texts between three quotes, the last of them perhaps without an end."""
    found: list[Long] = []
    begun: Long | None = None
    text = "\n".join(lines)
    if '"""' not in text and "'''" not in text:
        return found  # as nearly always
    for row, line in enumerate(lines):
        column = 0
        while column < len(line):
            if begun:
                end = line.find(begun.mark, column)
                if end < 0:
                    break
                found.append(Long(begun.row, begun.column, begun.mark, row))
                begun, column = None, end + 3
            elif line[column : column + 3] in ('"""', "'''"):
                begun = Long(row, column, line[column : column + 3])
                column += 3
            elif line[column] == "#":
                break
            elif line[column] in "\"'":
                closed = STRING.match(line, column)
                if closed is None:
                    break  # not closed: nothing after it can be told apart
                column = closed.end()
            else:
                column += 1
    return [*found, begun] if begun else found
