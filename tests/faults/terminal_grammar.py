"""A grammar of terminal input that no person typed, and sequences made from it.

Nothing here looks like a key that somebody pressed: no plain character by itself, no arrow, no
press of kitty's protocol, no click. Every item knows where it may be cut by a pause.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from debrief.tui.terminal.shim import KEYS

SEED = os.environ.get("FAULTS_SEED", "14")
"""The seed of the random choices; another one tries other things."""

COLUMNS, ROWS = 100, 30
"""The window: no click is beyond it."""

ESC, CAN, SUB = b"\x1b", b"\x18", b"\x1a"
PASTE_BEGINS, PASTE_ENDS = b"\x1b[200~", b"\x1b[201~"

LONGEST_PAUSE = 1.0
IN_A_PASTE = 0.8
"""The longest pause inside a paste, which ends after a second of silence."""

ALONE = 0.09
"""A pause behind ESC that is longer may be one behind the Escape key."""

CHAT = (
    "Sorry, mine is 3", "Stay at 3 please", "Same ", "S r y", "yes", "y y y", "Omar: 3, Lin: 4",
    "1 2 3 4", "r", "q", "3", "S", " ", "12341", "ok – 2 ✓", "I would say 4, not 2.", "sxS", "?",
    "g w u", "Zoë: 3", "🙂 1", "日本 2", "[y/n]", "see https://x.example/?r=3&S=1", "T", "b", "/ 3",
)  # fmt: skip
ENTRY_KEYS = frozenset("123456789sx")
LINE_ENDS = ("\r", "\n", "\r\n", "\r\r")
UNDECODABLE = (
    b"\xff", b"\xfe", b"\xff\xfe", b"\xc0\xaf", b"\xed\xa0\x80", b"\xed\xbf\xbf",
    b"\xf4\x90\x80\x80", b"\xf5\x80\x80\x80", b"\x80", b"\x81\x82", b"\xbf\xbf", b"\xe0\x80\xaf",
    b"\xf0\x80\x80\xaf", b"\xc1\xbf", b"\xfc\xfd", b"\xa3", b"\xb5\xb5",
)  # fmt: skip
CUT_CHARACTERS = (b"\xe9", b"\xc3", b"\xe2\x82", b"\xf0\x9f\x92", b"\xe1", b"\xf0", b"\xdf")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a terminal sends.

    A pause may be at `cuts`, up to `longest` seconds; behind those of `escapes` the Escape key may
    remain. What is `open` at its end may take what follows for a part of it, up to the next ESC.
    """

    kind: str
    data: bytes
    cuts: tuple[int, ...] = ()
    longest: float = LONGEST_PAUSE
    escapes: tuple[int, ...] = ()
    open: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """An item as it is sent: parts, each with the pause behind it in seconds."""

    item: Item
    parts: tuple[tuple[bytes, float], ...]

    def escapes(self, alone: float = ALONE) -> bool:
        """Return whether the Escape key may remain of it after a pause of so many seconds."""
        return any(
            pause >= alone and at in self.item.escapes
            for at, (_, pause) in zip(self._ends, self.parts, strict=True)
        )

    @property
    def _ends(self) -> Iterator[int]:
        at = 0
        for part, _ in self.parts:
            at += len(part)
            yield at


Make = Callable[[random.Random], Item]


def whole(kind: str, data: bytes, *, open: bool = False) -> Item:
    """Return a sequence that may be cut anywhere."""
    escapes = (1,) if data[:1] == ESC else ()
    return Item(kind, data, tuple(range(1, len(data))), escapes=escapes, open=open)


# ---- the forms of ECMA-48


def _csi(source: random.Random) -> bytes:
    return source.choice((b"\x1b[",) * 6 + (b"\x9b", b"\xc2\x9b"))


def _string(source: random.Random, first: bytes, body: str) -> bytes:
    """Return a string in one of the ways to begin and to end it."""
    if source.random() < 0.75:
        ends = [b"\x1b\\", *([b"\x07"] if first == b"]" else [])]
        return ESC + first + body.encode() + source.choice(ends)
    control = bytes([first[0] + 0x40])
    begun = source.choice((control, b"\xc2" + control))
    ends = [b"\x9c", b"\xc2\x9c", b"\x1b\\"]
    return begun + body.encode("ascii", "ignore") + source.choice(ends)


