"""The one place where age is spoken: key pairs, and bytes encrypted to public keys."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

PUBLIC = r"age1[0-9a-z]{58}"
IDENTITY = r"AGE-SECRET-KEY-1[0-9A-Z]{58}"

HEAD_LIMIT = 4096
"""Bytes that the head of an encrypted file may have: some forty recipients, each a try to open."""

_MAGIC = b"age-encryption.org/v1\n"
_ARMOR = b"-----BEGIN AGE ENCRYPTED FILE-----"
_ARMOR_END = b"-----END AGE ENCRYPTED FILE-----"

Why = Literal["no-age", "passphrase", "wrong-key", "damaged"]


class NotOpenedError(Exception):
    """Something encrypted that these keys do not open; `why` tells in which of the ways."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class KeyPair:
    """An x25519 key: `public` encrypts, `identity` opens."""

    public: str
    identity: str = field(repr=False)


def make_pair() -> KeyPair:
    """Return a new key."""
    from pyrage import x25519  # type: ignore[import-untyped]

    identity = x25519.Identity.generate()
    return KeyPair(str(identity.to_public()), str(identity))


def pair_of(identity: str) -> KeyPair | None:
    """Return the key that a secret line is, or None when it is none."""
    import pyrage

    try:
        return KeyPair(str(pyrage.x25519.Identity.from_str(identity).to_public()), identity)
    except pyrage.IdentityError:
        return None


def is_public(text: str) -> bool:
    """Return whether this is the public half of an x25519 key."""
    import pyrage

    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return re.fullmatch(PUBLIC, text) is not None


def encrypt(data: bytes, publics: Sequence[str]) -> bytes:
    """Return `data` encrypted to one or more public keys; ValueError when one is none."""
    import pyrage

    if not publics or not all(map(is_public, publics)):
        raise ValueError("not a public age key")
    recipients = [pyrage.x25519.Recipient.from_str(public) for public in publics]
    return bytes(pyrage.encrypt(data, recipients))


def decrypt(data: bytes, keys: Sequence[KeyPair]) -> bytes:
    """Return what was encrypted to one of `keys`; NotOpenedError. Nothing is written anywhere."""
    import pyrage

    data = _binary(data)
    _check_head(data)
    identities = [pyrage.x25519.Identity.from_str(key.identity) for key in keys]
    try:
        return bytes(pyrage.decrypt(data, identities))
    except pyrage.DecryptError as error:
        # age has one class for all its errors; the lock file pins their words, a test holds them.
        raise NotOpenedError(
            "wrong-key" if "No matching keys" in str(error) else "damaged"
        ) from error


def _binary(data: bytes) -> bytes:
    """The file itself, when it came as text for mail."""
    text = data.strip()
    if not text.startswith(_ARMOR):
        return data
    if not text.endswith(_ARMOR_END):
        raise NotOpenedError("damaged")
    inside = b"".join(text[len(_ARMOR) : -len(_ARMOR_END)].split())
    try:
        return base64.b64decode(inside, validate=True)
    except ValueError as error:
        raise NotOpenedError("damaged") from error


def _check_head(data: bytes) -> None:
    """Refuse what is no age file, or one for a passphrase, before any key is tried."""
    if not data.startswith(_MAGIC):
        raise NotOpenedError("damaged" if data and _MAGIC.startswith(data) else "no-age")
    head, end, _ = data[:HEAD_LIMIT].partition(b"\n--- ")
    if not end:
        raise NotOpenedError("damaged")
    if b"\n-> scrypt " in head:
        raise NotOpenedError("passphrase")
