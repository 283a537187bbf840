"""Test of the whole demo meeting by its keys, and of its record."""

from __future__ import annotations

import tomllib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from meetings import Driver
from textual import events
from textual.pilot import Pilot
from textual.widgets import Static

from debrief.core.meeting.dissent import to_ask
from debrief.core.refused import Refused
from debrief.store import paths
from debrief.store.theme import load_themes
from debrief.tui.app import DebriefApp
from debrief.tui.screens.live import LiveScreen
from debrief.tui.widgets.prompt import Prompt

THEMES, _ = load_themes([paths.shipped("themes")])
KEYS = {" ": "space", "\n": "ctrl+j"}


class Keyboard:
    """A keyboard on the meeting screen, with keys a second apart."""

    def __init__(self, pilot: Pilot[int], driver: Driver) -> None:
        self.pilot = pilot
        self.driver = driver

    async def press(self, *keys: str) -> None:
        for key in keys:
            self.driver.seconds += 1
            self.pilot.app.simulate_key(key)
            await self.pilot.pause()

    async def type(self, text: str) -> None:
        for char in text:
            self.pilot.app.post_message(events.Key(KEYS.get(char, char), char))
        await self.pilot.pause()

    async def say(self, text: str) -> None:
        """Type into the current field of a prompt, and press enter."""
        await self.type(text)
        await self.press("enter")

    @property
    def screen(self) -> LiveScreen:
        screen = self.pilot.app.screen_stack[0]
        assert isinstance(screen, LiveScreen)
        return screen

    @property
    def prompt(self) -> Prompt:
        return self.screen.query_one(Prompt)

    def shows(self, name: str) -> str:
        return str(self.screen.query_one(f"#{name}", Static).content)

    @property
    def all(self) -> str:
        return "\n".join(
            self.shows(n) for n in ("title", "agenda", "pane", "guidance", "below", "footer")
        )


@pytest.fixture
def keyboard(demo: Driver) -> Callable[..., object]:
    @asynccontextmanager
    async def start(size: tuple[int, int] = (100, 30)) -> AsyncIterator[Keyboard]:
        app = DebriefApp(
            lambda: LiveScreen(demo.live, lambda: demo.seconds), THEMES, "debrief run demo"
        )
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield Keyboard(pilot, demo)

    return start


async def through_the_gate(keys: Keyboard) -> None:
    await keys.press("space")  # open
    await keys.press("space")  # the brief is heard
    await keys.press("p", "t", "tab", "right", "right", "right", "right", "enter")  # tom is absent
    await keys.press("down", "down", "down", "2")  # priya: theirs differed
    await keys.type("A hands-on chief architect")
    await keys.press("tab")
    await keys.type("It is a leadership role")
    await keys.press("tab", "3", "enter")  # set aside
    await keys.press("space", "space")  # the others rated this role


async def competencies(keys: Keyboard) -> None:
    meeting = keys.driver.live
    # a consensus: four keys besides the text
    await keys.press("space", "space", "space")
    await keys.say("Every story has an ending we were told")
    assert meeting.meeting.place.competency == "decides-under-pressure"

    # a lone dissent: argued, a second round, a slip corrected, two moves explained
    await keys.press("space", "space", "n")
    await keys.say("What Lin saw happened in another company")
    await keys.press("r", "3", "3", "3", "4", "space")
    await keys.press("c", "right", "right", "right", "tab", "3", "enter")  # jonas: yes
    await keys.press("space")
    await keys.say("Four was too much for one story")
    await keys.say("I had weighed one story too much")
    await keys.press("space", "space")
    await keys.say("Nobody asked the people it hurt")
    assert meeting.meeting.place.competency == "builds-leaders"

    # a split stays contested
    await keys.press("space", "space", "space")
    await keys.say("Two of us saw the same hand-over differently")
    assert meeting.meeting.place.competency == "cross-functional-influence"

    # five minutes left: wrap up, and see all competencies once
    await keys.press("g", "left", "enter")
    await keys.say("Five minutes left")
    await keys.press("y")
    assert "Wrapped up: revealed together" in keys.shows("pane")
    await keys.press("space")
    assert "All competencies" in keys.shows("pane")
    await keys.press("space")
    assert "3 references on file" in keys.shows("pane")


