"""Starting the meeting screen: terminal, clock and randomness come from here."""

from __future__ import annotations

import os
import secrets
import shlex
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from debrief import __version__
from debrief.cli import sessions as chosen
from debrief.cli import terminal
from debrief.cli.errors import FailedError, WrongUseError

if TYPE_CHECKING:
    from debrief.live import LiveMeeting, Outside
    from debrief.store.chain import Contents
    from debrief.store.journal import Recovered

NO_COPY = (
    "A copy cannot continue from there: after that line something was revealed, decided or "
    "finished, or may have been."
)


def run_meeting(folder: Path, target: Path | None = None) -> None:
    """Run the meeting in `folder` until the facilitator leaves; say where to go on from there.

    With `target`, copy the usable part of the session to that folder and run it there.
    """
    if refused := terminal.unusable(sys.stdin, sys.stderr, os.environ):
        raise WrongUseError(refused)
    terminal.prepare(os.environ)
    from debrief.core.rules.refused import Refused
    from debrief.live import CannotRunError, LiveMeeting
    from debrief.store import paths
    from debrief.store.theme import load_themes
    from debrief.tui.app import DebriefApp
    from debrief.tui.screens.live import LiveScreen

    recovered = _copy(folder, target) if target is not None else None
    folder = target or folder
    try:
        live = LiveMeeting(folder, outside(), recovered)
    except CannotRunError as problem:
        contents = chosen.usable(folder / "journal.jsonl") if problem.readable else None
        if contents is not None and contents.events:
            watch(folder, contents, len(contents.events), f"Read only. {problem}")
        raise FailedError(f"{problem}{_go_on(contents, folder)}") from problem
    if live.meeting.finished is not None:
        written = () if live.meeting.written else live.write_record()
        live.close()
        if isinstance(written, Refused):
            raise FailedError(written.reason)
        again = f"debrief replay {shlex.quote(chosen.name_of(folder))}"
        click.echo(f"This meeting is finished. See it again with: {again}")
        return
    themes, problems = load_themes([paths.shipped("themes"), paths.config_dir() / "themes"])
    live.notices.extend(problems)
    resume = f"debrief run {shlex.quote(chosen.name_of(folder))}"
    try:
        first = not live.meeting.opened  # whoever resumes has somebody waiting
        app = DebriefApp(
            lambda: LiveScreen(live, time.monotonic),
            themes,
            resume,
            paths.config_dir(),
            tour=first,
        )
        app.run()
        left = list(on_leaving(live))
    finally:
        live.close()
    if app.return_code:
        raise SystemExit(app.return_code)
    for line in left:
        click.echo(line)


def on_leaving(live: LiveMeeting) -> Iterator[str]:
    """Yield what whoever leaves the meeting is told: where its record is, or how to go on."""
    name = shlex.quote(chosen.name_of(live.folder))
    if live.lost:
        yield f"NOT SAVED. {live.lost}"
        yield f"What was saved before goes on with: debrief run {name}"
    elif live.meeting.finished is None:
        yield f"What was recorded is saved; go on with: debrief run {name}"
    else:
        written = f"Written: record.html, record.md and record.toml in {chosen.shown(live.folder)}"
        unwritten = f"The meeting is saved, its record is not: debrief record {name}"
        yield written if live.meeting.written else unwritten
        yield f"See the meeting again: debrief replay {name}"


def outside() -> Outside:
    """Return the real clock, randomness, files and keys, for this run of the program."""
    from debrief.live import Outside
    from debrief.live.past import brief_leans
    from debrief.store import card_keys, paths, session
    from debrief.tui import crash

    config = paths.config_dir()
    return Outside(
        now=lambda: datetime.now(UTC),
        mono=time.monotonic,
        random=secrets.token_bytes,
        run=secrets.token_hex(8),
        load=lambda where: session.load(
            where, identities=lambda: card_keys.load_card_keys(config), place_warnings=False
        ),
        config_dir=config,
        program=f"debrief {__version__}",
        leans=brief_leans,
        log_error=crash.log,
    )


def _go_on(contents: Contents | None, folder: Path) -> str:
    """Return a hint on continuing from the last good event of a journal, if that is possible."""
    from debrief.store import rescue

    if contents is None or not (contents.events and contents.read_only):
        return ""
    if not rescue.may_continue(contents):
        return f" {NO_COPY}" if contents.damage else ""
    name = shlex.quote(chosen.name_of(folder))
    return (
        f" To go on from event {len(contents.events)} in a copy: "
        f"debrief run {name} --continue-in NEW-FOLDER"
    )


def _copy(folder: Path, target: Path) -> Recovered | None:
    """Copy a session with the good lines of its journal; return what was left behind, if any."""
    from debrief.store import rescue
    from debrief.store.journal import Recovered

    contents = chosen.usable(folder / rescue.JOURNAL)
    if not contents.events:
        raise FailedError("There is no good event to go on from; the inputs can be copied by hand.")
    if not rescue.may_continue(contents):
        raise FailedError(f"{contents.read_only} {NO_COPY}")
    for name in rescue.continue_in(folder, contents, target):
        click.echo(f"Could not be copied: {name}", err=True)
    return Recovered(len(contents.left), rescue.BEHIND) if contents.left else None


def watch(folder: Path, contents: Contents, at: int, notice: str) -> None:
    """Show a journal, read only, from event `at`."""
    if problem := terminal.unusable(sys.stdin, sys.stderr, os.environ):
        raise WrongUseError(f"{problem} Without a screen: debrief replay SESSION --plain")
    terminal.prepare(os.environ)
    from debrief.cli import after
    from debrief.core.playback import Playback
    from debrief.live.notebook import Notebook
    from debrief.store import paths
    from debrief.store.theme import load_themes
    from debrief.tui.app import DebriefApp
    from debrief.tui.screens.replay import ReplayScreen

    playback = Playback.of(contents.events, contents.fingerprint)
    themes, _ = load_themes([paths.shipped("themes"), paths.config_dir() / "themes"])
    again = f"debrief replay {shlex.quote(chosen.name_of(folder))}"
    notebook = Notebook(folder, contents.fingerprint, after.outside())
    screen = ReplayScreen(playback, at, notice, notebook)
    app = DebriefApp(lambda: screen, themes, again, paths.config_dir())
    app.run()
    if app.return_code:
        raise SystemExit(app.return_code)
