"""`debrief new`: a session folder to fill in."""

from __future__ import annotations

import re
import shlex
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from debrief.cli import sessions as chosen
from debrief.cli.errors import WrongUseError

if TYPE_CHECKING:
    from debrief.store.card_keys import CardKeys
    from debrief.store.scaffold import NewSession

FEWEST = 2
"""Panelists that a debrief needs."""

ID_HELP = "a to z, 0 to 9 and hyphens inside, at most 48 characters"


def _panelist(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """Return the names by id."""
    panel: dict[str, str] = {}
    for value in values:
        panelist, colon, name = value.partition(":")
        panelist, name = panelist.strip(), name.strip()
        if not (colon and panelist and name):
            raise click.BadParameter(f'{value!r}: write id:Name, as in "dana:Dana Whitfield".')
        if not _is_id(panelist):
            raise click.BadParameter(f"{panelist!r} is not an id: use {ID_HELP}.")
        if panelist in panel:
            raise click.BadParameter(f"{panelist!r} stands twice: give each panelist an own id.")
        panel[panelist] = name
    if panel and len(panel) < FEWEST:
        raise click.BadParameter("a panel has two or more people: give --panel for each.")
    return panel


def _session_id(_: click.Context, __: click.Parameter, value: str) -> str:
    if not _is_id(value):
        raise click.BadParameter(f"{value!r} cannot name a session: use {ID_HELP}.")
    return value


def _moment(_: click.Context, __: click.Parameter, value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        when = None
    if when is None or when.tzinfo is None:
        message = f"{value!r}: write date, time and zone, as in 2026-11-24T15:00Z or …T16:00+01:00."
        raise click.BadParameter(message)
    return when


@click.command("new")
@click.argument("id_", metavar="ID", callback=_session_id)
@click.option("--title", help="The role, as in “VP Engineering”.")
@click.option("--alias", help="What the shared screen calls the candidate.")
@click.option("--owner", metavar="ID", help="Who decides; one of the panel.")
@click.option(
    "--panel",
    multiple=True,
    metavar="ID:NAME",
    callback=_panelist,
    help="A panelist; give it once for each.",
)
@click.option("--scheduled", metavar="WHEN", callback=_moment, help="As in 2026-11-24T15:00Z.")
@click.option(
    "--framework",
    metavar="ID",
    default="senior-technology-leader",
    show_default=True,
    help="The set of competencies.",
)
@click.option("--forms", is_flag=True, help="Only write forms and empty scorecards anew.")
@chosen.option
@click.pass_obj
def command(
    sessions: Path | None,
    id_: str,
    *,
    title: str | None,
    alias: str | None,
    owner: str | None,
    panel: dict[str, str],
    scheduled: datetime | None,
    framework: str,
    forms: bool,
) -> None:
    """Make the session ID: a folder with a brief, and a scorecard for each panelist, to fill in.

    --title, --alias, --owner and --panel are needed, and nothing that is there already is changed.
    The scorecards are also there as forms, pages for a browser. Forms and scorecards show the brief
    as it was when they were written: once it is filled in, write them anew with --forms, which
    leaves a scorecard alone in which anything is written.

    \b
    Examples:
      debrief new 2026-11-vp-k17 --title "VP Engineering" --alias K-17 \\
        --owner dana --panel "dana:Dana Whitfield" --panel "omar:Omar Haddad" \\
        --panel "lin:Lin Zhao"
      debrief new 2026-11-vp-k17 --forms
    """
    from debrief.cli.forms import write_forms
    from debrief.store.scaffold import NewSession

    if forms:
        folder = chosen.folder(id_, sessions)
        count, cards = write_forms(folder)
        click.echo(f"Wrote {count} forms anew: {chosen.shown(folder / 'forms')}")
        if cards:
            said = "scorecard" if cards == 1 else "scorecards"
            scores = chosen.shown(folder / "scores")
            click.echo(f"And {cards} {said} in which nothing was written yet: {scores}")
        return
    if not (title and alias and owner and panel):
        needed = {"--title": title, "--alias": alias, "--owner": owner, "--panel": panel}
        hint = next(name for name, value in needed.items() if not value)
        raise click.MissingParameter(param_hint=f"'{hint}'", param_type="option")
    folder = chosen.directory(sessions) / id_
    if owner not in panel:
        raise WrongUseError(
            f"The owner {owner!r} is not on the panel; name one of {', '.join(panel)}."
        )
    keys = make(folder, NewSession(title, alias, owner, tuple(panel.items()), framework, scheduled))
    name = shlex.quote(chosen.name_of(folder))
    click.echo(
        f"Made {chosen.shown(folder)}:\n"
        "  session.toml     the brief: write where … stands\n"
        f"  scores/          a scorecard for each of the {len(panel)}: send each their own\n"
        "  forms/           or this: the same as a page for a browser, for who has no debrief\n"
        "  recipients.txt   whose keys open a card that was encrypted with: debrief encrypt\n\n"
        f"{_about_keys(keys)}\n\n"
        "Next, once the brief is written, write forms and scorecards anew:\n"
        f"  debrief new {name} --forms\n"
        f"A card that comes back by mail:\n  debrief receive {name} FILE\n"
        f"Before the meeting:\n  debrief check {name}"
    )


def make(folder: Path, new: NewSession) -> CardKeys:
    """Make a session's folder with its forms, and the keys that open its cards; FileProblem.

    WrongUseError when the folder is there already or the session cannot be made so.
    """
    from debrief.cli.forms import write_forms
    from debrief.store import paths
    from debrief.store.card_keys import make_card_keys
    from debrief.store.scaffold import scaffold

    if folder.exists():
        raise WrongUseError(f"{chosen.shown(folder)} is there already; choose another name.")
    keys = make_card_keys(paths.config_dir())
    against = scaffold(folder, replace(new, recipients=(keys.public, keys.backup)))
    if against:
        said = "; ".join(
            f"{one.message} ({one.hint})" if one.hint else one.message for one in against
        )
        raise WrongUseError(f"No session was made: {said}.")
    write_forms(folder)
    return keys


def _about_keys(keys: CardKeys) -> str:
    made = "Made the keys that open" if keys.made else "The keys that open"
    told = f"{made} encrypted scorecards:\n  {chosen.shown(keys.file)}"
    if not keys.backup_file.exists():
        return f"{told}\n  and its backup, which is not on this machine, as it should be"
    return (
        f"{told}\n  {chosen.shown(keys.backup_file)}\n"
        "The second is the backup: take it to another place, such as a safe or another machine.\n"
        "Without either of them, encrypted scorecards stay closed for ever."
    )


def _is_id(text: str) -> bool:
    from debrief.core.text import ID_PATTERN

    return re.fullmatch(ID_PATTERN, text) is not None
