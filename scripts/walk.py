"""Walk through the demo meeting, with a fixed clock and randomness, for pictures."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from debrief.core.form import Ask
from debrief.core.refused import Refused
from debrief.core.verbs import named
from debrief.live import Environment, LiveMeeting
from debrief.store import paths
from debrief.store.sessions import session

START = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
MOST_VERBS = 200
RATED_AGAIN = "decides-under-pressure"
"""The competency with a second round."""

SAID = {
    "challenge.argued": "Every story we heard ended well",
    "confirm_role.differs": "A hands-on chief architect",
    "confirm_role.ruling": "It is a leadership role",
    "explain.reason": "One story had weighed too much",
    "decides-under-pressure.text": "The working group had no date; the launch on day 9 had one",
    "builds-leaders.text": "Two successors were named, and neither leads yet: we help",
    "cross-functional-influence.text": "Sales moved for them once, and only when the board asked",
    "technical-credibility.text": "They read our timeline well, and would not draw the cut-over",
    "word_dissent.text": "They still wait too long where it hurts people",
    "answer_against.answer": "We test it in the first ninety days, on the port cut-over",
    "note_owed.text": "The integration budget, and an hour with two port customers",
    "failed.causes": "Two release trains ate the first year\nThe previous VP kept deciding",
    "missed.causes": "They rebuilt a team from eleven people\nWe took caution for delay",
    "decide.rationale": "Four of five saw decisions made on partial data, and owned up to later",
    "decide.rule": "The Director of Platform answers for the architecture; this role need not",
    "decide.conditions": "A day with the Lading side before we sign",
}
"""The answers to prompts for a text, by verb or its subject, and field."""


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
            Environment(
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
        """Return the meeting's own time."""
        return START + timedelta(seconds=self.seconds)

    def steps(self) -> Iterator[str]:
        """Walk through the meeting; yield the name of each picture at its moment."""
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
        here = self.live.view().place.competency or ""
        if (
            verb == "argue"
            and here == RATED_AGAIN
            and len(self.live.meeting.poll(here).rounds) == 1
        ):
            verb, about = "open_round", ""
        if verb in ("reveal_votes", "reveal_round"):
            self._fill()
        asked = self.live.ask(named(verb), about)
        values = answers(asked, about or here) if isinstance(asked, Ask) else {}
        done = self.live.do(named(verb), asked.about if isinstance(asked, Ask) else about, values)
        if isinstance(done, Refused):
            raise SystemExit(f"{verb}: {done.reason}")

    def _fill(self) -> None:
        for panelist, level in zip(("dana", "omar", "lin", "priya"), "3323", strict=True):
            self.live.enter(panelist, level)
        self.live.do(named("keep_rest"))


_STOPS = {
    "confirm_roles": "asked",
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
"""The names of the pictures, by the verb before which each is taken."""


def answers(asked: Ask, about: str) -> dict[str, str]:
    """Return a prompt's proposed answers, and texts for its open fields."""
    values: dict[str, str] = {}
    for field in asked.fields:
        if field.when is not None and values.get(field.when[0]) not in field.when[1]:
            continue
        options = [option.value for option in field.options]
        if options:
            values[field.name] = field.value if field.value in options else options[0]
        elif field.kind == "day":
            values[field.name] = field.value
        else:
            name = field.name.split(":")[0]
            said = SAID.get(f"{asked.verb}.{name}") or SAID.get(f"{about}.{name}", "As agreed")
            values[field.name] = field.value or said
    if asked.verb == "confirm_role" and about == "tom":
        values = {"understanding": "absent"}
    return values
