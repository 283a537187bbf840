"""Takes pictures from the real program: those of the README, or every screen in every theme.

make pictures                                    docs/pictures/*.svg
python scripts/pictures.py --every FOLDER        every step × theme × size, to look at
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from textual.app import App
from textual.pilot import Pilot

from debrief.core.prompts.form import Ask
from debrief.core.rules.refused import Refused
from debrief.live import LiveMeeting, Outside
from debrief.store import paths, session
from debrief.store.theme import load_themes
from debrief.tui.app import DebriefApp
from debrief.tui.screens.live import LiveScreen

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
SIZES = ((80, 24), (100, 30), (120, 40))
START = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
REMOTE_FONT = re.compile(r"@font-face\s*\{.*?\}\s*", re.DOTALL)
MOST_VERBS = 200
README = {"decides-under-pressure blind": "blind", "decides-under-pressure revealed": "meeting"}
SAID = {
    "argued": "Every story we heard ended well",
    "differs": "A hands-on chief architect",
    "ruling": "It is a leadership role",
    "reason": "One story had weighed too much",
    "causes": "Two release trains ate the first year\nThe previous VP kept deciding",
    "rationale": "Four of five saw decisions made on partial data, and own up to them later",
    "answer": "We test it in the first ninety days, on the port cut-over",
    "text": "They still wait too long where it hurts people",
}
"""What is answered where a prompt asks for a text."""


class Meeting:
    """The demo meeting on a scratch copy, with a clock and randomness of its own."""

    def __init__(self, scratch: Path) -> None:
        """Copy the demo session and open it."""
        folder = scratch / "demo-vp-engineering"
        shutil.copytree(paths.shipped("sessions") / folder.name, folder)
        self.seconds = 0.0
        source = random.Random(1)
        self.live = LiveMeeting(
            folder,
            Outside(
                now=lambda: START + timedelta(seconds=self.seconds),
                mono=lambda: self.seconds,
                random=source.randbytes,
                run="pictures",
                load=lambda where: session.load(where),
                config_dir=scratch / "config",
                program="debrief",
            ),
        )

    def steps(self) -> Iterator[str]:
        """Walk through the meeting; where it stops for a picture, give the picture's name."""
        yield "preflight"
        for _ in range(MOST_VERBS):
            view = self.live.view()
            place, verb = view.place.competency or view.place.step, view.main.verb
            if verb in _STOPS:
                yield f"{place} {_STOPS[verb]}"
            if verb == "leave":
                return
            if verb in ("reveal", "reveal_votes", "reveal_round"):
                self.seconds += 120
            self._do(verb, view.main.about)

    def _do(self, verb: str, about: str) -> None:
        if verb in ("reveal_votes", "reveal_round"):
            self._fill()
        asked = self.live.ask(verb, about)
        values = _answers(asked, about) if isinstance(asked, Ask) else {}
        done = self.live.do(verb, asked.about if isinstance(asked, Ask) else about, values)
        if isinstance(done, Refused):
            raise SystemExit(f"{verb}: {done.reason}")
        if verb == "argue":
            self.live.do("open_round")

    def _fill(self) -> None:
        for panelist, level in zip(("dana", "omar", "lin", "priya"), "3323", strict=True):
            self.live.enter(panelist, level)
        self.live.keep_rest()


_STOPS = {
    "confirm_role": "asked",
    "pass_gate": "confirmed",
    "reveal": "blind",
    "challenge": "revealed",
    "argue": "revealed",
    "reveal_round": "entry",
    "close": "settled",
    "review_reference": "read",
    "mark_constraint": "asked",
    "note_owed": "owed",
    "give_cause": "asked",
    "reveal_votes": "entry",
    "advance": "done",
    "decide": "due",
    "finish": "read back",
    "leave": "finished",
}
"""The verbs before which there is a picture, and what it shows."""


def _answers(asked: Ask, about: str) -> dict[str, str]:
    """Return the answers that a prompt itself proposes, and something said where it asks."""
    values: dict[str, str] = {}
    for field in asked.fields:
        if field.when is not None and values.get(field.when[0]) not in field.when[1]:
            continue
        options = [option.value for option in field.options]
        if options:
            values[field.name] = field.value if field.value in options else options[0]
        else:
            values[field.name] = field.value or SAID.get(field.name.split(":")[0], "As agreed")
    if asked.verb == "confirm_role" and about == "tom":
        values = {"understanding": "absent"}
    return values


async def _take(folder: Path, *, every: bool) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        meeting = Meeting(Path(scratch))
        themes, _ = load_themes([paths.shipped("themes")])
        app = DebriefApp(
            lambda: LiveScreen(meeting.live, lambda: meeting.seconds), themes, "debrief run"
        )
        app.animation_level = "none"
        async with app.run_test(size=SIZES[1]) as pilot:
            taken: dict[str, int] = {}
            for name in meeting.steps():
                screen = app.screen
                assert isinstance(screen, LiveScreen)
                screen.repaint()
                await pilot.pause()
                taken[name] = taken.get(name, 0) + 1
                if every and taken[name] == 1:
                    await _all_of(pilot, folder, f"{len(taken):02} {name}")
                elif not every and name in README and taken[name] == 1:
                    _save(app, folder / f"{README[name]}.svg")
        meeting.live.close()


async def _all_of(pilot: Pilot[int], folder: Path, name: str) -> None:
    """Save a moment, and the prompt its main key opens, in every theme and size."""
    screen = pilot.app.screen
    assert isinstance(screen, LiveScreen)
    for prompted in (False, True):
        if prompted:
            due = screen.live.view().main
            if due.verb == "leave" or not isinstance(screen.live.ask(due.verb, due.about), Ask):
                continue
            screen.start(due.verb, due.about)
        for size in SIZES:
            await pilot.resize_terminal(*size)
            for theme in sorted(pilot.app.available_themes):
                pilot.app.theme = theme
                await pilot.pause()
                screen.notice = ""
                screen.repaint()
                await pilot.pause()
                said = f"{name} prompt" if prompted else name
                file = f"{said} {theme} {size[0]}x{size[1]}.svg".replace(" ", "_")
                _save(pilot.app, folder / file)
        if prompted:
            pilot.app.simulate_key("escape")
            await pilot.pause()


def _save(app: App[int], path: Path) -> None:
    svg = REMOTE_FONT.sub("", app.export_screenshot(title="debrief"))
    path.write_text(svg.replace("<text ", '<text xml:space="preserve" '))  # or some drop spaces


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description="Take pictures from the real program.")
    parser.add_argument("--every", type=Path, metavar="FOLDER", help="every screen, theme and size")
    folder = parser.parse_args().every
    (folder or PICTURES).mkdir(parents=True, exist_ok=True)
    asyncio.run(_take(folder or PICTURES, every=folder is not None))


if __name__ == "__main__":
    main()
