"""Tests that no line of a pane is wider than its space, for any name or text."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from debrief.core.brief import Expectation, Finding, Reference, Role
from debrief.core.record.model import Fit, Member, Premortem, Process, Record
from debrief.core.record.poll_model import Poll
from debrief.core.room import clarity as room_clarity
from debrief.core.room import closing as room_closing
from debrief.core.room import model as room
from debrief.core.room import poll as room_poll
from debrief.core.room.view_record import RecordView
from debrief.core.steps import STEPS
from debrief.core.text import clean, clean_line
from debrief.tui import steps
from debrief.tui.paint import Space

T = TypeVar("T")
PIECES = [
    "Lin Wei",
    "[bold]x[/] [/nope]",
    "王小明與李大華一起決定了這件事",
    "עדי כהן",
    "مريم الفارسي",
    "Zoe\u0308 A\u0301\u0302\u0303",
    "👩\u200d💻 ☕\ufe0f",
    "क्षत्रिय",
    "x" * 90,
    "한국어 이름",
    "ａｂｃ",
    "a\u202eb",
    "word " * 40,
]
lines = (st.sampled_from(PIECES) | st.text(max_size=60)).map(clean_line).map(lambda x: x or "x")
texts = lines | st.lists(lines, max_size=3).map("\n".join).map(clean)
spaces = st.builds(
    Space,
    width=st.integers(20, 160),
    height=st.integers(5, 45),
    expanded=st.booleans(),
    cursor=st.just("x"),
)
levels = st.lists(lines, min_size=3, max_size=9).map(tuple)


def _hints(kind: type[Any]) -> dict[str, Any]:
    """Return the types of the fields of a dataclass."""
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Return anything that a field of a view may hold."""
    if kind in KINDS:
        return KINDS[kind]
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return st.sampled_from(inner)
    if origin is tuple and inner[-1] is Ellipsis:
        return st.lists(values(inner[0]), max_size=4).map(tuple)
    if origin is tuple:
        return st.tuples(*map(values, inner))
    if origin in (Union, UnionType):
        return st.one_of(*map(values, inner))
    if hasattr(kind, "__dataclass_fields__"):
        return st.builds(kind, **{k: values(v) for k, v in _hints(kind).items()})
    return st.from_type(kind)


def _record(line: str, text: str) -> Record:
    return Record(
        title=line,
        alias=line,
        opened=datetime(2026, 11, 24, 15, 0, tzinfo=UTC),
        owner="x",
        rule=text,
        rule_fixed=True,
        role=Role(mandate=line, authority=(line,), success=(line,)),
        panel=(Member(id="x", name=text, presence="present"),),
        competencies=(),
        fit=Fit(owed=(text,)),
        premortem=Premortem(),
        vote=Poll(scale=("no", "yes")),
        process=Process(
            ratings=0,
            pairs=0,
            close_pairs=0,
            voiced_early=0,
            corrected=0,
            undone=0,
            runs=1,
            entries_lost=0,
            clock_went_back=0,
        ),
        program="debrief",
        events=1,
    )


findings = st.builds(Finding, competency=st.just("x"), finding=st.just("new"), note=lines)
KINDS: dict[Any, st.SearchStrategy[Any]] = {
    str: texts,
    int: st.integers(0, 12),
    type(None): st.none(),
    Expectation: st.builds(Expectation, stakeholder=lines, expects=lines),
    Record: st.builds(_record, lines, texts),
    Reference: st.builds(
        Reference,
        id=st.just("x"),
        relation=lines,
        taken=st.just(date(2026, 11, 20)),
        difficult_period=texts,
        best_environment=texts,
        findings=st.lists(findings, max_size=2).map(tuple),
    ),
}


@st.composite
def rated_polls(draw: st.DrawFn, words: st.SearchStrategy[tuple[str, ...]]) -> room_poll.PollView:
    scale = draw(words)
    level = st.integers(1, len(scale))
    row = st.builds(
        room_poll.RatedRow,
        **{
            **{k: values(v) for k, v in _hints(room_poll.RatedRow).items()},
            "level": level | st.none(),
            "of_card": level | st.none(),
            "earlier": st.lists(level | st.none(), max_size=2).map(tuple),
        },
    )
    hints = {k: values(v) for k, v in _hints(room_poll.PollView).items() if k != "rows"}
    rows = st.lists(row, min_size=2, max_size=5).map(tuple)
    given = {**hints, "rows": rows, "phase": st.just("revealed"), "levels": st.just(scale)}
    return draw(st.builds(room_poll.PollView, **given))


def polls_of(phase: str, kind: type[object]) -> st.SearchStrategy[room_poll.PollView]:
    rows = st.lists(values(kind), min_size=2, max_size=12).map(tuple)
    number = st.integers(1, 4)
    return st.builds(room_poll.PollView, st.just(phase), number, levels, rows)


def waiting_polls() -> st.SearchStrategy[room_poll.PollView]:
    return polls_of("blind", room_poll.BlindRow) | polls_of("entry", room_poll.EntryRow)


def competencies() -> st.SearchStrategy[room_poll.CompetencyView]:
    hints = {k: values(v) for k, v in _hints(room_poll.CompetencyView).items()}
    met = rated_polls(st.just(("not met", "met")))
    graded = rated_polls(levels) | waiting_polls()
    return st.one_of(
        st.builds(
            room_poll.CompetencyView, **{**hints, "poll": graded, "threshold": st.just(False)}
        ),
        st.builds(room_poll.CompetencyView, **{**hints, "poll": met, "threshold": st.just(True)}),
    )


@st.composite
def warm_ups(draw: st.DrawFn) -> room_poll.WarmUpView:
    scale = draw(levels)
    given = (draw(lines), draw(texts), tuple(draw(lines) for _ in scale))
    if draw(st.booleans()):
        poll = replace(draw(polls_of("entry", room_poll.EntryRow)), levels=scale)
        return room_poll.WarmUpView(*given, poll)
    rated = draw(rated_polls(st.just(scale)))
    return room_poll.WarmUpView(*given, rated, draw(st.integers(1, len(scale))), draw(texts))


PANES = {
    "preflight": values(room.PreflightView),
    "role-clarity": values(room_clarity.ClarityView),
    "warm-up": warm_ups(),
    "competency": competencies(),
    "references": values(room_closing.ReferencesView),
    "fit": values(room_closing.FitView),
    "premortem": values(room_closing.PremortemView),
    "vote": st.builds(room_poll.VoteView, rated_polls(levels) | waiting_polls(), texts, texts),
    "decision": values(room_closing.DecisionView),
    "record": values(RecordView),
}


def test_every_step_has_a_pane_here() -> None:
    assert tuple(PANES) == STEPS


@pytest.mark.parametrize("pane", PANES)
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(data=st.data(), space=spaces)
def test_no_line_is_wider_than_its_space(pane: str, data: st.DataObject, space: Space) -> None:
    view = data.draw(PANES[pane])

    shown = steps.paint(view, space)

    wide = [line for line in shown.plain.split("\n") if cell_len(line) > space.width]
    assert wide == []
