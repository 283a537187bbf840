"""Tests of the gate: keys pass in every form and cut, and nothing else becomes a key."""

from __future__ import annotations

import random

import pytest
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

from debrief.tui.terminal.gate import (
    CUT,
    ESCAPE_ALONE,
    ESCAPE_ALONE_FAR,
    LATE,
    PASTE_LIMIT,
    AltKey,
    Character,
    ComposedText,
    DroppedKey,
    Gate,
    PastedText,
    Sequence,
    Token,
)

KEYS = frozenset(key.encode() for key in ANSI_SEQUENCES_KEYS if key.startswith("\x1b"))
KITTY_OWNS = {b"\x1b[1;%du" % number for number in (5, 6, 7, 8)}
"""In Textual's table ctrl+5 with modifiers; in kitty's protocol no key at all."""

ANSWERS = (
    b"\x1b]11;rgb:1e1e/2b2b/3c3c\x07",
    b"\x1b]11;rgb:1e1e/2b2b/3c3c\x1b\\",
    b"\x1b]10;rgba:ffff/ffff/ffff/ffff\x1b\\",
    b"\x1b]4;1;rgb:cd/00/00\x07",
    b"\x1b]52;c;MTIzNDU2Nzg5\x07",
    b"\x1b]52;c;MTIz\x1b\\",
    b"\x1b]l1 2 3\x1b\\",
    b"\x1b[>41;351;0c",
    b"\x1b[>1;4600;0c",
    b"\x1b[=1;2;3c",
    b"\x1b[?62;22c",
    b"\x1b[?1;2c",
    b"\x1bP>|XTerm(381)\x1b\\",
    b"\x1bP>|iTerm2 3.5.2\x1b\\",
    b"\x1bP1$r0;1;2m\x1b\\",
    b"\x1bP1+r524742=38\x1b\\",
    b"\x1bP!|00000000\x1b\\",
    b"\x1b_Gi=31;OK\x1b\\",
    b"\x1bPtmux;\x1b\x1b]11;rgb:1/2/3\x07\x1b\\",
    b"\x1bPtmux;\x1b\x1b]11;rgb:1/2/3\x1b\x1b\\\x1b\\",
    b"\x1bPtmux;\x1b\x1b[?62;22c\x1b\\",
    b"\x1b^1 2 3\x1b\\",
    b"\x1bX1 2 3\x1b\\",
    b"\x1b[4;480;640t",
    b"\x1b[6;20;10t",
    b"\x1b[8;30;100t",
    b"\x1b[48;30;100;600;1000t",
    b"\x1b[?31u",
    b"\x1b[?997;1n",
    b"\x1b[0n",
    b"\x1b[?2048;1$y",
    b"\x1b[4;1$y",
    b"\x1b[10;20R",
    b"\x1b[?10;20R",
    b"\x9b31;1m",
    b"\x9d11;rgb:1/2/3\x9c",
    b"\x901$r0m\x9c",
    b"\xc2\x9b31;1m",
)
REPORTS = (
    b"\x1b[<35;12;5M",
    b"\x1b[<32;12;5M",
    b"\x1b[<0;0;5M",
    b"\x1b[<0;12;0m",
    b"\x1b[<0;3000;5M",
    b"\x1b[<200;1;1M",
    b"\x1b[<999999999999;1;1M",
    b"\x1b[<0;12;5m",  # released, and never pressed
    b"\x1b[<3;1;2M",
    b"\x1b[35;12;5M",
    b"\x1b[M 11",
    b"\x1b[M#13",
    b"\x1b[M\x40\xff\xfe",
    b"\x1b[MCCC",
)
UNKNOWN_KEYS = (
    b"\x1b[1;5I",
    b"\x1b[1;6I",
    b"\x1b[49;2;49;1;0;1_",
    b"\x1b[16;42;0;1;16;1_",
    b"\x1b[1;5j",
    b"\x1b[1;5l",
    b"\x1b[3;5z",
    b"\x1b[2z",
    b"\x1b[224z",
    b"\x1b[27;5;999999999~",
    b"\x1b[27;;~",
    b"\x1b[999~",
    b"\x1b[97;1:3u",
    b"\x1b[1;1:3A",
    b"\x1b[57441;2:1u",
    b"\x1b[57441;1:3u",
    b"\x1b[57358;65u",
    b"\x1b[u",
    b"\x1b[;;u",
    b"\x1b[49;0u",
    b"\x1b[49;257u",
    b"\x1b[49;256;49u",
    b"\x1b[49;;49:50u",
    b"\x1b[49;;55296u",
    b"\x1b[49;0049u",
    b"\x1b[49;1:001u",
    b"\x1b[49;;1114112u",
    b"\x1b[1114112u",
    b"\x1b[1114112;2u",
    b"\x1b[99999999999u",
    b"\x1b[55296u",
    b"\x1b[" + b"1;" * 200 + b"m",
    b"\x1bO1;2;3;4;5;6A",
    b"\x1b[12\x18",
    b"\x1b]52;123\x1a",
    b"\x1b[201~",
)
TYPED = Character | Sequence | AltKey | ComposedText


