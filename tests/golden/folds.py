"""Text of all that the program shows and tells after each line of a golden session.

Run it as a program to keep that of today, and read the change with `git diff`. A change of a view
or a sentence may be meant; a change of what an event does to a meeting is not: old journals stay
what they were.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from debrief.core.alias import mask
from debrief.core.alias import masked as masked_view
from debrief.core.meeting import events as e
from debrief.core.meeting.log import Log
from debrief.core.record.model import Record
from debrief.core.refused import Refused
from debrief.core.replay.playback import Playback
from debrief.core.room.view import view
from debrief.core.verbs import anytime
from debrief.live.record_files import outputs
from debrief.report.record_toml import members
from debrief.store.journal import journal

GOLDEN = Path(__file__).parent
FOLDS = GOLDEN / "folds"
SESSIONS = tuple(sorted(file.parent.name for file in GOLDEN.glob("*/journal.jsonl")))


def folds(name: str) -> str:
    """Return, line by line, the sentence, what is due, what undo takes back, and what changed."""
    contents = journal.read(GOLDEN / name / "journal.jsonl")
    log = contents.events
    playback, folded = Playback.of(log, contents.fingerprint), Log.of(log)
    masked = mask(folded.meeting.brief)
    told: list[str] = []
    before: dict[str, str] = {}
    for number, logged in enumerate(log, start=1):
        meeting = folded.at(number)
        now = dict(_flat(playback.view(number)))
        told.append(f"{number} {type(logged.event).__name__}")
        told.append(f"  {logged.event.describe(meeting).full(masked)}.")
        due = masked_view(view(meeting).main, meeting.brief)
        told.append(f"  due: {' '.join(filter(None, (due.verb, due.about)))}: {due.label}")
        told.append(f"  undo: {_undone(anytime.undo(meeting, log[:number]))}")
        told += [f"  - {path}" for path in before if path not in now]
        told += [f"  {path} = {now[path]}" for path in now if before.get(path) != now[path]]
        before = now
    told.append("record.toml")
    record = outputs(log, contents.fingerprint)["record.toml"].decode()
    told += [f"  {line}".rstrip() for line in record.splitlines()]
    return "\n".join(told) + "\n"


def _undone(ruled: object) -> str:
    if isinstance(ruled, Refused):
        return f"refused: {ruled.reason}"
    last = ruled[-1]  # type: ignore[index]  # a tuple of Undone
    if isinstance(last, e.BallotCleared | e.VignetteCleared):
        return f"the cell of {last.panelist}"
    if isinstance(last, e.BallotEntered | e.VignetteRated):
        return f"the cleared cell of {', '.join(last.ballots)}"
    return f"{last.target} {last.what}"


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield the path and the text of everything that a view holds; what is empty is left out."""
    if is_dataclass(value) and not isinstance(value, type):
        if path == "pane":
            yield path, type(value).__name__
        for field in fields(value):
            yield from _flat(
                getattr(value, field.name), f"{path}.{field.name}" if path else field.name
            )
    elif isinstance(value, Record):
        yield from _flat(members(value), path)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _flat(one, f"{path}.{key}")
    elif isinstance(value, tuple | list):
        for number, one in enumerate(value, start=1):
            yield from _flat(one, f"{path}.{number}")
    elif value not in (None, "", False):
        yield path, repr(value)


def main() -> None:
    """Keep what is shown and told today."""
    FOLDS.mkdir(exist_ok=True)
    for name in SESSIONS:
        (FOLDS / f"{name}.txt").write_text(folds(name), encoding="utf-8")


if __name__ == "__main__":
    main()
