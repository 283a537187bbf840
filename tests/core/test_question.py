"""Four questions of each blind question: who enters, on which scale, what is kept, what if not."""

from __future__ import annotations

import pytest

from debrief.core.meeting import events as e
from debrief.core.meeting.question import CaseQuestion, CompetencyQuestion, VoteQuestion
from debrief.core.refused import Refused
from debrief.core.scorecard import Entry
from debrief.core.sealed import Sealed
from debrief.core.verbs import cells, opening, rounds, warmup

JUDGMENT, VOTE = CompetencyQuestion("judgment"), VoteQuestion()
CASE = CaseQuestion("judgment", "tripwire")


def test_a_competency_is_rated_again_by_those_whose_ratings_count(meet):
    script = meet(judgment="13r34", absent=("tom",))
    assert JUDGMENT.voters(script.meeting) == ()
    script.reveal()
    assert JUDGMENT.voters(script.meeting) == ("dana", "lin", "priya")
    assert JUDGMENT.levels(script.meeting.brief) == script.meeting.brief.scale.levels
    assert JUDGMENT.without_entry(script.meeting) == "keep"


def test_a_rating_of_another_role_is_not_kept_in_the_second_round(meet):
    script = meet(absent=("tom",))
    script.do(opening.mark_attendance, "tom", "late")
    script.do(opening.confirm_role, "tom", "differs", differs="x", ruling="y", ratings="re-rate")
    script.reveal()
    assert JUDGMENT.may_keep(script.meeting, "lin")
    assert not JUDGMENT.may_keep(script.meeting, "tom")
    script.second_round("judgment", tom=2)
    assert JUDGMENT.may_keep(script.meeting, "tom")


@pytest.mark.parametrize(
    ("cards", "kept"),
    [("33333", True), ("r3333", False), ("-3333", False), ("n3333", False), ("a3333", False)],
)
def test_only_a_rating_is_kept_in_a_further_round(meet, cards, kept):
    script = meet(judgment=cards).reveal()
    assert JUDGMENT.has_earlier(script.meeting, "dana") == kept
    assert JUDGMENT.may_keep(script.meeting, "dana") == kept
    script.do(rounds.open_round, "judgment")
    assert (cells.for_the_rest(script.meeting).get("dana") == "keep") == kept
    refused = cells.nothing_to_keep(script.meeting, JUDGMENT, ("dana", "lin"))
    assert (refused is None) == kept
    if refused is not None:
        assert refused.reason == "Dana Day has no rating to keep: enter 1–4 or x."


def test_people_without_a_rating_are_named_together(meet):
    script = meet(judgment="nn333").reveal()
    script.do(rounds.open_round, "judgment")
    refused = cells.nothing_to_keep(script.meeting, JUDGMENT, ("dana", "lin", "tom"))
    assert refused is not None
    assert "Dana Day and Lin Day have no rating to keep" in refused.reason


def test_before_the_reveal_a_card_is_kept_whatever_is_on_it(meet):
    for cards in ("33333", "n3333"):
        script = meet(judgment=cards)
        assert JUDGMENT.has_earlier(script.meeting, "dana")


def test_who_did_not_vote_has_no_vote_to_keep(meet):
    script = meet().to_vote().enter(None, dana=3, lin=3, omar="not-voting", priya=3, tom=3)
    script.do(rounds.reveal_votes, script.opened(None))
    script.challenge("changed")
    panel = [p.id for p in script.meeting.brief.panel]
    assert [p for p in panel if not VOTE.has_earlier(script.meeting, p)] == ["omar"]
    refused = cells.nothing_to_keep(script.meeting, VOTE, panel)
    assert refused == Refused("Omar Day has no vote to keep: enter 1–4 or x.")


def test_a_first_vote_has_nothing_to_keep(meet):
    script = meet(culture="3r333").to_vote()
    assert VOTE.voters(script.meeting) == ("dana", "lin", "omar", "priya", "tom")
    assert VOTE.levels(script.meeting.brief) == ("strong no", "no", "yes", "strong yes")
    assert not VOTE.may_keep(script.meeting, "dana")
    assert VOTE.without_entry(script.meeting) == "not-voting"
    script.enter(None, dana=3, lin=3, omar=3, priya=3, tom=3)
    script.do(rounds.reveal_votes, script.opened(None))
    script.challenge("changed")
    assert VOTE.may_keep(script.meeting, "dana")
    assert VOTE.without_entry(script.meeting) == "keep"


def test_a_case_is_rated_once(warm):
    script = warm().gate(absent=("tom",))
    script.do(warmup.open_vignette, CASE.key)
    assert script.meeting.question == CASE
    assert CASE.voters(script.meeting) == ("dana", "lin", "omar", "priya")
    assert CASE.levels(script.meeting.brief) == script.meeting.brief.scale.levels
    assert not CASE.has_earlier(script.meeting, "dana")
    assert not CASE.may_keep(script.meeting, "dana")
    assert CASE.without_entry(script.meeting) == "not-voting"
    script.do(cells.enter, CASE, {"dana": "cell"})
    script.do(warmup.reveal, {"dana": Sealed(Entry(choice="level", level=2))})
    assert script.meeting.question is None


def test_cells_of_a_case_that_was_taken_back_are_dropped(warm):
    script = warm().gate()
    script.do(warmup.open_vignette, CASE.key)
    script.do(cells.enter, CASE, {"dana": "cell"})
    script.do(cells.clear, CASE, "dana")
    script.do(cells.enter, CASE, {"lin": "cell"})
    opened = next(x for x in script.log if isinstance(x.event, e.VignetteOpened))
    script.add(e.Undone(target=opened.seq, what="The case"))
    assert script.meeting.cells == {}


def test_several_questions_may_be_open_at_once(meet):
    script = meet().reveal()
    script.do(rounds.open_round, "judgment")
    script.enter("judgment", lin=4)
    script.at("influence").reveal().do(rounds.open_round, "influence")
    assert list(script.meeting.cells) == [JUDGMENT, CompetencyQuestion("influence")]
    assert script.cells("judgment") == {"lin": "cell of lin"}
    assert script.meeting.cells_here.question == CompetencyQuestion("influence")
