"""`debrief ballots`: make the code sheets of a session."""

from __future__ import annotations

import secrets
import shlex
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from debrief.cli import sessions as chosen
from debrief.cli.errors import WrongUseError
from debrief.core.text import quoted

if TYPE_CHECKING:
    from debrief.core.brief import Brief
    from debrief.store.ballot_book import Book


@click.command("ballots")
@click.argument("session")
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to write the sheets to. Never inside the session or a synced folder.",
)
@click.option("--again", is_flag=True, help="Make new codes; the sheets before stop counting.")
@click.option("--sent", metavar="PANELIST", help="Delete a panelist's sheet after sending it.")
@chosen.option
@click.pass_obj
def command(
    sessions: Path | None, session: str, to: Path | None, again: bool, sent: str | None
) -> None:
    """Make a code sheet for each panelist of SESSION: a page that works offline, and on paper.

    On a sheet every choice of every blind question has a code. In the meeting a panelist sends a
    code to the chat, and you paste the chat into the meeting. Nobody can read a choice from it
    who has neither the sheet nor the secret in your config folder.

    Send each sheet by another way than the codes come back. New codes after a change of the brief,
    or for a lost sheet: --again.

    \b
    Examples:
      debrief ballots my-session
      debrief ballots my-session --to ~/sheets
      debrief ballots my-session --sent priya

    Exit codes: 0 fine · 2 wrong use · 3 a file could not be read or written.
    """
    from debrief.core import ballots
    from debrief.store import ballot_book, paths

    folder = chosen.folder(session, sessions)
    config = paths.config_dir()
    brief = _brief(folder)
    book = ballot_book.load(config, folder)
    if sent is not None:
        _delete_sent(book, brief, sent, to, config)
        return
    if book is None:
        _not_elsewhere(folder, again=again)
        book = ballot_book.Book(
            secrets.token_hex(ballot_book.MARK_BYTES), secrets.token_bytes(ballots.SECRET_BYTES)
        )
    target = to or ballot_book.sheets_folder(config, book.mark)
    if why := ballot_book.why_not_in(target, folder):
        raise WrongUseError(f"No sheet was written to {chosen.shown(target)}: {why}.")
    stale = ballots.stale(brief, book.issues)
    everybody = tuple(person.id for person in brief.panel)
    if book.issues and stale and not again:
        raise WrongUseError(
            f"These sheets no longer fit the brief: {_names(brief, stale)}. To make new ones: "
            f"debrief ballots {shlex.quote(session)} --again"
        )
    if again or not book.issues:
        _not_begun(folder)
        new = stale or everybody
        book = book.issued(brief, new, f"{datetime.now(UTC):%Y-%m-%d}")
        ballot_book.save(config, folder, book)
    else:
        new = everybody
    _write(book, brief, new, target)
    sheets = "1 sheet" if len(new) == 1 else f"{len(new)} sheets"
    click.echo(f"Wrote {sheets} to {chosen.shown(target)}: {_names(brief, new)}.")
    click.echo("Send each by another way than the codes come back; paper is best. After sending:")
    click.echo(f"  debrief ballots {shlex.quote(session)} --sent {new[0]}")


def _brief(folder: Path) -> Brief:
    from debrief.store import atomic
    from debrief.store.sessions.session import SESSION_BYTES, read_brief

    brief, _ = read_brief(atomic.read_regular(folder / "session.toml", SESSION_BYTES))
    if brief is None:
        raise WrongUseError(
            "No sheet was written because session.toml has errors. To list them: "
            f"debrief check {chosen.name_of(folder)}"
        )
    return brief


def _not_elsewhere(folder: Path, *, again: bool) -> None:
    """Refuse to replace sheets whose secret is on another machine."""
    from debrief.store import ballot_book

    if ballot_book.mark_of(folder) and not again:
        raise WrongUseError(
            "The secret of this session's sheets is not on this machine. Make them where it is, "
            "or replace them all: add --again."
        )


def _not_begun(folder: Path) -> None:
    """Refuse new codes once the meeting is open: it counts those that it was opened with."""
    from debrief.live.environment import has_content

    if has_content(folder / "journal.jsonl"):
        raise WrongUseError(
            "The meeting is open already, so no new codes can be made. Enter by hand instead."
        )


def _delete_sent(
    book: Book | None, brief: Brief, panelist: str, to: Path | None, config: Path
) -> None:
    from debrief.store import ballot_book

    if panelist not in {person.id for person in brief.panel}:
        raise WrongUseError(f"There is no panelist {quoted(panelist)}.")
    if book is None:
        raise WrongUseError("This session has no sheets on this machine.")
    sheet = (to or ballot_book.sheets_folder(config, book.mark)) / f"{panelist}.html"
    try:
        sheet.unlink()
    except FileNotFoundError as error:
        raise WrongUseError(f"There is no sheet {chosen.shown(sheet)}.") from error
    click.echo(f"Deleted: {chosen.shown(sheet)}. The trash or a backup may still have a copy.")


def _write(book: Book, brief: Brief, panelists: tuple[str, ...], target: Path) -> None:
    from debrief.report.sheet import sheet_html
    from debrief.store import atomic, ballot_book

    ballot_book.make_private(target)
    codes, newest = book.codes(), book.newest()
    for panelist in panelists:
        page = sheet_html(brief, book.secret, codes, newest[panelist], panelist)
        atomic.write(target / f"{panelist}.html", page.encode())


def _names(brief: Brief, panelists: tuple[str, ...]) -> str:
    return ", ".join(brief.panelist(panelist).name for panelist in panelists)
