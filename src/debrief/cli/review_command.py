"""`debrief review`: review a past decision, on the screen."""

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
    """Review the decision of a finished SESSION, on its review date or at any other time.

    The screen shows the decision, the dissent, the causes of the premortem and the conditions, and
    asks what came of each. Your answers are kept as a draft. Saving adds the review to the session
    and to the record's files, and it cannot be taken back. You can review a decision several times.

    \b
    Examples:
      debrief review my-session
      debrief list --reviews-due             decisions whose review is due
      debrief record my-session --format md  the record, with its reviews
    """
    if reason := terminal.unusable(sys.stdin, sys.stderr, os.environ):
        raise WrongUseError(reason)
    terminal.prepare(os.environ)
    from debrief.cli.after import environment, tell
    from debrief.store import paths
    from debrief.store.review_work import CannotReviewError, DamagedError, ReviewWork
    from debrief.tui.screens.review import ReviewScreen

    folder = chosen.folder(session, sessions)
    try:
        work = ReviewWork(folder, paths.state_dir(), environment())
    except DamagedError as problem:
        raise FailedError(str(problem)) from problem
    except CannotReviewError as problem:
        raise WrongUseError(str(problem)) from problem
    name = shlex.quote(chosen.name_of(folder))
    again = f"debrief review {name}"
    screen = ReviewScreen(work)
    try:
        terminal.show(screen, again)
    finally:
        work.keep()
    if screen.saved is None:
        click.echo(f"The review is not saved, but its draft is kept. To continue: {again}")
        return
    click.echo(f"The review was added as entry {screen.saved.seq} after the finish.")
    if screen.renewed is not None:
        tell(folder, screen.renewed)
