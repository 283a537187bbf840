"""Key bindings of a screen, the footer that lists its keys, and clicks on the footer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.style import Style

from debrief.tui.commands import COMMANDS, Command, Where, commands

if TYPE_CHECKING:
    from debrief.core.room.model import RoomView


KEY = "bold $on-accent on $accent"
RESTING = "$text-muted"
"""The style of the main key while it does nothing."""

PRESSES = "presses"
"""Key of the key name in the style of clickable text."""

LAST = "e"
"""The key that a narrow footer drops first."""

AGAIN = frozenset({"up", "down", "left", "right", "pageup", "pagedown", "tab", "full_stop"}) | {
    f"{side}_{sign}" for side, sign in (
        ("left", "square_bracket"), ("right", "square_bracket"),
        ("less", "than_sign"), ("greater", "than_sign"),
    )
}  # fmt: skip
"""Keys that a double click presses twice; for all others the second click is ignored."""

_NAMES = {"pgup": "pageup", "pgdn": "pagedown"} | {
    command.shown: command.keys[0] for command in COMMANDS if command.keys
}


def pressing(content: Content, shown: str) -> Content:
    """Return content that presses a key when clicked; `shown` is its name on screen."""
    return content.stylize(Style.from_meta({PRESSES: _NAMES.get(shown, shown)}))


def pressed(event: events.Click) -> str | None:
    """Return the key that a click presses, or None."""
    key = event.style.meta.get(PRESSES)
    return key if event.chain == 1 or key in AGAIN else None


BREAK = "Short pause. We’ll be right back."
BACK = "b shows the screen again"


def blanked(width: int, height: int) -> Content:
    """Return the only text on a blanked screen, in its middle; a click on it presses b."""
    lines = [Content(BREAK), Content(), Content(BACK).stylize(RESTING)]
    above = [Content()] * max(0, (height - len(lines)) // 2)
    centred = [
        Content(" " * max(0, (width - line.cell_length) // 2)) + pressing(line, "b")
        for line in lines
    ]
    return Content("\n").join([*above, *centred])


def bindings(*where: Where) -> list[Binding]:
    """Return the bindings of the commands of these places."""
    return [
        Binding(key, f"digit({key})" if command.name == "digit" else command.name, show=False)
        for command in commands(*where)
        for key in command.keys
    ]


def helpful(view: RoomView, expand: str = "") -> list[tuple[str, str]]:
    """Return the keys for the footer of a meeting's current view, each with its word.

    `expand` is the word of the key that shows more or less, empty if there is no more.
    """
    labels = ((item.shown, _word(item, view, expand)) for item in commands("meeting") if item.brief)
    return [(shown, word) for shown, word in labels if word]


def _word(command: Command, view: RoomView, expand: str) -> str:
    if command.verb is not None:
        return command.verb.word(view)
    return expand if command.name == "expand" else command.brief


def key_line(
    main: tuple[str, str],
    others: list[tuple[str, str]],
    width: int,
    always: str = "?",
    *,
    rests: bool = False,
) -> Content:
    """Return a footer: `[key] action` for the main key at the left, other keys at the right.

    If not all fit, the first ones and the `always` key stay. The main key is dimmed if it `rests`.
    """
    key, label = main
    styles = (RESTING, RESTING) if rests else (KEY, "bold")
    left = pressing(Content.assemble((f"[{key}]", styles[0]), " ", (label, styles[1])), key)
    if left.cell_length > width:
        return left.truncate(max(1, width), ellipsis=True)
    room = width - cell_len(left.plain) - 2
    kept = []
    for other in sorted(others, key=lambda hint: (hint[0] != always, hint[0] == LAST)):
        length = cell_len(f"{other[0]} {other[1]}  ")
        if length <= room:
            kept.append(other)
            room -= length
    line = Content("  ").join(_named(*other) for other in others if other in kept)
    gap = max(2, width - cell_len(left.plain) - cell_len(line.plain))
    return left + Content(" " * gap) + line


def _named(shown: str, brief: str) -> Content:
    """Return keys and their word; each key can be clicked, and the word belongs to the last."""
    *before, last = (Content(key).stylize("bold") for key in shown.split(" "))
    named = last + Content(f" {brief}").stylize("$text-muted")
    *others, key = shown.split(" ")
    parts = [*map(pressing, before, others), pressing(named, key)]
    return Content(" ").join(parts)
