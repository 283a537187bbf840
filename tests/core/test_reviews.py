"""After the finish: what a review asks and says, who may object, and when to look again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from debrief.core import review_draft as reviewdraft
from debrief.core.after import rules as after_rules
from debrief.core.after.model import (
    AddedEntry,
    CauseMark,
    ConditionMark,
    DissentMark,
    Noted,
    Objected,
    Reviewed,
)
from debrief.core.alias import mask
from debrief.core.brief import Brief
from debrief.core.form import UNCHOSEN
from debrief.core.meeting import events as e
from debrief.core.record.build import Record, record
from debrief.core.refused import Refused
from debrief.core.review_draft import ReviewSubject
from debrief.core.vocabulary import Summary

T = datetime(2026, 11, 24, 15, tzinfo=UTC)
PLANNED = date(2027, 5, 24)
DISSENT = "Not before Kim Okafor has answered."
FEARED = "The move ate the year."
MISSED = "They ran forty stations."
CONDITION = "Kim Okafor is told about the rota."

BRIEF = Brief.model_validate(
    {
        "title": "VP Engineering",
        "facilitator": "Noor Rahman",
        "candidate": {"alias": "K-17", "name": "Kim Okafor"},
        "role": {"mandate": "x", "authority": ["x"], "success": ["x"]},
        "decision": {"owner": "dana"},
        "panel": [{"id": "dana", "name": "Dana Whitfield"}, {"id": "lin", "name": "Lin Wei"}],
        "competencies": [
            {"id": "judgment", "title": "Judgment", "definition": "x", "anchors": list("abcd")}
        ],
    }
)


def record_of(outcome: str = "hire", *, finished: bool = True, plain: bool = False) -> Record:
    """The record of a short meeting; a plain one has no dissent, cause or condition."""
    said: list[e.Event] = [e.MeetingOpened(brief=BRIEF, ballot_key="age1", program="debrief")]
    if not plain:
        said += [
            e.CauseGiven(kind="failed", causes=(FEARED, "The rota left."), by="lin"),
            e.CauseGiven(kind="missed", causes=(MISSED,)),
            e.DissentRecorded(panelist="lin", text=DISSENT, confirmed=True),
            e.DissentAnswered(dissent=4, answer="They will."),
        ]
    if finished:
        said += [
            e.DecisionMade.model_validate(
                {
                    "outcome": outcome,
                    "owner": "dana",
                    "rationale": "We go and look.",
                    "conditions": () if plain else (CONDITION,),
                    "review": PLANNED,
                }
            ),
            e.MeetingFinished(
                salt="", inputs={}, program="debrief", summary=Summary(decision="hire")
            ),
        ]
    log = [e.LogLine(n, T + timedelta(minutes=n), n, "run", x) for n, x in enumerate(said, 1)]
    return record(log, "ab" * 32 if finished else None)


RECORD = record_of()


def named(text: str) -> str:
    """The text as the record has it, with the alias for the real name."""
    return mask(BRIEF)(text)


def looked(kept: Record = RECORD, *before: AddedEntry) -> ReviewSubject:
    return ReviewSubject.of(kept, before, BRIEF)


def reviewed_on(day: date, **said: Any) -> AddedEntry:
    entry = Reviewed.model_validate({"by": "Dana", "outcome": "joined", **said})
    return AddedEntry(1, datetime(day.year, day.month, day.day, 9, tzinfo=UTC), entry)


# ---- objections and notes


@pytest.mark.parametrize(
    ("by", "found"),
    [
        ("lin", ("Lin Wei", "lin")),
        ("Lin Wei", ("Lin Wei", "lin")),
        (" lin wei ", ("Lin Wei", "lin")),
        ("noor rahman", ("Noor Rahman", None)),
    ],
)
def test_who_was_there_may_object(by: str, found: tuple[str, str | None]) -> None:
    said = after_rules.objected(RECORD, by, "I never said that.", 3)

    assert isinstance(said, Objected)
    assert (said.by, said.panelist) == found
    assert (said.text, said.at_event) == ("I never said that.", 3)


@pytest.mark.parametrize(
    ("by", "text", "at", "why"),
    [
        ("", "x", None, "Missing: the name of a panelist, or of the facilitator."),
        ("lin", " \n", None, "Missing: the objection, in the objector’s own words."),
        ("omar", "x", None, "“omar” was not there: name one of dana, lin, or the facilitator, Noor "
         "Rahman."),
        ("lin", "x", 0, "There is no event 0: the journal has 1 to 7."),
        ("lin", "x", 8, "There is no event 8: the journal has 1 to 7."),
        pytest.param("lin", "x" * 16_385, None, "A text is too long: shorten it.",
                     id="long"),
    ],
)  # fmt: skip
def test_an_objection_is_refused_with_a_sentence(
    by: str, text: str, at: int | None, why: str
) -> None:
    assert after_rules.objected(RECORD, by, text, at) == Refused(why)


def test_without_a_facilitator_only_the_panel_is_named() -> None:
    alone = RECORD.model_copy(update={"facilitator": ""})

    said = after_rules.objected(alone, "noor rahman", "x")

    assert said == Refused("“noor rahman” was not there: name one of dana, lin.")


@pytest.mark.parametrize(
    ("by", "text", "at", "why"),
    [
        (" ", "x", None, "Missing: the name of the note’s author."),
        ("An auditor", "", None, "The note is empty: write at least a word."),
        ("An auditor", "x", 9, "There is no event 9: the journal has 1 to 7."),
        pytest.param("a" * 1025, "x", None, "A text is too long: shorten it.", id="long"),
    ],
)
def test_a_note_is_refused_with_a_sentence(by: str, text: str, at: int | None, why: str) -> None:
    assert after_rules.noted(RECORD, by, text, at) == Refused(why)


def test_anybody_may_note() -> None:
    said = after_rules.noted(RECORD, "An auditor", "Who asked?\nNobody.", 3)

    assert said == Noted(by="An auditor", text="Who asked?\nNobody.", at_event=3)


def test_before_the_finish_nothing_is_added() -> None:
    open_ = record_of(finished=False)

    assert after_rules.objected(open_, "lin", "x") == Refused(after_rules.NOT_FINISHED)
    assert after_rules.noted(open_, "lin", "x") == Refused(after_rules.NOT_FINISHED)
    done = after_rules.reviewed(open_, lambda: Reviewed(by="Dana", outcome="joined"))
    assert done == Refused(after_rules.NOT_FINISHED)


# ---- a review


def test_the_pages_show_what_was_decided_and_feared_by_alias() -> None:
    pages = {page.id: page for page in reviewdraft.pages(looked())}

    assert list(pages) == [
        "outcome", "dissent", "failed", "missed", "conditions", "questions", "close",
    ]  # fmt: skip
    said = "\n".join(
        [page.about for page in pages.values()]
        + [field.label for page in pages.values() for field in page.fields]
    )
    assert "Okafor" not in said
    assert "Hire, decided by Dana Whitfield on 24 November 2026." in said
    assert "Lin Wei: Not before K-17 has answered.\nDana Whitfield answered: They will." in said
    assert f"{FEARED} (Lin Wei)" in said
    assert pages["missed"].fields[0].label == MISSED
    assert "K-17 is told about the rota." in said
    for id_ in ("dissent", "failed", "missed", "conditions"):
        assert all(field.value == "" for field in pages[id_].fields)


@pytest.mark.parametrize(
    ("outcome", "otherwise"),
    [("hire", ["missed"]), ("no-hire", ["failed"]), ("more-signal", [])],
)
def test_of_the_two_questions_one_was_decided_otherwise(outcome: str, otherwise: list[str]) -> None:
    pages = reviewdraft.pages(looked(record_of(outcome)))

    assert [p.id for p in pages if "The decision went the other way," in p.about] == otherwise


def test_what_there_was_none_of_is_not_asked() -> None:
    pages = reviewdraft.pages(looked(record_of(plain=True)))

    assert [page.id for page in pages] == ["outcome", "questions", "close"]
    undecided = RECORD.model_copy(update={"decision": None})
    assert reviewdraft.pages(looked(undecided))[0].about == ""


def test_a_second_review_shows_what_the_first_one_said() -> None:
    first = reviewed_on(
        PLANNED,
        dissents=[DissentMark(panelist="lin", text=DISSENT, mark="cannot-tell")],
        causes=[CauseMark(question="failed", text=FEARED, mark="partly")],
        conditions=[ConditionMark(text=CONDITION, mark="not-met")],
    )
    second = reviewed_on(date(2028, 5, 24), outcome=None)

    about = looked(RECORD, first, second)
    pages = {page.id: page for page in reviewdraft.pages(about)}

    assert "Reviewed before on 24 May 2028, by Dana." in pages["outcome"].about
    assert "It found" not in pages["outcome"].about
    assert pages["dissent"].fields[0].label.endswith("\nLast time: cannot tell.")
    assert pages["failed"].fields[0].label.endswith("\nLast time: partly.")
    assert "Last time" not in pages["failed"].fields[1].label
    assert pages["conditions"].fields[0].label.endswith("\nLast time: not met.")
    assert "It found: joined." in reviewdraft.pages(looked(RECORD, first))[0].about


def test_an_empty_draft_is_open_everywhere() -> None:
    marks = reviewdraft.marks(looked(), {})

    assert {mark.state for mark in marks} == {"open"}
    assert [mark.sentence for mark in marks] == [
        "nothing yet", "0 of 1 marked", "0 of 2 marked", "0 of 1 marked", "0 of 1 marked",
        "0 of 3 answered", "who held it?",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("page", "values", "state", "sentence"),
    [
        ("outcome", {"outcome": "left", "on": "2027-01-11"}, "done", "said"),
        ("outcome", {"outcome": "left", "on": "May"}, "wrong",
         "“May” is not a day. Type a date such as 2026-11-24"),
        pytest.param("outcome", {"outcome": "left", "note": "x" * 1025}, "wrong",
                     "“In a line” has a line of more than 1024 characters", id="long line"),
        ("dissent", {"0": "right"}, "done", "1 of 1 marked"),
        ("failed", {"0": "happened", "1": ""}, "open", "1 of 2 marked"),
        ("questions", {"happened": "a", "signal": "b", "ask": "c"}, "done", "3 of 3 answered"),
        pytest.param("questions", {"ask": "x" * 16_385}, "wrong",
                     "“What would we ask next time?” is too long", id="long text"),
        ("close", {"by": "Dana"}, "done", "said"),
        ("close", {"by": "Dana", "again": "2028-02-30"}, "wrong",
         "“2028-02-30” is not a day. Type a date such as 2026-11-24"),
    ],
)  # fmt: skip
def test_how_far_a_page_is(page: str, values: dict[str, str], state: str, sentence: str) -> None:
    (mark,) = [x for x in reviewdraft.marks(looked(), {page: values}) if x.page == page]

    assert (mark.state, mark.sentence) == (state, sentence)


FILLED = {
    "outcome": {"outcome": "joined", "on": "2027-01-11", "note": " In time. "},
    "dissent": {"0": "partly"},
    "failed": {"0": "happened", "1": ""},
    "missed": {"0": "no"},
    "conditions": {"0": "met"},
    "questions": {"happened": "As feared.", "signal": "", "ask": "About the rota.\n"},
    "close": {"by": "Dana, Lin", "again": "2028-05-24"},
}


def test_what_is_written_has_the_texts_of_the_record_and_leaves_out_what_is_open() -> None:
    said = reviewdraft.written(RECORD, FILLED)

    assert said == Reviewed(
        by="Dana, Lin",
        outcome="joined",
        outcome_on=date(2027, 1, 11),
        outcome_note="In time.",
        dissents=(DissentMark(panelist="lin", text=named(DISSENT), mark="partly"),),
        causes=(
            CauseMark(question="failed", text=FEARED, mark="happened"),
            CauseMark(question="missed", text=MISSED, mark="no"),
        ),
        conditions=(ConditionMark(text=named(CONDITION), mark="met"),),
        happened="As feared.",
        ask="About the rota.",
        again=date(2028, 5, 24),
    )


@pytest.mark.parametrize(
    ("page", "values", "why"),
    [
        ("outcome", {"outcome": "joined", "on": "soon"}, "“soon” is not a day. Type a "
         "date such as 2026-11-24."),
        ("close", {"by": " "}, "Missing: who held this review, on the last page."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(page: str, values: dict[str, str], why: str) -> None:
    assert reviewdraft.written(RECORD, {**FILLED, page: values}) == Refused(why)


def test_a_choice_that_is_none_is_open() -> None:
    draft = {"outcome": {"outcome": "promoted", "on": "2027-01-11"}, "close": {"by": "Dana"}}

    said = reviewdraft.written(record_of(plain=True), draft)

    assert isinstance(said, Reviewed)
    assert said.outcome is None


def test_a_review_that_says_nothing_is_refused() -> None:
    def empty() -> Reviewed | Refused:
        return reviewdraft.written(RECORD, {"close": {"by": "Dana", "again": "2028-05-24"}})

    done = after_rules.reviewed(RECORD, empty)

    assert isinstance(done, Refused)
    assert done.reason.startswith("The review is empty")
    refused = Refused("no")
    assert after_rules.reviewed(RECORD, lambda: refused) == refused
    said = after_rules.reviewed(RECORD, lambda: reviewdraft.written(RECORD, FILLED))
    assert isinstance(said, Reviewed)


def test_everybody_who_was_there_can_be_chosen_as_objecting() -> None:
    by, text = reviewdraft.objection(RECORD).fields

    assert [option.value for option in by.options] == ["dana", "lin", "Noor Rahman"]
    assert by.value == UNCHOSEN
    for option in by.options:
        assert isinstance(after_rules.objected(RECORD, option.value, "x"), Objected)
    alone = reviewdraft.objection(RECORD.model_copy(update={"facilitator": ""}))
    assert len(alone.fields[0].options) == 2
    assert text.kind == "text"
