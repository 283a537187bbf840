"""`debrief export`: the archive as rows, for a spreadsheet or a program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from debrief.cli import sessions as chosen
from debrief.cli.errors import WrongUseError

if TYPE_CHECKING:
    from debrief.core.record.model import Record
    from debrief.report.rows import Row
    from debrief.store.archive.archive import Entry


@click.command("export")
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "jsonl", "parquet"]),
    default="csv",
    show_default=True,
    help="CSV, one JSON object per line, or a Parquet file in the --to folder.",
)
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    help="The folder for Parquet files, which calibration --ratings can read.",
)
@chosen.option
@click.pass_obj
def command(sessions: Path | None, form: str, to: Path | None) -> None:
    """Print all sessions as rows, one for each rating of a revealed round.

    A session in which nothing was revealed has one row without a rating. The rows contain no
    evidence or other text from the meeting, and no candidate names. Panelists appear by id.

    \b
    Examples:
      debrief export --format csv > ratings.csv
      debrief export --format jsonl | jq -r 'select(.round == 2).session'
      debrief export --format parquet --to ./ratings

    Exit codes: 0 fine · 2 wrong use · 3 a session could not be read in full:
    the readable rows were still printed.
    """
    from click.exceptions import Exit

    from debrief.report.rows import to_csv, to_jsonl, typed
    from debrief.store import paths
    from debrief.store.archive import archive
    from debrief.store.tables import parquet_rows

    if (form == "parquet") is (to is None):
        raise WrongUseError("--format parquet and --to FOLDER belong together; give both.")

    entries = archive.sessions(chosen.directory(sessions), paths.cache_dir())
    problems: list[str] = []
    found = _rows(entries, problems)
    if to is not None:
        parquet_rows.write(to / "ratings.parquet", found, typed())
    else:
        for line in to_csv(found) if form == "csv" else to_jsonl(found):
            click.echo(line)
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise Exit(3)


def _rows(entries: tuple[Entry, ...], problems: list[str]) -> Iterator[Row]:
    from debrief.cli.list_command import facts
    from debrief.core.text import clean_line
    from debrief.report.rows import NamesKnown, numbered, rows

    names: NamesKnown = {}
    for entry in entries:
        record, problem = _record(entry)
        if problem:
            problems.append(f"{clean_line(entry.id)}: {problem}")
            entry = replace(entry, state="damaged")
        yield from numbered(rows(entry.id, facts(entry), record), record, names)


def _record(entry: Entry) -> tuple[Record | None, str]:
    """Return the record so far, if any meeting began, and why not all of it could be read."""
    from debrief.core.record.build import record
    from debrief.store.atomic import FileProblem
    from debrief.store.journal import journal

    if entry.state == "not-started":
        return None, ""
    try:
        contents = journal.usable(journal.read(entry.folder / "journal.jsonl"))
    except FileProblem as problem:
        return None, entry.problem or f"The journal {problem.reason}"
    found = record(contents.events, contents.fingerprint or None) if contents.events else None
    return found, contents.read_only or entry.problem
