"""Text half typed, kept until it is saved or the meeting is finished; never an entry of a cell."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from debrief.core.text import clean
from debrief.store import atomic

DRAFTS = "draft.json"
LARGEST = 1024 * 1024

Drafts = Mapping[tuple[str, str], Mapping[str, str]]
"""By verb and what it is about: the answers by field name."""


def read(folder: Path) -> dict[tuple[str, str], dict[str, str]]:
    """Return the drafts of an earlier run; none when there is no file or it says nothing sound."""
    try:
        found = json.loads(atomic.read_regular(folder / DRAFTS, LARGEST))
        return {
            (str(one["verb"]), str(one["about"])): {
                str(name): clean(str(text)) for name, text in one["values"].items()
            }
            for one in found["drafts"]
        }
    except (atomic.FileProblem, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def write(folder: Path, drafts: Drafts) -> None:
    """Keep the drafts, or delete the file when there are none; FileProblem."""
    if not drafts:
        (folder / DRAFTS).unlink(missing_ok=True)
        return
    kept = [
        {"verb": verb, "about": about, "values": dict(values)}
        for (verb, about), values in drafts.items()
    ]
    text = json.dumps({"schema": 1, "drafts": kept}, ensure_ascii=False)
    atomic.write(folder / DRAFTS, text.encode(errors="replace"))
