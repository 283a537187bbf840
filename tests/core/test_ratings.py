"""The ratings of one finished session, as calibration takes them from its meeting."""

from __future__ import annotations

from dataclasses import replace

from rated import Rated

from debrief.calibration.extract import ratings_of
from debrief.calibration.sessions import SessionRatings
from debrief.core.meeting.fold import fold
from debrief.core.scorecard import Entry
from debrief.core.verbs import anytime, decision, opening, rounds, talk


def _ratings(script) -> SessionRatings:
    return ratings_of("K", fold(script.log))


def test_only_graded_ratings_of_the_first_round_are_rated(meet):
    script = meet(judgment="12nar", influence="44444")
    script.reveal().reveal("depth")

    assert _ratings(script).ratings() == [
        Rated("K", "judgment", "dana", 1),
        Rated("K", "judgment", "lin", 2),
    ]
    assert _ratings(script).ratings(without=frozenset({"lin"})) == [
        Rated("K", "judgment", "dana", 1)
    ]


def test_what_is_set_aside_later_does_not_count(meet):
    script = meet(judgment="12344", absent=("omar",)).reveal()
    script.do(opening.confirm_role, "omar", "differs", differs="x", ruling="y", ratings="set-aside")

    (judgment,) = _ratings(script).competencies
    assert judgment.first == {"dana": 1, "lin": 2, "priya": 4, "tom": 4}


def test_a_further_round_leaves_the_first_and_knows_who_decided_then(meet):
    script = meet(judgment="12344").reveal()
    script.second_round("judgment", dana=3, lin="not-voting", tom="keep")
    script.do(rounds.correct_entry, "judgment", "dana", Entry(choice="level", level=2))
    script.do(opening.replace_owner, "lin", "Dana is ill.")

    (judgment,) = _ratings(script).competencies
    assert judgment.first == {"dana": 1, "lin": 2, "omar": 3, "priya": 4, "tom": 4}
    assert judgment.last == {"dana": 2, "omar": 3, "priya": 4, "tom": 4}
    assert judgment.owner == "dana"


def test_an_owner_who_came_before_the_reveal_is_the_one_who_decided(meet):
    script = meet(judgment="12344")
    script.do(opening.replace_owner, "lin", "Dana is ill.")

    (judgment,) = _ratings(script.reveal()).competencies
    assert judgment.owner == "lin"


def test_dissents_are_counted_as_the_finish_says(meet):
    script = meet().to_decision("33331")
    script.do(decision.record_dissent, "tom", "Not yet.", confirmed=True)
    script.do(decision.answer_dissent, script.meeting.dissents[0].id, "Heard.")
    script.decide().finish()

    found = _ratings(script)
    assert (found.dissents, found.challenges) == (1, {"held": 4})


def test_what_was_taken_back_is_not_there_unless_it_was_redone(meet):
    script = meet(judgment="44444").reveal().challenge("open")
    script.do(anytime.undo, script.log)
    assert _ratings(script).challenges == {}
    script.do(anytime.redo, script.log)
    assert _ratings(script).challenges == {"open": 1}


def test_a_waived_challenge_counts_and_one_that_is_put_off_does_not(meet):
    script = meet().reveal()
    script.do(talk.waive_challenge, "No time.")
    assert _ratings(script).challenges == {"waived": 1}

    put_off = script.log[-1].event.model_copy(update={"together": True})
    log = [*script.log[:-1], replace(script.log[-1], event=put_off)]
    assert ratings_of("K", fold(log)).challenges == {}
