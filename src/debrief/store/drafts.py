"""Keep typed text until it is saved or the meeting is finished; never a blind entry."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from debrief.core.text import clean
from debrief.store import atomic

DRAFTS = "draft.json"
LARGEST = 1024 * 1024

Drafts = Mapping[tuple[str, str], Mapping[str, str]]
"""The answers by field name, by verb and its subject."""


def read(folder: Path) -> dict[tuple[str, str], dict[str, str]]:
    """Return the drafts of an earlier run; none if the file is missing or damaged."""
    try:
        data = json.loads(atomic.read_regular(folder / DRAFTS, LARGEST))
        return {
            (str(draft["verb"]), str(draft["about"])): {
                str(name): clean(str(text)) for name, text in draft["values"].items()
            }
            for draft in data["drafts"]
        }
    except (atomic.FileProblem, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def write(folder: Path, drafts: Drafts) -> None:
    """Write the drafts, or delete the file if there are none; FileProblem."""
    if not drafts:
        (folder / DRAFTS).unlink(missing_ok=True)
        return
    rows = [
        {"verb": verb, "about": about, "values": dict(values)}
        for (verb, about), values in drafts.items()
    ]
    text = json.dumps({"schema": 1, "drafts": rows}, ensure_ascii=False)
    atomic.write(folder / DRAFTS, text.encode(errors="replace"))
