"""Theme files: the shipped ones are good, a broken one is named once and stops nothing."""

from __future__ import annotations

import itertools
import math
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from debrief.core.colour import READABLE, contrast, luminance
from debrief.store.paths import shipped
from debrief.store.theme import (
    RENAMED,
    THEME_BYTES,
    ThemeFile,
    current_name,
    load_themes,
)

GOOD = (shipped("themes") / "debrief-dark.toml").read_text("utf-8")
SHIPPED, _ = load_themes([shipped("themes")])

# How light of the three primaries is seen without one kind of cones: Machado, Oliveira and
# Fernandes 2009, severity 1.0. The first is full colour vision.
SEEN = {
    "full": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
# Linear sRGB to cone responses, and their cube roots to Oklab: Ottosson 2020.
TO_CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
TOLD_APART = 0.06
"""Distance in Oklab that is seen at a glance: three times a difference just noticed (0.02)."""


def _times(matrix: Sequence[Sequence[float]], vector: Sequence[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def _as_seen(colour: str, by: str) -> list[float]:
    """The place of a colour in Oklab for a kind of colour vision."""
    primaries = ("#{}0000", "#00{}00", "#0000{}")
    full = (luminance(one.format("ff")) for one in primaries)
    parts = (one.format(colour[at : at + 2]) for one, at in zip(primaries, (1, 3, 5), strict=True))
    light = [luminance(part) / most for part, most in zip(parts, full, strict=True)]
    seen = [min(1.0, max(0.0, value)) for value in _times(SEEN[by], light)]
    return _times(TO_LAB, [value ** (1 / 3) for value in _times(TO_CONES, seen)])


def _apart(one: str, other: str, by: str) -> float:
    return math.dist(_as_seen(one, by), _as_seen(other, by))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "themes"
    made.mkdir()
    return made


def test_every_shipped_file_is_a_theme_called_as_its_file() -> None:
    themes, problems = load_themes([shipped("themes")])

    assert problems == ()
    assert [theme.name for theme in themes] == sorted(
        path.stem for path in shipped("themes").glob("*.toml")
    )
    assert "debrief-dark" in {theme.name for theme in themes}


@pytest.mark.parametrize("theme", SHIPPED, ids=lambda theme: theme.name)
def test_all_text_of_a_shipped_theme_can_be_read(theme: ThemeFile) -> None:
    weak = {
        (name, ground): round(contrast(getattr(theme.colors, name), ground), 2)
        for name in type(theme.colors).model_fields
        for ground in (theme.colors.background, theme.colors.surface)
        if name not in ("background", "surface", "levels")
        and contrast(getattr(theme.colors, name), ground) < theme.contrast
    }

    assert weak == {}


@pytest.mark.parametrize("theme", SHIPPED, ids=lambda theme: theme.name)
def test_the_levels_of_a_shipped_theme_climb(theme: ThemeFile) -> None:
    lights = [luminance(colour) for colour in theme.colors.levels]

    assert lights == sorted(lights)


@pytest.mark.parametrize("by", SEEN)
@pytest.mark.parametrize("theme", SHIPPED, ids=lambda theme: theme.name)
def test_levels_classes_and_the_accent_are_told_apart(theme: ThemeFile, by: str) -> None:
    colors = theme.colors
    classes = (colors.consensus, colors.mixed, colors.split)
    every = itertools.combinations((*colors.levels, *classes, colors.accent), 2)
    signs = itertools.product((colors.warning, colors.error), (colors.accent,))

    alike = {
        (one, other): round(_apart(one, other, by), 3)
        for one, other in (*every, *signs)
        if _apart(one, other, by) < TOLD_APART
    }

    assert alike == {}


def test_colour_vision_is_simulated_as_published() -> None:
    assert _apart("#ff0000", "#00ff00", "full") > 2 * _apart("#ff0000", "#00ff00", "deutan")
    assert _as_seen("#ffffff", "full") == pytest.approx([1, 0, 0], abs=1e-3)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'accent = "#dcb873"',
            'accent = "brass"',
            'line 14: colors: accent needs a colour with six hex digits, for example "#1a2b3c".',
        ),
        ('accent = "#dcb873"', 'acent = "#dcb873"', "“acent” is unknown; did you mean “accent”?"),
        ('accent = "#dcb873"\n', "", "colors: accent is missing"),
        ('"#d97800", "#ce9678", ', "", "colors: levels has too few entries; write at least 3."),
        ("dark = true", "dark = 1", "dark needs to be true or false"),
        ('name = "debrief-dark"', 'name = "My Theme"', "write “my-theme”."),
        ("[colors]", "[colors", "line 9: "),
    ],
)
def test_what_is_wrong_is_one_sentence(folder: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD
    (folder / "mine.toml").write_text(GOOD.replace(old, new))

    themes, problems = load_themes([shipped("themes"), folder])

    assert [theme.name for theme in themes] == [theme.name for theme in SHIPPED]
    (problem,) = problems
    assert problem.startswith("The theme file mine.toml is not used: ")
    assert said in problem
    assert "\n" not in problem
    assert str(folder) not in problem


def test_files_that_cannot_be_read_are_named(folder: Path) -> None:
    os.mkfifo(folder / "a.toml")
    (folder / "b.toml").mkdir()
    (folder / "c.toml").write_text("#" * (THEME_BYTES + 1))
    (folder / "d.toml").write_bytes(b"\xff\xfe\x00")
    (folder / "e\x1b[2J.toml").write_text("")
    (folder / "read me.txt").write_text("no theme")

    themes, problems = load_themes([folder])

    assert themes == ()
    assert [problem.partition(" is not used: ")[2] for problem in problems] == [
        "it is a pipe; put a regular file there.",
        "it is a folder; put a regular file there.",
        "it is larger than 16,384 bytes; make it shorter.",
        "line 1: the file is saved as UTF-16; "
        "save it again as plain text, with the encoding UTF-8.",
        "line 1: the file is empty; fill it in, or delete it.",
    ]
    assert "\x1b" not in "".join(problems)


def test_a_persons_theme_replaces_the_shipped_one(folder: Path) -> None:
    (folder / "any.toml").write_text(GOOD.replace("#dcb873", "#FFEEDD"))

    themes, problems = load_themes([shipped("themes"), folder])

    assert problems == ()
    mine = next(theme for theme in themes if theme.name == "debrief-dark")
    assert mine.colors.accent == "#ffeedd"


def test_two_files_of_one_name_are_not_both_used(folder: Path) -> None:
    (folder / "a.toml").write_text(GOOD)
    (folder / "b.toml").write_text(GOOD.replace("#dcb873", "#ffeedd"))

    themes, problems = load_themes([folder])

    assert [theme.colors.accent for theme in themes] == ["#dcb873"]
    assert problems == (
        "The theme file b.toml is not used: "
        "another file in its folder also has the name “debrief-dark”; rename one.",
    )


def test_a_missing_folder_is_no_problem(folder: Path) -> None:
    assert load_themes([folder / "none"]) == ((), ())


def test_a_theme_says_how_much_its_texts_stand_out() -> None:
    least = {theme.name: theme.contrast for theme in SHIPPED}

    for name in ("high-contrast-dark", "high-contrast-light"):
        assert least.pop(name) == 7
    assert set(least.values()) == {READABLE}


@pytest.mark.parametrize("need", ["debrief", "high-contrast", "colour-blind"])
def test_every_need_has_a_dark_theme_and_a_light_one(need: str) -> None:
    assert {theme.name: theme.dark for theme in SHIPPED if theme.name.startswith(need)} == {
        f"{need}-dark": True,
        f"{need}-light": False,
    }


def test_every_shipped_theme_names_its_use() -> None:
    assert [theme.name for theme in SHIPPED if not theme.use.startswith("for ")] == []


OF_TODAY = """
name = "mine"
dark = true

[colors]
background = "#12161d"
surface = "#1b212b"
foreground = "#ebe7df"
muted = "#a7adb8"
accent = "#dcb873"
levels = ["#d97800", "#ce9678", "#87e0bd", "#c5ecfc"]
consensus = "#6dacd4"
mixed = "#9088e6"
split = "#b27b8b"
sealed = "#929db0"
warning = "#f29aae"
error = "#fb8ba2"
"""
"""A theme file of the first version, which is never changed here."""


def test_a_theme_file_without_what_came_later_is_still_used(folder: Path) -> None:
    (folder / "mine.toml").write_text(OF_TODAY)

    themes, problems = load_themes([folder])

    assert problems == (), "a new key of a theme needs a default"
    assert [theme.name for theme in themes] == ["mine"]


def test_a_theme_chosen_by_its_earlier_name_is_found() -> None:
    assert current_name("paper", SHIPPED) == "print"
    assert current_name("print", SHIPPED) == "print"
    assert current_name("gone", SHIPPED) == "gone"
    assert set(RENAMED.values()) <= {theme.name for theme in SHIPPED}
    assert set(RENAMED).isdisjoint(theme.name for theme in SHIPPED)


def test_a_persons_own_theme_keeps_an_earlier_name(folder: Path) -> None:
    (folder / "mine.toml").write_text(OF_TODAY.replace('"mine"', '"paper"'))
    themes, _ = load_themes([shipped("themes"), folder])

    assert current_name("paper", themes) == "paper"
