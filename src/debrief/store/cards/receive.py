"""File a scorecard that came by mail or chat: find it in the text, check it and encrypt it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from debrief.core.findings import Finding
from debrief.core.meeting import events as e
from debrief.core.scorecard import card_path
from debrief.core.text import ID_PATTERN
from debrief.store import age, card_keys
from debrief.store.atomic import FileProblem
from debrief.store.cards import filing, mail
from debrief.store.journal import journal
from debrief.store.sessions.card_file import AGE
from debrief.store.sessions.session import check_card

MESSAGE_BYTES = 1024 * 1024
"""Maximum size of a mail with a card."""

ONLY_THE_CARD = "save the card that is attached to it, or copy its text, and receive that"
"""Advice on a larger mail, for example one with photos, which nobody can make shorter."""

# Also with curly quotes or none, which the check reports.
_PANELIST = re.compile(rf"^\s*panelist\s*=\s*[\"'“”„‘’]?({ID_PATTERN.strip('^$')})", re.M)


class NotFiledError(Exception):
    """A card without errors was not filed; the text is one sentence on the reason."""


@dataclass(frozen=True, slots=True)
class ReceiveResult:
    """The result of receiving a card: its file, or the findings that prevented it."""

    findings: tuple[Finding, ...]
    panelist: str = ""
    file: Path | None = None


def receive(
    message: bytes,
    name: str,
    session: Path,
    *,
    replacing: bool = False,
    identities: Sequence[age.KeyPair] = (),
    unusable_keys: Callable[[], Sequence[FileProblem]] = tuple,
) -> ReceiveResult:
    """File the card in `message` as the card of the panelist it names; NotFiledError, FileProblem.

    The message is a card, an encrypted card, or a mail with one of them, as text or as a saved
    file; findings call it `name`. They show nothing of its content.
    """
    try:
        cut = mail.card_in(message)
        encrypted = age.is_encrypted(cut.data)
        card = card_keys.open_card(cut.data, identities, unusable_keys) if encrypted else cut.data
    except (mail.NoCardError, card_keys.CannotOpenCardError) as problem:
        return _refused(name, problem.code, problem.message, problem.hint)
    name = f"{name} ({cut.part})" if cut.part else name
    found = _PANELIST.search(card.decode(errors="replace"))
    panelist = found[1] if found else Path(name).name.removesuffix(AGE).removesuffix(".toml")
    if not re.fullmatch(ID_PATTERN, panelist):
        hint = (
            "pass the file, or all of the text that the form made; any other card needs "
            'panelist = "…", with the id from session.toml'
        )
        reason = "there is no card in it, or the card does not name its panelist"
        return _refused(name, "no-panelist", reason, hint)
    usable, findings = check_card(session, panelist, card, called(session), private=False)
    placed = (_in_message(finding, panelist, name, cut.above) for finding in findings)
    findings = tuple(sorted(placed, key=lambda finding: (finding.line, finding.column)))
    if not usable:
        return ReceiveResult(findings, panelist)
    _refuse_to_file(session, panelist, replacing=replacing, encrypted=encrypted)
    (file,) = filing.file_cards(session, {panelist: card})
    return ReceiveResult(findings, panelist, file)


def called(session: Path) -> str:
    """Return a session's name in its recipients.txt, else its folder's name; FileProblem.

    Empty if the folder's name is not an id.
    """
    named = filing.recipients(session)
    own = session.name if re.fullmatch(ID_PATTERN, session.name) else ""
    return (named.session if named else "") or own


def _refuse_to_file(session: Path, panelist: str, *, replacing: bool, encrypted: bool) -> None:
    path = session / "journal.jsonl"
    log = journal.read(path).events if os.path.lexists(path) else ()
    if any(isinstance(line.event, e.MeetingFinished) for line in log):
        raise NotFiledError("The meeting is finished, so its cards cannot be changed.")
    if encrypted and filing.recipients(session) is None:
        raise NotFiledError(
            "The card is encrypted, but this session has no recipients.txt, so it would be filed "
            "unencrypted. Add that file, or decrypt the card yourself."
        )
    existing = filing.card_there(session, panelist)
    if existing is not None and not replacing:
        raise NotFiledError(
            f"There is already a card of {panelist}: scores/{existing.name}. To overwrite it, add "
            "--replace."
        )


def _refused(name: str, code: str, message: str, hint: str) -> ReceiveResult:
    return ReceiveResult((Finding(name, 0, 0, "error", code, message, hint),))


def _in_message(finding: Finding, panelist: str, name: str, above: int) -> Finding:
    """Return a finding on the card with its place in the message."""
    if finding.file != card_path(panelist):
        return finding
    line = finding.line + above if finding.line else 0
    return replace(finding, file=name, line=line)
