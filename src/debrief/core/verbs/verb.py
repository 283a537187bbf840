"""The base of all acts: the key, the question, the events, and the question that follows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from pydantic import ValidationError
from typing_extensions import override

from debrief.core.alias import masked
from debrief.core.form import Ask
from debrief.core.meeting.events import Event, LogLine
from debrief.core.meeting.question import Question
from debrief.core.meeting.state import Meeting
from debrief.core.refused import Refused, closed_to_change
from debrief.core.scorecard import CardFacts, Entry, Rating
from debrief.core.sealed import Sealed
from debrief.core.text import ended

if TYPE_CHECKING:
    from debrief.core.room.model import RoomView

Answers: TypeAlias = Mapping[str, str]
"""The answers to a verb's question, by the names of its fields."""

ActResult: TypeAlias = "Event | tuple[Event, ...] | Refused"
"""The events of one act, which are recorded together or not at all, or a refusal."""

Draft = Literal["none", "here", "anywhere"]
"""The places where a half-typed answer is kept: none, the one where it was typed, or all."""

Cards = Mapping[str, Mapping[str, Sealed[Rating]]]
"""The sealed ratings of unchanged cards, by panelist, then competency."""

ONLY_IN_MEETING = Refused("This can only be done in the meeting itself.")


@dataclass(frozen=True, slots=True)
class Opening:
    """The planned meeting, its card commitments, and the new public key for cells.

    `inputs` are digests of the files that the brief and the references were read from, `sheets`
    the commitments to the code sheets.
    """

    meeting: Meeting
    commitments: Mapping[str, str]
    ballot_key: str
    program: str
    inputs: Mapping[str, str]
    sheets: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ClosingFacts:
    """The salt of the commitments, the digests of the session's files, and the program.

    `opened_with` are the digests at the opening of the files that were changed since.
    """

    salt: str
    inputs: Mapping[str, str]
    program: str
    opened_with: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NewCard:
    """A card in the folder that is not the one committed to."""

    facts: CardFacts
    commitment: str


@dataclass(frozen=True, slots=True)
class Table:
    """The meeting, its log, and functions for all that a verb needs from outside core.

    `ratings` returns the sealed ratings that a reveal may open, `unreadable` the panelists whose
    card counts and cannot be opened. `cells` returns the entries of a question's cells, sealed;
    `seal` encrypts choices by panelist. `begin` creates the key and the journal of a new meeting.
    `today` is the facilitator's day. `refresh` reads the folder again, `arrived` returns the new
    cards in it by panelist.
    `closing_facts` takes the last notes from the console and returns the facts for a finish.
    """

    meeting: Meeting
    log: Sequence[LogLine] = ()
    today: date = date.min
    ratings: Callable[[], Cards] = dict
    unreadable: Callable[[], tuple[str, ...]] = tuple
    cells: Callable[[Question | None], Mapping[str, Sealed[Entry]] | Refused] = lambda _: (
        ONLY_IN_MEETING
    )
    seal: Callable[[Mapping[str, str]], Mapping[str, str] | Refused] = lambda _: ONLY_IN_MEETING
    begin: Callable[[], Opening | Refused] = lambda: ONLY_IN_MEETING
    refresh: Callable[[], object] = lambda: None
    arrived: Callable[[], Mapping[str, NewCard]] = dict
    closing_facts: Callable[[], ClosingFacts | Refused] = lambda: ONLY_IN_MEETING


@dataclass(frozen=True, slots=True)
class Key:
    """A verb's key, empty if only the palette has the verb.

    `word` is its word in the footer, empty if it is not shown there; `help` is one sentence without
    a full stop. With `entry`, the key works only while cells are entered.
    """

    key: str
    word: str
    help: str
    entry: bool = False


