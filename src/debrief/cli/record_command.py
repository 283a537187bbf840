"""`debrief record`: write or print the record of a meeting, from its journal."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from debrief import __version__
from debrief.cli import sessions as chosen
from debrief.cli.errors import FailedError

if TYPE_CHECKING:
    from debrief.core.after.model import AddedEntry
    from debrief.core.meeting.events import RecordWritten
    from debrief.core.record.model import Record
    from debrief.store.journal.journal import Contents


@click.command("record")
@click.argument("session")
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "toml", "json", "html", "text"]),
    help="Print the record in this format instead of writing it.",
)
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
@chosen.option
@click.pass_obj
def command(sessions: Path | None, session: str, form: str | None) -> None:
    """Write the record of SESSION from its journal, or print it.

    SESSION is a folder, or the name of one in the sessions directory. The record of an unfinished
    meeting is marked as a draft. Reviews, objections and notes added later are at its end.

    \b
    Examples:
      debrief record 2026-11-vp-engineering-k17   writes record.md, record.html and record.toml
      debrief record my-session --format md       prints it, with reviews, objections and notes
      debrief record my-session --format json | jq .decision
    """
    from debrief.core.record.build import record as build
    from debrief.core.text import listed

    folder = chosen.folder(session, sessions)
    contents = chosen.begun(folder, "record")
    if contents.read_only:
        raise FailedError(f"{contents.read_only} No record was written.")
    record = build(contents.events, contents.fingerprint or None)
    if form is not None:
        from debrief.cli.after import added

        entries, problem = added(folder, contents)
        click.echo(_printed(record, form, entries, problem), nl=False)
        if problem:
            raise FailedError(problem)
        return
    changed = _write(folder, contents, record)
    click.echo(f"Wrote record.md, record.html and record.toml to {chosen.shown(folder)}")
    if changed:
        click.echo(f"This replaced changes that somebody had made to {listed(changed)}.")
    if record.finished is None:
        click.echo("The meeting is not finished: this is a draft of what is recorded so far.")


def _printed(record: Record, form: str, entries: tuple[AddedEntry, ...], problem: str) -> str:
    """Return the record in a format, with the entries added after the finish."""
    if form == "md":
        from debrief.report.markdown_after import markdown_after
        from debrief.report.record_markdown import markdown

        return markdown(record, entries) + markdown_after(record, entries, problem)
    if form == "html":
        from debrief.report.record_html import html

        return html(record, entries, problem)
    if form == "text":
        from debrief.report.record_text import text
        from debrief.report.replay_text import plain_after

        more = [*plain_after(entries), *([problem] if problem else [])]
        return text(record, entries) + "".join(f"{line}\n" for line in more)
    if form == "toml":
        from debrief.report.record_toml import to_toml

        return to_toml(record, entries)
    from debrief.report.record_json import to_json

    return to_json(record, entries)


def _write(folder: Path, contents: Contents, record: Record) -> tuple[str, ...]:
    """Write the record's files, and return those that somebody had changed.

    After the finish, also note changed digests in the journal.

    A newer version may word a record differently from the one that finished the meeting.
    """
    from debrief.live.record_files import write_record
    from debrief.live.renewal import changed_by_hand

    program = f"debrief {__version__}"
    finished = record.finished is not None
    changed = changed_by_hand(folder, contents.events, contents.fingerprint) if finished else ()
    written = write_record(folder, contents.events, contents.fingerprint, program)
    noted = getattr(contents.events[-1].event, "outputs", None)
    if finished and noted != written.outputs:
        _note(folder / "journal.jsonl", written)
    return changed


def _note(path: Path, written: RecordWritten) -> None:
    from debrief.store.journal.journal import Journal, NotSaved, ReadOnly
    from debrief.store.journal.lock import Busy

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
        message = f"The record was written, but not noted in the journal: {problem}"
        raise FailedError(message) from problem
