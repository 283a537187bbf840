"""Damaged bytes of a journal: whole lines stay, and damage is noticed."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path

import pytest
from meetings import Driver

from debrief.core.meeting.fold import fold
from debrief.live import CannotRunError
from debrief.store.journal import rescue
from debrief.store.journal.journal import read, scan

PARTS = 4
Figure = Callable[[str, float], None]
Many = Callable[[int, int], int]


@pytest.fixture
def journal(demo: Driver) -> tuple[Driver, bytes]:
    """Give a meeting with every kind of step, up to its finish, and the bytes of its journal."""
    demo.until("reveal")
    demo.do("reveal")
    demo.do("open_round")
    demo.enter(dana="3", omar="4")
    demo.do("minute", text="A line – with “quotes”")
    demo.until("leave")
    return demo, (demo.folder / "journal.jsonl").read_bytes()


def _resume(demo: Driver, data: bytes) -> None:
    demo.live.close()
    (demo.folder / "journal.jsonl").write_bytes(data)
    demo.start("run-2")


@pytest.mark.parametrize("part", range(PARTS))
def test_cut_at_every_byte_the_whole_lines_remain(
    journal: tuple[Driver, bytes], part: int, figure: Figure, many: Many
) -> None:
    _, data = journal
    lines = scan(data).lines
    ends = list(accumulate(map(len, lines)))
    cuts = range(part, len(data), PARTS * many(29, 1))

    whole = 0
    for cut in cuts:
        while ends[whole] <= cut:
            whole += 1
        found = scan(data[:cut])
        # A line that lacks nothing but its end is whole.
        kept = whole + (cut == ends[whole] - 1)
        assert found.lines == lines[:kept], cut
        assert found.read_only is None, cut
        assert found.good_offset + len(found.torn) == cut
    figure("bytes truncated", len(cuts))


@pytest.mark.parametrize("part", range(PARTS))
def test_a_flipped_bit_in_any_byte_is_noticed_and_nothing_before_it_is_lost(
    journal: tuple[Driver, bytes], part: int, figure: Figure, many: Many
) -> None:
    _, data = journal
    lines = scan(data).lines
    ends = list(accumulate(map(len, lines)))
    chance = random.Random(part)
    places = range(part, len(data), PARTS * many(29, 1))

    whole = 0
    for place in places:
        while ends[whole] <= place:
            whole += 1
        flipped = bytearray(data)
        flipped[place] ^= 1 << chance.randrange(8)
        found = scan(bytes(flipped))
        assert found.lines == lines[:whole], place
        assert found.read_only or found.torn, place
    figure("bits flipped", len(places))


def test_a_cut_journal_is_resumed_at_its_last_whole_line_and_the_rest_is_kept(
    journal: tuple[Driver, bytes], figure: Figure, many: Many
) -> None:
    demo, data = journal
    log = scan(data).events
    last = data.rindex(b"\n", 0, data.index(b'"MeetingFinished"'))
    first = data.index(b"\n") + 1
    chance = random.Random(1)
    for cut in sorted(chance.sample(range(first, last), many(12, 400))):
        _resume(demo, data[:cut])
        good = demo.live.log
        whole = scan(data[:cut])
        assert good[: len(whole.events)] == log[: len(whole.events)]
        assert demo.live.meeting == fold(good)
        demo.live.renew_key()  # the finish forgot it, and nothing is written without one
        kept = sorted(demo.folder.glob("journal.jsonl.torn-*"))
        assert b"".join(file.read_bytes() for file in kept) == whole.torn
        told = any("in the middle of a line" in notice for notice in demo.live.notices)
        assert told == bool(whole.torn)
        for file in kept:
            file.unlink()
        demo.do("minute", text="It goes on")
        figure("meetings resumed from a cut journal", 1)


def _damaged(data: bytes, chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    here, there = sorted(chance.sample(range(len(lines) - 1), 2))
    match chance.randrange(4):
        case 0:
            del lines[here]
        case 1:
            lines.insert(there, lines[here])
        case 2:
            lines[here], lines[there] = lines[there], lines[here]
        case _:
            lines[here] = lines[here].replace(b'"run":"run-1"', b'"run":"run-7"', 1)
    return b"".join(lines)


def test_lines_deleted_doubled_swapped_or_changed_open_read_only_and_stay_as_they_are(
    journal: tuple[Driver, bytes], figure: Figure, many: Many
) -> None:
    demo, data = journal
    lines = scan(data).lines
    chance = random.Random(2)
    for _ in range(many(12, 400)):
        damaged = _damaged(data, chance)
        found = scan(damaged)
        assert found.damage is not None
        assert found.lines == lines[: len(found.lines)]
        with pytest.raises(CannotRunError) as problem:
            _resume(demo, damaged)
        assert problem.value.readable
        assert "journal" in str(problem.value)
        assert (demo.folder / "journal.jsonl").read_bytes() == damaged
        figure("journals with lines deleted, doubled, swapped or changed", 1)


def test_going_on_in_a_copy_keeps_every_good_event(
    journal: tuple[Driver, bytes], tmp_path: Path
) -> None:
    demo, data = journal
    damaged = data.splitlines(keepends=True)
    damaged[20] = damaged[20].replace(b'"seq":21', b'"seq":20')
    (demo.folder / "journal.jsonl").write_bytes(b"".join(damaged))

    rescue.continue_in(demo.folder, read(demo.folder / "journal.jsonl"), tmp_path / "copy")
    shutil.rmtree(demo.folder)
    demo.folder = tmp_path / "copy"
    demo.again()

    assert demo.live.log[:20] == scan(data).events[:20]
    demo.live.renew_key()
    demo.do("minute", text="It goes on")