def _number(source: random.Random) -> str:
    absurd = ("", "0", "00", "256", "999", "65535", "99999999999", "9" * 90, "-1", "1114112")
    return source.choice(absurd) if source.random() < 0.4 else str(source.randrange(1, 300))


def _words(source: random.Random) -> str:
    return " ".join(source.choice(CHAT) for _ in range(source.randrange(1, 4)))


def _hex(source: random.Random, digits: int) -> str:
    return "".join(source.choice("0123456789abcdef") for _ in range(digits))


# ---- answers


def _colour(source: random.Random) -> Item:
    digits = source.choice((2, 4))
    rgb = "/".join(_hex(source, digits) for _ in range(3))
    which = source.choice(("10", "11", "12", "17", "19", f"4;{source.randrange(256)}", "5;1", "21"))
    kind = source.choice(("rgb", "rgba"))
    alpha = f"/{_hex(source, digits)}" if kind == "rgba" else ""
    return whole("colour", _string(source, b"]", f"{which};{kind}:{rgb}{alpha}"))


def _clipboard(source: random.Random) -> Item:
    data = source.choice(("MTIz", "MTIzNDU2Nzg5", "UyByIHkgMw==", "", _hex(source, 400)))
    return whole("clipboard", _string(source, b"]", f"52;{source.choice('cps')};{data}"))


def _title(source: random.Random) -> Item:
    return whole("title", _string(source, b"]", source.choice("lL") + _words(source)))


def _other_osc(source: random.Random) -> Item:
    body = source.choice(
        ("99;i=1:p=?;3", "7;file://host/tmp/3", "133;A", "9;4;1;3", "8;;https://x.example/3",
            "1337;3",
         "22;pointer", "5522;type=read:status=OK", "66;s=2;3 S r y", "777;notify;3;S r")
    )  # fmt: skip
    return whole("osc", _string(source, b"]", body))


def _attributes(source: random.Random) -> Item:
    body = source.choice(
        ("?62;22c", "?1;2c", "?64;1;2;6;9;15;18;21;22c", "?6c", ">41;351;0c", ">1;4600;0c",
         ">0;276;0c", ">83;40900;0c", "=1;2;3c", "?61;4;6;7;14;21;22;23;24;28;32;42;52c", "0c")
    )  # fmt: skip
    return whole("device attributes", _csi(source) + body.encode())


def _dcs_answer(source: random.Random) -> Item:
    names = ("XTerm(381)", "iTerm2 3.5.2", "kitty(0.35.2)", "tmux 3.4", "WezTerm 20240203 S r y 3")
    body = source.choice(
        (f">|{source.choice(names)}", "!|7E565445", "!|00000000", "1$r0;1;2m", "1$r0m", "0$r",
         "1$r2 q", '1$r61;1"p', "1$r1;30r", "1+r524742=38",
         f"1+r{_hex(source, 8)}={_hex(source, 12)}",
         "0+r", "1+r544e=787465726d2d323536636f6c6f72;436f=323536", "1;1|17/31", "2;1!z1 2 3")
    )  # fmt: skip
    return whole("device control string", _string(source, b"P", body))


def _report(source: random.Random) -> Item:
    row, column = source.randrange(1, 400), source.randrange(1, 400)
    body = source.choice(
        ("0n", "3n", "?10n", "?13n", "?21n", "?27;1;0;1n", "?50n", "?53n", "?57;1n", "?83n",
         f"{row};{column}R", f"?{row};{column}R", f"?{row};{column};1R", "?997;1n", "?997;2n",
         "?2026;0$y", "?2026;2$y", "?2048;1$y", "?2027;3$y", "4;1$y", "20;2$y", "?2026;9$y",
         "?2026$y", "?1004;1$y", "?99999999999999;1$y", "2;1;1;112;112;1;0x", "?1;2;3S", "1;3w",
         "0;276;0$t", "?31u", "?1u", "?0u", "?25u", "?4096u", "?;u", f"?{_number(source)}u",
         "1*{", "?62;1;2;4;6;9;15;22S", ">4;2m", ">1;3f", '2"v')
    )  # fmt: skip
    return whole("report", _csi(source) + body.encode())


