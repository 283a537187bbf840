"""Encrypt a scorecard without errors to the recipients of its session."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from debrief.core.findings import Finding
from debrief.core.text import ID_PATTERN
from debrief.store import age, atomic, card_keys
from debrief.store.paths import RECIPIENTS
from debrief.store.sessions.card_file import AGE
from debrief.store.sessions.session import check_card
from debrief.store.toml_files.parse import CARD_BYTES


@dataclass(frozen=True, slots=True)
class Encrypted:
    """The result of encrypting a card: the encrypted file, or the findings that prevented it.

    `keys` is the number of keys that open it. `again` is True if an earlier encrypted card was
    replaced, `plain` if the plain card still exists.
    """

    findings: tuple[Finding, ...]
    file: Path | None = None
    keys: int = 0
    again: bool = False
    plain: bool = True


def encrypt_card(card: Path, session: Path, *, replace: bool) -> Encrypted:
    """Write `<card>.age` beside a card, for the recipients of the session; FileProblem.

    With `replace` the plain card is deleted once the encrypted one is on the disk. A backup, the
    trash or a synced folder may still have a copy.
    """
    panelist = card.name.removesuffix(".toml")
    if panelist == card.name or not re.fullmatch(ID_PATTERN, panelist):
        raise atomic.FileProblem(
            card, "is not named like a card; name it after its panelist: <id>.toml."
        )
    data = atomic.read_regular(card, CARD_BYTES)
    try:
        recipients = _recipients(session)
    except card_keys.RecipientsError as problem:
        return Encrypted((problem.finding,))
    inside = card_keys.marked(data, recipients.session)
    usable, findings = check_card(session, panelist, inside, recipients.session)
    if not usable:
        return Encrypted(findings)
    file = card.with_name(card.name + AGE)
    again = os.path.lexists(file)
    atomic.write(file, age.encrypt(inside, recipients.publics))
    plain = not (replace and _delete(card, data))
    return Encrypted(findings, file, len(recipients.publics), again, plain)


def _recipients(session: Path) -> card_keys.Recipients:
    path = session / RECIPIENTS
    if not os.path.lexists(path):
        hint = "ask the facilitator for it, or create one with debrief new."
        reason = f"does not exist, so there is no key to encrypt to; {hint}"
        raise atomic.FileProblem(path, reason)
    return card_keys.read_recipients(atomic.read_regular(path, card_keys.RECIPIENTS_BYTES))


def _delete(card: Path, data: bytes) -> bool:
    """Delete a plain card unless it was changed since it was read; FileProblem."""
    if atomic.read_regular(card, CARD_BYTES) != data:
        return False
    try:
        card.unlink()
        atomic.sync_folder(card.parent)
    except OSError as error:
        reason = f"is encrypted, but could not be deleted ({error.strerror}); delete it yourself."
        raise atomic.FileProblem(card, reason) from error
    return True
