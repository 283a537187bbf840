"""Verify that a finished session is unchanged: one result for each file in its folder."""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from debrief.core.after.model import AddedEntry
from debrief.core.brief import FIRST_VERSION, Framework
from debrief.core.meeting import events as e
from debrief.core.scorecard import card_path
from debrief.core.text import ID_PATTERN
from debrief.store import atomic, keys, sheet_check, sync_copies
from debrief.store.atomic import FileProblem
from debrief.store.journal import after, journal
from debrief.store.journal.journal import Contents
from debrief.store.paths import FRAMEWORKS
from debrief.store.sessions.session import SESSION_BYTES
from debrief.store.toml_files.parse import parse
from debrief.store.toml_files.wording import short

Status = Literal["OK", "ALTERED", "MISSING", "NOT CHECKED"]

Rebuild = Callable[[tuple[e.LogLine, ...], str, tuple[AddedEntry, ...]], Mapping[str, bytes]]
"""Build the expected record files, by name: from the events, the fingerprint, and the entries after
the finish.
"""

SameRecord = Callable[[bytes, bytes, int], bool]
"""Compare a record.toml, written with pages of this number, with another one.

ValueError if the first is no record.
"""

JOURNAL = "journal.jsonl"
RECORDS = ("record.md", "record.toml", "record.html")

_ID = ID_PATTERN.strip("^$")
_INPUT = re.compile(rf"session\.toml|references\.toml|scores/{_ID}\.toml(\.age)?")
_FRAMEWORK = re.compile(rf"frameworks/{_ID}\.toml")
_OUTPUT = re.compile(r"record\.(md|toml|html)")
_CARD = re.compile(rf"{_ID}\.toml(\.age)?")
_FINISHED_RECORD = re.compile(rb'^fingerprint = "[0-9a-f]{64}"$', re.M)
LARGEST_RECORD = 16 * 1024 * 1024
"""Most bytes of a file of the record."""
_MOST_ADDITIONAL = 64
_SHORT, _FULL = 16, 64

_AFTER_FINISH = (e.RecordWritten, e.ClockWentBack, e.JournalRecovered)


class NotBegun(Exception):
    """There is no journal and no trace of one, so nothing can be verified yet."""


@dataclass(frozen=True, slots=True)
class Item:
    """A file or fact of the session, its status, and a few words on the reason."""

    item: str
    status: Status
    note: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """All results; `events` is the number of good lines in the journal.

    `fingerprint` is empty while the meeting is not finished. `unread` is true if something could
    not be read, or was written by a program of another version.
    """

    items: tuple[Item, ...]
    events: int
    fingerprint: str
    unread: bool

    @property
    def altered(self) -> bool:
        """True if anything was altered or is missing."""
        return any(item.status in ("ALTERED", "MISSING") for item in self.items)


@dataclass(frozen=True, slots=True)
class VerifyEnvironment:
    """The facts that verifying needs besides the folder.

    `program` names this program and its version, `pages` is the number of its pages. `rebuild`
    builds the record's files again. `expect` is a fingerprint from `expected`, or empty.
    `sheet` is a panelist's code sheet to check, if any.
    """

    program: str
    pages: int
    rebuild: Rebuild
    same_record: SameRecord
    expect: str = ""
    sheet: Path | None = None
    frameworks: Path = field(default=FRAMEWORKS)


def expected(text: str) -> str:
    """Return a fingerprint, short or full, as 16 or 64 hex digits; ValueError if it is none."""
    digits = re.sub(r"[-\s]", "", text).casefold()
    if len(digits) not in (_SHORT, _FULL) or not re.fullmatch(r"[0-9a-f]+", digits):
        raise ValueError("a fingerprint has 16 hex digits, or 64 in full")
    return digits


def verify(folder: Path, environment: VerifyEnvironment) -> Verified:
    """Compare a session folder with its journal, and the journal with itself; NotBegun.

    Nothing is written, and no file outside the folder is opened because of a name in the journal.
    """
    return _Verifying(folder, environment).verified()


