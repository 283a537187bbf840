"""Walks through the demonstration meeting, with a clock and chance of its own, for pictures."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from debrief.core.prompts.form import Ask
from debrief.core.rules.refused import Refused
from debrief.live import LiveMeeting, Outside
from debrief.store import paths, session

START = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
MOST_VERBS = 200
SAID = {
    "challenge.argued": "Every story we heard ended well",
    "confirm_role.differs": "A hands-on chief architect",
    "confirm_role.ruling": "It is a leadership role",
    "explain.reason": "One story had weighed too much",
    "argue.text": "The working group had no date; the launch on day 9 had one",
    "note_owed.text": "The integration budget, and an hour with two port customers",
    "failed.causes": "Two release trains ate the first year\nThe previous VP kept deciding",
    "missed.causes": "They rebuilt a team from eleven people\nWe took caution for delay",
    "decide.rationale": "Four of five saw decisions made on partial data, and owned up to later",
    "decide.rule": "The Director of Platform answers for the architecture; this role need not",
    "decide.conditions": "A day with the Lading side before we sign",
}
"""What is answered where a prompt asks for a text: by verb, or by what it is about, and field."""


class Meeting:
    """The demo meeting on a scratch copy, with a clock and randomness of its own."""

    def __init__(self, scratch: Path) -> None:
        """Copy the demo session and open it."""
        self.folder = scratch / "demo-vp-engineering"
        shutil.copytree(paths.shipped("sessions") / self.folder.name, self.folder)
        self.seconds = 0.0
        source = random.Random(1)
        self.live = LiveMeeting(
            self.folder,
            Outside(
                now=lambda: self.now,
                mono=lambda: self.seconds,
                random=source.randbytes,
                run="pictures",
                load=lambda where: session.load(where),
                config_dir=scratch / "config",
                program="debrief",
            ),
        )

    @property
    def now(self) -> datetime:
        """The meeting's own time."""
        return START + timedelta(seconds=self.seconds)

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
        values = answers(asked, about) if isinstance(asked, Ask) else {}
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


def answers(asked: Ask, about: str) -> dict[str, str]:
    """Return the answers that a prompt itself proposes, and something said where it asks."""
    values: dict[str, str] = {}
    for field in asked.fields:
        if field.when is not None and values.get(field.when[0]) not in field.when[1]:
            continue
        options = [option.value for option in field.options]
        if options:
            values[field.name] = field.value if field.value in options else options[0]
        else:
            name = field.name.split(":")[0]
            said = SAID.get(f"{asked.verb}.{name}") or SAID.get(f"{about}.{name}", "As agreed")
            values[field.name] = field.value or said
    if asked.verb == "confirm_role" and about == "tom":
        values = {"understanding": "absent"}
    return values
