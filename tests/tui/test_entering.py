"""Tests of blind entry: ratings count at any typing speed, accidental input never."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager

import pytest
from meetings import Driver
from textual import events
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import Static
from waiting import until

from debrief.core import ballots
from debrief.core.meeting.events import BallotCleared, BallotEntered
from debrief.core.meeting.question import poll_question
from debrief.store import ballot_book, paths
from debrief.store.theme import load_themes
from debrief.tui.app import DebriefApp
from debrief.tui.screens.live import LiveScreen
from debrief.tui.terminal.keyboard import NOT_TAKEN, NotTaken
from debrief.tui.terminal.shim import keyboard_of
from debrief.tui.widgets.fields import CodesField
from debrief.tui.widgets.prompt import Prompt

THEMES, _ = load_themes([paths.shipped("themes")])
PEOPLE = ("dana", "omar", "lin", "priya", "jonas", "tom")


class Hands:
    """A typist: bytes at given times go through the keyboard into the app."""

    def __init__(self, pilot: Pilot[int], driver: Driver) -> None:
        self.pilot = pilot
        self.driver = driver
        self.at = 100.0
        self.keyboard = keyboard_of(takes_text=lambda: pilot.app.takes_text)

    def now(self) -> float:
        return self.at

    def read(self, event: events.Event) -> float:
        return event.time

    @property
    def screen(self) -> LiveScreen:
        screen = self.pilot.app.screen
        assert isinstance(screen, LiveScreen)
        return screen

    async def type(self, text: str, gap: float = 0.0, *, after: float = 2.0) -> None:
        """Wait `after` seconds, then type characters with a gap between them."""
        await self._rest(after)
        for number, char in enumerate(text):
            await self._rest(gap if number else 0.0)
            await self._reads(char.encode())
        await self._rest(0.05)
        self.driver.seconds += 2

    async def send(self, data: bytes, *, after: float = 2.0, rest: float = 2.5) -> None:
        """Send bytes in one read."""
        await self._rest(after)
        await self._reads(data)
        await self._rest(rest)
        self.driver.seconds += 2

    async def read_one_by_one(self, reads: Iterable[bytes], gap: float) -> None:
        """Send reads with a gap between them."""
        for data in reads:
            await self._rest(gap)
            await self._reads(data)
        await self._rest(1.5)
        self.driver.seconds += 2

    async def _reads(self, data: bytes) -> None:
        await self._post(self.keyboard.feed(data, self.at))

    async def _rest(self, seconds: float) -> None:
        end = self.at + seconds
        while (due := self.keyboard.due) is not None and due <= end:
            self.at = max(self.at, due)
            await self._post(self.keyboard.tick(due))
        self.at = end

    async def _post(self, messages: list[Message]) -> None:
        for message in messages:
            self.pilot.app.post_message(message)
            await asyncio.sleep(0)
        if messages:
            await self.pilot.pause()
            await until(self.pilot, self._is_painted)

    def _is_painted(self) -> bool:
        prompt = self.screen.query_one(Prompt)
        hidden = self.screen.has_class("-only")
        return hidden or not prompt.is_open or prompt.painted is not None

    @property
    def said(self) -> str:
        return str(self.screen.query_one("#guidance", Static).content)

    @property
    def footer(self) -> str:
        return str(self.screen.query_one("#footer", Static).content)

    @property
    def prompt(self) -> str:
        return self.screen.query_one(Prompt).ask.verb

    @property
    def filled(self) -> list[str]:
        """The panelists with an entry, in the order of the cells."""
        rows = self.driver.live.view().pane.poll.rows
        return [row.id for row in rows if row.filled]


@pytest.fixture
def hands(demo: Driver) -> Callable[..., object]:
    @asynccontextmanager
    async def sit(until: str = "") -> AsyncIterator[Hands]:
        if until:
            demo.until(until)
        if until == "close":
            demo.do("open_round")
        app = DebriefApp(lambda: LiveScreen(demo.live, lambda: demo.seconds), THEMES, "debrief run")
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.pause()
            found = Hands(pilot, demo)
            app.clock = found
            yield found

    return sit


@pytest.fixture
def in_round(demo: Driver, hands: Callable[..., object]) -> Callable[..., object]:
    """Start a second round of a competency in which everybody may enter."""
    demo.until("reveal")
    demo.main()
    demo.do("open_round")
    return hands


def entered(driver: Driver) -> dict[str, str]:
    """Reveal the round, and return each panelist's entry."""
    driver.do("reveal_round")
    marks = driver.live.meeting.poll("judgment").rounds[-1].marks
    return {
        panelist: str(mark.entry.level) if mark.entry.level else mark.entry.choice
        for panelist, mark in marks.items()
        if mark.entry is not None
    }


