"""Tests of the keyboard: keys read together are one burst."""

from __future__ import annotations

import pytest
from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

from debrief.tui.terminal.keyboard import (
    TOGETHER,
    Burst,
    Keyboard,
    NotTaken,
    RepeatedKey,
    WrittenText,
    is_far,
)
from debrief.tui.terminal.shim import keyboard_of


def told(message: Message) -> object:
    if isinstance(message, Burst):
        return tuple(key.key for key in message.keys)
    if isinstance(message, events.Key):
        return message.key
    if isinstance(message, events.Paste):
        return f"<{message.text}>"
    return type(message).__name__


def reads(keyboard: Keyboard, *parts: tuple[float, bytes]) -> list[object]:
    """Feed bytes at given times, with a tick when one is due, and return the messages."""
    out: list[Message] = []
    for at, data in parts:
        while keyboard.due is not None and keyboard.due <= at:
            out += keyboard.tick(keyboard.due)
        out += keyboard.feed(data, at)
    while keyboard.due is not None:
        out += keyboard.tick(keyboard.due)
    return [told(one) for one in out]


def test_keys_of_one_read_and_those_close_behind_are_one_burst() -> None:
    assert reads(keyboard_of(), (1.0, b"123")) == [("1", "2", "3")]
    assert reads(keyboard_of(), (1.0, b"1"), (1.015, b"2"), (1.03, b"3")) == [("1", "2", "3")]
    assert reads(keyboard_of(), (1.0, b"1"), (1.03, b"2")) == ["1", "2"]


def test_a_printable_key_and_enter_wait_and_an_arrow_does_not() -> None:
    keyboard = keyboard_of()
    assert keyboard.feed(b"1", 1.0) == []
    assert keyboard.due == 1.0 + TOGETHER
    assert [told(one) for one in keyboard.tick(1.02)] == ["1"]
    assert [told(one) for one in keyboard.feed(b"\x1b[A", 2.0)] == ["up"]
    assert keyboard.feed(b"\r", 3.0) == []


def test_what_is_due_has_come_by_then() -> None:
    for tenth in range(1, 200):
        keyboard = keyboard_of()
        assert keyboard.feed(b"1", tenth / 10) == []
        assert keyboard.due is not None
        assert [told(one) for one in keyboard.tick(keyboard.due)] == ["1"]


def test_no_key_overtakes_one_that_was_read_before_it() -> None:
    keyboard = keyboard_of()
    assert keyboard.feed(b"3", 1.0) == []
    assert keyboard.feed(b"\x1b[B", 1.01) == []
    assert [told(one) for one in keyboard.feed(b"\x1b[<0;2;2M", 1.015)] == [
        ("3", "down"),
        "MouseDown",
    ]


def test_in_a_text_only_enter_waits() -> None:
    keyboard = keyboard_of(takes_text=lambda: True)
    assert [told(one) for one in keyboard.feed(b"a", 1.0)] == ["a"]
    assert [told(one) for one in keyboard.feed(b"bc", 1.1)] == [("b", "c")]
    assert keyboard.feed(b"d\r", 1.2) == []
    assert [told(one) for one in keyboard.feed(b"e", 1.21)] == [("d", "enter", "e")]


def test_with_kittys_protocol_nothing_waits_and_plain_bytes_are_no_keys() -> None:
    keyboard = keyboard_of()
    keyboard.gate.ask_for_kitty(1.0)
    assert keyboard.feed(b"\x1b[?25u", 1.0) == []
    found = keyboard.feed(b"\x1b[49u\x1b[50u", 1.1)
    assert [told(one) for one in found] == ["1", "2"]
    (text,) = keyboard.feed(b"3 4", 1.2)
    assert isinstance(text, WrittenText)
    assert text.text == "3 4"


def test_the_time_of_a_key_is_when_it_was_read() -> None:
    keyboard = keyboard_of()
    keyboard.feed(b"1", 1.0)
    (key,) = keyboard.tick(5.0)
    assert key.time == 1.0


def test_what_is_held_down_lost_or_pasted_is_told_apart() -> None:
    (key,) = keyboard_of().feed(b"\x1b[1;1:2A", 1.0)
    assert isinstance(key, RepeatedKey)
    assert key.key == "up"
    assert reads(keyboard_of(), (1.0, b"\x1b[200~a\0b\x1b[201~")) == ["<ab>"]
    assert reads(keyboard_of(), (1.0, b"\x1bz")) == ["NotTaken"]
    assert reads(keyboard_of(), (1.0, b"\x1b"), (1.3, b"[<35;1;1M")) == ["escape", "NotTaken"]
    assert reads(keyboard_of(), (1.0, b"\x1b\r")) == ["NotTaken"]
    (lost,) = keyboard_of().feed(b"\x1b[200~" + b"x" * (1 << 20) + b"y", 1.0)
    assert isinstance(lost, NotTaken)
    assert "too long" in lost.sentence


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"\x1b[57400u", "1"),
        (b"\x1b[57420u", "down"),
        (b"\x1bOq", "1"),
        (b"\x1bOB", "down"),
        (b"\x1b[13u", "enter"),
        (b"\x1b[27u", "escape"),
        (b"\x1b[127u", "backspace"),
        (b"\x1b[115;2;83u", "S"),
        (b"\x1b[1;3A", "alt+up"),
        (b"\x1b\x1b[A", "alt+up"),
        (b"\x1b[27;5;13~", "ctrl+enter"),
        (b"\xff", "replacement_character"),
    ],
)
def test_what_a_key_is_called(data: bytes, key: str) -> None:
    assert reads(keyboard_of(), (1.0, data)) == [key]


def test_a_sequence_that_textual_fails_on_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    keyboard = keyboard_of()
    with monkeypatch.context() as broken:
        broken.setattr(XTermParser, "feed", lambda *_: 1 / 0)
        assert keyboard.feed(b"\x1b[A", 1.0) == []
    assert [told(one) for one in keyboard.feed(b"\x1b[A", 2.0)] == ["up"]


@pytest.mark.parametrize(
    ("environ", "far"),
    [
        ({}, False),
        ({"TERM": "xterm-256color"}, False),
        ({"SSH_CONNECTION": "1 2 3 4"}, True),
        ({"TMUX": "/tmp/x"}, True),
        ({"TERM": "screen-256color"}, True),
        ({"STY": "1.pts"}, True),
    ],
)
def test_a_line_that_may_hold_back_half_a_sequence(environ: dict[str, str], far: bool) -> None:
    assert is_far(environ) is far
