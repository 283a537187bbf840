"""The cards that count: as they were committed to when the meeting opened, or accepted since."""

from __future__ import annotations

from dataclasses import replace

from debrief.core.meeting import Meeting
from debrief.core.rules.rounds import Cards
from debrief.store import keys
from debrief.store.session_files import Card, SessionFiles


class CountedCards:
    """Keeps a card that counts in memory, whatever becomes of its file."""

    def __init__(self, files: SessionFiles) -> None:
        """Begin with the files as read."""
        self.files = files
        self.salt = b""
        self._counted: dict[str, Card] = {}

    def planned(self) -> Meeting:
        """Return the meeting before its opening, by a brief that can be used."""
        assert self.files.brief is not None
        facts = {panelist: card.facts for panelist, card in self.files.cards.items()}
        return Meeting.planned(self.files.brief, facts, self.files.references)

    def commitment(self, panelist: str) -> str:
        """Return the salted digest of the card in the folder."""
        return keys.commit(self.salt, self.files.cards[panelist].data.open())

    def keep(self, meeting: Meeting) -> None:
        """Keep every card in the folder that is the one committed to."""
        self._counted |= {
            panelist: card
            for panelist, card in self.files.cards.items()
            if self._is_committed(meeting, panelist)
        }

    def ratings(self) -> Cards:
        """Return the sealed ratings that a reveal may open."""
        return {panelist: card.ratings for panelist, card in self._counted.items()}

    def arrived(self, meeting: Meeting) -> tuple[str, ...]:
        """Return whose card in the folder is not the one that counts, in panel order."""
        return tuple(
            p.id
            for p in meeting.brief.panel
            if p.id in self.files.cards and not self._is_committed(meeting, p.id)
        )

    def lost(self, meeting: Meeting) -> tuple[str, ...]:
        """Return whose card counts by the journal and cannot be opened, in panel order."""
        return tuple(
            p.id
            for p in meeting.brief.panel
            if p.id in meeting.commitments and p.id not in self._counted
        )

    def most_embedded(self, meeting: Meeting) -> int:
        """Return an upper bound, in bytes, of what one line of the journal could have to hold."""
        cards = sum(len(card.data.open()) for card in self.files.cards.values())
        return 2 * (cards + len(meeting.brief.model_dump_json()))

    def seen(self, meeting: Meeting) -> Meeting:
        """Return the meeting with those cards missing that cannot be opened."""
        lost = self.lost(meeting) if meeting.opened else ()
        usable = {p: found for p, found in meeting.usable.items() if p not in lost}
        return replace(meeting, usable=usable) if lost else meeting

    def _is_committed(self, meeting: Meeting, panelist: str) -> bool:
        known = meeting.commitments.get(panelist)
        return known is not None and known == self.commitment(panelist)
