"""Every step of a meeting, as the room sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from meetings import Driver
from textual.pilot import Pilot
from textual.widgets import Input, OptionList
from waiting import Unhurried
from waiting import until as wait_until

from debrief.tui import steps
from debrief.tui.screens.live import LiveScreen

SAID = {
    "argued": "Every story we heard ended well",
    "differs": "A hands-on chief architect",
    "ruling": "It is a leadership role",
    "reason": "One story had weighed too much",
    "causes": "Two release trains ate the first year\nThe previous VP kept deciding",
    "rationale": "Four of five saw decisions made on partial data, and own up to them later",
    "answer": "We test it in the first ninety days, on the port cut-over",
    "conditions": "The adviser leaves before the start",
    "rule:decides-under-pressure": "Four of five saw it, and Lin saw it long ago",
    "rule:builds-leaders": "We help, and look again in spring",
    "rule:technical-credibility": "The architects stay close",
    "text": "They still wait too long where it hurts people",
}

SAID_AT = {
    "argue": {"text": "The working group had no date; the launch on day 9 had one"},
    "note_owed": {"text": "Tell them about the adviser who stays"},
}
"""The answers that differ from those above, by the main action that asks for them."""

Look = Callable[..., None]


def room(demo: Driver, look: Look, *keys: str, rests: bool = False) -> None:
    """Look at the meeting as it is now, after these keys."""

    async def act(pilot: Pilot[int]) -> None:
        await pilot.pause()
        for key in keys:
            demo.seconds += 1
            pilot.app.simulate_key(key)
            await pilot.pause()

    look(lambda: LiveScreen(demo.live, lambda: demo.seconds), act, rests=rests)


def until(demo: Driver, verb: str, times: int = 1) -> None:
    """Go on until `verb` is due for the so-manyeth time."""
    for left in range(times, 0, -1):
        while demo.live.due.verb.name != verb:
            go_on(demo)
        if left > 1:
            go_on(demo)


def go_on(demo: Driver) -> None:
    """Do the main action."""
    demo.main(**{**SAID, **SAID_AT.get(demo.live.due.verb.name, {})})


def in_round_two(demo: Driver) -> None:
    until(demo, "argue")
    demo.do("open_round")


def test_preflight(demo: Driver, look: Look) -> None:
    room(demo, look)


def test_role_clarity_heard(demo: Driver, look: Look) -> None:
    demo.do("open")
    room(demo, look)


def test_role_clarity_marked(demo: Driver, look: Look) -> None:
    demo.do("open")
    demo.do("hear_brief")
    room(demo, look, "1", "1")


def test_role_clarity_differs(demo: Driver, look: Look) -> None:
    demo.do("open")
    demo.do("hear_brief")
    room(demo, look, "down", "2")


def test_role_clarity_confirmed(demo: Driver, look: Look) -> None:
    demo.do("open")
    demo.do("hear_brief")
    demo.do(
        "confirm_role",
        "priya",
        understanding="differs",
        differs=SAID["differs"],
        ruling=SAID["ruling"],
        ratings="set-aside",
    )
    demo.do("confirm_roles")
    room(demo, look)


def test_warm_up_blind(demo: Driver, look: Look) -> None:
    warmed_up(demo)
    room(demo, look)


def test_warm_up_revealed(demo: Driver, look: Look) -> None:
    warmed_up(demo)
    demo.enter(dana="4", lin="2", omar="4", priya="3")
    demo.keep_rest()
    demo.do("reveal_vignette")
    room(demo, look)


def warmed_up(demo: Driver) -> None:
    file = demo.folder / "session.toml"
    agenda = "\n[agenda]\nwarm-up = 6\n\n[candidate]"
    file.write_text(file.read_text().replace("\n[candidate]", agenda, 1))
    demo.again("run-1")
    demo.until("open_vignette")
    demo.do("open_vignette", case="judgment/tripwire")


def test_competency_blind(demo: Driver, look: Look) -> None:
    until(demo, "reveal")
    room(demo, look)


def test_competency_blind_in_full(demo: Driver, look: Look) -> None:
    until(demo, "reveal")
    room(demo, look, "e")


def test_consensus_revealed(demo: Driver, look: Look) -> None:
    until(demo, "challenge")
    room(demo, look)


def test_challenge(demo: Driver, look: Look) -> None:
    until(demo, "challenge")
    room(demo, look, "space")


def test_challenge_noted(demo: Driver, look: Look) -> None:
    until(demo, "challenge")
    room(demo, look, "space", "space")


def test_arguing(demo: Driver, look: Look) -> None:
    until(demo, "argue")
    room(demo, look, "space")


def test_arguing_noted(demo: Driver, look: Look) -> None:
    until(demo, "argue")
    room(demo, look, "space", "space")


def test_overview(demo: Driver, look: Look) -> None:
    until(demo, "review_reference")
    room(demo, look, "left_square_bracket")


def test_outcome_above_the_next_competency(demo: Driver, look: Look) -> None:
    until(demo, "argue")
    room(demo, look, "space", "space", "enter")


def test_mixed_revealed(demo: Driver, look: Look) -> None:
    until(demo, "argue")
    room(demo, look)


def test_mixed_revealed_in_full(demo: Driver, look: Look) -> None:
    until(demo, "argue")
    room(demo, look, "e")


def test_split_revealed(demo: Driver, look: Look) -> None:
    until(demo, "argue", 2)
    room(demo, look)


def test_second_round_entry(demo: Driver, look: Look) -> None:
    in_round_two(demo)
    demo.enter(dana="3", omar="not-voting")
    room(demo, look)


def test_second_round_revealed(demo: Driver, look: Look) -> None:
    in_round_two(demo)
    demo.enter(dana="3", omar="3", lin="2", priya="4")
    demo.keep_rest()
    demo.do("reveal_round")
    room(demo, look)


def test_reopened(demo: Driver, look: Look) -> None:
    until(demo, "argue")
    go_on(demo)
    demo.do("reopen", competency="decides-under-pressure", reason="Lin has one more example")
    room(demo, look)


def test_dissent_asked_by_name(demo: Driver, look: Look) -> None:
    until(demo, "reveal_votes")
    demo.enter(dana="3", omar="3", lin="2", priya="2", jonas="3")
    demo.do("reveal_votes")
    while demo.live.due.verb.name != "ask_dissent":
        demo.main(**SAID, outcome="hire")
    room(demo, look, "1")


def test_carried_on(demo: Driver, look: Look) -> None:
    until(demo, "reveal_votes")
    demo.enter(dana="3", omar="3", lin="2", priya="2", jonas="3")
    demo.do("reveal_votes")
    while demo.live.due.verb.name != "leave":
        demo.main(**SAID, outcome="more-signal", test="Two talks", tester="omar", due="2026-12-09")
    demo.again()
    room(demo, look)


def to_the_last_two(demo: Driver) -> None:
    while demo.live.view().place.competency != "context-transfer":
        go_on(demo)


def test_wrap_up_asks(demo: Driver, look: Look) -> None:
    to_the_last_two(demo)
    room(demo, look, "g", "w", "enter", *"Late")


def test_wrap_up_shows(demo: Driver, look: Look) -> None:
    to_the_last_two(demo)
    demo.do("wrap_up", reason="Seven minutes left")
    room(demo, look)


def test_go_past_asks_why(demo: Driver, look: Look) -> None:
    until(demo, "review_reference")
    room(demo, look, "g", "p", "enter")


def test_threshold_revealed(demo: Driver, look: Look) -> None:
    while demo.live.view().place.competency != "technical-credibility":
        go_on(demo)
    go_on(demo)
    room(demo, look)


def test_references(demo: Driver, look: Look) -> None:
    until(demo, "review_reference", 2)
    room(demo, look)


def test_fit(demo: Driver, look: Look) -> None:
    until(demo, "note_context", 2)
    room(demo, look)


def test_fit_owed(demo: Driver, look: Look) -> None:
    until(demo, "note_owed")
    room(demo, look, "space")


def test_premortem(demo: Driver, look: Look) -> None:
    until(demo, "give_cause", 2)
    room(demo, look)


def test_vote_entry(demo: Driver, look: Look) -> None:
    until(demo, "reveal_votes")
    demo.enter(dana="3", omar="3")
    room(demo, look)


def test_decision_with_the_overview(demo: Driver, look: Look) -> None:
    voted(demo)
    until(demo, "decide")
    room(demo, look, "e")


def test_vote_revealed(demo: Driver, look: Look) -> None:
    voted(demo)
    room(demo, look)


def voted(demo: Driver) -> None:
    until(demo, "reveal_votes")
    demo.enter(dana="3", omar="3", lin="2", priya="4")
    demo.keep_rest()
    demo.do("reveal_votes")
    demo.do("dissent", panelist="lin", text=SAID["text"])


def test_decision(demo: Driver, look: Look) -> None:
    voted(demo)
    until(demo, "decide")
    room(demo, look)


def test_decision_asked(demo: Driver, look: Look) -> None:
    voted(demo)
    until(demo, "decide")
    room(demo, look, "space")


def test_record_read_back(demo: Driver, look: Look) -> None:
    voted(demo)
    until(demo, "finish")
    room(demo, look)


def test_minute(demo: Driver, look: Look) -> None:
    until(demo, "reveal")
    minute = "n", *"The board is split", "enter", "n"
    room(demo, look, *(("space" if key == " " else key) for key in minute))


def test_people(demo: Driver, look: Look) -> None:
    until(demo, "reveal")
    room(demo, look, "p")


def test_leaving(demo: Driver, look: Look) -> None:
    until(demo, "reveal")
    room(demo, look, "q")


def test_help(demo: Driver, look: Look) -> None:
    until(demo, "reveal")
    room(demo, look, "question_mark")


def test_looking_back(demo: Driver, look: Look) -> None:
    until(demo, "argue")
    room(demo, look, "left_square_bracket")


def test_blank(demo: Driver, look: Look) -> None:
    until(demo, "challenge")
    room(demo, look, "b")


# ---- what guards against a slip of the hand


def test_guard_dimmed(demo: Driver, look: Look) -> None:
    in_round_two(demo)
    demo.enter(dana="3")
    room(demo, look, "S", rests=True)


def test_guard(demo: Driver, look: Look) -> None:
    in_round_two(demo)
    demo.enter(dana="3")
    room(demo, look, "S")


def test_guard_before_an_early_reveal(demo: Driver, look: Look) -> None:
    in_round_two(demo)
    demo.enter(dana="3")
    room(demo, look, "space")


def test_guard_before_the_finish(demo: Driver, look: Look) -> None:
    voted(demo)
    until(demo, "finish")
    room(demo, look, "space")


def test_main_key_dimmed(demo: Driver, look: Look) -> None:
    in_round_two(demo)
    room(demo, look, "3", rests=True)


def test_keys_not_taken(demo: Driver, look: Look, unhurried_keys: Unhurried) -> None:
    in_round_two(demo)

    async def act(pilot: Pilot[int]) -> None:
        for key in "3tn":
            pilot.app.simulate_key(key)
            await pilot.pause()
            unhurried_keys.seconds -= 1.7  # so the next is read 0.3 seconds later

    look(lambda: LiveScreen(demo.live, lambda: demo.seconds), act, rests=True)


# ---- a step that cannot be drawn, and the palette


class Broken:
    """A pane that raises whenever it is painted."""

    @staticmethod
    def paint(*_: object) -> Any:
        raise ZeroDivisionError


def test_undrawn(demo: Driver, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    until(demo, "argue")
    monkeypatch.setitem(steps.PAINTERS, "competency", Broken)
    room(demo, look)


def test_palette(demo: Driver, look: Look) -> None:
    until(demo, "reveal")

    async def act(pilot: Pilot[int]) -> None:
        offered = len([*pilot.app.get_system_commands(pilot.app.screen)])
        pilot.app.simulate_key("ctrl+p")
        await wait_until(
            pilot,
            lambda: [one.option_count for one in pilot.app.screen.query(OptionList)] == [offered],
        )
        pilot.app.screen.query_one(Input).cursor_blink = False

    look(lambda: LiveScreen(demo.live, lambda: demo.seconds), act)
