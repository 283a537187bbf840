"""Each prompt: what it asks, what its answers come to, and when it cannot be asked."""

from __future__ import annotations

import re

import pytest

from debrief.core.refused import Refused
from debrief.core.room.closing import PromiseRow
from debrief.core.verbs.opening import ConfirmRole, People
from debrief.core.verbs.verb import Following


def options(asked, name):
    field = next(one for one in asked.fields if one.name == name)
    return [option.value for option in field.options]


def to_vote(demo):
    demo.until("reveal")
    demo.do("wrap_up", reason="Time is up.")
    demo.until("reveal_votes")


def test_waiving_offers_what_may_be_left_out_here(demo):
    demo.do("open")
    assert isinstance(demo.ask("waive"), Refused)
    demo.until("reveal")
    assert demo.ask("waive").title == "Skip: Judgment"
    demo.do("reveal")
    assert options(demo.ask("waive"), "what") == [
        "challenge",
        "close:needs-more-signal",
        "close:not-discussed",
    ]
    assert "Choose what to skip" in demo.refused("waive", what="?", reason="no time")
    demo.do("open_round")
    assert demo.ask("waive").title == "Give up this round: Judgment"
    demo.do("waive", what="round", reason="no time")
    assert demo.live.meeting.open_round("judgment") is None
    demo.do("waive", what="challenge", reason="no time")
    demo.do("waive", what="step", reason="no time")
    demo.do("reveal")
    demo.do("waive", what="close:needs-more-signal", reason="too few cases")
    closed = [
        poll.closed.closing for poll in demo.live.meeting.competencies.values() if poll.closed
    ]
    assert closed == ["agreed-yes", "not-discussed", "needs-more-signal"]


def test_reopening_asks_which_and_only_until_the_vote(demo):
    demo.until("reveal")
    assert isinstance(demo.ask("reopen"), Refused)
    demo.do("waive", what="step", reason="later")
    assert options(demo.ask("reopen"), "competency") == ["judgment"]
    demo.do("reopen", competency="judgment", reason="there is time")
    demo.do("wrap_up", reason="Time is up.")
    demo.until("reveal_votes")
    demo.enter(dana="3", omar="2")
    demo.do("reveal_votes")
    assert isinstance(demo.ask("reopen"), Refused)


def test_going_offers_every_place_that_is_open(demo):
    demo.do("open")
    assert isinstance(demo.ask("go"), Refused)
    demo.until("reveal")
    places = options(demo.ask("go"), "place")
    assert places[0] == "decides-under-pressure"
    assert places[-1] == "wrap-up"
    demo.do("go", place="premortem")
    demo.do("go", place="culture-through-behaviour")
    assert demo.live.meeting.place.competency == "culture-through-behaviour"


def test_people_come_go_and_decide(demo):
    demo.until("reveal")
    assert "card" in options(demo.ask("people"), "what")
    demo.do("people", panelist="lin", what="left")
    demo.do("people", panelist="omar", what="owner", reason="Dana is ill")
    assert demo.live.meeting.owner == "omar"
    assert demo.do("people", panelist="lin", what="role") == ()
    follows = People().follows(
        demo.live.meeting, demo.live.due, "", {"panelist": "lin", "what": "role"}
    )
    assert follows == Following(ConfirmRole(), "lin")
    to_vote(demo)
    bars = {row.id: row.bar for row in demo.live.view().pane.poll.rows}
    assert bars["lin"] == "left"
    assert bars["jonas"] == ""


def test_an_entry_is_corrected_where_one_was_made(demo):
    demo.do("open")
    assert isinstance(demo.ask("correct"), Refused)
    demo.until("reveal")
    demo.do("reveal")
    assert isinstance(demo.ask("correct"), Refused)
    to_vote(demo)
    demo.enter(dana="3", omar="2")
    demo.do("reveal_votes")
    assert options(demo.ask("correct"), "now") == ["1", "2", "3", "4", "not-voting"]
    assert "Choose" in demo.refused("correct", panelist="dana", now="?")
    demo.do("correct", panelist="dana", now="not-voting")
    row = next(row for row in demo.live.view().pane.poll.rows if row.id == "dana")
    assert (row.how, row.wrong) == ("not voting", ("yes",))


