"""Modules that a key of a meeting may need, but its first screen does not."""

from __future__ import annotations

from importlib import import_module

LIBRARIES = ("filelock", "jinja2", "pyrage", "tree_sitter_toml", "wcwidth")
RECORD = (
    "debrief.core.record.finish",
    "debrief.core.record.lines",
    "debrief.core.room.view_record",
)
"""The modules that build and show the record."""


def import_libraries() -> None:
    """Import all of them, so that no key has to wait for an import."""
    for name in LIBRARIES + RECORD:
        import_module(name)
