"""A program killed at any moment loses nothing that it had acknowledged."""

from __future__ import annotations

import contextlib
import os
import random
import re
import select
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from faults.typist import Typist
from meetings import Driver

from debrief.core.meeting.fold import fold
from debrief.store.journal.journal import scan

Figure = Callable[[str, float], None]
Many = Callable[[int, int], int]

LABEL = "crashes injected (kill -9)"


def _work(driver: Driver, acknowledge: int) -> None:
    """Add events for ever, and say after each how many there are; run in a process to be killed."""
    while True:
        if driver.live.view().main.verb in ("leave", "reveal_votes"):
            driver.do("minute", text="x" * 3000)
        else:
            driver.main()
        os.write(acknowledge, len(driver.live.log).to_bytes(2, "big"))
        driver.do("minute", text=f"Minute {len(driver.live.log)}")
        os.write(acknowledge, len(driver.live.log).to_bytes(2, "big"))


def _killed(driver: Driver, chance: random.Random) -> int:
    """Let a child go on with the meeting, kill it, and return how many events it acknowledged."""
    driver.live.close()
    mine, its = os.pipe()
    child = os.fork()
    if not child:
        with contextlib.suppress(BaseException):
            os.close(mine)
            driver.start(f"run-{os.getpid()}")
            _work(driver, its)
        os._exit(1)
    os.close(its)
    wanted, told = 2 * chance.randrange(1, 40), b""
    while len(told) < wanted and (more := os.read(mine, 2)):
        told += more
    # A little further, to anywhere between two acknowledgements.
    select.select([], [], [], chance.random() / 500)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    while more := os.read(mine, 1 << 16):
        told += more
    os.close(mine)
    assert os.WIFSIGNALED(status), "it ended before it was killed"
    return int.from_bytes(told[-2:], "big")


def test_no_acknowledged_event_is_lost_when_the_meeting_is_killed(
    demo: Driver, figure: Figure, many: Many
) -> None:
    chance = random.Random(3)
    file = demo.folder / "journal.jsonl"
    before = b""
    for number in range(many(30, 500)):
        acknowledged = _killed(demo, chance)
        data = file.read_bytes()
        assert data.startswith(before)
        whole = scan(data)
        assert whole.read_only is None
        assert len(whole.events) >= acknowledged

        demo.start(f"run-{number}")
        assert demo.live.log[: len(whole.events)] == whole.events
        assert demo.live.meeting == fold(demo.live.log)
        demo.do("minute", text="It goes on")
        if len(data) > 500_000:
            demo.live.close()
            file.unlink()
            demo.start("run-1")
        before = file.read_bytes() if file.exists() else b""
        figure(LABEL, 1)
        figure("acknowledged events lost", 0)


def test_what_was_on_the_screen_is_in_the_journal_when_the_program_is_killed(
    sessions: Path, terminal: Callable[..., Any], figure: Figure, many: Many
) -> None:
    """The real program, driven by keys; killed at a random moment after a random key."""
    chance = random.Random(4)
    folder = sessions / "demo-vp-engineering"
    file = folder / "journal.jsonl"
    for number in range(many(5, 60)):
        shown = terminal(sys.executable, "-m", "debrief", "run", str(folder), size=(100, 40))
        typist = Typist(shown)
        typist.settle()
        if not file.exists():
            typist.open()
        painted: set[str] = set()
        for count in range(chance.randrange(1, 6)):
            word = f"word{number}x{count}"
            if not typist.is_asked:
                typist.press(b"n")
            typist.press(word.encode())
            shown.type(b"\r")
            if count % 2:
                typist.settle()
        # Until here or there in what the last key does.
        shown.read(chance.random() / 20)
        shown.process.kill()
        shown.process.wait()
        while shown.read(0):
            pass
        painted |= set(re.findall(r"(?:Minute: “|– )(word\w+)", shown.screen()))
        kept = file.read_text() if file.exists() else ""
        for word in painted:
            assert word in kept, f"{word} was on the screen:\n{shown.screen()}"
            figure("events seen on the screen before a kill", 1)
        assert scan(kept.encode()).read_only is None
        figure(LABEL, 1)
        figure("acknowledged events lost", 0)
        shown.close()
    there = terminal(sys.executable, "-m", "debrief", "run", str(folder), size=(100, 40))
    Typist(there).settle()
    there.shows("▸Role")
    shutil.rmtree(folder)
