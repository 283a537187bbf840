"""Work on the review of a finished session: its record, the draft, and saving it."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from debrief.core import review_draft as reviewdraft
from debrief.core.after import rules as after_rules
from debrief.core.after.model import AddedEntry
from debrief.core.after.rules import NOT_BEGUN, NOT_FINISHED
from debrief.core.form import UNCHOSEN
from debrief.core.meeting.fold import fold
from debrief.core.record.build import record
from debrief.core.refused import Refused
from debrief.core.review_draft import ReviewSubject
from debrief.store import atomic, drafts
from debrief.store.journal import after, journal
from debrief.store.journal import after_writer as after_write
from debrief.store.journal.after_writer import WriterEnvironment
from debrief.store.journal.journal import Contents

DRAFTS = "reviews"
"""The folder of drafts in the user's state folder, readable by its owner only."""


class CannotReviewError(Exception):
    """The session cannot be reviewed yet, or not safely; the text is one sentence."""


class DamagedError(CannotReviewError):
    """The journal, or the file of entries after the finish, is damaged."""


class ReviewWork:
    """The review of one session; `about` may be shown on a shared screen."""

    def __init__(self, folder: Path, state_dir: Path, environment: WriterEnvironment) -> None:
        """Read the journal, what was added before, and the draft; FileProblem,
        CannotReviewError.
        """
        self._folder, self._environment = folder, environment
        contents = _contents(folder)
        self._fingerprint = contents.fingerprint
        self._brief = fold(contents.events).brief
        self._record = record(contents.events, contents.fingerprint)
        self.about = self._reviewing()
        self.notice = ""
        token = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
        self._drafts = state_dir / DRAFTS / token
        draft = {page: dict(values) for (page, _), values in drafts.read(self._drafts).items()}
        self.draft: dict[str, dict[str, str]] = draft
        if draft:
            self.notice = "Your draft is back, as you left it."

    @property
    def place(self) -> tuple[Path, WriterEnvironment]:
        """The session's folder, and the environment in which it is written."""
        return self._folder, self._environment

    def keep(self) -> None:
        """Save the draft; a failure is ignored, as it is only a draft."""
        pages = {(page, ""): v for page, v in self.draft.items() if any(map(str.strip, v.values()))}
        with suppress(atomic.FileProblem, OSError):
            if pages:
                self._drafts.mkdir(mode=0o700, parents=True, exist_ok=True)
            if pages or self._drafts.is_dir():
                drafts.write(self._drafts, pages)

    def save(self) -> AddedEntry | Refused:
        """Add the review, and empty the draft; FileProblem, Busy, ReadOnly, NotSaved."""
        done = after_write.append(
            self._folder,
            lambda record: after_rules.reviewed(
                record, lambda: reviewdraft.written(record, self.draft)
            ),
            self._environment,
        )
        if isinstance(done, AddedEntry):
            self.draft = {}
            self.keep()
        return done

    def object(self) -> AddedEntry | Refused:
        """Add the objection of the draft; FileProblem, Busy, ReadOnly, NotSaved."""
        answers = self.draft.get(reviewdraft.OBJECTION, {})
        by = answers.get("by", "").replace(UNCHOSEN, "")
        done = after_write.append_objection(
            self._folder, answers.get("text", ""), by, None, self._environment
        )
        if isinstance(done, AddedEntry):
            self.draft.pop(reviewdraft.OBJECTION, None)
            self.keep()
            self.about = self._reviewing()
        return done

    def _reviewing(self) -> ReviewSubject:
        added = after.read(self._folder, self._fingerprint)
        if added.read_only:
            raise DamagedError(f"{added.read_only} Nothing can be added to it.")
        return ReviewSubject.of(self._record, added.events, self._brief)


def _contents(folder: Path) -> Contents:
    path = folder / after_write.JOURNAL
    if not os.path.lexists(path):
        raise CannotReviewError(NOT_BEGUN)
    contents = journal.usable(journal.read(path))
    if contents.read_only:
        raise DamagedError(f"{contents.read_only} Nothing can be added to this session.")
    if not contents.fingerprint:
        raise CannotReviewError(NOT_FINISHED if contents.events else NOT_BEGUN)
    return contents
