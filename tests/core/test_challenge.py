"""The ladder of the challenge, its prompts, and the speaking order."""

from __future__ import annotations

import pytest

from debrief.core.meeting import challenge as ladder
from debrief.core.verbs import moves, opening, rounds

PANEL = ("dana", "lin", "omar", "priya", "tom")
# Dana decides, Tom is the most senior, Lin the most junior.


def asked(script, competency="judgment"):
    found = ladder.challenge(script.meeting, competency)
    return found.basis, found.challengers


def named(script, competency="judgment"):
    found = ladder.challenge(script.meeting, competency)
    return [(one.panelist, one.why, one.line) for one in found.named]


def judged(meet, rate, marks, special, **more):
    mark_of = dict(zip(PANEL, marks, strict=True))
    ratings = {(p, "judgment"): rate(mark_of[p], **x) for p, x in special.items()}
    return meet(judgment=marks, special=ratings, **more)


LOW, AGAINST = {"confidence": "low"}, {"against": ["Blamed the team"]}
MORE = {"against": ["Blamed the team", "Twice"]}
ABSTAINS = ("abstains", "So it is.")
WROTE = ("wrote against it", "Blamed the team")
UNSURE, NEARER = ("low confidence", "Saw it"), ("nearer to the line", "Saw it")
APPOINTED = ("asked to argue against it", "")

LADDER = [
    # judgment's ratings, special ratings, who left, the people named in order with their reasons
    ("33333", {}, (), {"lin": APPOINTED}),
    ("3333a", {}, (), {"tom": ABSTAINS}),
    ("aa33a", {}, (), {"lin": ABSTAINS, "tom": ABSTAINS}),
    ("3333a", {"tom": {"reason": " "}}, (), {"lin": APPOINTED}),
    ("3333a", {"priya": AGAINST}, (), {"tom": ABSTAINS}),
    ("3333a", {"priya": AGAINST}, ("tom",), {"priya": WROTE}),
    ("3333r", {}, (), {"lin": APPOINTED}),
    ("3333n", {}, (), {"lin": APPOINTED}),
    ("33333", {"priya": AGAINST}, (), {"priya": WROTE}),
    ("33333", {"priya": {**AGAINST, "for": ["a", "b"]}}, (), {"lin": APPOINTED}),
    ("33333", {"omar": AGAINST, "tom": MORE, "lin": AGAINST}, (), {"tom": WROTE, "lin": WROTE}),
    ("33333", {"omar": {**AGAINST, **LOW}, "lin": AGAINST}, (), {"omar": WROTE, "lin": WROTE}),
    ("33333", {"omar": LOW, "priya": AGAINST}, (), {"priya": WROTE}),
    ("33333", {"omar": LOW, "tom": LOW}, (), {"omar": UNSURE, "tom": UNSURE}),
    ("33333", {"omar": {**LOW, "for": []}}, (), {"omar": ("low confidence", "")}),
    ("34444", {}, (), {"lin": APPOINTED, "dana": NEARER}),  # the owner second, after a challenger
    ("44434", {}, (), {"priya": NEARER}),
    ("44334", {}, (), {"priya": NEARER, "omar": NEARER}),
    ("44333", {}, (), {"lin": APPOINTED}),  # nearer is the median
    ("33444", {}, ("lin",), {"omar": APPOINTED, "dana": NEARER}),
    ("4433-", {}, (), {"lin": APPOINTED}),  # two of four are no minority
    ("33334", {}, (), {"lin": APPOINTED}),  # further from the line is no doubt
    ("33333", {"dana": AGAINST}, (), {"lin": APPOINTED, "dana": WROTE}),
    ("33333", {"dana": AGAINST, "tom": LOW}, (), {"tom": UNSURE}),
    ("33333", {"dana": LOW}, ("lin", "omar", "priya", "tom"), {"dana": UNSURE}),
    ("33333", {}, ("lin", "priya", "omar"), {"tom": APPOINTED}),
    ("33333", {}, ("lin", "priya", "omar", "tom"), {"dana": APPOINTED}),
    ("33333", {}, PANEL, {}),
    ("a3333", {}, ("lin", "omar", "priya", "tom"), {"dana": ABSTAINS}),
    ("33333", {"dana": LOW}, PANEL, {}),
    ("nnn33", {}, ("priya", "tom"), {}),
    ("nnnnn", {}, (), {}),
]  # fmt: skip


