"""What is added after the finish hangs on the fingerprint, line by line."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from debrief.store import after, chain
from debrief.store.chain import Stamp

FINGERPRINT = "ab" * 32
T = datetime(2027, 11, 24, 15, 0, tzinfo=UTC)


def lines(*texts: str, prev: str = FINGERPRINT) -> list[bytes]:
    made: list[bytes] = []
    for seq, text in enumerate(texts, start=1):
        stamp = Stamp(seq, prev, T, 0.0, "run-9", bytes(16))
        made.append(chain.encode(stamp, "Noted", {"text": text}))
        prev = chain.decode(made[-1]).hash
    return made


def test_lines_chained_to_the_fingerprint_are_good() -> None:
    found = after.scan(b"".join(lines("a", "b\n c", "ü")), FINGERPRINT)

    assert [line.data["text"] for line in found.lines] == ["a", "b\n c", "ü"]
    assert (found.damage, found.unknown) == (None, None)
    assert after.scan(b"", FINGERPRINT) == after.After()


def test_another_meetings_lines_are_damage() -> None:
    found = after.scan(b"".join(lines("a", prev="cd" * 32)), FINGERPRINT)

    assert found == after.After(damage="line 1 does not follow the finish of this meeting")


def test_a_line_that_is_gone_doubled_or_swapped_is_damage() -> None:
    a, b, c = lines("a", "b", "c")

    for data in (a + c, a + a + b, a + c + b):
        found = after.scan(data, FINGERPRINT)
        assert len(found.lines) == 1
        assert found.damage == "line 2 does not follow the line before it"


def test_a_flipped_bit_is_damage() -> None:
    data = b"".join(lines("a", "b"))

    for bit in range(0, 8 * len(data), 5):
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        found = after.scan(bytes(flipped), FINGERPRINT)
        assert found.damage or found.unknown


def test_a_torn_end_is_damage_with_what_is_good_before() -> None:
    a, b = lines("a", "b")

    for end in range(1, len(b)):
        found = after.scan(a + b[:end], FINGERPRINT)
        assert (len(found.lines), found.damage) == (1, "what follows line 1 is no whole line")


def test_another_version_is_not_damage() -> None:
    (line,) = lines("a")
    body = line[: line.rindex(b',"hash"')].replace(b'"v":1', b'"v":2') + b"}"
    newer = b'%s,"hash":"%s"}\n' % (body[:-1], hashlib.sha256(body).hexdigest().encode())

    found = after.scan(newer, FINGERPRINT)

    assert found.damage is None
    assert found.unknown == "line 1 was written in another version of the format; update debrief"
