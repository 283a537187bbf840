"""Hostile files are refused at once, in a sentence; hostile text is shown as text only."""

from __future__ import annotations

import os
import shutil
import sys
import time
import tomllib
from collections.abc import Callable, Iterable
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from click.testing import CliRunner, Result
from faults.corpus import FILES, GIANTS, TEXTS
from faults.harm import harm
from faults.typist import Typist

from debrief.cli.main import group
from debrief.core.text import clean
from debrief.store.sessions import session
from debrief.tui.terminal.filter import harmless

Figure = Callable[[str, float], None]
Many = Callable[[int, int], int]
PLACES = ("scores/dana.toml", "session.toml", "references.toml")
AT_ONCE = pytest.mark.timeout(20)
"""An idle machine needs under a second; this only catches what hangs."""


def _check(folder: Path, *options: str) -> tuple[Result, float]:
    begun = time.perf_counter()
    done = CliRunner().invoke(group, ["check", str(folder), *options], prog_name="debrief")
    return done, time.perf_counter() - begun


def _orderly(done: Result) -> None:
    assert done.exit_code in (0, 1, 2, 3), done.output
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert "Traceback" not in done.output
    assert "error of its own" not in done.output, "a crash, told in a sentence"
    assert not harm(done.output.encode("utf-8", "surrogateescape"))


@AT_ONCE
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_at_once(
    name: str, place: str, sessions: Path, figure: Figure
) -> None:
    folder = sessions / "demo-vp-engineering"
    (folder / place).unlink()
    FILES[name](folder / place)

    done, seconds = _check(folder)

    _orderly(done)
    if place == "scores/dana.toml":
        assert "dana" not in session.load(folder).cards
    elif place == "session.toml":
        assert done.exit_code in (1, 2, 3)
    _orderly(_check(folder, "--json")[0])
    figure("hostile inputs tried", 1)
    figure("slowest refusal of a file, in seconds", seconds)


@AT_ONCE
@pytest.mark.parametrize("place", PLACES[1:])
@pytest.mark.parametrize("name", GIANTS)
def test_a_giant_is_refused_at_once(name: str, place: str, sessions: Path, figure: Figure) -> None:
    folder = sessions / "demo-vp-engineering"
    giant = GIANTS[name].encode()
    for data in (giant, giant[: session.SESSION_BYTES]):
        (folder / place).write_bytes(data)
        done, seconds = _check(folder)
        _orderly(done)
        figure("hostile inputs tried", 1)
        figure("slowest refusal of a file, in seconds", seconds)


NAMES = (
    "\x1b]0;x\x07.toml", "[red].toml", "[@click=app.quit].toml", "a" * 250 + ".toml", ".toml",
    "..toml", "dаna.toml", "DANA.toml", "dana .toml", "dana\n.toml", "-rf.toml", "\u202edana.toml",
    "nobody.toml.age", "con.toml", "da\udcffna.toml", "tom.toml.toml", "a.b.c.toml", "ﬁ.toml",
)  # fmt: skip


@AT_ONCE
@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_no_card(name: str, sessions: Path, figure: Figure) -> None:
    folder = sessions / "demo-vp-engineering"
    shutil.copy(folder / "scores" / "lin.toml", folder / "scores" / name)

    done, _ = _check(folder)

    _orderly(done)
    assert set(session.load(folder).cards) == {"dana", "omar", "lin", "priya", "jonas"}
    figure("hostile inputs tried", 1)