def run(*parts: bytes, gap: float = 0.0, far: bool = False, kitty: bool = False) -> list[Token]:
    """Feed parts with a pause between them, then tick until nothing is due."""
    gate, now = Gate(KEYS, far=far), 10.0
    if kitty:
        gate.ask_for_kitty(now)
        assert gate.feed(b"\x1b[?25u", now) == []
        assert gate.kitty
    found = []
    for part in parts:
        found += gate.feed(part, now)
        now += gap
    found += gate.tick(now + 5)
    assert gate.due is None
    return found


def cuts(data: bytes) -> list[tuple[bytes, ...]]:
    """Return the data whole, cut in two at every byte, and byte by byte."""
    halves = [(data[:at], data[at:]) for at in range(1, len(data))]
    return [(data,), *halves, tuple(data[at : at + 1] for at in range(len(data)))]


@pytest.mark.parametrize("kitty", [False, True], ids=["plain", "kitty"])
@pytest.mark.parametrize("gap", [0.0, 0.05, 0.25, 0.9, 1.0])
def test_what_no_person_pressed_is_dropped_in_every_cut(gap: float, kitty: bool) -> None:
    for data in (*ANSWERS, *REPORTS, *UNKNOWN_KEYS):
        for parts in cuts(data):
            cut_in_a_character = parts[0] == b"\xc2"  # a byte too few of anything is one bad one
            found = [one for one in run(*parts, gap=gap, kitty=kitty) if isinstance(one, TYPED)]
            escapes = [one for one in found if one == Sequence(b"\x1b")]
            assert not kitty or not escapes
            rest = [one for one in found if one not in escapes and "\ufffd" not in str(one)]
            assert rest == [] or (cut_in_a_character and gap >= 0.1), parts


@pytest.mark.parametrize("gap", [0.0, 0.05, 0.25, 0.9])
def test_every_key_that_textual_knows_passes_whole_in_every_cut(gap: float) -> None:
    for key in sorted(KEYS - KITTY_OWNS):
        whole = run(key, far=True)
        assert whole, key
        assert all(isinstance(one, Sequence | Character) for one in whole), key
        for at in range(1, len(key)):
            if at == 1 and gap >= ESCAPE_ALONE_FAR:
                continue  # that is the Escape key
            if b"\xc2" in key and gap >= 0.1:
                continue  # half a character
            assert run(key[:at], key[at:], gap=gap, far=True) == whole, (key, at)


@pytest.mark.parametrize(
    ("data", "token"),
    [
        (b"\x1b[49u", Character("1")),
        (b"\x1b[49;;49u", Character("1")),
        (b"\x1b[38:49;2;49u", Character("1")),
        (b"\x1b[49;1:1u", Character("1")),
        (b"\x1b[49;129u", Character("1")),  # num lock
        (b"\x1b[115;2;83u", Character("S")),
        (b"\x1b[115;2u", Character("S")),
        (b"\x1b[115;65u", Character("s")),  # caps lock alone says nothing of the letter
        (b"\x1b[49;1:2u", Character("1", repeated=True)),
        (b"\x1b[57400u", Sequence(b"\x1b[57400u")),
        (b"\x1b[57400;129u", Sequence(b"\x1b[57400u")),
        (b"\x1b[57400;;49u", Character("1")),
        (b"\x1b[0;;12354:12356u", ComposedText("あい")),
        (b"\x1b[0;;49u", ComposedText("1")),
        (b"\x1b[101;3;8364u", Character("€")),  # Option or AltGr makes another character
        (b"\x1b[13u", Sequence(b"\x1b[13u")),
        (b"\x1b[27u", Sequence(b"\x1b[27u")),
        (b"\x1b[97;5u", Sequence(b"\x1b[97;5u")),
        (b"\x1b[1;1:2A", Sequence(b"\x1b[A", repeated=True)),
        (b"\x1b[1;5:1A", Sequence(b"\x1b[1;5A")),
        (b"\x1b[27;5;13~", Sequence(b"\x1b[13;5u")),
        (b"\x1b[27;2;33~", Character("!")),
        (b"\x1b[[A", Sequence(b"\x1b[[A")),
        (b"\x1b[3$", Sequence(b"\x1b[3$")),
        (b"\x1b\x1b[A", Sequence(b"\x1b[1;3A")),
        (b"\x1bOp", Sequence(b"\x1bOp")),
        (b"\x1b\x7f", Sequence(b"\x1b\x7f")),
        (b"\x1bz", AltKey("z")),
        (b"\x1b/", AltKey("/")),
        (b"\x1b\xc3\xa9", AltKey("é")),
        (b"\x9bA", Sequence(b"\x1b[A")),
        (b"\x8fP", Sequence(b"\x1bOP")),
        ("é".encode(), Character("é")),
        ("漢".encode(), Character("漢")),
        ("🦊".encode(), Character("🦊")),
        (b"\x00", Character("\x00")),
        (b"\x1b[I", Sequence(b"\x1b[I")),
        (b"\x1b[?2026;2$y", Sequence(b"\x1b[?2026;2$y")),
    ],
)
def test_keys_in_all_their_forms(data: bytes, token: Token) -> None:
    assert run(data) == [token]


