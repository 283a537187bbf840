"""The live meeting, the only writer: asks a rule, tries its event, writes it and shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeAlias

from debrief.core import alias, folded, tell
from debrief.core import events as e
from debrief.core.desk import Desk
from debrief.core.findings import sentence
from debrief.core.meeting import Meeting
from debrief.core.prompts import answers, asking, guards
from debrief.core.prompts.form import Ask
from debrief.core.room import RoomView
from debrief.core.rules import anytime, closing, opening, rounds
from debrief.core.rules.refused import Refused
from debrief.core.steps import Place
from debrief.core.view import ticking, view
from debrief.live import arrival, cells, inbox, written
from debrief.live.cards import CountedCards
from debrief.live.outside import FAILED, CannotRunError, Outside, Unsaved, has_content
from debrief.store import atomic, chain, drafts, journal, keys, lock, rescue, watch
from debrief.store.session_files import SessionFiles

JOURNAL = "journal.jsonl"
NOT_SHOWN = "This version of debrief cannot show the meeting at its current step; update debrief."
CUT_OFF = "The last run ended in the middle of a line. Everything that was saved is here."
GOES_ON = (
    "This copy continues from the last good event. The lines after it are in a file next to the "
    "journal."
)
NO_KEY = "The key of this meeting is not on this machine, so no entry can be revealed here."
Values = Mapping[str, str]
Done: TypeAlias = "tuple[e.Logged, ...]"
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class _Tried:
    """Lines not written yet, the log including them, and the room's view after them."""

    lines: journal.Prepared
    log: folded.Folded
    picture: RoomView


def _act(
    do: Callable[Concatenate[LiveMeeting, P], Done | Refused],
) -> Callable[Concatenate[LiveMeeting, P], Done | Refused]:
    """Turn our own error in an act into a refusal, or return the lines saved before it."""

    @wraps(do)
    def tried(self: LiveMeeting, /, *args: P.args, **more: P.kwargs) -> Done | Refused:
        before = len(self.log)
        try:
            return do(self, *args, **more)
        except Exception as error:
            refused = self.failed(error)
            return self.log[before:] or refused

    return tried


