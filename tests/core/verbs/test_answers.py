"""The events that answers lead to, and the prompt that follows."""

from __future__ import annotations

import pytest

from debrief.core.brief import Brief
from debrief.core.form import LIST_HELP, UNCHOSEN
from debrief.core.meeting.question import poll_question
from debrief.core.refused import Refused
from debrief.core.room.view_poll import poll_view
from debrief.core.scorecard import CardFacts
from debrief.core.verbs import anytime, cells, decision, named, opening, references, rounds
from debrief.core.verbs.cells import NOTHING_ENTERED, undo_entry
from debrief.core.verbs.due import advance, due
from debrief.core.verbs.verb import NewCard, Table, act, confirmation, question


def answer(script, verb, about, values):
    return act(named(verb), Table(script.meeting), about, values)


def ask(script, verb, about):
    return question(named(verb), Table(script.meeting), about)


def guard(script, verb):
    return confirmation(named(verb), Table(script.meeting), "", {})


def following(script, verb, about, values):
    found = named(verb).follows(script.meeting, due(script.meeting), about, values)
    return None if found is None else (found.verb.name, found.about)


def does(script, verb, about="", **values):
    """Log what these answers come to; fail when they are refused."""
    event = answer(script, verb, about, values)
    assert not isinstance(event, Refused), event.reason
    return script.add(event)


def test_answers_are_trimmed(meet):
    script = meet()
    does(script, "minute", text="  Asked twice\n ", speaker="")
    assert script.meeting.minutes[0].event.text == "Asked twice"


# ---- lists


@pytest.mark.parametrize(
    ("verb", "about", "field"),
    [
        ("give_cause", "failed", "causes"),
        ("give_cause", "missed", "causes"),
    ],
)
def test_a_list_asks_again_until_enter_on_an_empty_line(meet, verb, about, field):
    script = meet()
    does(script, verb, about, **{field: "A date"})
    assert following(script, verb, about, {field: "A date"}) == (verb, about)
    assert LIST_HELP in ask(script, verb, about).says

    assert answer(script, verb, about, {field: " "}) == ()
    assert following(script, verb, about, {field: " "}) is None


def test_a_list_without_an_entry_records_that_there_is_none(meet):
    assert not does(meet(), "give_cause", "failed", causes="").causes


# ---- people


def test_people_opens_on_the_card_that_arrived_or_on_the_person_who_is_away(start):
    script = start().open()
    card = NewCard(CardFacts(panelist="tom"), "")
    table = Table(script.meeting, arrived=lambda: {"tom": card})
    assert _values(question(named("people"), table)) == ("tom", "card")

    script.do(opening.mark_attendance, "lin", "absent")
    assert _values(ask(script, "people", "")) == ("lin", UNCHOSEN)


def _values(form):
    who, what, *_ = form.fields
    return who.value, what.value


@pytest.mark.parametrize(
    ("reveals", "sentence"),
    [
        (0, "It counts once you accept it: p."),
        (1, "It counts for the 3 blind competencies once you accept it: p."),
        (2, "It counts for Culture and Depth once you accept it: p."),
        (3, "It counts for Depth once you accept it: p."),
        (4, "It can no longer count: no competency is still blind."),
    ],
)
def test_a_new_card_counts_where_it_is_still_blind(meet, reveals, sentence):
    script = meet()
    for competency in [*script.meeting.competencies][:reveals]:
        script.reveal(competency)
    assert opening.effect_of_new_card(script.meeting) == sentence


def test_a_new_card_counts_for_nothing_after_the_vote(meet):
    meeting = meet().to_decision().meeting
    assert "no longer count:" in opening.effect_of_new_card(meeting)


# ---- a dissent read back


@pytest.mark.parametrize("changed", ["", " All the same."])
def test_a_dissent_read_back_keeps_the_name_unless_they_reword_it(meet, brief, changed):
    plain = brief().model_dump(mode="json", by_alias=True)
    plain["candidate"]["name"] = "Kim Ito"
    script = meet(brief=Brief.model_validate(plain)).to_decision()
    script.do(decision.record_dissent, "lin", "Kim Ito is not ready.", confirmed=False)
    form = ask(script, "confirm_dissent", "lin")
    shown = form.fields[0].value
    assert shown == "K-17 is not ready."
    event = does(script, "confirm_dissent", form.about, text=shown + changed)
    assert event.text == (shown + changed if changed else "Kim Ito is not ready.")
    assert [(d.text, d.confirmed) for d in script.meeting.dissents] == [(event.text, True)]


def test_a_dissent_is_answered_by_its_number(meet):
    script = meet().to_decision()
    script.do(decision.record_dissent, "lin", "No.", confirmed=True)
    form = ask(script, "answer_dissent", "lin")
    does(script, "answer_dissent", form.about, answer="Heard.")
    assert script.meeting.dissents[0].answer == "Heard."
    assert answer(script, "answer_dissent", "999", {"answer": "Heard."}) == Refused(
        "No such dissent is recorded."
    )


