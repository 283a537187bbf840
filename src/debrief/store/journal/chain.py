"""Encode events as journal lines and decode them: the format and the chain of hashes, no files.

A line is one JSON object with the members v, seq, t, mono, run, type, nonce, data, prev, hash, in
this order. `hash` is the SHA-256, in lower-case hex, of the line's bytes without `,"hash":"…"` and
without the line end; `prev` is the hash of the line before, 64 zeros for the first. In every
version `v` stays first and `hash` last, so any program can check the hash.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints
from pydantic_core import from_json

from debrief.core.meeting.events import LogLine, UnknownEventError, parse
from debrief.core.model import Model, Moment
from debrief.core.text import clean_line, quoted

VERSION = 1
LINE_LIMIT = 4 * 1024 * 1024
"""Maximum length of a line in bytes, including its end."""

GENESIS = "0" * 64
"""The value of `prev` in the first line."""

_SEAL = re.compile(rb',"hash":"([0-9a-f]{64})"\}\n')
_SEAL_LENGTH = len(',"hash":""}\n') + 64


_COMPACT = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))

_Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class UnverifiedError(Exception):
    """A line that was changed or is no journal line; the text completes "line 3 …"."""


class UnknownError(Exception):
    """A good line that this program does not understand; the text completes "line 3 …"."""


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
    """A line without its event: place in the chain, time, program run and 16 random bytes."""

    seq: int
    prev: str
    t: datetime
    mono: float
    run: str
    nonce: bytes


def encode(stamp: Stamp, name: str, data: dict[str, Any]) -> bytes:
    """Return the line of an event, with its end; ValueError for NaN, infinity or a lone surrogate.

    Times are cut to milliseconds, in UTC.
    """
    return line_of(stamp, name, compact(data))


def compact(data: dict[str, Any]) -> str:
    """Return data as JSON on one line; ValueError for NaN and infinity."""
    return _COMPACT.encode(data)


def line_of(stamp: Stamp, name: str, data: str) -> bytes:
    """Return the line of an event whose data is already JSON, with its end."""
    moment = stamp.t.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    body = (
        f'{{"v":{VERSION},"seq":{stamp.seq},"t":"{moment}","mono":{round(stamp.mono, 3)!r},'
        f'"run":"{stamp.run}","type":{_COMPACT.encode(name)},"nonce":"{stamp.nonce.hex()}",'
        f'"data":{data},"prev":"{stamp.prev}"'
    ).encode()
    return b'%s,"hash":"%s"}\n' % (body, hashlib.sha256(body + b"}").hexdigest().encode())


def seal(raw: bytes) -> str:
    """Check and return the hash of a line with its end; UnverifiedError."""
    if len(raw) > LINE_LIMIT:
        raise UnverifiedError("is longer than a line may be")
    match = _SEAL.fullmatch(raw[-_SEAL_LENGTH:])
    if match is None:
        raise UnverifiedError("is not a whole journal line")
    computed = hashlib.sha256(raw[:-_SEAL_LENGTH] + b"}").hexdigest()
    if computed.encode() != match[1]:
        raise UnverifiedError("was altered: its hash does not fit")
    return computed


def decode(raw: bytes) -> Line:
    """Check the hash of a line with its end, and return its members.

    UnverifiedError if it was altered or is no journal line; UnknownError for its version.
    """
    seal(raw)
    return read(raw)


def read(raw: bytes) -> Line:
    """Return the members of a line whose length and hash were already checked.

    UnverifiedError, UnknownError.
    """
    try:
        members = from_json(raw, allow_inf_nan=False, cache_strings="keys")
        version = members.get("v") if isinstance(members, dict) else None
        if isinstance(version, int) and version != VERSION:
            raise UnknownError("was written in another version of the format; update debrief")
        return Line.model_validate(members)
    except (ValueError, RecursionError) as error:
        raise UnverifiedError("is not a line that debrief writes") from error


def understand(line: Line) -> LogLine:
    """Return the event of a verified line; UnknownError."""
    try:
        event = parse(line.type, line.data)
    except UnknownEventError as error:
        name = clean_line(line.type)[:40]
        raise UnknownError(
            f"is a {quoted(name)}, unknown to this version; update debrief"
        ) from error
    except (ValueError, RecursionError) as error:
        raise UnknownError(
            f"is a {line.type} that this version does not understand; update debrief"
        ) from error
    return LogLine(line.seq, line.t, line.mono, line.run, event)
