"""The screen of a replay: keys move through a meeting's events and show the room's view then."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.timer import Timer

from debrief.core.form import Ask, Field
from debrief.core.meeting.event import Passage
from debrief.core.refused import Refused
from debrief.core.replay.destination import EXAMPLES, destination
from debrief.core.replay.playback import Playback, SearchHit, Speed
from debrief.core.room.model import RoomView
from debrief.core.steps import Place
from debrief.core.text import excerpt
from debrief.live.notebook import Notebook
from debrief.tui.commands import Command, Where, commands
from debrief.tui.keys import bindings, key_line
from debrief.tui.paint import MUTED, says, wrap
from debrief.tui.resilient import absorbed
from debrief.tui.screens.help import HelpScreen
from debrief.tui.screens.meeting_help import about, signs
from debrief.tui.screens.room import RoomScreen
from debrief.tui.widgets.notes import notes
from debrief.tui.widgets.prompt import Prompt
from debrief.tui.widgets.timeline import (
    TERMS,
    Rail,
    TimelineStatus,
    moving_line,
)

SIDE = 1
"""Empty columns on each side of the timeline."""

RAIL_LINES = 2

LONGEST_HIT = 90
"""Maximum characters of a search result."""

GO = Ask("whereto", "", "Go to", (Field("where", "Where to", hint=EXAMPLES),), "Go")
SEARCH = Ask(
    "search",
    "",
    "Search what was said",
    (Field("text", "Text", hint="minutes, evidence, names; any case, without accents"),),
    "Find",
)
READS = "What the room saw then. You only look: the meeting stays as it was."
NO_NOTEBOOK = "Notes cannot be kept here: open the meeting with debrief replay."
FIRST = ("event", "competency", "search", "help", "go to", "speed", "note", "more")
"""Words of the footer; the first ones stay if not all fit."""


def rule(width: int) -> Content:
    """Return a line across the screen."""
    return says("─" * width, MUTED)


class ReplayScreen(RoomScreen):
    """The screen of a finished or interrupted meeting, which it cannot change.

    Notes are written to a file of their own in the session's folder.
    """

    DEFAULT_CSS = """
    ReplayScreen.-high #below {
        border-top: solid $line;
    }
    """
    WHERE: ClassVar[tuple[Where, ...]] = ("replay",)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(*WHERE)]

    def __init__(
        self,
        playback: Playback,
        position: int = 1,
        notice: str = "",
        notebook: Notebook | None = None,
    ) -> None:
        """Show `playback` after `position` events.

        `notice` is shown at the start, and after the last event.
        """
        super().__init__()
        # In a low window the pane takes the empty rows around the timeline.
        self.VERTICAL_BREAKPOINTS = [(0, "-low"), (28, "-high")]
        self.playback = playback
        self.position = playback.within(position)
        self.pace = Speed()
        self.notebook = notebook
        self.notice = notice or (notebook.notice if notebook else "")
        self._at_the_end = notice
        self._next: Timer | None = None
        self._drafts: dict[str, dict[str, str]] = {}
        self._hits: tuple[SearchHit, ...] = ()
        self._searched = self._found = ""
        self._rail: Rail | None = None
        self._dated = playback.log[0].t.date() != playback.log[-1].t.date()

    @property
    def playing(self) -> bool:
        """True while the replay plays by itself."""
        return self._next is not None

    # ---- view

    def look_now(self) -> RoomView:
        """Return the room's view after the current event."""
        return self.playback.view(self.position)

    def below(self, view: RoomView, width: int) -> Content:
        """Return the notes on the current event, the timeline, and the line with time and speed."""
        moving = TimelineStatus(
            t=self.playback.log[self.position - 1].t,
            position=self.position,
            total=self.playback.total,
            playing=self.playing,
            pace=self.pace.words,
            dated=self._dated,
        )
        room = width - 2 * SIDE
        noted = self.notebook.on(self.position) if self.notebook else ()
        lines = []
        if self._found:
            above = [rule(room)] if self.has_class("-low") else []  # else the area has one
            lines = [*above, *wrap(self._found, room), rule(room)]
        lines += notes(noted, self.playback.aliased, room, full=self.expanded)
        lines += [self._rail_of(room).paint(self.position), moving_line(moving, room)]
        return Content("\n").join(lines)

    def footer(self, view: RoomView, width: int) -> Content:
        """Return the footer; keys for two directions of one action share a word."""
        if self._prompt is not None:
            several = [("tab", "next field")] if len(self._prompt.ask.fields) > 1 else []
            keys = [*several, ("escape", "close")]
            return key_line(("enter", self._prompt.enter), keys, width, always="escape")
        shown = [command for command in commands(*self.WHERE) if command.brief in FIRST]
        shown.sort(key=lambda command: FIRST.index(command.brief))
        others = [
            (" ".join(command.shown for command in same), brief)
            for brief, same in groupby(shown, lambda command: command.brief)
        ]
        if self._hits:
            others.insert(FIRST.index("help"), (".", "next"))
        at_the_end = self.position == self.playback.total
        main = "Pause" if self.playing else "Play again" if at_the_end else "Play"
        return key_line(("space", main), [*others, ("q", "leave")], width, always="q")

    def _rail_of(self, width: int) -> Rail:
        """Return the timeline at this width, with marks of notes."""
        if self._rail is None or self._rail.width != width:
            marks = self.playback.marks
            marks = marks.with_notes(self.notebook.places) if self.notebook else marks
            self._rail = Rail(marks, width)
        return self._rail

    # ---- movement

    def move_to(self, position: int) -> None:
        """Show the room's view after `position` events, and continue to play from there."""
        self.position = self.playback.within(position)
        self._found = ""
        self.notice = self._at_the_end if self.position == self.playback.total else ""
        self._go_on()

    def _go_on(self) -> None:
        """Paint, and if playing, restart the timer for the next event."""
        if self._next is not None:
            self._stop()
            self._wait()
        self.repaint()

    def _wait(self) -> None:
        wait = next(self.playback.waits(self.position, self.pace), None)
        if wait is not None:
            self._next = self.set_timer(wait, self._arrive)

    def _arrive(self) -> None:
        self.move_to(self.position + 1)

    def _stop(self) -> None:
        if self._next is not None:
            self._next.stop()
            self._next = None

    def action_play(self) -> None:
        """Play or pause; at the last event, play again from the first."""
        if self.blanked:
            return
        self.notice = self._found = ""
        if self.playing:
            self._stop()
        else:
            if self.position == self.playback.total:
                self.position = 1
            self._wait()
        self.repaint()

    def action_step(self, by: int) -> None:
        """Go one event back or forward."""
        self.move_to(self.position + by)

    def action_competency(self, direction: int) -> None:
        """Go to the reveal of the previous or next competency."""
        self.move_to(self.playback.next_competency(self.position, direction))

    def action_jump(self, index: int) -> None:
        """Go to the first event (0) or the last (-1)."""
        self.move_to(1 if index == 0 else self.playback.total)

    def action_speed(self, by: int) -> None:
        """Play faster or slower."""
        self.pace = self.pace.shifted(by)
        self._go_on()

    def action_idle_cap(self) -> None:
        """Shorten long gaps, or play them in full."""
        self.pace = self.pace.with_cap_switched()
        self._go_on()

    @absorbed
    def on_click(self, event: events.Click) -> None:
        """Go to the clicked position of the timeline."""
        if self.blanked or self._prompt is not None:
            return
        lines = self.query_one("#below").content_region
        x, y = int(event.screen_x) - lines.x, int(event.screen_y) - lines.bottom
        if -RAIL_LINES - 1 <= y < -1 and 0 <= x < lines.width:
            self.move_to(self._rail_of(lines.width).position_at(x))

    def show_step(self, step: str) -> None:
        """Go to the first event of this step."""
        if first := self._first(lambda place: place.step == step):
            self.move_to(first)

    def _first(self, wanted: Callable[[Place], bool]) -> int:
        """Return the first event at a place; 0 while a prompt is open, or if it was never there."""
        stretches = self.playback.marks.stretches if self._prompt is None else ()
        return next((stretch.first for stretch in stretches if wanted(stretch.place)), 0)

    # ---- prompts

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable all keys while a prompt is open, also before its field has the focus."""
        return not self.asking and super().check_action(action, parameters)

    def action_whereto(self) -> None:
        """Open the prompt for a place to go to."""
        self._ask(GO)

    def action_search(self) -> None:
        """Open the prompt for a search."""
        self._ask(SEARCH)

    def action_note(self) -> None:
        """Open the prompt for a note on the current event."""
        refused = self.notebook.refused() if self.notebook else Refused(NO_NOTEBOOK)
        if refused is not None:
            self.tell(refused.reason)
            return
        where = f"On event {self.position} of {self.playback.total}, kept beside the meeting."
        by = self._drafts.get("note", {}).get("by", "")
        fields = (Field("text", "Note", "text"), Field("by", "Whose note it is", value=by))
        self._ask(Ask("note", "", "A note of yours", fields, "Keep", (where,)))

    def _ask(self, ask: Ask) -> None:
        if self.blanked or self._prompt is not None:
            return
        self._stop()
        self.open_prompt(ask, self._drafts.get(ask.verb, {}))

    @absorbed
    def on_prompt_dropped(self, message: Prompt.Dropped) -> None:
        """Close the prompt, keeping its draft for the next time."""
        if self._prompt is not None and message.ask is self._prompt.ask:
            if message.ask is not GO:  # a place that was not found would be in the way
                self._drafts[message.ask.verb] = message.values
            self.close_prompt()

    @absorbed
    def on_prompt_answered(self, message: Prompt.Answered) -> None:
        """Go to the place, search, or save the note; after a refusal the prompt stays open."""
        if self._prompt is None or message.ask is not self._prompt.ask:
            return
        verb, values = message.ask.verb, message.values
        answers = {"whereto": self._go_to, "search": self._find, "note": self._note}
        refused = answers[verb](values)
        if refused is not None:
            self.tell(refused.reason)
            self._prompt.retry()

    def _go_to(self, values: dict[str, str]) -> Refused | None:
        found = destination(self.playback, self.position, values["where"])
        if isinstance(found, Refused):
            return found
        self.close_prompt()
        self.move_to(found)
        if found == self.playback.total and not self.notice:
            self.tell(f"The last event, at {self.playback.log[-1].t:%H:%M:%S} UTC.")
        return None

    def _find(self, values: dict[str, str]) -> Refused | None:
        wanted = values["text"].strip()
        if not wanted:
            return Refused("Type a word of what was said, or a name.")
        hits = self.playback.find(wanted)
        if not hits:
            return Refused(
                f"Nobody said “{wanted}”, and nobody is called so: try a part of the word."
            )
        self._hits, self._searched = hits, wanted
        self._drafts["search"] = values
        self.close_prompt()
        self._hit(from_here=True)
        return None

    def action_next_hit(self) -> None:
        """Go to the next search result; after the last, to the first."""
        if self._hits:
            self._hit()
        else:
            self.tell("Search first: / asks for a word.")

    def _hit(self, *, from_here: bool = False) -> None:
        """Go to the first result after the current event, or at it if `from_here`, and show it."""
        least = self.position + (not from_here)
        at = next((n for n, hit in enumerate(self._hits) if hit.position >= least), 0)
        hit = self._hits[at]
        self.move_to(hit.position)
        self._found = (
            f"{at + 1} of {len(self._hits)}, “{self._searched}”: {self._passage(hit.passage)}"
        )
        self.repaint()

    def _passage(self, passage: Passage) -> str:
        who = passage.person or passage.subject
        if passage.person and passage.subject:
            who = f"{passage.person} ({passage.subject})"
        text = f"“{excerpt(passage.text, self._searched, LONGEST_HIT)}”" if passage.text else ""
        return ": ".join(part for part in (who, text) if part)

    def _notice_style(self) -> str:
        return "$text-warning" if self.notice else "$text-muted"

    def _note(self, values: dict[str, str]) -> Refused | None:
        if self.notebook is None:
            return None
        refused = self.notebook.note(values["text"], values["by"], self.position)
        if refused is None:
            self._rail = None
            self._drafts["note"] = {"by": values["by"], "text": ""}
            self.close_prompt()
            self.tell("The note is kept in after.jsonl; the meeting stays as it is.")
        return refused

    # ---- the rest

    def action_blank(self) -> None:
        """Blank the screen and pause, or show it again."""
        self._stop()
        super().action_blank()

    def action_help(self) -> None:
        """Show help on the current step and the keys."""
        self._stop()
        self.repaint()
        view = self.look_now()
        purpose = "\n\n".join([READS, about(view).purpose])
        terms = {**signs(view), "Timeline, with times in UTC": TERMS}
        usable = filter(self._works, commands("replay"))
        self.app.push_screen(HelpScreen(view.heading, purpose, usable, terms=terms))

    def _works(self, command: Command) -> bool:
        usable = {"next_hit": bool(self._hits), "note": self.notebook is not None}
        return usable.get(command.name, True)

    def action_quit_replay(self) -> None:
        """Leave the replay."""
        self.leave()
