"""Every step, and every phase of a question, has a purpose, something to say and to watch for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

from debrief.core.meeting.agreement import CLASS_RULES
from debrief.core.room.glossary import glossary
from debrief.core.room.guide import guide, phase_of
from debrief.core.steps import STEPS, Phase, Step
from debrief.core.verbs import rounds
from debrief.core.verbs.due import advance

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("phase", get_args(Phase))
@pytest.mark.parametrize("step", STEPS)
def test_there_is_always_something_to_go_by(step: Step, phase: Phase) -> None:
    found = guide(step, phase)

    for sentence in (found.purpose, *found.say, *found.watch):
        assert sentence[-1] in ".?”", sentence
    assert found.say
    assert found.watch


def test_a_competency_has_a_guide_for_each_phase() -> None:
    phases = ("blind", "revealed", "challenge", "second-round", "closed")

    assert len({guide("competency", phase).purpose for phase in phases}) == len(phases)


@pytest.mark.parametrize("phase", get_args(Phase))
@pytest.mark.parametrize("step", STEPS)
def test_no_sign_of_a_step_has_two_meanings(step: Step, phase: Phase) -> None:
    signs = [sign for sign, _ in glossary(step, phase)]

    assert len(signs) == len(set(signs))


def test_the_help_and_the_guide_tell_the_rule_of_the_classes_in_one_breath() -> None:
    breath = " ".join(f"{name.capitalize()}: {rule}." for name, rule in CLASS_RULES.items())
    meanings = dict(glossary("competency", "revealed"))

    assert " ".join(f"{meanings[sign].capitalize()}." for sign in "=≈≠") == breath
    assert breath in " ".join((ROOT / "docs" / "facilitator.md").read_text().split())


def test_the_phases_of_a_competency(
    meet: Callable[..., Any], competency: Callable[..., Any]
) -> None:
    script = meet(judgment="11433")
    seen = [phase_of(script.meeting)]
    script.reveal()
    seen.append(phase_of(script.meeting))
    script.do(rounds.open_round, "judgment")
    seen.append(phase_of(script.meeting))
    script.enter("judgment", lin=3, omar=3, priya=3, tom=3, dana=3).commit("judgment")
    for panelist in script.meeting.movers("judgment"):
        script.do(rounds.explain_move, "judgment", panelist, "Heard more.")
    seen.append(phase_of(script.meeting))
    script.challenge()
    seen.append(phase_of(replace(script.meeting, place=competency("judgment"))))

    assert seen == ["blind", "revealed", "second-round", "challenge", "closed"]


def test_the_phases_of_the_vote_and_of_the_rest(start: Callable[..., Any]) -> None:
    script = start()
    assert phase_of(script.meeting) == ""
    script.gate().to_vote()
    assert phase_of(script.meeting) == "blind"
    script.vote("33333")
    assert phase_of(script.meeting) == "challenge"
    script.challenge(outcome="changed")
    assert phase_of(script.meeting) == "second-round"
    script.vote("33332")
    assert phase_of(script.meeting) == "revealed"
    script.do(advance)
    assert phase_of(script.meeting) == ""
