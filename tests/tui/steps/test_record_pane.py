"""The read-back: what will be written, and the fingerprint once it is."""

from __future__ import annotations

from datetime import UTC, datetime

from debrief.core import room, room_closing
from debrief.core.brief import Role
from debrief.core.record_model import Decision, Fit, Member, Premortem, Process, Record
from debrief.core.record_poll_model import Poll
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
    text = words(room_closing.RecordView(RECORD, False, ""))

    assert "not finished yet" in text
    assert "HIRE decided by Dana Whitfield It holds" in text
    assert "Nobody dissented." in text
    assert "36 of 44 pairs" in text
    assert "Fingerprint" not in text
    assert "No decision yet." in words(
        room_closing.RecordView(RECORD.model_copy(update={"decision": None}), False, "")
    )


def test_the_finished_record_ends_with_the_fingerprint_in_fours():
    done = RECORD.model_copy(update={"fingerprint_short": "0123-4567-89ab-cdef"})

    text = shown(room_closing.RecordView(done, True, FINGERPRINT))

    assert "✓ finished" in text
    assert "Fingerprint  0123-4567-89ab-cdef" in text
    assert text.rstrip().endswith("89ab  cdef")
    assert " ".join(text.split()).replace(" ", "").endswith(FINGERPRINT)
