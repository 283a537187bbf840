"""Takes the pictures of the README from the real program: `make pictures`."""

from __future__ import annotations

import asyncio
import random
import re
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from debrief.core.rules.refused import Refused
from debrief.live import LiveMeeting, Outside
from debrief.store import paths, session
from debrief.store.theme import load_themes
from debrief.tui.app import DebriefApp
from debrief.tui.screens.live import LiveScreen

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
SIZE = (100, 30)
START = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
REMOTE_FONT = re.compile(r"@font-face\s*\{.*?\}\s*", re.DOTALL)


def main() -> None:
    """Take every picture, at one size and one clock."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    asyncio.run(_take())


async def _take() -> None:
    seconds = 0.0
    source = random.Random(1)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "demo-vp-engineering"
        shutil.copytree(paths.shipped("sessions") / folder.name, folder)
        live = LiveMeeting(
            folder,
            Outside(
                now=lambda: START + timedelta(seconds=seconds),
                mono=lambda: seconds,
                random=source.randbytes,
                run="pictures",
                load=lambda where: session.load(where),
                config_dir=Path(scratch) / "config",
                program="debrief",
            ),
        )
        themes, _ = load_themes([paths.shipped("themes")])
        app = DebriefApp(lambda: LiveScreen(live, lambda: seconds), themes, "debrief run")
        async with app.run_test(size=SIZE) as pilot:
            screen = app.screen
            assert isinstance(screen, LiveScreen)
            _up_to_the_second_competency(live)
            seconds += 120
            screen.repaint()
            await pilot.pause()
            _save(app, "blind")
            live.do("reveal")
            screen.repaint()
            await pilot.pause()
            _save(app, "meeting")
        live.close()


def _up_to_the_second_competency(live: LiveMeeting) -> None:
    live.do("open")
    for panelist in live.meeting.brief.panel:
        here = "absent" if panelist.id == "tom" else "same"
        live.do("confirm_role", panelist.id, {"understanding": here})
    live.do("pass_gate")
    live.do("reveal")
    argued = {"argued": "Every story we heard ended well", "outcome": "held"}
    done = live.do("challenge", "", argued)
    if isinstance(done, Refused):
        raise SystemExit(done.reason)


def _save(app: DebriefApp, name: str) -> None:
    svg = REMOTE_FONT.sub("", app.export_screenshot(title="debrief"))
    kept = svg.replace("<text ", '<text xml:space="preserve" ')  # or some viewers drop the spaces
    (PICTURES / f"{name}.svg").write_text(kept)


if __name__ == "__main__":
    main()
