"""Files a scorecard that came by mail or chat: found in the text, checked, encrypted, put away."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from debrief.core import events as e
from debrief.core.findings import Finding
from debrief.core.text import ID_PATTERN
from debrief.store import age, card_keys, filing, journal, mail
from debrief.store.cards import AGE
from debrief.store.session import check_card

MESSAGE_BYTES = 1024 * 1024
"""The most a mail with a card in it may have."""

# In quotes or, when it is wrong for other reasons, in curly ones or none: the check says so.
_PANELIST = re.compile(rf"^\s*panelist\s*=\s*[\"'“”„‘’]?({ID_PATTERN.strip('^$')})", re.M)
_AGE_FILE = b"age-encryption.org/"


class NotFiledError(Exception):
    """A card that was not filed although nothing in it is wrong; one sentence says why."""


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a card: its `file` unless the `findings` speak against it."""

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
) -> Received:
    """File the card in `message`, as the card of whom it says it is from.

    The message is a card, an encrypted card, or a mail with one of them in it, as text or as it
    was saved; `name` is what findings call it. Nothing in it is shown. NotFiledError, FileProblem.
    """
    try:
        cut = mail.card_in(message)
        encrypted = _is_encrypted(cut.data)
        card = card_keys.open_card(cut.data, identities) if encrypted else cut.data
    except (mail.NoCardError, card_keys.CannotOpenCardError) as problem:
        return _refused(name, problem.code, problem.message, problem.hint)
    name = f"{name} ({cut.part})" if cut.part else name
    found = _PANELIST.search(card.decode(errors="replace"))
    panelist = found[1] if found else Path(name).name.removesuffix(AGE).removesuffix(".toml")
    if not re.fullmatch(ID_PATTERN, panelist):
        hint = (
            "give the file or all of the text that the form made; a card of another kind needs "
            'panelist = "…", with the id that session.toml has'
        )
        said = "there is no card in it, or the card does not say who it is from"
        return _refused(name, "no-panelist", said, hint)
    usable, findings = check_card(session, panelist, card, called(session))
    named = (_as_named(one, panelist, name, cut.above) for one in findings)
    told = tuple(sorted(named, key=lambda one: (one.line, one.column)))
    if not usable:
        return Received(told, panelist)
    _refuse_to_file(session, panelist, replacing=replacing, encrypted=encrypted)
    (file,) = filing.file_cards(session, {panelist: card})
    return Received(told, panelist, file)


def called(session: Path) -> str:
    """Return what a session calls itself: in recipients.txt, or else by its folder; FileProblem.

    Empty when the folder's name is no id.
    """
    named = filing.recipients(session)
    own = session.name if re.fullmatch(ID_PATTERN, session.name) else ""
    return (named.session if named else "") or own


def _refuse_to_file(session: Path, panelist: str, *, replacing: bool, encrypted: bool) -> None:
    path = session / "journal.jsonl"
    log = journal.read(path).events if os.path.lexists(path) else ()
    if any(isinstance(one.event, e.MeetingFinished) for one in log):
        raise NotFiledError("The meeting is finished, and its cards stay as they were.")
    if encrypted and filing.recipients(session) is None:
        raise NotFiledError(
            "The card came encrypted, but this session has no recipients.txt, so it would lie here "
            "for everybody to read; add that file, or decrypt the card yourself."
        )
    there = filing.card_there(session, panelist)
    if there is not None and not replacing:
        raise NotFiledError(
            f"There is a card of {panelist} already: scores/{there.name}; to put this one in its "
            "place, say --replace."
        )


def _is_encrypted(data: bytes) -> bool:
    return data.lstrip().startswith((_AGE_FILE, b"-----BEGIN AGE"))


def _refused(name: str, code: str, message: str, hint: str) -> Received:
    return Received((Finding(name, 0, 0, "error", code, message, hint),))


def _as_named(finding: Finding, panelist: str, name: str, above: int) -> Finding:
    """A finding on the card, at its place in the text that it came in."""
    if finding.file != f"scores/{panelist}.toml":
        return finding
    line = finding.line + above if finding.line else 0
    return replace(finding, file=name, line=line)
