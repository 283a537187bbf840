"""Exports as the Harvest API and the tools around it really give them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from exports import MAP, rated, scorecard

from debrief.core.brief import Brief
from debrief.imports.convert import MOST_SCORECARDS, ImportResult, greenhouse
from debrief.imports.maps import LevelMap, meant_name
from debrief.store import paths
from debrief.store.sessions import session
from debrief.store.toml_files.parse import parse

ONE = scorecard(rated("Problem solving", "yes"), id=1, interview="Phone")
TWO = scorecard(rated("Delegation", "no"), id=2, interview="Onsite")


def brief() -> Brief:
    folder = paths.shipped("sessions") / "demo-vp-engineering"
    found, _ = session.read_brief((folder / "session.toml").read_bytes())
    assert found is not None
    return found


BRIEF = brief()


def imported(*cards: Any, data: bytes = b"", text: str = MAP, **how: Any) -> ImportResult:
    level_map = parse(text.encode(), "map.toml", LevelMap).value
    assert level_map is not None
    return greenhouse(data or json.dumps(cards).encode(), level_map, BRIEF, **how)


def by(first: str, last: str, number: int = 7, **more: Any) -> dict[str, Any]:
    name = f"{first} {last}"
    person = {"id": number, "first_name": first, "last_name": last, "name": name}
    return {"interviewer": person | {"employee_id": None} | more}


@pytest.mark.parametrize(
    "data",
    [
        json.dumps([ONE, TWO]),
        json.dumps({"scorecards": [ONE, TWO], "total": 2, "next": None}),
        json.dumps([[ONE], [TWO]]),
        json.dumps([ONE]) + json.dumps([ONE, TWO]),
        f"{json.dumps(ONE)}\n\n{json.dumps(TWO)}\r\n",
        "\ufeff" + json.dumps([ONE, TWO], indent=2),
    ],
    ids=["list", "wrapped", "pages", "appended pages that overlap", "lines", "mark"],
)
def test_whatever_they_are_wrapped_in(data: str) -> None:
    done = imported(data=data.encode())

    assert done.usable
    assert "[ratings.judgment]" in done.cards["lin"]
    assert "[ratings.builds-leaders]" in done.cards["lin"]


def test_one_wrapped_scorecard() -> None:
    assert imported(data=json.dumps({"scorecard": ONE}).encode()).usable


def test_several_interviews_by_one_person_are_one_card_with_the_later_date() -> None:
    done = imported(ONE | {"submitted_at": "2026-11-21T08:00:00+02:00"}, TWO)

    assert "submitted = 2026-11-21 06:00:00" in done.cards["lin"]
    assert "An earlier date for lin: the card is from scorecards 1 and 2." in done.notes


def test_a_competency_rated_in_two_interviews_is_not_chosen_by_us() -> None:
    both = (ONE, ONE | {"id": 2, "interview": "Onsite"})
    assert "lin has a rating of judgment in scorecards 1 and 2" in imported(*both).problems[0]

    without = imported(*both, text=f'{MAP}\n[interviews]\nphone = "leave-out"\n')
    assert without.usable
    assert "The scorecard 1: the map leaves out its interview “Phone”." in without.notes


def test_two_people_are_not_one_panelist() -> None:
    done = imported(ONE | by("Lin", "Wei", 1), TWO | by("LIN", "WEI", 2))

    assert not done.usable
    assert "Two interviewers are mapped to lin: scorecard 2" in done.problems[0]


def test_people_of_one_name_are_told_apart_by_their_employee_id() -> None:
    text = MAP.replace('"Lin Wei" =', '100377 = "omar"\n100378 =')
    done = imported(
        ONE | by("Lin", "Wei", 1, employee_id="100377"),
        TWO | by("Lin", "Wei", 2, employee_id=100378),
        text=text,
    )

    assert done.usable
    assert set(done.cards) == {"lin", "omar"}


def test_an_older_export_has_only_who_submitted() -> None:
    old = {name: value for name, value in ONE.items() if name != "interviewer"}
    who = by("Lin", "Wei")["interviewer"]

    assert set(imported(old | {"submitted_by": who}).cards) == {"lin"}
    assert set(imported(ONE | {"submitted_by": by("Kate", "Austen")["interviewer"]}).cards) == {
        "lin"
    }


@pytest.mark.parametrize("nobody", [None, {}, {"id": 4, "name": " "}])
def test_a_scorecard_of_nobody_is_a_problem_beside_the_others(nobody: Any) -> None:
    done = imported(ONE, TWO | {"interviewer": nobody}, scorecard(rated("Grit")))

    assert "The scorecard 2 does not name its interviewer" in done.problems[0]
    assert [one.name for one in done.unmapped] == ["Grit"]


def test_a_draft_is_nobodys_judgment_yet() -> None:
    done = imported(ONE, TWO | by("Tom", "Becker", 9) | {"submitted_at": None})

    assert done.usable
    assert set(done.cards) == {"lin"}
    assert "The scorecard 2: it is an unsubmitted draft." in done.notes


def test_the_scorecards_of_one_application_of_several() -> None:
    other = scorecard(rated("Grit"), application_id=3)

    assert "(2, 3). Choose one with --application." in imported(ONE, other).problems[0]
    assert imported(ONE, other, application="2").usable
    assert "about application 9." in imported(ONE, application="9").problems[0]
    many = [scorecard(application_id=number) for number in range(9)]
    assert "(0, 1, 2, 3, 4, …)" in imported(*many).problems[0]
    crowd = [scorecard(id=number) for number in range(MOST_SCORECARDS + 1)]
    assert "more than 64" in imported(*crowd).problems[0]


def test_attributes_of_one_name_are_told_apart_by_their_type() -> None:
    twice = [rated("Delegation", kind) for kind in ("yes", "no")]
    twice[1]["type"] = "Qualifications"
    assert "write it “Type: Name” in the map" in imported(scorecard(*twice)).problems[0]

    text = MAP.replace("Delegation =", '"qualifications: delegation" = "leave-out"\nDelegation =')
    assert imported(scorecard(*twice), text=text).usable


def test_three_ratings_of_one_competency_are_one_problem() -> None:
    assert len(imported(scorecard(*[rated("Delegation")] * 3)).problems) == 1


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Judgement", "judgment?"),
        ("Problem-Solvin", "the map has “Problem solving”"),
        ("Shoes", 'an id of a competency, or "leave-out"'),
        ("!!!", 'an id of a competency, or "leave-out"'),
    ],
)
def test_what_an_attribute_may_mean(name: str, hint: str) -> None:
    assert [one.hint for one in imported(scorecard(rated(name))).unmapped] == [hint]


@pytest.mark.parametrize(
    ("first", "last", "hint"),
    [
        ("Tom J.", "Becker", "tom?"),
        ("Tóm", "Bécker", "tom?"),
        ("Line", "Wei", "the map has “Lin Wei”"),
        ("Zoë", "O’Neil", 'an id of a panelist, or "leave-out"'),
    ],
)
def test_who_an_interviewer_may_be(first: str, last: str, hint: str) -> None:
    assert [one.hint for one in imported(ONE | by(first, last)).unmapped] == [hint]


def test_a_name_alike_to_two_is_nobody() -> None:
    assert meant_name("Lin", ["Lin Wei", "Lin Ray"]) is None
    assert meant_name("Ó", []) is None


def test_words_are_asked_for_at_once_and_say_nothing_of_whose_they_are() -> None:
    done = imported(
        scorecard(rated("Problem solving", "superb"), rated("Coding", "strong_yes")),
        scorecard(rated("Delegation", "mixed"), **by("Tom", "Becker")),
    )

    words = [one for one in done.unmapped if one.table != "panelists"]
    assert [(word.table, word.name) for word in words] == [
        ("levels", "mixed"),
        ("levels", "superb"),
        ("thresholds", "strong_yes"),
    ]
    assert {word.places for word in words} == {()}
    assert not any(competency.id in str(words) for competency in BRIEF.competencies)


def test_names_are_found_whatever_space_is_in_them() -> None:
    assert imported(scorecard(rated("Problem\u00a0 solving\n", "STRONG_YES"))).usable


def test_answers_that_are_ticks_and_numbers() -> None:
    questions = [
        {"question": "Remote?", "answer": True},
        {"question": "Late?", "answer": False},
        {"question": "Years", "answer": 7},
        {"question": "Offices", "answer": ["Lyon", None, "<b>Oslo</b>"]},
    ]
    card = imported(scorecard(questions=questions)).cards["lin"]

    for said in ("# Remote? yes\n", "# Late? no\n", "# Years 7\n", "# Offices Lyon\n", "# Oslo\n"):
        assert said in card


def test_no_attributes_at_all_is_told() -> None:
    done = imported(ONE, scorecard(attributes=None, **by("Omar", "", email="omar@example.com")))

    assert set(done.cards) == {"lin"}
    assert "The scorecard of omar: it has no ratings." in done.notes
