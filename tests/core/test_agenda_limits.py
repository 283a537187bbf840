"""One challenge for several, what stands in the way of a hire, and the time that is left."""

from __future__ import annotations

import pytest

from debrief.core import agenda
from debrief.core.meeting import Meeting
from debrief.core.rules import anytime, closing, moves, rounds, talk
from debrief.core.steps import Place

# ---- one challenge for several


def offered(script):
    return agenda.offers_together(script.meeting)


def test_two_held_without_new_evidence_bring_the_offer_once(meet):
    script = meet().reveal()
    assert not offered(script)
    script.challenge(new_evidence=True).reveal().challenge().reveal()
    assert not offered(script)
    script.challenge().reveal()
    assert offered(script)
    assert agenda.challenged_with(script.meeting, "depth") == ("depth",)
    script.do(talk.waive_challenge, "Late", together=True)
    assert agenda.challenged_with(script.meeting, "depth") == ("depth",)


def test_after_one_challenge_for_several_there_is_no_further_offer(meet, brief):
    names = ("judgment", "influence", "culture", "depth", "growth", "calm")
    plain = brief().competencies
    more = [plain[1].model_copy(update={"id": n, "title": n.title()}) for n in names[4:]]
    script = meet(
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
    script = meet().at("influence").settle().settle().reveal()
    assert offered(script)
    script.do(moves.go, Place(step="references"))
    assert not offered(script)
    assert not offered(script.at("judgment").reveal())


def test_what_was_put_off_and_fell_apart_is_argued_on_its_own(meet):
    script = meet().settle().settle()
    script.reveal().do(talk.waive_challenge, "Late", together=True)
    script.reveal().do(talk.waive_challenge, "Late", together=True)
    script.at("depth").do(rounds.open_round, "depth")
    assert agenda.put_off(script.meeting) == ("culture",)
    script.enter("depth", lin=1, omar=1).commit("depth")
    assert agenda.put_off(script.meeting) == ("culture",)
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
    assert obstacles(meet(judgment=judgment, depth=depth).settle_all()) == found


def test_open_undiscussed_and_unsettled_must_haves_stand_in_the_way(meet):
    script = meet()
    assert obstacles(script) == {"judgment": "still open", "depth": "still open"}
    script.reveal().challenge("open")
    assert obstacles(script)["judgment"] == "short of signal"
    script.do(rounds.wrap_up, script.cards)
    assert obstacles(script)["depth"] == "not discussed"


def test_agreed_against_the_proposal_without_a_rating_is_not_assessed(meet):
    script = meet(judgment="nnnnn").reveal()
    script.do(talk.close, "agreed", "We trust the references")
    assert obstacles(script)["judgment"] == "not assessed"


def test_a_ruling_removes_an_obstacle_until_the_competency_is_reopened(meet):
    script = meet(judgment="22222").settle()
    script.do(closing.rule_on, "judgment", "She will learn")
    assert "judgment" not in obstacles(script)
    script.do(talk.reopen, "judgment", "A reference")
    script.do(talk.close)
    assert obstacles(script)["judgment"] == "not met"


# ---- time


def test_the_shipped_agenda_has_seventy_five_minutes_for_seven_competencies(brief):
    one = brief().competencies[1]
    seven = [one.model_copy(update={"id": f"c{n}"}) for n in range(7)]
    meeting = Meeting.planned(brief(competencies=seven))
    assert sum(agenda.planned(meeting, p) for p in meeting.places()) == 75 * 60


def test_time_run_over_is_taken_evenly_from_what_remains(meet, competency):
    script = meet()
    before = agenda.budget(script.meeting, competency("influence"))
    assert before == 300
    script.reveal().add(anytime.take_minute(script.meeting, "Long"), after=1800)
    assert agenda.budget(script.meeting, competency("judgment")) == 300
    script.challenge()
    meeting = script.meeting
    left = [p for p in meeting.places() if not agenda.is_finished(meeting, p)]
    assert agenda.budget(meeting, competency("influence")) < before
    total = sum(agenda.planned(meeting, p) for p in meeting.places())
    spent = sum(s for p, s in meeting.clock.used.items() if p not in left)
    assert sum(agenda.budget(meeting, p) for p in left) == pytest.approx(total - spent)


def test_time_left_over_lengthens_nothing(meet, competency):
    script = meet().settle()
    assert agenda.budget(script.meeting, competency("influence")) == 300


def test_when_all_time_is_gone_nothing_is_negative(meet, competency):
    script = meet().reveal()
    script.add(anytime.take_minute(script.meeting, "Long"), after=100_000)
    script.challenge()
    assert agenda.budget(script.meeting, competency("influence")) == 0


def test_an_agenda_without_minutes_has_no_budget(meet, brief, competency):
    steps = brief().agenda.model_dump(by_alias=True)
    nothing = dict.fromkeys(steps, 0)
    script = meet(brief=brief(agenda=nothing))
    assert agenda.budget(script.meeting, competency("judgment")) == 0
