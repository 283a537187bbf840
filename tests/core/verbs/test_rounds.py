"""Rounds: reveals, blind entry of further rounds and votes, corrections and reasons."""

from __future__ import annotations

import pytest

from debrief.core.meeting import events as e
from debrief.core.meeting.question import CompetencyQuestion, poll_question
from debrief.core.refused import Refused
from debrief.core.room.view import view
from debrief.core.room.view_poll import vote_view
from debrief.core.scorecard import CardFacts, Entry, State
from debrief.core.sealed import Sealed
from debrief.core.steps import Place
from debrief.core.verbs import cells, moves, named, opening, rounds, talk
from debrief.core.verbs.due import advance
from debrief.core.verbs.verb import Table

FOUR, KEEP = Entry(choice="level", level=4), Entry(choice="keep")
NOT_VOTING, NONE = Entry(choice="not-voting"), Entry(choice="none")


def marks(script, competency="judgment", number=-1):
    return script.meeting.poll(competency).rounds[number].marks


def levels(script, competency="judgment", number=-1):
    return [mark.level for mark in marks(script, competency, number).values()]


JUDGMENT = CompetencyQuestion("judgment")
BEHIND_THE_GATE = [
    (rounds.reveal, ("judgment", {})),
    (rounds.wrap_up, ({},)),
    (rounds.open_round, ("judgment",)),
    (cells.enter, (JUDGMENT, {"lin": "cell"})),
    (cells.clear, (JUDGMENT, "lin")),
    (rounds.reveal_round, ("judgment", {})),
    (rounds.reveal_votes, ({},)),
    (rounds.correct_entry, ("judgment", "lin", FOUR)),
    (rounds.explain_move, ("judgment", "lin", "Why")),
    (rounds.abandon_round, ("judgment", "Why")),
]


@pytest.mark.parametrize(("rule", "args"), BEHIND_THE_GATE)
def test_nothing_is_revealed_or_entered_before_the_gate_or_after_the_finish(
    start, meet, rule, args
):
    assert "Open the meeting first" in start().refusal(rule, *args)
    assert "role clarity gate first" in start().open().refusal(rule, *args)
    assert "is finished" in meet().to_decision().decide().finish().refusal(rule, *args)


@pytest.mark.parametrize(
    ("rule", "args"),
    [(r, ("nothing", *a[1:])) for r, a in BEHIND_THE_GATE if a and a[0] == "judgment"],
)
def test_only_the_competencies_of_the_brief_are_known(meet, rule, args):
    assert "no competency “nothing”" in meet().refusal(rule, *args)


# ---- round one


def test_a_reveal_shows_all_five_states_at_once(meet):
    script = meet(judgment="4nar3", without=("tom",)).reveal()
    assert [m.state for m in marks(script).values()] == [
        State.RATED, State.NOT_ASSESSED, State.ABSTAINS, State.RECUSED, State.MISSING,
    ]  # fmt: skip
    assert levels(script) == [4, None, None, None, None]
    event = script.log[-1].event
    assert list(event.revealed[0].ratings) == ["dana", "lin", "omar", "priya"]
    assert (event.round, event.wrap_up, event.then) == (1, False, None)


def test_what_a_card_leaves_out_is_not_assessed(meet):
    script = meet(judgment="3-333").reveal()
    assert marks(script)["lin"].state is State.NOT_ASSESSED


def test_a_stranger_s_card_is_not_shown(meet):
    script = meet()
    script.cards["stranger"] = script.cards["lin"]
    assert "stranger" not in script.reveal().log[-1].event.revealed[0].ratings


def test_the_absent_count(meet):
    script = meet(absent=("lin", "omar"), judgment="34333").reveal()
    assert script.meeting.agreement("judgment").counts == (0, 0, 4, 1)


