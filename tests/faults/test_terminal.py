"""Terminal input beside keys types nothing, does nothing, and leaves the keyboard alive."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from faults.sitter import PLACES, Place, Sitter, State, Strange
from faults.terminal_grammar import (
    COLUMNS,
    ENTRY_KEYS,
    LAST,
    ROWS,
    SEED,
    Sent,
    shown,
    shrunk,
    train,
    whole_sent,
)
from textual import events
from textual.message import Message

from debrief.tui.commands import COMMANDS
from debrief.tui.terminal.gate import REPLACEMENT, Gate, Token
from debrief.tui.terminal.keyboard import Burst, Keyboard, WrittenText
from debrief.tui.terminal.pace import MOST_PRINTABLE, Pace
from debrief.tui.terminal.shim import KEYS, keyboard_of

Figure = Callable[[str, float], None]
Many = Callable[[int, int], int]

PARTS = 4
TRAIN = 50
TRAINS = 200
"""Trains in each place of the real program."""

CUTS = 1
"""Items of each of them that are cut with a pause."""

GROUPS = 2
"""Tests among which the places are dealt out; those of one run at the same time."""
QUIET = 4.0
"""Seconds after which nothing is open any more, whatever came."""

DOES_SOMETHING = {key for command in COMMANDS for key in command.keys} | {
    "enter", "tab", "shift+tab", "backspace", "delete", "ctrl+j", "ctrl+q", "ctrl+c", "ctrl+p",
}  # fmt: skip


def _keyboard(*, far: bool, kitty: bool) -> Keyboard:
    keyboard = keyboard_of(far=far)
    keyboard.gate.size = (COLUMNS, ROWS)
    if kitty:
        keyboard.gate.ask_for_kitty(0.0)
        assert keyboard.feed(b"\x1b[?25u", 0.0) == []
        assert keyboard.gate.kitty
    return keyboard


def _does_something(key: events.Key) -> bool:
    typed = key.character is not None and key.character.isprintable()
    return (typed and key.character != REPLACEMENT) or key.key in DOES_SOMETHING


def _problem(sent: Sequence[Sent], gaps: Sequence[float], *, far: bool, kitty: bool) -> str:
    """Return what is wrong with what the keyboard makes of this; nothing if all is well."""
    keyboard, now = _keyboard(far=far, kitty=kitty), 10.0
    found = []
    for one, gap in zip(sent, gaps, strict=True):
        for part, pause in one.parts:
            found += keyboard.feed(part, now)
            now += pause
            while keyboard.due is not None and keyboard.due <= now:
                found += keyboard.tick(keyboard.due)
        now += gap
    found += keyboard.tick(now + QUIET)
    escapes = not kitty and any(one.escapes() for one in sent)
    pace = Pace()
    for message in found:
        if isinstance(message, events.Paste) and not isinstance(message, WrittenText):
            pace.put_in(message.time)
        elif isinstance(message, Burst | events.Key) and pace.is_behind_paste(message.time):
            continue
        elif _acts(message, escapes=escapes):
            return f"what comes out is {message!r} {getattr(message, 'keys', '')}"
    z = b"\x1b[122;;122u" if kitty else b"z"
    alive = keyboard.feed(z, now + QUIET) + keyboard.tick(now + QUIET + 1)
    if [getattr(one, "key", one) for one in alive] != ["z"]:
        return f"the key z afterwards is {alive}"
    return ""


def _acts(message: Message, *, escapes: bool) -> bool:
    """Return whether this is a key or click that something happens by."""
    match message:
        case Burst(keys=keys):  # a paste does nothing
            doing = {key.character or key.key for key in keys if _does_something(key)}
            printable = sum(key.is_printable for key in keys)
            return bool(doing) and (printable <= MOST_PRINTABLE or doing <= ENTRY_KEYS)
        case events.Key(key="escape"):
            return not escapes
        case events.Key():
            return _does_something(message)
        case _:
            return isinstance(message, events.MouseEvent)


def _fails(sent: Sequence[Sent], **how: bool) -> bool:
    return bool(_problem(sent, [0.0] * len(sent), **how))


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_that_terminals_send_types_a_key(part: int, figure: Figure, many: Many) -> None:
    """Gate and keyboard alone, by a clock of the test."""
    source = random.Random(f"{SEED} keys {part}")
    for number in range(many(5_000, 250_000) // TRAIN):
        how = {"far": source.random() < 0.3, "kitty": source.random() < 0.3}
        sent = train(source, TRAIN - 1, cuts=source.randrange(TRAIN // 2))
        # No gap may part a train where something is open: what follows belongs to it.
        gaps = [0.0] * len(sent)
        if number % 2:
            gaps = [0.0 if one.item.open else source.choice((0.0, 0.0, 0.01, 0.3)) for one in sent]
        if problem := _problem(sent, gaps, **how):
            fails = partial(_fails, **how)
            fewer = shrunk(sent, fails) if fails(sent) else sent
            pytest.fail(f"{problem} with {how}, gaps {gaps}\n{shown(fewer)}")
        figure("inputs to the gate", len(sent))


def _tokens(parts: Sequence[bytes]) -> list[Token]:
    gate = Gate(KEYS)
    return [token for part in parts for token in gate.feed(part, 1.0)] + gate.tick(9.0)


def test_where_reads_are_cut_without_a_pause_changes_nothing(figure: Figure, many: Many) -> None:
    source = random.Random(f"{SEED} cuts")
    for _ in range(many(2_000, 100_000) // TRAIN):
        data = b"".join(one.item.data for one in train(source, TRAIN - 1, cuts=0))
        places = sorted(source.sample(range(1, len(data)), source.randrange(1, 30)))
        parts = [data[a:b] for a, b in zip([0, *places], [*places, len(data)], strict=True)]
        assert _tokens(parts) == _tokens([data]), f"seed {SEED!r}: {parts!r}"
        figure("inputs to the gate", TRAIN)


# ---- the real program


@pytest.mark.parametrize("group", range(GROUPS))
def test_the_real_program_does_nothing_that_no_person_asked_for(
    tmp_path: Path, group: int, figure: Figure, many: Many
) -> None:
    """In every place where a key could do harm, trains of items; some cut with real pauses."""
    places = PLACES[group::GROUPS]
    with ThreadPoolExecutor(len(places)) as threads:
        tried = [
            threads.submit(_sit, place, tmp_path / str(number), many)
            for number, place in enumerate(places)
        ]
    for one in tried:
        items, cut, filled = one.result()
        figure("terminal inputs to the real program", items)
        figure("of these cut with a pause", cut)
        figure("cells filled by them", filled)
        assert not filled


def _sit(place: Place, root: Path, many: Many) -> tuple[int, int, int]:
    """Send trains in each state of a place in turn; return items, how many cut, cells filled."""
    sitter = Sitter(place, root, random.Random(f"{SEED} {place.name}"))
    try:
        sitter.begin()
        items = cut = 0
        first = sitter.source.randrange(len(place.states))
        for number in range(many(1, TRAINS)):
            state = place.states[(first + number) % len(place.states)]
            try:
                more = sitter.run(state, TRAIN, CUTS)
            except Strange as problem:
                told = _told(place, state, root, problem, alone=bool(many(0, 1)))
                raise AssertionError(told) from problem
            items, cut = items + more[0], cut + more[1]
        assert sitter.leave() == 0
        assert sitter.terminal.is_restored()
        return items, cut, sitter.filled
    finally:
        sitter.terminal.close()


def _told(place: Place, state: State, root: Path, problem: Strange, *, alone: bool) -> str:
    """Return what happened, where, and by which item `alone` if it is worth the time to look."""
    sent: Sequence[Sent] = problem.sent
    found = f"{place.name}, {state.name}: {problem}\n"
    for number, one in enumerate(sent if alone else ()):
        again = Sitter(place, root / f"again-{number}", random.Random(0))
        try:
            again.begin()
            again.open(state)
            again.send([one, whole_sent(LAST)])
            again.look(state, [one])
        except Strange as by_itself:
            return f"{found}by itself: {by_itself}\n{shown([one])}"
        finally:
            again.terminal.close()
    return f"{found}{shown(sent)}"
