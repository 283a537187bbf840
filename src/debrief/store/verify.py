"""Is this session still what was finished? One answer for each thing in its folder."""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from debrief.core import events as e
from debrief.core.text import ID_PATTERN
from debrief.store import after, atomic, chain, journal, keys
from debrief.store.atomic import FileProblem
from debrief.store.chain import Contents
from debrief.store.paths import FRAMEWORKS
from debrief.store.session import SESSION_BYTES
from debrief.store.wording import short

Status = Literal["OK", "ALTERED", "MISSING", "NOT CHECKED"]

Rebuild = Callable[[tuple[e.Logged, ...], str], Mapping[str, bytes]]
"""What the record's files should hold, by name, given the events and the fingerprint."""

JOURNAL = "journal.jsonl"
RECORDS = ("record.md", "record.toml", "record.html")

_ID = ID_PATTERN.strip("^$")
_INPUT = re.compile(rf"session\.toml|references\.toml|scores/{_ID}\.toml(\.age)?")
_FRAMEWORK = re.compile(rf"frameworks/{_ID}\.toml")
_OUTPUT = re.compile(r"record\.(md|toml|html)")
_CARD = re.compile(rf"{_ID}\.toml(\.age)?")
_FINISHED_RECORD = re.compile(rb'^fingerprint = "[0-9a-f]{64}"$', re.M)
_LARGEST_RECORD = 16 * 1024 * 1024
_MOST_MORE = 64
_SHORT, _FULL = 16, 64

_AFTER_FINISH = (e.RecordWritten, e.ClockWentBack, e.JournalRecovered)


class NotBegun(Exception):
    """There is no journal, nor a trace of one: there is nothing to verify yet."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in the folder, how it stands, and a few words on why."""

    item: str
    status: Status
    note: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """Every answer; `events` counts the good lines of the journal.

    `fingerprint` is empty while the meeting is not finished. `unread` says that something could not
    be read, or was written by a program of another version.
    """

    items: tuple[Item, ...]
    events: int
    fingerprint: str
    unread: bool

    @property
    def altered(self) -> bool:
        """Whether something is not as it was."""
        return any(one.status in ("ALTERED", "MISSING") for one in self.items)


@dataclass(frozen=True, slots=True)
class Outside:
    """What verifying needs to know besides the folder.

    `program` names this program and its version, `rebuild` gives the record's files anew, `expect`
    is a fingerprint from `expected`, or empty.
    """

    program: str
    rebuild: Rebuild
    expect: str = ""
    frameworks: Path = field(default=FRAMEWORKS)


def expected(text: str) -> str:
    """Return a fingerprint, short or full, as 16 or 64 hex digits; ValueError if it is none."""
    digits = re.sub(r"[-\s]", "", text).casefold()
    if len(digits) not in (_SHORT, _FULL) or not re.fullmatch(r"[0-9a-f]+", digits):
        raise ValueError("a fingerprint has 16 hex digits, or 64 in full")
    return digits


def verify(folder: Path, outside: Outside) -> Verified:
    """Compare a session folder with its journal, and the journal with itself; NotBegun.

    Nothing is written, and no file is opened that the journal's names do not put in the folder.
    """
    return _Verifying(folder, outside).verified()


