"""Messages from terminal input: keys in bursts, pastes, clicks, and a sign of dropped input.

Keys that come in one read, or less than `TOGETHER` apart, are one burst: somebody typing over a
slow line, or a paste without marks. The app decides which, depending on the current screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol

from textual import events
from textual.message import Message

from debrief.tui.terminal.gate import (
    AltKey,
    Character,
    ComposedText,
    DroppedKey,
    Gate,
    PastedText,
    Sequence,
    Token,
)

TOGETHER = 0.02
"""Seconds between two keys of one burst."""

NOT_TAKEN = "A key was ignored. Wait a second, then press it again."
TOO_LONG = "The pasted text is too long. Paste less of it."

FAR = ("SSH_CONNECTION", "SSH_TTY", "MOSH_IP", "MOSH_SERVER_NETWORK_TMOUT", "TMUX", "STY")
"""Environment variables that are set if a sequence may come in pieces."""


class Burst(events.Event):
    """Keys that came together, in order."""

    def __init__(self, keys: tuple[events.Key, ...]) -> None:
        super().__init__()
        self.keys = keys

    def __rich_repr__(self) -> list[str]:
        """Hide the keys from logs."""
        return []


class RepeatedKey(events.Key):
    """A key that the terminal reports as held down."""


class WrittenText(events.Paste):
    """Text from an input method; only prompts take it."""


class NotTaken(events.Event):
    """A sign that something a person may have typed was dropped; `sentence` describes it."""

    def __init__(self, sentence: str = NOT_TAKEN) -> None:
        super().__init__()
        self.sentence = sentence


FROM_A_PERSON = (events.Key, events.Paste, events.MouseEvent, Burst, NotTaken)
"""Messages that may come from a person."""


def is_far(environ: Mapping[str, str]) -> bool:
    """Return whether, by the environment, parts of a sequence may be delayed on their way."""
    screen = environ.get("TERM", "").startswith(("screen", "tmux"))
    return screen or any(environ.get(name) for name in FAR)


class Parser(Protocol):
    """A parser of text, or of a whole sequence, from a terminal."""

    def feed(self, data: str) -> Iterable[Message]:
        """Return the messages for `data`."""


class Keyboard:
    """A source of messages from bytes: `feed` it bytes, and `tick` it when it is `due`.

    `keys` are the sequences that are keys. `parser` makes the parser that names them, at the start
    and again after it fails. `far` is true if parts of a sequence may be delayed on their way.
    `takes_text` returns whether typing goes into a text now. If so, only enter waits for its burst,
    because an enter inside a burst is a line break.
    """

    def __init__(
        self,
        keys: frozenset[bytes],
        parser: Callable[[], Parser],
        *,
        far: bool = False,
        takes_text: Callable[[], bool] = bool,
    ) -> None:
        self.gate = Gate(keys, far=far)
        self._takes_text = takes_text
        self._make_parser = parser
        self._parser = parser()
        self._waiting: list[events.Key] = []
        self._last = float("-inf")

    @property
    def due(self) -> float | None:
        """The time to call `tick` if nothing is read before; None if nothing waits."""
        waits = [self._last + TOGETHER] if self._waiting else []
        times = [*waits, *([] if self.gate.due is None else [self.gate.due])]
        return min(times, default=None)

    def feed(self, data: bytes, now: float) -> list[Message]:
        """Return the messages completed by `data`, read in one go at `now`."""
        return [*self.tick(now), *self._sorted(self.gate.feed(data, now), now)]

    def tick(self, now: float) -> list[Message]:
        """Return the messages that are complete because nothing more came until `now`."""
        out = self._sorted(self.gate.tick(now), now)
        if self._waiting and now >= self._last + TOGETHER:
            out += self._burst()
        return out

    def _sorted(self, tokens: Iterable[Token], now: float) -> list[Message]:
        """Return the messages that need not wait, in the order of their keys."""
        out: list[Message] = []
        for token in tokens:
            for message in self._messages(token):
                message.time = now
                if isinstance(message, events.Key):
                    if self.gate.kitty:  # each is a separate key press, never part of a paste
                        out.append(message)
                        continue
                    if now >= self._last + TOGETHER:
                        out += self._burst()
                    self._waiting.append(message)
                    self._last = now
                else:
                    out += self._burst()
                    out.append(message)
        if self._waiting and not self._waits_for_more():
            out += self._burst()
        return out

    def _waits_for_more(self) -> bool:
        """Return whether the waiting keys must wait for more."""
        if self._takes_text():
            return self._waiting[-1].key == "enter"
        return any(key.is_printable or key.key == "enter" for key in self._waiting)

    def _burst(self) -> list[Message]:
        keys, self._waiting = self._waiting, []
        if len(keys) < 2:  # noqa: PLR2004  # one key is not a burst
            return [*keys]
        burst = Burst(tuple(keys))
        burst.time = keys[-1].time
        return [burst]

    def _messages(self, token: Token) -> Iterator[Message]:
        """Yield Textual's messages for a token; drop a token that it fails on."""
        match token:
            case Character(text, repeated) | Sequence(text, repeated):
                yield from self._parsed(
                    text if isinstance(text, str) else text.decode(), repeated=repeated
                )
            case AltKey():  # no command uses it; it may have been Escape and a key
                yield NotTaken()
            case ComposedText(text):
                yield WrittenText(text)
            case PastedText(text):
                yield NotTaken(TOO_LONG) if text is None else events.Paste(text.replace("\0", ""))
            case DroppedKey():
                yield NotTaken()

    def _parsed(self, text: str, *, repeated: bool) -> Iterator[Message]:
        if text == "\x1b":
            yield events.Key("escape", text)
            return
        try:
            found = [*self._parser.feed(text)]
        except Exception:  # no sequence from the terminal may end the program
            self._parser = self._make_parser()
            return
        for message in found:
            if repeated and isinstance(message, events.Key):
                yield RepeatedKey(message.key, message.character)
            else:
                yield message
