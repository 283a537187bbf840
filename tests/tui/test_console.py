"""Tests of the private console next to a running meeting."""

from __future__ import annotations

import random
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from meetings import START, Driver
from textual.pilot import Pilot
from textual.widgets import Static

from debrief.core.brief import Brief
from debrief.core.scorecard import Scorecard
from debrief.core.verbs.anytime import ChangeMinute, TakeMinute
from debrief.live.console import Console, ConsoleEnvironment
from debrief.live.leans import Leans, no_leans
from debrief.store import inbox, paths
from debrief.store.sessions import session
from debrief.store.theme import load_themes
from debrief.store.toml_files.parse import parse
from debrief.tui.app import DebriefApp
from debrief.tui.screens import console as screens
from debrief.tui.screens.console import ConsoleScreen
from debrief.tui.screens.live import LiveScreen
from debrief.tui.widgets.fields import TextField

THEMES, _ = load_themes([paths.shipped("themes")])


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screens, "LOOK", 0.05)


@asynccontextmanager
async def shown(
    demo: Driver, size: tuple[int, int] = (100, 50), leans: Leans = no_leans
) -> AsyncIterator[Pilot[int]]:
    watching = ConsoleEnvironment(
        now=lambda: START + timedelta(seconds=demo.seconds),
        random=bytes,
        load=session.load,
        leans=leans,
    )
    console = Console(demo.folder, watching)
    app = DebriefApp(lambda: ConsoleScreen(console), THEMES, "debrief console")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield pilot


def screen(pilot: Pilot[int]) -> str:
    return "\n".join(str(one.content) for one in pilot.app.screen.query(Static))


async def until(pilot: Pilot[int], text: str) -> str:
    for _ in range(60):
        await pilot.pause(0.05)
        if text in (said := screen(pilot)):
            return said
    raise AssertionError(f"{text} is not in\n{said}")


async def test_it_follows_the_meeting(demo: Driver) -> None:
    async with shown(demo) as pilot:
        assert "Open the meeting" in await until(
            pilot, "Not open yet. In the other terminal: debrief run"
        )

        demo.do("open")
        await until(pilot, "The meeting is running.")
        demo.until("reveal")
        said = await until(pilot, "Competency 1 of 7")
        assert "Probes" in said
        assert "Who speaks" not in said

        demo.main()
        said = await until(pilot, "Who speaks, in this order")
        assert "Challenge · " in said

        demo.live.close()
        await until(pilot, "No meeting is running here now.")


async def test_it_opens_at_once_and_then_tells_how_past_ratings_ran(demo: Driver) -> None:
    read = threading.Event()

    def slow(folder: Path, brief: Brief, stops: Callable[[], bool]) -> dict[str, str]:
        read.wait(20)
        return {"omar": "Omar's ratings ran about 0.6 higher.", "nobody": "Not of this panel."}

    async with shown(demo, leans=slow) as pilot:
        said = await until(pilot, "Not open yet. In the other terminal: debrief run")
        assert "How they tend to rate" not in said

        read.set()
        said = await until(pilot, "Omar's ratings ran about 0.6 higher.")
        assert "Not of this panel." not in said


