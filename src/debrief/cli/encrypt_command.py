"""`debrief encrypt`: encrypt a scorecard to its session's recipients."""

from __future__ import annotations

import shlex
from pathlib import Path

import click
from click.exceptions import Exit

from debrief.cli import sessions as chosen
from debrief.cli.errors import WrongUseError

FINDINGS = 1


@click.command("encrypt")
@click.argument("card", type=click.Path(path_type=Path))
@click.option("--session", help="The card's session, if the card is not in its scores folder.")
@click.option("--replace", is_flag=True, help="Delete the plain card afterwards.")
@chosen.option
@click.pass_obj
def command(sessions: Path | None, card: Path, session: str | None, replace: bool) -> None:
    """Encrypt the scorecard CARD to its session's recipients.txt, as CARD.age beside it.

    The card is checked first, as by `debrief check`. No rating is shown. Anyone who has one of the
    keys can read the card before the meeting, and nothing in it proves who wrote it.

    \b
    Examples:
      debrief encrypt my-session/scores/dana.toml
      debrief encrypt dana.toml --session my-session --replace

    Exit codes: 0 fine, warnings included · 1 errors in the card · 2 wrong use · 3 a file could not
    be read or written.
    """
    from debrief.store.cards.encrypt import encrypt_card
    from debrief.store.toml_files.parse import render

    if card.suffix == ".age":
        raise WrongUseError(f"{chosen.shown(card)} is already encrypted.")
    if not card.exists():
        raise WrongUseError(f"There is no card {chosen.shown(card)}.")
    result = encrypt_card(card, _session(card, session, sessions), replace=replace)
    for finding in result.findings:
        click.echo(render(finding) + "\n")
    if result.file is None:
        click.echo("Nothing was encrypted.")
        raise Exit(FINDINGS)
    earlier = ", replacing an earlier one" if result.again else ""
    keys = "1 key" if result.keys == 1 else f"{result.keys} keys"
    click.echo(f"Encrypted for {keys}: {chosen.shown(result.file)}{earlier}")
    click.echo(_about_plain(card, plain=result.plain, replace=replace))


def _about_plain(card: Path, *, plain: bool, replace: bool) -> str:
    if not plain:
        return (
            f"Deleted: {chosen.shown(card)}. A backup, the trash or a synced folder may still"
            " have a copy."
        )
    changed = "The plain card has changed in the meantime, so it was kept. " if replace else ""
    delete = f"rm {shlex.quote(chosen.shown(card))}"
    return (
        f"{changed}The plain card is still there. Anyone who can open its folder can read it."
        f" To delete it:\n  {delete}"
    )


def _session(card: Path, session: str | None, sessions: Path | None) -> Path:
    if session is not None:
        return chosen.folder(session, sessions)
    above = card.resolve().parent
    if above.name == "scores" and (above.parent / "session.toml").is_file():
        return above.parent
    raise WrongUseError(
        "The card is not in a session's scores folder. Name its session: --session SESSION."
    )
