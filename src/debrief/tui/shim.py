"""The few places where Textual's private parts are touched, each with its reason and its test."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from select import select
from time import monotonic
from typing import Any, TextIO, TypeVar

from rich.text import Text
from textual import constants
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.filter import LineFilter

from debrief.tui import crash
from debrief.tui.filter import HarmlessLines
from debrief.tui.keyboard import Keyboard, is_far
from debrief.tui.signals import on_signals

ReturnType = TypeVar("ReturnType")

LOOK = 0.1
"""Seconds after which the reader of keys looks whether the program ends."""

READ_AT_ONCE = 1 << 16
"""Bytes read in one go."""

ASK_KITTY = "\x1b[?u"
"""Asks the terminal which flags of kitty's keyboard protocol it follows."""


class GuardedApp(App[ReturnType]):
    """An app that ends in order, shows no locals, and writes nothing harmful to the terminal.

    `resume` is the command that goes on after a crash, as a person would type it.
    """

    ALLOW_SELECT = False

    def __init__(self, resume: str = "debrief run") -> None:
        super().__init__(driver_class=GuardedDriver)
        self._resume_command = resume
        self._harmless_lines = HarmlessLines()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return Textual's filters and the one that keeps controls from the terminal."""
        return [*super().get_line_filters(), self._harmless_lines]

    def panic(self, *renderables: object) -> None:
        """Log where the error was, say one sentence, and end, whatever was to be shown."""
        # Textual says it with locals or a dump of the stylesheet, on the shared screen.
        if self._exit_renderables:  # private: whether the first error of a cascade is told already
            return
        if self._return_code is None:  # private: an error in a thread leaves it at “fine”
            self._return_code = 1
        shown = [one for one in renderables if isinstance(one, BaseException)]
        logged = crash.log(sys.exc_info()[1] or next(iter(shown), None))
        super().panic(Text(crash.sentence(self._resume_command, logged)))

    @property
    def takes_text(self) -> bool:
        """Whether what is typed now is text, as far as that is known."""
        return False

    # Private, for there is no public way to end a crash without Textual's traceback and its locals.
    def _fatal_error(self) -> None:
        self.panic()


class GuardedDriver(LinuxDriver):
    """The terminal, with an orderly end when it closes or a signal comes."""

    def __init__(self, app: GuardedApp[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._guarded_app = app
        # Private, because a failed write would end the writer's thread; its queue then fills up
        # and the next write waits for ever.
        self._file = _Forgiving(sys.__stderr__)  # type: ignore[assignment]  # all that is used of it
        on_signals(app)

    def run_input_thread(self) -> None:
        """Read keys until the end, or until the terminal is gone, which on_signals notices."""
        app = self._guarded_app
        keyboard = Keyboard(far=is_far(os.environ), takes_text=lambda: app.takes_text)
        if not constants.DISABLE_KITTY_KEY:
            keyboard.gate.ask_for_kitty(monotonic())
            self.write(ASK_KITTY)
            self.flush()
        while not self.exit_event.is_set():
            try:
                data = self._read(keyboard.due)
            except OSError:
                return
            keyboard.gate.size = app.size
            now = monotonic()
            for message in keyboard.feed(data, now) if data else keyboard.tick(now):
                try:
                    self.process_message(message)
                except Exception as error:  # nothing that a terminal sends ends the program
                    crash.log(error)

    def _read(self, due: float | None) -> bytes:
        """Return what the terminal sent, in one go; nothing where nothing came until `due`."""
        patience = LOOK if due is None else max(0.0, min(LOOK, due - monotonic()))
        ready, _, _ = select([self.fileno], [], [], patience)
        if not ready:
            return b""
        data = os.read(self.fileno, READ_AT_ONCE)
        if not data:
            raise OSError("the terminal is gone")
        return data


class _Forgiving:
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