class LiveMeeting:
    """One session being run; `meeting` is always the fold of `log`."""

    def __init__(
        self, folder: Path, outside: Outside, recovered: journal.Recovered | None = None
    ) -> None:
        """Read the session and resume where its journal stopped; CannotRunError.

        `recovered` describes the lines left behind when the folder was copied.
        """
        self._folder = folder
        self._outside = outside
        self._journal: journal.Journal | None = None
        self._key: keys.BallotKey | None = None
        self._seen = watch.snapshot(folder)
        self._cards = CountedCards(outside.load(folder))
        self._leans: Mapping[str, str] | None = None
        self._found_leans: Mapping[str, str] | None = None
        self._log: folded.Folded | None = None
        self._picture: RoomView | None = None
        self.notices: list[str] = []
        if self._files.brief is not None:
            self._planned = self._cards.planned()
        if has_content(folder / JOURNAL):
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
    def log(self) -> tuple[e.Logged, ...]:
        """Every line that is saved."""
        return () if self._log is None else self._log.log

    @property
    def meeting(self) -> Meeting:
        """The meeting after the last line; before the opening, the one that is planned."""
        return self._planned if self._log is None else self._log.meeting

    @property
    def fingerprint(self) -> str:
        """The hash of the line that finished the meeting; empty before."""
        return "" if self._journal is None else self._journal.fingerprint

    def close(self) -> None:
        """Let go of the journal."""
        if self._journal is not None:
            self._journal.close()

    def view(self, look: Place | None = None) -> RoomView:
        """Return what the room sees now, or of the place looked at."""
        if look is not None:
            return self._shown(self.meeting, self.log, self.fingerprint, look)
        if self._leans is not self._found_leans:  # set by another thread
            self._leans, self._picture = self._found_leans, None
        if self._picture is None:
            self._picture = self._shown(self.meeting, self.log, self.fingerprint)
        return ticking(self._picture, self.meeting, self._mono(self.meeting))

    def _shown(
        self, meeting: Meeting, log: Done, fingerprint: str, look: Place | None = None
    ) -> RoomView:
        return view(
            self._cards.seen(meeting),
            mono=self._mono(meeting),
            look=look,
            desk=Desk() if meeting.opened else self._files.desk,
            fingerprint=fingerprint,
            may_undo=bool(log) and anytime.may_undo(meeting, log),
            leans=self._leans,
        )

    @property
    def lacks_leans(self) -> bool:
        """Whether the room may see how past ratings ran, and that was not looked up yet."""
        return self.meeting.brief.show_lean and self.meeting.opened and self._found_leans is None

    def find_leans(self, stops: Callable[[], bool] = bool) -> None:
        """Look that up, in as long as the archive takes: in a thread of its own."""
        self._found_leans = self._outside.leans(self._folder, self.meeting.brief, stops)

    def _mono(self, meeting: Meeting) -> float | None:
        """Return the time now; None until this run's first line, for the clock was not running."""
        outside = self._outside
        return outside.mono() if meeting.clock.run == outside.run else None

    def view_at(self, seq: int) -> RoomView:
        """Return what the room saw after line `seq`, for looking back."""
        assert self._log is not None, "there is no line to look back at"
        return view(self._log.at(seq), back=True)

    def tell(self, event: e.Event) -> str:
        """Return one sentence on an event that the room may read."""
        return _told(self.meeting, event)

    @property
    def folder(self) -> Path:
        """The session's folder, or the one the meeting went on in."""
        return self._folder

    def ask(self, verb: str, about: str = "") -> Ask | Refused | None:
        """Return what to ask before `verb`; None when it can be done at once."""
        try:
            if verb != "people":
                return asking.ask(self.meeting, verb, about)
            self.refresh()
            asked = asking.ask(self.meeting, verb, about)
            return arrival.waiting(asked, self.meeting, self.arrived())
        except Exception as error:
            return self.failed(error)

    def guard(self, verb: str, about: str, values: Values) -> Ask | None:
        """Return the question to confirm before `verb` is done with these answers, if any."""
        if verb == "keep_rest":
            return guards.keep_rest(self.meeting, cells.for_the_rest(self.meeting))
        if verb == "reveal":
            return guards.reveal_without(self.meeting, self._cards.lost(self.meeting))
        return guards.guard(self.meeting, verb, about, values)

    def failed(self, error: Exception) -> Refused:
        """Log where our own error was, and return a sentence to show."""
        self._outside.log_error(error)
        return Refused(FAILED)

    @_act
    def do(self, verb: str, about: str = "", values: Values | None = None) -> Done | Refused:
        """Do what a verb with these answers means; the lines it added, or why not."""
        said = values or {}
        if verb == "go" and said["place"] == "wrap-up":
            verb = "wrap_up"
        special = self._special().get(verb)
        if special is not None:
            return special(said)
        if verb == "people" and said["what"] == "card":
            return self.accept_card(said["panelist"])
        if verb == "decide":
            return self._decide(said)
        return self._add(answers.answer(self.meeting, verb, about, said))

    def _special(self) -> dict[str, Callable[[Values], Done | Refused]]:
        return {
            "open": lambda _: self._open(),
            "reveal": lambda _: self._reveal(),
            "wrap_up": lambda _: self._add(rounds.wrap_up(self.meeting, self._cards.ratings())),
            "reveal_round": lambda _: self._reveal_cells(),
            "reveal_votes": lambda _: self._reveal_cells(),
            "reveal_vignette": lambda _: self._reveal_cells(),
            "keep_rest": lambda _: self.keep_rest(),
            "finish": lambda _: self._finish(),
            "undo": lambda _: self._add(anytime.undo(self.meeting, self.log)),
            "redo": lambda _: self._add(anytime.redo(self.meeting, self.log)),
        }

    def _add(self, *ruled: e.Event | Refused) -> Done | Refused:
        """Try the lines of one act, write them together, and only then publish them."""
        events = [one for one in ruled if not isinstance(one, Refused)]
        for one in ruled:
            if isinstance(one, Refused):
                return one
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

    def _tried(self, *events: e.Event) -> _Tried | Refused:
        """Stamp these lines and build everything that follows from them, changing nothing."""
        assert self._journal is not None, "the meeting is open"
        try:
            lines = self._journal.prepared(*events)
            new = lines.events
            log = folded.Folded.of(new) if self._log is None else self._log.after(new)
            fingerprint = self.fingerprint or lines.fingerprint
            picture = self._shown(log.meeting, log.log, fingerprint)
            for event in events:
                _told(log.meeting, event)
        except journal.NotSaved as problem:
            return Refused(f"NOT SAVED. {problem}")
        except Exception as error:
            return self.failed(error)
        return _Tried(lines, log, picture)

    @property
    def lost(self) -> str:
        """Why nothing can be saved in this folder any more; empty while it can."""
        return "" if self._journal is None else self._journal.ended or ""

    def save_elsewhere(self, target: Path) -> Refused | tuple[str, ...]:
        """Write everything so far into another folder and go on there.

        Returns the names of inputs that could not be copied.
        """
        if self._journal is None:
            return Refused("Nothing is recorded yet.")
        try:
            left = rescue.continue_in(self._folder, self._journal.contents, target)
            there = self._outside.journal(target)
        except (lock.Busy, journal.ReadOnly, atomic.FileProblem) as problem:
            return Refused(f"NOT SAVED. {problem}")
        self._journal.close()
        self._folder, self._journal = target, there
        return left

    def take_notes(self) -> Done:
        """Record what the console put into the inbox; the lines that this added."""
        return self._inbox.take(self._folder, self.meeting, self.log, self._add_ruled)

    @_act
    def _add_ruled(self, rule: Callable[[], e.Event | Refused]) -> Done | Refused:
        return self._add(rule())

    def _clock_note(self) -> tuple[e.Event, ...]:
        if not self.log:
            return ()
        back = (self.log[-1].t - self._outside.now()).total_seconds()
        return (e.ClockWentBack(seconds=round(back, 3)),) if back > 1 else ()

    def read_drafts(self) -> dict[tuple[str, str], dict[str, str]]:
        """Return what an earlier run left half typed."""
        return drafts.read(self._folder) if self.meeting.opened else {}

    def keep_drafts(self, kept: drafts.Drafts) -> None:
        """Keep what is half typed; what cannot be kept is only a draft."""
        if self.meeting.opened:
            with suppress(atomic.FileProblem, OSError):
                drafts.write(self._folder, {} if self.meeting.finished else kept)

    # ---- files and cards

    def refresh(self) -> None:
        """Read the session folder again: before the opening all of it, later only what arrived.

        A brief that cannot be used any more is told, and what was read before still stands.
        """
        found = self._outside.load(self._folder)
        if found.brief is None:
            self._cards.files, self._picture = replace(self._files, findings=found.findings), None
            return
        self._cards.files = found
        if self.meeting.opened:
            self._keep_cards()
        else:
            self._planned, self._picture = self._cards.planned(), None

    def arrivals(self) -> tuple[str, ...] | None:
        """Read the folder again if a file in it changed: what came, in sentences; None if none."""
        seen, before = watch.snapshot(self._folder), self._files
        if seen == self._seen:
            return None
        self._seen = seen
        self.refresh()
        return arrival.changes(before, self._files, self.meeting.brief)

    def arrived(self) -> tuple[str, ...]:
        """Return whose card in the folder is not the one that counts, in panel order."""
        return self._cards.arrived(self.meeting)

    @_act
    def accept_card(self, panelist: str) -> Done | Refused:
        """Let a card that arrived late or was changed count from now on."""
        if panelist not in self.arrived():
            return Refused(f"No new card from {self.meeting.name(panelist)} has arrived.")
        card, commitment = self._files.cards[panelist], self._cards.commitment(panelist)
        done = self._add(opening.accept_card(self.meeting, card.facts, commitment))
        self._keep_cards()
        return done

    @property
    def _files(self) -> SessionFiles:
        return self._cards.files

    def _use(self, key: keys.BallotKey | None) -> None:
        self._key = key
        self._cards.salt = key.salt if key is not None else b""
        self._keep_cards()

    def _keep_cards(self) -> None:
        """Keep the cards that count, and drop the cached view, which shows which can be opened."""
        self._cards.keep(self.meeting)
        self._picture = None

    # ---- opening and resuming

    def _open(self) -> Done | Refused:
        self.refresh()
        if self.meeting.opened:
            return Refused("The meeting is open already.")
        if self._cards.most_embedded(self.meeting) >= chain.LINE_LIMIT:
            return Refused("The cards are too long to be revealed together: shorten the longest.")
        outside = self._outside
        try:
            key = keys.make_ballot_key(outside.config_dir, outside.run, outside.random(32))
            self._journal = self._journal or outside.journal(self._folder)
        except (lock.Busy, journal.ReadOnly, atomic.FileProblem) as problem:
            return Refused(str(problem))
        self._use(key)
        commitments = {p: self._cards.commitment(p) for p in self._files.cards}
        done = self._add(
            opening.open_meeting(self.meeting, commitments, key.public, outside.program)
        )
        self._keep_cards()
        return done

    def _resume(self, recovered: journal.Recovered | None) -> None:
        try:
            self._journal = self._outside.journal(self._folder)
        except (lock.Busy, journal.ReadOnly) as problem:
            raise CannotRunError(str(problem), readable=True) from problem
        except atomic.FileProblem as problem:
            raise CannotRunError(str(problem)) from problem
        if not self._journal.events:
            return
        self._log = folded.Folded.of(self._journal.events)
        self._use(keys.load_ballot_key(self._outside.config_dir, self.log[0].run))
        if self.meeting.finished is not None:
            return
        recovered = self._journal.recovered or recovered
        if recovered is not None:
            self._add(e.JournalRecovered(torn=recovered.torn, kept_as=recovered.kept_as))
            self.notices.append(CUT_OFF if self._journal.recovered else GOES_ON)
        if self._key is None or self._key.public != self.meeting.ballot_key:
            self._renew_key()
        try:
            self.view()
        except Exception as error:
            self._outside.log_error(error)
            raise CannotRunError(NOT_SHOWN, readable=True) from error

    def _renew_key(self) -> None:
        """Go on with a new key when the old one is lost: cells are asked for again."""
        outside = self._outside
        token = self.log[0].run
        try:
            key = keys.make_ballot_key(outside.config_dir, token, outside.random(32))
        except atomic.FileProblem as problem:
            raise CannotRunError(str(problem)) from problem
        self._use(key)
        lost = self._add_ruled(lambda: rounds.lose_ballots(self.meeting, key.public))
        if isinstance(lost, Unsaved):
            raise CannotRunError(lost.reason, readable=True)
        if isinstance(lost, Refused):
            self._use(None)
            self.notices.append(NO_KEY)
            return
        self.notices.append(
            "The key of this meeting is not on this machine: entries not yet revealed are "
            "asked for again, and cards must be accepted anew (p)."
        )

    # ---- reveals and cells

    def _reveal(self) -> Done | Refused:
        here = self.meeting.place.competency
        if here is None:
            return Refused("There is nothing to reveal at this step.")
        return self._add(rounds.reveal(self.meeting, here, self._cards.ratings()))

    @_act
    def enter(self, panelist: str, choice: str) -> Done | Refused:
        """Enter a cell unseen: `choice` is a level from 1, `keep` or `not-voting`."""
        return self._add(cells.entered(self.meeting, {panelist: choice}))

    @_act
    def keep_rest(self) -> Done | Refused:
        """Let everybody without an entry keep their earlier rating; in a first vote, not vote."""
        return self._add(cells.entered(self.meeting, cells.for_the_rest(self.meeting)))

    @_act
    def clear(self, panelist: str) -> Done | Refused:
        """Empty a cell."""
        return self._add(cells.cleared(self.meeting, panelist))

    def _reveal_cells(self) -> Done | Refused:
        return self._add(cells.revealed(self.meeting, self._key))

    # ---- decision and finish

    def _decide(self, values: Values) -> Done | Refused:
        """Record the owner's rulings on what stands in the way, then the decision."""
        decided = answers.rehearse_decision(self.meeting, values)
        if isinstance(decided, Refused):
            return decided
        ruled = answers.rulings(self.meeting, values)
        rulings = [closing.rule_on(self.meeting, competency, why) for competency, why in ruled]
        return self._add(*rulings, decided)

    def _finish(self) -> Done | Refused:
        self.take_notes()
        salt = self._key.salt.hex() if self._key is not None else ""
        done = self._add(
            closing.finish(self.meeting, salt, dict(self._files.digests), self._outside.program)
        )
        if isinstance(done, Refused):
            return done
        self.keep_drafts({})
        noted = self.write_record()
        with suppress(OSError):
            keys.forget_ballot_key(self._outside.config_dir, self.log[0].run)
        return noted if isinstance(noted, Refused) else done + noted

    def write_record(self) -> Done | Refused:
        """Write the record's files from the journal, and note their digests in it."""
        try:
            new = written.write_record(self._folder, self.log, self.fingerprint, self._outside.disk)
        except atomic.FileProblem as problem:
            return Refused(f"The meeting is saved; debrief record writes the record: {problem}")
        except Exception as error:
            self._outside.log_error(error)
            return Refused("The meeting is saved, but its record failed; try debrief record.")
        noted = self._add(new)
        return noted if isinstance(noted, Unsaved) or not isinstance(noted, Refused) else ()


def _told(meeting: Meeting, event: e.Event) -> str:
    """Return one sentence on an event, with the candidate's alias."""
    return tell.tell(meeting, event).short(alias.mask(meeting.brief))
