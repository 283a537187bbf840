"""`debrief import`: scorecards that are in an applicant tracking system already."""

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
    from debrief.store.ats import Imported, Unmapped
    from debrief.store.ats_import import Result

FINDINGS = 1
_MOST_PLACES = 8
FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.group("import", context_settings=CONTEXT)
def command() -> None:
    """Take over scorecards from an applicant tracking system.

    \b
    Examples:
      debrief import greenhouse cards.json --session my-session --levels map.toml
      debrief import greenhouse -h      what the map says
    """


@command.command("greenhouse")
@click.argument("file", type=FILE)
@click.option("--session", required=True, help="Where the cards are to go: a folder or an id.")
@click.option("--levels", required=True, type=FILE, help="What the words of the export mean here.")
@click.option("--application", help="Its number, where FILE has scorecards of several.")
@click.option("--private-notes", is_flag=True, help="Take “Private Notes” along too.")
@click.option("--replace", is_flag=True, help="Write over cards that are there already.")
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
    """Write scorecards from FILE, as Greenhouse's Harvest API gives them, into a session.

    No rating is shown, and nothing is guessed: what the map in --levels does not name is listed,
    and then nothing is written. Notes become the reason of their rating. Where the session has
    recipients the cards are encrypted.

    \b
    The map is a TOML file:
      [levels]
      strong_yes = 4          # a level, met, not-met, not-assessed, abstains or missing
      mixed = "not-assessed"
      [thresholds]            # the same words where a competency is met or not met
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

    Exit codes: 0 fine · 1 something is not mapped or not right · 2 wrong use · 3 a file could not
    be read or written.
    """
    from debrief.store.ats_import import import_greenhouse
    from debrief.store.ats_json import ExportError

    folder = chosen.folder(session, sessions)
    try:
        done = import_greenhouse(
            file,
            levels,
            folder,
            application=application,
            private_notes=private_notes,
            replace=replace,
        )
    except ExportError as problem:
        raise FailedError(f"{chosen.shown(file)}: {problem}") from problem
    if done.standing and not done.files:
        there = ", ".join(chosen.shown(path.relative_to(folder)) for path in done.standing)
        raise WrongUseError(
            f"Nothing was imported: {there} would be overwritten; --replace does that."
        )
    for line in _against(done, chosen.shown(levels)):
        click.echo(line)
    if not done.files:
        nothing_to_ask = done.imported if done.imported and not done.imported.unmapped else None
        click.echo("\n".join([*_told(nothing_to_ask), "Nothing was imported."]))
        raise Exit(FINDINGS)
    count = len(done.files)
    click.echo(f"Imported {count} {'scorecard' if count == 1 else 'scorecards'}, ratings unseen:")
    for path in done.files:
        click.echo(f"  {chosen.shown(path.relative_to(folder))}")
    click.echo("\n".join(_told(done.imported)))
    click.echo(f"\nNext:\n  debrief check {shlex.quote(chosen.name_of(folder))}")


def _against(done: Result, name: str) -> list[str]:
    """What speaks against the import, line by line."""
    from debrief.store.toml import render

    lines = [f"{render(one)}\n" for one in done.findings]
    if done.imported is None or done.files:
        return lines
    lines += done.imported.problems
    if done.imported.unmapped:
        lines.append(f"Not in {name}; add what is meant:")
        lines += _asked(done.imported.unmapped)
    return lines


def _asked(unmapped: tuple[Unmapped, ...]) -> list[str]:
    import tomli_w

    lines: list[str] = []
    for table in dict.fromkeys(one.table for one in unmapped):
        lines.append(f"  [{table}]")
        for one in unmapped:
            if one.table == table:
                key = tomli_w.dumps({one.name: ""}).rpartition(" = ")[0]
                lines.append(f"  {key} = …     # {one.hint}{_places(one.places)}")
    return lines


def _places(numbers: tuple[int, ...]) -> str:
    if not numbers:
        return ""
    some = ", ".join(map(str, numbers[:_MOST_PLACES]))
    more = ", …" if len(numbers) > _MOST_PLACES else ""
    return f"  (scorecard{'s' if len(numbers) > 1 else ''} {some}{more})"


def _told(imported: Imported | None) -> list[str]:
    if imported is None or not imported.told:
        return []
    return ["Left out:", *(f"  {sentence}" for sentence in imported.told)]
