"""Tests of themes: all our variables, readable colours, and no theme that breaks the app."""

from __future__ import annotations

import itertools

import pytest
from textual.app import App, ComposeResult
from textual.color import Color
from textual.theme import Theme
from textual.widgets import Static

from debrief.core.colour import READABLE, contrast
from debrief.store.paths import shipped
from debrief.store.theme import ThemeColors, ThemeFile, load_themes
from debrief.tui.theme import EDGE, level, offer, survives, textual_theme, wear_first

SHIPPED, _ = load_themes([shipped("themes")])
OURS = ["consensus", "mixed", "split", "sealed"]
TEXT = ["text", "text-muted", "text-accent", "text-warning", "text-error", "text-success", *OURS]
MARKS = [f"level-{number}" for number in range(1, 10)]

# Nothing in it can be read, and no two of its grounds are alike.
WEAK = ThemeFile(
    name="weak",
    dark=False,
    colors=ThemeColors(
        background="#ffffff",
        surface="#e0e0e0",
        foreground="#dddddd",
        muted="#cccccc",
        accent="#ffff00",
        levels=("#ff9999", "#eeeeee", "#99ff99", "#9999ff", "#ffffff"),
        consensus="#aaffaa",
        mixed="#ffffaa",
        split="#ffaaaa",
        sealed="#f0f0f0",
        warning="#ffee00",
        error="#ffcccc",
    ),
)


class Sample(App[None]):
    """An app whose stylesheet uses all our variables."""

    CSS = "\n".join(
        [
            *(f"#{name} {{ color: ${name}; background: $surface; }}" for name in TEXT),
            *(f"#{name} {{ color: $on-level; background: ${name}; }}" for name in MARKS),
        ]
    )

    def __init__(self, *themes: ThemeFile) -> None:
        super().__init__()
        self.default = wear_first(self, themes)
        offer(self, themes)

    def compose(self) -> ComposeResult:
        for name in (*TEXT, *MARKS):
            yield Static("text", id=name)

    def contrasts(self) -> dict[str, float]:
        """Return the contrast of every painted text."""
        shown = {}
        for name in (*TEXT, *MARKS):
            styles = self.query_one(f"#{name}").styles
            grounds = {styles.background.hex6}
            if name in TEXT:
                grounds.add(self.theme_variables["background"])
            shown[name] = min(contrast(styles.color.hex6, ground) for ground in grounds)
        return shown


def test_every_colour_of_words_is_tried() -> None:
    grounds = {"background", "surface", "foreground", "accent", "muted", "levels"}
    tried = {name.removeprefix("text-") for name in TEXT}
    assert set(ThemeColors.model_fields) - grounds <= tried


@pytest.mark.parametrize("theme", [*SHIPPED, WEAK], ids=lambda theme: theme.name)
async def test_every_text_on_the_screen_can_be_read(theme: ThemeFile) -> None:
    app = Sample(theme)
    async with app.run_test():
        assert {name: ratio for name, ratio in app.contrasts().items() if ratio < READABLE} == {}


def test_a_theme_that_is_readable_is_not_changed() -> None:
    for theme in SHIPPED:
        made = textual_theme(theme)
        for name in ("consensus", "mixed", "split", "sealed"):
            assert made.variables[name] == getattr(theme.colors, name)
        assert made.variables["text-muted"] == theme.colors.muted
        assert made.variables["level-1"] == theme.colors.levels[0]
        assert made.variables["level-9"] == theme.colors.levels[-1]


@pytest.mark.parametrize("role", ThemeColors.model_fields)
def test_every_colour_of_a_theme_file_is_on_the_screen(role: str) -> None:
    theme = SHIPPED[0]
    colour: object = "#fedcba"
    if role == "levels":
        colour = (colour, *theme.colors.levels[1:])
    colors = theme.colors.model_copy(update={role: colour})
    assert textual_theme(theme.model_copy(update={"colors": colors})) != textual_theme(theme)


