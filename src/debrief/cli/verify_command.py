"""`debrief verify`: verify that a finished session is unchanged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from debrief import __version__
from debrief.cli import sessions as chosen
from debrief.cli.errors import WrongUseError
from debrief.core.text import quoted

if TYPE_CHECKING:
    from debrief.store.verify import Verified

FINDINGS = 1
CANNOT_READ = 3

CLAIM = (
    "This shows accidental or partial changes. Anyone who can rewrite the whole folder can also\n"
    "rebuild the chain. To rule that out, compare the fingerprint with one you kept elsewhere."
)


@click.command("verify")
@click.argument("session")
@click.option(
    "--expect", metavar="FINGERPRINT", help="The fingerprint that you kept, short or in full."
)
@click.option(
    "--sheet",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Your code sheet: check that its codes counted as they were meant.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@chosen.option
@click.pass_obj
def command(
    sessions: Path | None, session: str, expect: str | None, sheet: Path | None, as_json: bool
) -> None:
    """Verify that SESSION is unchanged since its meeting finished.

    The chain of the journal, each input, the commitments to the cards, the record, and the entries
    added after the finish are each OK, ALTERED, MISSING or NOT CHECKED. This shows accidental or
    partial changes. Anyone who can rewrite the whole folder can also rebuild the chain; only a
    fingerprint kept elsewhere rules that out.

    \b
    Examples:
      debrief verify 2026-11-vp-engineering-k17
      debrief verify my-session --expect ab12-cd34-ef56-7890
      debrief verify my-session --sheet priya.html
      debrief verify my-session --json | jq -r '.items[] | select(.status != "OK").item'

    Exit codes: 0 nothing is altered or missing · 1 something is · 2 wrong use · 3 something could
    not be read, or was written by a newer debrief.
    """
    from debrief.live.record_files import outputs
    from debrief.report.pages import PAGES
    from debrief.report.record_toml import same_record
    from debrief.store import verify

    folder = chosen.folder(session, sessions)
    try:
        environment = verify.VerifyEnvironment(
            program=f"debrief {__version__}",
            pages=PAGES,
            rebuild=outputs,
            same_record=same_record,
            sheet=sheet,
            expect=verify.expected(expect) if expect is not None else "",
        )
    except ValueError as error:
        raise WrongUseError(
            f"{quoted(expect or '')}: {error}, as in ab12-cd34-ef56-7890."
        ) from error
    try:
        result = verify.verify(folder, environment)
    except verify.NotBegun as error:
        raise chosen.not_begun(folder, "verify") from error
    click.echo(_json(result) if as_json else _text(result))
    if result.altered:
        raise Exit(FINDINGS)
    if result.unread:
        raise Exit(CANNOT_READ)


def _text(result: Verified) -> str:
    from debrief.core.meeting.events import fingerprint_short

    lines = [
        f"{item.status:<11}  {item.item}" + (f": {item.note}" if item.note else "")
        for item in result.items
    ]
    if result.fingerprint:
        lines += [
            "",
            f"Fingerprint  {fingerprint_short(result.fingerprint)}",
            f"in full      {result.fingerprint}",
        ]
    else:
        lines += ["", "There is no fingerprint because the meeting is not finished."]
    return "\n".join([*lines, "", CLAIM])


def _json(result: Verified) -> str:
    data = {
        "items": [
            {"item": item.item, "status": item.status, "note": item.note} for item in result.items
        ],
        "events": result.events,
        "fingerprint": result.fingerprint or None,
    }
    return json.dumps(data, ensure_ascii=False, indent=2)
