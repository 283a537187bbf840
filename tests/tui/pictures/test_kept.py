"""Tests that each state has a saved grid, each grid a state, and each picture a state with one."""

from __future__ import annotations

import ast
import re

import pytest
from kept import FOLDER, KEEP, PICTURED, state

pytestmark = pytest.mark.skipif(KEEP, reason="they are being written")


def states() -> set[str]:
    """Return the name of every state: each test that takes `look` has one."""
    return {
        state(module.stem, one.name)
        for module in FOLDER.glob("test_*.py")
        for one in ast.parse(module.read_text("utf-8")).body
        if isinstance(one, ast.FunctionDef)
        and one.name.startswith("test_")
        and "look" in {arg.arg for arg in one.args.args}
    }


def kept(folder: str) -> set[str]:
    """Return the states with a file in a folder; a test with parameters has one for each."""
    root = FOLDER / folder
    return {
        re.sub(r"\[.*\]$", "", one.relative_to(root).with_suffix("").as_posix())
        for one in root.rglob("*")
        if one.is_file()
    }


def test_each_state_has_a_grid_and_each_grid_a_state() -> None:
    assert kept("grids") == states()


def test_each_picture_is_of_a_state_that_shall_have_one() -> None:
    assert kept("svg") == PICTURED
    assert states() >= PICTURED
