"""Sits at the real program in each place where keys may do harm, and looks after each train."""

from __future__ import annotations

import os
import random
import re
import shutil
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from faults.terminal_grammar import COLUMNS, LONGEST_PAUSE, ROWS, Item, Sent, train
from meetings import Driver
from terminals import PATIENCE, Terminal

from debrief.store import paths
from debrief.store.settings import see_tour

DEMO, FINISHED = "demo-vp-engineering", "demo-director-platform"
HELP = "[escape] Close"
ENTERED = b'"type":"BallotEntered"'
KITTY_ASKED, KITTY_ANSWER = b"\x1b[?u", b"\x1b[?25u"
QUIET = 0.12
STARTING = 3.2
"""Seconds after the question about kitty's protocol in which an answer would still count."""

BEHIND = 1.3
BEHIND_OPEN = 2.3
"""Seconds until every key counts again; the second behind a paste without an end."""

ATTEMPTS = 3
HELP_COMES = 5.0
"""Seconds in which a key that is taken shows the help."""

ALONE = 0.4
"""The longest pause behind ESC where the Escape key would leave; over ssh it is none until 0.5."""

BRIEF = 0.01
"""A pause that a busy machine may make long enough for ESC to be the Escape key."""

FOCUSED = Sent(Item("focus", b"\x1b[I"), ((b"\x1b[I", 0.0),))


