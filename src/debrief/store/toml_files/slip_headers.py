"""Describe a broken table header: one that cannot be read, or appears twice."""

from __future__ import annotations

import re
from collections.abc import Callable

from debrief.store.toml_files.lines import DASHES, STRING, header

DOUBLE = (
    "panel",
    "scenarios",
    "competencies",
    "references",
    "role.expectations",
    "references.findings",
)
"""Tables that a file may have several of, each under a header in double brackets."""

_BARE = re.compile(r"^\W*([a-z][\w-]*(?:\.[\w-]+)+)\W*$|^(\w+)\]$")


def wrong_header(line: str) -> tuple[str, str]:
    """Return a sentence on the header in `line`, which TOML cannot read, and a hint."""
    header_text = line.split("#")[0].strip()
    name, _, after = header_text.lstrip("[").partition("]")
    double = header_text.startswith("[[")
    hint = f"write [[{_spelled(name)}]]" if double else f"write [{_spelled(name)}]"
    if "]" not in header_text:
        return "the table header has no closing bracket", f"end it with {']]' if double else ']'}"
    if double and "]]" not in header_text:
        return "the table header is not closed", "end it with ]]"
    if any(char in DASHES for char in name):
        return "this table header has a long dash where a hyphen is needed", hint
    if re.search(r"\s", name.strip()) and not after.strip("] "):
        return "a table header has no spaces in its name", hint
    if not name.strip(". "):
        return "the table header has no name", "write one between the brackets"
    dots = stray_dot(name)
    if dots and not after.strip("] "):
        return f"the table header {dots}", _without_stray_dot(name.strip(), double)
    if re.search(r"[^\w\s.\"'-]|[^\x00-\x7f]", name):
        message = "a table header has only a-z, 0-9, - and _ in its name"
        return message, "compare it with the headers in the template"
    hint = "write it alone on its line, for example [ratings.judgment]"
    return "this table header cannot be read", hint


def stray_dot(name: str) -> str:
    """Return a verb for a key or header with a dot too many, as `ends with a dot`, or nothing."""
    plain = re.sub(r"\s", "", STRING.sub(lambda text: "x" * len(text[0]), name))
    if ".." in plain:
        return "has two dots in a row"
    if plain.startswith("."):
        return "begins with a dot"
    return "ends with a dot" if plain.endswith(".") else ""


def _without_stray_dot(name: str, double: bool) -> str:
    """Return a hint for a header with a dot too many."""
    names = [part.strip() for part in name.split(".") if part.strip()]
    spelled = ".".join(names)
    if name.startswith("."):
        return f"write a name before the dot, for example [ratings.{spelled}]"
    if names == ["ratings"]:
        return "write a competency after the dot, for example [ratings.judgment]"
    return f"write [[{spelled}]]" if double else f"write [{spelled}]"


def without_brackets(line: str) -> str:
    """Return the table's name if `line` is a header without its brackets, else an empty text."""
    found = _BARE.match(line.strip())
    return (found[1] or found[2]) if found else ""


def table_twice(lines: list[str], row: int, name: str) -> tuple[str, str]:
    """Return a sentence and a hint on the header in `row`, whose table exists already."""
    above = earlier(lines, row, header, name)
    if name in DOUBLE:
        hint = f"start each entry with double brackets: [[{name}]]"
    else:
        hint = "keep one of the two" if above is not None else "give it another name"
    if above is None:
        return f"the table [{name}] does not fit the lines above it", hint
    return f"the table [{name}] appears twice, first on line {above + 1}", hint


def earlier(lines: list[str], row: int, what: Callable[[str], str | None], name: str) -> int | None:
    """Return the nearest row above that has the same header, or the same key in its table."""
    for above in range(row - 1, -1, -1):
        if what(lines[above]) == name:
            return above
        if what is not header and header(lines[above]) is not None:
            return None
    return None


def _spelled(name: str) -> str:
    """Return the name with a point after its first word and hyphens in the rest."""
    for dash in DASHES:
        name = name.replace(dash, "-")
    first, _, rest = re.sub(r"\s*\.\s*|\s+", ".", name.strip(), count=1).partition(".")
    return ".".join(part for part in (first, re.sub(r"\s+", "-", rest.strip())) if part)
