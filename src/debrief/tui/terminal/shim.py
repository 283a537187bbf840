"""The few places where Textual's private parts are touched, each with its reason and its test."""

from __future__ import annotations

import os
import signal
import sys
import termios
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from select import select
from time import monotonic
from typing import Any, TextIO, TypeVar

from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS, Console, RenderableType
from rich.segment import Segment
from rich.text import Text
from textual import constants, events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual._styles_cache import StylesCache
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.filter import LineFilter
from textual.message import Message
from textual.screen import Screen
from textual.strip import Strip

from debrief import quiet
from debrief.tui import crash
from debrief.tui.terminal.cell_diff import Cells
from debrief.tui.terminal.filter import HarmlessLines, NoColours
from debrief.tui.terminal.keyboard import FROM_A_PERSON, Keyboard, NotTaken, WrittenText, is_far
from debrief.tui.terminal.signals import on_signals

ReturnType = TypeVar("ReturnType")

LOOK = 0.1
"""Seconds between the key reader's checks for the end of the program."""

READ_AT_ONCE = 1 << 16
"""Bytes read in one go."""

KEYS = frozenset(key.encode() for key in ANSI_SEQUENCES_KEYS if key.startswith("\x1b"))
"""The sequences that Textual knows as keys."""

ASK_KITTY = "\x1b[?u"
"""A query for the flags of kitty's keyboard protocol that are active."""

# Textual caches this method by its instance too, and so keeps what 1,024 closed widgets painted:
# a megabyte each time the help was open.
_UNCACHED = lru_cache(maxsize=0)(StylesCache.get_inner_outer.__wrapped__)
StylesCache.get_inner_outer = _UNCACHED  # type: ignore[method-assign]


