"""The two lines above every step: title, owner and clock; the agenda."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from debrief.core.room import ClockView, CompetencyMark, RoomView, StepMark

DOTS = {"closed": "●", "open": "◐", "blind": "○"}
MARKS = {"done": "✓ ", "here": "▸ ", "open": "", "waived": "– "}
STYLES = {
    "done": "$text-muted",
    "here": "$text-accent bold",
    "open": "",
    "waived": "$text-muted",
}
SPOKEN_TENTHS = 120.0


def title_line(view: RoomView, width: int) -> Content:
    """Return the title line: whose debrief, where we are, who decides, and the time."""
    left = f"{view.title} · {view.alias}"
    tail = f" decides · {clock_words(view.clock)}"
    middle = view.heading
    beside = max(width // 2 - 6, width - cell_len(left) - cell_len(middle) - 4)
    right = _fit(view.owner, max(6, beside - cell_len(tail))) + tail
    room = width - cell_len(middle) - 4
    share = max(8, min(cell_len(left), room - min(cell_len(right), room // 2 + 6)))
    left = _fit(left, share)
    right = _fit(right, max(8, room - cell_len(left)))
    gap = width - cell_len(left) - cell_len(middle) - cell_len(right)
    first = max(2, min(gap - 2, width // 2 - cell_len(middle) // 2 - cell_len(left)))
    second = max(2, gap - first)
    return Content.assemble(
        (left, "bold"), " " * first, (middle, "$text-muted"), " " * second, right
    )


def _fit(text: str, width: int) -> str:
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(1, width - 1)).rstrip() + "…"


def clock_words(clock: ClockView) -> str:
    """Return used and budgeted minutes; in the last two minutes what is left, by ten seconds."""
    if clock.paused:
        return "clock paused"
    left = clock.budget - clock.used
    if 0 < left <= SPOKEN_TENTHS:
        seconds = int(left // 10 * 10)
        return f"{seconds // 60}:{seconds % 60:02d} left"
    over = "over, " if clock.used > clock.budget > 0 else ""
    return f"{over}{int(clock.used // 60)} of {round(clock.budget / 60)} min"


def agenda_line(view: RoomView, width: int) -> Content:
    """Return the agenda in one line, shortened around the present step when it is too long."""
    parts = [_step(mark, view.competencies) for mark in view.steps]
    line = Content("  ").join(parts)
    if cell_len(line.plain) <= width:
        return Content("   ").join(parts) if cell_len(line.plain) + len(parts) <= width else line
    here = next(i for i, mark in enumerate(view.steps) if mark.state == "here")
    kept = [here]
    for offset in range(1, len(parts)):
        for index in (here + offset, here - offset):
            trial = sorted([*kept, index])
            if 0 <= index < len(parts) and _length(parts, trial) <= width:
                kept = trial
    first, last = kept[0], kept[-1]
    shown = Content("  ").join(parts[first : last + 1])
    before = Content("… ") if first else Content()
    after = Content(" …") if last < len(parts) - 1 else Content()
    return before + shown + after


def _length(parts: list[Content], kept: list[int]) -> int:
    if kept != list(range(kept[0], kept[-1] + 1)):
        return 1_000_000
    return sum(cell_len(parts[i].plain) + 2 for i in kept) + 4


def _step(mark: StepMark, competencies: tuple[CompetencyMark, ...]) -> Content:
    content = Content(f"{MARKS[mark.state]}{mark.title}").stylize(STYLES[mark.state])
    if mark.step == "competency" and mark.state == "here":
        dots = "".join(DOTS[c.state] for c in competencies)
        content = content + Content(f" {dots}").stylize("$text-accent")
    return content
