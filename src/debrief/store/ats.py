"""Scorecards as an applicant tracking system exports them → cards, by a map that says all of it.

Nothing is guessed: a rating word, an attribute or an interviewer that the map does not name keeps
everything from being imported. A note has no side, so it becomes the `reason` of its rating, not
evidence for or against. What has no place in a card is kept in it as a comment, and told.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import tomli_w

from debrief.core.brief import Brief
from debrief.core.model import LONGEST_TEXT
from debrief.core.text import clean_line
from debrief.store.ats_json import (
    ExportError,
    answered,
    attribute,
    candidate,
    items,
    scorecards,
    string,
)
from debrief.store.ats_map import LEAVE_OUT, LevelMap
from debrief.store.html_text import text_of
from debrief.store.toml import MOST_DOTS

PRIVATE = "private notes"
NO_DECISION = "no_decision"
"""The word for no rating; missing, unless the map says otherwise."""

_COMMENT_WIDTH = 96


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


def greenhouse(
    data: bytes, given: LevelMap, brief: Brief, *, private_notes: bool = False
) -> Imported:
    """Return the cards in an export of Greenhouse's Harvest API; ExportError.

    It is a list of scorecards, or one. `overall_recommendation` is never taken over: the first
    judgment of the whole is the vote in the meeting.
    """
    found = scorecards(data)
    importing = _Importing(given, brief, private_notes)
    if len({candidate(one) for one in found}) > 1:
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
            for line in [*textwrap.wrap(comment, _COMMENT_WIDTH), ""]
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
        attributes = [attribute(each, where) for each in items(one, "attributes", where)]
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
        for each in items(one, "questions", where):
            self._answer(card, each, where)

    def _panelist(self, one: dict[str, Any], where: str) -> str | None:
        person = one.get("interviewer")
        if not isinstance(person, dict):
            raise ExportError(f"The {where} does not say who its interviewer is.")
        first, last = string(person, "first_name", where), string(person, "last_name", where)
        emails = person.get("emails")
        many = emails if isinstance(emails, list) else []
        names = [string(person, "email", where), string(person, "name", where), f"{first} {last}"]
        names += [each for each in many if isinstance(each, str)]
        names = [name for name in map(clean_line, names) if name]
        if not names:
            raise ExportError(f"The {where} does not say who its interviewer is.")
        known = self._panelists
        found = {known[_folded(name)] for name in names if _folded(name) in known}
        if len(found) > 1:
            self.problems.append(f"The map gives the interviewer {names[0]} two panelists.")
        if not found:
            name = next((name for name in names if "@" not in name), names[0])
            here = [each.id for each in self._brief.panel if _folded(each.name) == _folded(name)]
            hint = f'an id of a panelist, or "{LEAVE_OUT}"'
            self._ask("panelists", name, f"{here[0]}?" if here else hint)
        return min(found, default=None)

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
        question = clean_line(text_of(string(each, "question", where)))
        answer = answered(each.get("answer"), where)
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