def count(driver: Driver) -> int:
    return len(driver.live.log)


@pytest.mark.parametrize("gap", [0.0, 0.001, 0.005, 0.019, 0.02, 0.03, 0.05, 0.08, 0.12, 0.2])
async def test_digits_at_any_speed_fill_the_cells_that_were_meant(
    demo: Driver, in_round: Callable[..., object], gap: float
) -> None:
    async with in_round() as at:
        voters = list(poll_question("judgment").voters(demo.live.meeting))
        typed = "431421"[: len(voters)]
        await at.type(typed, gap)
        assert at.filled == voters
    assert entered(demo) == dict(zip(voters, typed, strict=True))


async def test_the_first_key_that_is_refused_ends_a_burst(
    demo: Driver, in_round: Callable[..., object]
) -> None:
    async with in_round() as at:
        await at.type("4712")
        assert at.filled == ["dana"]
        assert at.said == "The scale has 4 levels: press 1 to 4. 3 keys were ignored."
        await at.type("12344321")
        assert len(at.filled) == len(poll_question("judgment").voters(demo.live.meeting))
        assert "Everybody has an entry" in at.said
        assert "gnored" in at.said


async def test_arrows_and_backspace_count_in_order(
    demo: Driver, in_round: Callable[..., object]
) -> None:
    async with in_round() as at:
        await at.send(b"4\x1b[B3\x7f")
        voters = list(poll_question("judgment").voters(demo.live.meeting))
        assert at.filled == [voters[0]]  # backspace took back what was entered before it
        await at.send(b"\x1b[A\x1b[A")
        await at.send(b"2\x7f")


async def test_a_replaced_entry_is_told_whatever_it_is(
    demo: Driver, in_round: Callable[..., object]
) -> None:
    told = []
    async with in_round() as at:
        await at.type("4")
        for again in "41sx":
            await at.send(b"\x1b[A")
            while at.screen.cursor != "dana":
                await at.send(b"\x1b[A")
            await at.type(again)
            told.append(at.said)
            assert at.screen.cursor == "omar"
    assert set(told) == {"Replaced: the entry of Dana Whitfield."}


async def test_the_cursor_is_on_the_first_cell_without_an_entry(
    demo: Driver, in_round: Callable[..., object]
) -> None:
    async with in_round() as at:
        await at.send(b"\x1b[B\x1b[B3")
        assert at.filled == ["lin"]
        assert at.screen.cursor == "dana"
        await at.type("42")
        assert at.screen.cursor == "priya"
        await at.type("u")
        assert at.screen.cursor == "omar"
        assert at.filled == ["dana", "lin"]


async def test_the_cursor_leaves_a_cell_that_the_rest_filled(
    demo: Driver, in_round: Callable[..., object]
) -> None:
    async with in_round() as at:
        demo.enter(tom="3")  # who has no card, and so nothing to keep
        await at.type("S")
        await at.type("y")
        before = count(demo)
        await at.type("4")
        assert count(demo) == before
        assert "Everybody has an entry" in at.said


