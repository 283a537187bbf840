"""The ladder of the challenge, its prompts, and the speaking order."""

from __future__ import annotations

import pytest

from debrief.core import challenge as ladder
from debrief.core.rules import opening, rounds, talk


def asked(script, competency="judgment"):
    found = ladder.challenge(script.meeting, competency)
    return found.basis, found.challengers


LADDER = [
    # judgment's ratings, special ratings, who left, the challenge
    ("33333", {}, (), ("challenger", ("lin",))),
    ("33334", {}, (), ("dissent", ("tom",))),
    ("23333", {}, (), ("dissent", ("dana",))),
    ("33434", {}, (), ("dissent", ("omar", "tom"))),
    ("33334", {}, ("tom",), ("challenger", ("lin",))),
    ("3333-", {}, (), ("challenger", ("lin",))),
    ("3344-", {}, (), ("challenger", ("lin",))),
    # two against two is no minority, whoever of them has left
    ("3344-", {}, ("dana", "lin", "omar"), ("challenger", ("priya",))),
    ("33333", {"priya": {"confidence": "low"}}, (), ("dissent", ("priya",))),
    ("33333", {"priya": {"against": ["Blamed the team"]}}, (), ("dissent", ("priya",))),
    ("33333", {"priya": {"against": ["Blamed the team"]}}, ("priya",), ("challenger", ("lin",))),
    ("11111", {"priya": {"against": ["Blamed the team"]}}, (), ("dissent", (
        "dana", "lin", "omar", "priya", "tom"))),  # a low consensus: what speaks for them
    ("33334", {"lin": {"confidence": "low"}}, (), ("dissent", ("lin", "tom"))),
    ("33333", {}, ("lin", "priya", "omar"), ("challenger", ("dana",))),  # the owner is relaxed
    ("33333", {}, ("lin", "priya", "omar", "dana"), ("challenger", ("tom",))),
    ("33333", {}, ("lin", "priya", "omar", "dana", "tom"), ("panel", ())),
    ("3--33", {}, (), ("challenger", ("priya",))),
    ("3---3", {}, ("dana",), ("challenger", ("tom",))),  # the only one there who rated
    ("nnn33", {}, ("priya", "tom"), ("panel", ())),
    ("nnnnn", {}, (), ("panel", ())),
]  # fmt: skip


@pytest.mark.parametrize("row", LADDER)
def test_the_ladder(meet, rate, row):
    marks, special, left, challenge = row
    mark_of = dict(zip(("dana", "lin", "omar", "priya", "tom"), marks, strict=True))
    ratings = {(p, "judgment"): rate(mark_of[p], **more) for p, more in special.items()}
    script = meet(judgment=marks, special=ratings).reveal()
    for panelist in left:
        script.do(opening.mark_attendance, panelist, "left")
    assert asked(script) == challenge


def test_against_a_low_consensus_evidence_against_is_no_dissent(meet, rate):
    low = {
        (p, "judgment"): rate("1", **{"for": [], "against": ["No"]})
        for p in ("dana", "lin", "omar", "priya", "tom")
    }
    assert asked(meet(special=low).reveal()) == ("challenger", ("lin",))


def test_who_is_set_aside_is_not_called_on(start):
    script = start(judgment="34333").open()
    script.do(opening.confirm_role, "lin", "differs", differs="x", ruling="y", ratings="set-aside")
    for panelist in ("dana", "omar", "priya", "tom"):
        script.do(opening.confirm_role, panelist, "same")
    script.do(opening.pass_gate)
    assert asked(script.reveal()) == ("challenger", ("omar",))


def test_equal_seniority_bars_nobody_but_the_owner(meet, brief):
    panel = [{"id": p, "name": p.title()} for p in ("dana", "lin", "omar", "priya", "tom")]
    script = meet(brief=brief(panel=panel)).reveal()
    for panelist in ("lin", "omar", "priya"):
        script.do(opening.mark_attendance, panelist, "left")
    assert asked(script) == ("challenger", ("tom",))


def test_fewest_turns_first_then_panel_order(meet):
    script = meet()
    called = []
    while script.meeting.place.competency is not None:
        script.reveal()
        called += asked(script, script.meeting.place.competency)[1]
        script.challenge(new_evidence=True)
    assert called == ["lin", "omar", "priya", "lin"]
    assert ladder.turns(script.meeting) == {"dana": 0, "lin": 2, "omar": 1, "priya": 1, "tom": 0}


def test_a_called_dissenter_has_had_no_turn(meet):
    script = meet(judgment="34333").reveal().challenge()
    assert set(ladder.turns(script.meeting).values()) == {0}


def test_a_challenge_for_several_is_one_turn(meet):
    script = meet()
    script.settle().settle()
    script.reveal().do(talk.waive_challenge, "Late", together=True)
    script.reveal().do(talk.waive_challenge, "Late", together=True)
    script.challenge()
    assert sum(ladder.turns(script.meeting).values()) == 3


def test_prompts_are_the_competency_s_own_and_rotate(meet):
    script = meet()
    assert ladder.challenge(script.reveal().meeting, "judgment").prompt == "First prompt"
    script.challenge()
    prompt = ladder.challenge(script.reveal().meeting, "influence").prompt
    assert prompt == ladder.GENERAL_PROMPTS[1]
    assert ladder.challenge(script.meeting, "judgment").prompt == "Second prompt"


def test_the_vote_has_prompts_of_its_own_and_calls_on_its_minority(meet):
    script = meet().to_vote().vote("34333")
    found = ladder.challenge(script.meeting, None)
    assert found.prompt in ladder.VOTE_PROMPTS
    assert (found.basis, found.challengers) == ("dissent", ("lin",))


def test_a_unanimous_vote_has_a_challenger(meet):
    script = meet().to_vote().vote("33333")
    assert asked(script, None) == ("challenger", ("omar",))  # lin had two turns, he one


ORDERS = [
    # ratings, who left, the order
    ("33333", (), "lin priya omar tom dana"),
    ("23334", (), "tom lin priya omar dana"),  # the owner is last even as an extreme
    ("32343", (), "lin priya omar tom dana"),
    ("33314", (), "priya tom lin omar dana"),
    ("33224", ("tom",), "lin priya omar dana"),
    ("31234", ("tom",), "lin priya omar dana"),
    ("13324", ("tom",), "lin omar priya dana"),
    ("3n3r3", (), "omar tom dana"),
    ("nnnnn", (), ""),
]


@pytest.mark.parametrize(("marks", "left", "order"), ORDERS)
def test_the_speaking_order(meet, marks, left, order):
    script = meet(judgment=marks).reveal()
    for panelist in left:
        script.do(opening.mark_attendance, panelist, "left")
    assert list(ladder.speaking_order(script.meeting, "judgment")) == order.split()


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
    assert asked(script) == ("dissent", ("priya",))


def test_somebody_who_rated_only_by_hand_has_no_written_doubt(meet):
    script = meet(without=("tom",), judgment="33333").reveal().second_round("judgment", tom=3)
    assert asked(script) == ("challenger", ("lin",))


@pytest.mark.parametrize(
    ("ids", "sentence"),
    [
        ((), ""),
        (("lin",), "Lin Day"),
        (("lin", "tom"), "Lin Day and Tom Day"),
        (("lin", "omar", "tom"), "Lin Day, Omar Day and Tom Day"),
    ],
)
def test_names_as_a_sentence_says_them(meet, ids, sentence):
    assert ladder.names(meet().meeting, ids) == sentence
