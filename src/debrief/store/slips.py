"""What somebody probably meant where TOML cannot be read: a sentence and a hint for each slip."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass

from debrief.store.lines import (
    STRING,
    Long,
    after_key,
    bare,
    continues,
    end_of_table,
    follows,
    header,
    key,
    long_texts,
    starts,
)
from debrief.store.slip_headers import earlier, table_twice, without_brackets, wrong_header
from debrief.store.slip_values import BULLET, inner_comma, meant

SMART = "“”„‟«»‘’‚‹›❝❞`´″′＂＇"
_PLACE = re.compile(r"^(.*) \(at line (\d+), column (\d+)\)$", re.DOTALL)
_REMARK = re.compile(r"^\s*(//|--|<!--|/\*|;|%)")
_INNER = re.compile(r"[{,]\s*([\w-]+)\s*=\s*$")
EXPECTED_QUOTE = """Expected "'\""""
_LIST = 'write the entries as key = ["first", "second"]'


@dataclass(frozen=True, slots=True)
class Slip:
    """One place that cannot be read; `row` and `column` count from 0, in characters.

    Rows `first` to `last` are the statement it belongs to: what a reader leaves out to go on.
    `inner` is the key inside a { } table that it is about.
    """

    row: int
    column: int
    code: str
    message: str
    hint: str
    first: int
    last: int
    width: int = 1
    inner: str = ""


def diagnose(lines: list[str], error: str) -> Slip:
    """Say what went wrong in `lines`, for which tomllib gave the message `error`."""
    found = _PLACE.match(error)
    if found:
        kind, row, column = found[1], int(found[2]) - 1, int(found[3]) - 1
    else:
        kind = error.removesuffix(" (at end of document)")
        row = max((number for number, line in enumerate(lines) if line.strip()), default=0)
        if kind == EXPECTED_QUOTE:
            row = next((n for n, line in enumerate(lines) if "'" in bare(line)), row)
        column = len(lines[row])
    return _Slips(lines, kind, row, column).slip()


