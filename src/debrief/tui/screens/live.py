"""The meeting as it happens: keys ask the live meeting, and what it answers is painted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.events import Key
from textual.timer import Timer
from textual.widgets import TextArea
from textual.worker import get_current_worker
from typing_extensions import override

from debrief.core import verbs
from debrief.core.ballots import Submission
from debrief.core.form import Ask, short_answer
from debrief.core.meeting.agenda import is_finished, open_competencies
from debrief.core.refused import Refused
from debrief.core.room.closing import DecisionView
from debrief.core.room.model import RoomView
from debrief.core.room.poll import CompetencyView, EntryRow, SceneView, VoteView, WrappedUpView
from debrief.core.room.rows import Row, answers, cells
from debrief.core.steps import OVERVIEW, Place
from debrief.core.text import ended
from debrief.core.verbs import sittings
from debrief.core.verbs.anytime import TakeBack
from debrief.core.verbs.decision import AskDissent
from debrief.core.verbs.opening import DIFFERS, ConfirmRole, People
from debrief.core.verbs.record import Leave
from debrief.core.verbs.verb import Due, RevealVerb, TalkVerb, Verb
from debrief.core.verbs.wrap_up import WrapUp
from debrief.live import Lines, LiveMeeting, libraries
from debrief.live.inbox import FLOODED
from debrief.live.prompt_drafts import PromptDrafts, key_of
from debrief.tui import cursor, questions
from debrief.tui.commands import Command, Where, commands
from debrief.tui.keys import bindings, helpful, key_line
from debrief.tui.resilient import absorbed, unnoticed
from debrief.tui.screens import meeting_help
from debrief.tui.screens.frame import Body
from debrief.tui.screens.room import LAST_BEAT, RoomScreen
from debrief.tui.steps import competency
from debrief.tui.steps.decision import DIGITS
from debrief.tui.steps.record import NEXT
from debrief.tui.steps.scene import SECONDS, time_left
from debrief.tui.terminal.pace import GUARD_RESTS, MAIN_KEYS
from debrief.tui.terminal.typeahead import ENTRY_KEYS
from debrief.tui.widgets.prompt import Prompt

REST_AFTER_STEP = 0.8
"""Seconds that the main key rests after a step changed."""

BEATS = (1.0, 2.0)
"""Seconds after a reveal at which the headline and the speakers appear."""

REST_IN_CHAIN = 0.2
"""Seconds that enter rests when one prompt follows another by itself."""

NO_ENTRIES = "That looked like pasted text, so nothing was entered. Type the ratings one by one."
EVERYBODY = "Everybody has an entry. Press ↑ ↓ to choose whose to change, or space to reveal."

UNREAD = "The last level is still below: page down shows it."

OPENS = 1
"""The digit that opens a finished record."""

"""The answer at the role gate after which a question follows."""

ANSWER_KEYS = frozenset({"1", "2", "up", "down"})
"""The keys that work while people answer by name."""

NOTHING_DONE = "Nothing was done."
"""Shown after any other answer than yes to a guard."""

CHOICES = {"s": "keep", "x": "not-voting"}

TICK = 10.0
SECOND = 1.0
SHOWS_OUTCOME = 60.0
"""Seconds that the outcome of a competency is shown on the next screen."""
LOOK_FOR_CARDS = 2.0
LOOK_FOR_NOTES = 1.0
DRAFT_AFTER = 1.0
TIMERS_ARE_EARLY = 0.02
"""Seconds by which a timer waits longer than it should, as it may end too soon."""

ROOM_FOR_MINUTES = 28


@dataclass(frozen=True, slots=True)
class GuardedAct:
    """The subject of a guard: a verb, its answers, and the prompt that asked for them."""

    verb: Verb
    about: str
    values: dict[str, str]
    ask: Ask | None


@dataclass(slots=True)
class Talk:
    """A talk in progress: its verb, place and round, and the seconds left at `mono`."""

    verb: Verb
    place: Place
    round: int
    mono: float
    left: float = SECONDS

    def pass_to(self, mono: float, *, paused: bool) -> None:
        """Let the time until `mono` pass, unless the meeting's clock is paused."""
        self.left -= 0.0 if paused else mono - self.mono
        self.mono = mono


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
        self._revealed_at: float | None = None
        """The monotonic time of a reveal whose beats are not all shown."""

        self._talk: Talk | None = None
        self._talk_ticks: Timer | None = None
        self._timer_shown = ""
        self._closed_last: tuple[str, float] | None = None
        """The competency closed last, and the monotonic time until which its outcome is shown."""

        self._read_aloud: set[str] = set()
        """The competencies whose last anchor was on the screen."""

        self._then: Callable[[dict[str, str]], None] | None = None
        """The handler of an answer to this screen's own question; None for a verb's prompt."""
        self._awaiting: GuardedAct | None = None
        self._drafts = PromptDrafts(live)
        self._draft_due: Timer | None = None
        self._look_place: Place | None = None
        self._look_seq: int | None = None
        self._came_back = False
        """True if an act ended a look back, until the main key said so."""
        self._noted = ""
        self._held_back = False
        self._refused: Refused | None = None
        """The refusal of the last answer, until that is changed."""
        self._short: tuple[str, str, str] | None = None
        """The short answer that was asked about: its verb, its field and its text."""
        self._seeks_leans = False
        self._asks_left: tuple[Submission, ...] = ()
        """Codes to ask about after the one that is asked about now."""
        self.notice = " ".join([*live.notices, self._drafts.notice(key_of)]).strip()

    def on_mount(self) -> None:
        """Let the clock show, without repainting what has not changed."""
        self.call_after_refresh(libraries.import_libraries)
        if self.live.lacks_key:
            self.call_after_refresh(self._ask_for_key)
        self.set_interval(TICK, self.repaint)
        self.set_interval(LOOK_FOR_CARDS, self._look_for_cards)
        self.set_interval(LOOK_FOR_NOTES, self._take_notes)

    @unnoticed
    def _ask_for_key(self) -> None:
        self._open(questions.without_key(), self._renew_key)

    def _renew_key(self, _: dict[str, str]) -> None:
        done = self.live.renew_key()
        self.close_prompt()
        if isinstance(done, Refused):
            self._refuse(done)
        elif self.live.notices:  # what was found as the writing was taken up
            self.tell(" ".join(self.live.notices))

    def recorded(self) -> int:
        """Return how many lines are saved."""
        return len(self.live.log)

    def give_up(self) -> None:
        """Close the prompt: its answer is recorded."""
        self.close_prompt()

    @unnoticed
    def _take_notes(self) -> None:
        self._seek_leans()
        added = self.live.take_notes()
        shown = [entry.event for entry in added if not entry.event.is_quiet(self.live.meeting)]
        if shown and self.notice in ("", self._noted):
            self._noted = ended(self.live.sentence(shown[-1]))
            self.tell(self._noted)
        elif added:
            self.repaint()
        held_back, self._held_back = self._held_back, self.live.notes_held_back > 0
        if self._held_back and not held_back:
            self.tell(FLOODED)

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
        on_people = self._prompt is not None and self._verb(self._prompt.ask) == People()
        free = self._prompt is None and not self._is_looking()
        if (on_people or free) and (arrived := self.live.arrivals()):
            self.tell(" ".join(arrived))

    # ---- what is seen

    def look_now(self) -> RoomView:
        """Return what the room sees: now, or of the moment or place looked at."""
        if self._prompt is not None and self._verb(self._prompt.ask) == WrapUp():
            return self.live.view_of_wrap_up()
        if self._look_seq is not None:
            return self.live.view_at(self._look_seq)
        view = self.live.view(self._look_place)
        rows = cursor.rows(view)
        left = {row.id for row in rows if not row.filled}
        self.marked = {id_: answer for id_, answer in self.marked.items() if id_ in left}
        self.cursor = cursor.settled(rows, self.cursor, self.marked)
        scene = self._scene(view)
        if scene is None:
            return view
        return replace(view, main=replace(view.main, label=scene.label), guidance="")

    def footer(self, view: RoomView, width: int) -> Content:
        """Return the footer: the main key, and the keys that help here."""
        prompt = self._prompt
        if prompt is not None:
            main = (prompt.answers_with, prompt.enter)
            return key_line(main, prompt.keys, width, rests=self.main_rests and prompt.ask.guard)
        main = ("space", view.main.label)
        rests = self.main_rests or self._unread or bool(self._unasked(view))
        keys = helpful(view, self.word_of_expand(view))
        if self.cursor in (row.id for row in answers(view)):
            keys = [*zip(("1", "2"), self._answers_to_choose(view), strict=True), *keys]
        if self.live.takes_codes and not view.looking:
            keys = [("k", "codes"), *keys]
        if choices := self._choices(view):
            keys = [(f"1–{choices}", "choose"), *keys]
        return key_line(main, keys, width, rests=rests)

    def below(self, view: RoomView, width: int) -> Content:
        """Return the latest minutes that are not quiet, where the window has room for them."""
        if self.size.height < ROOM_FOR_MINUTES or not view.minutes or self._prompt is not None:
            return Content()
        if view.minutes[-1] in self.notice:  # it was just recorded
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
        if self._came_back:
            self._came_back = False
            self.tell(f"You’re back in the meeting. Space: {self.live.view().main.label}.")
            return
        if self._unread:
            self.tell(UNREAD)
            return
        if asks := self._unasked(self.live.view()):
            self.tell(asks)
            return
        due = self.live.due
        if due.verb == AskDissent():
            answers = {f"asked:{panelist}": answer for panelist, answer in self.marked.items()}
            if self._do(due.verb, "", answers):
                self._go_on(due.verb, "", answers)
        elif isinstance(due.verb, TalkVerb) and self._scene(self.live.view()) is None:
            self._begin_talk(due.verb)
        else:
            self.start(due.verb, due.about)

    # ---- the talk about a result

    def _scene(self, view: RoomView) -> SceneView | None:
        """Return the script of the talk in progress, None without one in this view."""
        if (
            self._talk is None
            or view.looking
            or not isinstance(view.pane, CompetencyView | VoteView)
        ):
            return None
        here = (self.live.due.verb, view.place, view.pane.poll.round)
        on = here == (self._talk.verb, self._talk.place, self._talk.round)
        return view.pane.scene if on else None

    def _begin_talk(self, verb: Verb) -> None:
        """Show the script of a talk, and its clock."""
        view = self.live.view()
        if not isinstance(view.pane, CompetencyView | VoteView):
            return
        self._talk = Talk(verb, view.place, view.pane.poll.round, self._mono())
        self.expanded, self.notice = False, ""
        self._rests_until = self._mono() + REST_AFTER_STEP
        self.rest_main_key(REST_AFTER_STEP)
        if self._talk_ticks is None:
            self._talk_ticks = self.set_interval(SECOND, self._tick_talk)
        self._talk_ticks.resume()
        self.repaint()
        self.query_one(Body).scroll_home(animate=False, immediate=True)

    @property
    @override
    def timer(self) -> str:
        if self._talk is None or self._is_looking():
            return ""
        view = self.live.view()
        if self._scene(view) is None:
            return ""
        return time_left(self._talk.left)

    @unnoticed
    def _tick_talk(self) -> None:
        """Let a second of the talk pass, and show the time that is left if it reads differently."""
        if self._talk is not None:
            self._talk.pass_to(self._mono(), paused=self.live.view().clock.paused)
        timer = self.timer
        if self._talk is not None and self._scene(self.live.view()) is None:
            self._talk = None
        if self._talk is None and self._talk_ticks is not None:
            self._talk_ticks.pause()
        if timer != self._timer_shown:
            self._timer_shown = timer
            self.repaint()

    def start(self, verb: Verb, about: str = "") -> None:
        """Ask what `verb` needs, or do it at once; what is looked at stays on the screen."""
        if verb == Leave():
            self.leave()
            return
        asked = self.live.ask(verb, about)
        if isinstance(asked, Refused):
            self.tell(asked.reason)
        elif asked is not None:
            self._open(asked)
        elif not self._confirms(GuardedAct(verb, about, {}, None)) and self._do(verb, about, {}):
            self._go_on(verb, about, {})

    def _go_on(self, verb: Verb, about: str, answers: dict[str, str]) -> None:
        """Ask the question that follows an act, if any."""
        follows = verb.follows(self.live.meeting, self.live.due, about, answers)
        if follows is None:
            self.repaint()
        else:
            self.start(follows.verb, follows.about)

    def _confirms(self, what: GuardedAct) -> bool:
        """Open a guard if this cannot be taken back; return whether it did."""
        asked = self.live.guard(what.verb, what.about, what.values)
        if asked is None:
            return False
        if what.ask is not None:
            self._keep(what.ask, what.values)
        self._awaiting = what
        self._open(asked)
        return True

    def action_verb(self, name: str) -> None:
        """Do what one of the other keys does."""
        if self._prompt is None and not self.blanked:
            verb = verbs.named(name)
            if verb == TakeBack() and self.marked:
                self._unmark()
                return
            rows = self._answers() if verb == People() else ()
            self.start(verb, next((row.id for row in rows if row.id == self.cursor), ""))

    def _do(self, verb: Verb, about: str, values: dict[str, str]) -> bool:
        before, due = self.live.meeting.place, self._main_action()
        done = self.live.do(verb, about, values)
        if isinstance(done, Refused):
            self._refuse(done)
            return False
        self.cursor = ""  # the first cell without an entry
        self._drafts.follow(done)
        moved = self.live.meeting.place != before
        if self._is_looking() and self._main_action() != due:
            self._look_place = self._look_seq = None
            self._came_back = True
        if moved:
            self._rests_until = self._mono() + REST_AFTER_STEP
            self.rest_main_key(REST_AFTER_STEP)
            self._note_closed(before)
        if moved or isinstance(verb, RevealVerb):
            self.expanded = False
        if isinstance(verb, RevealVerb):
            self._begin_beats()
        self.notice = verb.notice(self.live.echo(done), values) if done else ""
        return True

    def _main_action(self) -> tuple[Place, Due, bool]:
        """Return the place, its main action, and whether entries are taken: the meeting's now."""
        meeting = self.live.meeting
        return meeting.place, self.live.due, meeting.cells_here is not None

    def _note_closed(self, before: Place) -> None:
        """Show the outcome of what was closed, and after the last competency the overview."""
        meeting = self.live.meeting
        closed = before.competency is not None and is_finished(meeting, before)
        several = self.shown is not None and isinstance(self.shown.pane, WrappedUpView)
        self._closed_last = (
            (before.competency or "", self._mono() + SHOWS_OUTCOME)
            if closed and not several
            else None
        )
        if closed and meeting.place.competency is None and not open_competencies(meeting):
            self._look_place = OVERVIEW

    @property
    @override
    def outcome(self) -> str:
        if self._closed_last is None or self._mono() >= self._closed_last[1] or self.shown is None:
            return ""
        marks = (mark for mark in self.shown.competencies if mark.id == self._closed_last[0])
        return next((f"{mark.title}: {mark.outcome}" for mark in marks if mark.outcome), "")

    # ---- levels that are read aloud

    @property
    def _unread(self) -> bool:
        """True while the last level of a blind competency was not on the screen."""
        view = self.shown
        pane = view.pane if view is not None else None
        if not isinstance(pane, CompetencyView) or pane.poll.phase != "blind":
            return False
        if pane.id in self._read_aloud or view is None or view.looking:
            return False
        body = self.query_one(Body)
        below = body.scroll_y + body.content_size.height
        if below < competency.read_aloud(pane, self.space):
            return True
        self._read_aloud.add(pane.id)
        return False

    def hint(self) -> None:
        """Show whether there is more, and the main key as it is once all levels were seen."""
        super().hint()
        self.repaint_footer()

    # ---- the beats of a reveal

    @property
    def beat(self) -> int:
        """The marks alone, then with the headline, then everything."""
        if self._revealed_at is None:
            return LAST_BEAT
        passed = self._mono() - self._revealed_at
        return 1 + sum(passed >= beat for beat in BEATS)

    def _begin_beats(self) -> None:
        """Show the marks alone; without animations show everything, and rest for a moment."""
        rests = REST_AFTER_STEP
        if self.app.animation_level != "none":
            self._revealed_at, rests = self._mono(), BEATS[-1]
            for beat in BEATS:
                self.set_timer(beat + TIMERS_ARE_EARLY, self.repaint)
        self._rests_until = self._mono() + rests
        self.rest_main_key(rests)

    def key_taken(self, key: str) -> None:
        """Show all of a reveal before any key but the main one does its work."""
        if self.beat == LAST_BEAT or key in MAIN_KEYS or key not in self.known_keys:
            return
        self._revealed_at = None
        self._rests_until = 0.0
        self.rest_main_key(0)
        self.repaint()

    def _refuse(self, refused: Refused) -> None:
        self._refused = refused
        self.tell(refused.reason)
        if self.live.lost:
            self._rests_until = self._mono() + REST_AFTER_STEP
            self._open(questions.rescue(self.live), self._save_elsewhere)

    # ---- prompts

    def _open(self, ask: Ask, then: Callable[[dict[str, str]], None] | None = None) -> None:
        """Open a verb's question, or, with what its answer means, one of this screen's own."""
        self._then = then
        self.open_prompt(ask, {} if then is not None else self._drafts.of(ask))

    def _verb(self, ask: Ask) -> Verb | None:
        return verbs.named(ask.verb) if self._then is None else None

    def _keep(self, ask: Ask, values: dict[str, str]) -> None:
        if self._then is None:
            self._drafts.keep(ask, values)

    @absorbed
    def on_prompt_dropped(self, message: Prompt.Dropped) -> None:
        """Put the prompt aside and keep what was typed."""
        if self._prompt is None or message.ask is not self._prompt.ask:
            return
        self._keep(message.ask, message.values)
        self.close_prompt()
        if asks := self._asks_left:
            self._asks_left = ()
            self._ask_about(asks)
            return
        if message.ask.guard:
            name = self.next_entry
            self.tell(f"{NOTHING_DONE} The next entry is for {name}." if name else NOTHING_DONE)
        if self.live.lacks_key:  # nothing can be recorded, and nobody wanted to go on without it
            self.leave()

    def on_prompt_changed(self, message: Prompt.Changed) -> None:
        """Name the keys that help now, and drop a refusal that another choice may resolve."""
        message.stop()
        self._forget_refusal()
        if self.guard is not None and self.guard.painted is not None:
            self.rest_main_key(GUARD_RESTS)
        self.prompt_changed()

    def _forget_refusal(self) -> None:
        if self._refused is not None and self.notice == self._refused.reason:
            self.tell("")
        self._refused = None

    @property
    def guard(self) -> Prompt | None:
        """The open question that only a deliberate yes confirms, if there is one."""
        return self._prompt if self._prompt is not None and self._prompt.ask.guard else None

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        """Keep half-typed text a second later, and drop a refusal that it may resolve."""
        message.stop()
        self._forget_refusal()
        if self._draft_due is None:  # whoever types without a pause has a draft as well
            self._draft_due = self.set_timer(DRAFT_AFTER, self._keep_draft)

    @unnoticed
    def _keep_draft(self) -> None:
        self._draft_due = None
        if self._prompt is not None:
            self._keep(self._prompt.ask, self._prompt.values)

    def _save_elsewhere(self, values: dict[str, str]) -> None:
        folder = values["folder"].strip() or "/"  # never “.”
        done = self.live.save_elsewhere(Path(folder).expanduser())
        if isinstance(done, Refused):
            self.tell(done.reason)
            return
        self.close_prompt()
        left = f" Not copied: {', '.join(done)}." if done else ""
        self.tell(f"Everything recorded is saved in the other folder; go on there.{left}")

    @absorbed
    def on_prompt_answered(self, message: Prompt.Answered) -> None:
        """Do what was answered; a refusal leaves the prompt open with its text."""
        ask, values = message.ask, message.values
        stale = self._prompt is None or ask is not self._prompt.ask
        if stale or (self._mono() < self._rests_until and not ask.guard):
            return
        if self._then is not None:
            self._then(values)
            return
        verb = verbs.named(ask.verb)
        short = short_answer(ask, values)
        if short is not None and self._asks_for_more(ask.verb, short.name, values[short.name]):
            return
        if ask.guard and self._awaiting is not None:
            self._answer(verb, ask, self._awaiting.values)
        elif not self._confirms(GuardedAct(verb, ask.about, values, ask)):
            self._answer(verb, ask, values)

    def _asks_for_more(self, verb: str, name: str, text: str) -> bool:
        """Ask once about a text of one or two words; return whether this call asked."""
        asked, self._short = self._short, (verb, name, text)
        if asked == self._short or self._prompt is None:
            return False
        self._refuse(Refused(questions.short(text), name))
        self._prompt.retry(name)
        return True

    def _answer(self, verb: Verb, ask: Ask, values: dict[str, str]) -> None:
        """Do what was asked for, then ask the question that follows, if any."""
        draft, before = self._drafts.key(ask), len(self.live.log)
        if not self._do(verb, ask.about, values):
            if self.guard is not None:
                self.close_prompt()
            elif self._prompt is not None:
                self._drafts.keep(ask, values)
                self._prompt.retry(self._refused.field if self._refused else "")
            return
        self._drafts.answer(draft, ask, values, self.live.log[before:])
        follows = verb.follows(self.live.meeting, self.live.due, ask.about, values)
        if follows is None:
            self.close_prompt()
            return
        self.asking = False
        self.prompt.close()
        self._rests_until = self._mono() + REST_IN_CHAIN
        self.start(follows.verb, follows.about)

    # ---- codes from the chat

    def take_paste(self, text: str) -> bool:
        """Count the codes in a pasted text, if a blind question is open and takes codes."""
        with self.absorbing():
            if not self._may_enter() or self._is_looking() or not self.live.takes_codes:
                return False
            self._count_codes(text)
        return True

    def action_codes(self) -> None:
        """Open a field for the chat, for terminals that do not mark what is pasted."""
        if self._may_enter():
            self._open(questions.codes(), self._count_typed)

    def _count_typed(self, values: dict[str, str]) -> None:
        """Count what is in the field, and leave it open: more of one paste may follow."""
        self._open(questions.codes(), self._count_typed)
        self._count_codes(values["codes"])

    def _count_codes(self, text: str) -> None:
        done = self.live.paste(text)
        if isinstance(done, Refused):
            self._refuse(done)
            return
        self.cursor = ""  # the first cell without an entry
        self.tell(done.sentence)
        self._ask_about(done.asks)

    def _ask_about(self, left: Sequence[Submission]) -> None:
        """Ask about each code that was replaced since and sent again, one after the other."""
        if not left:
            return
        first, *others = left

        def take(_: dict[str, str]) -> None:
            done = self.live.take_again(first)
            self._asks_left = ()
            self.close_prompt()
            if isinstance(done, Refused):
                self._refuse(done)
            self._ask_about(others)

        self._open(questions.code_again(self.live.meeting.name(first.panelist)), take)
        self._asks_left = tuple(others)

    # ---- blind entry

    def action_digit(self, digit: int) -> None:
        """Enter a level, mark somebody's answer, or choose what the screen has numbered."""
        if rows := self._answers():
            self._answer_for(rows, digit)
        elif self._prompt is None and not self.blanked and self._choices(self.live.view()):
            self._choose(digit)
        else:
            self._enter(str(digit))

    def _choose(self, digit: int) -> None:
        """Do what has this number: a next step, or what can be done with a finished record."""
        if self.live.meeting.finished is None:
            chosen = sittings.next_choices(self.live.meeting)[digit - 1 : digit]
            if chosen:
                self.start(sittings.CarryOn(), chosen[0].value)
        elif digit == OPENS:
            self.app.open_url((self.live.folder / "record.html").resolve().as_uri())
            self.tell("The record opens in the browser.")
        elif digit <= len(NEXT):
            writes = (self.live.write_reminders, self.live.write_calendar)[digit - OPENS - 1]
            done = writes()
            self.tell(done.reason if isinstance(done, Refused) else f"Written: {done.name}.")

    def _answer_for(self, rows: Sequence[Row], digit: int) -> None:
        """Mark the answer of whom the cursor is at, or ask how the role they rated differed."""
        here = next((row for row in rows if row.id == self.cursor), None)
        answers = list(self._answers_to_choose(self.live.view()))
        if here is None or self.blanked or digit > len(answers):
            return
        answer = answers[digit - 1]
        if answer == DIFFERS:
            self.start(ConfirmRole(), here.id)
            return
        if here.filled and not self._do(ConfirmRole(), here.id, {"understanding": answer}):
            return
        self.marked, self.notice = {**self.marked, here.id: answer}, ""
        self.cursor = cursor.after(rows, here.id, self.marked)
        self.repaint()

    def _unmark(self) -> None:
        """Take back the last answer that was marked and is not recorded yet."""
        last = list(self.marked)[-1]
        names = {row.id: row.name for row in self._answers()}
        self.marked = {id_: answer for id_, answer in self.marked.items() if id_ != last}
        self.cursor = last
        self.tell(f"Taken back: the answer of {names.get(last, '')}.")

    def _answers_to_choose(self, view: RoomView) -> tuple[str, str]:
        """Return the two answers that people give by name now, in the order of their digits."""
        dissent = isinstance(view.pane, DecisionView)
        return ("dissents", "accepts") if dissent else ("same", DIFFERS)

    def _unasked(self, view: RoomView) -> str:
        """Return whom to ask first whether they dissent, in a sentence; empty once all were."""
        if view.main.verb != AskDissent.name or not isinstance(view.pane, DecisionView):
            return ""
        left = [row.name for row in view.pane.asked if not row.filled and row.id not in self.marked]
        return f"Ask {left[0]} by name first: 1 dissents, 2 accepts." if left else ""

    def _choices(self, view: RoomView) -> int:
        """Return how many steps or files a digit chooses from now."""
        if not view.looking and getattr(view.pane, "finished", False):
            return len(NEXT) if self.live.meeting.written else 0
        if view.looking or not isinstance(view.pane, DecisionView):
            return 0
        return min(DIGITS, len(view.pane.next))

    def _answers(self) -> Sequence[Row]:
        """Return the people who may answer by name now, unless a prompt is open."""
        return answers(self.live.view()) if self._prompt is None else ()

    def action_keep(self) -> None:
        """Keep the earlier rating of whom the cursor is at."""
        self._enter("keep")

    def action_abstain(self) -> None:
        """Let whom the cursor is at not vote."""
        self._enter("not-voting")

    def action_clear(self) -> None:
        """Empty the cell the cursor is at, or the one filled last."""
        if not self._may_enter():
            return
        if isinstance(done := self._cleared(), Refused):
            self.tell(done.reason)
        else:
            self.repaint()

    def action_cursor(self, by: int) -> None:
        """Move the cursor over the cells."""
        self.cursor = cursor.moved(self._cells() or self._answers(), self.cursor, by)
        self.repaint()

    def choose_cell(self, panelist: str) -> None:
        """Move the cursor to this cell."""
        if self._may_enter() or self._answers():
            self.cursor = panelist
            self.repaint()

    def _cells(self) -> list[EntryRow]:
        return cells(self.live.view())

    def _may_enter(self) -> bool:
        seen = not self.has_class("-only")
        return bool(self._cells()) and self._prompt is None and seen

    @property
    def takes_entries(self) -> bool:
        """True if cells are entered unseen here, even under an open prompt."""
        with suppress(Exception):  # runs before a key is handed on, which reports the error
            return bool(self._cells())
        return False

    @property
    def next_entry(self) -> str:
        """The name of whom the next entry is for; empty where nothing is entered unseen."""
        here = cursor.settled(self._cells(), self.cursor)
        return next((row.name for row in self._cells() if row.id == here), "")

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
                behind = f" {count} ignored." if len(keys) > 1 else ""
                self.tell(refused.reason + behind)
                return left
        self.repaint()
        return 0

    @property
    def known_keys(self) -> frozenset[str]:
        """The keys that do something here: those of a cell only where there are cells."""
        keys = super().known_keys
        entered = frozenset(key for command in commands("entry") for key in command.keys)
        if self.takes_entries:
            return keys
        with suppress(Exception):  # as above
            if self._answers():
                entered -= ANSWER_KEYS
            if choices := self._choices(self.live.view()):
                entered -= {str(digit) for digit in range(1, choices + 1)}
        return keys - entered

    def _enter_key(self, key: str) -> Refused | None:
        if key in ("up", "down"):
            self.cursor = cursor.moved(self._cells(), self.cursor, -1 if key == "up" else 1)
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

    def _filled(self, choice: str) -> Lines | Refused:
        cells = self._cells()
        self.cursor = cursor.settled(cells, self.cursor)
        if self.cursor == cursor.NOBODY:
            return Refused(EVERYBODY)
        done = self.live.enter(self.cursor, choice)
        if not isinstance(done, Refused):
            here = next(row for row in cells if row.id == self.cursor)
            self.notice = f"Replaced: the entry of {here.name}." if here.filled else ""
            self.cursor = cursor.first_empty(self._cells())
        return done

    def _cleared(self) -> Lines | Refused:
        """Empty the cell the cursor is at, or, where that is empty, the one filled last."""
        cells = self._cells()
        chosen = any(row.id == self.cursor and row.filled for row in cells)
        last = self.cursor if chosen else self.live.last_entered or self.cursor
        done = self.live.clear(last)
        if not isinstance(done, Refused):
            names = (row.name for row in cells if row.id == last)
            self.notice = "" if chosen else f"Cleared: the entry of {next(names, '')}."
            self.cursor = last
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
            self.tell("There is nothing to look back at yet: space opens the meeting.")
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
        sentence = self.live.sentence(self.live.log[self._look_seq - 1].event)
        self.tell(ended(f"Looking back, event {self._look_seq} of {last}: {sentence}"))

    def action_look_competency(self, by: int) -> None:
        """Look at the previous or next competency."""
        if not self._may_look():
            return
        now = self.live.view()
        order = [Place(step="competency", competency=row.id) for row in now.competencies]
        if all(row.state == "closed" for row in now.competencies):
            order.append(OVERVIEW)
        shown = self._look_place or now.place
        start = order.index(shown) if shown in order else (-1 if by > 0 else 0)
        wanted = order[(start + by) % len(order)]
        self._look_seq, self._look_place = None, None if wanted == now.place else wanted
        self.notice = ""
        self.repaint()

    # ---- the rest

    @override
    def offered(self) -> Iterable[tuple[Command, str]]:
        return meeting_help.offered(self.live, self.look_now())

    def action_help(self) -> None:
        """Explain the present step and the keys."""
        self.app.push_screen(meeting_help.live_help(self.live, self.look_now()))

    def action_leave(self) -> None:
        """Ask once, then leave."""
        if self._prompt is not None or self.blanked:
            return
        if not self.live.meeting.opened or self.live.due.verb == Leave():
            self.leave()
            return
        self._open(questions.leaving(self.live), lambda _: self.leave())
