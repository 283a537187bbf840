"""Seals what is typed blind: the key of a meeting's ballots, and the commitments to its cards."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass, field
from pathlib import Path

from debrief.store import age, atomic

ROOM = 63
"""Bytes a ballot may have; every ballot is padded to 64, so its length tells nothing."""

_LONGEST_FILE = 4096
_LONGEST_SEALED = 4096
_TOKEN = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
_FILE = re.compile(
    rf"# [^\n]*\n# salt: (?P<salt>[0-9a-f]{{64}})\n# public key: (?P<public>{age.PUBLIC})\n"
    rf"(?P<identity>{age.IDENTITY})\n"
)


class CannotOpenError(Exception):
    """A ballot that this key does not open; its text is one sentence."""


@dataclass(frozen=True, slots=True)
class BallotKey:
    """A meeting's key: `public` seals ballots, `identity` opens them, `salt` commits to cards."""

    public: str
    identity: str = field(repr=False)
    salt: bytes = field(repr=False)


def make_ballot_key(config_dir: Path, token: str, salt: bytes) -> BallotKey:
    """Return the meeting's key, made now unless there is one: a key is never overwritten.

    `token` names the meeting (a-z, 0-9, hyphens; ValueError), `salt` is 32 random bytes. Kept in
    `<config_dir>/keys/<token>.age-key`, for its owner alone; FileProblem when that fails.
    """
    if (kept := load_ballot_key(config_dir, token)) is not None:
        return kept
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
    """Write a file of the folder of keys, both for their owner alone; FileProblem."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise atomic.FileProblem(
            path.parent, f"could not be made ({error.strerror}); check who may write there."
        ) from error
    atomic.write(path, text.encode())


def load_ballot_key(config_dir: Path, token: str) -> BallotKey | None:
    """Return the meeting's key, or None when it is lost: missing, unreadable or damaged."""
    try:
        text = atomic.read_regular(_path(config_dir, token), _LONGEST_FILE)
    except atomic.FileProblem:
        return None
    match = _FILE.fullmatch(text.decode(errors="replace"))
    if match is None:
        return None
    pair = age.pair_of(match["identity"])
    if pair is None or pair.public != match["public"]:
        return None
    return BallotKey(match["public"], match["identity"], bytes.fromhex(match["salt"]))


def forget_ballot_key(config_dir: Path, token: str) -> None:
    """Delete the key of a finished meeting, if there is one; OSError when that fails."""
    _path(config_dir, token).unlink(missing_ok=True)


def seal(public: str, plain: bytes) -> str:
    """Encrypt a ballot of at most 63 bytes to a public key; base64. ValueError for either."""
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
