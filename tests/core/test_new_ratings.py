"""New ratings of people whose card is for another role: taken unseen, before the reveal."""

from __future__ import annotations

import pytest

from debrief.core.meeting.challenge import challenge
from debrief.core.meeting.question import CompetencyQuestion
from debrief.core.room.view_poll import poll_view
from debrief.core.scorecard import Entry, State
from debrief.core.verbs import anytime, cells, moves, named, opening, rounds
from debrief.core.verbs.due import due
from debrief.core.verbs.verb import Table, confirmation

DIFFERS = {"differs": "A chief architect", "ruling": "No design work"}
JUDGMENT = CompetencyQuestion("judgment")


def at_the_first(start, *again, **marks):
    script = start(**marks).open()
    for panelist in script.meeting.brief.panel:
        if panelist.id in again:
            script.do(opening.confirm_role, panelist.id, "differs", **DIFFERS, ratings="re-rate")
        else:
            script.do(opening.confirm_role, panelist.id, "same")
    script.do(opening.pass_gate)
    return script


def reveal(script, competency="judgment"):
    script.do(rounds.reveal, competency, script.cards, script.opened(competency))
    return script


def row(script, panelist, competency="judgment"):
    name = script.meeting.name(panelist)
    return next(x for x in poll_view(script.meeting, competency).rows if x.name == name)


def test_only_those_who_rated_another_role_have_a_cell_before_the_reveal(start):
    script = at_the_first(start, "lin", "tom", without=("tom",))
    assert JUDGMENT.voters(script.meeting) == ("lin",)
    assert script.meeting.open_round("judgment") is None
    blind = {
        x.short: (x.card_in, x.cell is not None) for x in poll_view(script.meeting, "judgment").rows
    }
    assert blind == {
        "Dana": (True, False),
        "Lin": (False, True),
        "Omar": (True, False),
        "Priya": (True, False),
        "Tom": (False, False),
    }
    assert due(script.meeting).verb.label(script.meeting, "") == "Reveal (2 missing)"
    assert "cannot enter anything" in script.refusal(cells.enter, JUDGMENT, {"omar": "cell"})
    script.enter("judgment", lin=4)
    assert row(script, "lin").card_in
    assert due(script.meeting).verb.label(script.meeting, "") == "Reveal (1 missing)"


def test_the_confidence_on_a_card_says_nothing_of_a_new_rating(start, rate):
    unsure = {("lin", "judgment"): rate("3", confidence="low")}
    script = at_the_first(start, "lin", special=unsure).enter("judgment", lin=3)
    reveal(script)
    assert row(script, "lin").confidence is None
    assert [x.why for x in challenge(script.meeting, "judgment").named] == [
        "asked to argue against it"
    ]
    kept = at_the_first(start, "lin", special=unsure).enter("judgment", lin="keep")
    reveal(kept)
    assert row(kept, "lin").confidence == "low"
    assert [x.why for x in challenge(kept.meeting, "judgment").named] == ["low confidence"]


def test_a_wrap_up_names_who_owes_a_rating_once(start):
    def says(script):
        return confirmation(named("wrap_up"), Table(script.meeting), "", {"reason": "Late"}).says

    script = at_the_first(start, "lin")
    assert says(script) == ("No new rating from Lin Day.",)
    script.enter("judgment", lin=3)
    assert says(script) == ("No new rating from Lin Day on Influence, Culture and Depth.",)


def test_who_rates_again_and_who_rates_by_hand_are_asked_in_one_sentence(start):
    script = at_the_first(start, "lin")
    script.do(opening.settle_card, "omar", "by-hand", "I do not know this card")
    guidance = due(script.meeting).verb.guidance(script.meeting, "")
    assert guidance == "Lin Day and Omar Day rate before the reveal, unseen."
    says = " ".join(confirmation(named("reveal"), Table(script.meeting), "", {}).says)
    assert "No rating by hand from Omar Day yet." in says
    assert "No new rating from Lin Day" in says


def test_the_reveal_shows_the_new_rating_and_the_card_s_outside_the_count(start):
    script = at_the_first(start, "lin", judgment="31333")
    reveal(script.enter("judgment", lin=4))
    assert script.meeting.agreement("judgment").counts == (0, 0, 4, 1)
    lin = row(script, "lin")
    assert (lin.level, lin.of_card, lin.uncounted, lin.confidence) == (4, 1, "", None)
    assert row(script, "dana").of_card is None
    assert script.meeting.cells == {}
    assert due(script.meeting).verb == named("challenge")


def test_a_card_that_also_holds_for_this_role_counts(start):
    script = at_the_first(start, "lin", judgment="32333")
    reveal(script.enter("judgment", lin="keep"))
    lin = row(script, "lin")
    assert (lin.level, lin.of_card, lin.uncounted, lin.how) == (2, None, "", "kept")
    assert script.meeting.agreement("judgment").counts == (0, 1, 4, 0)


