"""`debrief new`: create a session folder to fill in."""

from __future__ import annotations

import re
import shlex
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from debrief.cli import sessions as chosen
from debrief.cli import terminal
from debrief.cli.errors import WrongUseError

if TYPE_CHECKING:
    from debrief.store.card_keys import CardKeys
    from debrief.store.sessions.scaffold import NewSession

FEWEST = 2
"""Minimum number of panelists."""

ID_HELP = "a to z, 0 to 9 and hyphens inside, at most 48 characters"


def _panelist(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """Return the panelists' names by id."""
    panel: dict[str, str] = {}
    for value in values:
        panelist, colon, name = value.partition(":")
        panelist, name = panelist.strip(), name.strip()
        if not (colon and panelist and name):
            raise click.BadParameter(f'{value!r}: write id:Name, as in "dana:Dana Whitfield".')
        if not _is_id(panelist):
            raise click.BadParameter(f"{panelist!r} is not an id: use {ID_HELP}.")
        if panelist in panel:
            raise click.BadParameter(
                f"{panelist!r} appears twice: give each panelist their own id."
            )
        panel[panelist] = name
    if panel and len(panel) < FEWEST:
        raise click.BadParameter("a panel needs at least two people: give --panel once for each.")
    return panel


def _session_id(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is not None and not _is_id(value):
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
@click.argument("id_", metavar="[ID]", required=False, callback=_session_id)
@click.option("--title", help="The role, as in “VP Engineering”.")
@click.option("--alias", help="The name to show instead of the candidate’s.")
@click.option("--owner", metavar="ID", help="The panelist who decides.")
@click.option(
    "--panel",
    multiple=True,
    metavar="ID:NAME",
    callback=_panelist,
    help="A panelist. Repeat for each one.",
)
@click.option(
    "--scheduled", metavar="WHEN", callback=_moment, help="The start, as in 2026-11-24T15:00Z."
)
@click.option(
    "--framework",
    metavar="ID",
    default="senior-technology-leader",
    show_default=True,
    help="The set of competencies.",
)
@click.option("--forms", is_flag=True, help="Only rebuild the forms and any empty scorecards.")
@chosen.option
@click.pass_obj
def command(
    sessions: Path | None,
    id_: str | None,
    *,
    title: str | None,
    alias: str | None,
    owner: str | None,
    panel: dict[str, str],
    scheduled: datetime | None,
    framework: str,
    forms: bool,
) -> None:
    """Create a session: a folder with a brief, and a scorecard for each panelist, to fill in.

    \b
    Examples:
      debrief new        asks four questions, and chooses the ID
      debrief new 2026-11-vp-k17 --title "VP Engineering" --alias K-17 \\
        --owner dana --panel "dana:Dana Whitfield" --panel "omar:Omar Haddad" \\
        --panel "lin:Lin Zhao"
      debrief new 2026-11-vp-k17 --forms

    With an ID, also give --title, --alias, --owner and --panel. Existing files are never
    overwritten. The folder forms/ has the scorecards as web pages. After editing the brief, run
    --forms to rebuild the forms; scorecards with answers are left alone.
    """
    from debrief.cli.forms import write_forms
    from debrief.core.new_session import looks_like_a_name
    from debrief.store.sessions.scaffold import NewSession

    if id_ is None:
        if forms or not terminal.is_terminal(sys.stdin):
            raise click.MissingParameter(param_hint="'ID'", param_type="argument")
        id_, title, alias, owner, panel = _asked(chosen.directory(sessions))
    if forms:
        folder = chosen.folder(id_, sessions)
        count, cards = write_forms(folder)
        click.echo(f"Rebuilt {count} forms: {chosen.shown(folder / 'forms')}")
        if cards:
            noun = "scorecard" if cards == 1 else "scorecards"
            scores = chosen.shown(folder / "scores")
            click.echo(f"Rebuilt {cards} empty {noun}: {scores}")
        return
    if not (title and alias and owner and panel):
        needed = {"--title": title, "--alias": alias, "--owner": owner, "--panel": panel}
        hint = next(name for name, value in needed.items() if not value)
        raise click.MissingParameter(param_hint=f"'{hint}'", param_type="option")
    folder = chosen.directory(sessions) / id_
    if looks_like_a_name(alias):
        click.echo(
            f"“{alias}” looks like a name. The alias is on every screen and in the record; "
            "change it in session.toml if it is one.\n",
            err=True,
        )
    if owner not in panel:
        raise WrongUseError(
            f"The owner {owner!r} is not on the panel. Name one of {', '.join(panel)}."
        )
    keys = make(folder, NewSession(title, alias, owner, tuple(panel.items()), framework, scheduled))
    name = shlex.quote(chosen.name_of(folder))
    click.echo(
        f"Created {chosen.shown(folder)}:\n"
        "  session.toml     the brief: replace every …\n"
        f"  scores/          {len(panel)} scorecards: send each panelist their own\n"
        "  forms/           the same cards as web pages, for panelists without debrief\n"
        "  recipients.txt   the keys that can open a card encrypted with: debrief encrypt\n\n"
        f"{_about_keys(keys)}\n\n"
        "Next, once the brief is written, rebuild the forms and scorecards:\n"
        f"  debrief new {name} --forms\n"
        f"When a card comes back by mail:\n  debrief receive {name} FILE\n"
        f"Before the meeting:\n  debrief check {name}"
    )


def _asked(directory: Path) -> tuple[str, str, str, str, dict[str, str]]:
    """Ask for a new session's role, alias, panel and owner; return its id before them."""
    from debrief.core.new_session import NEW, wanted

    click.echo(f"A new session in {chosen.shown(directory)}.")
    taken = frozenset(entry.name for entry in directory.iterdir()) if directory.is_dir() else ()
    answers: dict[str, str] = {}
    while True:
        for field in NEW.fields:
            question = f"{field.label} ({field.hint})"
            answers[field.name] = click.prompt(question, default=answers.get(field.name))
        made = wanted(answers, datetime.now().astimezone().date(), frozenset(taken))
        if not isinstance(made, str):
            return made.id, made.title, made.alias, made.owner, dict(made.panel)
        click.echo(made)


def make(folder: Path, new: NewSession) -> CardKeys:
    """Create a session's folder with its forms, and return the keys that open its cards.

    Raise WrongUseError if the folder exists or the session is not valid, FileProblem if a file
    cannot be written.
    """
    from debrief.cli.forms import write_forms
    from debrief.store import paths
    from debrief.store.card_keys import make_card_keys
    from debrief.store.sessions.scaffold import scaffold

    if folder.exists():
        raise WrongUseError(f"{chosen.shown(folder)} already exists. Choose another name.")
    keys = make_card_keys(paths.config_dir())
    findings = scaffold(folder, replace(new, recipients=(keys.public, keys.backup)))
    if findings:
        reasons = "; ".join(
            f"{finding.message} ({finding.hint})" if finding.hint else finding.message
            for finding in findings
        )
        raise WrongUseError(f"No session was created: {reasons}.")
    write_forms(folder)
    return keys


def _about_keys(keys: CardKeys) -> str:
    subject = "Created the keys that open" if keys.made else "The keys that open"
    lines = f"{subject} encrypted scorecards:\n  {chosen.shown(keys.file)}"
    if not keys.backup_file.exists():
        return f"{lines}\n  The backup is not on this machine, as it should be."
    return (
        f"{lines}\n  {chosen.shown(keys.backup_file)}\n"
        "The second is the backup: move it to a safe place, such as another machine.\n"
        "Lose both and encrypted cards can't be opened."
    )


def _is_id(text: str) -> bool:
    from debrief.core.text import ID_PATTERN

    return re.fullmatch(ID_PATTERN, text) is not None
