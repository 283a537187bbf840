"""Write long journals by running meetings with the program itself.

Run as a program it writes one session folder: `python benchmarks/journals.py FOLDER --minutes 500`.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import tomli_w

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from meetings import Driver  # noqa: E402

from debrief.core.refused import Refused  # noqa: E402
from debrief.core.verbs.rounds import OpenRound  # noqa: E402
from debrief.store.atomic import Disk  # noqa: E402

NAMES = (
    "Dana Whitfield", "Lin Wei", "Omar Haddad", "Priya Raman", "Jonas Berg", "Tom Becker",
    "Zoë Ångström", "Nadia Kovač", "Hiro Tanaka", "Ruth Adeyemi", "Bartholomew Featherstonehaugh",
    "Noé Núñez",
)  # fmt: skip
TITLES = (
    "Judgment", "Context transfer", "Builds leaders", "Decides under pressure",
    "Cross-functional influence", "Culture through behaviour", "Technical credibility",
)  # fmt: skip
LEVELS = 4
TEXTS = (
    "She named the cost of waiting before anyone asked, and who would pay it.",
    "I heard “let the CFO find out from a dashboard”, and nobody followed it up.",
    "Café talk aside: the résumé says two platforms, the story was about one.",
    "The launch was stopped on day nine, with 40 % of the data in.",
)
UNSYNCED = Disk(sync=lambda _: None)
"""A disk that does not sync, because these journals only measure reading."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The content of a meeting; `deep` is the number of minutes taken and then undone in a row.

    `undos` are single undos, `cells` entries made and cleared before a reveal, `runs` starts of the
    program; in every third run the clock is behind the run before.
    """

    panelists: int = 6
    competencies: int = 7
    minutes: int = 20
    undos: int = 5
    deep: int = 0
    cells: int = 0
    runs: int = 1
    finished: bool = True
    seed: int = 1


def long(events: int, *, panelists: int = 12, competencies: int = 12) -> Shape:
    """Return the shape of a meeting of about this many events, of every type."""
    part = events // 10
    return Shape(
        panelists=panelists,
        competencies=competencies,
        minutes=part * 4,
        undos=part,
        deep=part,
        cells=part * 3,
        runs=max(1, events // 1000),
    )


def make(folder: Path, shape: Shape) -> Path:
    """Run a meeting of this shape in `folder`, and return its journal."""
    _write_session(folder, shape)
    with tempfile.TemporaryDirectory() as config:
        _Meeting(folder, Path(config), shape).run()
    return folder / "journal.jsonl"


# ---- the session


def _panel(shape: Shape) -> list[str]:
    return [f"p{number:02}" for number in range(1, shape.panelists + 1)]


def _write_session(folder: Path, shape: Shape) -> None:
    chance = random.Random(shape.seed)
    panel = _panel(shape)
    competencies = [f"c{number:02}" for number in range(1, shape.competencies + 1)]
    session = {
        "schema": 1,
        "title": "VP Engineering",
        "facilitator": "Noor Rahman",
        "candidate": {"alias": "K-17", "name": "Kim Okafor"},
        "role": {
            "mandate": "Rebuild the platform organisation after the merger",
            "authority": ["Hires and fires within a 90-person organisation"],
            "success": ["Two product lines on one platform in 18 months"],
            "constraints": ["No head-count growth before Q3"],
        },
        "decision": {"owner": panel[0]},
        "panel": [
            {"id": id_, "name": _numbered(NAMES, at), "title": "Director", "seniority": at % 10}
            for at, id_ in enumerate(panel)
        ],
        "competencies": [
            {
                "id": id_,
                "title": _numbered(TITLES, at),
                "definition": "What do they do when the answer is unpopular?",
                "must_have": at < 2,  # noqa: PLR2004 - the first two
                "anchors": ["Waits", "Decides late", "Decides in time", "Has others decide"],
            }
            for at, id_ in enumerate(competencies)
        ],
    }
    (folder / "scores").mkdir(parents=True)
    (folder / "session.toml").write_text(tomli_w.dumps(session), encoding="utf-8")
    for id_ in panel:
        card = {
            "schema": 1,
            "panelist": id_,
            "role_as_i_understood_it": "Makes one platform of two.",
            "ratings": {
                competency: {
                    "rating": chance.choice((1, 2, 3, 3, 3, 3, 4)),
                    "confidence": chance.choice(("low", "medium", "high")),
                    "for": [chance.choice(TEXTS)],
                }
                for competency in competencies
            },
        }
        (folder / "scores" / f"{id_}.toml").write_text(tomli_w.dumps(card), encoding="utf-8")


def _numbered(names: tuple[str, ...], at: int) -> str:
    repeats = at // len(names)
    return names[at % len(names)] + (f" {repeats + 1}" if repeats else "")


# ---- the meeting


class _Meeting:
    def __init__(self, folder: Path, config: Path, shape: Shape) -> None:
        self._shape = shape
        self._chance = random.Random(shape.seed)
        self._driver = Driver(folder, config, disk=UNSYNCED)
        self._runs = 1
        self._parts = shape.competencies

    def run(self) -> None:
        driver = self._driver
        driver.until("reveal")
        for number in range(self._parts):
            driver.until("reveal")
            driver.main()
            self._talk(number)
        if self._shape.finished:
            driver.until("finish")
            driver.main()
        driver.live.close()

    def _talk(self, number: int) -> None:
        """Take one competency's share of all minutes."""
        shape = self._shape
        for _ in range(self._share(shape.minutes, number)):
            self._minute()
        for _ in range(self._share(shape.undos, number)):
            self._minute()
            self._driver.do("undo")
        deep = self._share(shape.deep // 2, number)
        for _ in range(deep):
            self._minute()
        for _ in range(deep):
            self._driver.do("undo")
        for _ in range(self._share(shape.runs - 1, number)):
            self._restart()
        self._second_round(self._share(shape.cells, number))

    def _share(self, whole: int, number: int) -> int:
        return whole * (number + 1) // self._parts - whole * number // self._parts

    def _minute(self) -> None:
        chance = self._chance
        self._driver.seconds += chance.choice((1.0, 4.0, 30.0))
        self._driver.do(
            "minute",
            text=chance.choice(TEXTS),
            speaker=chance.choice(["", *_panel(self._shape)]),
            kind="minute",
        )

    def _restart(self) -> None:
        self._runs += 1
        self._driver.seconds += -3600 if self._runs % 3 == 0 else 60
        self._driver.again(f"run-{self._runs}")
        self._driver.do("clock")
        self._driver.do("clock")

    def _second_round(self, cells: int) -> None:
        """Run a second round if one is open, clearing every other cell once."""
        driver, panel = self._driver, _panel(self._shape)
        if not cells or isinstance(driver.ask("open_round"), Refused):
            return
        if isinstance(driver.live.do(OpenRound()), Refused):
            return
        for turn in range(cells // 2):
            panelist = panel[turn % len(panel)]
            driver.seconds += 1
            driver.enter(**{panelist: str(self._chance.randint(1, LEVELS))})
            driver.live.clear(panelist)
        driver.enter(**{panelist: str(self._chance.randint(2, LEVELS)) for panelist in panel})
        driver.main()
        while driver.live.due.verb.name == "explain":
            driver.main()


def main() -> None:
    """Write one session folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--events", type=int, help="about this many, of every type")
    for name in ("panelists", "competencies", "minutes", "undos", "deep", "cells", "runs", "seed"):
        parser.add_argument(f"--{name}", type=int, default=getattr(Shape(), name))
    parser.add_argument("--open", action="store_true", help="stop before the finish")
    options = vars(parser.parse_args())
    folder, events, is_open = options.pop("folder"), options.pop("events"), options.pop("open")
    shape = long(events) if events else Shape(**options, finished=not is_open)
    print(make(folder, shape))


if __name__ == "__main__":
    main()