async def references_to_vote(keys: Keyboard) -> None:
    await keys.press("space", "space", "space", "space")
    await keys.press("space", "enter", "1", "enter", "2", "enter")  # nobody told them; yes; partly
    await keys.press("space")
    await keys.say("Tell them about the adviser")
    await keys.press("enter", "space")

    await keys.press("space")
    await keys.say("The merger ate the year")
    await keys.say("Two managers left")
    await keys.press("escape", "space")
    await keys.say("A patience we took for slowness")
    await keys.press("escape", "space")

    assert keys.driver.live.meeting.place.step == "vote"
    await keys.press("3", "4", "2", "x", "3", "space", "space")


async def decision_to_record(keys: Keyboard) -> None:
    await keys.press("d", "right", "right", "tab")
    await keys.say("I would wait")
    await keys.press("space", "enter")  # read back: these are the words
    await keys.say("We cannot wait")
    await keys.press("n")
    await keys.say("The panel agreed on a second talk")
    await keys.press("f")
    await keys.say("Call the candidate")

    await keys.press("space", "2", "tab")
    await keys.say("We know too little about the culture")
    asked = to_ask(keys.driver.live.meeting)
    assert asked == ("jonas",)
    await keys.press("2", "space")  # asked by name, and accepts it
    await keys.press("space")
    assert keys.driver.live.meeting.place.step == "record"
    await keys.press("space", "y")


@pytest.mark.timeout(180)
async def test_the_demo_from_preflight_to_record(demo, keyboard):
    async with keyboard() as keys:
        await through_the_gate(keys)
        assert demo.live.meeting.place.competency == "judgment"
        await competencies(keys)
        await references_to_vote(keys)
        await decision_to_record(keys)
        assert demo.live.fingerprint[:4] in keys.all
        assert keys.shows("footer").split() == ["[space]", "Leave", "1–3", "choose", "?", "help"]

    record = tomllib.loads((demo.folder / "record.toml").read_text())
    assert record["schema"] == 1
    assert record["fingerprint"] == demo.live.fingerprint
    text = (demo.folder / "record.md").read_text()
    for fact in (
        "A hands-on chief architect",
        "It is a leadership role",
        "Every story has an ending we were told",
        "What Lin saw happened in another company",
        "I had weighed one story too much",
        "first entered by mistake",
        "Nobody asked the people it hurt",
        "Tell them about the adviser",
        "The merger ate the year",
        "Two managers left",
        "A patience we took for slowness",
        "I would wait",
        "We cannot wait",
        "The panel agreed on a second talk",
        "Call the candidate",
        "We know too little about the culture",
    ):
        assert fact in text


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40), (20, 5)])
async def test_the_footer_always_names_the_next_key(demo, keyboard, size):
    async with keyboard(size) as keys:
        for _ in range(12):
            if size == (20, 5):
                assert "Make the window larger" in keys.shows("pane")
                return
            first = keys.shows("footer").split("  ")[0]
            assert first.startswith(("[space] ", "[enter] "))
            await keys.press("enter" if first.startswith("[enter]") else "space")


async def test_no_rating_is_on_the_screen_before_its_reveal(demo, keyboard):
    async with keyboard() as keys:
        await through_the_gate(keys)
        card = demo.folder / "scores" / "dana.toml"
        evidence = tomllib.loads(card.read_text())["ratings"]["judgment"]["for"][0]
        assert evidence[:30] not in keys.all
        await keys.press("e")
        assert evidence[:30] not in keys.all
        await keys.press("e", "space", "e")
        assert evidence[:30] in keys.all


async def test_a_prompt_put_aside_keeps_its_draft(demo, keyboard):
    async with keyboard() as keys:
        await keys.press("space", "n")
        await keys.type("half a minute, q u n g space")
        await keys.press("escape")
        assert not demo.live.meeting.minutes

        await keys.press("n")
        assert keys.prompt.values["text"] == "half a minute, q u n g space"
        await keys.press("enter")
        assert demo.live.meeting.minutes[0].event.text == "half a minute, q u n g space"


async def test_a_refusal_leaves_the_prompt_open_with_its_text(demo, keyboard):
    async with keyboard() as keys:
        await keys.press("space", "f")
        await keys.press("tab", "tab")
        await keys.type("soon")
        await keys.press("enter")
        assert keys.prompt.values["by"] == "soon"
        assert "“soon” is not a day" in keys.shows("notice")


async def test_after_a_refusal_the_cursor_is_where_an_answer_is_missing(demo, keyboard):
    async with keyboard() as keys:
        await keys.press("space", "space", "2", "enter")
        assert keys.shows("notice") == "Missing: how Dana Whitfield understood the role."
        await keys.type("half of it")

        assert keys.prompt.values["differs"] == "half of it"


