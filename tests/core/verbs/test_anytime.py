"""Minutes, follow-ups, the clock, undo and redo."""

from __future__ import annotations

from datetime import date

import pytest

from debrief.core.alias import mask
from debrief.core.brief import Brief
from debrief.core.meeting import events as e
from debrief.core.refused import Refused
from debrief.core.scorecard import CardFacts
from debrief.core.steps import Place
from debrief.core.verbs import anytime, decision, moves, opening, rounds, talk
from debrief.core.verbs.due import due
from debrief.core.verbs.verb import Table, act
from debrief.core.vocabulary import FollowUp


def undo(script):
    return script.do(anytime.undo, script.log)


def redo(script):
    return script.do(anytime.redo, script.log)


def no_undo(script):
    return script.refusal(anytime.undo, script.log)


def no_redo(script):
    return script.refusal(anytime.redo, script.log)


@pytest.mark.parametrize(
    ("rule", "args"),
    [
        (anytime.take_minute, ("Said",)),
        (anytime.add_promise, ("Call", "lin")),
        (anytime.keep_promise, (1,)),
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
    ("text", "speaker", "rest"),
    [
        ("Lin: Asked twice", "lin", "Asked twice"),
        ("LIN DAY:  Asked twice", "lin", "Asked twice"),
        ("lin:Asked", "lin", "Asked"),
        ("Li: Asked twice", None, "Li: Asked twice"),
        ("Note: Asked twice", None, "Note: Asked twice"),
        ("Lin:", None, "Lin:"),
        (": Asked twice", None, ": Asked twice"),
        ("Lin said: asked twice", None, "Lin said: asked twice"),
    ],
)
def test_a_name_at_the_beginning_is_the_speaker(start, text, speaker, rest):
    minute = anytime.minute_of(start().open().meeting, {"text": text})
    assert (minute.speaker, minute.text) == (speaker, rest)


def test_a_name_of_two_people_is_no_speaker(start, brief):
    plain = brief().model_dump(mode="json", by_alias=True)
    plain["panel"][0]["name"], plain["panel"][1]["name"] = "Chris Ott", "Chris Ode"
    meeting = start(brief=Brief.model_validate(plain)).open().meeting
    assert anytime.minute_of(meeting, {"text": "Chris: Yes"}).speaker is None
    assert anytime.minute_of(meeting, {"text": "Chris Ode: Yes"}).speaker == plain["panel"][1]["id"]


@pytest.mark.parametrize(("chosen", "text"), [("lin", "Yes"), ("tom", "Lin: Yes")])
def test_a_chosen_speaker_is_not_replaced_by_a_name_in_the_text(start, chosen, text):
    minute = anytime.minute_of(start().open().meeting, {"text": "Lin: Yes", "speaker": chosen})
    assert (minute.speaker, minute.text) == (chosen, text)


@pytest.mark.parametrize(
    ("options", "quiet"),
    [({}, False), ({"quiet": True}, True), ({"kind": "voiced-early"}, True)],
)
def test_a_minute_has_its_place_and_speaker(start, options, quiet):
    script = start().open()
    event = script.do(anytime.take_minute, "Said", "lin", source="id", **options)
    assert (event.place.step, event.speaker, event.quiet) == ("role-clarity", "lin", quiet)
    assert (event.kind, event.source) == (options.get("kind", "minute"), "id")
    assert script.meeting.minutes[0].at == script.log[-1].t


def test_minutes_that_cannot_be(start):
    script = start().open()
    assert "Write the minute first" in script.refusal(anytime.take_minute, " \n")
    assert "no “aunt”" in script.refusal(anytime.take_minute, "Said", "aunt")


def test_a_promise_may_have_a_person_and_a_day(start):
    script = start().open()
    script.do(anytime.add_promise, "Call them", "lin", date(2026, 12, 1))
    script.do(anytime.add_promise, "Write")
    named, bare = (promise.promise for promise in script.meeting.promises)
    assert (named.kind, named.who, named.by) == ("follow-up", "lin", date(2026, 12, 1))
    assert (bare.who, bare.by) == (None, None)
    assert "the promise, in a line." in script.refusal(anytime.add_promise, " ", "lin")
    assert "no “aunt”" in script.refusal(anytime.add_promise, "Call", "aunt")


def test_a_promise_is_kept_once(start):
    script = start().open()
    first = script.do(anytime.add_promise, "Call them")
    script.do(anytime.add_promise, "Write")
    id_ = script.meeting.promises[0].id
    assert first.text == script.meeting.promises[0].promise.text
    script.do(anytime.keep_promise, id_)
    assert [promise.kept_at for promise in script.meeting.promises] == [script.log[-1].t, None]
    assert "That promise is not open" in script.refusal(anytime.keep_promise, id_)


def test_a_day_that_is_over_is_no_day_for_a_promise(start):
    table = Table(start().open().meeting, today=date(2026, 12, 4))
    given = {"text": "Call", "who": "lin", "by": "2026-12-03"}
    refused = act(anytime.AddPromise(), table, "", given)
    assert refused == Refused("Thu 3 December 2026 is in the past. Type a later day.", "by")
    made = act(anytime.AddPromise(), table, "", given | {"by": "fri"})
    assert made == e.PromiseAdded(kind="follow-up", text="Call", who="lin", by=date(2026, 12, 11))


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

    assert undo(script).what == f"Minute: “{'x' * 52} K-17…”"
    assert redo(script).what == f"Minute: “{'x' * 52} K-17…”"


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


def test_a_decision_and_its_rulings_are_taken_back_together(meet):
    script = meet(judgment="1122n").to_decision()
    script.do(decision.rule_on, "judgment", "All the same")
    script.do(decision.decide, "hire", "It weighs more", review=date(2027, 6, 1))
    ruling, decided = script.log[-2].seq, script.log[-1].seq

    taken = anytime.undo(script.meeting, script.log)

    assert [one.target for one in taken] == [ruling, decided]
    script.add_all(taken)
    assert not script.meeting.decided
    assert not script.meeting.rulings
    assert script.meeting.undone == 1, "one act, however many lines it has"
    assert [one.target for one in anytime.redo(script.meeting, script.log)] == [ruling, decided]
    script.do(anytime.redo, script.log)
    assert script.meeting.decided
    assert script.meeting.rulings.keys() == {"judgment"}
    assert "nothing to redo" in no_redo(script)


def test_a_ruling_whose_decision_alone_was_taken_back_is_taken_back_next(meet):
    script = meet(judgment="1122n").to_decision()
    script.do(decision.rule_on, "judgment", "All the same")
    script.decide("hire", review=date(2027, 6, 1))
    ruling, decided = script.log[-2].seq, script.log[-1].seq
    script.add(e.Undone(target=decided, what="as an earlier debrief did"))

    assert undo(script).target == ruling
    assert script.meeting.undone == 2
    assert redo(script).target == ruling
    assert redo(script).target == decided


def test_something_new_ends_redo(meet):
    script = meet().reveal()
    script.do(anytime.take_minute, "One")
    undo(script)
    script.do(anytime.take_minute, "Two")
    assert "nothing to redo" in no_redo(script)
    assert "nothing to redo" in no_redo(meet())


def test_clock_and_console_notes_are_skipped_both_ways(meet):
    script = meet().reveal()
    script.do(rounds.open_round, "judgment")
    opened = script.log[-1].seq
    script.do(anytime.pause)
    script.do(anytime.pause)
    script.do(anytime.take_minute, "From the console", source="id-1")
    script.do(anytime.add_promise, "Call", "lin", source="id-2")
    script.add(e.ClockWentBack(seconds=2))
    script.add(e.JournalRecovered(torn=3))
    assert undo(script).target == opened
    assert script.meeting.open_round("judgment") is None
    assert [m.event.text for m in script.meeting.minutes] == ["From the console"]
    script.do(anytime.take_minute, "From the console", source="id-3")
    assert redo(script).target == opened
    assert script.meeting.open_round("judgment") == 2


def test_undo_in_a_blind_entry_clears_the_last_cell_and_never_the_round(meet):
    script = meet().reveal()
    script.do(rounds.open_round, "judgment")
    script.enter("judgment", lin=4).enter("judgment", omar=2).enter("judgment", lin=3)
    script.do(anytime.pause)
    assert undo(script).panelist == "lin"
    assert set(script.cells("judgment")) == {"omar"}
    assert undo(script).panelist == "omar"
    assert script.cells("judgment") == {}
    assert "There are no entries left to clear" in no_undo(script)
    script.enter("judgment", tom=1)
    assert undo(script).panelist == "tom"
    assert script.meeting.open_round("judgment") == 2


def test_undo_clears_all_cells_of_one_entry_together(meet):
    script = meet().reveal()
    script.do(rounds.open_round, "judgment")
    script.enter("judgment", lin=4).enter("judgment", omar="keep", tom="keep")
    assert [x.panelist for x in anytime.undo(script.meeting, script.log)] == ["omar", "tom"]
    undo(script)
    assert set(script.cells("judgment")) == {"lin"}


def test_undo_takes_back_what_was_done_between_the_entries_first(meet):
    script = meet().reveal()
    script.do(rounds.open_round, "judgment")
    script.enter("judgment", lin=4)
    script.do(anytime.take_minute, "Said")
    minute = script.log[-1].seq
    assert undo(script).target == minute
    assert undo(script).panelist == "lin"


def test_undo_at_the_vote_never_leaves_it_for_an_entry(meet):
    script = meet().to_vote()
    script.enter(None, lin=4)
    assert undo(script).panelist == "lin"
    assert "There are no entries left" in no_undo(script)
    assert script.meeting.place.step == "vote"


BARRIERS = [
    (lambda s: s, "has just been opened", False),
    (lambda s: s.reveal(), "cannot be unseen", True),
    (lambda s: s.reveal().second_round("judgment", lin="keep"), "cannot be unseen", True),
    (lambda s: s.do(rounds.wrap_up, s.cards, reason="Late"), "cannot be unseen", True),
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
    script.do(decision.record_dissent, "lin", "No", confirmed=True)
    assert undo(script).what == "Lin Day dissents: “No”"


# ---- earlier minutes


def minuted(meet, **more):
    """Return a script with a minute, and the minute's id."""
    script = meet()
    script.do(anytime.take_minute, "Said wrongly", "lin", **more)
    return script, script.meeting.minutes[-1].id


def test_a_corrected_minute_keeps_what_it_was(meet):
    script, id_ = minuted(meet)
    event = script.do(anytime.correct_minute, id_, "Said rightly", "omar")
    minute = script.meeting.minute(id_)
    assert (minute.event.text, minute.event.speaker) == ("Said rightly", "omar")
    assert minute.before == ("Said wrongly",)
    assert (
        event.describe(script.meeting).short(mask(script.meeting.brief))
        == "Minute corrected: Omar Day: “Said rightly”"
    )
    assert [(x.person, x.text) for x in event.shown_texts(script.meeting)] == [
        ("Omar Day", "Said rightly")
    ]
    assert "Nothing changed" in script.refusal(anytime.correct_minute, id_, "Said rightly", "omar")
    assert "Write the minute" in script.refusal(anytime.correct_minute, id_, " ")
    assert "no “nobody”" in script.refusal(anytime.correct_minute, id_, "So", "nobody")
    assert "That minute does not exist." in script.refusal(anytime.correct_minute, 999, "So")
    nobody = script.do(anytime.correct_minute, id_, "So")
    assert (
        nobody.describe(script.meeting).short(mask(script.meeting.brief))
        == "Minute corrected: “So”"
    )
    assert [(x.person, x.text) for x in nobody.shown_texts(script.meeting)] == [("", "So")]


def test_a_struck_minute_keeps_its_text_and_is_changed_no_more(meet):
    script, id_ = minuted(meet)
    event = script.do(anytime.strike_minute, id_)
    assert script.meeting.minute(id_).struck
    assert script.meeting.minute(id_).event.text == "Said wrongly"
    assert (
        event.describe(script.meeting).short(mask(script.meeting.brief))
        == "Minute struck: “Said wrongly”"
    )
    assert event.shown_texts(script.meeting) == ()
    assert "has already been struck." in script.refusal(anytime.strike_minute, id_)
    script.do(anytime.undo, script.log)
    assert not script.meeting.minute(id_).struck


def test_quiet_minutes_alone_are_settled(meet):
    script, id_ = minuted(meet)
    assert "That quiet minute does not exist." in script.refusal(
        anytime.settle_quiet, id_, "record"
    )
    script.do(anytime.take_minute, "Between us", quiet=True)
    quiet = script.meeting.minutes[-1].id
    for settled in ("record", "auditor", "struck"):
        event = script.do(anytime.settle_quiet, quiet, settled)
        assert script.meeting.minute(quiet).settled == settled
        assert event.shown_texts(script.meeting) == ()


def test_a_text_of_a_quiet_minute_is_not_shown_when_it_is_corrected(meet):
    script, id_ = minuted(meet, quiet=True)
    event = script.do(anytime.correct_minute, id_, "Between us", "lin")
    assert (
        event.describe(script.meeting).short(mask(script.meeting.brief))
        == "A quiet minute was corrected"
    )
    assert event.shown_texts(script.meeting) == ()


def test_an_event_on_a_minute_that_is_taken_back_changes_nothing(meet):
    script = meet()
    before = script.meeting.minutes
    script.add(e.MinuteCorrected(minute=999, text="So"))
    assert script.meeting.minutes == before


@pytest.mark.parametrize(
    "event",
    [
        e.MinuteTaken(text="So", place=Place(step="vote"), source="id"),
        e.FollowUpAdded(follow_up=FollowUp(text="Send the plan", owner="lin"), source="id"),
        e.PromiseAdded(kind="owed", text="Send the plan", source="id"),
        e.MinuteCorrected(minute=1, text="So", source="id"),
        e.MinuteStruck(minute=1, source="id"),
        e.QuietSettled(minute=1, settled="record", source="id"),
    ],
)
def test_what_the_console_sends_is_passed_over_by_undo(event):
    assert event.is_skipped_by_undo()
    assert not event.model_copy(update={"source": None}).is_skipped_by_undo()


@pytest.mark.parametrize("rule", [anytime.correct_minute, anytime.strike_minute])
def test_minutes_do_not_change_before_the_opening(start, rule):
    args = (1, "So") if rule is anytime.correct_minute else (1,)
    assert "Open the meeting first" in start().refusal(rule, *args)
    assert "Open the meeting first" in start().refusal(anytime.settle_quiet, 1, "record")


def test_an_earlier_minute_is_chosen_then_changed(meet):
    verb = anytime.ChangeMinute()
    script = meet()
    assert "no minute to change" in verb.ask(Table(script.meeting), "").reason
    script.do(anytime.take_minute, "First", "lin")
    only = verb.ask(Table(script.meeting), "")
    assert [field.value for field in only.fields] == ["correct", "First", "lin"]
    script.do(anytime.take_minute, "Second")
    script.do(anytime.take_minute, "Between us", quiet=True)
    first, second = (str(x.id) for x in script.meeting.minutes[:2])
    which = verb.ask(Table(script.meeting), "").fields[0].options
    assert [(x.value, x.label) for x in which] == [(second, "Second"), (first, "Lin Day: First")]
    table = Table(script.meeting)
    assert "Choose the minute" in act(verb, table, "", {"minute": "?"}).reason
    assert act(verb, table, "", {"minute": first}) == ()
    follows = verb.follows(script.meeting, due(script.meeting), "", {"minute": first})
    assert (follows.verb, follows.about) == (verb, first)
    assert verb.follows(script.meeting, due(script.meeting), first, {}) is None
    changed = {"what": "correct", "text": "First of all", "speaker": ""}
    assert act(verb, table, first, changed) == e.MinuteCorrected(
        minute=int(first), text="First of all"
    )
    struck = act(verb, table, second, {"what": "strike"})
    assert struck == e.MinuteStruck(minute=int(second))
