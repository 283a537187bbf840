"""Ratings out of finished journals: the same as a whole reading gives, and damage is only named."""

from __future__ import annotations

import hashlib
import io
import json
import multiprocessing
import os
import shutil
import signal
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from functools import partial
from pathlib import Path

import forging
import pytest

from debrief.calibration import archive, cache, pool
from debrief.calibration.archive import Damaged, PastMeetings
from debrief.calibration.extract import VERSION, ratings_of
from debrief.calibration.names import Names
from debrief.core.after.model import DissentMark, Reviewed, dump
from debrief.core.meeting.fold import fold
from debrief.store import paths
from debrief.store.atomic import FileProblem
from debrief.store.journal import chain, journal
from debrief.store.journal.chain import Stamp


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
    meeting = fold(journal.read(folder / "journal.jsonl").events)
    brief = meeting.brief

    assert archive.read(root) == PastMeetings(
        (ratings_of("s", meeting),),
        Names(
            {panelist.id: (panelist.name,) for panelist in brief.panel},
            {competency.id: competency.title for competency in brief.competencies},
        ),
    )


def test_meetings_that_are_not_finished_are_counted(folder: Path, root: Path) -> None:
    lines = forging.events(folder)
    shutil.copytree(folder, root / "open")
    forging.forge(root / "open", [line for line in lines if line["type"] != "MeetingFinished"])
    shutil.copytree(folder, root / "planned")
    (root / "planned" / "journal.jsonl").unlink()

    found = archive.read(root)

    assert ([session.id for session in found.sessions], found.unfinished) == (["s"], 2)
    assert archive.read(root / "nowhere") == PastMeetings(())


def test_a_finish_that_is_only_talked_of_is_none(folder: Path, root: Path) -> None:
    lines = [event for event in forging.events(folder) if event["type"] != "MeetingFinished"]
    opened = next(line for line in lines if line["type"] == "MeetingOpened")["data"]
    opened["program"] = '"type":"MeetingFinished"'
    forging.forge(folder, lines)

    assert archive.read(root) == PastMeetings((), unfinished=1)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", None),
        (b"{}", None),
        (b"\xff\x00\n" * 9, "Line 1 of the journal is not a whole journal line."),
        (b"<html>\n</html>\n", "Line 1 of the journal is not a whole journal line."),
    ],
    ids=["empty", "torn", "noise", "another file"],
)
def test_what_is_no_journal_is_not_taken_for_an_open_meeting(
    folder: Path, root: Path, data: bytes, problem: str | None
) -> None:
    (folder / "journal.jsonl").write_bytes(data)

    found = archive.read(root)

    assert found.damaged == ((Damaged("s", problem),) if problem else ())
    assert found.unfinished == (problem is None)


def test_damage_in_an_open_meeting_is_named_too(folder: Path, root: Path) -> None:
    lines = [event for event in forging.events(folder) if event["type"] != "MeetingFinished"]
    forging.forge(folder, lines)
    _alter(folder, b'"ruth":{"rating":3', b'"ruth":{"rating":4')

    assert [one.session for one in archive.read(root).damaged] == ["s"]


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
            "Line 11 of the journal was altered: its hash does not fit",
        ),
        (
            b'{"v":1,"seq":4,',
            b'{"v":1,"seq":4,}\n',
            "Line 4 of the journal is not a whole journal line",
        ),
        (
            b'\n{"v":1,"seq":3,',
            b'{"v":1,"seq":3,',
            "Line 2 of the journal was altered",
        ),
    ],
    ids=["a rating altered", "a line cut in two", "two lines made one"],
)
def test_damage_is_named_and_hides_no_other_session(
    folder: Path, root: Path, was: bytes, now: bytes, problem: str
) -> None:
    shutil.copytree(folder, root / "good")
    _alter(folder, was, now)

    found = archive.read(root)

    assert [session.id for session in found.sessions] == ["good"]
    assert [one.session for one in found.damaged] == ["s"]
    assert found.damaged[0].problem.startswith(problem)
    assert found.damaged[0].problem.endswith(".")


def test_a_line_that_is_gone_is_damage(folder: Path, root: Path) -> None:
    path = folder / "journal.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:6] + lines[7:]))

    assert archive.read(root).damaged == (
        Damaged(
            "s",
            "Line 7 of the journal does not follow the line before it; the events before it are "
            "good.",
        ),
    )


def test_another_version_and_lines_that_say_nothing_are_damage(folder: Path, root: Path) -> None:
    path = folder / "journal.jsonl"
    good = path.read_bytes()
    first = good.splitlines(keepends=True)[0]

    def sealed(body: bytes) -> str:
        line = b'%s,"hash":"%s"}\n' % (body, _hash(body))
        path.write_bytes(line + good)
        (damage,) = archive.read(root).damaged
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
    next(line for line in lines if line["type"] == event)["data"] = {"brief": 1}
    forging.forge(folder, lines)

    (damage,) = archive.read(root).damaged
    assert f" is a {event} that this version does not understand; update debrief" in damage.problem