@pytest.mark.parametrize("of", range(2, 10))
@pytest.mark.parametrize("theme", SHIPPED, ids=lambda theme: theme.name)
def test_the_largest_step_of_lightness_is_between_no_and_yes(theme: ThemeFile, of: int) -> None:
    variables = textual_theme(theme).variables
    drawn = [variables[f"level-{level(rating, of)}"] for rating in range(1, of + 1)]
    steps = [contrast(one, other) for one, other in itertools.pairwise(drawn)]
    last_no, first_yes = of // 2 - 1, of - of // 2
    at_the_line = steps[last_no:first_yes]
    elsewhere = steps[:last_no] + steps[first_yes:]

    assert min(at_the_line) > max(elsewhere, default=1)


@pytest.mark.parametrize("theme", [*SHIPPED, WEAK], ids=lambda theme: theme.name)
def test_the_edge_of_a_field_is_seen(theme: ThemeFile) -> None:
    variables = textual_theme(theme).variables
    for ground in (theme.colors.background, theme.colors.surface):
        assert contrast(variables["edge"], ground) >= EDGE
        assert contrast(variables["scrollbar"], ground) >= EDGE


@pytest.mark.parametrize("of", range(2, 10))
def test_ratings_climb_from_the_first_level_to_the_last(of: int) -> None:
    taken = [level(rating, of) for rating in range(1, of + 1)]

    assert (taken[0], taken[-1]) == (1, 9)
    assert taken == sorted(set(taken))


async def test_themes_are_switched_live_and_textuals_are_gone() -> None:
    app = Sample(WEAK, *SHIPPED)
    async with app.run_test() as pilot:
        assert app.theme == app.default == "debrief-dark"
        assert set(app.available_themes) == {"weak", *(theme.name for theme in SHIPPED)}
        before = app.query_one("#level-1").styles.color

        app.theme = "weak"
        await pilot.pause()

        assert app.query_one("#level-1").styles.color != before
        assert app.screen.styles.background == Color.parse("#ffffff")


def test_all_themes_have_the_same_variables() -> None:
    """So one that is offered works with the stylesheet of the one that is worn."""
    names = [list(textual_theme(theme).variables) for theme in (*SHIPPED, WEAK)]
    assert all(one == names[0] for one in names)


async def test_without_any_theme_there_are_greys() -> None:
    app = Sample()
    async with app.run_test():
        assert app.theme == app.default == "debrief-plain"
        assert min(app.contrasts().values()) >= READABLE


async def test_a_theme_that_would_break_is_found_before() -> None:
    app = Sample(*SHIPPED)
    async with app.run_test():
        good = textual_theme(WEAK)
        assert survives(app, good)
        assert not survives(app, Theme("bad", primary="brass"))
        assert not survives(app, Theme("lacking", primary="#ffffff"))
        broken = textual_theme(WEAK)
        broken.variables["level-3"] = "no colour"
        assert not survives(app, broken)
        assert app.theme == "debrief-dark"


async def test_without_colour_there_are_greys_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = Sample(*SHIPPED)
    async with app.run_test():
        line = app.query_one("#level-1").render_line(0)
        for line_filter in app.get_line_filters():
            line = line.apply_filter(line_filter, Color(0, 0, 0))
        for segment in line:
            assert segment.style is not None
            assert segment.style.color is not None
            assert segment.style.color.triplet is not None
            assert len(set(segment.style.color.triplet)) == 1


@pytest.mark.parametrize("chosen", [theme.name for theme in SHIPPED])
def test_the_theme_that_was_chosen_comes_first(chosen: str) -> None:
    assert wear_first(App(), SHIPPED, chosen) == chosen


@pytest.mark.parametrize("chosen", ["", "gone"])
def test_without_one_that_can_be_had_the_default_comes_first(chosen: str) -> None:
    assert wear_first(App(), SHIPPED, chosen) == "debrief-dark"


async def test_the_first_theme_is_worn_as_any_later_one_is() -> None:
    light = next(theme for theme in SHIPPED if not theme.dark)
    app = Sample(light)
    async with app.run_test() as pilot:
        first = set(app.classes), app.screen.styles.background
        app.theme = light.name
        await pilot.pause()

        assert (set(app.classes), app.screen.styles.background) == first
        assert {"-light-mode", f"-theme-{light.name}"} <= app.classes