class GuardedApp(App[ReturnType], inherit_bindings=False):
    """An app that ends in order, shows no locals, and writes nothing harmful to the terminal.

    It drops Textual's own key bindings, because its ctrl+q would end the meeting at once.
    `resume` is the command that goes on after a crash, as a person would type it.
    """

    ALLOW_SELECT = False

    def __init__(self, resume: str = "debrief run") -> None:
        super().__init__(driver_class=GuardedDriver)
        self._resume_command = resume
        self._harmless_lines = HarmlessLines()
        self._colourless: tuple[tuple[str, str], NoColours] | None = None

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return Textual's filters and the one that keeps controls from the terminal.

        Without colours, leave out Textual's filters: they add greys, and turn dim into a colour.
        """
        if self.no_color:
            return [self._no_colours(), self._harmless_lines]
        return [*super().get_line_filters(), self._harmless_lines]

    def _no_colours(self) -> NoColours:
        painted = self.theme_variables
        grounds = (painted["background"], painted["surface"])
        if self._colourless is None or self._colourless[0] != grounds:
            self._colourless = (grounds, NoColours(*grounds))
        return self._colourless[1]

    def action_suspend_process(self) -> None:
        """Give the terminal back to the shell, and stop the whole job."""
        if isinstance(self._driver, GuardedDriver):
            self._driver.suspend()

    # Private: no public hook shows that a screen was painted, and keys count from then on; and
    # Textual writes whole rows where one cell changed.
    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        driver = self._driver
        painted = renderable is not None and self._running and not self._batch_count
        if not painted or not isinstance(driver, GuardedDriver):
            super()._display(screen, renderable)
            return
        if isinstance(renderable, ChopsUpdate | LayoutUpdate):
            text = driver.changed(renderable, self.console)
            cursor = self.screen.outer_size.clamp_offset(self.cursor_position)
            moved = cursor != self._previous_cursor_position
            super()._display(screen, _Update(text) if text or moved else None)
        else:
            super()._display(screen, renderable)
        driver.take_keys_from_now_on()

    def on_resize(self, event: events.Resize) -> None:
        """Paint everything, also where the window has its old size again: it was cut meanwhile."""
        if isinstance(self._driver, GuardedDriver):
            self._driver.forget_cells()
        if event.size == self._size:  # private: Textual does nothing then
            self.refresh(layout=True)

    def panic(self, *renderables: object) -> None:
        """Log where the error was, say one sentence, and end, whatever was to be shown."""
        # Textual says it with locals or a dump of the stylesheet, on the shared screen.
        if self._exit_renderables:  # private: whether the first error of a cascade is told already
            return
        if self._return_code is None:  # private: an error in a thread leaves it at “fine”
            self._return_code = 1
        shown = [error for error in renderables if isinstance(error, BaseException)]
        logged = crash.log(sys.exc_info()[1] or next(iter(shown), None))
        super().panic(Text(crash.sentence(self._resume_command, logged)))

    # Private: otherwise Textual would end with code 1 although the work is done.
    def _handle_exception(self, error: Exception) -> None:
        """Only log an error once the app is being left."""
        if self._exit:
            crash.log(error)
        else:
            super()._handle_exception(error)

    @property
    def takes_text(self) -> bool:
        """True while typing goes into a text, as far as is known."""
        return False

    # Private, for there is no public way to end a crash without Textual's traceback and its locals.
    def _fatal_error(self) -> None:
        self.panic()


class GuardedDriver(LinuxDriver):
    """The terminal: only clicks, no keys before the first paint, and restored on every end."""

    def __init__(self, app: GuardedApp[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._guarded_app = app
        self._started = self._suspended = False
        self._keys_count_from = float("inf")
        self._cells = Cells()
        self._raw: list[Any] = []
        # Private, because a failed write would end the writer's thread; its queue then fills up
        # and the next write waits for ever.
        self._file = _ForgivingStream(sys.__stderr__)  # type: ignore[assignment]  # all that is used of it
        on_signals(app)

    def start_application_mode(self) -> None:
        """Set the terminal's modes, after dropping keys typed so far."""
        quiet.silence()
        self._keys_count_from = float("inf")
        self._started = True
        self.forget_cells()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        with suppress(termios.error):
            self._raw = termios.tcgetattr(self.fileno)

    def stop_application_mode(self) -> None:
        """Reset the terminal's modes, once; it stays quiet until the end of the program."""
        if self._started:
            super().stop_application_mode()
            self._started = False

    def disable_input(self) -> None:
        """Stop reading, unless the terminal is given back and so not ours to flush."""
        if self._started:
            super().disable_input()

    def write(self, data: str) -> None:
        """Write, unless the terminal is given back and nothing reads the queue."""
        if self._started:
            super().write(data)

    def forget_cells(self) -> None:
        """Write every cell again, because the terminal may show something else by now."""
        self._cells.forget()

    def changed(self, update: ChopsUpdate | LayoutUpdate, console: Console) -> str:
        """Return what to write for an update: only the cells that the terminal does not show."""
        if isinstance(update, LayoutUpdate):  # a whole screen, which may mend a spoilt one
            self.forget_cells()
        colours = COLOR_SYSTEMS.get(console.color_system or "", ColorSystem.TRUECOLOR)
        return self._cells.changed(_parts(update), colours)

    def take_keys_from_now_on(self) -> None:
        """Let keys count from now on, because the first screen is painted."""
        if self._keys_count_from == float("inf"):
            self._keys_count_from = monotonic()

    def process_message(self, message: Message) -> None:
        """Hand on a message, except keys and clicks from before the first paint."""
        if message.time >= self._keys_count_from or not isinstance(message, FROM_A_PERSON):
            super().process_message(message)

    def suspend(self) -> None:
        """Suspend the whole job as ctrl+z does, including a make that it runs in."""
        self._give_back()
        if os.getsid(0) == os.getpid():
            how = f"kill -CONT {os.getpid()}"
            with suppress(OSError):
                os.write(2, f"No shell here can run fg. In another terminal, run: {how}\n".encode())
        ours = signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        os.killpg(0, signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, ours)
        os.kill(os.getpid(), signal.SIGSTOP)

    # Private, like the rest of this class: Textual does not know that the terminal is quiet, and
    # sets every mode again after a SIGCONT that it did not expect.
    def _sigtstp_application(self, *_: object) -> None:
        self._give_back()
        os.kill(os.getpid(), signal.SIGSTOP)

    def _sigcont_application(self, *_: object) -> None:
        if self._loop.is_running():  # after other pending signals, such as one to end
            self._loop.call_soon_threadsafe(self._go_on)

    def _give_back(self) -> None:
        if self._started:
            self._suspended = True
            self.suspend_application_mode()
        quiet.give_back()

    def _go_on(self) -> None:
        if self._started and quiet.in_front():  # a SIGSTOP, which left no time to give it back
            with suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self._raw)
            self.forget_cells()
            self._guarded_app.refresh(layout=True)  # and drop no key: it may have been a freeze
            return
        if self._started:
            self._give_back()
        if not self._suspended or self._guarded_app._exit:
            return
        if quiet.in_front():
            self._suspended = False
            self._must_signal_resume = True
            self.resume_application_mode()
            self._guarded_app.refresh(layout=True)
        else:
            os.kill(os.getpid(), signal.SIGSTOP)

    # Only clicks are used. Motion would flood the line with reports, and a slow line can cut any of
    # them. Textual switches reports in pixels on but never off.
    def _enable_mouse_support(self) -> None:
        self._set_clicks("h")

    def _disable_mouse_support(self) -> None:
        self._set_clicks("l")

    def _set_clicks(self, final: str) -> None:
        for mode in (1000, 1006):
            self.write(f"\x1b[?{mode}{final}")

    def _enable_mouse_pixels(self) -> None:
        """Leave them off."""

    # A stray size report would be believed, so ask for none: the signal is enough.
    def _query_in_band_window_resize(self) -> None:
        """Ask for none."""

    def run_input_thread(self) -> None:
        """Read keys until the end, or until the terminal is gone, which on_signals notices."""
        keyboard = self._keyboard()
        while not self.exit_event.is_set():
            try:
                data = self._read(keyboard.due)
            except OSError:
                return
            try:
                self._hand_on(keyboard, data)
            except Exception as error:  # no terminal input may end the program
                crash.log(error)
                keyboard = self._keyboard()

    def _keyboard(self) -> Keyboard:
        app = self._guarded_app
        keyboard = keyboard_of(far=is_far(os.environ), takes_text=lambda: app.takes_text)
        self._ask_for_kitty(keyboard)
        return keyboard

    def _hand_on(self, keyboard: Keyboard, data: bytes) -> None:
        keyboard.gate.size = self._guarded_app.size
        now = monotonic()
        for message in keyboard.feed(data, now) if data else keyboard.tick(now):
            self.process_message(message)
            if keyboard.gate.kitty and isinstance(message, WrittenText | NotTaken):
                self._ask_for_kitty(keyboard)  # keys come plain, so check if it still reports them

    def _ask_for_kitty(self, keyboard: Keyboard) -> None:
        if not constants.DISABLE_KITTY_KEY:
            keyboard.gate.ask_for_kitty(monotonic())
            self.write(ASK_KITTY)
            self.flush()

    def _read(self, due: float | None) -> bytes:
        """Return the bytes of one read, or none if nothing came until `due`."""
        patience = LOOK if due is None else max(0.0, min(LOOK, due - monotonic()))
        ready, _, _ = select([self.fileno], [], [], patience)
        if not ready:
            return b""
        data = os.read(self.fileno, READ_AT_ONCE)
        if not data:
            raise OSError("the terminal is gone")
        return data


