"""Import an export by its level map into a session's folder: all scorecards, or none."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

from debrief.core.brief import Brief
from debrief.core.findings import Finding
from debrief.imports import convert, json_export, maps, recognition
from debrief.imports.engine import Choices, convert_reading, first_map
from debrief.imports.forms import Reading
from debrief.imports.shipped_maps import ImportMap
from debrief.store import atomic
from debrief.store.cards import filing
from debrief.store.sessions import session
from debrief.store.toml_files.parse import parse


@dataclass(frozen=True, slots=True)
class Result:
    """The result of an import: the files written, or the problems that prevented it.

    `findings` are about the map, the brief or a card; `existing` are cards that the session has
    already.
    """

    files: tuple[Path, ...] = ()
    findings: tuple[Finding, ...] = ()
    imported: convert.ImportResult | None = None
    existing: tuple[Path, ...] = ()
    reading: Reading | None = None


def import_greenhouse(
    export: Path,
    level_map: Path,
    folder: Path,
    *,
    application: str | None = None,
    private_notes: bool,
    replace: bool,
) -> Result:
    """Write the scorecards of an export into a session; FileProblem, json_export.ExportError."""
    brief, findings = _brief(folder)
    if brief is None:
        return Result(findings=findings)
    data = atomic.read_regular(level_map, session.SESSION_BYTES)
    parsed = parse(data, level_map.name, maps.LevelMap, limit=session.SESSION_BYTES)
    errors = list(parsed.findings)
    if parsed.value is not None:
        errors += maps.check_map(parsed, parsed.value, brief)
    errors = [error for error in errors if error.severity == "error"]
    if errors or parsed.value is None:
        return Result(findings=tuple(errors))
    text = atomic.read_regular(
        export, json_export.EXPORT_BYTES, "export fewer scorecards at a time"
    )
    imported = convert.greenhouse(
        text, parsed.value, brief, application=application, private_notes=private_notes
    )
    if not imported.usable:
        return Result(imported=imported)
    return _filed(folder, imported, replace)


def import_files(
    files: tuple[Path, ...],
    folder: Path,
    *,
    kind: str = "",
    map_file: Path | None = None,
    choices: Choices,
    replace: bool = False,
) -> Result:
    """Write the forms of exports into a session, whatever they are; FileProblem, ExportError."""
    brief, findings = _brief(folder)
    if brief is None:
        return Result(findings=findings)
    given = ImportMap()
    if map_file is not None:
        data = atomic.read_regular(map_file, session.SESSION_BYTES)
        parsed = parse(data, map_file.name, ImportMap, limit=session.SESSION_BYTES)
        errors = list(parsed.findings)
        if parsed.value is not None:
            errors += maps.check_map(parsed, parsed.value, brief)
        errors = [error for error in errors if error.severity == "error"]
        if errors or parsed.value is None:
            return Result(findings=tuple(errors))
        given = parsed.value
    panel = {each.id for each in brief.panel} | {maps.LEAVE_OUT}
    strange = sorted({target for _, target in choices.people} - panel)
    found = _reading(files, kind)
    if strange:
        problems = tuple(
            f"--panelist: this session has no panelist “{target}”." for target in strange
        )
        return Result(imported=convert.ImportResult({}, (), problems, ()), reading=found)
    imported = convert_reading(found, given, brief, choices)
    if not imported.usable:
        return Result(imported=imported, reading=found)
    done = _filed(folder, imported, replace)
    if not done.findings:
        return dataclasses.replace(done, reading=found)
    # No card was written, so a line in one is no place to look at.
    problems = tuple(
        f"The card of {Path(each.file).stem}: {each.message}." for each in done.findings
    )
    return Result(imported=dataclasses.replace(imported, problems=problems), reading=found)


def write_map(
    files: tuple[Path, ...], folder: Path, map_file: Path, *, kind: str, choices: Choices
) -> Result:
    """Write a first map for exports, over no file; FileProblem, ExportError, FileExistsError."""
    brief, findings = _brief(folder)
    if brief is None:
        return Result(findings=findings)
    found = _reading(files, kind)
    if found.lacks or found.problems:
        return Result(imported=convert_reading(found, ImportMap(), brief, choices), reading=found)
    text = first_map(found, ImportMap(), brief, dict(choices.people))
    if map_file.exists():
        raise FileExistsError
    atomic.write(map_file, text.encode())
    return Result(files=(map_file,), reading=found)


def _reading(files: tuple[Path, ...], kind: str) -> Reading:
    data = [atomic.read_regular(file, json_export.EXPORT_BYTES) for file in files]
    return recognition.reading(data, kind)


def _brief(folder: Path) -> tuple[Brief | None, tuple[Finding, ...]]:
    data = atomic.read_regular(folder / "session.toml", session.SESSION_BYTES)
    brief, findings = session.read_brief(data)
    return brief, tuple(finding for finding in findings if finding.severity == "error")


def _filed(folder: Path, imported: convert.ImportResult, replace: bool) -> Result:
    cards = {panelist: text.encode() for panelist, text in imported.cards.items()}
    named = filing.recipients(folder)
    errors: list[Finding] = []
    for panelist, card in cards.items():
        _, findings = session.check_card(folder, panelist, card, named.session if named else "")
        errors += [finding for finding in findings if finding.severity == "error"]
    if errors:
        return Result(findings=tuple(errors), imported=imported)
    paths = [filing.card_there(folder, panelist) for panelist in cards]
    existing = tuple(path for path in paths if path is not None)
    if existing and not replace:
        return Result(imported=imported, existing=existing)
    return Result(filing.file_cards(folder, cards), (), imported, existing)
