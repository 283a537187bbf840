"""`debrief object`: add an objection to the record of a finished session."""

from __future__ import annotations

from pathlib import Path

import click

from debrief.cli import sessions as chosen
from debrief.cli.errors import WrongUseError


@click.command("object")
@click.argument("session")
@click.option(
    "--by", required=True, metavar="PANELIST", help="The person who objects, by id or name."
)
@click.option("--text", required=True, help="The objection, in their own words.")
@click.option("--at", type=click.IntRange(min=1), help="The number of the event it is about.")
@chosen.option
@click.pass_obj
def command(sessions: Path | None, session: str, by: str, text: str, at: int | None) -> None:
    """Add an objection, by name, to the record of a finished SESSION.

    The meeting and its decision stay unchanged. The record's files are written again: they show at
    the top that there is an objection, and its text at the end. It cannot be taken back.

    \b
    Examples:
      debrief object my-session --by omar --text "I never said that she waits for others."
      debrief object my-session --by omar --at 118 --text "That was Lin, not I."
    """
    from debrief.cli.after import adding, environment, tell
    from debrief.core.after.model import AddedEntry
    from debrief.live.renewal import renew
    from debrief.store.journal.after_writer import append_objection

    folder = chosen.folder(session, sessions)
    with adding():
        done = append_objection(folder, text, by, at, world := environment())
    if not isinstance(done, AddedEntry):
        raise WrongUseError(done.reason)
    click.echo(f"Added to {chosen.shown(folder)} as entry {done.seq} after the finish.")
    tell(folder, renew(folder, world))
