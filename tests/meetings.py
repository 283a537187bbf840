"""Fixtures: a live meeting on a copy of a demo session, with a clock and randomness of its own."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from debrief.core.events import Logged
from debrief.core.prompts.form import Ask
from debrief.core.rules.refused import Refused
from debrief.live import LiveMeeting, Outside
from debrief.live.past import Leans, no_leans
from debrief.store import paths, session
from debrief.store.atomic import DISK, Disk
from debrief.store.journal import Recovered

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

    def outside(self, run: str) -> Outside:
        """Return a world of this run, with the driver's clock and disk."""
        source = random.Random(run)
        return Outside(
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
        self.live = LiveMeeting(self.folder, self.outside(run), self.recovered)
        return self.live

    def again(self, run: str = "run-2") -> LiveMeeting:
        """Leave and resume."""
        self.live.close()
        return self.start(run)

    def do(self, verb: str, about: str = "", **values: str) -> tuple[Logged, ...]:
        self.seconds += 1
        done = self.live.do(verb, about, values)
        assert not isinstance(done, Refused), done.reason
        return done

    def refused(self, verb: str, about: str = "", **values: str) -> str:
        done = self.live.do(verb, about, values)
        assert isinstance(done, Refused)
        return done.reason

    def enter(self, **cells: str) -> None:
        for panelist, choice in cells.items():
            done = self.live.enter(panelist, choice)
            assert not isinstance(done, Refused), done.reason

    def main(self, **given: str) -> str:
        """Do the main action, with the prompt's own answers where none is given; its verb."""
        due = self.live.view().main
        asked = self.live.ask(due.verb, due.about)
        assert not isinstance(asked, Refused), asked.reason
        if due.verb in ("reveal_votes", "reveal_round", "reveal_vignette"):
            self.live.keep_rest()
        values = {} if asked is None else answers(asked, given)
        self.do(due.verb, asked.about if asked else due.about, **values)
        return due.verb

    def until(self, verb: str, **given: str) -> None:
        """Do main actions until `verb` is due."""
        for _ in range(200):
            if self.live.view().main.verb == verb:
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
            values[field.name] = field.value if field.value in options else options[0]
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
        made.append(Driver(folder, tmp_path / "config"))
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
