"""The gate: a parser of bytes from the terminal that returns whole keys and texts.

A terminal sends more than keys: mouse reports, answers to queries, key reports of newer protocols,
pieces of all these over a slow line, and invalid UTF-8. Known input passes whole. Everything else
is dropped whole, so that no part of it counts as a key.

The states are those of ECMA-48, plus the forms that terminals add: `CSI [ A` (Linux console),
`CSI 3 $` (rxvt), `ESC ESC [ A` (PuTTY), ESC and one character as Alt, X10 mouse reports, and
kitty's keyboard protocol. Time comes in from outside, in seconds of one clock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias
from unicodedata import category

ESC, CAN, SUB, BEL = 0x1B, 0x18, 0x1A, 0x07

ESCAPE_ALONE = 0.1
"""Seconds after which ESC with nothing after it is the Escape key."""

ESCAPE_ALONE_FAR = 0.5
"""The same over ssh or mosh, or in tmux or screen, which may delay the bytes that follow."""

CUT = 1.0
"""Seconds that an unfinished sequence waits for its next byte."""

LATE = 1.25
"""Seconds after that, and after each further piece, in which input still belongs to the sequence.

Such input is dropped. The extra quarter allows for a read that is a little late.
"""

CUT_CHARACTER = 0.1
"""Seconds that a character of several bytes waits for its next byte."""

CUT_MOUSE = 0.1
"""Seconds after which further bytes of an X10 mouse report may be keys."""

TYPED = 0.02
"""Seconds after which a single byte may have been typed."""

PASTE_LIMIT = 1 << 20
"""Maximum bytes of one paste; a longer paste is dropped whole."""

KITTY_ASKED = 25
"""The flags of kitty's protocol to request: unambiguous, all keys as sequences, text."""

KITTY_ALL_KEYS = 8

KITTY_ANSWERS = 3.0
"""Seconds after the query in which an answer about kitty's protocol counts.

A later answer is for another program, or forged.
"""

LONGEST = 64
LONGEST_TEXT = 64
MOST_COLUMNS = 2000

STRINGS = b"]P_^X"
"""The bytes that begin a string after ESC: OSC, DCS, APC, PM, SOS."""

CONTINUES_ESCAPE = b"[O" + STRINGS
"""The bytes that may continue a sequence whose ESC came much earlier."""

ASCII = range(0x80)
CONTROLS = range(0x20)
C1 = range(0x80, 0xA0)
LEADING = range(0xC2, 0xF5)
"""The bytes that begin a character of several bytes in UTF-8."""

CONTINUING = range(0x80, 0xC0)
THREE_BYTES, FOUR_BYTES = 0xE0, 0xF0
PARAMETERS = range(0x20, 0x40)
FINAL = range(0x40, 0x7F)
"""The bytes that end a control sequence."""

C1_STRINGS = frozenset({0x90, 0x98, 0x9D, 0x9E, 0x9F})
C1_CSI, C1_SS3, C1_END = 0x9B, 0x8F, 0x9C

PASTE_BEGINS, PASTE_ENDS = b"\x1b[200~", b"\x1b[201~"

REPLACEMENT = "\ufffd"
"""The replacement for bytes that are not a character; never a key."""


@dataclass(frozen=True, slots=True)
class Character:
    """One character typed by a key; `repeated` if the terminal reports the key as held down."""

    text: str
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """A whole known sequence: a key, a click, the focus, or a mode."""

    data: bytes
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class AltKey:
    """Alt with a character that has no sequence."""

    character: str


@dataclass(frozen=True, slots=True)
class ComposedText:
    """Text that no single key typed: from an input method, or plain text when keys are reported."""

    text: str


@dataclass(frozen=True, slots=True)
class PastedText:
    """A paste between its marks; None if it was too long."""

    text: str | None


@dataclass(frozen=True, slots=True)
class DroppedKey:
    """A sign that dropped input may have been a person's key."""


