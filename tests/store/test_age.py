"""Encrypted bytes open with one of their keys; every other attempt fails with its reason."""

from __future__ import annotations

import base64

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.store import age
from debrief.store.age import KeyPair, NotOpenedError

OURS, BACKUP, THEIRS = (age.make_pair() for _ in range(3))
CARD = b'schema = 1\npanelist = "dana"\n'
# b"3" under the passphrase "word"; making one takes seconds.
WITH_PASSPHRASE = base64.b64decode(
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCAxQ0U0Vll6Z1BPeHFqRWlwazlOQ3BRIDE5ClBBdVNPVnhS"
    "QlZReTBPQ2NLK2s1K01Ma2RBd0pjbHhkRTNZWXdRbU9OQkEKLS0tIGlqTkRDOUQreFR5dmlJdXRoQ2F4Z1Fvd3JN"
    "M1V6N0JIUWkzWjRVYmVuT2MKS4s4tmDT4tul0XFzcDzn9qDE0jGcv71pH7d26bS71YlW"
)


def why(data: bytes, *keys: KeyPair) -> str:
    with pytest.raises(NotOpenedError) as refused:
        age.decrypt(data, keys or (OURS,))
    return refused.value.why


@given(data=st.binary(max_size=2000))
def test_each_recipient_opens_what_was_encrypted_to_all(data: bytes) -> None:
    sealed = age.encrypt(data, [OURS.public, BACKUP.public])

    assert age.decrypt(sealed, [OURS]) == age.decrypt(sealed, [THEIRS, BACKUP]) == data


def test_what_came_as_text_for_mail_opens_too() -> None:
    recipient = pyrage.x25519.Recipient.from_str(OURS.public)
    armored = pyrage.encrypt(CARD, [recipient], armored=True)

    assert age.decrypt(b"\r\n" + armored.replace(b"\n", b"\r\n"), [OURS]) == CARD
    assert why(armored[:-40]) == "damaged"
    assert why(armored.replace(b"YWdl", b"YWd!")) == "damaged"


def test_a_key_that_it_was_not_encrypted_to_does_not_open_it() -> None:
    assert why(age.encrypt(CARD, [OURS.public]), THEIRS, BACKUP) == "wrong-key"


def test_what_was_cut_off_anywhere_is_never_opened() -> None:
    sealed = age.encrypt(CARD, [OURS.public])

    assert {why(sealed[:end]) for end in range(1, len(sealed))} == {"damaged"}


def test_a_flipped_bit_anywhere_is_never_opened() -> None:
    sealed = age.encrypt(CARD, [OURS.public])
    told = set()
    for bit in range(8 * len(sealed)):
        flipped = bytearray(sealed)
        flipped[bit // 8] ^= 1 << bit % 8
        told.add(why(bytes(flipped)))

    assert told == {"no-age", "damaged", "wrong-key"}


@pytest.mark.parametrize("data", [b"", CARD, bytes(100), b"age-encryption.org/v2\n"])
def test_what_age_did_not_write_is_told_apart(data: bytes) -> None:
    assert why(data) == "no-age"


def test_what_a_passphrase_encrypts_is_refused_as_such() -> None:
    assert why(WITH_PASSPHRASE) == "passphrase"
    assert why(WITH_PASSPHRASE, OURS, THEIRS) == "passphrase"


def test_a_head_of_too_many_recipients_is_refused_even_where_one_is_ours() -> None:
    assert age.decrypt(age.encrypt(CARD, [THEIRS.public] * 30 + [OURS.public]), [OURS]) == CARD
    many = age.encrypt(CARD, [OURS.public] + [THEIRS.public] * 60)
    assert len(many) > age.HEAD_LIMIT
    assert why(many, OURS) == "damaged"


def test_only_public_keys_are_encrypted_to() -> None:
    for wrong in ([], ["age1nonsense"], [OURS.public, OURS.identity], [OURS.public.upper()]):
        with pytest.raises(ValueError, match="not a public age key"):
            age.encrypt(CARD, wrong)


def test_a_key_shows_only_its_public_half() -> None:
    assert repr(OURS) == f"KeyPair(public={OURS.public!r})"
    assert age.pair_of(OURS.identity) == OURS
    assert age.pair_of("AGE-SECRET-KEY-1" + "Q" * 58) is None
