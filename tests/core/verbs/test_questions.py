"""The question of each prompt in different states of the meeting."""

from __future__ import annotations

import pytest

from debrief.core.brief import Reference
from debrief.core.form import UNCHOSEN
from debrief.core.refused import Refused
from debrief.core.room import view as room
from debrief.core.scorecard import Entry
from debrief.core.sealed import Sealed
from debrief.core.steps import Place
from debrief.core.verbs import cells, decision, moves, named, references, rounds, talk, warmup
from debrief.core.verbs.due import due
from debrief.core.verbs.talk import Close
from debrief.core.verbs.verb import Table, act, confirmation, question

PANEL = ("dana", "lin", "omar", "priya", "tom")


def ask(script, verb, about=""):
    return question(named(verb), Table(script.meeting), about)


def asked(script, verb, about=""):
    found = ask(script, verb, about)
    assert found is not None
    assert not isinstance(found, Refused), found.reason
    return found


def refused(script, verb, about=""):
    found = ask(script, verb, about)
    assert isinstance(found, Refused), found
    return found.reason


def values(form, name):
    return [option.value for field in form.fields if field.name == name for option in field.options]


# ---- before the meeting opens, and after it finished


def test_nothing_is_asked_before_the_opening_or_after_the_finish(start, meet):
    assert refused(start(), "minute") == "Open the meeting first: nothing is recorded before that."
    ended = meet().to_decision().decide().finish()
    assert "is finished" in refused(ended, "minute")
    assert ask(ended, "leave") is None


# ---- the keys that work at any moment


