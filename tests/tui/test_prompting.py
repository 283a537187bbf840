"""What a prompt keeps of what is half typed, and what it says that enter does."""

from __future__ import annotations

from meetings import Driver
from waiting import text

from debrief.store import paths
from debrief.store.theme import load_themes
from debrief.tui.app import DebriefApp
from debrief.tui.screens.live import LiveScreen
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

        await press("space", *"doubt", "escape")
        assert "doubt" in kept.read_text()

        await press("space", "enter")
        assert demo.live.view().place != here
        assert not kept.exists()


async def test_the_footer_says_what_enter_does_with_the_answer_that_is_chosen(
    demo: Driver,
) -> None:
    demo.until("challenge")
    app = DebriefApp(lambda: LiveScreen(demo.live, lambda: demo.seconds), THEMES, "debrief run")
    async with app.run_test(size=(100, 30)) as pilot:
        screen = app.screen
        await pilot.press("space")
        assert "[enter] Record, close, next" in text(screen, "footer")
        await pilot.press("tab", "tab", "right")
        assert "[enter] Record, rate again" in text(screen, "footer")


async def test_a_prompt_that_comes_with_the_first_picture_looks_like_any_other(
    demo: Driver,
) -> None:
    class Early(LiveScreen):
        def on_mount(self) -> None:
            self.call_later(self.start, "minute")

    demo.do("open")
    app = DebriefApp(lambda: Early(demo.live, lambda: demo.seconds), THEMES, "debrief run")
    async with app.run_test(size=(100, 40)) as pilot:
        first = dict(app.screen.query_one(Prompt).styles.get_rules())
        await pilot.press("escape", "n")
        await pilot.pause()

        assert app.screen.query_one(Prompt).styles.get_rules() == first
        assert app.screen.query_one(Prompt).styles.padding == (1, 2, 1, 2)