def _put(folder: Path, texts: Iterable[str]) -> None:
    """Put hostile texts into every place of a session that takes text."""
    pool = cycle(texts)

    def take(length: int = 100) -> str:
        return f"T {next(pool)[:length]}"

    file = folder / "session.toml"
    brief = tomllib.loads(file.read_text())
    brief["title"] = take(40)
    brief["candidate"] = {"alias": take(20)}
    role = brief["role"]
    role["mandate"] = take()
    for name in ("authority", "success", "challenges_now", "challenges_next", "constraints"):
        role[name] = [take() for _ in range(6)]
    for one in role["expectations"]:
        one |= {"stakeholder": take(30), "expects": take()}
    for one in brief["scenarios"]:
        one["title"] = take()
    brief["decision"]["rule"] = take()
    for one in brief["panel"]:
        one |= {"name": take(30), "title": take(30)}
    brief["scale"] = {"levels": [take(12) for _ in range(4)]}
    brief["competencies"] = [
        {
            "id": "hostile",
            "title": take(40),
            "definition": take(),
            "probes": [take() for _ in range(5)],
            "anchors": [take() for _ in range(4)],
            "challenges": [take()],
            "must_have": True,
        }
    ]
    del brief["framework"]
    for one in (*brief["panel"], *brief["scenarios"]):
        one.pop("covers", None)
        one.pop("competencies", None)
    file.write_text(tomli_w.dumps(brief))
    for number, card in enumerate(sorted((folder / "scores").glob("*.toml"))):
        said = {
            "schema": 1,
            "panelist": card.stem,
            "role_as_i_understood_it": take(),
            "ratings": {
                "hostile": {
                    "rating": 1 + number % 4,
                    "for": [take() for _ in range(6)],
                    "against": [take() for _ in range(6)],
                    "depends_on_context": take(),
                }
            },
            "fit": {"concerns": [take()]},
        }
        card.write_text(tomli_w.dumps(said))
    (folder / "references.toml").unlink()


def _to_the_reveal(terminal: Callable[..., Any], folder: Path, text: str) -> bytes:
    """Run the real program until ratings are on the screen, and look at everything on the way."""
    shown = terminal(sys.executable, "-m", "debrief", "run", str(folder))
    typist = Typist(shown)
    typist.settle()
    for _ in range(60):
        if typist.footer.startswith("[space] Reveal"):
            break
        typist.main()
    typist.press(b"n")
    # As somebody pastes it: the paste ends at the first sequence that says so.
    typist.press(b"\x1b[200~" + text.replace("\x1b[201~", "").encode() + b"\x1b[201~")
    typist.insist(b"\r")
    if typist.footer.startswith("[enter]"):
        typist.press(b"\x1b")
    while typist.footer.startswith("[space] Reveal"):
        typist.main()
    typist.press(b"e")
    typist.press(b"\x1b[6~")
    assert typist.leave() == 0
    assert shown.is_restored()
    return bytes(shown.written)


def test_hostile_text_in_every_place_is_only_text_on_the_screen(
    sessions: Path, terminal: Callable[..., Any], figure: Figure, many: Many
) -> None:
    """All texts in one meeting; with `make faults` each in a meeting of its own as well."""
    for number, texts in enumerate([list(TEXTS.values()), *([t] for t in TEXTS.values())]):
        if number >= many(1, 1_000):
            break
        folder = sessions / f"hostile-{number}"
        shutil.copytree(sessions / "demo-vp-engineering", folder)
        _put(folder, texts)
        _orderly(_check(folder)[0])
        written = _to_the_reveal(terminal, folder, "".join(texts)[:2000])
        assert not harm(written), list(TEXTS)[number - 1] if number else "all"
        figure("hostile inputs tried", len(texts))
        figure("hostile sequences that reached a terminal", 0)


@pytest.mark.timeout(240)
def test_every_code_point_through_the_cleaner_and_the_line_filter(figure: Figure) -> None:
    points = 0x110000
    for first in range(0, points, 0x1000):
        text = " ".join(chr(point) for point in range(first, first + 0x1000))
        for way in (clean, harmless, lambda text: harmless(clean(text))):
            assert not harm(way(text).encode("utf-8", "surrogatepass")), first
    figure("code points through the cleaner and the line filter", points)


def test_a_file_of_each_kind_does_not_stop_the_real_program(
    sessions: Path, terminal: Callable[..., Any], figure: Figure
) -> None:
    """Cards of which none can be used: the program starts, says so, and goes on without them."""
    folder = sessions / "demo-vp-engineering"
    for name, card in zip(FILES, ["dana", "omar", "lin", "priya", "jonas", "tom"], strict=False):
        (folder / "scores" / f"{card}.toml").unlink(missing_ok=True)
        FILES[name](folder / "scores" / f"{card}.toml")
    for name in NAMES:
        shutil.copy(folder / "session.toml", folder / "scores" / name)
    (folder / "references.toml").unlink()
    os.mkfifo(folder / "references.toml")

    shown = terminal(sys.executable, "-m", "debrief", "run", str(folder))
    Typist(shown).settle()

    shown.type(b"q")
    assert shown.ended() == 0
    assert not harm(shown.written)
    figure("hostile inputs tried", 6)
