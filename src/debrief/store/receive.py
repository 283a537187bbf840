"""Files a scorecard that came by mail or chat: found in the text, checked, encrypted, put away."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from debrief.core import events as e
from debrief.core.findings import Finding
from debrief.core.model import ID_PATTERN
from debrief.store import age, card_keys, filing, journal
from debrief.store.cards import AGE
from debrief.store.session import check_card

MESSAGE_BYTES = 1024 * 1024
"""The most a mail with a card in it may have."""

# What a form puts around a card, also as it looks when a mail was answered or lost its signs.
_BEGINS = re.compile(r"[>=\s]*debrief scorecard begins[=\s]*")
_ENDS = re.compile(r"[>=\s]*debrief scorecard ends[=\s]*")
_QUOTED = re.compile(r"^\s*(?:>[ \t]?)+")
_PANELIST = re.compile(rf"^\s*panelist\s*=\s*[\"']({ID_PATTERN.strip('^$')})[\"']", re.M)
_ARMOR = re.compile(r"-----BEGIN AGE ENCRYPTED FILE-----.*?-----END AGE ENCRYPTED FILE-----", re.S)
_AGE_FILE = b"age-encryption.org/"

# A form writes these as escapes, so where they stand as themselves a mail put them.
_CHANGED_ON_THE_WAY = str.maketrans({"\u00a0": " ", "\u200b": None, "\ufeff": None})


class NotFiledError(Exception):
    """A card that was not filed although nothing in it is wrong; one sentence says why."""


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a card: its `file` unless the `findings` speak against it."""

    findings: tuple[Finding, ...]
    panelist: str = ""
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """A card cut out of a text: its bytes, and how many lines of the text stand above it."""

    data: bytes
    above: int = 0


class NoCardError(Exception):
    """A text that no card can be cut out of: a code, one sentence, and what to do."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(code)
        self.code, self.message, self.hint = code, message, hint


def receive(
    message: bytes,
    name: str,
    session: Path,
    *,
    replacing: bool = False,
    identities: Sequence[age.KeyPair] = (),
) -> Received:
    """File the card in `message`, as the card of whom it says it is from.

    The message is a card, an encrypted card, or a mail with one of them in it; `name` is what
    findings call it. Nothing in it is shown. NotFiledError, FileProblem.
    """
    try:
        cut = card_in(message)
        encrypted = _is_encrypted(cut.data)
        card = card_keys.open_card(cut.data, identities) if encrypted else cut.data
    except (NoCardError, card_keys.CannotOpenCardError) as problem:
        return _refused(name, problem.code, problem.message, problem.hint)
    found = _PANELIST.search(card.decode(errors="replace"))
    panelist = found[1] if found else Path(name).name.removesuffix(AGE).removesuffix(".toml")
    if not re.fullmatch(ID_PATTERN, panelist):
        hint = 'write panelist = "…", with the id that session.toml has'
        return _refused(name, "no-panelist", "the card does not say who it is from", hint)
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


def card_in(message: bytes) -> Cut:
    """Return the card in a mail, between the lines that a form puts around it; NoCardError.

    Without such lines the whole message is the card.
    """
    text = message.decode("utf-8", "surrogateescape")
    armored = _ARMOR.search(text)
    if armored:
        return Cut(
            armored[0].encode("utf-8", "surrogateescape"), text.count("\n", 0, armored.start())
        )
    lines = [line.translate(_CHANGED_ON_THE_WAY) for line in re.split(r"\r\n?|\n", text)]
    begins = [row for row, line in enumerate(lines) if _BEGINS.fullmatch(line)]
    ends = [row for row, line in enumerate(lines) if _ENDS.fullmatch(line)]
    if not begins and not ends:
        return Cut(message)
    if len(begins) > 1:
        hint = "keep the one that counts, and delete the others"
        raise NoCardError("several-cards", "there is more than one card in this text", hint)
    if not begins or not ends or ends[0] < begins[0]:
        hint = "ask for all of the text, from “scorecard begins” to “scorecard ends”"
        raise NoCardError("cut-off", "a part of the card is missing in this text", hint)
    card = [_QUOTED.sub("", line) for line in lines[begins[0] + 1 : ends[0]]]
    return Cut(
        "".join(f"{line}\n" for line in card).encode("utf-8", "surrogateescape"), begins[0] + 1
    )


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
