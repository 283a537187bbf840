"""`debrief check`: list the problems in a session's files, before the meeting."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from debrief.cli import sessions as chosen

if TYPE_CHECKING:
    from debrief.core.brief import Brief
    from debrief.store.sessions.session_files import SessionFiles

FINDINGS = 1
CANNOT_READ = 3
MORE = "\nAdd --verbose to see where each warning is, and what to do."

NO_CARD = "no-card"
CARD_NOTES = {"late": "after the planned start", "future": "dated in the future"}
"""Words on a card in the table, by the codes of their findings."""

IN_THE_TABLE = frozenset({NO_CARD, "undated", *CARD_NOTES})
UNREADABLE = "file"
"""The code of a finding on a file that could not be read."""


@click.command("check")
@click.argument("session")
@click.option("--roles", is_flag=True, help="Show how each panelist understood the role.")
@click.option(
    "--private", is_flag=True, help="Also show what each card lacks. Not for a shared screen."
)
@click.option("--verbose", is_flag=True, help="Show where each warning is, and what to do.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@chosen.option
@click.pass_obj
def command(
    sessions: Path | None,
    session: str,
    *,
    roles: bool,
    private: bool,
    verbose: bool,
    as_json: bool,
) -> None:
    """Check the files of SESSION before the meeting. No rating is shown.

    SESSION is a folder, or the name of one in the sessions directory. Nothing that is shown depends
    on ratings or evidence, unless you ask for --private.

    \b
    Examples:
      debrief check 2026-11-vp-engineering-k17
      debrief check ./my-session --roles       how each panelist understood the role
      debrief check my-session --private       entries and evidence that cards lack
      debrief check my-session --verbose       where each warning is, and what to do
      debrief check my-session --json          as JSON

    Exit codes: 0 fine, warnings included · 1 errors · 2 wrong use · 3 a file could not be read.
    """
    from debrief.store import card_keys, paths
    from debrief.store.sessions import session as store
    from debrief.store.toml_files.parse import render

    # Without a key on this machine, encrypted cards are not opened.
    config = paths.config_dir()
    keys = card_keys.load_card_keys(config)
    files = store.load(
        chosen.folder(session, sessions),
        identities=(lambda: keys) if keys else None,
        unusable_keys=lambda: card_keys.unusable_card_keys(config),
        private=private,
        now=datetime.now(UTC),
    )
    if as_json:
        click.echo(_json(files, roles=roles, private=private))
    else:
        shown = files.findings if verbose else files.errors
        paragraphs = _roles(files) if roles else [render(finding) for finding in shown]
        if not (roles or verbose):
            paragraphs = list(filter(None, [_cards(files), *paragraphs, _warnings(files)]))
        if private and files.brief is not None:
            paragraphs.append("\n".join(_entries(files, files.brief)))
        hint = "" if roles or verbose or len(files.errors) == len(files.findings) else MORE
        click.echo("\n\n".join([*paragraphs, _summary(files) + hint]))
    if any(error.code == UNREADABLE for error in files.errors):
        raise Exit(CANNOT_READ)
    if files.errors:
        raise Exit(FINDINGS)


def _cards(files: SessionFiles) -> str:
    """Return who has sent a card and who has not, a line each; empty without a panel."""
    if files.brief is None:
        return ""
    names = {panelist.id: panelist.name for panelist in files.brief.panel}
    width = max(map(len, names.values()))
    return "\n".join(f"{name:<{width}}   {_card(files, id_)}" for id_, name in names.items())


def _card(files: SessionFiles, panelist: str) -> str:
    from debrief.core.scorecard import card_path

    found = {x.code: x.severity for x in files.findings if x.file.startswith(card_path(panelist))}
    card = files.cards.get(panelist)
    if card is None and found:
        closed = "error" not in found.values()
        return "encrypted, not opened here" if closed else "has errors, see below"
    if card is None:
        return "missing"
    sent = card.facts.submitted
    when = f"{sent.day} {sent:%B %Y, %H:%M} UTC" if sent else "without a date"
    notes = [word for code, word in CARD_NOTES.items() if code in found]
    return ", ".join(["in", when, *notes])


def _warnings(files: SessionFiles) -> str:
    """Return the warnings, a line a kind, and what to send to people without a card."""
    kinds: dict[str, list[str]] = {}
    for finding in files.findings:
        if finding.severity == "warning" and finding.code not in IN_THE_TABLE:
            about = f"{finding.file}: " if finding.file != "session.toml" else ""
            kinds.setdefault(finding.code, []).append(f"{about}{finding.message}")
    lines = [_together(messages) for messages in kinds.values()]
    asks = [x.hint for x in files.findings if x.code == NO_CARD]
    return "\n".join([*lines, *(f"{hint[:1].upper()}{hint[1:]}" for hint in asks)])


def _together(messages: list[str]) -> str:
    """Return messages of one kind as one line: the words they share, then those they do not."""
    split = [message.split(" ") for message in messages]
    shortest = min(map(len, split)) - 1
    before = next((n for n in range(shortest) if len({x[n] for x in split}) > 1), shortest)
    if len(messages) == 1:
        line = messages[0]
    elif before:
        shared = " ".join(split[0][:before]).rstrip(":")
        line = f"{shared}: {', '.join(' '.join(x[before:]) for x in split)}"
    else:
        line = "; ".join(messages)
    begins_with_a_file = "/" in line.split(" ")[0]
    return f"{line}." if begins_with_a_file else f"{line[:1].upper()}{line[1:]}."


def _summary(files: SessionFiles) -> str:
    errors = len(files.errors)
    warnings = len(files.findings) - errors
    brief = files.brief
    if brief is None:
        return (
            f"{_counted(errors, 'error')}, {_counted(warnings, 'warning')}: the meeting cannot run."
        )
    cards = f"{len(files.cards)} of {_counted(len(brief.panel), 'scorecard')} can be used"
    if not files.findings:
        return f"No problems. {cards}."
    return f"{_counted(errors, 'error')}, {_counted(warnings, 'warning')}. {cards}."


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _roles(files: SessionFiles) -> list[str]:
    """Return the mandate, then each panelist's sentence on the role."""
    brief = files.brief
    if brief is None:
        return ["session.toml has errors, so the panel is unknown. Run check without --roles."]
    answers = [f"{panelist.name}:\n  {_role(files, panelist.id)}" for panelist in brief.panel]
    return [f"The role in session.toml:\n  {brief.role.mandate}", *answers]


