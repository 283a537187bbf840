"""Convert the scorecards of an applicant tracking system to cards, by a map of its words.

Nothing is guessed: if the map lacks a rating word, an attribute or an interviewer, nothing is
imported. A note has no side, so it becomes the `reason` of its rating, not evidence for or against.
Text that has no field in a card is kept in it as a comment and reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from debrief.core.brief import Brief
from debrief.core.model import LONGEST_TEXT
from debrief.core.text import clean_line
from debrief.imports import json_export
from debrief.imports.assembly import ImportedCard
from debrief.imports.forms import Answer, Form
from debrief.imports.harvest import harvest_form
from debrief.imports.json_export import Attribute, Person
from debrief.imports.maps import LEAVE_OUT, LevelMap, meant_name

PRIVATE = "private notes"
NO_DECISION = "no_decision"
"""The word for no rating; counts as missing unless the map has it."""

MOST_SCORECARDS = 64
OVERALL = "Overall recommendations: the panel votes in the meeting."
_MOST_LISTED = 5
_LONGEST_WORD = 100

Repeats = Literal["join", "refuse", "latest"]
"""Treatment of two forms of one person: one card, a problem, or the later ratings."""


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A name that a table of the map lacks, and a hint on its value.

    `places` are the numbers, from 1, of the scorecards with that name; empty for a rating word.
    """

    table: str
    name: str
    hint: str
    places: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The result of reading an export: card texts by panelist, and sentences on the rest.

    If anything is `unmapped`, or there are `problems`, the cards must not be used.
    """

    cards: Mapping[str, str] = field(repr=False)
    unmapped: tuple[Unmapped, ...]
    problems: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def usable(self) -> bool:
        """True if everything is mapped and there is a card."""
        return bool(self.cards) and not self.unmapped and not self.problems


def greenhouse(
    data: bytes,
    given: LevelMap,
    brief: Brief,
    *,
    application: str | None = None,
    private_notes: bool = False,
) -> ImportResult:
    """Return the cards in an export of Greenhouse's Harvest API; ExportError.

    All must be about one application, or about `application` if given. `overall_recommendation` is
    never imported: the first overall judgment is the vote in the meeting.
    """
    found = json_export.scorecards(data)
    if problem := application_problem(map(json_export.application, found), application):
        return ImportResult({}, (), (problem,), ())
    importing = _Importing(given, brief, private_notes)
    for number, scorecard in enumerate(found, start=1):
        if application is None or json_export.application(scorecard) == application:
            importing.take(harvest_form(scorecard, number))
    return importing.result([OVERALL])


def cards_of(
    forms: Iterable[Form],
    given: LevelMap,
    brief: Brief,
    *,
    private_notes: bool = False,
    repeats: Repeats = "refuse",
    overall: bool = False,
) -> ImportResult:
    """Return the cards of forms about one candidate, by a complete map."""
    importing = _Importing(given, brief, private_notes, repeats)
    inputs = list(forms)
    if repeats == "latest":
        # The latest form first: its ratings are then in place before those of earlier ones.
        inputs.sort(key=lambda form: form.when.timestamp() if form.when else 0, reverse=True)
    for form in inputs:
        importing.take(form)
    return importing.result([OVERALL] if overall else [])


def application_problem(about: Iterable[str], application: str | None) -> str:
    """Return a problem if forms are about several applications, or are too many; else ""."""
    about = list(about)
    if application is not None:
        about = [each for each in about if each == application]
        if not about:
            return f"No scorecard in the file is about application {clean_line(application)}."
    several = list(dict.fromkeys(about))
    if len(several) > 1:
        some = ", ".join(each or "none" for each in several[:_MOST_LISTED])
        more = ", …" if len(several) > _MOST_LISTED else ""
        return (
            "The file has scorecards of more than one application"
            f" ({some}{more}). Choose one with --application."
        )
    if len(about) > MOST_SCORECARDS:
        return f"There are more than {MOST_SCORECARDS} scorecards of one application in the file."
    return ""


class _Importing:
    def __init__(
        self, given: LevelMap, brief: Brief, private_notes: bool, repeats: Repeats = "join"
    ) -> None:
        self._repeats = repeats
        self._seen: dict[int, Form] = {}
        self._brief = brief
        self._private_notes = private_notes
        self._missing: dict[tuple[str, str], Unmapped] = {}
        self.problems: list[str] = []
        self.notes: list[str] = []
        self.cards: dict[str, ImportedCard] = {}
        self._given = given
        self._levels = self._by_name("levels", given.levels)
        self._thresholds = self._by_name("thresholds", given.thresholds)
        self._competencies = self._by_name("competencies", given.competencies)
        self._panelists = self._by_name("panelists", given.panelists)
        self._questions = self._by_name("questions", given.questions)
        self._interviews = self._by_name("interviews", given.interviews)

    def result(self, more: list[str]) -> ImportResult:
        """Return the cards of the forms so far; `more` are notes for the end."""
        cards = {panelist: card.text() for panelist, card in self.cards.items() if card.ratings}
        empty = [panelist for panelist, card in self.cards.items() if not card.ratings]
        notes = [*self.notes, *more]
        notes += [f"The scorecard of {panelist}: it has no ratings." for panelist in empty]
        if not (cards or self._missing or self.problems):
            self.problems.append("No scorecard in the file has a rating to import.")
        return ImportResult(cards, self.missing(), tuple(self.problems), tuple(notes))

    def missing(self) -> tuple[Unmapped, ...]:
        """Return what the map lacks, with words by name: their order would reveal ratings."""
        words = ("levels", "thresholds")
        found = list(self._missing.values())
        return (
            *(unmapped for unmapped in found if unmapped.table not in words),
            *sorted(
                (unmapped for unmapped in found if unmapped.table in words),
                key=lambda o: (o.table, o.name),
            ),
        )

    def _by_name(self, table: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return the table by case-folded names; a name that appears twice is a problem."""
        found: dict[str, Any] = {}
        for name, target in given.items():
            if found.setdefault(_folded(name), target) != target:
                self.problems.append(
                    f"[{table}] of the map has “{name}” twice, with different capitals."
                )
        return found

    def take(self, form: Form) -> None:
        """Add a form to the card of its author, or note why it is left out."""
        where, number = form.place, form.number
        self._seen[number] = form
        if _folded(form.interview) in self._interviews:
            self._note(f"The {where}: the map leaves out its interview “{form.interview}”.")
            return
        if form.left_out:
            self._note(f"The {where}: {form.left_out}.")
            return
        if form.person is None:
            self.problems.append(
                f"The {where} does not name its interviewer:"
                f' export it again, or map its interview to "{LEAVE_OUT}" in [interviews].'
            )
            return
        panelist = self._panelist(form.person, number)
        if panelist == LEAVE_OUT:
            self._note(f"The {where}: the map leaves out its interviewer.")
            return
        scored = [each for each in form.rated if not self._is_question(each)]
        rated = [(self._competency(each, number), each) for each in scored]
        levels = [(self._level(competency, each, where), each) for competency, each in rated]
        card = None if panelist is None else self._card(panelist, form.person, number)
        if card is None:
            return
        card.date(self._submitted(form, card.panelist))
        for (competency, each), (level, _) in zip(rated, levels, strict=True):
            self._rate(card, competency, level, each, number)
        texts = [Answer(each.name, each.word) for each in form.rated if self._is_question(each)]
        for answer in (*texts, *form.answers):
            self._answer(card, answer, number)

    def _is_question(self, each: Attribute) -> bool:
        """Return True if the map takes an item for a question with a text."""
        name = _folded(each.name)
        return name in self._questions and name not in self._competencies

    def _panelist(self, person: Person, number: int) -> str | None:
        known = self._panelists
        found = {known[_folded(name)] for name in person.names if _folded(name) in known}
        if len(found) > 1:
            self.problems.append(f"The map assigns {person.names[0]} to two panelists.")
        if not found:
            here = {each.name: each.id for each in self._brief.panel}
            hint = self._hint("panelists", person.names[0], here)
            self._require("panelists", person.names[0], hint or "an id of a panelist", number)
        return min(found, default=None)

    def _competency(self, each: Attribute, number: int) -> str | None:
        known = self._competencies
        found = known.get(_folded(f"{each.kind}: {each.name}"), known.get(_folded(each.name)))
        if found is None:
            here = {competency.title: competency.id for competency in self._brief.competencies}
            here |= {id_: id_ for id_ in here.values()}
            hint = self._hint("competencies", each.name, here)
            self._require("competencies", each.name, hint or "an id of a competency", number)
        return found

    def _hint(self, table: str, name: str, here: Mapping[str, str]) -> str:
        """Return a guess from the map's names, else from the session's; empty without one."""
        written = meant_name(name, getattr(self._given, table)) if self._repeats == "join" else None
        if written:
            return f"the map has “{clean_line(written)}”"
        found = meant_name(name, here)
        return f"{here[found]}?" if found else ""

    def _card(self, panelist: str, person: Person, number: int) -> ImportedCard | None:
        """Return the card of a panelist, or None if another interviewer is mapped to them too."""
        card = self.cards.setdefault(panelist, ImportedCard(panelist, person.id))
        if card.author != person.id:
            self.problems.append(
                f"Two interviewers are mapped to {panelist}:"
                f" {self._seen[number].place} is not from the one before."
            )
            return None
        card.scorecards.append(number)
        if len(card.scorecards) > 1 and self._repeats != "join":
            return self._again(card)
        if len(card.scorecards) > 1:
            numbers = " and ".join(map(str, card.scorecards))
            self._note(f"An earlier date for {panelist}: the card is from scorecards {numbers}.")
        return card

    def _again(self, card: ImportedCard) -> ImportedCard | None:
        """Return the card for another form of its author, or None if that is a problem."""
        same = [self._seen[number] for number in card.scorecards]
        places = " and ".join(form.place for form in sorted(same, key=lambda form: form.number))
        if self._repeats == "refuse":
            self.problems.append(
                f"{card.panelist} has more than one form: {places}."
                " To import the later rating of each competency, add --latest."
            )
            return None
        if len({form.when for form in same if form.when}) < len(same):
            self.problems.append(
                f"{card.panelist} has {places}, and the file does not date both of them:"
                " it is unclear which is later."
            )
            return None
        note = f"Earlier ratings of {card.panelist}: the card has the latest of {places}."
        self.notes = [n for n in self.notes if not n.startswith(note.partition(":")[0] + ":")]
        self._note(note)
        return card

    def _submitted(self, form: Form, panelist: str) -> datetime | None:
        if form.when is None:
            self._note(f"A date for {panelist}: the export has no submission date.")
        return form.when

    def _rate(
        self,
        card: ImportedCard,
        competency: str | None,
        level: int | str,
        each: Attribute,
        number: int,
    ) -> None:
        if competency is None:
            return
        if competency == LEAVE_OUT:
            self._note(f"Attribute “{each.name}”: the map leaves it out.")
            return
        if level == "missing":
            if each.note:
                text = f"{each.name}, without a rating: {each.note}"
                self._keep(card, text, f"attribute “{each.name}”")
            return
        if competency in card.ratings:
            self._twice(card, competency, number)
            return
        is_state = level in ("not-assessed", "abstains")
        card.ratings[competency] = {"state" if is_state else "rating": level}
        card.rated_in[competency] = number
        if each.note:
            self._explain(card, competency, each.note)

    def _twice(self, card: ImportedCard, competency: str, number: int) -> None:
        if self._repeats == "latest" and card.rated_in[competency] != number:
            return
        if card.rated_in[competency] == number:
            problem = (
                f"Two attributes of {card.panelist} are rated and mean {competency}: map one of"
                f' them to "{LEAVE_OUT}"; with the same name, write it “Type: Name” in the map.'
            )
        else:
            problem = (
                f"{card.panelist} has a rating of {competency} in scorecards"
                f" {card.rated_in[competency]} and {number}: leave out one of their interviews in"
                " [interviews] of the map."
            )
        if problem not in self.problems:
            self.problems.append(problem)

    def _level(self, competency: str | None, each: Attribute, where: str) -> int | str:
        """Return a word's meaning for a competency; "missing" if the map lacks it."""
        word = each.word
        if competency is None and word and self._repeats != "join" and not each.open:
            # The competency is listed as unmapped; its words are, too, so that all are listed once.
            if _folded(word) not in self._levels:
                self._require("levels", word, "a level from 1, not-assessed, abstains or missing")
            return "missing"
        if len(word) > _LONGEST_WORD and competency not in (None, LEAVE_OUT):
            # Not a word of any scale. Listing it would show a panelist's text.
            self.problems.append(
                f"The {where}, “{each.name}”: the answer is a text, not a rating. Map the item in"
                " [questions], not in [competencies]."
            )
            return "missing"
        if not word or competency in (None, LEAVE_OUT):
            return "missing"
        level: int | str | None = self._levels.get(_folded(word))
        threshold = self._brief.competency(str(competency)).is_threshold
        if threshold:
            level = self._thresholds.get(_folded(word), level)
        if level is None and _folded(word) == NO_DECISION:
            return "missing"
        if level is None and not threshold:
            self._require("levels", word, "a level from 1, not-assessed, abstains or missing")
        elif threshold and (level is None or isinstance(level, int)):
            self._require("thresholds", word, "met, not-met, … where a competency is a threshold")
        elif not threshold and level in ("met", "not-met"):
            self._require("levels", word, "a level from 1 where a competency is rated by numbers")
        else:
            return level or "missing"
        return "missing"

    def _answer(self, card: ImportedCard, answer: Answer, number: int) -> None:
        question = answer.question
        if not answer.text:
            return
        if _folded(question) == PRIVATE and not self._private_notes:
            self._note("Private notes. Add --private-notes to import them.")
            return
        competency = self._questions.get(_folded(question))
        if competency == LEAVE_OUT:
            self._note(f"Question “{question}”: the map leaves it out.")
        elif competency in card.ratings and (
            self._repeats != "latest" or card.rated_in[str(competency)] == number
        ):
            self._explain(card, str(competency), f"{question} {answer.text}")
        else:
            self._keep(card, f"{question} {answer.text}", f"question “{question}”")

    def _explain(self, card: ImportedCard, competency: str, note: str) -> None:
        if card.explain(competency, note) > LONGEST_TEXT:
            problem = f"A note of {card.panelist} on {competency} is too long: shorten it."
            self.problems.append(problem)

    def _keep(self, card: ImportedCard, text: str, what: str) -> None:
        card.comments += [line for line in text.split("\n") if line]
        self._note(f"{what[0].upper()}{what[1:]}: kept as a comment in the cards.")

    def _require(self, table: str, name: str, hint: str, number: int | None = None) -> None:
        """Ask for a name once, with its places only if they say nothing about a rating."""
        if table in ("panelists", "competencies"):
            hint = f'{hint}, or "{LEAVE_OUT}"' if hint.startswith("an id") else hint
        key = (table, _folded(name))
        asked = self._missing.setdefault(key, Unmapped(table, clean_line(name), hint))
        if number is not None and number not in asked.places:
            self._missing[key] = replace(asked, places=(*asked.places, number))

    def _note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)


def _folded(name: str) -> str:
    return " ".join(clean_line(name).casefold().split())
