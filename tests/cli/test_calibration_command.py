"""`debrief calibration`: over the sessions, over a list of ratings, and what cannot be used."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from rated import made_up

from debrief.calibration import archive, pool
from debrief.cli.calibration_command import MANY


@pytest.fixture
def ratings(tmp_path: Path) -> Path:
    """A list of 600 ratings by eight panelists on four levels."""
    path = tmp_path / "ratings.csv"
    rows = made_up(Random(2), sessions=30, raters=8, panel=5, competencies=4)
    lines = [f"{row.session},{row.competency},{row.panelist},{row.level}" for row in rows]
    path.write_text("\n".join(["session,competency,panelist,rating", *lines]), "utf-8")
    return path


def test_over_the_sessions(debrief, sessions) -> None:
    done = debrief("calibration")

    assert done.exit_code == 0
    assert done.stdout.startswith("Calibration: 1 finished debrief\n")
    assert "Ruth Calder  Not enough shared debriefs to say (1 of 5)." in done.stdout
    assert "Sandoval" not in done.stdout
    assert "1 is perfect agreement, 0 is what chance alone would give." in done.stdout
    assert done.stdout.endswith("\n1 session is not finished yet, so not used.\n")
    assert done.stderr == ""


def test_over_a_list(debrief, ratings) -> None:
    done, again = (
        debrief("calibration", "--ratings", ratings),
        debrief("calibration", "--ratings", ratings),
    )

    assert (done.exit_code, done.stdout) == (0, again.stdout)
    assert "600 ratings used. The scale is 1 to 4 (the highest rating" in done.stdout
    assert "Across " in done.stdout
    assert "Discussion" not in done.stdout


def test_for_programs(debrief, ratings, sessions) -> None:
    of_list = json.loads(debrief("calibration", "--ratings", ratings, "--json").stdout)
    of_sessions = json.loads(debrief("calibration", "--json").stdout)

    assert [one["panelist"] for one in of_list["panelists"]] == [f"r{i}" for i in range(8)]
    assert of_list["alpha"]["ratings"] == 600
    assert of_list["findings"] == []
    assert (of_sessions["sessions"], of_sessions["unfinished"], of_sessions["damaged"]) == (
        1,
        1,
        [],
    )


def test_bad_rows_are_named_and_the_rest_counts(debrief, ratings) -> None:
    with ratings.open("a", encoding="utf-8") as file:
        file.write("\n" + "s1,c1,r1,x\n" * 25)

    said = debrief("calibration", "--ratings", ratings)
    told = json.loads(debrief("calibration", "--ratings", ratings, "--json").stdout)["findings"]

    assert said.exit_code == 1
    assert said.stdout.startswith("ratings.csv:602:10: “x” is not a level: write a whole number.\n")
    assert "… and 5 more; --json lists all." in said.stdout
    assert "600 ratings used; rows skipped: 25." in said.stdout
    assert (len(told), told[0]["line"], told[0]["column"]) == (25, 602, 10)


def test_how_long_the_scale_is_may_be_said(debrief, ratings) -> None:
    done = debrief("calibration", "--ratings", ratings, "--levels", "5")

    assert "600 ratings used. The scale is 1 to 5.\n" in done.stdout
    assert debrief("calibration", "--levels", "5").exit_code == 2
    from_zero = debrief("calibration", "--ratings", ratings, "--levels", "0..4")
    assert "600 ratings used. The scale is 0 to 4.\n" in from_zero.stdout
    for wrong in ("1", "0..0", "4..1", "1..30", "few", ""):
        done = debrief("calibration", "--ratings", ratings, "--levels", wrong)
        assert (done.exit_code, done.stderr.count("\n")) == (2, 1)


def test_rows_without_a_rating_and_warnings_are_no_failure(debrief, ratings) -> None:
    ratings.write_bytes(ratings.read_bytes() + b"\ns1,c1,Zo\xeb,NA\n")
    done = debrief("calibration", "--ratings", ratings)

    assert done.exit_code == 0
    assert "Windows-1252; save it as UTF-8 to be sure." in done.stdout
    assert "600 ratings used; rows without a rating: 1." in done.stdout


def test_a_damaged_session_is_named_and_left_out(debrief, sessions) -> None:
    broken = sessions / "broken"
    shutil.copytree(sessions / "demo-director-platform", broken)
    journal = broken / "journal.jsonl"
    journal.write_bytes(
        journal.read_bytes().replace(b'"ruth":{"rating":3', b'"ruth":{"rating":2', 1)
    )

    done = debrief("calibration")

    assert done.exit_code == 1
    assert done.stdout.startswith("broken is damaged and was skipped. Line 11 of the journal")
    assert "Calibration: 1 finished debrief\n" in done.stdout
    assert json.loads(debrief("calibration", "--json").stdout)["damaged"][0]["session"] == "broken"


def test_without_a_finished_session_it_says_so(debrief, tmp_path) -> None:
    done = debrief("calibration", "--sessions", tmp_path)

    assert done.exit_code == 0
    assert done.stdout.startswith("No finished session in ")
    assert (
        json.loads(debrief("calibration", "--sessions", tmp_path, "--json").stdout)["sessions"] == 0
    )


def test_a_list_that_is_not_there_is_one_sentence(debrief, tmp_path) -> None:
    done = debrief("calibration", "--ratings", tmp_path / "none.csv")
    folder = debrief("calibration", "--ratings", tmp_path)  # as export writes one

    assert (done.exit_code, folder.exit_code) == (3, 3)
    assert "does not exist; check the name and the folder." in done.stderr
    assert "has no Parquet file in it; to write one, run debrief export." in folder.stderr


def test_on_a_terminal_long_reading_is_told_and_wiped(sessions) -> None:
    """Some hundred sessions, standard error a terminal, standard output a pipe."""
    journal = sessions / "demo-director-platform" / "journal.jsonl"
    for number in range(MANY["Reading sessions"]):
        folder = sessions / f"s{number:03}"
        folder.mkdir()
        os.link(journal, folder / "journal.jsonl")
    seen, terminal = pty.openpty()
    words = ["-m", "debrief", "calibration", "--sessions", str(sessions), "--json"]
    with subprocess.Popen(
        [sys.executable, *words], stdout=subprocess.PIPE, stderr=terminal, stdin=subprocess.DEVNULL
    ) as running:
        out, _ = running.communicate(timeout=50)
    os.close(terminal)
    told = os.read(seen, 1 << 16)
    os.close(seen)

    assert running.returncode == 0
    assert json.loads(out)["sessions"] == MANY["Reading sessions"] + 1
    assert b"Reading sessions  [" in told
    assert told.endswith(b"\r\x1b[K")


def test_on_a_terminal_it_is_a_screen_and_plain_is_text(sessions, ratings, terminal) -> None:
    words = (sys.executable, "-m", "debrief", "calibration")
    over_sessions = terminal(*words, "--sessions", str(sessions))
    over_sessions.shows("1 finished debrief")
    over_sessions.shows("Names stay hidden until e")
    assert "Ruth Calder" not in over_sessions.screen()
    over_sessions.type(b"\x1b[C")
    over_sessions.shows("0 of 5 panelists past the gate.")
    over_sessions.type(b"e")
    over_sessions.shows("Ruth Calder")
    over_sessions.type(b"q")
    assert over_sessions.ended() == 0
    assert over_sessions.is_restored()

    over_list = terminal(*words, "--ratings", str(ratings))
    over_list.shows("30 finished debriefs")
    over_list.type(b"\x1b[D")
    over_list.shows("600 ratings used.")

    plain = terminal(*words, "--ratings", str(ratings), "--plain")
    plain.until(b"Calibration: 30 finished debriefs")
    assert plain.ended() == 0
    gone = terminal(*words, "--ratings", "nowhere.csv")
    gone.shows("does not exist; check the name")
    assert gone.ended() == 3


def test_a_process_that_was_killed_ends_it_with_one_sentence(
    debrief, sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise pool.LostError

    monkeypatch.setattr(archive, "read", killed)
    done = debrief("calibration", "--plain")

    assert done.exit_code == 3
    assert "was ended from outside, perhaps because memory ran out; run it again." in done.output


def test_a_cluster_that_does_not_answer_is_said_in_one_sentence(
    debrief, ratings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = debrief("calibration", "--ratings", str(ratings), "--cluster", "tcp://127.0.0.1:9")

    assert done.exit_code == 3
    assert "A cluster needs Dask; install it with" in done.output
