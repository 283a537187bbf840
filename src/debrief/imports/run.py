"""Import an export by its level map into a session's folder: all scorecards, or none."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from debrief.core.brief import Brief
from debrief.core.findings import Finding
from debrief.imports import convert, json_export, maps
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
