"""`debrief replay`: a meeting again, on the screen or as text; it writes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from debrief.cli import sessions as chosen
from debrief.cli.errors import FailedError, WrongUseError

if TYPE_CHECKING:
    from debrief.store.chain import Contents


@click.command("replay")
@click.argument("session")
@click.option(
    "--at", type=click.IntRange(min=1), help="Begin there; with --plain or --json, end there."
)
@click.option(
    "--plain", "as_text", is_flag=True, help="Tell the meeting as text, without a screen."
)
@click.option("--json", "as_json", is_flag=True, help="Tell it as JSON, an object an event.")
@chosen.option
@click.pass_obj
def command(
    sessions: Path | None, session: str, at: int | None, as_text: bool, as_json: bool
) -> None:
    """See the meeting of SESSION again, event by event.

    SESSION is a folder, or the name of one in the sessions directory. Nothing can be changed here.

    \b
    Examples:
      debrief replay 2026-11-vp-engineering-k17
      debrief replay my-session --at 118           begins at event 118
      debrief replay my-session --plain | less     the whole meeting as text
      debrief replay my-session --json | jq -r '.events[].sentence'
    """
    folder = chosen.folder(session, sessions)
    contents = _contents(folder)
    total = len(contents.events)
    if at is not None and at > total:
        raise WrongUseError(f"There are {total} events: --at takes 1 to {total}.")
    cut_short = _cut_short(contents)
    if as_json or as_text:
        to_the_end = at in (None, total)
        give = _give_json if as_json else _tell
        problem = give(folder, contents, None if to_the_end else at)
        if to_the_end and (cut_short or problem):
            raise FailedError(cut_short or problem)
        return
    from debrief.cli.meeting import watch

    watch(folder, contents, at or 1, cut_short)


def _contents(folder: Path) -> Contents:
    from debrief.core.events import MeetingOpened
    from debrief.store import journal

    path = folder / "journal.jsonl"
    if not path.exists():
        raise WrongUseError(_not_begun(folder))
    contents = journal.read(path)
    if not contents.events:
        if contents.read_only:
            raise FailedError(f"{contents.read_only} No event before it can be shown.")
        raise WrongUseError(_not_begun(folder))
    if not isinstance(contents.events[0].event, MeetingOpened):
        raise FailedError(
            f"{chosen.shown(path)} does not begin with the opening of a meeting;"
            " restore it from a copy."
        )
    return contents


def _not_begun(folder: Path) -> str:
    return (
        "The meeting has not begun, so there is nothing to see again; "
        f"begin it with: debrief run {chosen.shown(folder)}"
    )


def _cut_short(contents: Contents) -> str:
    """Return the sentences on a journal of which not all can be shown, empty if all can."""
    if not contents.read_only:
        return ""
    return f"{contents.read_only} What is before it, {len(contents.events)} events, is shown."


def _tell(folder: Path, contents: Contents, at: int | None) -> str:
    from debrief.cli.after import added
    from debrief.report.plain import plain, plain_after

    for line in plain(contents.events[:at]):
        click.echo(line)
    entries, problem = added(folder, contents) if at is None else ((), "")
    for line in plain_after(entries):
        click.echo(line)
    return problem


def _give_json(folder: Path, contents: Contents, at: int | None) -> str:
    from debrief.cli.after import added
    from debrief.report.replay_json import replay_json

    entries, problem = added(folder, contents) if at is None else ((), "")
    click.echo(replay_json(contents.events[:at], len(contents.events), entries), nl=False)
    return problem
