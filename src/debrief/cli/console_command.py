"""`debrief console`: the facilitator's private second terminal."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import click

from debrief.cli import sessions as chosen
from debrief.cli import terminal
from debrief.cli.errors import WrongUseError


@click.command("console")
@click.argument("session", required=False)
@chosen.option
@click.pass_obj
def command(sessions: Path | None, session: str | None) -> None:
    """Follow the meeting of SESSION in a second terminal, for the facilitator alone.

    It shows what comes next, what to say and to watch for, and no rating before its reveal; it
    takes minutes and follow-ups, which arrive in the meeting. Keep it off the shared window. It
    may be opened before the meeting, late, and again.

    \b
    Examples:
      debrief console 2026-11-vp-engineering-k17
    """
    folder = chosen.folder(session, sessions)
    if refused := terminal.unusable(sys.stdin, sys.stderr, os.environ):
        raise WrongUseError(refused)
    terminal.prepare(os.environ)
    from debrief.cli.meeting import outside
    from debrief.live import past
    from debrief.live.console import Console, Watching
    from debrief.store import paths
    from debrief.store.theme import load_themes
    from debrief.tui.app import DebriefApp
    from debrief.tui.screens.console import ConsoleScreen

    world = outside()
    console = Console(folder, Watching(world.now, world.random, world.load, past.leans))
    themes, problems = load_themes([paths.shipped("themes"), paths.config_dir() / "themes"])
    again = f"debrief console {shlex.quote(chosen.name_of(folder))}"
    notice = " ".join(problems)
    app = DebriefApp(lambda: ConsoleScreen(console, notice), themes, again, paths.config_dir())
    app.run()
    if app.return_code:
        raise SystemExit(app.return_code)
