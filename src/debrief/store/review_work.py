"""One person at work on a review of a finished session: what it is of, the draft, and saving it."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from debrief.core import after_rules, reviewdraft
from debrief.core.after_model import Added
from debrief.core.after_rules import NOT_BEGUN, NOT_FINISHED
from debrief.core.fold import fold
from debrief.core.prompts.form import UNCHOSEN
from debrief.core.record import record
from debrief.core.reviewdraft import Reviewing
from debrief.core.rules.refused import Refused
from debrief.store import after, after_write, atomic, drafts, journal
from debrief.store.after_write import Outside
from debrief.store.chain import Contents

DRAFTS = "reviews"
"""The folder of drafts, in the person's state folder; for its owner alone."""


class CannotReviewError(Exception):
    """There is nothing to review yet, or not safely; its text is one sentence."""


class DamagedError(CannotReviewError):
    """What would be reviewed, or added to, is not as it was written."""


class ReviewWork:
    """The review of one session; `about` is what may be shown of it on a shared screen."""

    def __init__(self, folder: Path, state_dir: Path, outside: Outside) -> None:
        """Read the journal, what was added before, and the draft; FileProblem,
        CannotReviewError.
        """
        self._folder, self._outside = folder, outside
        contents = _contents(folder)
        self._fingerprint = contents.fingerprint
        self._brief = fold(contents.events).brief
        self._record = record(contents.events, contents.fingerprint)
        self.about = self._looked()
        self.notice = ""
        token = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
        self._drafts = state_dir / DRAFTS / token
        kept = {page: dict(values) for (page, _), values in drafts.read(self._drafts).items()}
        self.draft: dict[str, dict[str, str]] = kept
        if kept:
            self.notice = "Your draft is here again, as you left it."

    def keep(self) -> None:
        """Keep the draft; what cannot be kept is only a draft."""
        said = {(page, ""): v for page, v in self.draft.items() if any(map(str.strip, v.values()))}
        with suppress(atomic.FileProblem, OSError):
            if said:
                self._drafts.mkdir(mode=0o700, parents=True, exist_ok=True)
            if said or self._drafts.is_dir():
                drafts.write(self._drafts, said)

    def save(self) -> Added | Refused:
        """Add the review, and empty the draft; FileProblem, Busy, ReadOnly, NotSaved."""
        done = after_write.append(
            self._folder,
            lambda found: after_rules.reviewed(
                found, lambda: reviewdraft.written(found, self.draft)
            ),
            self._outside,
        )
        if isinstance(done, Added):
            self.draft = {}
            self.keep()
        return done

    def object(self) -> Added | Refused:
        """Add the objection of the draft; FileProblem, Busy, ReadOnly, NotSaved."""
        said = self.draft.get(reviewdraft.OBJECTION, {})
        by = said.get("by", "").replace(UNCHOSEN, "")
        done = after_write.append_objection(
            self._folder, said.get("text", ""), by, None, self._outside
        )
        if isinstance(done, Added):
            self.draft.pop(reviewdraft.OBJECTION, None)
            self.keep()
            self.about = self._looked()
        return done

    def _looked(self) -> Reviewing:
        added = after.read(self._folder, self._fingerprint)
        if added.read_only:
            raise DamagedError(f"In {after.FILE}, {added.read_only}. Nothing is added to it.")
        return Reviewing.of(self._record, added.entries, self._brief)


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