def test_who_is_set_aside_is_shown_outside_the_class(start):
    script = start(judgment="31333").open()
    script.do(opening.confirm_role, "lin", "differs", differs="x", ruling="y", ratings="set-aside")
    for panelist in ("dana", "omar", "priya", "tom"):
        script.do(opening.confirm_role, panelist, "same")
    script.do(opening.pass_gate)
    script.reveal()
    assert marks(script)["lin"].level == 1
    assert script.meeting.agreement("judgment").label == "consensus"
    assert "lin" not in poll_question("judgment").voters(script.meeting)
    assert "lin" in poll_question(None).voters(script.meeting)


def test_a_competency_is_revealed_once_and_not_when_left_out(meet):
    script = meet().reveal()
    assert "already revealed." in script.refusal(rounds.reveal, "judgment", script.cards)
    script.at("influence").do(moves.waive, "No time")
    assert "skipped: reopen it" in script.refusal(rounds.reveal, "influence", script.cards)


def test_wrap_up_reveals_what_is_blind_and_closes_it_as_not_discussed(meet):
    script = meet().settle()
    event = script.do(rounds.wrap_up, script.cards, reason="Time is up.")
    assert [r.competency for r in event.revealed] == ["influence", "culture", "depth"]
    polls = script.meeting.competencies
    closed = {polls[c].closed for c in ("influence", "culture", "depth")}
    assert {(x.closing, x.reason) for x in closed} == {("not-discussed", "Time is up.")}
    assert polls["judgment"].closed.closing == "agreed-yes"
    assert script.meeting.place.competency == "influence"
    script.do(advance)
    assert script.meeting.place.step == "references"
    again = script.refusal(rounds.wrap_up, script.cards, reason="Late")
    assert "Nothing is blind" in again


def test_wrap_up_needs_a_reason(meet):
    assert "Give a reason" in meet().refusal(rounds.wrap_up, {})


def test_wrap_up_then_goes_on_with_what_is_open_or_unfinished(meet):
    script = meet().reveal()
    script.do(rounds.wrap_up, script.cards, reason="Time is up.")
    assert script.meeting.place.competency == "influence"
    script.do(advance)
    assert script.meeting.place.competency == "judgment"
    script = meet()
    script.do(moves.go, Place(step="fit"))
    script.do(rounds.wrap_up, script.cards, reason="Time is up.")
    assert script.meeting.place.competency == "judgment"


def test_under_rules_1_a_wrap_up_stays_where_it_was_made(meet):
    script = meet(rules=1).reveal()
    script.do(rounds.wrap_up, script.cards)
    assert script.meeting.place.competency == "judgment"
    script = meet(rules=1)
    script.do(moves.go, Place(step="references"))
    script.do(rounds.wrap_up, script.cards)
    assert script.meeting.place.step == "references"
    script = meet(rules=1).reveal().at("culture")
    script.do(rounds.wrap_up, script.cards)
    assert script.meeting.place.competency == "judgment"


def test_wrap_up_is_over_with_the_vote(meet):
    script = meet().to_vote().vote()
    assert "it is too late to reveal a competency." in script.refusal(
        rounds.wrap_up, script.cards, reason="Time is up."
    )


# ---- further rounds


def test_a_second_round_keeps_who_keeps_and_who_has_no_entry(meet):
    script = meet(judgment="13334", without=("tom",)).reveal()
    script.second_round("judgment", dana=3, lin="keep", omar="not-voting", tom=2)
    assert levels(script) == [3, 3, None, 3, 2]
    assert [m.source for m in marks(script).values()] == [
        "entered", "kept", "entered", "none", "entered",
    ]  # fmt: skip
    assert marks(script)["omar"].state is State.ABSTAINS
    assert marks(script)["priya"].entry == NONE
    assert levels(script, number=0) == [1, 3, 3, 3, None]


def test_who_is_absent_or_recused_has_no_cell(meet):
    script = meet(judgment="13r34", absent=("tom",)).reveal()
    script.do(rounds.open_round, "judgment")
    assert poll_question("judgment").voters(script.meeting) == ("dana", "lin", "priya")
    for panelist in ("omar", "tom"):
        assert "cannot enter anything here" in script.refusal(
            cells.enter, JUDGMENT, {panelist: "cell"}
        )
    assert "no “nobody”" in script.refusal(cells.enter, JUDGMENT, {"nobody": "cell"})
    assert "already has an entry" in script.refusal(cells.enter, JUDGMENT, {})
    script.enter("judgment", lin=4).commit("judgment")
    assert set(script.log[-1].event.revealed[0].entries) == {"dana", "lin", "priya"}
    assert marks(script)["tom"].source == "none"


