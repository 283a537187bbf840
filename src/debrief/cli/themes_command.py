"""`debrief themes`: what themes there are, and which one is worn."""

from __future__ import annotations

import json

import click
from click.exceptions import Exit


@click.command("themes")
@click.option("--json", "as_json", is_flag=True, help="The same for programs.")
def command(as_json: bool) -> None:
    """List the themes, the shipped ones and your own, and name every theme file that is broken.

    In the meeting T puts on the next one and the palette (ctrl+p) any; it is remembered.

    \b
    Examples:
      debrief themes
      debrief locate          own-themes is where yours go
    """
    from debrief.store import paths
    from debrief.store.settings import chosen_theme
    from debrief.store.theme import DEFAULT, load_themes

    config = paths.config_dir()
    shipped, _ = load_themes([paths.shipped("themes")])
    themes, problems = load_themes([paths.shipped("themes"), config / "themes"])
    chosen = chosen_theme(config)
    worn = chosen if chosen in {theme.name for theme in themes} else DEFAULT
    if as_json:
        told = [
            {
                "name": theme.name,
                "dark": theme.dark,
                "contrast": theme.contrast,
                "own": theme not in shipped,
                "worn": theme.name == worn,
            }
            for theme in themes
        ]
        click.echo(json.dumps({"themes": told, "problems": problems}, ensure_ascii=False, indent=2))
    else:
        for theme in themes:
            facts = ["dark" if theme.dark else "light", f"contrast {theme.contrast:g} or more"]
            facts += ["your own"] if theme not in shipped else []
            mark = "*" if theme.name == worn else " "
            click.echo(f"{mark} {theme.name:<16}{', '.join(facts)}")
        for problem in problems:
            click.echo(problem, err=True)
    if problems:
        raise Exit(1)
