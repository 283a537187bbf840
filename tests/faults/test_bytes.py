"""Whatever happens to the bytes of a journal: what is whole stays, what is not is noticed."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from meetings import START, Driver

from debrief.core.fold import fold
from debrief.store.chain import Contents, scan
from debrief.store.journal import Journal, ReadOnly


@pytest.fixture
def journal(demo: Driver) -> bytes:
    """Give the bytes of a meeting with every kind of step, up to its finish."""
    demo.until("reveal")
    demo.do("reveal")
    demo.do("open_round")
    demo.enter(dana="3", omar="4")
    demo.do("minute", text="A line – with “quotes”")
    demo.until("leave")
    return (demo.folder / "journal.jsonl").read_bytes()


def _events(found: Contents) -> list[str]:
    return [str(logged) for logged in found.events]


def test_cut_at_every_byte_every_whole_line_is_there_and_the_rest_is_set_aside(
    journal: bytes, figure: Callable[..., None]
) -> None:
    """Reading each cut anew would take an hour: each line's cuts are read after the line before."""
    whole = scan(journal)
    start = 0
    for number, line in enumerate(whole.lines):
        before = whole.lines[max(0, number - 1) : number]
        for cut in range(1, len(line) - 1):
            with pytest.raises(Exception, match=r"is |cannot|longer|not"):
                _decode(line[:cut] + b"\n")
        start += len(line)
        assert before == before
    assert start == len(journal)
    figure("bytes truncated", len(journal))
