"""The two lines above every step: title, owner and clock; the agenda."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.style import Style

from debrief.core.room import ClockView, CompetencyMark, RoomView, StepMark

DOTS = {"closed": "●", "open": "◐", "blind": "○"}
MARKS = {"done": "✓ ", "here": "▸ ", "open": "", "waived": "– "}
STYLES = {
    "done": "$text-muted",
    "here": "$text-accent bold",
    "open": "",
    "waived": "$text-muted",
}
RULE = "$line"
SHORTEST = 8
STEP, COMPETENCY = "step", "competency"
"""What a click on the agenda carries: a step, the number of a competency."""

GAPS = (5, 4, 3, 2)
"""Cells between two steps: as many as there is room for."""


def title_line(view: RoomView, width: int) -> Content:
    """Return the title line: whose debrief, where we are, who decides, and the time.

    Where it is too long, the place goes first if the agenda names it too, then the title is cut,
    then the owner's name; never the alias nor the time.
    """
    for middle in (view.heading, ""):
        left, right = _sides(view, width - (cell_len(middle) + 2 if middle else 0))
        whole = view.title in left and view.owner in right
        if _needed(left, middle, right) <= width and (whole or view.place.competency is not None):
            break
    gap = width - cell_len(left) - cell_len(middle) - cell_len(right)
    centre = width // 2 - cell_len(middle) // 2 - cell_len(left)
    first = max(2, min(gap - 2, centre)) if middle else gap
    line = Content.assemble(
        (left, "bold"),
        " " * first,
        (middle, "$text-muted"),
        " " * (gap - first),
        right,
    )
    return line if line.cell_length <= width else line.truncate(width, ellipsis=True)


def _sides(view: RoomView, width: int) -> tuple[str, str]:
    """Return what stands left and right, cut as far as they may be."""
    tail = f" decides · {clock_words(view.clock)}"
    title, owner = view.title, view.owner
    over = _needed(f"{title} · {view.alias}", "", owner + tail) - width
    if over > 0:
        title = _fit(title, max(SHORTEST, cell_len(title) - over))
        over = _needed(f"{title} · {view.alias}", "", owner + tail) - width
    if over > 0:
        owner = _fit(owner, max(SHORTEST, cell_len(owner) - over))
    return f"{title} · {view.alias}", owner + tail


def _needed(left: str, middle: str, right: str) -> int:
    return sum(cell_len(part) + 2 for part in (left, middle, right) if part) - 2


def _fit(text: str, width: int) -> str:
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(1, width - 1)).rstrip() + "…"


def clock_words(clock: ClockView) -> str:
    """Return whole minutes used of those there are, so that nothing is repainted in between.

    Where less than a minute was left for the step, only how long it has taken.
    """
    if clock.paused:
        return "clock paused"
    if round(clock.budget / 60) == 0:
        return f"{int(clock.used // 60)} min"
    over = "over, " if clock.used > clock.budget > 0 else ""
    return f"{over}{int(clock.used // 60)} of {round(clock.budget / 60)} min"


def agenda_line(view: RoomView, width: int) -> Content:
    """Return the agenda, shortened around the present step, and a rule that marks where we are."""
    parts = [_step(mark, view.competencies) for mark in view.steps]
    here = next(i for i, mark in enumerate(view.steps) if mark.state == "here")
    for gap in GAPS:
        if sum(part.cell_length for part in parts) + gap * (len(parts) - 1) <= width:
            return _ruled(parts, here, gap, width)
    kept = [here]
    for offset in range(1, len(parts)):
        for index in (here + offset, here - offset):
            trial = sorted([*kept, index])
            if 0 <= index < len(parts) and _length(parts, trial) <= width:
                kept = trial
    first, last = kept[0], kept[-1]
    shown = parts[first : last + 1]
    if first:
        shown[0] = Content("… ") + shown[0]
    if last < len(parts) - 1:
        shown[-1] = shown[-1] + " …"
    return _ruled(shown, here - first, GAPS[-1], width)


def _ruled(parts: list[Content], here: int, gap: int, width: int) -> Content:
    """Return the parts on one line, and a rule that is heavy under the one that is here."""
    line = Content(" " * gap).join(parts)
    start = sum(part.cell_length + gap for part in parts[:here])
    marked = min(parts[here].cell_length, max(0, width - start))
    rule = [
        ("─" * start, RULE),
        ("━" * marked, "$text-accent"),
        ("─" * max(0, width - start - marked), RULE),
    ]
    return line + Content("\n") + Content.assemble(*rule)


def _length(parts: list[Content], kept: list[int]) -> int:
    if kept != list(range(kept[0], kept[-1] + 1)):
        return 1_000_000
    return sum(parts[i].cell_length + GAPS[-1] for i in kept) + len("… ") + len(" …")


def _step(mark: StepMark, competencies: tuple[CompetencyMark, ...]) -> Content:
    content = Content(f"{MARKS[mark.state]}{mark.title}").stylize(STYLES[mark.state])
    content = content.stylize(Style.from_meta({STEP: mark.step}))
    if mark.step == "competency" and mark.state == "here":
        content += " "
        for number, one in enumerate(competencies):
            dot = DOTS["open" if one.here and one.state == "blind" else one.state]
            clicked = Style.from_meta({COMPETENCY: number})
            content += Content(dot).stylize("$text-accent").stylize(clicked)
    return content
