"""Facilitators that lead a whole meeting by one rule: line by line, or with keys on the screen.

Both give the same answers to the same questions, and take the same ways round.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from textual import events
from textual.pilot import Pilot
from waiting import Unhurried

from debrief.cli.line_terminal import DROPPED
from debrief.core.form import LIST_HELP, UNCHOSEN, Field
from debrief.core.room.rows import answers, cells
from debrief.live import LiveMeeting
from debrief.tui.screens.live import LiveScreen
from debrief.tui.widgets.fields import ChoiceField, TextField
from debrief.tui.widgets.prompt import Prompt

SENTENCE = "They said so, with three examples"
DAY = "+14"
WAYS_ROUND = (
    ("hear", "people", "p"),
    ("reveal", "minute", "n"),
    ("reveal", "undo", "u"),
    ("reveal", "minute", "n"),
    ("reveal", "promise", "f"),
    ("challenge", "second round", "r"),
    ("argue", "second round", "r"),
    ("review", "undo", "u"),
    ("argue", "redo", "U"),
    ("review", "minute", "n"),
)
"""Acts on the way: the first word of the main action that is due, the act's word, and its key."""

PROMPT = re.compile(r"(> |: )\Z")
ANSWERED = 0.01
"""Seconds from a prompt to its answer."""

MOST = 600
"""Answers after which a meeting does not end any more."""


def entry_of(name: str) -> str:
    """Return the level that a panelist of this name enters."""
    return str(len(name) % 4 + 1)


class LineSitter:
    """Answers each prompt of a meeting by what was printed, each line `times` at once.

    The answer depends on the prompt alone, so that one asked for again is the same.
    """

    def __init__(self, meeting: Any, times: int = 1) -> None:
        self.meeting, self.times = meeting, times
        self.ways_round = list(WAYS_ROUND)

    @property
    def text(self) -> str:
        return str(self.meeting.written.decode(errors="replace").replace("\r\n", "\n"))

    def lead(self) -> None:
        """Answer until the program ends."""
        for _ in range(MOST):
            shown = len(self.text)
            while not (len(self.text) > shown and PROMPT.search(self.text)):
                if not self.meeting.read() and self.meeting.process.poll() is not None:
                    return
            self.meeting.pause(ANSWERED)
            if PROMPT.search(self.text):
                self.meeting.type((self.answer() + "\n").encode() * self.times)
        raise AssertionError(self.text[-3000:])

    def answer(self) -> str:
        shown = self.text[-4000:].replace(f"{DROPPED}\n", "")
        before, _, prompt = shown.rpartition("\n")
        if prompt.endswith(" (not shown): "):
            return entry_of(prompt.removesuffix(" (not shown): "))
        if prompt == "> ":
            return "yes" if "Type yes to leave." in shown[-200:] else self.act(shown)
        if "Type yes" in prompt:
            return "yes"
        label = prompt.split(" (")[0].rstrip(": ")
        if f"{label}: 1, " in " ".join(shown.splitlines()):
            return "" if "(empty: " in prompt else "1"
        if DAY in prompt:
            return DAY
        since = before.rpartition("\n> ")[2]
        given = re.search(rf"^{re.escape(label)}\b.*: {SENTENCE}", since, re.M)
        return "" if LIST_HELP[:20] in since and given else SENTENCE

    def act(self, shown: str) -> str:
        due = re.findall(r"Next: ([a-z]+)", shown)[-1]
        if self.ways_round and self.ways_round[0][0] == due:
            return self.ways_round.pop(0)[1]
        return str(due)


class ScreenSitter:
    """Leads a meeting on its screen by keys alone; only a field is emptied without."""

    def __init__(self, live: LiveMeeting) -> None:
        self.live = live
        self.clock = Unhurried()
        self.ways_round = list(WAYS_ROUND)
        self.given: set[str] = set()
        """The fields of a list that were answered since the last act of another key."""

    async def lead(self, pilot: Pilot[int]) -> None:
        """Press keys until the meeting can be left."""
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, LiveScreen)
        prompt = screen.query_one(Prompt)
        for _ in range(MOST):
            if prompt.is_open:
                await self.answer(pilot, prompt)
            elif self.live.due.verb.name == "leave":
                return
            else:
                await self.press(pilot, self.key(screen))
        raise AssertionError(screen.notice)

    async def press(self, pilot: Pilot[int], key: str) -> None:
        self.clock.seconds += 3
        pilot.app.simulate_key(key)
        await pilot.pause()

    def key(self, screen: LiveScreen) -> str:
        empty = [cell for cell in cells(self.live.view()) if not cell.filled]
        if empty:
            return entry_of(empty[0].name)
        unasked = [row for row in answers(self.live.view()) if row.id not in screen.marked]
        if self.live.due.verb.name == "ask_dissent" and unasked:
            return "1"
        self.given = set()
        if self.ways_round and self.live.due.verb.name.startswith(self.ways_round[0][0]):
            return self.ways_round.pop(0)[2]
        return "space"

    async def answer(self, pilot: Pilot[int], prompt: Prompt) -> None:
        if prompt.ask.guard:
            await self.press(pilot, "y")
            return
        for field in prompt.ask.fields:
            if field.name in prompt.values:
                await self.fill(pilot, prompt, field)
        await self.press(pilot, "space" if prompt.ask.rows else "enter")

    async def fill(self, pilot: Pilot[int], prompt: Prompt, field: Field) -> None:
        box = prompt._fields[field.name]
        pilot.app.screen.set_focus(box)
        await pilot.pause()
        if isinstance(box, ChoiceField):
            if field.value == UNCHOSEN:
                await self.press(pilot, "1")
            return
        assert isinstance(box, TextField)
        box.clear()
        text = DAY if field.kind == "day" else SENTENCE
        if LIST_HELP in prompt.ask.says and field is prompt.ask.fields[0]:
            text = "" if field.name in self.given else SENTENCE
            self.given.add(field.name)
        for char in text:
            pilot.app.post_message(events.Key("space" if char == " " else char, char))
        await pilot.pause()


def recorded(folder: Path) -> list[dict[str, Any]]:
    """Return the lines of a journal without times, runs, nonces, ciphertexts and hashes."""
    lines = (json.loads(line) for line in (folder / "journal.jsonl").read_text().splitlines())
    return [_plain(line) for line in lines]


OF_ITS_RUN = {"t", "mono", "run", "nonce", "prev", "hash", "salt", "ballot_key"}
PER_NAME = {"ballots", "commitments", "outputs"}
"""Fields with a ciphertext or a hash for each name, of which the names are compared."""


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: item for key, item in value.items() if key not in OF_ITS_RUN}
        return {key: sorted(x) if key in PER_NAME else _plain(x) for key, x in kept.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value
