"""The table of commands: the keys, palette entries and help lines of every screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from debrief.core.verbs import VERBS
from debrief.core.verbs.verb import Key, Verb

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
    """The action of a key, and its texts.

    `keys` are Textual's names of the keys, `shown` is the name on screen, `name` the action.
    `brief` is the word in the footer; empty if the footer does not list the command. `help` is a
    sentence without a full stop. `verb` is the facilitator's verb that the key does, if any.
    """

    keys: tuple[str, ...]
    shown: str
    name: str
    brief: str
    help: str
    where: tuple[Where, ...] = ("meeting",)
    verb: Verb | None = None

    @property
    def steps(self) -> bool:
        """True if the key moves by one step, as along rows, pages or events."""
        return self.name.endswith(("(1)", "(-1)", "(0)"))

    @property
    def subject(self) -> str:
        """The heading that help lists the key under."""
        name = self.verb.name if self.verb is not None else self.name.partition("(")[0]
        return next((subject for subject, names in SUBJECTS.items() if name in names), DO)


DO = "Do"
SUBJECTS: dict[str, frozenset[str]] = {
    DO: frozenset(),  # all that is in no other subject
    "Write down": frozenset({"minute", "quiet_minute", "change_minute", "follow_up", "dissent"})
    | {"note", "settle", "quiet"},
    "People and time": frozenset({"people", "clock"}),
    "Go and look": frozenset({"go", "look", "look_competency", "expand", "scroll", "cursor"})
    | {"whereto", "step", "competency", "search", "next_hit", "jump", "speed", "idle_cap"}
    | {"choose", "page", "read", "turn", "filter", "sort", "names"},
    "Screen and program": frozenset({"blank", "app.next_theme", "command_palette", "help"})
    | {"leave", "quit", "quit_replay"},
}
"""The subjects of keys in the order of help, each with the actions or verbs that belong to it."""

BOTH: tuple[Where, ...] = ("meeting", "replay")
HOME: tuple[Where, ...] = ("home",)
CONSOLE: tuple[Where, ...] = ("console",)
CALIBRATION: tuple[Where, ...] = ("calibration",)
FORM: tuple[Where, ...] = ("form",)
HELP: tuple[Where, ...] = ("help",)
TOUR: tuple[Where, ...] = ("tour",)
APP: tuple[Where, ...] = ("app",)
"""Places of the commands of the app: all screens, unless the focused widget takes the key."""
ANYWHERE: tuple[Where, ...] = ("meeting", "replay", "home", "console", "calibration")

MEETING: tuple[Command, ...] = (
    Command(("space",), "space", "main", "", "The step's main action, named in the footer"),
    Command(
        tuple("123456789"),
        "1–9",
        "digit",
        "",
        "Blind entry: rate or vote, unseen. At the role: 1 same, 2 differs",
        ("entry",),
    ),
    Command(("s",), "s", "keep", "", "In a blind entry: keep the earlier rating", ("entry",)),
    Command(("x",), "x", "abstain", "", "In a blind entry: not voting", ("entry",)),
    Command(("k",), "k", "codes", "", "In a blind entry: a field to paste codes into", ("entry",)),
    Command(("up",), "↑", "cursor(-1)", "", "Choose a person", ("entry",)),
    Command(("down",), "↓", "cursor(1)", "", "Choose a person", ("entry",)),
    Command(("backspace",), "backspace", "clear", "", "In a blind entry: clear a cell", ("entry",)),
    Command(("e",), "e", "expand", "more", "Show more of this step, or less", BOTH),
    Command(("left",), "←", "look(-1)", "", "Look back and forward through the meeting"),
    Command(("right",), "→", "look(1)", "", "Look back and forward through the meeting"),
    Command(
        ("left_square_bracket",),
        "[",
        "look_competency(-1)",
        "",
        "Look at the previous or next competency",
    ),
    Command(
        ("right_square_bracket",),
        "]",
        "look_competency(1)",
        "",
        "Look at the previous or next competency",
    ),
    Command(("pageup",), "page up", "scroll(-1)", "", "Scroll", BOTH),
    Command(("pagedown",), "page down", "scroll(1)", "", "Scroll", BOTH),
    Command(("b",), "b", "blank", "", "Blank the shared screen, or show it", BOTH),
    Command(("T",), "T", "app.next_theme", "", "Next theme (remembered)", ANYWHERE),
    Command(("question_mark",), "?", "help", "help", "What this step is for, and the keys", BOTH),
    Command(("ctrl+p",), "ctrl+p", "command_palette", "", "Every command by name", BOTH),
    Command(("q", "ctrl+q"), "q", "leave", "", "Leave (asks once); all is saved"),
)

FIRST = (
    "space", "1–9", "s", "x", "S", "k", "↑", "↓", "backspace", "r", "e", "n", "N", "m", "f", "d",
    "p", "g", "u", "U", "c", "o", "w", "t",
)  # fmt: skip
"""Keys of a meeting that come first in lists, in this order."""


def _command(verb: Verb, key: Key) -> Command:
    where: Where = "entry" if key.entry else "meeting"
    keys = (key.key,) if key.key else ()
    return Command(keys, key.key, f"verb({verb.name!r})", key.word, key.help, (where,), verb)


def _meeting() -> list[Command]:
    """Return the commands of a meeting: its verbs, and keys that only change the view."""
    from_verbs = [_command(verb, verb.key) for verb in VERBS if verb.key is not None]
    order = {shown: number for number, shown in enumerate(FIRST)}
    return sorted((*MEETING, *from_verbs), key=lambda command: order.get(command.shown, len(FIRST)))


COMMANDS: tuple[Command, ...] = (
    *_meeting(),
    Command(("space",), "space", "play", "", "Play and pause", ("replay",)),
    Command(("left",), "←", "step(-1)", "event", "Previous or next event", ("replay",)),
    Command(("right",), "→", "step(1)", "event", "Previous or next event", ("replay",)),
    Command(
        ("left_square_bracket",),
        "[",
        "competency(-1)",
        "competency",
        "Previous or next competency",
        ("replay",),
    ),
    Command(
        ("right_square_bracket",),
        "]",
        "competency(1)",
        "competency",
        "Previous or next competency",
        ("replay",),
    ),
    Command(("g",), "g", "whereto", "go to", "Go to a time, an event or a step", ("replay",)),
    Command(("slash",), "/", "search", "search", "Search minutes, evidence and names", ("replay",)),
    Command(("full_stop",), ".", "next_hit", "", "Next result of the search", ("replay",)),
    Command(("n",), "n", "note", "note", "Add a note of your own to the replay", ("replay",)),
    Command(("home",), "home", "jump(0)", "", "First or last event", ("replay",)),
    Command(("end",), "end", "jump(-1)", "", "First or last event", ("replay",)),
    Command(("less_than_sign",), "<", "speed(-1)", "speed", "Slower or faster", ("replay",)),
    Command(("greater_than_sign",), ">", "speed(1)", "speed", "Slower or faster", ("replay",)),
    Command(("i",), "i", "idle_cap", "", "Shorten long gaps to two seconds, or not", ("replay",)),
    Command(("q", "ctrl+q"), "q", "quit_replay", "leave", "Leave", ("replay",)),
    Command(("enter", "space"), "enter", "open", "", "Start, resume or replay the meeting", HOME),
    Command(("up",), "↑", "choose(-1)", "", "Choose a session", HOME),
    Command(("down",), "↓", "choose(1)", "", "Choose a session", HOME),
    Command(("pageup",), "page up", "page(-1)", "", "Scroll by a page", HOME),
    Command(("pagedown",), "page down", "page(1)", "", "Scroll by a page", HOME),
    Command(("home",), "home", "jump(0)", "", "First or last session", HOME),
    Command(("end",), "end", "jump(-1)", "", "First or last session", HOME),
    Command(("n", "N"), "n", "new", "new", "New session", HOME),
    Command(("slash",), "/", "filter", "find", "Find sessions", HOME),
    Command(("r",), "r", "replay", "replay", "Replay the meeting", HOME),
    Command(("v",), "v", "review", "review", "Review a past decision", HOME),
    Command(("c",), "c", "calibrate", "calibration", "Calibration: how well panels agree", HOME),
    Command(("e",), "e", "expand", "decisions", "Show decisions and the record (private)", HOME),
    Command(("s",), "s", "sort", "", "Sort by what is next, date, title or review due", HOME),
    Command(("left_square_bracket",), "[", "read(-1)", "", "Scroll the record", HOME),
    Command(("right_square_bracket",), "]", "read(1)", "", "Scroll the record", HOME),
    Command(("b",), "b", "blank", "", "Blank the shared screen, or show it", HOME),
    Command(("question_mark",), "?", "help", "help", "What this screen is for, and the keys", HOME),
    Command(("ctrl+p",), "ctrl+p", "command_palette", "", "Every command by name", HOME),
    Command(("q", "ctrl+q"), "q", "quit", "", "Leave", HOME),
    Command(("n",), "n", "note('minute')", "minute", "Send a minute to the meeting", CONSOLE),
    Command(("f",), "f", "note('follow_up')", "promise", "Send a promise", CONSOLE),
    Command(("m",), "m", "note('change_minute')", "change", "Correct or strike a minute", CONSOLE),
    Command(("s",), "s", "settle", "settle", "Settle the quiet minutes", CONSOLE),
    Command(("N",), "N", "quiet", "quiet", "Switch between quiet and shown minutes", CONSOLE),
    Command(("pageup",), "page up", "scroll(-1)", "", "Scroll", CONSOLE),
    Command(("pagedown",), "page down", "scroll(1)", "", "Scroll", CONSOLE),
    Command(
        ("question_mark",), "?", "help", "help", "What this screen is for, and the keys", CONSOLE
    ),
    Command(("ctrl+p",), "ctrl+p", "command_palette", "", "Every command by name", CONSOLE),
    Command(("q", "ctrl+q"), "q", "quit", "leave", "Leave (the meeting goes on)", CONSOLE),
    Command(("right", "tab"), "→", "turn(1)", "next", "Previous or next page", CALIBRATION),
    Command(("left", "shift+tab"), "←", "turn(-1)", "back", "Previous or next page", CALIBRATION),
    Command(("e",), "e", "names", "names", "Show people by name (private)", CALIBRATION),
    Command(("up",), "↑", "choose(-1)", "", "Choose a person, or scroll by a line", CALIBRATION),
    Command(("down",), "↓", "choose(1)", "", "Choose a person, or scroll by a line", CALIBRATION),
    Command(("pageup",), "page up", "scroll(-1)", "", "Scroll by a page", CALIBRATION),
    Command(("pagedown",), "page down", "scroll(1)", "", "Scroll by a page", CALIBRATION),
    Command(("home",), "home", "jump(0)", "", "First or last person or line", CALIBRATION),
    Command(("end",), "end", "jump(-1)", "", "First or last person or line", CALIBRATION),
    Command(
        ("left_square_bracket",),
        "[",
        "read(-1)",
        "",
        "Scroll the sentences on the person",
        CALIBRATION,
    ),
    Command(
        ("right_square_bracket",),
        "]",
        "read(1)",
        "",
        "Scroll the sentences on the person",
        CALIBRATION,
    ),
    Command(("b",), "b", "blank", "", "Blank the shared screen, or show it", CALIBRATION),
    Command(
        ("question_mark",),
        "?",
        "help",
        "help",
        "What this screen is for, and the keys",
        CALIBRATION,
    ),
    Command(("ctrl+p",), "ctrl+p", "command_palette", "", "Every command by name", CALIBRATION),
    Command(
        ("q", "ctrl+q", "escape"),
        "q",
        "leave",
        "leave",
        "Leave, and stop what is running",
        CALIBRATION,
    ),
    Command(("pageup",), "page up", "turn(-1)", "", "Previous or next page", FORM),
    Command(("pagedown",), "page down", "turn(1)", "", "Previous or next page", FORM),
    Command(
        ("escape", "ctrl+q"),
        "escape",
        "leave",
        "",
        "Go to the overview; from there, leave (the draft is kept)",
        FORM,
    ),
    Command(
        ("f1", "question_mark"),
        "f1",
        "help",
        "help",
        "What this form is for, and the keys (on the overview also ?)",
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
    Command(
        ("t",), "t", "tour", "the tour", "Take the tour: five cards on how debrief works", HELP
    ),
    Command(("up",), "↑", "scroll(-1)", "", "Scroll", HELP),
    Command(("down",), "↓", "scroll(1)", "", "Scroll", HELP),
    Command(("pageup",), "page up", "page(-1)", "", "Scroll by a page", HELP),
    Command(("pagedown",), "page down", "page(1)", "", "Scroll by a page", HELP),
    Command(("space", "enter"), "space", "next", "", "Next card; after the last one, start", TOUR),
    Command(("left", "backspace"), "←", "turn(-1)", "back", "Previous or next card", TOUR),
    Command(("right",), "→", "turn(1)", "", "Previous or next card", TOUR),
    Command(("escape", "q", "ctrl+q"), "escape", "leave", "leave the tour", "Leave the tour", TOUR),
    Command(("ctrl+z",), "ctrl+z", "suspend_process", "", "Suspend to the shell; fg resumes", APP),
    Command(("ctrl+c",), "ctrl+c", "help_quit", "", "Show which key leaves", APP),
)


def commands(*where: Where) -> tuple[Command, ...]:
    """Return the commands of these places, in the order of the table."""
    return tuple(c for c in COMMANDS if set(c.where) & set(where))
