"""The two lines above every step: the title line with owner and clock, and the agenda."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.style import Style

from debrief.core.room.model import ClockView, CompetencyMark, RoomView, StepMark

BEHIND = {"done": " ✓", "here": "  ", "open": "  ", "waived": " –"}
STYLES = {
    "done": "$text-muted",
    "here": "$text-accent bold",
    "open": "$text-muted",
    "waived": "$text-muted",
}
RULE = "$line"
SHORTEST = 8
STEP = "step"
"""The key of a step in the style of the agenda, for clicks."""

WIDE = 94
"""Columns from which the decision owner's name begins at `OWNER_AT_WIDE`."""

OWNER_AT_WIDE = 39
OWNER_AT = 26
USUAL_CLOCK = len("10:00 of 10:00")
TEN_SECONDS = 10
LEAD = 2
"""Columns of the rule before an outcome in it."""


def title_line(view: RoomView, width: int) -> Content:
    """Return the title line: role and candidate, the decision owner, and the clock.

    The owner's name begins at the same column throughout a meeting, and the clock is flush right.
    In too narrow a line the title is cut, then the owner's name, but never the alias or the clock.
    """
    clock = clock_words(view.clock)
    title, owner = view.title, view.owner
    room = width - max(USUAL_CLOCK, cell_len(clock)) - cell_len(f" · {view.alias} decides") - 4
    over = cell_len(title) + cell_len(owner) - room
    if over > 0:
        title = _fit(title, max(SHORTEST, cell_len(title) - over))
        over = cell_len(title) + cell_len(owner) - room
    if over > 0:
        owner = _fit(owner, max(SHORTEST, cell_len(owner) - over))
    left, middle = f"{title} · {view.alias}", f"{owner} decides"
    usual = OWNER_AT_WIDE if width >= WIDE else OWNER_AT
    latest = width - cell_len(clock) - 2 - cell_len(middle)
    start = max(cell_len(left) + 2, min(usual, latest))
    line = Content.assemble(
        (left, "bold"),
        " " * (start - cell_len(left)),
        middle,
        " " * max(2, width - start - cell_len(middle) - cell_len(clock)),
        clock,
    )
    return line if line.cell_length <= width else line.truncate(width, ellipsis=True)


def _fit(text: str, width: int) -> str:
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(1, width - 1)).rstrip() + "…"


def clock_words(clock: ClockView) -> str:
    """Return the time used and available, in steps of ten seconds, and the minutes behind.

    If less than a minute was left for the step, return only the time used.
    """
    if clock.paused:
        return "clock paused"
    behind = f" · behind {clock.behind}" if clock.behind else ""
    if round(clock.budget / 60) == 0:
        return _time(clock.used) + behind
    over = "over, " if clock.used > clock.budget else ""
    return f"{over}{_time(clock.used)} of {_time(clock.budget)}{behind}"


def _time(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest // TEN_SECONDS * TEN_SECONDS:02d}"


def agenda_line(view: RoomView, width: int, outcome: str = "") -> Content:
    """Return the agenda, and a rule under it, with the outcome of the last competency in it.

    Each step has a column before its name and two behind it, so that no name ever moves. Short
    names are used where the long ones do not fit, and in a very narrow line the steps around the
    current one.
    """
    progress = _progress(view.competencies)
    parts = [_step(mark, mark.title, progress) for mark in view.steps]
    if _length(parts) > width:
        parts = [_step(mark, mark.short, progress) for mark in view.steps]
    if _length(parts) > width:
        here = next(i for i, mark in enumerate(view.steps) if mark.state == "here")
        parts = _around(parts, here, width)
    return Content(" ").join(parts) + Content("\n ") + _rule(width, outcome)


def _rule(width: int, outcome: str) -> Content:
    """Return the rule, which begins at the column of the first name."""
    if not outcome:
        return Content("─" * width).stylize(RULE)
    text = _fit(outcome, width - 2)
    lead = min(LEAD, (width - 2 - cell_len(text)) // 2)
    left = Content("─" * lead).stylize(RULE)
    right = Content("─" * (width - lead - 2 - cell_len(text))).stylize(RULE)
    return left + Content(f" {text} ").stylize("bold") + right


def _around(parts: list[Content], here: int, width: int) -> list[Content]:
    """Return as many parts around the current one as fit."""
    first, last = here, here + 1
    for _ in parts:
        if last < len(parts) and _length(parts[first : last + 1]) + len("…  …") <= width:
            last += 1
        if first and _length(parts[first - 1 : last]) + len("…  …") <= width:
            first -= 1
    more = Content("…").stylize(STYLES["open"])
    return [*[more][:first], *parts[first:last], *[more][: len(parts) - last]]


def _length(parts: list[Content]) -> int:
    return sum(part.cell_length for part in parts) + len(parts) - 1


def _step(mark: StepMark, name: str, progress: str) -> Content:
    here = "▸" if mark.state == "here" else " "
    count = f" {progress}" if mark.step == "competency" else ""
    content = Content(f"{here}{name}{count}{BEHIND[mark.state]}").stylize(STYLES[mark.state])
    return content.stylize(Style.from_meta({STEP: mark.step}))


def _progress(competencies: tuple[CompetencyMark, ...]) -> str:
    """Return the number of the competency here, or how many were closed."""
    here = (number for number, mark in enumerate(competencies, start=1) if mark.here)
    closed = sum(mark.state == "closed" for mark in competencies)
    reached = next(here, closed)
    total = str(len(competencies))
    return f"{reached:>{len(total)}}/{total}"
