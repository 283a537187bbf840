"""Tests of the record's pane: the draft to read aloud, and the fingerprint when saved."""

from __future__ import annotations

from datetime import UTC, datetime

from debrief.core.brief import Role
from debrief.core.record.model import (
    Decision,
    Fit,
    Member,
    Minute,
    Premortem,
    Process,
    Record,
)
from debrief.core.record.poll_model import Competency, Mark, Poll, Round
from debrief.core.room import model as room
from debrief.core.room.view_record import RecordView
from debrief.tui import steps
from debrief.tui.paint import Space


def shown(pane: room.Pane) -> str:
    return steps.paint(pane, Space(93, 22)).plain


def words(pane: room.Pane) -> str:
    return " ".join(shown(pane).split())


OPENED = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
RECORD = Record(
    title="VP Engineering",
    alias="K-17",
    opened=OPENED,
    owner="dana",
    rule="Dana decides.",
    rule_fixed=True,
    role=Role(mandate="One of two", authority=("Hires",), success=("Dates",)),
    decision=Decision(
        outcome="hire", owner="dana", owner_recused=False, at=OPENED, rationale="It holds"
    ),
    panel=(Member(id="dana", name="Dana Whitfield", presence="present"),),
    competencies=(),
    fit=Fit(),
    premortem=Premortem(),
    vote=Poll(scale=("no", "yes")),
    process=Process(
        ratings=30,
        pairs=44,
        close_pairs=36,
        voiced_early=0,
        corrected=1,
        undone=2,
        runs=1,
        entries_lost=0,
        clock_went_back=0,
    ),
    program="debrief",
    events=9,
)
FINGERPRINT = "0123456789abcdef" * 4


def test_the_record_is_read_back_before_it_is_finished():
    text = words(RecordView(RECORD, False, ""))

    assert "not finished yet" in text
    assert "HIRE Decided by Dana Whitfield on 24 November 2026" in text
    assert "Why It holds" in text
    assert "No dissent was recorded." in text
    assert "Fingerprint There is no fingerprint until the meeting is finished." in text
    assert "NO DECISION YET" in words(
        RecordView(RECORD.model_copy(update={"decision": None}), False, "")
    )


def test_the_finished_record_ends_with_the_fingerprint_in_fours():
    short = "0123-4567-89ab-cdef"
    done = RECORD.model_copy(update={"fingerprint_short": short, "fingerprint": FINGERPRINT})

    text = shown(RecordView(done, True, FINGERPRINT))

    assert "✓ finished" in text
    assert "Fingerprint  0123-4567-89ab-cdef" in text
    assert "\n0123  4567  89ab  cdef  " in text
    assert FINGERPRINT in "".join(text.split())


def test_who_gave_which_rating_is_left_to_the_pages():
    mark = Mark(panelist="dana", state="rated", level=1, word="met", how="card")
    shown_round = Round(
        number=1, at=OPENED, label="single", words="one rating", counts=(1, 0), spread="",
        counts_in_words="1 met", range=0, lone_dissent=False, marks=(mark,),
    )  # fmt: skip
    depth = Competency(
        id="depth", title="Depth", kind="threshold", must_have=True, definition="How deep?",
        scale=("not met", "met"), rounds=(shown_round,),
    )  # fmt: skip

    text = words(RecordView(RECORD.model_copy(update={"competencies": (depth,)}), False, ""))

    assert "Depth (must-have, threshold) · Round 1 at 15:00: 1 met (one rating). · Not" in text


def test_thousands_of_minutes_are_counted_and_not_painted():
    minute = Minute(at=OPENED, step="record", title="Record", text="Again")
    long = RECORD.model_copy(update={"minutes": (minute,) * 1_000})

    text = words(RecordView(long, False, ""))

    assert text.count("Again") == 399
    assert "and 601 more lines in the record" in text
