"""The facilitator's keys to encrypted scorecards, and the public keys that a session names."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from debrief.core.findings import Finding
from debrief.core.text import ID_PATTERN
from debrief.store import age, atomic, keys
from debrief.store.age import KeyPair
from debrief.store.paths import RECIPIENTS

RECIPIENTS_BYTES = 16 * 1024
"""The most a recipients.txt may have."""

MOST_RECIPIENTS = 16
MOST_KEYS = 8
"""Keys that are tried on a card: each more makes a hostile file slower to refuse."""

_KEY_BYTES = 4096
_KEY, _BACKUP = "scorecards.txt", "scorecards-backup.txt"
_FILE = (
    rf"# [^\n]*\n# public key: (?P<public>{age.PUBLIC})\n"
    rf"(?:# backup public key: (?P<backup>{age.PUBLIC})\n)?(?P<identity>{age.IDENTITY})\n"
)
_SESSION = rf"# session: (?P<id>{ID_PATTERN.strip('^$')})"
_MARK = rf"#:session (?P<id>{ID_PATTERN.strip('^$')})"

_AGAIN = "ask for it again: debrief encrypt, with this session’s recipients.txt"
_CANNOT_OPEN = {
    "no-age": ("the file is not encrypted with age, whatever its name says", _AGAIN),
    "passphrase": ("the card is encrypted with a passphrase, which is not used here", _AGAIN),
    "damaged": ("the encrypted card was cut off or damaged on its way", _AGAIN),
    "wrong-key": ("the card was encrypted to a key that is not on this machine", _AGAIN),
    "lost-key": (
        "the card is encrypted, and no key to open it is on this machine",
        "put the key, or its backup, where `debrief locate` says keys are",
    ),
}


@dataclass(frozen=True, slots=True)
class CardKeys:
    """The public halves that a new session names, and where the secret ones are kept.

    `backup_file` may have been taken elsewhere, as it should be; `made` says that both are new.
    """

    public: str
    backup: str
    file: Path
    backup_file: Path
    made: bool


@dataclass(frozen=True, slots=True)
class Recipients:
    """Whom a session's cards are encrypted to, and what the session calls itself, if it does."""

    publics: tuple[str, ...]
    session: str = ""


class RecipientsError(Exception):
    """A recipients.txt that cannot be used, for the reason in its `finding`."""

    def __init__(self, line: int, message: str, hint: str) -> None:
        super().__init__(message)
        column = 1 if line else 0
        self.finding = Finding(RECIPIENTS, line, column, "error", "recipients", message, hint)


class CannotOpenCardError(Exception):
    """An encrypted card that cannot be opened: a code, one sentence, and what to do."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
        self.message, self.hint = _CANNOT_OPEN[code]


def make_card_keys(config_dir: Path) -> CardKeys:
    """Return the person's keys to scorecards, made now unless they are there; FileProblem.

    They are kept in `<config_dir>/keys`, for their owner alone, and never overwritten.
    """
    file, backup_file = config_dir / "keys" / _KEY, config_dir / "keys" / _BACKUP
    if os.path.lexists(file):
        public, backup = _kept(file)
        if backup is None:
            raise _damaged(file)
        return CardKeys(public, backup, file, backup_file, made=False)
    # The backup first: a crash in between leaves a backup, and no key that has none.
    if os.path.lexists(backup_file):
        backup, _ = _kept(backup_file)
    else:
        spare = age.make_pair()
        backup = spare.public
        about = f"opens encrypted scorecards when {_KEY} is lost; keep this file elsewhere"
        text = f"# debrief: {about}\n# public key: {backup}\n{spare.identity}\n"
        keys.keep(backup_file, text)
    pair = age.make_pair()
    about = "opens the scorecards that are encrypted to it; keep it to yourself"
    text = f"# debrief: {about}\n# public key: {pair.public}\n# backup public key: {backup}\n"
    keys.keep(file, f"{text}{pair.identity}\n")
    return CardKeys(pair.public, backup, file, backup_file, made=True)


def load_card_keys(config_dir: Path) -> tuple[KeyPair, ...]:
    """Return every key to scorecards in `<config_dir>/keys/*.txt`, the first eight.

    A file that cannot be read or holds no key is passed over: what it would open says so.
    """
    found: dict[str, KeyPair] = {}
    for path in sorted((config_dir / "keys").glob("*.txt"), key=_key_first):
        try:
            text = atomic.read_regular(path, _KEY_BYTES).decode(errors="replace")
        except atomic.FileProblem:
            continue
        for line in re.findall(rf"^{age.IDENTITY}$", text, re.M):
            pair = age.pair_of(line)
            if pair is not None:
                found[pair.public] = pair
    return tuple(found.values())[:MOST_KEYS]


def recipients_text(session: str, publics: Sequence[str]) -> str:
    """Return a recipients.txt: the public keys that this session's cards are encrypted to."""
    head = (
        "# Scorecards of this session are encrypted to these public keys: debrief encrypt CARD\n"
        "# Whoever has the secret half of one of them can open the cards.\n"
    )
    return head + f"# session: {session}\n" + "".join(f"{public}\n" for public in publics)


