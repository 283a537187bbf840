"""`debrief check` tells every problem and no rating, to people and to programs."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
import tomli_w

CARD = Path("demo-vp-engineering/scores/lin.toml")


def test_warnings_alone_are_fine(debrief, sessions) -> None:
    done = debrief("check", "demo-vp-engineering")

    assert done.exit_code == 0
    assert re.search(r"^Tom Becker +missing$", done.stdout, re.M)
    assert re.search(r"^Omar Haddad +in, without a date$", done.stdout, re.M)
    assert "No scenario covers the competency culture-through-behaviour." in done.stdout
    assert "Ask: “Tom Becker, please send scores/tom.toml" in done.stdout
    assert "0 errors, 3 warnings. 5 of 6 scorecards can be used.\nAdd --verbose" in done.stdout


def test_a_line_that_begins_with_a_file_keeps_the_name_of_it(debrief, sessions) -> None:
    said = debrief("check", "demo-vp-engineering", "--private").stdout

    assert "\nscores/omar.toml: competency cross-functional-influence has neither" in said


def test_warnings_of_a_kind_are_one_line_and_their_places_are_shown_on_request(
    debrief, sessions
) -> None:
    brief = sessions / "demo-vp-engineering" / "session.toml"
    text = brief.read_text()
    brief.write_text(re.sub(r'competencies = \["judgment"[^\]]*\]', "competencies = []", text))

    done = debrief("check", "demo-vp-engineering")
    assert done.stdout.count("No scenario covers the competency") == 1
    assert "^^^" not in done.stdout

    verbose = debrief("check", "demo-vp-engineering", "--verbose").stdout
    assert verbose.count("no scenario covers the competency") > 1
    assert "there is no scorecard from Tom Becker yet" in verbose
    assert "^^^" in verbose


def test_a_card_with_an_error_is_a_finding_with_its_line_and_a_caret(debrief, sessions) -> None:
    card = sessions / CARD
    card.write_text(card.read_text().replace('confidence = "high"', 'confidence = "hihg"', 1))

    done = debrief("check", sessions / "demo-vp-engineering")

    assert done.exit_code == 1
    assert "scores/lin.toml:" in done.stdout
    assert "^^^" in done.stdout
    assert "hihg" not in done.stdout
    assert "1 error, 3 warnings. 4 of 6" in done.stdout


def test_a_finding_for_programs_has_every_member(debrief, sessions) -> None:
    done = debrief("check", "demo-vp-engineering", "--json")

    told = json.loads(done.stdout)
    assert set(told) == {"findings"}
    assert len(told["findings"]) == 3
    assert told["findings"][1] == {
        "file": "session.toml",
        "line": told["findings"][1]["line"],
        "column": 6,
        "severity": "warning",
        "code": "no-card",
        "message": "there is no scorecard from Tom Becker yet",
        "hint": told["findings"][1]["hint"],
    }


def test_how_each_understood_the_role_stands_side_by_side(debrief, sessions) -> None:
    omar = sessions / CARD.with_name("omar.toml")
    omar.write_text("panelist = omar")
    priya = sessions / CARD.with_name("priya.toml")
    lines = priya.read_text().splitlines()
    priya.write_text("\n".join(line for line in lines if not line.startswith("role_as")))

    done = debrief("check", "demo-vp-engineering", "--roles")

    assert done.exit_code == 1
    assert "The role in session.toml:\n  Make one engineering organisation" in done.stdout
    assert "Dana Whitfield:\n  One head of engineering" in done.stdout
    assert "Omar Haddad:\n  (the card cannot be used yet)" in done.stdout
    assert "Priya Raman:\n  (the card says nothing about the role)" in done.stdout
    assert "Tom Becker:\n  (no card yet)" in done.stdout


def test_roles_are_told_to_programs_too(debrief, sessions) -> None:
    told = json.loads(debrief("check", "demo-vp-engineering", "--roles", "--json").stdout)

    assert [one["panelist"] for one in told["roles"]][-1] == "tom"
    assert told["roles"][-1]["role"] is None
    assert told["roles"][0]["role"].startswith("One head of engineering")


@pytest.mark.parametrize("flags", [[], ["--roles"], ["--roles", "--json"]])
def test_a_brief_that_cannot_be_used_is_a_finding(debrief, sessions, flags: list[str]) -> None:
    (sessions / "demo-vp-engineering" / "session.toml").write_text("title = VP")

    assert debrief("check", "demo-vp-engineering", *flags).exit_code == 1


def test_a_file_that_cannot_be_read_has_a_code_of_its_own(debrief, sessions) -> None:
    (sessions / CARD).unlink()
    (sessions / CARD).mkdir()

    done = debrief("check", "demo-vp-engineering")

    assert done.exit_code == 3
    assert "the file is a folder" in done.stdout


def test_nothing_to_mend_is_said(debrief, sessions) -> None:
    done = debrief("check", "demo-director-platform")

    assert done.exit_code == 0


def test_a_session_that_is_not_there_is_wrong_use(debrief, sessions) -> None:
    done = debrief("check", "demo-vp-enginering")

    assert done.exit_code == 2
    assert "Did you mean “demo-vp-engineering”?" in done.stderr
    assert "Usage" not in done.stderr


def test_no_rating_of_a_card_is_printed(debrief, sessions) -> None:
    """Two sets of cards that differ in their levels only are told alike."""
    before = debrief("check", "demo-vp-engineering").stdout
    for card in (sessions / "demo-vp-engineering" / "scores").iterdir():
        text = (
            card.read_text().replace("rating = 4", "rating = 1").replace("rating = 3", "rating = 2")
        )
        card.write_text(text)

    assert debrief("check", "demo-vp-engineering").stdout == before


def test_what_cards_lack_is_shown_only_where_nobody_else_looks(debrief, sessions) -> None:
    card = sessions / "demo-vp-engineering" / "scores" / "lin.toml"
    shown = [debrief("check", "demo-vp-engineering", *more).output for more in ([], ["--json"])]
    data = tomllib.loads(card.read_text())
    data["ratings"]["judgment"] = {"rating": 1}
    del data["ratings"]["builds-leaders"]
    card.write_text(tomli_w.dumps(data))
    again = [debrief("check", "demo-vp-engineering", *more).output for more in ([], ["--json"])]
    assert again == shown

    private = debrief("check", "demo-vp-engineering", "--private").stdout
    assert "has neither evidence nor a reason" in private
    assert "Lin Wei: entries on " in private
    assert "without evidence or reason" in private
    told = json.loads(debrief("check", "demo-vp-engineering", "--private", "--json").stdout)
    (lin,) = [one for one in told["cards"] if one["panelist"] == "lin"]
    assert lin["bare"]
    assert set(lin["bare"]) <= set(lin["entries"])