Token: TypeAlias = Character | Sequence | AltKey | ComposedText | PastedText | DroppedKey


class _State(Enum):
    GROUND = auto()
    ESCAPE = auto()
    CSI = auto()
    SS3 = auto()
    CONSOLE = auto()  # CSI [, with one more byte to come
    MOUSE = auto()  # CSI M, with three more bytes to come
    STRING = auto()
    STRING_ESCAPE = auto()
    CHARACTER = auto()
    PASTE = auto()
    FLOOD = auto()  # after a paste that is too long


_ESCAPE = Sequence(b"\x1b")
_ARROWS = frozenset(first + last for first in (b"[", b"O") for last in (b"A", b"B", b"C", b"D"))


class Gate:
    """A reader that reassembles terminal input: `feed` it bytes, and `tick` it when it is `due`.

    `keys` are the sequences that are keys. `far` is true if a connection or a program may delay
    parts of a sequence.
    """

    def __init__(self, keys: frozenset[bytes], *, far: bool = False) -> None:
        self._keys = keys
        self._alone = ESCAPE_ALONE_FAR if far else ESCAPE_ALONE
        self._state = _State.GROUND
        self._collected = bytearray()
        self._at = 0.0
        self._late = False
        self._told = False
        self._typed = False
        self._eight_bit = False
        self._alt = False
        self._doubled = False
        self._escape_continues = float("-inf")
        self._kitty_answers = float("-inf")
        self._pressed: set[int] = set()
        self._out: list[Token] = []
        self._steps = {
            _State.GROUND: self._ground,
            _State.ESCAPE: self._escape,
            _State.CSI: self._parameters,
            _State.SS3: self._parameters,
            _State.CONSOLE: self._linux_console,
            _State.MOUSE: self._mouse,
            _State.STRING: self._string,
            _State.STRING_ESCAPE: self._string_escape,
            _State.CHARACTER: self._character,
            _State.PASTE: self._paste,
            _State.FLOOD: self._flood,
        }
        self.size = (MOST_COLUMNS, MOST_COLUMNS)
        """Columns and rows of the screen; a click outside them is dropped."""

        self.kitty = False
        """True if kitty's protocol reports every key, so that plain bytes are not keys."""

    def ask_for_kitty(self, now: float) -> None:
        """Wait for the answer to a query about kitty's protocol, sent at `now`."""
        self.kitty = False
        self._kitty_answers = now + KITTY_ANSWERS

    @property
    def due(self) -> float | None:
        """The time to call `tick` if nothing is read before; None if nothing waits."""
        match self._state:
            case _State.GROUND:
                return None
            case _State.ESCAPE if not (self.kitty or self._late):
                return self._at + self._alone
            case _State.CHARACTER:
                return self._at + CUT_CHARACTER
            case _:
                return self._at + (LATE if self._late else CUT)

    def tick(self, now: float) -> list[Token]:
        """Return the tokens that are complete because nothing more came until `now`."""
        while self.due is not None and self.due <= now:
            self._expire(self.due)
        return self._given()

    def feed(self, data: bytes, now: float) -> list[Token]:
        """Return the tokens completed by `data`, read in one go at `now`."""
        self._out = self.tick(now)
        if self._state is _State.GROUND and now < self._escape_continues:
            if data[:1] and data[0] in CONTINUES_ESCAPE:
                self._begin(_State.ESCAPE, ESC)
                self._late, self._told = True, False
            self._escape_continues = float("-inf")
        if self._state is _State.MOUSE and now - self._at > CUT_MOUSE:
            self._late = True
        if self._state in _WAITS and len(data) == 1 and now - self._at > TYPED:
            self._typed, self._told = True, False
            if self._state in (_State.STRING, _State.STRING_ESCAPE):
                self._tell()
        self._at = now
        for byte in data:
            self._step(byte)
        return self._given()

    def _given(self) -> list[Token]:
        given, self._out = self._out, []
        return given

    # ---- time

    def _expire(self, due: float) -> None:
        """Handle a next byte that did not come in time."""
        match self._state:
            case _State.ESCAPE if not (self.kitty or self._late):
                self._out += [_ESCAPE] * (1 + self._doubled)
                self._end()
                self._escape_continues = due + LATE
            case _State.CHARACTER:
                self._text(REPLACEMENT)
            case _State.PASTE:
                self._end_paste(due)
            case _State.FLOOD:
                self._end()
            case _ if self._late:
                self._end()
            case _:
                if self._typed or self._state is _State.ESCAPE:
                    self._tell()
                self._late, self._typed, self._told = True, False, False
                self._at = due

    # ---- bytes

    def _step(self, byte: int) -> None:
        if self._late and byte != ESC:
            self._tell()
        if self._state in _BROKEN_OFF and byte in (ESC, CAN, SUB):
            self._end()
            if byte == ESC:
                self._begin(_State.ESCAPE, ESC)
            return
        self._steps[self._state](byte)

    def _ground(self, byte: int) -> None:
        if byte == ESC:
            self._begin(_State.ESCAPE, ESC)
        elif byte in ASCII:
            self._text(chr(byte))
        elif byte in C1:
            self._control(byte)
        elif byte in LEADING:
            self._begin(_State.CHARACTER, byte)
        else:
            self._text(REPLACEMENT)

    def _control(self, byte: int) -> None:
        """Treat an eight-bit control as the two bytes that it represents."""
        if byte == C1_CSI:
            self._begin(_State.CSI, *b"\x1b[")
        elif byte == C1_SS3:
            self._begin(_State.SS3, *b"\x1bO")
        elif byte in C1_STRINGS:
            self._begin(_State.STRING, ESC, byte - 0x40)
            self._eight_bit = True
        else:
            self._text(REPLACEMENT)

    def _character(self, byte: int) -> None:
        """Continue a character of several bytes."""
        if byte not in CONTINUING:
            self._text(REPLACEMENT)
            self._step(byte)
            return
        collected = self._collected
        collected.append(byte)
        if len(collected) < 2 + (collected[0] >= THREE_BYTES) + (collected[0] >= FOUR_BYTES):
            return
        character = collected.decode(errors="replace")
        if len(character) == 1 and ord(character) in C1 and not self._alt:
            self._control(ord(character))
        else:
            self._text(character if len(character) == 1 else REPLACEMENT)

    def _escape(self, byte: int) -> None:
        """Continue after one ESC, or after two, of which the first may be the Escape key."""
        if byte == ESC and (self.kitty or self._late):
            self._begin(_State.ESCAPE, ESC)
        elif byte == ESC:
            self._out += [_ESCAPE] if self._doubled else []
            self._doubled = True
        elif byte in b"[O":
            self._collected.append(byte)
            self._state = _State.CSI if byte == ord("[") else _State.SS3
        elif byte in (CAN, SUB):
            self._end()
        else:
            self._out += [_ESCAPE] if self._doubled else []
            self._doubled = False
            if byte in STRINGS:
                self._collected.append(byte)
                self._state = _State.STRING
            else:
                self._alt_character(byte)

    def _alt_character(self, byte: int) -> None:
        self._alt = True
        if byte in LEADING:
            self._state = _State.CHARACTER
            self._collected = bytearray([byte])
        else:
            self._text(chr(byte) if byte in ASCII else REPLACEMENT)

    def _string(self, byte: int) -> None:
        if byte == ESC:
            self._state = _State.STRING_ESCAPE
            return
        bell = byte == BEL and self._collected.endswith(b"]")
        if bell or byte in (CAN, SUB) or (byte == C1_END and self._eight_bit):
            self._end()

    def _string_escape(self, byte: int) -> None:
        """End a string, or begin another sequence if the string was cut.

        Each ESC inside a string passed through by tmux is doubled.
        """
        if byte == ESC:
            self._state = _State.STRING
            return
        self._begin(_State.ESCAPE, ESC)
        if byte == ord("\\"):
            self._end()
        else:
            self._step(byte)

    def _mouse(self, byte: int) -> None:
        if byte in CONTROLS:  # no mouse report, after all
            self._end()
            self._ground(byte)
            return
        self._collected.append(byte)
        if len(self._collected) == len(b"\x1b[Mbxy"):
            if self._typed:
                self._tell()
            self._end()

    def _linux_console(self, byte: int) -> None:
        self._collected.append(byte)
        self._whole()

    def _flood(self, byte: int) -> None:
        self._collected = (self._collected + bytes([byte]))[-len(PASTE_ENDS) :]
        if self._collected == PASTE_ENDS:
            self._end()

    def _parameters(self, byte: int) -> None:
        """Continue a control sequence, or SS3, up to its last byte."""
        collected = self._collected
        if byte not in PARAMETERS and byte not in FINAL:
            self._lose()  # a control inside a sequence is dropped with it
            if byte not in ASCII:
                self._ground(byte)
            return
        if len(collected) <= LONGEST:
            collected.append(byte)
        if self._state is _State.SS3:
            if byte in FINAL:
                self._whole()
        elif collected == b"\x1b[[":
            self._state = _State.CONSOLE
        elif collected == b"\x1b[M":
            self._state = _State.MOUSE
        elif byte in FINAL or _RXVT.fullmatch(collected):
            self._whole()

    def _whole(self) -> None:
        """Pass on a complete sequence, if it is known and came in time."""
        sequence, late, doubled = bytes(self._collected), self._late, self._doubled
        typed = self._typed and not late
        self._end()
        if late or len(sequence) > LONGEST:
            if typed:
                self._tell()
            return
        if doubled and sequence[1:] in _ARROWS:  # some terminals send Alt with an arrow like this
            self._out.append(Sequence(b"\x1b[1;3" + sequence[-1:]))
            return
        self._out += [_ESCAPE] if doubled else []
        if sequence == PASTE_BEGINS:
            self._begin(_State.PASTE)
        else:
            known = self._known(sequence)
            self._out += known or ([DroppedKey()] if typed else [])

    # ---- pastes

    def _paste(self, byte: int) -> None:
        self._collected.append(byte)
        if self._collected.endswith(PASTE_ENDS):
            del self._collected[-len(PASTE_ENDS) :]
            self._out.append(PastedText(self._collected.decode(errors="replace")))
            self._end()
        elif len(self._collected) > PASTE_LIMIT:
            self._out.append(PastedText(None))
            self._begin(_State.FLOOD, *self._collected[-len(PASTE_ENDS) :])

    def _end_paste(self, due: float) -> None:
        """End a paste without its end mark; part of a mark does not belong to the text."""
        for length in range(len(PASTE_ENDS) - 1, 0, -1):
            if self._collected.endswith(PASTE_ENDS[:length]):
                begun = PASTE_ENDS[:length]
                text = self._collected[:-length]
                self._begin(_State.CSI if length > 1 else _State.ESCAPE, *begun)
                self._late, self._told, self._at = True, False, due
                break
        else:
            text = self._collected
            self._end()
        self._out.append(PastedText(text.decode(errors="replace")))

    # ---- known sequences

    def _known(self, sequence: bytes) -> list[Token]:
        """Return the token of a whole sequence; none if it is not a key, click, focus or mode."""
        if _KITTY_FLAGS.fullmatch(sequence):
            self._take_flags(int(sequence[3:-1]))
            return []
        if found := _CLICK.fullmatch(sequence):
            button, x, y = (int(number) for number in found.groups()[:3])
            return [Sequence(sequence)] if self._clicks(button, x, y, found[4]) else []
        if found := _KITTY_KEY.fullmatch(sequence):
            return _kitty_key(found)
        if found := _OTHER_KEY.fullmatch(sequence):
            return _other_key(int(found[1]), int(found[2]))
        if found := _MODIFIED_KEY.fullmatch(sequence):
            return self._modified_key(found)
        if sequence in self._keys or _PASSED.fullmatch(sequence):
            return [Sequence(sequence)]
        return []

    def _take_flags(self, flags: int) -> None:
        if self._at < self._kitty_answers and flags | KITTY_ASKED == KITTY_ASKED:
            self.kitty = bool(flags & KITTY_ALL_KEYS)
            self._kitty_answers = float("-inf")

    def _clicks(self, button: int, x: int, y: int, way: bytes) -> bool:
        """Return whether this is a press, its release, or the wheel, inside the screen."""
        columns, rows = self.size
        which = button & 3
        if button & ~KNOWN_BUTTONS or not (1 <= x <= columns and 1 <= y <= rows):
            return False
        if button & WHEEL:
            return way == b"M"
        if which == NO_BUTTON:
            return False
        if way == b"M":
            self._pressed.add(which)
            return True
        pressed = which in self._pressed
        self._pressed.discard(which)
        return pressed

    def _modified_key(self, match: re.Match[bytes]) -> list[Token]:
        modifiers, event = int(match[2]), int(match[3] or 1)
        if not 1 <= modifiers <= MOST_MODIFIERS or event not in (PRESS, REPEAT):
            return []
        pressed = _without_locks(modifiers)
        plain = match[1] + match[4]
        if not pressed:
            key = b"\x1b[" + (plain if match[4] == b"~" else match[4])
            repeated = event == REPEAT
            return [Sequence(key, repeated)] if key in self._keys else []
        key = b"\x1b[%s;%d%s" % (match[1], pressed + 1, match[4])
        known = key in self._keys or b"\x1b[%s;2%s" % (match[1], match[4]) in self._keys
        return [Sequence(key, event == REPEAT)] if known else []

    # ---- the end of a token

    def _text(self, character: str) -> None:
        alt, late = self._alt, self._late
        self._end()
        if late:
            return
        if alt:
            sequence = b"\x1b" + character.encode()
            known = sequence in self._keys
            self._out.append(Sequence(sequence) if known else AltKey(character))
        elif self.kitty:
            self._write(character)
        else:
            self._out.append(Character(character))

    def _write(self, character: str) -> None:
        """Take a plain character as text, since keys are reported; drop controls."""
        if not character.isprintable() and character not in "\r\n\t":
            self._out.append(DroppedKey())
            return
        before = self._out[-1] if self._out else None
        if isinstance(before, ComposedText):
            self._out[-1] = ComposedText(before.text + character)
        else:
            self._out.append(ComposedText(character))

    def _lose(self) -> None:
        self._tell()
        self._end()

    def _tell(self) -> None:
        """Report that a key may be lost, once for each read."""
        if not self._told:
            self._out.append(DroppedKey())
        self._told = True

    def _begin(self, state: _State, *collected: int) -> None:
        self._end()
        self._state = state
        self._collected = bytearray(collected)

    def _end(self) -> None:
        self._state = _State.GROUND
        self._collected = bytearray()
        self._late = self._told = self._typed = False
        self._eight_bit = self._alt = self._doubled = False


