"""Going on in another folder: the inputs that can be read, and every good line of the journal."""

from __future__ import annotations

from pathlib import Path

from debrief.store import atomic, journal
from debrief.store.chain import Contents

INPUTS = ("session.toml", "references.toml", "recipients.txt")
LARGEST_INPUT = 1024 * 1024
JOURNAL = "journal.jsonl"


def continue_in(source: Path, contents: Contents, target: Path) -> tuple[str, ...]:
    """Write the journal's good lines and copies of the inputs into a new folder.

    Returns the names of inputs that could not be read; FileProblem when the journal cannot be
    written, which includes a folder that has something in it.
    """
    try:
        target.mkdir(parents=True, exist_ok=True)
        if any(target.iterdir()):
            raise atomic.FileProblem(target, "is not empty; choose another folder.")
        (target / "scores").mkdir(mode=0o700)
    except OSError as error:
        raise atomic.FileProblem(
            target, f"could not be made ({error.strerror}); choose another folder."
        ) from error
    journal.copy(contents, target / JOURNAL)
    cards = sorted(path.relative_to(source) for path in source.glob("scores/*.toml*"))
    return tuple(
        str(name) for name in (*map(Path, INPUTS), *cards) if not _copied(source, target, name)
    )


def _copied(source: Path, target: Path, name: Path) -> bool:
    """Copy one input; one that was never there counts as copied."""
    if not (source / name).exists() and not (source / name).is_symlink():
        return True
    try:
        atomic.write(target / name, atomic.read_regular(source / name, LARGEST_INPUT))
    except atomic.FileProblem:
        return False
    return True
