"""Every end of a command is in good order: a code, and at most a sentence."""

from __future__ import annotations

import errno
import os
import pkgutil
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest

from debrief import cli
from debrief.cli.main import COMMANDS, group
from debrief.quiet import SCREENS, draws_a_screen
from debrief.store import paths
from debrief.store.atomic import FileProblem


def _break(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Let the home screen fail in a way that only surroundings can bring about."""

    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr("debrief.cli.list_command.home", fails)


def _start(*words: str, **options: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "debrief", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,  # type: ignore[call-overload]
    )


def test_help_begins_with_examples_and_lists_every_command(debrief) -> None:
    for flag in ("-h", "--help"):
        done = debrief(flag)

        assert done.exit_code == 0
        assert done.stdout.index("Examples:") < done.stdout.index("Options:")
        for name, about in COMMANDS.items():
            assert f"\n  {name}" in done.stdout
            assert about in done.stdout


def test_every_command_has_a_module_and_every_module_is_listed() -> None:
    modules = {one.name for one in pkgutil.iter_modules(cli.__path__)}
    named = {name.removesuffix("_command") for name in modules if name.endswith("_command")}
    assert named == set(COMMANDS)


FINISHED = "demo-director-platform"


@pytest.mark.parametrize(
    ("words", "draws"),
    [
        ([], True),
        (["run"], True),
        (["--sessions", "list", "run", "x"], True),
        (["--sessions=list"], True),
        (["list"], False),
        (["--sessions", "run", "list"], False),
        (["-h"], False),
        (["run", "-h"], False),
        (["replay", "x", "--plain"], False),
        (["calibration", "--json"], False),
    ],
)
def test_a_command_is_known_to_draw_a_screen_before_it_is_read(
    words: list[str], draws: bool
) -> None:
    assert draws_a_screen(words, "xterm") is draws
    assert not draws_a_screen(words, "dumb")


@pytest.mark.usefixtures("sessions")
@pytest.mark.parametrize("command", sorted(COMMANDS.keys() - {"calibration"}))
def test_a_command_that_draws_a_screen_is_kept_quiet(debrief, command: str) -> None:
    found = group.get_command(click.Context(group), command)
    assert found is not None
    takes = sum(isinstance(parameter, click.Argument) for parameter in found.params)
    arguments = [FINISHED, "dana"][:takes]

    done = debrief(command, *arguments)

    assert ("is not a terminal" in done.stderr) is (command in SCREENS)


def test_every_quiet_command_is_there() -> None:
    assert set(COMMANDS) > SCREENS
    assert "calibration" in SCREENS, "without a terminal it prints text"


def test_an_unknown_command_names_the_nearest(debrief) -> None:
    assert debrief("chek").exit_code == 2
    assert "Did you mean “check”?" in debrief("chek").stderr
    assert "`debrief -h`" in debrief("zzz").stderr


@pytest.mark.parametrize("words", [["{}"], ["check", "{}"], ["record", "x", "--format", "{}"]])
def test_a_sentence_that_quotes_what_was_typed_shows_its_hidden_characters(
    words: list[str], sessions: Path
) -> None:
    started = _start(*(word.format("a\u034fb\ufe0f") for word in words))

    _, said = started.communicate(timeout=30)

    assert started.returncode == 2
    assert "a⟨U+034F⟩b⟨U+FE0F⟩" in said


def test_an_unknown_option_is_wrong_use(debrief) -> None:
    assert debrief("list", "--colour").exit_code == 2


def test_an_unreadable_file_is_said_in_a_sentence(debrief, monkeypatch) -> None:
    _break(monkeypatch, FileProblem(Path("x"), "is a folder; put a regular file there."))

    done = debrief()

    assert done.exit_code == 3
    assert done.stderr == "Error: x is a folder; put a regular file there.\n"


PRINTS = [
    *(["-h"], [], ["list"], ["list", "--json"], ["locate"], ["themes"], ["export"]),
    *(["check", FINISHED], ["verify", FINISHED], ["record", FINISHED, "--format", "md"]),
    *(["replay", FINISHED, "--plain"], ["calibration"]),
]


def _shell(redirected: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a shell does that sends its output elsewhere."""
    return subprocess.run(
        ["bash", "-c", f'"$@" {redirected}', "bash", sys.executable, "-m", "debrief", *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize("words", PRINTS, ids=" ".join)
def test_output_that_has_no_room_is_said_in_a_sentence(words: list[str], sessions: Path) -> None:
    done = _shell("> /dev/full", *words)

    said = "Error: Not all of the output could be written (No space left on device).\n"
    assert (done.returncode, done.stderr) == (3, said)
    assert not (paths.state_dir() / "crash.log").exists()


@pytest.mark.parametrize("words", PRINTS, ids=" ".join)
def test_output_that_is_closed_is_said_in_a_sentence(words: list[str], sessions: Path) -> None:
    done = _shell(">&-", *words)

    said = "Error: Standard output is closed. Start the command without `>&-`.\n"
    assert (done.returncode, done.stderr) == (3, said)


@pytest.mark.parametrize(
    ("redirected", "words", "code"),
    [
        ("2>&-", ["list"], 0),
        ("2>&-", ["chek"], 2),
        ("2>&-", ["check", "no-such"], 2),
        (">&- 2>&-", ["list"], 3),
        ("2>/dev/full", ["list"], 0),
        ("2>/dev/full", ["chek"], 2),
        (">/dev/full 2>/dev/full", ["list"], 3),
    ],
)
def test_the_exit_code_is_right_where_nothing_can_be_said(
    redirected: str, words: list[str], code: int, sessions: Path
) -> None:
    assert _shell(redirected, *words).returncode == code


def test_a_closed_stream_is_no_number_for_a_file(sessions: Path) -> None:
    """A write to standard error by its number would otherwise go into a session's file."""
    done = _shell("2>&-", "record", FINISHED)

    assert done.returncode == 0
    assert done.stdout.startswith("Wrote ")


@pytest.mark.parametrize("words", [["list"], ["replay", FINISHED, "--plain"]])
def test_the_locale_c_is_given_utf_8(words: list[str], sessions: Path, monkeypatch) -> None:
    for name, value in {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}.items():
        monkeypatch.setenv(name, value)

    done = _shell("", *words)

    assert done.returncode == 0
    assert "\\u" not in done.stdout
    assert "\\x" not in done.stdout


def test_an_error_of_our_own_goes_to_a_log_without_its_text(debrief, monkeypatch) -> None:
    _break(monkeypatch, RuntimeError("rating 4"))

    done = debrief()

    log = paths.state_dir() / "crash.log"
    assert done.exit_code == 3
    assert done.output.count("\n") == 1
    assert str(log) in done.stderr
    assert "RuntimeError" in log.read_text()
    assert "rating 4" not in log.read_text() + done.output


def test_nor_does_it_matter_if_there_can_be_no_log(debrief, monkeypatch, tmp_path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    _break(monkeypatch, OSError(errno.EIO, "disk"))

    done = debrief()

    assert done.exit_code == 3
    assert "crash.log" not in done.stderr


def test_ctrl_c_ends_like_the_signal(debrief, monkeypatch) -> None:
    _break(monkeypatch, KeyboardInterrupt())

    done = debrief()

    assert (done.exit_code, done.output) == (128 + signal.SIGINT, "")


@pytest.mark.parametrize("words", [("-h",), ("locate",)])
def test_a_reader_who_leaves_early_is_told_nothing(words: tuple[str, ...]) -> None:
    process = _start(*words)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    with process.stderr as stderr:
        said = stderr.read()

    assert (process.wait(timeout=30), said) == (128 + signal.SIGPIPE, "")


def test_an_old_terminal_s_encoding_stops_no_list(tmp_path: Path) -> None:
    made = _start(
        "new", "vp", "--title", "VP … 林", "--alias", "K-17", "--owner", "a",
        "--panel", "a:Ann", "--panel", "b:Ben", "--sessions", str(tmp_path),
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
    )  # fmt: skip
    assert made.communicate(timeout=30)[1] == ""
    listed = _start(
        "list", "--sessions", str(tmp_path), env={**os.environ, "PYTHONIOENCODING": "latin-1"}
    )

    said, problem = listed.communicate(timeout=30)

    assert (listed.returncode, problem) == (0, "")
    assert "VP \\u2026 \\u6797" in said


def test_shells_complete_the_names_of_commands() -> None:
    with click.Context(group, resilient_parsing=True) as context:
        assert group.get_command(context, "chek") is None
        names = [item.value for item in group.shell_complete(context, "re")]

    assert {"record"} <= set(names)
