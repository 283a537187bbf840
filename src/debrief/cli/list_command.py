"""`debrief list`, and what `debrief` alone prints: the sessions and what to do next."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from datetime import date, datetime
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

import click

from debrief.cli import sessions as chosen

if TYPE_CHECKING:
    from debrief.store.archive import Entry

WIDEST = 40
"""Terminal columns that a title may take."""

STATES = {
    "open": "open",
    "not-started": "not started",
    "finished": "finished",
    "damaged": "damaged",
}

NEXT = {
    "open": [("run {}", "the meeting goes on where it stopped")],
    "not-started": [("check {}", "what its files still miss"), ("run {}", "the meeting")],
    "finished": [
        ("replay {}", "see the meeting again"),
        ("record {} --format md", "read its record"),
    ],
    "damaged": [("check {}", "what is wrong with its files")],
}
"""What to do with a session in each state; the states that wait for something come first."""


@click.command("list")
@click.option("--reviews-due", is_flag=True, help="Only those whose review date has come.")
@click.option("--json", "as_json", is_flag=True, help="The same for programs.")
@chosen.option
@click.pass_obj
def command(sessions: Path | None, reviews_due: bool, as_json: bool) -> None:
    """List all sessions with their decisions: not for a shared screen, where `debrief` is.

    \b
    Examples:
      debrief list
      debrief list --reviews-due             the next: debrief review SESSION
      debrief list --json | jq -r '.sessions[] | select(.state == "open").id'
    """
    from debrief.core.text import clean_line
    from debrief.store import archive

    root = chosen.directory(sessions)
    entries = archive.sessions(root)
    if reviews_due:
        entries = tuple(one for one in entries if _review_due(one))
    if as_json:
        told = {"sessions": [facts(one) for one in entries]}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    if not entries:
        where = chosen.shown(root)
        if reviews_due:
            click.echo(f"No review is due in {where}; debrief review SESSION takes one earlier.")
        else:
            click.echo(f"No session in {where}; debrief new begins one, debrief demo shows one.")
        return
    rows = [
        (clean_line(one.id), one.alias, _cut(one.title), _day(one), _state(one)) for one in entries
    ]
    click.echo(_table(("SESSION", "ALIAS", "TITLE", "DATE", "STATE"), rows))
    _tell_damaged(entries)


def home(sessions: Path | None) -> None:
    """Show home; without a terminal print the sessions, and the next command to type.

    Both are fit to be seen by everybody.
    """
    from debrief.cli.home import run_home, unusable

    root = chosen.directory(sessions)
    why = unusable()
    if why is None:
        run_home(root)
        return
    from debrief.store import archive, paths

    entries = archive.sessions(root, paths.cache_dir())
    if not entries:
        click.echo(
            f"There is no session in {chosen.shown(root)} yet.\n\n"
            "  debrief demo      see a whole meeting, with nothing to prepare\n"
            "  debrief new -h    begin a session of your own"
        )
        return
    rows = [(_alias(one), _cut(one.title), _day(one), STATES[one.state]) for one in entries]
    click.echo(_table(("CANDIDATE", "ROLE", "DATE", "MEETING"), rows))
    meant = _meant(entries)
    name = shlex.quote(chosen.name_of(meant.folder))
    typed = [(f"debrief {line.format(name)}", about) for line, about in NEXT[meant.state]]
    width = max(len(line) for line, _ in typed)
    click.echo(f"\nNext, for {_alias(meant)}:")
    for line, about in typed:
        click.echo(f"  {line:<{width}}    {about}")
    click.echo("\nAll commands: debrief -h. In a terminal, debrief shows this list to choose from.")


def _meant(entries: Sequence[Entry]) -> Entry:
    """The session most likely meant: a meeting that runs, else the next one, else the last."""

    def rank(one: Entry) -> tuple[int, float]:
        at = one.scheduled.timestamp() if one.scheduled else inf
        return list(NEXT).index(one.state), -at if one.state == "finished" else at

    return min(entries, key=rank)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return aligned columns; widths are in terminal columns, as names come in any script."""
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


def _alias(one: Entry) -> str:
    from debrief.core.text import clean_line

    return _cut(one.alias or clean_line(one.id))


def _day(one: Entry) -> str:
    """The day of the meeting where the reader is."""
    return f"{one.scheduled.astimezone():%Y-%m-%d}" if one.scheduled else ""


def _state(one: Entry) -> str:
    from debrief.core.tell import OUTCOMES

    if one.postponed_until:
        return f"postponed until {one.postponed_until}"
    if one.decision is None:
        return STATES[one.state]
    due = f", review due since {one.next_review}" if _review_due(one) else ""
    return f"finished: {OUTCOMES[one.decision]}{due}"


def _review_due(one: Entry) -> bool:
    """Whether the day has come, where the reader is, to look at a decision again."""
    return one.next_review is not None and one.next_review <= datetime.now().astimezone().date()


def _tell_damaged(entries: Sequence[Entry]) -> None:
    from debrief.core.text import clean_line

    for one in entries:
        if one.problem:
            click.echo(f"\n{clean_line(one.id)} is damaged. {one.problem}")


def facts(one: Entry) -> dict[str, str | int | None]:
    """Return what a program gets of a session; times are UTC, in ISO 8601."""
    return {
        "id": one.id,
        "title": one.title,
        "alias": one.alias,
        "state": one.state,
        "decision": one.decision,
        "postponed_until": _iso(one.postponed_until),
        "scheduled": _iso(one.scheduled),
        "opened": _iso(one.opened),
        "review": _iso(one.review),
        "reviews": one.reviews,
        "next_review": _iso(one.next_review),
        "review_due": _review_due(one),
        "dissents": one.dissents,
        **_added(one),
        "problem": one.problem or None,
        "folder": str(one.folder.absolute()),
    }


def _added(one: Entry) -> dict[str, int]:
    """How much else was added after the finish."""
    from debrief.store import after

    found = after.summary(one.folder) if one.state == "finished" else after.NOTHING
    return {"objections": found.objections, "notes": found.notes}


def _iso(when: date | None) -> str | None:
    return when.isoformat().replace("+00:00", "Z") if when else None
