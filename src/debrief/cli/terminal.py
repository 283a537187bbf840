"""Can the screen be drawn here? Asked before Textual is loaded, which would hang for ever."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import TextIO

_KEPT = frozenset(
    {
        "TEXTUAL_ANIMATIONS",
        "TEXTUAL_COLOR_SYSTEM",
        "TEXTUAL_DIM_FACTOR",
        "TEXTUAL_DISABLE_KITTY_KEY",
        "TEXTUAL_FILTERS",
        "TEXTUAL_FPS",
        "TEXTUAL_SMOOTH_SCROLL",
    }
)
"""Settings of Textual that only say how it looks and moves."""


def unusable(stdin: TextIO | None, stderr: TextIO | None, environ: Mapping[str, str]) -> str | None:
    """Return one sentence on why no screen can be drawn in this terminal; None if it can.

    Keys are read from `stdin` and Textual draws on `stderr`.
    """
    if not _is_terminal(stdin):
        return (
            "Standard input is not a terminal, so no key could be read; "
            "start the command in a terminal, without `<` or a pipe into it."
        )
    if not _is_terminal(stderr):
        return (
            "Standard error is not a terminal, so nothing could be shown; "
            "start the command in a terminal, without `2>`."
        )
    term = environ.get("TERM", "")
    if term in ("", "dumb"):
        said = "is not set" if not term else "is “dumb”"
        return (
            f"TERM {said}, so the terminal's abilities are unknown; "
            "use a full terminal, or say what it is: TERM=xterm-256color."
        )
    return None


def forget_developer_settings(environ: MutableMapping[str, str]) -> None:
    """Take Textual's developer settings out of `environ`: they log what is shown, or press keys.

    Works only before Textual is imported.
    """
    for name in list(environ):
        if name == "TEXTUAL" or (name.startswith("TEXTUAL_") and name not in _KEPT):
            del environ[name]


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False
