"""`debrief receive`: file a scorecard that came by mail or chat."""

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
@click.option("--replace", is_flag=True, help="Overwrite an existing card.")
@chosen.option
@click.pass_obj
def command(sessions: Path | None, session: str, file: Path, replace: bool) -> None:
    """File a scorecard that came by mail or chat in SESSION. No rating is shown.

    FILE is the card, or a mail with the card in it, as text or as your mail program saved it.
    With -, it is read from standard input. The card is checked as by `debrief check`, and encrypted
    if the session has recipients.

    \b
    Examples:
      debrief receive my-session ~/Downloads/dana.toml
      debrief receive my-session mail.eml --replace
      pbpaste | debrief receive my-session -

    Exit codes: 0 filed, warnings included · 1 errors in the card, or no card found · 2 wrong use,
    or a card exists already · 3 a file could not be read or written.
    """
    from debrief.store import card_keys, paths
    from debrief.store.cards.receive import NotFiledError, receive
    from debrief.store.toml_files.parse import render

    folder = chosen.folder(session, sessions)
    name = "the text" if str(file) == "-" else chosen.shown(Path(file.name))
    try:
        result = receive(
            _message(file),
            name,
            folder,
            replacing=replace,
            identities=card_keys.load_card_keys(paths.config_dir()),
            unusable_keys=lambda: card_keys.unusable_card_keys(paths.config_dir()),
        )
    except NotFiledError as problem:
        raise WrongUseError(str(problem)) from problem
    for finding in result.findings:
        click.echo(render(finding) + "\n")
    if result.file is None:
        click.echo("Nothing was filed.")
        raise Exit(FINDINGS)
    click.echo(f"Filed the card of {result.panelist} as {chosen.shown(result.file)}")
    if result.file.suffix != ".age":
        click.echo("It is not encrypted: anyone who can open this folder can read it.")
    if str(file) != "-":
        click.echo(
            f"The original is still at {chosen.shown(file)}; delete it if you don't need it."
        )


def _message(file: Path) -> bytes:
    from debrief.store import atomic
    from debrief.store.cards.receive import MESSAGE_BYTES, ONLY_THE_CARD

    if str(file) != "-":
        return atomic.read_regular(file, MESSAGE_BYTES, ONLY_THE_CARD)
    if sys.stdin.isatty():
        click.echo("Paste the text, then press enter and ctrl+d.", err=True)
    data = sys.stdin.buffer.read(MESSAGE_BYTES + 1)
    if len(data) > MESSAGE_BYTES:
        reason = f"is larger than {MESSAGE_BYTES:,} bytes; {ONLY_THE_CARD}."
        raise atomic.FileProblem(Path("standard input"), reason)
    return data
