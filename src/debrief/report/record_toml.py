"""Write the record as TOML and read it back."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from typing import Any

import tomli_w

from debrief.core.after.model import AddedEntry, listed
from debrief.core.record.model import Record
from debrief.core.record.poll_model import Round
from debrief.report.pages import NEW_IN

MOST_PARTS = 8
"""Most parts of a dotted key; nested tables take the parser quadratic time."""

APART_IN = 7
"""Number of the pages since which recusals and dissents are only with what they are about."""

AFTER_IN = 9
"""Number of the pages since which a record's files include what was added after the finish."""

_PART = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
_DEEP_KEY = re.compile(rf"^[ \t\[]*{_PART}(?:[ \t]*\.[ \t]*{_PART}){{{MOST_PARTS},}}", re.M)


def to_toml(record: Record, added: Sequence[AddedEntry] = ()) -> str:
    """Return the whole record in TOML; see `members`.

    Entries `added` after the finish become the list `after`.
    """
    data = members(record)
    if added:
        data["after"] = listed(added, "python")
    return tomli_w.dumps(data, multiline_strings=False)


def members(record: Record) -> dict[str, Any]:
    """Return the members of the record's files, without those that have their default.

    A new field then does not change the records that leave it empty.
    """
    known = record.model_dump(by_alias=True, exclude_defaults=True)
    return {"schema": record.schema_, **known}


def from_toml(text: str) -> Record:
    """Return the record that `to_toml` wrote; ValueError if the text is not a record.

    The list `after` is not part of it.
    """
    if _DEEP_KEY.search(text):
        raise ValueError("a key of the record has no more than a few parts")
    try:
        data = tomllib.loads(text)
        data.pop("after", None)
        return Record.model_validate(data)
    except RecursionError as error:
        raise ValueError("the tables are nested too deeply") from error


def same_record(found: bytes, rebuilt: bytes, pages: int) -> bool:
    """Return whether two record.toml are equal as records; ValueError if `found` is not a record.

    `found` was written by a program whose pages have the number `pages`. Members that are newer
    than that are not compared.
    """
    unknown = {name: Record.model_fields[name].default for name, n in NEW_IN.items() if n > pages}
    both = (from_toml(data.decode()).model_copy(update=unknown) for data in (found, rebuilt))
    old, new = next(both), next(both)
    if pages < APART_IN:
        old, new = _with_reasons_apart(old, new), _with_all_dissents(new)
    return old == new and (pages < AFTER_IN or _after_of(found) == _after_of(rebuilt))


def _after_of(data: bytes) -> object:
    return tomllib.loads(data.decode()).get("after")


def _with_all_dissents(record: Record) -> Record:
    """Return a record with the dissents of all decisions together."""
    earlier = record.earlier_decisions
    return record.model_copy(
        update={
            "dissents": (*(x for decision in earlier for x in decision.dissents), *record.dissents),
            "earlier_decisions": tuple(x.model_copy(update={"dissents": ()}) for x in earlier),
        }
    )


def _with_reasons_apart(old: Record, new: Record) -> Record:
    """Return `old` with the reasons of `new` where it has that of a recusal from others."""
    recusals = {
        (mark.panelist, mark.reason)
        for competency in new.competencies
        for round_ in competency.rounds
        for mark in round_.marks
        if mark.state == "recused"
    }
    wanted = {
        (competency.id, round_.number, mark.panelist): mark.reason
        for competency in new.competencies
        for round_ in competency.rounds
        for mark in round_.marks
    }

    def mended(competency: str, round_: Round) -> Round:
        marks = tuple(
            mark.model_copy(
                update={"reason": wanted.get((competency, round_.number, mark.panelist), "")}
            )
            if (mark.panelist, mark.reason) in recusals
            else mark
            for mark in round_.marks
        )
        return round_.model_copy(update={"marks": marks})

    competencies = tuple(
        competency.model_copy(
            update={"rounds": tuple(mended(competency.id, x) for x in competency.rounds)}
        )
        for competency in old.competencies
    )
    return old.model_copy(update={"competencies": competencies})
