"""Exports of an applicant tracking system become cards by the map, or nothing does."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest
from exports import MAP, rated, scorecard
from hypothesis import given
from hypothesis import strategies as st

from debrief.core.brief import Brief
from debrief.core.scorecard import Scorecard
from debrief.imports.convert import ImportResult, greenhouse
from debrief.imports.json_export import ExportError
from debrief.imports.maps import LevelMap, check_map
from debrief.store import paths
from debrief.store.sessions import session
from debrief.store.toml_files.parse import parse


def brief() -> Brief:
    folder = paths.shipped("sessions") / "demo-vp-engineering"
    found, _ = session.read_brief((folder / "session.toml").read_bytes())
    assert found is not None
    return found


BRIEF = brief()


def level_map(text: str = MAP) -> LevelMap:
    value = parse(text.encode(), "map.toml", LevelMap).value
    assert value is not None
    return value


def imported(*cards: Any, text: str = MAP, **how: Any) -> ImportResult:
    return greenhouse(json.dumps(cards).encode(), level_map(text), BRIEF, **how)


def card_of(done: ImportResult, panelist: str = "lin") -> Scorecard:
    assert not done.problems, done.problems
    assert not done.unmapped, done.unmapped
    parsed = parse(done.cards[panelist].encode(), "card", Scorecard)
    assert parsed.findings == ()
    assert parsed.value is not None
    return parsed.value


def test_a_plain_export() -> None:
    card = card_of(
        imported(
            scorecard(
                rated("Problem solving", "strong_yes", "<p>Killed <b>her</b> own project</p>"),
                rated("Delegation", "no"),
                rated("Coding", "yes"),
            )
        )
    )

    assert card.panelist == "lin"
    assert str(card.submitted) == "2026-11-20 09:30:00+00:00"
    assert card.ratings["judgment"].rating == 4
    assert card.ratings["judgment"].reason == "Killed her own project"
    assert card.ratings["judgment"].evidence == ()
    assert card.ratings["builds-leaders"].rating == 2
    assert card.ratings["technical-credibility"].rating == "met"


def test_one_scorecard_without_a_list_and_a_byte_order_mark() -> None:
    data = json.dumps(scorecard()).encode("utf-8-sig")

    assert greenhouse(data, level_map(), BRIEF).usable


def test_names_are_found_in_any_case_and_with_space_around() -> None:
    done = imported(
        scorecard(
            rated(" problem SOLVING ", "Strong_Yes"), interviewer={"email": "OMAR@example.com"}
        )
    )

    assert card_of(done, "omar").ratings["judgment"].rating == 4


@pytest.mark.parametrize(
    "person",
    [
        {"first_name": "Lin", "last_name": "Wei"},
        {"name": None, "email": None, "first_name": "Lin", "last_name": "Wei"},
        {"name": "L. Wei", "emails": [7, "lin wei"]},
    ],
)
def test_an_interviewer_is_found_by_any_of_their_names(person: dict[str, Any]) -> None:
    assert set(imported(scorecard(interviewer=person)).cards) == {"lin"}


def test_no_decision_and_nothing_are_missing_and_their_notes_kept_as_comments() -> None:
    done = imported(
        scorecard(
            rated("Problem solving"),
            rated("Delegation", "no_decision", "Ran out of time. " * 20),
            rated("Coding", None),
        )
    )

    assert set(card_of(done).ratings) == {"judgment"}
    assert "# Delegation, without a rating: Ran out of time." in done.cards["lin"]
    assert "Attribute “Delegation”: kept as a comment in the cards." in done.notes


def test_the_map_may_say_what_no_decision_means() -> None:
    text = MAP.replace("[levels]", '[levels]\nno_decision = "not-assessed"')
    card = card_of(imported(scorecard(rated("Delegation", "no_decision", "No time")), text=text))

    assert card.ratings["builds-leaders"].state == "not-assessed"
    assert card.ratings["builds-leaders"].reason == "No time"


@pytest.mark.parametrize(
    ("one", "table", "name"),
    [
        (scorecard(rated("Problem solving", "mixed")), "levels", "mixed"),
        (scorecard(rated("Grit")), "competencies", "Grit"),
        (scorecard(interviewer={"name": "Tom Becker"}), "panelists", "Tom Becker"),
        (scorecard(interviewer={"email": "x@example.com"}), "panelists", "x@example.com"),
        (scorecard(rated("Coding", "strong_yes")), "thresholds", "strong_yes"),
    ],
)
def test_what_the_map_does_not_name_is_asked_for(one: Any, table: str, name: str) -> None:
    done = imported(one, scorecard(interviewer={"email": "omar@example.com"}))

    assert not done.usable
    assert [(each.table, each.name) for each in done.unmapped] == [(table, name)]


def test_everything_that_is_not_mapped_is_asked_for_once() -> None:
    done = imported(
        scorecard(rated("Grit"), rated("Problem solving", "mixed"), rated("Delegation", "mixed")),
        scorecard(rated("Grit"), interviewer={"name": "Tom Becker"}),
    )

    assert [(one.table, one.name) for one in done.unmapped] == [
        ("competencies", "Grit"),
        ("panelists", "Tom Becker"),
        ("levels", "mixed"),
    ]
    assert [one.places for one in done.unmapped] == [(1, 2), (2,), ()]
    assert {one.name: one.hint for one in done.unmapped}["Tom Becker"] == "tom?"


def test_met_is_no_level_of_a_graded_competency() -> None:
    text = MAP.replace("yes = 3", 'yes = "met"', 1)

    assert [one.table for one in imported(scorecard(), text=text).unmapped] == ["levels"]


def test_what_the_map_leaves_out_is_told() -> None:
    done = imported(
        scorecard(
            rated("Problem solving"),
            rated("Favourite editor"),
            questions=[{"question": "Shoe size?", "answer": "44"}],
        ),
        scorecard(interviewer={"name": "Rita Mora"}),
    )

    assert done.usable
    assert set(done.cards) == {"lin"}
    assert "Attribute “Favourite editor”: the map leaves it out." in done.notes
    assert "Question “Shoe size?”: the map leaves it out." in done.notes
    assert "The scorecard 2: the map leaves out its interviewer." in done.notes


def test_questions_explain_a_rating_or_stay_as_comments() -> None:
    done = imported(
        scorecard(
            rated("Delegation", "yes", "A note"),
            questions=[
                {"question": "Who decided?", "answer": "<p>They did</p>"},
                {"question": "Key Take-Aways", "answer": "line one\nline two"},
                {"question": "Nothing said", "answer": None},
                {"question": "Several", "answer": ["a", "b"]},
            ],
        )
    )

    assert card_of(done).ratings["builds-leaders"].reason == "A note\nWho decided? They did"
    assert "# Key Take-Aways line one\n" in done.cards["lin"]
    assert "# line two\n" in done.cards["lin"]


def test_private_notes_come_along_only_when_asked_for() -> None:
    one = scorecard(questions=[{"question": "Private Notes", "answer": "HUSH"}])

    again = one | {"id": 9911, "interviewer": {"email": "omar@example.com"}}
    assert "HUSH" not in imported(one).cards["lin"]
    assert sum("Private notes" in said for said in imported(one, again).notes) == 1
    assert "Private notes. Add --private-notes to import them." in imported(one).notes
    assert "HUSH" in imported(one, private_notes=True).cards["lin"]


def test_the_overall_recommendation_never_comes_along() -> None:
    done = imported(scorecard(overall_recommendation="OVERALL"))

    assert "OVERALL" not in done.cards["lin"]
    assert "Overall recommendations: the panel votes in the meeting." in done.notes


@pytest.mark.parametrize(
    "when", ["", "yesterday", "2026-11-20T09:30:00", 7, "9999-12-31T23:59:59-23:00"]
)
def test_a_time_that_says_nothing_leaves_the_card_undated(when: Any) -> None:
    done = imported(scorecard(submitted_at=when))

    assert card_of(done).submitted is None
    assert "A date for lin: the export has no submission date." in done.notes


@pytest.mark.parametrize(
    ("cards", "problem"),
    [
        ([scorecard(rated("Problem solving"), rated("Problem solving"))], "mean judgment"),
        (
            [scorecard(), scorecard(interviewer={"name": "Rita Mora"}, application_id=3)],
            "more than one",
        ),
        (
            [scorecard(interviewer={"name": "Lin Wei", "email": "omar@example.com"})],
            "two panelists",
        ),
        ([scorecard(rated("Problem solving", None))], "No scorecard in the file has a rating"),
        ([scorecard(rated("Problem solving", "yes", "x" * 20_000))], "is too long"),
    ],
)
def test_what_would_have_to_be_guessed_is_a_problem(cards: list[Any], problem: str) -> None:
    done = imported(*cards)

    assert not done.usable
    assert any(problem in one for one in done.problems), done.problems


def test_one_rated_attribute_among_several_is_no_guess() -> None:
    text = MAP.replace("Delegation =", 'Depth = "judgment"\nDelegation =')
    done = imported(scorecard(rated("Depth", None, "Seen"), rated("Problem solving")), text=text)

    assert set(card_of(done).ratings) == {"judgment"}


def test_a_scorecard_without_any_rating_is_told_and_left_out() -> None:
    omar = scorecard(rated("Coding", "no_decision"), interviewer={"email": "omar@example.com"})
    done = imported(scorecard(), omar)

    assert set(done.cards) == {"lin"}
    assert "The scorecard of omar: it has no ratings." in done.notes


def test_a_map_with_one_name_twice_in_other_letters_is_a_problem() -> None:
    text = MAP.replace("[levels]", "[levels]\nYES = 2")

    assert any("twice" in one for one in imported(scorecard(), text=text).problems)


DEEP = b"[" * 100_000


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not valid JSON at line 1"),
        (b"[{]", "not valid JSON"),
        (b"\xff\xfe[]", "not UTF-8"),
        (DEEP, "nested too deeply"),
        (b'[{"id": NaN}]', "NaN"),
        (b'[{"id": -Infinity}]', "NaN or infinite"),
        (b'[{"id": 1, "id": 2}]', "same key twice"),
        (b'[{"id": ' + b"9" * 5000 + b"}]", "too many digits"),
        (b"[]", "no scorecard"),
        (b"null", "not a list of scorecards"),
        (b'["a"]', "not a list of scorecards"),
        (b"{}", "not a list of scorecards"),
        (b'{"a": {}, "b": []}', "no scorecard"),
        (b"[" * 9 + b"]" * 9, "not a list of scorecards"),
        (json.dumps([scorecard(interviewer={"name": 3})]).encode(), "“name” is not text"),
        (json.dumps([scorecard(attributes="x")]).encode(), "“attributes” is not a list"),
        (json.dumps([scorecard("x")]).encode(), "not an object"),
        (json.dumps([scorecard({"name": " "})]).encode(), "has no name"),
        (json.dumps([scorecard(rated("Coding", 3))]).encode(), "“rating” is not text"),
        (json.dumps([scorecard(questions=["x"])]).encode(), "not an object"),
        (json.dumps([scorecard(questions={"a": 1})]).encode(), "“questions” is not a list"),
        (json.dumps([scorecard(questions=[{"answer": {"a": 1}}])]).encode(), "is not text"),
    ],
)
def test_an_export_that_is_none_is_refused_in_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(ExportError) as caught:
        greenhouse(data, level_map(), BRIEF)

    assert said in str(caught.value)
    assert str(caught.value).count(". ") == 0


def test_questions_may_be_left_out_altogether() -> None:
    assert imported(scorecard(questions=None)).usable


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        ('judgement"', '"judgment"', "no competency “judgement”"),
        ('lina"', '"lin"', "no panelist “lina”"),
        ("yes = 9", "yes = 3", "outside the scale"),
        ("yes = 0", "yes = 3", "outside the scale"),
        ("yes = 2", 'yes = "met"', "has no number"),
        ('yes = "good"', "yes = 3", "is a level of the scale from 1"),
        ("yes = true", "yes = 3", "is a level of the scale from 1"),
    ],
)
def test_a_wrong_map_is_said_with_its_line(text: str, where: str, said: str) -> None:
    new = f'"{text}' if text.endswith('"') and " " not in text else text
    parsed = parse(MAP.replace(where, new, 1).encode(), "map.toml", LevelMap)
    found = list(parsed.findings)
    if parsed.value is not None:
        found += check_map(parsed, parsed.value, BRIEF)

    assert [one for one in found if said in one.message and one.line], found


def test_a_right_map_has_nothing_against_it() -> None:
    parsed = parse(MAP.encode(), "map.toml", LevelMap)
    assert parsed.value is not None

    assert list(check_map(parsed, parsed.value, BRIEF)) == []


@given(st.text(max_size=300), st.text(max_size=300))
def test_whatever_a_note_says_the_card_can_be_read(note: str, answer: str) -> None:
    one = scorecard(
        rated("Problem solving", "yes", note),
        rated("Delegation", None, note),
        questions=[{"question": note[:50], "answer": answer}],
    )
    done = imported(one)

    card = tomllib.loads(done.cards["lin"])
    assert card["ratings"]["judgment"]["rating"] == 3


def test_a_note_with_more_dots_than_a_line_of_a_card_may_have() -> None:
    note = "A short sentence. " * 300

    assert card_of(imported(scorecard(rated("Problem solving", "yes", note)))).ratings["judgment"]