@pytest.mark.parametrize("text", ["4 1", "3, 4", "Omar: 3, Lin: 4\r", "33S", "12\r", "1y2"])
async def test_a_burst_with_anything_but_entry_keys_is_a_paste(
    demo: Driver, in_round: Callable[..., object], text: str
) -> None:
    async with in_round() as at:
        before = count(demo)
        await at.send(text.encode())
        assert count(demo) == before
        assert at.prompt == ""
        assert "pasted text" in at.said


SENTENCES = ("Sorry, mine is 3", "Stay at 3 please", "Same ", "S r", "S ", "yes ", "y y y", "Sy ")


@pytest.mark.parametrize("filled", [2, 6])
@pytest.mark.parametrize("gap", [0.0, 0.15, 0.7])
async def test_a_sentence_in_the_wrong_window_reveals_nothing(
    demo: Driver, in_round: Callable[..., object], gap: float, filled: int
) -> None:
    for panelist in list(poll_question("judgment").voters(demo.live.meeting))[:filled]:
        demo.enter(**{panelist: "2"})
    async with in_round() as at:
        for sentence in SENTENCES:
            before = count(demo)
            await at.type(sentence, gap, after=3.0)
            await at.type("\r", after=0.2)
            added = [one.event for one in demo.live.log[before:]]
            assert all(isinstance(one, BallotEntered | BallotCleared) for one in added), sentence
            assert len(added) <= 1, sentence
            if at.prompt:
                await at.type("\x1b", after=1.0)
                await at.type("", after=0.5)


async def test_a_command_among_the_digits_is_not_taken(
    demo: Driver, in_round: Callable[..., object]
) -> None:
    async with in_round() as at:
        before = count(demo)
        await at.type("3tn", 0.3)
        assert at.filled == ["dana"]
        assert count(demo) == before + 1
        assert at.said == "Ignored: 2 keys. Wait a second, then go on with Omar Haddad."
        await at.type("n", after=1.1)
        assert at.prompt == "minute"


async def test_entries_behind_a_digit_that_closed_a_question_go_to_nobody(
    demo: Driver, in_round: Callable[..., object]
) -> None:
    demo.enter(dana="3")
    async with in_round() as at:
        before = count(demo)
        await at.type(" ")
        assert at.prompt
        await at.type("2")
        assert at.said == "Nothing was done. The next entry is for Omar Haddad."
        await at.type("4", after=0.3)
        assert at.said == "Ignored: 1 key. Wait a second, then go on with Omar Haddad."
        assert count(demo) == before
        await at.type("4")
        assert at.filled == ["dana", "omar"]


@pytest.mark.parametrize(
    "keys",
    [
        (b"4", b"5", b"2", b"1", b"4", b"3"),
        (b"4", b"a", b"2", b"1", b"4", b"3"),
        (b"4", "й".encode(), b"2", b"1", b"4", b"3"),
        (b"4", b"\x1b2", b"1", b"4", b"3"),
        (b"4", b"\xe9", b"2", b"1", b"4", b"3"),
        (b"4a", b"2", b"1", b"4", b"3"),
        (b"4", b"\x1b[", b"2", b"1", b"4", b"3"),
        (b"4", b"\x1bO", b"2", b"1", b"4", b"3"),
    ],
)
@pytest.mark.parametrize("gap", [0.1, 0.2])
async def test_nothing_moves_up_behind_a_key_that_was_not_taken(
    demo: Driver, in_round: Callable[..., object], keys: tuple[bytes, ...], gap: float
) -> None:
    async with in_round() as at:
        await at.read_one_by_one(keys, gap)
        assert at.filled in (["dana"], [])
        assert "gnored" in at.said
        await at.type("2", after=2.5)
        assert at.filled in (["dana", "omar"], ["dana"])


