"""Copies of the cards that a meeting was opened with, encrypted to its key until the finish.

They are in `cards.age/` next to the journal, one for each panelist and commitment, padded to one
size. So a reveal uses the card that was committed to, whatever happens to the file in `scores/`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from debrief.core.scorecard import Rating, card_path
from debrief.core.sealed import Sealed
from debrief.store import age, atomic, card_keys
from debrief.store.atomic import DISK, Disk, FileProblem
from debrief.store.keys import BallotKey
from debrief.store.sessions.card_file import read_card
from debrief.store.sessions.session import SEALED_BYTES

FOLDER = "cards.age"

ROOM = SEALED_BYTES
"""Bytes that every copy is padded to."""

_LENGTH = 4
_LARGEST = 2 * ROOM


@dataclass(frozen=True, slots=True)
class Copy:
    """The copy of one panelist's card, as committed to, in a session's folder."""

    folder: Path
    panelist: str
    commitment: str

    @property
    def path(self) -> Path:
        """The file of the copy, which may not exist."""
        return self.folder / FOLDER / f"{self.panelist}.{self.commitment[:16]}.age"

    def write(self, key: BallotKey, data: bytes, disk: Disk = DISK) -> None:
        """Write the copy, unless it is there, and delete the panelist's others; FileProblem.

        `data` is the file of the card, encrypted if that is.
        """
        copies = self.path.parent
        if copies.is_symlink():
            raise FileProblem(copies, "is a link; use the folder itself.")
        try:
            copies.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise FileProblem(copies, atomic.failed("created", error)) from error
        if not os.path.lexists(self.path):
            padded = len(data).to_bytes(_LENGTH, "big") + data.ljust(ROOM, b"\0")
            atomic.write(self.path, age.encrypt(padded, [key.public]), disk=disk)
        for other in copies.glob(f"{self.panelist}.????????????????.age"):
            if other != self.path:
                with suppress(OSError):
                    other.unlink()

    def read(self, key: BallotKey) -> bytes | None:
        """Return the file that was copied; None if the copy is gone or cannot be opened."""
        if self.path.parent.is_symlink():
            return None
        try:
            sealed = atomic.read_regular(self.path, _LARGEST)
            padded = age.decrypt(sealed, [age.KeyPair(key.public, key.identity)])
        except (FileProblem, age.NotOpenedError):
            return None
        return padded[_LENGTH : _LENGTH + int.from_bytes(padded[:_LENGTH], "big")]


def ratings(
    panelist: str, data: bytes, identities: Callable[[], Sequence[age.KeyPair]]
) -> Mapping[str, Sealed[Rating]] | None:
    """Return the sealed ratings in the file of a card; None if it cannot be opened any more."""
    try:
        encrypted = age.is_encrypted(data)
        plain = card_keys.open_card(data, identities()) if encrypted else data
    except card_keys.CannotOpenCardError:
        return None
    card, _ = read_card(card_path(panelist), panelist, plain, None, "", place_warnings=False)
    return {name: Sealed(rating) for name, rating in card.ratings.items()} if card else None


def forget(folder: Path) -> None:
    """Delete the copies, if there are any; OSError if that fails."""
    copies = folder / FOLDER
    if copies.is_symlink() or not copies.is_dir():
        return
    for path in copies.glob("*.age"):
        path.unlink()
    with suppress(OSError):  # another file is in it
        copies.rmdir()
