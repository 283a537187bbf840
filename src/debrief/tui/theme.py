"""Textual themes made from theme files, with the colour variables of our stylesheets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.app import App
from textual.color import Color
from textual.theme import Theme

from debrief.core.colour import contrast, halfway, legible, mix, ramp
from debrief.store.theme import DEFAULT, ThemeColors, ThemeFile, current_name

LEVELS = 9
"""Number of colours for ratings in every theme: `$level-1` to `$level-9`."""

EDGE = 3.0
"""Minimum contrast of the edge of a field or a scroll bar, as WCAG 2 asks for controls."""

_PLAIN = ThemeFile(
    name="debrief-plain",
    dark=True,
    colors=ThemeColors(
        background="#101010",
        surface="#202020",
        foreground="#f0f0f0",
        muted="#b0b0b0",
        accent="#ffffff",
        levels=("#808080", "#909090", "#d8d8d8", "#f0f0f0"),
        consensus="#f0f0f0",
        mixed="#f0f0f0",
        split="#f0f0f0",
        sealed="#b0b0b0",
        warning="#f0f0f0",
        error="#f0f0f0",
    ),
)
"""A grey theme, in case no theme file can be read."""


def level(rating: int, of: int) -> int:
    """Return the colour of a rating, 1 to 9, on a scale of `of` (2 to 9) levels.

    The lowest rating takes the first colour, the highest the last. Ratings of no take colours below
    the middle one, ratings of yes colours above it.
    """
    side, middle = of // 2, (LEVELS + 1) // 2
    if rating > of - side:
        return LEVELS + 1 - level(of + 1 - rating, of)
    if rating > side:
        return middle
    return 1 + round((rating - 1) * (middle - 2) / max(1, side - 1))


def textual_theme(file: ThemeFile) -> Theme:
    """Return Textual's theme for a theme file.

    All text colours are readable on `$background`, `$surface` and `$panel`; `$on-level` is readable
    on every level.
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
    variables = {name: legible(colour, grounds, least) for name, colour in text.items()}
    levels = _levels(colors.levels)
    variables |= {f"level-{number}": colour for number, colour in enumerate(levels, start=1)}
    edge = legible(line, grounds, EDGE)
    on_line = legible(colors.foreground, [line], least)
    variables |= {
        "line": line,
        "edge": edge,
        "on-level": _on(levels, (colors.background, colors.foreground), least),
        "on-accent": colors.background,
        "border": accent,
        "border-blurred": edge,
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
        "scrollbar": edge,
        "scrollbar-hover": colors.muted,
        "scrollbar-active": colors.muted,
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


def _levels(colours: Sequence[str]) -> tuple[str, ...]:
    """Return a colour for each level; an even number of them keeps its step between no and yes."""
    half = len(colours) // 2
    if len(colours) % 2:
        return ramp(colours, LEVELS)
    no, yes = (ramp(side, LEVELS // 2) for side in (colours[:half], colours[half:]))
    return (*no, halfway(no[-1], yes[0]), *yes)


def _on(grounds: Sequence[str], colours: Sequence[str], least: float) -> str:
    """Return whichever colour is easier to read on the grounds, more contrast added if needed."""
    clearest = max(colours, key=lambda colour: min(contrast(colour, ground) for ground in grounds))
    return legible(clearest, grounds, least)


def wear_first(app: App[Any], themes: Sequence[ThemeFile], chosen: str = "") -> str:
    """Apply the `chosen` theme, else the default, else the first that works; return its name.

    Remove Textual's own themes, which lack our variables; `offer` adds our other themes. Call this
    before the app runs: its stylesheets need our variables.
    """
    textuals = set(app.available_themes)
    ranks = {DEFAULT: 1, current_name(chosen, themes): 0}
    ordered = sorted(themes, key=lambda theme: ranks.get(theme.name, 2))
    works = (theme for theme in map(textual_theme, ordered) if survives(app, theme))
    worn = next(works, None) or textual_theme(_PLAIN)
    app.register_theme(worn)
    # Same as the watcher of `theme`, without parsing all stylesheets again and without the colours
    # of ANSI codes, which we never write.
    app.set_reactive(type(app).theme, worn.name)
    app.update_classes(
        {f"-theme-{worn.name}": True, "-dark-mode": worn.dark, "-light-mode": not worn.dark},
        update=False,
    )
    for name in textuals - {worn.name}:
        app.unregister_theme(name)
    # Textual does this only while the app runs, too late for the first stylesheet.
    app.stylesheet.set_variables(app.get_css_variables())
    return worn.name


def offer(app: App[Any], themes: Sequence[ThemeFile]) -> None:
    """Add all other working themes to the app.

    Each has the variables of the theme that is worn, so a stylesheet that works with that one works
    with all; parsing it for each would take a fifth of a second.
    """
    for file in themes:
        if file.name not in app.available_themes:
            theme = textual_theme(file)
            if _variables(theme) is not None:
                app.register_theme(theme)


def survives(app: App[Any], theme: Theme) -> bool:
    """Return whether a theme works, by parsing a copy of the app's stylesheet with it."""
    variables = _variables(theme)
    if variables is None:
        return False
    try:
        sheet = app.stylesheet.copy()
        sheet.set_variables({**app.get_theme_variable_defaults(), **variables})
        sheet.reparse()
    except Exception:  # any error here would end the meeting later
        return False
    return True


def _variables(theme: Theme) -> dict[str, str] | None:
    """Return the variables of a theme, None if one of its own is no colour."""
    try:
        for colour in theme.variables.values():
            Color.parse(colour)
        return {**theme.to_color_system().generate(), **theme.variables}
    except Exception:  # Textual raises several kinds
        return None
