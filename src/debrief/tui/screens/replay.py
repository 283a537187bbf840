"""A meeting seen again: keys move through its events, and what the room saw then is painted."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.timer import Timer

from debrief.core.playback import Hit, Pace, Playback
from debrief.core.prompts.form import Ask, Field
from debrief.core.room import RoomView
from debrief.core.rules.refused import Refused
from debrief.core.said import Said
from debrief.core.steps import Place
from debrief.core.text import excerpt
from debrief.core.whereto import EXAMPLES, whereto
from debrief.live.notebook import Notebook
from debrief.tui.commands import Command, Where, commands
from debrief.tui.helping import about
from debrief.tui.resilient import absorbed
from debrief.tui.screens.help import HelpScreen
from debrief.tui.screens.room import RoomScreen, bindings, key_line
from debrief.tui.widgets.asked import Asked
from debrief.tui.widgets.notes import notes
from debrief.tui.widgets.prompt import Prompt
from debrief.tui.widgets.timeline import (
    LEGEND_IN_FULL,
    Moving,
    Rail,
    moving_line,
)

SIDE = 1
"""Columns left free on either side of the timeline."""

RAIL_LINES = 2

LONGEST_HIT = 90
"""Characters of what a search found that are shown."""

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
"""The words of the footer, those first that stay where there is little room."""


class ReplayScreen(RoomScreen):
    """The screen of a meeting that is over or interrupted; it holds nothing that writes in it.

    Its notebook writes, when asked to, into a file of its own beside the meeting.
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
        """Show `playback` after so many events.

        `notice` is a sentence to begin with, and why there is no more after the last event.
        """
        super().__init__()
        # In a low window the free rows around what happened are the pane's.
        self.VERTICAL_BREAKPOINTS = [(0, "-low"), (28, "-high")]
        self.playback = playback
        self.position = playback.within(position)
        self.pace = Pace()
        self.notebook = notebook
        self.notice = notice or (notebook.notice if notebook else "")
        self._at_the_end = notice
        self._next: Timer | None = None
        self._prompt: Prompt | None = None
        self._drafts: dict[str, dict[str, str]] = {}
        self._hits: tuple[Hit, ...] = ()
        self._searched = self._found = ""
        self._rail: Rail | None = None
        self._dated = playback.log[0].t.date() != playback.log[-1].t.date()

    @property
    def playing(self) -> bool:
        """Whether the next event comes by itself."""
        return self._next is not None

    # ---- what is seen

    def look_now(self) -> RoomView:
        """Return what the room saw after the event shown."""
        return self.playback.view(self.position)

    def below(self, view: RoomView, width: int) -> Content:
        """Return the notes on this event, the timeline, and the line on when and how it plays."""
        moving = Moving(
            t=self.playback.log[self.position - 1].t,
            position=self.position,
            total=self.playback.total,
            playing=self.playing,
            pace=self.pace.words,
            dated=self._dated,
        )
        room = width - 2 * SIDE
        noted = self.notebook.on(self.position) if self.notebook else ()
        lines = notes(noted, self.playback.aliased, room, full=self.expanded)
        lines += [self._rail_of(room).paint(self.position), moving_line(moving, room)]
        return Content("\n").join(lines)

    def footer(self, view: RoomView, width: int) -> Content:
        """Return the footer; keys that do the same thing both ways share a word."""
        if self._prompt is not None:
            several = [("tab", "next field")] if len(self._prompt.ask.fields) > 1 else []
            keys = [*several, ("escape", "put aside")]
            return key_line(("enter", self._prompt.enter), keys, width, always="escape")
        shown = [command for command in commands(*self.WHERE) if command.brief in FIRST]
        shown.sort(key=lambda command: FIRST.index(command.brief))
        others = [
            (" ".join(command.shown for command in same), brief)
            for brief, same in groupby(shown, lambda command: command.brief)
        ]
        if self._hits:
            others.insert(FIRST.index("help"), (".", "next"))
        main = "Pause" if self.playing else "Play"
        return key_line(("space", main), [*others, ("q", "leave")], width, always="q")

    def _rail_of(self, width: int) -> Rail:
        """Return the timeline in this width, with the notes there are."""
        if self._rail is None or self._rail.width != width:
            marks = self.playback.marks
            marks = marks.noted(self.notebook.places) if self.notebook else marks
            self._rail = Rail(marks, width)
        return self._rail

    # ---- moving

    def move_to(self, position: int) -> None:
        """Show what the room saw after so many events, and play on from there if it plays."""
        self.position = self.playback.within(position)
        self.notice = self._at_the_end if self.position == self.playback.total else ""
        self._go_on()

    def _go_on(self) -> None:
        """Wait for the next event anew, if it plays, and paint."""
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
        """Play, or pause; at the last event it stays there."""
        if self.blanked:
            return
        self.notice = ""
        if self.playing:
            self._stop()
        else:
            self._wait()
            if not self.playing:
                self.notice = self._at_the_end or "This is the last event; home goes to the first."
        self.repaint()

    def action_step(self, by: int) -> None:
        """Go an event back or forth."""
        self.move_to(self.position + by)

    def action_competency(self, direction: int) -> None:
        """Go to the previous or next competency, where its ratings were revealed."""
        self.move_to(self.playback.next_competency(self.position, direction))

    def action_jump(self, index: int) -> None:
        """Go to the first event (0) or the last (-1)."""
        self.move_to(1 if index == 0 else self.playback.total)

    def action_speed(self, by: int) -> None:
        """Play faster or slower."""
        self.pace = self.pace.shifted(by)
        self._go_on()

    def action_idle_cap(self) -> None:
        """Cut long gaps, or play them in full."""
        self.pace = self.pace.with_cap_switched()
        self._go_on()

    @absorbed
    def on_click(self, event: events.Click) -> None:
        """Go to where the timeline was clicked."""
        if self.blanked or self._prompt is not None:
            return
        lines = self.query_one("#below").content_region
        x, y = int(event.screen_x) - lines.x, int(event.screen_y) - lines.bottom
        if -RAIL_LINES - 1 <= y < -1 and 0 <= x < lines.width:
            self.move_to(self._rail_of(lines.width).position_at(x))

    def show_competency(self, number: int) -> None:
        """Go to this competency, where its ratings were first revealed."""
        wanted = self.look_now().competencies[number].id
        if first := self._first(lambda place: place.competency == wanted):
            self.move_to(self.playback.next_competency(first - 1, 1))

    def show_step(self, step: str) -> None:
        """Go to the beginning of this step."""
        if first := self._first(lambda place: place.step == step):
            self.move_to(first)

    def _first(self, wanted: Callable[[Place], bool]) -> int:
        """Return the first event at a place; 0 where it is not gone to now, or never was."""
        stretches = self.playback.marks.stretches if self._prompt is None else ()
        return next((one.first for one in stretches if wanted(one.place)), 0)

    # ---- asking

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let no key act while something is asked: one typed before the field is there, neither."""
        return not self.asking and super().check_action(action, parameters)

    def action_whereto(self) -> None:
        """Ask where to go."""
        self._ask(GO)

    def action_search(self) -> None:
        """Ask what to look for."""
        self._ask(SEARCH)

    def action_note(self) -> None:
        """Ask for a note on the event shown."""
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
        self.notice = ""
        self._show(Prompt(ask, self._drafts.get(ask.verb, {})))

    def _show(self, prompt: Prompt | None) -> None:
        """Put this prompt, or none, in the place of the one that is open."""
        self._prompt = prompt
        self.asking = prompt is not None
        self.query_one(Asked).put(prompt)
        self.repaint()

    @absorbed
    def on_prompt_dropped(self, message: Prompt.Dropped) -> None:
        """Put the prompt aside; what was typed is there again with its key."""
        if self._prompt is not None and message.ask is self._prompt.ask:
            self._drafts[message.ask.verb] = message.values
            self._show(None)

    @absorbed
    def on_prompt_answered(self, message: Prompt.Answered) -> None:
        """Go, find, or keep; a refusal leaves the prompt open with its text."""
        if self._prompt is None or message.ask is not self._prompt.ask:
            return
        verb, values = message.ask.verb, message.values
        answers = {"whereto": self._go_to, "search": self._find, "note": self._note}
        refused = answers[verb](values)
        if refused is not None:
            self.tell(refused.reason)
            self._prompt.retry()

    def _go_to(self, values: dict[str, str]) -> Refused | None:
        found = whereto(self.playback, self.position, values["where"])
        if isinstance(found, Refused):
            return found
        self._drafts.pop("whereto", None)
        self._show(None)
        self.move_to(found)
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
        self._show(None)
        self._hit(from_here=True)
        return None

    def action_next_hit(self) -> None:
        """Go to the next place that the search found, after the last to the first."""
        if self._hits:
            self._hit()
        else:
            self.tell("Search first: / asks for a word.")

    def _hit(self, *, from_here: bool = False) -> None:
        """Go to the first hit from here or after here, and show what it is."""
        least = self.position + (not from_here)
        at = next((n for n, hit in enumerate(self._hits) if hit.position >= least), 0)
        hit = self._hits[at]
        self.move_to(hit.position)
        self._found = f"{at + 1} of {len(self._hits)}, “{self._searched}”: {self._told(hit.said)}"
        self.tell(self._found)

    def _told(self, said: Said) -> str:
        who = f"{said.who} ({said.about})" if said.who and said.about else said.who or said.about
        text = f"“{excerpt(said.text, self._searched, LONGEST_HIT)}”" if said.text else ""
        return ": ".join(part for part in (who, text) if part)

    def _notice_style(self) -> str:
        if not self.notice:
            return "$text-muted"
        return "" if self.notice == self._found else "$text-warning"

    def _note(self, values: dict[str, str]) -> Refused | None:
        if self.notebook is None:
            return None
        refused = self.notebook.note(values["text"], values["by"], self.position)
        if refused is None:
            self._rail = None
            self._drafts["note"] = {"by": values["by"], "text": ""}
            self._show(None)
            self.tell("The note is kept in after.jsonl; the meeting stays as it is.")
        return refused

    # ---- the rest

    def action_blank(self) -> None:
        """Blank the screen and pause, or show it again."""
        self._stop()
        super().action_blank()

    def action_help(self) -> None:
        """Explain the step shown and the keys."""
        self._stop()
        self.repaint()
        view = self.look_now()
        told = "\n\n".join([READS, about(view).purpose, "\n".join(LEGEND_IN_FULL)])
        self.app.push_screen(
            HelpScreen(view.heading, told, filter(self._works, commands("replay")))
        )

    def _works(self, command: Command) -> bool:
        found = {"next_hit": bool(self._hits), "note": self.notebook is not None}
        return found.get(command.name, True)

    def action_quit_replay(self) -> None:
        """Leave."""
        self.leave()
