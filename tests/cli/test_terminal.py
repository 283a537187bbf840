"""Without a terminal there is one sentence at once, and nothing hangs."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from debrief.cli.terminal import forget_developer_settings, unusable

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

    forget_developer_settings(environ)

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
