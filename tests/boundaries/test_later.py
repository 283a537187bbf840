"""The first screen of a meeting comes before what only the meeting itself needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from debrief.cli.meeting import LATER

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "sessions" / "demo-vp-engineering"

# All that happens before the first picture, but the terminal.
START = """
import sys
from pathlib import Path
from debrief import later
from debrief.cli.meeting import LATER, outside
later.postpone(*LATER)
from debrief.live import LiveMeeting
live = LiveMeeting(Path(sys.argv[1]), outside())
view = live.view()
import debrief.tui.app
from debrief.tui import steps
from debrief.tui.paint import Space
from debrief.tui.screens.live import LiveScreen
LiveScreen(live, float)
steps.paint(view.pane, Space(96, 20))
"""


def _run(script: str, *words: str, config: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script, *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"HOME": str(config), "XDG_CONFIG_HOME": str(config)},
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_nothing_that_may_wait_is_read_before_the_first_picture(tmp_path: Path) -> None:
    told = _run(START + "print(*set(LATER) - later.waiting())", str(DEMO), config=tmp_path)

    assert told.split() == []


def test_all_that_waited_is_read_in_one_go(tmp_path: Path) -> None:
    told = _run(START + "later.catch_up(); print(later.waiting())", str(DEMO), config=tmp_path)

    assert told == "frozenset()\n"


def test_a_module_that_waits_is_the_module_once_it_is_used(tmp_path: Path) -> None:
    script = """
import sys
from debrief import later
later.postpone("debrief.core.text", "debrief.core.desk")
from debrief.core import text
print(sorted(later.waiting()))
print(text.clean_line("a\\nb"), later.waiting())
from debrief.core.desk import Desk
import debrief.core
print(Desk.__module__, debrief.core.text is text is sys.modules["debrief.core.text"])
"""
    told = _run(script, config=tmp_path).splitlines()

    assert told == [
        "['debrief.core.desk', 'debrief.core.text']",
        "a b frozenset({'debrief.core.desk'})",
        "debrief.core.desk True",
    ]


def test_nothing_waits_beside_a_second_thread(tmp_path: Path) -> None:
    script = """
import threading
from debrief import later
done = threading.Event()
threading.Thread(target=done.wait).start()
later.postpone("debrief.core.text")
print(later.waiting())
done.set()
"""
    assert _run(script, config=tmp_path) == "frozenset()\n"


@pytest.mark.parametrize("name", LATER)
def test_what_may_wait_is_a_module_of_ours(name: str) -> None:
    assert (ROOT / "src" / Path(*name.split("."))).with_suffix(".py").is_file()


def test_a_module_that_cannot_be_read_says_so_each_time(tmp_path: Path) -> None:
    script = """
import sys
from debrief import later
later.postpone("debrief.core.text")
from debrief.core import text
sys.modules["unicodedata"] = None
for _ in range(2):
    try:
        text.clean_line
    except ImportError as error:
        print(error.name)
del sys.modules["unicodedata"]
print(text.clean_line("a"))
"""
    assert _run(script, config=tmp_path).split() == ["unicodedata", "unicodedata", "a"]
