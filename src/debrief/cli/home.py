"""`debrief` without a command: the home screen, with all sessions."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from debrief.cli import sessions as chosen
from debrief.cli import terminal
from debrief.cli.errors import FailedError, WrongUseError

if TYPE_CHECKING:
    from debrief.core.new_session import SessionRequest
    from debrief.store.archive.archive import Archive
    from debrief.store.review_work import ReviewWork


def unusable() -> str | None:
    """Return a sentence on why home cannot be shown here; None if it can."""
    try:
        visible = sys.stdout.isatty()
    except ValueError:  # closed
        visible = False
    if not visible:
        return "Standard output is not a terminal."
    return terminal.unusable(sys.stdin, sys.stderr, os.environ)


def run_home(root: Path) -> None:
    """Show home until the user leaves it; `root`, the sessions directory, may not exist yet."""
    terminal.prepare(os.environ)
    from debrief.cli.calibration_screen import of_archive
    from debrief.cli.demo_command import scratch_copy
    from debrief.cli.meeting import environment
    from debrief.core.days import local
    from debrief.tui.home_actions import Home, ScreenFactory
    from debrief.tui.screens.home import HomeScreen

    home = Home(
        archive=lambda: _archive(root),
        screens=ScreenFactory(environment, _reviewing, of_archive(root)),
        today=lambda: local(datetime.now(UTC)).date(),
        make=lambda wanted: make_session(root, wanted),
        demo=scratch_copy,
        where=chosen.shown(_from_home(root)),
        write_brief=write_brief,
        make_forms=make_forms,
    )
    screen = HomeScreen(home)
    try:
        terminal.show(screen, "debrief", tour=True)
    finally:
        screen.close()


def _archive(root: Path) -> Archive:
    from debrief.store import paths
    from debrief.store.archive.archive import Archive

    return Archive(root, paths.cache_dir())


def _reviewing(folder: Path) -> ReviewWork:
    from debrief.cli import after
    from debrief.store import paths
    from debrief.store.review_work import ReviewWork

    return ReviewWork(folder, paths.state_dir(), after.environment())


def make_session(root: Path, wanted: SessionRequest) -> tuple[bool, str]:
    """Create a session as `debrief new` does; return success, and a sentence on what to do next."""
    from debrief.cli.new_command import make
    from debrief.store.atomic import FileProblem
    from debrief.store.sessions.scaffold import NewSession

    folder = root / wanted.id
    try:
        new = NewSession(wanted.title, wanted.alias, wanted.owner, wanted.panel)
        keys = make(folder, new)
    except FileProblem as problem:
        return False, f"No session was created: {problem.path.name} {problem.reason}"
    except (WrongUseError, FailedError) as problem:
        return False, problem.message.replace(chosen.shown(folder), wanted.id)
    backup = " Move the backup key to a safe place; debrief locate shows it." if keys.made else ""
    return True, f"Created {wanted.id}.{backup}"


def write_brief(folder: Path) -> str:
    """Open a session's brief in the user's editor; return a sentence if there is none."""
    from debrief import quiet

    path = folder / "session.toml"
    command = editor(os.environ)
    if command is None:
        return f"No editor is known. Set EDITOR, or edit {chosen.shown(_from_home(path))}"
    quiet.give_back()
    try:
        subprocess.run([*command, str(path)], check=False)
    except OSError as error:
        reason = error.strerror or "it cannot be started"
        return f"{chosen.shown(Path(command[0]))}: {reason}. Set EDITOR to your editor."
    return ""


def make_forms(folder: Path) -> str:
    """Write a session's forms from its brief; return a sentence on where they are."""
    from debrief.cli.forms import write_forms
    from debrief.core.text import counted
    from debrief.store.atomic import FileProblem

    try:
        count, _ = write_forms(folder)
    except FileProblem as problem:
        return f"No form was written: {problem.path.name} {problem.reason}"
    except WrongUseError as problem:
        return problem.message
    where = chosen.shown(_from_home(folder / "forms"))
    return f"Made {counted(count, 'form')} in {where}. Send each panelist their own."


def editor(environment: Mapping[str, str]) -> list[str] | None:
    """Return the command of the user's editor, else one that opens a text, if any is there."""
    for name in ("VISUAL", "EDITOR"):
        if words := shlex.split(environment.get(name, "")):
            return words
    opens = [["open", "-t"]] if sys.platform == "darwin" else [["nano"]]
    if environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"):
        opens.insert(0, ["xdg-open"])
    return next((words for words in opens if shutil.which(words[0])), None)


def _from_home(path: Path) -> Path:
    """Return a path that begins with `~` if it is in the user's home directory."""
    absolute = path.absolute()
    home = Path.home()
    return Path("~") / absolute.relative_to(home) if absolute.is_relative_to(home) else absolute