def read_recipients(data: bytes) -> Recipients:
    """Return what a recipients.txt says; RecipientsError."""
    try:
        lines = data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise RecipientsError(0, "the file is not UTF-8", "save it as plain text") from error
    publics: list[str] = []
    session = ""
    for number, line in enumerate(map(str.strip, lines), start=1):
        named = re.fullmatch(_SESSION, line)
        if named:
            session = named["id"]
        elif line and not line.startswith("#"):
            if not age.is_public(line):
                hint = "write one public age key a line: age1 and 58 letters and digits"
                raise RecipientsError(number, "the line is no public age key", hint)
            publics.append(line)
    if not publics:
        raise RecipientsError(0, "the file names no public key", "write one age1… key a line")
    if len(publics) > MOST_RECIPIENTS:
        hint = "take away those who need not open the cards"
        raise RecipientsError(0, f"there are more than {MOST_RECIPIENTS} public keys", hint)
    return Recipients(tuple(publics), session)


def marked(card: bytes, session: str) -> bytes:
    """Return a card with the session it is for in a comment at its end, unless it has one."""
    if not session or session_of(card) is not None:
        return card
    return card.rstrip() + f"\n#:session {session}\n".encode()


def session_of(card: bytes) -> str | None:
    """Return the session that a card says it is for in its last line."""
    # In a card that TOML can read, nothing but a comment is a last line of this form.
    last = card.rstrip().rpartition(b"\n")[2].decode(errors="replace").strip()
    match = re.fullmatch(_MARK, last)
    return match["id"] if match else None


def open_card(data: bytes, identities: Sequence[KeyPair]) -> bytes:
    """Return what is inside an encrypted card, in memory only; CannotOpenCardError."""
    try:
        return age.decrypt(data, identities)
    except age.NotOpenedError as problem:
        lost = problem.why == "wrong-key" and not identities
        raise CannotOpenCardError("lost-key" if lost else problem.why) from problem


def _key_first(path: Path) -> tuple[bool, str]:
    return path.name != _KEY, path.name


def _kept(path: Path) -> tuple[str, str | None]:
    """The public key in a key file, and the backup's that it names; FileProblem."""
    text = atomic.read_regular(path, _KEY_BYTES).decode(errors="replace")
    match = re.fullmatch(_FILE, text)
    pair = age.pair_of(match["identity"]) if match else None
    if match is None or pair is None or pair.public != match["public"]:
        raise _damaged(path)
    return pair.public, match["backup"]


def _damaged(path: Path) -> atomic.FileProblem:
    hint = "restore it from a copy, or move it away and new keys are made."
    return atomic.FileProblem(path, f"is not a key as debrief wrote it; {hint}")
