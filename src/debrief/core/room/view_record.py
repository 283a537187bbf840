"""The view of the record, imported after the first picture with the record's models."""

from __future__ import annotations

from dataclasses import dataclass

from debrief.core.meeting.state import Meeting
from debrief.core.record.build import record_of
from debrief.core.record.model import Record
from debrief.core.room.model import Pane


@dataclass(frozen=True, slots=True)
class RecordView(Pane):
    """The record, and its fingerprint once the meeting is finished and written to `folder`."""

    step = "record"
    record: Record
    finished: bool
    fingerprint: str
    folder: str = ""


def record_view(meeting: Meeting, fingerprint: str, folder: str) -> RecordView:
    """Return the record without the texts of quiet minutes, a draft of it before the finish."""
    record = record_of(meeting, fingerprint or None)
    minutes = tuple(
        x.model_copy(update={"text": "", "before": (), "settled": None}) if x.quiet else x
        for x in record.minutes
    )
    record = record.model_copy(update={"minutes": minutes})
    return RecordView(record, meeting.finished is not None, fingerprint, folder)
