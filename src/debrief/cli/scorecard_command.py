"""`debrief scorecard`: a form in the terminal that writes one panelist's scorecard."""

from __future__ import annotations

import os
import shlex
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from debrief.cli import sessions as chosen
from debrief.cli import terminal
from debrief.cli.errors import WrongUseError

if TYPE_CHECKING:
    from debrief.store.card_work import CardWork

FINDINGS = 1


@click.command("scorecard")
@click.argument("session")
@click.argument("panelist")
@chosen.option
@click.pass_obj
def command(sessions: Path | None, session: str, panelist: str) -> None:
    """Write the scorecard of PANELIST for SESSION, page by page.

    Only this one card is read. What is typed is kept as a draft in your own state folder, and the
    card is written when you save it. An earlier card keeps its comments. Where the session has
    recipients, the card is encrypted for them.

    \b
    Example:
      debrief scorecard my-session dana

    Exit codes: 0 fine · 1 errors in the card or the brief · 2 wrong use · 3 a file could not be
    read or written.
    """
    if refused := terminal.unusable(sys.stdin, sys.stderr, os.environ):
        raise WrongUseError(refused)
    terminal.prepare(os.environ)
    from debrief.store import paths
    from debrief.store.card_work import CannotWriteError, CardWork, UnknownPanelistError
    from debrief.store.toml import render

    folder = chosen.folder(session, sessions)
    try:
        work = CardWork(folder, panelist, paths.state_dir(), lambda: datetime.now(UTC))
    except UnknownPanelistError as problem:
        raise WrongUseError(str(problem)) from problem
    except CannotWriteError as problem:
        for finding in problem.findings:
            click.echo(render(finding) + "\n")
        click.echo("The card cannot be written before this is mended.")
        raise Exit(FINDINGS) from problem
    _show(work, folder)


def _show(work: CardWork, folder: Path) -> None:
    from debrief.store import paths
    from debrief.store.theme import load_themes
    from debrief.tui.app import DebriefApp
    from debrief.tui.screens.scorecard import ScorecardScreen

    themes, _ = load_themes([paths.shipped("themes"), paths.config_dir() / "themes"])
    again = f"debrief scorecard {shlex.quote(chosen.name_of(folder))} {work.panelist}"
    screen = ScorecardScreen(work)
    app = DebriefApp(lambda: screen, themes, again, paths.config_dir())
    try:
        app.run()
    finally:
        work.keep()
    if app.return_code:
        raise SystemExit(app.return_code)
    saved = screen.saved
    if saved is None or saved.file is None:
        click.echo(f"Not saved as a card yet; the draft is kept. Go on with: {again}")
        return
    click.echo(f"Saved: {chosen.shown(saved.file)}")
    if saved.encrypted:
        click.echo("It is encrypted: only the facilitator can open it.")
    else:
        click.echo("Whoever can open the folder can read it; otherwise send it to the facilitator.")
    click.echo(f"To change it: {again}")
