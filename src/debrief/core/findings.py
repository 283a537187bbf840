"""One problem in a file of the session, and where it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


def sentence(finding: Finding) -> str:
    """Return what is wrong, where, and what to do, on one line."""
    where = f"{finding.file}:{finding.line}" if finding.line else finding.file
    said = f"{where}: {finding.message}"
    return f"{said}; {finding.hint.rstrip('.')}." if finding.hint else f"{said}."


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem in a file: one sentence on what is wrong and a hint on what to do.

    `file` is relative to the session folder. `line` and `column` count from 1, in characters;
    both are 0 when no place in the file is meant. `source_line` is the line, or a part of it, as it
    may be shown: cleaned, and with the values masked in a scorecard. In it, `caret` characters
    stand before the caret, which underlines `width` terminal columns.
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