@pytest.mark.parametrize(
    "data", [b"\xff", b"\xe9", b"\x80", b"\xc3", b"\xe2\x82", b"\xed\xa0\x80", b"\xf4\x90\x80\x80"]
)
def test_what_is_no_character_is_one_that_is_no_key(data: bytes) -> None:
    assert run(data) == [Character("\ufffd")]
    assert run(data, b"a", gap=0.2) == [Character("\ufffd"), Character("a")]


def test_a_character_may_come_in_two_reads() -> None:
    assert run(b"\xc3", b"\xa9", gap=0.05) == [Character("é")]
    assert run(b"\xc3", b"\xa9", gap=0.2) == [Character("\ufffd"), Character("\ufffd")]
    assert run(b"\xc3\x28") == [Character("\ufffd"), Character("(")]


def test_escape_is_a_key_once_nothing_follows_it() -> None:
    gate = Gate(KEYS)
    assert gate.feed(b"\x1b", 1.0) == []
    assert gate.due == 1.0 + ESCAPE_ALONE
    assert gate.tick(1.0 + ESCAPE_ALONE / 2) == []
    assert gate.tick(1.0 + ESCAPE_ALONE) == [Sequence(b"\x1b")]
    assert run(b"\x1b\x1b") == [Sequence(b"\x1b")] * 2
    assert run(b"\x1b", b"[A", gap=0.3, far=True) == [Sequence(b"\x1b[A")]


def test_what_followed_escape_too_late_is_dropped_and_told() -> None:
    assert run(b"\x1b", b"[<35;12;5M", gap=0.25) == [Sequence(b"\x1b"), DroppedKey()]
    assert set(run(b"\x1b", b"O", b"P", gap=0.25)) == {Sequence(b"\x1b"), DroppedKey()}
    assert run(b"\x1b", b"3", gap=0.25) == [Sequence(b"\x1b"), Character("3")]
    assert run(b"\x1b", b"[", gap=1.5) == [Sequence(b"\x1b"), Character("[")]


def test_a_cut_sequence_waits_a_second_and_its_rest_is_dropped_for_another() -> None:
    assert run(b"\x1b[<0;12", b";5M", gap=0.9) == [Sequence(b"\x1b[<0;12;5M")]
    assert run(b"\x1b[<0;12", b";5M", gap=1.5) == [DroppedKey()]
    assert set(run(b"\x1b[<0;1", b"", b"2", b";", b"5", b"M", gap=1.0)) == {DroppedKey()}
    assert run(b"\x1b[<0;12", b"3", gap=CUT + LATE + 0.1) == [Character("3")]


def test_a_key_after_a_cut_sequence_begins_anew() -> None:
    assert run(b"\x1b[<0;12", b"\x1b[A", gap=0.5) == [Sequence(b"\x1b[A")]
    assert run(b"\x1b]11;rgb:1", b"\x1b[A", gap=0.5) == [Sequence(b"\x1b[A")]
    assert run(b"\x1b[<0;12", b"\x1b[A", gap=1.5) == [Sequence(b"\x1b[A")]


def test_a_click_is_a_press_its_release_and_the_wheel() -> None:
    press, release, wheel = b"\x1b[<0;12;5M", b"\x1b[<0;12;5m", b"\x1b[<64;12;5M"
    assert run(press, release, wheel) == [Sequence(press), Sequence(release), Sequence(wheel)]
    assert run(release) == []
    gate = Gate(KEYS)
    gate.size = (10, 4)
    assert gate.feed(press, 1.0) == []
    assert gate.feed(b"\x1b[<0;10;4M", 1.0) == [Sequence(b"\x1b[<0;10;4M")]


