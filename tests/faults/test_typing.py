"""Typed ratings fill the intended cells, and a stray sentence decides nothing."""

from __future__ import annotations

import random
import time
import tomllib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import tomli_w
from faults.sitter import RUN, Place, Sitter
from faults.terminal_grammar import SEED
from meetings import Driver

from debrief.core.meeting.events import LogLine
from debrief.core.meeting.fold import fold
from debrief.core.meeting.question import poll_question
from debrief.store import keys, paths
from debrief.store.journal.journal import read

Figure = Callable[[str, float], None]
Many = Callable[[int, int], int]

GAPS = (0.0, 0.001, 0.005, 0.015, 0.019, 0.021, 0.03, 0.05, 0.08, 0.12, 0.2)
SIZES = range(2, 13)
SENTENCES = ("Sorry, mine is 3", "Stay at 3 please", "Same ", "S r", "S ", "yes ", "y y y")
SPEEDS = (0.0, 0.01, 0.03, 0.08, 0.15, 0.3, 0.45)
MAY_HAPPEN = {"BallotEntered", "BallotCleared", "ClockPaused", "ClockResumed"}
AT_ONCE = 4
"""Programs at the same time."""

READ_AGAIN = 0.01
"""Seconds before a key in which nothing else is done: reading takes longer."""


def _panel(size: int, folder: Path) -> None:
    """Give the session a panel of so many, and nobody a card of whom it does not know."""
    file = folder / "session.toml"
    session = tomllib.loads(file.read_text())
    panel = session["panel"][:size]
    panel += [{"id": f"p{n}", "name": f"Person {n}"} for n in range(len(panel) + 1, size + 1)]
    session["panel"] = panel
    del session["scenarios"]
    file.write_text(tomli_w.dumps(session))
    known = {panelist["id"] for panelist in panel}
    for card in (folder / "scores").glob("*.toml"):
        if card.stem not in known:
            card.unlink()
            continue
        written = tomllib.loads(card.read_text())
        for rating in written["ratings"].values():
            rating.pop("scenario", None)
        card.write_text(tomli_w.dumps(written))


def _second_round(driver: Driver) -> None:
    driver.until("reveal")
    driver.do("reveal")
    driver.do("open_round")


def _final_vote(driver: Driver) -> None:
    driver.until("reveal_votes")


def _at(size: int, prepare: Callable[[Driver], None] = _second_round) -> Place:
    return Place(f"{size} people", RUN, f"of {size} in", (), prepare, partial(_panel, size))


class Person(Sitter):
    """Somebody who types into a blind round."""

    starting = 0.0

    def __init__(self, place: Place, root: Path, size: int) -> None:
        super().__init__(place, root, random.Random(f"{SEED} {place.name}"))
        self.size = size

    def type_at(self, keys: Sequence[bytes], gap: float) -> None:
        """Type, with a pause between two keys; without one, all of them in one go."""
        if not gap:
            self.terminal.type(b"".join(keys))
            return
        begun = time.monotonic()
        for number, key in enumerate(keys):
            while (left := begun + number * gap - time.monotonic()) > 0:
                if left > READ_AGAIN:
                    self.terminal.read(left / 2)
                else:
                    time.sleep(left)
            self.terminal.type(key)

    def put_aside(self) -> None:
        """Close whatever is open, and wait until a letter is a command again."""
        for _ in range(3):
            self.press(b"\x1b")
        self.pause(1.1)

    def fill(self, cells: int) -> None:
        """Put aside what is open, empty all cells, and fill the first ones; the next is chosen."""
        self.put_aside()
        for _ in range(self.size):  # one by one: a cell that is empty already ends a burst
            self.press(b"\x1b[A")
            self.press(b"\x7f")
        self.wait(lambda: f"0 of {self.size} in" in self.terminal.screen())
        self.quiet()
        names = [line for line in self.terminal.screen().splitlines() if "░░" in line]
        here = next(number for number, line in enumerate(names) if "▸" in line)
        self.type_at([b"\x1b[A"] * here + [b"3"] * cells, 0.0)
        self.wait(lambda: f"{cells} of {self.size} in" in self.terminal.screen())
        self.pause(0.3)

    def events(self) -> list[LogLine]:
        """Return what is in the journal."""
        return list(read(self.folder / "journal.jsonl").events)

    def entered(self) -> dict[str, str]:
        """Return what a reveal would show: the cells, opened with the meeting's key."""
        log = self.events()
        meeting = fold(log)
        here = meeting.place.competency
        key = keys.load_ballot_key(self.root / "config" / paths.APP, log[0].run)
        assert key is not None
        cells = meeting.cells_here.ballots
        return {
            p: keys.open_sealed(key, cells[p]).decode()
            for p in poll_question(here).voters(meeting)
            if p in cells
        }

    def voters(self) -> tuple[str, ...]:
        """Return whose cells there are, in order."""
        meeting = fold(self.events())
        return tuple(p for p in poll_question(meeting.place.competency).voters(meeting))


