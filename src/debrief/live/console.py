"""The facilitator's private console: it follows a session and writes notes to its inbox."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, cast

from debrief.core.brief import Brief
from debrief.core.days import local
from debrief.core.form import Ask, Field, choices, panel
from debrief.core.meeting import events as e
from debrief.core.meeting.state import Meeting
from debrief.core.refused import Refused, closed_to_change
from debrief.core.room.console import ConsoleView, console_view
from debrief.core.scorecard import CardContents
from debrief.core.text import counted
from debrief.core.verbs.anytime import AddPromise, ChangeMinute, TakeMinute, ask_change
from debrief.core.verbs.verb import Answers, Table, Verb, act
from debrief.core.vocabulary import Promise, Settled
from debrief.live.cards import CountedCards
from debrief.live.environment import JOURNAL
from debrief.live.follower import Follower
from debrief.live.leans import Leans, no_leans
from debrief.store import inbox, keys
from debrief.store.atomic import FileProblem
from debrief.store.cards import watch
from debrief.store.journal import lock
from debrief.store.sessions.session_files import SessionFiles

SETTLE = "settle_quiet"
"""The name of the question about the quiet minutes."""

LEFT_ALONE = (
    "They stay out of the record unless you say so. Nothing blocks the read-back: what you leave "
    "is for the auditor only."
)

State = Literal["waiting", "running", "left", "finished"]


@dataclass(frozen=True, slots=True)
class ConsoleEnvironment:
    """The console's access to the time in UTC, random bytes, and the session's files.

    `leans` looks up sentences by panelist on their tendency in past debriefs. `config_dir` has the
    meeting's key, which shows if a card was changed after the opening.
    """

    now: Callable[[], datetime]
    random: Callable[[int], bytes]
    load: Callable[[Path], SessionFiles]
    leans: Leans = no_leans
    config_dir: Path | None = None


class Console:
    """The console of one session; it never takes the lock and writes only notes.

    `notes_waiting` counts the notes that are not in the journal yet.
    """

    def __init__(self, folder: Path, environment: ConsoleEnvironment) -> None:
        """Read the session; the journal may not exist yet."""
        self._folder = folder
        self._environment = environment
        self._follower = Follower(folder / JOURNAL)
        self._leans: Mapping[str, str] = {}
        self._leans_of: object = None
        self._files: watch.Snapshot | None = None
        self._planned: Meeting | None = None
        self._cards: Mapping[str, CardContents] = {}
        self._folder_cards: CountedCards | None = None
        self._changed: tuple[str, ...] = ()
        self.notes_waiting = 0
        self.problem = ""
        self.look()

    def look(self) -> bool:
        """Read the files that changed, and return whether any did."""
        changed = self._follower.look()
        meeting = self._follower.meeting
        if (meeting is None or meeting.finished is None) and self._look_at_files():
            changed = True
        if changed:
            self._changed = self._changed_cards()
        before, self.notes_waiting = self.notes_waiting, len(inbox.waiting(self._folder))
        return changed or before != self.notes_waiting

    def _look_at_files(self) -> bool:
        """Read the session's files, and return whether any changed."""
        snapshot = watch.snapshot(self._folder)
        if snapshot == self._files:
            return False
        self._files = snapshot
        cards = CountedCards(self._environment.load(self._folder))
        usable = cards.files.brief is not None
        self._planned = cards.planned() if usable else None
        if usable:
            self._folder_cards = cards
            self._cards = {p: card.contents.open() for p, card in cards.files.cards.items()}
        self.problem = "" if usable else "The brief has errors: run debrief check to list them."
        return True

    @property
    def meeting(self) -> Meeting | None:
        """The meeting, or the planned one before its opening; None without a valid brief."""
        return self._follower.meeting or self._planned

    @property
    def state(self) -> State:
        """The state of the meeting: waiting to be opened, running, left, or finished."""
        meeting = self._follower.meeting
        if meeting is None:
            return "waiting"
        if meeting.finished is not None:
            return "finished"
        return "left" if lock.held_since(self._folder / JOURNAL) is None else "running"

    @property
    def lacks_leans(self) -> bool:
        """True if the leans of this panel were not looked up yet."""
        meeting = self.meeting
        return meeting is not None and self._leans_of != _panel(meeting.brief)

    def find_leans(self, stops: Callable[[], bool] = bool) -> None:
        """Look up the leans, which may take a while: call it in a thread of its own."""
        if (meeting := self.meeting) is not None:
            self._leans_of = _panel(meeting.brief)
            self._leans = self._environment.leans(self._folder, meeting.brief, stops)

    @property
    def trouble(self) -> str:
        """A sentence on a file that cannot be read, empty if all can."""
        return self._follower.problem or (self.problem if self.meeting is None else "")

    def view(self) -> ConsoleView | None:
        """Return the view to show, None without a valid brief."""
        meeting = self.meeting
        if meeting is None:
            return None
        return console_view(
            meeting,
            extra=self._elapsed(),
            leans=self._leans,
            cards=self._cards,
            changed=self._changed,
        )

    def _changed_cards(self) -> tuple[str, ...]:
        """Return the panelists whose card in the folder is not the one that counts."""
        config, cards, meeting = self._environment.config_dir, self._folder_cards, self.meeting
        if config is None or cards is None or meeting is None or not meeting.opened:
            return ()
        if meeting.finished is not None:
            return ()
        try:
            key = keys.load_ballot_key(config, self._follower.log[0].run)
        except FileProblem:
            return ()
        if key is None or key.public != meeting.ballot_key:
            return ()
        cards.salt = key.salt
        return cards.differing(meeting)

    def _elapsed(self) -> float:
        """Return the seconds since the last line while the meeting runs, else 0."""
        log = self._follower.log
        since = lock.held_since(self._folder / JOURNAL)
        meeting = self._follower.meeting
        if not log or meeting is None or since is None or meeting.clock.paused:
            return 0.0
        last = log[-1].t
        return max(0.0, (self._environment.now() - last).total_seconds()) if since <= last else 0.0

    def ask(self, verb: Verb, *, quiet: bool, about: str = "") -> Ask | Refused:
        """Return the form for a note on `about`; `quiet` preselects a quiet minute."""
        meeting = self.meeting
        if meeting is None:
            return Refused("There is no brief yet, so no notes can be taken.")
        if refused := closed_to_change(meeting):
            return refused
        if verb == ChangeMinute():
            return ask_change(meeting, about, quiet=True)
        if verb == AddPromise():
            return AddPromise().ask(self._table(meeting), "")
        kinds = choices(
            ("quiet", "quiet: never on the shared screen"),
            ("voiced-early", "quiet: a rating was voiced before its reveal"),
            ("minute", "shown in the meeting"),
        )
        return Ask(
            TakeMinute.name,
            "",
            "Minute",
            (
                Field("text", "One line"),
                Field("speaker", "Said by", "choice", panel(meeting, nobody="nobody named")),
                Field("kind", "Kind", "choice", kinds, "quiet" if quiet else "minute"),
            ),
            "Send to the meeting",
        )

    def ask_quiet(self) -> Ask | Refused:
        """Return the question about the fate of each quiet minute."""
        meeting = self.meeting
        if meeting is None:
            return Refused("There is no brief yet, so no notes can be taken.")
        if refused := closed_to_change(meeting):
            return refused
        quiet = [minute for minute in meeting.minutes if minute.event.quiet]
        if not quiet:
            return Refused("There are no quiet minutes to settle.")
        what = choices(("record", "record"), ("auditor", "auditor only"), ("struck", "strike"))
        return Ask(
            SETTLE,
            "",
            f"{counted(len(quiet), 'quiet minute')}, not on the shared screen",
            tuple(
                Field(
                    f"quiet:{x.id}",
                    f"{local(x.at):%H:%M}  {x.title}: {x.event.text}",
                    "choice",
                    what,
                    x.settled or "auditor",
                )
                for x in quiet
            ),
            "Done",
            (LEFT_ALONE,),
            rows=True,
        )

    def settle(self, answers: Answers) -> Refused | None:
        """Send the fate of each quiet minute whose answer is new."""
        meeting = self.meeting
        assert meeting is not None, "it was asked about"
        for minute in meeting.minutes:
            answer = answers.get(f"quiet:{minute.id}", minute.settled or "auditor")
            if answer == (minute.settled or "auditor"):
                continue
            settling = inbox.NotedSettling(minute=minute.id, settled=cast("Settled", answer))
            if refused := self._send(inbox.Note(id=self._new_id(), settling=settling)):
                return refused
        return None

    def _new_id(self) -> str:
        now, token = self._environment.now(), self._environment.random(4)
        return inbox.new_id(self._folder, now, token)

    def _send(self, note: inbox.Note) -> Refused | None:
        """Write a note to the inbox."""
        try:
            inbox.write(self._folder, note)
        except FileProblem as problem:
            return Refused(f"NOT SENT. {problem}")
        self.notes_waiting += 1
        return None

    def _table(self, meeting: Meeting) -> Table:
        return Table(meeting, today=local(self._environment.now()).date())

    def note(self, verb: Verb, answers: Answers, about: str = "") -> Refused | None:
        """Write a note to the inbox, if the rules that can be checked here allow it."""
        meeting = self.meeting
        if meeting is None:
            return Refused("There is no brief yet, so no notes can be taken.")
        result = act(verb, self._table(meeting), about, answers)
        if isinstance(result, Refused):
            return result
        assert not isinstance(result, tuple), "a note is one event"
        return self._send(_note(self._new_id(), result))


def _panel(brief: Brief) -> object:
    """Return the parts of a brief that leans depend on; they may change before the opening."""
    return [(x.id, x.name) for x in brief.panel], len(brief.scale.levels)


def _note(name: str, event: e.Event) -> inbox.Note:
    if isinstance(event, e.MinuteTaken):
        minute = inbox.NotedMinute(
            text=event.text, speaker=event.speaker, quiet=event.quiet, kind=event.kind
        )
        return inbox.Note(id=name, minute=minute)
    if isinstance(event, e.MinuteCorrected):
        change = inbox.NotedChange(minute=event.minute, text=event.text, speaker=event.speaker)
        return inbox.Note(id=name, change=change)
    if isinstance(event, e.MinuteStruck):
        return inbox.Note(id=name, change=inbox.NotedChange(minute=event.minute))
    assert isinstance(event, e.PromiseAdded)
    promise = Promise(kind=event.kind, text=event.text, who=event.who, by=event.by)
    return inbox.Note(id=name, promise=promise)
