"""`debrief scorecard`: write one panelist's scorecard in the terminal."""

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
    from debrief.store.cards.card_work import CardWork

FINDINGS = 1


@click.command("scorecard")
@click.argument("session")
@click.argument("panelist")
@chosen.option
@click.pass_obj
def command(sessions: Path | None, session: str, panelist: str) -> None:
    """Write the scorecard of PANELIST for SESSION, page by page.

    No other card is read. Your answers are kept as a draft in your own state folder until you save
    the card. An earlier card keeps its comments. If the session has recipients, the card is
    encrypted for them.

    \b
    Example:
      debrief scorecard my-session dana

    Exit codes: 0 fine · 1 errors in the card or the brief · 2 wrong use · 3 a file could not be
    read or written.
    """
    if reason := terminal.unusable(sys.stdin, sys.stderr, os.environ):
        raise WrongUseError(reason)
    terminal.prepare(os.environ)
    from debrief.store import paths
    from debrief.store.cards.card_work import CannotWriteError, CardWork, UnknownPanelistError
    from debrief.store.toml_files.parse import render

    folder = chosen.folder(session, sessions)
    try:
        work = CardWork(folder, panelist, paths.state_dir(), lambda: datetime.now(UTC))
    except UnknownPanelistError as problem:
        raise WrongUseError(str(problem)) from problem
    except CannotWriteError as problem:
        for finding in problem.findings:
            click.echo(render(finding) + "\n")
        click.echo("Fix this first. Until then the card cannot be written.")
        raise Exit(FINDINGS) from problem
    _show(work, folder)


def _show(work: CardWork, folder: Path) -> None:
    from debrief.tui.screens.scorecard import ScorecardScreen

    again = f"debrief scorecard {shlex.quote(chosen.name_of(folder))} {work.panelist}"
    screen = ScorecardScreen(work)
    try:
        terminal.show(screen, again)
    finally:
        work.keep()
    saved = screen.saved
    if saved is None or saved.file is None:
        click.echo(f"The card is not saved, but its draft is kept. To continue: {again}")
        return
    click.echo(f"Saved: {chosen.shown(saved.file)}")
    if saved.encrypted:
        click.echo("It is encrypted: only the facilitator can open it.")
    else:
        click.echo("Anyone who can open the folder can read it. If nobody can, send the card.")
    click.echo(f"To change it: {again}")
