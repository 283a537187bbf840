"""What each prompt asks in the state that the meeting is in, and when there is nothing to ask."""

from __future__ import annotations

import pytest

from debrief.core.agenda import due
from debrief.core.prompts.asking import ask, may
from debrief.core.prompts.guards import guard
from debrief.core.prompts.labels import guidance
from debrief.core.rules import closing, opening, talk, warmup
from debrief.core.rules.refused import Refused
from debrief.core.scorecard import Entry
from debrief.core.sealed import Sealed

PANEL = ("dana", "lin", "omar", "priya", "tom")


def asked(script, verb, about=""):
    found = ask(script.meeting, verb, about)
    assert found is not None
    assert not isinstance(found, Refused), found.reason
    return found


def refused(script, verb, about=""):
    found = ask(script.meeting, verb, about)
    assert isinstance(found, Refused), found
    return found.reason


def values(form, name):
    return [one.value for field in form.fields if field.name == name for one in field.options]


# ---- before the meeting opens, and after it finished


def test_nothing_is_asked_before_the_opening_or_after_the_finish(start, meet):
    assert refused(start(), "minute") == "Open the meeting first: nothing is recorded before."
    ended = meet().to_decision().decide().finish()
    assert "is finished" in refused(ended, "minute")
    assert ask(ended.meeting, "leave") is None


# ---- the keys that work at any moment


@pytest.mark.parametrize(
    ("verb", "enter", "kinds"),
    [
        ("minute", "Save", {"text": "text", "speaker": "choice"}),
        ("quiet_minute", "Save", {"text": "hidden", "speaker": "choice", "kind": "choice"}),
        ("follow_up", "Save", {"text": "text", "owner": "line", "due": "day"}),
        ("dissent", "Save", {"panelist": "choice", "text": "text", "confirmed": "choice"}),
        ("note_concern", "Record", {"text": "text"}),
    ],
)
def test_the_keys_that_work_at_any_moment(meet, verb, enter, kinds):
    form = asked(meet(), verb)
    assert (form.verb, form.enter) == (verb, enter)
    assert {field.name: field.kind for field in form.fields} == kinds


def test_a_minute_may_have_no_speaker_but_a_dissent_has_one(meet):
    assert values(asked(meet(), "minute"), "speaker") == ["", *PANEL]
    assert values(asked(meet(), "dissent"), "panelist") == [*PANEL]


def test_the_owner_is_proposed_for_a_follow_up(meet):
    assert asked(meet(), "follow_up").fields[1].value == "Dana Day"


# ---- whether a key could be used now


def test_which_keys_could_be_used(meet, warm):
    blind, shown = meet(), meet().reveal()
    last = meet().reveal().second_round("judgment", lin="keep")
    keys = ("undo", "redo", "clock", "open_round", "minute", "correct")
    can = {
        name: [key for key in keys if may(script.meeting, script.log, key)]
        for name, script in {
            "blind": blind,
            "shown": shown,
            "last": last,
            "warm": warm().gate(),
        }.items()
    }
    assert can == {
        "blind": ["undo", "clock", "minute"],
        "shown": ["clock", "open_round", "minute"],
        "last": ["clock", "minute", "correct"],
        "warm": ["undo", "clock", "open_round", "minute"],
    }


# ---- the warm-up


def test_a_case_is_chosen_by_its_competency_until_every_case_was_rated(warm):
    script = warm().gate()
    assert values(asked(script, "open_round"), "case") == values(
        asked(script, "open_vignette"), "case"
    )
    for key in ("judgment/tripwire", "depth/labels"):
        assert key in values(asked(script, "open_vignette"), "case")
        script.do(warmup.open_vignette, key)
        assert refused(script, "open_vignette") == "No case can be chosen here."
        script.do(warmup.enter, {"lin": "cell"})
        early = guard(script.meeting, "reveal_vignette", "", {})
        assert early.says == (
            "No entry from Dana Day, Omar Day, Priya Day and Tom Day. A reveal cannot be unseen.",
        )
        script.do(warmup.reveal, {"lin": Sealed(Entry(choice="level", level=1))})
    assert refused(script, "open_vignette") == "Every case was rated: go on."
    assert refused(script.at("judgment"), "open_vignette") == "No case can be chosen here."