# ---- which prompt follows


def test_causes_are_asked_for_until_a_line_is_empty(meet):
    script = meet().to_vote()
    said = {"causes": "The board changed its mind"}
    assert following(script, "give_cause", "failed", said) == ("give_cause", "failed")
    assert following(script, "give_cause", "failed", {"causes": " \n"}) is None


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
    assert following(script, "people", "", values) == follows


def test_before_the_gate_who_joins_is_asked_in_their_turn(start):
    script = start().open()
    values = {"panelist": "tom", "what": "late"}
    does(script, "people", **values)
    assert following(script, "people", "", values) is None


# ---- what a reveal that is early says


def test_an_early_reveal_says_who_keeps_their_rating_and_who_did_not_vote(meet):
    script = meet().reveal()
    script.do(rounds.open_round, "judgment")
    assert guard(script, "reveal_round") is None
    script.enter("judgment", lin=2, omar="keep", priya=3, tom=3)
    assert guard(script, "reveal_round").says == (
        "No entry from Dana Day: they keep their rating. A reveal cannot be unseen.",
    )
    vote = meet().to_vote().enter(None, dana=3)
    assert "they do not vote." in guard(vote, "reveal_votes").says[0]


def test_people_without_a_rating_or_a_vote_are_not_said_to_keep_one(meet):
    script = meet(judgment="33nn3").reveal()
    script.do(rounds.open_round, "judgment")
    script.enter("judgment", lin=2, tom=3)
    says = guard(script, "reveal_round").says[0]
    assert says.startswith(
        "No entry from Dana Day, Omar Day and Priya Day: Dana Day keeps the earlier rating, "
        "Omar Day and Priya Day have none."
    )
    script.enter("judgment", dana=3)
    says = guard(script, "reveal_round").says[0]
    assert says.startswith("No entry from Omar Day and Priya Day: they have no rating to keep.")
    assert guard(script, "keep_rest") is None
    script = meet(judgment="333n3").reveal()
    script.do(rounds.open_round, "judgment")
    script.enter("judgment", tom=3)
    assert guard(script.enter("judgment", dana=2), "keep_rest").says == (
        "No entry from Lin Day and Omar Day: they keep their rating.",
        "Priya Day has no rating to keep: enter 1–4 or x.",
    )


def test_a_card_that_will_not_come_is_not_counted_as_missing(meet):
    script = meet(without=("tom", "omar"))
    assert script_label(script) == "Reveal (2 missing)"
    script.do(opening.mark_attendance, "tom", "left")
    assert script_label(script) == "Reveal (1 missing)"
    script.do(opening.mark_attendance, "omar", "absent")
    assert script_label(script) == "Reveal"
    script.do(opening.mark_attendance, "omar", "late")
    assert script_label(script) == "Reveal (1 missing)"


def script_label(script):
    return named("reveal").label(script.meeting, "")


# ---- answers that name nobody, and steps without a round


def test_nobody_unknown_is_named_for_a_signal_or_a_test(meet):
    script = meet(judgment="3----").reveal()
    refused = answer(script, "close", "", {"signal": "A second talk", "who": "nobody"})
    assert isinstance(refused, Refused)
    assert "nobody" in refused.reason
    late = answer(script, "close", "", {"signal": "A second talk", "by": "soon"})
    assert isinstance(late, Refused)
    assert late.field == "by"

    decided = meet().to_decision()
    values = {"outcome": "more-signal", "reason": "We saw too little", "tester": "nobody"}
    refused = answer(decided, "decide", "", values)
    assert isinstance(refused, Refused)
    assert "nobody" in refused.reason


def test_the_day_of_a_signal_must_be_a_day(meet):
    script = meet().reveal()
    values = {"argued": "Unclear", "outcome": "open", "signal": "A second talk", "by": "soon"}
    refused = answer(script, "challenge", "", values)
    assert isinstance(refused, Refused)
    assert refused.field == "by"


def test_nothing_is_owed_after_an_empty_line(meet):
    script = meet().settle_all()
    script.do(references.review_reference)
    script.do(advance)
    does(script, "note_owed", text="")
    assert following(script, "note_owed", "", {"text": ""}) is None
    assert following(script, "note_owed", "", {"text": "A date"}) == ("note_owed", "")


def test_a_meeting_that_is_not_ready_is_not_opened(start):
    refused = answer(start(without=("dana", "lin", "omar", "priya", "tom")), "open", "", {})
    assert isinstance(refused, Refused)


