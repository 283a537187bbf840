"""Escape text that people wrote, so that Markdown shows it unchanged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_ANYWHERE = re.compile(
    r"[\\`*_{}\[\]#!|<>&~$^=@]"  # markup anywhere in a line, in some Markdown
    r"|:(?=[^\s\d])"  # https://…, :emoji:
    r"|\.(?=[^\W\d])"  # www.…, names that look like hosts
)
_BULLET = re.compile(r"^[-+:]")
_NUMBER = re.compile(r"^(\d{1,9})([.)])")
_PLAIN = re.compile(r"[A-Za-z0-9_./-]+")


def inline(text: str) -> str:
    """Return text on one line, escaped for any position in a line."""
    return _line(" ".join(line.strip() for line in text.split("\n")))


def _line(text: str) -> str:
    escaped = _ANYWHERE.sub(r"\\\g<0>", text.strip())
    return _NUMBER.sub(r"\1\\\2", _BULLET.sub(r"\\\g<0>", escaped))


def quote(text: str) -> str:
    """Return text of any number of lines as a quotation; its line breaks and paragraphs stay."""
    lines = [_line(line) for line in text.strip().split("\n")]
    broken = [
        f"{line}\\" if line and after else line
        for line, after in zip(lines, [*lines[1:], ""], strict=True)
    ]
    return "\n".join(f"> {line}" if line else ">" for line in broken)


def code(name: str) -> str:
    """Return a plain file name as code, which needs no escape; empty for any other text."""
    return f"`{name}`" if _PLAIN.fullmatch(name) else ""


def bullets(items: Iterable[str]) -> str:
    """Return a list of items that are Markdown already; an item may include a nested list."""
    return "\n".join(f"- {item}" for item in items)


def numbered(items: Iterable[str]) -> str:
    """Return a numbered list of items that are Markdown already."""
    return "\n".join(f"{number}. {item}" for number, item in enumerate(items, 1))


def nested(items: Iterable[str]) -> str:
    """Return a list to append to an item of `bullets`; empty without items."""
    return "".join(f"\n  - {item}" for item in items)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of cells that are Markdown already, on one line each."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
