"""`debrief verify` answers for each thing, to people and to programs, and claims no more."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from debrief import __version__
from debrief.live import Environment, LiveMeeting
from debrief.store import age, card_keys
from debrief.store.cards.encrypt import encrypt_card
from debrief.store.sessions import session

FINISHED = "demo-director-platform"
OPEN = "demo-vp-engineering"


def _wrong(done) -> dict[str, str]:
    items = json.loads(done.stdout)["items"]
    return {one["item"]: one["status"] for one in items if one["status"] != "OK"}


def test_the_finished_demo_is_as_it_was_finished(debrief, sessions) -> None:
    done = debrief("verify", FINISHED)

    assert done.exit_code == 0, done.stdout
    lines = done.stdout.splitlines()
    assert lines[0].startswith("OK           journal.jsonl: ")
    assert all(line.startswith("OK  ") for line in lines[: lines.index("")])
    assert "Fingerprint  " in done.stdout
    assert "compare the fingerprint with one you kept elsewhere" in done.stdout
    assert "proof" not in done.stdout


def test_it_is_told_to_programs(debrief, sessions) -> None:
    done = debrief("verify", FINISHED, "--json")

    told = json.loads(done.stdout)
    assert set(told) == {"items", "events", "fingerprint"}
    assert told["items"][1] == {"item": "session.toml", "status": "OK", "note": ""}
    assert told["events"] == len((sessions / FINISHED / "journal.jsonl").read_text().splitlines())
    assert len(told["fingerprint"]) == 64
    assert _wrong(done) == {}


def test_what_is_altered_or_missing_is_a_finding(debrief, sessions) -> None:
    folder = sessions / FINISHED
    (folder / "references.toml").unlink()
    with (folder / "record.md").open("a") as record:
        record.write("And we liked them.\n")

    done = debrief("verify", folder)

    assert done.exit_code == 1
    assert "\nMISSING      references.toml\n" in done.stdout
    assert "\nALTERED      record.md\n" in done.stdout


def test_a_kept_fingerprint_is_compared(debrief, sessions) -> None:
    fingerprint = json.loads(debrief("verify", FINISHED, "--json").stdout)["fingerprint"]
    short = "-".join(fingerprint[i : i + 4] for i in range(0, 16, 4))

    for kept in (short, short.upper().replace("-", ""), fingerprint.upper()):
        done = debrief("verify", FINISHED, "--expect", kept)
        assert done.exit_code == 0
        assert "OK           fingerprint: it is the expected one" in done.stdout
    done = debrief("verify", FINISHED, "--expect", "ab12-cd34-ef56-7890")
    assert done.exit_code == 1
    assert "ALTERED      fingerprint: it is not the expected one" in done.stdout


@pytest.mark.parametrize("kept", ["", "ab12", "no-fingerprint-at-all"])
def test_what_is_no_fingerprint_is_wrong_use(debrief, sessions, kept: str) -> None:
    done = debrief("verify", FINISHED, "--expect", kept)

    assert done.exit_code == 2
    assert "16 hex digits, or 64 in full, as in ab12-cd34-ef56-7890" in done.stderr


def test_a_meeting_that_has_not_begun_is_wrong_use(debrief, sessions) -> None:
    done = debrief("verify", OPEN)

    assert done.exit_code == 2
    assert "nothing to verify. To begin it: debrief run" in done.stderr


def test_an_unfinished_meeting_says_so(debrief, sessions) -> None:
    folder = sessions / FINISHED
    lines = (folder / "journal.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "journal.jsonl").write_bytes(b"".join(lines[:20]))
    (folder / "record.toml").unlink()

    done = debrief("verify", folder)

    assert done.exit_code == 0
    assert "NOT CHECKED  inputs: the meeting is not finished" in done.stdout
    assert "There is no fingerprint because the meeting is not finished." in done.stdout
    assert json.loads(debrief("verify", folder, "--json").stdout)["fingerprint"] is None


def test_what_this_program_cannot_read_has_a_code_of_its_own(
    debrief, sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    from debrief.store import verify

    unread = verify.Verified((verify.Item("journal.jsonl", "NOT CHECKED"),), 0, "", unread=True)
    monkeypatch.setattr(verify, "verify", lambda folder, environment: unread)

    assert debrief("verify", FINISHED).exit_code == 3


def _encrypted(folder: Path, keys: tuple[age.KeyPair, ...]) -> None:
    text = card_keys.recipients_text(folder.name, [pair.public for pair in keys])
    (folder / "recipients.txt").write_text(text)
    for card in sorted((folder / "scores").glob("*.toml")):
        assert encrypt_card(card, folder, replace=True).file is not None


def test_a_meeting_on_encrypted_cards_goes_on_without_one_and_verifies(
    debrief, make_driver, tmp_path: Path
) -> None:
    driver = make_driver(OPEN)
    keys = (age.make_pair(), age.make_pair())
    _encrypted(driver.folder, keys)
    spoilt = driver.folder / "scores" / "lin.toml.age"
    spoilt.write_bytes(spoilt.read_bytes()[:-1])
    driver.live.close()
    driver.live = LiveMeeting(
        driver.folder,
        Environment(
            now=lambda: datetime(2026, 11, 24, 15, tzinfo=UTC) + timedelta(seconds=driver.seconds),
            mono=lambda: driver.seconds,
            random=lambda count: bytes(count),
            run="run-1",
            load=lambda where: session.load(where, identities=lambda: keys[1:]),
            config_dir=tmp_path / "config",
            program=f"debrief {__version__}",
        ),
    )

    for _ in range(200):
        if driver.live.meeting.finished is not None:
            break
        driver.main()

    assert driver.live.meeting.finished is not None
    facts = {one.panelist: one.encrypted for one in driver.live.meeting.cards.values()}
    assert facts == dict.fromkeys(("dana", "jonas", "omar", "priya"), True)
    assert not list(driver.folder.glob("scores/*.toml"))
    done = debrief("verify", driver.folder, "--json")
    assert done.exit_code == 0, done.stdout
    items = {one["item"] for one in json.loads(done.stdout)["items"]}
    assert {"scores/omar.toml.age", "scores/lin.toml.age", "commitment omar"} <= items
    shutil.copy(driver.folder / "scores" / "omar.toml.age", spoilt)
    assert _wrong(debrief("verify", driver.folder, "--json")) == {"scores/lin.toml.age": "ALTERED"}
