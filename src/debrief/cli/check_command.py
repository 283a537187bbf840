"""`debrief check`: every problem in the files of a session, before the meeting."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from debrief.cli import sessions as chosen

if TYPE_CHECKING:
    from debrief.core.brief import Brief
    from debrief.store.session_files import SessionFiles

FINDINGS = 1
CANNOT_READ = 3
UNREADABLE = "file"
"""The code of a finding on a file that could not be read."""


@click.command("check")
@click.argument("session")
@click.option("--roles", is_flag=True, help="How each panelist understood the role.")
@click.option("--json", "as_json", is_flag=True, help="The same for programs.")
@chosen.option
@click.pass_obj
def command(sessions: Path | None, session: str, roles: bool, as_json: bool) -> None:
    """Say every problem in every file of SESSION, before the meeting. No rating is shown.

    SESSION is a folder, or the name of one in the sessions directory.

    \b
    Examples:
      debrief check 2026-11-vp-engineering-k17
      debrief check ./my-session --roles       how each understood the role
      debrief check my-session --json          for programs

    Exit codes: 0 fine, warnings included · 1 errors · 2 wrong use · 3 a file could not be read.
    """
    from debrief.store import card_keys, paths
    from debrief.store import session as store
    from debrief.store.toml import render

    # Without a key on this machine, encrypted cards are somebody else's to check.
    found = card_keys.load_card_keys(paths.config_dir())
    files = store.load(
        chosen.folder(session, sessions), identities=(lambda: found) if found else None
    )
    if as_json:
        click.echo(_json(files, roles))
    else:
        told = _roles(files) if roles else [render(one) for one in files.findings]
        click.echo("\n\n".join([*told, _summary(files)]))
    if any(one.code == UNREADABLE for one in files.errors):
        raise Exit(CANNOT_READ)
    if files.errors:
        raise Exit(FINDINGS)


def _summary(files: SessionFiles) -> str:
    errors = len(files.errors)
    warnings = len(files.findings) - errors
    brief = files.brief
    if brief is None:
        return f"{_counted(errors, 'error')}, {_counted(warnings, 'warning')}: not ready to run."
    cards = f"{len(files.cards)} of {_counted(len(brief.panel), 'scorecard')} can be used"
    if not files.findings:
        return f"Nothing to mend; {cards}."
    return f"{_counted(errors, 'error')}, {_counted(warnings, 'warning')}; {cards}."


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _roles(files: SessionFiles) -> list[str]:
    """The mandate, and each panelist's sentence under it."""
    brief = files.brief
    if brief is None:
        return ["session.toml cannot be used, so the panel is not known: run check without --roles"]
    said = [f"{one.name}:\n  {_role(files, one.id)}" for one in brief.panel]
    return [f"The role in session.toml:\n  {brief.role.mandate}", *said]


def _role(files: SessionFiles, panelist: str) -> str:
    card = files.cards.get(panelist)
    if card is not None:
        return card.facts.role or "(nothing on the role in the card)"
    there = any(one.file.startswith(f"scores/{panelist}.toml") for one in files.findings)
    return "(the card cannot be used yet)" if there else "(no card yet)"


def _json(files: SessionFiles, roles: bool) -> str:
    told: dict[str, object] = {
        "findings": [
            {
                "file": one.file,
                "line": one.line,
                "column": one.column,
                "severity": one.severity,
                "code": one.code,
                "message": one.message,
                "hint": one.hint,
            }
            for one in files.findings
        ]
    }
    if roles:
        told["roles"] = _json_roles(files, files.brief) if files.brief else []
    return json.dumps(told, ensure_ascii=False, indent=2)


def _json_roles(files: SessionFiles, brief: Brief) -> list[dict[str, str | None]]:
    return [
        {
            "panelist": one.id,
            "name": one.name,
            "role": files.cards[one.id].facts.role if one.id in files.cards else None,
        }
        for one in brief.panel
    ]
