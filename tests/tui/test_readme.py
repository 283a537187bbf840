"""The README's key table is the table of commands."""

from __future__ import annotations

from pathlib import Path

from debrief.tui.commands import COMMANDS, HOME, commands

README = Path(__file__).parents[2] / "README.md"
HEAD = ("| key | in the meeting | in a replay |", "| --- | --- | --- |")

HOME_HEAD = ("| key | at home, where all sessions are |", "| --- | --- |")


def _help(shown: str, *where: str) -> str:
    said = (one.help for one in COMMANDS if one.shown == shown and set(one.where) & set(where))
    return next(said, "")


def _rows() -> list[str]:
    rows = []
    beyond_home = (one for one in COMMANDS if one.shown and one.where != HOME)
    for shown in dict.fromkeys(one.shown for one in beyond_home):
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


def test_the_readme_lists_the_keys_of_home() -> None:
    lines = README.read_text("utf-8").splitlines()
    start = lines.index(HOME_HEAD[0])

    expected = [*HOME_HEAD, *(f"| `{one.shown}` | {one.help} |" for one in commands("home"))]

    assert lines[start : lines.index("", start)] == expected, "\n".join(expected)


def test_no_key_does_two_things_in_one_place() -> None:
    for where in ("meeting", "entry", "replay", "home"):
        keys = [key for one in COMMANDS if where in one.where for key in one.keys]

        assert len(keys) == len(set(keys)), where
