"""The live meeting, the only writer: tries the events of an act, writes them, then shows them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeAlias

from debrief.core import alias
from debrief.core.ballots import Submission
from debrief.core.days import local
from debrief.core.findings import sentence
from debrief.core.form import Ask
from debrief.core.meeting import events as e
from debrief.core.meeting.log import Log
from debrief.core.meeting.state import Meeting
from debrief.core.preflight_notes import PreflightNotes
from debrief.core.refused import Refused
from debrief.core.room.model import RoomView
from debrief.core.room.view import ticking, view
from debrief.core.room.view_wrap_up import with_wrap_up
from debrief.core.scorecard import CardFacts, card_path
from debrief.core.sealed import Sealed
from debrief.core.steps import Place
from debrief.core.verbs import anytime
from debrief.core.verbs.cells import last_entered, lose
from debrief.core.verbs.due import due
from debrief.core.verbs.opening import effect_of_new_card
from debrief.core.verbs.sittings import carry_on
from debrief.core.verbs.verb import (
    Answers,
    ClosingFacts,
    Due,
    NewCard,
    Opening,
    Table,
    Verb,
    act,
    confirmation,
    question,
)
from debrief.live import arrival, ballots, cells, inbox
from debrief.live import record_files as written
from debrief.live.cards import CountedCards
from debrief.live.environment import FAILED, CannotRunError, Environment, Unsaved, has_content
from debrief.store import age, atomic, ballot_book, drafts, keys
from debrief.store.cards import kept_cards, watch
from debrief.store.journal import chain, journal, lock, rescue
from debrief.store.sessions.session_files import Card, SessionFiles

JOURNAL = "journal.jsonl"
NOT_SHOWN = "This version of debrief cannot show the meeting at its current step; update debrief."
CUT_OFF = "The last run ended in the middle of a line. Everything that was saved is here."
GOES_ON = (
    "This copy continues from the last good event. The lines after it are in a file next to the "
    "journal."
)
NO_KEY = (
    "The key of this meeting is not on this machine, and nobody confirmed that it continues here. "
    "Leave, then open it again to answer."
)
LONGEST_ECHO = 200
"""Characters of a sentence on what was just recorded: three lines of 80 columns."""

Lines: TypeAlias = "tuple[e.LogLine, ...]"
P = ParamSpec("P")


class _LacksKeyError(Exception):
    """The meeting's key is not on this machine."""


@dataclass(frozen=True, slots=True)
class _Trial:
    """Lines not written yet, the log including them, and the room's view after them."""

    lines: journal.Prepared
    log: Log
    picture: RoomView


def _act(
    do: Callable[Concatenate[LiveMeeting, P], Lines | Refused],
) -> Callable[Concatenate[LiveMeeting, P], Lines | Refused]:
    """Turn our own error in an act into a refusal, or return the lines saved before it."""

    @wraps(do)
    def tried(self: LiveMeeting, /, *args: P.args, **more: P.kwargs) -> Lines | Refused:
        before = len(self.log)
        try:
            return do(self, *args, **more)
        except Exception as error:
            refused = self.failed(error)
            return self.log[before:] or refused

    return tried


