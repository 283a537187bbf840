"""The lines around the list of sessions: title, sort orders, filter, guidance and footer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.style import Style

from debrief.tui.commands import commands
from debrief.tui.home import detail, listing
from debrief.tui.home.listing import Listing
from debrief.tui.keys import key_line, pressing
from debrief.tui.paint import MUTED, cell, ends, joined, page, says

if TYPE_CHECKING:
    from debrief.store.archive.archive import Entry
    from debrief.tui.screens.help import HelpScreen

PURPOSE = (
    "Every session by its alias. Choose one: enter starts its meeting, resumes it or, once it is "
    "finished, replays it. “review due” marks a decision to review. Decisions, dissent and records "
    "are private: press e to show them while this screen is not shared."
)
HIDDEN = "Decisions and records stay hidden until you press e."
SHOWN = "Decisions and records are shown. Don’t share this screen. e hides them."
NOTHING_FOUND = "No session matches these words. Press escape to show all."
EMPTY = "There are no sessions here yet."
BEGINNINGS = (
    ("enter", "try a demo meeting, with nothing to prepare"),
    ("n", "create a session of your own"),
    ("?", "what this is for, the keys, and a short tour"),
)
"""Keys offered in an empty archive, each with its action in words."""

NOT_FINISHED = "The meeting is not finished, so nothing is decided yet. Press enter to open it."
OF_SESSIONS = frozenset(
    f"{verb}({way})"
    for verb, ways in (("choose", (-1, 1)), ("page", (-1, 1)), ("jump", (0, -1)), ("read", (-1, 1)))
    for way in ways
) | {"filter", "expand", "sort"}
"""Commands that need at least one session."""

KEY_WIDTH = 8
ORDER = "order"
"""Key of the sort order in the style of its name, for clicks."""

DEMO = "Try a demo meeting"
FINDING = [("↑ ↓", "choose"), ("escape", "show all")]


def title(known: Listing, shown: int, width: int, *, complete: bool) -> Content:
    """Return the title line, with the number of sessions in all, found, or read so far."""
    count = f"{len(known):,} session{'' if len(known) == 1 else 's'}"
    if known.filter:
        count = f"{shown:,} of {count}"
    status = says(count if complete else f"reading … {count}", MUTED)
    return page(ends(says("Sessions", "bold"), status, width)[:1])


def empty() -> Content:
    """Return the first steps, shown in an empty archive."""
    ways = [pressing(cell(says(key, "bold"), KEY_WIDTH) + does, key) for key, does in BEGINNINGS]
    return page([Content(EMPTY), Content(), *ways])


def orders(known: Listing) -> Content:
    """Return the sort orders, the current one marked."""
    parts = [
        (
            says(f"▸ {order}", "bold")
            if order == known.order
            else Content("  ") + says(order, MUTED)
        ).stylize(Style.from_meta({ORDER: order}))
        for order in listing.ORDERS
    ]
    return joined(says("by", MUTED), *parts, gap=" ")


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
    if entry is None:
        return Content(NOTHING_FOUND if len(known) else "").stylize(MUTED)
    if known.revealed:
        return Content(SHOWN).stylize("$text-warning")
    return Content(HIDDEN).stylize(MUTED)


def footer(known: Listing, entry: Entry | None, width: int, *, finding: bool) -> Content:
    """Return the footer: the main key, and other keys that can be used now."""
    if finding:
        return key_line(("enter", "Show these"), FINDING, width, "escape")
    others = [
        (command.shown, "hide" if command.name == "expand" and known.revealed else command.brief)
        for command in commands("home")
        if command.brief and _helps(command.name, known, entry)
    ]
    if entry is not None:
        return key_line(("enter", detail.ENTER[listing.state(entry)]), others, width)
    main = ("escape", "Show all") if len(known) else ("enter", DEMO)
    return key_line(main, others, width)


def help_screen(known: Listing, entry: Entry | None) -> HelpScreen:
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
    opens = detail.ENTER[listing.state(entry)] if entry is not None else DEMO
    return HelpScreen("Sessions", PURPOSE, usable, now={"open": opens})


def _helps(name: str, known: Listing, entry: Entry | None) -> bool:
    if name in ("replay", "review"):
        return entry is not None and entry.state == ("open" if name == "replay" else "finished")
    return bool(len(known)) or name in ("new", "help")
