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

    It shows the next step, lines to say and things to watch for, but no rating before its reveal.
    Minutes and follow-ups that you type there go into the meeting. Keep it off the shared screen.
    You can open it before or during the meeting, and reopen it at any time.

    \b
    Examples:
      debrief console 2026-11-vp-engineering-k17
    """
    folder = chosen.folder(session, sessions)
    if reason := terminal.unusable(sys.stdin, sys.stderr, os.environ):
        raise WrongUseError(reason)
    terminal.prepare(os.environ)
    from debrief.cli.meeting import environment
    from debrief.live import leans as past
    from debrief.live.console import Console, ConsoleEnvironment
    from debrief.tui.screens.console import ConsoleScreen

    world = environment()
    console = Console(
        folder,
        ConsoleEnvironment(world.now, world.random, world.load, past.leans, world.config_dir),
    )
    again = f"debrief console {shlex.quote(chosen.name_of(folder))}"
    terminal.show(ConsoleScreen(console), again)
