"""The finished meeting in a few lines: the vote, the dissent and the promises, under labels."""

from __future__ import annotations

from collections.abc import Iterator

from debrief.core.meeting.wording import AWAY
from debrief.core.record.model import Record
from debrief.core.record.sections import promise_rows, vote_fact

Facts = tuple[tuple[str, tuple[str, ...]], ...]
"""Labels, each with its lines."""


def finish_facts(record: Record) -> Facts:
    """Return the vote and who did not vote, the dissent by name, and every promise."""
    dissent = tuple(_dissent(record)) or ("nobody voted against the decision",)
    promised = tuple(
        f"{row.text}   {who}, {day}" for row, who, day in promise_rows(record, str)
    ) or ("nothing on record",)
    return (
        ("Vote", (vote_fact(record, str),)),
        ("Dissent", dissent),
        ("Promised", promised),
    )


def _dissent(record: Record) -> Iterator[str]:
    answered = {dissent.panelist: bool(dissent.answer) for dissent in record.dissents}
    for panelist, is_answered in answered.items():
        words = "in their own words" + (", answered" if is_answered else "")
        yield f"{record.name(panelist)}, {words}"
    for person in record.asked:
        name = record.name(person.panelist)
        if person.panelist in answered:
            continue
        if person.answer == "accepts":
            yield f"{name} was asked and accepts"
        elif person.answer == "dissents":
            yield f"{name} dissents, but their words were not recorded"
        else:
            away = f" ({AWAY[person.presence]})" if person.presence in AWAY else ""
            yield f"{name} was not asked{away}"
