"""What the answers of a prompt come to, and which prompt follows from them."""

from __future__ import annotations

import pytest

from debrief.core.brief import Brief
from debrief.core.prompts.answers import answer
from debrief.core.prompts.asking import ask
from debrief.core.prompts.chain import following
from debrief.core.prompts.guards import guard
from debrief.core.rules import closing, opening, rounds
from debrief.core.rules.refused import Refused


def does(script, verb, about="", **values):
    """Log what these answers come to; fail when they are refused."""
    event = answer(script.meeting, verb, about, values)
    assert not isinstance(event, Refused), event.reason
    return script.add(event)


# ---- a dissent read back


@pytest.mark.parametrize("changed", ["", " All the same."])
def test_a_dissent_read_back_keeps_the_name_unless_they_reword_it(meet, brief, changed):
    plain = brief().model_dump(mode="json", by_alias=True)
    plain["candidate"]["name"] = "Kim Ito"
    script = meet(brief=Brief.model_validate(plain)).to_decision()
    script.do(closing.record_dissent, "lin", "Kim Ito is not ready.", confirmed=False)
    form = ask(script.meeting, "confirm_dissent", "lin")
    shown = form.fields[0].value
    assert shown == "K-17 is not ready."
    event = does(script, "confirm_dissent", form.about, text=shown + changed)
    assert event.text == (shown + changed if changed else "Kim Ito is not ready.")
    assert [(d.text, d.confirmed) for d in script.meeting.dissents] == [(event.text, True)]


def test_a_dissent_is_answered_by_its_number(meet):
    script = meet().to_decision()
    script.do(closing.record_dissent, "lin", "No.", confirmed=True)
    form = ask(script.meeting, "answer_dissent", "lin")
    does(script, "answer_dissent", form.about, answer="Heard.")
    assert script.meeting.dissents[0].answer == "Heard."
    assert answer(script.meeting, "answer_dissent", "999", {"answer": "Heard."}) == Refused(
        "There is no such dissent."
    )


# ---- which prompt follows


def test_the_roles_are_confirmed_one_after_the_other(start):
    script = start().open()
    for panelist, follower in (("dana", "lin"), ("lin", "omar")):
        values = {"understanding": "same"}
        does(script, "confirm_role", panelist, **values)
        assert following(script.meeting, "confirm_role", panelist, values) == (
            "confirm_role",
            follower,
        )
    for panelist in ("omar", "priya", "tom"):
        script.do(opening.confirm_role, panelist, "same")
    assert following(script.meeting, "confirm_role", "tom", {}) is None


def test_causes_are_asked_for_until_a_line_is_empty(meet):
    script = meet().to_vote()
    said = {"causes": "The board changed its mind"}
    assert following(script.meeting, "give_cause", "failed", said) == ("give_cause", "failed")
    assert following(script.meeting, "give_cause", "failed", {"causes": " \n"}) is None


@pytest.mark.parametrize(
    ("who", "what", "follows"),
    [
        ("tom", "late", ("confirm_role", "tom")),
        ("tom", "present", ("confirm_role", "tom")),
        ("tom", "absent", None),
        ("lin", "late", None),
    ],
)
def test_who_joins_after_the_gate_confirms_the_role_at_once(meet, who, what, follows):
    script = meet(absent=("tom",))
    values = {"panelist": who, "what": what}
    if (who, what) != ("tom", "absent"):
        does(script, "people", **values)
    assert following(script.meeting, "people", "", values) == follows


def test_before_the_gate_who_joins_is_asked_in_their_turn(start):
    script = start().open()
    values = {"panelist": "tom", "what": "late"}
    does(script, "people", **values)
    assert following(script.meeting, "people", "", values) is None


# ---- what a reveal that is early says


def test_an_early_reveal_says_who_keeps_their_rating_and_who_did_not_vote(meet):
    script = meet().reveal()
    script.do(rounds.open_round, "judgment")
    assert guard(script.meeting, "reveal_round", "", {}) is None
    script.enter("judgment", lin=2, omar="keep", priya=3, tom=3)
    assert guard(script.meeting, "reveal_round", "", {}).says == (
        "No entry from Dana Day: they keep their rating. A reveal cannot be unseen.",
    )
    vote = meet().to_vote().enter(None, dana=3)
    assert "they have not voted." in guard(vote.meeting, "reveal_votes", "", {}).says[0]
