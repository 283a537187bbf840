"""The base of every model, frozen and strict, and the field types that models share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from typing import Annotated, TypeAlias, TypeVar, get_args, get_type_hints

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, Strict

from debrief.core.text import ID_PATTERN, clean, clean_line

LONGEST_TEXT = 16_384
LONGEST_LINE = 1_024

T = TypeVar("T")
Path: TypeAlias = tuple[str | int, ...]
"""The keys and positions of a value in a model."""


class Model(BaseModel):
    """A frozen value that refuses unknown keys and never quotes its input in an error."""

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="forbid",
        hide_input_in_errors=True,
        populate_by_name=True,
        defer_build=True,
    )


def texts_in(model: BaseModel, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield each nonempty Text, Line and Words in a model, at any depth.

    Paths have the keys as written in files.
    """
    for name, key, is_text in _fields(type(model)):
        yield from _texts(getattr(model, name), (*path, key), is_text=is_text)


def _texts(value: object, path: Path, *, is_text: bool) -> Iterator[tuple[Path, str]]:
    match value:
        case str():
            if is_text and value:
                yield path, value
        case BaseModel():
            yield from texts_in(value, path)
        case tuple():
            for number, item in enumerate(value):
                yield from _texts(item, (*path, number), is_text=is_text)
        case dict():
            for key, item in value.items():
                yield from _texts(item, (*path, key), is_text=is_text)
        case _:
            pass


@cache
def _fields(kind: type[BaseModel]) -> tuple[tuple[str, str, bool], ...]:
    """Return each field's name, its key in files, and whether it may contain texts."""
    hints = get_type_hints(kind, include_extras=True)
    return tuple(
        (name, field.alias or name, _holds_text(hints[name]))
        for name, field in kind.model_fields.items()
    )


def _holds_text(hint: object) -> bool:
    return hint in (Text, Line, Words) or any(_holds_text(part) for part in get_args(hint))


class AtError(ValueError):
    """An error in a model, with the path of the wrong value."""

    def __init__(self, message: str, *path: str | int) -> None:
        super().__init__(message)
        self.path = path


def _moment(value: object) -> datetime:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError as error:
            raise ValueError(_MOMENT_HINT) from error
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise ValueError(_MOMENT_HINT)
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(_MOMENT_HINT) from error


def _day(value: object) -> date:
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError as error:
            raise ValueError(_DAY_HINT) from error
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError(_DAY_HINT)
    return value


def _text(text: str) -> str:
    return _at_most(LONGEST_TEXT, clean(text))


def _words(text: str) -> str:
    return _not_blank(_text(text))


def _line(text: str) -> str:
    return _not_blank(_at_most(LONGEST_LINE, clean_line(text)))


def _at_most(length: int, text: str) -> str:
    """Check the length after cleaning, which may lengthen a text, so that it can be read again."""
    if len(text) > length:
        raise ValueError(f"is longer than {length} characters: shorten it")
    return text


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty: write at least a word")
    return text


_MOMENT_HINT = "needs a date, a time and a zone, for example 2026-11-20T09:30:00Z"
_DAY_HINT = "needs a date, for example 2026-11-20"

Id = Annotated[str, Field(pattern=ID_PATTERN)]
"""A name built of a-z, 0-9 and inner hyphens, at most 48 characters; safe as a file name."""

Text = Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(_text)]
"""Cleaned text of any number of lines; may be empty."""

Line = Annotated[
    str,
    Field(max_length=LONGEST_LINE, json_schema_extra={"pattern": r"\S"}),
    AfterValidator(_line),
]
"""Cleaned text on one line, never blank."""

Words = Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(_words)]
"""Cleaned text of any number of lines, never blank."""

Many = Annotated[tuple[T, ...], Strict(strict=False)]
"""A tuple that may be written as a list in a file."""

Moment = Annotated[datetime, BeforeValidator(_moment)]
"""A point in time, in UTC; a file must give the zone."""

Day = Annotated[date, BeforeValidator(_day)]
"""A calendar day."""
