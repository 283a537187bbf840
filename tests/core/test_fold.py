"""The fold: what each event makes of the meeting, over whole logs and every prefix of them."""

from __future__ import annotations

import json

import pytest

from debrief.core.brief import Reference
from debrief.core.meeting import events as e
from debrief.core.meeting import fold
from debrief.core.meeting.log import Log
from debrief.core.meeting.question import poll_question
from debrief.core.meeting.state import Meeting
from debrief.core.scorecard import CardFacts, Entry
from debrief.core.steps import Place
from debrief.core.verbs import (
    anytime,
    cells,
    decision,
    fit,
    moves,
    opening,
    premortem,
    references,
    rounds,
    talk,
)
from debrief.core.verbs.due import advance

JUDGMENT = Place(step="competency", competency="judgment")
GATE = Place(step="role-clarity")


def undo(script):
    return script.do(anytime.undo, script.log)


def take_back_round(script):
    """Take back the act that opened the cells, as a journal from before may say."""
    opened = next(x for x in reversed(script.log) if not x.event.is_skipped_by_undo())
    return script.add(e.Undone(target=opened.seq, what="The round"))


def redo(script):
    return script.do(anytime.redo, script.log)


def assert_every_prefix_folds_to_what_was_live(script):
    log = Log.of(script.log[:1], every=5)
    for n in range(2, len(script.log) + 1):
        log = log.after(script.log[n - 1 : n])
        assert log.meeting == fold.fold(script.log[:n])
    assert log.meeting == script.meeting


def talk_it_through(script):
    """Argue, take back, vote again, correct, explain, wrap up, reopen; close every competency."""
    script.do(opening.mark_attendance, "tom", "late")
    script.do(opening.confirm_role, "tom", "differs", differs="x", ruling="y", ratings="re-rate")
    script.reveal().do(talk.argue, "One saw the crisis")
    undo(script)
    script.do(anytime.take_minute, "Wrong speaker", "lin")
    undo(script)
    redo(script)
    undo(script)
    script.do(anytime.take_minute, "Right speaker", "omar")
    script.second_round("judgment", dana=3, tom=2)
    script.do(rounds.correct_entry, "judgment", "tom", Entry(choice="level", level=3))
    script.do(rounds.explain_move, "judgment", "dana", "I had misread it")
    script.do(rounds.explain_move, "judgment", "tom", "", declined=True)
    script.challenge()
    script.reveal().do(rounds.open_round, "influence")
    script.enter("influence", tom=3)
    undo(script)
    script.enter("influence", tom=3)
    script.commit("influence").challenge()
    script.do(moves.waive, "No time")
    script.do(opening.accept_card, CardFacts(panelist="lin"), "digest")
    script.do(anytime.pause)
    script.run = "run-2"
    script.add(e.JournalRecovered(torn=3, kept_as="journal.jsonl.torn-1"))
    script.add(e.ClockWentBack(seconds=2.5))
    script.do(anytime.pause)
    script.do(rounds.wrap_up, script.cards, reason="Time is up.")
    script.do(references.review_reference, "boss", "Calm")
    script.do(talk.reopen, "influence", "The boss contradicts")
    script.do(rounds.open_round, "influence")
    script.enter("influence", lin=2)
    script.do(cells.lose, "another key")
    script.do(rounds.abandon_round, "influence", "No time")
    script.do(talk.close, None, "No time")


def come_to_an_end(script):
    """Go through the other steps, vote twice, dissent, decide and finish."""
    script.do(advance)
    script.do(fit.mark_constraint, "No head-count before Q3", told=True, by=("lin",))
    script.do(fit.note_context, "influence", "lin", "no")
    script.do(anytime.add_promise, "A date", "lin", kind="owed")
    script.do(fit.note_owed)
    script.do(advance)
    script.do(premortem.give_causes, "failed", ["One"])
    script.do(moves.waive, "Enough")
    script.do(opening.replace_owner, "lin", "Dana is ill")
    script.vote("33333").challenge("changed")
    script.enter(None, tom=2, lin="keep")
    script.do(cells.clear, poll_question(None), "lin")
    script.do(rounds.reveal_votes, script.opened(None))
    script.do(advance)
    script.do(decision.record_dissent, "tom", "I would not", confirmed=True)
    script.do(decision.answer_dissent, script.meeting.dissents[0].id, "Heard")
    script.do(decision.rule_on, "depth", "Everybody knows it")
    script.decide("hire")
    script.do(advance)
    script.do(anytime.add_promise, "Call", "lin")
    script.finish()
    script.add(e.RecordWritten(outputs={"record.md": "digest"}))


