"""Tests of the table of commands."""

from __future__ import annotations

from typing import get_args

from debrief.tui.commands import COMMANDS, Where


def test_no_key_does_two_things_in_one_place() -> None:
    for where in get_args(Where):
        keys = [key for one in COMMANDS if where in one.where for key in one.keys]

        assert len(keys) == len(set(keys)), where
