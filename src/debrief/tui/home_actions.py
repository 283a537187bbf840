"""Functions behind the keys of home: open a meeting, replay, review, calibration or record."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from debrief.tui.meeting_screens import OpenedScreen, open_meeting, open_replay, readable

if TYPE_CHECKING:
    from debrief.core.new_session import SessionRequest
    from debrief.core.room.view_record import RecordView
    from debrief.live import Environment
    from debrief.store.archive.archive import Archive
    from debrief.store.review_work import ReviewWork
    from debrief.tui.calibration_report import Work


@dataclass(frozen=True, slots=True)
class ScreenFactory:
    """Functions that make the screens opened from home.

    Each callable is called only when its screen is opened. A str in place of a screen is one
    sentence on why it cannot be opened; it contains no path, as the screen may be shared.
    """

    environment: Callable[[], Environment]
    reviewing: Callable[[Path], ReviewWork]
    calibrating: Work

    def meeting(self, folder: Path) -> OpenedScreen | str:
        """Begin or resume the meeting; replay it if it is finished or can only be read."""
        from debrief.store.atomic import FileProblem

        environment = self.environment()
        try:
            opened = open_meeting(folder, environment)
        except FileProblem as problem:
            return _without_path(problem, folder)
        if opened is None:
            return open_replay(folder, environment)
        return _without_path(opened, folder) if isinstance(opened, str) else opened

    def replay(self, folder: Path) -> OpenedScreen | str:
        """Replay the meeting, as far as its journal can be read."""
        return open_replay(folder, self.environment())

    def review(self, folder: Path) -> OpenedScreen | str:
        """Open the review of a finished meeting."""
        from debrief.store.atomic import FileProblem
        from debrief.store.review_work import CannotReviewError
        from debrief.tui.screens.review import ReviewScreen

        try:
            work = self.reviewing(folder)
        except (CannotReviewError, FileProblem) as problem:
            return _without_path(problem, folder)
        return OpenedScreen(ReviewScreen(work), work.keep)

    def calibration(self) -> OpenedScreen:
        """Open calibration over all sessions."""
        from debrief.tui.screens.calibration import CalibrationScreen

        return OpenedScreen(CalibrationScreen(self.calibrating))

    def record(self, folder: Path) -> RecordView | str:
        """Return the current record, with the alias only; slow for a long journal.

        A journal with a damaged end has no record: its outcome may be missing.
        """
        from debrief.core.alias import masked
        from debrief.core.meeting.events import MeetingOpened
        from debrief.core.record.build import record
        from debrief.core.room.view_record import RecordView

        contents = readable(folder)
        if isinstance(contents, str):
            return contents
        if contents.read_only:
            return f"{contents.read_only} No record is shown of it; the meeting is, up to there."
        opened = contents.events[0].event
        if not isinstance(opened, MeetingOpened):
            return "The journal does not begin with the opening of a meeting."
        fingerprint = contents.fingerprint
        built = record(contents.events, fingerprint or None)
        return masked(RecordView(built, bool(fingerprint), fingerprint), opened.brief)


@dataclass(frozen=True, slots=True)
class Home:
    """The archive, the calendar and the functions that home works with.

    `archive` is called after the first paint. `today` returns the user's local date. `make` creates
    a session as `debrief new` does; it returns True and the next step, or False and the reason.
    `demo` returns the folder of a scratch copy of the demonstration. `where` is the archive's
    directory as it is shown to the user. `write_brief` edits a session's brief while the terminal
    is free for it, `make_forms` writes its forms; each returns a sentence on what it did.
    """

    archive: Callable[[], Archive]
    screens: ScreenFactory
    today: Callable[[], date]
    make: Callable[[SessionRequest], tuple[bool, str]]
    demo: Callable[[], Path]
    where: str
    write_brief: Callable[[Path], str]
    make_forms: Callable[[Path], str]


def _without_path(problem: Exception | str, folder: Path) -> str:
    """Return a problem as a sentence without paths of folders, as the screen may be shared."""
    return str(problem).replace(f"{folder}{os.sep}", "").replace(str(folder), "the folder")