def _size(source: random.Random) -> Item:
    high, wide = _number(source), _number(source)
    form = source.choice(("4;{};{}t", "5;{};{}t", "6;{};{}t", "8;{};{}t", "9;{};{}t", "3;{};{}t",
                          "48;{};{};600;1000t", "48;{};{};0;0t", "48;{};{}t", "48;;;;t", "1t",
                          "2t"))  # fmt: skip
    return whole("size", _csi(source) + form.format(high, wide).encode())


def _graphics(source: random.Random) -> Item:
    body = source.choice(
        ("Gi=31;OK", "Gi=1,I=3;OK", "Gi=31;ENOENT:no 3 S r y", "Gi=7;EINVAL: y\r", "Gq=2;1 2 3")
    )
    return whole("graphics", _string(source, b"_", body))


def _private_string(source: random.Random) -> Item:
    return whole("private string", _string(source, source.choice((b"^", b"X")), _words(source)))


def _passed_through(source: random.Random) -> Item:
    """Make an answer as a multiplexer wraps it: each ESC inside twice in tmux, once in screen."""
    inner = source.choice((_colour, _report, _attributes, _clipboard))(source).data
    if source.random() < 0.7:
        data = b"\x1bPtmux;" + inner.replace(ESC, ESC + ESC) + b"\x1b\\"
    else:
        data = b"\x1bP" + inner.replace(b"\x1b\\", b"\x07") + b"\x1b\\"
    # Behind an ESC inside, a pause is one behind the Escape key.
    return Item(
        "passed through",
        data,
        tuple(at for at in range(2, len(data)) if data[at - 1] != ESC[0]),
    )


# ---- mouse


def _mouse(source: random.Random) -> Item:
    x, y = source.randrange(1, COLUMNS + 1), source.randrange(1, ROWS + 1)
    button = source.randrange(3)
    match source.randrange(6):
        case 0 | 1:  # motion
            held = source.choice((0, 4, 8, 16)) + source.randrange(4) + 32
            body = f"<{held};{x};{y}{source.choice('MMMm')}"
        case 2:  # released, and never pressed
            body = f"<{button};{x};{y}m"
        case 3:  # beyond the screen
            far = source.randrange(COLUMNS + 1, 10_000)
            below = source.randrange(ROWS + 1, 10_000)
            x, y = source.choice(((far, y), (x, below), (far, below), (0, y), (x, 0), (0, 0)))
            body = f"<{button};{x};{y}{source.choice('Mm')}"
        case 4:  # absurd
            body = source.choice(
                (f"<{source.randrange(128, 999)};{x};{y}M", "<;;M", f"<0;{x}M", "<M", "<0;1;1;1M",
                 f"<{_number(source)}9999;{x};{y}M", f"<-1;{x};{y}M", f"<0;{x}:{y}M",
                 f"<3;{x};{y}M",
                 f"<0;{x};99999999999M", f"<66;{x};{y}m")
            )  # fmt: skip
        case _:  # as rxvt has it
            body = f"{source.choice((32, 35, 64, 67))};{x};{y}M"
    return whole("mouse", _csi(source) + body.encode())


def _mouse_x10(source: random.Random) -> Item:
    three = [source.randrange(0x20, 0x80), *(source.randrange(0x21, 0x100) for _ in range(2))]
    return whole("mouse X10", source.choice((b"\x1b[M", b"\x9bM")) + bytes(three), open=True)


# ---- keys that nobody pressed, or that no program knows


def _released(source: random.Random) -> Item:
    modifiers = source.choice(("", "1", "2", "3", "5", "65", "129"))
    code = source.choice((*map(ord, "123456789sxSry q?"), 13, 27, 127, 9, 57400, 57414))
    alternate = source.choice(("", "", ":65", ":65:97", "::99", ":"))
    text = source.choice(("", "", f";{code}"))
    body = source.choice(
        (f"{code}{alternate};{modifiers}:3{text}u",
            f"1;{modifiers or 1}:3{source.choice('ABCDHFPQS')}",
         f"{source.choice((2, 3, 5, 6, 15, 24))};{modifiers or 1}:3~")
    )  # fmt: skip
    return whole("key released", _csi(source) + body.encode())


