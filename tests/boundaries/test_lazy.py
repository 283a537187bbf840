"""A command loads what it needs: no screen to print a list, no models to print a help text."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from debrief.cli.main import COMMANDS

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "sessions" / "demo-vp-engineering"
FINISHED = ROOT / "sessions" / "demo-director-platform"

# Runs one command in a fresh interpreter and tells on stderr, at its end, what it loaded.
PROBE = """
import atexit, pathlib, sys

@atexit.register
def tell():
    threads = len(list(pathlib.Path("/proc/self/task").glob("*")))
    print("threads:", threads, file=sys.stderr)
    loaded = (name for name, module in sys.modules.items() if module and "." not in name)
    print("loaded:", *loaded, file=sys.stderr)

from debrief.cli.main import main
sys.argv = ["debrief", *sys.argv[1:]]
main()
"""


def _run(*words: str) -> tuple[int, str, set[str]]:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=30,
        check=False,
    )
    *_, told = (line for line in done.stderr.splitlines() if line.startswith("loaded:"))
    return done.returncode, done.stdout + done.stderr, set(told.split())


@pytest.mark.parametrize("flag", ["--help", "-h", "--version"])
def test_help_and_version_load_neither_screen_nor_models(flag: str) -> None:
    code, said, loaded = _run(flag)

    assert code == 0, said
    assert "debrief" in loaded, said
    assert loaded & {"textual", "rich", "pydantic", "jinja2", "numpy", "tree_sitter"} == set()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_commands_help_loads_neither_screen_nor_models(command: str) -> None:
    code, said, loaded = _run(command, "-h")

    assert code == 0, said
    assert "debrief" in loaded, said
    assert loaded & {"textual", "pydantic", "numpy"} == set()


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("calibration", "--sessions", str(DEMO.parent)),
        ("check", str(DEMO)),
        ("export", "--sessions", str(DEMO.parent)),
        ("list",),
        ("locate",),
        ("record", str(FINISHED), "--json"),
        ("verify", str(FINISHED)),
    ],
    ids=lambda words: words[0] if words else "debrief",
)
def test_a_command_that_only_prints_never_loads_textual(words: tuple[str, ...]) -> None:
    code, said, loaded = _run(*words)

    assert code == 0, said
    assert "debrief" in loaded, said
    assert "textual" not in loaded


def test_calibration_over_a_list_starts_without_models(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENBLAS_NUM_THREADS")  # the command says it itself
    ratings = tmp_path / "ratings.csv"
    ratings.write_text("session,competency,panelist,rating\ns,c,ana,3\ns,c,ben,4\n", "utf-8")

    code, said, loaded = _run("calibration", "--ratings", str(ratings), "--json")

    assert code == 0, said
    assert "numpy" in loaded, said
    assert "threads: 1\n" in said or not sys.platform.startswith("linux")
    assert loaded & {"textual", "pydantic"} == set()
