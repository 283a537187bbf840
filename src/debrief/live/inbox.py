"""Records the console's notes by the ordinary rules, each once, and deletes their files afterwards.

A crash between the two leaves a file whose id is in the journal; it is deleted, not recorded again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from debrief.core.meeting import events as e
from debrief.core.meeting.state import Meeting
from debrief.core.refused import Refused, closed_to_change
from debrief.core.verbs import anytime
from debrief.core.vocabulary import Promise
from debrief.live.environment import Unsaved
from debrief.store import inbox

Add = Callable[[Callable[[], e.Event | Refused]], "tuple[e.LogLine, ...] | Refused"]
"""A function that records the event of a rule; an error in the rule becomes a refusal."""


MOST_NOTES = 30
"""Maximum notes recorded in PERIOD seconds; nobody writes more, and any program could."""

PERIOD = 60.0

FLOODED = (
    "Notes are arriving faster than anyone can write, so most of them wait. Check the "
    "session’s inbox folder."
)


class Inbox:
    """The inbox of a session, and the files that could not be set aside.

    `held_back` is the number of notes that were not taken in the last time, because too many came.
    """

    def __init__(self) -> None:
        """Start without such files."""
        self._stuck: set[str] = set()
        self._taken: list[float] = []
        self.held_back = 0

    def take(
        self, folder: Path, meeting: Meeting, log: Sequence[e.LogLine], add: Add, mono: float
    ) -> tuple[e.LogLine, ...]:
        """Record the waiting notes with `add`, and return the added lines.

        Before the opening, after the finish, and while nothing can be saved, notes stay where they
        are, and so do more notes than people write. Files that are no notes, and notes that the
        rules refuse, are set aside.
        """
        self.held_back = 0
        names = inbox.waiting(folder)
        if not names or closed_to_change(meeting) is not None:
            return ()
        known = {source for line in log if (source := getattr(line.event, "source", None))}
        added: tuple[e.LogLine, ...] = ()
        self._taken = [at for at in self._taken if mono - at < PERIOD]
        for number, name in enumerate(names):
            if name in self._stuck:
                continue
            if len(self._taken) >= MOST_NOTES:
                self.held_back = len(names) - number
                break
            found = inbox.read(folder, name)
            if found.note is None:
                self._refuse(found)
                continue
            if found.note.id not in known:
                lines = add(partial(_event, meeting, found.note))
                if isinstance(lines, Unsaved):
                    return added
                if isinstance(lines, Refused):
                    self._refuse(found)
                    continue
                added += lines
                self._taken.append(mono)
            inbox.remove(found)
        return added

    def _refuse(self, file: inbox.InboxFile) -> None:
        if not inbox.set_aside(file):
            self._stuck.add(file.path.name)


def _event(meeting: Meeting, note: inbox.Note) -> e.Event | Refused:
    if note.settling is not None:
        settling = note.settling
        return anytime.settle_quiet(meeting, settling.minute, settling.settled, source=note.id)
    if note.change is not None:
        change = note.change
        if change.text is None:
            return anytime.strike_minute(meeting, change.minute, source=note.id)
        return anytime.correct_minute(
            meeting, change.minute, change.text, change.speaker, source=note.id
        )
    if note.minute is not None:
        x = note.minute
        return anytime.take_minute(
            meeting, x.text, x.speaker, quiet=x.quiet, kind=x.kind, source=note.id
        )
    promise = note.promise or _promise(meeting, note)
    return anytime.add_promise(
        meeting, promise.text, promise.who, promise.by, kind=promise.kind, source=note.id
    )


def _promise(meeting: Meeting, note: inbox.Note) -> Promise:
    """Return the promise in a follow-up, whose owner may be anybody."""
    follow_up = note.follow_up
    assert follow_up is not None  # a note is one of the three
    owner = follow_up.owner
    who = next((p.id for p in meeting.brief.panel if owner in (p.id, p.name)), None)
    text = follow_up.text if who else f"{follow_up.text} ({owner})"
    return Promise(kind="follow-up", text=text, who=who, by=follow_up.due)