def test_a_meeting_that_cannot_be_folded_is_damage(folder: Path, root: Path) -> None:
    lines = forging.events(folder)
    revealed = next(line for line in lines if line["type"] == "RatingsRevealed")["data"]["revealed"]
    revealed[0]["competency"] = "nowhere"
    forging.forge(folder, lines)

    (damage,) = archive.read(root).damaged
    assert damage.problem == "This debrief does not understand the journal; update debrief."


def test_a_journal_that_is_no_file_is_damage(folder: Path, root: Path) -> None:
    (folder / "journal.jsonl").unlink()
    (folder / "journal.jsonl").symlink_to("nowhere")

    (damage,) = archive.read(root).damaged
    assert damage.problem.startswith("The journal is a link")


def test_what_a_crash_left_after_the_finish_does_no_harm(folder: Path, root: Path) -> None:
    with (folder / "journal.jsonl").open("ab") as file:
        file.write(b'{"v":1,"seq":')
    assert len(archive.read(root).sessions) == 1


def test_a_finish_that_only_lacks_its_line_end_is_one(folder: Path, root: Path) -> None:
    lines = forging.events(folder)
    last = next(at for at, one in enumerate(lines) if one["type"] == "MeetingFinished")
    forging.forge(folder, lines[: last + 1])
    path = folder / "journal.jsonl"
    path.write_bytes(path.read_bytes().rstrip(b"\n"))

    assert len(archive.read(root).sessions) == 1


def test_how_a_dissent_fared_is_what_the_last_review_says(folder: Path, root: Path) -> None:
    (one,) = archive.read(root).sessions
    assert (one.dissents, one.fared) == (1, ())

    marks = [DissentMark(panelist="mateo", text="Not yet", mark=x) for x in ("partly", "right")]
    _reviewed(
        folder,
        *(Reviewed(by="Dana", dissents=(x,)) for x in marks),
        Reviewed(by="Omar", signal="x"),
    )
    (one,) = archive.read(root).sessions
    assert one.fared == ("right",)

    (folder / "after.jsonl").unlink()
    (folder / "after.jsonl").symlink_to("nowhere")
    (one,) = archive.read(root).sessions
    assert one.fared == ()


MANY = 96
in_processes = partial(pool.local, many=MANY)


@pytest.fixture
def many(folder: Path, root: Path) -> Path:
    """A sessions directory with so many that processes read them; one of them is damaged."""
    for number in range(MANY):
        (root / f"s{number:03}").mkdir()
        os.link(folder / "journal.jsonl", root / f"s{number:03}" / "journal.jsonl")
    (root / "s007" / "journal.jsonl").unlink()
    (root / "s007" / "journal.jsonl").write_bytes(b'"type":"MeetingFinished"\n')
    return root