class _Verifying:
    def __init__(self, folder: Path, outside: Outside) -> None:
        self._folder = folder
        self._outside = outside
        self._items: list[Item] = []
        self._unread = False

    def verified(self) -> Verified:
        contents = self._journal()
        log, fingerprint = contents.events, contents.fingerprint
        finished = next((x.event for x in log if isinstance(x.event, e.MeetingFinished)), None)
        self._expected(fingerprint)
        if finished is None:
            self._unfinished(contents)
        else:
            self._inputs(finished)
            self._more(finished)
            self._commitments(contents, finished)
            self._records(contents, finished)
            self._after(fingerprint)
        return Verified(tuple(self._items), len(log), fingerprint, self._unread)

    def _say(self, item: str, status: Status, note: str = "") -> None:
        self._items.append(Item(short(item), status, note))

    def _read(self, name: str, limit: int, path: Path | None = None) -> bytes | Item:
        """The bytes of a file, or how it stands when there are none to compare."""
        if name.startswith("scores/") and (self._folder / "scores").is_symlink():
            return Item(name, "ALTERED", "its folder is a link now")
        try:
            return atomic.read_regular(path or self._folder / name, limit)
        except FileProblem as problem:
            cause = problem.__cause__
            if isinstance(cause, FileNotFoundError | NotADirectoryError):
                return Item(name, "MISSING")
            if isinstance(cause, OSError) and cause.errno != errno.ELOOP:
                self._unread = True
                return Item(name, "NOT CHECKED", f"it {problem.reason}")
            return Item(name, "ALTERED", f"it {problem.reason}")

    def _compare(self, name: str, digest: str, limit: int, path: Path | None = None) -> Item:
        data = self._read(name, limit, path)
        if isinstance(data, Item):
            return data
        same = hashlib.sha256(data).hexdigest() == digest
        return Item(name, "OK" if same else "ALTERED")

    # ---- the journal

    def _journal(self) -> Contents:
        data = self._read(JOURNAL, journal.FILE_LIMIT)
        if isinstance(data, Item):
            if data.status == "MISSING" and not self._traces():
                raise NotBegun
            self._items.append(data)
            return Contents()
        contents = chain.scan(data)
        if not data and not self._traces():
            raise NotBegun
        self._items.append(self._chain(contents))
        return contents

    def _traces(self) -> bool:
        """Whether there is something that only a meeting leaves."""
        return any(os.path.lexists(self._folder / name) for name in (*RECORDS, after.FILE))

    def _chain(self, contents: Contents) -> Item:
        log = contents.events
        number = len(log)
        if contents.damage:
            return Item(JOURNAL, "ALTERED", contents.damage.reason)
        if log and not isinstance(log[0].event, e.MeetingOpened):
            return Item(JOURNAL, "ALTERED", "it does not begin with the opening of a meeting")
        if (odd := _odd_after_finish(log)) is not None:
            return Item(JOURNAL, "ALTERED", f"line {odd} stands after the finish and changes it")
        if contents.torn:
            size = f"{len(contents.torn):,} bytes after line {number} are no whole line"
            hint = (
                "as a crash leaves them, or a cut"
                if not contents.fingerprint
                else "its end is torn"
            )
            return Item(JOURNAL, "ALTERED", f"{size}: {hint}; what is before is good")
        if contents.unended:
            note = f"the line end after line {number} is missing; the line itself is good"
            return Item(JOURNAL, "ALTERED", note)
        if contents.unknown:
            self._unread = True
            return Item(JOURNAL, "NOT CHECKED", f"from line {number + 1} on. {contents.unknown}")
        if not log:
            return Item(JOURNAL, "ALTERED", "it is empty")
        if not contents.fingerprint and self._says_finished():
            note = "its end is missing: other files here are of the finished meeting"
            return Item(JOURNAL, "ALTERED", note)
        return Item(JOURNAL, "OK", f"{number} events, each chained to the one before")

    def _says_finished(self) -> bool:
        """Whether another file tells of a finish that the journal does not have."""
        if os.path.lexists(self._folder / after.FILE):
            return True
        data = self._read("record.toml", _LARGEST_RECORD)
        return isinstance(data, bytes) and _FINISHED_RECORD.search(data) is not None

    def _expected(self, fingerprint: str) -> None:
        expect = self._outside.expect
        if not expect:
            return
        if not fingerprint:
            self._say("fingerprint", "MISSING", "the journal has no finish, so it has none")
        elif fingerprint.startswith(expect):
            self._say("fingerprint", "OK", "it is the one expected")
        else:
            self._say("fingerprint", "ALTERED", "it is not the one expected")

    def _unfinished(self, contents: Contents) -> None:
        why = (
            "the journal could not be followed to its finish"
            if contents.read_only or self._items[0].status != "OK"
            else "the meeting is not finished"
        )
        for what in ("inputs", "commitments to cards", "record", "what was added after"):
            self._say(what, "NOT CHECKED", why)

    # ---- inputs and cards

    def _inputs(self, finished: e.MeetingFinished) -> None:
        for name, digest in finished.inputs.items():
            if _INPUT.fullmatch(name):
                self._items.append(self._compare(name, digest, SESSION_BYTES))
            elif _FRAMEWORK.fullmatch(name):
                self._framework(name, digest, finished.program)
            else:
                self._say(name, "NOT CHECKED", "debrief gives no file this name")

    def _framework(self, name: str, digest: str, program: str) -> None:
        """A framework comes with the program, so another program may have another one."""
        path = self._outside.frameworks / name.removeprefix("frameworks/")
        found = self._compare(name, digest, SESSION_BYTES, path)
        if found.status != "OK" and program != self._outside.program:
            note = "this program comes with another; the competencies used are in the journal"
            found = Item(name, "NOT CHECKED", note)
        self._items.append(found)

    def _more(self, finished: e.MeetingFinished) -> None:
        """Inputs that lie there now and were not there at the finish."""
        there = [name for name in ("session.toml", "references.toml") if self._is_there(name)]
        names = [path.name for path in self._cards() if _CARD.fullmatch(path.name)]
        there += [f"scores/{name}" for name in names]
        for name in [one for one in there if one not in finished.inputs][:_MOST_MORE]:
            self._say(name, "NOT CHECKED", "it is not among what was finished")

    def _is_there(self, name: str) -> bool:
        return os.path.lexists(self._folder / name)

    def _cards(self) -> list[Path]:
        try:
            return sorted((self._folder / "scores").iterdir())
        except OSError:
            return []

    def _commitments(self, contents: Contents, finished: e.MeetingFinished) -> None:
        salt = _bytes(finished.salt)
        for panelist, commitment in _committed(contents.events).items():
            item = f"commitment {panelist}"
            if commitment is None:
                note = "its salt was lost with the key of the meeting"
                self._say(item, "NOT CHECKED", note)
            elif not salt:
                self._say(item, "NOT CHECKED", "its salt was not disclosed")
            else:
                self._commitment(item, panelist, salt, commitment)

    def _commitment(self, item: str, panelist: str, salt: bytes, commitment: str) -> None:
        """Compare the card, encrypted or plain, with what was committed to before the reveals."""
        files = [f"scores/{panelist}.toml.age", f"scores/{panelist}.toml"]
        read = [self._read(name, SESSION_BYTES) for name in files if self._is_there(name)]
        if not read:
            self._say(item, "MISSING", "the card is not there")
            return
        if any(isinstance(one, bytes) and keys.commit(salt, one) == commitment for one in read):
            self._say(item, "OK", "the card is the one that the panel met with")
            return
        unread = [one for one in read if isinstance(one, Item) and one.status == "NOT CHECKED"]
        if unread:
            self._say(item, "NOT CHECKED", unread[0].note)
        else:
            self._say(item, "ALTERED", "the card is not the one that the panel met with")

    # ---- the record and after

    def _records(self, contents: Contents, finished: e.MeetingFinished) -> None:
        written: Mapping[str, str] = {}
        for logged in contents.events:
            if isinstance(logged.event, e.RecordWritten):
                written = logged.event.outputs
        for name in {**dict.fromkeys(RECORDS), **written}:
            if not _OUTPUT.fullmatch(name):
                self._say(name, "NOT CHECKED", "debrief gives no file this name")
            elif name in written:
                self._items.append(self._compare(name, written[name], _LARGEST_RECORD))
            else:
                note = "the journal does not note that it was written; debrief record does it"
                self._say(name, "NOT CHECKED", note)
        self._rebuilt(contents, finished)

    def _rebuilt(self, contents: Contents, finished: e.MeetingFinished) -> None:
        """Compare the record with what the journal gives now: it may not say anything else."""
        fingerprint = contents.fingerprint
        try:
            rebuilt = self._outside.rebuild(contents.events, fingerprint)
        except Exception:  # a chain made by hand can break any rule that the record relies on
            self._say("record, made anew", "ALTERED", "the journal's events do not fit together")
            return
        for name, data in rebuilt.items():
            found = self._read(name, _LARGEST_RECORD)
            if isinstance(found, Item):  # said above
                continue
            item = f"{name}, made anew"
            if found == data:
                self._say(item, "OK", "it says what the journal says")
            elif finished.program != self._outside.program:
                note = f"the meeting was finished with {short(finished.program)}"
                self._say(item, "NOT CHECKED", note)
            else:
                self._say(item, "ALTERED", "it does not say what the journal says")

    def _after(self, fingerprint: str) -> None:
        if not self._is_there(after.FILE):
            return
        data = self._read(after.FILE, after.LIMIT)
        if isinstance(data, Item):
            self._items.append(data)
            return
        found = after.scan(data, fingerprint)
        number = len(found.lines)
        if found.damage:
            self._say(after.FILE, "ALTERED", found.damage)
        elif found.torn:
            size = f"{len(found.torn):,} bytes after line {number} are no whole line"
            self._say(after.FILE, "ALTERED", f"{size}: as a crash leaves them, or a cut")
        elif found.unended:
            note = f"the line end after line {number} is missing; the line itself is good"
            self._say(after.FILE, "ALTERED", note)
        elif found.unknown:
            self._unread = True
            self._say(after.FILE, "NOT CHECKED", found.unknown)
        else:
            entries = "1 entry" if number == 1 else f"{number} entries"
            self._say(after.FILE, "OK", f"{entries}, chained to the fingerprint")


def _odd_after_finish(log: tuple[e.Logged, ...]) -> int | None:
    """The line after the finish that no program of ours writes there."""
    finished = False
    for logged in log:
        if finished and not isinstance(logged.event, _AFTER_FINISH):
            return logged.seq
        finished = finished or isinstance(logged.event, e.MeetingFinished)
    return None


def _committed(log: tuple[e.Logged, ...]) -> dict[str, str | None]:
    """The newest commitment to each card, None where its salt was lost."""
    found: dict[str, str | None] = {}
    for logged in log:
        match logged.event:
            case e.MeetingOpened(commitments=commitments):
                found.update(commitments)
            case e.CardAccepted(card=card, commitment=commitment):
                found[card.panelist] = commitment
            case e.BallotsLost():
                found = dict.fromkeys(found)
            case _:
                pass
    return found


def _bytes(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
