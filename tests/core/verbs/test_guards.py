"""Acts that must be confirmed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from debrief.core.refused import Refused
from debrief.core.steps import Place
from debrief.core.verbs import named, rounds, talk, warmup
from debrief.core.verbs.verb import Table, act, confirmation


@pytest.mark.parametrize(
    ("verb", "values"),
    [
        ("reveal", {}),
        ("go", {"place": "references"}),
        ("people", {"what": "late", "panelist": "lin"}),
        ("close", {}),
        ("minute", {"text": "x"}),
        ("reveal_votes", {}),
    ],
)
def test_what_can_be_taken_back_is_not_asked_about(meet, verb, values):
    assert confirmation(named(verb), Table(meet().reveal().meeting), "", values) is None


@pytest.mark.parametrize(
    ("verb", "values", "title", "said"),
    [
        ("finish", {}, "Finish the meeting?", "nothing in it can change"),
        ("people", {"what": "card", "panelist": "lin"}, "Accept Lin Day’s new card", "still blind"),
    ],
)
def test_what_cannot_be_taken_back_is_asked_about(meet, verb, values, title, said):
    asked = confirmation(named(verb), Table(meet().reveal().meeting), "", values)

    assert asked.guard
    assert asked.fields == ()
    assert asked.title.startswith(title)
    assert said in asked.says[0]


def test_a_wrap_up_is_asked_about_in_one_line_and_names_who_is_late(meet):
    def asked(script):
        return confirmation(named("wrap_up"), Table(script.meeting), "", {"reason": "Late"})

    revealed = asked(meet().reveal())
    assert (revealed.title, revealed.says) == (
        "Reveal Influence, Culture and Depth for good?",
        (),
    )
    assert (revealed.guard, revealed.enter) == (True, "Reveal all three")
    assert asked(meet().settle().reveal()).enter == "Reveal both"
    assert asked(meet().settle().settle().reveal()).enter == "Reveal it"


def test_filling_the_rest_names_them_and_what_they_get(meet):
    script = meet().reveal()
    script.do(rounds.open_round, "judgment")
    script.enter("judgment", dana=2, priya=3, tom=3)

    assert keep_rest(script).says == (
        "No entry from Lin Day and Omar Day: they keep their rating.",
    )
    script.enter("judgment", lin=2, omar="keep")
    assert keep_rest(script) is None
    assert keep_rest(meet()) is None
    assert keep_rest(meet().to_vote().vote()) is None
    script = meet(judgment="n3333").reveal()
    script.do(rounds.open_round, "judgment")
    table = Table(script.meeting, seal=lambda chosen: chosen)
    assert keep_rest(script).says == (
        "No entry from Lin Day, Omar Day, Priya Day and Tom Day: they keep their rating.",
        "Dana Day has no rating to keep: enter 1–4 or x.",
    )
    assert "dana" not in act(named("keep_rest"), table, "", {}).ballots
    script.enter("judgment", lin=2, omar="keep", priya=3, tom=3)
    assert keep_rest(script) is None
    table = Table(script.meeting, seal=lambda chosen: chosen)
    refused = act(named("keep_rest"), table, "", {})
    assert refused == Refused("Dana Day has no rating to keep: enter 1–4 or x.")
    vote = meet().to_vote().enter(None, dana=3, omar=3, priya=2, tom=2)
    assert keep_rest(vote).says == ("No entry from Lin Day: they do not vote.",)


def keep_rest(script):
    return confirmation(named("keep_rest"), Table(script.meeting), "", {})


# ---- where a verb has no business


@pytest.mark.parametrize(
    ("verb", "refusal"),
    [
        ("keep_rest", "No blind entry is open here."),
        ("reveal", "There is nothing to reveal at this step."),
        ("reveal_round", "There is nothing to reveal at this step."),
        ("reveal_votes", "There is nothing to reveal at this step."),
    ],
)
def test_nothing_is_filled_or_revealed_at_a_place_without_a_round(meet, verb, refusal):
    meeting = replace(meet().to_vote().meeting, place=Place(step="fit"))
    table = Table(meeting, cells=lambda _: {})

    assert act(named(verb), table, "", {}) == Refused(refusal)


def test_cells_of_a_case_are_filled_only_while_it_is_open(warm):
    script = warm().gate()
    table = Table(script.meeting, seal=lambda chosen: chosen)
    assert act(named("keep_rest"), table, "", {}) == Refused("No case is being rated here.")
    script.do(warmup.open_vignette, "judgment/tripwire")
    table = Table(script.meeting, seal=lambda chosen: chosen)
    rated = act(named("keep_rest"), table, "", {})
    assert set(rated.ballots.values()) == {"not-voting"}


@pytest.mark.parametrize("verb", ["open", "reveal_vignette", "reveal_votes", "finish"])
def test_what_only_the_meeting_itself_has_is_refused_elsewhere(start, meet, verb):
    script = start() if verb == "open" else meet().to_vote()
    refused = act(named(verb), Table(script.meeting), "", {})
    assert refused == Refused("This can only be done in the meeting itself.")


def test_cells_cannot_be_filled_outside_the_meeting(meet):
    script = meet().to_vote()
    refused = act(named("keep_rest"), Table(script.meeting), "", {})
    assert refused == Refused("This can only be done in the meeting itself.")


def test_a_round_is_revealed_only_in_the_meeting(meet):
    script = meet().reveal()
    script.do(rounds.open_round, "judgment")
    refused = act(named("reveal_round"), Table(script.meeting), "", {})
    assert refused == Refused("This can only be done in the meeting itself.")


def test_no_ruling_is_given_on_a_competency_that_is_open_again(meet):
    script = meet(judgment="1122n").to_vote()
    script.do(talk.reopen, "judgment", "A reference")
    answers = {"outcome": "hire", "rule:judgment": "All the same"}
    refused = act(named("decide"), Table(script.meeting), "", answers)
    assert refused == Refused("Close the competency first: until then it needs no ruling.")


def test_leaving_records_nothing(meet):
    assert act(named("leave"), Table(meet().meeting), "", {}) == ()
