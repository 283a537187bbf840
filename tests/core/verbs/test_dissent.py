"""Dissent by name: who is asked, in which order, and what the record then says."""

from __future__ import annotations

from datetime import date

import pytest

from debrief.core.form import Ask
from debrief.core.meeting.dissent import against_decision, to_answer, to_ask, to_word
from debrief.core.record.build import record
from debrief.core.refused import Refused
from debrief.core.verbs import decision, opening, rounds
from debrief.core.verbs import record as ending
from debrief.core.verbs.due import advance, due
from debrief.core.verbs.verb import Table, act, question
from debrief.core.vocabulary import Outcome

DAY = date(2027, 5, 24)
PARTS: dict[Outcome, dict[str, object]] = {
    "more-signal": {"test": "A case"},
    "postponed": {"would_change": "The budget"},
}


def decided(script, outcome):
    """Have the owner decide, without asking anybody."""
    parts = {"review": DAY, "due": DAY, "until": DAY, **PARTS.get(outcome, {})}
    script.do(decision.decide, outcome, "It weighs more.", **parts)
    return script


@pytest.mark.parametrize(
    ("outcome", "votes", "asked"),
    [
        ("hire", "13333", ()),
        ("hire", "31233", ("lin", "omar")),
        ("hire", "11114", ("lin", "omar", "priya")),
        ("no-hire", "31233", ("priya", "tom")),
        ("no-hire", "14444", ("lin", "omar", "priya", "tom")),
        ("more-signal", "31233", ()),
        ("postponed", "31233", ()),
    ],
)
def test_everybody_who_voted_against_is_asked_but_the_owner(meet, outcome, votes, asked):
    script = meet().to_decision(votes)
    assert against_decision(script.meeting) == ()
    decided(script, outcome)
    assert against_decision(script.meeting) == to_ask(script.meeting) == asked


def test_people_who_left_are_not_asked(meet):
    script = meet().to_decision("31233")
    script.do(opening.mark_attendance, "omar", "left")
    decided(script, "hire")
    assert to_ask(script.meeting) == ("lin",)
    assert due(script.meeting).verb == decision.AskDissent()


def test_nobody_is_asked_whose_dissent_is_recorded(meet):
    script = meet().to_decision("31233")
    script.do(decision.record_dissent, "lin", "I would wait", confirmed=True)
    script.do(decision.answer_dissent, script.meeting.dissents[0].id, "Heard")
    decided(script, "hire")
    assert to_ask(script.meeting) == ("omar",)


def test_all_are_asked_on_one_screen_and_nothing_is_chosen_before(meet):
    script = decided(meet().to_decision("31233"), "hire")
    table = Table(script.meeting)
    asked = question(decision.AskDissent(), table)
    assert isinstance(asked, Ask)
    assert asked.rows
    assert [(field.label, field.value) for field in asked.fields] == [
        ("Lin Day", "?"),
        ("Omar Day", "?"),
    ]
    assert asked.says == ("Lin Day voted strong no · Omar Day voted no.",)
    one = {"asked:lin": "dissents", "asked:omar": "?"}
    assert act(decision.AskDissent(), table, "", one) == Refused(
        "Ask Omar Day by name.", "asked:omar"
    )
    script.add_all(act(decision.AskDissent(), table, "", {**one, "asked:omar": "accepts"}))
    assert to_ask(script.meeting) == ()
    assert isinstance(question(decision.AskDissent(), Table(script.meeting)), Refused)
    assert "nobody left to ask" in script.refusal(decision.ask_dissent, {})


def test_a_dissent_is_worded_confirmed_and_answered_before_the_finish(meet):
    script = decided(meet().to_decision("31233"), "hire")
    assert "Ask Lin Day and Omar Day first: is this a dissent?" in unfinished(script)
    script.do(decision.ask_dissent, {"lin": "dissents", "omar": "accepts"})
    assert to_word(script.meeting) == ("lin",)
    assert due(script.meeting).about == "lin"
    assert "the dissent of Lin Day, in their own words" in unfinished(script)
    words = {"text": "I would wait"}
    asked = question(decision.WordDissent(), Table(script.meeting), "lin")
    assert asked.title == "Lin Day, please say it in your own words"
    script.add_all(act(decision.WordDissent(), Table(script.meeting), "lin", words))
    assert isinstance(question(decision.WordDissent(), Table(script.meeting), "lin"), Refused)
    assert due(script.meeting).verb == decision.ConfirmDissent()
    first = script.meeting.dissents[0].id
    script.do(decision.record_dissent, "lin", "I would wait", confirmed=True, replaces=first)
    assert due(script.meeting).verb == decision.AnswerDissent()
    script.do(decision.answer_dissent, first, "Heard")
    script.finish()