_BROKEN_OFF = frozenset({_State.CSI, _State.SS3, _State.CONSOLE, _State.MOUSE})
"""The states that ESC, CAN and SUB end."""

_WAITS = _BROKEN_OFF | {_State.STRING, _State.STRING_ESCAPE}
"""The states inside a sequence."""

NO_BUTTON, WHEEL = 3, 64
KNOWN_BUTTONS = NO_BUTTON | 4 | 8 | 16 | WHEEL
"""The buttons and the wheel, with Shift, Alt and Ctrl; 32 is motion."""

PRESS, REPEAT = 1, 2
MOST_MODIFIERS = 256
SHIFT, ALT = 1, 2
LOCKS = 64 | 128

_RXVT = re.compile(rb"\x1b\[\d{1,2}\$")
_CLICK = re.compile(rb"\x1b\[<(\d{1,4});(\d{1,4});(\d{1,4})([Mm])")
_KITTY_FLAGS = re.compile(rb"\x1b\[\?\d{1,4}u")
_KITTY_KEY = re.compile(
    rb"\x1b\[(\d{1,7})(?::\d{0,7}){0,2}(?:;(\d{0,3})(?::(\d{0,2}))?(?:;([\d:]{0,60}))?)?u"
)
_OTHER_KEY = re.compile(rb"\x1b\[27;(\d{1,3});(\d{1,7})~")
_MODIFIED_KEY = re.compile(rb"\x1b\[(\d{1,2});(\d{1,3})(?::(\d))?([A-FHPQRS~])")
_PASSED = re.compile(rb"\x1b\[[IO]|\x1b\[\?2026;[0-4]\$y")
"""Reports of the focus, and of support for synchronized output."""