def test_who_does_not_vote_again_has_no_rating(start):
    script = at_the_first(start, "lin", judgment="32333")
    reveal(script.enter("judgment", lin="not-voting"))
    lin = row(script, "lin")
    assert (lin.state, lin.level, lin.of_card) == (State.ABSTAINS, None, 2)


def test_a_rating_that_was_never_given_again_is_hollow_and_counts_nowhere(start):
    script = reveal(at_the_first(start, "lin", judgment="31333"))
    assert script.meeting.agreement("judgment").counts == (0, 0, 4, 0)
    assert row(script, "lin").uncounted == "for another role"
    assert row(script, "lin").level == 1
    script.do(rounds.open_round, "judgment")
    assert cells.for_the_rest(script.meeting).keys() == {"dana", "omar", "priya", "tom"}
    script.enter("judgment", dana="keep", lin="keep").commit("judgment")
    assert script.meeting.agreement("judgment").counts == (1, 0, 4, 0)


def test_a_new_rating_still_counts_after_a_round_without_an_entry(start):
    script = reveal(at_the_first(start, "lin", judgment="31333").enter("judgment", lin=4))
    script.second_round("judgment", dana=3)
    assert script.meeting.agreement("judgment").counts == (0, 0, 4, 1)
    assert script.meeting.counts("judgment", "lin", script.meeting.poll("judgment").rounds[-1])


def test_a_recusal_on_the_card_is_not_overruled_by_an_entry(start):
    script = reveal(at_the_first(start, "lin", judgment="3r333").enter("judgment", lin=4))
    assert row(script, "lin").state is State.RECUSED


def test_a_slip_in_a_new_rating_is_corrected(start):
    script = reveal(at_the_first(start, "lin", judgment="31333").enter("judgment", lin=4))
    script.do(rounds.correct_entry, "judgment", "lin", Entry(choice="level", level=2))
    assert row(script, "lin").level == 2
    script.do(rounds.correct_entry, "judgment", "lin", Entry(choice="keep"))
    assert row(script, "lin").level == 1
    assert script.refusal(rounds.correct_entry, "judgment", "dana", Entry(choice="keep"))


def test_space_asks_before_it_reveals_without_a_new_rating(start):
    script = at_the_first(start, "lin", "omar")
    assert "Lin Day and Omar Day rated another role" in guidance(script)
    asked = confirmation(named("reveal"), Table(script.meeting), "", {})
    assert asked.guard
    assert asked.enter == "Reveal without them"
    assert "No new rating from Lin Day and Omar Day" in asked.says[0]
    script.enter("judgment", lin=4)
    asked = confirmation(named("reveal"), Table(script.meeting), "", {})
    assert (asked.enter, "Omar Day: the card’s rating is" in asked.says[0]) == (
        "Reveal without it",
        True,
    )
    script.enter("judgment", omar=3)
    assert confirmation(named("reveal"), Table(script.meeting), "", {}) is None
    assert guidance(script) == "Read the four levels aloud, then reveal."


def guidance(script):
    return due(script.meeting).verb.guidance(script.meeting, "")


def test_who_left_is_asked_about_as_well_and_has_no_cell(start):
    script = at_the_first(start, "lin")
    script.do(opening.mark_attendance, "lin", "left")
    assert row(script, "lin").cell.bar == "left"
    assert confirmation(named("reveal"), Table(script.meeting), "", {}) is not None


def test_undo_clears_a_new_rating(start):
    script = at_the_first(start, "lin").enter("judgment", lin=4)
    assert script.do(anytime.undo, script.log).panelist == "lin"
    assert script.cells("judgment") == {}


def test_cells_are_gone_when_the_role_is_confirmed_after_all(start):
    script = at_the_first(start, "lin").enter("judgment", lin=4)
    script.do(opening.confirm_role, "lin", "same")
    assert script.meeting.cells_here is None
    assert JUDGMENT.voters(script.meeting) == ()


def test_a_skipped_competency_has_no_cells(start):
    script = at_the_first(start, "lin").enter("judgment", lin=4)
    script.do(moves.waive, "No time")
    assert script.meeting.cells_of(JUDGMENT) is None


def test_a_wrap_up_takes_the_new_ratings_that_are_there(start):
    script = at_the_first(start, "lin", judgment="31333", influence="31333")
    script.enter("judgment", lin=4)
    opened = {"judgment": script.opened("judgment")}
    script.do(rounds.wrap_up, script.cards, opened, "Time is up.")
    assert script.meeting.agreement("judgment").counts == (0, 0, 4, 1)
    assert script.meeting.agreement("influence").counts == (0, 0, 4, 0)
    assert row(script, "lin", "influence").uncounted == "for another role"


