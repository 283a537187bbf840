"""The finish in a few lines, and what a meeting that was carried on starts from."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from debrief.core.brief import Reference
from debrief.core.meeting import events as e
from debrief.core.record.build import record
from debrief.core.record.finish import finish_facts
from debrief.core.record.sections import Paragraph, sections
from debrief.core.room.closing import AskedRow, PromiseRow
from debrief.core.room.view import view
from debrief.core.room.view_closing import decision_view
from debrief.core.scorecard import CardFacts
from debrief.core.verbs import anytime, decision, moves, opening, rounds, sittings
from debrief.core.verbs.due import advance

DAY = date(2027, 5, 24)
BOSS = Reference.model_validate({"id": "boss", "relation": "CEO, 3 years"})


def hired(script):
    script.do(decision.decide, "hire", "It weighs more", review=DAY)
    return script


def test_the_finish_names_the_vote_each_dissent_and_each_promise(meet):
    script = meet().to_vote()
    script.do(opening.mark_attendance, "tom", "left")
    script.enter(None, dana=3, lin=1, omar=2, priya=2)
    script.do(rounds.reveal_votes, script.opened(None))
    script.do(advance)
    script.do(opening.mark_attendance, "priya", "absent")
    hired(script)
    script.do(decision.ask_dissent, {"lin": "dissents", "omar": "accepts"})
    script.do(anytime.add_promise, "A mentor", "lin", DAY)
    facts = dict(finish_facts(record(script.log, None)))
    counts = "2 no, 1 strong no · 1 yes; 1 of 5 did not vote: Tom Day (had left)"
    assert facts["Vote"] == (counts,)
    assert decision_view(script.meeting).vote == counts
    read_back = sections(record(script.log, None), str)[0].parts
    assert any(
        isinstance(x, Paragraph) and x.row.text == f"The panel’s vote: {counts}." for x in read_back
    )
    assert facts["Dissent"] == (
        "Lin Day dissents, but their words were not recorded",
        "Omar Day was asked and accepts",
        "Priya Day was not asked (absent)",
        "Tom Day was not asked (had left)",
    )
    assert facts["Promised"] == ("A mentor   Lin Day, Mon 24 May 2027",)
    script.do(decision.record_dissent, "lin", "I would wait", confirmed=True)
    assert dict(finish_facts(record(script.log, None)))["Dissent"][0] == (
        "Lin Day, in their own words"
    )
    script.do(decision.answer_dissent, script.meeting.dissents[0].id, "Heard")
    assert dict(finish_facts(record(script.log, None)))["Dissent"][0] == (
        "Lin Day, in their own words, answered"
    )


def test_the_last_of_several_votes_and_no_vote_are_said_to_be_that(meet):
    script = meet().to_decision("31233")
    script.do(decision.decide, "postponed", "Too early", until=DAY, would_change="Money")
    script.do(sittings.end_sitting)
    script.add_all(sittings.carry_on(script.meeting, ()))
    script.do(sittings.go_back_to, "vote")
    script.vote("33333")
    facts = dict(finish_facts(record(script.log, None)))
    assert facts["Vote"] == ("last of 2 votes: 5 yes",)
    script = meet().to_vote()
    script.do(moves.waive, "Everybody said it")
    facts = dict(finish_facts(record(script.log, None)))
    assert facts["Vote"] == ("There was no vote: this was skipped. Everybody said it",)


def test_why_somebody_has_no_vote_is_said_alike_at_the_decision_and_in_the_record(meet, rate):
    recused = {("tom", c): rate("r", c) for c in ("judgment", "influence", "culture", "depth")}
    script = meet(special=recused, rules=1).to_vote()
    script.do(opening.mark_attendance, "lin", "left")
    script.enter(None, dana=3, omar="not-voting")
    script.do(rounds.reveal_votes, script.opened(None))
    said = (
        "1 yes; 4 of 5 did not vote: Lin Day (had left), Omar Day, Priya Day and Tom Day (recused)"
    )
    assert decision_view(script.meeting).vote == said
    assert dict(finish_facts(record(script.log, None)))["Vote"] == (said,)


def test_a_finish_without_dissent_and_promises_says_so(meet):
    script = hired(meet().to_decision("13333"))
    facts = dict(finish_facts(record(script.log, None)))
    assert facts["Dissent"] == ("nobody voted against the decision",)
    assert facts["Promised"] == ("nothing on record",)


def test_who_was_not_asked_though_they_voted_against_is_said(meet):
    script = hired(meet().to_decision("31333"))
    facts = dict(finish_facts(record(script.log, None)))
    assert facts["Dissent"] == ("Lin Day was not asked",)


def test_the_decision_shows_whom_to_ask_and_what_they_answered(meet):
    script = hired(meet().to_decision("31333"))
    script.do(opening.mark_attendance, "tom", "left")
    shown = decision_view(script.meeting)
    assert (shown.asked, shown.not_asked) == (
        (AskedRow("lin", "Lin Day", "strong no", ""),),
        ("Tom Day (had left)",),
    )
    script.do(decision.ask_dissent, {"lin": "accepts"})
    assert not shown.asked[0].filled
    (asked,) = decision_view(script.meeting).asked
    assert (asked.answer, asked.filled) == ("accepts the decision", True)


def test_a_decision_is_read_with_its_conditions_and_with_what_is_done(meet):
    script = meet().to_decision("31233")
    script.add(e.PromiseAdded(kind="follow-up", text="Ask legal", who="tom", by=DAY))
    script.do(anytime.keep_promise, script.meeting.promises[0].id)
    hired(script)
    assert decision_view(script.meeting).decision == "hire"
    script.add(e.PromiseAdded(kind="condition", text="Hear the boss", who="lin", by=DAY))
    assert decision_view(script.meeting).decision == "hire, with 1 condition"
    script.add(e.PromiseAdded(kind="condition", text="Meet the team"))
    shown = decision_view(script.meeting)
    assert shown.decision == "hire, with 2 conditions"
    assert shown.conditions == (
        PromiseRow("Hear the boss", "Lin Day", "Mon 24 May 2027"),
        PromiseRow("Meet the team", "nobody named", "no day"),
    )
    assert shown.promises == (PromiseRow("Ask legal", "Tom Day", "done"),)


def test_only_a_hire_has_conditions(meet):
    script = meet().to_decision("31233")
    script.add(e.PromiseAdded(kind="condition", text="Hear the boss", who="lin", by=DAY))
    script.do(decision.decide, "no-hire", "So", review=DAY)
    shown = decision_view(script.meeting)
    assert (shown.decision, shown.conditions) == ("no hire", ())
    assert [row.text for row in shown.promises] == ["Hear the boss"]


def test_a_meeting_carried_on_shows_what_it_starts_from(meet):
    script = meet().to_decision("31233")
    script.add(e.PromiseAdded(kind="signal", text="Half a day", who="lin", by=DAY))
    script.add(e.PromiseAdded(kind="signal", text="A call"))
    script.do(anytime.keep_promise, script.meeting.promises[1].id)
    script.do(decision.decide, "more-signal", "Too little", test="Half a day", due=DAY)
    script.do(sittings.end_sitting)
    script.add_all(sittings.carry_on(script.meeting, (BOSS,)))
    rows = {row.label: row.texts for row in decision_view(script.meeting).carried_on}
    assert rows["Decided then"] == (
        "More signal, until Mon 24 May 2027, by Dana Day",
        "“Too little”",
    )
    assert rows["Promised"] == (
        "Half a day: Lin Day, Mon 24 May 2027 · still open",
        "A call: nobody named, no day · kept on Tue 24 November 2026",
    )
    assert rows["Vote then"] == ("3 yes · 1 no, 1 strong no",)
    assert rows["New since"] == ("Reference added: CEO, 3 years",)
    assert rows["Here now"] == ("Dana, Lin, Omar, Priya, Tom",)
    met = decision_view(script.meeting).met
    assert met == "Tue 24 November 2026 · first met on Tue 24 November 2026"
    assert decision_view(script.meeting).next[:2] == (
        "Hear the new reference",
        "Vote again (all votes stay on record)",
    )
    script.do(decision.decide, "no-hire", "So", review=DAY)
    decided = decision_view(script.meeting)
    assert (decided.carried_on, decided.next) == ((), ())


def test_a_card_that_came_since_is_listed_with_what_it_counts_for(meet):
    script = meet(without=("tom", "lin")).to_decision("31233")
    script.do(decision.decide, "postponed", "Later", until=DAY, would_change="A second talk")
    script.add_all(sittings.carry_on(script.meeting, ()))
    came = datetime(2026, 12, 3, 9, tzinfo=UTC)
    cards = {
        "tom": CardFacts(panelist="tom", submitted=came, late=True),
        "lin": CardFacts(panelist="lin"),
    }
    rows = {row.label: row.texts for row in view(script.meeting, new_cards=cards).pane.carried_on}
    assert rows["New since"] == (
        "Card received: Tom Day, of Thu 3 December 2026, late. "
        "It can no longer count: no competency is still blind.",
        "Card received: Lin Day. It can no longer count: no competency is still blind.",
    )


def test_a_meeting_postponed_before_any_vote_shows_so(meet):
    script = meet().settle_all()
    for _ in range(4):
        script.do(moves.waive, "No time")
    script.do(decision.decide, "postponed", "Later", until=DAY, would_change="A second talk")
    script.add_all(sittings.carry_on(script.meeting, ()))
    rows = {row.label: row.texts for row in decision_view(script.meeting).carried_on}
    assert rows["Vote then"] == ("No vote: No time",)
    assert rows["New since"] == ("nothing on file",)
    assert "What would change it: A second talk" in rows["Decided then"]


@pytest.mark.parametrize(
    ("failed", "missed", "named"),
    [
        ((), (), ""),
        (("A", "B"), ("C",), "Named in the premortem: 2 causes and 1 missed strength"),
        (("A",), (), "Named in the premortem: 1 cause"),
        ((), ("B", "C"), "Named in the premortem: 2 missed strengths"),
    ],
)
def test_causes_and_missed_strengths_are_counted_apart(meet, failed, missed, named):
    script = meet()
    script.add(e.CauseGiven(kind="failed", causes=failed))
    script.add(e.CauseGiven(kind="missed", causes=missed))
    assert decision_view(script.meeting).named == named
