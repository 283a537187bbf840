"""What somebody probably meant where TOML cannot be read: a sentence and a hint for each slip."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass

SMART = "“”„‟«»‘’‚‹›"
_KEY = re.compile(
    r"""^\s*((?:[\w-]+|"[^"\n]*"|'[^'\n]*')(?:\s*\.\s*(?:[\w-]+|"[^"\n]*"|'[^'\n]*'))*)\s*="""
)
_HEADER = re.compile(r"""^\s*\[\[?\s*([\w\s.:"'“”‘’-]+?)\s*\]?\]?\s*(#.*)?$""")
_PLACE = re.compile(r"^(.*) \(at line (\d+), column (\d+)\)$", re.DOTALL)
_STRING = re.compile(r""""(?:[^"\\]|\\.)*"|'[^']*'""")

_DATE = re.compile(r"^\d{4}-\d{1,2}-\d{1,2}")
_OTHER_DATE = re.compile(r"^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
_TIME = re.compile(r"^\d{4}-\d{2}-\d{2}[T ]\d")
_CAPITAL = re.compile(r"^(True|False|TRUE|FALSE)\b")
_COMMA = re.compile(r"^[+-]?\d+,\d")
_ZERO = re.compile(r"^[+-]?0\d")
_WORD = re.compile(r"^[^\W\d]|^.*[^\W\d]{3}")
_DATES = "write a date as 2026-01-05, and with its time and zone as 2026-01-05T09:30:00Z"
_QUOTES = 'put text in straight quotes, for example key = "some text"'


@dataclass(frozen=True, slots=True)
class Slip:
    """One place that cannot be read; `row` and `column` count from 0, in characters.

    Rows `first` to `last` are the statement it belongs to: what a reader leaves out to go on.
    """

    row: int
    column: int
    code: str
    message: str
    hint: str
    first: int
    last: int
    width: int = 1


def header(line: str) -> str | None:
    """Return the name in a table header, or None when the line is not one."""
    found = _HEADER.match(line)
    return found[1] if found and line.lstrip().startswith("[") else None


def key(line: str) -> str | None:
    """Return the key of a `key = value` line, or None when the line is not one."""
    found = _KEY.match(line)
    return found[1] if found else None


def diagnose(lines: list[str], error: str) -> Slip:
    """Say what went wrong in `lines`, for which tomllib gave the message `error`."""
    found = _PLACE.match(error)
    if found:
        kind, row, column = found[1], int(found[2]) - 1, int(found[3]) - 1
    else:
        kind = error.removesuffix(" (at end of document)")
        row, column = len(lines) - 1, len(lines[-1])
    return _Slips(lines, kind, row, column).slip()


class _Slips:
    def __init__(self, lines: list[str], kind: str, row: int, column: int) -> None:
        self.lines, self.kind, self.row, self.column = lines, kind, row, column
        self.first = row
        while self.first > 0 and not _starts(lines[self.first]):
            self.first -= 1
        if not _starts(lines[self.first]) or _whole(lines[self.first : row]):
            self.first = row  # what stands above has nothing to do with it
        self.line = lines[row]
        self.rest = self.line[column:]

    def slip(self) -> Slip:  # noqa: PLR0911 - one return for each kind of slip
        """Return what is wrong, by the kind of error the parser met."""
        kind = self.kind
        if kind.startswith(("Cannot declare", "Cannot overwrite", "Cannot mutate")):
            return self._twice()
        if kind.startswith(("Cannot redefine", "Duplicate inline")):
            return self._twice()
        smart = self._smart()
        if smart:
            return smart
        if kind in ("Unterminated string", r"Illegal character '\n'"):
            return self._unclosed_text()
        if kind.startswith(("Illegal character", "Found invalid character")):
            return self._at(
                "control",
                "a hidden control character stands in the text",
                "delete the character under the caret and type the text there again",
            )
        if kind.startswith(("Unescaped", "Invalid hex", "Escaped character")):
            return self._at(
                "backslash",
                "a backslash has a meaning of its own in quotes",
                "write two backslashes, or use single quotes around the text",
            )
        if kind.startswith("Unclosed"):
            return self._unclosed_list()
        if kind.startswith(("Expected newline", "Invalid value", "Invalid date")):
            return self._value()
        if kind.startswith("Expected ']"):
            return self._header()
        return self._no_key()

    def _at(self, code: str, message: str, hint: str, **place: int) -> Slip:
        row, column = place.get("row", self.row), place.get("column", self.column)
        first = min(self.first, row)
        last = place.get("last", self.row)
        while last + 1 < len(self.lines) and _follows(self.lines[last + 1]):
            last += 1
        width = place.get("width", 1)
        return Slip(row, column, code, message, hint, first, last, max(width, 1))

    def _smart(self) -> Slip | None:
        """Curly quotes where straight ones are needed: outside of closed straight quotes."""
        outside = _STRING.sub(lambda text: " " * len(text[0]), self.line).split("#")[0]
        column = next((n for n, char in enumerate(outside) if char in SMART), None)
        if column is None:
            return None
        table = self.line.lstrip().startswith("[") and self.first == self.row
        return self._at(
            "smart-quotes",
            "curly quotes stand where straight ones are needed",
            'type the quotes anew as " (a text program made them curly)',
            column=column,
            last=self._end_of_table() if table else self.row,
        )

    def _twice(self) -> Slip:
        name = header(self.line)
        if name is not None:
            earlier = self._earlier(self.row, header, name)
            if earlier is None:
                text, hint = f"the table [{name}] does not fit what stands above it", ""
            else:
                text = f"the table [{name}] stands twice, first on line {earlier + 1}"
                hint = "keep one of the two"
            if name in ("panel", "scenarios", "competencies", "references", "role.expectations"):
                hint = f"start each entry with double brackets: [[{name}]]"
            return self._at(
                "duplicate",
                text,
                hint,
                column=len(self.line) - len(self.line.lstrip()),
                width=len(self.line.strip()),
                last=self._end_of_table(),
            )
        name = key(self.lines[self.first]) or "this key"
        earlier = self._earlier(self.first, key, name)
        where = "" if earlier is None else f", first on line {earlier + 1}"
        indent = len(self.lines[self.first]) - len(self.lines[self.first].lstrip())
        return self._at(
            "duplicate",
            f"{name} stands twice{where}",
            "keep one of the two",
            row=self.first,
            column=indent,
            width=len(name),
        )

    def _earlier(self, row: int, what: object, name: str) -> int | None:
        find = header if what is header else key
        for above in range(row - 1, -1, -1):
            if find(self.lines[above]) == name:
                return above
            if what is key and header(self.lines[above]) is not None:
                return None
        return None

    def _unclosed_text(self) -> Slip:
        for mark in ('"""', "'''"):
            row = next((r for r in range(self.first, self.row + 1) if mark in self.lines[r]), None)
            if row is not None:
                return self._at(
                    "unclosed-quote",
                    "the text that begins here is never closed",
                    f"end it with {mark} again",
                    row=row,
                    column=self.lines[row].index(mark),
                    width=3,
                    last=len(self.lines) - 1,
                )
        blanked = _STRING.sub(lambda text: " " * len(text[0]), self.line[: self.column])
        column = next((n for n, char in enumerate(blanked) if char in "\"'"), self.column)
        return self._at(
            "unclosed-quote",
            "the text that begins here has no closing quote on its line",
            'end it with " (and write \\" for a quote inside the text)',
            column=column,
            width=len(self.line.rstrip()) - column,
        )

    def _unclosed_list(self) -> Slip:
        """A list or { } table that meets something else than a comma or its end."""
        mark, what = ("[", "list") if self.kind == "Unclosed array" else ("{", "{ } table")
        before = self.line[: self.column].rstrip()
        next_statement = not before and _starts(self.line)
        if self.rest and not next_statement:
            if before.endswith(('"', "'")) and self.rest[0] not in "\"';":
                return self._inner_quotes()
            row = self.row
            while not self.lines[row][: self.column if row == self.row else None].strip():
                row -= 1
            line = self.lines[row][: self.column] if row == self.row else self.lines[row]
            return self._at(
                "missing-comma",
                "a comma is missing here, between two entries",
                'write the entries as ["first", "second"]',
                row=row,
                column=max(len(line.rstrip()) - 1, 0),
            )
        start = self.row - 1 if next_statement else self.first
        while start > 0 and not _starts(self.lines[start]):
            start -= 1
        return self._at(
            "unclosed-list" if mark == "[" else "unclosed-table",
            f"the {what} that begins here is not closed",
            "end it with " + ("]" if mark == "[" else "}"),
            row=start,
            column=max(self.lines[start].find(mark), 0),
            last=self.row - 1 if next_statement else self.row,
        )

    def _inner_quotes(self) -> Slip:
        return self._at(
            "inner-quotes",
            "the text ends here, at its second quote, but more follows",
            'write \\" for a quote inside the text, or no quotes there',
            column=max(self.column - 1, 0),
        )

    def _value(self) -> Slip:
        """A value that is none, or more than one."""
        if header(self.line) is not None or self.line.lstrip().startswith("["):
            return self._header()
        here = key(self.line) is not None
        at_end = not self.rest and not here and self.row > self.first
        if at_end or (here and not self.line[: self.column].strip()):
            self.kind = "Unclosed array"  # a comma led the parser on to the next statement
            return self._unclosed_list()
        found = _KEY.match(self.line)
        start = self.column
        if found and (self.kind.startswith("Expected newline") or "[" not in self.line):
            start = (
                found.end() + len(self.line[found.end() :]) - len(self.line[found.end() :].lstrip())
            )
        value = self.line[start:].split(" #")[0].rstrip()
        width = len(value)
        for pattern, code, message, hint in (
            (_CAPITAL, "capital", "true and false are written small", "write true or false"),
            (_TIME, "date", "this date and time cannot be read", _DATES),
            (_DATE, "date", "this date is not written in full, or does not exist", _DATES),
            (_OTHER_DATE, "date", "a date is written year first", _DATES),
            (_COMMA, "decimal-comma", "a number is written without a comma",
             "write a whole number; where parts are allowed, they follow a point"),
            (_ZERO, "leading-zero", "a number does not start with 0", "leave out the 0"),
        ):  # fmt: skip
            if pattern.match(value):
                return self._at(code, message, hint, column=start, width=width)
        return self._leftover(value, start)

    def _leftover(self, value: str, start: int) -> Slip:
        """A value that looks like none of the usual slips of dates and numbers."""
        width = len(value)
        if not value or value.startswith("#"):
            return self._at(
                "no-value",
                "nothing stands after the =",
                "write a value there, or delete the line",
                column=min(start, len(self.line)),
            )
        if self.rest.startswith(",") and self.rest.strip(", "):
            return self._at(
                "brackets",
                "more than one text stands here without brackets",
                'put them in brackets: key = ["first", "second"]',
                column=start,
                width=width,
            )
        if self.rest.strip() in (",", ";"):
            return self._at("trailing", f"a {self.rest.strip()} ends the line", "take it away")
        if value[0] in "\"'":
            return self._inner_quotes()
        if value[0] == "=":
            return self._at("equals", "one = is enough", "write key = value", column=start)
        if _WORD.match(value):
            return self._at(
                "unquoted", "text stands without quotes", _QUOTES, column=start, width=width
            )
        return self._at(
            "value",
            "this is not a single value",
            "write one number or one quoted text after the =; a remark starts with #",
            column=start,
            width=width,
        )

    def _header(self) -> Slip:
        column = len(self.line) - len(self.line.lstrip())
        name, _, after = self.line.split("#")[0].strip().lstrip("[").partition("]")
        if "]" not in self.line:
            text, hint = "the table header has no closing bracket", "end it with ]"
        elif self.line.lstrip().startswith("[[") and "]]" not in self.line:
            text, hint = "the table header is not closed", "end it with ]]"
        elif re.search(r"\s", name.strip()) and not after.strip("] "):
            text = "a table header has no spaces in its name"
            hint = "use the id, with hyphens: for example [ratings.decides-under-pressure]"
        else:
            text = "this table header cannot be read"
            hint = "write it alone on its line, for example [ratings.judgment]"
        width = len(self.line.strip())
        return self._at("header", text, hint, column=column, width=width, last=self._end_of_table())

    def _end_of_table(self) -> int:
        """The last row before the next header: what stands there belongs to no known table."""
        last = self.row
        while last + 1 < len(self.lines) and header(self.lines[last + 1]) is None:
            last += 1
        return last

    def _no_key(self) -> Slip:
        column = len(self.line) - len(self.line.lstrip())
        width = len(self.line.strip())
        if self.line.lstrip().startswith(("- ", "* ", "•", "–", "—")):
            return self._at(
                "bullet",
                "a list is not written with dashes",
                'write the entries as key = ["first", "second"]',
                column=column,
            )
        if self.rest.startswith(":"):
            return self._at("colon", "a colon stands for the =", "write key = value")
        if self.line.lstrip().startswith("="):
            return self._at("no-key", "nothing stands before the =", "write key = value")
        if "{" in self.line[: self.column]:
            return self._at(
                "inline-table",
                "a { } table stands on one line, without a comma at its end",
                "close it on this line, or use a [table] of its own",
            )
        if "=" in self.rest:
            return self._at(
                "key",
                "a key is one word of a-z, 0-9, - and _",
                "compare the keys in the template; they have _ where words are parted",
                column=column,
                width=len(self.line.split("=")[0].strip()),
            )
        return self._at(
            "missing-equals",
            "an = is missing on this line",
            "put it between the key and its value; a remark starts with #",
            column=column,
            width=width,
        )


def _starts(line: str) -> bool:
    return key(line) is not None or header(line) is not None


def _whole(lines: list[str]) -> bool:
    try:
        return bool(tomllib.loads("\n".join(lines)))
    except (ValueError, RecursionError):
        return False


def _follows(line: str) -> bool:
    """Whether a line can only be the rest of a statement that was left out above it."""
    text = line.strip()
    return bool(text) and not text.startswith("#") and not _starts(line) and text[0] in "\"'],}"