def test_who_entered_and_left_is_counted(meet):
    script = meet().reveal()
    script.do(rounds.open_round, "judgment")
    script.enter("judgment", lin=4)
    script.do(opening.mark_attendance, "lin", "left")
    assert levels(script.commit("judgment"))[1] == 4


def test_a_round_opens_after_a_reveal_and_before_the_close(meet):
    script = meet()
    assert "Reveal the first round" in script.refusal(rounds.open_round, "judgment")
    script.reveal().do(rounds.open_round, "judgment")
    assert "already open." in script.refusal(rounds.open_round, "judgment")
    script.enter("judgment", lin="keep").commit("judgment").challenge()
    assert "reopen it first" in script.refusal(rounds.open_round, "judgment")


def test_a_second_round_and_one_more_after_reopening(meet):
    script = meet().reveal().second_round("judgment", lin="keep")
    assert "That was the last round" in script.refusal(rounds.open_round, "judgment")
    script.challenge().do(talk.reopen, "judgment", "A reference")
    script.second_round("judgment", lin="keep")
    assert [r.number for r in script.meeting.poll("judgment").rounds] == [1, 2, 3]
    assert "That was the last round" in script.refusal(rounds.open_round, "judgment")
    script.do(talk.close)
    script.do(talk.reopen, "judgment", "Once more")
    assert "That was the last round" in script.refusal(rounds.open_round, "judgment")


def test_after_the_vote_no_rating_changes(meet):
    script = meet().to_vote().vote()
    assert "vote is revealed" in rounds.no_round_left(script.meeting, "judgment").reason


def test_a_round_needs_somebody_who_may_rate(meet):
    script = meet(judgment="r3333").reveal()
    for panelist in ("lin", "omar", "priya", "tom"):
        script.do(opening.mark_attendance, panelist, "left")
    assert "Nobody who may rate" in script.refusal(rounds.open_round, "judgment")


def test_cells_are_filled_emptied_and_lost(meet):
    script = meet().reveal()
    script.do(rounds.open_round, "judgment")
    script.enter("judgment", lin=4, omar=2)
    assert script.do(cells.clear, JUDGMENT, "lin").round == 2
    assert set(script.cells("judgment")) == {"omar"}
    assert "no entry to clear" in script.refusal(cells.clear, JUDGMENT, "lin")
    script.do(cells.lose, "another key")
    assert script.cells("judgment") == {}
    assert script.meeting.ballot_key == "another key"
    assert "Nobody has an entry yet" in script.refusal(rounds.reveal_round, "judgment", {})


@pytest.mark.parametrize(
    ("rule", "args"),
    [
        (cells.enter, (JUDGMENT, {"lin": "cell"})),
        (cells.clear, (JUDGMENT, "lin")),
        (rounds.reveal_round, ("judgment", {"lin": Sealed(FOUR)})),
        (rounds.abandon_round, ("judgment", "Why")),
    ],
)
def test_without_an_open_round_there_is_nothing_to_enter(meet, rule, args):
    assert "No blind entry is open" in meet().reveal().refusal(rule, *args)


def test_a_round_is_given_up_with_a_reason(meet):
    script = meet().reveal()
    script.do(rounds.open_round, "judgment")
    script.enter("judgment", lin=4)
    assert "Give a reason" in script.refusal(rounds.abandon_round, "judgment", "")
    script.do(rounds.abandon_round, "judgment", "We had talked enough")
    poll = script.meeting.poll("judgment")
    assert (script.meeting.open_round("judgment"), len(poll.abandoned)) == (None, 1)
    script.second_round("judgment", omar=4)
    assert levels(script) == [3, 3, 4, 3, 3]