class _Verifying:
    def __init__(self, folder: Path, environment: VerifyEnvironment) -> None:
        self._folder = folder
        self._environment = environment
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
            self._inputs(finished, _opened_on(log), _framework_version(log))
            self._additional_inputs(finished)
            self._commitments(contents, finished)
            *earlier, last = _written(log) or [e.RecordWritten(outputs={})]
            self._records(contents, last, earlier)
            self._after(fingerprint, last.added)
        self._sheet(log)
        self._copies()
        return Verified(tuple(self._items), len(log), fingerprint, self._unread)

    def _add(self, item: str, status: Status, note: str = "") -> None:
        self._items.append(Item(short(item), status, note))

    def _read(self, name: str, limit: int, path: Path | None = None) -> bytes | Item:
        """Return the bytes of a file, or its item if it cannot be read."""
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

    def _sheet(self, log: tuple[e.LogLine, ...]) -> None:
        path = self._environment.sheet
        if path is None:
            return
        data = self._read(path.name, sheet_check.MOST_BYTES, path)
        if isinstance(data, Item):
            self._items.append(data)
        else:
            self._add(path.name, *sheet_check.check(data.decode(errors="replace"), log))

    # ---- the journal

    def _journal(self) -> Contents:
        data = self._read(JOURNAL, journal.FILE_LIMIT)
        if isinstance(data, Item):
            if data.status == "MISSING" and not self._traces():
                raise NotBegun
            self._items.append(data)
            return Contents()
        contents = journal.scan(data)
        if not data and not self._traces():
            raise NotBegun
        self._items.append(self._chain(contents))
        return contents

    def _traces(self) -> bool:
        """Return whether the folder has a file that only a meeting writes, or a copy of it."""
        copied = JOURNAL in sync_copies.of(self._folder).values()
        return copied or any(
            os.path.lexists(self._folder / name) for name in (*RECORDS, after.FILE)
        )

    def _copies(self) -> None:
        """List copies that a sync program or an editor left next to the session's files."""
        copies = sync_copies.of(self._folder)
        for name, original in tuple(copies.items())[:_MOST_ADDITIONAL]:
            self._add(name, "NOT CHECKED", f"this looks like a second version of {original}")

    def _chain(self, contents: Contents) -> Item:
        log = contents.events
        number = len(log)
        if contents.damage:
            return Item(JOURNAL, "ALTERED", contents.damage.reason)
        if log and not isinstance(log[0].event, e.MeetingOpened):
            return Item(JOURNAL, "ALTERED", "it does not begin with the opening of a meeting")
        if (changing := _change_after_finish(log)) is not None:
            return Item(JOURNAL, "ALTERED", f"line {changing} after the finish changes the meeting")
        if contents.torn:
            size = f"{len(contents.torn):,} bytes after line {number} are not a whole line"
            hint = "left by a crash, or cut" if not contents.fingerprint else "its end is torn"
            return Item(JOURNAL, "ALTERED", f"{size}: {hint}; the lines before are good")
        if contents.unended:
            note = f"the line end after line {number} is missing; the line itself is good"
            return Item(JOURNAL, "ALTERED", note)
        if contents.unknown:
            self._unread = True
            return Item(JOURNAL, "NOT CHECKED", f"from line {number + 1} on. {contents.unknown}")
        if not log:
            return Item(JOURNAL, "ALTERED", "it is empty")
        if not contents.fingerprint and self._has_finished_files():
            note = "its end is missing: other files in the folder are from the finished meeting"
            return Item(JOURNAL, "ALTERED", note)
        return Item(JOURNAL, "OK", f"{number} events, each chained to the one before")

    def _has_finished_files(self) -> bool:
        """Return whether another file is from a finish that the journal lacks."""
        if os.path.lexists(self._folder / after.FILE):
            return True
        data = self._read("record.toml", LARGEST_RECORD)
        return isinstance(data, bytes) and _FINISHED_RECORD.search(data) is not None

    def _expected(self, fingerprint: str) -> None:
        expect = self._environment.expect
        if not expect:
            return
        if not fingerprint:
            self._add("fingerprint", "MISSING", "the meeting is not finished, so there is none yet")
        elif fingerprint.startswith(expect):
            self._add("fingerprint", "OK", "it is the expected one")
        else:
            self._add("fingerprint", "ALTERED", "it is not the expected one")

    def _unfinished(self, contents: Contents) -> None:
        reason = (
            "the journal could not be read up to its finish"
            if contents.read_only or self._items[0].status != "OK"
            else "the meeting is not finished"
        )
        for item in ("inputs", "commitments to cards", "record", "what was added after"):
            self._add(item, "NOT CHECKED", reason)

    # ---- inputs and cards

    def _inputs(self, finished: e.MeetingFinished, opened_on: str, version: int) -> None:
        for name, digest in finished.inputs.items():
            if _INPUT.fullmatch(name):
                before = finished.opened_with.get(name)
                self._items.append(self._input(name, digest, before, opened_on))
            elif _FRAMEWORK.fullmatch(name):
                self._framework(name, digest, finished.program, version)
            else:
                self._add(name, "NOT CHECKED", "debrief writes no file of this name")

    def _input(self, name: str, digest: str, before: str | None, opened_on: str) -> Item:
        """Compare a file with the finish, and with the opening if it was changed in between."""
        item = self._compare(name, digest, SESSION_BYTES)
        if before is None:
            return item
        if item.status == "OK":
            return replace(item, note=f"changed after the opening on {opened_on}")
        if item.status == "ALTERED" and self._compare(name, before, SESSION_BYTES).status == "OK":
            return Item(name, "OK", f"as it was at the opening on {opened_on}")
        return item

    def _framework(self, name: str, digest: str, program: str, version: int) -> None:
        """Compare a framework of this program, which may have another version by now."""
        path = self._environment.frameworks / name.removeprefix("frameworks/")
        item = self._compare(name, digest, SESSION_BYTES, path)
        here = self._version(path, version)
        if item.status != "OK" and (program != self._environment.program or here != version):
            other = "another version" if here == version else f"version {here}"
            note = f"this program has {other}; the journal has the competencies used"
            item = Item(name, "NOT CHECKED", note)
        self._items.append(item)

    def _version(self, path: Path, used: int) -> int:
        """Return the version of a framework of this program; `used` if it cannot be read."""
        data = self._read(path.name, SESSION_BYTES, path)
        if isinstance(data, Item):
            return used
        framework = parse(data, path.name, Framework, limit=SESSION_BYTES).value
        return framework.version if framework else used

    def _additional_inputs(self, finished: e.MeetingFinished) -> None:
        """List inputs that are in the folder now and were not at the finish."""
        present = [name for name in ("session.toml", "references.toml") if self._is_there(name)]
        names = [path.name for path in self._cards() if _CARD.fullmatch(path.name)]
        present += [f"scores/{name}" for name in names]
        for name in [name for name in present if name not in finished.inputs][:_MOST_ADDITIONAL]:
            self._add(name, "NOT CHECKED", "it was not there at the finish")

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
                self._add(item, "NOT CHECKED", note)
            elif not salt:
                self._add(item, "NOT CHECKED", "its salt was not disclosed")
            else:
                changed = finished.opened_with
                self._commitment(item, panelist, salt, commitment, changed=changed)

    def _commitment(
        self, item: str, panelist: str, salt: bytes, commitment: str, *, changed: Container[str]
    ) -> None:
        """Compare the card, encrypted or plain, with the commitment made before the reveals."""
        files = [f"{card_path(panelist)}.age", card_path(panelist)]
        cards = [self._read(name, SESSION_BYTES) for name in files if self._is_there(name)]
        was_changed = any(name in changed for name in files)
        if not cards and not was_changed:
            self._add(item, "MISSING", "there is no card")
            return
        if any(isinstance(card, bytes) and keys.commit(salt, card) == commitment for card in cards):
            self._add(item, "OK", "the card is the one used in the meeting")
            return
        if was_changed:
            note = "the file was changed after the opening; the meeting used the card from then"
            self._add(item, "NOT CHECKED", note)
            return
        unread = [x for x in cards if isinstance(x, Item) and x.status == "NOT CHECKED"]
        if unread:
            self._add(item, "NOT CHECKED", unread[0].note)
        else:
            self._add(item, "ALTERED", "the card is not the one used in the meeting")

    # ---- the record and after

    def _records(
        self, contents: Contents, last: e.RecordWritten, earlier: list[e.RecordWritten]
    ) -> None:
        written, behind = last.outputs, set[str]()
        for name in {**dict.fromkeys(RECORDS), **written}:
            if not _OUTPUT.fullmatch(name):
                self._add(name, "NOT CHECKED", "debrief writes no file of this name")
            elif name in written:
                item = self._compare(name, written[name], LARGEST_RECORD)
                if item.status == "ALTERED" and self._is_as(name, [x.outputs for x in earlier]):
                    behind.add(name)
                    item = Item(name, "NOT CHECKED", "it was written before; run debrief record")
                self._items.append(item)
            else:
                note = "the journal does not note that it was written; run debrief record"
                self._add(name, "NOT CHECKED", note)
        self._rebuilt(contents, last, behind)

    def _is_as(self, name: str, notes: list[dict[str, str]]) -> bool:
        """Return whether a file is as one of these notes has it."""
        digests = {note[name] for note in notes if name in note}
        return any(self._compare(name, x, LARGEST_RECORD).status == "OK" for x in digests)

    def _rebuilt(self, contents: Contents, last: e.RecordWritten, behind: Container[str]) -> None:
        """Compare the record with one that is built from the journal now.

        Files in `behind` were written before the last entries, and are not compared.
        """
        fingerprint = contents.fingerprint
        added = tuple(x for x in self._entries(fingerprint) if x.seq <= last.added)
        try:
            rebuilt = self._environment.rebuild(contents.events, fingerprint, added)
        except Exception:  # a journal made by hand can break any rule that the record relies on
            self._add("record, rebuilt", "ALTERED", "the journal's events do not fit together")
            return
        for name, data in rebuilt.items():
            found = self._read(name, LARGEST_RECORD)
            if isinstance(found, Item) or name in behind:  # listed above
                continue
            item = f"{name}, rebuilt"
            if found == data or (name == "record.toml" and self._same(found, data, last.pages)):
                self._add(item, "OK", "it matches the journal")
            elif last.pages == self._environment.pages or (
                name == "record.toml" and last.pages < self._environment.pages
            ):
                self._add(item, "ALTERED", "it does not match the journal")
            else:
                number = f"pages {last.pages}" if last.pages else "pages without a number"
                by = short(last.program) or "an earlier program"
                note = f"{by} wrote {number}, this program writes pages {self._environment.pages}"
                self._add(item, "NOT CHECKED", note)

    def _same(self, found: bytes, rebuilt: bytes, pages: int) -> bool:
        try:
            return self._environment.same_record(found, rebuilt, pages)
        except ValueError:
            return False

    def _entries(self, fingerprint: str) -> tuple[AddedEntry, ...]:
        try:
            return after.read(self._folder, fingerprint).events
        except FileProblem:  # listed by `_after`
            return ()

    def _after(self, fingerprint: str, noted: int) -> None:
        """Check the entries after the finish; the record includes the `noted` first of them."""
        if not self._is_there(after.FILE):
            if noted:
                self._add(after.FILE, "MISSING", f"the record includes {_entry_count(noted)} of it")
            return
        data = self._read(after.FILE, after.LIMIT)
        if isinstance(data, Item):
            self._items.append(data)
            return
        contents = after.scan(data, fingerprint)
        number = len(contents.lines)
        if contents.damage:
            self._add(after.FILE, "ALTERED", contents.damage.reason)
        elif contents.torn:
            size = f"{len(contents.torn):,} bytes after line {number} are not a whole line"
            self._add(after.FILE, "ALTERED", f"{size}: left by a crash, or cut")
        elif contents.unended:
            note = f"the line end after line {number} is missing; the line itself is good"
            self._add(after.FILE, "ALTERED", note)
        elif contents.unknown:
            self._unread = True
            self._add(after.FILE, "NOT CHECKED", contents.unknown)
        elif number < noted:
            note = f"{_entry_count(number)}; the record includes {_entry_count(noted)}"
            self._add(after.FILE, "ALTERED", note)
        else:
            note = f"{_entry_count(number)}, chained to the fingerprint"
            if number > noted:
                note += "; the record’s files do not show all of it: run debrief record"
            self._add(after.FILE, "OK", note)


