"""The record as JSON: the same members as record.toml."""

from __future__ import annotations

import json
from collections.abc import Sequence

from debrief.core.after_model import Added, listed
from debrief.core.record_model import Record


def to_json(record: Record, added: Sequence[Added] = ()) -> str:
    """Return the whole record in JSON; what is not known is left out.

    What was `added` after the finish becomes the list `after`.
    """
    if not added:
        return record.model_dump_json(by_alias=True, exclude_none=True, indent=2) + "\n"
    data = record.model_dump(mode="json", by_alias=True, exclude_none=True)
    data["after"] = listed(added, "json")
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
