"""Reads and forges the journal of a finished session, and reads what verifying says of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from debrief.store.journal import chain
from debrief.store.journal.chain import GENESIS, Stamp
from debrief.store.verify import Verified

T = datetime(2026, 9, 15, 15, 0, tzinfo=UTC)
Lines = list[dict[str, Any]]


def journal(folder: Path) -> Path:
    return folder / "journal.jsonl"


def events(folder: Path) -> Lines:
    return [json.loads(line) for line in journal(folder).read_bytes().splitlines()]


def program(folder: Path) -> str:
    return next(x["data"]["program"] for x in events(folder) if x["type"] == "MeetingFinished")


def forge(folder: Path, lines: Lines) -> str:
    """Write a journal whose chain is right, whatever its events say; its head."""
    raw: list[bytes] = []
    prev = GENESIS
    for seq, line in enumerate(lines, start=1):
        raw.append(
            chain.encode(Stamp(seq, prev, T, 0.0, "x", bytes(16)), line["type"], line["data"])
        )
        prev = chain.decode(raw[-1]).hash
    journal(folder).write_bytes(b"".join(raw))
    return prev


def finished(lines: Lines) -> dict[str, Any]:
    return next(x["data"] for x in lines if x["type"] == "MeetingFinished")


def statuses(found: Verified) -> dict[str, str]:
    return {one.item: one.status for one in found.items}


def wrong(found: Verified) -> dict[str, str]:
    return {one.item: one.status for one in found.items if one.status != "OK"}


def note(found: Verified, item: str) -> str:
    return next(one.note for one in found.items if one.item == item)
