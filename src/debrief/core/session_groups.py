"""The groups of sessions in a list, and the next things to do for a session before its meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

from debrief.core.days import later, local
from debrief.core.text import listed

Group = Literal[
    "running", "carry-on", "next", "waiting", "promises", "review", "past", "done", "unreadable"
]

GROUPS: dict[Group, str] = {
    "running": "Running",
    "carry-on": "To be carried on",
    "next": "Next",
    "waiting": "Waiting for cards",
    "promises": "Promises due",
    "review": "Review due",
    "past": "Past its day, not held",
    "done": "Done",
    "unreadable": "Not readable",
}
"""The headings of the groups, in the order of the list."""

SOON = timedelta(days=7)
"""Time before a meeting from which it is next, even while cards are missing."""

FEW = 2
"""Missing cards that are asked for one by one."""

Task = Literal["brief", "forms", "cards"]


@dataclass(frozen=True, slots=True)
class CardState:
    """The state of a panelist's card, as known without opening it; `name` is the panelist's.

    `undated` is true of a card that is not encrypted and has no date.
    """

    name: str
    is_in: bool
    undated: bool = False


@dataclass(frozen=True, slots=True)
class Preparation:
    """The preparation of a meeting: its owner's name, the brief, the forms and the cards.

    `written` is false while a text that the brief needs is a placeholder, `forms` while a panelist
    has no form, or one that is older than the brief.
    """

    owner: str
    written: bool
    forms: bool
    cards: tuple[CardState, ...]

    @property
    def cards_in(self) -> int:
        """The number of cards that are in."""
        return sum(card.is_in for card in self.cards)

    @property
    def is_new(self) -> bool:
        """True until the brief is written and the first card is in."""
        return not self.written or not self.cards_in

    @property
    def task(self) -> Task | None:
        """The first of the three steps that is due, None once every card is in."""
        if not self.written:
            return "brief"
        if not self.cards_in and not self.forms:
            return "forms"
        return "cards" if self.cards_in < len(self.cards) else None

    @property
    def left(self) -> tuple[str, ...]:
        """The tasks about the cards before the meeting, a sentence each, without a full stop."""
        names = [card.name for card in self.cards if not card.is_in]
        missing = [f"Ask {name} for the card" for name in names]
        if len(names) > FEW:
            missing = [f"Ask for the cards of {listed(names)}"]
        undated = [f"{card.name}’s card has no date" for card in self.cards if card.undated]
        return (*missing, *undated)


State = Literal["not-started", "open", "finished", "damaged"]


class ListedSession(Protocol):
    """The facts of a session that decide its group."""

    @property
    def state(self) -> State:
        """The state of the meeting."""

    @property
    def carry_on(self) -> bool:
        """True if the decision of an open meeting is to wait."""

    @property
    def held_elsewhere(self) -> bool:
        """True while a program has the meeting open."""

    @property
    def scheduled(self) -> datetime | None:
        """The planned start."""

    @property
    def cards(self) -> int:
        """The number of cards that are in before the meeting."""

    @property
    def panel(self) -> int:
        """The number of panelists before the meeting."""

    @property
    def promised(self) -> date | None:
        """The earliest day of a promise that is still open."""

    @property
    def next_review(self) -> date | None:
        """The day of the next review."""


def group_of(session: ListedSession, today: date) -> Group:
    """Return the first group that a session fits in, by the local date."""
    if session.state == "damaged":
        return "unreadable"
    if session.state == "open":
        return "carry-on" if session.carry_on and not session.held_elsewhere else "running"
    if session.state == "finished":
        if session.promised is not None and session.promised <= today:
            return "promises"
        is_due = session.next_review is not None and session.next_review <= today
        return "review" if is_due else "done"
    day = local(session.scheduled).date() if session.scheduled else None
    if day is not None and day < today:
        return "past"
    soon = day is not None and day <= later(today, SOON)
    return "next" if soon or session.cards == session.panel > 0 else "waiting"


def is_overdue(session: ListedSession, due: date | None, today: date) -> bool:
    """Return whether something is due by today: a promise, a review, or a meeting's next day."""
    group = group_of(session, today)
    return group in ("promises", "review") or (
        group == "carry-on" and due is not None and due <= today
    )
