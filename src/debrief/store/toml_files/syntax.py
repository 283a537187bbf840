"""Find the first place where a text is not TOML, and what the parser was reading there."""

from __future__ import annotations

import re
import sys
from datetime import date
from enum import Enum, auto
from typing import NoReturn

# Compiled when first used: no start of a meeting has to wait for them.
_BLANK = r"[ \t]*"
_BARE_KEY = r"[A-Za-z0-9_-]+"
_COMMENT = r"#[^\x00-\x08\x0a-\x1f\x7f]*"
_LITERAL = r"[^'\x00-\x08\x0a-\x1f\x7f]*"
_BASIC = r'[^"\\\x00-\x08\x0a-\x1f\x7f]*'
_LONG_LITERAL = r"(?:[^'\x00-\x08\x0b-\x1f\x7f]|'{1,2}(?!'))*"
_LONG_BASIC = r'(?:[^"\\\x00-\x08\x0b-\x1f\x7f]|"{1,2}(?!"))*'
_ESCAPE = r'\\(?:[btnfr"\\]|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))'
_LINE_ESCAPE = r"\\[ \t]*\n"
_TIME = r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?"
_DATE = (
    rf"(\d{{4}}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))"
    rf"(?:[Tt ]{_TIME}(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)?)?"
)
_SCALAR = (
    rf"true|false|{_TIME}|0x[0-9A-Fa-f](?:_?[0-9A-Fa-f])*|0o[0-7](?:_?[0-7])*|0b[01](?:_?[01])*"
    r"|[+-]?(?:0|[1-9](?:_?\d)*)(?:\.\d(?:_?\d)*)?(?:[eE][+-]?\d(?:_?\d)*)?|[+-]?(?:inf|nan)"
)
_SURROGATES = range(0xD800, 0xE000)
_LAST = 0x10FFFF


class Fault(Enum):
    """The part of a file that cannot be read on."""

    TEXT = auto()
    """A text in quotes that its line does not close."""
    LONG_TEXT = auto()
    """A text in triple quotes without an end."""
    CONTROL = auto()
    ESCAPE = auto()
    """A backslash that means nothing."""
    LIST = auto()
    """An entry of a list without a comma or a bracket after it."""
    INLINE_TABLE = auto()
    """An entry of a { } table without a comma or a brace after it."""
    DUPLICATE = auto()
    """A key that its { } table has already."""
    VALUE = auto()
    DATE = auto()
    """A date that is in no calendar."""
    REST = auto()
    """More on a line whose statement is complete."""
    HEADER = auto()
    KEY = auto()
    CONTRADICTION = auto()
    """Statements that can each be read, but not together."""


class SyntaxFault(Exception):
    """The first fault in a text, and the index of its place."""

    def __init__(self, fault: Fault, at: int) -> None:
        super().__init__(fault, at)
        self.fault, self.at = fault, at


def first_fault(text: str, until: int = sys.maxsize) -> SyntaxFault | None:
    """Return the first fault in a text, or None if every statement by itself can be read.

    No statement that begins at the index `until` or later is read.
    """
    try:
        _Reader(text).statements(until)
    except SyntaxFault as fault:
        return fault
    return None


