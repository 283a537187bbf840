"""`debrief list`, and the list that `debrief` prints where it cannot show home."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from datetime import UTC, date, datetime
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

import click

from debrief.cli import sessions as chosen

if TYPE_CHECKING:
    from debrief.store.archive.archive import Entry

WIDEST = 40
"""Maximum width of a title, in terminal columns."""

STATES = {
    "open": "open",
    "not-started": "not started",
    "finished": "finished",
    "damaged": "damaged",
}

NEXT = {
    "open": [("run {}", "resume the meeting")],
    "not-started": [
        ("check {}", "list what is missing in its files"),
        ("run {}", "run the meeting"),
    ],
    "finished": [
        ("replay {}", "replay the meeting"),
        ("record {} --format md", "read its record"),
    ],
    "damaged": [("check {}", "list the problems in its files")],
}
"""The next commands for a session in each state; states that wait for something come first."""


@click.command("list")
@click.option("--reviews-due", is_flag=True, help="List only sessions whose review is due.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@chosen.option
@click.pass_obj
def command(sessions: Path | None, reviews_due: bool, as_json: bool) -> None:
    """List all sessions with their decisions.

    Private: while you share your screen, use `debrief` instead.

    \b
    Examples:
      debrief list
      debrief list --reviews-due             then: debrief review SESSION
      debrief list --json | jq -r '.sessions[] | select(.state == "open").id'
    """
    from debrief.core.text import clean_line
    from debrief.store.archive import archive

    root = chosen.directory(sessions)
    entries = archive.sessions(root)
    if reviews_due:
        entries = tuple(entry for entry in entries if _review_due(entry))
    if as_json:
        data = {"sessions": [facts(entry) for entry in entries]}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    if not entries:
        where = chosen.shown(root)
        if reviews_due:
            click.echo(f"No review is due in {where}. To hold one early: debrief review SESSION")
        else:
            click.echo(f"No session in {where}. Create one with debrief new, or try debrief demo.")
        return
    rows = [
        (clean_line(entry.id), entry.alias, _cut(entry.title), _day(entry), _state(entry))
        for entry in entries
    ]
    click.echo(_table(("SESSION", "ALIAS", "TITLE", "DATE", "STATE"), rows))
    _print_damaged(entries)


def home(sessions: Path | None) -> None:
    """Show home; without a terminal, print the sessions and the next command to type.

    Neither shows a decision, so everybody may see them.
    """
    from debrief.cli.home import run_home, unusable

    root = chosen.directory(sessions)
    reason = unusable()
    if reason is None:
        run_home(root)
        return
    from debrief.store import paths
    from debrief.store.archive import archive

    entries = archive.sessions(root, paths.cache_dir())
    if not entries:
        click.echo(
            f"There is no session in {chosen.shown(root)} yet.\n\n"
            "  debrief demo      try a demo meeting; nothing to prepare\n"
            "  debrief new -h    create your own session"
        )
        return
    rows = [
        (_alias(entry), _cut(entry.title), _day(entry), STATES[entry.state]) for entry in entries
    ]
    click.echo(_table(("CANDIDATE", "ROLE", "DATE", "MEETING"), rows))
    likely = _most_likely(entries)
    name = shlex.quote(chosen.name_of(likely.folder))
    commands = [(f"debrief {line.format(name)}", about) for line, about in NEXT[likely.state]]
    width = max(len(line) for line, _ in commands)
    click.echo(f"\nNext, for {_alias(likely)}:")
    for line, about in commands:
        click.echo(f"  {line:<{width}}    {about}")
    click.echo("\nAll commands: debrief -h. In a terminal, debrief lets you choose from this list.")


def _most_likely(entries: Sequence[Entry]) -> Entry:
    """Return the session to continue: an open meeting, else the next one, else the last."""

    def rank(entry: Entry) -> tuple[int, float]:
        at = entry.scheduled.timestamp() if entry.scheduled else inf
        return list(NEXT).index(entry.state), -at if entry.state == "finished" else at

    return min(entries, key=rank)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return aligned columns, measured in terminal columns because names may be in any script."""
    from rich.cells import cell_len

    lines = [head, *rows]
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            text + " " * (width - cell_len(text)) for text, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def _cut(text: str) -> str:
    from rich.cells import cell_len, set_cell_size

    return text if cell_len(text) <= WIDEST else set_cell_size(text, WIDEST - 1).rstrip() + "…"


def _alias(entry: Entry) -> str:
    from debrief.core.text import clean_line

    return _cut(entry.alias or clean_line(entry.id))


def _day(entry: Entry) -> str:
    """Return the day of the meeting in the local time zone."""
    from debrief.core.days import local

    return f"{local(entry.scheduled):%Y-%m-%d}" if entry.scheduled else ""


def _state(entry: Entry) -> str:
    from debrief.core.meeting.wording import OUTCOMES
    from debrief.core.text import clean_line

    if entry.carry_on:
        who = f", {clean_line(entry.due_who)}" if entry.due_who else ""
        return f"to be carried on by {entry.due}{who}"
    if entry.decision is None:
        return STATES[entry.state]
    due = f", review due since {entry.next_review}" if _review_due(entry) else ""
    return f"finished: {OUTCOMES[entry.decision]}{due}"


def _review_due(entry: Entry) -> bool:
    """Return whether a review is due by today's local date."""
    from debrief.core.days import local

    return entry.next_review is not None and entry.next_review <= local(datetime.now(UTC)).date()


def _print_damaged(entries: Sequence[Entry]) -> None:
    from debrief.core.text import clean_line

    for entry in entries:
        if entry.problem:
            click.echo(f"\n{clean_line(entry.id)} is damaged. {entry.problem}")


def facts(entry: Entry) -> dict[str, str | int | None]:
    """Return a session as JSON data; times are UTC, in ISO 8601."""
    return {
        "id": entry.id,
        "title": entry.title,
        "alias": entry.alias,
        "state": entry.state,
        "decision": entry.decision,
        "postponed_until": _iso(entry.postponed_until),
        "carry_on": entry.carry_on,
        "due": _iso(entry.due),
        "due_who": entry.due_who or None,
        "scheduled": _iso(entry.scheduled),
        "opened": _iso(entry.opened),
        "review": _iso(entry.review),
        "reviews": entry.reviews,
        "next_review": _iso(entry.next_review),
        "review_due": _review_due(entry),
        "dissents": entry.dissents,
        **_added(entry),
        "problem": entry.problem or None,
        "folder": str(entry.folder.absolute()),
    }


def _added(entry: Entry) -> dict[str, int]:
    """Return the numbers of objections and notes added after the finish."""
    from debrief.store.journal import after

    added = after.summary(entry.folder) if entry.state == "finished" else after.NOTHING
    return {"objections": added.objections, "notes": added.notes}


def _iso(when: date | None) -> str | None:
    return when.isoformat().replace("+00:00", "Z") if when else None
