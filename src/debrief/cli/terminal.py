"""Check that a screen can be drawn here, before Textual is loaded and would hang; show it."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, MutableMapping, Sequence
from typing import TYPE_CHECKING, Any, TextIO

import click

if TYPE_CHECKING:
    from debrief.tui.screens.frame import FrameScreen

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
"""Settings of Textual that only affect looks and motion."""

_COLOUR_SYSTEMS = ("auto", "standard", "256", "truecolor")
"""Valid values of TEXTUAL_COLOR_SYSTEM; any other value would crash Textual."""


def unusable(
    stdin: TextIO | None,
    stderr: TextIO | None,
    environ: Mapping[str, str],
    platform: str = sys.platform,
) -> str | None:
    """Return a sentence on why no screen can be drawn in this terminal; None if it can.

    Keys are read from `stdin` and Textual draws on `stderr`.
    """
    if platform == "win32":
        return (
            "This screen does not work in the native Windows console. "
            "Run the command in WSL, or over ssh on a Linux or macOS machine."
        )
    if not is_terminal(stdin):
        return (
            "Standard input is not a terminal, so no key could be read. "
            "Start the command in a terminal, without `<` or a pipe into it."
        )
    if not is_terminal(stderr):
        return (
            "Standard error is not a terminal, so nothing could be shown. "
            "Start the command in a terminal, without `2>`."
        )
    if state := shows_lines_only(environ):
        return (
            f"{state}, so the terminal's abilities are unknown. "
            "Use a full terminal, or set its type: TERM=xterm-256color."
        )
    return None


def shows_lines_only(environ: Mapping[str, str]) -> str:
    """Return why only lines can be shown in this terminal, empty if a screen can."""
    term = environ.get("TERM", "")
    if term not in ("", "dumb"):
        return ""
    return "TERM is “dumb”" if term else "TERM is not set"


def prepare(environ: MutableMapping[str, str]) -> None:
    """Set the variables in `environ` that Textual reads; call this before importing Textual.

    Remove its developer settings, which log the screen or press keys. Match the number of colours
    to the terminal.
    """
    for name in list(environ):
        if name == "TEXTUAL" or (name.startswith("TEXTUAL_") and name not in _KEPT):
            del environ[name]

    if environ.get("TEXTUAL_COLOR_SYSTEM") not in _COLOUR_SYSTEMS:
        environ.pop("TEXTUAL_COLOR_SYSTEM", None)
    if "TEXTUAL_COLOR_SYSTEM" not in environ and (colours := _colours(environ)):
        environ["TEXTUAL_COLOR_SYSTEM"] = colours
    if not environ.get("NO_COLOR", "1"):  # empty means unset: no-color.org
        del environ["NO_COLOR"]
    if _is_monochrome(environ.get("TERM", "")):
        environ["NO_COLOR"] = "1"


def show(
    screen: FrameScreen[Any], resume: str, *, tour: bool = False, shared: bool = False
) -> None:
    """Show a screen until the user leaves it; `resume` is the command that shows it again.

    Problems of theme files are added to its notice, or printed afterwards if the screen is `shared`
    with a room, which they do not concern. Exit with the app's code if it is not 0.
    """
    from debrief.store import paths
    from debrief.store.theme import load_themes
    from debrief.tui.app import DebriefApp

    config = paths.config_dir()
    themes, problems = load_themes([paths.shipped("themes"), config / "themes"])
    broken = _on_themes(problems)
    if not shared:
        screen.notice = " ".join(filter(None, [screen.notice, broken]))
    app = DebriefApp(lambda: screen, themes, resume, config, tour=tour)
    app.run()
    if shared and broken:
        click.echo(broken, err=True)
    if app.return_code:
        raise SystemExit(app.return_code)


def _on_themes(problems: Sequence[str]) -> str:
    """Return one message on broken theme files, however many there are; empty if there are none."""
    if len(problems) <= 1:
        return "".join(problems)
    return f"{len(problems)} theme files are not used. To see why: debrief themes"


def _colours(environ: Mapping[str, str]) -> str:
    """Return the colour system to use where COLORTERM is misleading, else an empty string.

    GNU screen passes on the COLORTERM of the terminal it was started in, but garbles colours that
    it does not support. tmux translates colours, so COLORTERM is right inside tmux.
    """
    term = environ.get("TERM", "")
    if "TMUX" in environ or not ("STY" in environ or term.startswith("screen")):
        return ""
    return "256" if term.endswith("256color") else "standard"


def _is_monochrome(term: str) -> bool:
    """Return whether a terminal has no colours: DEC's VT family, or a name in -m or -mono."""
    return re.match(r"vt\d", term) is not None or term.endswith(("-m", "-mono"))


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether a stream is open and a terminal."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False
