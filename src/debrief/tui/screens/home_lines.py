"""The lines around the list of sessions: title, sort orders, filter, guidance and footer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from debrief.tui.commands import commands
from debrief.tui.home import detail, listing
from debrief.tui.home.listing import Listing
from debrief.tui.keys import key_line, pressing
from debrief.tui.paint import MUTED, cell, ends, page, says, wrap

if TYPE_CHECKING:
    from datetime import date

    from debrief.store.archive.archive import Entry
    from debrief.tui.home.listing import Section
    from debrief.tui.screens.help import HelpScreen

PURPOSE = (
    "Every session by its alias, and under the heading of what is to be done about it. Enter does "
    "the next thing: it prepares a new session, opens or resumes a meeting, or replays one that "
    "is over. Decisions, dissent and records are private: press e to show them while this screen "
    "is not shared."
)
HIDDEN = "Decisions are hidden (e shows them)."
SHOWN = "Decisions are shown. Don’t share this screen. e hides them."
NOTHING_FOUND = "No session matches these words. Press escape to show all."
EMPTY = "There are no sessions here yet."
TRY = "Try a meeting that is prepared already, or create a session of your own."
BEGINNINGS = (("enter", "try a demo meeting"), ("n", "new session"))
"""Keys offered in an empty archive, each with its action in words."""

NOT_FINISHED = "The meeting is not finished, so nothing is decided yet. Press enter to open it."
OF_SESSIONS = frozenset(
    f"{verb}({way})"
    for verb, ways in (("choose", (-1, 1)), ("page", (-1, 1)), ("jump", (0, -1)), ("read", (-1, 1)))
    for way in ways
) | {"filter", "expand", "sort"}
"""Commands that need at least one session."""

KEY_WIDTH = 8
DEMO = "Try a demo meeting"
FINDING = [("↑ ↓", "choose"), ("escape", "show all")]


def title(known: Listing, shown: int, width: int, *, complete: bool) -> Content:
    """Return the title line: how many sessions there are or were found, and how many are due."""
    count = f"{len(known):,} session{'' if len(known) == 1 else 's'}"
    if known.filter:
        count = f"{shown:,} of {count}"
    parts = [count if complete else f"reading … {count}"]
    if known.order != listing.ORDERS[0]:
        parts.append(f"by {known.order}")
    elif complete and len(known):
        parts.append(f"{known.due:,} due")
    return page(ends(says("debrief", "bold"), says(" · ".join(parts), MUTED), width)[:1])


def empty(where: str, width: int) -> Content:
    """Return the first steps, shown in an empty archive that is `where`."""
    ways = [pressing(cell(says(key, "bold"), KEY_WIDTH) + does, key) for key, does in BEGINNINGS]
    kept = wrap(f"Sessions are kept in {where}", width, MUTED)
    return page([*wrap(says(EMPTY, "bold"), width), *wrap(TRY, width), *kept, Content(), *ways])


def finding(known: Listing, *, asking: bool) -> Content:
    """Return the filter as typed, with its end visible; empty if there is no filter."""
    if not asking and not known.filter:
        return Content()
    typed = says("/", "bold") + f" {known.filter}"
    if not asking:
        return typed
    hint = "" if known.filter else "alias, role, state or date"
    return typed + "▏" + says(hint, MUTED)


def guidance(known: Listing, entry: Entry | None, notice: str) -> Content:
    """Return one sentence: the notice, or that private details are hidden or shown."""
    if notice:
        return Content(notice).stylize("$text-warning")
    if entry is None and known.filter:
        return Content(NOTHING_FOUND).stylize(MUTED)
    if known.revealed:
        return Content(SHOWN).stylize("$text-warning")
    return Content(HIDDEN if len(known) else "").stylize(MUTED)


def footer(
    known: Listing,
    chosen: tuple[Entry | None, Section | None],
    width: int,
    today: date,
    *,
    finding: bool,
) -> Content:
    """Return the footer: the main key for the chosen session or section, and other keys."""
    if finding:
        return key_line(("enter", "Show these"), FINDING, width, "escape")
    entry, folded = chosen
    others = [
        (command.shown, "hide" if command.name == "expand" and known.revealed else command.brief)
        for command in commands("home")
        if command.brief and _helps(command.name, known, entry)
    ]
    if folded is not None:
        main = ("enter", f"List the {len(folded.entries):,} that are done")
    elif entry is not None:
        main = ("enter", detail.enter(entry, today))
    else:
        main = ("escape", "Show all") if len(known) else ("enter", DEMO)
    return key_line(main, others, width)


def help_screen(known: Listing, entry: Entry | None, today: date) -> HelpScreen:
    """Return the help of home, with the keys that can be used on the chosen session."""
    from debrief.tui.screens.help import HelpScreen

    needs = {
        "replay": entry is not None and entry.state != "not-started",
        "review": entry is not None and entry.state == "finished",
    }
    usable = [
        command
        for command in commands("home")
        if needs.get(command.name, bool(len(known)) or command.name not in OF_SESSIONS)
    ]
    opens = detail.enter(entry, today) if entry is not None else DEMO
    return HelpScreen("Home", PURPOSE, usable, now={"open": opens})


def _helps(name: str, known: Listing, entry: Entry | None) -> bool:
    if name == "replay":
        return entry is not None and entry.state in ("open", "finished")
    if name == "review":
        return entry is not None and entry.state == "finished"
    return bool(len(known)) or name in ("new", "help")
