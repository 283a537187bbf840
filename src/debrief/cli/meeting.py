"""Starting the meeting screen: terminal, clock and randomness come from here."""

from __future__ import annotations

import os
import secrets
import shlex
import signal
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from debrief import __version__, quiet
from debrief.cli import sessions as chosen
from debrief.cli import terminal
from debrief.cli.errors import FailedError, WrongUseError

if TYPE_CHECKING:
    from debrief.live import Environment, LiveMeeting
    from debrief.store.journal.journal import Contents, Recovered

NO_COPY = (
    "A copy cannot continue from there: after that line something was revealed, decided or "
    "finished, or may have been."
)


def run_meeting(folder: Path, target: Path | None = None) -> None:
    """Run the meeting in `folder` until the facilitator leaves; say where to go on from there.

    With `target`, copy the usable part of the session to that folder and run it there.
    """
    if (why := terminal.shows_lines_only(os.environ)) and terminal.is_terminal(sys.stdin):
        click.echo(f"{why}: the meeting runs line by line, as with --plain.")
        run_in_lines(folder, target)
        return
    if refused := terminal.unusable(sys.stdin, sys.stderr, os.environ):
        raise WrongUseError(refused)
    terminal.prepare(os.environ)
    from debrief.tui.meeting_screens import open_meeting

    recovered = _copy(folder, target) if target is not None else None
    folder = target or folder
    opened = open_meeting(folder, environment(), recovered)
    name = shlex.quote(chosen.name_of(folder))
    if isinstance(opened, str):
        raise FailedError(opened)
    if opened is None:
        click.echo(f"This meeting is finished. Replay it with: debrief replay {name}")
        return
    live = opened.live
    if live is None:
        terminal.show(opened.screen, f"debrief replay {name}", shared=True)
        raise FailedError(f"{opened.problem}{_go_on(opened.contents, folder)}")
    first = not live.meeting.opened  # whoever resumes has somebody waiting
    try:
        terminal.show(opened.screen, f"debrief run {name}", tour=first, shared=True)
        left = list(on_leaving(live))
    finally:
        opened.close()
    for line in left:
        click.echo(line)


def run_in_lines(folder: Path, target: Path | None = None) -> None:
    """Run the meeting in `folder` line by line, on standard input and output."""
    from debrief.cli.line_terminal import LineTerminal
    from debrief.live import CannotRunError, LiveMeeting
    from debrief.live.lines import LineMeeting

    recovered = _copy(folder, target) if target is not None else None
    try:
        live = LiveMeeting(target or folder, environment(), recovered)
    except CannotRunError as problem:
        name = shlex.quote(chosen.name_of(target or folder))
        reads = f" To read it: debrief replay {name} --plain" if problem.readable else ""
        raise FailedError(f"{problem}{reads}") from problem
    quiet.end_in_order(_end)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # but where a line is read
    try:
        with LineTerminal() as lines:
            LineMeeting(live, lines).lead()
        left = list(on_leaving(live))
    finally:
        live.close()
    for line in left:
        click.echo(line)


def _end(number: int, _: object) -> None:
    raise SystemExit(128 + number)


def on_leaving(live: LiveMeeting) -> Iterator[str]:
    """Yield what whoever leaves the meeting is told: where its record is, or how to go on."""
    from debrief.core.meeting.events import fingerprint_short
    from debrief.core.verbs.sittings import waits_for

    name, shown = shlex.quote(chosen.name_of(live.folder)), chosen.shown(live.folder)
    if live.lost:
        yield f"NOT SAVED. {live.lost}"
        yield f"What was saved before that is kept. Resume with: debrief run {name}"
    elif live.meeting.ended:
        yield f"{waits_for(live.meeting)}. The session stays open."
        yield f"Interim record: record.html, record.md and record.toml in {shown}"
        yield f"Carry it on with: debrief run {name}"
    elif live.meeting.finished is None:
        yield f"What was recorded is saved. Resume with: debrief run {name}"
    else:
        written = f"Written: record.html, record.md and record.toml in {shown}"
        unwritten = f"The meeting is saved, but not its record. To write it: debrief record {name}"
        yield f"Fingerprint: {fingerprint_short(live.fingerprint)}"
        yield written if live.meeting.written else unwritten
        yield f"Replay the meeting: debrief replay {name}"


def environment() -> Environment:
    """Return the real clock, randomness, files and keys, for this run of the program."""
    from debrief.live import Environment
    from debrief.live.leans import brief_leans
    from debrief.store import card_keys, paths
    from debrief.store.sessions import session
    from debrief.tui import crash

    config = paths.config_dir()
    return Environment(
        now=lambda: datetime.now(UTC),
        mono=time.monotonic,
        random=secrets.token_bytes,
        run=secrets.token_hex(8),
        load=lambda where: session.load(
            where,
            identities=lambda: card_keys.load_card_keys(config),
            unusable_keys=lambda: card_keys.unusable_card_keys(config),
            place_warnings=False,
            now=datetime.now(UTC),
        ),
        config_dir=config,
        program=f"debrief {__version__}",
        leans=brief_leans,
        identities=lambda: card_keys.load_card_keys(config),
        log_error=crash.log,
    )


def _go_on(contents: Contents | None, folder: Path) -> str:
    """Return a hint on continuing from the last good event of a journal, if that is possible."""
    from debrief.store.journal import rescue

    if contents is None or not (contents.events and contents.read_only):
        return ""
    if not rescue.may_continue(contents):
        return f" {NO_COPY}" if contents.damage else ""
    name = shlex.quote(chosen.name_of(folder))
    return (
        f" To continue from event {len(contents.events)} in a copy: debrief run {name} "
        "--continue-in NEW-FOLDER"
    )


def _copy(folder: Path, target: Path) -> Recovered | None:
    """Copy a session with the good lines of its journal; return what was left behind, if any."""
    from debrief.store.journal import rescue
    from debrief.store.journal.journal import Recovered

    contents = chosen.usable(folder / rescue.JOURNAL)
    if not contents.events:
        raise FailedError(
            "There is no good event to continue from; the inputs can be copied by hand."
        )
    if not rescue.may_continue(contents):
        raise FailedError(f"{contents.read_only} {NO_COPY}")
    if contents.left and not quiet.confirms(_leaves_behind(contents, target)):
        raise FailedError("Nothing was copied.")
    for name in rescue.continue_in(folder, contents, target):
        click.echo(f"Not copied: {name}", err=True)
    return Recovered(len(contents.left), rescue.BEHIND) if contents.left else None


def _leaves_behind(contents: Contents, target: Path) -> str:
    """Return the question before a copy that does not continue from the whole journal."""
    last, lines = len(contents.events), contents.left.count(b"\n") or 1
    count = "One line after it is" if lines == 1 else f"{lines} lines after it are"
    return (
        f"The copy in {chosen.shown(target)} continues from event {last}. {count} not part of the "
        "copied meeting.\nContinue in the copy? Press y for yes, any other key for no. "
    )


def watch(folder: Path, contents: Contents, at: int, notice: str) -> None:
    """Show a journal, read only, from event `at`."""
    if problem := terminal.unusable(sys.stdin, sys.stderr, os.environ):
        raise WrongUseError(f"{problem} Without a screen: debrief replay SESSION --plain")
    terminal.prepare(os.environ)
    from debrief.cli import after
    from debrief.tui.meeting_screens import replay_screen

    screen = replay_screen(folder, contents, after.environment(), at, notice)
    terminal.show(screen, f"debrief replay {shlex.quote(chosen.name_of(folder))}", shared=True)
