"""Every key, palette entry and help line, declared once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Where = Literal[
    "meeting",
    "entry",
    "replay",
    "home",
    "console",
    "calibration",
    "form",
    "help",
    "tour",
    "app",
]


@dataclass(frozen=True, slots=True)
class Command:
    """A thing a key does.

    `keys` are Textual's names, `shown` what a person reads, `name` the action; `brief` is the
    footer's word, empty where the footer leaves it out, `help` one sentence without a full stop.
    """

    keys: tuple[str, ...]
    shown: str
    name: str
    brief: str
    help: str
    where: tuple[Where, ...] = ("meeting",)


BOTH: tuple[Where, ...] = ("meeting", "replay")
HOME: tuple[Where, ...] = ("home",)
CONSOLE: tuple[Where, ...] = ("console",)
CALIBRATION: tuple[Where, ...] = ("calibration",)
FORM: tuple[Where, ...] = ("form",)
HELP: tuple[Where, ...] = ("help",)
TOUR: tuple[Where, ...] = ("tour",)
APP: tuple[Where, ...] = ("app",)
"""Every screen, if the focused widget does not take the key."""
ANYWHERE: tuple[Where, ...] = ("meeting", "replay", "home", "console", "calibration")

COMMANDS: tuple[Command, ...] = (
    Command(("space",), "space", "main", "", "The step's main action, named in the footer"),
    Command(
        tuple("123456789"),
        "1–9",
        "digit",
        "",
        "In a blind entry: enter a rating or vote unseen and move on",
        ("entry",),
    ),
    Command(("s",), "s", "keep", "", "In a blind entry: keep the earlier rating", ("entry",)),
    Command(("x",), "x", "abstain", "", "In a blind entry: not voting", ("entry",)),
    Command(("S",), "S", "keep_rest", "", "In a blind entry: the rest keep theirs", ("entry",)),
    Command(("up",), "↑", "cursor(-1)", "", "In a blind entry: move up", ("entry",)),
    Command(("down",), "↓", "cursor(1)", "", "In a blind entry: move down", ("entry",)),
    Command(("backspace",), "backspace", "clear", "", "In a blind entry: clear a cell", ("entry",)),
    Command(("r",), "r", "do('open_round')", "second round", "A second round, blind"),
    Command(("e",), "e", "expand", "more", "Evidence in full; before the reveal, anchors", BOTH),
    Command(("n",), "n", "do('minute')", "minute", "Take a minute"),
    Command(("N",), "N", "do('quiet_minute')", "", "Take a quiet minute, typed unseen"),
    Command(("f",), "f", "do('follow_up')", "", "Record a follow-up"),
    Command(("d",), "d", "do('dissent')", "dissent", "Record a dissent"),
    Command(("p",), "p", "do('people')", "people", "People: present, late, left; cards arrived"),
    Command(("g",), "g", "do('go')", "go to", "Agenda: go to an unfinished step; also wrap up"),
    Command(("u",), "u", "do('undo')", "undo", "Undo, saying what"),
    Command(("U",), "U", "do('redo')", "", "Redo, saying what"),
    Command(("c",), "c", "do('correct')", "", "Correct a wrong entry after its reveal"),
    Command(("o",), "o", "do('reopen')", "", "Reopen a closed competency, with a reason"),
    Command(("w",), "w", "do('waive')", "", "Leave out what is due, or close otherwise"),
    Command(("t",), "t", "do('clock')", "", "Pause or continue the clock"),
    Command(("left",), "←", "look(-1)", "", "Look back through what happened"),
    Command(("right",), "→", "look(1)", "", "Look forward again"),
    Command(
        ("left_square_bracket",), "[", "look_competency(-1)", "", "Look at the previous competency"
    ),
    Command(
        ("right_square_bracket",), "]", "look_competency(1)", "", "Look at the next competency"
    ),
    Command(("pageup",), "page up", "scroll(-1)", "", "Scroll up", BOTH),
    Command(("pagedown",), "page down", "scroll(1)", "", "Scroll down", BOTH),
    Command(("b",), "b", "blank", "", "Blank the shared screen, and show it again", BOTH),
    Command(("T",), "T", "app.next_theme", "", "The next theme; it is remembered", ANYWHERE),
    Command(("question_mark",), "?", "help", "help", "What this step is for, and the keys", BOTH),
    Command(("ctrl+p",), "ctrl+p", "command_palette", "", "Every command by name", BOTH),
    Command(
        ("q", "ctrl+q"), "q", "leave", "", "Leave (asks once); the meeting is saved and resumes"
    ),
    Command((), "", "do('note_concern')", "", "Record a concern of the candidate"),
    Command(("space",), "space", "play", "", "Play and pause", ("replay",)),
    Command(("left",), "←", "step(-1)", "event", "Previous event", ("replay",)),
    Command(("right",), "→", "step(1)", "event", "Next event", ("replay",)),
    Command(
        ("left_square_bracket",),
        "[",
        "competency(-1)",
        "competency",
        "Previous competency",
        ("replay",),
    ),
    Command(
        ("right_square_bracket",),
        "]",
        "competency(1)",
        "competency",
        "Next competency",
        ("replay",),
    ),
    Command(("g",), "g", "whereto", "go to", "Go to a time, an event or a step", ("replay",)),
    Command(("slash",), "/", "search", "search", "Search minutes, evidence and names", ("replay",)),
    Command(("full_stop",), ".", "next_hit", "", "Next place that the search found", ("replay",)),
    Command(("n",), "n", "note", "note", "A note of your own, beside the meeting", ("replay",)),
    Command(("home",), "home", "jump(0)", "", "First event", ("replay",)),
    Command(("end",), "end", "jump(-1)", "", "Last event", ("replay",)),
    Command(("less_than_sign",), "<", "speed(-1)", "speed", "Slower", ("replay",)),
    Command(("greater_than_sign",), ">", "speed(1)", "speed", "Faster", ("replay",)),
    Command(("i",), "i", "idle_cap", "", "Cut long gaps to two seconds, or not", ("replay",)),
    Command(("q", "ctrl+q"), "q", "quit_replay", "leave", "Leave", ("replay",)),
    Command(
        ("enter", "space"), "enter", "open", "", "Open: begin, go on, or see a finished one", HOME
    ),
    Command(("up",), "↑", "choose(-1)", "", "The session above", HOME),
    Command(("down",), "↓", "choose(1)", "", "The session below", HOME),
    Command(("pageup",), "page up", "page(-1)", "", "A page up", HOME),
    Command(("pagedown",), "page down", "page(1)", "", "A page down", HOME),
    Command(("home",), "home", "jump(0)", "", "The first session", HOME),
    Command(("end",), "end", "jump(-1)", "", "The last session", HOME),
    Command(("slash",), "/", "filter", "find", "Find sessions as you type", HOME),
    Command(
        ("e",), "e", "expand", "record", "Decisions and the record; not on a shared screen", HOME
    ),
    Command(("s",), "s", "sort", "sort", "Sort by date, state, title or review due", HOME),
    Command(("r",), "r", "replay", "replay", "See the meeting again", HOME),
    Command(("v",), "v", "review", "review", "Look at a finished decision again", HOME),
    Command(("n", "N"), "n", "new", "new", "Begin a session of your own", HOME),
    Command(
        ("c",), "c", "calibrate", "calibration", "How panels agree; for the process owner", HOME
    ),
    Command(("left_square_bracket",), "[", "read(-1)", "", "Scroll the record up", HOME),
    Command(("right_square_bracket",), "]", "read(1)", "", "Scroll the record down", HOME),
    Command(("b",), "b", "blank", "", "Blank the shared screen, and show it again", HOME),
    Command(("question_mark",), "?", "help", "help", "What this is, and the keys", HOME),
    Command(("ctrl+p",), "ctrl+p", "command_palette", "", "Every command by name", HOME),
    Command(("q", "ctrl+q"), "q", "quit", "", "Leave", HOME),
    Command(("n",), "n", "note('minute')", "minute", "Send a minute to the meeting", CONSOLE),
    Command(("f",), "f", "note('follow_up')", "follow-up", "Send a follow-up", CONSOLE),
    Command(("N",), "N", "quiet", "quiet", "Minutes are quiet from here on, or shown", CONSOLE),
    Command(("pageup",), "page up", "scroll(-1)", "", "Scroll up", CONSOLE),
    Command(("pagedown",), "page down", "scroll(1)", "", "Scroll down", CONSOLE),
    Command(("question_mark",), "?", "help", "help", "What this is, and the keys", CONSOLE),
    Command(("ctrl+p",), "ctrl+p", "command_palette", "", "Every command by name", CONSOLE),
    Command(
        ("q", "ctrl+q"), "q", "quit", "leave", "Leave; the meeting goes on without it", CONSOLE
    ),
    Command(("right", "tab"), "→", "turn(1)", "next", "The next page", CALIBRATION),
    Command(("left", "shift+tab"), "←", "turn(-1)", "back", "The page before", CALIBRATION),
    Command(("e",), "e", "names", "names", "People by name; not on a shared screen", CALIBRATION),
    Command(("up",), "↑", "choose(-1)", "", "The person above; else a line up", CALIBRATION),
    Command(("down",), "↓", "choose(1)", "", "The person below; else a line down", CALIBRATION),
    Command(("pageup",), "page up", "scroll(-1)", "", "A page up", CALIBRATION),
    Command(("pagedown",), "page down", "scroll(1)", "", "A page down", CALIBRATION),
    Command(("home",), "home", "jump(0)", "", "The first person or line", CALIBRATION),
    Command(("end",), "end", "jump(-1)", "", "The last person or line", CALIBRATION),
    Command(("left_square_bracket",), "[", "read(-1)", "", "Scroll what is said up", CALIBRATION),
    Command(("right_square_bracket",), "]", "read(1)", "", "Scroll what is said down", CALIBRATION),
    Command(("b",), "b", "blank", "", "Blank the shared screen, and show it again", CALIBRATION),
    Command(("question_mark",), "?", "help", "help", "What this is, and the keys", CALIBRATION),
    Command(("ctrl+p",), "ctrl+p", "command_palette", "", "Every command by name", CALIBRATION),
    Command(
        ("q", "ctrl+q", "escape"), "q", "leave", "leave", "Leave; work under way stops", CALIBRATION
    ),
    Command(("pageup",), "page up", "turn(-1)", "", "The page before", FORM),
    Command(("pagedown",), "page down", "turn(1)", "", "The next page", FORM),
    Command(
        ("escape", "ctrl+q"),
        "escape",
        "leave",
        "",
        "To the overview; there it leaves, and the draft is kept",
        FORM,
    ),
    Command(
        ("f1", "question_mark"),
        "f1",
        "help",
        "help",
        "What this is, and the keys; on the overview ? does it too",
        FORM,
    ),
    Command(
        ("escape", "question_mark", "q", "ctrl+q", "space", "enter"),
        "escape",
        "close",
        "close",
        "Close",
        HELP,
    ),
    Command(("t",), "t", "tour", "the tour", "Take the tour: five cards on how it works", HELP),
    Command(("up",), "↑", "scroll(-1)", "", "A line up", HELP),
    Command(("down",), "↓", "scroll(1)", "", "A line down", HELP),
    Command(("pageup",), "page up", "page(-1)", "", "A page up", HELP),
    Command(("pagedown",), "page down", "page(1)", "", "A page down", HELP),
    Command(
        ("space", "enter"), "space", "next", "", "The next card; after the last one, go on", TOUR
    ),
    Command(("left", "backspace"), "←", "turn(-1)", "back", "The card before", TOUR),
    Command(("right",), "→", "turn(1)", "", "The card after", TOUR),
    Command(("escape", "q", "ctrl+q"), "escape", "leave", "leave the tour", "Leave the tour", TOUR),
    Command(("ctrl+z",), "ctrl+z", "suspend_process", "", "Suspend to the shell; fg resumes", APP),
    Command(("ctrl+c",), "ctrl+c", "help_quit", "", "Show which key leaves", APP),
)


def commands(*where: Where) -> tuple[Command, ...]:
    """Return the commands of these places, in the order of the table."""
    return tuple(c for c in COMMANDS if set(c.where) & set(where))
