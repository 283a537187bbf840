"""What is wrong with a table header: one that cannot be read, or that stands twice."""

from __future__ import annotations

import re
from collections.abc import Callable

from debrief.store.lines import DASHES, header

DOUBLE = (
    "panel",
    "scenarios",
    "competencies",
    "references",
    "role.expectations",
    "references.findings",
)
"""The tables of which a file may have several, each under a header in double brackets."""

_BARE = re.compile(r"^\W*([a-z][\w-]*(?:\.[\w-]+)+)\W*$|^(\w+)\]$")


def wrong_header(line: str) -> tuple[str, str]:
    """Return a sentence on the header in `line`, which TOML cannot read, and a hint."""
    told = line.split("#")[0].strip()
    name, _, after = told.lstrip("[").partition("]")
    double = told.startswith("[[")
    hint = f"write [[{_spelled(name)}]]" if double else f"write [{_spelled(name)}]"
    if "]" not in told:
        return "the table header has no closing bracket", f"end it with {']]' if double else ']'}"
    if double and "]]" not in told:
        return "the table header is not closed", "end it with ]]"
    if any(char in DASHES for char in name):
        return "a long dash stands in this table header, where a hyphen is needed", hint
    if re.search(r"\s", name.strip()) and not after.strip("] "):
        return "a table header has no spaces in its name", hint
    hint = "write it alone on its line, for example [ratings.judgment]"
    return "this table header cannot be read", hint


def without_brackets(line: str) -> str:
    """Return the name of the table when `line` is a header without its brackets, else nothing."""
    found = _BARE.match(line.strip())
    return (found[1] or found[2]) if found else ""


def table_twice(lines: list[str], row: int, name: str) -> tuple[str, str]:
    """Return a sentence on the header in `row`, whose table is there already, and a hint."""
    above = earlier(lines, row, header, name)
    if name in DOUBLE:
        hint = f"start each entry with double brackets: [[{name}]]"
    else:
        hint = "keep one of the two" if above is not None else ""
    if above is None:
        return f"the table [{name}] does not fit what stands above it", hint
    return f"the table [{name}] stands twice, first on line {above + 1}", hint


def earlier(lines: list[str], row: int, what: Callable[[str], str | None], name: str) -> int | None:
    """Return the nearest row above that has the same header, or the same key in its table."""
    for above in range(row - 1, -1, -1):
        if what(lines[above]) == name:
            return above
        if what is not header and header(lines[above]) is not None:
            return None
    return None


def _spelled(name: str) -> str:
    """The name with a point after its first word and hyphens in the rest."""
    for dash in DASHES:
        name = name.replace(dash, "-")
    first, _, rest = re.sub(r"\s*\.\s*|\s+", ".", name.strip(), count=1).partition(".")
    return ".".join(part for part in (first, re.sub(r"\s+", "-", rest.strip())) if part)
