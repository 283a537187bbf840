"""After the finish on the command line: object, review, and what the others print of it."""

from __future__ import annotations

import json
import sys
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from debrief.core.after.model import AddedEntry, CauseMark, DissentMark, Reviewed
from debrief.store.journal import after_writer as after_write
from debrief.store.journal import journal
from debrief.store.journal.after_writer import WriterEnvironment

FINISHED = "demo-director-platform"
OPEN = "demo-vp-engineering"
WORLD = WriterEnvironment(
    now=lambda: datetime(2027, 3, 15, 9, 30, tzinfo=UTC),
    mono=lambda: 0.0,
    random=bytes,
    run="run-9",
)
REVIEW = Reviewed(
    by="Ruth Calder",
    outcome="joined",
    outcome_on=date(2026, 11, 2),
    outcome_note="In *time*",
    dissents=(DissentMark(panelist="mateo", text="I would not hire yet", mark="partly"),),
    causes=(CauseMark(question="failed", text="The move ate the year", mark="happened"),),
    signal="The lease",
    again=date(2020, 1, 1),
)


@pytest.fixture
def reviewed(sessions: Path) -> Path:
    folder = sessions / FINISHED
    assert isinstance(after_write.append(folder, lambda _: REVIEW, WORLD), AddedEntry)
    return folder


def test_an_objection_is_added_and_printed_after_the_record(debrief, sessions) -> None:
    folder = sessions / FINISHED
    written = (folder / "record.md").read_text("utf-8")

    done = debrief("object", FINISHED, "--by", "mateo", "--text", "I *never* said that", "--at", 9)

    assert (done.exit_code, done.stdout.count("entry 1 after the finish")) == (0, 1)
    page = debrief("record", FINISHED, "--format", "md").stdout
    since = "**Since then: 1 objection.** See *After the finish*, at the end.\n\n"
    assert since in page[:500]
    assert page.replace(since, "").startswith(written)
    assert "It is in record.md, record.toml and record.html now." in done.stdout
    assert "On event 9 of the journal:\n\n> I \\*never\\* said that" in page
    assert "Mateo Silva objects to event 9" in debrief("replay", FINISHED, "--plain").stdout
    assert "objects" not in debrief("replay", FINISHED, "--plain", "--at", 20).stdout
    for form, read in (("toml", tomllib.loads), ("json", json.loads)):
        (told,) = read(debrief("record", FINISHED, "--format", form).stdout)["after"]
        assert (told["type"], told["panelist"], told["at_event"]) == ("Objected", "mateo", 9)
    assert (folder / "record.md").read_text("utf-8") == page
    assert debrief("verify", FINISHED).exit_code == 0


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        ((FINISHED, "--by", "omra", "--text", "x"), 2, "“omra” was not there: name one of ruth,"),
        ((FINISHED, "--by", "lin", "--text", "x", "--at", "999"), 2, "There is no event 999"),
        ((OPEN, "--by", "lin", "--text", "x"), 2, "The meeting has not begun"),
    ],
)
def test_an_objection_that_cannot_be_added_is_one_sentence(
    debrief, sessions, words, code, why
) -> None:
    done = debrief("object", *words)

    assert done.exit_code == code
    assert why in done.output
    assert not (sessions / words[0] / "after.jsonl").exists()


def test_a_review_is_told_in_the_record(debrief, reviewed) -> None:
    page = debrief("record", FINISHED, "--format", "md").stdout.partition("## After the finish")[2]

    assert "### Review of 15 March 2027 at 09:30, by Ruth Calder" in page
    assert "Outcome: **joined**, since 2 November 2026: In \\*time\\*" in page
    assert "- **partly**, Mateo Silva: I would not hire yet" in page
    assert "- **happened**: The move ate the year" in page
    assert "**Which signal did we miss?**\n\n> The lease" in page
    assert "To be looked at again on **1 January 2020**." in page


