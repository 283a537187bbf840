"""Each change in a finished session is reported by itself, and nothing raises."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from forging import T, events, finished, forge, journal, note, statuses, wrong

from debrief.core.after.model import AddedEntry
from debrief.core.meeting.events import LogLine
from debrief.store import age, keys, verify
from debrief.store.journal import chain
from debrief.store.journal.chain import Stamp
from debrief.store.paths import FRAMEWORKS
from debrief.store.verify import VerifyEnvironment

OTHER = "ff" * 32


# ---- a finished session


def test_a_finished_session_is_as_it_was_finished(
    folder: Path, environment: VerifyEnvironment
) -> None:
    before = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in folder.rglob("*") if p.is_file()}

    found = verify.verify(folder, environment)

    assert wrong(found) == {}
    assert not found.altered
    assert not found.unread
    assert found.events == len(events(folder))
    assert found.fingerprint in journal(folder).read_text()
    assert list(statuses(found)) == [
        "journal.jsonl",
        "session.toml",
        "frameworks/senior-technology-leader.toml",
        *(f"scores/{one}.toml" for one in ("jonas", "lin", "mateo", "priya", "ruth")),
        "references.toml",
        *(f"commitment {one}" for one in ("jonas", "lin", "mateo", "priya", "ruth")),
        "record.md",
        "record.toml",
        "record.html",
        "record.md, rebuilt",
        "record.toml, rebuilt",
        "record.html, rebuilt",
    ]
    after = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in folder.rglob("*") if p.is_file()}
    assert after == before


@pytest.mark.parametrize(
    ("name", "also"),
    [
        ("session.toml", ()),
        ("references.toml", ()),
        ("scores/lin.toml", ("commitment lin",)),
        ("record.md", ("record.md, rebuilt",)),
        ("record.toml", ()),  # it says the same, with a blank behind it
        ("record.html", ("record.html, rebuilt",)),
    ],
)
def test_a_changed_file_is_altered_and_a_gone_one_missing(
    folder: Path, environment: VerifyEnvironment, name: str, also: tuple[str, ...]
) -> None:
    path = folder / name
    path.write_bytes(path.read_bytes() + b" ")
    found = verify.verify(folder, environment)
    assert wrong(found) == dict.fromkeys((name, *also), "ALTERED")
    assert found.altered

    path.unlink()
    found = verify.verify(folder, environment)
    assert wrong(found) == {one: "MISSING" for one in (name, *also) if not one.endswith("rebuilt")}
    assert found.altered


@pytest.mark.parametrize(
    "put",
    [
        lambda path: path.mkdir(),
        lambda path: os.mkfifo(path),
        lambda path: path.symlink_to("/dev/zero"),
        lambda path: path.open("wb").truncate(1 << 40),
    ],
    ids=["folder", "pipe", "link", "sparse giant"],
)
def test_what_is_no_file_of_its_size_is_altered_at_once(
    folder: Path, environment: VerifyEnvironment, put: Callable[[Path], object]
) -> None:
    for name in ("scores/lin.toml", "record.md"):
        (folder / name).unlink()
        put(folder / name)

    assert wrong(verify.verify(folder, environment)) == {
        "scores/lin.toml": "ALTERED",
        "commitment lin": "ALTERED",
        "record.md": "ALTERED",
    }


def test_a_folder_of_cards_that_is_a_link_is_altered(
    folder: Path, environment: VerifyEnvironment, tmp_path: Path
) -> None:
    (folder / "scores").rename(tmp_path / "elsewhere")
    (folder / "scores").symlink_to(tmp_path / "elsewhere")

    found = verify.verify(folder, environment)

    assert len(wrong(found)) == 10
    assert set(wrong(found).values()) == {"ALTERED"}


def test_cards_whose_folder_is_gone_are_missing(
    folder: Path, environment: VerifyEnvironment
) -> None:
    shutil.rmtree(folder / "scores")
    assert set(wrong(verify.verify(folder, environment)).values()) == {"MISSING"}

    (folder / "scores").write_text("in the way")
    assert set(wrong(verify.verify(folder, environment)).values()) == {"MISSING"}


def test_what_cannot_be_read_is_not_checked(
    folder: Path, environment: VerifyEnvironment, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def refuse(path: Any, flags: int, *mode: int) -> int:
        if str(path).endswith("lin.toml"):
            raise PermissionError(13, "Permission denied")
        return real(path, flags, *mode)

    monkeypatch.setattr(os, "open", refuse)

    found = verify.verify(folder, environment)

    assert wrong(found) == {"scores/lin.toml": "NOT CHECKED", "commitment lin": "NOT CHECKED"}
    assert "Permission denied" in note(found, "scores/lin.toml")
    assert found.unread
    assert not found.altered


def test_what_came_later_is_told_and_is_no_alteration(
    folder: Path, environment: VerifyEnvironment
) -> None:
    (folder / "scores" / "tom.toml").write_text("x")
    (folder / "scores" / "lin.toml.age").write_text("x")
    (folder / "scores" / "notes.txt").write_text("x")

    found = verify.verify(folder, environment)

    assert wrong(found) == {"scores/lin.toml.age": "NOT CHECKED", "scores/tom.toml": "NOT CHECKED"}
    assert not found.altered


# ---- the fingerprint


def test_a_kept_fingerprint_is_compared_short_or_full(
    folder: Path, environment: VerifyEnvironment
) -> None:
    fingerprint = verify.verify(folder, environment).fingerprint
    short = "-".join(fingerprint[i : i + 4] for i in range(0, 16, 4))
    for text in (short, short.upper(), fingerprint[:16], fingerprint, f" {fingerprint.upper()} "):
        expect = verify.expected(text)
        found = verify.verify(folder, replace(environment, expect=expect))
        assert statuses(found)["fingerprint"] == "OK"

    last = "0" if fingerprint[-1] != "0" else "1"
    for text in (OTHER, OTHER[:16], fingerprint[:-1] + last):
        expect = verify.expected(text)
        found = verify.verify(folder, replace(environment, expect=expect))
        assert wrong(found) == {"fingerprint": "ALTERED"}


@pytest.mark.parametrize("text", ["", "ab12", "ab12-cd34-ef56-789g", "a" * 17, "a" * 63, "ａ" * 16])
def test_what_is_no_fingerprint_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="16 hex digits, or 64 in full"):
        verify.expected(text)


# ---- inputs by name, cards, framework


def test_names_that_debrief_does_not_write_are_not_opened(
    folder: Path, environment: VerifyEnvironment
) -> None:
    lines = events(folder)
    for name in ("../../etc/passwd", "/etc/passwd", "scores/../session.toml", "a\x1b[31m"):
        finished(lines)["inputs"][name] = OTHER
        lines[-1]["data"]["outputs"][name] = OTHER
    forge(folder, lines)

    found = verify.verify(folder, environment)

    told = [one for one in found.items if one.status != "OK"]
    assert [one.status for one in told] == ["NOT CHECKED"] * 8
    assert {one.note for one in told} == {"debrief writes no file of this name"}
    assert "a⟨U+001B⟩[31m" in wrong(found)


def test_another_framework_is_told_unless_another_program_came_with_it(
    folder: Path, environment: VerifyEnvironment, tmp_path: Path
) -> None:
    name = "frameworks/senior-technology-leader.toml"
    (tmp_path / "senior-technology-leader.toml").write_text("changed")
    changed = replace(environment, frameworks=tmp_path)
    assert wrong(verify.verify(folder, changed)) == {name: "ALTERED"}

    text = (FRAMEWORKS / "senior-technology-leader.toml").read_text("utf-8")
    (tmp_path / "senior-technology-leader.toml").write_text(
        text.replace("version = 2", "version = 3"), "utf-8"
    )
    later = verify.verify(folder, changed)
    assert wrong(later) == {name: "NOT CHECKED"}
    (note,) = [item.note for item in later.items if item.item == name]
    assert note == "this program has version 3; the journal has the competencies used"

    newer = replace(environment, program="debrief 99", frameworks=tmp_path / "none")
    found = verify.verify(folder, newer)
    assert wrong(found) == {name: "NOT CHECKED"}
    assert not found.altered
    assert not found.unread


def _with_salt(folder: Path, salt: str) -> None:
    lines = events(folder)
    finished(lines)["salt"] = salt
    forge(folder, lines)


@pytest.mark.parametrize("salt", ["", "no hex"])
def test_without_a_salt_commitments_are_not_checked(
    folder: Path, environment: VerifyEnvironment, salt: str
) -> None:
    _with_salt(folder, salt)

    found = verify.verify(folder, environment)

    assert wrong(found) == {
        f"commitment {one}": "NOT CHECKED" for one in ("jonas", "lin", "mateo", "priya", "ruth")
    }


def test_another_salt_opens_no_commitment(folder: Path, environment: VerifyEnvironment) -> None:
    _with_salt(folder, "00" * 32)

    assert set(wrong(verify.verify(folder, environment)).values()) == {"ALTERED"}


def test_the_newest_commitment_counts_and_a_lost_salt_is_told(
    folder: Path, environment: VerifyEnvironment
) -> None:
    lines = events(folder)
    salt = bytes.fromhex(finished(lines)["salt"])
    facts = next(x for x in lines if x["type"] == "MeetingOpened")["data"]["cards"]
    lin = next(card for card in facts if card["panelist"] == "lin")
    newer = (folder / "scores" / "lin.toml").read_bytes() + b"# newer\n"
    accepted = {
        "type": "CardAccepted",
        "data": {"card": lin, "commitment": keys.commit(salt, newer), "usable": []},
    }
    lost = {"type": "BallotsLost", "data": {"ballot_key": age.make_pair().public}}
    forge(folder, [lines[0], lost, accepted, *lines[1:]])
    (folder / "scores" / "lin.toml").write_bytes(newer)

    found = verify.verify(folder, environment)

    assert statuses(found)["commitment lin"] == "OK"
    assert statuses(found)["commitment ruth"] == "NOT CHECKED"
    assert "its salt was lost" in note(found, "commitment ruth")


def test_a_card_encrypted_after_the_opening_is_another_file(
    folder: Path, environment: VerifyEnvironment
) -> None:
    lin = folder / "scores" / "lin.toml"
    lin.rename(lin.with_name("lin.toml.age"))

    assert wrong(verify.verify(folder, environment)) == {
        "scores/lin.toml": "MISSING",
        "scores/lin.toml.age": "NOT CHECKED",
    }


# ---- the record


PAGES_ANEW = ("record.md, rebuilt", "record.html, rebuilt")
TOML_ANEW = "record.toml, rebuilt"


def test_pages_are_compared_only_with_pages_of_their_own_number(
    folder: Path, environment: VerifyEnvironment
) -> None:
    def otherwise(
        log: tuple[LogLine, ...], fingerprint: str, added: tuple[AddedEntry, ...]
    ) -> Mapping[str, bytes]:
        record = environment.rebuild(log, fingerprint, added)["record.toml"]
        return {name: b"otherwise" for name in verify.RECORDS} | {"record.toml": record}

    lines = events(folder)
    for pages, status in ((2, "ALTERED"), (1, "NOT CHECKED"), (3, "NOT CHECKED")):
        lines[-1]["data"] |= {"program": "debrief 7", "pages": pages}
        forge(folder, lines)
        found = verify.verify(folder, replace(environment, pages=2, rebuild=otherwise))
        assert wrong(found) == dict.fromkeys(PAGES_ANEW, status)
    assert note(found, PAGES_ANEW[0]) == "debrief 7 wrote pages 3, this program writes pages 2"

    del lines[-1]["data"]["program"], lines[-1]["data"]["pages"]
    forge(folder, lines)
    found = verify.verify(folder, replace(environment, pages=2, rebuild=otherwise))
    assert wrong(found) == dict.fromkeys(PAGES_ANEW, "NOT CHECKED")
    assert "an earlier program wrote pages without a number" in note(found, PAGES_ANEW[0])


@pytest.mark.parametrize(("pages", "status"), [(0, "ALTERED"), (2, "ALTERED"), (3, "NOT CHECKED")])
@pytest.mark.parametrize("change", ["other words", "another key", "no TOML"])
def test_record_toml_is_compared_by_what_it_says(
    folder: Path, environment: VerifyEnvironment, pages: int, status: str, change: str
) -> None:
    path = folder / "record.toml"
    text = path.read_text("utf-8")
    laid_out_otherwise = text.replace(" = ", "=") + "# a comment\n"
    changed = {
        "other words": re.sub(r'^rationale = "', 'rationale = "Not: ', text, flags=re.M),
        "another key": f'new = "a member of a later record"\n{text}',
        "no TOML": f"new =\n{text}",
    }[change]
    for written, wanted in ((laid_out_otherwise, "OK"), (changed, status)):
        path.write_text(written, "utf-8")
        lines = events(folder)
        lines[-1]["data"]["outputs"]["record.toml"] = hashlib.sha256(written.encode()).hexdigest()
        lines[-1]["data"] |= {"pages": pages}
        forge(folder, lines)
        found = verify.verify(folder, replace(environment, pages=2))
        assert statuses(found)[TOML_ANEW] == wanted


def test_events_that_do_not_fit_together_are_told(
    folder: Path, environment: VerifyEnvironment
) -> None:
    def broken(log: tuple[LogLine, ...], fingerprint: str) -> Mapping[str, bytes]:
        raise KeyError("nobody")

    found = verify.verify(folder, replace(environment, rebuild=broken))

    assert wrong(found) == {"record, rebuilt": "ALTERED"}


# ---- what was added after


def test_what_was_added_after_hangs_on_the_fingerprint(
    folder: Path, environment: VerifyEnvironment
) -> None:
    fingerprint = verify.verify(folder, environment).fingerprint
    lines: list[bytes] = []
    prev = fingerprint
    for seq in (1, 2):
        lines.append(chain.encode(Stamp(seq, prev, T, 0.0, "x", bytes(16)), "Noted", {"text": "a"}))
        prev = chain.decode(lines[-1]).hash
    path = folder / "after.jsonl"
    path.write_bytes(lines[0])
    later = (
        "chained to the fingerprint; the record’s files do not show all of it: run debrief record"
    )
    assert note(verify.verify(folder, environment), path.name) == f"1 entry, {later}"
    path.write_bytes(b"".join(lines))
    found = verify.verify(folder, environment)
    assert wrong(found) == {}
    assert note(found, path.name) == f"2 entries, {later}"

    path.write_bytes(lines[1])
    assert wrong(verify.verify(folder, environment)) == {path.name: "ALTERED"}

    stamp = Stamp(1, fingerprint, T, 0.0, "x", bytes(16))
    newer = chain.encode(stamp, "Noted", {})
    body = newer[: newer.rindex(b',"hash"')].replace(b'"v":1', b'"v":7') + b"}"
    digest = hashlib.sha256(body).hexdigest().encode()
    path.write_bytes(b'%s,"hash":"%s"}\n' % (body[:-1], digest))
    found = verify.verify(folder, environment)
    assert wrong(found) == {path.name: "NOT CHECKED"}
    assert found.unread

    path.unlink()
    path.mkdir()
    assert wrong(verify.verify(folder, environment)) == {path.name: "ALTERED"}
