"""Diagnose broken TOML: a sentence and a hint for each slip."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass

from debrief.core.characters import is_hidden
from debrief.store.toml_files.lines import (
    FENCES,
    STRING,
    MultilineString,
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
from debrief.store.toml_files.slip_headers import (
    earlier,
    stray_dot,
    table_twice,
    without_brackets,
    wrong_header,
)
from debrief.store.toml_files.slip_values import BULLET, guess, inner_comma
from debrief.store.toml_files.syntax import Fault, first_fault

SMART = "“”„‟«»‘’‚‹›❝❞`´″′＂＇"
_PLACE = re.compile(r"(\d+)\D+(\d+)\)$")
_REMARK = re.compile(r"^\s*(//|--|<!--|/\*|;|%)")
_INNER = re.compile(r"[{,]\s*([\w-]+)\s*=\s*$")
BACKSLASH = "a backslash has a special meaning in quotes"
TWO_BACKSLASHES = "write two backslashes in place of each"
_CLOSE = 'end it with " (and write \\" for a quote inside the text)'
_LIST = 'write the entries as key = ["first", "second"]'


@dataclass(frozen=True, slots=True)
class Slip:
    """One place that cannot be read; `row` and `column` count from 0, in characters.

    Rows `first` to `last` are its statement, which a reader skips to go on. `inner` is the key
    inside a { } table, if the slip is in one.
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


def diagnose(lines: list[str], error: tomllib.TOMLDecodeError) -> Slip:
    """Return the first slip in `lines`, for which tomllib raised `error`.

    The cause comes from our own reader. Where each statement can be read, two of them contradict
    each other: only then does the place come from tomllib.
    """
    text = "\n".join(lines)
    place = _PLACE.search(str(error))
    row, column = (int(place[1]) - 1, int(place[2]) - 1) if place else (len(lines), 0)
    found = first_fault(text, sum(len(line) + 1 for line in lines[: row + 1]))
    fault = Fault.CONTRADICTION if found is None else found.fault
    if found is not None:
        row = text.count("\n", 0, found.at)
        column = found.at - text.rfind("\n", 0, found.at) - 1
    if row >= len(lines) or (found is not None and found.at == len(text)):
        row = max((number for number, line in enumerate(lines) if line.strip()), default=0)
        column = len(lines[row])
    return _Slips(lines, fault, row, column).slip()


