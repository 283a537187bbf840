"""`debrief demo`: the demo meeting, on a scratch copy."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import click

DEMO = "demo-vp-engineering"


@click.command("demo")
def command() -> None:
    """Run the demo meeting on a scratch copy. The bundled files are never touched.

    \b
    Example:
      debrief demo
    """
    from debrief.cli.meeting import run_meeting

    folder = scratch_copy()
    click.echo("To try code ballots, paste this line at the final vote:")
    click.echo(f"  {line_of_votes(folder)}")
    run_meeting(folder)


def line_of_votes(folder: Path) -> str:
    """Make code sheets for the demo, and return a line of chat with a vote of each panelist."""
    import secrets
    from datetime import UTC, datetime

    from debrief.core import ballots
    from debrief.store import ballot_book, paths
    from debrief.store.sessions.session import load

    brief = load(folder, place_warnings=False).brief
    assert brief is not None, "the demo's brief is shipped with the program"
    secret = secrets.token_bytes(ballots.SECRET_BYTES)
    book = ballot_book.Book(secrets.token_hex(ballot_book.MARK_BYTES), secret)
    book = book.issued(brief, tuple(p.id for p in brief.panel), f"{datetime.now(UTC):%Y-%m-%d}")
    ballot_book.save(paths.config_dir(), folder, book)
    votes = ("3", "4", "2")
    chosen = {p.id: votes[number % len(votes)] for number, p in enumerate(brief.panel)}
    return " ".join(
        ballots.written(code)
        for code, place in book.codes().items()
        if (place.poll, place.round, place.choice) == ("vote", 1, chosen[place.panelist])
    )


def scratch_copy() -> Path:
    """Copy the demo session to a new folder and return it."""
    from debrief.store import paths

    scratch = Path(tempfile.mkdtemp(prefix="debrief-demo-")) / DEMO
    shutil.copytree(paths.shipped("sessions") / DEMO, scratch, copy_function=shutil.copyfile)
    return scratch
