"""`debrief receive`: a scorecard that came by mail or chat, put where it belongs."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from click.exceptions import Exit

from debrief.cli import sessions as chosen
from debrief.cli.errors import WrongUseError

FINDINGS = 1


@click.command("receive")
@click.argument("session")
@click.argument("file", metavar="FILE|-", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--replace", is_flag=True, help="Put it in the place of a card that is there.")
@chosen.option
@click.pass_obj
def command(sessions: Path | None, session: str, file: Path, replace: bool) -> None:
    """File a scorecard that came by mail or chat into SESSION. No rating is shown.

    FILE is the card, or the mail with the card in it, as text or as your mail program saved it;
    with - it is read from standard input. It is checked as `debrief check` does, and encrypted
    where the session has recipients.

    \b
    Examples:
      debrief receive my-session ~/Downloads/dana.toml
      debrief receive my-session mail.eml --replace
      pbpaste | debrief receive my-session -

    Exit codes: 0 filed, warnings included · 1 errors in the card, or none found · 2 wrong use, also
    when there is a card already · 3 a file could not be read or written.
    """
    from debrief.store import card_keys, paths
    from debrief.store.receive import NotFiledError, receive
    from debrief.store.toml import render

    folder = chosen.folder(session, sessions)
    name = "the text" if str(file) == "-" else chosen.shown(Path(file.name))
    try:
        done = receive(
            _message(file),
            name,
            folder,
            replacing=replace,
            identities=card_keys.load_card_keys(paths.config_dir()),
        )
    except NotFiledError as problem:
        raise WrongUseError(str(problem)) from problem
    for finding in done.findings:
        click.echo(render(finding) + "\n")
    if done.file is None:
        click.echo("Nothing was filed.")
        raise Exit(FINDINGS)
    click.echo(f"Filed: the card of {done.panelist}, as {chosen.shown(done.file)}")
    if done.file.suffix != ".age":
        click.echo("It is not encrypted: whoever can open this folder can read it.")
    if str(file) != "-":
        click.echo(f"{chosen.shown(file)} is still where it was; delete it, and empty the trash.")


def _message(file: Path) -> bytes:
    from debrief.store import atomic
    from debrief.store.receive import MESSAGE_BYTES

    if str(file) != "-":
        return atomic.read_regular(file, MESSAGE_BYTES)
    if sys.stdin.isatty():
        click.echo("Paste the text, and press enter and ctrl+d after it.", err=True)
    data = sys.stdin.buffer.read(MESSAGE_BYTES + 1)
    if len(data) > MESSAGE_BYTES:
        reason = f"is larger than {MESSAGE_BYTES:,} bytes; give the card alone."
        raise atomic.FileProblem(Path("standard input"), reason)
    return data
