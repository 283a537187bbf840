"""Without a terminal there is one sentence at once, and nothing hangs."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from debrief.cli.terminal import prepare, unusable

TINY = Path(__file__).parents[1] / "tui" / "tiny.py"


class _Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_can_be_used() -> None:
    assert unusable(_Screen(), _Screen(), {"TERM": "xterm-256color"}) is None


def test_what_is_no_terminal_is_named() -> None:
    closed = io.StringIO()
    closed.close()
    for stream in (io.StringIO(), closed, None):
        assert (unusable(stream, _Screen(), {"TERM": "xterm"}) or "").startswith("Standard input")
        assert (unusable(_Screen(), stream, {"TERM": "xterm"}) or "").startswith("Standard error")


@pytest.mark.parametrize(
    ("environ", "said"),
    [({}, "TERM is not set"), ({"TERM": ""}, "TERM is not set"), ({"TERM": "dumb"}, "“dumb”")],
)
def test_a_terminal_without_abilities_is_named(environ: dict[str, str], said: str) -> None:
    assert said in (unusable(_Screen(), _Screen(), environ) or "")


def test_the_native_console_of_windows_is_refused() -> None:
    refused = unusable(_Screen(), _Screen(), {"TERM": "xterm"}, platform="win32")

    assert refused is not None
    assert "WSL" in refused
    assert "ssh" in refused
    assert refused.endswith(".")


@pytest.mark.parametrize(
    ("environ", "colours"),
    [
        ({"TERM": "screen-256color", "STY": "1.a", "COLORTERM": "truecolor"}, "256"),
        ({"TERM": "screen.xterm-256color", "STY": "1.a", "COLORTERM": "truecolor"}, "256"),
        ({"TERM": "screen", "STY": "1.a", "COLORTERM": "truecolor"}, "standard"),
        ({"TERM": "screen", "COLORTERM": "truecolor"}, "standard"),  # over ssh
        ({"TERM": "screen-256color", "TMUX": "/tmp/t", "COLORTERM": "truecolor"}, None),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, None),
        ({"TERM": "linux"}, None),
        ({"TERM": "screen", "STY": "1.a", "TEXTUAL_COLOR_SYSTEM": "truecolor"}, "truecolor"),
        ({"TERM": "xterm", "TEXTUAL_COLOR_SYSTEM": "millions"}, None),
    ],
)
def test_colours_are_as_many_as_there_are(environ: dict[str, str], colours: str | None) -> None:
    prepare(environ)

    assert environ.get("TEXTUAL_COLOR_SYSTEM") == colours
    assert "NO_COLOR" not in environ


@pytest.mark.parametrize("term", ["vt100", "vt220", "xterm-mono", "linux-m"])
def test_a_terminal_without_colours_gets_none(term: str) -> None:
    environ = {"TERM": term, "COLORTERM": "truecolor"}

    prepare(environ)

    assert environ["NO_COLOR"]


def test_an_empty_no_color_asks_for_nothing() -> None:
    environ = {"TERM": "xterm", "NO_COLOR": ""}

    prepare(environ)

    assert environ == {"TERM": "xterm"}


def test_developer_settings_are_forgotten() -> None:
    kept = {"TEXTUAL_ANIMATIONS": "none", "TERM": "xterm", "NO_COLOR": "1", "MY_TEXTUAL": "1"}
    environ = {
        **kept,
        "TEXTUAL": "debug,devtools",
        "TEXTUAL_LOG": "log.txt",
        "TEXTUAL_DEVTOOLS_HOST": "203.0.113.1",
        "TEXTUAL_PRESS": "space",
        "TEXTUAL_THEME": "nord",
    }

    prepare(environ)

    assert environ == kept


@pytest.mark.parametrize("missing", ["stdin", "stderr"])
def test_a_program_without_a_terminal_ends_at_once(missing: str) -> None:
    master, slave = os.openpty()
    try:
        done = subprocess.run(
            [sys.executable, str(TINY)],
            stdin=subprocess.DEVNULL if missing == "stdin" else slave,
            stderr=subprocess.PIPE,
            env={**os.environ, "TERM": "xterm"},
            timeout=30,
            check=False,
        )
    finally:
        os.close(master)
        os.close(slave)

    assert done.returncode == 2
    named = "input" if missing == "stdin" else "error"
    assert done.stderr.decode().startswith(f"Standard {named} is not a terminal")
    assert done.stderr.count(b"\n") == 1
