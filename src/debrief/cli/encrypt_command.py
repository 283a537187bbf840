"""`debrief encrypt`: a scorecard for the eyes of the session's keys alone."""

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
@click.option("--session", help="The session, when the card is not in its folder of scores.")
@click.option("--replace", is_flag=True, help="Delete the plain card afterwards.")
@chosen.option
@click.pass_obj
def command(sessions: Path | None, card: Path, session: str | None, replace: bool) -> None:
    """Encrypt the scorecard CARD to its session's recipients.txt, as CARD.age beside it.

    It is checked first, as `debrief check` does; no rating is shown. Whoever has one of the keys
    can read the card before the meeting, and nothing in it proves who wrote it.

    \b
    Examples:
      debrief encrypt my-session/scores/dana.toml
      debrief encrypt dana.toml --session my-session --replace

    Exit codes: 0 fine, warnings included · 1 errors in the card · 2 wrong use · 3 a file could not
    be read or written.
    """
    from debrief.store.encrypt import encrypt_card
    from debrief.store.toml import render

    if card.suffix == ".age":
        raise WrongUseError(f"{chosen.shown(card)} is encrypted already.")
    if not card.exists():
        raise WrongUseError(f"There is no card {chosen.shown(card)}.")
    done = encrypt_card(card, _session(card, session, sessions), replace=replace)
    for finding in done.findings:
        click.echo(render(finding) + "\n")
    if done.file is None:
        click.echo("Nothing was encrypted.")
        raise Exit(FINDINGS)
    earlier = ", in place of an earlier one" if done.again else ""
    keys = "1 key" if done.keys == 1 else f"{done.keys} keys"
    click.echo(f"Encrypted for {keys}: {chosen.shown(done.file)}{earlier}")
    click.echo(_about_plain(card, plain=done.plain, replace=replace))


def _about_plain(card: Path, *, plain: bool, replace: bool) -> str:
    if not plain:
        return (
            f"Deleted: {chosen.shown(card)}. A backup, a trash or a synchronised folder may still"
            " have it."
        )
    changed = "It was changed meanwhile, so it is kept. " if replace else ""
    delete = f"rm {shlex.quote(chosen.shown(card))}"
    return (
        f"{changed}The plain card is still there, and whoever can open its folder can read it."
        f" To delete it:\n  {delete}"
    )


def _session(card: Path, session: str | None, sessions: Path | None) -> Path:
    if session is not None:
        return chosen.folder(session, sessions)
    above = card.resolve().parent
    if above.name == "scores" and (above.parent / "session.toml").is_file():
        return above.parent
    raise WrongUseError("The card is not in a session's folder of scores: say --session SESSION.")
