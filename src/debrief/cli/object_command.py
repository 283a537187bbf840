"""`debrief object`: somebody who was there says that the record has them wrong."""

from __future__ import annotations

from pathlib import Path

import click

from debrief.cli import sessions as chosen
from debrief.cli.errors import WrongUseError


@click.command("object")
@click.argument("session")
@click.option("--by", required=True, metavar="PANELIST", help="Who objects: their id, or name.")
@click.option("--text", required=True, help="The objection, in their own words.")
@click.option("--at", type=click.IntRange(min=1), help="The event that it is about.")
@chosen.option
@click.pass_obj
def command(sessions: Path | None, session: str, by: str, text: str, at: int | None) -> None:
    """Add an objection, by name, to the record of a finished SESSION.

    The meeting and its record stay as they are. What is added is printed after them, by
    `debrief record --format` and `debrief replay --plain`, and cannot be taken back.

    \b
    Examples:
      debrief object my-session --by omar --text "I never said that she waits for others."
      debrief object my-session --by omar --at 118 --text "That was Lin, not I."
    """
    from debrief.cli.after import adding, outside
    from debrief.core.after_model import Added
    from debrief.store.after_write import append_objection

    folder = chosen.folder(session, sessions)
    with adding():
        done = append_objection(folder, text, by, at, outside())
    if not isinstance(done, Added):
        raise WrongUseError(done.reason)
    click.echo(f"Added to {chosen.shown(folder)}, as entry {done.seq} after the finish.")