def _modifier(source: random.Random) -> Item:
    code = source.choice((*range(57441, 57455), 57358, 57359, 57360, *range(57428, 57441)))
    event = source.choice(("", ":1", ":2", ":3"))
    body = f"{code};{source.choice((1, 2, 3, 5, 9, 65, 129))}{event}u"
    return whole("modifier", _csi(source) + body.encode())


def _no_code_point(source: random.Random) -> Item:
    code = source.choice(
        ("1114112", "99999999999", "55296", "57343", "4294967345", "0", "1", "31", "128", "155",
         "57344", "63743", "9999999")
    )  # fmt: skip
    modifiers = source.choice(("", ";1", ";2", ";5:1", ";1:2"))
    return whole("no code point", _csi(source) + f"{code}{modifiers}u".encode())


def _malformed(source: random.Random) -> Item:
    body = source.choice(
        ("u", ";u", ";;u", ";;;u", "49;0u", "49;257u", "49;0049u", "49;00115u", "49;256;49u",
            "49;999u", "49;;49:50u",
         "115;;115:32u", "49;;55296u", "49;;1114112u", "49;1:0u", "49;1:9u", "49:;;:u",
         "49;;;49u", "-49u", "49;-1u", "49;5;49u", "49;;10u", "49;;27u", "49;1:1:1u", "49;1;49;1u",
         f"49;{source.randrange(257, 9999)}u", f"{'9' * 70}u", f"49;;{'49:' * 40}49u", "49 u",
         "<49u", "=49u", "?49;1u", ">1u", "1;1:4A", "1;0A", "1;:A", "1;1:A", "1;999B", "1;257~",
         ";~",
         "200;1~", "201;1~", "200;5~", ";200~", "0200~", "999~", "13;1:1;49~", "1:2~")
    )  # fmt: skip
    return whole("malformed", _csi(source) + body.encode())


def _other_keys(source: random.Random) -> Item:
    """Make reports of modifyOtherKeys that no key sends."""
    body = source.choice(
        ("27;5;999999999~", "27;;~", "27;5~", "27~", "27;0;49~", "27;257;49~", "27;1;55296~",
         "27;1;1114112~", "27;1;0~", "27;2;31~", "27;999;115~", "27;5;49;1~", "27;-1;49~")
    )  # fmt: skip
    return whole("modifyOtherKeys", _csi(source) + body.encode())


def _windows(source: random.Random) -> Item:
    code, key = source.choice(((49, 49), (16, 0), (13, 13), (32, 32), (83, 115), (83, 83), (17, 0)))
    scan, down = source.randrange(1, 90), source.randrange(2)
    state = source.choice((0, 8, 16, 32, 48, 256))
    body = source.choice((f"{code};{scan};{key};{down};{state};1_", f"{code};;{key};{down}_", "_"))
    return whole("win32-input-mode", _csi(source) + body.encode())


def _unknown_key(source: random.Random) -> Item:
    """Make keys of mintty, rxvt, SCO and VT220 terminals, as long as Textual knows none of them."""
    while True:
        number, modifiers = source.randrange(1, 99), source.randrange(2, 17)
        body = source.choice(
            (f"1;{modifiers}{source.choice('IjlkmMnopqrstuvwxyXa')}", f"{number}z",
                f"{number + 200}z",
             f"3;{modifiers}z", f"{number}^", f"{number}@", f"{number}$",
             f"{source.choice('GIJKLNOTUVWXYZ')}",
             f"[{source.choice('FGHIJKLMNOPQRSTUVWXYZ0123456789sxr')}", f"?{number}~",
             f"{number};5;1~",
             f"{source.choice('abcdefghijklmnopqrstuvwxyz')}", f"{number}h",
             f"{number};{modifiers}^")
        )  # fmt: skip
        data = b"\x1b[" + body.encode()
        if body.endswith("u") or data in KEYS or data[:3] + data[-1:] in KEYS:
            continue
        return whole("unknown key", data)


def _unknown_ss3(source: random.Random) -> Item:
    while True:
        body = source.choice(("1;2;3;4;5;6", "", "5", "2;", "1;5")) + chr(
            source.randrange(0x40, 0x7F)
        )
        begun = source.choice((b"\x1bO", b"\x8f"))
        if b"\x1bO" + body.encode() not in KEYS and body[-1] not in "ABCDHFMpqrstuvwxyjklmnoXI ":
            return whole("unknown SS3", begun + body.encode())


