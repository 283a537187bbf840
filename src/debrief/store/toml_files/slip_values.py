"""Guess the meaning of an invalid value: a date, a number, true or false, or text."""

from __future__ import annotations

import re

DATES = "write a date as 2026-01-05, and with its time and zone as 2026-01-05T09:30:00Z"
QUOTES = 'put text in straight quotes, for example key = "some text"'
BULLET = re.compile(r"^\s*(?:[-*•–—]|\d+[.)])\s")
"""An entry of a list as a mail program or a word processor writes it."""

_DAY = r"(?i)^\d{4}-\d{2}-\d{2}"
_TIME = r"[T ]\d{2}:\d{2}:\d{2}(?:\.\d+)?"
_MONTHS = r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
# Compiled when first used: no start of a meeting has to wait for them.
_USUAL = (
    (r"^(True|False|TRUE|FALSE)\b", "capital", "true and false are written in lower case",
     "write true or false"),
    (_DAY + r"$", "date", "this date does not exist", DATES),
    (_DAY + _TIME + r"\s*[A-Z]{2,}", "date", "the zone is written as Z or as +01:00", DATES),
    (_DAY + _TIME, "date", "this date and time does not exist, or has no readable zone", DATES),
    (_DAY + r"[T ]\d", "date", "this date and time cannot be read: "
     "hour, minute and second have two digits each", DATES),
    (r"^\d{4}-\d{1,2}-\d{1,2}", "date", "this date is not written in full: "
     "month and day have two digits each", DATES),
    (r"^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}", "date",
     "a date is written year first, with hyphens", DATES),
    (rf"(?i)^\d{{1,2}}\.?\s*(?:{_MONTHS})|^(?:{_MONTHS})[a-z]*\.?\s+\d", "date",
     "a date is written in numbers, year first", DATES),
    (r"^[+-]?\d+,\d", "decimal-comma", "a number is written without a comma",
     "write a whole number; decimals, where allowed, follow a point"),
    (r"^[+-]?0\d", "leading-zero", "a number cannot start with 0", "remove the leading 0"),
)  # fmt: skip
_REMARK = re.compile(r"^\S+\s+(//|--|<!--|/\*|;)")
_INNER_COMMA = re.compile(r"[{,]\s*([\w-]+)\s*=\s*([+-]?\d+,\d+)\s*[,}]")
_WORD = re.compile(r"^[^\W\d]|^.*[^\W\d]{3}")


def guess(value: str) -> tuple[str, str, str]:
    """Return the code, the sentence and the hint for `value`, which TOML cannot read."""
    for pattern, code, message, hint in _USUAL:
        if re.match(pattern, value):
            return code, message, hint
    remark = _REMARK.match(value)
    if remark:
        return "remark", f"a comment does not start with {remark[1]}", "write # in its place"
    if value.startswith(("=", ">")):
        return "equals", "one = is enough", "write key = value"
    if value.startswith("(") or re.match(r"""^\{\s*["']""", value):
        return "brackets", "a list is written in square brackets", 'write key = ["first", "second"]'
    if _WORD.match(value):
        return "unquoted", "text needs quotes", QUOTES
    hint = "write one number or one quoted text after the =; a comment starts with #"
    return "value", "this is not a single value", hint


def inner_comma(line: str) -> tuple[str, int, int] | None:
    """Return key, column and width of the first number with a comma inside a { } table."""
    found = _INNER_COMMA.search(line)
    return (found[1], found.start(2), len(found[2])) if found else None
