"""Opening: attendance, the role clarity gate, the owner, late cards."""

from __future__ import annotations

import pytest

from debrief.core import events as e
from debrief.core.rules import moves, opening, rounds, talk
from debrief.core.scorecard import CardFacts, State

LATE = CardFacts(panelist="tom", covered=("judgment",), late=True)
DIFFERS = {"differs": "A turn on call", "ruling": "No turn is required"}


def test_opening_embeds_the_brief_and_commits_to_each_card_in_panel_order(start):
    script = start(without=("lin",))
    opened = script.open().log[0].event
    assert opened.brief == script.meeting.brief
    assert [c.panelist for c in opened.cards] == ["dana", "omar", "priya", "tom"]
    assert set(opened.commitments) == {"dana", "omar", "priya", "tom"}
    assert script.meeting.opened
    assert script.meeting.place.step == "role-clarity"


def test_a_meeting_opens_once(start):
    script = start().open()
    assert "open already" in script.refusal(opening.open_meeting, {}, "key", "debrief")


@pytest.mark.parametrize("presence", ["present", "late", "left", "absent"])
def test_attendance(start, presence):
    script = start().open()
    assert script.do(opening.mark_attendance, "lin", presence) == e.AttendanceMarked(
        panelist="lin", presence=presence
    )
    assert script.meeting.is_present("lin") == (presence in ("present", "late"))
    assert f"stands as {presence}" in script.refusal(opening.mark_attendance, "lin", presence)


NOT_OPEN = [
    (opening.mark_attendance, ("lin", "late")),
    (opening.confirm_role, ("lin", "same")),
    (opening.pass_gate, ()),
    (opening.replace_owner, ("lin", "Ill")),
    (opening.accept_card, (LATE, "digest")),
]


@pytest.mark.parametrize(("rule", "args"), NOT_OPEN)
def test_nothing_before_the_opening_and_nothing_after_the_finish(start, meet, rule, args):
    assert "Open the meeting first" in start().refusal(rule, *args)
    script = meet().to_decision().decide().finish()
    assert "is finished" in script.refusal(rule, *args)


UNKNOWN = [
    (opening.mark_attendance, ("nobody", "late")),
    (opening.confirm_role, ("nobody", "same")),
    (opening.replace_owner, ("nobody", "Ill")),
    (opening.accept_card, (LATE.model_copy(update={"panelist": "nobody"}), "digest")),
]


@pytest.mark.parametrize(("rule", "args"), UNKNOWN)
def test_only_the_panel_is_known(start, rule, args):
    assert "no “nobody” on this panel" in start().open().refusal(rule, *args)


@pytest.mark.parametrize("ratings", ["stand", "re-rate", "set-aside"])
def test_who_understood_the_role_otherwise_hears_the_owner_and_says_what_becomes_of_it(
    start, ratings
):
    script = start().open()
    event = script.do(opening.confirm_role, "lin", "differs", **DIFFERS, ratings=ratings)
    assert (event.differs, event.ruling, event.ratings) == (*DIFFERS.values(), ratings)
    assert script.meeting.is_set_aside("lin") == (ratings == "set-aside")


def test_the_same_role_needs_no_words(start):
    script = start().open()
    event = script.do(opening.confirm_role, "lin", "same", differs="left over", ratings="re-rate")
    assert (event.differs, event.ruling, event.ratings) == ("", "", "stand")


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({}, "Write how Lin Day understood"),
        ({"differs": " "}, "Write how Lin Day understood"),
        ({"differs": "On call"}, "Dana Day rules in one sentence"),
        ({"differs": "On call", "ruling": "\n"}, "Dana Day rules in one sentence"),
    ],
)
def test_a_difference_needs_its_words_and_a_ruling(start, said, refusal):
    assert refusal in start().open().refusal(opening.confirm_role, "lin", "differs", **said)


def test_before_the_first_reveal_an_answer_may_change_after_it_only_a_latecomer_answers(meet):
    script = meet(absent=("tom",))
    script.do(opening.confirm_role, "lin", "differs", **DIFFERS)
    script.reveal()
    assert "before the first reveal; that stands" in script.refusal(
        opening.confirm_role, "lin", "same"
    )
    script.do(opening.mark_attendance, "tom", "late")
    assert "tom" not in script.meeting.voters("judgment")
    script.do(opening.confirm_role, "tom", "same")
    assert "tom" in script.meeting.voters("judgment")
    assert script.meeting.presence["tom"] == "late"
    assert "that stands" in script.refusal(opening.confirm_role, "tom", "absent")


