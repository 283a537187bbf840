"""Takes in what the console noted: by the ordinary rules, each note once, and only then deletes it.

A crash after the append and before the deletion leaves a file whose id is in the journal: it is
deleted, not recorded again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from debrief.core import events as e
from debrief.core.fold import Log
from debrief.core.meeting import Meeting
from debrief.core.rules import anytime
from debrief.core.rules.refused import Refused
from debrief.live.outside import Unsaved
from debrief.store import inbox

Add = Callable[[Callable[[], e.Event | Refused]], "tuple[e.Logged, ...] | Refused"]
"""A function that records the event of a rule; an error in the rule becomes a refusal."""


class Inbox:
    """What waits in the inbox of a session, and what of it was in the way."""

    def __init__(self) -> None:
        """Know of nothing yet."""
        self._stuck: set[str] = set()

    def take(self, folder: Path, meeting: Meeting, log: Log, add: Add) -> tuple[e.Logged, ...]:
        """Record what waits, with `add`; the lines that this added.

        Before the opening and after the finish it goes on waiting, and also while nothing can be
        saved. What is no note, or refused by the rules, is set aside.
        """
        names = inbox.waiting(folder)
        if not names or not meeting.opened or meeting.finished is not None:
            return ()
        known = {source for logged in log if (source := getattr(logged.event, "source", None))}
        added: tuple[e.Logged, ...] = ()
        for name in names:
            if name in self._stuck:
                continue
            found = inbox.read(folder, name)
            if found.note is None:
                self._refuse(found)
                continue
            if found.note.id not in known:
                done = add(partial(_ruled, meeting, found.note))
                if isinstance(done, Unsaved):
                    return added
                if isinstance(done, Refused):
                    self._refuse(found)
                    continue
                added += done
            inbox.remove(found)
        return added

    def _refuse(self, found: inbox.Found) -> None:
        if not inbox.set_aside(found):
            self._stuck.add(found.path.name)


def _ruled(meeting: Meeting, note: inbox.Note) -> e.Event | Refused:
    if note.minute is not None:
        said = note.minute
        return anytime.take_minute(
            meeting, said.text, said.speaker, quiet=said.quiet, kind=said.kind, source=note.id
        )
    promised = note.follow_up
    assert promised is not None  # a note is one of both
    return anytime.add_follow_up(
        meeting, promised.text, promised.owner, promised.due, source=note.id
    )
