"""Tests of home: sessions by alias, private details after a key, and the return to it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from socket import gethostname

import pytest
from clicking import click
from homes import NEW, NOT_BEGUN, at_home, choose, opens, order, planned, reviewed, rows
from waiting import press, shows, text, until

from debrief.core.new_session import SessionRequest
from debrief.store.sessions.scaffold import scaffold
from debrief.tui.screens.calibration import CalibrationScreen
from debrief.tui.screens.help import HelpScreen
from debrief.tui.screens.home import RESTS, HomeScreen
from debrief.tui.screens.live import LiveScreen
from debrief.tui.screens.new import NewScreen
from debrief.tui.screens.replay import ReplayScreen
from debrief.tui.screens.review import ReviewScreen
from debrief.tui.terminal.pace import GUARD_RESTS
from debrief.tui.widgets.detail_pane import DetailPane
from debrief.tui.widgets.sessions import Sessions


async def test_sessions_are_grouped_by_what_is_to_be_done(root: Path) -> None:
    async with at_home(root, size=(120, 40)) as (_, screen):
        assert [" ".join(line.split()) for line in rows(screen)] == [
            "Running · 1",
            "▸ R-04 Director of Platform 15 Sep 2026",
            "interrupted",
            "Promises due · 1",
            "R-04 Director of Platform since 18 Sep 2026",
            "Jonas Berg and 2 more",
            "Past its day, not held · 1",
            "K-17 VP Engineering Tue 24 Nov",
            "not held",
            "Not readable · 1",
            "– d-broken",
            "session.toml:1: title: the text that begins here has no c…",
        ]
        assert "4 sessions · 1 due" in text(screen, "title")


async def test_every_group_has_its_heading_in_order(grouped: Path) -> None:
    async with at_home(grouped, size=(100, 40)) as (_, screen):
        assert [line.strip(" ▸") for line in rows(screen) if " · " in line and line[2] != " "] == [
            "Running · 1",
            "To be carried on · 1",
            "Next · 1",
            "Waiting for cards · 2",
            "Promises due · 1",
            "Review due · 1",
            "Past its day, not held · 1",
            "Done · 2",
            "Not readable · 1",
        ]


async def test_sixty_sessions_have_a_line_each_and_those_that_are_done_one_together(
    root: Path,
) -> None:
    list(many(root, 60))
    reviewed(root, "a-over")
    async with at_home(root, size=(100, 30)) as (pilot, screen):
        await press(pilot, "end", "up")
        assert "▸ Done · 1" in rows(screen)
        assert "One meeting is over" in text(screen, "chosen")
        await pilot.pause(RESTS)
        await press(pilot, "enter")
        await until(pilot, lambda: screen.entry is not None)
        assert screen.entry.id == "a-over"
        await press(pilot, "escape")
        assert "Done · 1" in "\n".join(rows(screen))
        assert screen.entry is None


async def test_before_a_meeting_it_names_who_has_sent_a_card_and_what_is_left(root: Path) -> None:
    planned(root, "b-to-come", "2027-04-03")
    async with at_home(root) as (pilot, screen):
        await choose(pilot, screen, "b-to-come")
        said = text(screen, "chosen")
        for sentence in (
            "Sat 3 April 2027, in 2 days · Dana Whitfield decides",
            "Cards    5 of 6",
            "✓ Omar",
            "── Tom",
            "Before Saturday",
            "1  Ask Tom Becker for the card",
            "2  Omar Haddad’s card has no date",
        ):
            assert sentence in " ".join(said.split()) or sentence in said, sentence


async def test_a_new_session_shows_three_steps_and_enter_does_the_first_that_is_due(
    root: Path,
) -> None:
    scaffold(root / "b-new", NEW)
    async with at_home(root) as (pilot, screen):
        await choose(pilot, screen, "b-new")
        assert "▸ 1  Write the brief" in text(screen, "chosen")
        assert "~/debrief/sessions/b-new/session.toml" in "".join(text(screen, "chosen").split())
        assert "[enter] Write the brief" in text(screen, "footer")
        await pilot.pause(RESTS)
        await press(pilot, "enter")
        assert "b-new/session.toml" in text(screen, "guidance")  # nothing to suspend in a test

        brief = root / "b-new" / "session.toml"
        brief.write_text(brief.read_text().replace('"…"', '"Runs it"'))
        await until(pilot, lambda: "▸ 2  Make the forms" in text(screen, "chosen"))
        await press(pilot, "enter")
        assert text(screen, "guidance") == "Made the forms of b-new."

        shutil.copytree(NOT_BEGUN / "scores", root / "b-new" / "scores", dirs_exist_ok=True)
        await until(pilot, lambda: "[enter] Open X-1" in text(screen, "footer"))
        assert "Make the forms" not in text(screen, "chosen")


async def test_what_is_due_in_each_group_is_told_beside_the_list(root: Path) -> None:
    shutil.copytree(root / "a-over", root / "e-promised")
    reviewed(root, "a-over", again="2027-03-30")
    journal = root / "c-open" / "journal.jsonl"
    journal.with_suffix(".lock").write_text(
        f"{os.getpid()}@{gethostname()} since 2027-04-01T08:00:00Z"
    )
    beside = {
        "a-over": "to be reviewed: press v",
        "b-to-come": "was not held",
        "c-open": "open in another terminal",
        "d-broken": "session.toml:1",
        "e-promised": "· Jonas Berg, 18 September 2026",
    }
    async with at_home(root) as (pilot, screen):
        for name, sentence in beside.items():
            await choose(pilot, screen, name)
            assert sentence in " ".join(text(screen, "chosen").split()), name


async def test_below_a_narrow_list_and_beside_a_wide_one_is_the_same(root: Path) -> None:
    for size in ((80, 24), (100, 30)):
        async with at_home(root, size=size) as (pilot, screen):
            await choose(pilot, screen, "a-over")
            assert "Ruth Calder, 25 September 2026" in text(screen, "chosen")
            pane = screen.query_one(DetailPane)
            assert pane.region.height > 5
            assert (pane.region.y > 4) is (size == (80, 24))


async def test_in_another_size_no_line_of_the_details_is_cut(grouped: Path) -> None:
    async with at_home(grouped, size=(80, 24)) as (pilot, screen):
        await choose(pilot, screen, "h-new")
        for size in ((100, 30), (80, 24), (100, 30)):
            await pilot.resize_terminal(*size)

            def whole() -> bool:
                lines = text(screen, "chosen").count("\n") + 1
                return screen.query_one("#chosen").size.height == lines

            await until(pilot, whole)


async def test_decisions_dissent_and_records_wait_for_their_key(root: Path) -> None:
    async with at_home(root) as (pilot, screen):
        await choose(pilot, screen, "a-over")
        before = "\n".join(rows(screen)) + text(screen)
        await press(pilot, "e")
        await until(pilot, lambda: "Fingerprint" in text(screen, "chosen"))
        shown = "\n".join(rows(screen)) + text(screen)

        for private in ("hire", "dissent", "on-call pay", "Fingerprint", "a-over"):
            assert private not in before, private
            assert private in shown, private
        assert "Don’t share this screen" in text(screen, "guidance")
        assert "Okafor" not in shown

        await press(pilot, "e")
        assert "on-call pay" not in "\n".join(rows(screen)) + text(screen)


async def test_what_is_due_is_found_by_its_group(root: Path) -> None:
    async with at_home(root, size=(80, 24)) as (pilot, screen):
        await press(pilot, "slash", *"promises due")
        assert order(screen) == ["a-over"]


async def test_decisions_are_told_in_the_list_too(root: Path) -> None:
    async with at_home(root, size=(80, 24)) as (pilot, screen):
        await press(pilot, "e")
        assert "hire" in "\n".join(rows(screen))
        await press(pilot, "e", "s", "s", "s")  # the first is chosen until the user chose one
        assert rows(screen)[0].startswith("▸ R-04")
        assert "by review due" in text(screen, "title")


async def test_private_words_find_nothing_while_they_are_hidden(root: Path) -> None:
    async with at_home(root) as (pilot, screen):
        await press(pilot, "slash", *"hire")
        assert order(screen) == []
        assert "No session matches" in text(screen, "guidance")
        await press(pilot, "enter", "e")
        assert order(screen) == ["a-over"]


async def test_ctrl_q_leaves_as_q_does_but_not_out_of_the_filter(root: Path) -> None:
    async with at_home(root) as (pilot, screen):
        await press(pilot, "slash", "q", "ctrl+q")
        assert screen.asking
        assert pilot.app.return_code is None

        await press(pilot, "escape", "ctrl+q")
        assert pilot.app.return_code == 0


async def test_one_key_sorts_and_the_chosen_session_stays_chosen(root: Path) -> None:
    async with at_home(root) as (pilot, screen):
        await press(pilot, "down")
        seen = [order(screen)]
        for _ in range(4):
            await press(pilot, "s")
            seen.append(order(screen))
            assert screen.entry is not None
            assert screen.entry.id == "a-over"

        assert seen[0] == seen[4] == ["c-open", "a-over", "b-to-come", "d-broken"]
        assert seen[1] == ["b-to-come", "a-over", "c-open", "d-broken"]
        assert seen[2] == ["a-over", "c-open", "b-to-come", "d-broken"]
        assert seen[3][0] == "a-over"


async def test_it_finds_as_one_types_without_accents_and_escape_shows_all(root: Path) -> None:
    brief = root / "b-to-come" / "session.toml"
    brief.write_text(brief.read_text().replace("VP Engineering", "Directrice de l’ingénierie"))
    async with at_home(root) as (pilot, screen):
        await press(pilot, "slash", *"INGEN k-1")
        assert order(screen) == ["b-to-come"]
        assert "1 of 4 sessions" in text(screen, "title")

        await press(pilot, "escape")
        assert len(order(screen)) == 4
        assert text(screen, "filter") == ""


async def test_enter_goes_on_with_a_meeting_and_leaving_it_comes_home(root: Path) -> None:
    async with at_home(root) as (pilot, screen):
        await opens(pilot, "enter", LiveScreen)
        await press(pilot, "q")  # its key is not here: anything but a yes leaves
        await until(pilot, lambda: pilot.app.screen is screen)

        await opens(pilot, "enter", LiveScreen)  # the lock of the first is free again
        live = pilot.app.screen
        assert isinstance(live, LiveScreen)
        await until(pilot, lambda: live.guard is not None and live.guard.painted is not None)
        await pilot.pause(GUARD_RESTS)
        await press(pilot, "y")
        await press(pilot, "q")
        await press(pilot, "enter")
        await until(pilot, lambda: pilot.app.screen is screen)


async def test_a_finished_meeting_is_seen_again_and_reviewed(root: Path) -> None:
    async with at_home(root) as (pilot, screen):
        await choose(pilot, screen, "a-over")
        for key, kind in (("enter", ReplayScreen), ("r", ReplayScreen), ("v", ReviewScreen)):
            await opens(pilot, key, kind)
            while pilot.app.screen is not screen:
                await press(pilot, "escape" if kind is ReviewScreen else "q")
        assert pilot.app.is_running


async def test_calibration_is_one_key_away_and_leaving_it_comes_home(root: Path) -> None:
    async with at_home(root) as (pilot, screen):
        await opens(pilot, "c", CalibrationScreen)
        await press(pilot, "escape")
        assert pilot.app.screen is screen


async def test_what_cannot_be_opened_is_told_in_a_sentence_without_a_path(root: Path) -> None:
    async with at_home(root) as (pilot, screen):
        await press(pilot, "v")
        assert "The meeting is not finished" in text(screen, "guidance")
        await press(pilot, "down", "down", "r")
        assert text(screen, "guidance") == "The meeting has not started. Press enter to start it."
        await press(pilot, "end")
        await pilot.pause(0.35)
        await press(pilot, "enter")
        said = text(screen, "guidance")
        assert "session.toml" in said or "quote" in said
        assert str(root) not in text(screen)


async def test_a_damaged_journal_is_shown_as_far_as_it_is_good(root: Path) -> None:
    path = root / "c-open" / "journal.jsonl"
    path.write_bytes(path.read_bytes() + b"{}\n")
    async with at_home(root) as (pilot, screen):
        await press(pilot, "slash", *"not readable", "enter")
        assert order(screen) == ["c-open", "d-broken"]
        await press(pilot, "home", "v")
        assert "Nothing can be added to this session." in text(screen, "guidance")
        await opens(pilot, "enter", ReplayScreen)
        assert "Read only." in text(pilot.app.screen)


async def test_a_session_that_changes_on_the_disk_changes_in_the_list(root: Path) -> None:
    async with at_home(root) as (pilot, screen):
        await choose(pilot, screen, "b-to-come")
        brief = root / "b-to-come" / "session.toml"
        brief.write_text(brief.read_text().replace("K-17", "K-18"))
        shutil.rmtree(root / "c-open")

        await until(pilot, lambda: len(screen.listing) == 3 and "K-18" in "".join(rows(screen)))

        assert any(line.startswith("▸ K-18") for line in rows(screen))


async def test_an_empty_archive_says_what_to_do(root: Path) -> None:
    async with at_home(root.parent / "nowhere") as (pilot, screen):
        said = text(screen, "only")
        assert "no sessions here yet" in said
        await press(pilot, "down", "end", "r", "v", "s")
        assert "kept in ~/debrief/sessions" in said
        await click(pilot, "try a demo meeting")
        await shows(pilot, LiveScreen)


async def test_a_new_session_is_asked_for_made_and_chosen(root: Path) -> None:
    made: list[SessionRequest] = []
    async with at_home(root, made=made) as (pilot, screen):
        await press(pilot, "n")
        form = pilot.app.screen
        assert isinstance(form, NewScreen)
        await press(pilot, "enter")
        assert "Which role" in text(form, "guidance")
        for said in ("CTO", "refused", "Dana W, Omar H", "omar"):
            await press(pilot, *said)
            await press(pilot, "tab" if said != "omar" else "enter")
        assert "so it is" in text(form, "guidance")
        await press(pilot, "shift+tab")
        await press(pilot, "shift+tab")
        await press(pilot, *["backspace"] * 7)
        await press(pilot, *"Maria Example", "enter")
        assert "“Maria Example” looks like a name." in text(form, "guidance")
        await press(pilot, *["backspace"] * 13)
        await press(pilot, *"X-1")
        await press(pilot, "enter")

        await until(pilot, lambda: screen.entry is not None and screen.entry.id == made[-1].id)
        assert made[-1].panel == (("dana", "Dana W"), ("omar", "Omar H"))
        assert (made[-1].owner, made[-1].alias) == ("omar", "X-1")
        assert "Made 2027-04-cto-x-1." in text(screen, "guidance")


async def test_a_new_session_may_be_put_aside(root: Path) -> None:
    async with at_home(root) as (pilot, screen):
        await press(pilot, "n")
        await press(pilot, "escape")
        assert pilot.app.screen is screen
        assert len(screen.listing) == 4


async def test_the_mouse_chooses_opens_and_presses_the_main_key(root: Path) -> None:
    async with at_home(root) as (pilot, screen):
        await pilot.click(Sessions, offset=(5, 3))
        assert screen.entry.id == "c-open"
        await pilot.click(Sessions, offset=(5, 6))
        assert screen.entry.id == "a-over"
        await click(pilot, "Replay R-04")
        await shows(pilot, ReplayScreen)
        await press(pilot, "q")
        await shows(pilot, HomeScreen)
        await click(pilot, "since 18 Sep", times=2)
        await shows(pilot, ReplayScreen)


async def test_a_blank_screen_holds_nothing(root: Path) -> None:
    async with at_home(root) as (pilot, screen):
        await press(pilot, "b")
        assert "R-04" not in "\n".join(rows(screen)) + text(screen, "only", "chosen")
        assert "b shows the screen again" in text(screen, "only")
        await press(pilot, "down", "enter")
        assert pilot.app.screen is screen
        await press(pilot, "b")
        assert "R-04" in rows(screen)[1]


async def test_help_and_palette_name_every_key(root: Path) -> None:
    async with at_home(root) as (pilot, screen):
        assert "Replay the meeting" in [command.title for command in screen.palette()]
        await press(pilot, "question_mark")
        assert isinstance(pilot.app.screen, HelpScreen)
        await press(pilot, "escape", "q")
        await pilot.pause()
    assert pilot.app.return_code == 0


@pytest.mark.parametrize("size", [(1, 1), (20, 5), (60, 20), (80, 24), (300, 100)])
async def test_any_size_works(root: Path, size: tuple[int, int]) -> None:
    async with at_home(root, size) as (pilot, screen):
        await press(pilot, "down", "down", "e", "pagedown", "right_square_bracket", "e", "home")
        assert screen.entry is not None


def many(root: Path, number: int) -> Iterator[Path]:
    brief = (NOT_BEGUN / "session.toml").read_bytes()
    for index in range(number):
        folder = root / f"s-{index:04}"
        folder.mkdir(parents=True)
        (folder / "session.toml").write_bytes(brief.replace(b"K-17", f"K-{index}".encode()))
        yield folder


async def test_only_lines_in_sight_are_made_the_chosen_one_among_them(tmp_path: Path) -> None:
    root = tmp_path / "sessions"
    list(many(root, 300))
    async with at_home(root) as (pilot, screen):
        assert "300 sessions" in text(screen, "title")
        bar = screen.query_one(Sessions).scrollable_content_region.width
        assert screen.query_one(Sessions).render_line(0).cell_length == bar
        await press(pilot, "end")
        assert "K-299" in text(screen, "chosen")
        assert any(line.startswith("▸ K-299") for line in rows(screen))
        await press(pilot, "pageup", "pageup")
        assert len([line for line in rows(screen) if line.startswith("▸")]) == 1
        await press(pilot, "home")
        assert rows(screen)[1].startswith("▸ K-0")


async def test_text_from_files_and_names_of_folders_is_only_text(root: Path) -> None:
    brief = root / "b-to-come" / "session.toml"
    hostile = "[@click=app.quit]x[/] \\u001b]52;c;AAAA\\u0007 [/nope] \\u202e"
    brief.write_text(brief.read_text().replace("VP Engineering", hostile))
    (root / "d-broken").rename(root / "d-[x]\x1b[2J\nline")
    async with at_home(root) as (pilot, screen):
        shown = "\n".join(rows(screen))
        assert "[@click=app.quit]x[/]" in shown
        assert not any(char in shown for char in "\x1b\x07\u202e")
        assert len(screen.listing) == 4
        await choose(pilot, screen, "d-[x]\x1b[2J\nline")
        await press(pilot, "e")
        assert "\x1b" not in text(screen)
