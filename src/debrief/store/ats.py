"""Scorecards as an applicant tracking system exports them → cards, by a map that says all of it.

Nothing is guessed: a rating word, an attribute or an interviewer that the map does not name keeps
everything from being imported. A note has no side, so it becomes the `reason` of its rating, not
evidence for or against. What has no place in a card is kept in it as a comment, and told.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

import tomli_w
from pydantic import BeforeValidator, Field

from debrief.core.brief import Brief
from debrief.core.findings import Finding
from debrief.core.model import LONGEST_TEXT, Id, Line, Model
from debrief.core.text import clean_line
from debrief.store.html_text import text_of
from debrief.store.toml import MOST_DOTS, Parsed
from debrief.store.wording import did_you_mean

EXPORT_BYTES = 8 * 1024 * 1024
"""The most that an export may have."""

MOST_SCORECARDS = 64
LEAVE_OUT = "leave-out"
"""What the map says of things that should not come along."""

PRIVATE = "private notes"
NO_DECISION = "no_decision"
"""The word for no rating; missing, unless the map says otherwise."""

_COMMENT_WIDTH = 96
_WORDS = ("met", "not-met", "not-assessed", "abstains", "missing")


def _level(value: object) -> object:
    if value in _WORDS or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise ValueError(f"is a level of the scale from 1, or one of {', '.join(_WORDS)}")


Level = Annotated[
    int | Literal["met", "not-met", "not-assessed", "abstains", "missing"], BeforeValidator(_level)
]


class LevelMap(Model):
    """What the words and names of an export mean here; they are found in any case.

    `thresholds` says it of competencies that are met or not met, where `levels` gives numbers.
    """

    schema_: Literal[1] = Field(default=1, alias="schema")
    levels: dict[Line, Level]
    thresholds: dict[Line, Level] = Field(default_factory=dict)
    competencies: dict[Line, Id]
    panelists: dict[Line, Id]
    questions: dict[Line, Id] = Field(default_factory=dict)


class ExportError(Exception):
    """An export that cannot be read; its text is one sentence that quotes nothing of it."""


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A name in the export that a table of the map should have, and what may stand there."""

    table: str
    name: str
    hint: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an export gives: the text of a card by panelist, and what is not in the cards.

    With anything `unmapped`, or a `problem` (a sentence), the cards are not to be used.
    """

    cards: Mapping[str, str] = field(repr=False)
    unmapped: tuple[Unmapped, ...]
    problems: tuple[str, ...]
    told: tuple[str, ...]

    @property
    def usable(self) -> bool:
        """Whether everything is mapped and there is a card."""
        return bool(self.cards) and not self.unmapped and not self.problems


def check_map(parsed: Parsed[LevelMap], given: LevelMap, brief: Brief) -> Iterator[Finding]:
    """Yield what in the map does not fit the session."""
    competencies = [one.id for one in brief.competencies]
    panel = [one.id for one in brief.panel]
    for table, targets, known, what in (
        ("competencies", given.competencies, competencies, "competency"),
        ("questions", given.questions, competencies, "competency"),
        ("panelists", given.panelists, panel, "panelist"),
    ):
        for name, target in targets.items():
            if target not in known and target != LEAVE_OUT:
                message = f"this session has no {what} “{target}”"
                hint = f'{did_you_mean(target, known)} or write "{LEAVE_OUT}"'
                yield parsed.finding((table, name), "error", f"unknown-{what}", message, hint)
    most = len(brief.scale.levels)
    for name, level in given.levels.items():
        if isinstance(level, int) and not 1 <= level <= most:
            message = f"the level of “{name}” is outside the scale"
            hint = f"write 1 to {most}, or one of {', '.join(_WORDS)}"
            yield parsed.finding(("levels", name), "error", "rating-scale", message, hint)
    for name, level in given.thresholds.items():
        if isinstance(level, int):
            message = f"“{name}”: a threshold is met or not met, it has no number"
            hint = f"write one of {', '.join(_WORDS)}"
            yield parsed.finding(("thresholds", name), "error", "rating-kind", message, hint)


def greenhouse(
    data: bytes, given: LevelMap, brief: Brief, *, private_notes: bool = False
) -> Imported:
    """Return the cards in an export of Greenhouse's Harvest API; ExportError.

    It is a list of scorecards, or one. `overall_recommendation` is never taken over: the first
    judgment of the whole is the vote in the meeting.
    """
    found = _scorecards(data)
    importing = _Importing(given, brief, private_notes)
    if len({_candidate(one) for one in found}) > 1:
        importing.problems.append(
            "There are scorecards of more than one application in the file: export one."
        )
    for number, one in enumerate(found, start=1):
        importing.take(one, f"scorecard {number}")
    told = [*importing.told, "Overall recommendations: the panel votes in the meeting."]
    cards = {panelist: card.text() for panelist, card in importing.cards.items() if card.ratings}
    empty = [panelist for panelist, card in importing.cards.items() if not card.ratings]
    told += [f"The scorecard of {panelist}: nothing is rated in it." for panelist in empty]
    unmapped = importing.unmapped
    if not (cards or unmapped or importing.problems):
        importing.problems.append("No scorecard in the file has a rating to import.")
    return Imported(cards, tuple(unmapped), tuple(importing.problems), tuple(told))


@dataclass(slots=True)
class _Card:
    panelist: str
    submitted: datetime | None
    ratings: dict[str, dict[str, object]] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)

    def add(self, competency: str, note: str) -> None:
        """Add a note to the reason of a rating."""
        entry = self.ratings[competency]
        before = entry.get("reason", "")
        entry["reason"] = f"{before}\n{note}" if before else note

    def text(self) -> str:
        head: dict[str, object] = {"schema": 1, "panelist": self.panelist}
        if self.submitted is not None:
            head["submitted"] = self.submitted
        body = tomli_w.dumps(head | {"ratings": self.ratings}, multiline_strings=True)
        comments = "".join(
            f"# {line}\n"
            for comment in self.comments
            for line in textwrap.wrap(comment, _COMMENT_WIDTH) + [""]
        )
        about = "# What the export had beside, and a card has no place for:\n#\n"
        return (
            f"#:schema ../.schemas/scorecard.schema.json\n{body}"
            f"{chr(10) + about if comments else ''}{comments}"
        )


class _Importing:
    def __init__(self, given: LevelMap, brief: Brief, private_notes: bool) -> None:
        self._brief = brief
        self._private_notes = private_notes
        self.problems: list[str] = []
        self.unmapped: list[Unmapped] = []
        self.told: list[str] = []
        self.cards: dict[str, _Card] = {}
        self._levels = self._folded("levels", given.levels)
        self._thresholds = self._folded("thresholds", given.thresholds)
        self._competencies = self._folded("competencies", given.competencies)
        self._panelists = self._folded("panelists", given.panelists)
        self._questions = self._folded("questions", given.questions)

    def _folded(self, table: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """The table by names in lower case; a name that stands there twice is a problem."""
        found: dict[str, Any] = {}
        for name, target in given.items():
            if found.setdefault(_folded(name), target) != target:
                self.problems.append(f"[{table}] of the map has “{name}” twice, in other letters.")
        return found

    def take(self, one: dict[str, Any], where: str) -> None:
        panelist = self._panelist(one, where)
        attributes = [_attribute(each, where) for each in _list(one, "attributes", where)]
        for name, _, _ in attributes:
            if _folded(name) not in self._competencies:
                self._ask("competencies", name, f'an id of a competency, or "{LEAVE_OUT}"')
        if panelist is None:
            return
        if panelist == LEAVE_OUT:
            self._tell(f"The {where}, as the map says.")
            return
        if panelist in self.cards:
            self.problems.append(
                f"Two scorecards are from {panelist}: leave the one in the file that counts."
            )
            return
        card = _Card(panelist, self._submitted(one, panelist))
        self.cards[panelist] = card
        for name, word, note in attributes:
            self._rate(card, name, word, note)
        for each in _list(one, "questions", where):
            self._answer(card, each, where)

    def _panelist(self, one: dict[str, Any], where: str) -> str | None:
        person = one.get("interviewer")
        if not isinstance(person, dict):
            raise ExportError(f"The {where} does not say who its interviewer is.")
        first, last = _string(person, "first_name", where), _string(person, "last_name", where)
        emails = person.get("emails")
        many = emails if isinstance(emails, list) else []
        names = [_string(person, "email", where), _string(person, "name", where), f"{first} {last}"]
        names += [each for each in many if isinstance(each, str)]
        names = [name for name in map(clean_line, names) if name]
        if not names:
            raise ExportError(f"The {where} does not say who its interviewer is.")
        found = {self._panelists.get(_folded(name)) for name in names} - {None}
        if len(found) > 1:
            self.problems.append(f"The map gives the interviewer {names[0]} two panelists.")
        if not found:
            name = next((name for name in names if "@" not in name), names[0])
            here = [each.id for each in self._brief.panel if _folded(each.name) == _folded(name)]
            hint = f'an id of a panelist, or "{LEAVE_OUT}"'
            self._ask("panelists", name, f"{here[0]}?" if here else hint)
        return next(iter(sorted(found)), None) if found else None

    def _submitted(self, one: dict[str, Any], panelist: str) -> datetime | None:
        try:
            when = datetime.fromisoformat(str(one.get("submitted_at")))
            if when.tzinfo is not None:
                return when.astimezone(UTC).replace(microsecond=0)
        except (ValueError, OverflowError):
            pass
        self._tell(f"A date for {panelist}: the export does not say when it was submitted.")
        return None

    def _rate(self, card: _Card, name: str, word: str, note: str) -> None:
        competency = self._competencies.get(_folded(name))
        if competency is None:
            return
        if competency == LEAVE_OUT:
            self._tell(f"Attribute “{name}”, as the map says.")
            return
        level = self._level(competency, word)
        if level == "missing":
            if note:
                self._keep(card, f"{name}, without a rating: {note}", f"attribute “{name}”")
            return
        if competency in card.ratings:
            self.problems.append(
                f"Two attributes of {card.panelist} are rated and mean {competency}:"
                f' map one of them to "{LEAVE_OUT}".'
            )
            return
        stands = level in ("not-assessed", "abstains")
        card.ratings[competency] = {"state" if stands else "rating": level}
        if note:
            self._explain(card, competency, note)

    def _level(self, competency: str, word: str) -> int | str:
        """What a word means for a competency; missing also where that has to be asked."""
        if not word:
            return "missing"
        level: int | str | None = self._levels.get(_folded(word))
        threshold = self._brief.competency(competency).is_threshold
        if threshold:
            level = self._thresholds.get(_folded(word), level)
        if level is None and _folded(word) == NO_DECISION:
            return "missing"
        if level is None:
            self._ask("levels", word, "a level from 1, not-assessed, abstains or missing")
        elif threshold and isinstance(level, int):
            self._ask("thresholds", word, f"met, not-met, … ({competency} is a threshold)")
        elif not threshold and level in ("met", "not-met"):
            self._ask("levels", word, f"a level from 1 ({competency} is rated by a number)")
        else:
            return level
        return "missing"

    def _answer(self, card: _Card, each: object, where: str) -> None:
        if not isinstance(each, dict):
            raise ExportError(f"A question of {where} is not written as one.")
        question = clean_line(text_of(_string(each, "question", where)))
        answer = _answered(each.get("answer"), where)
        if not answer:
            return
        if _folded(question) == PRIVATE and not self._private_notes:
            self._tell("Private notes; --private-notes takes them along.")
            return
        competency = self._questions.get(_folded(question))
        if competency == LEAVE_OUT:
            self._tell(f"Question “{question}”, as the map says.")
        elif competency in card.ratings:
            self._explain(card, str(competency), f"{question} {answer}")
        else:
            self._keep(card, f"{question} {answer}", f"question “{question}”")

    def _explain(self, card: _Card, competency: str, note: str) -> None:
        card.add(competency, _spread(note))
        if len(str(card.ratings[competency]["reason"])) > LONGEST_TEXT:
            problem = f"A note of {card.panelist} on {competency} is too long: shorten it."
            self.problems.append(problem)

    def _keep(self, card: _Card, text: str, what: str) -> None:
        card.comments += [line for line in text.split("\n") if line]
        self._tell(f"{what[0].upper()}{what[1:]}: kept as a comment in the cards.")

    def _ask(self, table: str, name: str, hint: str) -> None:
        asked = Unmapped(table, clean_line(name), hint)
        if asked not in self.unmapped:
            self.unmapped.append(asked)

    def _tell(self, sentence: str) -> None:
        if sentence not in self.told:
            self.told.append(sentence)


def _folded(name: str) -> str:
    return clean_line(name).casefold()


def _spread(note: str) -> str:
    """The note with line breaks where a line has more dots than a card's line may have."""
    return "\n".join(
        line if line.count(".") < MOST_DOTS else line.replace(". ", ".\n")
        for line in note.split("\n")
    )


