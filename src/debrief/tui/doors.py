"""What home opens: the screen of a meeting, a replay or a review, and the record to look at."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

if TYPE_CHECKING:
    from debrief.core.room_closing import RecordView
    from debrief.live import Outside
    from debrief.store.archive import Archive
    from debrief.store.chain import Contents
    from debrief.store.review_work import ReviewWork
    from debrief.tui.calibrating import Work
    from debrief.tui.new_session import Wanted

JOURNAL = "journal.jsonl"
NOT_BEGUN = "The meeting has not begun: enter begins it."


def _nothing() -> None:
    return


@dataclass(frozen=True, slots=True)
class Opened:
    """A screen to show, and what is to be let go of when it is left."""

    screen: Screen[Any]
    close: Callable[[], None] = _nothing


@dataclass(frozen=True, slots=True)
class Doors:
    """Makes the screens; what they take from the world comes in here.

    Each of the callables is called only when its screen is opened. A str in place of a screen is
    the sentence on why there is none; it names no path, as everybody may read it.
    """

    outside: Callable[[], Outside]
    reviewing: Callable[[Path], ReviewWork]
    calibrating: Work

    def meeting(self, folder: Path) -> Opened | str:
        """Begin or resume the meeting; what can only be read is replayed."""
        from debrief.core.rules.refused import Refused
        from debrief.live import CannotRunError, LiveMeeting
        from debrief.store.atomic import FileProblem
        from debrief.tui.screens.live import LiveScreen

        outside = self.outside()
        try:
            live = LiveMeeting(folder, outside)
        except CannotRunError as problem:
            said = _without_path(problem, folder)
            return self.replay(folder, f"Read only. {said}") if problem.readable else said
        except FileProblem as problem:
            return _without_path(problem, folder)
        if live.meeting.finished is not None:
            written = () if live.meeting.written else live.write_record()
            live.close()
            if isinstance(written, Refused):
                return _without_path(written.reason, folder)
            return self.replay(folder)
        return Opened(LiveScreen(live, outside.mono), live.close)

    def replay(self, folder: Path, notice: str = "") -> Opened | str:
        """Show the meeting again, as far as its journal can be read."""
        from debrief.core.playback import Playback
        from debrief.live.notebook import Notebook
        from debrief.store import after_write
        from debrief.tui.screens.replay import ReplayScreen

        contents = _read(folder)
        if isinstance(contents, str):
            return contents
        playback = Playback.of(contents.events, contents.fingerprint)
        at = len(contents.events) if notice else 1
        outside = self.outside()
        writing = after_write.Outside(outside.now, outside.mono, outside.random, outside.run)
        notebook = Notebook(folder, contents.fingerprint, writing)
        return Opened(ReplayScreen(playback, at, notice or contents.cut_short, notebook))

    def review(self, folder: Path) -> Opened | str:
        """Show the review of a finished meeting."""
        from debrief.store.atomic import FileProblem
        from debrief.store.review_work import CannotReviewError
        from debrief.tui.screens.review import ReviewScreen

        try:
            work = self.reviewing(folder)
        except (CannotReviewError, FileProblem) as problem:
            return _without_path(problem, folder)
        return Opened(ReviewScreen(work), work.keep)

    def calibration(self) -> Opened:
        """Show how panels agree, over all sessions."""
        from debrief.tui.screens.calibration import CalibrationScreen

        return Opened(CalibrationScreen(self.calibrating))

    def record(self, folder: Path) -> RecordView | str:
        """Return the record as it is now, by alias; it takes as long as its journal is long.

        Of a journal that is not good to its end there is none: it would say what nobody decided.
        """
        from debrief.core.alias import masked
        from debrief.core.events import MeetingOpened
        from debrief.core.record import record
        from debrief.core.room_closing import RecordView

        contents = _read(folder)
        if isinstance(contents, str):
            return contents
        if contents.read_only:
            return f"{contents.read_only} No record is shown of it; the meeting is, up to there."
        opened = contents.events[0].event
        if not isinstance(opened, MeetingOpened):
            return "The journal does not begin with the opening of a meeting."
        fingerprint = contents.fingerprint
        found = record(contents.events, fingerprint or None)
        return masked(RecordView(found, bool(fingerprint), fingerprint), opened.brief)


@dataclass(frozen=True, slots=True)
class Home:
    """What home takes from outside.

    `archive` is asked for once home is painted; `today` is the reader's day. `make` makes a session
    as `debrief new` does and returns what is to be done next, or why it could not: then the first
    is False. `demo` returns the folder of a scratch copy of the demonstration.
    """

    archive: Callable[[], Archive]
    doors: Doors
    today: Callable[[], date]
    make: Callable[[Wanted], tuple[bool, str]]
    demo: Callable[[], Path]


def _read(folder: Path) -> Contents | str:
    from debrief.store import journal
    from debrief.store.atomic import FileProblem
    from debrief.tui import crash

    try:
        contents = journal.usable(journal.read(folder / JOURNAL))
    except FileProblem as problem:
        missing = not os.path.lexists(folder / JOURNAL)
        return NOT_BEGUN if missing else f"The journal {problem.reason}"
    if contents.error is not None:
        crash.log(contents.error)
    if not contents.events:
        return contents.read_only or NOT_BEGUN
    return contents


def _without_path(problem: Exception | str, folder: Path) -> str:
    """Return a sentence with the names of files only: where they are is nobody else's business."""
    return str(problem).replace(f"{folder}{os.sep}", "").replace(str(folder), "the folder")