def _rounds(size: int, root: Path, gaps: Sequence[float]) -> int:
    """Type a round at each speed; how many were typed."""
    person, chance = Person(_at(size), root, size), random.Random(f"{SEED} {size}")
    try:
        person.begin()
        voters = person.voters()
        for gap in gaps:
            digits = [str(chance.randrange(1, 5)) for _ in voters]
            person.fill(0)
            person.type_at([digit.encode() for digit in digits], gap)
            person.pause(0.3)
            person.quiet()
            screen, entered = person.terminal.screen(), person.entered()
            wanted = dict(zip(voters, digits, strict=True))
            typed = f"seed {SEED!r}: {digits} typed {gap} s apart, entered {entered}\n{screen}"
            assert entered.items() <= wanted.items(), typed
            assert entered == wanted or "gnored" in screen, typed
            assert f"{len(entered)} of {size} in" in screen, typed
        assert person.leave() == 0
        assert person.terminal.is_restored()
        return len(gaps)
    finally:
        person.terminal.close()


def test_digits_at_any_speed_fill_the_cells_that_were_meant(
    tmp_path: Path, figure: Figure, many: Many
) -> None:
    chance = random.Random(SEED)
    sizes, gaps = (SIZES, len(GAPS)) if many(0, 1) else ((2, 6, 12), 2)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        tried = [
            threads.submit(_rounds, size, tmp_path / str(size), chance.sample(GAPS, gaps))
            for size in sizes
        ]
    for one in tried:
        figure("blind rounds typed at 0 to 200 ms a key", one.result())


def _sentences(
    place: Place, size: int, filled: int, root: Path, tried: Sequence[tuple[str, float]]
) -> int:
    """Type each sentence into this round, and see that it decides nothing; how many there were."""
    person = Person(place, root, size)
    try:
        person.begin()
        for sentence, gap in tried:
            person.fill(filled)
            before = person.events()
            person.type_at([letter.encode() for letter in sentence], gap)
            person.pause(0.8)
            person.quiet()
            happened = [type(one.event).__name__ for one in person.events()[len(before) :]]
            screen, entered = person.terminal.screen(), person.entered()
            typed = (
                f"{sentence!r} typed {gap} s a key into {filled} of {size}: {happened}\n{screen}"
            )
            assert set(happened) <= MAY_HAPPEN, typed
            assert f"{len(entered)} of {size} in" in screen, typed
        person.put_aside()
        assert person.leave() == 0
        return len(tried)
    finally:
        person.terminal.close()


def test_a_stray_sentence_reveals_closes_and_decides_nothing(
    tmp_path: Path, figure: Figure, many: Many
) -> None:
    tried = [(sentence, speed) for sentence in SENTENCES for speed in SPEEDS]
    chance = random.Random(SEED)
    places = [(_at(3), filled) for filled in (0, 2, 3)] + [(_at(3, _final_vote), 2)]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        typed = [
            threads.submit(_sentences, place, 3, filled, tmp_path / str(number),
                           chance.sample(tried, many(1, len(tried))))
            for number, (place, filled) in enumerate(places)
        ]  # fmt: skip
    for one in typed:
        figure("stray sentences typed into a blind round", one.result())
