"""A session folder as read: its brief, its cards with sealed ratings, and its problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from debrief.core.brief import Brief, Reference
from debrief.core.findings import Finding, sentence
from debrief.core.preflight_notes import PreflightNotes
from debrief.core.scorecard import CardContents, CardFacts, Rating, card_path
from debrief.core.sealed import Sealed
from debrief.store.check import FUTURE

BOTH = "both-cards"
"""The code of the finding on a plain card next to its encrypted one."""

PLAIN_CARDS = "Anyone who can open this folder can read the cards in it."


@dataclass(frozen=True, slots=True)
class Card:
    """One panelist's card: its public facts, and the rest sealed until a reveal.

    `data` is the file as read, encrypted if it is, for the commitment made when the meeting opens.
    `contents` may be opened for the facilitator alone.
    """

    facts: CardFacts
    ratings: Mapping[str, Sealed[Rating]]
    data: Sealed[bytes]
    contents: Sealed[CardContents] = field(default_factory=lambda: Sealed(CardContents()))


@dataclass(frozen=True, slots=True)
class SessionFiles:
    """A session folder as read: its usable content, and every finding.

    `brief` is None if session.toml cannot be used. `cards`, by panelist, has no card with an error.
    `digests` has the SHA-256, in hex, of each readable file by its name relative to the folder; the
    framework is `frameworks/<id>.toml`.
    """

    folder: Path
    brief: Brief | None
    cards: Mapping[str, Card]
    references: tuple[Reference, ...]
    findings: tuple[Finding, ...]
    digests: Mapping[str, str] = field(repr=False)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that keep a file from being used."""
        return tuple(finding for finding in self.findings if finding.severity == "error")

    @property
    def ratings(self) -> Mapping[str, Mapping[str, Sealed[Rating]]]:
        """The sealed ratings by panelist and competency, as the reveal rules need them."""
        return {panelist: card.ratings for panelist, card in self.cards.items()}

    @property
    def preflight_notes(self) -> PreflightNotes:
        """The facts for the facilitator before the meeting, without places in a card."""
        cards = [error for error in self.errors if error.file.startswith("scores/")]
        problems = tuple(sentence(error) for error in self.errors if error not in cards)
        # A plain card beside its encrypted one can be read as well as any other.
        plain = any(not card.facts.encrypted for card in self.cards.values()) or any(
            finding.code == BOTH for finding in self.findings
        )
        panel = self.brief.panel if self.brief else ()
        future = tuple(
            f"{p.name}: the card’s date is in the future."
            for p in panel
            if p.id in self.from_the_future
        )
        return PreflightNotes(
            broken=frozenset(Path(error.file).name.split(".")[0] for error in cards),
            problems=problems,
            notes=(*future, PLAIN_CARDS) if plain else future,
        )

    @property
    def from_the_future(self) -> frozenset[str]:
        """The panelists whose card was submitted in the future."""
        files = {finding.file for finding in self.findings if finding.code == FUTURE}
        names = {p: {card_path(p), f"{card_path(p)}.age"} for p in self.cards}
        return frozenset(p for p, both in names.items() if files & both)
