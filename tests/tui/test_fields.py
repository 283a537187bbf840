"""Tests that a field keeps typed characters in order at any speed."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from textual import events
from textual.app import App, ComposeResult

from debrief.core.form import UNCHOSEN, Field, choices
from debrief.tui.widgets.evidence_field import LinesField
from debrief.tui.widgets.fields import ChoiceField, HiddenField, TextField
from debrief.tui.widgets.scale import ScaleField

FIELD = Field("about", "About", "text")


class Typed(App[None]):
    """An app with a single field."""

    def __init__(self, field: TextField | HiddenField | ChoiceField) -> None:
        super().__init__()
        self.field = field

    def compose(self) -> ComposeResult:
        yield self.field


def burst(app: Typed, keys: Iterable[str]) -> None:
    """Send keys at once, as fast typing arrives over a slow connection."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ([*"abc", "backspace", "backspace", *"xy"], "axy"),
        ([*"bc", "home", "a", "end", "d"], "abcd"),
        ([*"ac", "left", "b"], "abc"),
        ([*"abx", "left", "delete", "c"], "abc"),
        ([*"abx", "ctrl+w", *"abc"], "abc"),
        ([*"abx", "ctrl+u", *"abc"], "abc"),
    ],
)
@pytest.mark.parametrize("kind", [TextField, LinesField, HiddenField])
async def test_keys_that_come_at_once_act_in_their_order(
    kind: type[TextField | HiddenField], keys: list[str], text: str
) -> None:
    field = kind(FIELD) if kind is HiddenField else kind(FIELD, "")
    app = Typed(field)
    async with app.run_test() as pilot:
        field.focus()
        await pilot.pause()
        burst(app, keys)
        await pilot.pause()

        assert field.answer == text


async def test_a_hidden_text_stays_out_of_the_clipboard() -> None:
    app = Typed(HiddenField(FIELD))
    async with app.run_test() as pilot:
        app.field.focus()
        await pilot.pause()
        burst(app, [*"secret", "shift+home", "ctrl+c", "ctrl+x"])
        await pilot.pause()

        assert app.field.answer == "secret"
        assert app.clipboard == ""


async def test_only_an_option_that_has_a_key_shows_one() -> None:
    levels = choices(*((str(level), f"level {level}") for level in range(1, 10)))
    field = ScaleField(
        Field("rating", "Rating", "choice", levels + choices(("abstains", "abstains"))),
        "",
        ["what one sees"] * 9,
    )
    app = Typed(field)
    async with app.run_test(size=(80, 24)) as pilot:
        field.focus()
        await pilot.pause()
        burst(app, ["9"])
        await pilot.pause()
        seen = str(field.render())

        assert field.answer == "9"
        assert "(•) 9 level 9" in seen
        assert "( ) abstains" in seen
        await pilot.click(field, offset=(6, 9))
        assert field.answer == "abstains"


async def test_space_out_of_habit_alters_no_answer() -> None:
    field = ChoiceField(
        Field("role", "Role", "choice", choices(("same", "same"), ("other", "other"))), None
    )
    app = Typed(field)
    async with app.run_test() as pilot:
        field.focus()
        await pilot.press("space", "space", "space")
        assert field.answer == "same"
        await pilot.press("right")
        assert field.answer == "other"


async def test_answers_that_need_several_rows_stand_in_columns() -> None:
    names = ("Dana Whitfield", "Lin", "Omar Haddad", "Jo", "Priya")
    app = Typed(ChoiceField(Field("who", "Who", "choice", choices(*((n, n) for n in names))), ""))
    async with app.run_test(size=(50, 24)) as pilot:
        seen = [line.rstrip() for line in str(app.field.render()).splitlines()]
        columns = [[at for at, sign in enumerate(line) if sign == "("] for line in seen]
        await pilot.click(app.field, offset=(columns[1][1] + 1, 1))

        assert columns[0][: len(columns[1])] == columns[1]
        assert all(name in "\n".join(seen) for name in names)
        assert app.field.answer == "Priya"
        app.field.focus()
        seen = []
        for key in ("down", "down", "up", "left"):
            await pilot.press(key)
            seen.append(app.field.answer)
        assert seen == ["Omar Haddad", "Dana Whitfield", "Omar Haddad", "Lin"]


async def test_a_long_option_wraps_under_its_own_beginning() -> None:
    long = ("The board is split on the platform, said the chair", "The move is paid for")
    app = Typed(ChoiceField(Field("m", "Minute", "choice", choices(*((n, n) for n in long)))))
    async with app.run_test(size=(30, 24)) as pilot:
        seen = [line.rstrip() for line in str(app.field.render()).splitlines()]
        assert seen[:2] == ["(•) The board is split on the", "    platform, said the chair"]
        assert app.field.get_content_height(app.size, app.size, 30) == len(seen) == 3
        await pilot.click(app.field, offset=(6, 2))
        assert app.field.answer == long[1]


async def test_where_nothing_is_chosen_yet_the_cursor_is_seen_all_the_same() -> None:
    yes_no = choices(("yes", "yes"), ("no", "no"))
    app = Typed(ChoiceField(Field("offers", "It offers", "choice", yes_no, UNCHOSEN), None))
    async with app.run_test() as pilot:
        app.field.blur()
        await pilot.pause()
        away = app.field.render().markup
        app.field.focus()
        await pilot.pause()

        assert app.field.answer == UNCHOSEN
        assert app.field.render().markup != away


async def test_a_line_is_emptied_whole_also_where_the_screen_folds_it() -> None:
    field = TextField(FIELD, "/a/folder/that/was/proposed/" * 9 + "x")
    app = Typed(field)
    async with app.run_test(size=(40, 10)) as pilot:
        field.focus()
        await pilot.press("ctrl+u", *"ab")
        assert field.answer == "ab"


SEEN_AS_ONE = ("🇩🇪", "👍🏽", "👨‍👩‍👧", "e\u0301", "क्षि", "1\ufe0f\u20e3", "❤\ufe0f", "漢")


@pytest.mark.parametrize("character", SEEN_AS_ONE)
@pytest.mark.parametrize("kind", [TextField, HiddenField])
async def test_backspace_takes_what_reads_as_one_character(
    kind: type[TextField | HiddenField], character: str
) -> None:
    field = kind(FIELD) if kind is HiddenField else kind(FIELD, "")
    app = Typed(field)
    async with app.run_test() as pilot:
        field.focus()
        await pilot.pause()
        app.post_message(events.Paste(f"a{character}"))
        await pilot.pause()
        burst(app, ["backspace", "b"])
        await pilot.pause()

        assert field.answer == "ab"


@pytest.mark.parametrize("joiner", ["\u200c", "\u200d", "\ufe0f", "\ufe0e"])
async def test_a_joiner_that_is_typed_is_taken_as_one_that_is_pasted(joiner: str) -> None:
    field = TextField(FIELD, "")
    app = Typed(field)
    async with app.run_test() as pilot:
        field.focus()
        await pilot.pause()
        burst(app, ["a", joiner, "b"])
        await pilot.pause()

        assert field.answer == f"a{joiner}b"
