"""Tests of the table of commands."""

from __future__ import annotations

from typing import get_args

from debrief.core.verbs import VERBS
from debrief.tui.commands import COMMANDS, FIRST, Where


def test_no_key_does_two_things_in_one_place() -> None:
    for where in get_args(Where):
        keys = [key for one in COMMANDS if where in one.where for key in one.keys]

        assert len(keys) == len(set(keys)), where


def test_every_key_of_a_verb_has_its_place_in_the_lists() -> None:
    """Else it would come after all keys of the program, as the last of the meeting."""
    assert {verb.key.key for verb in VERBS if verb.key is not None and verb.key.key} <= set(FIRST)
