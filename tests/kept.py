"""The grids and pictures that are kept of the screens, and how what is seen now differs."""

from __future__ import annotations

import os
import re
from difflib import unified_diff
from itertools import groupby
from pathlib import Path

KEEP = "KEEP_PICTURES" in os.environ
"""True under `make snapshots`, which keeps pictures instead of comparing them."""

FOLDER = Path(__file__).parent / "tui" / "pictures"

PICTURED = frozenset({
    "alone/calibration", "alone/calibration_named", "alone/console_revealed", "alone/home",
    "alone/home_with_the_record", "alone/new_session", "alone/review", "alone/scorecard",
    "alone/tour",
    "meeting/arguing", "meeting/challenge", "meeting/competency_blind", "meeting/decision_asked",
    "meeting/guard", "meeting/help",
    "meeting/mixed_revealed", "meeting/palette", "meeting/preflight", "meeting/record_read_back",
    "meeting/role_clarity_marked", "meeting/second_round_revealed", "meeting/vote_revealed",
    "meeting/warm_up_revealed",
    "replay/mid_meeting",
})  # fmt: skip
"""The states of which a picture is kept too, in the larger size."""

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
    svg = re.sub(r"terminal-\d+", "terminal", _UNSEEN.sub("", svg))
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
    return re.sub("><(?=text|rect)", ">\n<", svg.replace("&#160;", "\u00a0")) + "\n"


def state(module: str, test: str) -> str:
    """Return the name of the state that a test looks at."""
    return f"{module.removeprefix('test_')}/{test.removeprefix('test_')}"


def differs(name: str, now: str) -> str:
    """Return how a text differs from the file that is kept of it, or keep it."""
    path = FOLDER / name
    if KEEP:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(now, "utf-8")
        return ""
    if not path.exists():
        return f"{name} is missing."
    was = path.read_text("utf-8").splitlines()
    return "\n".join(unified_diff(was, now.splitlines(), name, "now", lineterm=""))