class _Slips:
    def __init__(self, lines: list[str], fault: Fault, row: int, column: int) -> None:
        self.lines, self.fault, self.row, self.column = lines, fault, row, column
        self.first = row
        while self.first > 0 and not starts(lines[self.first]):
            self.first -= 1
        if not starts(lines[self.first]) or _whole(lines[self.first : row]):
            self.first = row  # the lines above are complete statements
        self.line = lines[row]
        self.rest = self.line[column:]

    def slip(self) -> Slip:
        """Return the slip at the place where the parser could not read on."""
        if self.fault is Fault.CONTRADICTION:
            return self._twice()
        if self.line.lstrip().startswith(FENCES) and not self.line[: self.column].strip():
            return self._fence()
        early = self._long_text() or self._odd_character() or self._smart() or self._stray_comma()
        return early or _CAUSES[self.fault](self)

    def _at(self, code: str, message: str, hint: str, inner: str = "", **place: int) -> Slip:
        row, column = place.get("row", self.row), place.get("column", self.column)
        first = min(place.get("first", self.first), row)
        last = max(place.get("last", self.row), row)
        while last + 1 < len(self.lines) and follows(self.lines[last + 1]):
            last += 1
        width = max(place.get("width", 1), 1)
        return Slip(row, column, code, message, hint, first, last, width, inner)

    def _long_text(self) -> Slip | None:
        """Find a text in triple quotes without an end, or ended by the start of the next one."""
        open_ended = self.fault is Fault.LONG_TEXT
        for long in long_texts(self.lines):
            if long.last is None and open_ended:
                return self._never_closed(long)
            inside = self.lines[long.row + 1 : (long.last or 0) + 1]
            if long.last == self.row and inside and key(inside[-1]) and '""' in inside[-1]:
                return self._never_closed(long)
        return None

    def _never_closed(self, long: MultilineString) -> Slip:
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
        """Find a character that only looks like a space or a sign of TOML."""
        char = self.rest[:1]
        if "！" <= char <= "～" and char not in SMART:
            text = "a full-width character is used in place of a plain one"
            return self._at("wide", text, "type it again with the keyboard set to plain letters")
        blank = unicodedata.normalize("NFKC", char) == " "
        hidden = char != "" and is_hidden(char) and self.fault is not Fault.CONTROL
        if char not in ("", " ") and (blank or hidden):
            text = "there is a hidden character or a special space here"
            return self._at("hidden-space", text, "delete it, and type a plain space if one is due")
        return None

    def _smart(self) -> Slip | None:
        """Find curly quotes outside of closed straight quotes."""
        environment = bare(self.line)
        table = self.line.lstrip().startswith("[") and self.first == self.row
        for column, char in enumerate(environment):
            if char not in SMART:
                continue
            before = re.split(r"[=\[,({]", environment[:column])[-1]
            # In words without quotes it is an apostrophe, or a quote of theirs.
            if table or '"' in before or not re.search(r"\w", before):
                return self._at(
                    "smart-quotes",
                    "curly quotes are used in place of straight ones",
                    'type the quotes again as " (a word processor made them curly)',
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
            f"{name} appears twice{where}",
            "keep one of the two",
            row=self.first,
            column=len(line) - len(line.lstrip()),
            width=len(name),
        )

    def _control(self) -> Slip:
        return self._at(
            "control",
            "the text has a hidden control character",
            "delete the character under the caret and type the text there again",
        )

    def _backslash(self) -> Slip:
        return self._at("backslash", BACKSLASH, TWO_BACKSLASHES)

    def _twice_inside(self) -> Slip:
        """Diagnose a key that its { } table has already."""
        name = (key(self.rest) or "").strip()
        text, hint = "appears twice", "keep one of the two"
        return self._at("duplicate", text, hint, name, width=len(name))

    def _fence(self) -> Slip:
        """Diagnose the line above or below a block of code in Markdown."""
        column = len(self.line) - len(self.line.lstrip())
        mark = self.line.strip()[:3]
        return self._at(
            "fence",
            f"the line {mark} belongs to Markdown, not to this file",
            f"delete the lines that begin with {mark}",
            column=column,
            width=len(self.line.strip()),
            first=self.row,
        )

    def _stray_comma(self) -> Slip | None:
        """Find a comma with no entry before it, in a list or a { } table."""
        if not self.rest.startswith(","):
            return None
        above = [bare(line) for line in self.lines[self.first : self.row]]
        last = "".join([*above, bare(self.line)[: self.column]]).rstrip()[-1:]
        if last == ",":
            text, hint = "there are two commas here with no entry between them", "delete one"
        elif last in ("[", "{"):
            text, hint = "there is a comma before the first entry", "delete it"
        else:
            return None
        return self._at("comma", text, hint)

    def _unclosed_text(self) -> Slip:
        blanked = STRING.sub(lambda text: " " * len(text[0]), self.line[: self.column])
        column = next((n for n, char in enumerate(blanked) if char in "\"'"), self.column)
        last = self.row
        while last + 1 < len(self.lines) and continues(self.lines[last + 1]):
            last += 1
        return self._at(
            "unclosed-quote",
            "the text that begins here has no closing quote on its line",
            "end it with '" if self.line[column : column + 1] == "'" else _CLOSE,
            column=column,
            width=len(self.line.rstrip()) - column,
            last=last,
        )

    def _unclosed_list(self) -> Slip:
        """Diagnose a list or { } table that is not followed by a comma or its end."""
        mark, what = ("[", "list") if self.fault is Fault.LIST else ("{", "{ } table")
        before = self.line[: self.column].rstrip()
        next_statement = not before and starts(self.line)
        if self.rest and not self.rest.startswith("#") and not next_statement:
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
                'write the entries as ["first", "second"]'
                if mark == "["
                else "put a comma after the entry that ends here",
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
        column = max(len(self.line[: self.column].rstrip()) - 1, 0)
        if self.rest.strip() == "]":
            text = "a list has no opening bracket"
            return self._at("brackets", text, 'write key = ["first", "second"]', column=column)
        if re.search(r"""(?<!["'])(""|'')$""", self.line[: self.column]):
            text, hint = (
                "there are two quotes where one is enough",
                "write one before the text, one after",
            )
            return self._at("double-quotes", text, hint, column=column)
        if self.line[column] == "'":
            return self._at(
                "inner-quotes",
                "the text ends here, at its second quote: an apostrophe counts as one",
                'begin and end the text with " instead',
                column=column,
            )
        return self._at(
            "inner-quotes",
            "the text ends here, at its second quote, but more follows",
            'write \\" for a quote inside the text, or no quotes there',
            column=column,
        )

    def _value(self) -> Slip:
        """Diagnose an invalid value, or more than one value."""
        in_list = header(self.line) is not None and self.fault is Fault.VALUE
        if in_list and not self.line[0].isspace():
            self.column = 0
            self.fault = Fault.LIST  # the list above ran on into this header
            return self._unclosed_list()
        if self.line.lstrip().startswith("[") and not in_list:
            return self._header()
        here = key(self.line) is not None
        open_list = bare(self.line)[: self.column].rstrip().endswith(("[", ","))
        at_end = not self.rest and (open_list or (not here and self.row > self.first))
        if at_end or (here and not self.line[: self.column].strip()):
            self.fault = Fault.LIST  # a comma led the parser on to the next statement
            return self._unclosed_list()
        if BULLET.match(self.line):
            return self._bullets(self.row)
        inner = _INNER.search(self.line[: self.column])
        start = self.column
        if here and self.fault is Fault.REST:
            start = after_key(self.line)
        value = re.split(r" #|[,}]" if inner else " #", self.line[start:])[0].rstrip()
        return self._not_a_value(value, start, inner[1] if inner else "")

    def _not_a_value(self, value: str, start: int, inner: str) -> Slip:
        width = len(value)
        if not value or value[0] in "#,":
            if self.row + 1 < len(self.lines) and BULLET.match(self.lines[self.row + 1]):
                return self._bullets(self.row + 1)
            column = min(start, len(self.line))
            hint = "write a value there, or delete the line"
            return self._at("no-value", "there is no value after the =", hint, inner, column=column)
        if self.rest.startswith(",") and self.rest.strip(", ") and not value[0].isdigit():
            text = "there are several texts here without brackets"
            hint = 'put them in brackets: key = ["first", "second"]'
            return self._at("brackets", text, hint, inner, column=start, width=width)
        if self.rest.strip() in (",", ";"):
            return self._at("trailing", f"a {self.rest.strip()} ends the line", "delete it")
        if value[0] in "\"'":
            return self._inner_quotes()
        code, message, hint = guess(value)
        return self._at(code, message, hint, inner, column=start, width=width)

    def _header(self) -> Slip:
        text, hint = wrong_header(self.line)
        column = len(self.line) - len(self.line.lstrip())
        width = len(self.line.split("#")[0].strip())
        last = end_of_table(self.lines, self.row)
        return self._at("header", text, hint, column=column, width=width, last=last)

    def _bullets(self, row: int) -> Slip:
        """Return one slip for a list written as in mails, which begins at `row`."""
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
            "a { } table must be on one line, with no comma at its end",
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
            message = f"a comment does not start with {remark[1]}"
            return self._at("remark", message, "write # in its place", column=column, width=width)
        if self.rest.startswith(":"):
            inner = re.search(r"[{,]\s*([\w-]+)\s*$", self.line[: self.column])
            text = "a colon is used in place of the ="
            return self._at("colon", text, "write key = value", inner[1] if inner else "")
        dots = stray_dot(self.line.split("=")[0].strip())
        if dots and "=" in self.line:
            name = self.line.split("=")[0].strip()
            return self._at("dot", f"the key {dots}", "delete it", column=column, width=len(name))
        if text.startswith("="):
            return self._at("no-key", "there is no key before the =", "write key = value")
        if "{" in self.line[: self.column]:
            return self._in_braces()
        bare = without_brackets(self.line)
        if bare:
            message, hint = "a table header needs brackets", f"write [{bare}]"
            last = end_of_table(self.lines, self.row)
            return self._at("header", message, hint, column=column, width=width, last=last)
        if "=" in self.rest:
            return self._at(
                "key",
                "a key is one word of a-z, 0-9, - and _",
                "compare the keys in the template; their words are joined by _",
                column=column,
                width=len(self.line.split("=")[0].strip()),
            )
        return self._at(
            "missing-equals",
            "an = is missing on this line",
            "put it between the key and its value; a comment starts with #",
            column=column,
            width=width,
        )

    def _in_braces(self) -> Slip:
        """Diagnose something inside a { } table that is not a key and a value."""
        comma = inner_comma(self.line)
        if comma:
            inner, start, width = comma
            code, text, hint = guess("0,0")
            return self._at(code, text, hint, inner, column=start, width=width)
        if re.search(r"""\{\s*["'][^=]*$""", self.line[: self.column]):
            code, text, hint = guess("(")
            return self._at(code, text, hint, column=self.line.index("{"))
        return self._inline_table()


def _whole(lines: list[str]) -> bool:
    try:
        return bool(tomllib.loads("\n".join(lines)))
    except (ValueError, RecursionError):
        return False


_CAUSES = {
    Fault.TEXT: _Slips._unclosed_text,
    Fault.LONG_TEXT: _Slips._unclosed_text,
    Fault.CONTROL: _Slips._control,
    Fault.ESCAPE: _Slips._backslash,
    Fault.LIST: _Slips._unclosed_list,
    Fault.INLINE_TABLE: _Slips._unclosed_list,
    Fault.DUPLICATE: _Slips._twice_inside,
    Fault.VALUE: _Slips._value,
    Fault.DATE: _Slips._value,
    Fault.REST: _Slips._value,
    Fault.HEADER: _Slips._header,
    Fault.KEY: _Slips._no_key,
}
"""The diagnosis for each fault, where nothing earlier on the line explains it."""
