"""The line format never changes, and a changed line does not verify."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.core.meeting.events import ClockPaused, ClockWentBack, Event, MinuteTaken, dump
from debrief.core.steps import Place
from debrief.store.journal import chain, journal
from debrief.store.journal.chain import GENESIS, Stamp, UnknownError, UnverifiedError
from debrief.store.journal.chain_file import Damage

T = datetime(2026, 11, 24, 16, 0, 0, 123_999, timezone(timedelta(hours=1)))
PLACE = Place(step="preflight")
EVENTS: tuple[Event, ...] = (
    ClockPaused(),
    MinuteTaken(text="Größe, “quoted”\nand ⟨a⟩ second line ✓", place=PLACE),
    ClockWentBack(seconds=2.5),
)

# Written once by version 1 and never to change: journals like it exist.
GOLDEN = (
    b'{"v":1,"seq":1,"t":"2026-11-24T15:00:00.123Z","mono":12.5,"run":"run-a","type":"ClockPaused",'
    b'"nonce":"01010101010101010101010101010101","data":{},'
    b'"prev":"0000000000000000000000000000000000000000000000000000000000000000",'
    b'"hash":"%s"}\n'
)


def _stamp(seq: int = 1, prev: str = GENESIS, **other: Any) -> Stamp:
    fields = {"t": T, "mono": 12.5, "run": "run-a", "nonce": bytes([seq]) * 16}
    return Stamp(seq=seq, prev=prev, **(fields | other))


def _journal(events: tuple[Event, ...] = EVENTS) -> list[bytes]:
    lines: list[bytes] = []
    prev = GENESIS
    for seq, event in enumerate(events, 1):
        lines.append(chain.line_of(_stamp(seq, prev), *dump(event)))
        prev = chain.decode(lines[-1]).hash
    return lines


def _sealed(body: bytes) -> bytes:
    """Add the right hash to a text that ends in a brace."""
    return b'%s,"hash":"%s"}\n' % (body[:-1], hashlib.sha256(body).hexdigest().encode())


def test_the_line_is_as_documented() -> None:
    line = chain.encode(_stamp(), "ClockPaused", {})
    body = line[: line.index(b',"hash"')] + b"}"

    assert line == GOLDEN % hashlib.sha256(body).hexdigest().encode()
    assert list(json.loads(line)) == list(chain.Line.model_fields)


def test_text_is_written_as_it_is() -> None:
    assert "Größe, “quoted”\\nand ⟨a⟩ second line ✓".encode() in _journal()[1]


def test_a_journal_is_read_as_it_was_written() -> None:
    lines = _journal()

    found = journal.scan(b"".join(lines))

    assert tuple(logged.event for logged in found.events) == EVENTS
    assert [logged.seq for logged in found.events] == [1, 2, 3]
    assert found.events[0].t == datetime(2026, 11, 24, 15, 0, 0, 123_000, UTC)
    assert (found.events[0].mono, found.events[0].run) == (12.5, "run-a")
    assert found.lines == tuple(lines)
    assert found.good_offset == len(b"".join(lines))
    assert found.hashes[-1] == json.loads(lines[-1])["hash"]
    assert (found.torn, found.unended, found.read_only) == (b"", False, None)


def test_nothing_is_an_empty_journal() -> None:
    assert journal.scan(b"") == journal.Contents()


def test_cut_at_every_byte_exactly_the_whole_lines_remain() -> None:
    lines = _journal()
    data = b"".join(lines)
    line_ends = [len(b"".join(lines[:n])) for n in range(len(lines) + 1)]

    for cut in range(len(data) + 1):
        found = journal.scan(data[:cut])

        whole = sum(cut >= end - 1 for end in line_ends[1:])
        assert found.lines == tuple(lines[:whole]), cut
        assert found.read_only is None
        assert found.unended == (cut + 1 in line_ends[1:])
        assert found.torn == data[:cut][line_ends[whole] :]
        assert found.good_offset + len(found.torn) == cut


@given(data=st.data())
def test_any_other_bit_is_noticed(data: st.DataObject) -> None:
    lines = _journal()
    whole = bytearray(b"".join(lines))
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= 1 << data.draw(st.integers(0, 7))

    found = journal.scan(bytes(whole))

    assert found.damage or found.torn
    assert found.lines == tuple(lines[: len(found.lines)])
    assert found.good_offset <= place


@given(noise=st.binary(max_size=300), kept=st.integers(0, 3))
def test_noise_after_good_lines_never_passes_for_one(noise: bytes, kept: int) -> None:
    good = _journal()[:kept]

    found = journal.scan(b"".join(good) + noise)

    assert found.lines == tuple(good)
    assert bool(found.damage) == (b"\n" in noise)
    assert found.torn == (b"" if b"\n" in noise else noise)


@pytest.mark.parametrize(
    ("order", "line"),
    [([0, 2], 2), ([0, 0, 1, 2], 2), ([1, 0, 2], 1), ([1, 2], 1), ([2, 1, 0], 1)],
    ids=["deleted", "doubled", "swapped", "beheaded", "reversed"],
)
def test_lines_out_of_place_are_noticed(order: list[int], line: int) -> None:
    lines = _journal()

    damage = journal.scan(b"".join(lines[n] for n in order)).damage

    assert damage is not None
    assert damage.line == line
    assert "does not follow the line before it" in damage.reason
    assert ("the events before it are good" in damage.reason) == (line > 1)


def test_a_line_of_another_chain_is_noticed() -> None:
    lines = _journal()
    lines[0] = chain.encode(_stamp(run="run-b"), "ClockPaused", {})

    assert journal.scan(b"".join(lines)).damage == Damage(
        2,
        "Line 2 of the journal does not follow the line before it; the events before it are good.",
    )


def test_a_last_line_without_its_end_that_does_not_follow_is_torn() -> None:
    first, _, third = _journal()

    found = journal.scan(first + third[:-1])

    assert (found.lines, found.torn, found.read_only) == ((first,), third[:-1], None)


def test_what_a_newer_program_wrote_is_left_to_it() -> None:
    first = _journal()[0]
    prev = chain.decode(first).hash
    event = chain.encode(_stamp(2, prev), "Danced\x1b", {})
    version = _sealed(event[: event.index(b',"hash"')].replace(b'"v":1', b'"v":2') + b"}")
    data = chain.encode(_stamp(2, prev), "ClockPaused", {"why": "lunch"})

    for line, said in ((event, "is a “Danced⟨U+001B⟩”"), (version, "in another version")):
        found = journal.scan(first + line)
        assert found.lines == (first,)
        assert said in str(found.unknown)
        assert found.read_only == found.unknown
        assert found.damage is None
    assert "is a ClockPaused that this version does not understand" in str(
        journal.scan(first + data).read_only
    )
    assert journal.scan(first + event[:-1]).unknown, "also without a line end: it is whole"


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b"[}",
        b'{"v":1}',
        b'{"v":NaN}',
        b'{"v":true}',
        b'{"v":' + b"[" * 100_000 + b"}",
        b'{"v":' + b"9" * 5_000 + b"}",
        b'{"v":"\xff"}',
        b'{"v":{}}',
    ],
)
def test_a_line_with_the_right_hash_may_still_be_nonsense(body: bytes) -> None:
    with pytest.raises(UnverifiedError, match="not a line that debrief writes"):
        chain.decode(_sealed(body))


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("seq", 0),
        ("seq", True),
        ("seq", "1"),
        ("t", "2026-11-24T15:00:00"),
        ("t", 5),
        ("mono", "1"),
        ("run", ""),
        ("run", "\ud800"),
        ("type", None),
        ("nonce", "00"),
        ("data", []),
        ("prev", ""),
    ],
)
def test_every_member_is_checked(member: str, value: object) -> None:
    members = json.loads(_journal()[0])
    del members["hash"]
    body = json.dumps(members | {member: value}).encode()

    with pytest.raises(UnverifiedError):
        chain.decode(_sealed(body))


def test_text_with_half_a_character_is_damage() -> None:
    body = json.dumps(
        json.loads(_journal()[1]) | {"seq": 1, "prev": GENESIS, "data": {"text": "\ud800"}}
    )
    body = body[: body.index(', "hash"')] + "}"

    assert journal.scan(_sealed(body.encode())).damage


def test_a_line_longer_than_a_line_may_be_is_damage_with_or_without_an_end() -> None:
    giant = b"x" * chain.LINE_LIMIT

    for data in (giant, giant + b"\n"):
        damage = journal.scan(data).damage
        assert damage is not None
        assert "is longer than a line may be" in damage.reason


@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    seconds=st.floats(allow_nan=False, allow_infinity=False),
)
def test_a_line_says_the_same_whoever_turned_its_event_into_json(text: str, seconds: float) -> None:
    stamp = _stamp(mono=seconds)
    for event in (
        MinuteTaken.model_construct(text=text, place=Place(step="vote")),
        ClockWentBack(seconds=seconds),
    ):
        name, data = dump(event)
        quick = chain.line_of(stamp, name, data)
        slow = chain.decode(chain.encode(stamp, name, json.loads(data)))
        assert chain.decode(quick).model_copy(update={"hash": slow.hash}) == slow


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800"])
def test_what_json_cannot_say_is_not_written(value: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        chain.encode(_stamp(), "ClockWentBack", {"seconds": value})


def test_an_unknown_event_says_so() -> None:
    with pytest.raises(UnknownError, match="unknown to this version"):
        chain.understand(chain.decode(chain.encode(_stamp(), "Danced", {})))
