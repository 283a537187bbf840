"""`debrief replay`: a meeting again, on the screen or as text; it writes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from debrief.cli import sessions as chosen
from debrief.cli.errors import FailedError, WrongUseError

if TYPE_CHECKING:
    from debrief.core.after_model import Added
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
    contents = chosen.begun(folder, "see again")
    if not contents.events:
        raise FailedError(f"{contents.read_only} No event can be shown.")
    total = len(contents.events)
    if at is not None and at > total:
        raise WrongUseError(f"The last event is {total}: --at takes 1 to {total}.")
    if as_json or as_text:
        to_the_end = at in (None, total)
        give = _give_json if as_json else _tell
        problem = give(folder, contents, None if to_the_end else at)
        if to_the_end and (contents.cut_short or problem):
            raise FailedError(contents.cut_short or problem)
        return
    from debrief.cli.meeting import watch

    watch(folder, contents, at or 1, contents.cut_short)


def _tell(folder: Path, contents: Contents, at: int | None) -> str:
    from debrief.report.plain import plain, plain_after

    for line in plain(contents.events[:at]):
        click.echo(line)
    entries, problem = _added(folder, contents) if at is None else ((), "")
    for line in plain_after(entries):
        click.echo(line)
    return problem


def _give_json(folder: Path, contents: Contents, at: int | None) -> str:
    from debrief.report.replay_json import replay_json

    entries, problem = _added(folder, contents) if at is None else ((), "")
    click.echo(replay_json(contents.events[:at], len(contents.events), entries), nl=False)
    return problem


def _added(folder: Path, contents: Contents) -> tuple[tuple[Added, ...], str]:
    """What was added after the finish, by alias as all that is told, and what is wrong with it."""
    from debrief.cli.after import added
    from debrief.core.alias import masked
    from debrief.core.fold import before

    entries, problem = added(folder, contents)
    return masked(entries, before(contents.events).brief), problem
