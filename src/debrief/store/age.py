"""Encryption with age: key pairs, and bytes encrypted to public keys."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

PUBLIC = r"age1[0-9a-z]{58}"
IDENTITY = r"AGE-SECRET-KEY-1[0-9A-Z]{58}"

HEAD_LIMIT = 4096
"""Maximum bytes of an encrypted file's head: some forty recipients, each tried with each key."""

_MAGIC = b"age-encryption.org/v1\n"
_ARMOR = b"-----BEGIN AGE ENCRYPTED FILE-----"
_ARMOR_END = b"-----END AGE ENCRYPTED FILE-----"

Why = Literal["no-age", "passphrase", "wrong-key", "damaged"]


class NotOpenedError(Exception):
    """Encrypted data that these keys do not open; `why` is the reason."""

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
    """Return the key pair of a secret key, or None if the text is not one."""
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
    """Return `data` encrypted to one or more public keys; ValueError if one is not a key."""
    import pyrage

    if not publics or not all(map(is_public, publics)):
        raise ValueError("not a public age key")
    recipients = [pyrage.x25519.Recipient.from_str(public) for public in publics]
    return bytes(pyrage.encrypt(data, recipients))


def decrypt(data: bytes, keys: Sequence[KeyPair]) -> bytes:
    """Return the decrypted bytes, in memory only; NotOpenedError."""
    import pyrage

    data = _binary(data)
    _check_head(data)
    identities = [pyrage.x25519.Identity.from_str(key.identity) for key in keys]
    try:
        return bytes(pyrage.decrypt(data, identities))
    except pyrage.DecryptError as error:
        # age has one class for all its errors. The lock file pins their texts; a test checks them.
        raise NotOpenedError(
            "wrong-key" if "No matching keys" in str(error) else "damaged"
        ) from error


def is_encrypted(data: bytes) -> bool:
    """Return whether data is an age file, binary or as ASCII armor."""
    return data.lstrip().startswith((b"age-encryption.org/", b"-----BEGIN AGE"))


def _binary(data: bytes) -> bytes:
    """Return the binary file, also of one that came as ASCII armor."""
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
    """Refuse data that is not an age file, or is for a passphrase, before trying any key."""
    if not data.startswith(_MAGIC):
        raise NotOpenedError("damaged" if data and _MAGIC.startswith(data) else "no-age")
    head, end, _ = data[:HEAD_LIMIT].partition(b"\n--- ")
    if not end:
        raise NotOpenedError("damaged")
    if b"\n-> scrypt " in head:
        raise NotOpenedError("passphrase")
