"""A meeting seen again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from replays import FINISHED, press
from textual.pilot import Pilot

from debrief.core.replay.playback import Playback
from debrief.live.notebook import Notebook
from debrief.store import paths
from debrief.store.journal import journal
from debrief.store.journal.after_writer import WriterEnvironment as Adding
from debrief.tui.screens.replay import ReplayScreen

NOW = datetime(2027, 4, 1, 9, 0, tzinfo=UTC)

Look = Callable[..., None]


def again(playback: Playback, look: Look, *keys: str, notebook: Notebook | None = None) -> None:
    """Look at the replay after these keys."""

    async def act(pilot: Pilot[int]) -> None:
        await pilot.pause()
        await press(pilot, *keys)

    look(lambda: ReplayScreen(playback, 1, "", notebook), act)


def test_first_event(playback: Playback, look: Look) -> None:
    again(playback, look)


def test_mid_meeting(playback: Playback, look: Look) -> None:
    again(playback, look, *["right_square_bracket"] * 3)


def test_search(playback: Playback, look: Look) -> None:
    again(playback, look, "slash", *"team")


def test_found(playback: Playback, look: Look) -> None:
    again(playback, look, "slash", *"team", "enter", "full_stop")


def test_last_event(playback: Playback, look: Look) -> None:
    again(playback, look, "end")


def test_note(playback: Playback, look: Look, tmp_path: Path) -> None:
    folder = tmp_path / FINISHED
    shutil.copytree(paths.shipped("sessions") / FINISHED, folder)
    fingerprint = journal.read(folder / "journal.jsonl").fingerprint
    adding = Adding(now=lambda: NOW, mono=lambda: 0.0, random=bytes, run="run-1")
    again(
        playback,
        look,
        *["right_square_bracket"] * 2,
        *("n", *"Why", "tab", *"Mo", "enter"),
        notebook=Notebook(folder, fingerprint, adding),
    )


def test_replay_help(playback: Playback, look: Look) -> None:
    again(playback, look, "question_mark")
