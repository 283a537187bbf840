"""The keys of a screen: what they are bound to, and the line that names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.binding import Binding
from textual.content import Content

from debrief.tui.commands import Where, commands

if TYPE_CHECKING:
    from debrief.core.room import RoomView

KEY = "bold $on-accent on $accent"


def bindings(*where: Where) -> list[Binding]:
    """Return the bindings of the commands of these places."""
    return [
        Binding(key, f"digit({key})" if command.name == "digit" else command.name, show=False)
        for command in commands(*where)
        for key in command.keys
    ]


def helpful(view: RoomView) -> list[tuple[str, str]]:
    """Return the keys that help in a meeting as it is seen now, each with the footer's word."""
    helps = {
        "do('undo')": view.may_undo,
        "do('open_round')": bool(view.again),
        "do('dissent')": view.place.step in ("vote", "decision", "record"),
        "expand": view.place.step == "competency" or not view.opened,
    }
    words = {"do('open_round')": view.again}
    return [
        (command.shown, words.get(command.name, command.brief))
        for command in commands("meeting")
        if command.brief
        and helps.get(command.name, True)
        and (view.opened or command.name in ("expand", "help"))
    ]


def key_line(
    main: tuple[str, str], others: list[tuple[str, str]], width: int, always: str = "?"
) -> Content:
    """Return `[key] what it does` at the left and other keys at the right.

    Where not all of them fit, the first are kept, and the one that is `always` there.
    """
    key, label = main
    left = Content.assemble((f"[{key}]", KEY), " ", (label, "bold"))
    if left.cell_length > width:
        return left.truncate(max(1, width), ellipsis=True)
    room = width - cell_len(left.plain) - 2
    kept = []
    for other in sorted(others, key=lambda one: one[0] != always):
        length = cell_len(f"{other[0]} {other[1]}  ")
        if length <= room:
            kept.append(other)
            room -= length
    line = Content("  ").join(
        Content.assemble((shown, "$text-accent"), " ", (brief, "$text-muted"))
        for shown, brief in others
        if (shown, brief) in kept
    )
    gap = max(2, width - cell_len(left.plain) - cell_len(line.plain))
    return left + Content(" " * gap) + line
