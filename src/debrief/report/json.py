"""The record as JSON: the same members as record.toml."""

from __future__ import annotations

from debrief.core.record_model import Record


def to_json(record: Record) -> str:
    """Return the whole record in JSON; what is not known is left out."""
    return record.model_dump_json(by_alias=True, exclude_none=True, indent=2) + "\n"
