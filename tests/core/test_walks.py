"""Random meetings: the fold is what was live, and the main action is never refused."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rated import endings, facts, held_by_fold

from debrief.core import agenda, fold
from debrief.core.folded import Folded
from debrief.core.held import held
from debrief.core.rules import anytime, closing, moves, opening, rounds, talk
from debrief.core.rules.refused import Refused
from debrief.core.scorecard import Entry

PANEL = ("dana", "lin", "omar", "priya", "tom")
DAY = date(2027, 1, 8)


def main_action(script, draw):
    """Return what the one main action of this moment comes to, with some answers."""
    meeting = script.meeting
    due = agenda.due(meeting)
    here = meeting.place.competency
    actions = {
        "confirm_role": lambda: opening.confirm_role(meeting, due.about, "same"),
        "pass_gate": lambda: opening.pass_gate(meeting),
        "reveal": lambda: rounds.reveal(meeting, here, script.cards),
        "open_round": lambda: rounds.open_round(meeting, here),
        "reveal_round": lambda: reveal_cells(script, draw),
        "reveal_votes": lambda: reveal_cells(script, draw),
        "explain": lambda: rounds.explain_move(meeting, here, due.about, "New evidence"),
        "challenge": lambda: held_or_else(meeting, draw),
        "argue": lambda: talk.argue(meeting),
        "close": lambda: talk.close(meeting),
        "review_reference": lambda: closing.review_reference(meeting, due.about or None),
        "mark_constraint": lambda: closing.mark_constraint(meeting, due.about, told=False),
        "note_owed": lambda: closing.note_owed(meeting),
        "give_cause": lambda: closing.give_causes(meeting, due.about, []),
        "advance": lambda: moves.advance(meeting),
        "confirm_dissent": lambda: confirmed_dissent(meeting, due.about),
        "answer_dissent": lambda: answered_dissent(meeting, due.about),
        "decide": lambda: decision(meeting),
    }
    return actions[due.verb]()


def held_or_else(meeting, draw):
    """Record a challenge; when no round is left to change anything in, it held."""
    outcome = draw(st.sampled_from(("held", "held", "open", "changed")))
    found = talk.record_challenge(meeting, "But", new_evidence=False, outcome=outcome)
    if outcome == "changed" and isinstance(found, Refused):
        return talk.record_challenge(meeting, "But", new_evidence=False, outcome="held")
    return found


def reveal_cells(script, draw):
    """Fill a cell of the open round if there is none, else reveal it."""
    meeting = script.meeting
    here = meeting.place.competency
    if meeting.poll(here).ballots:
        opened = script.opened(here)
        if here is None:
            return rounds.reveal_votes(meeting, opened)
        return rounds.reveal_round(meeting, here, opened)
    able = meeting.voters(here)
    if not able:  # everybody left: give it up
        if meeting.poll(here).revealed:
            return rounds.abandon_round(meeting, here, "Nobody is here")
        return moves.waive(meeting, "Nobody is here")
    panelist = draw(st.sampled_from(able))
    top = len(meeting.brief.levels(here))
    script.entries[panelist] = Entry(choice="level", level=draw(st.integers(1, top)))
    return rounds.enter_ballots(meeting, here, {panelist: "cell"})


def confirmed_dissent(meeting, who):
    waiting = next(d for d in meeting.dissents if d.panelist == who and not d.confirmed)
    return closing.record_dissent(meeting, who, waiting.text, confirmed=True, replaces=waiting.id)


def answered_dissent(meeting, who):
    waiting = next(d for d in meeting.dissents if d.panelist == who and not d.answer)
    return closing.answer_dissent(meeting, waiting.id, "Heard")


def decision(meeting):
    """Decide; first bring the owner back if they left."""
    if not meeting.is_present(meeting.owner):
        return opening.mark_attendance(meeting, meeting.owner, "present")
    return closing.decide(meeting, "more-signal", "So", test="A case", tester="Lin", due=DAY)


def side_action(script, draw):
    """Return what some other key comes to; it may well be refused."""
    meeting = script.meeting
    who = draw(st.sampled_from(PANEL))
    what = draw(st.sampled_from([c.id for c in meeting.brief.competencies]))
    here = meeting.place.competency
    actions = {
        "minute": lambda: anytime.take_minute(meeting, "Said", who),
        "people": lambda: opening.mark_attendance(
            meeting, who, draw(st.sampled_from(("late", "left", "present", "absent")))
        ),
        "role": lambda: opening.confirm_role(
            meeting, who, "differs", differs="x", ruling="y",
            ratings=draw(st.sampled_from(("stand", "re-rate", "set-aside"))),
        ),
        "undo": lambda: anytime.undo(meeting, script.log),
        "redo": lambda: anytime.redo(meeting, script.log),
        "pause": lambda: anytime.pause(meeting),
        "reopen": lambda: talk.reopen(meeting, what, "A doubt"),
        "waive": lambda: moves.waive(meeting, "No time"),
        "together": lambda: talk.waive_challenge(meeting, "Later", together=True),
        "waive challenge": lambda: talk.waive_challenge(meeting, "Late"),
        "go": lambda: moves.go(meeting, draw(st.sampled_from(meeting.places()))),
        "wrap up": lambda: rounds.wrap_up(meeting, script.cards),
        "round": lambda: rounds.open_round(meeting, what),
        "give up": lambda: rounds.abandon_round(meeting, here, "Late"),
        "dissent": lambda: closing.record_dissent(meeting, who, "No", confirmed=False),
        "owner": lambda: opening.replace_owner(meeting, who, "Ill"),
        "lost": lambda: rounds.lose_ballots(meeting, "another key"),
        "correct": lambda: rounds.correct_entry(meeting, here, who, Entry(choice="not-voting")),
    }  # fmt: skip
    return actions[draw(st.sampled_from(sorted(actions)))]()


marks = st.text("1234nar-", min_size=5, max_size=5)
thresholds = st.text("12nar-", min_size=5, max_size=5)


@pytest.mark.timeout(240)  # a failure is shrunk before it is told
@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(marks, marks, thresholds, st.data())
def test_the_main_action_leads_on_whatever_else_was_done(start, judgment, culture, depth, data):
    script = start(judgment=judgment, culture=culture, depth=depth).open()
    for _ in range(40):
        if agenda.due(script.meeting).verb == "finish":
            break
        if data.draw(st.booleans()):
            found = side_action(script, data.draw)
            if not isinstance(found, Refused):
                script.add(found)
            continue
        found = main_action(script, data.draw)
        assert not isinstance(found, Refused), (agenda.due(script.meeting), found)
        script.add(found)
    for _ in range(150):  # from anywhere, the main key alone reaches the finish
        if agenda.due(script.meeting).verb == "finish":
            break
        found = main_action(script, data.draw)
        assert not isinstance(found, Refused), (agenda.due(script.meeting), found)
        script.add(found)
    assert agenda.due(script.meeting).verb == "finish"
    script.finish()
    meeting = Folded.of(script.log).meeting
    assert meeting == script.meeting == fold.fold(script.log)
    found = held("a session", facts(script.log))
    assert Counter(found.challenges) == endings(meeting)
    # Who decided when it was revealed is not in the end of the meeting.
    asked = tuple(replace(one, owner=meeting.owner) for one in found.asked)
    assert replace(found, asked=asked, challenges=()) == held_by_fold("a session", meeting)