@dataclass(frozen=True, slots=True)
class State:
    """Something that is open: how it is known, and the key that opens it.

    A guard closes at any key, and a text takes what is pasted.
    """

    name: str
    shows: str
    opens: bytes = b""
    text: bool = False
    guard: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A program at a place: how it is started and known, and what may be open there."""

    name: str
    command: tuple[str, ...]
    shows: str
    states: tuple[State, ...]
    prepare: Callable[[Driver], None] = lambda _: None
    arrange: Callable[[Path], None] = lambda _: None
    help: bytes = b"?"
    leaves: tuple[tuple[bytes, str], ...] = ((b"q", "Leave the meeting?"), (b"\r", ""))
    kitty: bool = False
    escape_leaves: bool = False


def _blind(driver: Driver, **cells: str) -> None:
    driver.until("reveal")
    driver.do("reveal")
    driver.do("open_round")
    driver.enter(**cells)


def _gate(driver: Driver) -> None:
    driver.until("confirm_roles")


def _some(driver: Driver) -> None:
    _blind(driver, omar="3", lin="4")


def _unseen(driver: Driver) -> None:
    driver.until("reveal")


def _all(driver: Driver) -> None:
    _blind(driver, **dict.fromkeys(("dana", "omar", "lin", "priya", "jonas", "tom"), "3"))


def _vote(driver: Driver) -> None:
    driver.until("reveal_votes")
    driver.enter(omar="3")


HERE = State("nothing", "")
MINUTE = State("a text prompt", "One line", b"n", text=True)
CHOICE = State("a choice prompt", "joined late", b"p")
KEEP_REST = State("a guard", "Fill in the rest?", b"S", guard=True)
EARLY = State("a guard before a reveal", "Reveal without all entries?", b" ", guard=True)
LEAVE = State("leaving", "Leave the meeting?", b"q")
FIND = State("finding", "escape show all", b"/")

RUN = ("run", DEMO)
PLACES = (
    Place("blind round", RUN, "2 of 6 in", (HERE, MINUTE, CHOICE), _some),
    Place("role gate", RUN, "Is this the role you rated?", (HERE, MINUTE, CHOICE), _gate),
    Place("guards", RUN, "2 of 6 in", (KEEP_REST, EARLY, LEAVE), _some),
    Place("blind round, all in", RUN, "6 of 6 in", (HERE, MINUTE, LEAVE), _all),
    Place("before a reveal", RUN, "Reveal", (HERE, CHOICE, MINUTE), _unseen),
    Place("final vote", RUN, "1 of 6 in", (HERE, EARLY, MINUTE), _vote),
    Place("blind round, kitty", RUN, "2 of 6 in", (HERE, MINUTE, KEEP_REST), _some, kitty=True),
    Place("home", (), "2 sessions", (HERE, FIND), leaves=((b"q", ""),)),
    Place("replay", ("replay", FINISHED), "event 1 of", (HERE,), leaves=((b"q", ""),)),
    Place("console", ("console", DEMO), "PRIVATE", (HERE, MINUTE), _some, leaves=((b"q", ""),)),
    Place("scorecard", ("scorecard", DEMO, "tom"), "page 1 of 9", (HERE,), help=b"\x1bOP",
          leaves=((b"\x1b", "the whole card"), (b"\x1b", "")), escape_leaves=True),
)  # fmt: skip


class Strange(AssertionError):
    """The program did something although nobody pressed a key; `sent` is what it was sent."""

    sent: Sequence[Sent] = ()


class Sitter:
    """Somebody at the program, in a folder of their own."""

    starting = STARTING

    def __init__(self, place: Place, root: Path, source: random.Random) -> None:
        self.place = place
        self.source = source
        self.root = root
        sessions = root / "sessions"
        shutil.copytree(paths.shipped("sessions"), sessions)
        self.folder = sessions / DEMO
        place.arrange(self.folder)
        driver = Driver(self.folder, root / "config" / paths.APP)
        place.prepare(driver)
        driver.live.close()
        see_tour(root / "config" / paths.APP)
        environ = {**os.environ, "HOME": str(root), "DEBRIEF_SESSIONS": str(sessions)}
        for name in ("config", "state", "data", "cache"):
            environ[f"XDG_{name.upper()}_HOME"] = str(root / name)
        if place.escape_leaves:
            environ["SSH_TTY"] = "/dev/pts/0"
        self.terminal = Terminal(
            (sys.executable, "-m", "debrief", *place.command), environ, size=(COLUMNS, ROWS)
        )
        self._asked = 0.0

    def begin(self) -> None:
        """Wait until it is there, and remember what is on the disk."""
        self.wait(lambda: self.place.shows in self.terminal.screen())
        self.wait(lambda: self._asked > 0.0)
        self.pause(self._asked + self.starting - time.monotonic())
        self.kept = self._files()

    def run(self, state: State, length: int, cuts: int) -> tuple[int, int]:
        """Send one train while this is open; how many items it had, and how many were cut."""
        self.open(state)
        longest = ALONE if self.place.escape_leaves else LONGEST_PAUSE
        allowed = self._allowed(state)
        sent = train(self.source, length - 2, cuts=cuts, longest_escape=longest, allowed=allowed)
        sent.append(FOCUSED)
        try:
            self.send(sent)
            self.look(state, sent)
        except Strange as problem:
            problem.sent = sent
            raise
        return len(sent), sum(len(one.parts) > 1 for one in sent)

    def _allowed(self, state: State) -> Callable[[Item], bool]:
        """Return what may be sent: a line end at the end of a text is the enter of its prompt."""

        def allowed(item: Item) -> bool:
            ends = item.kind == "paste without marks" and item.data.endswith((b"\r", b"\n"))
            return not (ends and (state.text or state is FIND))

        return allowed

    def send(self, sent: Sequence[Sent]) -> None:
        """Send items one behind the other, and pause where one is cut."""
        waiting = b""
        for one in sent:
            for part, pause in one.parts:
                waiting += part
                if pause:
                    self._type(waiting)
                    waiting = b""
                    self.pause(pause)
        self._type(waiting)
        ends_open = any(one.item.kind == "paste without an end" for one in sent)
        self.pause(BEHIND_OPEN if ends_open else BEHIND)

    def look(self, state: State, sent: Sequence[Sent]) -> None:
        """Look whether all is as it was, and whether a real key still does something."""
        self.quiet()
        if state.opens and self._is_open(state):
            self._close(state)
        elif state.opens and not state.guard and not any(one.escapes(BRIEF) for one in sent):
            raise Strange(f"{state.name} closed:\n{self.terminal.screen()}")
        self.expect(self.place.shows)
        self.see_help()
        self.expect(self.place.shows)
        if (now := self._files()) != self.kept:
            raise Strange(f"on the disk: {_differences(self.kept, now)}")

    @property
    def filled(self) -> int:
        """The number of cells entered since the beginning."""
        name = str((self.folder / "journal.jsonl").relative_to(self.root))
        before, now = (files.get(name, b"").count(ENTERED) for files in (self.kept, self._files()))
        return now - before

    def leave(self) -> int:
        """Leave by key; the exit code."""
        for key, shows in self.place.leaves:
            self.pause(1.2)
            self.press(key, shows)
        return self.terminal.ended()

    # ---- keys

    def _is_open(self, state: State) -> bool:
        return state.shows in self.terminal.screen()

    def open(self, state: State) -> None:
        """Open it, if it is to be opened."""
        if state.opens:
            self.pause(1.1)  # the main key rests after any printable key
            self.press(state.opens, state.shows)
            if state.guard:
                self.pause(0.6)

    def _type(self, keys: bytes) -> None:
        """Type, and read on until the program has read it: pauses are counted from there."""
        self.terminal.type(keys)
        self.wait(lambda: not self.terminal.unread())

    def see_help(self) -> None:
        """Press a real key; again after a pause, for on a busy machine the train is read late."""
        for _ in range(ATTEMPTS):
            self.terminal.type(self._as_sent(self.place.help))
            end = time.monotonic() + HELP_COMES
            while HELP not in self.terminal.screen() and time.monotonic() < end:
                self._read(0.05)
            if HELP in self.terminal.screen():
                self.press(b"\x1b")
                self.wait(lambda: HELP not in self.terminal.screen())
                return
        raise Strange(f"the keyboard is dead:\n{self.terminal.screen()}")

    def _close(self, state: State) -> None:
        """Type into a text to see that it lives; then put aside what is open."""
        if state.text:
            self.press(b"\x1b[18~", "")  # F7 marks all of it
            self.press(b"\x7f")
            self.press(b"w")
            self.wait(lambda: re.search(r"One line +▌w", self.terminal.screen()) is not None)
            self.press(b"\x7f", "")
        self.press(b"\x1b")
        self.wait(lambda: not self._is_open(state))
        self.pause(1.1)

    def press(self, key: bytes, shows: str = "") -> None:
        """Press a key, and wait until the screen shows this, or a moment."""
        self.terminal.type(self._as_sent(key))
        if shows:
            self.wait(lambda: shows in self.terminal.screen())
        else:
            self.pause(0.2)

    def press_on(self, key: bytes, quiet: float) -> None:
        """Press a key, and go on once it was read and nothing was painted for so many seconds."""
        self.terminal.type(self._as_sent(key))
        while self.terminal.unread():
            self._read(quiet / 10)
        while self._read(quiet):
            pass

    def _as_sent(self, key: bytes) -> bytes:
        """Return a key as this terminal sends it."""
        if not self.place.kitty or len(key) > 1:
            return key
        code = ord(key)
        if code in (0x1B, 0x0D, 0x7F):
            return b"\x1b[%du" % code
        return b"\x1b[%d;;%du" % (code, code)

    # ---- waiting

    def _read(self, patience: float) -> bool:
        read = self.terminal.read(patience)
        if not self._asked and KITTY_ASKED in self.terminal.written:
            self._asked = time.monotonic()
            if self.place.kitty:
                self.terminal.type(KITTY_ANSWER)
        return read

    def pause(self, seconds: float) -> None:
        """Read on for so long."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._read(min(left, 0.05))

    def quiet(self) -> None:
        """Read until nothing more is painted."""
        while self._read(QUIET):
            pass

    def wait(self, there: Callable[[], bool]) -> None:
        """Read until it is there; Strange after PATIENCE, or at the end of the program."""
        end = time.monotonic() + PATIENCE
        while not there():
            if self.terminal.process.poll() is not None:
                raise Strange(
                    f"it ended with {self.terminal.process.returncode}: {self.terminal.said()}"
                )
            if time.monotonic() > end:
                raise Strange(f"a key did nothing, or something else:\n{self.terminal.screen()}")
            self._read(0.05)

    def expect(self, text: str) -> None:
        """Read what there is, and find this on the screen."""
        self.quiet()
        if self.terminal.process.poll() is not None:
            raise Strange(
                f"it ended with {self.terminal.process.returncode}: {self.terminal.said()}"
            )
        if text not in self.terminal.screen():
            raise Strange(f"“{text}” is gone:\n{self.terminal.screen()}")

    # ---- the disk

    def _files(self) -> Mapping[str, bytes]:
        """Return every file of the sessions, apart from drafts of a text."""
        return {
            str(file.relative_to(self.root)): file.read_bytes()
            for file in sorted((self.root / "sessions").rglob("*"))
            if file.is_file() and "draft" not in file.name
        }


def _differences(before: Mapping[str, bytes], now: Mapping[str, bytes]) -> str:
    names = [name for name in {*before, *now} if before.get(name) != now.get(name)]
    return "; ".join(
        f"{name}: {now.get(name, b'')[len(before.get(name, b'')) :][:600]!r}" for name in names
    )
