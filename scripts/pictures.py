"""Take pictures of the real program: those of the README and the guide, or every screen.

make pictures                                    docs/pictures/*.svg, the same bytes each time
python scripts/pictures.py --every FOLDER        every step × theme × size, to look at
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pictured
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen
from walk import Meeting

from debrief.core.form import Ask
from debrief.store import paths
from debrief.store.theme import load_themes
from debrief.tui.app import DebriefApp
from debrief.tui.screens.live import LiveScreen

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
SIZES = ((80, 24), (100, 30), (120, 40))
SHORT = 0.01
"""Seconds for which the main key still rests before a picture."""

DESCENDERS = 3
"""The part of the last line that a picture would cut off."""

CLIP = re.compile(r'(<clipPath id="[\w-]+-clip-terminal">\s*<rect [^>]*height=")([\d.]+)')
REMOTE_FONT = re.compile(r"@font-face\s*\{.*?\}\s*", re.DOTALL)


async def _guide(folder: Path) -> None:
    """Take every picture that the README and the guide show."""
    with tempfile.TemporaryDirectory() as scratch, _meeting(Path(scratch)) as (meeting, app):
        seen: dict[str, int] = {}
        async with app.run_test(size=SIZES[1]) as pilot:
            for name in meeting.steps():
                await _repaint(pilot)
                seen[name] = seen.get(name, 0) + 1
                for picture in pictured.MEETING:
                    if picture.when == (name, seen[name]):
                        await _moment(pilot, meeting, picture, folder)
        for picture in pictured.MEETING:
            if picture.when[1] > seen.get(picture.when[0], 0):
                raise SystemExit(f"{picture.name}: the walk does not come there.")
        for other in pictured.others(Path(scratch), meeting):
            await _screen(other.screen, other.keys, folder / f"{other.name}.svg")


async def _moment(
    pilot: Pilot[int], meeting: Meeting, picture: pictured.Moment, folder: Path
) -> None:
    """Take one moment of the meeting, then undo the picture's own keys."""
    screen = _live(pilot)
    if picture.does == "prompt":
        due = screen.live.due
        screen.start(due.verb, due.about)
        await pilot.pause()
    elif picture.does == "talk":
        screen.action_main()
        await pilot.pause()
    elif picture.does == "begin entry":
        await pilot.press("3", "3")
        await pilot.pause()
    while screen.main_rests:
        screen.rest_main_key(SHORT)
        await pilot.pause(SHORT)
    _save(pilot.app, folder / f"{picture.name}.svg")
    if picture.does == "prompt":
        await pilot.press("escape")
        await pilot.pause()
    elif picture.name == pictured.CONSOLE_WITH:
        console = pictured.console(meeting)
        await _screen(console.screen, console.keys, folder / f"{console.name}.svg")


async def _screen(screen: Callable[[], Screen[Any]], keys: tuple[str, ...], path: Path) -> None:
    """Take a screen of its own, after these keys."""
    themes, _ = load_themes([paths.shipped("themes")])
    app = DebriefApp(screen, themes, "debrief")
    app.animation_level = "none"
    async with app.run_test(size=SIZES[1]) as pilot:
        await _settled(pilot)
        for key in keys:
            await pilot.press(key)
            await _settled(pilot)
        _save(app, path)


