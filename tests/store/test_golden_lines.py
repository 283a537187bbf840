"""The line of each event type never changes: its bytes are kept in a file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from samples import samples

from debrief.core.meeting import events as e
from debrief.store.journal import chain

FILE = Path(__file__).parent / "golden_lines.jsonl"
GOLDEN = {chain.decode(line).type: line for line in FILE.read_bytes().splitlines(keepends=True)}
T = datetime(2026, 11, 24, 15, 0, 1, 500_000, tzinfo=UTC)
STAMP = chain.Stamp(1, chain.GENESIS, T, 12.5, "run-1", bytes(range(16)))


def test_every_type_of_event_has_a_golden_line() -> None:
    assert set(GOLDEN) == {one.__name__ for one in e.EVENTS}


@pytest.mark.parametrize("event", samples(), ids=lambda event: type(event).__name__)
def test_a_line_is_written_as_it_was_and_read_back(event: e.Event) -> None:
    line = chain.line_of(STAMP, *e.dump(event))

    assert line == GOLDEN[type(event).__name__]
    assert chain.understand(chain.decode(line)).event == event