def _focus(source: random.Random) -> Item:
    return whole("focus", source.choice((b"\x1b[I", b"\x1b[O")))


def _written(source: random.Random) -> Item:
    """Make what an input method writes: it belongs to no key."""
    text = source.choice(("3", "S r", "日本", "한", "é", "1 2", "y"))
    return whole("input method", f"\x1b[0;;{':'.join(str(ord(one)) for one in text)}u".encode())


# ---- pastes


def _message(source: random.Random) -> str:
    lines = [_words(source) for _ in range(source.randrange(1, 5))]
    return source.choice(LINE_ENDS).join(lines) + source.choice(("", "", *LINE_ENDS))


def _body(source: random.Random) -> bytes:
    """Return what may be in a paste: text, and all else that a clipboard may have."""
    body = _message(source).encode()
    if source.random() < 0.3:
        at = source.randrange(len(body) + 1)
        inside = source.choice(
            (*UNDECODABLE, b"\x1b[A", b"\x1b", b"\0", b"\x18", b"\x1b[200~", b"\t")
        )
        body = body[:at] + inside + body[at:]
    return body


def _paste(source: random.Random) -> Item:
    data = PASTE_BEGINS + _body(source) + PASTE_ENDS
    return Item("paste", data, tuple(range(len(PASTE_BEGINS), len(data))), longest=IN_A_PASTE)


def _smuggled(source: random.Random) -> Item:
    """Make a paste that ends itself, and goes on as keys."""
    keys = source.choice(
        ("3", " ", "\r", " \r", "S", "Sy", "S y", "q\r", "3\r", "1234", "y", "ry", "\x1b")
    )
    end = source.choice((PASTE_ENDS, PASTE_ENDS, PASTE_BEGINS + b"3" + PASTE_ENDS))
    data = PASTE_BEGINS + _body(source) + PASTE_ENDS + keys.encode() + end
    return Item("smuggled paste", data)


def _endless(source: random.Random) -> Item:
    data = PASTE_BEGINS + _body(source)
    cuts = tuple(range(len(PASTE_BEGINS), len(data)))
    return Item("paste without an end", data, cuts, longest=IN_A_PASTE, open=True)


def _end_mark(_: random.Random) -> Item:
    return whole("paste end mark", PASTE_ENDS)


def unbracketed(source: random.Random) -> Item:
    """Make a paste without marks: more than two printable keys, and not all of them of an entry."""
    while True:
        text = _message(source).replace("\n", source.choice("\r\n"))
        data = text.encode()
        if source.random() < 0.1:  # of a terminal that is set to Latin-1
            data = text.encode("latin-1", "ignore")
        printable = [one for one in data.decode("latin-1") if one.isprintable()]
        if len(printable) > 2 and not set(printable) <= ENTRY_KEYS:
            return Item("paste without marks", data)


# ---- bytes


def _undecodable(source: random.Random) -> Item:
    data = source.choice(UNDECODABLE)
    return whole("undecodable", data, open=b"\x90" in data)  # by itself it begins a string


def _cut_character(source: random.Random) -> Item:
    return whole("cut character", source.choice(CUT_CHARACTERS), open=True)


def _absurd(source: random.Random) -> Item:
    many = ";".join(_number(source) for _ in range(source.randrange(1, 60)))
    between = source.choice(("", "", " ", "!", "'", '"'))  # with $ it is a key of rxvt
    return whole(
        "absurd numbers", _csi(source) + (many + between + source.choice("mhlrqpvx")).encode()
    )


def _broken_off(source: random.Random) -> Item:
    """Make a sequence that CAN, SUB or another sequence breaks off."""
    begun = source.choice((b"\x1b[", b"\x1b[<35;12", b"\x1b[1;5", b"\x1bO", b"\x1b]11;rgb:1/2",
        b"\x1bP1$r",
                           b"\x1b_Gi=3", b"\x1b]52;c;MTI", b"\x1b[?62", b"\x1b[49;1:",
                           b"\x1b[27;5;"))  # fmt: skip
    if source.random() < 0.5:
        return whole("broken off", begun + source.choice((CAN, SUB)))
    after = source.choice((_report, _attributes, _colour, _mouse))(source)
    if after.data[:1] != ESC:
        return whole("broken off", begun + CAN)
    data = begun + after.data
    in_string = begun[1:2] not in b"[O"
    escapes = (1,) if in_string else (1, len(begun) + 1)
    return Item("broken off", data, tuple(range(1, len(data))), escapes=escapes, open=after.open)


