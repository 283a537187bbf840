"""The private console: what comes next and what to watch for, and never a rating not revealed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from debrief.core.meeting.challenge import GENERAL_PROMPTS, SCRIPT
from debrief.core.room.console import ConsoleView, console_view
from debrief.core.room.guide import guide
from debrief.core.scorecard import contents
from debrief.core.verbs import anytime, opening, rounds


def seen(script: Any, **how: Any) -> ConsoleView:
    """Return the view of a console that opened the cards of a script itself."""
    opened = {p: {c: r.open() for c, r in card.items()} for p, card in script.cards.items()}
    cards = {panelist: contents(ratings) for panelist, ratings in opened.items()}
    return console_view(script.meeting, cards=cards, **how)


def test_before_the_meeting(start: Callable[..., Any]) -> None:
    view = seen(start(without=("tom",)))

    assert (view.opened, view.finished, view.next) == (False, False, "Open the meeting")
    assert view.guide == guide("preflight")
    assert view.gaps == ("No scorecard from Tom Day.",)
    assert (view.then, view.time, view.speaking, view.probes, view.taken) == ("", (), (), (), "")


def test_a_blind_competency_shows_its_prompts_and_no_order(meet: Callable[..., Any]) -> None:
    view = seen(meet())

    assert (view.heading, view.place, view.then) == ("Competency 1 of 4", "Judgment", "Influence")
    assert view.guide == guide("competency", "blind")
    assert view.challenges == ("First prompt", "Second prompt")
    assert (view.speaking, view.note, view.challenged) == ((), "", "")
    assert seen(meet().at("influence")).challenges == GENERAL_PROMPTS


@pytest.mark.parametrize("marks", ["11111", "44444", "1n4ar", "4321n"])
def test_no_rating_before_its_reveal_changes_anything(
    meet: Callable[..., Any], rate: Callable[..., Any], marks: str
) -> None:
    evidence = {("lin", "judgment"): rate("4", against=["Other words"], confidence="low")}

    assert seen(meet(judgment=marks)) == seen(meet())
    assert seen(meet(judgment="34333", special=evidence)) == seen(meet())


def test_a_second_round_is_as_blind(meet: Callable[..., Any]) -> None:
    views = []
    for level in (1, 4):
        script = meet(judgment="11433").reveal()
        script.do(rounds.open_round, "judgment")
        script.enter("judgment", lin=level)
        views.append(seen(script))

    assert views[0] == views[1]
    assert views[0].guide == guide("competency", "second-round")
    assert views[0].speaking == ()


def test_after_a_reveal_it_says_whose_turn_it_is(meet: Callable[..., Any]) -> None:
    script = meet(judgment="33134").reveal()
    view = seen(script)
    assert [one.name for one in view.speaking] == [
        "Omar Day",
        "Tom Day",
        "Lin Day",
        "Priya Day",
        "Dana Day",
    ]
    assert [one.turn for one in view.speaking] == [True, False, False, False, False]

    script.do(anytime.take_minute, "I saw it", "omar")
    view = seen(script)
    assert [(one.spoke, one.turn) for one in view.speaking[:3]] == [
        (True, False),
        (False, True),
        (False, False),
    ]
    assert view.taken == "1 minute · 0 promises"


def test_what_was_said_before_the_reveal_was_no_turn(meet: Callable[..., Any]) -> None:
    script = meet(judgment="33134")
    script.do(anytime.take_minute, "Voiced", "omar", quiet=True)
    script.do(anytime.take_minute, "More")
    script.do(anytime.add_promise, "Ask", "dana")

    assert seen(script).taken == "2 minutes (1 quiet) · 1 promise"
    assert seen(script.reveal()).speaking[0].turn


def test_a_due_challenge_says_who_and_what(meet: Callable[..., Any]) -> None:
    view = seen(meet(judgment="44434").reveal())
    assert view.guide == guide("competency", "challenge")
    assert view.challenged == "Priya Day, nearer to the line"
    assert view.challenges == (*SCRIPT, "First prompt")

    assert seen(meet().reveal()).challenged == "Lin Day, asked to argue against it"
    alone = meet(absent=("lin", "omar", "priya", "tom", "dana"))
    assert seen(alone.reveal()).challenged == "Everybody"


@pytest.mark.parametrize(
    ("marks", "note"),
    [
        ("33333", "Five coins land on one side once in sixteen."),
        ("3333n", "Four coins land on one side once in eight."),
        ("333nn", "Three coins land on one side once in four."),
        ("2333n", ""),
        ("33nnn", ""),
        ("3nnnn", ""),
        ("nnnnn", ""),
    ],
)
def test_a_small_panel_is_said_after_the_reveal(
    meet: Callable[..., Any], marks: str, note: str
) -> None:
    assert seen(meet(judgment=marks)).note == ""
    assert seen(meet(judgment=marks).reveal()).note == note


def test_a_closed_competency_has_nothing_to_challenge(
    meet: Callable[..., Any], competency: Callable[..., Any]
) -> None:
    meeting = replace(meet().settle().meeting, place=competency("judgment"))

    assert console_view(meeting).phase == "closed"
    assert console_view(meeting).challenges == ()


def test_ratings_without_evidence(meet: Callable[..., Any], rate: Callable[..., Any]) -> None:
    bare = rate("3", **{"for": []})
    script = meet(special={("lin", "judgment"): bare, ("tom", "judgment"): rate("n")})

    assert seen(script).bare == ("Lin Day: 1 of 4 without evidence",)
    assert seen(script.reveal()).bare == ("No evidence written here: Lin Day.",)
    assert seen(meet().reveal()).bare == ()


def test_a_console_that_could_not_open_the_cards_claims_nothing_about_them(
    meet: Callable[..., Any],
) -> None:
    view = console_view(meet(judgment="-----").meeting)
    assert (view.bare, view.gaps) == ((), ())


def test_gaps_in_the_coverage_of_what_is_open(
    start: Callable[..., Any], brief: Callable[..., Any]
) -> None:
    scenario = {"id": "one", "title": "One", "competencies": ["judgment", "influence", "depth"]}
    script = start(
        brief=brief(scenarios=[scenario]), judgment="3----", influence="-----", culture="33---"
    ).gate()
    assert seen(script).gaps == (
        "Judgment: only one panelist rates it.",
        "Influence: nobody rates it.",
        "No scenario covered: Culture.",
    )

    script.settle_all()
    assert seen(script).gaps == ()


def test_a_card_that_waits_to_be_accepted_is_not_called_missing(meet: Callable[..., Any]) -> None:
    script = meet(without=("lin", "tom"))
    waiting = {"tom": contents({}), "lin": contents({})}

    gaps = console_view(script.meeting, cards=waiting).gaps
    assert gaps[0] == "The scorecards of Lin Day and Tom Day are waiting: p accepts them."
    gaps = console_view(script.meeting, cards={"tom": contents({})}).gaps
    assert gaps[:2] == (
        "Tom Day’s scorecard is waiting: p accepts it.",
        "No scorecard from Lin Day.",
    )


def test_a_card_that_never_came_is_no_gap_after_the_vote(start: Callable[..., Any]) -> None:
    script = start(without=("tom",)).gate().to_decision()

    assert seen(script).gaps == ()


def test_who_is_there(meet: Callable[..., Any]) -> None:
    script = meet(absent=("tom",))
    script.do(opening.mark_attendance, "lin", "left")
    view = seen(script)

    assert view.present == ("Dana Day", "Omar Day", "Priya Day")
    assert view.away == ("Lin Day (left)", "Tom Day (absent)")


def test_leans_come_from_outside_in_panel_order(meet: Callable[..., Any]) -> None:
    leans = {"tom": "Tom tends to rate lower.", "dana": "Dana tends to rate higher.", "x": "Who?"}

    assert seen(meet(), leans=leans).leans == (leans["dana"], leans["tom"])
    assert seen(meet()).leans == ()


def test_the_vote_and_the_end(start: Callable[..., Any]) -> None:
    script = start().gate().to_vote()
    assert seen(script).challenges == ()
    view = seen(script.vote("33333"))
    assert view.challenged == "Omar Day, asked to argue against it"
    assert len(view.challenges) == len(SCRIPT) + 1
    assert view.note == ""


def test_the_candidates_name_gives_way_to_the_alias(
    start: Callable[..., Any], brief: Callable[..., Any]
) -> None:
    named = brief(candidate={"alias": "K-17", "name": "Kim Okafor"})
    script = start(brief=named).gate()

    said = seen(script, leans={"lin": "Lin likes Kim Okafor."})
    assert said.leans == ("Lin likes K-17.",)
