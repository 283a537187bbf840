"""A review at work: its draft is there again, and what is saved is added once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from forging import events, forge, journal

from debrief.core.after.model import AddedEntry, Objected, Reviewed
from debrief.core.after.rules import NOT_BEGUN, NOT_FINISHED
from debrief.core.refused import Refused
from debrief.store.journal import after
from debrief.store.journal.after_writer import WriterEnvironment
from debrief.store.review_work import CannotReviewError, DamagedError, ReviewWork

T = datetime(2027, 3, 15, 9, 0, tzinfo=UTC)


def work(folder: Path) -> ReviewWork:
    world = WriterEnvironment(now=lambda: T, mono=lambda: 1.5, random=bytes, run="run-9")
    return ReviewWork(folder, folder.parent / "state", world)


def test_a_review_is_added_once_and_its_draft_is_gone(folder: Path) -> None:
    begun = work(folder)
    assert begun.place[0] == folder
    begun.draft["outcome"] = {"outcome": ""}
    begun.keep()
    assert not (folder.parent / "state").exists()
    begun.draft["outcome"] = {"outcome": "joined"}
    begun.keep()

    again = work(folder)
    assert again.notice == "Your draft is back, as you left it."
    assert again.save() == Refused("Missing: who held this review, on the last page.")
    again.draft["close"] = {"by": "Ruth", "again": "2028-03-15"}
    done = again.save()

    assert isinstance(done, AddedEntry)
    assert done.entry == Reviewed(by="Ruth", outcome="joined", again=date(2028, 3, 15))
    assert after.summary(folder).reviews == 1
    last = work(folder)
    assert (last.draft, last.notice) == ({}, "")
    assert last.about.added == (done,)


def test_an_objection_takes_its_own_part_of_the_draft(folder: Path) -> None:
    begun = work(folder)
    begun.draft = {"objection": {"by": "?", "text": "Not I."}, "close": {"by": "Ruth"}}
    assert begun.object() == Refused("Missing: the name of a panelist, or of the facilitator.")
    begun.draft["objection"]["by"] = "mateo"

    done = begun.object()

    assert isinstance(done, AddedEntry)
    assert done.entry == Objected(by="Mateo Silva", panelist="mateo", text="Not I.")
    assert begun.draft == {"close": {"by": "Ruth"}}
    assert begun.about.added == (done,)


def test_a_draft_that_cannot_be_kept_is_only_a_draft(folder: Path) -> None:
    (folder.parent / "state").write_text("no folder")
    begun = work(folder)
    begun.draft["outcome"] = {"outcome": "joined"}

    begun.keep()

    assert work(folder).draft == {}


def test_there_is_nothing_to_review_before_the_finish(folder: Path) -> None:
    lines = events(folder)
    for data, why in (
        ([x for x in lines if x["type"] != "MeetingFinished"], NOT_FINISHED),
        ([], NOT_BEGUN),
    ):
        forge(folder, data)
        with pytest.raises(CannotReviewError, match=why[:30]):
            work(folder)
    journal(folder).write_bytes(b"x\n")
    with pytest.raises(DamagedError, match="Nothing can be added to this session"):
        work(folder)
    journal(folder).unlink()
    with pytest.raises(CannotReviewError, match="has not begun"):
        work(folder)


def test_nor_beside_a_file_that_was_altered(folder: Path) -> None:
    (folder / after.FILE).write_bytes(b"x\n")

    with pytest.raises(DamagedError, match=r"Line 1 of after\.jsonl is not a whole"):
        work(folder)

    assert [one.name for one in folder.parent.iterdir()] == ["s"]
