"""`debrief new` makes a session that needs nothing but filling in."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

RIGHT = {
    "--title": "VP Engineering",
    "--alias": "K-17",
    "--owner": "dana",
    "--scheduled": "2026-12-01T16:00+01:00",
}
PANEL = ("--panel", "dana:Dana Whitfield", "--panel", "omar: Omar Haddad ")


def _words(**changes: str) -> list[str]:
    options = RIGHT | {f"--{name}": value for name, value in changes.items()}
    return [word for pair in options.items() for word in pair]


def test_a_new_session_is_found_and_says_what_to_do_next(debrief, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("DEBRIEF_SESSIONS", str(tmp_path))

    done = debrief("new", "vp", *_words(), *PANEL)

    assert done.exit_code == 0
    assert done.stdout.startswith(f"Created {tmp_path / 'vp'}\n\n  1  Write the brief: ")
    assert "debrief check vp\n" in done.stdout
    assert {path.name for path in (tmp_path / "vp" / "scores").iterdir()} == {
        "dana.toml",
        "omar.toml",
    }
    assert 'name = "Omar Haddad"' in (tmp_path / "vp" / "session.toml").read_text()
    (listed,) = json.loads(debrief("list", "--json").stdout)["sessions"]
    assert listed["scheduled"] == "2026-12-01T15:00:00Z"


def test_a_form_is_written_for_everybody_and_anew_from_the_brief_as_it_is_now(
    debrief, tmp_path, monkeypatch
) -> None:
    monkeypatch.setenv("DEBRIEF_SESSIONS", str(tmp_path))
    said = debrief("new", "vp", *_words(), *PANEL).stdout
    form = tmp_path / "vp" / "forms" / "dana.html"

    assert "debrief new vp --forms" in said
    assert {path.name for path in form.parent.iterdir()} == {"dana.html", "omar.html"}
    assert form.stat().st_mode & 0o777 == 0o600
    assert 'data-session="vp"' in form.read_text()
    assert "Parts of the brief were not written yet" in form.read_text()

    brief = tmp_path / "vp" / "session.toml"
    brief.write_text(brief.read_text().replace('"…"', '"Two platforms"'))
    (form.parent / "omar.html").unlink()
    cards = [path.read_bytes() for path in (tmp_path / "vp" / "scores").iterdir()]
    done = debrief("new", "vp", "--forms")

    assert done.exit_code == 0
    assert done.stdout == (
        f"Rebuilt 2 forms: {form.parent}\n"
        f"Rebuilt 2 empty scorecards: {tmp_path / 'vp' / 'scores'}\n"
    )
    assert "Two platforms" in form.read_text()
    assert "Parts of the brief" not in form.read_text()
    assert [path.read_bytes() for path in (tmp_path / "vp" / "scores").iterdir()] == cards


def test_a_scorecard_follows_the_brief_until_something_is_written_in_it(
    debrief, tmp_path, monkeypatch
) -> None:
    monkeypatch.setenv("DEBRIEF_SESSIONS", str(tmp_path))
    debrief("new", "vp", *_words(), *PANEL)
    dana, omar = (tmp_path / "vp" / "scores" / f"{name}.toml" for name in ("dana", "omar"))
    dana.write_text(dana.read_text().replace('# for = ["…"]', 'for = ["Mine"]', 1))
    mine = dana.read_bytes()
    brief = tmp_path / "vp" / "session.toml"
    brief.write_text(brief.read_text().replace("# covers", "covers").replace("judgment", "growth"))
    brief.write_text(
        brief.read_text() + '[[competencies]]\nid = "growth"\ntitle = "Growth"\n'
        'definition = "d"\nanchors = ["a", "b", "c", "d"]\n'
    )
    old = [one for one in _findings(debrief) if one["code"] == "old-form"]
    assert [(one["file"], one["severity"]) for one in old] == [("forms/dana.html", "warning")]

    done = debrief("new", "vp", "--forms")

    assert "Rebuilt 1 empty scorecard" in done.stdout
    assert dana.read_bytes() == mine
    text = omar.read_text()
    assert (
        text.index("[ratings.growth]")
        < text.index("Others cover the following:")
        < text.index("[ratings.judg")
    )
    assert "old-form" not in [one["code"] for one in _findings(debrief)]

    omar.rename(omar.with_name("omar.toml.age"))
    assert "And" not in debrief("new", "vp", "--forms").stdout
    omar.with_name("omar.toml.age").unlink()
    (tmp_path / "vp" / "journal.jsonl").touch()
    assert "And" not in debrief("new", "vp", "--forms").stdout
    assert not omar.exists()


def _findings(debrief) -> list[dict[str, object]]:
    return json.loads(debrief("check", "vp", "--json").stdout)["findings"]


def test_forms_that_cannot_be_written_are_said(debrief, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("DEBRIEF_SESSIONS", str(tmp_path))
    nowhere = debrief("new", "vp", "--forms")
    assert nowhere.exit_code == 2
    assert "There is no session “vp”" in nowhere.stderr

    debrief("new", "vp", *_words(), *PANEL)
    for path in (forms := tmp_path / "vp" / "forms").iterdir():
        path.unlink()
    forms.rmdir()
    forms.touch()
    blocked = debrief("new", "vp", "--forms")
    assert blocked.exit_code == 3
    assert "forms could not be created" in blocked.stderr

    (tmp_path / "vp" / "session.toml").write_text("schema = 2")
    broken = debrief("new", "vp", "--forms")
    assert broken.exit_code == 2
    assert "To list them: debrief check vp" in broken.stderr


def test_checked_it_asks_for_what_is_to_be_written_and_nothing_else(debrief, tmp_path) -> None:
    debrief("new", "vp", *_words(), *PANEL, "--sessions", tmp_path)

    done = debrief("check", tmp_path / "vp", "--json")

    assert done.exit_code == 0
    findings = json.loads(done.stdout)["findings"]
    assert [finding["code"] for finding in findings] == ["placeholder"] * 3 + ["empty-card"] * 2


def test_what_is_there_is_never_overwritten(debrief, tmp_path) -> None:
    (tmp_path / "vp").mkdir()

    done = debrief("new", "vp", *_words(), *PANEL, "--sessions", tmp_path)

    assert done.exit_code == 2
    assert "already exists. Choose another name" in done.stderr
    assert list((tmp_path / "vp").iterdir()) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["vp", *_words(owner="dan"), *PANEL], "“dan” is not on the panel. Name one of dana, omar"),
        (["VP K-17", *_words(), *PANEL], "cannot name a session"),
        (["../vp", *_words(), *PANEL], "cannot name a session"),
        (["vp", *_words(scheduled="tomorrow"), *PANEL], "write date, time and zone"),
        (["vp", *_words(scheduled="2026-12-01T16:00"), *PANEL], "write date, time and zone"),
        (["vp", *_words(framework="x"), *PANEL], "there is no framework “x”"),
        (["vp", *_words(alias=" "), *PANEL], "alias is empty"),
        (["vp", *_words(), "--panel", "dana:Dana"], "at least two"),
        (["vp", *_words(), *PANEL, "--panel", "dana:D"], "appears twice"),
        (["vp", *_words(), *PANEL, "--panel", "Lin Wei"], "write id:Name"),
        (["vp", *_words(), *PANEL, "--panel", "Lin:Lin Wei"], "is not an id"),
        (["vp", *PANEL], "Missing: --title, --alias, --owner. For example:\n  debrief new vp --t"),
        (["--forms"], "For example:\n  debrief new 2026-11-vp-k17 --forms"),
    ],
)
def test_wrong_use_is_said_and_makes_nothing(
    debrief, tmp_path: Path, words: list[str], said: str
) -> None:
    done = debrief("new", *words, "--sessions", tmp_path / "sessions")

    assert done.exit_code == 2
    assert said in done.stderr
    assert not (tmp_path / "sessions").exists()


def test_a_folder_that_cannot_be_made_is_said(debrief, tmp_path) -> None:
    (tmp_path / "file").touch()

    done = debrief("new", "vp", *_words(), *PANEL, "--sessions", tmp_path / "file" / "sessions")

    assert done.exit_code == 3
    assert "could not be created" in done.stderr


def test_the_keys_to_encrypted_cards_are_made_and_the_backup_is_named_once(
    debrief, tmp_path, own_folders
) -> None:
    keys = own_folders / ".config" / "debrief" / "keys"

    first = debrief("new", "vp", *_words(), *PANEL, "--sessions", tmp_path)

    assert first.stdout.endswith(
        "Move this key to another machine, as a backup for opening encrypted cards:\n"
        f"  {keys / 'scorecards-backup.txt'}\n"
    )
    assert "AGE-SECRET-KEY" not in first.stdout

    again = debrief("new", "cto", *_words(), *PANEL, "--sessions", tmp_path)

    assert "backup" not in again.stdout
    publics = [
        [
            line
            for line in (tmp_path / name / "recipients.txt").read_text().splitlines()
            if line[0] != "#"
        ]
        for name in ("vp", "cto")
    ]
    assert publics[0] == publics[1]
    assert len(publics[0]) == 2


def test_keys_that_cannot_be_made_are_said_before_anything_is(
    debrief, tmp_path, own_folders
) -> None:
    (own_folders / ".config" / "debrief").write_text("in the way")

    done = debrief("new", "vp", *_words(), *PANEL, "--sessions", tmp_path / "sessions")

    assert done.exit_code == 3
    assert "could not be created" in done.stderr
    assert not (tmp_path / "sessions").exists()


def test_without_arguments_it_asks_four_questions_on_a_terminal(
    terminal: Callable[..., Any], sessions: Path
) -> None:
    asked = terminal(sys.executable, "-m", "debrief", "--sessions", str(sessions), "new")
    asked.until(b"The role")
    asked.type(b"VP Engineering\n")
    asked.until(b"Alias")
    asked.type(b"Robin Sandoval\n")
    asked.until(b"The panel")
    asked.type(b"Dana Whitfield, Omar Haddad, Lin Wei\n")
    asked.until(b"Who decides")
    asked.type(b"nobody\n")
    asked.until(b"Write the name of one person on the panel.")
    for question in (b"[VP Engineering]", b"[Robin Sandoval]", b"Lin Wei]"):
        asked.until(question)
        asked.type(b"\n")
    asked.until(b"[nobody]")
    asked.type(b"Dana\n")

    assert asked.ended() == 0
    assert "looks like a name" in asked.written.decode()
    (made,) = sessions.glob("*-vp-engineering-robin-sandoval")
    assert 'owner = "dana"' in (made / "session.toml").read_text()


def test_without_arguments_and_a_terminal_it_names_what_is_missing(debrief) -> None:
    done = debrief("new")

    assert done.exit_code == 2
    assert "ID. For example:\n  debrief new 2026-11-vp-k17 --title" in done.stderr


def test_its_help_begins_with_an_example(debrief) -> None:
    _, _, after = debrief("new", "-h").stdout.partition("\n")

    assert after.strip().startswith("debrief new        asks four questions")


def test_from_an_empty_folder_it_names_the_data_folder_and_how_to_keep_sessions_here(
    debrief, tmp_path, monkeypatch, own_folders
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DEBRIEF_SESSIONS", raising=False)

    apart = debrief("new", "vp", *_words(), *PANEL).stdout
    (tmp_path / "sessions").mkdir()
    here = debrief("new", "cto", *_words(), *PANEL).stdout

    first, second, *_ = apart.splitlines()
    assert first.startswith(f"Created {own_folders}")
    assert second == "That is your data folder. To keep sessions where you are: mkdir sessions"
    assert here.startswith("Created sessions/cto\n\n  1  ")