# ---- votes


def test_votes_are_by_all_present_but_the_recused(meet):
    script = meet(absent=("tom",), culture="3r333", rules=1).to_vote()
    assert poll_question(None).voters(script.meeting) == ("dana", "omar", "priya")
    script.enter(None, dana=4, omar="not-voting")
    script.do(rounds.reveal_votes, script.opened(None))
    states = {p: m.state for p, m in marks(script, None).items()}
    assert states == {
        "dana": State.RATED,
        "lin": State.RECUSED,
        "omar": State.ABSTAINS,
        "priya": State.NOT_ASSESSED,
        "tom": State.NOT_ASSESSED,
    }
    assert set(script.log[-1].event.votes) == {"dana", "omar", "priya"}
    assert {row.id: row.how for row in vote_view(script.meeting).poll.rows} == {
        "dana": "",
        "lin": "",
        "omar": "not voting",
        "priya": "did not vote",
        "tom": "did not vote",
    }


def test_a_vote_cannot_be_revealed_empty_or_twice(meet):
    script = meet().to_vote()
    assert "Nobody has an entry yet" in script.refusal(rounds.reveal_votes, {})
    script.vote()
    assert "No blind entry is open" in script.refusal(rounds.reveal_votes, {"lin": Sealed(FOUR)})


def test_a_competency_reopened_during_the_vote_is_closed_first(meet):
    script = meet().to_vote().enter(None, lin=3)
    script.do(talk.reopen, "judgment", "A doubt")
    assert "Judgment was reopened" in script.refusal(rounds.reveal_votes, script.opened(None))
    script.do(talk.close, None, "It was none")
    assert script.meeting.place.step == "vote"
    assert set(script.cells(None)) == {"lin"}
    script.do(rounds.reveal_votes, script.opened(None))


def test_a_repeated_vote_keeps_who_keeps_or_is_given_up(meet):
    script = meet().to_vote()
    assert "skip the vote instead" in script.refusal(rounds.abandon_round, None, "Late")
    script.vote("33333").challenge("changed")
    script.enter(None, lin=2)
    script.do(rounds.abandon_round, None, "Late")
    assert script.meeting.open_round(None) is None
    script = meet().to_vote().vote("33333").challenge("changed").enter(None, lin=2, tom="keep")
    script.do(rounds.reveal_votes, script.opened(None))
    assert levels(script, None) == [3, 2, 3, 3, 3]
    assert levels(script, None, number=0) == [3, 3, 3, 3, 3]


# ---- corrections


def test_a_slip_is_corrected_and_both_values_are_kept(meet):
    script = meet().reveal().second_round("judgment", lin=1, omar=4)
    event = script.do(rounds.correct_entry, "judgment", "lin", FOUR)
    assert (event.round, event.was.level, event.now.level) == (2, 1, 4)
    script.do(rounds.correct_entry, "judgment", "lin", KEEP)
    mark = marks(script)["lin"]
    assert (mark.level, mark.source) == (3, "kept")
    assert [entry.level for entry in mark.wrong_entries] == [1, 4]
    script.do(rounds.correct_entry, "judgment", "priya", FOUR)
    assert marks(script)["priya"].wrong_entries == (NONE,)
    script.do(rounds.correct_entry, "judgment", "omar", NOT_VOTING)
    assert marks(script)["omar"].level is None


def test_a_vote_is_corrected_until_the_decision(meet):
    script = meet().to_vote().vote("33332")
    script.do(rounds.correct_entry, None, "tom", Entry(choice="level", level=3))
    assert script.meeting.agreement(None).counts == (0, 0, 5, 0)
    script.do(talk.waive_challenge, "It was a slip of the hand")
    script.do(advance)
    script.decide()
    assert "This is closed" in script.refusal(rounds.correct_entry, None, "tom", FOUR)


