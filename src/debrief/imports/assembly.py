"""A scorecard built from an export: ratings with their reasons, and comments."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from datetime import datetime

import tomli_w

from debrief.store.toml_files.parse import MOST_DOTS

_COMMENT_WIDTH = 96
_COMMENTS = "# Parts of the export that a card has no field for:\n#\n"


@dataclass(slots=True)
class ImportedCard:
    """The card of one panelist, from one or more scorecards by the same author."""

    panelist: str
    author: str
    submitted: datetime | None = None
    scorecards: list[int] = field(default_factory=list)
    ratings: dict[str, dict[str, object]] = field(default_factory=dict)
    rated_in: dict[str, int] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)

    def date(self, submitted: datetime | None) -> None:
        """Take the later of two dates."""
        if submitted is not None:
            self.submitted = max(submitted, self.submitted or submitted)

    def explain(self, competency: str, note: str) -> int:
        """Add a note to the reason of a rating; return the new length of the reason."""
        entry = self.ratings[competency]
        before = entry.get("reason", "")
        reason = f"{before}\n{_spread(note)}" if before else _spread(note)
        entry["reason"] = reason
        return len(reason)

    def text(self) -> str:
        """Return the card as TOML text."""
        head: dict[str, object] = {"schema": 1, "panelist": self.panelist}
        if self.submitted is not None:
            head["submitted"] = self.submitted
        body = tomli_w.dumps(head | {"ratings": self.ratings}, multiline_strings=True)
        comments = "".join(
            f"# {line}\n"
            for comment in self.comments
            for line in [*textwrap.wrap(comment, _COMMENT_WIDTH), ""]
        )
        return (
            f"#:schema ../.schemas/scorecard.schema.json\n{body}"
            f"{chr(10) + _COMMENTS if comments else ''}{comments}"
        )


def _spread(note: str) -> str:
    """Break lines that have more dots than a line of a card may have."""
    return "\n".join(
        line if line.count(".") < MOST_DOTS else line.replace(". ", ".\n")
        for line in note.split("\n")
    )
