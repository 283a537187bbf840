"""Minutes, follow-ups, the clock, undo and redo."""

from __future__ import annotations

from datetime import date

import pytest

from debrief.core import events as e
from debrief.core.rules import anytime, closing, moves, opening, rounds, talk
from debrief.core.scorecard import CardFacts


def undo(script):
    return script.add(anytime.undo(script.meeting, script.log))


def redo(script):
    return script.add(anytime.redo(script.meeting, script.log))


def no_undo(script):
    return script.refusal(anytime.undo, script.log)


def no_redo(script):
    return script.refusal(anytime.redo, script.log)


@pytest.mark.parametrize(
    ("rule", "args"),
    [
        (anytime.take_minute, ("Said",)),
        (anytime.add_follow_up, ("Call", "Lin")),
        (anytime.pause, ()),
        (anytime.undo, ((),)),
        (anytime.redo, ((),)),
    ],
)
def test_nothing_before_the_opening_or_after_the_finish(start, meet, rule, args):
    assert "Open the meeting first" in start().refusal(rule, *args)
    assert "is finished" in meet().to_decision().decide().finish().refusal(rule, *args)


# ---- minutes and follow-ups


@pytest.mark.parametrize(
    ("said", "quiet"),
    [({}, False), ({"quiet": True}, True), ({"kind": "voiced-early"}, True)],
)
def test_a_minute_has_its_place_and_speaker(start, said, quiet):
    script = start().open()
    event = script.do(anytime.take_minute, "Said", "lin", source="id", **said)
    assert (event.place.step, event.speaker, event.quiet) == ("role-clarity", "lin", quiet)
    assert (event.kind, event.source) == (said.get("kind", "minute"), "id")
    assert script.meeting.minutes[0].t == script.log[-1].t


def test_minutes_that_cannot_be(start):
    script = start().open()
    assert "Write the minute first" in script.refusal(anytime.take_minute, " \n")
    assert "no “aunt”" in script.refusal(anytime.take_minute, "Said", "aunt")


def test_a_follow_up_has_what_who_and_when(start):
    script = start().open()
    script.do(anytime.add_follow_up, "Call them", "Lin", date(2026, 12, 1))
    assert script.meeting.follow_ups[0].due == date(2026, 12, 1)
    for text, owner in (("", "Lin"), ("Call them", " ")):
        assert "what is promised and who" in script.refusal(anytime.add_follow_up, text, owner)


def test_the_clock_is_paused_and_goes_on(start):
    script = start().open()
    assert script.do(anytime.pause) == e.ClockPaused()
    assert script.meeting.clock.paused
    assert script.do(anytime.pause) == e.ClockResumed()


# ---- undo and redo


def test_undo_takes_back_the_last_and_says_what(meet):
    script = meet().reveal()
    before = script.meeting
    script.do(anytime.take_minute, "Said", "lin")
    event = undo(script)
    assert (event.target, event.what) == (script.log[-2].seq, "Minute: Lin Day: “Said”")
    assert script.meeting.minutes == before.minutes == ()
    assert script.meeting.undone == 1


def test_the_journal_keeps_what_was_taken_back_with_the_alias(brief, meet):
    named = brief(candidate={"alias": "K-17", "name": "Kim Okafor"})
    script = meet(brief=named)
    script.do(anytime.take_minute, f"{'x' * 52} Kim Okafor left")

    assert undo(script).what == f"Minute: “{'x' * 52} K-17 l…”"
    assert redo(script).what == f"Minute: “{'x' * 52} K-17 l…”"


def test_undo_goes_further_back_and_redo_forward_again(meet):
    script = meet().reveal()
    for text in ("One", "Two", "Three"):
        script.do(anytime.take_minute, text)
    undo(script)
    undo(script)
    assert [m.event.text for m in script.meeting.minutes] == ["One"]
    assert redo(script).what == "Minute: “Two”"
    assert redo(script).what == "Minute: “Three”"
    assert [m.event.text for m in script.meeting.minutes] == ["One", "Two", "Three"]
    assert "nothing to redo" in no_redo(script)
    assert undo(script).what == "Minute: “Three”"


