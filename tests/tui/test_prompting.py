"""Tests of drafts of prompts, and of the action that a prompt names for enter."""

from __future__ import annotations

from collections import Counter

import pytest
from meetings import Driver
from waiting import text, until

from debrief.core.room.model import RoomView
from debrief.core.verbs.anytime import TakeMinute
from debrief.store import paths
from debrief.store.theme import load_themes
from debrief.tui.app import DebriefApp
from debrief.tui.screens.frame import Body
from debrief.tui.screens.live import LiveScreen
from debrief.tui.widgets.fields import ChoiceField, TextField
from debrief.tui.widgets.prompt import Prompt

THEMES, _ = load_themes([paths.shipped("themes")])


async def test_a_draft_goes_with_its_answer_also_when_that_moves_the_meeting_on(
    demo: Driver,
) -> None:
    demo.until("challenge")
    kept = demo.folder / "draft.json"
    app = DebriefApp(lambda: LiveScreen(demo.live, lambda: demo.seconds), THEMES, "debrief run")
    async with app.run_test(size=(100, 30)) as pilot:
        here = demo.live.view().place

        async def press(*keys: str) -> None:
            for key in keys:
                demo.seconds += 1
                await pilot.press(key)

        await press("space", "space", *"doubt", "escape")
        assert "doubt" in kept.read_text()

        await press("space", "enter")
        assert demo.live.view().place != here
        assert not kept.exists()


async def test_a_draft_keeps_what_was_chosen_beside_its_text(demo: Driver) -> None:
    demo.until("challenge")
    app = DebriefApp(lambda: LiveScreen(demo.live, lambda: demo.seconds), THEMES, "debrief run")
    async with app.run_test(size=(100, 30)) as pilot:

        async def press(*keys: str) -> None:
            for key in keys:
                demo.seconds += 1
                await pilot.press(key)

        await press("space", "space", "tab", "2", "escape")
        assert not (demo.folder / "draft.json").exists()  # a choice alone is no draft
        await press("space", "tab", "2", "shift+tab", *"one doubt", "escape")
        await press("space")
        assert app.screen.query_one(Prompt).values == {
            "argued": "one doubt",
            "outcome": "held-new-evidence",
        }


async def test_a_text_that_undo_takes_back_is_offered_again_until_redo_brings_it_back(
    demo: Driver,
) -> None:
    demo.until("challenge")
    kept = demo.folder / "draft.json"
    app = DebriefApp(lambda: LiveScreen(demo.live, lambda: demo.seconds), THEMES, "debrief run")
    async with app.run_test(size=(100, 30)) as pilot:

        async def press(*keys: str) -> None:
            for key in keys:
                demo.seconds += 1
                await pilot.press(key)

        await press("space", "space", *"one doubt heard", "enter")
        assert not kept.exists()
        await press("u")
        assert "one doubt heard" in kept.read_text()
        await press("U")
        assert not kept.exists()
        await press("u", "space")
        if not app.screen.query_one(Prompt).display:  # the script of the talk comes first
            await press("space")
        assert "one doubt heard" in app.screen.query_one(Prompt).values.values()


async def test_the_footer_says_what_enter_does_with_the_answer_that_is_chosen(
    demo: Driver,
) -> None:
    demo.until("challenge")
    app = DebriefApp(lambda: LiveScreen(demo.live, lambda: demo.seconds), THEMES, "debrief run")
    async with app.run_test(size=(100, 30)) as pilot:
        screen = app.screen
        await pilot.press("space")
        demo.seconds += 1
        await pilot.press("space")
        assert "[enter] Record, close as agreed: yes" in text(screen, "footer")
        await pilot.press("tab", "right", "right")
        assert "[enter] Record, rate again" in text(screen, "footer")


async def test_a_wrap_up_shows_what_it_would_reveal_until_it_is_put_aside(demo: Driver) -> None:
    while demo.live.view().place.competency != "context-transfer":
        demo.main()
    app = DebriefApp(lambda: LiveScreen(demo.live, lambda: demo.seconds), THEMES, "debrief run")
    async with app.run_test(size=(100, 30)) as pilot:
        screen = app.screen

        async def press(*keys: str) -> None:
            for key in keys:
                demo.seconds += 1
                await pilot.press(key)

        await press("g", "w", "enter", *"It is late")
        assert "Two competencies are still blind" in text(screen, "pane")
        await press("escape")
        assert "still blind" not in text(screen, "pane")
        await press("g", "w", "enter", "enter")
        assert "Both are revealed at once" in text(screen, "pane")
        await press("y")
        assert "Wrapped up: revealed together" in text(screen, "pane")
        assert "[space] Overview of all seven" in text(screen, "footer")
        await press("space")
        assert "All competencies" in text(screen, "pane")
        await press("space")
        assert demo.live.view().place.step == "references"


