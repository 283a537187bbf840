"""The rules for entries after the finish: an objection, a note, a review, or a refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pydantic import ValidationError

from debrief.core.after.model import Entry, Noted, Objected, Reviewed
from debrief.core.record.model import Record
from debrief.core.refused import Refused
from debrief.core.text import clean, clean_line

E = TypeVar("E", bound=Entry)

NOT_BEGUN = "The meeting has not begun: nothing can be added before it is finished."
NOT_FINISHED = "The meeting is not finished. For now, record this as a minute."


def objected(record: Record, by: str, text: str, at_event: int | None = None) -> Objected | Refused:
    """Return the objection of a panelist, by id or name, or of the facilitator."""
    name = clean_line(by)
    if not name:
        return Refused("Missing: the name of a panelist, or of the facilitator.")
    if not clean(text).strip():
        return Refused("Missing: the objection, in the objector’s own words.")
    if refused := _refused(record, at_event):
        return refused
    found = [x for x in record.panel if name in (x.id, x.name)]
    found = found or [x for x in record.panel if name.casefold() == x.name.casefold()]
    if found:
        member = found[0]
        return _checked(
            lambda: Objected(
                by=member.name, panelist=member.id, text=clean(text), at_event=at_event
            )
        )
    if record.facilitator and name.casefold() == record.facilitator.casefold():
        return _checked(
            lambda: Objected(by=record.facilitator, text=clean(text), at_event=at_event)
        )
    known = ", ".join(member.id for member in record.panel)
    led = f", or the facilitator, {record.facilitator}" if record.facilitator else ""
    return Refused(f"“{name}” was not there: name one of {known}{led}.")


def noted(record: Record, by: str, text: str, at_event: int | None = None) -> Noted | Refused:
    """Return a note by anybody who gives a name."""
    if not clean_line(by):
        return Refused("Missing: the name of the note’s author.")
    if not clean(text).strip():
        return Refused("The note is empty: write at least a word.")
    if refused := _refused(record, at_event):
        return refused
    return _checked(lambda: Noted(by=clean_line(by), text=clean(text), at_event=at_event))


def reviewed(record: Record, make: Callable[[], Reviewed | Refused]) -> Reviewed | Refused:
    """Return the review that `make` builds, if it is not empty and the meeting is finished."""
    if refused := _refused(record, None):
        return refused
    review = _checked(make)
    if isinstance(review, Refused):
        return review
    answers = review.model_dump(exclude={"by", "again"}, exclude_defaults=True)
    if not answers:
        return Refused("The review is empty: mark at least one thing, or answer a question.")
    return review


def _refused(record: Record, at_event: int | None) -> Refused | None:
    if record.finished is None:
        return Refused(NOT_FINISHED)
    if at_event is not None and not 1 <= at_event <= record.events:
        return Refused(f"There is no event {at_event}: the journal has 1 to {record.events}.")
    return None


def _checked(make: Callable[[], E | Refused]) -> E | Refused:
    try:
        return make()
    except ValidationError:
        # The texts were cleaned before, so they can only be too long.
        return Refused("A text is too long: shorten it.")
