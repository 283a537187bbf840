"""The secret behind a session's code sheets, and what the session's folder says of them."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import Field, ValidationError

from debrief.core import ballots
from debrief.core.ballots import Issue, Poll
from debrief.core.brief import Brief
from debrief.core.model import Id, Many, Model
from debrief.store import atomic

FILE = "ballots.toml"
"""In a session's folder: the mark of the secret, and each issue of sheets; never a code."""

MARK_BYTES = 8
_MOST_BYTES = 1024 * 1024
_UNUSABLE = "cannot be used as it is; restore it from a backup, or move it away"
_CLIENTS = re.compile(
    r"\.dropbox(\.cache)?|\.stfolder|\.stversions|\.sync|\.(owncloud|nextcloud)sync\.log"
    r"|\.tmp\.drivedownload|\.tmp\.driveupload",
    re.IGNORECASE,
)
_SYNCED = re.compile(
    r"dropbox.*|onedrive.*|google ?drive.*|my drive|nextcloud.*|owncloud.*|icloud.*|syncthing|box"
    r"|cloudstorage|mobile documents",
    re.IGNORECASE,
)

T = TypeVar("T", bound=Model)
Hex = Annotated[str, Field(pattern=r"^[0-9a-f]+$")]


class _Poll(Model):
    name: str
    rounds: Many[int]
    words: Many[str]


class _Issue(Model):
    number: int = Field(ge=1)
    day: str
    panelists: Many[Id]
    polls: Many[_Poll]


class _Secret(Model):
    schema_: Literal[1] = Field(alias="schema")
    secret: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    issues: Many[_Issue] = ()


class _Listed(Model):
    number: int = Field(ge=1)
    day: str
    commitments: dict[Id, Hex]


class _Public(Model):
    schema_: Literal[1] = Field(alias="schema")
    mark: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    issues: Many[_Listed] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """All sheets of a session: the mark of its secret, the secret, and the issues so far."""

    mark: str
    secret: bytes = field(repr=False)
    issues: tuple[Issue, ...] = ()

    def codes(self) -> dict[str, ballots.Place]:
        """Return the meaning of each code of all sheets."""
        return ballots.table(self.secret, self.issues)

    def newest(self) -> dict[str, int]:
        """Return the number of the issue that holds each panelist's sheet."""
        return {p: issue.number for p, issue in ballots.latest(self.issues).items()}

    def commitments(self) -> dict[str, str]:
        """Return the commitment to the sheet that each panelist has now."""
        codes = self.codes()
        return {p: self.commitment(codes, number, p) for p, number in self.newest().items()}

    def issued(self, brief: Brief, panelists: tuple[str, ...], day: str) -> Book:
        """Return the book with one more issue, for these panelists."""
        issue = Issue(len(self.issues) + 1, day, panelists, ballots.polls(brief))
        return Book(self.mark, self.secret, (*self.issues, issue))

    def commitment(self, codes: dict[str, ballots.Place], issue: int, panelist: str) -> str:
        """Return the commitment to one sheet; `codes` are those of all sheets."""
        salt = ballots.salt(self.secret, issue, panelist)
        return ballots.commitment(salt, ballots.sheet(codes, issue, panelist))


def mark_of(folder: Path) -> str:
    """Return the mark in a session's ballots.toml, empty if it has no sheets; FileProblem."""
    path = folder / FILE
    if not os.path.lexists(path):
        return ""
    return _parsed(_Public, path).mark


def load(config_dir: Path, folder: Path) -> Book | None:
    """Return the book of a session's sheets, None if it has none or its secret is not here."""
    mark = mark_of(folder)
    path = _path(config_dir, mark)
    if not mark or not os.path.lexists(path):
        return None
    kept = _parsed(_Secret, path)
    issues = (
        Issue(
            issue.number,
            issue.day,
            issue.panelists,
            tuple(Poll(poll.name, poll.rounds, poll.words) for poll in issue.polls),
        )
        for issue in kept.issues
    )
    return Book(mark, bytes.fromhex(kept.secret), tuple(issues))


def save(config_dir: Path, folder: Path, book: Book) -> None:
    """Write the secret into the config folder, then the session's ballots.toml; FileProblem."""
    import tomli_w

    secret = {
        "schema": 1,
        "secret": book.secret.hex(),
        "issues": [
            {
                "number": issue.number,
                "day": issue.day,
                "panelists": list(issue.panelists),
                "polls": [
                    {"name": p.name, "rounds": list(p.rounds), "words": list(p.words)}
                    for p in issue.polls
                ],
            }
            for issue in book.issues
        ],
    }
    codes = book.codes()
    public = {
        "schema": 1,
        "mark": book.mark,
        "issues": [
            {
                "number": issue.number,
                "day": issue.day,
                "commitments": {
                    p: book.commitment(codes, issue.number, p) for p in issue.panelists
                },
            }
            for issue in book.issues
        ],
    }
    path = _path(config_dir, book.mark)
    make_private(path.parent)
    about = "# debrief: the secret of one meeting's code sheets; needed until it is finished\n"
    atomic.write(path, (about + tomli_w.dumps(secret)).encode())
    atomic.write(folder / FILE, tomli_w.dumps(public).encode())


def forget(config_dir: Path, mark: str) -> None:
    """Delete a secret and the sheets in the config folder; OSError if that fails."""
    if not mark:
        return
    folder = sheets_folder(config_dir, mark)
    for sheet in folder.glob("*.html"):
        sheet.unlink(missing_ok=True)
    if folder.is_dir():
        folder.rmdir()
    _path(config_dir, mark).unlink(missing_ok=True)


def sheets_folder(config_dir: Path, mark: str) -> Path:
    """Return the folder that sheets are written to if no other is named."""
    return config_dir / "ballots" / mark


def make_private(folder: Path) -> None:
    """Create a folder that only its owner can open; FileProblem."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise atomic.FileProblem(folder, atomic.failed("created", error)) from error


def why_not_in(target: Path, session: Path) -> str:
    """Return the reason why sheets must not be written to a folder, empty if they may be."""
    real, inside = target.resolve(), session.resolve()
    if real == inside or inside in real.parents:
        return "it is inside the session's folder, which others may have"
    for folder in (real, *real.parents):
        if _SYNCED.fullmatch(folder.name):
            return f"{folder.name} is a folder that is synced to other machines"
        try:
            found = next((x.name for x in folder.iterdir() if _CLIENTS.fullmatch(x.name)), "")
        except OSError:
            continue
        if found:
            return f"{folder} is synced to other machines ({found} is in it)"
    return ""


def _path(config_dir: Path, mark: str) -> Path:
    return config_dir / "keys" / f"{mark}.ballots"


def _parsed(kind: type[T], path: Path) -> T:
    data = atomic.read_regular(path, _MOST_BYTES)
    try:
        return kind.model_validate(tomllib.loads(data.decode("utf-8-sig")))
    except (ValidationError, ValueError, RecursionError) as error:
        raise atomic.FileProblem(path, f"{_UNUSABLE}.") from error
