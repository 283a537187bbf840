"""Tests of a screen's prompt: refilled for each question, and empty when closed."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static

from debrief.core.form import Ask, Field, Option
from debrief.tui.widgets.fields import ChoiceField, HiddenField, TextField
from debrief.tui.widgets.prompt import Prompt

ONE = Ask(
    "minute",
    "",
    "One",
    (Field("text", "Line", "text"), Field("hidden", "Unseen", "hidden")),
    "Save",
)
TWO = Ask(
    "people",
    "",
    "Two",
    (
        Field("who", "Who", "choice", (Option("a", "Ann"), Option("b", "Bob"))),
        Field("reason", "Reason", when=("who", ("b",))),
    ),
    "Record",
)
LONG = Ask("decide", "", "Long", tuple(Field(f"f{n}", f"Field {n}") for n in range(9)), "Decide")


class Place(App[None]):
    AUTO_FOCUS = ""

    def compose(self) -> ComposeResult:
        yield Prompt()

    @property
    def prompt(self) -> Prompt:
        return self.query_one(Prompt)

    @property
    def texts(self) -> list[str]:
        """The texts of all fields, visible or not."""
        fields = [*self.query(TextField), *self.query(HiddenField), *self.query(ChoiceField)]
        return [field.answer for field in fields if field.answer not in ("", "?")]


async def test_a_prompt_that_is_closed_at_once_is_never_there() -> None:
    async with Place().run_test() as pilot:
        prompt = pilot.app.query_one(Prompt)
        prompt.open(ONE, {})
        prompt.close()
        await pilot.pause()
        assert not prompt.display
        assert pilot.app.focused is None
        assert prompt.painted is None


async def test_of_two_questions_asked_at_once_the_last_one_stays() -> None:
    async with Place().run_test() as pilot:
        prompt = pilot.app.query_one(Prompt)
        prompt.open(ONE, {})
        prompt.open(TWO, {})
        await pilot.pause()
        assert prompt.ask is TWO
        assert str(prompt.query_one(".prompt-title", Static).content) == "Two"
        assert prompt.values == {"who": "a"}


async def test_its_rows_are_filled_anew_in_the_order_of_each_question() -> None:
    async with Place().run_test() as pilot:
        prompt = pilot.app.query_one(Prompt)
        await prompt.prepare()
        rows = len(prompt.query(".prompt-row"))
        for ask, draft in ((ONE, {"text": "half"}), (TWO, {}), (ONE, {}), (LONG, {}), (TWO, {})):
            prompt.open(ask, draft)
            await pilot.pause()
            asked = [field.name for field in ask.fields if field.when is None]
            assert list(prompt.values) == asked
            assert pilot.app.focused is not None
            labels = [
                str(row.query_one(".prompt-label", Static).content)
                for row in prompt.query(".prompt-row")
                if row.display
            ]
            assert labels == [field.label for field in ask.fields if field.name in asked]
            prompt.close()
        assert rows < len(prompt.query(".prompt-row")), "a long question adds rows"


async def test_nothing_of_an_answer_is_kept_once_it_is_closed() -> None:
    async with Place().run_test() as pilot:
        prompt = pilot.app.query_one(Prompt)
        prompt.open(ONE, {"text": "a private word"})
        await pilot.pause()
        await pilot.press("tab", *"secret")
        assert prompt.values == {"text": "a private word", "hidden": "secret"}

        prompt.close()
        await pilot.pause()

        assert pilot.app.texts == []  # type: ignore[attr-defined]
