"""`debrief themes` lists what can be worn, and names a broken theme file."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from debrief.store import paths
from debrief.store.settings import choose_theme, see_tour

SHIPPED = sorted(path.stem for path in paths.shipped("themes").glob("*.toml"))


def _own(name: str, text: str) -> Path:
    folder = paths.config_dir() / "themes"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)
    return folder / name


def _lines(stdout: str) -> list[str]:
    return stdout.splitlines()


def test_the_shipped_themes_are_listed_and_the_one_worn_is_marked(debrief) -> None:
    done = debrief("themes")

    assert done.exit_code == 0
    assert sorted(line[2:].split()[0] for line in done.stdout.splitlines()) == SHIPPED
    assert [line for line in done.stdout.splitlines() if line.startswith("*")] == [
        "* debrief-dark         dark   text 4.5:1  for a shared screen"
    ]
    contrasts = {line[2:].split()[0]: line.split("text ")[1][:5] for line in _lines(done.stdout)}
    assert {name for name, least in contrasts.items() if least == "7:1  "} == {
        "high-contrast-dark",
        "high-contrast-light",
    }
    assert max(map(len, _lines(done.stdout))) <= 80


def test_a_theme_chosen_by_its_earlier_name_is_still_worn(debrief) -> None:
    choose_theme(paths.config_dir(), "high-contrast")

    listed = _lines(debrief("themes").stdout)

    assert [line.split()[1] for line in listed if line.startswith("*")] == ["high-contrast-dark"]


def test_own_themes_and_the_choice_are_told_to_programs(debrief) -> None:
    dark = (paths.shipped("themes") / "debrief-dark.toml").read_text()
    _own("mine.toml", dark.replace('name = "debrief-dark"', 'name = "mine"'))
    choose_theme(paths.config_dir(), "mine")

    told = json.loads(debrief("themes", "--json").stdout)

    assert [one["name"] for one in told["themes"]] == sorted([*SHIPPED, "mine"])
    mine = next(one for one in told["themes"] if one["name"] == "mine")
    assert mine == {
        "name": "mine",
        "use": "for a shared screen",
        "dark": True,
        "contrast": 4.5,
        "own": True,
        "worn": True,
    }
    assert [one["name"] for one in told["themes"] if one["own"] or one["worn"]] == ["mine"]
    assert told["problems"] == []


def test_a_broken_theme_is_named_without_its_folder_and_is_a_finding(debrief) -> None:
    _own("broken.toml", 'name = "broken"\n')

    done = debrief("themes")

    assert done.exit_code == 1
    assert "The theme file broken.toml is not used: " in done.stderr
    assert str(paths.config_dir()) not in done.stderr
    assert "debrief-dark" in done.stdout


def test_a_broken_theme_is_named_on_a_screen_of_ones_own(
    sessions: Path, terminal: Callable[..., Any]
) -> None:
    _own("broken.toml", 'name = "broken"\n')

    shown = terminal(sys.executable, "-m", "debrief", "--sessions", str(sessions), size=(100, 30))

    shown.shows("The theme file broken.toml is not used")
    shown.pause(0.5)
    shown.type(b"q")
    assert shown.ended() == 0


@pytest.mark.parametrize("command", ["run", "replay"])
def test_broken_themes_are_kept_off_a_shared_screen_and_named_after_it(
    sessions: Path, terminal: Callable[..., Any], command: str
) -> None:
    for number in range(8):
        _own(f"broken-{number}.toml", 'name = "broken"\n')
    see_tour(paths.config_dir())
    names = {"run": "demo-vp-engineering", "replay": "demo-director-platform"}
    folder = sessions / names[command]

    shown = terminal(sys.executable, "-m", "debrief", command, str(folder), size=(100, 30))

    shown.until(b"[space]")
    shown.pause(0.5)
    shown.type(b"q")
    if command == "run":
        shown.pause(1)
        shown.type(b"\r")
    assert shown.ended() == 0
    before, _, after = shown.written.partition(b"\x1b[?1049l")
    assert b"theme" not in before
    assert b"8 theme files are not used. To see why: debrief themes" in after
