"""Ratings out of finished journals: the same as a whole reading gives, and damage is only named."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import forging
import pytest
from rated import facts

from debrief.core.after_model import DissentMark, Reviewed, dump
from debrief.core.held import held
from debrief.store import chain, journal, ratings_archive
from debrief.store.chain import Stamp
from debrief.store.ratings_archive import Damaged, Past


@pytest.fixture
def root(folder: Path) -> Path:
    """A sessions directory with the finished demo in it, as the session `s`."""
    return folder.parent


def _reviewed(folder: Path, *reviews: Reviewed) -> None:
    """Add reviews to the finished session."""
    lines = (folder / "journal.jsonl").read_bytes().splitlines(keepends=True)
    prev = next(chain.seal(line) for line in lines if b'"type":"MeetingFinished"' in line)
    written = b""
    for seq, review in enumerate(reviews, 1):
        raw = chain.encode(Stamp(seq, prev, forging.T, 0.0, "x", bytes(16)), *dump(review))
        written += raw
        prev = chain.seal(raw)
    (folder / "after.jsonl").write_bytes(written)


def test_it_reads_what_a_whole_reading_gives(folder: Path, root: Path) -> None:
    whole = journal.read(folder / "journal.jsonl").events

    assert ratings_archive.read(root) == Past((held("s", facts(whole)),))


def test_meetings_that_are_not_finished_are_counted(folder: Path, root: Path) -> None:
    lines = forging.events(folder)
    shutil.copytree(folder, root / "open")
    forging.forge(root / "open", [one for one in lines if one["type"] != "MeetingFinished"])
    shutil.copytree(folder, root / "planned")
    (root / "planned" / "journal.jsonl").unlink()

    found = ratings_archive.read(root)

    assert ([one.id for one in found.sessions], found.unfinished) == (["s"], 2)
    assert ratings_archive.read(root / "nowhere") == Past(())


def test_a_finish_that_is_only_talked_of_is_none(folder: Path, root: Path) -> None:
    lines = [one for one in forging.events(folder) if one["type"] != "MeetingFinished"]
    lines[6]["data"] = {"type": "MeetingFinished"}
    forging.forge(folder, lines)

    assert ratings_archive.read(root) == Past((), unfinished=1)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", None),
        (b"{}", None),
        (b"\xff\x00\n" * 9, "Line 1 of the journal does not follow the one before it."),
        (b"<html>\n</html>\n", "Line 1 of the journal does not follow the one before it."),
    ],
    ids=["empty", "torn", "noise", "another file"],
)
def test_what_is_no_journal_is_not_taken_for_an_open_meeting(
    folder: Path, root: Path, data: bytes, problem: str | None
) -> None:
    (folder / "journal.jsonl").write_bytes(data)

    found = ratings_archive.read(root)

    assert found.damaged == ((Damaged("s", problem),) if problem else ())
    assert found.unfinished == (problem is None)


def test_damage_in_an_open_meeting_is_named_too(folder: Path, root: Path) -> None:
    lines = [one for one in forging.events(folder) if one["type"] != "MeetingFinished"]
    forging.forge(folder, lines)
    _alter(folder, b'"ruth":{"rating":3', b'"ruth":{"rating":4')

    assert [one.session for one in ratings_archive.read(root).damaged] == ["s"]


def _alter(folder: Path, was: bytes, now: bytes) -> None:
    path = folder / "journal.jsonl"
    data = path.read_bytes()
    assert was in data
    path.write_bytes(data.replace(was, now, 1))


@pytest.mark.parametrize(
    ("was", "now", "problem"),
    [
        (
            b'"ruth":{"rating":3',
            b'"ruth":{"rating":4',
            "Line 11 of the journal was altered: its hash does not fit.",
        ),
        (b'{"v":1,"seq":4,', b'{"v":1,"seq":4,}\n', "Line 4 of the journal does not follow"),
        (b'\n{"v":1,"seq":3,', b'{"v":1,"seq":3,', "Line 2 of the journal does not follow"),
    ],
    ids=["a rating altered", "a line cut in two", "two lines made one"],
)
def test_damage_is_named_and_hides_no_other_session(
    folder: Path, root: Path, was: bytes, now: bytes, problem: str
) -> None:
    shutil.copytree(folder, root / "good")
    _alter(folder, was, now)

    found = ratings_archive.read(root)

    assert [one.id for one in found.sessions] == ["good"]
    assert [one.session for one in found.damaged] == ["s"]
    assert found.damaged[0].problem.startswith(problem)
    assert found.damaged[0].problem.endswith(".")


def test_a_line_that_is_gone_is_damage(folder: Path, root: Path) -> None:
    path = folder / "journal.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:6] + lines[7:]))

    assert ratings_archive.read(root).damaged == (
        Damaged("s", "Line 7 of the journal does not follow the one before it."),
    )


def test_another_version_and_lines_that_say_nothing_are_damage(folder: Path, root: Path) -> None:
    path = folder / "journal.jsonl"
    good = path.read_bytes()
    first = good.splitlines(keepends=True)[0]

    def sealed(body: bytes) -> str:
        line = b'%s,"hash":"%s"}\n' % (body, _hash(body))
        path.write_bytes(line + good)
        (damage,) = ratings_archive.read(root).damaged
        return damage.problem

    body = first[: first.rindex(b',"hash":"')]
    assert "another version of the format" in sealed(body.replace(b'{"v":1,', b'{"v":2,', 1))
    assert "not a line that debrief writes" in sealed(body.replace(b'"data":{', b'"data":{[', 1))
    assert "not a line that debrief writes" in sealed(body.replace(b'"seq":', b'"sqe":', 1))


def _hash(body: bytes) -> bytes:
    return hashlib.sha256(body + b"}").hexdigest().encode()


@pytest.mark.parametrize("event", ["MeetingOpened", "RatingsRevealed"])
def test_events_that_cannot_be_understood_are_damage(folder: Path, root: Path, event: str) -> None:
    lines = forging.events(folder)
    next(one for one in lines if one["type"] == event)["data"] = {"brief": 1}
    forging.forge(folder, lines)

    (damage,) = ratings_archive.read(root).damaged
    assert damage.problem == "The journal says what this debrief does not understand; update it."


def test_a_journal_that_is_no_file_is_damage(folder: Path, root: Path) -> None:
    (folder / "journal.jsonl").unlink()
    (folder / "journal.jsonl").symlink_to("nowhere")

    (damage,) = ratings_archive.read(root).damaged
    assert damage.problem.startswith("The journal is a link")


def test_what_a_crash_left_after_the_finish_does_no_harm(folder: Path, root: Path) -> None:
    with (folder / "journal.jsonl").open("ab") as file:
        file.write(b'{"v":1,"seq":')
    assert len(ratings_archive.read(root).sessions) == 1


def test_a_finish_that_only_lacks_its_line_end_is_one(folder: Path, root: Path) -> None:
    lines = forging.events(folder)
    last = next(at for at, one in enumerate(lines) if one["type"] == "MeetingFinished")
    forging.forge(folder, lines[: last + 1])
    path = folder / "journal.jsonl"
    path.write_bytes(path.read_bytes().rstrip(b"\n"))

    assert len(ratings_archive.read(root).sessions) == 1


def test_how_a_dissent_fared_is_what_the_last_review_says(folder: Path, root: Path) -> None:
    (one,) = ratings_archive.read(root).sessions
    assert (one.dissents, one.fared) == (1, ())

    marks = [DissentMark(panelist="mateo", text="Not yet", mark=x) for x in ("partly", "right")]
    _reviewed(
        folder,
        *(Reviewed(by="Dana", dissents=(x,)) for x in marks),
        Reviewed(by="Omar", signal="x"),
    )
    (one,) = ratings_archive.read(root).sessions
    assert one.fared == ("right",)

    (folder / "after.jsonl").unlink()
    (folder / "after.jsonl").symlink_to("nowhere")
    (one,) = ratings_archive.read(root).sessions
    assert one.fared == ()


@pytest.fixture
def many(folder: Path, root: Path) -> Path:
    """A sessions directory with so many that processes read them; one of them is damaged."""
    for number in range(510):
        (root / f"s{number:03}").mkdir()
        os.link(folder / "journal.jsonl", root / f"s{number:03}" / "journal.jsonl")
    (root / "s007" / "journal.jsonl").unlink()
    (root / "s007" / "journal.jsonl").write_bytes(b'"type":"MeetingFinished"\n')
    return root


def test_several_processes_read_the_same_and_progress_is_told(many: Path) -> None:
    told: list[tuple[int, int]] = []

    alone = ratings_archive.read(many)
    together = ratings_archive.read(many, lambda *at: told.append(at), workers=2)

    assert together == alone
    assert (len(alone.sessions), len(alone.damaged)) == (510, 1)
    assert told == [(min(64 * n, 511), 511) for n in range(1, 9)]


def test_so_they_do_under_a_screen_which_has_threads_and_its_own_standard_error(
    many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Caught(io.StringIO):
        def fileno(self) -> int:
            return -1

    monkeypatch.setattr(sys, "stderr", Caught())
    with ThreadPoolExecutor(1) as thread:
        found = thread.submit(ratings_archive.read, many, workers=2).result()

    assert (len(found.sessions), len(found.damaged)) == (510, 1)


KILLED = """
import multiprocessing, os, pathlib, signal, sys
from debrief.store import ratings_archive

def tell(done, of):
    print(*(one.pid for one in multiprocessing.active_children()), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

ratings_archive.read(pathlib.Path(sys.argv[1]), tell, workers=2)
"""


def test_processes_end_with_a_command_that_was_killed(many: Path) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(many)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        timeout=30,
        check=False,
    )

    assert killed.returncode == -signal.SIGKILL
    # Standard output was read to its end, which comes when the last who holds it has ended.
    assert len(killed.stdout.split()) == 2
