"""The shared screen's view of each place, also when looking back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from debrief.core.brief import Reference
from debrief.core.preflight_notes import PreflightNotes
from debrief.core.room.view import view
from debrief.core.steps import Place
from debrief.core.verbs import moves, named, opening, premortem, references, rounds, talk
from debrief.core.verbs.due import advance

BOSS = Reference.model_validate(
    {
        "id": "boss",
        "relation": "Boss",
        "findings": [
            {"competency": "judgment", "finding": "confirms", "note": "So it was."},
            {"competency": "culture", "finding": "new", "note": "They shouted."},
        ],
    }
)


def pane(script, **more):
    return view(script.meeting, **more).pane


# ---- looking elsewhere, looking back


def test_a_place_that_is_only_looked_at_moves_nothing(meet, competency):
    script = meet().settle()
    seen = view(script.meeting, look=competency("judgment"))
    assert (seen.main.verb, seen.main.label) == ("now", "Back to now")
    assert (seen.looking, seen.again) == (True, "")
    assert seen.guidance == "You’re looking back. Space returns to the meeting."
    assert (seen.pane.id, seen.pane.closed) == ("judgment", "agreed: yes")
    now = view(script.meeting, look=script.meeting.place)
    assert (now.looking, now.pane.id) == (False, "influence")
    assert view(script.meeting, back=True).main.verb == "now"


def test_a_competency_closed_otherwise_shows_its_reason(meet, competency):
    script = meet().reveal()
    script.do(talk.close, "needs-more-signal", "Nobody asked about it")
    shown = pane(script, look=competency("judgment"))
    assert shown.closed == "needs more signal: Nobody asked about it"


def test_what_can_be_rated_again_says_so_in_help_and_footer(meet):
    again = named("open_round")
    revealed = view(meet(judgment="11344").reveal().meeting)
    assert (again.word(revealed), again.help(revealed)) == ("second round", "Second round, blind")
    blind = view(meet().meeting)
    assert (again.word(blind), again.help(blind)) == ("", "A second round, blind")


# ---- before the opening


def test_a_card_shows_what_it_lacks_and_no_rating(start, rate):
    bare = rate("3").model_copy(update={"for_": ()})
    script = start(without=("priya",), special={("lin", "judgment"): bare})
    cards = dict(script.meeting.cards)
    cards["tom"] = cards["tom"].model_copy(update={"role": "To build it", "late": True})
    script.meeting = replace(script.meeting, cards=cards)
    assert {row.name: row.status for row in pane(script).rows} == {
        "Dana Day": "undated",
        "Lin Day": "undated",
        "Omar Day": "undated",
        "Priya Day": "missing",
        "Tom Day": "late",
    }
    assert pane(script, notes=PreflightNotes(broken=("dana",))).rows[0].status == "broken"


@pytest.mark.parametrize(
    ("covers", "notes"),
    [
        ({}, ()),
        ({"dana": ("judgment", "influence", "culture", "depth"), "lin": ("judgment",)},
         ("Only one interviewer: Influence (Dana), Culture (Dana), Depth (Dana).",)),
        ({p: ("judgment", "influence") for p in ("dana", "lin")},
         ("No interviewer: Culture, Depth.",)),
    ],
)  # fmt: skip
def test_who_covers_what_comes_from_the_brief_and_not_from_the_cards(start, covers, notes):
    script = start()
    brief = script.meeting.brief
    panel = tuple(
        person.model_copy(update={"covers": covers.get(person.id, ())}) for person in brief.panel
    )
    script.meeting = replace(script.meeting, brief=brief.model_copy(update={"panel": panel}))
    shown = pane(script).notes
    assert tuple(x for x in shown if "nterviewer" in x) == notes


# ---- references


def test_a_finding_stands_beside_the_panel_unless_that_is_blind(meet):
    script = meet(references=(BOSS,)).settle()
    script.do(references.review_reference, "boss")
    shown = pane(script, look=Place(step="references"))
    assert [(row.competency, row.panel) for row in shown.findings] == [
        ("Judgment", "agreed: yes (5 yes)"),
        ("Culture", "still blind"),
    ]


# ---- the final vote and the decision


def test_an_owner_who_is_recused_or_gone_is_said_beside_the_decision(meet):
    script = meet(judgment="r3333").to_vote()
    script.do(moves.rule_out, "dana", "A conflict.")
    script.enter(None, lin=3, omar=2)
    script.do(rounds.reveal_votes, script.opened(None))
    script.do(advance)
    assert pane(script).owner_note == "has no vote"
    script.do(opening.mark_attendance, "dana", "left")
    assert pane(script).owner_note == "has no vote, not in the call"


@pytest.mark.parametrize(
    ("how", "bar"),
    [("late", "to confirm the role"), ("absent", "absent"), ("left", "left")],
)
def test_who_enters_nothing_is_told_why(meet, how, bar):
    script = meet(absent=("tom",)).to_vote()
    if how != "absent":
        script.do(opening.mark_attendance, "tom", how)
    rows = {row.id: row.bar for row in pane(script).poll.rows}
    assert rows == {"dana": "", "lin": "", "omar": "", "priya": "", "tom": bar}


def test_how_a_vote_came_about_stands_beside_it(meet):
    script = meet().to_vote().enter(None, dana=3, lin=2, omar="not-voting", priya=1)
    script.do(rounds.reveal_votes, script.opened(None))
    assert {row.id: row.how for row in pane(script).poll.rows} == {
        "dana": "",
        "lin": "",
        "omar": "not voting",
        "priya": "",
        "tom": "did not vote",
    }


def test_how_a_rating_of_a_further_round_came_about_stands_beside_it(meet, competency):
    script = meet(judgment="333r-").reveal().second_round("judgment", dana="keep", lin=4)
    rows = {row.id: row.how for row in pane(script).poll.rows}
    assert rows == {"dana": "kept", "lin": "", "omar": "no entry", "priya": "", "tom": "no entry"}


def test_the_premortem_marks_the_question_that_is_asked(meet):
    script = meet()
    script.do(moves.go, Place(step="premortem"))
    assert pane(script).asks == "failed"
    script.do(premortem.give_causes, "failed", ["One"])
    assert pane(script).asks == "missed"
    script.do(premortem.give_causes, "missed", [])
    assert pane(script).asks == ""
