"""`debrief themes`: list the themes."""

from __future__ import annotations

import json

import click
from click.exceptions import Exit


@click.command("themes")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(as_json: bool) -> None:
    """List the shipped themes and your own, and report broken theme files.

    In the meeting, press T for the next theme, or ctrl+p to pick one. Your choice is remembered.

    \b
    Examples:
      debrief themes
      debrief locate          your themes go in own-themes
    """
    from debrief.store import paths
    from debrief.store.settings import chosen_theme
    from debrief.store.theme import DEFAULT, load_themes

    config = paths.config_dir()
    shipped, _ = load_themes([paths.shipped("themes")])
    themes, problems = load_themes([paths.shipped("themes"), config / "themes"])
    chosen = chosen_theme(config)
    current = chosen if chosen in {theme.name for theme in themes} else DEFAULT
    if as_json:
        rows = [
            {
                "name": theme.name,
                "dark": theme.dark,
                "contrast": theme.contrast,
                "own": theme not in shipped,
                "worn": theme.name == current,
            }
            for theme in themes
        ]
        click.echo(json.dumps({"themes": rows, "problems": problems}, ensure_ascii=False, indent=2))
    else:
        for theme in themes:
            facts = ["dark" if theme.dark else "light", f"text contrast {theme.contrast:g} or more"]
            facts += ["your own"] if theme not in shipped else []
            mark = "*" if theme.name == current else " "
            click.echo(f"{mark} {theme.name:<16}{', '.join(facts)}")
        for problem in problems:
            click.echo(problem, err=True)
    if problems:
        raise Exit(1)