async def _settled(pilot: Pilot[int]) -> None:
    """Wait until everything read after the first paint is painted."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def _every(folder: Path) -> None:
    """Take the first time of each step, and the prompt its main key opens."""
    with tempfile.TemporaryDirectory() as scratch, _meeting(Path(scratch)) as (meeting, app):
        taken: list[str] = []
        async with app.run_test(size=SIZES[1]) as pilot:
            for name in meeting.steps():
                await _repaint(pilot)
                if name not in taken:
                    taken.append(name)
                    await _all_of(pilot, folder, f"{len(taken):02} {name}")


@contextmanager
def _meeting(scratch: Path) -> Iterator[tuple[Meeting, DebriefApp]]:
    """Open the demonstration meeting, and a program that shows it and does not move."""
    meeting = Meeting(scratch)
    themes, _ = load_themes([paths.shipped("themes")])
    app = DebriefApp(
        lambda: LiveScreen(meeting.live, lambda: meeting.seconds), themes, "debrief run"
    )
    app.animation_level = "none"
    yield meeting, app
    meeting.live.close()


async def _all_of(pilot: Pilot[int], folder: Path, name: str) -> None:
    """Save a moment, and the prompt its main key opens, in every theme and size."""
    screen = _live(pilot)
    for prompted in (False, True):
        if prompted:
            due = screen.live.due
            asked = screen.live.ask(due.verb, due.about)
            if not isinstance(asked, Ask):
                continue
            screen.start(due.verb, due.about)
        for size in SIZES:
            await pilot.resize_terminal(*size)
            for theme in sorted(pilot.app.available_themes):
                pilot.app.theme = theme
                await pilot.pause()
                screen.notice = ""
                await _repaint(pilot)
                said = f"{name} prompt" if prompted else name
                file = f"{said} {theme} {size[0]}x{size[1]}.svg".replace(" ", "_")
                _save(pilot.app, folder / file)
        if prompted:
            pilot.app.simulate_key("escape")
            await pilot.pause()


def _live(pilot: Pilot[int]) -> LiveScreen:
    screen = pilot.app.screen
    assert isinstance(screen, LiveScreen)
    return screen


async def _repaint(pilot: Pilot[int]) -> None:
    _live(pilot).repaint()
    await pilot.pause()


async def _film(folder: Path) -> None:
    """Take one competency from blind to the talk about it, moving, in each of two themes."""
    for theme, file in pictured.FILMS.items():
        frames: list[str] = []
        with tempfile.TemporaryDirectory() as scratch, _meeting(Path(scratch)) as (meeting, app):
            async with app.run_test(size=SIZES[1]) as pilot:
                pilot.app.theme = theme
                for name in meeting.steps():
                    await _repaint(pilot)
                    if name in pictured.FRAMES:
                        frames.append(await _frame(pilot))
                    if name == pictured.FRAMES[-1]:
                        _live(pilot).action_main()
                        frames.append(await _frame(pilot))
                        break
            (folder / file).write_text(film(frames))


async def _frame(pilot: Pilot[int]) -> str:
    """Return a picture once the main key does not rest."""
    screen = _live(pilot)
    screen.notice = ""
    await _repaint(pilot)
    while screen.main_rests:
        screen.rest_main_key(SHORT)
        await pilot.pause(SHORT)
    return _picture(pilot.app)


def film(frames: list[str]) -> str:
    """Return pictures of one size as one that shows each in turn, by CSS alone.

    It plays three times, twelve seconds each, and stays on the second. Where nothing may move, and
    before it plays, one frame is shown.
    """
    size = re.search(r'viewBox="([^"]+)"', frames[0])
    assert size is not None
    first, second, third = (
        frame.replace("<svg ", f'<svg class="frame frame-{number}" ', 1).replace(
            'class="rich-terminal" ', "", 1
        )
        for number, frame in enumerate(frames, start=1)
    )
    return (
        f'<svg viewBox="{size[1]}" xmlns="http://www.w3.org/2000/svg">\n<style>{FILM_CSS}</style>\n'
        f"{first}\n{second}\n{third}\n</svg>\n"
    )


FILM_CSS = """
.frame-2, .frame-3 { opacity: 0 }
.frame { animation: 12s step-end 3 forwards }
.frame-1 { animation-name: first }
.frame-2 { animation-name: second }
.frame-3 { animation-name: third }
@keyframes first { 0% { opacity: 1 } 28% { opacity: 0 } 100% { opacity: 0 } }
@keyframes second { 0% { opacity: 0 } 28% { opacity: 1 } 68% { opacity: 0 } 100% { opacity: 1 } }
@keyframes third { 0% { opacity: 0 } 68% { opacity: 1 } 100% { opacity: 0 } }
@media (prefers-reduced-motion: reduce) {
  .frame { animation: none }
  .frame-1 { opacity: 0 }
  .frame-2 { opacity: 1 }
}
"""


def _save(app: App[int], path: Path) -> None:
    path.write_text(_picture(app))


def _picture(app: App[int]) -> str:
    svg = REMOTE_FONT.sub("", app.export_screenshot(title="debrief"))
    svg = CLIP.sub(lambda found: f"{found[1]}{float(found[2]) + DESCENDERS}", svg)
    return svg.replace("<text ", '<text xml:space="preserve" ')  # or some drop spaces


def main() -> None:
    """Take the pictures in a fixed time zone."""
    os.environ["TZ"] = "UTC"
    time.tzset()
    parser = argparse.ArgumentParser(description="Take pictures from the real program.")
    parser.add_argument("--every", type=Path, metavar="FOLDER", help="every screen, theme and size")
    every: Path | None = parser.parse_args().every
    folder = every or PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    if every is not None:
        asyncio.run(_every(folder))
        return
    asyncio.run(_guide(folder))
    asyncio.run(_film(folder))


if __name__ == "__main__":
    main()
