"""The place of a prompt has the one prompt that was put there last, or none."""

from __future__ import annotations

from textual.app import App, ComposeResult

from debrief.core.prompts.form import Ask
from debrief.tui.widgets.asked import Asked
from debrief.tui.widgets.prompt import Prompt


class Place(App[None]):
    def compose(self) -> ComposeResult:
        yield Asked()

    @property
    def titles(self) -> list[str]:
        return [prompt.ask.title for prompt in self.query(Prompt)]


def prompt(title: str) -> Prompt:
    return Prompt(Ask("leave", "", title, (), "Leave"), {})


async def test_a_prompt_that_is_taken_away_at_once_is_never_there() -> None:
    async with Place().run_test() as pilot:
        asked = pilot.app.query_one(Asked)
        asked.put(prompt("one"))
        asked.put(None)
        await pilot.pause()
        assert pilot.app.titles == []  # type: ignore[attr-defined]
        assert not asked.has_class("-asking")


async def test_of_two_prompts_put_at_once_the_last_one_stays() -> None:
    async with Place().run_test() as pilot:
        asked = pilot.app.query_one(Asked)
        asked.put(prompt("one"))
        asked.put(prompt("two"))
        await pilot.pause()
        assert pilot.app.titles == ["two"]  # type: ignore[attr-defined]
        assert isinstance(pilot.app.focused, Prompt)