async def test_a_digit_marks_who_dissents_and_space_records_all_once_all_were_asked(
    demo: Driver,
) -> None:
    demo.until("reveal_votes")
    demo.enter(dana="3", omar="3", lin="2", priya="2", jonas="3")
    demo.do("reveal_votes")
    demo.until("ask_dissent", outcome="hire")
    app = DebriefApp(lambda: LiveScreen(demo.live, lambda: demo.seconds), THEMES, "debrief run")
    async with app.run_test(size=(100, 30)) as pilot:
        screen = app.screen

        async def press(*keys: str) -> None:
            for key in keys:
                demo.seconds += 1
                await pilot.press(key)

        assert "[space] Record both" in text(screen, "footer")
        assert "1 dissents  2 accepts" in text(screen, "footer")
        await press("space")
        assert "Ask Lin Wei by name first" in text(screen, "guidance")
        await press("1")
        assert "Lin Wei first" not in text(screen, "guidance")
        await press("3", "2")
        assert demo.live.meeting.dissent_asked is None
        await press("up", "up", "1", "2", "space")
        asked = demo.live.meeting.dissent_asked
        assert asked is not None
        assert asked.answers == {"lin": "dissents", "priya": "accepts"}
        assert screen.query_one(Prompt).ask.verb == "word_dissent"


async def test_a_digit_chooses_what_comes_next_in_a_meeting_carried_on(demo: Driver) -> None:
    demo.until("decide")
    demo.until("leave", outcome="more-signal", test="Half a day", due="2026-12-09")
    demo.again()
    app = DebriefApp(lambda: LiveScreen(demo.live, lambda: demo.seconds), THEMES, "debrief run")
    async with app.run_test(size=(100, 30)) as pilot:
        screen = app.screen

        async def press(*keys: str) -> None:
            for key in keys:
                demo.seconds += 1
                await pilot.press(key)

        assert "[space] Vote again" in text(screen, "footer")
        assert "1–8 choose" in text(screen, "footer")
        assert "8  Mark as kept: Half a day" in text(screen, "pane")
        await press("8")
        assert screen.query_one(Prompt).ask.fields[0].label == "What was found"
        await press("enter")
        assert demo.live.meeting.promises[-1].kept_at is not None
        assert "1–8 choose" in text(screen, "footer")
        assert "8  Done: Half a day" in text(screen, "pane")
        await press("3")
        assert screen.query_one(Prompt).ask.verb == "reopen"
        await press("escape", "2")
        assert screen.query_one(Prompt).ask.verb == "decide"
        await press("escape", "9", "5")
        assert demo.live.meeting.place.step == "premortem"