@pytest.fixture
def eventful(meet, rate):
    """Return a whole meeting in which nearly everything happens, to the written record."""
    boss = Reference.model_validate({"id": "boss", "relation": "Boss"})
    special = {("lin", "influence"): rate("3", depends_on_context="A CFO")}
    script = meet(absent=("tom",), judgment="13334", special=special, references=(boss,))
    talk_it_through(script)
    come_to_an_end(script)
    return script


def test_every_prefix_of_a_whole_meeting_folds_to_what_was_live(eventful):
    assert_every_prefix_folds_to_what_was_live(eventful)
    meeting = eventful.meeting
    assert meeting.finished is not None
    assert meeting.written
    assert meeting.seq == len(eventful.log)
    assert (meeting.undone, len(meeting.recovered)) == (3, 1)
    assert meeting.owners[0].owner == meeting.decision.owner == "lin"
    assert [m.event.text for m in meeting.minutes] == ["Right speaker"]


def test_the_events_of_a_whole_meeting_survive_their_lines(eventful):
    lines = [(name, json.loads(data)) for name, data in (e.dump(x.event) for x in eventful.log)]
    again = [
        e.LogLine(logged.seq, logged.t, logged.mono, logged.run, e.parse(*line))
        for logged, line in zip(eventful.log, lines, strict=True)
    ]
    assert fold.fold(again) == eventful.meeting


def test_a_log_begins_with_the_opening(meet):
    for log in ([], meet().log[1:]):
        with pytest.raises(ValueError, match="begins with the opening"):
            fold.fold(log)


def test_the_opening_makes_every_card_usable_and_finishes_the_preflight(start):
    script = start(without=("tom",)).open()
    everything = ("judgment", "influence", "culture", "depth")
    assert script.meeting.usable == dict.fromkeys(("dana", "lin", "omar", "priya"), everything)
    assert script.meeting.done == {"preflight"}
    assert script.meeting.opened_at == script.log[0].t


# ---- undo


def test_ballots_of_a_round_that_was_taken_back_are_dropped(meet):
    script = meet().reveal()
    script.do(rounds.open_round, "judgment")
    script.enter("judgment", lin=4)
    take_back_round(script)
    script.do(rounds.open_round, "judgment")
    assert script.cells("judgment") == {}
    script.enter("judgment", omar=2)
    assert set(script.cells("judgment")) == {"omar"}
    assert_every_prefix_folds_to_what_was_live(script)


def test_a_cell_cleared_in_a_round_that_was_taken_back_stays_in_the_next(meet):
    script = meet().reveal()
    script.do(rounds.open_round, "judgment")
    script.enter("judgment", lin=4)
    script.do(cells.clear, poll_question("judgment"), "lin")
    take_back_round(script)
    assert script.meeting.open_round("judgment") is None
    assert_every_prefix_folds_to_what_was_live(script)


def test_votes_typed_before_the_vote_was_taken_back_are_dropped(meet):
    script = meet().to_vote()
    script.enter(None, lin=3)
    take_back_round(script)
    assert script.meeting.place.step == "premortem"
    assert script.meeting.open_round(None) is None
    script.do(advance)
    assert (script.meeting.open_round(None), script.cells(None)) == (1, {})


def test_an_undone_challenge_takes_its_round_along(meet):
    script = meet().reveal().challenge("changed").enter("judgment", lin=4)
    take_back_round(script)
    poll = script.meeting.poll("judgment")
    assert (script.meeting.open_round("judgment"), poll.challenges) == (None, ())


def test_time_of_what_was_taken_back_still_counts(meet):
    script = meet().reveal()
    script.add(anytime.take_minute(script.meeting, "Said"), after=60)
    undo(script)
    assert script.meeting.clock.used[JUDGMENT] == 80


