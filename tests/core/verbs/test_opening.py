"""Opening: attendance, the role clarity gate, the owner, late cards."""

from __future__ import annotations

import pytest

from debrief.core.brief import Brief
from debrief.core.meeting import events as e
from debrief.core.meeting.question import poll_question
from debrief.core.scorecard import CardFacts, State
from debrief.core.verbs import anytime, moves, opening, rounds, talk
from debrief.core.verbs.verb import NewCard, Table

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
    assert "already open." in script.refusal(opening.open_meeting, {}, "key", "debrief")


@pytest.mark.parametrize("presence", ["present", "late", "left", "absent"])
def test_attendance(start, presence):
    script = start().open()
    assert script.do(opening.mark_attendance, "lin", presence) == e.AttendanceMarked(
        panelist="lin", presence=presence
    )
    assert script.meeting.is_present("lin") == (presence in ("present", "late"))
    assert f"is already marked {presence}" in script.refusal(
        opening.mark_attendance, "lin", presence
    )


NOT_OPEN = [
    (opening.mark_attendance, ("lin", "late")),
    (opening.confirm_role, ("lin", "same")),
    (opening.hear_brief, ()),
    (opening.confirm_roles, ()),
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
        ({}, "Missing: how Lin Day understood"),
        ({"differs": " "}, "Missing: how Lin Day understood"),
        ({"differs": "On call"}, "Missing: Dana Day’s ruling, in one sentence"),
        ({"differs": "On call", "ruling": "\n"}, "Missing: Dana Day’s ruling, in one sentence"),
    ],
)
def test_a_difference_needs_its_words_and_a_ruling(start, said, refusal):
    assert refusal in start().open().refusal(opening.confirm_role, "lin", "differs", **said)


def test_before_the_first_reveal_an_answer_may_change_after_it_only_a_latecomer_answers(meet):
    script = meet(absent=("tom",))
    script.do(opening.confirm_role, "lin", "differs", **DIFFERS)
    script.reveal()
    assert "role. After a reveal, that cannot change" in script.refusal(
        opening.confirm_role, "lin", "same"
    )
    script.do(opening.mark_attendance, "tom", "late")
    assert "tom" not in poll_question("judgment").voters(script.meeting)
    script.do(opening.confirm_role, "tom", "same")
    assert "tom" in poll_question("judgment").voters(script.meeting)
    assert script.meeting.presence["tom"] == "late"
    assert "cannot change" in script.refusal(opening.confirm_role, "tom", "absent")


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
    assert "has already been passed." in script.refusal(opening.pass_gate)


def test_the_brief_is_heard_once(start):
    script = start().open()
    script.do(opening.hear_brief)
    assert script.meeting.heard
    assert "read aloud." in script.refusal(opening.hear_brief)
    script.do(opening.confirm_roles)
    script.do(opening.pass_gate)
    assert "read aloud." in script.refusal(opening.hear_brief)


def test_all_who_have_not_answered_confirm_together_and_are_taken_back_together(start):
    script = start().open()
    script.do(opening.confirm_role, "lin", "differs", **DIFFERS)
    script.do(opening.mark_attendance, "tom", "absent")
    confirmed = script.do(opening.confirm_roles)
    assert confirmed.panelists == ("dana", "omar", "priya")
    assert script.meeting.confirmations["lin"].understanding == "differs"
    assert "Everybody has answered" in script.refusal(opening.confirm_roles)
    script.do(anytime.undo, script.log)
    assert set(script.meeting.confirmations) == {"lin"}


def test_people_without_a_scorecard_have_nothing_to_confirm_but_may_vote(start):
    script = start(without=("tom",)).open()
    script.do(opening.confirm_roles)
    script.do(opening.pass_gate)
    assert "tom" not in script.meeting.confirmations
    assert "tom" in poll_question(None).voters(script.meeting)
    table = Table(script.meeting)
    assert "nothing to confirm" in opening.ConfirmRole().ask(table, "tom").reason


def test_under_rules_1_everybody_confirms_also_without_a_scorecard(start):
    script = start(without=("tom",), rules=1).open()
    assert script.do(opening.confirm_roles).panelists[-1] == "tom"


