"""Random meetings: the fold is what was live, and the main action is never refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from debrief.core.meeting import fold
from debrief.core.meeting.log import Log
from debrief.core.meeting.question import poll_question
from debrief.core.refused import Refused
from debrief.core.scorecard import Entry
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
from debrief.core.verbs.due import advance, due

PANEL = ("dana", "lin", "omar", "priya", "tom")
DAY = date(2027, 1, 8)


def main_action(script, draw):
    """Return what the one main action of this moment comes to, with some answers."""
    meeting = script.meeting
    main = due(meeting)
    here = meeting.place.competency
    actions = {
        "hear_brief": lambda: opening.hear_brief(meeting),
        "confirm_roles": lambda: opening.confirm_roles(meeting),
        "pass_gate": lambda: opening.pass_gate(meeting),
        "reveal": lambda: rounds.reveal(meeting, here, script.cards),
        "open_round": lambda: rounds.open_round(meeting, here),
        "reveal_round": lambda: reveal_cells(script, draw),
        "reveal_votes": lambda: reveal_cells(script, draw),
        "explain": lambda: rounds.explain_move(meeting, here, main.about, "New evidence"),
        "challenge": lambda: held_or_else(meeting, draw),
        "argue": lambda: talk.argue(meeting),
        "close": lambda: talk.close(meeting, reason="So"),
        "review_reference": lambda: references.review_reference(meeting, main.about or None),
        "mark_constraint": lambda: fit.mark_constraint(meeting, main.about, told=False),
        "note_owed": lambda: fit.note_owed(meeting),
        "give_cause": lambda: premortem.give_causes(meeting, main.about, []),
        "advance": lambda: advance(meeting),
        "confirm_dissent": lambda: confirmed_dissent(meeting, main.about),
        "answer_dissent": lambda: answered_dissent(meeting, main.about),
        "ask_dissent": lambda: decision.ask_dissent(meeting, dict.fromkeys(PANEL, "dissents")),
        "word_dissent": lambda: decision.record_dissent(
            meeting, main.about, "I would wait", confirmed=False
        ),
        "decide": lambda: decided(meeting),
    }
    return actions[main.verb.name]()


def held_or_else(meeting, draw):
    """Record a challenge; when no round is left to change anything in, it held."""
    outcome = draw(st.sampled_from(("held", "held", "open", "changed")))
    signal = talk.Signal("A second talk", "lin", DAY)
    found = talk.record_challenge(meeting, "But", outcome=outcome, signal=signal)
    if outcome == "changed" and isinstance(found, Refused):
        return talk.record_challenge(meeting, "But", outcome="held")
    return found


def reveal_cells(script, draw):
    """Fill a cell of the open round if there is none, else reveal it."""
    meeting = script.meeting
    here = meeting.place.competency
    if script.cells(here):
        opened = script.opened(here)
        if here is None:
            return rounds.reveal_votes(meeting, opened)
        return rounds.reveal_round(meeting, here, opened)
    able = poll_question(here).voters(meeting)
    if not able:  # everybody left: give it up
        if meeting.poll(here).revealed:
            return rounds.abandon_round(meeting, here, "Nobody is here")
        return moves.waive(meeting, "Nobody is here")
    panelist = draw(st.sampled_from(able))
    top = len(meeting.brief.levels(here))
    script.entries[panelist] = Entry(choice="level", level=draw(st.integers(1, top)))
    return cells.enter(meeting, poll_question(here), {panelist: "cell"})


def confirmed_dissent(meeting, who):
    waiting = next(d for d in meeting.dissents if d.panelist == who and not d.confirmed)
    return decision.record_dissent(meeting, who, waiting.text, confirmed=True, replaces=waiting.id)


def answered_dissent(meeting, who):
    waiting = next(d for d in meeting.dissents if d.panelist == who and not d.answer)
    return decision.answer_dissent(meeting, waiting.id, "Heard")


def decided(meeting):
    """Decide; first bring the owner back if they left."""
    if not meeting.is_present(meeting.owner):
        return opening.mark_attendance(meeting, meeting.owner, "present")
    return decision.decide(meeting, "no-hire", "So", review=DAY)


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
        "wrap up": lambda: rounds.wrap_up(meeting, script.cards, reason="Time is up."),
        "round": lambda: rounds.open_round(meeting, what),
        "give up": lambda: rounds.abandon_round(meeting, here, "Late"),
        "dissent": lambda: decision.record_dissent(meeting, who, "No", confirmed=False),
        "owner": lambda: opening.replace_owner(meeting, who, "Ill"),
        "lost": lambda: cells.lose(meeting, "another key"),
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
        if due(script.meeting).verb.name == "finish":
            break
        if data.draw(st.booleans()):
            found = side_action(script, data.draw)
            if not isinstance(found, Refused):
                script.add_all(found)
            continue
        found = main_action(script, data.draw)
        assert not isinstance(found, Refused), (due(script.meeting), found)
        script.add_all(found)
    for _ in range(150):  # from anywhere, the main key alone reaches the finish
        if due(script.meeting).verb.name == "finish":
            break
        found = main_action(script, data.draw)
        assert not isinstance(found, Refused), (due(script.meeting), found)
        script.add_all(found)
    assert due(script.meeting).verb.name == "finish"
    script.finish()
    meeting = Log.of(script.log).meeting
    assert meeting == script.meeting == fold.fold(script.log)
