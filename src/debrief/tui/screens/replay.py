"""A meeting seen again: keys move through its events, and what the room saw then is painted."""

from __future__ import annotations

from itertools import groupby
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.timer import Timer

from debrief.core.playback import Pace, Playback
from debrief.core.room import RoomView
from debrief.tui.commands import Where, commands
from debrief.tui.screens.help import HelpScreen
from debrief.tui.screens.room import RoomScreen, bindings, key_line
from debrief.tui.widgets.timeline import Moving, moving_line, position_at, timeline

SIDE = 1
"""Columns left free on either side of the timeline."""

RAIL_LINES = 2


class ReplayScreen(RoomScreen):
    """The screen of a meeting that is over or interrupted; it holds nothing that could write."""

    DEFAULT_CSS = """
    ReplayScreen.-high #below {
        border-top: solid $line;
    }
    """
    WHERE: ClassVar[tuple[Where, ...]] = ("replay",)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(*WHERE)]

    def __init__(self, playback: Playback, position: int = 1, notice: str = "") -> None:
        """Show `playback` after so many events; `notice` is a sentence to begin with."""
        super().__init__()
        # In a low window the row of the line above the timeline is the pane's.
        self.VERTICAL_BREAKPOINTS = [(0, "-low"), (28, "-high")]
        self.playback = playback
        self.position = playback.within(position)
        self.pace = Pace()
        self.notice = notice
        self._next: Timer | None = None

    @property
    def playing(self) -> bool:
        """Whether the next event comes by itself."""
        return self._next is not None

    # ---- what is seen

    def look_now(self) -> RoomView:
        """Return what the room saw after the event shown."""
        return self.playback.view(self.position)

    def below(self, view: RoomView, width: int) -> Content:
        """Return the timeline, and the line on when this was and how it plays."""
        moving = Moving(
            t=self.playback.log[self.position - 1].t,
            position=self.position,
            total=self.playback.total,
            playing=self.playing,
            pace=self.pace.words,
        )
        room = width - 2 * SIDE
        lines = [timeline(self.playback.marks, self.position, room), moving_line(moving, room)]
        return Content("\n").join(lines)

    def footer(self, view: RoomView, width: int) -> Content:
        """Return the footer; keys that do the same thing both ways share a word."""
        shown = [command for command in commands(*self.WHERE) if command.brief]
        shown.sort(key=lambda one: (one.name == "quit_replay", one.where != self.WHERE))
        others = [
            (" ".join(command.shown for command in same), brief)
            for brief, same in groupby(shown, lambda command: command.brief)
        ]
        return key_line(("space", view.main.label), others, width, always="q")

    # ---- moving

    def _move(self, position: int) -> None:
        self.position = self.playback.within(position)
        self.notice = ""
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
        self._move(self.position + 1)

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
                self.notice = "This is the last event; home goes to the first."
        self.repaint()

    def action_step(self, by: int) -> None:
        """Go an event back or forth."""
        self._move(self.position + by)

    def action_competency(self, direction: int) -> None:
        """Go to the previous or next competency, where its ratings were revealed."""
        self._move(self.playback.next_competency(self.position, direction))

    def action_jump(self, index: int) -> None:
        """Go to the first event (0) or the last (-1)."""
        self._move(1 if index == 0 else self.playback.total)

    def action_speed(self, by: int) -> None:
        """Play faster or slower."""
        self.pace = self.pace.shifted(by)
        self._go_on()

    def action_idle_cap(self) -> None:
        """Cut long gaps, or play them in full."""
        self.pace = self.pace.with_cap_switched()
        self._go_on()

    def on_click(self, event: events.Click) -> None:
        """Go to where the timeline was clicked."""
        lines = self.query_one("#below").content_region
        x, y = int(event.screen_x) - lines.x, int(event.screen_y) - lines.y
        if 0 <= y < RAIL_LINES and not self.blanked:
            self._move(position_at(self.playback.marks, x, lines.width))

    # ---- the rest

    def action_blank(self) -> None:
        """Blank the screen and pause, or show it again."""
        self._stop()
        super().action_blank()

    def action_help(self) -> None:
        """Explain the step shown and the keys."""
        self._stop()
        self.repaint()
        self.app.push_screen(HelpScreen(self.look_now(), *self.WHERE))

    def action_quit_replay(self) -> None:
        """Leave."""
        self.app.exit(0)
