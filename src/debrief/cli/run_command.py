"""`debrief run`: run or resume a meeting."""

from __future__ import annotations

from pathlib import Path

import click

from debrief.cli import sessions as chosen


@click.command("run")
@click.argument("session", required=False)
@chosen.option
@click.option(
    "--continue-in",
    "target",
    type=click.Path(path_type=Path, file_okay=False),
    help="Copy a session with a damaged journal, and continue after its last good event.",
)
@click.option("--plain", is_flag=True, help="Lead the meeting line by line, without a screen.")
@click.pass_obj
def command(
    sessions: Path | None, session: str | None, target: Path | None, *, plain: bool
) -> None:
    """Run or resume the meeting of SESSION. Without a name: the one that is open.

    \b
    Examples:
      debrief run 2026-11-vp-engineering-k17
      debrief run ./sessions/demo-vp-engineering
      debrief run 2026-11-vp-engineering-k17 --plain
    """
    from debrief.cli.meeting import run_in_lines, run_meeting

    run = run_in_lines if plain else run_meeting
    run(chosen.folder(session, sessions), target)
