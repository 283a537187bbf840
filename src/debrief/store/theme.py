"""Read theme files; a broken one is skipped and reported in a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from pydantic import Field

from debrief.core.colour import READABLE, Colour
from debrief.core.model import Id, Line, Many, Model
from debrief.core.text import clean_line
from debrief.store.atomic import FileProblem, read_regular
from debrief.store.toml_files.parse import parse

DEFAULT = "debrief-dark"
"""The theme until another is chosen."""

THEME_BYTES = 16 * 1024
"""Maximum size of a theme file."""

RENAMED = {
    "colour-blind": "colour-blind-dark",
    "high-contrast": "high-contrast-dark",
    "paper": "print",
}
"""New names of shipped themes by their earlier ones, which settings may still hold."""

MOST_THEMES = 64
"""Maximum files read from one folder."""


class ThemeColors(Model):
    """The colours of a theme, one for each meaning on the screen.

    `levels` go from the lowest level of a scale to the highest; a scale with another number of
    levels gets colours in between.
    """

    background: Colour
    surface: Colour
    foreground: Colour
    muted: Colour
    accent: Colour
    levels: Annotated[Many[Colour], Field(min_length=3, max_length=9)]
    consensus: Colour
    mixed: Colour
    split: Colour
    sealed: Colour
    warning: Colour
    error: Colour


class ThemeFile(Model):
    """A theme as written in a file.

    `use` is what the theme is for, in a few words. `contrast` is the minimum contrast ratio
    of its texts, as defined by WCAG 2.
    """

    name: Id
    use: Line = ""
    dark: bool
    contrast: Annotated[float, Field(ge=READABLE, le=21)] = READABLE
    colors: ThemeColors


def load_themes(folders: Iterable[Path]) -> tuple[tuple[ThemeFile, ...], tuple[str, ...]]:
    """Read every `*.toml` in the folders: the themes by name, and a sentence for each broken file.

    A theme in a later folder replaces one of the same name; a folder need not exist.
    """
    themes: dict[str, ThemeFile] = {}
    problems: list[str] = []
    for folder in folders:
        here: set[str] = set()
        for path in _files(folder):
            read = _read(path)
            if isinstance(read, ThemeFile) and read.name in here:
                read = f"another file in its folder also has the name “{read.name}”; rename one."
            if isinstance(read, ThemeFile):
                here.add(read.name)
                themes[read.name] = read
            else:
                problems.append(f"The theme file {clean_line(path.name)} is not used: {read}")
    return tuple(themes[name] for name in sorted(themes)), tuple(problems)


def current_name(name: str, themes: Iterable[ThemeFile]) -> str:
    """Return the name that a chosen theme has now, if only its earlier name is unknown."""
    known = {theme.name for theme in themes}
    return name if name in known else RENAMED.get(name, name)


def _files(folder: Path) -> list[Path]:
    try:
        names = sorted(path for path in folder.iterdir() if path.suffix == ".toml")
    except OSError:
        return []
    return names[:MOST_THEMES]


def _read(path: Path) -> ThemeFile | str:
    """Return the theme of one file, or its first problem and a hint."""
    try:
        data = read_regular(path, THEME_BYTES)
    except FileProblem as problem:
        return f"it {problem.reason}"
    parsed = parse(data, path.name, ThemeFile, limit=THEME_BYTES)
    if parsed.value is not None:
        return parsed.value
    first = next(finding for finding in parsed.findings if finding.severity == "error")
    where = f"line {first.line}: " if first.line else ""
    hint = f"; {first.hint}" if first.hint else ""
    end = "" if hint.endswith("?") else "."
    return f"{where}{first.message}{hint}{end}"
