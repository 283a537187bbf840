"""The meeting as it happens: keys ask the live meeting, and what it answers is painted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.events import Key
from textual.timer import Timer
from textual.widgets import TextArea
from textual.worker import get_current_worker

from debrief.core.prompts import chain
from debrief.core.prompts.form import Ask
from debrief.core.room import RoomView
from debrief.core.room_poll import EntryRow
from debrief.core.rules.refused import Refused
from debrief.core.steps import Place
from debrief.live import Done, LiveMeeting, libraries
from debrief.tui import afterwards, entry, helping, rescue
from debrief.tui.commands import Where
from debrief.tui.drafts import PromptDrafts
from debrief.tui.keys import bindings, helpful, key_line
from debrief.tui.pace import GUARD_RESTS
from debrief.tui.resilient import absorbed, unnoticed
from debrief.tui.screens.room import RoomScreen
from debrief.tui.typeahead import ENTRY_KEYS
from debrief.tui.widgets import prompt as prompts
from debrief.tui.widgets.asked import Asked
from debrief.tui.widgets.prompt import Prompt

REST_AFTER_STEP = 0.8
"""Seconds that the main key rests after a step changed."""

REST_IN_CHAIN = 0.2
"""Seconds that enter rests when one prompt follows another by itself."""

NO_ENTRIES = "That looked like pasted text, so nothing was entered. Type the ratings one by one."
EVERYBODY = "Everybody has an entry. Press ↑ ↓ to choose whose to change, or space to reveal."

CHOICES = {"s": "keep", "x": "not-voting"}

TICK = 10.0
LOOK_FOR_CARDS = 2.0
LOOK_FOR_NOTES = 1.0
DRAFT_AFTER = 1.0
ROOM_FOR_MINUTES = 28


@dataclass(frozen=True, slots=True)
class Confirming:
    """The subject of a guard: a verb, its answers, and the prompt that asked for them."""

    verb: str
    about: str
    values: dict[str, str]
    ask: Ask | None


class LiveScreen(RoomScreen):
    """The shared screen of a meeting in progress."""

    WHERE: ClassVar[tuple[Where, ...]] = ("meeting", "entry")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(*WHERE)]

    def __init__(self, live: LiveMeeting, mono: Callable[[], float]) -> None:
        """Show `live`; `mono` is the monotonic time in seconds."""
        super().__init__()
        self.live = live
        self._mono = mono
        self._rests_until = 0.0
        self._prompt: Prompt | None = None
        self._awaiting: Confirming | None = None
        self._drafts = PromptDrafts(live)
        self._draft_due: Timer | None = None
        self._look_place: Place | None = None
        self._look_seq: int | None = None
        self._noted = ""
        self._seeks_leans = False
        kept = "Text half typed was kept: its key brings it back." if self._drafts else ""
        self.notice = " ".join([*live.notices, kept]).strip()

    def on_mount(self) -> None:
        """Let the clock show, without repainting what has not changed."""
        self.call_after_refresh(libraries.import_libraries)
        self.set_interval(TICK, self.repaint)
        self.set_interval(LOOK_FOR_CARDS, self._look_for_cards)
        self.set_interval(LOOK_FOR_NOTES, self._take_notes)

    def recorded(self) -> int:
        """Return how many lines are saved."""
        return len(self.live.log)

    def give_up(self) -> None:
        """Close the prompt: its answer is recorded."""
        self._show(None)

    @unnoticed
    def _take_notes(self) -> None:
        self._seek_leans()
        added = self.live.take_notes()
        told = [one.event for one in added if not getattr(one.event, "quiet", False)]
        if told and self.notice in ("", self._noted):
            self._noted = f"{self.live.tell(told[-1])}."
            self.tell(self._noted)
        elif added:
            self.repaint()

    def _seek_leans(self) -> None:
        if self.live.lacks_leans and not self._seeks_leans:
            self._seeks_leans = True
            self.run_worker(self._find_leans, thread=True, exit_on_error=False)

    def _find_leans(self) -> None:
        worker = get_current_worker()
        self.live.find_leans(lambda: worker.is_cancelled)
        self.call_later(self.repaint)

    @unnoticed
    def _look_for_cards(self) -> None:
        on_people = self._prompt is not None and self._prompt.ask.verb == "people"
        waiting = self.shown is not None and not self.shown.opened
        if (on_people or waiting) and (arrived := self.live.arrivals()) is not None:
            self.tell(" ".join(arrived))

    # ---- what is seen

    def look_now(self) -> RoomView:
        """Return what the room sees: now, or of the moment or place looked at."""
        if self._look_seq is not None:
            return self.live.view_at(self._look_seq)
        view = self.live.view(self._look_place)
        self.cursor = entry.settled(entry.cells(view), self.cursor)
        return view

    def footer(self, view: RoomView, width: int) -> Content:
        """Return the footer: the main key, and the keys that help here."""
        prompt = self._prompt
        if prompt is not None:
            main = (prompt.answers_with, prompt.enter)
            return key_line(main, prompt.keys, width, rests=self.main_rests and prompt.ask.guard)
        main = ("space", view.main.label)
        return key_line(main, helpful(view), width, rests=self.main_rests)

    def below(self, view: RoomView, width: int) -> Content:
        """Return the latest minutes that are not quiet, where the window has room for them."""
        if self.size.height < ROOM_FOR_MINUTES or not view.minutes or self._prompt is not None:
            return Content()
        return Content(f"  – {view.minutes[-1]}").stylize("$text-muted")

    # ---- the main key

    def action_main(self) -> None:
        """Do the step's main action, or come back to now."""
        if self.blanked or self._mono() < self._rests_until or self._prompt is not None:
            return
        if self._is_looking():
            self._back_to_now()
            return
        due = self.live.view().main
        self.start(due.verb, due.about)

    def start(self, verb: str, about: str = "") -> None:
        """Ask what `verb` needs, or do it at once."""
        self._look_place = self._look_seq = None
        if verb == "leave":
            self.leave()
            return
        asked = self.live.ask(verb, about)
        if isinstance(asked, Refused):
            self.tell(asked.reason)
        elif asked is not None:
            self._open(asked)
        elif not self._confirms(Confirming(verb, about, {}, None)) and self._do(verb, about, {}):
            self.repaint()

    def _confirms(self, what: Confirming) -> bool:
        """Open a guard if this cannot be taken back; return whether it did."""
        asked = self.live.guard(what.verb, what.about, what.values)
        if asked is None:
            return False
        if what.ask is not None:
            self._drafts.keep(what.ask, what.values)
        self._awaiting = what
        self._open(asked)
        return True

    def action_do(self, verb: str) -> None:
        """Do what one of the other keys does."""
        if self._prompt is None and not self.blanked:
            self.start(verb)

    def _do(self, verb: str, about: str, values: dict[str, str]) -> bool:
        before = self.live.meeting.place
        done = self.live.do(verb, about, values)
        if isinstance(done, Refused):
            self.tell(done.reason)
            if self.live.lost:
                self._rests_until = self._mono() + REST_AFTER_STEP
                self._open(rescue.rescue(self.live))
            return False
        moved = self.live.meeting.place != before
        if moved:
            self._rests_until = self._mono() + REST_AFTER_STEP
            self.rest_main_key(REST_AFTER_STEP)
        if moved or verb.startswith("reveal"):
            self.expanded = False
        self.notice = afterwards.said(self.live, verb, done)
        return True

    # ---- prompts

    def _open(self, ask: Ask) -> None:
        self.notice = ""
        self._show(prompts.Prompt(ask, self._drafts.of(ask)))

    def _show(self, prompt: Prompt | None) -> None:
        """Put this prompt, or none, in the place of the one that is open."""
        self._put(prompt)
        self.repaint()

    def _put(self, prompt: Prompt | None) -> None:
        self._prompt = prompt
        self.asking = prompt is not None
        self.query_one(Asked).put(prompt)

    @absorbed
    def on_prompt_dropped(self, message: Prompt.Dropped) -> None:
        """Put the prompt aside and keep what was typed."""
        if self._prompt is None or message.ask is not self._prompt.ask:
            return
        self._drafts.keep(message.ask, message.values)
        self._show(None)

    def on_prompt_changed(self, message: Prompt.Changed) -> None:
        """Name the keys that help now."""
        message.stop()
        if self.guard is not None and self.guard.painted is not None:
            self.rest_main_key(GUARD_RESTS)
        self.repaint()

    @property
    def guard(self) -> Prompt | None:
        """The open question that only a deliberate yes confirms, if there is one."""
        return self._prompt if self._prompt is not None and self._prompt.ask.guard else None

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        """Keep what is half typed, a second later."""
        message.stop()
        if self._draft_due is None:  # whoever types without a pause has a draft as well
            self._draft_due = self.set_timer(DRAFT_AFTER, self._keep_draft)

    @unnoticed
    def _keep_draft(self) -> None:
        self._draft_due = None
        if self._prompt is not None:
            self._drafts.keep(self._prompt.ask, self._prompt.values)

    def _save_elsewhere(self, folder: str) -> None:
        done = self.live.save_elsewhere(Path(folder.strip() or "/").expanduser())  # never “.”
        if isinstance(done, Refused):
            self.tell(done.reason)
            return
        self._show(None)
        left = f" Not copied: {', '.join(done)}." if done else ""
        self.tell(f"Everything recorded is saved in the other folder; go on there.{left}")

    @absorbed
    def on_prompt_answered(self, message: Prompt.Answered) -> None:
        """Do what was answered; a refusal leaves the prompt open with its text."""
        ask, values = message.ask, message.values
        stale = self._prompt is None or ask is not self._prompt.ask
        if stale or (self._mono() < self._rests_until and not ask.guard):
            return
        if ask.verb == "leave":
            self.leave()
            return
        if ask.verb == "people" and values["what"] == "role":
            self._show(None)
            self.start("confirm_role", values["panelist"])
            return
        if ask.verb == rescue.RESCUE:
            self._save_elsewhere(values["folder"])
            return
        if ask.guard and self._awaiting is not None:
            self._answer(ask, self._awaiting.values)
        elif not self._confirms(Confirming(ask.verb, ask.about, values, ask)):
            self._answer(ask, values)

    def _answer(self, ask: Ask, values: dict[str, str]) -> None:
        """Do what was asked for, then ask the question that follows, if any."""
        draft = self._drafts.key(ask)
        if not self._do(ask.verb, ask.about, values):
            if self.guard is not None:
                self._show(None)
            elif self._prompt is not None:
                self._drafts.keep(ask, values)
                self._prompt.retry()
            return
        self._drafts.drop(draft)
        if (follows := chain.following(self.live.meeting, ask.verb, ask.about, values)) is None:
            self._show(None)
            return
        self._put(None)
        self._rests_until = self._mono() + REST_IN_CHAIN
        self.start(*follows)

    # ---- blind entry

    def action_digit(self, digit: int) -> None:
        """Enter a level for whom the cursor is at."""
        self._enter(str(digit))

    def action_keep(self) -> None:
        """Keep the earlier rating of whom the cursor is at."""
        self._enter("keep")

    def action_abstain(self) -> None:
        """Let whom the cursor is at not vote."""
        self._enter("not-voting")

    def action_keep_rest(self) -> None:
        """Let everybody without an entry keep theirs."""
        if self._may_enter():
            self.start("keep_rest")

    def action_clear(self) -> None:
        """Empty the cell the cursor is at."""
        if not self._may_enter():
            return
        if isinstance(done := self._cleared(), Refused):
            self.tell(done.reason)
        else:
            self.repaint()

    def action_cursor(self, by: int) -> None:
        """Move the cursor over the cells."""
        self.cursor = entry.moved(self._cells(), self.cursor, by)
        self.repaint()

    def choose_cell(self, panelist: str) -> None:
        """Move the cursor to this cell."""
        if self._may_enter():
            self.cursor = panelist
            self.repaint()

    def _cells(self) -> list[EntryRow]:
        return entry.cells(self.live.view())

    def _may_enter(self) -> bool:
        seen = not self.has_class("-only")
        return bool(self._cells()) and self._prompt is None and seen

    @property
    def takes_entries(self) -> bool:
        """True if cells are entered unseen here, even under an open prompt."""
        with suppress(Exception):  # runs before a key is handed on, which reports the error
            return bool(self._cells())
        return False

    def enter_keys(self, keys: Sequence[Key]) -> int:
        """Enter keys into the cells, in order, up to a refused one; return how many were not."""
        left = len(keys)
        with self.absorbing():
            left = self._enter_keys(keys)
        return left

    def _enter_keys(self, keys: Sequence[Key]) -> int:
        if not self._may_enter():
            return len(keys)
        if not ENTRY_KEYS.issuperset(key.key for key in keys):
            self.tell(NO_ENTRIES)
            return len(keys)
        for number, key in enumerate(keys):
            refused = self._enter_key(key.key)
            if refused is not None:
                left = len(keys) - number
                count = "1 key was" if left == 1 else f"{left} keys were"
                behind = f" {count} not taken." if len(keys) > 1 else ""
                self.tell(refused.reason + behind)
                return left
        self.repaint()
        return 0

    @property
    def known_keys(self) -> frozenset[str]:
        """The keys that do something here: those of a cell only where there are cells."""
        keys = super().known_keys
        return keys if self.takes_entries else keys - ENTRY_KEYS - {"S"}

    def _enter_key(self, key: str) -> Refused | None:
        if key in ("up", "down"):
            self.cursor = entry.moved(self._cells(), self.cursor, -1 if key == "up" else 1)
            return None
        if key == "backspace":
            if isinstance(done := self._cleared(), Refused):
                self.notice = done.reason  # nobody else's cell is meant by what follows
            return None
        done = self._filled(CHOICES.get(key, key))
        return done if isinstance(done, Refused) else None

    def _enter(self, choice: str) -> None:
        """Fill a cell; the painted result is the same for every digit."""
        if not self._may_enter():
            return
        if isinstance(done := self._filled(choice), Refused):
            self.tell(done.reason)
        else:
            self.repaint()

    def _filled(self, choice: str) -> Done | Refused:
        cells = self._cells()
        self.cursor = entry.settled(cells, self.cursor)
        if self.cursor == entry.NOBODY:
            return Refused(EVERYBODY)
        done = self.live.enter(self.cursor, choice)
        if not isinstance(done, Refused):
            here = next(row for row in cells if row.id == self.cursor)
            self.notice = f"Replaced: the entry of {here.name}." if here.filled else ""
            self.cursor = entry.after(self._cells(), self.cursor)
        return done

    def _cleared(self) -> Done | Refused:
        done = self.live.clear(self.cursor)
        if not isinstance(done, Refused):
            self.notice = ""
        return done

    # ---- looking without moving

    def _is_looking(self) -> bool:
        return self._look_place is not None or self._look_seq is not None

    def _back_to_now(self) -> None:
        self._look_place = self._look_seq = None
        self.notice = ""
        self.repaint()

    def _may_look(self) -> bool:
        if self._prompt is not None or self.blanked:
            return False
        if self._cells():
            self.tell("A round is being entered: look back after its reveal.")
            return False
        if not self.live.log:
            self.tell("Nothing has happened yet to look back at: space opens the meeting.")
            return False
        return True

    def action_look(self, by: int) -> None:
        """Look back or forward through what happened."""
        if not self._may_look():
            return
        last = len(self.live.log)
        seq = (last if self._look_seq is None else self._look_seq) + by
        self._look_place = None
        if seq >= last:
            self._back_to_now()
            return
        self._look_seq = max(1, seq)
        told = self.live.tell(self.live.log[self._look_seq - 1].event)
        self.tell(f"Looking back, event {self._look_seq} of {last}: {told}.")

    def action_look_competency(self, by: int) -> None:
        """Look at the previous or next competency."""
        now = self.live.view()
        order = [one.id for one in now.competencies]
        shown = self._look_place or now.place
        start = order.index(shown.competency) if shown.competency else (-1 if by > 0 else 0)
        self.show_competency((start + by) % len(order))

    def show_competency(self, number: int) -> None:
        """Look at this competency."""
        if not self._may_look():
            return
        now = self.live.view()
        wanted = Place(step="competency", competency=now.competencies[number].id)
        self._look_seq, self._look_place = None, None if wanted == now.place else wanted
        self.notice = ""
        self.repaint()

    # ---- the rest

    def action_help(self) -> None:
        """Explain the present step and the keys."""
        self.app.push_screen(helping.live_help(self.live, self.look_now()))

    def action_leave(self) -> None:
        """Ask once, then leave."""
        if self._prompt is not None or self.blanked:
            return
        now = self.live.view()
        if not now.opened or now.main.verb == "leave":
            self.leave()
            return
        self._back_to_now()
        self._open(rescue.leaving(self.live))
