"""`debrief` alone: home in a terminal, the same as text where there is none."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from debrief.cli import home
from debrief.core.new_session import wanted
from debrief.store.journal import journal

ASKED = {"title": "CTO", "alias": "M-02", "panel": "Dana, Omar", "owner": "Omar"}


def test_without_a_terminal_it_prints_the_list_and_says_so(debrief, sessions) -> None:
    said = debrief().stdout

    assert "K-17" in said
    assert "In a terminal, debrief lets you choose from this list." in said


@pytest.mark.timeout(120)
def test_in_a_terminal_a_finished_meeting_is_found_and_replayed(
    sessions: Path, terminal: Callable[..., Any]
) -> None:
    shown = terminal(sys.executable, "-m", "debrief", "--sessions", str(sessions), size=(100, 30))
    shown.shows("2 sessions")
    assert "hire" not in shown.screen()

    shown.type(b"/r-04\r")
    shown.shows("[enter] Replay R-04")
    shown.pause(0.5)  # it rests after another session came to be the chosen one
    shown.type(b"\r")
    shown.shows("event 1 of")
    shown.type(b"q")
    shown.shows("[enter] Replay R-04")
    shown.pause(0.3)  # sooner, it would be one key held down
    shown.type(b"q")

    assert shown.ended() == 0
    assert shown.is_restored()
    assert not journal.read(sessions / "demo-director-platform" / "journal.jsonl").read_only


def test_a_session_asked_for_at_home_is_made_as_by_the_command(debrief, tmp_path: Path) -> None:
    new = wanted(ASKED, date(2026, 11, 1), frozenset())
    assert not isinstance(new, str)

    made, said = home.make_session(tmp_path, new)
    again, why = home.make_session(tmp_path, new)

    assert made
    assert "debrief locate" in said
    assert (tmp_path / new.id / "forms" / "dana.html").is_file()
    assert 'owner = "omar"' in (tmp_path / new.id / "session.toml").read_text()
    assert not again
    assert why.startswith(f"{new.id} already exists")


@pytest.mark.parametrize(
    ("environment", "there", "command"),
    [
        ({"VISUAL": "code -w", "EDITOR": "vi"}, (), ["code", "-w"]),
        ({"EDITOR": "ed"}, ("nano",), ["ed"]),
        ({"DISPLAY": ":0"}, ("xdg-open", "nano"), ["xdg-open"]),
        ({"WAYLAND_DISPLAY": "w"}, ("nano",), ["nano"]),
        ({}, (), None),
    ],
)
def test_a_brief_is_written_in_the_editor_that_is_set_else_in_one_that_is_there(
    environment: dict[str, str],
    there: tuple[str, ...],
    command: list[str] | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in there:
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")

    assert home.editor(environment) == command


def test_an_editor_changes_the_brief_and_one_that_is_missing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "session.toml").write_text("before")
    writes = "import sys; open(sys.argv[1], 'w').write('after')"
    monkeypatch.setenv("VISUAL", f'{sys.executable} -c "{writes}"')
    assert home.write_brief(tmp_path) == ""
    assert (tmp_path / "session.toml").read_text() == "after"

    monkeypatch.setenv("VISUAL", "no-such-editor")
    assert home.write_brief(tmp_path).startswith("no-such-editor: ")

    monkeypatch.delenv("VISUAL")
    monkeypatch.setenv("PATH", "")
    assert home.write_brief(tmp_path).startswith("No editor is known.")


def test_forms_are_made_from_a_brief_and_a_broken_one_is_told(tmp_path: Path) -> None:
    new = wanted(ASKED, date(2026, 11, 1), frozenset())
    assert not isinstance(new, str)
    home.make_session(tmp_path, new)
    folder = tmp_path / new.id

    assert home.make_forms(folder).startswith("Made 2 forms in ")

    (folder / "session.toml").write_text("?")
    assert "session.toml has errors" in home.make_forms(folder)
    (folder / "session.toml").unlink()
    assert home.make_forms(folder).startswith("No form was written: session.toml")