async def test_a_window_that_is_too_small_takes_no_entry_and_no_yes(
    demo: Driver, in_round: Callable[..., object]
) -> None:
    async with in_round() as at:
        await at.type("4")
        before = count(demo)
        await at.pilot.resize_terminal(15, 4)
        await at.type("21")
        await at.type("3")
        await at.type(" ")
        await at.type("y")
        assert count(demo) == before
        await at.pilot.resize_terminal(100, 30)
        await at.type("3")
        assert at.filled == ["dana", "omar"]


async def test_the_rest_keep_theirs_only_after_a_yes(
    demo: Driver, in_round: Callable[..., object]
) -> None:
    async with in_round() as at:
        demo.enter(tom="3")  # who has no card, and so nothing to keep
        await at.type("4")
        await at.type("S")
        assert at.prompt == "keep_rest"
        assert "[y] Fill in" in at.footer
        await at.type("n")
        assert at.prompt == ""
        assert at.filled == ["dana", "tom"]
        await at.type("S")
        await at.type("y", after=0.2)
        assert at.prompt == "keep_rest", "too soon after it was painted"
        await at.type("y", after=0.9)
        assert at.prompt == ""
        assert at.screen.main_rests
        assert len(at.filled) == len(poll_question("judgment").voters(demo.live.meeting))
        before = count(demo)
        await at.type(" ", after=0.3)
        assert count(demo) == before, "the main key rests"
        await at.type(" ", after=1.0)
        assert count(demo) == before + 1


async def test_a_y_inside_a_word_confirms_nothing(
    demo: Driver, in_round: Callable[..., object]
) -> None:
    async with in_round() as at:
        demo.enter(tom="3")  # who has no card, and so nothing to keep
        await at.type("4")
        await at.type("S")
        await at.type("oy", 0.7, after=0.2)
        assert at.prompt == "keep_rest"
        assert at.filled == ["dana", "tom"]
        await at.type("y")
        assert at.prompt == ""
        assert len(at.filled) == len(poll_question("judgment").voters(demo.live.meeting))


async def test_an_early_reveal_takes_y_and_nothing_else(
    demo: Driver, in_round: Callable[..., object]
) -> None:
    async with in_round() as at:
        await at.type("4")
        before = count(demo)
        for answer in (b"\r", b" ", b"\x1b", b"n", b"Y", b"\x1b[200~y\x1b[201~", b"yy"):
            await at.type(" ")
            assert at.prompt == "reveal_round"
            await at.send(answer)
            if at.prompt:  # a paste is not even a no
                await at.type("n")
            assert at.prompt == ""
        assert count(demo) == before
        await at.type(" ")
        await at.type("y")
        assert count(demo) > before
        assert "revealed" in demo.live.sentence(demo.live.log[before].event)


async def test_letters_after_a_text_are_the_rest_of_it(
    demo: Driver, hands: Callable[..., object]
) -> None:
    async with hands("reveal") as at:
        await at.type("n")
        await at.type("Heard\r", 0.05)
        before = count(demo)
        await at.type("gu", 0.1, after=0.2)
        assert at.prompt == ""
        assert count(demo) == before
        assert at.said.startswith("Ignored: 2 keys")
        await at.type("g", after=1.1)
        assert at.prompt == "go"


async def test_what_follows_a_text_in_the_same_prompt_counts_at_once(
    demo: Driver, hands: Callable[..., object]
) -> None:
    async with hands("reveal") as at:
        await at.type("n")
        await at.type("Heard\t3\r", 0.1)
        assert at.prompt == ""
        assert demo.live.log[-1].event.speaker == "omar"


async def test_a_text_read_in_one_go_is_text_and_its_last_enter_saves(
    demo: Driver, hands: Callable[..., object]
) -> None:
    async with hands("reveal") as at:
        await at.type("n")
        await at.send(b"One\rtwo\t\x1b[D!\r")
        assert at.prompt == ""
        assert demo.live.log[-1].event.text == "One tw!o"


