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
from debrief.core.text import quoted

if TYPE_CHECKING:
    from debrief.store.card_keys import CardKeys
    from debrief.store.sessions.scaffold import NewSession

FEWEST = 2
"""Minimum number of panelists."""

EXAMPLE = """\
  debrief new {} --title "VP Engineering" --alias K-17 --owner dana \\
    --panel "dana:Dana Whitfield" --panel "omar:Omar Haddad"\
"""
FORMS = "  debrief new 2026-11-vp-k17 --forms"
ID_HELP = "a to z, 0 to 9 and hyphens inside, at most 48 characters"


def _panelist(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """Return the panelists' names by id."""
    panel: dict[str, str] = {}
    for value in values:
        panelist, colon, name = value.partition(":")
        panelist, name = panelist.strip(), name.strip()
        if not (colon and panelist and name):
            raise click.BadParameter(
                f"{quoted(value)}: write id:Name, as in “dana:Dana Whitfield”."
            )
        if not _is_id(panelist):
            raise click.BadParameter(f"{quoted(panelist)} is not an id: use {ID_HELP}.")
        if panelist in panel:
            raise click.BadParameter(
                f"{quoted(panelist)} appears twice: give each panelist their own id."
            )
        panel[panelist] = name
    if panel and len(panel) < FEWEST:
        raise click.BadParameter("a panel needs at least two people: give --panel once for each.")
    return panel


def _session_id(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is not None and not _is_id(value):
        raise click.BadParameter(f"{quoted(value)} cannot name a session: use {ID_HELP}.")
    return value


def _moment(_: click.Context, __: click.Parameter, value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        when = None
    if when is None or when.tzinfo is None:
        message = (
            f"{quoted(value)}: write date, time and zone, as in 2026-11-24T15:00Z or …T16:00+01:00."
        )
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
    """\b
    debrief new        asks four questions, and chooses the ID
    debrief new 2026-11-vp-k17 --title "VP Engineering" --alias K-17 \\
      --owner dana --panel "dana:Dana Whitfield" --panel "omar:Omar Haddad" \\
      --panel "lin:Lin Zhao"
    debrief new 2026-11-vp-k17 --forms

    Create a session: a folder with a brief, and a scorecard for each panelist, to fill in. It goes
    into the folder sessions where you are, or without one into your data folder.

    With an ID, also give --title, --alias, --owner and --panel. Existing files are never
    overwritten. The folder forms/ has the scorecards as web pages. After editing the brief, run
    --forms to rebuild the forms; scorecards with answers are left alone.
    """
    from debrief.cli.forms import write_forms
    from debrief.core.new_session import doubt
    from debrief.store.sessions.scaffold import NewSession

    if id_ is None:
        if forms or not terminal.is_terminal(sys.stdin):
            example = FORMS if forms else EXAMPLE.format("2026-11-vp-k17")
            raise WrongUseError(f"Missing: the session’s ID. For example:\n{example}")
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
        missing = ", ".join(name for name, value in needed.items() if not value)
        raise WrongUseError(f"Missing: {missing}. For example:\n{EXAMPLE.format(id_)}")
    folder = chosen.directory(sessions) / id_
    if warning := doubt(alias):
        click.echo(f"{warning} Change it in session.toml if it is one.\n", err=True)
    if owner not in panel:
        raise WrongUseError(
            f"The owner {quoted(owner)} is not on the panel. Name one of {', '.join(panel)}."
        )
    keys = make(folder, NewSession(title, alias, owner, tuple(panel.items()), framework, scheduled))
    name = shlex.quote(chosen.name_of(folder))
    click.echo(
        f"Created {chosen.shown(folder)}\n"
        f"{_about_place(sessions)}\n"
        "  1  Write the brief: replace every … in session.toml.\n"
        f"  2  Make the forms from it: debrief new {name} --forms\n"
        "     Send each panelist their own page from forms/, or card from scores/.\n"
        f"  3  Collect the cards: debrief receive {name} FILE\n"
        f"     See who is missing: debrief check {name}"
        f"{_about_keys(keys)}"
    )


def _about_place(sessions: Path | None) -> str:
    """Return how to choose where sessions are kept, if it was not chosen."""
    from debrief.store import paths

    if chosen.directory(sessions) != paths.data_dir() / "sessions":
        return ""
    return "That is your data folder. To keep sessions where you are: mkdir sessions\n"


def _asked(directory: Path) -> tuple[str, str, str, str, dict[str, str]]:
    """Ask for a new session's role, alias, panel and owner; return its id before them."""
    from debrief.core.new_session import NEW, wanted

    click.echo(f"A new session in {chosen.shown(directory)}.")
    taken = frozenset(entry.name for entry in directory.iterdir()) if directory.is_dir() else ()
    answers: dict[str, str] = {}
    while True:
        for field in NEW.fields:
            question = f"{field.label}, {field.hint}"
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
    """Return what to do about the keys, if they were created now."""
    if not keys.made:
        return ""
    return (
        "\n\nMove this key to another machine, as a backup for opening encrypted cards:\n"
        f"  {chosen.shown(keys.backup_file)}"
    )


def _is_id(text: str) -> bool:
    from debrief.core.text import ID_PATTERN

    return re.fullmatch(ID_PATTERN, text) is not None
