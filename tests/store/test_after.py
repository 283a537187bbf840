"""Additions after the finish are chained to the fingerprint, line by line."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from debrief.core.after.model import Noted, Objected, Reviewed, dump
from debrief.store.atomic import FileProblem
from debrief.store.journal import after, chain
from debrief.store.journal.chain import Stamp

FINGERPRINT = "ab" * 32
T = datetime(2027, 11, 24, 15, 0, tzinfo=UTC)


def lines(*texts: str, prev: str = FINGERPRINT) -> list[bytes]:
    made: list[bytes] = []
    for seq, text in enumerate(texts, start=1):
        stamp = Stamp(seq, prev, T, 0.0, "run-9", bytes(16))
        made.append(chain.encode(stamp, "Noted", {"by": "x", "text": text}))
        prev = chain.decode(made[-1]).hash
    return made


def test_lines_chained_to_the_fingerprint_are_good() -> None:
    found = after.scan(b"".join(lines("a", "b\n c", "ü")), FINGERPRINT)

    assert [event.entry.text for event in found.events] == ["a", "b\n c", "ü"]
    assert (found.damage, found.unknown) == (None, None)
    assert after.scan(b"", FINGERPRINT) == after.After()


def test_another_meetings_lines_are_damage() -> None:
    found = after.scan(b"".join(lines("a", prev="cd" * 32)), FINGERPRINT)

    sentence = "Line 1 of after.jsonl does not follow the finish of this meeting."
    assert found.read_only == sentence


def test_a_line_that_is_gone_doubled_or_swapped_is_damage() -> None:
    a, b, c = lines("a", "b", "c")

    for data in (a + c, a + a + b, a + c + b):
        found = after.scan(data, FINGERPRINT)
        assert len(found.lines) == 1
        assert found.read_only == (
            "Line 2 of after.jsonl does not follow the line before it; the events before it are "
            "good."
        )


def test_a_flipped_bit_is_damage() -> None:
    data = b"".join(lines("a", "b"))

    for bit in range(0, 8 * len(data), 5):
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        found = after.scan(bytes(flipped), FINGERPRINT)
        assert found.damage or found.unknown or found.torn


def test_a_torn_end_is_told_with_what_is_good_before() -> None:
    a, b = lines("a", "b")

    for end in range(1, len(b) - 1):
        found = after.scan(a + b[:end], FINGERPRINT)
        assert (len(found.lines), found.torn, found.good_offset) == (1, b[:end], len(a))
        assert found.read_only is None
    found = after.scan(a + b[:-1], FINGERPRINT)
    assert (len(found.lines), found.torn, found.unended) == (2, b"", True)


def test_an_end_longer_than_a_line_may_be_is_damage() -> None:
    (a,) = lines("a")

    found = after.scan(a + b"x" * chain.LINE_LIMIT, FINGERPRINT)

    assert found.damage is not None
    assert "Line 2 of after.jsonl is longer than a line may be" in found.damage.reason


def test_another_version_is_not_damage() -> None:
    (line,) = lines("a")
    body = line[: line.rindex(b',"hash"')].replace(b'"v":1', b'"v":2') + b"}"
    newer = b'%s,"hash":"%s"}\n' % (body[:-1], hashlib.sha256(body).hexdigest().encode())

    found = after.scan(newer, FINGERPRINT)

    assert found.damage is None
    assert found.unknown == (
        "Line 1 of after.jsonl was written in another version of the format; update debrief."
    )


def test_an_entry_of_a_later_program_is_counted_and_passed_over() -> None:
    stamp = Stamp(1, FINGERPRINT, T, 0.0, "run-9", bytes(16))
    first = chain.encode(stamp, "Praised", {"by": "x"})
    second = chain.encode(
        Stamp(2, chain.decode(first).hash, T, 0.0, "run-9", bytes(16)),
        "Noted",
        {"by": "x", "text": "b"},
    )

    found = after.scan(first + second, FINGERPRINT)

    assert [event.seq for event in found.events] == [2]
    assert (found.not_understood, found.read_only) == (1, None)


def test_a_session_without_the_file_has_nothing_added(folder: Path) -> None:
    assert after.read(folder, FINGERPRINT) == after.After()
    assert after.summary(folder) == after.NOTHING
    assert after.NOTHING.next_review(date(2027, 3, 15)) == date(2027, 3, 15)


def test_a_list_is_told_how_much_there_is_and_when_to_look_again(folder: Path) -> None:
    entries = (
        Noted(by="x", text="y"),
        Objected(by="Lin Wei", text="Not I."),
        Reviewed(by="x", outcome="joined", again=date(2028, 3, 15)),
    )
    path = folder / "after.jsonl"
    prev, raw = FINGERPRINT, b""
    for seq, entry in enumerate(entries, 1):
        line = chain.encode(Stamp(seq, prev, T, 0.0, "run-9", bytes(16)), *dump(entry))
        prev = chain.decode(line).hash
        raw += line
    path.write_bytes(raw + b"torn")

    found = after.summary(folder)

    assert found == after.Summary(1, T.date(), True, date(2028, 3, 15), objections=1, notes=1)
    assert found.next_review(date(2027, 3, 15)) == date(2028, 3, 15)
    assert [event.entry for event in after.read(folder, FINGERPRINT).events] == list(entries)


@pytest.mark.parametrize(
    ("planned", "left"),
    [(T.date() + timedelta(days=1), True), (T.date(), False), (date(2020, 1, 1), False)],
)
def test_a_day_stays_until_a_review_is_held_on_it(folder: Path, planned: date, left: bool) -> None:
    entry = Reviewed(by="x", outcome="joined")
    line = chain.encode(Stamp(1, FINGERPRINT, T, 0.0, "run-9", bytes(16)), *dump(entry))
    (folder / "after.jsonl").write_bytes(line)

    assert after.summary(folder).next_review(planned) == (planned if left else None)
    assert after.summary(folder).next_review(None) is None


@pytest.mark.parametrize("harm", ["folder", "link", "noise"])
def test_a_file_that_cannot_be_read_says_nothing_in_a_list(folder: Path, harm: str) -> None:
    path = folder / "after.jsonl"
    if harm == "folder":
        path.mkdir()
    elif harm == "link":
        path.symlink_to(folder / "journal.jsonl")
    else:
        path.write_bytes(b"\x00\n" * 100)

    assert after.summary(folder) == after.NOTHING
    if harm != "noise":
        with pytest.raises(FileProblem):
            after.read(folder, FINGERPRINT)
