"""The screen as a text that a person reads in a diff: its rows, then each run's style by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.app import App

PREFERRED = (
    "background", "surface", "line", "text", "text-muted", "text-accent", "text-warning",
    "text-error", "consensus", "mixed", "split", "sealed", "accent", "warning", "error",
)  # fmt: skip
"""Theme variables that give their colour its name first; the others follow by the alphabet."""

ATTRIBUTES = ("bold", "dim", "italic", "underline", "strike", "blink", "overline")

Names = dict[str, str]
"""The name of each colour of a theme, by its six hex digits."""


@dataclass(slots=True)
class Run:
    """Cells of one row that look alike; without a style as long as all of them are blank."""

    column: int
    ground: str
    text: str = ""
    style: str | None = None


def grid(app: App[Any]) -> str:
    """Return what the terminal shows.

    First come the rows, each behind a `│` and cut after its last character. Then come the runs
    that are not plain `$text` on `$background`, one a line: how many rows further down the run is,
    its column, its style, and its text between `│`, or how often its one character comes. Rows are
    counted from the run before, so that a row more changes few lines.
    """
    update: Any = app.screen._compositor.render_update(
        full=True, screen_stack=app._background_screens
    )
    rows = [[segment for strip in row for segment in strip] for row in update.strips]
    width, height = app.size
    return "\n".join(lines(rows, f"{width} × {height}", names(app.get_css_variables())))


def names(variables: dict[str, str]) -> Names:
    """Return the names of the colours; of variables with the same colour the preferred one."""
    found: Names = {}
    for name in (*PREFERRED, *sorted(variables.keys() - set(PREFERRED))):
        value = variables.get(name, "")
        if value.startswith("#") and len(value) == len("#rrggbb"):
            found.setdefault(value.lower(), f"${name}")
    return found


def lines(rows: Sequence[Sequence[Segment]], title: str, named: Names) -> Iterator[str]:
    """Yield the lines of a grid."""
    yield title
    for row in rows:
        yield f"│{''.join(segment.text for segment in row)}".rstrip()
    yield "styles"
    before = -1
    for number, row in enumerate(rows):
        for run in runs(row, named):
            down = f"+{number - before}" if number > before else ""
            before = number
            style = " ".join(filter(None, (run.style, run.ground and f"on {run.ground}")))
            times, text = len(run.text), f"│{run.text}│"
            if times > 1 and run.text == run.text[0] * times:
                text = f"│{run.text[0]}│ × {times}"
            yield f"{down:>3} {run.column:>3} {style} {text}"


def runs(row: Iterable[Segment], named: Names) -> Iterator[Run]:
    """Yield the runs of a row but those that look plain; blanks join the run before them."""
    found: list[Run] = []
    column = 0
    for segment in row:
        style, ground = described(segment.style or Style.null(), named)
        for char in segment.text:
            blank = char.isspace()
            last = found[-1] if found else None
            alike = blank or last is None or last.style in (None, style)
            if last is None or last.ground != ground or not alike:
                found.append(last := Run(column, ground))
            last.text += char
            if not blank:
                last.style = style
            column += cell_len(char)
    for run in found:
        if not run.ground:
            text = run.text.lstrip()
            run.column, run.text = run.column + len(run.text) - len(text), text.rstrip()
        if run.text and (run.style != "$text" or run.ground):
            yield run


def described(style: Style, named: Names) -> tuple[str, str]:
    """Return how characters look, and their ground: nothing where it is `$background`."""
    front, ground = _name(style.color, named), _name(style.bgcolor, named)
    if style.reverse:
        front, ground = ground, front
    attributes = (name for name in ATTRIBUTES if getattr(style, name))
    return " ".join((*attributes, front)), "" if ground == "$background" else ground


def _name(color: Color | None, named: Names) -> str:
    if color is None or color.is_default:
        return "default"
    colour = color.get_truecolor().hex
    return named.get(colour, colour)
