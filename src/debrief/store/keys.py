"""The key that encrypts a meeting's blind entries, and the commitments to its cards."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from debrief.store import age, atomic

ROOM = 63
"""Maximum bytes of a ballot; every ballot is padded to 64, so its length reveals nothing."""

LONGEST_FILE = 4096
"""Maximum size of a file of keys."""

_LONGEST_SEALED = 4096
_TOKEN = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
_SALT, _PUBLIC = "# salt: ", "# public key: "
_HINT = atomic.RESTORE
_HINT_BALLOTS = f"{_HINT}, or move it away to continue without the key"


class CannotOpenError(Exception):
    """A ballot that this key does not open; the text is one sentence."""


class UnusableKeyError(atomic.FileProblem):
    """A key that is there and cannot be used."""


@dataclass(frozen=True, slots=True)
class BallotKey:
    """A meeting's key: `public` seals ballots, `identity` opens them, `salt` commits to cards."""

    public: str
    identity: str = field(repr=False)
    salt: bytes = field(repr=False)


def make_ballot_key(config_dir: Path, token: str, salt: bytes) -> BallotKey:
    """Return the meeting's key, creating it if missing; an unusable one is never overwritten.

    `token` names the meeting (a-z, 0-9, hyphens; ValueError), `salt` is 32 random bytes. The key is
    in `<config_dir>/keys/<token>.age-key`, readable by its owner only; FileProblem if that fails.
    """
    if (existing := load_ballot_key(config_dir, token)) is not None:
        return existing
    if len(salt) != hashlib.sha256().digest_size:
        raise ValueError("the salt must have 32 bytes")
    pair = age.make_pair()
    key = BallotKey(pair.public, pair.identity, salt)
    path = _path(config_dir, token)
    text = (
        "# debrief: opens the blind entries of one meeting; needed until it is finished\n"
        f"# salt: {key.salt.hex()}\n# public key: {key.public}\n{key.identity}\n"
    )
    keep(path, text)
    return key


def keep(path: Path, text: str) -> None:
    """Write a file in the folder of keys, readable by its owner only; FileProblem."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise atomic.FileProblem(path.parent, atomic.failed("created", error)) from error
    atomic.write(path, text.encode())


def load_ballot_key(config_dir: Path, token: str) -> BallotKey | None:
    """Return the meeting's key, or None if it is missing.

    UnusableKeyError, which names the line at fault, if it is there but cannot be used.
    """
    path = _path(config_dir, token)
    try:
        return _read_ballot_key(path) if is_there(path) else None
    except atomic.FileProblem as problem:
        raise UnusableKeyError(problem.path, problem.reason) from problem


def _read_ballot_key(path: Path) -> BallotKey:
    salt = public = ""
    pair: age.KeyPair | None = None
    for number, line in enumerate(key_lines(path), start=1):
        if line.startswith(_SALT):
            salt = line.removeprefix(_SALT)
            if not re.fullmatch(r"[0-9a-f]{64}", salt):
                raise bad_line(path, number, "is not the salt that debrief wrote", _HINT_BALLOTS)
        elif line.startswith(_PUBLIC):
            public = line.removeprefix(_PUBLIC)
        elif line and not line.startswith("#"):
            pair = age.pair_of(line)
            if pair is None:
                raise bad_line(path, number, "is not a key", _HINT_BALLOTS)
    if pair is None or not salt:
        lacks = "key" if pair is None else "salt"
        raise atomic.FileProblem(path, f"has no {lacks} in it; {_HINT_BALLOTS}.")
    if pair.public != public:
        raise atomic.FileProblem(path, f"has the public key of another key; {_HINT_BALLOTS}.")
    return BallotKey(pair.public, pair.identity, bytes.fromhex(salt))


def is_there(path: Path) -> bool:
    """Return whether a file of keys exists; FileProblem if its folder cannot be read."""
    folder = path.parent
    if folder.is_symlink() and not folder.exists():
        raise atomic.FileProblem(
            folder, "is a link to a folder that is not there; connect the disk it is on."
        )
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise atomic.FileProblem(path, atomic.failed("read", error)) from error
    return True


def key_lines(path: Path) -> tuple[str, ...]:
    """Return the lines of a file of keys, as any editor or mail program left them; FileProblem.

    Unlike the files of a session, it may be behind a link: the folder of keys is the user's own.
    """
    try:
        data = atomic.read_regular(Path(os.path.realpath(path)), LONGEST_FILE, _HINT)
    except atomic.FileProblem as problem:
        if path.is_symlink():
            sentence, _, hint = problem.reason.partition("; ")
            raise atomic.FileProblem(path, f"is a link to a file that {sentence}; {hint}") from (
                problem
            )
        raise
    utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = data.decode("utf-16" if utf_16 else "utf-8-sig", "replace")
    return tuple(line.strip() for line in re.split(r"\r\n?|\n", text))


def bad_line(path: Path, number: int, what: str, hint: str = _HINT) -> atomic.FileProblem:
    """Return the problem with one line of a file of keys."""
    return atomic.FileProblem(path, f"cannot be used: line {number} {what}; {hint}.")


def forget_ballot_key(config_dir: Path, token: str) -> None:
    """Delete the key of a finished meeting, if there is one; OSError if that fails."""
    path = _path(config_dir, token)
    if path.is_symlink():
        Path(os.path.realpath(path)).unlink(missing_ok=True)
    path.unlink(missing_ok=True)


def seal(public: str, plain: bytes) -> str:
    """Encrypt a ballot of at most 63 bytes to a public key, as base64; ValueError if one is bad."""
    if len(plain) > ROOM:
        raise ValueError(f"a ballot has room for {ROOM} bytes")
    padded = bytes([len(plain)]) + plain.ljust(ROOM, b"\0")
    return base64.b64encode(age.encrypt(padded, [public])).decode()


def open_sealed(key: BallotKey, text: str) -> bytes:
    """Return the ballot that `seal` encrypted to this key; CannotOpenError."""
    try:
        if len(text) > _LONGEST_SEALED:
            raise ValueError("too long")
        sealed = base64.b64decode(text, validate=True)
        padded = age.decrypt(sealed, [age.KeyPair(key.public, key.identity)])
        length, room = padded[0], padded[1:]
        if len(room) != ROOM or room[length:].strip(b"\0"):
            raise ValueError("not padded as ballots are")
    except (ValueError, IndexError, age.NotOpenedError) as error:
        raise CannotOpenError(
            "A blind entry cannot be opened with this meeting's key; clear it and enter it again."
        ) from error
    return bytes(room[:length])


def commit(salt: bytes, data: bytes) -> str:
    """Return the salted digest (HMAC-SHA256, hex) that commits to `data` without showing it."""
    return hmac.new(salt, data, hashlib.sha256).hexdigest()


def _path(config_dir: Path, token: str) -> Path:
    if not _TOKEN.fullmatch(token):
        raise ValueError("a key is named with a-z, 0-9 and hyphens")
    return config_dir / "keys" / f"{token}.age-key"
