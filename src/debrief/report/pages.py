"""The number of the pages, for the layout and wording of a record's files."""

from __future__ import annotations

PAGES = 9
"""The number to raise whenever a template, wording or field changes a page of any meeting.

RecordWritten notes it, so that `debrief verify` compares only pages of the same number. Programs
that noted none count as 0.
"""

NEW_IN = {"not_asked": 1, "asked": 3, "course": 5}
"""Fields of Record with the number since which record.toml has them."""
