"""`debrief verify`: is this session still what was finished?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from debrief import __version__
from debrief.cli import sessions as chosen
from debrief.cli.errors import WrongUseError

if TYPE_CHECKING:
    from debrief.core.events import Logged
    from debrief.store.verify import Verified

FINDINGS = 1
CANNOT_READ = 3

CLAIM = (
    "This shows accidental or partial changes. Whoever can rewrite the whole folder can make the\n"
    "chain anew, unless the fingerprint was kept elsewhere: compare it with what was kept."
)


@click.command("verify")
@click.argument("session")
@click.option("--expect", metavar="FINGERPRINT", help="The one that was kept, short or in full.")
@click.option("--json", "as_json", is_flag=True, help="The same for programs.")
@chosen.option
@click.pass_obj
def command(sessions: Path | None, session: str, expect: str | None, as_json: bool) -> None:
    """Say of each thing in SESSION whether it still is what was finished.

    The chain of the journal, each input, the commitments to the cards, the record, and what was
    added after the finish are each OK, ALTERED, MISSING or NOT CHECKED. This shows accidental or
    partial changes; whoever can rewrite the whole folder can make the chain anew, unless the
    fingerprint was kept elsewhere.

    \b
    Examples:
      debrief verify 2026-11-vp-engineering-k17
      debrief verify my-session --expect ab12-cd34-ef56-7890
      debrief verify my-session --json | jq -r '.items[] | select(.status != "OK").item'

    Exit codes: 0 nothing is altered or missing · 1 something is · 2 wrong use · 3 something could
    not be read, or was written by a newer debrief.
    """
    from debrief.store import verify

    folder = chosen.folder(session, sessions)
    try:
        outside = verify.Outside(
            program=f"debrief {__version__}",
            rebuild=_rebuild,
            expect=verify.expected(expect) if expect is not None else "",
        )
    except ValueError as error:
        raise WrongUseError(f"{expect!r}: {error}, as in ab12-cd34-ef56-7890.") from error
    try:
        found = verify.verify(folder, outside)
    except verify.NotBegun as error:
        raise chosen.not_begun(folder, "verify") from error
    click.echo(_json(found) if as_json else _told(found))
    if found.altered:
        raise Exit(FINDINGS)
    if found.unread:
        raise Exit(CANNOT_READ)


def _rebuild(log: tuple[Logged, ...], fingerprint: str) -> Mapping[str, bytes]:
    from debrief.live.written import outputs

    return outputs(log, fingerprint)


def _told(found: Verified) -> str:
    from debrief.core.events import fingerprint_short

    lines = [
        f"{one.status:<11}  {one.item}" + (f": {one.note}" if one.note else "")
        for one in found.items
    ]
    if found.fingerprint:
        lines += [
            "",
            f"Fingerprint  {fingerprint_short(found.fingerprint)}",
            f"in full      {found.fingerprint}",
        ]
    else:
        lines += ["", "There is no fingerprint: the journal has no finish."]
    return "\n".join([*lines, "", CLAIM])


def _json(found: Verified) -> str:
    told = {
        "items": [
            {"item": one.item, "status": one.status, "note": one.note} for one in found.items
        ],
        "events": found.events,
        "fingerprint": found.fingerprint or None,
    }
    return json.dumps(told, ensure_ascii=False, indent=2)
