"""Crash reports: a log of the error's place in the code, and one sentence for the user."""

from __future__ import annotations

import platform
import traceback
from importlib.metadata import version

import debrief
from debrief.store.atomic import FileProblem, write
from debrief.store.paths import state_dir

LOG = "crash.log"
"""File name of the last crash in `paths.state_dir`; only its owner can read it."""

_LONGEST_CHAIN = 8


def log(error: BaseException | None) -> bool:
    """Log the place of an error in the code; return False if the log cannot be written.

    The log holds files, lines, functions and types only. Values and the message of the error may
    quote a rating.
    """
    head = (
        f"debrief {debrief.__version__}, Textual {version('textual')}, "
        f"Python {platform.python_version()}, {platform.system()}\n"
    )
    folder = state_dir()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write(folder / LOG, (head + _where(error)).encode(errors="replace"))
    except (OSError, FileProblem):
        return False
    return True


def sentence(resume: str, logged: bool) -> str:
    """Return a message for the user: what happened, what is saved, how to continue."""
    where = f" Details are in {LOG} (`debrief locate` shows where)." if logged else ""
    return (
        "debrief stopped because of an internal error. Everything recorded is saved. To "
        f"resume: `{resume}`.{where}"
    )


def _where(error: BaseException | None) -> str:
    """Return the traceback of the error and of its causes, the oldest first."""
    chain: list[str] = []
    while error is not None and len(chain) < _LONGEST_CHAIN:
        frames = "".join(traceback.format_tb(error.__traceback__))
        chain.append(f"{frames}{type(error).__module__}.{type(error).__qualname__}\n")
        hidden = None if error.__suppress_context__ else error.__context__
        error = error.__cause__ or hidden
    return "\nthen:\n".join(reversed(chain)) or "no traceback\n"
