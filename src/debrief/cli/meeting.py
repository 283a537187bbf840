"""Starting the meeting screen: terminal, clock and randomness come from here."""

from __future__ import annotations

import os
import secrets
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import click

from debrief import __version__
from debrief.cli import terminal

CANNOT_READ = 3


def run_meeting(folder: Path) -> None:
    """Run the meeting in `folder` until the facilitator leaves."""
    if problem := terminal.unusable(sys.stdin, sys.stderr, os.environ):
        raise click.UsageError(problem)
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
        click.echo(str(problem), err=True)
        raise SystemExit(CANNOT_READ) from problem
    if live.meeting.finished is not None:
        live.close()
        click.echo(f"This meeting is finished. See it again with: debrief replay {folder.name}")
        return
    from debrief.tui.app import DebriefApp
    from debrief.tui.screens.live import LiveScreen

    themes, _ = load_themes([paths.shipped("themes")])
    try:
        app = DebriefApp(
            lambda: LiveScreen(live, time.monotonic), themes, f"debrief run {folder.name}"
        )
        app.run()
    finally:
        live.close()
    if app.return_code:
        raise SystemExit(app.return_code)