def test_the_list_knows_which_reviews_are_due(debrief, sessions, reviewed) -> None:
    listed = debrief("list", "--reviews-due")
    (told,) = json.loads(debrief("list", "--reviews-due", "--json").stdout)["sessions"]

    assert "finished: hire, review due since 2020-01-01" in listed.stdout
    assert OPEN not in listed.stdout
    assert (told["reviews"], told["next_review"], told["review_due"]) == (1, "2020-01-01", True)
    done = REVIEW.model_copy(update={"again": None})
    after_write.append(sessions / FINISHED, lambda _: done, WORLD)
    assert "No review is due" in debrief("list", "--reviews-due").stdout


def test_what_cannot_be_shown_is_said_after_what_can(debrief, reviewed) -> None:
    path = reviewed / "after.jsonl"
    path.write_bytes(path.read_bytes() + b"x\n")

    text = ("record", FINISHED, "--format", "text")
    for words in (("record", FINISHED, "--format", "md"), text, ("replay", FINISHED, "--plain")):
        done = debrief(*words)
        assert done.exit_code == 3
        assert "Ruth Calder" in done.stdout.partition("After the finish")[2]
        assert "Line 2 of after.jsonl is not a whole" in done.output
    done = debrief("object", FINISHED, "--by", "lin", "--text", "x")
    assert (done.exit_code, "Nothing can be added to this session" in done.output) == (3, True)


def test_a_file_that_cannot_be_read_keeps_nothing_else_back(debrief, reviewed) -> None:
    (reviewed / "after.jsonl").unlink()
    (reviewed / "after.jsonl").mkdir()

    for words in (("record", FINISHED, "--format", "md"), ("replay", FINISHED, "--json")):
        done = debrief(*words)
        assert done.exit_code == 3
        assert "Ruth Calder" in done.stdout
        assert f"{FINISHED}/after.jsonl is a folder; put a regular file there." in done.stderr
    done = debrief("object", FINISHED, "--by", "lin", "--text", "x")
    assert (done.exit_code, "is a folder; put a regular" in done.stderr) == (3, True)


def test_the_real_name_is_in_no_telling(debrief, sessions) -> None:
    name = tomllib.loads((sessions / FINISHED / "session.toml").read_text())["candidate"]["name"]
    said = f"I never said that {name} would leave"
    assert debrief("object", FINISHED, "--by", "mateo", "--text", said).exit_code == 0

    for how in ("--plain", "--json"):
        told = debrief("replay", FINISHED, how).stdout
        assert "I never said that R-04 would leave" in told
        assert name not in told


def test_an_entry_of_another_program_is_counted(debrief, reviewed) -> None:
    from debrief.store.journal import chain

    path = reviewed / "after.jsonl"
    head = chain.decode(path.read_bytes()).hash
    stamp = chain.Stamp(2, head, WORLD.now(), 0.0, "run-9", bytes(16))
    path.write_bytes(path.read_bytes() + chain.encode(stamp, "Praised", {"by": "x"}))

    done = debrief("record", FINISHED, "--format", "md")

    assert done.exit_code == 3
    assert "1 of 2 entries in after.jsonl are of a kind" in done.output


def test_a_review_needs_a_terminal(debrief, sessions) -> None:
    done = debrief("review", FINISHED)

    assert done.exit_code == 2
    assert "not a terminal" in done.output
    assert journal.read(sessions / FINISHED / "journal.jsonl").fingerprint


@pytest.mark.parametrize(("name", "damaged", "code"), [(FINISHED, True, 3), (OPEN, False, 2)])
def test_what_cannot_be_reviewed_is_told_as_the_other_commands_tell_it(
    sessions, terminal, name, damaged, code
) -> None:
    if damaged:
        path = sessions / name / "journal.jsonl"
        path.write_bytes(path.read_bytes().replace(b'"seq":9,', b'"seq":8,', 1))
    words = ("review", str(sessions / name))
    over = terminal(sys.executable, "-m", "debrief", *words)

    over.shows("Line 9 of the journal" if damaged else "has not begun")
    assert over.ended() == code
