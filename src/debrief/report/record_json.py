"""The record as JSON: the same members as record.toml."""

from __future__ import annotations

import json
from collections.abc import Sequence

from pydantic_core import to_jsonable_python

from debrief.core.after.model import AddedEntry, listed
from debrief.core.record.model import Record
from debrief.report.record_toml import members


def to_json(record: Record, added: Sequence[AddedEntry] = ()) -> str:
    """Return the whole record in JSON, with the members that record.toml has.

    Entries `added` after the finish become the list `after`.
    """
    data = to_jsonable_python(members(record))
    if added:
        data["after"] = listed(added, "json")
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
