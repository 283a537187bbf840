"""`debrief import`: import scorecards from an applicant tracking system."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit
from typing_extensions import override

from debrief.cli import sessions as chosen
from debrief.cli.errors import FailedError, WrongUseError
from debrief.cli.main import CONTEXT

if TYPE_CHECKING:
    from debrief.imports.convert import ImportResult, Unmapped
    from debrief.imports.run import Result

FINDINGS = 1
_MOST_PLACES = 8
FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


KINDS = (
    "greenhouse-v3", "greenhouse-v1", "ashby", "lever", "workable", "google-forms",
    "microsoft-forms", "table",
)  # fmt: skip


class _FilesOrSystem(click.Group):
    """A group that takes files, too: without the name of a command, it imports them."""

    @override
    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in {*self.commands, *ctx.help_option_names}:
            args = ["files", *args]
        return super().parse_args(ctx, args)

    @override
    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        click.Command.format_options(self.commands["files"], ctx, formatter)
        self.format_commands(ctx, formatter)


@click.group(
    "import",
    cls=_FilesOrSystem,
    context_settings=CONTEXT,
    options_metavar="",
    subcommand_metavar="FILE... --into SESSION [OPTIONS]",
)
def command() -> None:
    """Import scorecards of other systems into a session.

    FILE is an export of Greenhouse, Ashby, Lever or Workable as JSON, or the responses of Google
    Forms or Microsoft Forms as CSV. The kind of file is found from its content. No rating is shown
    and nothing is guessed: whatever the map lacks is listed, and nothing is written.

    \b
    Examples:
      debrief import feedback.json --into my-session
      debrief import responses.csv --into my-session --map map.toml --write-map
      debrief import responses.csv --into my-session --map map.toml --panelist "row 3=tom"

    Exit codes: 0 fine · 1 something is unmapped or has an error · 2 wrong use · 3 a file could not
    be read or written.
    """


@command.command("files", hidden=True)
@click.argument("files", type=FILE, nargs=-1, required=True)
@click.option("--into", "session", required=True, help="The session: a folder or an id.")
@click.option("--from", "kind", type=click.Choice(KINDS), help="The kind of file, if not found.")
@click.option(
    "--map",
    "map_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A TOML map from items to competencies, and from words to levels.",
)
@click.option("--write-map", is_flag=True, help="Write a first map to --map; import nothing.")
@click.option(
    "--panelist",
    "people",
    multiple=True,
    metavar="ROW=ID",
    help="The panelist of a row or name, as in “row 3=tom”. May be repeated.",
)
@click.option("--latest", is_flag=True, help="Of two forms of one person, use the later ratings.")
@click.option("--application", help="The application's id, if the files cover several.")
@click.option("--private-notes", is_flag=True, help="Also import “Private notes”.")
@click.option("--replace", is_flag=True, help="Overwrite existing cards.")
@chosen.option
@click.pass_obj
def import_any(
    sessions: Path | None,
    *,
    files: tuple[Path, ...],
    session: str,
    kind: str | None,
    map_file: Path | None,
    write_map: bool,
    people: tuple[str, ...],
    latest: bool,
    application: str | None,
    private_notes: bool,
    replace: bool,
) -> None:
    """Import FILE into a session. `debrief import -h` has the details."""
    from debrief.imports import run
    from debrief.imports.engine import Choices
    from debrief.imports.json_export import ExportError

    folder = chosen.folder(session, sessions)
    choices = Choices(application, private_notes, latest, tuple(_pair(each) for each in people))
    if write_map and map_file is None:
        raise WrongUseError("To write a map, name its file: --map FILE --write-map.")
    try:
        if write_map and map_file is not None:
            written = run.write_map(files, folder, map_file, kind=kind or "", choices=choices)
            _show_written(written, files, map_file)
            return
        result = run.import_files(
            files,
            folder,
            kind=kind or "",
            map_file=map_file,
            choices=choices,
            replace=replace,
        )
    except ExportError as problem:
        names = ", ".join(map(chosen.shown, files))
        raise FailedError(f"{names}: {problem}") from problem
    except FileExistsError as problem:
        raise WrongUseError(
            f"{chosen.shown(map_file or Path())} exists already. Choose another name."
        ) from problem
    _show_kind(result, files)
    name = chosen.shown(map_file) if map_file else "The map"
    _show_result(result, folder, name)


def _pair(text: str) -> tuple[str, str]:
    row, equals, panelist = text.rpartition("=")
    if not equals or not row.strip() or not panelist.strip():
        raise WrongUseError(f"--panelist {text}: write it as ROW=ID, as in “row 3=tom”.")
    return row.strip(), panelist.strip()


def _show_kind(result: Result, files: tuple[Path, ...]) -> None:
    if result.reading is not None:
        names = ", ".join(chosen.shown(file) for file in files)
        click.echo(f"{names}: this looks like {result.reading.found}.")


def _show_written(result: Result, files: tuple[Path, ...], map_file: Path) -> None:
    _show_kind(result, files)
    for line in _problems(result, ""):
        click.echo(line)
    if not result.files:
        click.echo("No map was written.")
        raise Exit(FINDINGS)
    click.echo(f"Wrote {chosen.shown(map_file)}. Fill in its empty values, then import without")
    click.echo("--write-map.")


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
    _show_result(result, folder, chosen.shown(levels))


def _show_result(result: Result, folder: Path, name: str) -> None:
    """Print the result of an import; Exit unless cards were written."""
    if result.existing and not result.files:
        existing = ", ".join(chosen.shown(path.relative_to(folder)) for path in result.existing)
        raise WrongUseError(
            f"Nothing was imported: {existing} would be overwritten. To overwrite, add --replace."
        )
    for line in _problems(result, name):
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
        lines += _unmapped_lines(result.imported.unmapped, _noun(result))
        if result.reading and any(cell.table == "panelists" for cell in result.imported.unmapped):
            lines.append('To name a panelist without a map: --panelist "NAME=ID".')
    return lines


def _noun(result: Result) -> str:
    """Return the name of one form in the files: scorecard, form or row."""
    forms = result.reading.forms if result.reading else ()
    return forms[0].place.partition(" ")[0] if forms else "scorecard"


def _unmapped_lines(unmapped: tuple[Unmapped, ...], noun: str) -> list[str]:
    import tomli_w

    lines: list[str] = []
    for table in dict.fromkeys(cell.table for cell in unmapped):
        lines.append(f"  [{table}]")
        for cell in unmapped:
            if cell.table == table:
                key = tomli_w.dumps({cell.name: ""}).rpartition(" = ")[0]
                lines.append(f"  {key} = …     # {cell.hint}{_places(cell.places, noun)}")
    return lines


def _places(numbers: tuple[int, ...], noun: str) -> str:
    if not numbers:
        return ""
    some = ", ".join(map(str, numbers[:_MOST_PLACES]))
    more = ", …" if len(numbers) > _MOST_PLACES else ""
    return f"  ({noun}{'s' if len(numbers) > 1 else ''} {some}{more})"


def _left_out(imported: ImportResult | None) -> list[str]:
    if imported is None or not imported.notes:
        return []
    return ["Not imported:", *(f"  {sentence}" for sentence in imported.notes)]
