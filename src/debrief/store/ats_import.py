"""An export and its level map → scorecards in a session's folder: all of them, or none."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from debrief.core.brief import Brief
from debrief.core.findings import Finding
from debrief.store import atomic, ats, ats_json, ats_map, filing, session
from debrief.store.toml import parse


@dataclass(frozen=True, slots=True)
class Result:
    """What became of an import: the files written, unless something speaks against it.

    `findings` are on the map, the brief or a card; `standing` are cards that are there already.
    """

    files: tuple[Path, ...] = ()
    findings: tuple[Finding, ...] = ()
    imported: ats.Imported | None = None
    standing: tuple[Path, ...] = ()


def import_greenhouse(
    export: Path,
    level_map: Path,
    folder: Path,
    *,
    application: str | None = None,
    private_notes: bool,
    replace: bool,
) -> Result:
    """Write the scorecards of an export into a session; FileProblem, ats_json.ExportError."""
    brief, findings = _brief(folder)
    if brief is None:
        return Result(findings=findings)
    data = atomic.read_regular(level_map, session.SESSION_BYTES)
    parsed = parse(data, level_map.name, ats_map.LevelMap, limit=session.SESSION_BYTES)
    errors = list(parsed.findings)
    if parsed.value is not None:
        errors += ats_map.check_map(parsed, parsed.value, brief)
    errors = [one for one in errors if one.severity == "error"]
    if errors or parsed.value is None:
        return Result(findings=tuple(errors))
    text = atomic.read_regular(export, ats_json.EXPORT_BYTES)
    imported = ats.greenhouse(
        text, parsed.value, brief, application=application, private_notes=private_notes
    )
    if not imported.usable:
        return Result(imported=imported)
    return _filed(folder, imported, replace)


def _brief(folder: Path) -> tuple[Brief | None, tuple[Finding, ...]]:
    data = atomic.read_regular(folder / "session.toml", session.SESSION_BYTES)
    brief, findings = session.read_brief(data)
    return brief, tuple(one for one in findings if one.severity == "error")


def _filed(folder: Path, imported: ats.Imported, replace: bool) -> Result:
    cards = {panelist: text.encode() for panelist, text in imported.cards.items()}
    named = filing.recipients(folder)
    found: list[Finding] = []
    for panelist, card in cards.items():
        _, findings = session.check_card(folder, panelist, card, named.session if named else "")
        found += [one for one in findings if one.severity == "error"]
    if found:
        return Result(findings=tuple(found), imported=imported)
    there = [filing.card_there(folder, panelist) for panelist in cards]
    standing = tuple(path for path in there if path is not None)
    if standing and not replace:
        return Result(imported=imported, standing=standing)
    return Result(filing.file_cards(folder, cards), (), imported, standing)