async def test_a_key_held_down_does_one_thing(demo, keyboard):
    async with keyboard() as keys:
        demo.seconds += 1
        for _ in range(20):
            demo.seconds += 0.03
            keys.pilot.app.simulate_key("space")
        await keys.pilot.pause()
        assert len(demo.live.log) == 1


async def test_the_main_key_rests_after_a_step_changed(demo, keyboard):
    async with keyboard() as keys:
        await keys.press("space")
        demo.seconds += -1 + 0.5
        keys.pilot.app.simulate_key("space")
        await keys.pilot.pause()
        assert not keys.prompt.is_open


async def test_looking_back_changes_nothing_and_space_returns(demo, keyboard):
    async with keyboard() as keys:
        await through_the_gate(keys)
        await keys.press("space")
        count = len(demo.live.log)
        await keys.press("left")
        assert "Looking back" in keys.shows("guidance")
        assert "Back to now" in keys.shows("footer")
        await keys.press("left", "right", "left", "space")
        assert "Looking back" not in keys.shows("guidance")
        await keys.press("right_square_bracket")
        assert keys.screen.shown.place.competency == "decides-under-pressure"
        await keys.press("space")
        assert keys.screen.shown.place.competency == "judgment"
        assert len(demo.live.log) == count


@pytest.mark.parametrize("back", ["left", "left_square_bracket"])
async def test_a_question_asked_while_looking_back_does_not_return_to_now(demo, keyboard, back):
    async with keyboard() as keys:
        await through_the_gate(keys)
        await keys.press("n")
        await keys.say("A slip")
        await keys.press(back)
        looked_at = keys.screen.shown.place, keys.screen.shown.pane
        for key in ("m", "n", "p", "q"):
            await keys.press(key, "escape")
            assert (keys.screen.shown.place, keys.screen.shown.pane) == looked_at, key
            assert "Back to now" in keys.shows("footer")
        await keys.press("n")
        await keys.say("Another")
        assert "Back to now" in keys.shows("footer")
        count = len(demo.live.log)
        await keys.press("space")
        assert len(demo.live.log) == count
        assert "Reveal" in keys.shows("footer")


async def test_after_an_act_that_ended_a_look_back_space_first_says_where_we_are(demo, keyboard):
    async with keyboard() as keys:
        await through_the_gate(keys)
        await keys.press("right_square_bracket", "g")
        await keys.press("enter")  # another competency
        count = len(demo.live.log)
        assert "Back to now" not in keys.shows("footer")
        await keys.press("space")
        assert len(demo.live.log) == count
        assert "You’re back in the meeting. Space: Reveal" in keys.shows("guidance")
        await keys.press("space")
        assert len(demo.live.log) == count + 1


async def test_undo_says_what_it_took_back(demo, keyboard):
    async with keyboard() as keys:
        await keys.press("space", "n")
        await keys.say("A slip")
        await keys.press("u")
        assert "Taken back: Minute: “A slip”" in keys.shows("guidance")
        await keys.press("U")
        assert "Brought back: Minute: “A slip”" in keys.shows("guidance")


async def test_blanking_leaves_nothing_on_the_screen(demo, keyboard):
    async with keyboard() as keys:
        await keys.press("b")
        assert "Dana" not in keys.all
        await keys.press("b")
        assert "Dana" in keys.all


async def test_leaving_asks_once(demo, keyboard):
    async with keyboard() as keys:
        await keys.press("space", "q")
        assert keys.prompt.ask.verb == "leave"
        await keys.press("escape")
        assert keys.pilot.app.return_code is None
        await keys.press("q", "enter")
    assert demo.live.meeting.opened


async def test_leaving_does_not_say_that_it_is_saved_where_it_is_not(demo, keyboard, tmp_path):
    async with keyboard() as keys:
        await through_the_gate(keys)
        demo.folder.rename(tmp_path / "gone")
        await keys.press("space")
        assert "NOT SAVED" in keys.shows("guidance") or keys.prompt.ask.title.startswith(
            "NOT SAVED"
        )
        await keys.press("escape", "q")
        assert keys.prompt.ask.verb == "leave"
        assert keys.prompt.ask.says[0].startswith("NOT SAVED. The journal was changed or moved")


async def test_who_joins_late_is_asked_about_the_role(demo, keyboard):
    demo.do("open")
    demo.do("hear_brief")
    demo.do("people", panelist="lin", what="absent")
    demo.until("reveal")
    async with keyboard() as keys:
        await keys.press("p", "tab", "down", "enter")
        assert keys.prompt.ask.verb == "confirm_role"
        await keys.press("enter")
        assert demo.live.meeting.confirmations["lin"].understanding == "same"