@pytest.mark.parametrize("row", LADDER)
def test_the_first_rung_that_holds_anybody_names_two_at_most(meet, rate, row):
    marks, special, left, people = row
    script = judged(meet, rate, marks, special).reveal()
    for panelist in left:
        script.do(opening.mark_attendance, panelist, "left")
    assert named(script) == [(p, *why) for p, why in people.items()]


def test_against_a_no_speaks_what_is_for_the_candidate(meet, rate):
    low = {(p, "judgment"): rate("2", **{"for": [], "against": ["No"]}) for p in PANEL}
    assert asked(meet(special=low).reveal()) == ("challenger", ("lin",))
    low["omar", "judgment"] = rate("2", **{"for": ["Once"], "against": ["No"]})
    assert named(meet(special=low).reveal()) == [("omar", "wrote for it", "Once")]


def test_whoever_moved_across_the_line_is_asked_first(meet, rate):
    script = judged(meet, rate, "22344", {"priya": LOW}).reveal()
    script.second_round("judgment", dana=3, lin=3, priya=3)
    for panelist in script.meeting.movers("judgment"):
        script.do(rounds.explain_move, "judgment", panelist, f"Heard by {panelist}")
    assert named(script) == [("lin", "moved from no to yes", "Heard by lin")]


def test_a_move_without_a_reason_keeps_the_line_of_the_card(meet):
    script = meet(judgment="32333").reveal().second_round("judgment", lin=3)
    script.do(rounds.explain_move, "judgment", "lin", "", declined=True)
    assert named(script) == [("lin", "moved from no to yes", "Saw it")]


def test_somebody_who_rated_only_by_hand_has_no_written_doubt(meet):
    script = meet(without=("tom",), judgment="33333").reveal().second_round("judgment", tom=3)
    assert asked(script) == ("challenger", ("lin",))
    script = meet(without=("tom",), judgment="44444").reveal().second_round("judgment", tom=3)
    assert named(script) == [("tom", "nearer to the line", "")]


def test_somebody_who_abstains_in_a_later_round_gave_no_reason(meet):
    script = meet(judgment="33334").reveal().second_round("judgment", tom="not-voting")
    script.do(rounds.explain_move, "judgment", "tom", "", declined=True)
    assert asked(script) == ("challenger", ("lin",))


def test_fewest_turns_first_then_panel_order(meet):
    script = meet()
    called = []
    while script.meeting.place.competency is not None:
        script.reveal()
        called += asked(script, script.meeting.place.competency)[1]
        script.challenge()
    assert called == ["lin", "omar", "priya", "lin"]


def test_an_owner_named_second_had_no_turn(meet, rate):
    script = judged(meet, rate, "33333", {"dana": AGAINST}).reveal().challenge()
    assert script.log[-1].event.challengers == ("lin", "dana")
    assert asked(script.reveal(), "influence") == ("challenger", ("omar",))


# ---- the vote


ACROSS = {("omar", "judgment"): ("2", AGAINST), ("tom", "depth"): ("1", {})}


def voted(meet, rate, special, votes="33333", **more):
    ratings = {key: rate(mark, key[1], **x) for key, (mark, x) in special.items()}
    return meet(special=ratings, **more).to_vote().vote(votes)


def test_the_vote_asks_whoever_was_across_on_a_must_have_or_threshold(meet, rate):
    assert named(voted(meet, rate, ACROSS), None) == [
        ("omar", "no on Judgment", "Blamed the team"),
        ("tom", "not met on Depth", ""),
    ]


def test_a_vote_of_no_asks_whoever_said_yes(meet, rate):
    yes = {("omar", "judgment"): ("3", {})}
    script = voted(meet, rate, yes, "22222", judgment="22322", depth="11111")
    assert named(script, None) == [("omar", "yes on Judgment", "Saw it")]


