"""Leans of a panel: taken from other sessions only, and shown only where allowed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import archives
import forging
import pytest
from meetings import Driver

from debrief.calibration import archive
from debrief.core.brief import Brief
from debrief.core.room.poll import CompetencyView, RatedRow
from debrief.live import leans as past
from debrief.live.console import Console, ConsoleEnvironment
from debrief.store.sessions import session

ENOUGH = 6
"""Sessions of five raters after which something may be said: df is then 20."""

WORD = "about 0.6 higher than co-raters'"
"""Stands for a lean, where it matters only where it is seen."""

WRITTEN = ("record.md", "record.toml", "record.html", "journal.jsonl")


def goes_on() -> bool:
    return False


def told(folder: Path, brief: Brief, stops: Callable[[], bool]) -> Mapping[str, str]:
    return {"omar": WORD, "dana": WORD}


@pytest.fixture
def lines(demo: Driver) -> archives.Lines:
    return archives.finish(demo)


@pytest.fixture
def brief(demo: Driver) -> Brief:
    return demo.live.meeting.brief


def test_a_lean_comes_from_the_other_sessions(
    lines: archives.Lines, brief: Brief, tmp_path: Path
) -> None:
    root = tmp_path / "archive"
    archives.forge(root, lines, ENOUGH)

    said = past.leans(root / "today", brief, goes_on)
    briefly = past.brief_leans(root / "today", brief, goes_on)

    assert set(said) == set(briefly) == {"omar"}
    assert said["omar"].startswith(
        "Across 6 past debriefs with 4 colleagues, Omar Haddad's ratings ran about "
    )
    assert "higher" in briefly["omar"]
    # From this session itself nothing is taken: five others are not enough.
    assert past.leans(root / "past-0", brief, goes_on) == {}


def test_nothing_is_said_too_early_or_of_somebody_else(
    lines: archives.Lines, brief: Brief, tmp_path: Path
) -> None:
    few, many = tmp_path / "few", tmp_path / "many"
    archives.forge(few, lines, ENOUGH - 1)
    archives.forge(many, lines, ENOUGH)
    panel = tuple(
        panelist.model_copy(update={"name": "Omar Sharif"}) if panelist.id == "omar" else panelist
        for panelist in brief.panel
    )

    assert past.leans(few / "today", brief, goes_on) == {}
    assert past.leans(tmp_path / "nowhere" / "today", brief, goes_on) == {}
    namesake = brief.model_copy(update={"panel": panel})
    assert past.leans(many / "today", namesake, goes_on) == {}
    assert past.leans(many / "today", brief, lambda: True) == {}


def test_a_warm_up_never_enters_a_lean(lines: archives.Lines, demo: Driver, tmp_path: Path) -> None:
    folder = demo.folder.parent / "archive" / "warm"
    shutil.copytree(demo.folder, folder)
    for written in folder.glob("*.jsonl"):
        written.unlink()
    file = folder / "session.toml"
    file.write_text(
        file.read_text().replace("\n[candidate]", "\n[agenda]\nwarm-up = 6\n[candidate]")
    )
    warm = Driver(folder, demo.config)
    warm.do("open")
    warm.until("open_vignette")
    warm.do("open_vignette", case="judgment/tripwire")
    warm.enter(dana="1", lin="1", omar="4", priya="1")
    warm.keep_rest()
    warm.do("reveal_vignette")
    warm.until("leave")
    warm.live.close()
    (with_,) = archive.read(folder.parent).sessions
    plain = tmp_path / "plain" / "without"
    plain.mkdir(parents=True)
    forging.forge(plain, lines)
    (without,) = archive.read(plain.parent).sessions

    assert '"VignetteRevealed"' in (folder / "journal.jsonl").read_text()
    assert with_.competencies == without.competencies


def _add(folder: Path, text: str) -> None:
    """Add a text to the session file, before its first table."""
    file = folder / "session.toml"
    file.write_text(file.read_text("utf-8").replace("\n[candidate]", f"\n{text}[candidate]", 1))


def _finish_with(demo: Driver, *, shown: bool) -> list[str]:
    """Hold the meeting with leans at hand; every view of it on the way, as text."""
    if shown:
        file = demo.folder / "session.toml"
        file.write_text(
            file.read_text().replace("\n[candidate]", "\nshow_lean = true\n[candidate]")
        )
    demo.leans = told
    demo.again("run-1")
    seen: list[str] = []
    for _ in range(200):
        demo.live.find_leans()
        view = demo.live.view()
        seen.append(repr(view))
        if view.main.verb == "leave":
            return seen
        if isinstance(view.pane, CompetencyView):
            rows = [row for row in view.pane.poll.rows if isinstance(row, RatedRow)]
            graded = bool(rows) and not view.pane.threshold
            lean = {row.id: row.lean for row in rows if row.lean}
            assert lean == ({"omar": WORD, "dana": WORD} if shown and graded else {})
            assert (WORD in repr(view)) == bool(lean)
        demo.main()
    raise AssertionError("it never ended")


def test_by_default_no_word_of_a_lean_is_anywhere(demo: Driver) -> None:
    seen = _finish_with(demo, shown=False)

    assert not any(WORD in one for one in seen)
    for name in WRITTEN:
        assert WORD not in (demo.folder / name).read_text("utf-8")


def test_where_the_session_file_says_so_it_stands_beside_what_is_revealed(demo: Driver) -> None:
    seen = _finish_with(demo, shown=True)

    assert any(WORD in one for one in seen)
    for name in WRITTEN:
        assert WORD not in (demo.folder / name).read_text("utf-8")


def test_it_is_looked_up_once_and_only_after_the_opening(demo: Driver) -> None:
    _add(demo.folder, "show_lean = true\n")
    demo.again("run-1")

    assert not demo.live.lacks_leans
    demo.do("open")
    assert demo.live.lacks_leans
    demo.live.find_leans()
    assert not demo.live.lacks_leans


def test_the_console_looks_it_up_again_when_the_panel_changed(demo: Driver) -> None:
    console = Console(
        demo.folder,
        ConsoleEnvironment(now=lambda: None, random=bytes, load=session.load, leans=told),
    )
    assert console.lacks_leans
    assert console.view().leans == ()

    console.find_leans()
    assert not console.lacks_leans
    assert console.view().leans == (WORD, WORD)

    file = demo.folder / "session.toml"
    file.write_text(file.read_text().replace('name = "Omar Haddad"', 'name = "Omar Sharif"'))
    console.look()
    assert console.lacks_leans
