"""`debrief themes`: list the themes."""

from __future__ import annotations

import json

import click
from click.exceptions import Exit


@click.command("themes")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(as_json: bool) -> None:
    """List the shipped themes and your own, and report broken theme files.

    The theme in use has a star. “text 7:1” is the least contrast of any text, as WCAG 2 counts it.

    In the meeting, press T for the next theme, or ctrl+p to pick one. Your choice is remembered.

    \b
    Examples:
      debrief themes
      debrief locate          your themes go in own-themes
    """
    from debrief.store import paths
    from debrief.store.settings import chosen_theme
    from debrief.store.theme import DEFAULT, current_name, load_themes

    config = paths.config_dir()
    shipped, _ = load_themes([paths.shipped("themes")])
    themes, problems = load_themes([paths.shipped("themes"), config / "themes"])
    chosen = current_name(chosen_theme(config), themes)
    current = chosen if chosen in {theme.name for theme in themes} else DEFAULT
    if as_json:
        rows = [
            {
                "name": theme.name,
                "use": theme.use,
                "dark": theme.dark,
                "contrast": theme.contrast,
                "own": theme not in shipped,
                "worn": theme.name == current,
            }
            for theme in themes
        ]
        click.echo(json.dumps({"themes": rows, "problems": problems}, ensure_ascii=False, indent=2))
    else:
        widest = max((len(theme.name) for theme in themes), default=0)
        for theme in themes:
            mark = "*" if theme.name == current else " "
            kind = "dark" if theme.dark else "light"
            text = f"text {theme.contrast:g}:1"
            use = ", ".join(filter(None, [theme.use, "" if theme in shipped else "your own"]))
            row = f"{mark} {theme.name:<{widest}}  {kind:<5}  {text:<10}  {use}"
            click.echo(row.rstrip())
        for problem in problems:
            click.echo(problem, err=True)
    if problems:
        raise Exit(1)
