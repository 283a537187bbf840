"""Continue a damaged session in another folder, with its readable inputs and good journal lines."""

from __future__ import annotations

import re
from pathlib import Path

from debrief.core.meeting import events as e
from debrief.store import atomic
from debrief.store.journal import journal
from debrief.store.journal.journal import Contents

INPUTS = ("session.toml", "references.toml", "recipients.txt")
LARGEST_INPUT = 1024 * 1024
JOURNAL = "journal.jsonl"
BEHIND = f"{JOURNAL}.torn-1"

_FINAL = (
    e.RatingsRevealed,
    e.VotesRevealed,
    e.VignetteRevealed,
    e.DecisionMade,
    e.MeetingFinished,
    e.Redone,  # it may bring a decision back
)
"""Events that a copy must not lose."""

_REPEATABLE = {event.__name__.encode() for event in e.EVENTS if event not in _FINAL}
_VERSION = re.compile(rb'\{"v":(\d+),')
_TYPE = re.compile(rb'"type":"([^"\\]*)"')


def may_continue(contents: Contents) -> bool:
    """Return whether a copy may continue from the good lines, if there are any.

    It may not if a line after them reveals, decides or finishes. A line with an unreadable or
    unknown type counts as one that does, except for the part of the last line that a crash left.
    """
    *lines, rest = contents.left.split(b"\n")
    for line in filter(None, lines):
        version, kinds = _VERSION.match(line), _TYPE.findall(line)
        if version is None or version[1] != b"1" or not kinds:
            return False
        if not _REPEATABLE.issuperset(kinds):
            return False
    return bool(contents.events) and _REPEATABLE.issuperset(_TYPE.findall(rest))


def continue_in(source: Path, contents: Contents, target: Path) -> tuple[str, ...]:
    """Write the journal's good lines and copies of the inputs into a new folder.

    Keep the journal lines left behind in a file next to the copied journal. Return the names of
    inputs that could not be read; FileProblem if the journal cannot be written, or if the folder
    is not empty.
    """
    try:
        target.mkdir(parents=True, exist_ok=True)
        if any(target.iterdir()):
            raise atomic.FileProblem(target, "is not empty; choose another folder.")
        (target / "scores").mkdir(mode=0o700)
        if (source / "cards.age").is_dir():
            (target / "cards.age").mkdir(mode=0o700)
    except OSError as error:
        raise atomic.FileProblem(
            target, f"could not be created ({error.strerror}); choose another folder."
        ) from error
    if contents.left:
        atomic.write(target / BEHIND, contents.left)
    journal.copy(contents, target / JOURNAL)
    cards = sorted(
        path.relative_to(source)
        for pattern in ("scores/*.toml*", "cards.age/*.age")
        for path in source.glob(pattern)
    )
    return tuple(
        str(name) for name in (*map(Path, INPUTS), *cards) if not _copied(source, target, name)
    )


def _copied(source: Path, target: Path, name: Path) -> bool:
    """Copy one input, and return whether that succeeded; a missing one counts as copied."""
    if not (source / name).exists() and not (source / name).is_symlink():
        return True
    try:
        atomic.write(target / name, atomic.read_regular(source / name, LARGEST_INPUT))
    except atomic.FileProblem:
        return False
    return True