def _role(files: SessionFiles, panelist: str) -> str:
    from debrief.core.scorecard import card_path

    card = files.cards.get(panelist)
    if card is not None:
        return card.facts.role or "(the card says nothing about the role)"
    exists = any(finding.file.startswith(card_path(panelist)) for finding in files.findings)
    return "(the card cannot be used yet)" if exists else "(no card yet)"


def _entries(files: SessionFiles, brief: Brief) -> list[str]:
    """Return a line on each card: how many competencies it has an entry on, and without what."""
    total = len(brief.competencies)
    lines = []
    for panelist in brief.panel:
        if (card := files.cards.get(panelist.id)) is not None:
            found = card.contents.open()
            bare = f", {len(found.bare)} without evidence or reason" if found.bare else ""
            lines.append(f"{panelist.name}: entries on {len(found.covered)} of {total}{bare}")
    return lines or ["No scorecard can be used yet."]


def _json(files: SessionFiles, *, roles: bool, private: bool) -> str:
    data: dict[str, object] = {
        "findings": [
            {
                "file": finding.file,
                "line": finding.line,
                "column": finding.column,
                "severity": finding.severity,
                "code": finding.code,
                "message": finding.message,
                "hint": finding.hint,
            }
            for finding in files.findings
        ]
    }
    if roles:
        data["roles"] = _json_roles(files, files.brief) if files.brief else []
    if private:
        opened = {panelist: card.contents.open() for panelist, card in files.cards.items()}
        data["cards"] = [
            {"panelist": panelist, "entries": [*found.covered], "bare": [*found.bare]}
            for panelist, found in opened.items()
        ]
    return json.dumps(data, ensure_ascii=False, indent=2)


def _json_roles(files: SessionFiles, brief: Brief) -> list[dict[str, str | None]]:
    return [
        {
            "panelist": panelist.id,
            "name": panelist.name,
            "role": files.cards[panelist.id].facts.role if panelist.id in files.cards else None,
        }
        for panelist in brief.panel
    ]
