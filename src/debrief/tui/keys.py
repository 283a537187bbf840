"""The keys of a screen: what they are bound to, the line that names them, and clicks on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.style import Style

from debrief.tui.commands import COMMANDS, Where, commands

if TYPE_CHECKING:
    from debrief.core.room import RoomView


KEY = "bold $on-accent on $accent"
RESTING = "$text-muted"
"""The style of the main key while it is disabled."""

PRESSES = "presses"
"""What is clicked carries under this name the key that it presses."""

AGAIN = frozenset({"up", "down", "left", "right", "pageup", "pagedown", "tab", "full_stop"}) | {
    f"{side}_{sign}" for side, sign in (
        ("left", "square_bracket"), ("right", "square_bracket"),
        ("less", "than_sign"), ("greater", "than_sign"),
    )
}  # fmt: skip
"""Keys that a double click presses twice; of any other it would be a slip of the hand."""

_NAMES = {"pgup": "pageup", "pgdn": "pagedown"} | {
    command.shown: command.keys[0] for command in COMMANDS if command.keys
}


def pressing(content: Content, shown: str) -> Content:
    """Return content that, clicked, presses the key which a person reads as `shown`."""
    return content.stylize(Style.from_meta({PRESSES: _NAMES.get(shown, shown)}))


def pressed(event: events.Click) -> str | None:
    """Return the key that a click presses, if any."""
    key = event.style.meta.get(PRESSES)
    return key if event.chain == 1 or key in AGAIN else None


RECORDS = frozenset(f"do('{verb}')" for verb in ("minute", "dissent", "people", "go", "undo"))
"""What a key does that nothing may do any more once the meeting is finished."""

BLANKED = Content("The screen is blanked. ") + pressing(Content("b shows it again."), "b")
"""All there is on a blanked screen."""


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
    finished = getattr(view.pane, "finished", False)
    words = {"do('open_round')": view.again}
    return [
        (command.shown, words.get(command.name, command.brief))
        for command in commands("meeting")
        if command.brief
        and not (finished and command.name in RECORDS)
        and helps.get(command.name, True)
        and (view.opened or command.name in ("expand", "help"))
    ]


def key_line(
    main: tuple[str, str],
    others: list[tuple[str, str]],
    width: int,
    always: str = "?",
    *,
    rests: bool = False,
) -> Content:
    """Return `[key] what it does` at the left and other keys at the right.

    If not all of them fit, keep the first ones and the `always` key. The key on the left is dimmed
    while it `rests`.
    """
    key, label = main
    styles = (RESTING, RESTING) if rests else (KEY, "bold")
    left = pressing(Content.assemble((f"[{key}]", styles[0]), " ", (label, styles[1])), key)
    if left.cell_length > width:
        return left.truncate(max(1, width), ellipsis=True)
    room = width - cell_len(left.plain) - 2
    kept = []
    for other in sorted(others, key=lambda one: one[0] != always):
        length = cell_len(f"{other[0]} {other[1]}  ")
        if length <= room:
            kept.append(other)
            room -= length
    line = Content("  ").join(_named(*other) for other in others if other in kept)
    gap = max(2, width - cell_len(left.plain) - cell_len(line.plain))
    return left + Content(" " * gap) + line


def _named(shown: str, brief: str) -> Content:
    """Return keys and what they do; each is clicked by itself, and the word means the last."""
    *before, last = (Content(key).stylize("$text-accent") for key in shown.split(" "))
    named = last + Content(f" {brief}").stylize("$text-muted")
    *others, key = shown.split(" ")
    parts = [*map(pressing, before, others), pressing(named, key)]
    return Content(" ").join(parts)
