"""A walk through a meeting of seven with long names and texts: what is read aloud is whole.

Whole means: shown to its last word, if need be below the window, where page down shows it. The
texts are the question and the levels of a competency, the headline, the questions by name, the
first lines of the people who speak first, the guidance, the title of a prompt and its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from meetings import Driver
from textual.content import Content
from textual.widgets import Static

from debrief.core.refused import Refused
from debrief.core.room.model import RoomView
from debrief.core.room.poll import (
    CompetencyView,
    PollView,
    RatedRow,
    SceneView,
    VoteView,
    WarmUpView,
)
from debrief.core.verbs.verb import TalkVerb
from debrief.tui.app import DebriefApp
from debrief.tui.screens.live import LiveScreen
from debrief.tui.steps.evidence import pieces
from debrief.tui.widgets.pane import Pane
from debrief.tui.widgets.prompt import Prompt

NAMES = {
    "Dana Whitfield": "Alexandra Konstantinopoulou-Meier",
    "Omar Haddad": "Tomás Ferreira-Lindqvist",
    "Jonas Berg": "Alexandra Featherstonehaugh",
}
TAIL = ", and kept to it when the two others at the table had already given in to the date"
MEI = """
[[panel]]
id = "mei"
name = "Mei Tanaka-Oppenheimer"
title = "Director of Engineering, Lading"
seniority = 3
"""


def of_seven(demo: Driver) -> None:
    """Make the demo's panel one of seven, with long names, and every line of evidence long."""
    brief = demo.folder / "session.toml"
    text = brief.read_text()
    for name, longer in NAMES.items():
        text = text.replace(f'"{name}"', f'"{longer}"')
    brief.write_text(
        text.replace("[[competenc", f"{MEI}\n[[competenc", 1)
        if "[[competenc" in text
        else text + MEI
    )
    scores = demo.folder / "scores"
    (scores / "mei.toml").write_text(
        (scores / "jonas.toml").read_text().replace('panelist = "jonas"', 'panelist = "mei"')
    )
    for card in scores.glob("*.toml"):
        longer = re.sub(
            r'(?m)^(for = \[|against = \[|  )"([^"]*)"', rf'\1"\2{TAIL}"', card.read_text()
        )
        card.write_text(longer)
    demo.again("run-1")


def flat(text: str) -> str:
    return " ".join(text.split())


def read_aloud(view: RoomView) -> Iterator[str]:
    """Yield the texts that must be whole at this place."""
    yield view.guidance
    match view.pane:
        case CompetencyView(poll=PollView(phase="blind" | "entry") as poll) as pane:
            yield pane.definition
            yield from pane.anchors if poll.phase == "blind" else ()
        case CompetencyView(poll=poll) as pane:
            yield from _revealed(poll, asks=not pane.closed)
        case VoteView(poll=PollView(phase="revealed") as poll):
            yield poll.headline
        case WarmUpView() as pane:
            yield pane.text


def _revealed(poll: PollView, *, asks: bool) -> Iterator[str]:
    yield poll.headline
    yield poll.result
    yield from poll.challenged
    for row in poll.rows:
        assert isinstance(row, RatedRow)
        if row.moved_because:
            yield f"moved: “{row.moved_because}”"
        if not asks or not row.end or poll.challenged:
            continue
        last = "last, from the other end:" if row.speaks_last else "from the other end:"
        asked = f"{row.name}, what did you see?" if row.speaks == 1 else last
        yield asked
        yield row.name
        yield from (piece.text for piece in pieces(row, poll)[:1])


def script(scene: SceneView | None) -> Iterator[str]:
    """Yield the texts of a talk that must be whole."""
    if scene is None:
        return
    yield from (scene.opening, scene.to_all, *scene.stalled)
    for speaker in scene.speakers:
        yield from (speaker.name, speaker.why, speaker.asked, speaker.line)


def texts_of(screen: LiveScreen) -> str:
    pane = screen.query_one(Pane)
    lines = [widget for widget in screen.query(Static) if widget.display]
    shown = [*(str(line.content) for line in lines if isinstance(line.content, Content | str))]
    return flat(" ".join([*shown, str(pane.content)]))


@pytest.mark.parametrize("size", [(80, 24), (100, 30)])
async def test_nothing_that_is_read_aloud_is_cut(demo: Driver, size: tuple[int, int]) -> None:
    of_seven(demo)
    app = DebriefApp(lambda: LiveScreen(demo.live, lambda: demo.seconds), [], "x")
    app.animation_level = "none"
    missing: list[tuple[str, str]] = []
    seen: set[str] = set()
    async with app.run_test(size=size) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, LiveScreen)
        while demo.live.due.verb.name != "leave":
            due = demo.live.due
            screen.repaint()
            await pilot.pause()
            shown, view = texts_of(screen), screen.look_now()
            missing += [
                (due.verb.name, text) for text in read_aloud(view) if flat(text) not in shown
            ]
            if isinstance(due.verb, TalkVerb):
                screen.action_main()
                await pilot.pause()
                assert screen.timer
                shown, pane = texts_of(screen), screen.look_now().pane
                assert isinstance(pane, CompetencyView | VoteView)
                missing += [
                    (f"talk: {due.verb.name}", text)
                    for text in script(pane.scene)
                    if flat(text) not in shown
                ]
            asked = demo.live.ask(due.verb, due.about)
            assert not isinstance(asked, Refused)
            name = due.verb.name
            if asked is not None and name not in seen:
                screen.open_prompt(asked, {})
                await pilot.pause()
                title = screen.query_one(Prompt).query_one(".prompt-title", Static).content
                missing += (
                    [(name, asked.title)] if flat(asked.title) not in flat(str(title)) else []
                )
                screen.close_prompt()
                await pilot.pause()
            seen.add(name)
            demo.main()
    assert missing == []
    assert {"reveal", "challenge", "argue", "reveal_votes", "decide"} <= seen
