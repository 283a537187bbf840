"""`debrief export`: the archive as rows, for a spreadsheet or a program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from debrief.cli import sessions as chosen

if TYPE_CHECKING:
    from debrief.core.record_model import Record
    from debrief.report.rows import Row
    from debrief.store.archive import Entry


@click.command("export")
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "jsonl"]),
    default="csv",
    show_default=True,
    help="A table, or a JSON object a line.",
)
@chosen.option
@click.pass_obj
def command(sessions: Path | None, form: str) -> None:
    """Print all sessions as rows, one for each rating of a revealed round.

    A session in which nothing was revealed has one row without a rating. No evidence and no other
    text of the meeting is in it, nor the candidate's name; panelists go by their ids.

    \b
    Examples:
      debrief export --format csv > ratings.csv
      debrief export --format jsonl | jq -r 'select(.round == 2).session'

    Exit codes: 0 fine · 2 wrong use · 3 a session could not be read in full: what is good is there.
    """
    from click.exceptions import Exit

    from debrief.report.rows import to_csv, to_jsonl
    from debrief.store import archive, paths

    entries = archive.sessions(chosen.directory(sessions), paths.cache_dir())
    problems: list[str] = []
    found = _rows(entries, problems)
    for line in to_csv(found) if form == "csv" else to_jsonl(found):
        click.echo(line)
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise Exit(3)


def _rows(entries: tuple[Entry, ...], problems: list[str]) -> Iterator[Row]:
    from debrief.cli.list_command import facts
    from debrief.core.text import clean_line
    from debrief.report.rows import rows

    for entry in entries:
        record, problem = _record(entry)
        if problem:
            problems.append(f"{clean_line(entry.id)}: {problem}")
        yield from rows(entry.id, facts(entry), record)


def _record(entry: Entry) -> tuple[Record | None, str]:
    """Return the record so far, if any meeting began, and why not all of it could be read."""
    from debrief.core.record import record
    from debrief.store import journal
    from debrief.store.atomic import FileProblem

    if entry.state == "not-started":
        return None, ""
    try:
        contents = journal.usable(journal.read(entry.folder / "journal.jsonl"))
    except FileProblem as problem:
        return None, entry.problem or f"The journal {problem.reason}"
    found = record(contents.events, contents.fingerprint or None) if contents.events else None
    return found, contents.read_only or entry.problem