class LiveMeeting:
    """A running session; `meeting` is always the fold of `log`."""

    def __init__(
        self, folder: Path, environment: Environment, recovered: journal.Recovered | None = None
    ) -> None:
        """Read the session and resume where its journal stopped; CannotRunError.

        `recovered` describes the lines left behind when the folder was copied.
        """
        self._folder = folder
        self._environment = environment
        self._journal: journal.Journal | None = None
        self._recovered: journal.Recovered | None = None
        self._key: keys.BallotKey | None = None
        self.lacks_key = False
        """True if the key is missing and nobody confirmed a new one; nothing is recorded then."""

        self._asked = ("", 0)
        """Whose entry by code was to be changed by hand, and the number of lines then."""

        self._snapshot = watch.snapshot(folder, environment.frameworks)
        self._cards = CountedCards(environment.load(folder))
        self._leans: Mapping[str, str] | None = None
        self._found_leans: Mapping[str, str] | None = None
        self._log: Log | None = None
        self._picture: RoomView | None = None
        self.notices: list[str] = []
        if self._files.brief is not None:
            self._planned = self._cards.planned()
        if not self._has_begun():
            stale = self._files.brief is not None and ballots.stale_sheets(
                environment.config_dir, folder, self._planned
            )
            self.notices += [stale] if stale else []
        else:
            try:
                self._resume(recovered)
            except CannotRunError:
                self.close()
                raise
        if self._files.brief is None:
            first = self._files.errors[0]
            problem = sentence(first)
            if not self.log:
                self.close()
                raise CannotRunError(problem)
            self.notices.append(f"The meeting goes on from its journal. {problem}")

    @cached_property
    def _inbox(self) -> inbox.Inbox:
        return inbox.Inbox()

    @property
    def log(self) -> tuple[e.LogLine, ...]:
        """Every line that is saved."""
        return () if self._log is None else self._log.lines

    @property
    def meeting(self) -> Meeting:
        """The meeting after the last line, or the planned one before the opening."""
        return self._planned if self._log is None else self._log.meeting

    @property
    def fingerprint(self) -> str:
        """The hash of the line that finished the meeting; empty before."""
        return "" if self._journal is None else self._journal.fingerprint

    @property
    def head(self) -> str:
        """The hash of the last line; empty before the opening."""
        return "" if self._journal is None or not self.log else self._journal.head

    def close(self) -> None:
        """Close the journal and release its lock."""
        if self._journal is not None:
            self._journal.close()

    def view(self, look: Place | None = None) -> RoomView:
        """Return the room's view now, or its view of another place."""
        if look is not None:
            return self._shown(self.meeting, self.log, self.fingerprint, look)
        if self._leans is not self._found_leans:  # set by another thread
            self._leans, self._picture = self._found_leans, None
        if self._picture is None:
            self._picture = self._shown(self.meeting, self.log, self.fingerprint)
        return ticking(self._picture, self.meeting, self._mono(self.meeting))

    def view_of_wrap_up(self) -> RoomView:
        """Return the room's view while a wrap-up is asked about."""
        return with_wrap_up(self.view(), self.meeting)

    def _shown(
        self, meeting: Meeting, log: Lines, fingerprint: str, look: Place | None = None
    ) -> RoomView:
        return view(
            meeting if self.lacks_key else self._cards.without_lost(meeting),
            mono=self._mono(meeting),
            look=look,
            notes=self._about_cards(meeting) if meeting.opened else self._files.preflight_notes,
            fingerprint=fingerprint,
            folder=str(self._folder) if meeting.finished else "",
            may_undo=bool(log) and anytime.may_undo(meeting, log),
            leans=self._leans,
            new_cards=self._new_cards(meeting),
        )

    def _new_cards(self, meeting: Meeting) -> dict[str, CardFacts]:
        """Return the cards in the folder that `p` can accept, by panelist."""
        if not meeting.opened or self._key is None:
            return {}
        lost = self._cards.lost(meeting)
        return {p: x.facts for p, x in self._cards.arrived(meeting).items() if p not in lost}

    def _about_cards(self, meeting: Meeting) -> PreflightNotes:
        if self.lacks_key:
            return PreflightNotes()
        lost = frozenset(self._cards.lost(meeting))
        return PreflightNotes(changed=self._cards.changed - lost, lost=lost)

    @property
    def lacks_leans(self) -> bool:
        """True if the room may see leans and they were not looked up yet."""
        return self.meeting.brief.show_lean and self.meeting.opened and self._found_leans is None

    def find_leans(self, stops: Callable[[], bool] = bool) -> None:
        """Look up the leans, which may take a while: call it in a thread of its own."""
        self._found_leans = self._environment.leans(self._folder, self.meeting.brief, stops)

    def _mono(self, meeting: Meeting) -> float | None:
        """Return the time now, None until this run's first line starts the clock."""
        environment = self._environment
        return environment.mono() if meeting.clock.run == environment.run else None

    def view_at(self, seq: int) -> RoomView:
        """Return the room's view after line `seq`, for looking back."""
        assert self._log is not None, "there is no line to look back at"
        return view(self._log.at(seq), back=True)

    def sentence(self, event: e.Event) -> str:
        """Return one sentence on an event, which the room may read."""
        return _sentence(self.meeting, event)

    def echo(self, lines: Lines) -> str:
        """Return the sentence on the act that was just recorded, whole if there is room.

        Of an undo or a redo it names everything that was taken back or brought back.
        """
        event = lines[-1].event
        parts = [x.event.what for x in reversed(lines) if isinstance(x.event, e.Undone | e.Redone)]
        if len(parts) > 1:
            how = "Taken back" if isinstance(event, e.Undone) else "Brought back"
            return f"{how}: {'; '.join(parts)}"
        whole = event.describe(self.meeting).full(alias.mask(self.meeting.brief))
        return whole if len(whole) <= LONGEST_ECHO else self.sentence(event)

    @property
    def folder(self) -> Path:
        """The session's folder, or the folder it was saved to instead."""
        return self._folder

    @property
    def due(self) -> Due:
        """The main action now."""
        return due(self.meeting)

    def may(self, verb: Verb) -> bool:
        """Return whether a verb's key would do something now."""
        return verb.may(self._table())

    def ask(self, verb: Verb, about: str = "") -> Ask | Refused | None:
        """Return the question before an act, None if there is none."""
        try:
            return question(verb, self._table(), about)
        except Exception as error:
            return self.failed(error)

    def guard(self, verb: Verb, about: str, answers: Answers) -> Ask | None:
        """Return the question to confirm before an act with these answers, if any."""
        return confirmation(verb, self._table(), about, answers)

    def failed(self, error: Exception) -> Refused:
        """Log where our own error was, and return a sentence to show."""
        self._environment.log_error(error)
        return Refused(FAILED)

    @_act
    def do(self, verb: Verb, about: str = "", answers: Answers | None = None) -> Lines | Refused:
        """Do an act with these answers, and return the added lines or a refusal."""
        before = self.meeting
        result = act(verb, self._table(), about, answers or {})
        if isinstance(result, Refused):
            return result
        events = result if isinstance(result, tuple) else (result,)
        added = self._add(*(ballots.disclosed(x, before, self._key) for x in events))
        return added if isinstance(added, Refused) else self._followed(before, added)

    def _table(self) -> Table:
        return Table(
            self.meeting,
            self.log,
            today=local(self._environment.now()).date(),
            ratings=self._cards.ratings,
            unreadable=lambda: self._cards.lost(self.meeting),
            cells=lambda question: cells.opened(self.meeting, self._key, question),
            seal=lambda chosen: cells.sealed(self.meeting, chosen),
            begin=self._begin,
            refresh=self.refresh,
            arrived=self.arrived,
            closing_facts=self._closing_facts,
        )

    def _followed(self, before: Meeting, added: Lines) -> Lines | Refused:
        """Do the follow-ups of an act, and return all added lines."""
        if self.meeting.commitments != before.commitments:
            self._keep_cards()
            self._copy_cards()
        if self.meeting.ended and not before.ended:
            self.keep_drafts({})
            noted = self.write_record()
            return noted if isinstance(noted, Refused) else added + noted
        if before.finished is not None or self.meeting.finished is None:
            return added
        self.keep_drafts({})
        noted = self.write_record()
        with suppress(OSError):
            keys.forget_ballot_key(self._environment.config_dir, self.log[0].run)
        with suppress(OSError):
            kept_cards.forget(self._folder)
        with suppress(OSError, atomic.FileProblem):
            ballot_book.forget(self._environment.config_dir, ballot_book.mark_of(self._folder))
        return noted if isinstance(noted, Refused) else added + noted

    def _add(self, *results: e.Event | Refused) -> Lines | Refused:
        """Try the lines of one act, write them together, and only then publish them."""
        events = [x for x in results if not isinstance(x, Refused)]
        for result in results:
            if isinstance(result, Refused):
                return result
        if not events:
            return ()
        if self.lacks_key:
            return Refused(NO_KEY)
        if self._journal is None:
            return Refused(cells.NOT_OPEN)
        noted = self._clock_note()
        tried = self._tried(*noted, *events)
        if noted and isinstance(tried, Refused):  # the note must not block the act
            tried = self._tried(*events)
        if isinstance(tried, Refused):
            return tried
        try:
            self._journal.write(tried.lines)
        except journal.NotSaved as problem:
            return Unsaved(f"NOT SAVED. {problem}")
        self._log, self._picture = tried.log, tried.picture
        return tried.lines.events

    def _tried(self, *events: e.Event) -> _Trial | Refused:
        """Stamp these lines and build everything that follows from them, changing nothing."""
        assert self._journal is not None, "the meeting is open"
        try:
            lines = self._journal.prepared(*events)
            new = lines.events
            log = Log.of(new) if self._log is None else self._log.after(new)
            fingerprint = self.fingerprint or lines.fingerprint
            picture = self._shown(log.meeting, log.lines, fingerprint)
            for event in events:
                _sentence(log.meeting, event)
        except journal.NotSaved as problem:
            return Refused(f"NOT SAVED. {problem}")
        except Exception as error:
            return self.failed(error)
        return _Trial(lines, log, picture)

    @property
    def lost(self) -> str:
        """The reason why nothing more can be saved in this folder, empty if it can."""
        return "" if self._journal is None else self._journal.ended or ""

    def save_elsewhere(self, target: Path) -> Refused | tuple[str, ...]:
        """Copy the session into another folder, continue there, and return the missing inputs."""
        if self._journal is None:
            return Refused("Nothing is recorded yet.")
        try:
            left = rescue.continue_in(self._folder, self._journal.contents, target)
            there = self._environment.journal(target)
        except (lock.Busy, journal.ReadOnly, atomic.FileProblem) as problem:
            return Refused(f"NOT SAVED. {problem}")
        self._journal.close()
        self._folder, self._journal = target, there
        return left

    def take_notes(self) -> Lines:
        """Record the notes in the inbox, and return the added lines."""
        if self.lacks_key:  # a note that is refused would be dropped
            return ()
        mono = self._environment.mono()
        return self._inbox.take(self._folder, self.meeting, self.log, self._add_ruled, mono)

    @property
    def notes_held_back(self) -> int:
        """The number of notes that wait because more came than people write."""
        return self._inbox.held_back

    @_act
    def _add_ruled(self, rule: Callable[[], e.Event | Refused]) -> Lines | Refused:
        return self._add(rule())

    def _clock_note(self) -> tuple[e.Event, ...]:
        if not self.log:
            return ()
        back = (self.log[-1].t - self._environment.now()).total_seconds()
        return (e.ClockWentBack(seconds=round(back, 3)),) if back > 1 else ()

    def read_drafts(self) -> dict[tuple[str, str], dict[str, str]]:
        """Return the half-typed answers of an earlier run."""
        return drafts.read(self._folder) if self.meeting.opened else {}

    def keep_drafts(self, kept: drafts.Drafts) -> None:
        """Save half-typed answers; an error is ignored, since they are only drafts."""
        if self.meeting.opened and not self.lacks_key:
            with suppress(atomic.FileProblem, OSError):
                drafts.write(self._folder, {} if self.meeting.finished else kept)

    # ---- files and cards

    def refresh(self) -> None:
        """Read the session folder again: before the opening all of it, later only new cards.

        If the brief has become invalid, its errors are shown and the earlier files are used.
        """
        found = self._environment.load(self._folder)
        if found.brief is None:
            self._cards.files = replace(self._files, findings=found.findings, digests=found.digests)
            self._picture = None
            return
        self._cards.files = found
        if self.meeting.opened:
            self._keep_cards()
        else:
            self._planned, self._picture = self._cards.planned(), None

    def arrivals(self) -> tuple[str, ...] | None:
        """Read the folder again, and return sentences on new cards; None if no file changed."""
        frameworks = self._environment.frameworks
        snapshot, before = watch.snapshot(self._folder, frameworks), self._files
        if snapshot == self._snapshot:
            return None
        self._snapshot = snapshot
        self.refresh()
        changed = arrival.changes(before, self._files, self.meeting.brief)
        usable = any(p in self._files.cards for p in self.arrived()) and self.meeting.opened
        return (*changed, effect_of_new_card(self.meeting)) if changed and usable else changed

    def arrived(self) -> Mapping[str, NewCard]:
        """Return the cards in the folder that do not match a commitment, in panel order."""
        return self._cards.arrived(self.meeting)

    @property
    def _files(self) -> SessionFiles:
        return self._cards.files

    def _use(self, key: keys.BallotKey | None) -> None:
        self._key = key
        self._cards.salt = key.salt if key is not None else b""
        self._keep_cards()

    def _keep_cards(self) -> None:
        """Keep the cards that count, and drop the cached view, which depends on them."""
        self._cards.keep(self.meeting, self._copied_card)
        self._picture = None

    def _copied_card(self, panelist: str) -> Card | None:
        """Return the card that the meeting was opened with, from its copy."""
        commitment, facts = self.meeting.commitments[panelist], self.meeting.cards[panelist]
        if self._key is None:
            return None
        data = kept_cards.Copy(self._folder, panelist, commitment).read(self._key)
        ratings = data and kept_cards.ratings(panelist, data, self._environment.identities)
        return Card(facts, ratings, Sealed(data)) if data and ratings else None

    def _copy_cards(self) -> None:
        """Keep copies of the cards that count; without one, only the file in scores/ counts."""
        with suppress(atomic.FileProblem):
            self._write_copies(self._cards.counted(), self.meeting.commitments)

    def _write_copies(self, cards: Mapping[str, bytes], commitments: Mapping[str, str]) -> None:
        if self._key is None:
            return
        for panelist, data in cards.items():
            copy = kept_cards.Copy(self._folder, panelist, commitments[panelist])
            copy.write(self._key, data, self._environment.disk)

    # ---- opening and resuming

    def _begin(self) -> Opening | Refused:
        """Read what changed in the folder, create a key, and open the journal."""
        if self.arrivals() is None and self._files.errors:  # a key may open a card by now
            self.refresh()
        if self.meeting.opened:
            return Refused("The meeting is already open.")
        if self._cards.most_embedded(self.meeting) >= chain.LINE_LIMIT:
            return Refused("The cards are too long to be revealed together: shorten the longest.")
        environment = self._environment
        try:
            key = keys.make_ballot_key(
                environment.config_dir, environment.run, environment.random(32)
            )
            self._journal = self._journal or environment.journal(self._folder)
            self._use(key)
            commitments = {p: self._cards.commitment(p) for p in self._files.cards}
            cards = {p: card.data.open() for p, card in self._files.cards.items()}
            self._write_copies(cards, commitments)
            sheets = ballots.commitments(environment.config_dir, self._folder, self.meeting)
        except (lock.Busy, journal.ReadOnly, atomic.FileProblem) as problem:
            return Refused(str(problem))
        inputs = {name: x for name, x in self._files.digests.items() if not _is_card(name)}
        return Opening(self.meeting, commitments, key.public, environment.program, inputs, sheets)

    def _has_begun(self) -> bool:
        try:
            return has_content(self._folder / JOURNAL)
        except atomic.FileProblem as problem:
            raise CannotRunError(str(problem)) from problem

    def _resume(self, recovered: journal.Recovered | None) -> None:
        """Resume the meeting; without its key only read it, until that is confirmed."""
        self._recovered = recovered
        try:
            self._journal = self._environment.journal(self._folder, self._find_key)
            self._resume_writing(self._journal)
        except _LacksKeyError:
            self.lacks_key = True
        except (lock.Busy, journal.ReadOnly) as problem:
            raise CannotRunError(str(problem), readable=True) from problem
        except keys.UnusableKeyError as problem:
            raise CannotRunError(str(problem), readable=True) from problem
        except atomic.FileProblem as problem:
            raise CannotRunError(str(problem)) from problem
        if not self.log:
            return
        try:
            self.view()
        except Exception as error:
            self._environment.log_error(error)
            raise CannotRunError(NOT_SHOWN, readable=True) from error

    def _find_key(self, contents: journal.Contents) -> None:
        """Fold the journal and find its key, before anything is written; _LacksKeyError."""
        if contents.read_only or not contents.events:
            return
        self._log = Log.of(contents.events)
        self._use(keys.load_ballot_key(self._environment.config_dir, self.log[0].run))
        meeting = self.meeting
        lacks = self._key is None or self._key.public != meeting.ballot_key
        if lacks and meeting.finished is None:
            raise _LacksKeyError

    def _resume_writing(self, opened: journal.Journal) -> None:
        """Note what was recovered, and carry the meeting on."""
        if not opened.events or self.meeting.finished is not None:
            return
        recovered = opened.recovered or self._recovered
        if recovered is not None:
            self._add(e.JournalRecovered(torn=recovered.torn, kept_as=recovered.kept_as))
            self.notices.append(CUT_OFF if opened.recovered else GOES_ON)
        self._copy_cards()
        if changed := self._changed():
            self.notices.append(
                f"Changed after the opening: {', '.join(changed)}. The meeting goes on with what "
                "it was opened with."
            )
        self._carry_on()

    def _changed(self) -> tuple[str, ...]:
        """Return what was changed after the opening: files of the brief, and cards that count."""
        files = tuple(self._opened_with()) if self._files.brief is not None else ()
        cards = self._cards.changed
        people = (p.name for p in self.meeting.brief.panel if p.id in cards)
        return (*files, *(f"{name}’s card" for name in people))

    def _opened_with(self) -> dict[str, str]:
        """Return the digests at the opening of files of the brief that differ now."""
        opened = self.log[0].event
        assert isinstance(opened, e.MeetingOpened), "every journal begins with the opening"
        now = self._files.digests
        differs = {name: x for name, x in opened.inputs.items() if now.get(name) != x}
        if self.meeting.carried_on is not None or self.meeting.ended:
            differs.pop("references.toml", None)  # new references were expected
        return differs

    def _carry_on(self) -> None:
        """Carry the meeting on if it waits to be, with the references that are new on file."""
        events = carry_on(self.meeting, self._files.references)
        if events:
            self._add(*events)

    @_act
    def renew_key(self) -> Lines | Refused:
        """Continue with a new key: clear the cells that were sealed to the lost one."""
        environment, lost = self._environment, self._key
        try:
            key = keys.make_ballot_key(
                environment.config_dir, self.log[0].run, environment.random(32)
            )
            self._journal = self._journal or environment.journal(self._folder)
        except (lock.Busy, journal.ReadOnly, atomic.FileProblem) as problem:
            return Refused(str(problem))
        self._log = Log.of(self._journal.events)
        if self.meeting.finished is not None:
            return Refused("This meeting was finished elsewhere in the meantime. Leave it.")
        self._use(key)
        self.lacks_key = False
        added = self._add(lose(self.meeting, key.public))
        if isinstance(added, Refused):
            self._use(lost)
            self.lacks_key = isinstance(added, Unsaved)  # otherwise go on, without more reveals
        if not self.lacks_key:
            self._resume_writing(self._journal)
        return added

    # ---- cells

    @_act
    def enter(self, panelist: str, choice: str) -> Lines | Refused:
        """Enter a cell unseen: `choice` is a level from 1, `keep` or `not-voting`.

        Over an entry that came by code it asks once.
        """
        return self._asked_over(panelist) or self._add(
            cells.entered(self.meeting, panelist, choice)
        )

    def _asked_over(self, panelist: str) -> Refused | None:
        """Return the refusal of the first try to change an entry that came by code."""
        sent = self._sent().get(panelist, [""])
        asked, self._asked = self._asked, (panelist, len(self.log))
        if not sent[-1] or asked == self._asked:
            return None
        name = self.meeting.name(panelist)
        return Refused(f"{name}’s entry came by code. Press the key again to change it by hand.")

    def _sent(self) -> dict[str, list[str]]:
        """Return what was in each cell here, as far as this machine can read it."""
        here = self.meeting.cells_here
        if here is None or self._key is None or self._box.refused:
            return {}
        with suppress(keys.CannotOpenError):
            return ballots.sent_before(self.log, here, self._key)
        return {}

    @cached_property
    def _box(self) -> ballots.Box:
        opened = self.log[0].event
        assert isinstance(opened, e.MeetingOpened), "every journal begins with the opening"
        return ballots.Box(self._environment.config_dir, self._folder, opened.sheets)

    @property
    def takes_codes(self) -> bool:
        """True if the meeting was opened with code sheets and a blind question is open."""
        return bool(self.log) and self.meeting.cells_here is not None and not self._box.refused

    def paste(self, text: str) -> ballots.Pasted | Refused:
        """Count the codes in a pasted text for the blind question that is open.

        Nothing of the text is kept, shown or logged.
        """
        here = self.meeting.cells_here
        if here is None or not self.log:
            return Refused(ballots.NOT_HERE)
        try:
            result = self._box.count(text, self.meeting, here, self._sent())
        except atomic.FileProblem as problem:
            return Refused(str(problem))
        except Exception as error:
            return self.failed(error)
        if isinstance(result, Refused):
            return result
        refused = [x for x in result.accepted if not cells.may_count(self.meeting, x)]
        accepted = tuple(x for x in result.accepted if x not in refused)
        added = self._submit(*accepted)
        if isinstance(added, Refused):
            return added
        summary = ballots.summary(
            self.meeting, text, replace(result, accepted=accepted), here.ballots
        )
        no_use = [cells.does_not_count(self.meeting, p) for p in {x.panelist for x in refused}]
        return ballots.Pasted(" ".join([summary, *sorted(no_use)]), result.replaced)

    @_act
    def _submit(self, *submissions: Submission) -> Lines | Refused:
        return self._add(*(cells.by_code(self.meeting, x) for x in submissions))

    @_act
    def take_again(self, submission: Submission) -> Lines | Refused:
        """Take a code that was replaced since: its panelist was asked."""
        return self._add(cells.by_code(self.meeting, submission))

    @property
    def last_entered(self) -> str:
        """The panelist whose cell here was filled last, empty if all are empty."""
        return last_entered(self.meeting, self.log)

    @_act
    def clear(self, panelist: str) -> Lines | Refused:
        """Empty a cell; one that was filled by code asks once."""
        return self._asked_over(panelist) or self._add(cells.cleared(self.meeting, panelist))

    # ---- the finish

    def _closing_facts(self) -> ClosingFacts:
        """Take the console's last notes, and return the facts for a finish."""
        self.take_notes()
        self.refresh()
        salt = self._key.salt.hex() if self._key is not None else ""
        digests = self._files.digests
        opened_with = self._opened_with()
        for panelist, data in self._cards.counted().items():
            suffix = ".age" if age.is_encrypted(data) else ""
            if panelist in self._cards.changed:
                name = card_path(panelist) + suffix
                opened_with[name] = hashlib.sha256(data).hexdigest()
        return ClosingFacts(salt, dict(digests), self._environment.program, opened_with)

    def write_record(self) -> Lines | Refused:
        """Write the record's files from the journal, and note their digests in it."""
        try:
            environment = self._environment
            new = written.write_record(
                self._folder,
                self.log,
                self.fingerprint,
                environment.program,
                environment.disk,
                head=self.head,
            )
        except atomic.FileProblem as problem:
            return Refused(
                "The meeting is saved, but not its record. Run debrief record to write it. "
                f"{problem}"
            )
        except Exception as error:
            self._environment.log_error(error)
            return Refused(
                "The meeting is saved, but not its record. Run debrief record to write it."
            )
        noted = self._add(new)
        return noted if isinstance(noted, Unsaved) or not isinstance(noted, Refused) else ()

    def write_reminders(self) -> Path | Refused:
        """Write the reminders of the finished meeting beside its record, and return the file."""
        return self._write_beside("reminders.txt", written.reminders)

    def write_calendar(self) -> Path | Refused:
        """Write the calendar of the finished meeting beside its record, and return the file."""
        return self._write_beside("promises.ics", written.calendar)

    def _write_beside(self, name: str, contents: Callable[[Lines, str], bytes]) -> Path | Refused:
        if self.meeting.finished is None:
            return Refused("The meeting is not finished yet.")
        try:
            data = contents(self.log, self.fingerprint)
            atomic.write(self._folder / name, data, disk=self._environment.disk)
        except atomic.FileProblem as problem:
            return Refused(f"NOT WRITTEN. {problem}")
        return self._folder / name


def _is_card(name: str) -> bool:
    return name.startswith("scores/")


def _sentence(meeting: Meeting, event: e.Event) -> str:
    """Return one sentence on an event, with the candidate's alias."""
    return event.describe(meeting).short(alias.mask(meeting.brief))
