"""Read a CSV table of any program: guess its encoding, and split its rows and quotes."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_FOLDED = 50
"""Maximum lines of one quoted text."""


class Row(NamedTuple):
    """One row: the number of its first line, from 1, that line, and its fields.

    `fields` is None if its quotes do not match.
    """

    number: int
    line: str
    fields: list[str] | None


def decoded(data: bytes) -> tuple[str, str]:
    """Return the text, and a note if its encoding had to be guessed."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").removeprefix("\ufeff"), ""
    head = data[:400]
    for encoding, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if len(zeros) > 1 and zeros.count(0) * 10 > len(zeros) * 9:
            return data.decode(encoding, "replace"), "it looks like UTF-16 and was read so"
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), "it is not UTF-8 and was read as Windows-1252"


def lines(text: str) -> list[str]:
    """Return the lines of a text with any kind of line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def rows(lines: Sequence[str], begin: int, delimiter: str) -> Iterator[Row]:
    """Yield every row that is not blank, from line `begin`, counted from 0.

    A quoted text may span several lines. An unclosed quote spoils only its own line.
    """
    blank = f'{delimiter}" \t\u00a0'
    at = begin
    while at < len(lines):
        line, number = lines[at], at + 1
        at += 1
        if '"' not in line:
            if line.strip(blank):
                yield Row(number, line, line.split(delimiter))
            continue
        fields, whole = split(line, delimiter), line
        for more in range(at, min(len(lines), at + _FOLDED)):
            if fields is not None or whole.count('"') % 2 == 0:
                break
            whole += "\n" + lines[more]
            fields = split(whole, delimiter) if '"' in lines[more] else None
            if fields is not None:
                at = more + 1
        if whole.strip(blank):
            yield Row(number, line, fields)


def split(line: str, delimiter: str) -> list[str] | None:
    """Return the fields of a row; None if its quotes do not close."""
    if '"' not in line:
        return line.split(delimiter)
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True, skipinitialspace=True))
    except csv.Error:
        return None


def column(line: str, delimiter: str, place: int) -> int:
    """Return the column, from 1, at which field number `place`, from 0, begins in a line."""
    quoted, field = False, 0
    for at, char in enumerate(line):
        if field == place:
            return at + 1
        quoted ^= char == '"'
        field += char == delimiter and not quoted
    return len(line) + 1 if field == place else 1
