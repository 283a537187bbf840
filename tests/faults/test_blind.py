"""Blind means blind: nothing that leaves the program depends on a rating before its reveal."""

from __future__ import annotations

import os
import random
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from faults.pairs import CANARY, Stepped, Traces, change, mark
from faults.typist import Typist
from meetings import Driver

from debrief.store import paths

Figure = Callable[[str, float], None]
Many = Callable[[int, int], int]

COMPETENCIES = (
    "judgment",
    "decides-under-pressure",
    "builds-leaders",
    "cross-functional-influence",
    "culture-through-behaviour",
    "context-transfer",
    "technical-credibility",
)
FULL = bool(os.environ.get("FAULTS_FIGURES"))

LOOK_AROUND = ("e", "e", "]", "space", "n", *"Quiet", "enter", "b", "b", "p", "escape")
LOOK_AT_ALL = (
    *LOOK_AROUND, "e", "e", "[", "[", "space", "left", "left", "space", "?", "escape", "w",
    "escape", "g", "escape", "c", "r", "o", "escape", "u", "U", "f", *"Call", "escape", "d",
    "escape", "t", "t", "pagedown", "palette", *"reveal", "escape", "1", "s", "x", "up",
    "backspace",
)  # fmt: skip
ATTEMPTS = 8
ROUND = ("12341", "44122")


@pytest.fixture
def pair(
    terminal: Callable[..., Any], tmp_path: Path
) -> Callable[[Callable[[Driver, int], None], Callable[[Stepped, int], None]], list[Traces]]:
    """Run two meetings, prepared and then driven by keys, and return what each left."""

    def run(
        prepare: Callable[[Driver, int], None], drive: Callable[[Stepped, int], None]
    ) -> list[Traces]:
        found = []
        for number in range(2):
            # The same paths for both: one is moved away before the other begins.
            shutil.rmtree(tmp_path / "place", ignore_errors=True)
            folder = tmp_path / "place" / "meeting"
            shutil.copytree(paths.shipped("sessions") / "demo-vp-engineering", folder)
            driver = Driver(folder, tmp_path / "place" / "config" / "debrief")
            prepare(driver, number)
            stepped = Stepped(terminal, driver, tmp_path / "place" / "home")
            drive(stepped, number)
            found.append(stepped.traces())
        return found

    return run


def _to(driver: Driver, competency: str) -> None:
    driver.live.refresh()
    for _ in range(100):
        here = driver.live.view()
        if here.main.verb == "reveal" and here.place.competency == competency:
            return
        driver.main()
    raise AssertionError(competency)


def _same(run: Callable[..., list[Traces]], *how: Callable[..., None]) -> None:
    """Run a pair and compare byte for byte; say where they part.

    On a busy machine a screen may be caught before it is at rest, so a pair that differs is run
    again. What depends on a card differs every time.
    """
    for _ in range(ATTEMPTS):
        one, other = run(*how)
        if one == other:
            return
    same = (a == b for a, b in zip(one.terminal, other.terminal, strict=False))
    at = next((place for place, alike in enumerate(same) if not alike), 0)
    here = slice(max(0, at - 200), at + 200)
    assert one.terminal[here].decode(errors="replace") == other.terminal[here].decode(
        errors="replace"
    )
    assert one.files == other.files
    assert one == other


@pytest.mark.parametrize("competency", COMPETENCIES if FULL else COMPETENCIES[::3])
def test_before_a_reveal_nothing_depends_on_what_the_cards_say_of_it(
    pair: Callable[..., list[Traces]], competency: str, figure: Figure, many: Many
) -> None:
    keys = LOOK_AT_ALL if FULL else LOOK_AROUND
    for seed in range(many(1, 4)):

        def prepare(driver: Driver, number: int, seed: int = seed) -> None:
            # Before the opening: the cards of both are read by their own meetings.
            change(driver.folder, competency, random.Random(f"{seed}{number}"))
            _to(driver, competency)

        _same(pair, prepare, lambda stepped, _: stepped.press(*keys))
        figure("non-interference pairs", 1)


def test_the_same_pair_differs_once_it_is_revealed(pair: Callable[..., list[Traces]]) -> None:
    """The comparison finds what there is to find."""

    def prepare(driver: Driver, number: int) -> None:
        change(driver.folder, COMPETENCIES[0], random.Random(number))
        _to(driver, COMPETENCIES[0])

    one, other = pair(prepare, lambda stepped, _: stepped.press("space", "e"))
    assert one.terminal != other.terminal
    assert one.files["journal.jsonl"] != other.files["journal.jsonl"]
    assert CANARY.encode() in one.terminal


