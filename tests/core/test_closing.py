"""Rules 2: how a competency closes, what else it may close as, and what a hire then needs."""

from __future__ import annotations

from datetime import date

import pytest

from debrief.core.meeting import agenda
from debrief.core.meeting.closing import Need
from debrief.core.verbs import decision, moves, opening, rounds, talk
from debrief.core.vocabulary import closing_words

REVIEW = date(2027, 5, 24)


def closed(script, competency="judgment"):
    return script.meeting.competencies[competency].closed.closing


CLOSINGS = [
    # five ratings on 1-4, the closing
    ("33334", "agreed-yes"),
    ("34nnn", "agreed-yes"),
    ("22211", "agreed-no"),
    ("21nnn", "agreed-no"),
    ("23333", "yes-one-against"),
    ("13344", "yes-one-against"),
    ("3222n", "no-one-for"),
    ("32111", "no-one-for"),
    ("22333", "contested"),
    ("2233n", "contested"),
    ("233nn", "contested"),
    ("23nnn", "contested"),
    ("3nnnn", "needs-more-signal"),
    ("nnarn", "not-assessed"),
    ("-----", "not-assessed"),
]


@pytest.mark.parametrize(("marks", "closing"), CLOSINGS)
def test_a_competency_closes_by_the_sides_of_the_bar(meet, marks, closing):
    assert closed(meet(judgment=marks).settle()) == closing


ODD = [
    # five ratings on 1-5, the closing
    ("44455", "agreed-yes"),
    ("33444", "agreed-yes"),
    ("33344", "agreed-neither"),
    ("34nnn", "agreed-neither"),
    ("33333", "agreed-neither"),
    ("33322", "agreed-neither"),
    ("32222", "agreed-no"),
    ("24444", "yes-one-against"),
    ("23444", "yes-one-against"),
    ("23344", "contested"),
    ("42233", "contested"),
    ("42223", "no-one-for"),
    ("23334", "contested"),
]


@pytest.mark.parametrize(("marks", "closing"), ODD)
def test_the_middle_of_an_odd_scale_is_on_neither_side(meet, brief, marks, closing):
    levels = ("awful", "poor", "fair", "good", "great")
    plain = brief()
    competencies = [
        c.model_copy(update={} if c.is_threshold else {"anchors": levels})
        for c in plain.competencies
    ]
    odd = plain.model_copy(
        update={
            "scale": plain.scale.model_copy(update={"levels": levels}),
            "competencies": tuple(competencies),
        }
    )
    assert closed(meet(brief=odd, judgment=marks).settle()) == closing


def test_nobody_alone_is_outvoted_unheard(meet):
    script = meet(judgment="32333").reveal()
    assert agenda.proposed_closing(script.meeting, "judgment") == "contested"
    script.do(opening.mark_attendance, "lin", "left")
    script.do(talk.argue, "We read their card aloud")
    assert closed(script) == "contested"


def test_whoever_is_alone_may_ask_for_a_ruling(meet):
    script = meet(judgment="32333").reveal()
    event = script.do(talk.argue, "They saw it fail", asks_ruling=True)
    assert (event.asks_ruling, event.closes) == ("lin", "contested")
    assert script.meeting.competencies["judgment"].closed.reason == "Lin Day asked for a ruling"
    refused = meet(judgment="22333").reveal().refusal(talk.argue, "So", asks_ruling=True)
    assert "alone on their side" in refused


def test_a_challenge_left_open_needs_more_signal_until_a_further_round(meet):
    script = meet().reveal().challenge("open")
    assert closed(script) == "needs-more-signal"
    script.do(talk.reopen, "judgment", "A reference")
    assert agenda.proposed_closing(script.meeting, "judgment") == "needs-more-signal"
    script.second_round("judgment", lin="keep")
    assert agenda.proposed_closing(script.meeting, "judgment") == "agreed-yes"


def test_a_consensus_of_a_second_round_is_challenged_unless_it_was_before(meet):
    script = meet(judgment="32333").reveal().second_round("judgment", lin=3)
    assert "Lin Day moved" in script.refusal(talk.close)
    script.do(rounds.explain_move, "judgment", "lin", "", declined=True)
    assert "challenge it first" in script.refusal(talk.close)
    assert closed(script.challenge()) == "agreed-yes"


def re_rating(start, **marks):
    script = start(**marks).open()
    script.do(opening.confirm_role, "lin", "differs", differs="x", ruling="y", ratings="re-rate")
    for panelist in ("dana", "omar", "priya", "tom"):
        script.do(opening.confirm_role, panelist, "same")
    script.do(opening.pass_gate)
    return script.reveal()


def test_a_rating_to_be_given_again_counts_nowhere_until_it_is(start):
    script = re_rating(start, judgment="32333")
    assert script.meeting.agreement("judgment").label == "consensus"
    script.second_round("judgment", lin=2)
    assert script.meeting.agreement("judgment").label == "mixed"


def test_one_that_is_never_given_again_stays_out(start):
    script = re_rating(start, judgment="32333")
    script.do(rounds.open_round, "judgment")
    script.do(rounds.abandon_round, "judgment", "No time")
    assert closed(script.challenge()) == "agreed-yes"
    assert script.meeting.agreement("judgment").counts == (0, 0, 4, 0)


