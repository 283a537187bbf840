"""Archives of many finished sessions, forged from one that was really held."""

from __future__ import annotations

import copy
from pathlib import Path
from random import Random

import forging
from forging import Lines
from meetings import Driver

HIGHER = "omar"
"""The panelist who rates a level higher than the others."""


def finish(driver: Driver) -> Lines:
    """Hold the meeting to its end, and return its lines."""
    driver.do("open")
    driver.until("leave")
    return forging.events(driver.folder)


def forge(root: Path, lines: Lines, count: int, lean: int = 1) -> None:
    """Write sessions of the same panel in `root`, where one always rates `lean` levels higher."""
    chance = Random(7)
    for number in range(count):
        changed = copy.deepcopy(lines)
        competencies = changed[0]["data"]["brief"]["competencies"]
        graded = {competency["id"] for competency in competencies if competency["kind"] == "graded"}
        for line in changed:
            if line["type"] == "RatingsRevealed" and line["data"]["round"] == 1:
                for shown in line["data"]["revealed"]:
                    if shown["competency"] not in graded:
                        continue
                    _rate(shown["ratings"], chance, lean)
        folder = root / f"past-{number}"
        folder.mkdir(parents=True)
        forging.forge(folder, changed)


def _rate(ratings: dict[str, dict[str, object]], chance: Random, lean: int) -> None:
    base = chance.randint(2, 3)
    for panelist, rating in ratings.items():
        if rating["rating"] is not None:
            level = base + chance.choice((0, 0, 0, 1))
            rating["rating"] = base + lean if panelist == HIGHER else level
