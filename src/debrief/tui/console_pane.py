"""The pane of the facilitator's private console, laid out for the size of its terminal."""

from __future__ import annotations

from textual.content import Content

from debrief.core.room.console import ConsoleView, Speaker
from debrief.tui.paint import (
    MUTED,
    Lines,
    Space,
    beside,
    bullets,
    ends,
    hang,
    page,
    says,
    section,
    stacked,
    wrap,
)

TWO_COLUMNS = 88
GAP = 4
WARNING = "$text-warning"
PRIVATE = "PRIVATE · never share this window"


def paint(view: ConsoleView, space: Space) -> Content:
    """Return the pane: two columns if they fit, else one below the other."""
    if space.width < TWO_COLUMNS:
        width = space.width
        return page(stacked(_now(view, width), *_guide(view, width), *_facts(view, width)))
    left = (space.width - GAP) // 2
    right = space.width - GAP - left
    first = stacked(_now(view, left), *_guide(view, left))
    return page(beside(first, stacked(*_facts(view, right)), left, GAP))


def title(view: ConsoleView, width: int) -> Content:
    """Return the title line, which begins with PRIVATE: this is not the shared screen."""
    for left, parts in (
        (PRIVATE, (view.title, view.alias, view.heading, f"{view.owner} decides")),
        (PRIVATE, (view.alias, view.heading, f"{view.owner} decides")),
        (PRIVATE, (view.alias, view.heading)),
        ("PRIVATE", (view.alias, view.heading)),
    ):
        right = says(" · ".join(parts), MUTED)
        lines = ends(says(left, f"bold {WARNING}"), right, width)
        if len(lines) == 1:
            break
    return lines[0]


def _now(view: ConsoleView, width: int) -> Lines:
    lines = wrap(says(view.place, "bold"), width)
    lines += hang(Content("Next  ").stylize(MUTED), says(view.next, "bold"), width)
    if view.guidance:
        lines += hang("      ", view.guidance, width, MUTED)
    if view.note:
        lines += hang("      ", view.note, width, WARNING)
    if view.then and view.then != view.place:
        lines += hang(Content("Then  ").stylize(MUTED), view.then, width, MUTED)
    if view.time:
        lines += hang(Content("Time  ").stylize(MUTED), view.time[0], width)
    for more in view.time[1:]:
        lines += hang("      ", more, width, WARNING)
    return lines


def _guide(view: ConsoleView, width: int) -> list[Lines]:
    quotes = [f"“{sentence}”" for sentence in view.guide.say]
    challenges = bullets(view.challenges, width) if view.challenged else []
    return [
        _speaking(view, width),
        section("Say", bullets(quotes, width), width),
        section(f"Challenge · {view.challenged}", challenges, width),
        section("Watch for", bullets(view.guide.watch, width), width),
    ]


def _speaking(view: ConsoleView, width: int) -> Lines:
    if not view.speaking:
        return []
    line = Content(", ").join(_speaker(speaker) for speaker in view.speaking)
    return section("Who speaks, in this order", wrap(line, width), width)


def _speaker(speaker: Speaker) -> Content:
    if speaker.turn:
        return says(f"▸ {speaker.name}", "bold")
    return says(f"✓ {speaker.name}", MUTED) if speaker.spoke else says(speaker.name)


def _facts(view: ConsoleView, width: int) -> list[Lines]:
    present = f"{len(view.present)} in the call: {', '.join(view.present)}"
    here = wrap(present, width) if view.opened else []
    prompts = () if view.challenged else view.challenges
    return [
        section("Quiet minutes, only here", bullets(view.quiet, width), width),
        section("Evidence", bullets(view.bare, width), width),
        section("Coverage", bullets(view.gaps, width), width),
        section("People", [*here, *bullets(view.away, width, WARNING)], width),
        section("How they tend to rate", bullets(view.leans, width), width),
        section("Probes", bullets(view.probes, width), width),
        section("To challenge with", bullets(prompts, width), width),
        section("Taken", wrap(view.taken, width) if view.taken else [], width),
        section("What this step is for", wrap(view.guide.purpose, width), width),
    ]