def _cut_off(source: random.Random) -> Item:
    """Make a sequence of which the rest never comes."""
    made = source.choice((_colour, _attributes, _dcs_answer, _report, _size, _mouse, _graphics))(
        source
    )
    data = made.data[: source.randrange(2, len(made.data))]
    return whole("cut off", data.removesuffix(ESC), open=True)  # with ESC it were the Escape key


MAKERS: tuple[Make, ...] = (
    _colour, _clipboard, _title, _other_osc, _attributes, _dcs_answer, _report, _size, _graphics,
    _private_string, _passed_through, _mouse, _mouse, _mouse_x10, _released, _modifier,
    _no_code_point, _malformed, _other_keys, _windows, _unknown_key, _unknown_ss3, _focus, _written,
    _paste, _smuggled, _endless, _end_mark, unbracketed, unbracketed, _undecodable, _cut_character,
    _absurd, _broken_off, _cut_off,
)  # fmt: skip

LAST = Item("report", b"\x1b[0n")
"""The bytes that end any open sequence, apart from a paste."""


def item(source: random.Random, *, after: Item | None = None) -> Item:
    """Make one item; one that begins with ESC where the one before it may still be open."""
    while True:
        made = source.choice(MAKERS)(source)
        is_key = made.data.replace(b"\xc2\x9b", b"\x1b[").replace(b"\x9b", b"\x1b[") in KEYS
        if not is_key and (after is None or not after.open or made.data[:1] == ESC):
            return made


def train(
    source: random.Random,
    length: int,
    *,
    cuts: int,
    longest_escape: float = LONGEST_PAUSE,
    allowed: Callable[[Item], bool] = lambda _: True,
) -> list[Sent]:
    """Make items that follow one another at once, so many of them cut by a pause.

    Behind a first ESC a pause is no longer than `longest_escape`.
    """
    found: list[Item] = []
    while len(found) < length:
        made = item(source, after=found[-1] if found else None)
        if allowed(made):
            found.append(made)
    sent = [whole_sent(made) for made in (*found, LAST)]
    places = [place for place, made in enumerate(found) if made.cuts]
    for place in source.sample(places, min(cuts, len(places))):
        sent[place] = _cut(found[place], source, longest_escape)
    return sent


def whole_sent(made: Item) -> Sent:
    """Return an item that is sent in one piece."""
    return Sent(made, ((made.data, 0.0),))


def _cut(made: Item, source: random.Random, longest_escape: float) -> Sent:
    at = source.choice(made.cuts)
    longest = min(made.longest, longest_escape) if at in made.escapes else made.longest
    pause = round(min(longest, source.choice((0.05, 0.11, 0.25, 0.5, 0.8, 1.0))), 2)
    return Sent(made, ((made.data[:at], pause), (made.data[at:], 0.0)))


def shown(sent: Sequence[Sent]) -> str:
    """Return what was sent as Python: the bytes, and the pause behind them."""
    rows = (f"    ({part!r}, {pause})," for one in sent for part, pause in one.parts)
    kinds = ", ".join(sorted({one.item.kind for one in sent}))
    return "\n".join([f"seed {SEED!r}; {kinds}:", *rows])


def shrunk(sent: Sequence[Sent], fails: Callable[[Sequence[Sent]], bool]) -> Sequence[Sent]:
    """Return the fewest of these that still fail, with what ends them: one where one is enough."""

    def fail(some: Sequence[Sent]) -> bool:
        return fails([*some, whole_sent(LAST)])

    for one in sent:
        if fail([one]):
            return [one]
    left = list(sent)
    for size in (len(left) // 2, len(left) // 4, len(left) // 8, 1):
        at = 0
        while size and at < len(left):
            fewer = left[:at] + left[at + size :]
            if fewer and fail(fewer):
                left = fewer
            else:
                at += size
    return left