class _Reader:
    """A reader that goes through a text without keeping its values."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def statements(self, until: int) -> None:
        while self.at < min(until, len(self.text)):
            self._skip(_BLANK)
            if self._next("["):
                self._header()
            elif not self._next("\n", "#", ""):
                self._pair()
            self._end_of_line(Fault.REST)

    def _fail(self, fault: Fault, at: int | None = None) -> NoReturn:
        raise SyntaxFault(fault, self.at if at is None else at)

    def _next(self, *marks: str) -> bool:
        """Return whether one of the marks is next; an empty one is the end of the text."""
        return any(
            self.text.startswith(mark, self.at) if mark else self.at >= len(self.text)
            for mark in marks
        )

    def _take(self, mark: str) -> bool:
        found = self._next(mark)
        if found:
            self.at += len(mark)
        return found

    def _match(self, pattern: str) -> re.Match[str] | None:
        return re.compile(pattern).match(self.text, self.at)

    def _skip(self, pattern: str) -> bool:
        match = self._match(pattern)
        if match:
            self.at = match.end()
        return match is not None

    def _end_of_line(self, fault: Fault) -> None:
        self._skip(_BLANK)
        self._comment()
        if not self._take("\n") and not self._next(""):
            self._fail(fault)

    def _comment(self) -> None:
        if self._skip(_COMMENT) and not self._next("\n", ""):
            self._fail(Fault.CONTROL)

    def _header(self) -> None:
        self._take("[")
        close = "]]" if self._take("[") else "]"
        self._skip(_BLANK)
        self._key(Fault.HEADER)
        if not self._take(close):
            self._fail(Fault.HEADER)

    def _pair(self) -> tuple[str, ...]:
        key = self._key(Fault.KEY)
        if not self._take("="):
            self._fail(Fault.KEY)
        self._skip(_BLANK)
        self._value()
        return key

    def _key(self, fault: Fault) -> tuple[str, ...]:
        """Read a dotted key and the blanks behind it, and return its parts as written."""
        parts: list[str] = []
        while True:
            start = self.at
            if self._next('"', "'"):
                self._line_text()
                parts.append(self.text[start + 1 : self.at - 1])
            elif self._skip(_BARE_KEY):
                parts.append(self.text[start : self.at])
            else:
                self._fail(fault)
            self._skip(_BLANK)
            if not self._take("."):
                return tuple(parts)
            self._skip(_BLANK)

    def _value(self) -> None:
        if self._next('"""', "'''"):
            self._long_text()
        elif self._next('"', "'"):
            self._line_text()
        elif self._take("["):
            self._list()
        elif self._take("{"):
            self._inline_table()
        elif found := self._match(_DATE):
            try:
                date.fromisoformat(found[1])
            except ValueError:
                self._fail(Fault.DATE)
            self.at = found.end()
        elif not self._skip(_SCALAR):
            self._fail(Fault.VALUE)

    def _list(self) -> None:
        self._lines()
        while not self._take("]"):
            self._value()
            self._lines()
            if self._take(","):
                self._lines()
            elif not self._next("]"):
                self._fail(Fault.LIST)

    def _lines(self) -> None:
        """Skip blanks, comments and line ends."""
        while self._skip(_BLANK) and self._next("\n", "#"):
            self._comment()
            self._take("\n")

    def _inline_table(self) -> None:
        keys: list[tuple[str, ...]] = []
        self._skip(_BLANK)
        if self._take("}"):
            return
        while True:
            start = self.at
            key = self._pair()
            if any(key[: len(known)] == known or known[: len(key)] == key for known in keys):
                self._fail(Fault.DUPLICATE, start)
            keys.append(key)
            self._skip(_BLANK)
            if self._take("}"):
                return
            if not self._take(","):
                self._fail(Fault.INLINE_TABLE)
            self._skip(_BLANK)

    def _line_text(self) -> None:
        quote = self.text[self.at]
        self.at += 1
        self._text(_BASIC if quote == '"' else _LITERAL, quote, Fault.TEXT)

    def _long_text(self) -> None:
        quotes = self.text[self.at : self.at + 3]
        self.at += 3
        long = _LONG_BASIC if quotes == '"""' else _LONG_LITERAL
        self._text(long, quotes, Fault.LONG_TEXT)
        for _ in range(2):
            self._take(quotes[0])

    def _text(self, pattern: str, close: str, unclosed: Fault) -> None:
        while True:
            self._skip(pattern)
            if self._take(close):
                return
            if self._next("\\"):
                self._escape(long=len(close) > 1)
            elif self._next("\n", ""):
                self._fail(unclosed)
            else:
                self._fail(Fault.CONTROL)

    def _escape(self, *, long: bool) -> None:
        if long and self._skip(_LINE_ESCAPE):
            return
        match = self._match(_ESCAPE)
        if match is None:
            self._fail(Fault.ESCAPE, min(self.at + 2, len(self.text)))
        code = int(match[1] or match[2] or "0", 16)
        self.at = match.end()
        if code in _SURROGATES or code > _LAST:
            self._fail(Fault.ESCAPE)
