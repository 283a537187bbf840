"""`debrief locate`: show where files are kept."""

from __future__ import annotations

from pathlib import Path

import click

from debrief.cli import sessions as chosen


@click.command("locate")
@chosen.option
@click.pass_obj
def command(sessions: Path | None) -> None:
    """Show where sessions, keys, logs, themes and frameworks are kept, one per line.

    \b
    Examples:
      debrief locate
      cd "$(debrief locate | awk '$1 == "sessions" {print $2}')"
    """
    from debrief.store import paths
    from debrief.tui import crash

    places = {
        "sessions": chosen.directory(sessions).absolute(),
        "config": paths.config_dir(),
        "keys": paths.config_dir() / "keys",
        "state": paths.state_dir(),
        "cache": paths.cache_dir(),
        "log": paths.state_dir() / crash.LOG,
        "themes": paths.shipped("themes"),
        "own-themes": paths.config_dir() / "themes",
        "frameworks": paths.FRAMEWORKS,
        "demo": paths.shipped("sessions"),
    }
    for name, path in places.items():
        click.echo(f"{name:<12}{chosen.shown(path)}")