@dataclass(frozen=True)
class Verb(ABC):
    """An act of the facilitator; its name is used in drafts and in the names of key actions.

    If `announced`, a sentence on the event is shown after the act. A class without a name is
    abstract.
    """

    name: ClassVar[str]
    key: ClassVar[Key | None]
    draft: ClassVar[Draft]
    announced: ClassVar[bool]

    @override
    def __init_subclass__(
        cls, *, name: str, key: Key | None, draft: Draft, announced: bool
    ) -> None:
        super().__init_subclass__()
        cls.name, cls.key, cls.draft, cls.announced = name, key, draft, announced

    def may(self, table: Table) -> bool:
        """Return whether the verb can be used now."""
        return not isinstance(question(self, table), Refused)

    def word(self, view: RoomView) -> str:
        """Return the word in the footer of this view, empty if the key is not shown there."""
        finished = getattr(view.pane, "finished", False)
        return "" if self.key is None or finished or not view.opened else self.key.word

    def help(self, view: RoomView) -> str:
        """Return the sentence of help on the key in this view."""
        return self.key.help if self.key is not None else ""

    def ask(self, table: Table, about: str) -> Ask | Refused | None:
        """Return the question before the act; None if there is none."""
        return None

    def guard(self, table: Table, about: str, answers: Answers) -> Ask | None:
        """Return the question to confirm before an act that cannot be undone, if this is one."""
        return None

    @abstractmethod
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        """Return the events of the act."""

    def follows(self, meeting: Meeting, due: Due, about: str, answers: Answers) -> Following | None:
        """Return the question to ask right after the act, None if there is none.

        `meeting` is the meeting after the act, `due` its main action.
        """
        return None

    def notice(self, sentence: str, answers: Answers) -> str:
        """Return what to show after the act; `sentence` is on its last event."""
        return ended(sentence) if self.announced else ""


class StepVerb(Verb, name="", key=None, draft="none", announced=False):
    """A verb that can be the main action."""

    @override
    def __init_subclass__(
        cls, *, name: str, key: Key | None = None, draft: Draft = "here", announced: bool = False
    ) -> None:
        super().__init_subclass__(name=name, key=key, draft=draft, announced=announced)

    @abstractmethod
    def label(self, meeting: Meeting, about: str) -> str:
        """Return the main action's name in the footer."""

    @abstractmethod
    def guidance(self, meeting: Meeting, about: str) -> str:
        """Return one sentence on what to do now."""


@dataclass(frozen=True, slots=True)
class Following:
    """A question to ask next: a verb, and the id of the panelist or thing it is about."""

    verb: Verb
    about: str = ""


@dataclass(frozen=True, slots=True)
class Due(Following):
    """A main action."""

    verb: StepVerb


class ChainedVerb(StepVerb, name=""):
    """A verb whose question is asked again at once for the next panelist or thing."""

    @override
    def follows(self, meeting: Meeting, due: Due, about: str, answers: Answers) -> Due | None:
        return due if isinstance(due.verb, ChainedVerb) else None


class RevealVerb(StepVerb, name=""):
    """A verb that reveals blind entries."""


class TalkVerb(StepVerb, name=""):
    """A verb that records a talk of the panel; the script of the talk is shown first."""

    @abstractmethod
    def note_label(self, meeting: Meeting) -> str:
        """Return the main action's name in the footer while the panel talks."""


def question(verb: Verb, table: Table, about: str = "") -> Ask | Refused | None:
    """Return the question before an act, None if there is none, or a refusal."""
    asked = verb.ask(table, about)
    if asked is None:
        return None
    return closed_to_change(table.meeting) or masked(asked, table.meeting.brief)


def confirmation(verb: Verb, table: Table, about: str, answers: Answers) -> Ask | None:
    """Return the question to confirm before an act that cannot be undone, if this is one."""
    asked = verb.guard(table, about, answers)
    return None if asked is None else masked(asked, table.meeting.brief)


def act(verb: Verb, table: Table, about: str, answers: Answers) -> ActResult:
    """Return the events of an act; a text that is not valid is a refusal.

    The answers are trimmed first: a space is the meeting's main key, and easily typed once too
    often.
    """
    trimmed = {name: answer.strip() for name, answer in answers.items()}
    try:
        return verb.do(table, about, trimmed)
    except ValidationError as error:
        return Refused(f"This {_problem(error)}")


def _problem(error: ValidationError) -> str:
    """Return the first problem of an invalid model in our own words."""
    first = error.errors(include_url=False, include_input=False)[0]
    if first["type"] == "value_error":
        return f"text {first['msg'].removeprefix('Value error, ')}."
    return "text is too long: shorten it."
