"""Every system's export is recognized, read as its people meant it, and never guessed."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest
from other_systems import (
    ITEMS,
    V3,
    WORKABLE_ACTIVITIES,
    ashby_form,
    ashby_page,
    ashby_user,
    lever_form,
    workable_rating,
)

from debrief.core.brief import Brief, Scale
from debrief.imports.convert import ImportResult
from debrief.imports.engine import Choices, convert_reading, first_map
from debrief.imports.json_export import ExportError
from debrief.imports.recognition import reading
from debrief.imports.shipped_maps import KINDS, ImportMap, shipped_map
from debrief.store import paths
from debrief.store.sessions import session
from debrief.store.toml_files.parse import parse

FIVE = Scale(levels=("1", "2", "3", "4", "5"))


def brief() -> Brief:
    folder = paths.shipped("sessions") / "demo-vp-engineering"
    found, _ = session.read_brief((folder / "session.toml").read_bytes())
    assert found is not None
    return found


BRIEF = brief()


def bytes_of(content: Any) -> bytes:
    return content.encode() if isinstance(content, str) else json.dumps(content).encode()


def imported(
    *files: Any, text: str = ITEMS, scale: Scale | None = None, **how: Any
) -> ImportResult:
    given = parse(text.encode(), "map.toml", ImportMap).value
    assert given is not None
    panel = BRIEF.model_copy(update={"scale": scale}) if scale else BRIEF
    return convert_reading(reading(map(bytes_of, files)), given, panel, Choices(**how))


def ratings(done: ImportResult, panelist: str) -> dict[str, Any]:
    assert done.usable, (done.unmapped, done.problems)
    found = tomllib.loads(done.cards[panelist])["ratings"]
    assert not any("confidence" in entry for entry in found.values())
    return {name: entry.get("rating", entry.get("state")) for name, entry in found.items()}


def asked(done: ImportResult) -> set[tuple[str, str]]:
    assert not done.cards or not done.usable
    return {(cell.table, cell.name) for cell in done.unmapped}


@pytest.mark.parametrize("kind", KINDS)
def test_shipped_maps_are_readable_and_give_no_word_for_a_threshold(kind: str) -> None:
    known = shipped_map(kind)

    levels = [level for words in known.scales.values() for level in words.values()]
    assert all(isinstance(level, int) for level in levels)


def test_v3_scorecards_alone_are_named_with_what_they_need() -> None:
    done = imported(V3["scorecards"])

    assert done.problems == (
        "Greenhouse Harvest v3; it also needs scorecard_candidate_attributes,"
        " job_candidate_attributes and users. Give all files in one command.",
    )


def singer() -> str:
    return "\n".join(
        json.dumps({"type": "RECORD", "stream": name, "record": row})
        for name, rows in V3.items()
        for row in rows
    )


def airbyte() -> str:
    return "\n".join(
        json.dumps({"type": "RECORD", "record": {"stream": name, "data": row}})
        for name, rows in V3.items()
        for row in rows
    )


@pytest.mark.parametrize(
    "files",
    [[V3], list(V3.values()), [singer()], [airbyte()]],
    ids=["one object", "a file a list", "lines of Singer", "lines of Airbyte"],
)
def test_v3_lists_are_joined(files: list[Any]) -> None:
    done = imported(*files)

    assert ratings(done, "dana") == {"judgment": 4, "builds-leaders": 2}
    assert ratings(done, "omar") == {"judgment": 1}
    assert set(done.cards) == {"dana", "omar"}
    assert "# What worries you? Audits." in done.cards["dana"]
    assert "# Areas Platform" in done.cards["dana"]
    assert "Clear about costs." in done.cards["dana"]
    assert "Pay may be" not in done.cards["dana"]
    assert "The scorecard 3: it is an unsubmitted draft." in done.notes
    assert "Private notes. Add --private-notes to import them." in done.notes
    assert "Overall recommendations: the panel votes in the meeting." in done.notes
    assert any("scorecard 2" in note and "sender" in note for note in done.notes)


def test_private_notes_come_along_only_if_wanted() -> None:
    assert "Pay may be" in imported(V3, private_notes=True).cards["dana"]


def test_v3_joined_by_a_connector_keeps_its_notes() -> None:
    card = V3["scorecards"][0] | {
        "interviewer": {"id": 11, "name": "Dana Whitfield"},
        "attributes": [{"name": "Strategy", "rating": "yes", "note": None}],
        "questions": [{"question": "<p>Why?</p>", "answer": "Costs"}],
    }
    done = imported([card])

    assert ratings(done, "dana") == {"judgment": 3}
    assert "Clear about costs." in done.cards["dana"]


def test_the_middle_word_is_listed_on_an_even_scale_and_mapped_on_an_odd_one() -> None:
    rows = [row | {"candidate_attribute_rating": "mixed"} for row in _attributes()]
    bundle = V3 | {"scorecard_candidate_attributes": rows}

    assert asked(imported(bundle)) == {("levels", "mixed")}
    assert ratings(imported(bundle, scale=FIVE), "omar")["judgment"] == 3


def _attributes() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = V3["scorecard_candidate_attributes"]
    return rows


def test_an_attribute_without_its_name_cannot_be_read() -> None:
    with pytest.raises(ExportError, match="job_candidate_attributes"):
        imported(V3 | {"job_candidate_attributes": []})


@pytest.mark.parametrize("score", [3, "3", {"score": 3}, 3.0])
def test_ashby_scores_are_bare_or_quoted_or_objects(score: Any) -> None:
    values = {"overall_recommendation": "4", "strategy": score, "delivery": None}

    assert ratings(imported(ashby_page(ashby_form(values))), "dana") == {"judgment": 3}


def test_ashby_fields_are_named_by_the_form() -> None:
    values = {
        "strategy": {"score": 4, "comments": {"type": "PlainText", "value": "the numbers"}},
        "areas": ["platform"],
        "again": True,
        "sum": {"type": "RichText", "value": "<p>Solid.</p>"},
    }
    card = imported(ashby_page(ashby_form(values))).cards["dana"]

    assert 'reason = "the numbers"' in card
    assert "# Areas Platform work" in card
    assert "# Again? yes" in card
    assert "# Summary Solid." in card


def test_ashby_credits_the_interviewer_whoever_submitted() -> None:
    omar = ashby_user("u-2", "Omar", "Haddad")
    done = imported(ashby_page(ashby_form({"strategy": 1}, creditedToUser=omar)))

    assert ratings(done, "omar") == {"judgment": 1}
    assert "The sender of form 1: it is the form of Omar Haddad." in done.notes


@pytest.mark.parametrize(
    "answer",
    [
        {"success": False, "errors": ["invalid"], "errorInfo": {"code": "no_access"}},
        {"success": False, "errors": ["no_access"]},
    ],
)
def test_an_error_answer_is_named(answer: dict[str, Any]) -> None:
    (problem,) = imported(answer).problems

    assert "an error answer of the system (no_access)" in problem


def test_two_candidates_in_one_file_must_be_chosen_from() -> None:
    omar = ashby_user("u-2", "Omar", "Haddad")
    other = ashby_form({"strategy": 1}, applicationId="app-2", submittedByUser=omar)
    page = ashby_page(ashby_form({"strategy": 2}), other)

    assert "more than one application" in imported(page).problems[0]
    done = imported(page, application="app-1")
    assert set(done.cards) == {"dana"}
    assert "The form 2: it is about another application." in done.notes


def test_lever_pairs_by_position_and_0_is_not_assessed() -> None:
    scores = [{"score": 4, "comment": "numbers"}, {"score": 0, "comment": ""}]
    gone = lever_form("u-lin", [], deletedAt=1795690000000)
    draft = lever_form("u-omar", [], completedAt=None)
    page = {"data": [lever_form("u-dana", scores), draft, gone], "hasNext": False}

    assert asked(imported(page)) == {("panelists", "u-dana")}
    done = imported(page, people=(("u-dana", "dana"),))
    assert ratings(done, "dana") == {"judgment": 4, "builds-leaders": "not-assessed"}
    assert "2026-11-25" in done.cards["dana"]
    assert "The form 2: it is an unsubmitted draft." in done.notes
    assert "The form 3: it was deleted in Lever." in done.notes


def test_lever_scores_that_do_not_pair_cannot_be_read() -> None:
    with pytest.raises(ExportError, match="form 1, field “Skills”, there are 2 skills and 1"):
        imported([lever_form("u-dana", [{"score": 4}])])


def test_two_lever_fields_of_one_name_are_told_apart() -> None:
    fields = [
        {"type": "score", "text": "Rating", "description": word, "value": value}
        for word, value in (("Strategy", 2), ("Delivery", "4 - Strong yes"))
    ]
    form = lever_form("dana", [], fields=fields)

    assert asked(imported([form])) == {
        ("competencies", "Rating: Strategy"),
        ("competencies", "Rating: Delivery"),
    }


def test_workable_grades_count_from_zero() -> None:
    traits = [{"name": "Strategy", "score": 3, "note": "numbers"}, {"name": "Delivery", "score": 0}]
    done = imported([workable_rating(*traits)], scale=FIVE)

    assert ratings(done, "dana") == {"judgment": 4, "builds-leaders": 1}
    assert asked(imported([workable_rating(*traits)])) == {
        ("levels", "4 of 5"),
        ("levels", "1 of 5"),
    }


@pytest.mark.parametrize(("scale", "score"), [("stars", 5), ("stars", -1), ("hearts", 1)])
def test_a_workable_grade_outside_its_scale_cannot_be_read(scale: str, score: int) -> None:
    with pytest.raises(ExportError, match="form 1"):
        imported([workable_rating({"name": "Strategy", "score": score}, scale=scale)])


def test_workable_activities_are_named_for_their_overall_word() -> None:
    found = reading([bytes_of(WORKABLE_ACTIVITIES)])

    assert found.found == "Workable's activities, 1 of 2 are ratings"
    assert "only an overall recommendation" in found.lacks
    assert "SECRET" not in found.lacks


def test_a_unified_answer_with_only_an_overall_word_is_refused() -> None:
    rows = {"results": [{"interviewer": "u-1", "overall_recommendation": "YES", "remote_id": "9"}]}

    assert "only an overall recommendation" in imported(rows).problems[0]


@pytest.mark.parametrize("content", [{"cats": [{"name": "Tom"}]}, [], [1, 2], "hello", "[{"])
def test_anything_else_cannot_be_read(content: Any) -> None:
    with pytest.raises(ExportError):
        imported(content)


def test_everything_unmapped_is_listed_at_once() -> None:
    tom = ashby_user("u-7", "Ada", "Nobody")
    form = ashby_form({"strategy": 5, "delivery": "excellent"}, submittedByUser=tom)

    assert asked(imported(ashby_page(form), text="")) == {
        ("panelists", "Ada Nobody"),
        ("competencies", "Strategy"),
        ("competencies", "Delivery"),
        ("levels", "5"),
        ("levels", "excellent"),
    }


def test_likeness_decides_no_level() -> None:
    page = ashby_page(ashby_form({"strategy": "Strongly yes", "delivery": "yes"}))

    assert asked(imported(page)) == {("levels", "Strongly yes")}


def test_two_forms_of_one_person_are_refused_or_the_later_ratings_taken() -> None:
    late = {"submittedAt": "2026-11-22T11:00:00Z"}
    page = ashby_page(
        ashby_form({"strategy": 4}, **late), ashby_form({"strategy": 1, "delivery": 2})
    )

    (problem,) = imported(page).problems
    assert "dana has more than one form: form 1 and form 2" in problem
    assert ratings(imported(page, latest=True), "dana") == {"judgment": 4, "builds-leaders": 2}


def test_two_forms_without_dates_have_no_latest() -> None:
    form = ashby_form({"strategy": 4}, submittedAt="")
    done = imported(ashby_page(form, form | {"id": "2"}), latest=True)

    assert "unclear which is later" in done.problems[0]


def test_a_wrong_kind_is_refused() -> None:
    found = reading([bytes_of(V3)], "ashby")

    assert "not ashby" in found.lacks


GOOGLE = (
    "Timestamp,Email Address,Strategy,Why?,Delivery\r\n"
    '2026/11/20 10:00:00 AM,dana@example.com,strong yes,"Numbers,\nnamed",4 - strong yes\r\n'
    "2026/11/20 11:00:00 AM,omar@example.com,no,,yes\r\n"
)
WHY = '[questions]\n"Why?" = "judgment"\n'
MAIL = '[panelists]\n"dana@example.com" = "dana"\n"omar@example.com" = "omar"\n'


def test_a_panel_of_google_forms() -> None:
    assert reading([GOOGLE.encode()]).found == "responses of Google Forms, 2 rows"
    done = imported(GOOGLE, text=ITEMS + WHY + MAIL)

    assert ratings(done, "dana") == {"judgment": 4, "builds-leaders": 4}
    assert ratings(done, "omar") == {"judgment": 2, "builds-leaders": 3}
    assert "Numbers," in done.cards["dana"]


def test_a_panel_of_microsoft_forms() -> None:
    text = (
        "ID;Start time;Completion time;Email;Name;Strategy;Delivery\n"
        "1;x;y;anonymous;Dana Whitfield;strong yes;no\n2;x;y;anonymous;;yes;yes\n"
    )
    assert reading([text.encode()]).kind == "microsoft-forms"

    assert asked(imported(text)) == {("panelists", "row 3")}
    done = imported(text, people=(("row 3", "tom"),))
    assert ratings(done, "tom") == {"judgment": 3, "builds-leaders": 3}


def test_numbers_of_a_form_are_not_mapped_without_a_map() -> None:
    text = "Panelist\tStrategy\tDelivery\ndana\t'3\t\uff14\nomar\t3.0E+00\t3.0\n"

    assert asked(imported(text)) == {("levels", "3"), ("levels", "4")}
    done = imported(text, text=f"{ITEMS}[levels]\n3 = 3\n4 = 4\n")
    assert ratings(done, "omar") == {"judgment": 3, "builds-leaders": 3}


def test_columns_of_one_title_are_told_apart() -> None:
    text = "Panelist,Why?,Why?,Strategy\ndana,A,B,yes\n"

    assert asked(imported(text)) == {
        ("competencies", "Why? (column 2)"),
        ("competencies", "Why? (column 3)"),
    }


def test_a_row_that_is_too_wide_is_named() -> None:
    assert "Row 3 " in imported("Panelist,Strategy\ndana,yes\nomar,no,oops\n").problems[0]


@pytest.mark.parametrize("data", [b"a,\xff\nb,c\n", b'a,"b\n', b"a,b\n" * 1002, b"a\nb\n"])
def test_a_table_that_cannot_be_read(data: bytes) -> None:
    with pytest.raises(ExportError):
        reading([data])


def test_tables_come_one_at_a_time() -> None:
    with pytest.raises(ExportError, match="one table"):
        imported(GOOGLE, GOOGLE)


def test_a_first_map_has_every_name_and_word_and_decides_nothing() -> None:
    found = reading([GOOGLE.encode()])
    text = first_map(found, ImportMap(), BRIEF, {})

    for line in ('Strategy = ""', '"Why?" = ""', '"dana@example.com" = ""', '# no = "2"'):
        assert f"\n{line}\n" in text
    assert "Numbers" not in text
    assert parse(text.encode(), "map.toml", ImportMap).value is None


def test_an_overall_column_of_a_table_is_left_out() -> None:
    text = "Panelist,Strategy,Overall recommendation\ndana,yes,strong yes\n"
    done = imported(text)

    assert ratings(done, "dana") == {"judgment": 3}
    assert "strong yes" not in done.cards["dana"]
    assert done.notes[-1] == "Overall recommendations: the panel votes in the meeting."


def test_two_rows_of_one_panelist_are_both_named() -> None:
    done = imported("Panelist,Strategy\ndana,yes\nomar,no\ndana,no\n")

    assert "dana has more than one form: row 2 and row 4" in done.problems[0]


def test_a_text_for_a_competency_is_placed_and_not_shown() -> None:
    done = imported(f"Panelist,Strategy\ndana,{'SECRET ' * 30}\n")

    assert done.problems[0].startswith("The row 2, “Strategy”: the answer is a text")
    assert not done.unmapped


def test_a_word_of_digits_is_no_word_of_another_scale() -> None:
    done = imported(ashby_page(ashby_form({"strategy": 3})), scale=FIVE)

    assert asked(done) == {("levels", "3")}


def test_quoted_workable_grades_count_from_zero_too() -> None:
    done = imported([workable_rating({"name": "Strategy", "score": "3"})], scale=FIVE)

    assert ratings(done, "dana") == {"judgment": 4}


def test_further_pages_are_noted_and_duplicates_dropped() -> None:
    form = ashby_form({"strategy": 3})
    done = imported(ashby_page(form), ashby_page(form) | {"moreDataAvailable": True})

    assert ratings(done, "dana") == {"judgment": 3}
    assert any(note.startswith("Further pages: ") for note in done.notes)


def test_a_page_without_forms_is_named() -> None:
    assert imported(ashby_page()).problems == ("There is no form in the file.",)


def test_a_workbook_is_named() -> None:
    with pytest.raises(ExportError, match="It is a workbook"):
        reading([b"PK\x03\x04more"])


def test_overall_in_ashby_is_found_by_its_title_too() -> None:
    form = ashby_form({"x": "4", "strategy": 3})
    field = form["formDefinition"]["sections"][0]["fields"][0]["field"]
    field |= {"path": "x", "title": "Overall Recommendation"}
    done = imported(ashby_page(form))

    assert ratings(done, "dana") == {"judgment": 3}
    assert "Strong Yes" not in done.cards["dana"]


def test_a_damaged_lever_field_has_no_kind() -> None:
    fields = [{"type": ["score"], "text": "Notes", "value": "x"}]
    done = imported([lever_form("dana", [], fields=fields)])

    assert done.problems == ("No scorecard in the file has a rating to import.",)