def test_cells_that_cannot_be_read_reveal_nothing(start):
    script = start().open()
    ruled = {"differs": "Another role", "ruling": "This one", "ratings": "re-rate"}
    for panelist in ("dana", "lin", "omar", "priya"):
        script.do(opening.confirm_role, panelist, "same")
    script.do(opening.confirm_role, "tom", "differs", **ruled)
    script.do(opening.pass_gate)
    script.enter("judgment", tom=3)
    assert isinstance(answer(script, "reveal", "", {}), Refused)
    wrapped = answer(script, "wrap_up", "", {"reason": "No time left"})
    assert isinstance(wrapped, Refused)

    table = Table(
        script.meeting,
        ratings=lambda: script.cards,
        cells=lambda question: script.opened(question.competency),
    )
    revealed = act(named("wrap_up"), table, "", {"reason": "No time is left"})
    assert not isinstance(revealed, Refused)
    script.add_all(revealed)
    assert script.meeting.competencies["judgment"].rounds[-1].marks["tom"].level == 3


def test_a_voter_is_ruled_out_by_what_may_be_skipped(meet):
    script = meet().to_vote()
    does(script, "waive", what="no-vote:tom", reason="Tom reports to the candidate")
    assert "tom" not in poll_question(None).voters(script.meeting)


def test_a_voter_recused_everywhere_is_said_to_be(meet, rate):
    recused = {("tom", c): rate("r", c) for c in ("judgment", "influence", "culture", "depth")}
    script = meet(special=recused).to_vote()
    rows = {row.id: row for row in poll_view(script.meeting, None).rows}
    assert rows["tom"].note == "recused on all"


def test_no_cell_is_taken_back_in_an_empty_round(meet):
    voting = meet().to_vote()
    voting.enter(None, tom=3)
    assert undo_entry(voting.meeting, ()) is None


def test_undo_brings_back_an_entry_that_was_cleared_and_nobody_elses(meet):
    script = meet().to_vote()
    for panelist in ("dana", "lin", "tom"):
        script.enter(None, **{panelist: 3})
    sealed = script.cells(None)
    script.do(cells.clear, script.meeting.question, "lin")
    script.add_all(anytime.undo(script.meeting, script.log))
    assert script.cells(None) == sealed
    script.add_all(anytime.undo(script.meeting, script.log))
    assert set(script.cells(None)) == {"dana", "lin"}
    script.add_all(anytime.undo(script.meeting, script.log))
    script.add_all(anytime.undo(script.meeting, script.log))
    assert script.cells(None) == {}
    assert isinstance(anytime.undo(script.meeting, script.log), Refused)


def test_what_was_sealed_to_a_lost_key_does_not_return(meet):
    script = meet().to_vote()
    script.enter(None, lin=3)
    script.do(cells.clear, script.meeting.question, "lin")
    script.do(cells.lose, "another key")
    assert script.refusal(anytime.undo, script.log) == NOTHING_ENTERED.reason


def test_the_challenge_of_the_vote_closes_nothing_and_one_under_rules_1_may_be_put_off(meet):
    voted = meet().to_vote().vote("33333")
    assert ask(voted, "challenge", "").enter == "Record"

    script = meet(rules=1, culture="22222").at("culture")
    script.settle().settle().at("influence").reveal()
    values = {"outcome": "together", "argued": ""}
    assert does(script, "challenge", **values).together
    assert script.meeting.competencies["influence"].challenge_deferred


def test_a_wrap_up_without_a_reason_is_refused_and_not_asked_about(meet):
    table = Table(meet().meeting)
    assert confirmation(named("wrap_up"), table, "", {"reason": ""}) is None
    assert isinstance(act(named("wrap_up"), table, "", {"reason": ""}), Refused)


def test_a_signal_of_somebody_unknown_is_refused_by_its_rule_too(meet):
    script = meet(judgment="3----").reveal()
    values = {"signal": "A second talk", "who": "nobody", "by": ""}
    refused = named("close").do(Table(script.meeting), "", values)
    assert isinstance(refused, Refused)
    assert "nobody" in refused.reason


def test_a_single_rating_closes_without_a_signal_too(meet):
    script = meet(judgment="3----").reveal()
    script.add_all(answer(script, "close", "", {"signal": ""}))
    assert script.meeting.competencies["judgment"].closed is not None


def test_before_a_close_the_guide_offers_a_round_only_while_one_is_left(meet):
    script = meet(rules=1, judgment="13333").reveal()
    assert "r opens one more round" in named("close").guidance(script.meeting, "")
    script.second_round("judgment", dana=1)
    assert named("close").guidance(script.meeting, "").endswith("see? Then it closes.")


def test_a_text_that_grows_too_long_by_its_hidden_characters_is_refused(meet):
    refused = answer(meet(), "minute", "", {"text": "a" + "\x07" * 3000, "speaker": ""})
    assert isinstance(refused, Refused)
    assert refused.reason.startswith("This text is longer than ")
