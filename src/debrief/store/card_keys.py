"""The facilitator's keys for encrypted scorecards, and a session's public keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from debrief.core.findings import Finding
from debrief.core.text import ID_PATTERN
from debrief.store import age, keys
from debrief.store.age import KeyPair
from debrief.store.atomic import FileProblem
from debrief.store.paths import RECIPIENTS

RECIPIENTS_BYTES = 16 * 1024
"""Maximum size of a recipients.txt."""

MOST_RECIPIENTS = 16
MOST_KEYS = 8
"""Maximum keys tried on a card: each one makes a hostile file slower to refuse."""

_KEY, _BACKUP = "scorecards.txt", "scorecards-backup.txt"
_FILE = (
    rf"# [^\n]*\n# public key: (?P<public>{age.PUBLIC})\n"
    rf"(?:# backup public key: (?P<backup>{age.PUBLIC})\n)?(?P<identity>{age.IDENTITY})"
)
_SESSION = rf"# session: (?P<id>{ID_PATTERN.strip('^$')})"
_MARK = rf"#:session (?P<id>{ID_PATTERN.strip('^$')})"

_AGAIN = "ask for a new one, made by debrief encrypt with this session’s recipients.txt"
_CANNOT_OPEN = {
    "no-age": ("the file is named .age, but it is not encrypted with age", _AGAIN),
    "passphrase": (
        "the card is encrypted with a passphrase, which debrief does not support",
        _AGAIN,
    ),
    "damaged": ("the encrypted card was cut off or damaged on its way", _AGAIN),
    "wrong-key": ("the card was encrypted to a key that is not on this machine", _AGAIN),
    "lost-key": (
        "the card is encrypted, and no key to open it is on this machine",
        "put the key or its backup in the keys folder that `debrief locate` shows",
    ),
}


@dataclass(frozen=True, slots=True)
class CardKeys:
    """The public keys for a new session, and the files of their secret halves.

    `backup_file` may have been moved elsewhere, as it should be; `made` is True if both are new.
    """

    public: str
    backup: str
    file: Path
    backup_file: Path
    made: bool


@dataclass(frozen=True, slots=True)
class Recipients:
    """The public keys that a session's cards are encrypted to, and the session's name, or ""."""

    publics: tuple[str, ...]
    session: str = ""


class RecipientsError(Exception):
    """A recipients.txt that cannot be used; `finding` has the reason."""

    def __init__(self, line: int, message: str, hint: str) -> None:
        super().__init__(message)
        column = 1 if line else 0
        self.finding = Finding(RECIPIENTS, line, column, "error", "recipients", message, hint)


class CannotOpenCardError(Exception):
    """An encrypted card that cannot be opened: a code, one sentence, and what to do."""

    def __init__(self, code: str, unusable: Sequence[FileProblem] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.message, self.hint = _CANNOT_OPEN[code]
        if unusable and code in ("wrong-key", "lost-key"):
            self.message = "no usable key on this machine opens the encrypted card"
            self.hint = mend(unusable)


def make_card_keys(config_dir: Path) -> CardKeys:
    """Return the user's keys for scorecards, creating them if missing; FileProblem.

    They are in `<config_dir>/keys`, readable by their owner only, and never overwritten.
    """
    file, backup_file = config_dir / "keys" / _KEY, config_dir / "keys" / _BACKUP
    if keys.is_there(file):
        public, backup = _read_key_file(file)
        if backup is None:
            raise _damaged(file)
        return CardKeys(public, backup, file, backup_file, made=False)
    # The backup first: a crash in between leaves no key without a backup.
    if keys.is_there(backup_file):
        backup, _ = _read_key_file(backup_file)
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

    A file that cannot be read or has no key is skipped; `unusable_card_keys` lists those.
    """
    pairs, _ = _read_card_keys(config_dir)
    return pairs


def unusable_card_keys(config_dir: Path) -> tuple[FileProblem, ...]:
    """Return why files in `<config_dir>/keys` give no key to scorecards, each with its line."""
    _, problems = _read_card_keys(config_dir)
    return problems


