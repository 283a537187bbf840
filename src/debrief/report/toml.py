"""The record as record.toml, and back."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence

import tomli_w

from debrief.core.after_model import Added, listed
from debrief.core.record_model import Record


def to_toml(record: Record, added: Sequence[Added] = ()) -> str:
    """Return the whole record in TOML; what is not known is left out.

    What was `added` after the finish becomes the list `after`, which record.toml never has.
    """
    data = record.model_dump(by_alias=True, exclude_none=True)
    if added:
        data["after"] = listed(added, "python")
    return tomli_w.dumps(data, multiline_strings=False)


def from_toml(text: str) -> Record:
    """Return the record that `to_toml` wrote; ValueError when this is not one."""
    return Record.model_validate(tomllib.loads(text))