def test_several_processes_read_the_same_and_progress_is_told(many: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    together = archive.read(
        many, lambda *at: told.append(at), tmp_path / "cache", local=in_processes
    )
    again = archive.read(
        many, folder=tmp_path / "cache", local=lambda _: nullcontext(pool.InlineExecutor())
    )

    assert together == again
    assert (len(together.sessions), len(together.damaged)) == (MANY, 1)
    assert told == [(0, 97), (32, 97), (64, 97), (96, 97), (97, 97)]


def test_so_they_do_under_a_screen_which_has_threads_and_its_own_standard_error(
    many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Caught(io.StringIO):
        def fileno(self) -> int:
            return -1

    monkeypatch.setattr(sys, "stderr", Caught())
    with ThreadPoolExecutor(1) as thread:
        found = thread.submit(archive.read, many, local=in_processes).result()

    assert (len(found.sessions), len(found.damaged)) == (MANY, 1)


def test_a_process_that_is_killed_ends_the_reading_with_one_sentence(many: Path) -> None:
    def kill(done: int, of: int) -> None:
        for child in multiprocessing.active_children():
            os.kill(child.pid or 0, signal.SIGKILL)

    with pytest.raises(pool.LostError, match="was ended from outside"):
        archive.read(many, kill, local=in_processes)


# ---- what is kept


def _read_files(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the ids of sessions whose journal is read in full from now on, as it grows."""
    read: list[str] = []
    whole = journal.read

    def noted(path: Path) -> journal.Contents:
        read.append(path.parent.name)
        return whole(path)

    monkeypatch.setattr(journal, "read", noted)
    return read


@pytest.fixture
def kept(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], PastMeetings]:
    """Read the sessions directory, keeping what was read."""
    return lambda: archive.read(root, folder=tmp_path / "cache")


def test_a_session_is_read_again_only_when_its_files_changed(
    folder: Path, root: Path, kept: Callable[[], PastMeetings], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(folder, root / "t")
    shutil.copytree(folder, root / "open")
    lines = [event for event in forging.events(folder) if event["type"] != "MeetingFinished"]
    forging.forge(root / "open", lines)
    (root / "planned").mkdir()
    shutil.copy(folder / "session.toml", root / "planned")
    first = kept()
    read = _read_files(monkeypatch)

    assert (kept(), read) == (first, [])
    (root / "t" / "journal.jsonl").touch()
    assert (kept(), read) == (first, ["t"])
    with (folder / "session.toml").open("a") as file:
        file.write("# more\n")
    assert (kept(), read) == (first, ["t", "s"])
    shutil.rmtree(root / "t")
    assert [session.id for session in kept().sessions] == ["s"]


def test_a_damaged_session_is_never_kept(
    folder: Path, root: Path, kept: Callable[[], PastMeetings], monkeypatch: pytest.MonkeyPatch
) -> None:
    _alter(folder, b'"ruth":{"rating":3', b'"ruth":{"rating":4')
    first = kept()
    read = _read_files(monkeypatch)

    assert (kept(), read) == (first, ["s"])
    assert [one.session for one in first.damaged] == ["s"]


def test_what_became_of_dissents_is_read_again_by_itself(
    folder: Path, kept: Callable[[], PastMeetings], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept()
    read = _read_files(monkeypatch)
    mark = DissentMark(panelist="mateo", text="Not yet", mark="right")
    _reviewed(folder, Reviewed(by="Dana", dissents=(mark,)))

    assert kept().sessions[0].fared == ("right",)
    assert kept().sessions[0].fared == ("right",)
    (folder / "after.jsonl").unlink()
    assert kept().sessions[0].fared == ()
    assert read == []


def test_no_name_and_no_text_is_kept(
    folder: Path, kept: Callable[[], PastMeetings], tmp_path: Path
) -> None:
    found = kept()
    (file,) = (tmp_path / "cache").iterdir()
    data = file.read_text("utf-8")

    brief = fold(journal.read(folder / "journal.jsonl").events).brief
    said = [
        *(panelist.name for panelist in brief.panel),
        *(competency.title for competency in brief.competencies),
    ]
    said += [brief.title, brief.candidate.alias, *brief.scale.levels]
    assert [text for text in said if text in data] == []
    assert kept() == found
    assert found.names.titles


def test_an_index_of_another_fold_is_not_believed(
    kept: Callable[[], PastMeetings], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = kept()
    read = _read_files(monkeypatch)
    monkeypatch.setattr(cache, "_MADE_BY", [0, 0])

    assert (kept(), read) == (first, ["s"])


def _renamed(root: Path, session: str, panelist: str, name: str) -> None:
    """Forge the session with another name of a panelist in its brief."""
    lines = forging.events(root / session)
    for one in lines[0]["data"]["brief"]["panel"]:
        if one["id"] == panelist:
            one["name"] = name
    forging.forge(root / session, lines)


def test_an_id_with_two_names_is_found_whichever_is_read_first(
    folder: Path, root: Path, kept: Callable[[], PastMeetings]
) -> None:
    for name in ("a", "b", "t", "z"):
        shutil.copytree(folder, root / name)
    _renamed(root, "b", "ruth", "Ruth Another")
    assert kept().names.people["ruth"] == ("Ruth Another", "Ruth Calder")
    assert kept().names.people["ruth"] == ("Ruth Another", "Ruth Calder")

    _renamed(root, "t", "ruth", "ruth  CALDER")
    assert kept().names.people["ruth"] == ("Ruth Another", "Ruth Calder")
    _renamed(root, "z", "ruth", "ruth  CALDER")
    assert kept().names.people["ruth"] == ("Ruth Another", "ruth  CALDER")

    shutil.rmtree(root / "b")
    assert kept().names.people["ruth"] == ("ruth  CALDER",)


def test_a_brief_that_is_gone_meanwhile_leaves_the_ids(
    folder: Path, kept: Callable[[], PastMeetings], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept()

    def gone(path: Path) -> journal.JournalEnds:
        raise FileProblem(path, "could not be opened.")

    monkeypatch.setattr(journal, "ends", gone)
    found = kept().names
    assert (found.people["ruth"], found.titles) == (("ruth",), {})


def test_the_ratings_of_finished_sessions_never_change_unless_their_version_rises() -> None:
    # When they do, raise VERSION in calibration/extract.py and run this with KEEP_RATINGS=1.
    file = Path(__file__).with_name("ratings.json")
    golden = archive.read(Path(__file__).parents[1] / "golden")
    shipped = archive.read(paths.shipped("sessions"))
    found = {one.id: cache.written(one) for one in (*golden.sessions, *shipped.sessions)}
    now = {"version": VERSION, "sessions": found}
    if os.environ.get("KEEP_RATINGS"):
        file.write_text(json.dumps(now, indent=1) + "\n", "utf-8")

    assert now == json.loads(file.read_text("utf-8"))
    assert len(found) > 5
