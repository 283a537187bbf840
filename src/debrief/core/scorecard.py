"""Ratings, their five states, and one panelist's scorecard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

from debrief.core.model import Id, Line, Many, Model, Moment, Text

TOLERANCE = timedelta(minutes=10)
"""Difference between two clocks that is not reported."""

Confidence = Literal["low", "medium", "high"]


def card_path(panelist: str) -> str:
    """Return the path of a panelist's card in its session; an encrypted one ends in `.age` too."""
    return f"scores/{panelist}.toml"


class State(StrEnum):
    """A panelist's state on a competency; once revealed, all five look different."""

    RATED = "rated"
    NOT_ASSESSED = "not-assessed"
    ABSTAINS = "abstains"
    RECUSED = "recused"
    MISSING = "missing"


def _rating(value: object) -> object:
    if value in ("met", "not-met") or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    match value:
        case str() if value.strip().isdecimal():
            wrong = "is a number in quotes"
        case str():
            wrong = "is not one of the allowed ratings"
        case bool():
            wrong = "is true or false"
        case float():
            wrong = "has a decimal point"
        case _:
            wrong = "is not one rating"
    raise ValueError(f"{wrong}: write a whole number from 1, or met / not-met for a threshold")


RatingWord = Annotated[
    Annotated[int, Field(json_schema_extra={"minimum": 1, "maximum": 9})]
    | Literal["met", "not-met"],
    BeforeValidator(_rating),
]
"""A rating as written in files: a level from 1, or met / not-met for a threshold."""


def level_of(rating: int | str) -> int:
    """Return the level of a rating; a threshold has 1 not met, 2 met."""
    match rating:
        case "met":
            return 2
        case "not-met":
            return 1
        case level:
            return int(level)


class Rating(Model):
    """One panelist's entry on one competency in a card: a rating or a state, with evidence."""

    # The rules of the validator below, for editors.
    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [{"required": ["rating"]}, {"required": ["state"]}],
            "if": {"properties": {"state": {"const": "recused"}}, "required": ["state"]},
            "then": {"required": ["reason"]},
        }
    )

    rating: RatingWord | None = None
    state: Literal["not-assessed", "abstains", "recused"] | None = None
    confidence: Confidence | None = None
    for_: Many[Line] = Field(default=(), alias="for")
    against: Many[Line] = ()
    depends_on_context: Line | None = None
    scenario: Id | None = None
    reason: Text = ""

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if (self.rating is None) == (self.state is None):
            raise ValueError(
                "has both a rating and a state: write one of the two, not both"
                if self.rating is not None
                else "has neither a rating nor a state: write rating = …, "
                'or state = "not-assessed" with a reason'
            )
        if self.state == "recused" and not self.reason.strip():
            raise ValueError('recused needs a reason: write reason = "…"')
        return self

    @property
    def standing(self) -> State:
        """The state; never MISSING, which has no entry at all."""
        return State.RATED if self.state is None else State(self.state)

    @property
    def level(self) -> int | None:
        """The level from 1 (lowest); a threshold has 1 not met, 2 met; None without a rating."""
        return None if self.rating is None else level_of(self.rating)

    @property
    def evidence(self) -> tuple[str, ...]:
        """Evidence for, then against."""
        return self.for_ + self.against


NOTHING_ON_CARD = Rating(state="not-assessed", reason="Nothing on the card.")
"""The entry that is revealed of a card without one on a competency."""


class FitNotes(Model):
    """The constraints this panelist told the candidate, and the candidate's own concerns."""

    told: Many[Line] = ()
    concerns: Many[Line] = ()


class Scorecard(Model):
    """`scores/<panelist>.toml` as written."""

    schema_: Literal[1] = Field(alias="schema")
    panelist: Id
    submitted: Moment | None = None
    role_as_i_understood_it: Line | None = None
    ratings: dict[Id, Rating] = Field(default_factory=dict)
    fit: FitNotes = FitNotes.model_construct()


class CardFacts(Model):
    """The facts of a card that may be known before a reveal; none depends on its ratings.

    Journals of earlier releases also have `covered`, the competencies with an entry, and `bare`,
    the number of those with neither evidence nor a reason. Nothing writes them any more.
    """

    panelist: Id
    submitted: Moment | None = None
    late: bool = False
    encrypted: bool = False
    covered: Many[Id] = ()
    bare: int = 0
    role: Line | None = None
    told: Many[Line] = ()
    concerns: Many[Line] = ()

    @model_serializer(mode="wrap")
    def _without_counts(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        data: dict[str, Any] = handler(self)
        return {key: value for key, value in data.items() if value or key not in _COUNTS}


_COUNTS = ("covered", "bare")


@dataclass(frozen=True, slots=True)
class CardContents:
    """The competencies of a card's entries, for the facilitator alone until the reveals.

    `covered` are the competencies with an entry in any state, `bare` those of them with neither
    evidence nor a reason.
    """

    covered: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()


def contents(ratings: Mapping[str, Rating]) -> CardContents:
    """Return the competencies that a card with these ratings has entries on."""
    bare = (name for name, r in ratings.items() if not (r.evidence or r.reason))
    return CardContents(tuple(sorted(ratings)), tuple(sorted(bare)))


def facts(card: Scorecard, *, late: bool, encrypted: bool) -> CardFacts:
    """Return the facts of `card` that may be known before a reveal."""
    return CardFacts.model_construct(  # the values were checked when the card was read
        panelist=card.panelist,
        submitted=card.submitted,
        late=late,
        encrypted=encrypted,
        role=card.role_as_i_understood_it,
        told=card.fit.told,
        concerns=card.fit.concerns,
    )


class Entry(Model):
    """One revealed cell of a later round or of the final vote."""

    choice: Literal["level", "keep", "not-voting", "none"]
    level: int | None = None

    @model_validator(mode="after")
    def _level_only_when_chosen(self) -> Self:
        if (self.choice == "level") != (self.level is not None):
            raise ValueError("a level is needed exactly where one was chosen")
        return self
