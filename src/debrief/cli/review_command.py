"""`debrief review`: looking at a decision again, on the screen."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import click

from debrief.cli import sessions as chosen
from debrief.cli import terminal
from debrief.cli.errors import FailedError, WrongUseError


@click.command("review")
@click.argument("session")
@chosen.option
@click.pass_obj
def command(sessions: Path | None, session: str) -> None:
    """Look at the decision of a finished SESSION again, when its review date has come, or later.

    The screen shows the decision, the dissent, the causes of the premortem and the conditions, and
    asks what came of each. What is typed is kept as a draft; the review is added when you save it,
    beside the record, and cannot be taken back. It may be repeated.

    \b
    Examples:
      debrief review my-session
      debrief list --reviews-due             which decisions are to be looked at again
      debrief record my-session --format md  the record, with what was added
    """
    if refused := terminal.unusable(sys.stdin, sys.stderr, os.environ):
        raise WrongUseError(refused)
    terminal.prepare(os.environ)
    from debrief.cli.after import outside
    from debrief.store import paths
    from debrief.store.review_work import CannotReviewError, DamagedError, ReviewWork
    from debrief.store.theme import load_themes
    from debrief.tui.app import DebriefApp
    from debrief.tui.screens.review import ReviewScreen

    folder = chosen.folder(session, sessions)
    try:
        work = ReviewWork(folder, paths.state_dir(), outside())
    except DamagedError as problem:
        raise FailedError(str(problem)) from problem
    except CannotReviewError as problem:
        raise WrongUseError(str(problem)) from problem
    themes, _ = load_themes([paths.shipped("themes"), paths.config_dir() / "themes"])
    name = shlex.quote(chosen.name_of(folder))
    screen = ReviewScreen(work)
    app = DebriefApp(lambda: screen, themes, f"debrief review {name}", paths.config_dir())
    try:
        app.run()
    finally:
        work.keep()
    if app.return_code:
        raise SystemExit(app.return_code)
    if screen.saved is None:
        click.echo(f"Not saved as a review; what was typed is kept. Go on: debrief review {name}")
        return
    click.echo(f"The review is added, as entry {screen.saved.seq} after the finish.")
    click.echo(f"Read it with the record: debrief record {name} --format md")