def keyboard_of(*, far: bool = False, takes_text: Callable[[], bool] = bool) -> Keyboard:
    """Return a keyboard with the keys that Textual knows, under Textual's names."""
    return Keyboard(KEYS, XTermParser, far=far, takes_text=takes_text)


class _Update(CompositorUpdate):
    """An update that is written as it is."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __rich__(self) -> str:
        return self._text

    def render_segments(self, console: Console) -> str:
        return self._text


def _parts(update: ChopsUpdate | LayoutUpdate) -> Iterator[tuple[int, int, Iterable[Segment]]]:
    """Yield the parts of lines that Textual would write for an update, with row and column."""
    if isinstance(update, LayoutUpdate):
        for y, line in enumerate(update.strips, update.region.y):
            x = update.region.x
            for strip in line:
                yield y, x, strip
                x += strip.cell_length
        return
    chopped: Sequence[Mapping[int, Strip | None]] = update.chops
    for y, first, last in update.spans:
        for end, (x, part) in zip(update.chop_ends[y], chopped[y].items(), strict=False):
            if part is not None and x < last and end > first:
                yield y, x, part.crop(0, min(end, last) - x)


class _ForgivingStream:
    """A stream whose terminal may have closed: what cannot be written then is lost."""

    def __init__(self, stream: TextIO | None) -> None:
        assert stream is not None, "standard error was a terminal before Textual was loaded"
        self._stream = stream

    def write(self, text: str) -> None:
        try:
            self._stream.write(text)
        except OSError:
            return

    def flush(self) -> None:
        try:
            self._stream.flush()
        except OSError:
            return

    def fileno(self) -> int:
        return self._stream.fileno()
