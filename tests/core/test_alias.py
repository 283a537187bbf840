"""The candidate’s real name gives way to the alias, wherever a person reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from debrief.core.alias import masked
from debrief.core.brief import Brief, Finding, Reference
from debrief.core.form import Ask, Field, Option
from debrief.core.room.closing import (
    AnswerRow,
    AskedRow,
    CarriedRow,
    DecisionView,
    DissentRow,
    NeedRow,
    OutcomeRow,
    PromiseRow,
    ReferencesView,
)
from debrief.core.room.model import CardRow, PreflightView
from debrief.core.room.poll import CompetencyView, PollView, RatedRow
from debrief.core.scorecard import State

KIM = "Kim Okafor"


@pytest.fixture
def named(brief: Callable[..., Brief]) -> Brief:
    """Return a brief in which the candidate has a name."""
    return brief(candidate={"alias": "K-17", "name": KIM})


REFERENCE = Reference(
    id="okafor",
    relation=f"Led {KIM}",
    findings=(Finding(competency="judgment", finding="new", note="Okafor wrote to all"),),
)
RATED = RatedRow(
    "dana", "Dana Day", State.RATED, 3, "high", (f"{KIM} said why",), ("Kim left",), "Kim’s job",
    "An outage", f"of {KIM}", (), "Okafor asked", "", (), False, 1, False,
)  # fmt: skip
POLL = PollView("revealed", 1, ("no", "yes"), (RATED,), headline=f"What did {KIM} do?")


@pytest.mark.parametrize(
    ("shown", "left"),
    [
        (f"Is {KIM.upper()} here?", []),
        ((KIM, {"place": KIM}), []),
        (PreflightView((CardRow(KIM, "in"),), (KIM,), (KIM,)), []),
        (CompetencyView("x", KIM, True, False, KIM, (KIM,), (KIM,), POLL, (KIM,), KIM), []),
        (ReferencesView(1, 1, REFERENCE, (), (KIM,)), ["okafor"]),
        (
            DecisionView(
                KIM, KIM, KIM, (OutcomeRow(KIM, KIM),), (NeedRow("ruling", KIM, KIM, KIM),),
                (KIM,), 1, ((KIM, KIM),), (AskedRow("kim", KIM, KIM, KIM),), (KIM,),
                (AnswerRow(KIM, KIM, KIM),),
                (DissentRow(KIM, KIM, True, KIM),), (CarriedRow(KIM, (KIM,)),), KIM, KIM, (KIM,),
                (PromiseRow(KIM, KIM, KIM),),
            ),
            [],
        ),
        # What the program goes by is not touched: ids, values to choose from.
        (Option("okafor", f"Yes, {KIM}", KIM), ["okafor", KIM]),
        (
            Ask("decide", "okafor", KIM, (Field("x", KIM, value=KIM, hint=KIM),), KIM, (KIM,)),
            ["okafor"],
        ),
        (
            Ask("go", "", KIM, (Field("x", "Where", "choice", (Option("kim", KIM),), "kim"),), KIM),
            ["kim", "kim"],
        ),
    ],
    ids=lambda shown: type(shown).__name__ if not isinstance(shown, list) else "",
)  # fmt: skip
def test_the_name_is_nowhere_that_a_person_reads(named: Brief, shown: Any, left: list[str]) -> None:
    was, now = repr(shown), repr(masked(shown, named))

    assert "K-17" in now
    for name in left:
        assert repr(name) in now
        now = now.replace(repr(name), "", 1)
    assert "okafor" not in now.lower()
    assert "Kim" not in now
    assert "okafor" in was.lower()


def test_without_a_name_nothing_is_changed(brief: Callable[..., Brief]) -> None:
    assert masked(POLL, brief()) is POLL