OTHERS = [
    ("33333", ("needs-more-signal", "not-discussed")),
    ("32333", ("needs-more-signal", "not-discussed")),
    ("3nnnn", ("not-discussed",)),
    ("nnnnn", ("needs-more-signal", "not-discussed")),
]


@pytest.mark.parametrize(("marks", "others"), OTHERS)
def test_what_else_it_may_close_as_is_so(meet, marks, others):
    script = meet(judgment=marks).reveal()
    assert agenda.other_closings(script.meeting, "judgment") == others


def test_what_was_argued_was_discussed_and_may_be_contested(meet):
    script = meet(judgment="32333").settle()
    script.do(talk.reopen, "judgment", "A doubt")
    assert agenda.other_closings(script.meeting, "judgment") == ("contested", "needs-more-signal")
    refusal = "It cannot close as not discussed"
    assert refusal in script.refusal(talk.close, "not-discussed", "Late")


@pytest.mark.parametrize("closing", ["agreed-yes", "agreed", "contested"])
def test_it_never_closes_as_what_is_not_so(meet, closing):
    script = meet(judgment="22222").reveal()
    assert "It cannot close as" in script.refusal(talk.close, closing, "We say so")


WORDS = [
    ("agreed-yes", "agreed: yes", "agreed: met"),
    ("agreed-no", "agreed: no", "agreed: not met"),
    ("agreed-neither", "agreed: neither yes nor no", "agreed: neither met nor not met"),
    ("yes-one-against", "yes, one against", "met, one against"),
    ("no-one-for", "no, one for", "not met, one for"),
    ("contested", "contested", "contested"),
    ("needs-more-signal", "needs more signal", "needs more signal"),
    ("not-assessed", "not assessed", "not assessed"),
    ("agreed", "agreed", "agreed"),
]


@pytest.mark.parametrize(("closing", "graded", "threshold"), WORDS)
def test_closings_in_words(closing, graded, threshold):
    assert closing_words(closing, threshold=False) == graded
    assert closing_words(closing, threshold=True) == threshold


# ---- what a hire needs


NEEDS = [
    # judgment's and depth's ratings, what a hire needs
    ("33333", "22222", ()),
    ("22222", "22222", (Need("judgment", "ruling", "agreed: no"),)),
    ("22333", "22222", (Need("judgment", "ruling", "contested"),)),
    ("32333", "22222", (Need("judgment", "answer", "yes, one against", "lin"),)),
    ("23333", "22222", ()),  # the owner was the one against
    ("22223", "22222", (Need("judgment", "ruling", "no, one for"),)),
    ("3nnnn", "22222", (Need("judgment", "ruling", "needs more signal"),)),
    ("nnnnn", "22222", (Need("judgment", "ruling", "not assessed"),)),
    ("33333", "11111", (Need("depth", "ruling", "agreed: not met"),)),
    ("33333", "22221", (Need("depth", "answer", "met, one against", "tom"),)),
    ("33333", "22211", (Need("depth", "ruling", "contested"),)),
]


@pytest.mark.parametrize(("judgment", "depth", "needed"), NEEDS)
def test_what_a_hire_needs(meet, judgment, depth, needed):
    script = meet(judgment=judgment, depth=depth).settle_all()
    assert agenda.needs(script.meeting) == needed
    rulings = {need.competency for need in needed if need.kind == "ruling"}
    assert set(agenda.obstacles(script.meeting)) == rulings


def test_it_needs_a_ruling_on_what_is_open_or_was_not_discussed(meet):
    script = meet()
    assert agenda.obstacles(script.meeting) == {"judgment": "still open", "depth": "still open"}
    script.do(rounds.wrap_up, script.cards, reason="Time is up.")
    phrase = "not discussed"
    assert agenda.obstacles(script.meeting) == {"judgment": phrase, "depth": phrase}


def test_a_signal_as_a_condition_serves_in_place_of_a_ruling(meet):
    script = meet().reveal().challenge("open").to_decision()
    assert agenda.needs(script.meeting) == (
        Need("judgment", "ruling", "needs more signal", signals=("A second talk",)),
    )
    refusal = script.refusal(decision.decide, "hire", "Yes", review=REVIEW)
    assert "ruling on Judgment (needs more signal)" in refusal
    script.decide("hire", conditions=["A second talk"])


def test_a_ruling_removes_an_obstacle_until_the_competency_is_reopened(meet):
    script = meet(judgment="22222").settle()
    script.do(decision.rule_on, "judgment", "She will learn")
    assert "judgment" not in agenda.obstacles(script.meeting)
    assert [need.competency for need in agenda.needs(script.meeting)] == ["judgment", "depth"]
    script.do(talk.reopen, "judgment", "A reference")
    script.do(talk.close, None, "It said nothing new")
    assert agenda.obstacles(script.meeting)["judgment"] == "agreed: no"


def test_a_skipped_must_have_was_not_discussed(meet):
    script = meet()
    script.do(moves.waive, "No time")
    assert agenda.obstacles(script.meeting)["judgment"] == "not discussed"