@pytest.mark.parametrize(
    ("arrived", "advice"),
    [
        ((), "No scorecard from Lin Day and Tom Day."),
        (("tom",), "Tom Day’s scorecard is waiting: p accepts it. No scorecard from Lin Day."),
        (("lin", "tom"), "The scorecards of Lin Day and Tom Day are waiting: p accepts them."),
        (("dana",), "No scorecard from Lin Day and Tom Day."),
    ],
)
def test_a_card_that_waits_is_not_called_missing(meet, arrived, advice):
    script = meet(without=("lin", "tom"))
    said = f"Read the four levels aloud, then reveal. {advice}"
    assert rounds.before_reveal(script.meeting, arrived) == said
    facts = {p: CardFacts(panelist=p) for p in arrived}
    assert view(script.meeting, new_cards=facts).guidance == said


def test_a_correction_keeps_no_rating_that_never_was(meet):
    script = meet(judgment="n3333").reveal().second_round("judgment", dana=4, lin=4)
    refused = script.refusal(rounds.correct_entry, "judgment", "dana", KEEP)
    assert refused == "Dana Day had no rating to keep: choose another."
    script.do(rounds.correct_entry, "judgment", "lin", KEEP)


def test_corrections_that_cannot_be(meet):
    script = meet(judgment="33r33").reveal()
    correct = rounds.correct_entry
    assert "entered by hand" in script.refusal(correct, "judgment", "lin", FOUR)
    script.second_round("judgment", lin=4)
    assert "no “nobody”" in script.refusal(correct, "judgment", "nobody", FOUR)
    assert "had no entry" in script.refusal(correct, "judgment", "omar", FOUR)
    assert "That is already" in script.refusal(correct, "judgment", "lin", FOUR)
    for level in (0, 5):
        beyond = Entry(choice="level", level=level)
        assert "has 4 levels" in script.refusal(correct, "judgment", "lin", beyond)
    script.do(rounds.explain_move, "judgment", "lin", "Why")
    script.challenge()
    assert "This is closed" in script.refusal(correct, "judgment", "lin", KEEP)
    script.do(talk.reopen, "judgment", "A doubt")
    script.do(rounds.open_round, "judgment")
    assert "entered by hand" in script.refusal(correct, "judgment", "lin", KEEP)


def test_a_threshold_s_correction_knows_its_two_levels(meet):
    script = meet().at("depth").reveal().second_round("depth", lin=1)
    assert "has 2 levels" in script.refusal(rounds.correct_entry, "depth", "lin", FOUR)


# ---- reasons


def test_who_moved_says_why_or_declines(meet):
    script = meet().reveal().second_round("judgment", lin=4, omar="not-voting", priya="keep")
    assert script.meeting.movers("judgment") == ("lin", "omar")
    explain = rounds.explain_move
    assert "did not move" in script.refusal(explain, "judgment", "priya", "Why")
    assert "no “nobody”" in script.refusal(explain, "judgment", "nobody", "Why")
    assert "or choose “declined to say”." in script.refusal(explain, "judgment", "lin", " ")
    assert script.do(explain, "judgment", "lin", "Why") == e.MoveExplained(
        competency="judgment", round=2, panelist="lin", reason="Why"
    )
    declined = script.do(explain, "judgment", "omar", "left over", declined=True)
    assert (declined.reason, declined.declined) == ("", True)


@pytest.mark.parametrize(
    ("first", "then", "moved"),
    [
        ("3", 4, True),
        ("3", 3, False),
        ("3", "not-voting", True),
        ("n", 4, False),
        ("-", 4, False),
        ("a", 4, False),
        ("n", "not-voting", False),
    ],
)
def test_a_first_rating_is_no_change_of_mind(meet, first, then, moved):
    script = meet(judgment=f"{first}3333").reveal().second_round("judgment", dana=then)
    assert ("dana" in script.meeting.movers("judgment")) == moved


def test_nobody_moves_in_round_one(meet):
    assert meet().reveal().meeting.movers("judgment") == ()


def test_there_is_nothing_to_rate_again_outside_of_a_competency(meet):
    table = Table(meet().to_decision().meeting)
    refused = named("open_round").do(table, "", {})
    assert refused == Refused("There is nothing to rate again at this step.")
