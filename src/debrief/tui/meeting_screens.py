"""Functions that open a session's meeting: live, or as a replay of its journal."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from debrief.live import Environment, LiveMeeting
    from debrief.store.journal.after_writer import WriterEnvironment as Writing
    from debrief.store.journal.journal import Contents, Recovered
    from debrief.tui.screens.frame import FrameScreen
    from debrief.tui.screens.replay import ReplayScreen

JOURNAL = "journal.jsonl"
NOT_BEGUN = "The meeting has not started. Press enter to start it."


def _nothing() -> None:
    return


@dataclass(frozen=True, slots=True)
class OpenedScreen:
    """A screen to show, and the function that releases its files when the user leaves it.

    `live` is set for a running meeting. For a journal that can only be read, `problem` and its
    readable `contents` are set instead.
    """

    screen: FrameScreen[Any]
    close: Callable[[], None] = _nothing
    live: LiveMeeting | None = None
    problem: str = ""
    contents: Contents | None = None


def open_meeting(
    folder: Path, environment: Environment, recovered: Recovered | None = None
) -> OpenedScreen | str | None:
    """Begin or resume the meeting in `folder`; replay its good events if it cannot run.

    Return one sentence if there is nothing to show, and None if the meeting is finished, with its
    record written. A FileProblem is the caller's to report.
    """
    from debrief.core.refused import Refused
    from debrief.live import CannotRunError, LiveMeeting
    from debrief.tui.screens.live import LiveScreen

    try:
        live = LiveMeeting(folder, environment, recovered)
    except CannotRunError as problem:
        contents = readable(folder) if problem.readable else ""
        if isinstance(contents, str):
            return str(problem)
        writing = _writing(environment)
        last, notice = len(contents.events), f"Read only. {problem}"
        screen = replay_screen(folder, contents, writing, last, notice)
        return OpenedScreen(screen, problem=str(problem), contents=contents)
    if live.meeting.finished is not None:
        written = () if live.meeting.written else live.write_record()
        live.close()
        return written.reason if isinstance(written, Refused) else None
    return OpenedScreen(LiveScreen(live, environment.mono), live.close, live)


def open_replay(folder: Path, environment: Environment) -> OpenedScreen | str:
    """Replay the meeting in `folder` from its first event; return one sentence if there is none."""
    contents = readable(folder)
    if isinstance(contents, str):
        return contents
    return OpenedScreen(
        replay_screen(folder, contents, _writing(environment), 1, contents.cut_short)
    )


def replay_screen(
    folder: Path, contents: Contents, writing: Writing, position: int, notice: str
) -> ReplayScreen:
    """Return the replay of a journal's events; its notes are kept beside the meeting."""
    from debrief.core.replay.playback import Playback
    from debrief.live.notebook import Notebook
    from debrief.tui.screens.replay import ReplayScreen

    playback = Playback.of(contents.events, contents.fingerprint)
    notebook = Notebook(folder, contents.fingerprint, writing)
    return ReplayScreen(playback, position, notice, notebook)


def readable(folder: Path) -> Contents | str:
    """Return the usable events of a session's journal, or one sentence if there are none."""
    from debrief.store.atomic import FileProblem
    from debrief.store.journal import journal
    from debrief.tui import crash

    try:
        contents = journal.usable(journal.read(folder / JOURNAL))
    except FileProblem as problem:
        missing = not os.path.lexists(folder / JOURNAL)
        return NOT_BEGUN if missing else f"The journal {problem.reason}"
    if contents.error is not None:
        crash.log(contents.error)
    return contents if contents.events else contents.read_only or NOT_BEGUN


def _writing(environment: Environment) -> Writing:
    from debrief.store.journal.after_writer import WriterEnvironment as Writing

    return Writing(environment.now, environment.mono, environment.random, environment.run)
