"""Each missing part of a new event is named by a test, by the import or by mypy."""

from __future__ import annotations

import json
import pkgutil
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import pytest
from samples import BRIEF, samples

from debrief.core.alias import masked
from debrief.core.brief import Candidate
from debrief.core.meeting import events as e
from debrief.core.meeting.event import Event, Undo
from debrief.core.meeting.state import Meeting
from debrief.core.model import Line, texts_in
from debrief.core.sentence import Sentence
from debrief.core.steps import Place

KNOWN = BRIEF.model_copy(update={"candidate": Candidate(alias="K-17", name="Kim Okafor")})

every_event = pytest.mark.parametrize("event", samples(), ids=lambda event: type(event).__name__)

PARTS = {
    "apply": lambda self, meeting, line: meeting,
    "describe": lambda self, meeting: Sentence.of("A topic was parked"),
    "texts": lambda self, meeting: [self.passage("topic")],
}


def parked(*without: str, **keywords: Any) -> type[Event]:
    """Define a new event, with some of its parts left out."""
    body = {name: part for name, part in PARTS.items() if name not in without}
    fields = {"__module__": __name__, "__annotations__": {"topic": Line}}
    return type("TopicParked", (Event,), fields | body, **keywords)


def test_an_event_with_all_its_parts_can_be_defined() -> None:
    event = parked(undo=Undo.FREE, mark=None)(topic="Salary band")  # type: ignore[call-arg]
    assert e.dump(event) == ("TopicParked", '{"topic":"Salary band"}')
    assert not event.kept
    assert event.place_after() is None


@pytest.mark.parametrize("missing", PARTS)
def test_an_event_without_one_of_its_methods_is_refused_at_the_import(missing: str) -> None:
    with pytest.raises(TypeError, match=f"TopicParked does not define {missing}"):
        parked(missing, undo=Undo.FREE, mark=None)


@pytest.mark.parametrize("missing", ["undo", "mark"])
def test_an_event_without_one_of_its_keywords_is_refused_at_the_import(missing: str) -> None:
    keywords = {"undo": Undo.FREE, "mark": None}
    del keywords[missing]
    with pytest.raises(TypeError, match=missing):
        parked(**keywords)


def test_every_module_of_events_is_imported() -> None:
    found = {f"{e.__name__}.{module.name}" for module in pkgutil.iter_modules(e.__path__)}
    assert found == {event.__module__ for event in e.EVENTS}


def test_every_event_of_a_module_can_be_read_and_has_its_name_in_the_package() -> None:
    for name in {event.__module__ for event in e.EVENTS}:
        here = [x for x in vars(import_module(name)).values() if isinstance(x, type)]
        for event in (x for x in here if issubclass(x, Event) and x is not Event):
            assert e.named(event.__name__) is getattr(e, event.__name__) is event


@every_event
def test_an_event_writes_its_fields_alone(event: Event) -> None:
    assert {"undo", "mark", "kept"}.isdisjoint(json.loads(e.dump(event)[1]))


@every_event
def test_an_event_that_says_what_comes_then_moves_the_meeting_there(event: Event) -> None:
    if "then" in type(event).model_fields:
        assert event.place_after() == event.then  # type: ignore[attr-defined]


def test_other_events_move_the_meeting_too_or_leave_it_where_it_is() -> None:
    assert e.StepOpened(place=Place(step="fit")).place_after() == Place(step="fit")
    assert e.ClockPaused().place_after() is None


@pytest.mark.parametrize("kind", [e.Undone, e.Redone])
def test_an_event_about_another_one_changes_nothing_itself(kind: type[e.Undone | e.Redone]) -> None:
    meeting = Meeting.planned(BRIEF)
    line = e.LogLine(4, datetime(2026, 11, 24, tzinfo=UTC), 0.0, "run-1", kind(target=3, what="So"))
    assert line.event.apply(meeting, line) is meeting


@every_event
def test_an_event_names_every_text_in_it(event: Event) -> None:
    given = event.texts(Meeting.planned(BRIEF))
    assert sorted((x.path, x.text) for x in given if x.path and x.text) == sorted(texts_in(event))


@every_event
def test_the_real_name_is_masked_in_every_text(event: Event) -> None:
    data = json.loads(e.dump(event)[1])
    for path, text in texts_in(event):
        if "candidate" not in path:
            *way, last = path
            inner = data
            for key in way:
                inner = inner[key]
            assert inner[last] == text
            inner[last] = f"Kim Okafor: {text}"

    shown = masked(e.parse(type(event).__name__, data), KNOWN)

    assert "Okafor" not in e.dump(shown)[1]
