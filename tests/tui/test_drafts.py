"""What is half typed is kept beside the journal until it is answered, and no longer."""

from __future__ import annotations

from meetings import Driver

from debrief.store import paths
from debrief.store.theme import load_themes
from debrief.tui.app import DebriefApp
from debrief.tui.screens.live import LiveScreen

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
