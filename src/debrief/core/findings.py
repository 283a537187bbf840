"""A problem in a file of the session, with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


def sentence(finding: Finding) -> str:
    """Return the place, the problem and the hint on one line."""
    where = f"{finding.file}:{finding.line}" if finding.line else finding.file
    problem = f"{where}: {finding.message}"
    return f"{problem}; {finding.hint.rstrip('.')}." if finding.hint else f"{problem}."


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem in a file, as one sentence, and a hint on what to do.

    `file` is relative to the session folder. `line` and `column` count from 1, in characters;
    both are 0 if the problem has no place in the file. `source_line` is the line, or a part of it,
    for display: cleaned, and with masked values in a scorecard. `caret` is the number of characters
    in it before the caret, which underlines `width` terminal columns.
    """

    file: str
    line: int
    column: int
    severity: Severity
    code: str
    message: str
    hint: str = ""
    source_line: str = ""
    caret: int = 0
    width: int = 1