# ---- rounds


def test_a_corrected_round_leaves_the_others_alone(meet):
    script = meet().reveal().second_round("judgment", lin=1)
    before = script.meeting.poll("judgment").rounds
    script.do(rounds.correct_entry, "judgment", "lin", Entry(choice="level", level=2))
    after = script.meeting.poll("judgment").rounds
    assert after[0] == before[0]
    assert after[1].at == before[1].at
    assert {p for p in after[1].marks if after[1].marks[p] != before[1].marks[p]} == {"lin"}


def test_a_corrected_first_vote_may_become_no_vote(meet):
    script = meet().to_vote().vote("33332")
    script.do(rounds.correct_entry, None, "tom", Entry(choice="none"))
    mark = script.meeting.vote.rounds[0].marks["tom"]
    assert (mark.level, mark.source, mark.wrong_entries[0].level) == (None, "none", 2)


def test_losing_the_key_empties_every_cell(meet):
    script = meet().reveal()
    script.do(rounds.open_round, "judgment")
    script.enter("judgment", lin=4)
    script.at("influence").reveal().do(rounds.open_round, "influence")
    script.enter("influence", lin=4)
    script.do(cells.lose, "another key")
    assert script.cells("judgment") == {}
    assert script.cells("influence") == {}
    assert script.meeting.open_round("judgment") == 2


def test_wrapping_up_shows_who_closed_it(meet):
    script = meet()
    script.do(rounds.wrap_up, script.cards, reason="Time is up.")
    closed = script.meeting.poll("culture").closed
    assert (closed.closing, closed.reason) == ("not-discussed", "Time is up.")


# ---- the clock


def test_time_is_summed_by_place_between_lines_of_one_run(start):
    script = start().open()
    script.add(e.MinuteTaken(text="Said", place=GATE), after=30)
    script.add(e.MinuteTaken(text="Said", place=GATE), after=12)
    assert script.meeting.clock.used == {GATE: 42}


def test_the_clock_stops_while_the_program_is_not_running(start):
    script = start().open()
    script.add(e.MinuteTaken(text="Said", place=GATE), after=30)
    script.run = "run-2"
    script.add(e.MinuteTaken(text="Said", place=GATE), after=5000)
    script.add(e.MinuteTaken(text="Said", place=GATE), after=7)
    assert script.meeting.clock.used == {GATE: 37}


def test_the_clock_stops_while_paused_and_after_the_finish(start, meet):
    script = start().open()
    script.add(e.ClockPaused(), after=30)
    script.add(e.MinuteTaken(text="Said", place=GATE), after=100)
    script.add(e.ClockResumed(), after=100)
    script.add(e.MinuteTaken(text="Said", place=GATE), after=5)
    assert script.meeting.clock.used == {GATE: 35}
    script = meet().to_decision().decide().finish()
    used = script.meeting.clock.used
    script.add(e.RecordWritten(outputs={}), after=500)
    assert script.meeting.clock.used == used


def test_a_monotonic_clock_that_goes_back_takes_nothing_away(start):
    script = start().open()
    script.add(e.MinuteTaken(text="Said", place=GATE), after=30)
    script.add(e.MinuteTaken(text="Said", place=GATE), after=-20)
    assert script.meeting.clock.used == {GATE: 30}


# ---- the meeting as a value


def test_before_the_opening_nothing_is_known_of_anybody(brief):
    meeting = Meeting.planned(brief())
    assert not meeting.opened
    assert meeting.agreement("judgment").label == "none"
    assert meeting.agreement(None).counts == (0, 0, 0, 0)
    assert [p.id for p in meeting.present()] == ["dana", "lin", "omar", "priya", "tom"]
    assert poll_question(None).voters(meeting) == ()
    assert not meeting.decided


def test_an_earlier_round_keeps_its_own_class(meet):
    script = meet(judgment="13334").reveal().second_round("judgment", dana=3)
    poll = script.meeting.poll("judgment")
    assert script.meeting.agreement("judgment").label == "consensus"
    assert script.meeting.agreement("judgment", poll.rounds[0]).label == "mixed"