def test_under_rules_1_they_rate_again_in_a_second_round(start):
    script = at_the_first(start, "lin", rules=1, judgment="32333")
    assert script.meeting.new_ratings_due("judgment") == ()
    assert JUDGMENT.voters(script.meeting) == ()
    script.reveal()
    assert script.meeting.agreement("judgment").counts == (0, 1, 4, 0)
    assert due(script.meeting).verb == named("open_round")


# ---- recusals that are declared in the meeting


def test_a_recusal_bars_from_its_competency_alone(meet):
    script = meet()
    script.do(opening.declare_recusal, "lin", "judgment", "I know her brother.")
    assert poll_view(script.meeting, "judgment").rows[1].bar == "recused"
    script.reveal()
    revealed = script.log[-1].event.revealed[0]
    assert "lin" not in revealed.ratings
    assert row(script, "lin").state is State.RECUSED
    assert row(script, "lin").reason == "I know her brother."
    assert "lin" not in JUDGMENT.voters(script.meeting)
    script.challenge().reveal()
    assert row(script, "lin", "influence").state is State.RATED


def test_a_recusal_from_all_counts_for_what_is_still_blind(meet):
    script = meet().settle()
    script.do(opening.declare_recusal, "lin", None, "I know her brother.")
    script.reveal()
    assert row(script, "lin", "influence").state is State.RECUSED
    assert row(script, "lin", "judgment").state is State.RATED
    assert row(script, "lin", "judgment").reason == ""
    assert row(script, "lin", "influence").reason == "I know her brother."
    assert "already recused from this" in script.refusal(
        opening.declare_recusal, "lin", "culture", "Again"
    )


@pytest.mark.parametrize(
    ("panelist", "competency", "reason", "refusal"),
    [
        ("lin", "judgment", "Late", "before the reveal"),
        ("lin", "culture", " ", "Give a reason"),
        ("nobody", "culture", "Late", "no “nobody”"),
        ("lin", "nothing", "Late", "no competency “nothing”"),
    ],
)
def test_recusals_that_cannot_be(meet, panelist, competency, reason, refusal):
    script = meet().reveal()
    assert refusal in script.refusal(opening.declare_recusal, panelist, competency, reason)


def test_nobody_is_recused_from_all_once_all_is_revealed(meet):
    script = meet().settle_all()
    assert "before the reveal" in script.refusal(opening.declare_recusal, "lin", None, "Late")


def test_who_is_recused_owes_no_new_rating(start):
    script = at_the_first(start, "lin")
    script.do(opening.declare_recusal, "lin", "judgment", "I know her brother.")
    assert script.meeting.new_ratings_due("judgment") == ()
    assert script.meeting.new_ratings_due("influence") == ("lin",)
    assert due(script.meeting).verb.label(script.meeting, "") == "Reveal"


# ---- who has a vote


def test_under_rules_2_who_is_recused_on_one_competency_votes(meet):
    script = meet(culture="3r333").to_vote()
    rows = {x.id: (x.bar, x.note) for x in poll_view(script.meeting, None).rows}
    assert rows["lin"] == ("", "recused on one")
    assert rows["dana"] == ("", "")


def test_under_rules_1_a_recusal_takes_the_vote(meet):
    script = meet(culture="3r333", rules=1).to_vote()
    rows = {x.id: (x.bar, x.note) for x in poll_view(script.meeting, None).rows}
    assert rows["lin"] == ("recused", "")
    assert "rules on this at the vote" in script.refusal(moves.rule_out, "lin", "A conflict")


def test_the_owner_rules_on_a_vote_before_the_first_entry_only(meet):
    script = meet().to_vote()
    script.do(moves.rule_out, "lin", "Reports to K-17's sponsor.")
    rows = {x.id: x.bar for x in poll_view(script.meeting, None).rows}
    assert rows["lin"] == "ruled out"
    assert "already has no vote" in script.refusal(moves.rule_out, "lin", "Again")
    script.enter(None, dana=3)
    assert "has already been entered" in script.refusal(moves.rule_out, "omar", "Late")
    assert script.do(anytime.undo, script.log).panelist == "dana"
    script.do(moves.rule_out, "omar", "Late")
    ruled = script.log[-1].seq
    assert script.do(anytime.undo, script.log).target == ruled


def test_the_round_keeps_why_each_person_without_a_vote_has_none(meet):
    script = meet(absent=("tom",)).to_vote()
    script.do(moves.rule_out, "lin", "A conflict.")
    script.do(opening.mark_attendance, "priya", "left")
    script.do(opening.mark_attendance, "tom", "late")
    script.enter(None, dana=3, omar="not-voting")
    script.do(rounds.reveal_votes, script.opened(None))
    assert script.meeting.vote.rounds[-1].without_vote == {
        "lin": "ruled out",
        "omar": "not voting",
        "priya": "left",
        "tom": "to confirm the role",
    }