def test_something_new_ends_redo(meet):
    script = meet().reveal()
    script.do(anytime.take_minute, "One")
    undo(script)
    script.do(anytime.take_minute, "Two")
    assert "nothing to redo" in no_redo(script)
    assert "nothing to redo" in no_redo(meet())


def test_clock_console_notes_and_ballots_are_skipped_both_ways(meet):
    script = meet().reveal()
    script.do(rounds.open_round, "judgment")
    opened = script.log[-1].seq
    script.enter("judgment", lin=4, omar=2)
    script.do(rounds.clear_ballot, "judgment", "omar")
    script.do(anytime.pause)
    script.do(anytime.pause)
    script.do(anytime.take_minute, "From the console", source="id-1")
    script.do(anytime.add_follow_up, "Call", "Lin", source="id-2")
    script.add(e.ClockWentBack(seconds=2))
    script.add(e.JournalRecovered(torn=3))
    assert undo(script).target == opened
    assert script.meeting.poll("judgment").open_round is None
    assert [m.event.text for m in script.meeting.minutes] == ["From the console"]
    script.do(anytime.take_minute, "From the console", source="id-3")
    assert redo(script).target == opened
    assert set(script.meeting.poll("judgment").ballots) == {"lin"}


BARRIERS = [
    (lambda s: s, "has just been opened", False),
    (lambda s: s.reveal(), "cannot be unseen", True),
    (lambda s: s.reveal().second_round("judgment", lin="keep"), "cannot be unseen", True),
    (lambda s: s.do(rounds.wrap_up, s.cards), "cannot be unseen", True),
    (lambda s: s.to_vote().vote(), "vote cannot be unseen", True),
    (
        lambda s: s.do(opening.accept_card, CardFacts(panelist="lin"), "digest"),
        "An accepted card stays",
        True,
    ),
]


@pytest.mark.parametrize(("prepare", "refusal", "gated"), BARRIERS)
def test_the_barriers(start, meet, prepare, refusal, gated):
    script = meet() if gated else start().open()
    prepare(script)
    assert refusal in no_undo(script)
    script.do(anytime.take_minute, "Said")
    undo(script)
    assert refusal in no_undo(script)
    redo(script)


def test_a_barrier_ends_redo(meet):
    script = meet()
    script.do(anytime.take_minute, "Said")
    undo(script)
    script.reveal()
    assert "nothing to redo" in no_redo(script)


def test_without_a_line_there_is_nothing_to_undo(meet):
    assert "nothing to undo" in meet().refusal(anytime.undo, ())


def test_undo_of_a_decision_takes_its_follow_ups_along(meet):
    script = meet().to_decision().decide("hire")
    assert undo(script).what == "Dana Day decided: hire"
    assert (script.meeting.decision, script.meeting.follow_ups) == (None, ())
    script.decide("no-hire")


def test_undo_of_a_close_goes_back_there(meet):
    script = meet(judgment="13334").reveal()
    script.do(talk.close)
    undo(script)
    assert script.meeting.place.competency == "judgment"
    assert script.meeting.poll("judgment").closed is None


def test_the_longest_names_do_not_break_undo(meet, brief):
    long = "Judgment " + "x" * 1010
    plain = brief().competencies
    first = plain[0].model_copy(update={"title": long})
    script = meet(brief=brief().model_copy(update={"competencies": (first, *plain[1:])}))
    script.do(moves.waive, "No time for it")
    assert undo(script).what.startswith("Judgment xxx")
    assert len(redo(script).what) == 1024


def test_undo_of_a_quiet_minute_does_not_say_it(meet):
    script = meet().reveal()
    script.do(anytime.take_minute, "canary-4711", quiet=True)
    assert undo(script).what == "A quiet minute"
    script.do(closing.record_dissent, "lin", "No", confirmed=True)
    assert undo(script).what == "Lin Day dissents: “No”"
