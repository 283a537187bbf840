"""A session folder as read: its brief, its cards with the ratings sealed, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from debrief.core.brief import Brief, Reference
from debrief.core.desk import Desk
from debrief.core.findings import Finding, sentence
from debrief.core.scorecard import CardFacts, Rating
from debrief.core.sealed import Sealed

BOTH = "both-cards"
"""The code of the finding on a plain card that lies beside its encrypted one."""

PLAIN_CARDS = "Anyone who can open this folder can read the cards in it."


@dataclass(frozen=True, slots=True)
class Card:
    """One panelist's card: what may be known of it, and the rest sealed until a reveal.

    `data` is the file as read, encrypted if it is, for the commitment made when the meeting opens.
    """

    facts: CardFacts
    ratings: Mapping[str, Sealed[Rating]]
    data: Sealed[bytes]


@dataclass(frozen=True, slots=True)
class SessionFiles:
    """A session folder as read: what can be used, and every finding on what is in it.

    `brief` is None when session.toml cannot be used. A card with an error is not in `cards`, which
    go by panelist. `digests` has the SHA-256, in hex, of each file that could be read, by its
    name relative to the folder; the framework goes by `frameworks/<id>.toml`.
    """

    folder: Path
    brief: Brief | None
    cards: Mapping[str, Card]
    references: tuple[Reference, ...]
    findings: tuple[Finding, ...]
    digests: Mapping[str, str] = field(repr=False)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that keep something from being used."""
        return tuple(one for one in self.findings if one.severity == "error")

    @property
    def ratings(self) -> Mapping[str, Mapping[str, Sealed[Rating]]]:
        """The sealed ratings by panelist and competency, as the reveal rules take them."""
        return {panelist: card.ratings for panelist, card in self.cards.items()}

    @property
    def desk(self) -> Desk:
        """What the facilitator should know before the meeting, without saying where in a card."""
        cards = [one for one in self.errors if one.file.startswith("scores/")]
        problems = tuple(sentence(one) for one in self.errors if one not in cards)
        # A plain card beside its encrypted one can be read as well as any other.
        plain = any(not card.facts.encrypted for card in self.cards.values()) or any(
            one.code == BOTH for one in self.findings
        )
        return Desk(
            broken=frozenset(Path(one.file).name.split(".")[0] for one in cards),
            problems=problems,
            notes=(PLAIN_CARDS,) if plain else (),
        )
