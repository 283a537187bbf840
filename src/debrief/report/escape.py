"""Text that people wrote, as Markdown that shows it and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

_ANYWHERE = re.compile(
    r"[\\`*_{}\[\]#!|<>&~$^=@]"  # means something wherever it stands, in some Markdown
    r"|:(?=[^\s\d])"  # https://…, :emoji:
    r"|\.(?=[^\W\d])"  # www.…, names that look like hosts
)
_BULLET = re.compile(r"^[-+:]")
_NUMBER = re.compile(r"^(\d{1,9})([.)])")


def inline(text: str) -> str:
    """Return text on one line that opens no markup, wherever in a line it is put."""
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


def bullets(items: Iterable[str]) -> str:
    """Return a list of items that are Markdown already; an item may bring a list of its own."""
    return "\n".join(f"- {item}" for item in items)


def nested(items: Iterable[str]) -> str:
    """Return a list to be put under an item of `bullets`; empty when there are no items."""
    return "".join(f"\n  - {item}" for item in items)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of cells that are Markdown already, on one line each."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def listed(words: Sequence[str]) -> str:
    """Return words as a sentence says them: `a, b and c`."""
    if len(words) < 2:  # noqa: PLR2004 - nothing to join
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def counted(number: int, word: str) -> str:
    """Return a number with its noun: `no minutes`, `1 minute`, `2 minutes`."""
    return f"{number or 'no'} {word}{'' if number == 1 else 's'}"


def times(number: int) -> str:
    """Return how often: `never`, `once`, `twice`, `3 times`."""
    return {0: "never", 1: "once", 2: "twice"}.get(number, f"{number} times")


def day(date_: date) -> str:
    """Return a day as `15 September 2026`."""
    return f"{date_.day} {date_:%B %Y}"


def clock(moment: datetime) -> str:
    """Return the time of day as `14:05`."""
    return f"{moment:%H:%M}"


def number(value: float) -> str:
    """Return a number with at most two digits and no empty ones."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