class _Slips:
    def __init__(self, lines: list[str], kind: str, row: int, column: int) -> None:
        self.lines, self.kind, self.row, self.column = lines, kind, row, column
        self.first = row
        while self.first > 0 and not starts(lines[self.first]):
            self.first -= 1
        if not starts(lines[self.first]) or _whole(lines[self.first : row]):
            self.first = row  # what stands above has nothing to do with it
        self.line = lines[row]
        self.rest = self.line[column:]

    def slip(self) -> Slip:  # noqa: PLR0911 - one return for each kind of slip
        """Return what is wrong, by the kind of error the parser met."""
        kind = self.kind
        if kind.startswith(("Cannot ", "Duplicate inline")):
            return self._twice()
        long = self._long_text()
        if long:
            return long
        odd = self._odd_character() or self._smart()
        if odd:
            return odd
        if kind in ("Unterminated string", EXPECTED_QUOTE) or kind.endswith(r"character '\n'"):
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

    def _at(self, code: str, message: str, hint: str, inner: str = "", **place: int) -> Slip:
        row, column = place.get("row", self.row), place.get("column", self.column)
        first = min(place.get("first", self.first), row)
        last = max(place.get("last", self.row), row)
        while last + 1 < len(self.lines) and follows(self.lines[last + 1]):
            last += 1
        width = max(place.get("width", 1), 1)
        return Slip(row, column, code, message, hint, first, last, width, inner)

    def _long_text(self) -> Slip | None:
        """A text between three quotes without an end, or that ends where the next was to begin."""
        open_ended = self.kind == "Unterminated string" or self.kind.startswith("Expected \"'''")
        for long in long_texts(self.lines):
            if long.last is None and open_ended:
                return self._never_closed(long)
            inside = self.lines[long.row + 1 : (long.last or 0) + 1]
            if long.last == self.row and inside and key(inside[-1]) and '""' in inside[-1]:
                return self._never_closed(long)
        return None

    def _never_closed(self, long: Long) -> Slip:
        last = long.row
        while last + 1 < len(self.lines) and not starts(self.lines[last + 1]):
            last += 1
        return self._at(
            "unclosed-quote",
            "the text that begins here is never closed",
            f"end it with {long.mark} again",
            row=long.row,
            column=long.column,
            width=3,
            first=long.row,
            last=min(last, self.row),
        )

    def _odd_character(self) -> Slip | None:
        """A character that looks like a space or a sign of TOML and is another one."""
        char = self.rest[:1]
        if "！" <= char <= "～" and char not in SMART:
            text = "a wide character stands where a plain one is needed"
            return self._at("wide", text, "type it again with the keyboard set to plain letters")
        seen = unicodedata.normalize("NFKC", char)
        blank = seen == " " or unicodedata.category(char or " ") == "Cf"
        if char not in ("", " ") and blank:
            text = "a hidden character, or a special space, stands here"
            return self._at("hidden-space", text, "delete it, and type a plain space if one is due")
        return None

    def _smart(self) -> Slip | None:
        """Curly quotes where straight ones are needed: outside of closed straight quotes."""
        outside = bare(self.line)
        table = self.line.lstrip().startswith("[") and self.first == self.row
        for column, char in enumerate(outside):
            if char not in SMART:
                continue
            before = re.split(r"[=\[,({]", outside[:column])[-1]
            # In words without quotes it is an apostrophe, or a quote of theirs.
            if table or '"' in before or not re.search(r"\w", before):
                return self._at(
                    "smart-quotes",
                    "curly quotes stand where straight ones are needed",
                    'type the quotes anew as " (a text program made them curly)',
                    column=column,
                    last=end_of_table(self.lines, self.row) if table else self.row,
                )
        return None

    def _twice(self) -> Slip:
        name = header(self.line)
        if name is not None:
            text, hint = table_twice(self.lines, self.row, name)
            return self._at(
                "duplicate",
                text,
                hint,
                column=len(self.line) - len(self.line.lstrip()),
                width=len(self.line.strip()),
                last=end_of_table(self.lines, self.row),
            )
        line = self.lines[self.first]
        name = key(line) or "this key"
        above = earlier(self.lines, self.first, key, name)
        where = "" if above is None else f", first on line {above + 1}"
        return self._at(
            "duplicate",
            f"{name} stands twice{where}",
            "keep one of the two",
            row=self.first,
            column=len(line) - len(line.lstrip()),
            width=len(name),
        )

    def _unclosed_text(self) -> Slip:
        blanked = STRING.sub(lambda text: " " * len(text[0]), self.line[: self.column])
        column = next((n for n, char in enumerate(blanked) if char in "\"'"), self.column)
        last = self.row
        while last + 1 < len(self.lines) and continues(self.lines[last + 1]):
            last += 1
        return self._at(
            "unclosed-quote",
            "the text that begins here has no closing quote on its line",
            'end it with " (and write \\" for a quote inside the text)',
            column=column,
            width=len(self.line.rstrip()) - column,
            last=last,
        )

    def _unclosed_list(self) -> Slip:
        """A list or { } table that meets something else than a comma or its end."""
        mark, what = ("[", "list") if self.kind == "Unclosed array" else ("{", "{ } table")
        before = self.line[: self.column].rstrip()
        next_statement = not before and starts(self.line)
        if self.rest and not next_statement:
            if BULLET.match(self.line):
                return self._bullets(self.row)
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
        while start > 0 and not starts(self.lines[start]):
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
        column = max(self.column - 1, 0)
        if self.rest.strip() == "]":
            text = "a list has no opening bracket"
            return self._at("brackets", text, 'write key = ["first", "second"]', column=column)
        if re.search(r"""(?<!["'])(""|'')$""", self.line[: self.column]):
            text, hint = (
                "two quotes stand where one is enough",
                "write one before the text, one after",
            )
            return self._at("double-quotes", text, hint, column=column)
        return self._at(
            "inner-quotes",
            "the text ends here, at its second quote, but more follows",
            'write \\" for a quote inside the text, or no quotes there',
            column=column,
        )

    def _value(self) -> Slip:
        """A value that is none, or more than one."""
        in_list = header(self.line) is not None and self.kind.startswith("Invalid value")
        if in_list and not self.line[0].isspace():
            self.column = 0
            self.kind = "Unclosed array"  # the list above ran on into this header
            return self._unclosed_list()
        if self.line.lstrip().startswith("[") and not in_list:
            return self._header()
        here = key(self.line) is not None
        at_end = not self.rest and not here and self.row > self.first
        if at_end or (here and not self.line[: self.column].strip()):
            self.kind = "Unclosed array"  # a comma led the parser on to the next statement
            return self._unclosed_list()
        if BULLET.match(self.line):
            return self._bullets(self.row)
        inner = _INNER.search(self.line[: self.column])
        start = self.column
        if here and self.kind.startswith("Expected newline"):
            start = after_key(self.line)
        value = re.split(r" #|[,}]" if inner else " #", self.line[start:])[0].rstrip()
        return self._not_a_value(value, start, inner[1] if inner else "")

    def _not_a_value(self, value: str, start: int, inner: str) -> Slip:
        width = len(value)
        if not value or value.startswith("#"):
            if self.row + 1 < len(self.lines) and BULLET.match(self.lines[self.row + 1]):
                return self._bullets(self.row + 1)
            column = min(start, len(self.line))
            hint = "write a value there, or delete the line"
            return self._at("no-value", "nothing stands after the =", hint, inner, column=column)
        if self.rest.startswith(",") and self.rest.strip(", ") and not value[0].isdigit():
            text = "more than one text stands here without brackets"
            hint = 'put them in brackets: key = ["first", "second"]'
            return self._at("brackets", text, hint, inner, column=start, width=width)
        if self.rest.strip() in (",", ";"):
            return self._at("trailing", f"a {self.rest.strip()} ends the line", "take it away")
        if value[0] in "\"'":
            return self._inner_quotes()
        code, message, hint = meant(value)
        return self._at(code, message, hint, inner, column=start, width=width)

    def _header(self) -> Slip:
        text, hint = wrong_header(self.line)
        column = len(self.line) - len(self.line.lstrip())
        width = len(self.line.split("#")[0].strip())
        last = end_of_table(self.lines, self.row)
        return self._at("header", text, hint, column=column, width=width, last=last)

    def _bullets(self, row: int) -> Slip:
        """A list as mails have it; all its entries are one slip, which begins at `row`."""
        last = row
        while last + 1 < len(self.lines) and BULLET.match(self.lines[last + 1]):
            last += 1
        line = self.lines[row]
        column = len(line) - len(line.lstrip())
        text = "a list is not written with dashes or numbers"
        return self._at("bullet", text, _LIST, row=row, column=column, last=last)

    def _inline_table(self) -> Slip:
        last = self.row
        while last + 1 < len(self.lines) and header(self.lines[last + 1]) is None:
            last += 1
            if self.lines[last].strip().startswith("}"):
                break
        else:
            last = self.row
        return self._at(
            "inline-table",
            "a { } table stands on one line, without a comma at its end",
            "close it on this line, or use a [table] of its own",
            last=last,
        )

    def _no_key(self) -> Slip:
        column = len(self.line) - len(self.line.lstrip())
        text, width = self.line.strip(), len(self.line.strip())
        if BULLET.match(self.line):
            return self._bullets(self.row)
        remark = _REMARK.match(self.line)
        if remark:
            said = f"a remark does not start with {remark[1]}"
            return self._at("remark", said, "write # in its place", column=column, width=width)
        if self.rest.startswith(":"):
            inner = re.search(r"[{,]\s*([\w-]+)\s*$", self.line[: self.column])
            text = "a colon stands for the ="
            return self._at("colon", text, "write key = value", inner[1] if inner else "")
        if text.startswith("="):
            return self._at("no-key", "nothing stands before the =", "write key = value")
        if "{" in self.line[: self.column]:
            return self._in_braces()
        bare = without_brackets(self.line)
        if bare:
            said, hint = "a table header stands in brackets", f"write [{bare}]"
            last = end_of_table(self.lines, self.row)
            return self._at("header", said, hint, column=column, width=width, last=last)
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

    def _in_braces(self) -> Slip:
        """Something inside a { } table that is no pair of a key and a value."""
        comma = inner_comma(self.line)
        if comma:
            inner, start, width = comma
            code, text, hint = meant("0,0")
            return self._at(code, text, hint, inner, column=start, width=width)
        if re.search(r"""\{\s*["'][^=]*$""", self.line[: self.column]):
            code, text, hint = meant("(")
            return self._at(code, text, hint, column=self.line.index("{"))
        return self._inline_table()


def _whole(lines: list[str]) -> bool:
    try:
        return bool(tomllib.loads("\n".join(lines)))
    except (ValueError, RecursionError):
        return False