async def test_who_joins_late_without_a_scorecard_has_no_role_to_confirm(demo, keyboard):
    async with keyboard() as keys:
        await through_the_gate(keys)
        await keys.press("p", "tab", "down", "enter")
        assert keys.prompt.ask.verb == ""
        assert demo.live.meeting.is_present("tom")
        assert "tom" not in demo.live.meeting.confirmations


async def test_when_all_agree_the_gate_takes_three_keys_and_undo_takes_them_back(demo, keyboard):
    demo.do("open")
    async with keyboard() as keys:
        await keys.press("space", "space", "space")
        assert demo.live.meeting.place.competency == "judgment"
        assert set(demo.live.meeting.confirmations) == {"dana", "omar", "lin", "priya", "jonas"}
        await keys.press("u", "u", "u")
        assert not demo.live.meeting.heard
        assert demo.live.meeting.place.step == "role-clarity"


async def test_a_digit_at_the_gate_marks_a_row_and_records_nothing(demo, keyboard):
    demo.do("open")
    async with keyboard() as keys:
        before = len(demo.live.log)
        await keys.press("1", "2")  # nobody is asked yet
        assert len(demo.live.log) == before
        await keys.press("space", "1", "1", "3")
        assert len(demo.live.log) == before + 1
        assert keys.shows("pane").count("✓ same") == 2
        assert "▸ Lin Wei" in keys.shows("pane")
        assert "1 same  2 differs" in keys.shows("footer")
        await keys.press("1", "1", "1", "1")
        assert "▸ Jonas Berg" in keys.shows("pane")  # another digit corrects the last answer
        await keys.press("up")
        assert "1 same  2 differs" in keys.shows("footer")
        await keys.press("2", "escape", "space")
        assert set(demo.live.meeting.confirmations) == {"dana", "omar", "lin", "priya", "jonas"}


async def test_whose_role_differed_is_marked_so_until_a_digit_says_it_was_the_same(demo, keyboard):
    demo.do("open")
    demo.do("hear_brief")
    async with keyboard() as keys:
        await keys.press("2")
        await keys.type("A chief architect")
        await keys.press("tab")
        await keys.type("It is a leader")
        await keys.press("enter")
        assert keys.shows("notice") == "Choose what happens to the ratings."
        await keys.press("1", "enter")
        assert "! differs, ratings stand" in keys.shows("pane")
        assert "The others rated this role (4)" in keys.shows("footer")
        await keys.press("up", "1")
        assert demo.live.meeting.confirmations["dana"].understanding == "same"


async def test_cells_show_the_same_mark_whatever_they_say(demo, keyboard):
    screens = []
    async with keyboard() as keys:
        await through_the_gate(keys)
        await keys.press("space", "r")
        for choice in ("1", "4", "x", "s"):
            await keys.press(choice)
            screens.append(keys.shows("pane"))
            await keys.press("up", "backspace")
        assert "▓▓" in screens[0]
    assert len(set(screens)) == 1


async def test_the_help_explains_the_step_and_lists_the_keys(demo, keyboard):
    async with keyboard() as keys:
        await keys.press("space", "question_mark")
        text = "\n".join(str(w.content) for w in keys.pilot.app.screen.query(Static))
        assert "Add a minute" in text
        await keys.press("escape")
        assert keys.pilot.app.screen is keys.screen


async def test_a_click_on_the_footer_does_the_main_action(demo, keyboard):
    async with keyboard() as keys:
        demo.seconds += 1
        await keys.pilot.click("#footer", offset=(3, 1))
        assert demo.live.meeting.opened


def test_enter_on_a_closed_meeting_is_refused(demo):
    demo.until("leave")
    asked = demo.ask("minute")
    assert isinstance(asked, Refused)


async def test_undo_at_the_role_takes_back_the_last_mark_first(demo, keyboard):
    demo.do("open")
    demo.do("hear_brief")
    async with keyboard() as keys:
        before = len(demo.live.log)
        await keys.press("1", "1", "u")
        assert "Taken back: the answer of Omar Haddad." in keys.shows("guidance")
        assert keys.shows("pane").count("✓ same") == 1
        assert len(demo.live.log) == before
        await keys.press("u", "u")
        assert not demo.live.meeting.confirmations
        assert not demo.live.view().pane.heard
