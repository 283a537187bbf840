"""The base of all events, and the line an event is logged on."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, ClassVar, Literal

from typing_extensions import override

from debrief.core.meeting.state import Meeting
from debrief.core.model import Model, Path
from debrief.core.sentence import Sentence
from debrief.core.steps import Place

TimelineMark = Literal["reveal", "challenge", "minute", "undo"]


class Undo(Enum):
    """The effect of undo on an event.

    It takes back a FREE event, passes over a SKIPPED one, and takes back one WITH_NEXT together
    with the event after it, which belongs to the same act.
    """

    FREE = "free"
    SKIPPED = "skipped"
    WITH_NEXT = "with next"


@dataclass(frozen=True, slots=True)
class Barrier:
    """An event that undo cannot go beyond; `refusal` is the sentence to show then."""

    refusal: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A person's text in an event, or, if the text is empty, a person the event is about.

    `person` is a name, empty for the panel. `subject` names the kind of text if an event has
    several. `path` is the text's path in the event's data, empty for a text from elsewhere. Search
    and replay leave it out unless `shown` is true.
    """

    person: str
    text: str
    subject: str = ""
    path: Path = ()
    shown: bool = True


class Event(Model):
    """A fact of the meeting; the class name is its type in the journal.

    Class keywords: `undo` is what undo does with it, `mark` its mark on the timeline of a replay,
    `kept` whether the meeting keeps its line for the record. Only fields are annotated attributes
    of an event, since pydantic writes each of them to the journal.
    """

    undo: ClassVar[Undo | Barrier]
    mark: ClassVar[TimelineMark | None]
    kept: ClassVar[bool]

    @override
    def __init_subclass__(
        cls,
        *,
        undo: Undo | Barrier,
        mark: TimelineMark | None,
        kept: bool = False,
        **others: Any,
    ) -> None:
        super().__init_subclass__(**others)
        cls.undo, cls.mark, cls.kept = undo, mark, kept

    @override
    @classmethod
    def __pydantic_init_subclass__(cls, **others: Any) -> None:
        super().__pydantic_init_subclass__(**others)
        if missing := ", ".join(sorted(cls.__abstractmethods__)):
            raise TypeError(f"the event {cls.__name__} does not define {missing}")

    @abstractmethod
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        """Return the meeting after this event: its own change, without clock, place and turns."""

    @abstractmethod
    def describe(self, meeting: Meeting) -> Sentence:
        """Return one sentence that describes this event."""

    @abstractmethod
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        """Yield every text of a person in this event, and those it shows from elsewhere."""

    def shown_texts(self, meeting: Meeting) -> tuple[Passage, ...]:
        """Return the texts and people in this event that the room saw."""
        return tuple(x for x in self.texts(meeting) if x.shown and (x.text or x.person))

    def passage(
        self, field: str, person: str = "", subject: str = "", *, shown: bool = True
    ) -> Passage:
        """Return the text of one field."""
        return Passage(person, getattr(self, field), subject, (field,), shown)

    def details(self) -> tuple[str, ...]:
        """Return further facts for a replay as text: those without a sentence or a passage."""
        return ()

    def has_list(self) -> bool:
        """Return whether its texts are the entries of one list."""
        return False

    def cells_changed(self) -> Mapping[str, bool]:
        """Return the panelists with a changed cell: true if it was filled, false if emptied."""
        return {}

    def questions_revealed(self) -> tuple[str | None, ...]:
        """Return the competencies with a round that this event reveals; None means the vote."""
        return ()

    def taken_back(self) -> int | None:
        """Return the seq of the line that this event takes back, None if none."""
        return None

    def brought_back(self) -> int | None:
        """Return the seq of the line that this event brings back, None if none."""
        return None

    def is_quiet(self, meeting: Meeting) -> bool:
        """Return whether the room is told nothing of this event."""
        return False

    def counts_as_undo(self) -> bool:
        """Return whether this event is a use of undo; an act of several events counts once."""
        return False

    def place_after(self) -> Place | None:
        """Return the place that this event moves the meeting to, None if it does not move."""
        return None

    def is_with_next(self) -> bool:
        """Return whether this event is a part of the act that the next one ends or continues."""
        return self.undo is Undo.WITH_NEXT

    def is_skipped_by_undo(self) -> bool:
        """Return whether undo passes over this event."""
        return self.undo is Undo.SKIPPED


@dataclass(frozen=True, slots=True)
class LogLine:
    """An event with its line: `seq` from 1, UTC time, monotonic seconds within one `run`."""

    seq: int
    t: datetime
    mono: float
    run: str
    event: Event
