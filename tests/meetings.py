"""Fixtures: a live meeting on a copy of a demo session, with a clock and randomness of its own."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from debrief.core.form import Ask
from debrief.core.meeting.events import LogLine
from debrief.core.refused import Refused
from debrief.core.verbs import named
from debrief.core.verbs.verb import Following
from debrief.live import Environment, Lines, LiveMeeting
from debrief.live.leans import Leans, no_leans
from debrief.store import paths
from debrief.store.atomic import DISK, Disk
from debrief.store.journal.journal import Recovered
from debrief.store.sessions import session

START = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


class Driver:
    """Runs a meeting by its verbs; `answers` are given where a prompt asks for that field."""

    def __init__(self, folder: Path, config: Path, run: str = "run-1", disk: Disk = DISK) -> None:
        self.folder = folder
        self.config = config
        self.seconds = 0.0
        self.disk = disk
        self.leans: Leans = no_leans
        self.errors: list[Exception] = []
        self.recovered: Recovered | None = None
        self.live = self.start(run)

    def environment(self, run: str) -> Environment:
        """Return a world of this run, with the driver's clock and disk."""
        source = random.Random(run)
        return Environment(
            now=lambda: START + timedelta(seconds=self.seconds),
            mono=lambda: self.seconds,
            random=source.randbytes,
            run=run,
            load=lambda where: session.load(where),
            config_dir=self.config,
            program="debrief test",
            disk=self.disk,
            leans=lambda *asked: self.leans(*asked),
            log_error=self.errors.append,
        )

    def start(self, run: str) -> LiveMeeting:
        self.live = LiveMeeting(self.folder, self.environment(run), self.recovered)
        return self.live

    def again(self, run: str = "run-2") -> LiveMeeting:
        """Leave and resume."""
        self.live.close()
        return self.start(run)

    def do(self, verb: str, about: str = "", **values: str) -> tuple[LogLine, ...]:
        self.seconds += 1
        done = self.live.do(named(verb), about, values)
        assert not isinstance(done, Refused), done.reason
        return done

    def refused(self, verb: str, about: str = "", **values: str) -> str:
        done = self.live.do(named(verb), about, values)
        assert isinstance(done, Refused)
        return done.reason

    def enter(self, **cells: str) -> None:
        for panelist, choice in cells.items():
            done = self.live.enter(panelist, choice)
            assert not isinstance(done, Refused), done.reason

    def main(self, **given: str) -> str:
        """Do the main action, with the prompt's own answers where none is given; its verb."""
        due = self.live.due
        if due.verb.name != "carry_on":
            self._answer(due, given)
            return due.verb.name
        about = given.get("next", due.about)
        self.do("carry_on", about)
        follows = due.verb.follows(self.live.meeting, self.live.due, about, {})
        if follows is not None:
            self._answer(follows, given)
        return due.verb.name

    def _answer(self, due: Following, given: dict[str, str]) -> dict[str, str]:
        asked = self.live.ask(due.verb, due.about)
        assert not isinstance(asked, Refused), asked.reason
        name = due.verb.name
        if name in ("reveal_votes", "reveal_round", "reveal_vignette"):
            self.keep_rest()
        values = {} if asked is None else answers(asked, given)
        self.do(name, asked.about if asked else due.about, **values)
        return values

    def keep_rest(self) -> Lines | Refused:
        """Fill the empty cells."""
        return self.live.do(named("keep_rest"))

    def ask(self, verb: str, about: str = "") -> Ask | Refused | None:
        return self.live.ask(named(verb), about)

    def guard(self, verb: str, about: str = "", **values: str) -> Ask | None:
        return self.live.guard(named(verb), about, values)

    def until(self, verb: str, **given: str) -> None:
        """Do main actions until `verb` is due."""
        for _ in range(200):
            if self.live.due.verb.name == verb:
                return
            self.main(**given)
        raise AssertionError(f"{verb} never came")


def answers(asked: Ask, given: dict[str, str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for field in asked.fields:
        if field.when is not None and values.get(field.when[0]) not in field.when[1]:
            continue
        if field.name in given:
            values[field.name] = given[field.name]
        elif field.kind == "choice":
            options = [option.value for option in field.options]
            other = options[-1] if asked.rows else options[0]
            values[field.name] = field.value if field.value in options else other
        elif field.kind == "day":
            values[field.name] = field.value
        else:
            values[field.name] = field.value or f"said for {field.name}"
    return values


@pytest.fixture
def make_driver(tmp_path: Path) -> Iterator[Callable[[str], Driver]]:
    made: list[Driver] = []

    def make(name: str) -> Driver:
        folder = tmp_path / name
        shutil.copytree(paths.shipped("sessions") / name, folder)
        for written in ("journal.jsonl", "record.md", "record.toml", "record.html"):
            (folder / written).unlink(missing_ok=True)
        made.append(Driver(folder, paths.config_dir()))
        return made[-1]

    yield make
    for driver in made:
        driver.live.close()


@pytest.fixture
def demo(make_driver: Callable[[str], Driver]) -> Driver:
    return make_driver("demo-vp-engineering")


@pytest.fixture
def warm(make_driver: Callable[[str], Driver]) -> Driver:
    """Be at the warm-up of a meeting that has one."""
    driver = make_driver("demo-vp-engineering")
    file = driver.folder / "session.toml"
    text = file.read_text()
    file.write_text(text.replace("\n[candidate]", "\n[agenda]\nwarm-up = 6\n\n[candidate]", 1))
    driver.again("run-1")
    driver.until("open_vignette")
    return driver
