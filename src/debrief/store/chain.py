"""Turns events into journal lines and back: the format, the chain of hashes, its checks. No files.

A line is one JSON object with the members v, seq, t, mono, run, type, nonce, data, prev, hash, in
this order. `hash` is the SHA-256, in lower-case hex, of the line's bytes without `,"hash":"…"` and
without the line end; `prev` is the hash of the line before, 64 zeros for the first. In every
version `v` stays first and `hash` last, so that any line can be checked without being understood.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, NoReturn

from pydantic import Field, StringConstraints

from debrief.core.events import Logged, MeetingFinished, UnknownEventError, parse
from debrief.core.model import Model, Moment
from debrief.core.text import clean_line

VERSION = 1
LINE_LIMIT = 4 * 1024 * 1024
"""Bytes a line may have, its end included."""

GENESIS = "0" * 64
"""What `prev` is in the first line."""

_SEAL = re.compile(rb',"hash":"([0-9a-f]{64})"\}\n')
_SEAL_LENGTH = len(',"hash":""}\n') + 64


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


_STRICT = json.JSONDecoder(parse_constant=_refuse_constant)
_COMPACT = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))

_Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class UnverifiedError(Exception):
    """A line that is not as it was written; its text completes the sentence "line 3 …"."""


class UnknownError(Exception):
    """A good line that this program does not understand; its text completes "line 3 …"."""


class Line(Model):
    """One verified line of a journal, its event still as data."""

    v: Literal[1]
    seq: int = Field(ge=1)
    t: Moment
    mono: float = Field(allow_inf_nan=False)
    run: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,64}$")]
    type: str
    nonce: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    data: dict[str, Any]
    prev: _Hash
    hash: _Hash


@dataclass(frozen=True, slots=True)
class Stamp:
    """All of a line but its event: place in the chain, time, program run and 16 random bytes."""

    seq: int
    prev: str
    t: datetime
    mono: float
    run: str
    nonce: bytes


@dataclass(frozen=True, slots=True)
class Damage:
    """The first complete line that does not verify, from 1, and one sentence about it."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What a journal holds, up to the first thing in it that cannot be trusted or understood.

    `events`, `lines` (raw, each with its end) and `hashes` run side by side. `good_offset` counts
    the file's bytes they come from; `unended` says that the last one still lacks its line end.
    `torn` is what a crash left after them. `damage` and `unknown` (a sentence about a version or
    event that this program does not know or cannot use) both make the journal read-only; `left`
    then holds the bytes from that line on, and `error` the exception raised by using it.
    """

    events: tuple[Logged, ...] = ()
    lines: tuple[bytes, ...] = ()
    hashes: tuple[str, ...] = ()
    good_offset: int = 0
    torn: bytes = b""
    unended: bool = False
    damage: Damage | None = None
    unknown: str | None = None
    left: bytes = b""
    error: Exception | None = field(default=None, compare=False)

    @property
    def fingerprint(self) -> str:
        """The hash of the line that finished the meeting; empty before."""
        for logged, line_hash in zip(self.events, self.hashes, strict=False):
            if isinstance(logged.event, MeetingFinished):
                return line_hash
        return ""

    @property
    def cut_short(self) -> str:
        """The sentences to show beside the good events where others follow; else empty."""
        return f"{self.read_only} What is before it is shown." if self.read_only else ""

    @property
    def head(self) -> str:
        """The hash that the next line's `prev` must be."""
        return self.hashes[-1] if self.hashes else GENESIS

    @property
    def read_only(self) -> str | None:
        """Why nothing may be appended, in one sentence."""
        return self.damage.reason if self.damage else self.unknown


def encode(stamp: Stamp, name: str, data: dict[str, Any]) -> bytes:
    """Return the line of an event, with its end; ValueError for NaN, infinity or a lone surrogate.

    Times are cut to milliseconds, in UTC.
    """
    return line_of(stamp, name, _COMPACT.encode(data))


def line_of(stamp: Stamp, name: str, data: str) -> bytes:
    """Return the same of an event whose data is JSON already."""
    moment = stamp.t.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    body = (
        f'{{"v":{VERSION},"seq":{stamp.seq},"t":"{moment}","mono":{round(stamp.mono, 3)!r},'
        f'"run":"{stamp.run}","type":{_COMPACT.encode(name)},"nonce":"{stamp.nonce.hex()}",'
        f'"data":{data},"prev":"{stamp.prev}"'
    ).encode()
    return b'%s,"hash":"%s"}\n' % (body, hashlib.sha256(body + b"}").hexdigest().encode())


def seal(raw: bytes) -> str:
    """Return the hash of a line with its end, once it fits; UnverifiedError."""
    if len(raw) > LINE_LIMIT:
        raise UnverifiedError("is longer than a line may be")
    found = _SEAL.fullmatch(raw[-_SEAL_LENGTH:])
    if found is None:
        raise UnverifiedError("is not a whole journal line")
    fits = hashlib.sha256(raw[:-_SEAL_LENGTH] + b"}").hexdigest()
    if fits.encode() != found[1]:
        raise UnverifiedError("was altered: its hash does not fit")
    return fits


def decode(raw: bytes) -> Line:
    """Return what a line with its end says, once its hash fits.

    UnverifiedError when it was altered or is no journal line; UnknownError for its version.
    """
    seal(raw)
    return read(raw)


def read(raw: bytes) -> Line:
    """Return what a line says whose length and hash are right already.

    UnverifiedError, UnknownError.
    """
    try:
        members = _STRICT.decode(raw.decode())
        if isinstance(members.get("v"), int) and members["v"] != VERSION:
            raise UnknownError("was written in another version of the format; update debrief")
        return Line.model_validate(members)
    except (ValueError, RecursionError) as error:
        raise UnverifiedError("is not a line that debrief writes") from error


def understand(line: Line) -> Logged:
    """Return the event of a verified line; UnknownError."""
    try:
        event = parse(line.type, line.data)
    except UnknownEventError as error:
        name = clean_line(line.type)[:40]
        raise UnknownError(f"is a {name!r}, unknown to this debrief; update it") from error
    except (ValueError, RecursionError) as error:
        raise UnknownError(
            f"is a {line.type} that this debrief does not understand; update it"
        ) from error
    return Logged(line.seq, line.t, line.mono, line.run, event)


def scan(data: bytes) -> Contents:
    """Return what the bytes of a journal hold; never raises."""
    events: list[Logged] = []
    lines: list[bytes] = []
    hashes: list[str] = [GENESIS]
    found = Contents()
    offset = 0
    while offset < len(data):
        end = data.find(b"\n", offset) + 1
        raw = data[offset:end] if end else data[offset:] + b"\n"
        number = len(lines) + 1
        try:
            line = decode(raw)
            if (line.seq, line.prev) != (number, hashes[-1]):
                raise UnverifiedError("does not follow the line before it")
            events.append(understand(line))
        except UnverifiedError as problem:
            if end or len(raw) > LINE_LIMIT:
                good = "; the events before it are good" if lines else ""
                sentence = f"Line {number} of the journal {problem}{good}."
                found = replace(found, damage=Damage(number, sentence))
            else:
                found = replace(found, torn=raw[:-1])
            break
        except UnknownError as problem:
            found = replace(found, unknown=f"Line {number} of the journal {problem}.")
            break
        lines.append(raw)
        hashes.append(line.hash)
        found = replace(found, unended=not end)
        offset = end or len(data)
    return replace(
        found,
        events=tuple(events),
        lines=tuple(lines),
        hashes=tuple(hashes[1:]),
        good_offset=offset,
        left=data[offset:] if found.read_only else b"",
    )
