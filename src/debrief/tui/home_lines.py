"""The lines around the list of sessions: how many, in which order, and what the keys do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.style import Style

from debrief.tui import chosen, listing
from debrief.tui.commands import commands
from debrief.tui.keys import key_line, pressing
from debrief.tui.listing import Listing
from debrief.tui.paint import MUTED, cell, ends, joined, page, says

if TYPE_CHECKING:
    from debrief.store.archive import Entry
    from debrief.tui.screens.help import HelpScreen

PURPOSE = (
    "Every session by its alias. Choose one: enter begins its meeting, goes on with it, or, once "
    "it is finished, shows it again; “review due” marks a decision to look at again. Decisions, "
    "dissent and records are private: e shows them, when this screen is not shared."
)
HIDDEN = "Decisions and records stay hidden until e: this screen may be shared."
SHOWN = "Decisions and records are shown: not for a shared screen. e hides them."
NOTHING_FOUND = "No session is found by these words; escape shows all."
EMPTY = "There is no session here yet."
BEGINNINGS = (
    ("enter", "see a demonstration meeting, with nothing to prepare"),
    ("n", "begin a session of your own"),
    ("?", "what this is for, the keys, and a short tour"),
)
"""What there is to do in an empty archive, each by its key."""

NOT_FINISHED = "The meeting is not finished, so nothing is decided yet: enter opens it."
OF_SESSIONS = frozenset(
    f"{verb}({way})"
    for verb, ways in (("choose", (-1, 1)), ("page", (-1, 1)), ("jump", (0, -1)), ("read", (-1, 1)))
    for way in ways
) | {"filter", "expand", "sort"}
"""What a key does with sessions, where there are any."""

KEY_WIDTH = 8
ORDER = "order"
"""What a click on the orders carries: the one to sort by."""

DEMO = "See a demonstration meeting"
FINDING = [("↑ ↓", "choose"), ("escape", "show all")]


def title(known: Listing, shown: int, width: int, *, complete: bool) -> Content:
    """Return the title line: how many sessions there are, found, or read so far."""
    count = f"{len(known):,} session{'' if len(known) == 1 else 's'}"
    if known.filter:
        count = f"{shown:,} of {count}"
    told = says(count if complete else f"reading … {count}", MUTED)
    return page(ends(says("Sessions", "bold"), told, width)[:1])


def empty() -> Content:
    """Return what to do where there is no session yet."""
    ways = [
        pressing(cell(says(key, "$text-accent"), KEY_WIDTH) + does, key) for key, does in BEGINNINGS
    ]
    return page([Content(EMPTY), Content(), *ways])


def orders(known: Listing) -> Content:
    """Return what there is to sort by, the present order marked."""
    parts = [
        (
            says(f"▸ {order}", "$text-accent bold")
            if order == known.order
            else Content("  ") + says(order, MUTED)
        ).stylize(Style.from_meta({ORDER: order}))
        for order in listing.ORDERS
    ]
    return joined(says("by", MUTED), *parts, gap=" ")


def finding(known: Listing, *, asking: bool) -> Content:
    """Return the filter as typed so far, its end in sight; nothing where there is none."""
    if not asking and not known.filter:
        return Content()
    typed = says("/", "$text-accent bold") + f" {known.filter}"
    if not asking:
        return typed
    hint = "" if known.filter else "alias, role, state or date"
    return typed + says("▏", "$text-accent") + says(hint, MUTED)


def guidance(known: Listing, entry: Entry | None, notice: str) -> Content:
    """Return one sentence: the notice, or what is hidden."""
    if notice:
        return Content(notice).stylize("$text-warning")
    if entry is None:
        return Content(NOTHING_FOUND if len(known) else "").stylize(MUTED)
    if known.revealed:
        return Content(SHOWN).stylize("$text-warning")
    return Content(HIDDEN).stylize(MUTED)


def footer(known: Listing, entry: Entry | None, width: int, *, finding: bool) -> Content:
    """Return the main key and the keys that help here."""
    if finding:
        return key_line(("enter", "Keep these"), FINDING, width, "escape")
    others = [
        (one.shown, "hide" if one.name == "expand" and known.revealed else one.brief)
        for one in commands("home")
        if one.brief and _helps(one.name, known, entry)
    ]
    if entry is not None:
        return key_line(("enter", chosen.ENTER[listing.state(entry)]), others, width)
    main = ("escape", "Show all") if len(known) else ("enter", DEMO)
    return key_line(main, others, width)


def help_screen(known: Listing, entry: Entry | None) -> HelpScreen:
    """Return help on home, with the keys that do something with the chosen session."""
    from debrief.tui.screens.help import HelpScreen

    needs = {
        "replay": entry is not None and entry.state != "not-started",
        "review": entry is not None and entry.state == "finished",
    }
    found = [
        one
        for one in commands("home")
        if needs.get(one.name, bool(len(known)) or one.name not in OF_SESSIONS)
    ]
    opens = chosen.ENTER[listing.state(entry)] if entry is not None else DEMO
    return HelpScreen("Sessions", PURPOSE, found, now={"open": opens})


def _helps(name: str, known: Listing, entry: Entry | None) -> bool:
    if name in ("replay", "review"):
        return entry is not None and entry.state == ("open" if name == "replay" else "finished")
    return bool(len(known)) or name in ("new", "help")