def test_a_case_that_everybody_or_nobody_rated_is_revealed_unasked(warm):
    script = warm().gate()
    script.do(warmup.open_vignette, "judgment/tripwire")
    assert guard(script.meeting, "reveal_vignette", "", {}) is None
    script.do(warmup.enter, dict.fromkeys(PANEL, "cell"))
    assert guard(script.meeting, "reveal_vignette", "", {}) is None


# ---- the challenge


def test_a_challenge_calls_on_who_saw_it_otherwise_or_on_somebody(meet):
    dissent = asked(meet(judgment="34333").reveal(), "challenge")
    assert dissent.says[0].startswith("Lin Day: you rated otherwise")
    alone = asked(meet().reveal(), "challenge")
    assert "please make the best case against" in alone.says[0]
    everybody = meet().reveal()
    for panelist in PANEL:
        everybody.do(opening.mark_attendance, panelist, "left")
    assert asked(everybody, "challenge").says[0].startswith("Everybody: please make the best case")


def test_without_a_further_round_nothing_can_be_rated_again(meet):
    script = meet().reveal()
    assert values(asked(script, "challenge"), "outcome") == ["held", "changed", "open"]
    script.second_round("judgment", lin="keep")
    assert values(asked(script, "challenge"), "outcome") == ["held", "open"]


def test_challenges_that_were_put_off_are_held_as_one(meet):
    script = meet().settle().settle()
    script.reveal()
    assert values(asked(script, "challenge"), "outcome")[-1] == "together"
    script.do(talk.waive_challenge, "Late", together=True)
    script.reveal()
    script.do(talk.waive_challenge, "Late", together=True)
    form = asked(script, "challenge")
    assert form.title == "One challenge for 2: Culture, Depth"
    assert "together" not in values(form, "outcome")


# ---- dissent


def test_the_dissent_that_waits_is_read_back_and_answered(meet):
    script = meet().to_decision()
    for panelist in ("lin", "omar"):
        script.do(closing.record_dissent, panelist, f"{panelist} says no", confirmed=False)
    form = asked(script, "confirm_dissent", "omar")
    assert (form.title, form.fields[0].value) == (
        "Read it back: Omar Day, are these your words?",
        "omar says no",
    )
    assert asked(script, "answer_dissent", "omar").says == ("“omar says no”",)
    found = next(d for d in script.meeting.dissents if d.panelist == "omar")
    script.do(closing.record_dissent, "omar", "No.", confirmed=True, replaces=found.id)
    assert refused(script, "confirm_dissent", "omar") == "No dissent waits to be confirmed."
    found = next(d for d in script.meeting.dissents if d.panelist == "omar")
    script.do(closing.answer_dissent, found.id, "Heard.")
    assert refused(script, "answer_dissent", "omar") == "No dissent waits for an answer."


# ---- the closing of a competency


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ("1144n", "What did only you see? r opens a second round, blind."),
        ("3nnnn", "Too few ratings to agree or disagree on: somebody has to look again."),
    ],
)
def test_what_to_say_before_a_close(meet, marks, said):
    script = meet(judgment=marks).reveal()
    script.do(talk.argue)
    assert due(script.meeting).verb == "close"
    assert guidance(script.meeting, due(script.meeting)) == said


# ---- what is said before a reveal


@pytest.mark.parametrize(
    ("without", "said"),
    [
        ((), "Read the four levels aloud, then reveal."),
        (("tom",), "Read the four levels aloud, then reveal. No scorecard from Tom Day."),
        (
            ("tom", "omar", "lin", "priya"),
            "Read the four levels aloud, then reveal. No scorecard from 4 people.",
        ),
        (PANEL, "Nobody rated this: reveal it as it is, or w leaves it out, with a reason."),
    ],
)
def test_what_to_say_before_a_reveal(meet, without, said):
    script = meet(without=without)
    assert guidance(script.meeting, due(script.meeting)) == said
