"""The pictures of the README and the guide: moments of the meeting, and other screens."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal, NoReturn

from textual.screen import Screen
from walk import Meeting

from debrief.calibration.estimate import calibration
from debrief.calibration.names import Names
from debrief.calibration.sessions import CompetencyRatings, SessionRatings
from debrief.live import Environment
from debrief.live.console import Console, ConsoleEnvironment
from debrief.store import paths
from debrief.store.archive.archive import Archive
from debrief.store.cards.card_work import CardWork
from debrief.store.journal import after_writer as after_write
from debrief.store.review_work import ReviewWork
from debrief.store.sessions import session
from debrief.tui.calibration_report import Report, Tell
from debrief.tui.home_actions import Home, ScreenFactory
from debrief.tui.screens.calibration import CalibrationScreen
from debrief.tui.screens.console import ConsoleScreen
from debrief.tui.screens.home import HomeScreen
from debrief.tui.screens.review import ReviewScreen
from debrief.tui.screens.scorecard import ScorecardScreen

FINISHED = "demo-director-platform"
UPCOMING = "2026-12-cto-m02"
LATER = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
A_REVIEW_LATER = datetime(2027, 9, 20, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Moment:
    """A picture of the meeting: `when` is a stop of the walk, and the number of its visit."""

    name: str
    when: tuple[str, int]
    does: Literal["", "prompt", "talk", "begin entry"] = ""


MEETING = (
    Moment("preflight", ("preflight", 1)),
    Moment("role-clarity", ("role-clarity asked", 1)),
    Moment("blind", ("decides-under-pressure blind", 1)),
    Moment("revealed", ("decides-under-pressure revealed", 1)),
    Moment("challenge", ("judgment revealed", 1), "talk"),
    Moment("second-round", ("decides-under-pressure entry", 1), "begin entry"),
    Moment("rounds", ("decides-under-pressure revealed", 2)),
    Moment("threshold", ("technical-credibility revealed", 1)),
    Moment("references", ("references read", 2)),
    Moment("fit", ("fit done", 1)),
    Moment("premortem", ("premortem done", 1)),
    Moment("vote", ("vote done", 1)),
    Moment("decision", ("decision due", 1), "prompt"),
    Moment("record", ("record read back", 1)),
)

FRAMES = ("decides-under-pressure blind", "decides-under-pressure revealed")
"""The stops of the walk in the moving picture; the talk about the last comes after it."""

FILMS = {"debrief-dark": "meeting-dark.svg", "debrief-light": "meeting-light.svg"}
"""The moving picture in each theme."""

CONSOLE_WITH = "blind"
"""The moment of the meeting at which the console's picture is taken."""


@dataclass(frozen=True, slots=True)
class Other:
    """A picture of a screen outside the meeting, after some keys."""

    name: str
    screen: Callable[[], Screen[Any]]
    keys: tuple[str, ...] = ()


def console(meeting: Meeting) -> Other:
    """Return the console beside the meeting as it is now."""
    watching = ConsoleEnvironment(
        lambda: meeting.now, random.Random(2).randbytes, lambda where: session.load(where)
    )
    return Other("console", lambda: ConsoleScreen(Console(meeting.folder, watching)))


def others(scratch: Path, meeting: Meeting) -> Iterator[Other]:
    """Yield the screens outside the meeting, after the walk, with its session finished."""
    archive = scratch / "sessions"
    archive.mkdir()
    shutil.copytree(paths.shipped("sessions") / FINISHED, archive / FINISHED)
    shutil.copytree(meeting.folder, archive / "2026-11-vp-k17")
    _upcoming(archive / UPCOMING)
    finished = archive / FINISHED
    doors = ScreenFactory(
        lambda: _environment(scratch), lambda folder: _review(folder, scratch), _calibrated
    )
    home = Home(
        archive=lambda: Archive(archive),
        screens=doors,
        today=lambda: date(2026, 12, 1),
        make=_never,
        demo=_never,
        where="~/debrief/sessions",
        write_brief=_never,
        make_forms=_never,
    )
    yield Other("home", lambda: HomeScreen(home))
    yield Other("replay", lambda: doors.replay(finished).screen, ("]", "]", "]", "right"))  # type: ignore[union-attr]
    card = CardWork(archive / UPCOMING, "priya", scratch / "state", lambda: LATER)
    yield Other("scorecard", lambda: ScorecardScreen(card), _CARD_KEYS)
    yield Other("review", lambda: ReviewScreen(_review(finished, scratch)), ("pagedown",))
    yield Other("calibration", lambda: CalibrationScreen(_calibrated))


_CARD_KEYS = ("3", "enter", "2", "enter", *"Laid out both platforms and what each would cost")


def _upcoming(folder: Path) -> None:
    """Create a session whose meeting has not begun."""
    demo = paths.shipped("sessions") / "demo-vp-engineering"
    shutil.copytree(demo, folder, ignore=shutil.ignore_patterns("priya.toml"))
    brief = folder / "session.toml"
    text = brief.read_text("utf-8").replace('"VP Engineering"', '"Chief Technology Officer"')
    text = text.replace('"K-17"', '"M-02"').replace("2026-11-24T15", "2026-12-08T15")
    brief.write_text(text, "utf-8")


def _environment(scratch: Path) -> Environment:
    source = random.Random(3)
    return Environment(
        now=lambda: LATER,
        mono=lambda: 0.0,
        random=source.randbytes,
        run="pictures",
        load=lambda where: session.load(where),
        config_dir=scratch / "config",
        program="debrief",
    )


def _review(folder: Path, scratch: Path) -> ReviewWork:
    source = random.Random(4)
    environment = after_write.WriterEnvironment(
        now=lambda: A_REVIEW_LATER, mono=lambda: 0.0, random=source.randbytes, run="pictures"
    )
    return ReviewWork(folder, scratch / "state", environment)


def _calibrated(_: Tell) -> Report:
    """Make the report on forty invented debriefs."""
    people = {panelist: (panelist.upper(),) for panelist in _PANELISTS}
    names = Names(people, {_id(title): title for title in _TITLES})
    sessions = tuple(_invented(random.Random(5)))
    return Report(calibration(sessions, names, random.Random(6).randbytes))


_PANELISTS = tuple(f"p{number}" for number in range(1, 10))
_TITLES = ("Judgment", "Decides under pressure", "Builds leaders", "Culture through behaviour")


def _id(title: str) -> str:
    return title.lower().replace(" ", "-")


def _invented(chance: random.Random) -> Iterator[SessionRatings]:
    """Draw debriefs of five of nine panelists, who tend to rate a little higher or lower."""
    leans = {panelist: chance.gauss(0, 0.4) for panelist in _PANELISTS}
    for number in range(40):
        panel = chance.sample(sorted(leans), 5)
        competencies = []
        for spread, title in enumerate(_TITLES, 1):
            candidate = chance.gauss(2.6, 0.7)
            first = {
                one: min(4, max(1, round(candidate + leans[one] + chance.gauss(0, 0.2 * spread))))
                for one in panel
            }
            competencies.append(CompetencyRatings(_id(title), first, None, panel[0]))
        yield SessionRatings(f"s{number:02}", 4, tuple(competencies))


def _never(*_: object) -> NoReturn:
    raise AssertionError("no picture begins a meeting")