def unfinished(script):
    return script.refusal(ending.finish, "salt", {}, "debrief")


def test_one_answer_serves_the_one_against_and_the_dissenter(meet):
    script = decided(meet().to_decision("31333"), "hire")
    answer = decision.answer_against
    assert "no “aunt”" in script.refusal(answer, "aunt", ["judgment"], "So")
    assert "no competency “x”" in script.refusal(answer, "lin", ["x"], "So")
    assert "Dana Day’s answer to Lin Day" in script.refusal(answer, "lin", ["judgment"], " ")
    assert script.do(answer, "omar", ["depth"], "We saw it").dissent is None
    script.do(decision.record_dissent, "lin", "I would wait", confirmed=True)
    script.do(answer, "lin", ["judgment"], "We look again in May")
    assert script.meeting.dissents[0].answer == "We look again in May"
    found = record(script.log, None)
    assert [(one.panelist, one.answer) for one in found.answers] == [
        ("omar", "We saw it"),
        ("lin", "We look again in May"),
    ]


ANSWERS = [
    # judgment's and depth's ratings, the outcome, whom the owner answers on what
    ("33333", "22222", "hire", {}),
    ("32333", "22222", "hire", {"lin": ("judgment",)}),
    ("32333", "21222", "hire", {"lin": ("judgment", "depth")}),
    ("32333", "22221", "hire", {"lin": ("judgment",), "tom": ("depth",)}),
    ("23333", "22222", "hire", {}),  # the owner was the one against
    ("32333", "22221", "no-hire", {}),
    ("32333", "22221", "more-signal", {}),
]


@pytest.mark.parametrize(("judgment", "depth", "outcome", "waiting"), ANSWERS)
def test_the_owner_answers_the_one_against_after_a_hire(meet, judgment, depth, outcome, waiting):
    script = meet(judgment=judgment, depth=depth).to_decision()
    assert to_answer(script.meeting) == {}
    decided(script, outcome).accept()
    assert to_answer(script.meeting) == waiting
    for panelist, about in waiting.items():
        now = due(script.meeting)
        assert (now.verb, now.about) == (decision.AnswerAgainst(), panelist)
        assert f"answer to {script.meeting.name(panelist)}" in unfinished(script)
        asked = question(decision.AnswerAgainst(), Table(script.meeting), panelist)
        assert len(asked.says) == len(about)
        said = {"answer": "We saw the other case"}
        script.add_all(act(decision.AnswerAgainst(), Table(script.meeting), panelist, said))
    assert isinstance(question(decision.AnswerAgainst(), Table(script.meeting), "lin"), Refused)
    if outcome in ("hire", "no-hire"):
        script.finish()


def test_an_answer_to_a_dissent_of_the_one_against_serves_for_both(meet):
    script = decided(meet(judgment="32333").to_decision("31333"), "hire")
    script.do(decision.ask_dissent, {"lin": "dissents"})
    script.do(decision.record_dissent, "lin", "I would wait", confirmed=True)
    assert due(script.meeting).verb == decision.AnswerDissent()
    dissent = str(script.meeting.dissents[0].id)
    given = {"answer": "We look again in May"}
    script.add_all(act(decision.AnswerDissent(), Table(script.meeting), dissent, given))
    assert script.meeting.dissents[0].answer == "We look again in May"
    assert script.meeting.against_answered["lin"].competencies == ("judgment",)
    assert to_answer(script.meeting) == {}
    script.finish()


def test_a_dissent_answered_before_the_decision_needs_no_second_answer(meet):
    script = meet(judgment="32333").to_decision("31333")
    script.do(decision.record_dissent, "lin", "I would wait", confirmed=True)
    script.do(decision.answer_dissent, script.meeting.dissents[0].id, "Heard")
    decided(script, "hire")
    assert to_answer(script.meeting) == {}
    script.finish()


def test_the_record_says_of_each_what_they_answered(meet):
    script = meet(absent=("tom",)).settle_all()
    script.to_vote().enter(None, dana=3, lin=1, omar=2, priya=2)
    script.do(rounds.reveal_votes, script.opened(None))
    script.do(advance)
    script.do(opening.mark_attendance, "priya", "left")
    decided(script, "hire")
    script.do(decision.ask_dissent, {"lin": "dissents", "omar": "accepts"})
    assert [(x.panelist, x.vote, x.answer, x.presence) for x in record(script.log, None).asked] == [
        ("lin", "strong no", "dissents", "present"),
        ("omar", "no", "accepts", "present"),
        ("priya", "no", "not-asked", "left"),
        ("tom", "", "not-asked", "absent"),
    ]