def test_a_paste_is_text_between_its_marks() -> None:
    begin, end = b"\x1b[200~", b"\x1b[201~"
    assert run(begin + b"a\x1b[31mb\r1" + end) == [PastedText("a\x1b[31mb\r1")]
    assert run(begin + b"a" + begin + b"b" + end) == [PastedText("a\x1b[200~b")]
    assert run(begin + "é漢".encode() + end) == [PastedText("é漢")]
    assert run(begin + b"\xff" + end + b"x") == [PastedText("\ufffd"), Character("x")]
    for parts in cuts(begin + b"1 2" + end):
        if len(parts[0]) > 1:
            assert run(*parts, gap=0.9) == [PastedText("1 2")], parts


def test_a_paste_that_does_not_end_ends_after_a_second() -> None:
    assert run(b"\x1b[200~abc", b"d", gap=1.1) == [PastedText("abc"), Character("d")]
    assert run(b"\x1b[200~abc\x1b[20", b"1~", gap=1.1) == [PastedText("abc"), DroppedKey()]
    assert run(b"\x1b[200~abc\x1b", b"[201~", gap=1.1) == [PastedText("abc"), DroppedKey()]


def test_a_paste_that_is_too_long_is_dropped_with_all_of_it() -> None:
    much = b"1" * (PASTE_LIMIT + 1)
    assert run(b"\x1b[200~" + much + b"22\x1b[201~3") == [PastedText(None), Character("3")]
    assert run(b"\x1b[200~" + much + b"22", b"3", gap=1.1) == [PastedText(None), Character("3")]


def test_with_kittys_protocol_plain_bytes_are_text_and_escape_is_never_alone() -> None:
    assert run(b"1", kitty=True) == [ComposedText("1")]
    assert run("S 3é\r".encode(), kitty=True) == [ComposedText("S 3é\r")]
    assert run(b"\x03\x11", kitty=True) == [DroppedKey()] * 2
    assert run(b"\x1b[49u", kitty=True) == [Character("1")]
    assert run(b"\x1b", b"[49u", gap=0.6, kitty=True) == [Character("1")]
    assert run(b"\x1b", kitty=True) == [DroppedKey()]
    assert run(b"\x1b", b"\x1b[49u", gap=1.5, kitty=True) == [DroppedKey(), Character("1")]


def test_an_answer_about_kittys_protocol_counts_only_if_it_was_asked_for() -> None:
    gate = Gate(KEYS)
    gate.feed(b"\x1b[?25u", 1.0)
    assert not gate.kitty
    gate.ask_for_kitty(1.0)
    gate.feed(b"\x1b[?31u", 1.1)  # the flags of another program
    assert not gate.kitty
    gate.feed(b"\x1b[?1u", 1.2)  # keys are not all reported
    gate.feed(b"\x1b[?25u", 1.3)  # and that was the answer
    assert not gate.kitty
    gate.ask_for_kitty(2.0)
    gate.feed(b"\x1b[?25u", 9.0)
    assert not gate.kitty


def test_no_bytes_break_it_and_where_reads_are_cut_changes_nothing() -> None:
    source = random.Random(14)
    likely = b"\x1b[]OP_^X\\\x07<>?;:0123456789~uMmAtcRy$\x18\x9b\x9d\xc2\xe2\xff1sx \r"
    for _ in range(3_000):
        data = bytes(source.choice(likely) for _ in range(source.randrange(1, 40)))
        at = source.randrange(len(data) + 1)
        whole, halves = Gate(KEYS), Gate(KEYS)
        together = whole.feed(data, 1.0) + whole.tick(9.0)
        parted = halves.feed(data[:at], 1.0) + halves.feed(data[at:], 1.0) + halves.tick(9.0)
        assert together == parted
        assert whole.feed(b"z", 20.0) == [Character("z")]


@pytest.mark.parametrize(
    "begun",
    [b"\x1b[", b"\x1b[[", b"\x1bO", b"\x1b[M", b"\x1b]", b"\x1bP", b"\x1b[<35;", b"\x1b]11;r"],
)
@pytest.mark.parametrize("gap", [0.03, 0.2, 0.7])
def test_keys_that_an_unfinished_sequence_swallows_are_told(begun: bytes, gap: float) -> None:
    keys = [b"3", b"4", b"2", b"1", b"4", b"3"]
    found = run(begun, *keys, gap=gap)
    assert DroppedKey() in found
    assert found.index(DroppedKey()) == 0, "before any key that is taken"


def test_a_cut_letter_that_ends_in_a_control_swallows_keys_but_tells() -> None:
    found = run(b"\xd0", b"\x9e", b"1", gap=0.2)
    assert found == [Character("\ufffd"), DroppedKey()]
