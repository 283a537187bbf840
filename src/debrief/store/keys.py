"""Seals what is typed blind: the key of a meeting's ballots, and the commitments to its cards."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass, field
from pathlib import Path

from debrief.store import atomic

ROOM = 63
"""Bytes a ballot may have; every ballot is padded to 64, so its length tells nothing."""

_LONGEST_FILE = 4096
_LONGEST_SEALED = 4096
_TOKEN = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
_FILE = re.compile(
    r"# [^\n]*\n# salt: (?P<salt>[0-9a-f]{64})\n# public key: (?P<public>age1[0-9a-z]{58})\n"
    r"(?P<identity>AGE-SECRET-KEY-1[0-9A-Z]{58})\n"
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
    from pyrage import x25519  # type: ignore[import-untyped]

    identity = x25519.Identity.generate()
    key = BallotKey(str(identity.to_public()), str(identity), salt)
    path = _path(config_dir, token)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise atomic.FileProblem(
            path.parent, f"could not be made ({error.strerror}); check who may write there."
        ) from error
    text = (
        "# debrief: opens the blind entries of one meeting; needed until it is finished\n"
        f"# salt: {key.salt.hex()}\n# public key: {key.public}\n{key.identity}\n"
    )
    atomic.write(path, text.encode())
    return key


def load_ballot_key(config_dir: Path, token: str) -> BallotKey | None:
    """Return the meeting's key, or None when it is lost: missing, unreadable or damaged."""
    try:
        text = atomic.read_regular(_path(config_dir, token), _LONGEST_FILE)
    except atomic.FileProblem:
        return None
    match = _FILE.fullmatch(text.decode(errors="replace"))
    if match is None or _public(match["identity"]) != match["public"]:
        return None
    return BallotKey(match["public"], match["identity"], bytes.fromhex(match["salt"]))


def forget_ballot_key(config_dir: Path, token: str) -> None:
    """Delete the key of a finished meeting, if there is one; OSError when that fails."""
    _path(config_dir, token).unlink(missing_ok=True)


def seal(public: str, plain: bytes) -> str:
    """Encrypt a ballot of at most 63 bytes to a public key; base64. ValueError for either."""
    if len(plain) > ROOM:
        raise ValueError(f"a ballot has room for {ROOM} bytes")
    import pyrage

    padded = bytes([len(plain)]) + plain.ljust(ROOM, b"\0")
    try:
        recipient = pyrage.x25519.Recipient.from_str(public)
    except pyrage.RecipientError as error:
        raise ValueError("not a public age key") from error
    return base64.b64encode(pyrage.encrypt(padded, [recipient])).decode()


def open_sealed(key: BallotKey, text: str) -> bytes:
    """Return the ballot that `seal` encrypted to this key; CannotOpenError."""
    import pyrage

    try:
        if len(text) > _LONGEST_SEALED:
            raise ValueError("too long")
        sealed = base64.b64decode(text, validate=True)
        padded = pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(key.identity)])
        length, room = padded[0], padded[1:]
        if len(room) != ROOM or room[length:].strip(b"\0"):
            raise ValueError("not padded as ballots are")
    except (ValueError, IndexError, pyrage.DecryptError) as error:
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


def _public(identity: str) -> str | None:
    import pyrage

    try:
        return str(pyrage.x25519.Identity.from_str(identity).to_public())
    except pyrage.IdentityError:
        return None