def _written(log: tuple[e.LogLine, ...]) -> list[e.RecordWritten]:
    return [x.event for x in log if isinstance(x.event, e.RecordWritten)]


def _entry_count(number: int) -> str:
    return "1 entry" if number == 1 else f"{number} entries"


def _opened_on(log: tuple[e.LogLine, ...]) -> str:
    return log[0].t.date().isoformat()


def _framework_version(log: tuple[e.LogLine, ...]) -> int:
    """Return the version of the framework that the meeting was opened with."""
    opened = log[0].event
    version = opened.brief.framework_version if isinstance(opened, e.MeetingOpened) else None
    return version or FIRST_VERSION


def _change_after_finish(log: tuple[e.LogLine, ...]) -> int | None:
    """Return the number of a line after the finish that changes the meeting, or None."""
    finished = False
    for logged in log:
        if finished and not isinstance(logged.event, _AFTER_FINISH):
            return logged.seq
        finished = finished or isinstance(logged.event, e.MeetingFinished)
    return None


def _committed(log: tuple[e.LogLine, ...]) -> dict[str, str | None]:
    """Return the newest commitment to each card, None if its salt was lost."""
    newest: dict[str, str | None] = {}
    for logged in log:
        match logged.event:
            case e.MeetingOpened(commitments=commitments):
                newest.update(commitments)
            case e.CardAccepted(card=card, commitment=commitment):
                newest[card.panelist] = commitment
            case e.CardSettled(panelist=panelist, choice="as-card", commitment=commitment):
                newest[panelist] = commitment
            case e.CardSettled(panelist=panelist):
                newest.pop(panelist, None)
            case e.BallotsLost():
                newest = dict.fromkeys(newest)
            case _:
                pass
    return newest


def _bytes(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