def test_confirming_makes_present_and_absent_makes_absent(start):
    script = start().open()
    script.do(opening.mark_attendance, "lin", "absent")
    script.do(opening.confirm_role, "lin", "same")
    script.do(opening.confirm_role, "omar", "absent")
    assert script.meeting.is_present("lin")
    assert not script.meeting.is_present("omar")


def test_the_gate_asks_everybody_present_and_fixes_the_rule(start):
    script = start().open()
    script.do(opening.mark_attendance, "dana", "absent")
    assert "Ask Lin Day first" in script.refusal(opening.pass_gate)
    for panelist in ("lin", "omar", "priya"):
        script.do(opening.confirm_role, panelist, "same")
    script.do(opening.confirm_role, "tom", "absent")
    script.do(opening.mark_attendance, "tom", "late")
    assert "Ask Tom Day first" in script.refusal(opening.pass_gate)
    script.do(opening.mark_attendance, "tom", "left")
    gate = script.do(opening.pass_gate)
    assert gate.rule == script.meeting.brief.decision.rule
    assert script.meeting.place.competency == "judgment"
    assert "passed already" in script.refusal(opening.pass_gate)


def test_another_owner_decides(meet):
    script = meet()
    script.do(opening.replace_owner, "lin", "Dana is ill")
    assert script.meeting.owner_name == "Lin Day"
    assert "Lin Day is the decision owner already" in script.refusal(
        opening.replace_owner, "lin", "Again"
    )
    assert "Give a reason" in script.refusal(opening.replace_owner, "tom", " ")


def test_after_the_vote_or_the_decision_the_owner_stays(meet):
    voted = meet().to_vote().vote()
    assert "vote is revealed" in voted.refusal(opening.replace_owner, "lin", "Ill")
    unvoted = meet().to_vote()
    unvoted.do(moves.waive, "No time")
    unvoted.do(opening.mark_attendance, "dana", "left")
    unvoted.do(opening.replace_owner, "lin", "Dana left")
    unvoted.decide()
    assert "Lin Day has decided" in unvoted.refusal(opening.replace_owner, "tom", "Ill")


# ---- late cards


def test_a_late_card_counts_for_what_is_still_blind(meet, rate):
    script = meet(without=("tom",)).settle()
    accepted = script.do(opening.accept_card, LATE, "digest")
    assert accepted.usable == ("influence", "culture", "depth")
    sealed = meet().cards["tom"]
    script.cards["tom"] = sealed
    script.reveal()
    marks = script.meeting.competencies["influence"].rounds[0].marks
    assert marks["tom"].state is State.RATED
    assert script.meeting.competencies["judgment"].rounds[0].marks["tom"].state is State.MISSING
    assert script.meeting.commitments["tom"] == "digest"


def test_a_card_in_the_folder_that_was_not_accepted_does_not_count(meet):
    script = meet(without=("tom",))
    script.cards["tom"] = meet().cards["tom"]
    script.reveal()
    assert script.meeting.competencies["judgment"].rounds[0].marks["tom"].state is State.MISSING


def test_a_competency_left_out_is_still_blind_for_a_late_card(meet):
    script = meet(without=("tom",))
    script.do(moves.waive, "No time")
    assert "judgment" in script.do(opening.accept_card, LATE, "digest").usable
    script.cards["tom"] = meet().cards["tom"]
    script.do(talk.reopen, "judgment", "There is time after all")
    script.reveal()
    assert script.meeting.competencies["judgment"].rounds[0].marks["tom"].level == 3


def test_when_nothing_is_blind_a_card_changes_nothing(meet):
    script = meet()
    script.do(rounds.wrap_up, script.cards)
    assert "would change nothing" in script.refusal(opening.accept_card, LATE, "digest")
    script = meet()
    script.do(moves.waive, "No time")
    script.to_vote().vote()
    assert "would change nothing" in script.refusal(opening.accept_card, LATE, "digest")