_NAMED = frozenset({9, 13, 27, 127})
_CODE_POINTS = range(0x110000)
_KEYPAD = range(57399, 57428)
_FUNCTION_KEYS = range(57376, 57399)


def _kitty_key(match: re.Match[bytes]) -> list[Token]:
    """Return the key that kitty's protocol reports; none for a release or a modifier alone."""
    code, modifiers, event = int(match[1]), int(match[2] or 1), int(match[3] or 1)
    if event not in (PRESS, REPEAT) or not 1 <= modifiers <= MOST_MODIFIERS:
        return []
    repeated = event == REPEAT
    pressed = _without_locks(modifiers)
    if match[4]:
        return _kitty_text(code, pressed, match[4], repeated)
    if _is_plain(code) and not pressed:
        return [Character(chr(code), repeated)]
    if _is_plain(code) and pressed == SHIFT and len(chr(code).upper()) == 1 and chr(code).isalpha():
        return [Character(chr(code).upper(), repeated)]
    if _is_plain(code) or code in _NAMED or code in _KEYPAD or code in _FUNCTION_KEYS:
        key = b"\x1b[%d;%du" % (code, pressed + 1) if pressed else b"\x1b[%du" % code
        return [Sequence(key, repeated)]
    return []


def _kitty_text(code: int, pressed: int, given: bytes, repeated: bool) -> list[Token]:
    """Return the text in a key report: one typed character, or written text."""
    numbers = [int(number) for number in given.split(b":") if number]
    if not numbers or len(numbers) > LONGEST_TEXT or not all(map(_is_plain, numbers)):
        return []
    text = "".join(map(chr, numbers))
    composed = not pressed & ~(SHIFT | ALT) and ord(text[0]) not in ASCII
    if pressed not in (0, SHIFT) and not composed:
        return []
    if len(text) == 1 and code:
        return [Character(text, repeated)]
    if code and len(text) > 1 and all(character.isascii() for character in text):
        return []  # no key types two ASCII characters
    return [ComposedText(text)]


def _other_key(modifiers: int, code: int) -> list[Token]:
    """Return the key that xterm's modifyOtherKeys reports."""
    pressed = _without_locks(modifiers) if 1 <= modifiers <= MOST_MODIFIERS else None
    if pressed is None or not (_is_plain(code) or code in _NAMED):
        return []
    if _is_plain(code) and pressed in (0, SHIFT):
        return [Character(chr(code))]
    return [Sequence(b"\x1b[%d;%du" % (code, pressed + 1) if pressed else b"\x1b[%du" % code)]


def _without_locks(modifiers: int) -> int:
    """Return the modifiers that are held, as bits, without caps lock and num lock."""
    return (modifiers - 1) & ~LOCKS


def _is_plain(code: int) -> bool:
    """Return whether a key can type the character of this code point."""
    return code in _CODE_POINTS and category(chr(code)) not in ("Cc", "Cs", "Co")
