"""`debrief export`: the whole archive as rows, whatever state its sessions are in."""

from __future__ import annotations

import csv
import io
import json

from debrief.store.journal import chain


def test_every_session_is_there_with_its_revealed_ratings(debrief, sessions) -> None:
    done = debrief("export")

    assert done.exit_code == 0
    found = list(csv.DictReader(io.StringIO(done.stdout)))
    over = [row for row in found if row["session"] == "demo-director-platform"]
    (to_come,) = [row for row in found if row["session"] == "demo-vp-engineering"]
    assert len(over) > 30
    assert {(row["state"], row["decision"], row["alias"]) for row in over} == {
        ("finished", "hire", "R-04")
    }
    assert (to_come["state"], to_come["rating"], to_come["decision"]) == ("not-started", "", "")
    for private in ("Okafor", "Ruth Calder", "harbour master"):
        assert private not in done.stdout


def test_json_lines_say_the_same(debrief, sessions) -> None:
    table = list(csv.DictReader(io.StringIO(debrief("export", "--format", "csv").stdout)))
    lines = [
        json.loads(line) for line in debrief("export", "--format", "jsonl").stdout.splitlines()
    ]

    assert [line["panelist"] or "" for line in lines] == [one["panelist"] for one in table]
    assert lines[0]["rating"] == int(table[0]["rating"])


def test_of_a_damaged_session_what_is_good_is_there_and_it_is_told(debrief, sessions) -> None:
    path = sessions / "demo-director-platform" / "journal.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:40]) + b"{}\n" + b"".join(lines[40:]))
    (sessions / "demo-vp-engineering" / "session.toml").write_text("?")

    done = debrief("export", "--format", "jsonl")

    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 3
    assert any(one["rating"] for one in found)
    assert found[-1]["state"] == "damaged"
    assert "demo-director-platform: Line 41 of the journal" in done.stderr
    assert "demo-vp-engineering: session.toml:1: " in done.stderr


def test_a_journal_that_begins_with_something_else_is_told(debrief, sessions) -> None:
    path = sessions / "demo-director-platform" / "journal.jsonl"
    path.unlink()
    path.mkdir()

    done = debrief("export")

    assert done.exit_code == 3
    assert "is a folder" in done.stderr


def test_a_session_with_a_rating_outside_its_scale_is_damaged(debrief, sessions) -> None:
    path = sessions / "demo-director-platform" / "journal.jsonl"
    prev, lines, at = chain.GENESIS, [], 0
    for raw in path.read_bytes().splitlines(keepends=True):
        line = chain.decode(raw)
        if line.type == "RatingsRevealed" and not at:
            at = line.seq
            ratings = line.data["revealed"][0]["ratings"].values()
            next(x for x in ratings if isinstance(x.get("rating"), int))["rating"] = 9
        nonce = bytes.fromhex(line.nonce)
        stamp = chain.Stamp(line.seq, prev, line.t, line.mono, line.run, nonce)
        lines.append(chain.encode(stamp, line.type, line.data))
        prev = chain.seal(lines[-1])
    path.write_bytes(b"".join(lines))

    done = debrief("export")

    assert done.exit_code == 3
    assert f"This debrief cannot use line {at} of the journal" in done.stderr


def test_an_empty_archive_is_a_header(debrief) -> None:
    assert debrief("export").stdout.startswith("session,competency,panelist,rating,")
    assert len(debrief("export").stdout.splitlines()) == 1


def test_the_record_may_be_asked_for_as_json(debrief, sessions) -> None:
    short = debrief("record", "demo-director-platform", "--json").stdout

    assert short == debrief("record", "demo-director-platform", "--format", "json").stdout
    assert json.loads(short)["alias"] == "R-04"