@pytest.mark.parametrize("competency", COMPETENCIES[: 3 if FULL else 1])
def test_a_further_round_shows_nothing_of_its_entries(
    pair: Callable[..., list[Traces]], competency: str, figure: Figure
) -> None:
    def prepare(driver: Driver, _: int) -> None:
        _to(driver, competency)
        driver.do("reveal")
        driver.do("open_round")

    _same(pair, prepare, lambda stepped, number: stepped.press(*ROUND[number], "?", "escape"))
    figure("non-interference pairs", 1)


def test_a_round_typed_in_bursts_replaced_and_held_shows_nothing_of_its_entries(
    pair: Callable[..., list[Traces]], figure: Figure
) -> None:
    """Whichever valid digits: all at once, too many of them, over others, and one held down."""

    def prepare(driver: Driver, _: int) -> None:
        _to(driver, COMPETENCIES[0])
        driver.do("reveal")
        driver.do("open_round")

    def drive(stepped: Stepped, number: int) -> None:
        one, other = ROUND[number], ROUND[1 - number]
        stepped.press_together(one[:3])
        stepped.press_together(one + other)
        assert "gnored" in stepped.shown.screen()
        stepped.press("up")
        stepped.press(other[0])
        assert "Replaced: the entry of " in stepped.shown.screen()
        stepped.press("up", "backspace", "up", "backspace")
        stepped.press_together(f"{one[3]}7")
        assert "1 key was ignored" in stepped.shown.screen()
        stepped.press("up", "backspace", "up", "backspace", "up", "backspace")
        stepped.hold(other[2], 2)
        stepped.press("?", "escape")

    _same(pair, prepare, drive)
    figure("non-interference pairs", 1)


def test_the_final_vote_shows_nothing_of_its_entries(
    pair: Callable[..., list[Traces]], figure: Figure
) -> None:
    def drive(stepped: Stepped, number: int) -> None:
        stepped.press(*ROUND[number][:4], "up", "backspace", ROUND[number][4], "S", "?", "escape")

    _same(pair, lambda driver, _: driver.until("reveal_votes"), drive)
    figure("non-interference pairs", 1)


def test_a_whole_meeting_by_keys_shows_nothing_of_the_last_competency(
    pair: Callable[..., list[Traces]], figure: Figure
) -> None:
    """From the preflight to the reveal, and every other competency revealed and challenged."""
    if not FULL:
        pytest.skip("two minutes long: with `make faults`")
    competency = COMPETENCIES[-1]

    def prepare(driver: Driver, number: int) -> None:
        change(driver.folder, competency, random.Random(number))

    def drive(stepped: Stepped, _: int) -> None:
        for _ in range(80):
            screen = stepped.shown.screen()
            footer = screen.rstrip().splitlines()[-1].strip()
            if "7/7 " in screen:
                break
            if footer.startswith("[enter]"):
                words = "Because" if "What was argued" in screen else ""
                stepped.press(*words, "enter")
            else:
                stepped.press("space")
        assert "Reveal" in footer
        stepped.press(*LOOK_AT_ALL)

    _same(pair, prepare, drive)
    figure("non-interference pairs", 1)


def test_no_byte_of_unrevealed_evidence_leaves_the_program(
    sessions: Path, terminal: Callable[..., Any], own_folders: Path, figure: Figure, many: Many
) -> None:
    """The real program, with a canary in every line of evidence, every frame and every file."""
    folder = sessions / "demo-vp-engineering"
    mark(folder)
    shown = terminal(sys.executable, "-m", "debrief", "run", str(folder))
    typist = Typist(shown)
    typist.settle()
    revealed = 0
    wanted = many(1, len(COMPETENCIES))
    for _ in range(100):
        if typist.footer.startswith("[space] Reveal"):
            _no_canary(shown.written, [folder, own_folders.parent], COMPETENCIES[revealed:], figure)
            revealed += 1
            if revealed > wanted:
                break
        if revealed == len(COMPETENCIES) and "References" in typist.footer:
            break
        typist.main()
    shown.type(b"\x1b")
    typist.settle()
    assert typist.leave() == 0
    _no_canary(shown.written, [folder, own_folders.parent], COMPETENCIES[revealed:], figure)
    assert f"{CANARY}-{COMPETENCIES[0]}".encode() in shown.written, "the search finds what is there"


def _no_canary(written: bytes, roots: list[Path], hidden: Sequence[str], figure: Figure) -> None:
    """Search in the terminal's bytes and in every file but the cards."""
    files = [file for root in roots for file in root.rglob("*") if file.is_file()]
    texts = {str(file): file.read_bytes() for file in files if file.parent.name != "scores"}
    for name in hidden:
        for where, text in {"terminal": written, **texts}.items():
            found = f"{CANARY}-{name}".encode() in text
            figure("canary leaks", int(found))
            assert not found, f"{name} in {where}"
    figure("bytes searched for canaries", len(written) + sum(map(len, texts.values())))
