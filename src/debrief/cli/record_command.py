"""`debrief record`: the record of a meeting, written from its journal."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from debrief.cli import sessions as chosen
from debrief.cli.errors import FailedError

if TYPE_CHECKING:
    from debrief.core.after_model import Added
    from debrief.core.events import RecordWritten
    from debrief.core.record_model import Record
    from debrief.store.chain import Contents


@click.command("record")
@click.argument("session")
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "toml", "json", "html"]),
    help="Print the record in this format instead of writing it.",
)
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
@chosen.option
@click.pass_obj
def command(sessions: Path | None, session: str, form: str | None) -> None:
    """Write the record of SESSION from its journal, or print it.

    SESSION is a folder, or the name of one in the sessions directory. The record of a meeting that
    is not finished is a draft and says so. What was added after the finish (reviews, objections,
    notes) stands in no file of the record; it is printed after it.

    \b
    Examples:
      debrief record 2026-11-vp-engineering-k17   writes record.md, record.html and record.toml
      debrief record my-session --format md       prints it, with what was added after the finish
      debrief record my-session --format html > with-the-review.html
      debrief record my-session --format json | jq .decision
    """
    from debrief.core.record import record as make

    folder = chosen.folder(session, sessions)
    contents = chosen.begun(folder, "record")
    if contents.read_only:
        raise FailedError(f"{contents.read_only} No record is written from it.")
    record = make(contents.events, contents.fingerprint or None)
    if form is not None:
        from debrief.cli.after import added

        entries, problem = added(folder, contents)
        click.echo(_printed(record, form, entries, problem), nl=False)
        if problem:
            raise FailedError(problem)
        return
    _write(folder, contents, record)
    click.echo(f"Written: record.md, record.html and record.toml in {chosen.shown(folder)}")
    if record.finished is None:
        click.echo("The meeting is not finished: this is a draft of what is recorded so far.")


def _printed(record: Record, form: str, entries: tuple[Added, ...], problem: str) -> str:
    """The record with what was added after the finish behind it."""
    if form == "md":
        from debrief.report.markdown import markdown
        from debrief.report.markdown_after import markdown_after

        return markdown(record) + markdown_after(record, entries, problem)
    if form == "html":
        from debrief.report.html import html

        return html(record, entries, problem)
    if form == "toml":
        from debrief.report.toml import to_toml

        return to_toml(record, entries)
    from debrief.report.json import to_json

    return to_json(record, entries)


def _write(folder: Path, contents: Contents, record: Record) -> None:
    """Write its files; after the finish their digests go to the journal, unless they stand there.

    What a newer version writes may differ in its wording from what was written at the finish.
    """
    from debrief.live.written import write_record

    written = write_record(folder, contents.events, contents.fingerprint)
    if record.finished is not None and contents.events[-1].event != written:
        _note(folder / "journal.jsonl", written)


def _note(path: Path, written: RecordWritten) -> None:
    from debrief.store.journal import Journal, NotSaved, ReadOnly
    from debrief.store.lock import Busy

    try:
        with Journal.open(
            path,
            now=lambda: datetime.now(UTC),
            mono=time.monotonic,
            nonce=lambda: secrets.token_bytes(16),
            run=secrets.token_hex(8),
        ) as journal:
            journal.append(written)
    except (Busy, NotSaved, ReadOnly) as problem:
        message = f"The record is written, but the journal could not note it: {problem}"
        raise FailedError(message) from problem