async def test_a_lean_is_on_the_shared_screen_only_where_the_session_file_says_so(
    demo: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    from debrief.tui.screens import live as room

    monkeypatch.setattr(room, "LOOK_FOR_NOTES", 0.05)
    demo.leans = lambda *_: {"omar": "about 0.6 higher"}
    file = demo.folder / "session.toml"
    file.write_text(file.read_text().replace("\n[candidate]", "\nshow_lean = true\n[candidate]", 1))
    demo.again("run-1")
    demo.do("open")
    demo.until("reveal")
    live = room.LiveScreen(demo.live, lambda: demo.seconds)
    app: DebriefApp = DebriefApp(lambda: live, THEMES, "debrief run")
    async with app.run_test(size=(100, 30)) as pilot:
        pilot.app.simulate_key("e")
        for _ in range(60):
            await pilot.pause(0.02)
            if not demo.live.lacks_leans:
                break
        assert "0.6 higher" not in screen(pilot)
        demo.main()
        live.repaint()
        assert "past ratings: about 0.6 higher" in screen(pilot)
        pilot.app.simulate_key("e")
        await pilot.pause()
        assert "0.6 higher" not in screen(pilot)


async def test_a_minute_and_a_promise_are_sent(demo: Driver) -> None:
    demo.do("open")
    async with shown(demo) as pilot:
        await pilot.press("n", *"Said", "enter")
        await until(pilot, "1 note on the way.")
        await pilot.press("f", *"Send it", "enter")
        await until(pilot, "2 notes on the way.")

        demo.live.take_notes()
        assert "1 minute (1 quiet) · 1 promise" in await until(
            pilot, "The meeting has recorded it."
        )
        (minute,) = demo.live.meeting.minutes
        assert (minute.event.text, minute.event.quiet) == ("Said", True)
        assert demo.live.meeting.promises[0].promise.text == "Send it"


async def test_ctrl_q_leaves_as_q_does_but_not_out_of_a_note(demo: Driver) -> None:
    demo.do("open")
    async with shown(demo) as pilot:
        await until(pilot, "The meeting is running.")
        await pilot.press("n")
        await pilot.press(*"Half", "ctrl+q")
        assert "Send to the meeting" in screen(pilot)
        assert pilot.app.return_code is None

        await pilot.press("escape", "ctrl+q")
        assert pilot.app.return_code == 0


async def test_minutes_are_quiet_until_it_is_told_otherwise(demo: Driver) -> None:
    demo.do("open")
    async with shown(demo) as pilot:
        assert "[n] Quiet minute" in screen(pilot)
        await pilot.press("N")
        assert "[n] Minute" in screen(pilot)
        await pilot.press("n", *"Aloud", "enter")
        await until(pilot, "1 note on the way.")
        await pilot.press("N")
        assert "[n] Quiet minute" in screen(pilot)

        demo.live.take_notes()
        assert not demo.live.meeting.minutes[0].event.quiet


async def test_quiet_minutes_are_listed_at_the_read_back(demo: Driver) -> None:
    demo.do("open")
    demo.do("quiet_minute", text="Jonas says four aloud", kind="voiced-early")
    async with shown(demo) as pilot:
        await until(pilot, "1 minute (1 quiet)")
        assert "Jonas says four aloud" not in screen(pilot)
    demo.until("finish")
    async with shown(demo) as pilot:
        await until(pilot, "Role clarity: Jonas says four aloud")
        assert "Jonas says four aloud" not in str(demo.live.view())


async def test_a_minute_is_chosen_and_corrected_or_struck(demo: Driver) -> None:
    demo.do("open")
    demo.do("minute", text="Said wrongly", speaker="")
    demo.do("minute", text="Said twice", speaker="")
    async with shown(demo) as pilot:
        await until(pilot, "2 minutes")
        await pilot.press("m", "enter")
        assert "Choose the minute first." in screen(pilot)
        await pilot.press("right", "enter")
        assert "Change a minute (both versions are kept)" in screen(pilot)
        await pilot.press("right", "enter")
        await until(pilot, "1 note on the way.")
        demo.live.take_notes()
        await until(pilot, "The meeting has recorded it.")
        demo.seconds += 1
        await pilot.press("m", "tab", "space", *"again", "escape", "m")
        assert "Said wrongly" in str([x.answer for x in pilot.app.screen.query(TextField)])
        assert "again" not in str([x.answer for x in pilot.app.screen.query(TextField)])
        await pilot.press("tab", "space", *"again", "enter")
        await until(pilot, "1 note on the way.")
        demo.live.take_notes()
        assert [(x.event.text, x.struck) for x in demo.live.meeting.minutes] == [
            ("Said wrongly again", False),
            ("Said twice", True),
        ]


async def test_the_room_hears_of_no_change_of_a_quiet_minute(demo: Driver) -> None:
    demo.do("open")
    demo.do("quiet_minute", text="Between us", kind="quiet", speaker="")
    demo.do("minute", text="Aloud", speaker="")
    quiet, aloud = (str(minute.id) for minute in demo.live.meeting.minutes)
    app = DebriefApp(lambda: LiveScreen(demo.live, lambda: demo.seconds), THEMES, "debrief run")
    async with app.run_test(size=(100, 30)) as pilot, shown(demo) as beside:
        watching = beside.app.screen
        assert isinstance(watching, ConsoleScreen)
        assert watching.console.note(ChangeMinute(), {"what": "strike"}, quiet) is None
        room = app.screen
        assert isinstance(room, LiveScreen)
        before = screen(pilot)
        room._take_notes()
        assert screen(pilot) == before
        demo.seconds += 1
        assert watching.console.note(ChangeMinute(), {"what": "strike"}, aloud) is None
        room._take_notes()
        assert "struck" in screen(pilot)


async def test_a_refused_note_stays_open_and_a_note_put_aside_comes_back(demo: Driver) -> None:
    demo.do("open")
    async with shown(demo) as pilot:
        await pilot.press("n", "enter")
        await until(pilot, "Write the minute first.")
        await pilot.press(*"half", "escape")
        assert inbox.waiting(demo.folder) == ()

        await pilot.press("n", "enter")
        await until(pilot, "1 note on the way.")
        (name,) = inbox.waiting(demo.folder)
        note = inbox.read(demo.folder, name).note
        assert note is not None
        assert note.minute is not None
        assert note.minute.text == "half"


async def test_before_the_opening_a_note_is_refused(demo: Driver) -> None:
    async with shown(demo) as pilot:
        await pilot.press("n")
        assert "Open the meeting first" in screen(pilot)


async def test_notes_wait_for_a_meeting_that_was_left(demo: Driver) -> None:
    demo.do("open")
    demo.live.close()
    async with shown(demo) as pilot:
        await pilot.press("n", *"Later", "enter")
        await until(pilot, "1 note on the way, taken in when it resumes.")


async def test_a_finished_meeting_takes_no_note(demo: Driver) -> None:
    demo.do("open")
    demo.until("leave")
    async with shown(demo) as pilot:
        assert "The meeting is finished." in screen(pilot)
        await pilot.press("f")
        assert "nothing in it can change." in screen(pilot)


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40)])
async def test_what_comes_next_is_seen_at_every_size(demo: Driver, size: tuple[int, int]) -> None:
    demo.do("open")
    async with shown(demo, size) as pilot:
        lines = str(pilot.app.screen.query_one("#pane", Static).content).splitlines()
        assert any(line.startswith("Next  Everybody has heard it") for line in lines[:3])
        assert max(map(len, lines)) <= size[0] - 5

        await pilot.press("pagedown", "question_mark")
        assert "shows no rating before its reveal" in screen(pilot)