def _scorecards(data: bytes) -> list[dict[str, Any]]:
    try:
        found = json.loads(
            data.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number
        )
    except UnicodeDecodeError as error:
        raise ExportError("The export is not UTF-8: save it as it came.") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise ExportError(f"The export is no JSON that can be read, at {where}.") from error
    except RecursionError as error:
        raise ExportError("The export is nested too deeply to be one.") from error
    except ValueError as error:  # far too many digits
        raise ExportError("The export has a number that cannot be one.") from error
    rows = [found] if isinstance(found, dict) else found
    if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
        raise ExportError("The export is no list of scorecards.")
    if not rows:
        raise ExportError("There is no scorecard in the export.")
    if len(rows) > MOST_SCORECARDS:
        raise ExportError(f"There are more than {MOST_SCORECARDS} scorecards in the export.")
    return rows


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ExportError("The export says the same thing twice in one place: it is damaged.")
    return found


def _no_number(_: str) -> None:
    raise ExportError("The export has a number that is none: NaN or infinite.")


def _candidate(one: dict[str, Any]) -> str:
    return json.dumps([one.get("candidate_id"), one.get("application_id")])


def _list(one: dict[str, Any], name: str, where: str) -> list[Any]:
    found = one.get(name)
    if name == "questions" and found is None:
        return []
    if not isinstance(found, list):
        raise ExportError(f"The {where} has no list of {name}.")
    return found


def _string(one: dict[str, Any], name: str, where: str) -> str:
    found = one.get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise ExportError(f"In {where}, “{name}” is no text.")
    return found


def _attribute(each: object, where: str) -> tuple[str, str, str]:
    """The name, the word of the rating (empty without one) and the note of an attribute."""
    if not isinstance(each, dict):
        raise ExportError(f"An attribute of {where} is not written as one.")
    name = clean_line(_string(each, "name", where))
    if not name:
        raise ExportError(f"An attribute of {where} has no name.")
    return name, clean_line(_string(each, "rating", where)), text_of(_string(each, "note", where))


def _answered(answer: object, where: str) -> str:
    if answer is None:
        return ""
    many = answer if isinstance(answer, list) else [answer]
    if not all(isinstance(one, str) for one in many):
        raise ExportError(f"An answer of {where} is no text.")
    return text_of("\n".join(many))
