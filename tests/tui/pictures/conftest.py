"""A picture of a screen in each size and theme, compared with the one that was looked at."""

from __future__ import annotations

import re
import time
from collections.abc import Awaitable, Callable
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

import debrief.tui
from debrief.store import paths
from debrief.store.theme import load_themes
from debrief.tui.app import DebriefApp

SIZES = ((80, 24), (100, 30))
WORN = ("debrief-dark", "high-contrast")
DIFFERS = "it looks different: see snapshot_report.html; `make snapshots` keeps how it looks now"
HERE = Path(debrief.tui.__file__).parent

Act = Callable[[Pilot[int]], Awaitable[None]]

# A font from the network, and what clips every line to its row: neither is seen.
_UNSEEN = re.compile(
    r"@font-face \{.*?\}\s*|<clipPath id=\"[^\"]+-line-.*?</clipPath>\s*"
    r"| clip-path=\"url\(#[^)]+-line-\d+\)\"|<text [^>]*>\s*</text>",
    re.DOTALL,
)
_GROUND = re.compile(
    r'<rect fill="(?P<fill>[^"]+)" x="(?P<x>[^"]+)" y="(?P<y>[^"]+)" width="(?P<width>[^"]+)"'
    r' height="(?P<height>[^"]+)" shape-rendering="crispEdges"/>'
)


def slim(svg: str) -> str:
    """Return a picture that looks the same, a fifth the size, with a line an element."""
    svg = _UNSEEN.sub("", svg)
    merged = []
    grounds = _GROUND.finditer(svg)
    for (fill, y, height), run in groupby(grounds, lambda one: one.group("fill", "y", "height")):
        cells = list(run)
        width = sum(float(one["width"]) for one in cells)
        merged.append(f'<rect {fill=} x="{cells[0]["x"]}" {y=} width="{width:.1f}" {height=}/>')
    first, *_, last = _GROUND.finditer(svg)
    svg = svg[: first.start()] + "".join(merged).replace("'", '"') + svg[last.end() :]
    svg = svg.replace("</style>", "rect { shape-rendering: crispEdges }</style>")
    svg = svg.replace("<svg ", '<svg xml:space="preserve" ', 1)
    return re.sub("><(?=text|rect)", ">\n<", svg.replace("&#160;", "\u00a0"))


class Pictured(DebriefApp):
    """The program; its pictures are slim."""

    CSS_PATH = HERE / DebriefApp.CSS_PATH  # else it would be looked for beside this file

    def export_screenshot(self, **options: Any) -> str:
        return slim(super().export_screenshot(**options))


@pytest.fixture(autouse=True)
def _in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


@pytest.fixture(params=WORN)
def worn(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    return tuple(request.param)


@pytest.fixture
def look(
    snap_compare: Callable[..., bool], worn: str, size: tuple[int, int]
) -> Callable[..., None]:
    """Return what looks at a screen, once `act` has brought it where it is to be seen."""
    themes = [one for one in load_themes([paths.shipped("themes")])[0] if one.name == worn]

    def seen(screen: Callable[[], Screen[Any]], act: Act | None = None) -> None:
        app = Pictured(screen, themes, "debrief")
        assert snap_compare(app, terminal_size=size, run_before=act), DIFFERS

    return seen