async def test_a_window_that_is_too_small_says_so(demo: Driver) -> None:
    async with shown(demo, (30, 8)) as pilot:
        assert "Make the window larger." in screen(pilot)


async def test_a_brief_with_errors_is_a_sentence(demo: Driver) -> None:
    (demo.folder / "session.toml").write_text("schema = ")
    async with shown(demo) as pilot:
        assert "The brief has errors: run debrief check to list them." in screen(pilot)
        await pilot.press("n")
        assert "There is no brief" in screen(pilot)


async def test_the_room_sees_what_is_not_quiet_at_once(
    demo: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    from debrief.tui.screens import live as room

    monkeypatch.setattr(room, "LOOK_FOR_NOTES", 0.05)
    demo.do("open")
    live = room.LiveScreen(demo.live, lambda: demo.seconds)
    app: DebriefApp = DebriefApp(lambda: live, THEMES, "debrief run")
    source = random.Random(1)
    console = Console(
        demo.folder, ConsoleEnvironment(lambda: START, source.randbytes, session.load)
    )
    async with app.run_test(size=(100, 30)) as pilot:
        console.note(TakeMinute(), {"text": "HUSH", "kind": "quiet"})
        console.note(TakeMinute(), {"text": "Aloud", "kind": "minute"})
        said = await until(pilot, "Minute: “Aloud”.")
        assert "HUSH" not in said

        console.note(TakeMinute(), {"text": "Again", "kind": "minute"})
        await until(pilot, "Minute: “Again”.")


def test_two_terminals(demo: Driver, terminal: Callable[..., Any], tmp_path: Path) -> None:
    demo.live.close()
    debrief = (sys.executable, "-m", "debrief")
    console = terminal(*debrief, "console", str(demo.folder))
    console.shows("Not open yet. In the other terminal: debrief run")
    meeting = terminal(*debrief, "run", str(demo.folder))
    meeting.shows("Open the meeting")
    meeting.type(b" ")
    console.shows("The meeting is running.")

    console.type(b"N")
    console.shows("[n] Minute")
    console.type(b"n")
    console.shows("Said by")
    console.type(b"From the other side\r")
    meeting.shows("From the other side")

    meeting.process.kill()
    meeting.process.wait()
    console.shows("No meeting is running here now.")
    while "Said by" not in console.screen():  # n is the rest of the text for a second
        console.type(b"n")
        console.pause(0.3)
    console.type(b"While it was away\r")
    console.shows("1 note on the way")
    again = terminal(*debrief, "run", str(demo.folder))
    again.shows("While it was away")
    console.type(b"q")
    assert console.ended() == 0
    assert console.is_restored()


async def test_nothing_of_a_card_is_on_it_before_the_reveal(demo: Driver) -> None:
    cards = [_read(path) for path in (demo.folder / "scores").glob("*.toml")]
    written = {
        line
        for card in cards
        for competency, rating in card.ratings.items()
        if competency != "judgment"
        for line in (*rating.evidence, rating.reason, rating.depends_on_context)
        if line
    }
    assert len(written) > 50
    demo.do("open")
    demo.until("reveal")
    demo.main()
    async with shown(demo, (120, 400)) as pilot:
        seen = " ".join(screen(pilot).split())

    assert not [line for line in written if " ".join(line.split()) in seen]


def _read(path: Path) -> Scorecard:
    card = parse(path.read_bytes(), path.name, Scorecard).value
    assert card is not None
    return card


async def test_a_page_with_nothing_on_it_says_what_is_true_and_has_one_key(demo: Driver) -> None:
    async with shown(demo, (60, 15)) as pilot:
        assert "[q] Leave" in await until(pilot, "Not open yet.")
        assert "settle" not in screen(pilot)
    (demo.folder / "session.toml").write_text("schema = ")
    async with shown(demo, (60, 15)) as pilot:
        assert "[q] Leave" in await until(pilot, "This window follows by itself")


async def test_keys_for_minutes_are_offered_once_there_is_one(demo: Driver) -> None:
    demo.do("open")
    async with shown(demo, (100, 30)) as pilot:
        await until(pilot, "The meeting is running.")
        assert "m change" not in screen(pilot)
        demo.do("minute", text="Said", speaker="")
        assert "s settle" not in await until(pilot, "m change")
        demo.do("quiet_minute", text="Unsaid", kind="quiet")
        await until(pilot, "s settle")


async def test_a_quiet_minute_is_settled_beside_its_text(demo: Driver) -> None:
    demo.do("open")
    demo.do("quiet_minute", text="Jonas says four aloud", kind="voiced-early")
    async with shown(demo) as pilot:
        await until(pilot, "s settle")
        await pilot.press("s")
        said = await until(pilot, "1 quiet minute, not on the shared screen")
        assert "what you leave is for the auditor only" in " ".join(said.split())
        assert "Jonas says four aloud" in said
