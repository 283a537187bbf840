"""The README's key table is the table of commands."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from debrief.tui.commands import COMMANDS, Where, commands

README = Path(__file__).parents[2] / "README.md"
HEAD = ("| key | in the meeting | in a replay |", "| --- | --- | --- |")

OWN_TABLES = {
    "home": "| key | at home, where all sessions are |",
    "console": "| key | in the console |",
    "calibration": "| key | in calibration |",
    "form": "| key | in a scorecard or a review, as a form |",
}


def _help(shown: str, *where: str) -> str:
    said = (one.help for one in COMMANDS if one.shown == shown and set(one.where) & set(where))
    return next(said, "")


def _rows() -> list[str]:
    rows = []
    others = (one for one in commands("meeting", "entry", "replay") if one.shown)
    for shown in dict.fromkeys(one.shown for one in others):
        meeting, replay = _help(shown, "meeting", "entry"), _help(shown, "replay")
        cells = (f"`{shown}`", meeting, "the same" if meeting == replay else replay)
        rows.append("|" + "".join(f" {cell} |" if cell else " |" for cell in cells))
    return rows


def test_the_readme_lists_every_key_as_it_is_declared() -> None:
    lines = README.read_text("utf-8").splitlines()
    start = lines.index(HEAD[0])
    table = [line for line in lines[start : lines.index("", start)] if line.startswith("|")]

    expected = [*HEAD, *_rows()]

    assert table == expected, "the table should be:\n" + "\n".join(expected)


@pytest.mark.parametrize("where", OWN_TABLES)
def test_the_readme_lists_the_keys_of_every_other_screen(where: Where) -> None:
    lines = README.read_text("utf-8").splitlines()
    head = (OWN_TABLES[where], "| --- | --- |")
    start = lines.index(head[0])

    expected = [*head, *(f"| `{one.shown}` | {one.help} |" for one in commands(where))]

    assert lines[start : lines.index("", start)] == expected, "\n".join(expected)


def test_no_key_does_two_things_in_one_place() -> None:
    for where in get_args(Where):
        keys = [key for one in COMMANDS if where in one.where for key in one.keys]

        assert len(keys) == len(set(keys)), where