async def test_a_pasted_message_is_text_in_a_prompt_and_nothing_elsewhere(
    demo: Driver, hands: Callable[..., object]
) -> None:
    async with hands("reveal") as at:
        before = count(demo)
        await at.send(b"\x1b[200~Sorry, mine is 3 \r\x1b[201~", rest=0.05)
        assert "pasted text" in at.said
        await at.type(" ", after=0.1)
        await at.send(b"a private message \r", rest=0.05)
        await at.type(" \r", 0.1, after=0.1)
        assert count(demo) == before
        await at.type("n")
        await at.send(b"\x1b[200~a\x1b[31mb\r1\x1b[201~")
        assert at.screen.query_one(Prompt).values["text"] == "a\x1b[31mb\n1"


async def test_the_main_key_rests_after_a_letter_and_shows_it(
    demo: Driver, hands: Callable[..., object]
) -> None:
    async with hands("reveal") as at:
        before = count(demo)
        await at.type("e ", 0.3)
        assert count(demo) == before
        assert at.screen.main_rests
        await at.type(" ", after=0.9)
        assert count(demo) == before + 1


async def test_letters_of_another_layout_get_one_line(
    demo: Driver, hands: Callable[..., object]
) -> None:
    async with hands("reveal") as at:
        for letter in "йыΩש":
            await at.type(letter)
            assert "Latin letters" in at.said
        at.screen.tell("")
        await at.type("é")
        assert "Latin letters" not in at.said


async def test_a_key_that_may_have_been_lost_is_told(
    demo: Driver, hands: Callable[..., object]
) -> None:
    async with hands("reveal") as at:
        at.pilot.app.post_message(NotTaken())
        await at.pilot.pause()
        assert at.said == NOT_TAKEN


async def test_a_key_held_down_enters_is_seen_and_can_be_taken_back(
    demo: Driver, in_round: Callable[..., object]
) -> None:
    async with in_round() as at:
        await at.type("333", 0.03)
        assert len(at.filled) == 3
        await at.type("u" * 20, 0.03)
        undone = [one for one in demo.live.log if type(one.event).__name__ == "Undone"]
        assert len(undone) <= 1, "outside an entry a key held down is one key"


@pytest.mark.parametrize(
    "data",
    [
        b"\x1b[<35;12;5M",
        b"\x1b]11;rgb:1e1e/2b2b/3c3c\x07",
        b"\x1bP>|XTerm(381)\x1b\\",
        b"\x1b[1;5I",
        b"\x1b[49;2;49;1;0;1_",
        b"\xff\xe9",
        b"\x1b1",
        b"\x1b[0;;49u",
    ],
)
async def test_what_no_person_pressed_enters_nothing(
    demo: Driver, in_round: Callable[..., object], data: bytes
) -> None:
    async with in_round() as at:
        before = count(demo)
        await at.send(data)
        assert count(demo) == before
        assert at.prompt == ""


async def test_space_in_a_choice_is_no_letter_and_enter_answers_at_once(
    demo: Driver, hands: Callable[..., object]
) -> None:
    async with hands("mark_constraint") as at:
        before = count(demo)
        await at.type(" ")
        await at.type(" ", after=1.0)
        await at.send(b"\r", after=0.3)
        assert count(demo) == before + 1
        await at.type("e", after=2.0)
        await at.send(b"\r", after=0.3)
        assert count(demo) == before + 1, "but a letter is"


def with_sheets(driver: Driver) -> Callable[[str, str], str]:
    """Restart a meeting that has not begun with code sheets; return what gives a vote's code."""
    panel = driver.live.meeting.brief.panel
    book = ballot_book.Book("0123456789abcdef", bytes(range(32)))
    book = book.issued(driver.live.meeting.brief, tuple(p.id for p in panel), "2026-11-20")
    ballot_book.save(driver.config, driver.folder, book)
    driver.again("run-1")
    codes = {(p.panelist, p.poll, p.round, p.choice): c for c, p in book.codes().items()}
    return lambda panelist, choice: ballots.written(codes[panelist, "vote", 1, choice])


