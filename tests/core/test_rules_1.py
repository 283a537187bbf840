"""Rules 1: what distance calls a consensus, how it closes, stands in the way, and is challenged."""

from __future__ import annotations

import pytest

from debrief.core.meeting import agenda
from debrief.core.meeting.challenge import challenge, challenger_counts
from debrief.core.meeting.question import poll_question
from debrief.core.steps import Place
from debrief.core.verbs import decision, moves, named, opening, rounds, talk
from debrief.core.verbs.verb import Table, act

# ---- who is asked


def asked(script, competency="judgment"):
    found = challenge(script.meeting, competency)
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
    script = meet(rules=1, judgment=marks, special=ratings).reveal()
    for panelist in left:
        script.do(opening.mark_attendance, panelist, "left")
    assert asked(script) == challenge


def test_against_a_low_consensus_evidence_against_is_no_dissent(meet, rate):
    low = {
        (p, "judgment"): rate("1", **{"for": [], "against": ["No"]})
        for p in ("dana", "lin", "omar", "priya", "tom")
    }
    assert asked(meet(rules=1, special=low).reveal()) == ("challenger", ("lin",))


def test_who_is_set_aside_is_not_called_on(start):
    script = start(judgment="34333").open()
    script.do(opening.confirm_role, "lin", "differs", differs="x", ruling="y", ratings="set-aside")
    for panelist in ("dana", "omar", "priya", "tom"):
        script.do(opening.confirm_role, panelist, "same")
    script.do(opening.pass_gate)
    assert asked(script.reveal()) == ("challenger", ("omar",))


def test_equal_seniority_bars_nobody_but_the_owner(meet, brief):
    panel = [{"id": p, "name": p.title()} for p in ("dana", "lin", "omar", "priya", "tom")]
    script = meet(rules=1, brief=brief(panel=panel)).reveal()
    for panelist in ("lin", "omar", "priya"):
        script.do(opening.mark_attendance, panelist, "left")
    assert asked(script) == ("challenger", ("tom",))


def test_fewest_turns_first_then_panel_order(meet):
    script = meet(rules=1)
    called = []
    while script.meeting.place.competency is not None:
        script.reveal()
        called += asked(script, script.meeting.place.competency)[1]
        script.challenge("held-new-evidence")
    assert called == ["lin", "omar", "priya", "lin"]
    assert challenger_counts(script.meeting) == {
        "dana": 0,
        "lin": 2,
        "omar": 1,
        "priya": 1,
        "tom": 0,
    }


def test_a_called_dissenter_has_had_no_turn(meet):
    script = meet(rules=1, judgment="34333").reveal().challenge()
    assert set(challenger_counts(script.meeting).values()) == {0}


def test_a_challenge_for_several_is_one_turn(meet):
    script = meet(rules=1)
    script.settle().settle()
    script.reveal().do(talk.waive_challenge, "Late", together=True)
    script.reveal().do(talk.waive_challenge, "Late", together=True)
    script.challenge()
    assert sum(challenger_counts(script.meeting).values()) == 3


# ---- one challenge for several


def offered(script):
    return agenda.offers_together(script.meeting)


def test_two_held_without_new_evidence_bring_the_offer_once(meet):
    script = meet(rules=1).reveal()
    assert not offered(script)
    script.challenge("held-new-evidence").reveal().challenge().reveal()
    assert not offered(script)
    script.challenge().reveal()
    assert offered(script)
    assert agenda.challenged_with(script.meeting, "depth") == ("depth",)
    script.do(talk.waive_challenge, "Late", together=True)
    assert agenda.challenged_with(script.meeting, "depth") == ("depth",)


def test_a_challenge_is_put_off_by_its_own_form(meet):
    script = meet(rules=1).settle().settle().reveal()
    table = Table(script.meeting, script.log)
    put_off = act(named("challenge"), table, "", {"argued": "", "outcome": "together"})
    assert (put_off.together, put_off.closes) == (True, None)


def test_after_one_challenge_for_several_there_is_no_further_offer(meet, brief):
    names = ("judgment", "influence", "culture", "depth", "growth", "calm")
    plain = brief().competencies
    more = [plain[1].model_copy(update={"id": n, "title": n.title()}) for n in names[4:]]
    script = meet(
        rules=1,
        brief=brief().model_copy(update={"competencies": (*plain, *more)}),
        growth="33333",
        calm="33333",
    )
    script.settle().settle()
    for _ in range(2):
        script.reveal().do(talk.waive_challenge, "Late", together=True)
    script.at("culture")
    assert agenda.challenged_with(script.meeting, "culture") == ("culture", "depth")
    script.challenge()
    assert {script.meeting.competencies[c].closed.closing for c in ("culture", "depth")} == {
        "agreed"
    }
    assert not offered(script.reveal())


