"""Starting the meeting screen: terminal, clock and randomness come from here."""

from __future__ import annotations

import os
import secrets
import shlex
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import click

from debrief import __version__
from debrief.cli import sessions as chosen
from debrief.cli import terminal
from debrief.cli.main import FailedError, WrongUseError


def run_meeting(folder: Path) -> None:
    """Run the meeting in `folder` until the facilitator leaves."""
    if refused := terminal.unusable(sys.stdin, sys.stderr, os.environ):
        raise WrongUseError(refused)
    terminal.forget_developer_settings(os.environ)
    from debrief.live import CannotRunError, LiveMeeting, Outside
    from debrief.store import paths, session
    from debrief.store.theme import load_themes

    outside = Outside(
        now=lambda: datetime.now(UTC),
        mono=time.monotonic,
        random=secrets.token_bytes,
        run=secrets.token_hex(8),
        load=lambda: session.load(folder),
        config_dir=paths.config_dir(),
        program=f"debrief {__version__}",
    )
    try:
        live = LiveMeeting(folder, outside)
    except CannotRunError as problem:
        raise FailedError(str(problem)) from problem
    if live.meeting.finished is not None:
        live.close()
        again = f"debrief replay {shlex.quote(chosen.name_of(folder))}"
        click.echo(f"This meeting is finished. See it again with: {again}")
        return
    from debrief.tui.app import DebriefApp
    from debrief.tui.screens.live import LiveScreen

    themes, problems = load_themes([paths.shipped("themes"), paths.config_dir() / "themes"])
    live.notices.extend(problems)
    resume = f"debrief run {shlex.quote(chosen.name_of(folder))}"
    try:
        app = DebriefApp(lambda: LiveScreen(live, time.monotonic), themes, resume)
        app.run()
    finally:
        live.close()
    if app.return_code:
        raise SystemExit(app.return_code)
