"""`debrief import`: import scorecards from an applicant tracking system."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from debrief.cli import sessions as chosen
from debrief.cli.errors import FailedError, WrongUseError
from debrief.cli.main import CONTEXT

if TYPE_CHECKING:
    from debrief.imports.convert import ImportResult, Unmapped
    from debrief.imports.run import Result

FINDINGS = 1
_MOST_PLACES = 8
FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.group("import", context_settings=CONTEXT)
def command() -> None:
    """Import scorecards from an applicant tracking system.

    \b
    Examples:
      debrief import greenhouse cards.json --session my-session --levels map.toml
      debrief import greenhouse -h      how to write the map
    """


@command.command("greenhouse")
@click.argument("file", type=FILE)
@click.option("--session", required=True, help="The session to import into: a folder or an id.")
@click.option(
    "--levels", required=True, type=FILE, help="A TOML map from the export's words to levels."
)
@click.option("--application", help="The application's number, if FILE covers several.")
@click.option("--private-notes", is_flag=True, help="Also import “Private Notes”.")
@click.option("--replace", is_flag=True, help="Overwrite existing cards.")
@chosen.option
@click.pass_obj
def greenhouse(
    sessions: Path | None,
    *,
    file: Path,
    session: str,
    levels: Path,
    application: str | None,
    private_notes: bool,
    replace: bool,
) -> None:
    """Import scorecards from FILE, an export of Greenhouse's Harvest API, into a session.

    No rating is shown and nothing is guessed. If the map in --levels does not name something, the
    command lists it and writes nothing. Notes become the reason of their rating. If the session
    has recipients, the cards are encrypted.

    \b
    The map is a TOML file:
      [levels]
      strong_yes = 4          # a level, met, not-met, not-assessed, abstains or missing
      mixed = "not-assessed"
      [thresholds]            # for competencies that are met or not met
      strong_yes = "met"
      [competencies]
      "Problem solving" = "judgment"      # or "leave-out"; "Skills: Problem solving" too
      [panelists]
      "Tom Becker" = "tom"    # by name or email, or "leave-out"
      [questions]             # optional: answers that explain a rating
      "What did they decide?" = "judgment"
      [interviews]            # optional
      "Phone screen" = "leave-out"

    \b
    Example:
      debrief import greenhouse cards.json --session my-session --levels map.toml

    Exit codes: 0 fine · 1 something is unmapped or has an error · 2 wrong use · 3 a file could not
    be read or written.
    """
    from debrief.imports.json_export import ExportError
    from debrief.imports.run import import_greenhouse

    folder = chosen.folder(session, sessions)
    try:
        result = import_greenhouse(
            file,
            levels,
            folder,
            application=application,
            private_notes=private_notes,
            replace=replace,
        )
    except ExportError as problem:
        raise FailedError(f"{chosen.shown(file)}: {problem}") from problem
    if result.existing and not result.files:
        existing = ", ".join(chosen.shown(path.relative_to(folder)) for path in result.existing)
        raise WrongUseError(
            f"Nothing was imported: {existing} would be overwritten. To overwrite, add --replace."
        )
    for line in _problems(result, chosen.shown(levels)):
        click.echo(line)
    if not result.files:
        complete = result.imported if result.imported and not result.imported.unmapped else None
        click.echo("\n".join([*_left_out(complete), "Nothing was imported."]))
        raise Exit(FINDINGS)
    count = len(result.files)
    click.echo(f"Imported {count} {'scorecard' if count == 1 else 'scorecards'} (no rating shown):")
    for path in result.files:
        click.echo(f"  {chosen.shown(path.relative_to(folder))}")
    click.echo("\n".join(_left_out(result.imported)))
    click.echo(f"\nNext:\n  debrief check {shlex.quote(chosen.name_of(folder))}")


def _problems(result: Result, name: str) -> list[str]:
    """Return the lines that report the problems of an import."""
    from debrief.store.toml_files.parse import render

    lines = [f"{render(finding)}\n" for finding in result.findings]
    if result.imported is None or result.files:
        return lines
    lines += result.imported.problems
    if result.imported.unmapped:
        lines.append(f"{name} does not map these. Add them:")
        lines += _unmapped_lines(result.imported.unmapped)
    return lines


def _unmapped_lines(unmapped: tuple[Unmapped, ...]) -> list[str]:
    import tomli_w

    lines: list[str] = []
    for table in dict.fromkeys(cell.table for cell in unmapped):
        lines.append(f"  [{table}]")
        for cell in unmapped:
            if cell.table == table:
                key = tomli_w.dumps({cell.name: ""}).rpartition(" = ")[0]
                lines.append(f"  {key} = …     # {cell.hint}{_places(cell.places)}")
    return lines


def _places(numbers: tuple[int, ...]) -> str:
    if not numbers:
        return ""
    some = ", ".join(map(str, numbers[:_MOST_PLACES]))
    more = ", …" if len(numbers) > _MOST_PLACES else ""
    return f"  (scorecard{'s' if len(numbers) > 1 else ''} {some}{more})"


def _left_out(imported: ImportResult | None) -> list[str]:
    if imported is None or not imported.notes:
        return []
    return ["Not imported:", *(f"  {sentence}" for sentence in imported.notes)]