def test_the_vote_asks_then_who_was_unsure_on_most_must_haves(meet, rate):
    script = voted(meet, rate, {("priya", "judgment"): ("3", LOW)})
    assert named(script, None) == [("priya", "low confidence on most must-haves", "Saw it")]


def test_the_vote_asks_then_who_voted_nearer_to_the_line(meet, rate):
    assert named(voted(meet, rate, {}, "43444"), None) == [("lin", "nearer to the line", "")]


def test_must_haves_that_were_skipped_or_not_rated_name_nobody_at_the_vote(meet):
    script = meet(without=("tom",))
    script.do(moves.waive, "Late")
    script.to_vote().vote("33333")
    assert named(script, None) == [("lin", "asked to argue against it", "")]


def test_prompts_are_the_competency_s_own_and_rotate(meet):
    script = meet()
    assert ladder.challenge(script.reveal().meeting, "judgment").prompt == "First prompt"
    script.challenge()
    prompt = ladder.challenge(script.reveal().meeting, "influence").prompt
    assert prompt == ladder.GENERAL_PROMPTS[1]
    assert ladder.challenge(script.meeting, "judgment").prompt == "Second prompt"


def test_the_vote_has_prompts_of_its_own(meet):
    script = meet().to_vote().vote("34333")
    found = ladder.challenge(script.meeting, None)
    assert found.prompt in ladder.VOTE_PROMPTS
    assert (found.basis, found.challengers) == ("challenger", ("omar",))


def test_a_unanimous_vote_has_a_challenger(meet):
    script = meet().to_vote().vote("33333")
    assert asked(script, None) == ("challenger", ("omar",))  # lin had two turns, he one


ORDERS = [
    # ratings, who left, the order
    ("33333", (), "lin priya omar tom dana"),
    ("23334", (), "tom lin priya omar dana"),  # the owner is last even at an end
    ("32343", (), "lin priya omar tom dana"),
    ("33314", (), "priya tom lin omar dana"),
    ("34413", (), "priya lin omar tom dana"),  # of several at an end the most junior
    ("33224", ("tom",), "priya lin omar dana"),
    ("31234", ("tom",), "lin priya omar dana"),
    ("13324", ("tom",), "lin priya omar dana"),
    ("3n3r3", (), "omar tom dana"),
    ("nnnnn", (), ""),
]


@pytest.mark.parametrize(("marks", "left", "order"), ORDERS)
def test_the_speaking_order(meet, marks, left, order):
    script = meet(judgment=marks).reveal()
    for panelist in left:
        script.do(opening.mark_attendance, panelist, "left")
    assert list(ladder.speaking_order(script.meeting, "judgment")) == order.split()


def test_of_several_at_an_end_the_one_with_most_evidence_against_the_other_begins(meet, rate):
    special = {"omar": {"for": ["a", "b"]}, "tom": {"against": ["x", "y"]}, "priya": MORE}
    script = judged(meet, rate, "34422", special).reveal()
    order = ladder.speaking_order(script.meeting, "judgment")
    assert order == ("priya", "omar", "lin", "tom", "dana")


def test_those_at_an_end_without_a_card_speak_by_seniority(meet):
    script = meet(without=("tom", "omar"), judgment="33333").reveal()
    script.second_round("judgment", tom=4, omar=4)
    assert ladder.speaking_order(script.meeting, "judgment") == (
        "lin",
        "omar",
        "priya",
        "tom",
        "dana",
    )


def test_a_new_owner_speaks_last(meet):
    script = meet().reveal()
    script.do(opening.replace_owner, "lin", "Dana is ill")
    assert ladder.speaking_order(script.meeting, "judgment")[-1] == "lin"


def test_after_a_second_round_its_levels_count(meet):
    script = meet(judgment="33311").reveal().second_round("judgment", tom=3, priya=4)
    assert ladder.speaking_order(script.meeting, "judgment")[0] == "lin"
    assert script.meeting.agreement("judgment").counts == (0, 0, 4, 1)
    for panelist in script.meeting.movers("judgment"):
        script.do(rounds.explain_move, "judgment", panelist, "", declined=True)
    assert asked(script) == ("dissent", ("priya", "tom"))
