"""What may be added after the finish: an objection by name, a note, a review; or why it may not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pydantic import ValidationError

from debrief.core.after_model import Entry, Noted, Objected, Reviewed
from debrief.core.record_model import Record
from debrief.core.rules.refused import Refused
from debrief.core.text import clean, clean_line

E = TypeVar("E", bound=Entry)

NOT_BEGUN = "The meeting has not begun: nothing can be added before it is finished."
NOT_FINISHED = "The meeting is not finished: until then what is to be said goes into its minutes."


def objected(record: Record, by: str, text: str, at_event: int | None = None) -> Objected | Refused:
    """Return the objection of somebody who was there, by id or name, to what the record says."""
    name = clean_line(by)
    if not name:
        return Refused("Say who objects: a panelist, or the facilitator.")
    if not clean(text).strip():
        return Refused("Say what the objection is, in the objector’s own words.")
    if refused := _refused(record, at_event):
        return refused
    found = [one for one in record.panel if name in (one.id, one.name)]
    found = found or [one for one in record.panel if name.casefold() == one.name.casefold()]
    if found:
        one = found[0]
        return _kept(
            lambda: Objected(by=one.name, panelist=one.id, text=clean(text), at_event=at_event)
        )
    if record.facilitator and name.casefold() == record.facilitator.casefold():
        return _kept(lambda: Objected(by=record.facilitator, text=clean(text), at_event=at_event))
    known = ", ".join(one.id for one in record.panel)
    led = f", or the facilitator, {record.facilitator}" if record.facilitator else ""
    return Refused(f"“{name}” was not there: name one of {known}{led}.")


def noted(record: Record, by: str, text: str, at_event: int | None = None) -> Noted | Refused:
    """Return a note by anybody who gives a name."""
    if not clean_line(by):
        return Refused("Say whose note it is.")
    if not clean(text).strip():
        return Refused("The note is empty: write at least a word.")
    if refused := _refused(record, at_event):
        return refused
    return _kept(lambda: Noted(by=clean_line(by), text=clean(text), at_event=at_event))


def reviewed(record: Record, make: Callable[[], Reviewed | Refused]) -> Reviewed | Refused:
    """Return the review that `make` gives, if it says anything of a finished meeting."""
    if refused := _refused(record, None):
        return refused
    review = _kept(make)
    if isinstance(review, Refused):
        return review
    said = review.model_dump(exclude={"by", "again"}, exclude_defaults=True)
    if not said:
        return Refused("Nothing is said yet: mark at least one thing, or answer a question.")
    return review


def _refused(record: Record, at_event: int | None) -> Refused | None:
    if record.finished is None:
        return Refused(NOT_FINISHED)
    if at_event is not None and not 1 <= at_event <= record.events:
        return Refused(f"There is no event {at_event}: the journal has 1 to {record.events}.")
    return None


def _kept(make: Callable[[], E | Refused]) -> E | Refused:
    try:
        return make()
    except ValidationError:
        # What is given is cleaned and of the right kind by then: it can only be too long.
        return Refused("A text is too long to be kept: shorten it.")
