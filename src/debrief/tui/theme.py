"""A theme file → the variables that every stylesheet of ours is written with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.app import App
from textual.color import Color
from textual.theme import Theme

from debrief.core.colour import legible, mix, ramp
from debrief.store.theme import DEFAULT, ThemeColors, ThemeFile

LEVELS = 9
"""`$level-1` to `$level-9` exist in every theme; `level` says which a rating takes."""

_PLAIN = ThemeFile(
    name="debrief-plain",
    dark=True,
    colors=ThemeColors(
        background="#101010",
        surface="#202020",
        foreground="#f0f0f0",
        muted="#b0b0b0",
        accent="#ffffff",
        levels=("#a0a0a0", "#d0d0d0", "#ffffff"),
        consensus="#f0f0f0",
        mixed="#f0f0f0",
        split="#f0f0f0",
        sealed="#b0b0b0",
        warning="#f0f0f0",
        error="#f0f0f0",
    ),
)
"""Greys, for when not one theme file could be read."""


def level(rating: int, of: int) -> int:
    """Return which of `$level-1` to `$level-9` a rating takes on a scale of `of` (3 to 9) levels.

    The lowest rating takes the first, the highest the last.
    """
    return 1 + round((rating - 1) * (LEVELS - 1) / (of - 1))


def textual_theme(file: ThemeFile) -> Theme:
    """Return the theme as Textual takes it.

    Every colour that stands for text is readable on `$background`, `$surface` and `$panel`.
    """
    colors = file.colors
    grounds = (colors.background, colors.surface)
    least = file.contrast
    accent = legible(colors.accent, grounds, least)
    line = mix(colors.background, colors.muted, 0.3)
    text = {
        "text": colors.foreground,
        "text-muted": colors.muted,
        "text-disabled": colors.muted,
        "text-primary": colors.accent,
        "text-secondary": colors.muted,
        "text-accent": colors.accent,
        "text-success": colors.consensus,
        "text-warning": colors.warning,
        "text-error": colors.error,
        "foreground-muted": colors.muted,
        "foreground-disabled": colors.muted,
        "consensus": colors.consensus,
        "mixed": colors.mixed,
        "split": colors.split,
        "sealed": colors.sealed,
        "footer-key-foreground": colors.accent,
    }
    for number, colour in enumerate(ramp(colors.levels, LEVELS), start=1):
        text[f"level-{number}"] = colour
    variables = {name: legible(colour, grounds, least) for name, colour in text.items()}
    on_line = legible(colors.foreground, [line], least)
    variables |= {
        "line": line,
        "on-accent": colors.background,
        "border": accent,
        "border-blurred": line,
        "block-cursor-background": accent,
        "block-cursor-foreground": colors.background,
        "block-cursor-blurred-background": line,
        "block-cursor-blurred-foreground": on_line,
        "button-color-foreground": colors.background,
        "link-color-hover": colors.background,
        "input-cursor-background": variables["text"],
        "input-cursor-foreground": colors.background,
        "input-selection-background": line,
        "input-selection-foreground": on_line,
        "scrollbar": line,
        "scrollbar-hover": colors.muted,
        "scrollbar-active": accent,
        "scrollbar-background": colors.background,
    }
    return Theme(
        name=file.name,
        dark=file.dark,
        primary=accent,
        secondary=colors.muted,
        accent=accent,
        success=colors.consensus,
        warning=colors.warning,
        error=colors.error,
        foreground=variables["text"],
        background=colors.background,
        surface=colors.surface,
        panel=colors.surface,
        variables=variables,
    )


def wear_first(app: App[Any], themes: Sequence[ThemeFile], chosen: str = "") -> str:
    """Put on the `chosen` theme, else the default, else the first that works; return its name.

    It is the app's only one then, for Textual's own lack our variables; `offer` gives it the
    others. Called before the app runs, or stylesheets with our variables cannot be read.
    """
    textuals = set(app.available_themes)
    ranks = {DEFAULT: 1, chosen: 0}
    ordered = sorted(themes, key=lambda one: ranks.get(one.name, 2))
    works = (theme for theme in map(textual_theme, ordered) if survives(app, theme))
    worn = next(works, None) or textual_theme(_PLAIN)
    app.register_theme(worn)
    # What the watcher does, but for reading all stylesheets again, and the colours of ANSI codes,
    # which we never write.
    app.set_reactive(type(app).theme, worn.name)
    app.update_classes(
        {f"-theme-{worn.name}": True, "-dark-mode": worn.dark, "-light-mode": not worn.dark},
        update=False,
    )
    for name in textuals - {worn.name}:
        app.unregister_theme(name)
    # Only a running app does this by itself, and too late for the first stylesheet.
    app.stylesheet.set_variables(app.get_css_variables())
    return worn.name


def offer(app: App[Any], themes: Sequence[ThemeFile]) -> None:
    """Give the app every other theme that works."""
    for theme in map(textual_theme, themes):
        if theme.name not in app.available_themes and survives(app, theme):
            app.register_theme(theme)


def survives(app: App[Any], theme: Theme) -> bool:
    """Try a theme on a copy of the app's stylesheet: Textual takes any and breaks later."""
    try:
        variables = {**theme.to_color_system().generate(), **theme.variables}
        for name in theme.variables:
            Color.parse(variables[name])
        sheet = app.stylesheet.copy()
        sheet.set_variables({**app.get_theme_variable_defaults(), **variables})
        sheet.reparse()
    except Exception:  # whatever it is, it would have ended the meeting
        return False
    return True