def pasted(text: str) -> bytes:
    return b"\x1b[200~" + text.encode() + b"\x1b[201~"


async def test_a_paste_at_a_blind_question_counts_its_codes(
    demo: Driver, hands: Callable[..., object]
) -> None:
    code = with_sheets(demo)
    async with hands("reveal_votes") as at:
        chat = "\r".join(
            [f"Dana: {code('dana', '4')}", *["CANARY q S y 1 2 3"] * 200, code("omar", "1")]
        )
        await at.send(pasted(chat))
        assert at.filled == ["dana", "omar"]
        assert "202 lines, 2 codes. In: Dana Whitfield and Omar Haddad." in at.said
        shown = "\n".join(
            str(widget.content) for widget in at.screen.query(Static) if widget.display
        )
        assert "CANARY" not in shown
        assert code("dana", "4") not in shown


async def test_a_paste_without_sheets_does_nothing(
    demo: Driver, hands: Callable[..., object]
) -> None:
    async with hands("reveal_votes") as at:
        before = count(demo)
        await at.send(pasted("QJ2-94RD"))
        assert count(demo) == before
        assert "pasted text" in at.said


async def test_k_opens_a_field_for_codes_that_shows_only_their_number(
    demo: Driver, hands: Callable[..., object]
) -> None:
    code = with_sheets(demo)
    async with hands("reveal_votes") as at:
        assert "k codes" in at.footer
        await at.type("k")
        assert at.prompt == "codes"
        await at.send(f"Dana: {code('dana', '4')}\rCANARY\romar {code('omar', '1')}".encode())
        assert isinstance(at.screen.focused, CodesField)
        assert at.screen.focused.value == "3 lines, 2 codes"
        assert at.filled == []
        await at.send(b"\r")
        assert at.filled == ["dana", "omar"]
        assert at.prompt == "codes", "the rest of a long paste may follow"
        await at.send(b"1 2 3 4")
        assert at.filled == ["dana", "omar"]
        await at.send(b"\x7f")
        assert at.screen.focused.value == ""
        await at.send(pasted(f"{code('lin', '2')}\nhello"))
        assert at.screen.focused.value == "2 lines, 1 code"
        await at.send(b"\x1b")
        assert at.filled == ["dana", "omar"]
        assert at.prompt == ""


@pytest.mark.parametrize("key", ["y", "n"])
async def test_a_code_that_was_replaced_is_taken_only_after_yes(
    demo: Driver, hands: Callable[..., object], key: str
) -> None:
    code = with_sheets(demo)
    async with hands("reveal_votes") as at:
        for panelist in ("dana", "omar"):
            await at.send(pasted(code(panelist, "4")))
            await at.send(pasted(code(panelist, "1")))
        await at.send(pasted(f"{code('dana', '4')} {code('omar', '4')}"))
        assert at.prompt == "code_again"
        await at.type(key)
        assert at.prompt == "code_again", "the second is asked about as well"
        await at.type("n")
        assert at.prompt == ""
    demo.do("reveal_votes")
    marks = demo.live.meeting.vote.rounds[-1].marks
    assert [marks[p].level for p in ("dana", "omar")] == [4 if key == "y" else 1, 1]


async def test_a_code_is_changed_by_hand_only_at_the_second_key(
    demo: Driver, hands: Callable[..., object]
) -> None:
    code = with_sheets(demo)
    async with hands("reveal_votes") as at:
        await at.send(pasted(code("dana", "4")))
        await at.send(b"\x1b[A")
        before = count(demo)
        await at.type("2")
        assert count(demo) == before
        assert "came by code" in at.said
        await at.type("2")
        assert count(demo) == before + 1