def test_no_offer_for_a_must_have_or_outside_a_competency(meet):
    script = meet(rules=1).at("influence").settle().settle().reveal()
    assert offered(script)
    script.do(moves.go, Place(step="references"))
    assert not offered(script)
    assert not offered(script.at("judgment").reveal())


def test_what_was_put_off_and_fell_apart_is_argued_on_its_own(meet):
    script = meet(rules=1).settle().settle()
    script.reveal().do(talk.waive_challenge, "Late", together=True)
    script.reveal().do(talk.waive_challenge, "Late", together=True)
    script.at("depth").do(rounds.open_round, "depth")
    assert agenda.deferred_challenges(script.meeting) == ("culture",)
    script.enter("depth", lin=1, omar=1).commit("depth")
    assert agenda.deferred_challenges(script.meeting) == ("culture",)
    script.at("culture").challenge()
    assert agenda.open_competencies(script.meeting) == ("depth",)


# ---- what stands in the way of a hire


def obstacles(script):
    return agenda.obstacles(script.meeting)


OBSTACLES = [
    # judgment's and depth's ratings, what stands in the way
    ("33333", "22222", {}),
    ("22222", "22222", {"judgment": "not met"}),
    ("22333", "22222", {"judgment": "contested"}),
    ("23nnn", "22222", {"judgment": "not met"}),
    ("3nnnn", "22222", {"judgment": "rated by too few"}),
    ("nnnnn", "22222", {"judgment": "not assessed"}),
    ("33333", "11111", {"depth": "not met"}),
    ("33333", "22221", {"depth": "contested"}),
    ("33333", "nnnnn", {"depth": "not assessed"}),
    ("11111", "12222", {"judgment": "not met", "depth": "contested"}),
]


@pytest.mark.parametrize(("judgment", "depth", "found"), OBSTACLES)
def test_what_stands_in_the_way(meet, judgment, depth, found):
    assert obstacles(meet(rules=1, judgment=judgment, depth=depth).settle_all()) == found


def test_open_undiscussed_and_unsettled_must_haves_stand_in_the_way(meet):
    script = meet(rules=1)
    assert obstacles(script) == {"judgment": "still open", "depth": "still open"}
    script.reveal().challenge("open")
    assert obstacles(script)["judgment"] == "short of signal"
    script.do(rounds.wrap_up, script.cards, reason="Time is up.")
    assert obstacles(script)["depth"] == "not discussed"


def test_agreed_against_the_proposal_without_a_rating_is_not_assessed(meet):
    script = meet(rules=1, judgment="nnnnn").reveal()
    script.do(talk.close, "agreed", "We trust the references")
    assert obstacles(script)["judgment"] == "not assessed"


def test_a_ruling_removes_an_obstacle_until_the_competency_is_reopened(meet):
    script = meet(rules=1, judgment="22222").settle()
    script.do(decision.rule_on, "judgment", "She will learn")
    assert "judgment" not in obstacles(script)
    script.do(talk.reopen, "judgment", "A reference")
    script.do(talk.close, None, "It said nothing new")
    assert obstacles(script)["judgment"] == "not met"


# ---- another role, and people without a card


def test_a_rating_for_another_role_is_kept_only_after_a_round(start):
    script = start(rules=1).open()
    ruled = {"differs": "Another role", "ruling": "This one", "ratings": "re-rate"}
    for panelist in ("dana", "lin", "omar", "priya"):
        script.do(opening.confirm_role, panelist, "same")
    script.do(opening.confirm_role, "tom", "differs", **ruled)
    script.do(opening.pass_gate)
    question = poll_question("judgment")
    script.reveal()
    assert not question.may_keep(script.meeting, "tom")
    assert question.may_keep(script.meeting, "lin")
    script.second_round("judgment", tom=3)
    assert question.may_keep(script.meeting, "tom")


def test_whoever_rated_without_a_card_wrote_no_doubt(meet):
    script = meet(rules=1, judgment="3333-").reveal()
    script.second_round("judgment", tom=3)
    assert asked(script) == ("challenger", ("lin",))
