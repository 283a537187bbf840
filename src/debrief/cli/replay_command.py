"""`debrief replay`: replay a meeting on the screen or as text, without changing it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from debrief.cli import sessions as chosen
from debrief.cli.errors import FailedError, WrongUseError

if TYPE_CHECKING:
    from debrief.core.after.model import AddedEntry
    from debrief.store.journal.journal import Contents


@click.command("replay")
@click.argument("session")
@click.option(
    "--at",
    metavar="N",
    type=click.IntRange(min=1),
    help="Start at event N (with --plain or --json: stop at N).",
)
@click.option("--plain", "as_text", is_flag=True, help="Print the meeting as plain text.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with one object per event.")
@chosen.option
@click.pass_obj
def command(
    sessions: Path | None, session: str, at: int | None, as_text: bool, as_json: bool
) -> None:
    """Replay the meeting of SESSION, event by event.

    SESSION is a folder, or the name of one in the sessions directory. A replay changes nothing.

    \b
    Examples:
      debrief replay 2026-11-vp-engineering-k17
      debrief replay my-session --at 118           starts at event 118
      debrief replay my-session --plain | less     the whole meeting as text
      debrief replay my-session --json | jq -r '.events[].sentence'
    """
    folder = chosen.folder(session, sessions)
    contents = chosen.begun(folder, "replay")
    if not contents.events:
        raise FailedError(f"{contents.read_only} No event can be shown.")
    total = len(contents.events)
    if at is not None and at > total:
        raise WrongUseError(f"The last event is {total}: --at takes 1 to {total}.")
    if as_json or as_text:
        to_the_end = at in (None, total)
        print_events = _print_json if as_json else _print_text
        problem = print_events(folder, contents, None if to_the_end else at)
        if to_the_end and (contents.cut_short or problem):
            raise FailedError(contents.cut_short or problem)
        return
    from debrief.cli.meeting import watch

    watch(folder, contents, at or 1, contents.cut_short)


def _print_text(folder: Path, contents: Contents, at: int | None) -> str:
    from debrief.core.replay.playback import Playback
    from debrief.report.replay_text import plain, plain_after

    for line in plain(Playback.of(contents.events[:at])):
        click.echo(line)
    entries, problem = _added(folder, contents) if at is None else ((), "")
    for line in plain_after(entries):
        click.echo(line)
    return problem


def _print_json(folder: Path, contents: Contents, at: int | None) -> str:
    from debrief.core.replay.playback import Playback
    from debrief.report.replay_json import replay_json

    entries, problem = _added(folder, contents) if at is None else ((), "")
    playback = Playback.of(contents.events[:at])
    click.echo(replay_json(playback, len(contents.events), entries), nl=False)
    return problem


def _added(folder: Path, contents: Contents) -> tuple[tuple[AddedEntry, ...], str]:
    """Return the masked entries added after the finish, and a sentence on why some are missing."""
    from debrief.cli.after import added
    from debrief.core.alias import masked
    from debrief.core.meeting.fold import planned_meeting

    entries, problem = added(folder, contents)
    return masked(entries, planned_meeting(contents.events).brief), problem