def test_at_the_gate_only_a_difference_is_asked_about_later_also_whether_there_is_one(start):
    script = start().open()
    gate = opening.ConfirmRole().ask(Table(script.meeting), "lin")
    assert [field.name for field in gate.fields] == ["differs", "ruling", "ratings"]
    script.do(opening.confirm_role, "lin", "differs", **DIFFERS, ratings="re-rate")
    again = opening.ConfirmRole().ask(Table(script.meeting), "lin")
    assert [field.value for field in again.fields] == [*DIFFERS.values(), "re-rate"]
    script.do(opening.confirm_roles)
    script.do(opening.pass_gate)
    later = opening.ConfirmRole().ask(Table(script.meeting), "omar")
    assert later.fields[0].name == "understanding"
    for about, reason in (("", "Choose the person"), ("nobody", "no “nobody”")):
        assert reason in opening.ConfirmRole().ask(Table(script.meeting), about).reason


def test_another_owner_decides(meet):
    script = meet()
    script.do(opening.replace_owner, "lin", "Dana is ill")
    assert script.meeting.owner_name == "Lin Day"
    assert "Lin Day is already the decision owner" in script.refusal(
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
    script.do(rounds.wrap_up, script.cards, reason="Time is up.")
    assert "would change nothing" in script.refusal(opening.accept_card, LATE, "digest")
    script = meet()
    script.do(moves.waive, "No time")
    script.to_vote().vote()
    assert "would change nothing" in script.refusal(opening.accept_card, LATE, "digest")


def test_a_brief_that_is_not_written_cannot_be_opened(start, brief):
    plain = brief().model_dump(mode="json", by_alias=True)
    plain["role"] |= {
        "mandate": "…",
        "authority": ["…"],
        "success": ["…", "…"],
        "constraints": ["…"],
    }
    plain["competencies"][0]["definition"] = "…"
    refused = opening.unready(start(brief=Brief.model_validate(plain)).meeting)
    assert refused is not None
    assert refused.reason == (
        "Write the brief first. Still “…” in session.toml: role.mandate, role.authority, "
        "role.success, role.constraints and 1 more."
    )


def test_a_panel_without_any_card_cannot_be_opened(start):
    assert opening.unready(start().meeting) is None
    refused = opening.unready(
        start(without=tuple(p.id for p in start().meeting.brief.panel)).meeting
    )
    assert refused is not None
    assert "No scorecards are in yet" in refused.reason


@pytest.mark.parametrize(
    ("panelist", "choice", "reason", "why"),
    [
        ("nobody", "missing", "Because", "nobody"),
        ("lin", "missing", " ", "Ask Lin Day first."),
        ("lin", "as-card", "Because", "No new card from Lin Day has arrived."),
    ],
)
def test_a_card_is_not_settled(meet, panelist, choice, reason, why):
    assert why in meet().refusal(opening.settle_card, panelist, choice, reason)


def test_a_card_is_not_settled_where_it_would_change_nothing(meet):
    script = meet().settle_all()
    assert "would change nothing" in script.refusal(opening.settle_card, "lin", "missing", "Why")


def test_a_meeting_of_rules_1_has_no_ratings_by_hand(meet):
    said = meet(rules=1).refusal(opening.settle_card, "lin", "by-hand", "Because")
    assert "an earlier version, which" in said


@pytest.mark.parametrize("choice", ["as-card", "by-hand", "missing"])
def test_a_settled_card_counts_as_its_panelist_wants(meet, choice):
    script = meet()
    new = NewCard(CardFacts(panelist="lin", role="Another"), "new")

    script.do(opening.settle_card, "lin", choice, "Because", new)

    meeting = script.meeting
    assert meeting.commitments.get("lin") == ("new" if choice == "as-card" else None)
    assert meeting.usable["lin"] == (() if choice == "missing" else tuple(meeting.competencies))
    assert meeting.new_ratings_due("judgment") == (("lin",) if choice == "by-hand" else ())
    assert (meeting.cards["lin"].role == "Another") == (choice == "as-card")


def test_who_rates_by_hand_has_no_card_to_keep(meet):
    script = meet()
    script.do(opening.settle_card, "lin", "by-hand", "Because")
    question = poll_question("judgment")
    assert question.voters(script.meeting) == ("lin",)
    assert not question.may_keep(script.meeting, "lin")
    assert "rates by hand" in rounds.RevealCards().guidance(script.meeting, "")
