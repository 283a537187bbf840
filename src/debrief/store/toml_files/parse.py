"""Parse TOML into models, and report every problem of a file with its line, a caret and a hint."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from debrief.core.findings import Finding, Severity
from debrief.core.text import clean
from debrief.store.toml_files import behind_mark, escapes, masks, positions, wording
from debrief.store.toml_files import lines as toml_lines
from debrief.store.toml_files import slips as toml_slips
from debrief.store.toml_files.foreign import foreign
from debrief.store.toml_files.positions import Path, Place, Places
from debrief.store.toml_files.slips import Slip
from debrief.store.toml_files.wording import Problem

CARD_BYTES = 64 * 1024
MOST_DOTS = 256
MOST_PARTS = 16
_DEEP_KEY = re.compile(rf"\s*\[*\s*[\w-]+(?:\s*\.\s*[\w-]+){{{MOST_PARTS},}}\s*[\]=]")
MOST_SLIPS = 20
MOST_PROBLEMS = 100
"""Maximum findings on the content of one file; describing a hundred thousand takes seconds."""

LARGEST = 2**63 - 1
LONGEST_SHOWN = 100
_OF_VALUES = (
    "unquoted", "decimal-comma", "value", "leading-zero", "capital", "no-value", "date",
)  # fmt: skip

M = TypeVar("M", bound=BaseModel)
Show = Literal["all", "masked", "nothing"]
"""The part of a line that a finding may show: all of it, only keys, or nothing."""
Hints = Callable[["Path"], str]
"""A function that returns a better hint for a path, or an empty text."""


@dataclass(frozen=True, slots=True)
class Parsed(Generic[M]):
    """One file as read: its model, None if it has errors, and its findings."""

    file: str
    value: M | None = field(repr=False)
    findings: tuple[Finding, ...]
    _source: _Source = field(repr=False)
    content: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """The readable content of the file, valid for the model or not."""
    place_warnings: bool = True
    """False if warnings need no place in the file."""

    def finding(
        self,
        path: Path,
        severity: Severity,
        code: str,
        message: str,
        hint: str = "",
        *,
        at_key: bool = False,
    ) -> Finding:
        """Return a finding about `path` of this file, placed at its value or its key."""
        if not self.place_warnings and severity == "warning":
            return Finding(self.file, 0, 0, severity, code, message, hint)
        place = self._source.places.key(path) if at_key else self._source.places.value(path)
        return self._source.finding(place, severity, code, message, hint)


def parse(
    data: bytes,
    file: str,
    model: type[M],
    *,
    limit: int = CARD_BYTES,
    show: Show = "all",
    hints: Hints = lambda path: "",
) -> Parsed[M]:
    """Parse `data`, the bytes of `file`, as `model`; no content raises an exception.

    `file` is the file's name in findings. `hints` may return better hints than the model's own.
    """
    source = _Source(
        file, data.removeprefix(b"\xef\xbb\xbf"), show, lambda: wording.all_keys(model)
    )
    found: list[Finding] = []
    if data.startswith(b"\xef\xbb\xbf"):
        found.append(
            source.finding(
                positions.Place(),
                "warning",
                "bom",
                "the file begins with a byte order mark, which is ignored",
                "save it as UTF-8 without a mark (BOM)",
            )
        )
    refused = source.refused(limit)
    if refused:
        return Parsed(file, None, (*found, refused), source)
    content, slips = source.read()
    value, errors = _validated(content, model)
    if (slips or errors) and (left := behind_mark.behind_mark(source.lines, source.known)):
        content, slips = source.read(left)
        value, errors = _validated(content, model)
    slips += escapes.in_paths(source.lines, {row for slip in slips for row in _rows(slip)})
    if content == {} and errors and not slips:
        return Parsed(file, None, (*found, source.empty()), source)
    found += [_slip_finding(source, slip, model, hints) for slip in slips]
    if content is None:
        return Parsed(file, None, tuple(found), source)
    numbers = _numbers(content)
    for path in numbers[:MOST_PROBLEMS]:
        message = wording.sentence_about(path, content, "is not a usable number")
        place = source.places.value(path)
        found.append(
            source.finding(place, "error", "number", message, hints(path) or "write another")
        )
    described = [wording.describe(error, content, model) for error in errors[:MOST_PROBLEMS]]
    problems = [problem for problem in described if problem.path not in numbers]
    found += _model_findings(source, problems, _broken_tables(source.lines, slips), hints)
    if (rest := len(errors) - MOST_PROBLEMS) > 0:
        message, hint = f"there are {rest} more problems in this file", "fix the others first"
        found.append(source.finding(positions.Place(), "error", "more", message, hint))
    found.sort(key=lambda finding: (finding.line, finding.column))
    if any(finding.severity == "error" for finding in found):
        value = None
    return Parsed(file, value, tuple(found), source, content)


def _rows(slip: Slip) -> range:
    return range(slip.first, slip.last + 1)


def _validated(
    content: dict[str, Any] | None, model: type[M]
) -> tuple[M | None, list[ErrorDetails]]:
    """Return the model of the readable content, or the errors in it."""
    if content is None:
        return None, []
    try:
        return model.model_validate(content, by_alias=True, by_name=False), []
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
        return None, [detail for detail in errors if not wording.enough(detail, content)]


def render(finding: Finding) -> str:
    """Return a finding as text for a terminal: place and sentence, the line, a caret, the hint."""
    at = f":{finding.line}:{finding.column}" if finding.line else ""
    text = [f"{finding.file}{at} {finding.severity}: {finding.message}"]
    if finding.source_line:
        number = f"{finding.line:>5} | "
        before = finding.source_line[: finding.caret]
        text.append(number + finding.source_line)
        text.append(" " * (len(number) - 2) + "| " + " " * _cells(before) + "^" * finding.width)
    if finding.hint:
        text.append(f"hint: {finding.hint}")
    return "\n".join(text)


class _Source:
    """The text of one file, with its lines and places."""

    def __init__(self, file: str, data: bytes, show: Show, known: Callable[[], set[str]]) -> None:
        self.file, self._data, self._show, self._known = file, data, show, known
        text = data.decode("utf-8", "replace").replace("\r\n", "\n")
        self.lines = text.split("\n")
        self._read = ""

    @cached_property
    def places(self) -> Places:
        """The places of all readable content, found when first needed."""
        return positions.find(self._read.encode())

    @cached_property
    def known(self) -> set[str]:
        """The valid keys."""
        return self._known()

    def read(self, known: list[Slip] | None = None) -> tuple[dict[str, Any] | None, list[Slip]]:
        """Return the content without its unreadable statements, and the slips in those.

        `known` are slips found in another way.
        """
        left = list(self.lines)
        slips = list(known or [])
        for slip in slips:
            left[slip.first : slip.last + 1] = [""] * (slip.last + 1 - slip.first)
        while len(slips) < MOST_SLIPS:
            text = "\n".join(left)
            try:
                content = tomllib.loads(text)
            except tomllib.TOMLDecodeError as error:
                slip = toml_slips.diagnose(left, error)
                slips.append(slip)
                if slip.code == "fence":
                    left = toml_lines.without_fences(left)
                left[slip.first : slip.last + 1] = [""] * (slip.last + 1 - slip.first)
            except RecursionError:
                row = max(range(len(left)), key=lambda r: left[r].count("[") + left[r].count("{"))
                what, hint = (
                    "lists or tables are nested too deeply",
                    "do not put a list inside another list",
                )
                return None, [*slips, toml_slips.Slip(row, 0, "nested", what, hint, row, row)]
            except ValueError:
                row = max(range(len(left)), key=lambda r: sum(map(str.isdigit, left[r])))
                what, hint = "a number has far too many digits", "write a smaller number"
                return None, [*slips, toml_slips.Slip(row, 0, "number", what, hint, row, row)]
            else:
                self._read = text
                return content, slips
        return None, [*dict.fromkeys(slips)]

    def refused(self, limit: int) -> Finding | None:
        """Return a finding if the file cannot be parsed at all."""
        if len(self._data) > limit:
            return Finding(
                self.file, 0, 0, "error", "size",
                f"the file is larger than {limit // 1024} KiB", "shorten it",
            )  # fmt: skip
        verdict = foreign(self._data)
        if verdict:
            code, message, hint = verdict
            return Finding(self.file, 1, 1, "error", code, message, hint)
        try:
            self._data.decode("utf-8")
        except UnicodeDecodeError as error:
            above = self._data[: error.start].decode("utf-8")
            place = positions.Place(above.count("\n") + 1, len(above) - above.rfind("\n"))
            return self.finding(
                place,
                "error",
                "encoding",
                "a character here is not UTF-8",
                "save the file again as plain text, with the encoding UTF-8",
            )
        for row, line in enumerate(self.lines, start=1):
            # Tables within tables cost the parser the square of how many there are.
            if line.count(".") > MOST_DOTS or _DEEP_KEY.match(line):
                message = f"this line has more than {MOST_DOTS} dots, or {MOST_PARTS} in a key"
                return self.finding(
                    positions.Place(row),
                    "error",
                    "dots",
                    message,
                    "break the text into several entries",
                )
        return None

    def empty(self) -> Finding:
        """Return the finding on a file without content."""
        if any(line.lstrip().startswith("#") for line in self.lines):
            message = "every line in this file is behind a #"
            hint = "remove the # in front of the lines you filled in"
        else:
            message, hint = "the file is empty", "fill it in, or delete it"
        return self.finding(positions.Place(), "error", "empty", message, hint)

    def finding(
        self, place: Place, severity: Severity, code: str, message: str, hint: str = ""
    ) -> Finding:
        line, caret, width = self._shown(place)
        return Finding(
            self.file, place.line, place.column, severity, code, message, hint, line, caret, width
        )

    def _shown(self, place: Place) -> tuple[str, int, int]:
        """Return the line for display, the characters before the caret, and its width."""
        if self._show == "nothing" or place.line > len(self.lines):
            return "", 0, 1
        raw = self.lines[place.line - 1]
        start, end = place.column - 1, place.column - 1 + place.width
        if self._show == "masked":  # not even the caret's place in a value may be shown
            raw, kept = masks.masked(raw, self.known)
            start = min(start, kept)
            end = end if end <= kept else len(raw)
        before, over, line = clean(raw[:start]), clean(raw[start:end]), clean(raw)
        cut = max(0, len(before) - LONGEST_SHOWN // 2)
        shown = line[cut : cut + LONGEST_SHOWN]
        caret = len(before) - cut
        return shown, caret, max(1, min(_cells(over), LONGEST_SHOWN - caret))


def _slip_finding(source: _Source, slip: Slip, model: type[BaseModel], hints: Hints) -> Finding:
    """Return the finding on a slip, with its subject and a hint for the model."""
    place = positions.Place(slip.row + 1, slip.column + 1, slip.width)
    message, hint = slip.message, slip.hint
    line = source.lines[slip.first]
    words = line.split(maxsplit=1)
    named = toml_lines.key(line)
    name = named or (words[0].rstrip(":") if words and words[0].rstrip(":") in source.known else "")
    if name and slip.code != "behind-mark":
        table = _table(source.lines, slip.first)
        path = (*table, *toml_lines.parts(name), *([slip.inner] if slip.inner else []))
        last = wording.short(slip.inner or name)
        about = table if slip.code == "duplicate" and not slip.inner else path
        message = wording.sentence_about(about, {}, message)
        hint = hint.replace("key =", f"{last} =")
        if slip.code == "missing-equals":
            hint = f"write {last} = and then the value"
        elif slip.code in _OF_VALUES:
            hint = hints(path) or wording.written(model, path) or hint
            if slip.code in ("unquoted", "value") and wording.is_date(model, path):
                message = wording.sentence_about(path, {}, "this is not a date")
    return source.finding(place, "error", slip.code, message, hint)


def _table(lines: list[str], row: int) -> Path:
    """Return the names of the table around a row, without the indices of [[tables]]."""
    for above in range(row, -1, -1):
        name = toml_lines.header(lines[above])
        if name is not None:
            return toml_lines.parts(name)
    return ()


def _numbers(content: dict[str, Any]) -> list[Path]:
    """Return the paths of numbers that are not finite or exceed 64 bits."""
    found: list[Path] = []
    waiting: list[tuple[Path, object]] = [((), content)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [((*path, name), inner) for name, inner in value.items()]
        elif isinstance(value, list):
            waiting += [((*path, row), inner) for row, inner in enumerate(value)]
        elif isinstance(value, int | float) and not abs(value) <= LARGEST:  # nan is not <= either
            found.append(path)
    return found


def _model_findings(
    source: _Source, problems: list[Problem], broken: set[Path], hints: Hints
) -> list[Finding]:
    seen: dict[Path, Finding] = {}
    stray: set[Path] = set()
    hinted = {unknown.hint for unknown in problems if unknown.code == "unknown-key"}
    for problem in sorted(problems, key=lambda fault: source.places.key(fault.path).line):
        if problem.code == "missing" and f"did you mean “{problem.path[-1]}”?" in hinted:
            continue
        if problem.code == "misplaced":  # one header fixes them all
            if problem.path[:-1] in stray:
                continue
            stray.add(problem.path[:-1])
        names = tuple(part for part in problem.path if isinstance(part, str))
        if problem.code in ("missing", "value-error") and any(
            table[: len(names)] == names or (problem.code == "missing" and table == names[:-1])
            for table in broken
        ):
            continue  # it may be in a skipped statement
        places = source.places
        place = places.key(problem.path) if problem.at_key else places.value(problem.path)
        known = not problem.at_key or problem.code in ("unknown-key", "string-pattern-mismatch")
        hint = (hints(problem.path) if known else "") or problem.hint
        finding = source.finding(place, "error", problem.code, problem.message, hint)
        seen.setdefault(problem.path, finding)
    return list(seen.values())


def _broken_tables(lines: list[str], slips: list[Slip]) -> set[Path]:
    """Return the tables with a skipped statement, which may contain a seemingly missing key."""
    tables: set[Path] = set()
    for slip in slips:
        tables.add(_table(lines, slip.first))
        below = map(toml_lines.header, lines[slip.first + 1 : slip.last + 1])
        tables |= {toml_lines.parts(name) for name in below if name is not None}
    return tables


def _cells(text: str) -> int:
    """Return the width of a text in terminal columns."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    marks = sum(unicodedata.category(char) in ("Mn", "Me", "Cf") for char in text)
    return len(text) + wide - marks