async def test_a_digit_opens_the_finished_record_or_writes_reminders_and_a_calendar(
    demo: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo.until("decide")
    demo.main(outcome="hire")
    demo.until("leave")

    opened: list[str] = []
    app = DebriefApp(lambda: LiveScreen(demo.live, lambda: demo.seconds), THEMES, "debrief run")
    monkeypatch.setattr(app, "open_url", opened.append)
    async with app.run_test(size=(100, 30)) as pilot:
        screen = app.screen
        nxt = "Next       1  Open the record   2  Reminder texts   3  Calendar file"
        assert nxt in text(screen, "pane")
        assert "1–3 choose" in text(screen, "footer")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        in_sight = text(screen, "pane").split("\n")[: screen.query_one(Body).size.height]
        assert any("Fingerprint, please note it:" in line for line in in_sight)
        await pilot.press("1")
        assert opened == [(demo.folder / "record.html").resolve().as_uri()]
        await pilot.press("2")
        assert "Written: reminders.txt." in text(screen, "guidance")
        await pilot.press("3", "4")
        assert "Written: promises.ics." in text(screen, "guidance")
    assert "nobody named:" in (demo.folder / "reminders.txt").read_text()
    assert (demo.folder / "promises.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


@pytest.mark.parametrize("key", ["space", "enter", "n", "escape", "z"])
async def test_any_other_key_than_yes_does_nothing_and_tells_so(demo: Driver, key: str) -> None:
    while demo.live.view().place.competency != "context-transfer":
        demo.main()
    app = DebriefApp(lambda: LiveScreen(demo.live, lambda: demo.seconds), THEMES, "debrief run")
    async with app.run_test(size=(100, 30)) as pilot:
        for pressed in ("g", "left", "enter", *"Late is late", "enter"):
            demo.seconds += 1
            await pilot.press(pressed)
        prompt, lines = app.screen.query_one(Prompt), len(demo.live.log)
        await until(pilot, lambda: prompt.ask.guard and prompt.painted is not None)
        demo.seconds += 1
        await pilot.press(key)
        await until(pilot, lambda: not prompt.is_open)
        assert text(app.screen, "guidance") == "Nothing was done."
        assert len(demo.live.log) == lines


async def test_a_prompt_that_comes_with_the_first_picture_looks_like_any_other(
    demo: Driver,
) -> None:
    class Early(LiveScreen):
        def on_mount(self) -> None:
            self.call_later(self.start, TakeMinute())

    demo.do("open")
    app = DebriefApp(lambda: Early(demo.live, lambda: demo.seconds), THEMES, "debrief run")
    async with app.run_test(size=(100, 40)) as pilot:
        prompt, panel = app.screen.query_one(Prompt), app.screen.query_one(".prompt-panel")
        await until(pilot, lambda: prompt.is_open)
        first = dict(panel.styles.get_rules())
        await pilot.press("escape", "n")
        await pilot.pause()

        assert prompt.display
        assert panel.styles.get_rules() == first
        assert panel.styles.padding == (1, 2, 1, 2)


async def test_what_is_behind_a_prompt_can_be_scrolled_out_of_it(demo: Driver) -> None:
    demo.until("reveal")
    app = DebriefApp(lambda: LiveScreen(demo.live, lambda: demo.seconds), THEMES, "debrief run")
    async with app.run_test(size=(80, 26)) as pilot:
        body, pane = app.screen.query_one("#body"), app.screen.query_one("#pane")
        prompt = app.screen.query_one(Prompt)
        for key in ("p", "n"):  # a choice comes first, then a text
            demo.seconds += 1
            await pilot.press(key)
            await until(pilot, lambda: prompt.region.height > 0)
            above, size = prompt.region.y - body.region.y, body.size
            await pilot.press("pagedown", "pagedown", "pagedown")
            await until(pilot, lambda above=above: pane.region.bottom <= body.region.y + above)
            assert body.size == size

            await pilot.press("escape")
            await until(pilot, lambda: body.scroll_y == 0)


async def test_a_key_looks_at_the_meeting_once_and_lays_the_screen_out_once_at_most(
    demo: Driver,
) -> None:
    counted: Counter[str] = Counter()

    class Counting(LiveScreen):
        def look_now(self) -> RoomView:
            counted["looks"] += 1
            return super().look_now()

    demo.until("reveal")
    screen = Counting(demo.live, lambda: demo.seconds)
    async with DebriefApp(lambda: screen, THEMES, "debrief run").run_test(size=(100, 30)) as pilot:
        screen.screen_layout_refresh_signal.subscribe(
            screen, lambda _: counted.update(layouts=1), immediate=True
        )

        async def cost(key: str) -> tuple[int, int]:
            await pilot.pause()
            counted.clear()
            demo.seconds += 2
            await pilot.press(key)
            await pilot.pause()
            return counted["looks"], counted["layouts"]

        await cost("n")  # the first takes its place beside the pane
        await cost("escape")
        assert await cost("n") == (1, 1)
        assert await cost("w") == (0, 0)
        assert await cost("enter") == (1, 1)
        assert (await cost("left"))[0] == 1


async def test_a_letter_chooses_a_person(demo: Driver) -> None:
    demo.do("open")
    app = DebriefApp(lambda: LiveScreen(demo.live, lambda: demo.seconds), THEMES, "debrief run")
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("n", *"Asked", "tab", "p", "enter")
        await until(pilot, lambda: bool(demo.live.meeting.minutes))
        assert demo.live.meeting.minutes[0].event.speaker == "priya"


async def test_the_key_that_shows_more_is_offered_only_if_there_is_more(demo: Driver) -> None:
    demo.until("argue")
    app = DebriefApp(lambda: LiveScreen(demo.live, lambda: demo.seconds), THEMES, "debrief run")
    async with app.run_test(size=(100, 30)) as pilot:
        assert "e more" in text(app.screen, "footer")
        await pilot.press("e")
        assert "e less" in text(app.screen, "footer")
        await pilot.press("e")
        assert "e more" in text(app.screen, "footer")


async def test_no_key_shows_more_where_everything_is_in_sight(demo: Driver) -> None:
    demo.until("review_reference")
    app = DebriefApp(lambda: LiveScreen(demo.live, lambda: demo.seconds), THEMES, "debrief run")
    async with app.run_test(size=(100, 30)):
        assert "e more" not in text(app.screen, "footer")


async def test_half_typed_text_of_an_earlier_run_names_its_keys(demo: Driver) -> None:
    demo.do("open")
    demo.live.keep_drafts({("minute", ""): {"text": "Half"}, ("follow_up", ""): {"text": "Ask"}})
    app = DebriefApp(lambda: LiveScreen(demo.live, lambda: demo.seconds), THEMES, "debrief run")
    async with app.run_test(size=(100, 30)):
        kept = "Half-typed text was kept: n and f bring it back."
        assert text(app.screen, "guidance") == kept


@pytest.mark.parametrize("size", [(80, 24), (60, 16)])
async def test_the_chosen_line_of_a_list_stays_in_sight(
    demo: Driver, size: tuple[int, int]
) -> None:
    demo.do("open")
    for number in range(9):
        demo.do("minute", text=f"Minute {number}: {'said at some length ' * 4}end {number}")
    app = DebriefApp(lambda: LiveScreen(demo.live, lambda: demo.seconds), THEMES, "debrief run")
    async with app.run_test(size=size) as pilot:
        screen = app.screen
        await pilot.press("m")
        seen = []
        for _ in range(9):
            await pilot.press("down")
            await pilot.pause()
            prompt = screen.query_one(Prompt)
            field = next(x for x in prompt.query(ChoiceField) if x.has_focus)
            first, after = field.rows_chosen()
            room = prompt.scrollable_content_region
            assert room.y <= field.region.y + first
            assert field.region.y + after <= room.bottom
            seen.append(field.number in text(prompt))
        assert all(seen)


async def test_what_is_read_back_is_whole_on_the_screen(demo: Driver) -> None:
    demo.until("decide")
    words = " ".join(f"word{n:02d}" for n in range(57))
    assert len(words) == 398
    demo.do("dissent", panelist="lin", text=words, confirmed="no")
    app = DebriefApp(lambda: LiveScreen(demo.live, lambda: demo.seconds), THEMES, "debrief run")
    async with app.run_test(size=(80, 24)) as pilot:
        demo.seconds += 1
        await pilot.press("space")
        await pilot.pause()
        field = next(x for x in app.screen.query(TextField) if x.has_focus)
        assert field.text == words
        assert field.scroll_offset.y == 0
        assert field.virtual_size.height <= field.size.height
        assert app.screen.query_one(Prompt).scrollable_content_region.contains_region(field.region)


@pytest.mark.parametrize("size", [(80, 24), (100, 30)])
async def test_the_field_with_the_cursor_and_a_refusal_are_in_sight_in_a_long_form(
    demo: Driver, size: tuple[int, int]
) -> None:
    demo.until("decide")
    app = DebriefApp(lambda: LiveScreen(demo.live, lambda: demo.seconds), THEMES, "debrief run")
    async with app.run_test(size=size) as pilot:
        prompt = app.screen.query_one(Prompt)

        async def press(*keys: str) -> None:
            for key in keys:
                demo.seconds += 1
                await pilot.press(key)
            await pilot.pause()

        def cursor_in_sight() -> bool:
            field = app.focused
            assert field is not None
            below = prompt.query_one("#notice").region.bottom
            return prompt.region.contains_region(field.region) and field.region.y >= below

        def notice_in_sight() -> bool:
            notice = prompt.query_one("#notice")
            return prompt.region.contains_region(notice.region) and notice.region.height > 0

        await press("space", "right")
        assert prompt.values["outcome"] == "hire"
        review = next(field for field in prompt.ask.fields if field.name == "review")
        assert cursor_in_sight()
        await press("enter")
        assert "Missing: the reason," in text(app.screen, "notice")
        await press(*"They weigh it well")
        for _ in prompt.values:
            await press("tab")
            assert cursor_in_sight()
            if getattr(app.focused, "field", None) == review:
                break
        await press("x")
        prompt.scroll_home(animate=False)
        for _ in range(2):
            await press("enter")
            assert "is not a day" in text(app.screen, "notice")
            assert notice_in_sight()
            assert cursor_in_sight()
        await press("tab")
        assert prompt.values["outcome"] == "hire"
        assert cursor_in_sight()


async def test_enter_says_that_it_ends_a_list_while_nothing_is_typed(demo: Driver) -> None:
    demo.until("give_cause")
    app = DebriefApp(lambda: LiveScreen(demo.live, lambda: demo.seconds), THEMES, "debrief run")
    async with app.run_test(size=(100, 30)) as pilot:
        demo.seconds += 1
        await pilot.press("space")
        assert text(app.screen, "footer").startswith("[enter] End the list")
        await pilot.press("a")
        assert text(app.screen, "footer").startswith("[enter] Add")
