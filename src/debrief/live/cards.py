"""The cards that count: those committed to at the opening, or accepted later."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from debrief.core.meeting.state import Meeting
from debrief.core.verbs.verb import Cards, NewCard
from debrief.store import keys
from debrief.store.sessions.session_files import Card, SessionFiles


class CountedCards:
    """The session's files, and the counting cards in memory, so that lost files do no harm."""

    def __init__(self, files: SessionFiles) -> None:
        """Start with these files, and no card that counts."""
        self.files = files
        self.salt = b""
        self._counted: dict[str, Card] = {}
        self.changed: frozenset[str] = frozenset()
        """The panelists whose card in the folder is gone, or not the one that counts."""

    def planned(self) -> Meeting:
        """Return the meeting before its opening; the brief must be valid."""
        assert self.files.brief is not None
        facts = {panelist: card.facts for panelist, card in self.files.cards.items()}
        return Meeting.planned(self.files.brief, facts, self.files.references)

    def commitment(self, panelist: str) -> str:
        """Return the salted digest of the card in the folder."""
        return keys.commit(self.salt, self.files.cards[panelist].data.open())

    def keep(self, meeting: Meeting, copy: Callable[[str], Card | None]) -> None:
        """Keep every card that matches its commitment: from the folder, or from its copy."""
        changed = []
        for panelist, commitment in meeting.commitments.items():
            if self._is_committed(meeting, panelist):
                self._counted[panelist] = self.files.cards[panelist]
                continue
            counted = self._counted.pop(panelist, None) or copy(panelist)
            if counted and keys.commit(self.salt, counted.data.open()) == commitment:
                self._counted[panelist] = counted
                changed.append(panelist)
        self.changed = frozenset(changed)

    def differing(self, meeting: Meeting) -> tuple[str, ...]:
        """Return the panelists whose card in the folder is not the one committed to."""
        return tuple(p for p in meeting.commitments if not self._is_committed(meeting, p))

    def counted(self) -> Mapping[str, bytes]:
        """Return the files of the counting cards, by panelist."""
        return {panelist: card.data.open() for panelist, card in self._counted.items()}

    def ratings(self) -> Cards:
        """Return the sealed ratings that a reveal may open."""
        return {panelist: card.ratings for panelist, card in self._counted.items()}

    def arrived(self, meeting: Meeting) -> dict[str, NewCard]:
        """Return the cards in the folder that the meeting knows nothing of, in panel order."""
        cards = {
            p.id: NewCard(self.files.cards[p.id].facts, self.commitment(p.id))
            for p in meeting.brief.panel
            if p.id in self.files.cards
        }
        return {
            p: card
            for p, card in cards.items()
            if card.commitment not in (meeting.commitments.get(p), meeting.set_aside.get(p))
        }

    def lost(self, meeting: Meeting) -> tuple[str, ...]:
        """Return the panelists whose counting card cannot be opened, in panel order."""
        return tuple(
            p.id
            for p in meeting.brief.panel
            if p.id in meeting.commitments and p.id not in self._counted
        )

    def most_embedded(self, meeting: Meeting) -> int:
        """Return an upper bound for the size of a journal line, in bytes."""
        cards = sum(len(card.data.open()) for card in self.files.cards.values())
        return 2 * (cards + len(meeting.brief.model_dump_json()))

    def without_lost(self, meeting: Meeting) -> Meeting:
        """Return the meeting without the cards that cannot be opened."""
        lost = self.lost(meeting) if meeting.opened else ()
        usable = {p: x for p, x in meeting.usable.items() if p not in lost}
        return replace(meeting, usable=usable) if lost else meeting

    def _is_committed(self, meeting: Meeting, panelist: str) -> bool:
        commitment = meeting.commitments.get(panelist)
        if commitment is None or panelist not in self.files.cards:
            return False
        return commitment == self.commitment(panelist)