@pytest.mark.parametrize(
    ("verb", "enter", "kinds"),
    [
        ("minute", "Save", {"text": "line", "speaker": "choice"}),
        ("quiet_minute", "Save", {"text": "hidden", "speaker": "choice", "kind": "choice"}),
        ("follow_up", "Save", {"text": "text", "who": "choice", "by": "day"}),
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


def test_nobody_is_proposed_for_a_promise(meet):
    assert values(asked(meet(), "follow_up"), "who") == ["", *PANEL]
    assert asked(meet(), "follow_up").fields[1].options[0].label == "nobody named"


REASONS = [
    ("wrap_up", "", "reason"),
    ("waive", "", "reason"),
    ("go_past", "fit", "reason"),
    ("people", "", "reason"),
    ("explain", "lin", "reason"),
    ("confirm_role", "lin", "ruling"),
]


@pytest.mark.parametrize(("verb", "about", "name"), REASONS)
def test_a_reason_of_one_or_two_words_is_confirmed_everywhere(meet, verb, about, name):
    script = meet()
    if verb == "go_past":
        script.settle_all()
    field = next(field for field in asked(script, verb, about).fields if field.name == name)
    assert field.sentence


def test_a_reason_to_reopen_of_one_or_two_words_is_confirmed(meet):
    form = asked(meet().settle(), "reopen")
    assert next(field for field in form.fields if field.name == "reason").sentence


def test_an_answer_to_a_dissent_of_one_or_two_words_is_confirmed(meet):
    script = meet().to_decision()
    script.do(decision.record_dissent, "lin", "I would not", confirmed=True)
    assert asked(script, "answer_dissent", "lin").fields[0].sentence


# ---- whether a key could be used now


def test_which_keys_could_be_used(meet, warm):
    blind, shown = meet(), meet().reveal()
    last = meet().reveal().second_round("judgment", lin="keep")
    keys = ("undo", "redo", "clock", "open_round", "minute", "correct")
    can = {
        name: [key for key in keys if named(key).may(Table(script.meeting, script.log))]
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
        script.do(cells.enter, script.meeting.question, {"lin": "cell"})
        early = confirmation(named("reveal_vignette"), Table(script.meeting), "", {})
        assert early.says == (
            "No entry from Dana Day, Omar Day, Priya Day and Tom Day. A reveal cannot be unseen.",
        )
        script.do(warmup.reveal, {"lin": Sealed(Entry(choice="level", level=1))})
    assert refused(script, "open_vignette") == "Every case has been rated: move on."
    assert refused(script.at("judgment"), "open_vignette") == "No case can be chosen here."


def test_a_case_that_everybody_or_nobody_rated_is_revealed_unasked(warm):
    script = warm().gate()
    script.do(warmup.open_vignette, "judgment/tripwire")
    assert confirmation(named("reveal_vignette"), Table(script.meeting), "", {}) is None
    script.do(cells.enter, script.meeting.question, dict.fromkeys(PANEL, "cell"))
    assert confirmation(named("reveal_vignette"), Table(script.meeting), "", {}) is None


# ---- the challenge


def test_without_a_further_round_nothing_can_be_rated_again(meet):
    script = meet().reveal()
    outcomes = ["held", "held-new-evidence", "changed", "open"]
    assert values(asked(script, "challenge"), "outcome") == outcomes
    script.second_round("judgment", lin="keep")
    assert values(asked(script, "challenge"), "outcome") == ["held", "held-new-evidence", "open"]


def test_challenges_that_were_put_off_are_held_as_one(meet):
    script = meet(rules=1).settle().settle()
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
        script.do(decision.record_dissent, panelist, f"{panelist} says no", confirmed=False)
    form = asked(script, "confirm_dissent", "omar")
    assert (form.title, form.fields[0].value) == (
        "Read it back: Omar Day, are these your words?",
        "omar says no",
    )
    assert asked(script, "answer_dissent", "omar").says == ("“omar says no”",)
    found = next(d for d in script.meeting.dissents if d.panelist == "omar")
    script.do(decision.record_dissent, "omar", "No.", confirmed=True, replaces=found.id)
    assert refused(script, "confirm_dissent", "omar") == "No dissent is waiting to be confirmed."
    found = next(d for d in script.meeting.dissents if d.panelist == "omar")
    script.do(decision.answer_dissent, found.id, "Heard.")
    assert refused(script, "answer_dissent", "omar") == "No dissent is waiting for an answer."


# ---- the closing of a competency


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ("1144n", "What did you alone see? r opens one more round, blind."),
        ("3nnnn", "Too few ratings to agree or disagree on: somebody has to look again."),
    ],
)
def test_what_to_say_before_a_close(meet, marks, said):
    script = meet(judgment=marks).reveal()
    if marks == "1144n":
        script.do(talk.argue)
        script.do(talk.reopen, "judgment", "A doubt")
        script.second_round("judgment", dana="keep")
        said = f"Is your mark right? c corrects it. {said}"
    assert due(script.meeting).verb == Close()
    assert due(script.meeting).verb.guidance(script.meeting, "") == said


def test_before_a_close_a_settled_challenge_is_settled(meet):
    script = meet(judgment="33333").reveal().challenge("changed")
    script.enter("judgment", dana=3, lin=4, omar=3, priya=3, tom=3).commit("judgment")
    script.do(rounds.explain_move, "judgment", "lin", "The outage")
    assert due(script.meeting).verb == Close()
    assert Close().guidance(script.meeting, "").endswith("The challenge is settled.")


@pytest.mark.parametrize(
    ("verb", "what", "told"),
    [
        ("people", UNCHOSEN, "Choose what to record about Lin Day."),
        ("people", "role", None),
        ("dissent", "", "Choose who dissents."),
    ],
)
def test_an_open_choice_is_asked_for(meet, verb, what, told):
    script = meet().to_decision().decide()
    who = UNCHOSEN if verb == "dissent" else "lin"
    found = act(named(verb), Table(script.meeting), "", {"panelist": who, "what": what})
    assert getattr(found, "reason", None) == told


def test_a_recusal_is_from_the_competency_here_unless_another_one_is_chosen(meet):
    people = ask(meet(), "people", "lin")
    chosen = {field.name: field.value for field in people.fields}
    assert chosen["panelist"] == "lin"
    assert chosen["from"] == "judgment"

    later = meet().settle()
    later.do(moves.go, Place(step="references"))
    answers = {"panelist": "lin", "what": "recused", "reason": "My cousin"}
    refused_ = act(named("people"), Table(later.meeting), "", {**answers, "from": UNCHOSEN})
    assert isinstance(refused_, Refused)
    assert refused_.field == "from"


def test_the_ruling_on_ratings_for_another_role_is_chosen(start):
    script = start().open()
    form = ask(script, "confirm_role", "lin")
    assert {field.name: field.value for field in form.fields}["ratings"] == UNCHOSEN
    answers = {"differs": "An architect", "ruling": "It is a leader", "ratings": UNCHOSEN}
    found = act(named("confirm_role"), Table(script.meeting), "lin", answers)
    assert isinstance(found, Refused)
    assert found.field == "ratings"


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
        (PANEL, "Nobody rated this: reveal it as it is, or press w to skip it, with a reason."),
    ],
)
def test_what_to_say_before_a_reveal(meet, without, said):
    script = meet(without=without)
    assert due(script.meeting).verb.guidance(script.meeting, "") == said


# ---- reopening


def test_a_competency_that_a_reference_contradicts_is_chosen_to_be_reopened(meet):
    finding = {"competency": "culture", "finding": "contradicts", "note": "Calm"}
    unknown = {**finding, "competency": "charm"}
    boss = Reference(id="boss", relation="Boss", findings=(unknown, finding))
    script = meet(references=(boss,)).settle_all()

    def reopens():
        view = room.view(script.meeting)
        asked = talk.Reopen().ask(Table(script.meeting), "")
        return asked.fields[0].value, talk.Reopen().word(view)

    assert reopens() == (UNCHOSEN, "")
    assert (
        "Choose which"
        in act(
            talk.Reopen(), Table(script.meeting), "", {"competency": UNCHOSEN, "reason": "A doubt"}
        ).reason
    )
    script.do(references.review_reference, "boss")
    assert reopens() == ("culture", "reopen")
    script.do(talk.reopen, "culture", "The boss contradicts")
    script.do(moves.go, Place(step="references"))
    assert reopens() == (UNCHOSEN, "")