def _read_card_keys(config_dir: Path) -> tuple[tuple[KeyPair, ...], tuple[FileProblem, ...]]:
    folder = config_dir / "keys"
    pairs: dict[str, KeyPair] = {}
    problems: list[FileProblem] = []
    try:
        keys.is_there(folder / _KEY)
        files = sorted(folder.glob("*.txt"), key=_key_first)
    except FileProblem as problem:
        return (), (problem,)
    for path in files:
        try:
            lines = keys.key_lines(path)
        except FileProblem as problem:
            problems.append(problem)
            continue
        written = {n: line for n, line in enumerate(lines, start=1) if line and line[0] != "#"}
        found = {number: age.pair_of(line) for number, line in written.items()}
        pairs |= {pair.public: pair for pair in found.values() if pair is not None}
        if not found:
            problems.append(FileProblem(path, "has no key in it; restore it from a copy."))
        elif bad := [number for number, pair in found.items() if pair is None]:
            problems.append(keys.bad_line(path, bad[0], "is not a key"))
    return tuple(pairs.values())[:MOST_KEYS], tuple(problems)


def recipients_text(session: str, publics: Sequence[str]) -> str:
    """Return a recipients.txt: the public keys that this session's cards are encrypted to."""
    head = (
        "# Scorecards of this session are encrypted to these public keys: debrief encrypt CARD\n"
        "# Anyone who has the secret half of one of them can open the cards.\n"
    )
    return head + f"# session: {session}\n" + "".join(f"{public}\n" for public in publics)


def read_recipients(data: bytes) -> Recipients:
    """Parse a recipients.txt; RecipientsError."""
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
                hint = "write one public age key per line: age1 and 58 letters and digits"
                raise RecipientsError(number, "the line is not a public age key", hint)
            publics.append(line)
    if not publics:
        raise RecipientsError(0, "the file has no public key", "write one age1… key per line")
    if len(publics) > MOST_RECIPIENTS:
        hint = "remove those that do not need to open the cards"
        raise RecipientsError(0, f"there are more than {MOST_RECIPIENTS} public keys", hint)
    return Recipients(tuple(publics), session)


def marked(card: bytes, session: str) -> bytes:
    """Return a card with its session in a comment at its end, unless it has one."""
    if not session or session_of(card) is not None:
        return card
    return card.rstrip() + f"\n#:session {session}\n".encode()


def session_of(card: bytes) -> str | None:
    """Return the session named in a card's last line, or None."""
    # In a card that is valid TOML, only a comment can be a last line of this form.
    last = card.rstrip().rpartition(b"\n")[2].decode(errors="replace").strip()
    match = re.fullmatch(_MARK, last)
    return match["id"] if match else None


def open_card(
    data: bytes,
    identities: Sequence[KeyPair],
    unusable: Callable[[], Sequence[FileProblem]] = tuple,
) -> bytes:
    """Return a card decrypted, in memory only; CannotOpenCardError.

    `unusable` returns the problems with key files, which may explain why no key opens it.
    """
    try:
        return age.decrypt(data, identities)
    except age.NotOpenedError as problem:
        lost = problem.why == "wrong-key" and not identities
        code = "lost-key" if lost else problem.why
        raise CannotOpenCardError(code, unusable()) from problem


def mend(unusable: Sequence[FileProblem]) -> str:
    """Return what to do about key files that cannot be used, as a hint."""
    first = str(unusable[0]).rstrip(".")
    more = len(unusable) - 1
    return first if not more else f"{first}. {more} more in that folder cannot be used"


def _key_first(path: Path) -> tuple[bool, str]:
    return path.name != _KEY, path.name


def _read_key_file(path: Path) -> tuple[str, str | None]:
    """Return the public key in a key file, and its backup's public key; FileProblem."""
    match = re.fullmatch(_FILE, "\n".join(filter(None, keys.key_lines(path))))
    pair = age.pair_of(match["identity"]) if match else None
    if match is None or pair is None or pair.public != match["public"]:
        raise _damaged(path)
    return pair.public, match["backup"]


def _damaged(path: Path) -> FileProblem:
    hint = "restore it from a copy, or move it away to get new keys."
    return FileProblem(path, f"is not a key that debrief wrote; {hint}")
