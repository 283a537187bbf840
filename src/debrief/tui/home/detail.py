"""The text of the detail pane at home: the chosen session, its decision and its record."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from debrief.core.days import local
from debrief.core.room.short_names import short_names
from debrief.core.session_groups import CardState, Preparation, group_of
from debrief.core.text import clean_line
from debrief.tui.home import listing
from debrief.tui.paint import (
    MUTED,
    Lines,
    Space,
    cell,
    cut,
    hang,
    indent,
    joined,
    page,
    says,
    section,
    stacked,
    styled,
    wrap,
)

if TYPE_CHECKING:
    from debrief.core.room.view_record import RecordView
    from debrief.store.archive.archive import Entry

ENTER = {
    "running": "Resume",
    "carry-on": "Carry on",
    "promises": "Replay",
    "review": "Replay",
    "done": "Replay",
    "unreadable": "Look into",
}
"""The action of enter in the groups where it does not open the meeting for the first time."""

STEPS = {"brief": "Write the brief", "forms": "Make the forms", "cards": "Collect the cards"}
"""The steps of a new session."""

LONGEST_ALIAS = 20
READING = "The record is being read …"
DUE = "$text-warning"


def enter(entry: Entry, today: date) -> str:
    """Return the action of enter for a session: the first step of a new one, or to open it."""
    task = step(entry)
    if task is not None:
        return STEPS[task]
    verb = ENTER.get(group_of(entry, today), "Open")
    return f"{verb} {cut(listing.name(entry), LONGEST_ALIAS)}"


def step(entry: Entry) -> str | None:
    """Return the step of a new session that enter does, if it is not to open the meeting."""
    prepared = entry.preparation
    if prepared is None or not prepared.is_new or prepared.task == "cards":
        return None
    return prepared.task


def about(entry: Entry, today: date, width: int, where: str, *, airy: bool = True) -> Content:
    """Return the details of a session that may be shown on a shared screen.

    `where` is the sessions directory as it is shown to the user. If `airy`, empty lines are between
    the blocks.
    """
    blocks = (_head(entry, today, width), *_state(entry, today, width, where))
    return page(stacked(*blocks, gap=int(airy)))


def folded(count: int, width: int) -> Content:
    """Return the details of the folded sessions."""
    were = "One meeting is" if count == 1 else f"{count:,} meetings are"
    return page(wrap(f"{were} over, with nothing due. Press enter to list them.", width, MUTED))


def in_full(
    entry: Entry, record: RecordView | str | None, today: date, width: int, height: int
) -> Content:
    """Return all details of a session; `record` is None while loading, a str if unreadable."""
    facts = _facts(entry, today, width)
    if record is None or isinstance(record, str) or entry.state in ("not-started", "damaged"):
        lines = stacked(_head(entry, today, width), *_state(entry, today, width, ""), facts)
        if entry.state in ("open", "finished"):
            lines = stacked(lines, wrap(str(record or READING), width, MUTED))
        return page(lines)
    from debrief.tui.steps.record import paint

    return page([*facts, Content()]) + Content("\n") + paint(record, Space(width, height))


def _head(entry: Entry, today: date, width: int) -> Lines:
    title = entry.title or listing.folder(entry)
    owner = entry.preparation.owner if entry.preparation else ""
    parts = (
        entry.alias,
        _when(entry, today),
        f"{clean_line(owner)} decides" if owner else "",
    )
    under = " · ".join(part for part in parts if part)
    return [*wrap(says(title, "bold"), width), *wrap(under, width, MUTED)]


def _when(entry: Entry, today: date) -> str:
    """Return when a meeting is to begin, near or far, or when it began."""
    day = listing.meeting_day(entry)
    if day is None:
        return "no day yet" if entry.state == "not-started" else ""
    if entry.state != "not-started":
        return _day(day)
    days = (day - today).days
    if days in (0, 1):
        return f"{('today', 'tomorrow')[days]}, {_clock(entry)}"
    near = f", in {days} days" if 1 < days < listing.HALF_A_YEAR else ""
    return f"{day:%a} {_day(day)}{near}"


def _clock(entry: Entry) -> str:
    return f"{local(entry.scheduled):%H:%M}" if entry.scheduled else ""


def _state(entry: Entry, today: date, width: int, where: str) -> list[Lines]:
    group = group_of(entry, today)
    if entry.state == "damaged":
        return [wrap(entry.problem, width, "$text-error")]
    if entry.state == "not-started":
        return _before(entry, today, width, where)
    match group:
        case "running" if entry.held_elsewhere:
            sentence = "The meeting is open in another terminal. Here you can only watch it."
        case "running":
            sentence = "The meeting was interrupted. It resumes where it stopped."
        case "carry-on":
            who = f" Then: {clean_line(entry.due_who)}." if entry.due_who else ""
            by = f" until {_day(entry.due)}" if entry.due else ""
            sentence = f"The decision waits{by}.{who}"
        case "promises":
            return [_promises(entry, today, width)]
        case "review":
            sentence = "The decision is to be reviewed: press v."
        case _:
            sentence = "The meeting is over. Press e for its decision and record."
    return [wrap(sentence, width, MUTED)]


def _promises(entry: Entry, today: date, width: int) -> Lines:
    """Return whose promises are due since when, without their texts."""
    due = [(day, who) for day, who in entry.promises or () if day <= today]
    lines = [
        line
        for day, who in due
        for line in hang("· ", f"{clean_line(who) or 'Nobody named'}, {_day(day)}", width, DUE)
    ]
    shown = section("Promised, and due", lines, width)
    return [*shown, *wrap("Press e to read them. They stay here until a review: v.", width, MUTED)]


def _before(entry: Entry, today: date, width: int, where: str) -> list[Lines]:
    """Return what is in before a meeting, and what is to be done."""
    prepared = entry.preparation
    if prepared is None:
        cards = Content("Cards    ").stylize(MUTED) + f"{entry.cards} of {entry.panel}"
        return [wrap(cards, width)]
    past = group_of(entry, today) == "past"
    late = "The meeting was not held. Set a new day in session.toml, or open it." if past else ""
    blocks = [wrap(late, width, DUE) if late else []]
    if prepared.is_new:
        return [*blocks, _steps(entry, prepared, width, where), _cards(prepared, width)]
    return [*blocks, _cards(prepared, width), _to_do(entry, prepared, today, width)]


def _steps(entry: Entry, prepared: Preparation, width: int, where: str) -> Lines:
    """Return the three steps of a new session, the one that is due marked."""
    brief = "/".join(part for part in (where, listing.folder(entry), "session.toml") if part)
    cards = f"{prepared.cards_in} of {len(prepared.cards)}"
    made = prepared.written and (prepared.forms or prepared.cards_in > 0)
    done = {"brief": prepared.written, "forms": made, "cards": prepared.task is None}
    about = {"brief": brief, "forms": "forms/, a page for each panelist", "cards": cards}
    longest = max(map(len, STEPS.values()))
    lines: Lines = []
    for number, (task, title) in enumerate(STEPS.items(), start=1):
        now = task == prepared.task
        mark = "✓" if done[task] else "▸" if now else " "
        heading = styled(Content(f"{mark} {number}  {title}"), "bold" if now else MUTED)
        detail = styled(Content(about[task]), "" if now else MUTED)
        together = cell(heading, longest + len("▸ 1  ")) + "  " + detail
        if together.cell_length <= width:
            lines.append(together)
        else:
            folded = [styled(x, "" if now else MUTED) for x in _at_slashes(about[task], width - 5)]
            lines += [heading, *indent(folded, 5)]
    return lines


def _at_slashes(path: str, width: int) -> Lines:
    """Return a path or a text on lines, broken after slashes and else between words."""
    lines: list[str] = [""]
    for part in re.findall(r"[^/ ]*[/ ]?", path):
        if lines[-1] and cell_len(lines[-1] + part.rstrip()) > width:
            lines.append("")
        lines[-1] += part
    return [line for text in lines for line in wrap(text.rstrip(), width)]


def _cards(prepared: Preparation, width: int) -> Lines:
    """Return who has sent a card and who has not, in columns of short names."""
    names = short_names([clean_line(card.name) for card in prepared.cards])
    marked = [_marked(card, name) for card, name in zip(prepared.cards, names, strict=True)]
    widest = max(entry.cell_length for entry in marked) + 2
    across = max(1, width // widest)
    rows = [
        joined(*(cell(entry, widest) for entry in marked[first : first + across]), gap="").rstrip()
        for first in range(0, len(marked), across)
    ]
    count = f"{prepared.cards_in} of {len(prepared.cards)}"
    return [*wrap(Content("Cards    ").stylize(MUTED) + count, width), *rows]


def _marked(card: CardState, name: str) -> Content:
    return Content(f"✓ {name}") if card.is_in else says(f"── {name}", MUTED)


def _to_do(entry: Entry, prepared: Preparation, today: date, width: int) -> Lines:
    lines = [
        line
        for number, text in enumerate(prepared.left, start=1)
        for line in hang(f"{number}  ", clean_line(text), width)
    ]
    day = listing.meeting_day(entry)
    before = f"Before {_near(day, today)}" if day and day >= today else "To do"
    return section(before, lines, width)


def _near(day: date, today: date) -> str:
    """Return a day as people say it: `tomorrow`, `Tuesday`, `8 December`."""
    days = (day - today).days
    if days <= 1:
        return ("the meeting", "tomorrow")[days]
    return f"{day:%A}" if days < len("1234567") else f"{day.day} {day:%B}"


def _facts(entry: Entry, today: date, width: int) -> Lines:
    """Return the name of the folder, for commands, and the date of the next review."""
    lines = wrap(says("Session", MUTED) + "  " + says(listing.folder(entry)), width)
    if decision := listing.decision(entry):
        outcome = f"{decision}, {listing.dissent(entry) or 'no dissent'}"
        lines += wrap(says("Decision", MUTED) + " " + says(outcome), width)
    if entry.next_review is not None:
        due = entry.next_review <= today
        word, style = ("since", DUE) if due else ("on", "")
        looked = f"{'due ' if due else ''}{word} {_day(entry.next_review)}"
        lines += wrap(says("Review", MUTED) + "   " + says(looked, style), width)
    if entry.reviews:
        times = "once" if entry.reviews == 1 else f"{entry.reviews} times"
        lines += wrap(says(f"Reviewed {times}", MUTED), width)
    return lines


def _day(day: date | datetime) -> str:
    return f"{day.day} {day:%B %Y}"
