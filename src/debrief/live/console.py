"""The facilitator's private console: follows a session, and puts notes into its inbox."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from debrief.core import events as e
from debrief.core.brief import Brief
from debrief.core.consoleview import ConsoleView, console_view
from debrief.core.meeting import Meeting
from debrief.core.prompts import answers, keys
from debrief.core.prompts.form import Ask, Field, choices, panel
from debrief.core.rules.refused import Refused, closed_to_change
from debrief.live.cards import CountedCards
from debrief.live.following import Following
from debrief.live.outside import JOURNAL
from debrief.live.past import Leans, no_leans
from debrief.store import inbox, lock, watch
from debrief.store.atomic import FileProblem
from debrief.store.session_files import SessionFiles

State = Literal["waiting", "running", "left", "finished"]


@dataclass(frozen=True, slots=True)
class Watching:
    """What the console takes from the world: the time in UTC, randomness, the session's files.

    `leans` looks up sentences by panelist on how their ratings ran in past debriefs.
    """

    now: Callable[[], datetime]
    random: Callable[[int], bytes]
    load: Callable[[Path], SessionFiles]
    leans: Leans = no_leans


class Console:
    """One session, followed; it never takes the lock and writes nothing but notes.

    `on_their_way` counts the notes that are not in the journal yet.
    """

    def __init__(self, folder: Path, watching: Watching) -> None:
        """Read what there is; the journal may not be there yet."""
        self._folder = folder
        self._watching = watching
        self._following = Following(folder / JOURNAL)
        self._leans: Mapping[str, str] = {}
        self._leans_of: object = None
        self._files: watch.Snapshot | None = None
        self._planned: Meeting | None = None
        self.on_their_way = 0
        self.problem = ""
        self.look()

    def look(self) -> bool:
        """Read what changed; whether anything did."""
        changed = self._following.look()
        if self._following.meeting is None and self._look_at_files():
            changed = True
        before, self.on_their_way = self.on_their_way, len(inbox.waiting(self._folder))
        return changed or before != self.on_their_way

    def _look_at_files(self) -> bool:
        """Before the opening: the brief and what is known of the cards."""
        seen = watch.snapshot(self._folder)
        if seen == self._files:
            return False
        self._files = seen
        found = CountedCards(self._watching.load(self._folder))
        usable = found.files.brief is not None
        self._planned = found.planned() if usable else None
        self.problem = "" if usable else "The brief has errors: debrief check says which."
        return True

    @property
    def meeting(self) -> Meeting | None:
        """The meeting, or the one that is planned; None without a brief that can be used."""
        return self._following.meeting or self._planned

    @property
    def state(self) -> State:
        """Whether the meeting is still to come, runs, was left to be resumed, or is finished."""
        meeting = self._following.meeting
        if meeting is None:
            return "waiting"
        if meeting.finished is not None:
            return "finished"
        return "left" if lock.held_since(self._folder / JOURNAL) is None else "running"

    @property
    def lacks_leans(self) -> bool:
        """Whether it was not looked up yet how past ratings of this panel ran."""
        meeting = self.meeting
        return meeting is not None and self._leans_of != _panel(meeting.brief)

    def find_leans(self, stops: Callable[[], bool] = bool) -> None:
        """Look that up, in as long as the archive takes: in a thread of its own."""
        if (meeting := self.meeting) is not None:
            self._leans_of = _panel(meeting.brief)
            self._leans = self._watching.leans(self._folder, meeting.brief, stops)

    @property
    def trouble(self) -> str:
        """A sentence on what cannot be read; empty if all can."""
        return self._following.problem or (self.problem if self.meeting is None else "")

    def view(self) -> ConsoleView | None:
        """Return what to show; None without a brief that can be used."""
        meeting = self.meeting
        if meeting is None:
            return None
        return console_view(meeting, extra=self._gone_by(), leans=self._leans)

    def _gone_by(self) -> float:
        """The seconds since the last line, while that runs which wrote it."""
        log = self._following.log
        since = lock.held_since(self._folder / JOURNAL)
        meeting = self._following.meeting
        if not log or meeting is None or since is None or meeting.clock.paused:
            return 0.0
        last = log[-1].t
        return max(0.0, (self._watching.now() - last).total_seconds()) if since <= last else 0.0

    def ask(self, verb: str, *, quiet: bool) -> Ask | Refused:
        """Return the form of a note; minutes are quiet beforehand where that is wanted."""
        meeting = self.meeting
        if meeting is None:
            return Refused("There is no brief to take notes by yet.")
        if refused := closed_to_change(meeting):
            return refused
        if verb == "follow_up":
            return keys.follow_up(meeting, "")
        kinds = choices(
            ("minute", "shown in the meeting"),
            ("quiet", "quiet, not shown before the read-back"),
            ("voiced-early", "quiet: a rating was voiced before its reveal"),
        )
        return Ask(
            "minute",
            "",
            "Minute",
            (
                Field("text", "One line", "text"),
                Field("speaker", "Said by", "choice", panel(meeting, nobody="nobody named")),
                Field("kind", "Kind", "choice", kinds, "quiet" if quiet else "minute"),
            ),
            "Send to the meeting",
        )

    def note(self, verb: str, values: Mapping[str, str]) -> Refused | None:
        """Put a note into the inbox, once the rules allow it as far as they can be asked here."""
        meeting = self.meeting
        if meeting is None:
            return Refused("There is no brief to take notes by yet.")
        try:
            ruled = answers.answer(meeting, verb, "", values)
            if isinstance(ruled, Refused):
                return ruled
            now, token = self._watching.now(), self._watching.random(4)
            name = inbox.new_id(self._folder, now, token)
            inbox.write(self._folder, _note(name, ruled))
        except FileProblem as problem:
            return Refused(f"NOT SENT. {problem}")
        self.on_their_way += 1
        return None


def _panel(brief: Brief) -> object:
    """Return what a lean depends on of a brief, which may change before the opening."""
    return [(one.id, one.name) for one in brief.panel], len(brief.scale.levels)


def _note(name: str, event: e.Event) -> inbox.Note:
    if isinstance(event, e.MinuteTaken):
        minute = inbox.NotedMinute(
            text=event.text, speaker=event.speaker, quiet=event.quiet, kind=event.kind
        )
        return inbox.Note(id=name, minute=minute)
    assert isinstance(event, e.FollowUpAdded)
    return inbox.Note(id=name, follow_up=event.follow_up)