@pytest.mark.parametrize(
    ("verb", "values", "said"),
    [
        ("follow_up", {"text": "Call", "by": "soon"}, "is not a day"),
        ("confirm_dissent", {"text": "x"}, "No such dissent"),
        ("note_concern", {"text": ""}, "concern"),
        ("note_context", {"offers": "?"}, "Choose"),
    ],
)
def test_answers_that_make_no_sense_are_refused(demo, verb, values, said):
    demo.until("reveal")
    assert re.search(said, demo.refused(verb, "99", **values))


def test_prompts_with_nothing_to_ask_about_say_so(demo):
    demo.until("reveal")
    for verb in ("challenge", "note_context", "confirm_dissent", "answer_dissent", "decide"):
        assert isinstance(demo.ask(verb, "lin"), Refused), verb


def test_the_decision_says_what_it_rests_on(demo):
    to_vote(demo)
    demo.enter(dana="3", omar="2")
    demo.do("reveal_votes")
    demo.do("advance")
    assert "Choose what Dana Whitfield decides" in demo.refused("decide", outcome="?")
    demo.do("people", panelist="dana", what="left")
    assert "is not in the call" in demo.live.view().guidance
    assert demo.live.view().pane.owner_note == "not in the call"
    demo.do("people", panelist="dana", what="present")
    demo.do(
        "decide",
        outcome="postponed",
        rationale="too early",
        until="2026-12-01",
        would_change="a second talk",
    )
    assert "Postponed, until Tue 1 December 2026" in demo.live.view().guidance
    demo.do(
        "decide",
        outcome="more-signal",
        rationale="too little",
        test="a day together",
        tester="lin",
        due="2026-12-05",
    )
    assert PromiseRow("a day together", "Lin Wei", "Sat 5 December 2026") in (
        demo.live.view().pane.promises
    )
    demo.do("note_concern", text="The rota")
    demo.do("follow_up", text="Call them", who="lin", by="2026-12-02")
    assert (
        PromiseRow("Call them", "Lin Wei", "Wed 2 December 2026") in demo.live.view().pane.promises
    )


def test_a_step_left_out_is_marked_so(demo):
    demo.until("reveal")
    demo.do("wrap_up", reason="Time is up.")
    demo.main()
    demo.do("waive", what="step", reason="no time")
    demo.until("reveal_votes")
    demo.do("waive", what="step", reason="all said")
    view = demo.live.view()
    assert {mark.step for mark in view.steps if mark.state == "waived"} == {"references", "vote"}
    assert view.pane.vote == "No vote: all said"


def test_lines_of_talk_stand_with_the_competency(demo):
    demo.until("reveal")
    demo.do("reveal")
    demo.do("open_round")
    demo.do("waive", what="round", reason="no change")
    demo.do("waive", what="challenge", reason="no time")
    demo.do("reopen", competency="judgment", reason="a reference")
    talked = demo.live.view().pane.talked
    assert any("given up: no change" in line for line in talked)
    assert any("Challenge waived: no time" in line for line in talked)
    assert any("Reopened: a reference" in line for line in talked)


def test_a_challenge_says_first_how_it_ended_and_what_is_closed_asks_nothing_more(demo):
    demo.until("challenge")
    here = demo.live.meeting.place
    assert demo.live.view(here).pane.poll.challenged
    demo.do("challenge", argued="nobody saw it", new_evidence="no", outcome="held")
    pane = demo.live.view(here).pane

    assert pane.closed
    assert pane.poll.challenged == ()
    assert pane.talked[-1].startswith("Challenge held: nobody saw it (")


def test_who_has_no_rating_keeps_none(demo):
    demo.until("reveal")
    demo.do("reveal")
    demo.do("open_round")
    demo.keep_rest()
    demo.do("reveal_round")
    kept = {row.id: row.how for row in demo.live.view().pane.poll.rows}

    assert kept["lin"] == "kept"
    assert kept["tom"] == "no entry"
