"""Write the tables of README.md and docs/ from the program's declarations: `make docs`.

A table is between `<!-- make docs: NAME -->` and `<!-- end of NAME -->`.
"""

from __future__ import annotations

import inspect
import itertools
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from debrief.core.colour import contrast
from debrief.core.meeting.events import EVENTS
from debrief.store.paths import shipped
from debrief.store.sessions.scaffold import MODELS, SCHEMAS, schema_text
from debrief.store.theme import ThemeFile, load_themes
from debrief.tui.commands import Command, Where, commands
from debrief.tui.theme import level, textual_theme

ROOT = Path(__file__).parents[1]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
MARKED = re.compile(r"(<!-- make docs: (.+?) -->\n).*?(<!-- end of \2 -->)", re.DOTALL)


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table in Markdown."""
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *rows]
    return "".join(f"|{''.join(f' {cell} |' if cell else ' |' for cell in x)}\n" for x in lines)


def events() -> str:
    """Return each type of event with the docstring of its class."""
    rows = ((f"`{one.__name__}`", _sentence(one)) for one in EVENTS)
    return table(("event", "says"), sorted(rows))


def _sentence(event: type) -> str:
    text = " ".join((inspect.getdoc(event) or "").split())
    return text.removesuffix(".").replace("|", r"\|")


def meeting_keys() -> str:
    """Return each key of the meeting beside the same key in a replay."""
    known = commands("meeting", "entry", "replay")
    shown = dict.fromkeys(one.shown for one in known if one.shown)
    rows = ((key, _help(key, "meeting", "entry"), _help(key, "replay")) for key in shown)
    return table(
        ("key", "in the meeting", "in a replay"),
        ((f"`{key}`", here, "the same" if here == there else there) for key, here, there in rows),
    )


def _help(shown: str, *where: Where) -> str:
    return next((one.help for one in commands(*where) if one.shown == shown), "")


def keys_of(where: Where, title: str) -> Callable[[], str]:
    """Return a function that returns the keys of one screen."""

    def row(one: Command) -> tuple[str, str]:
        return f"`{one.shown}`", one.help

    return lambda: table(("key", title), map(row, commands(where)))


INK = ("consensus", "mixed", "split", "sealed", "warning", "error", "accent")
"""Variables of colours that words are shown in, besides those that begin with `text`."""

SCALE = 4
"""Levels of the scale whose colours are measured."""


def themes() -> str:
    """Return the contrast of each shipped theme as it is drawn, where it is least."""
    files, _ = load_themes([shipped("themes")])
    head = ("theme", "", "text", "text on a mark", "edge of a field", "no to yes", "other levels")
    return table(head, map(_contrasts, files))


def _contrasts(file: ThemeFile) -> tuple[str, ...]:
    theme = textual_theme(file)
    variables = {"accent": theme.accent, "warning": theme.warning, "error": theme.error}
    colours = {name: str(colour) for name, colour in (variables | theme.variables).items()}
    grounds = (file.colors.background, file.colors.surface)
    ink = [colours[name] for name in colours if name in INK or name.startswith("text")]
    levels = [colours[f"level-{level(rating, SCALE)}"] for rating in range(1, SCALE + 1)]
    steps = [contrast(*pair) for pair in itertools.pairwise(levels)]
    line = steps.pop(SCALE // 2 - 1)
    return (
        f"`{file.name}`",
        f"{'dark' if file.dark else 'light'}, {file.use}",
        _least(ink, grounds),
        _least([colours["on-level"]], levels),
        _least([colours["edge"]], grounds),
        f"{line:.2f}",
        f"{max(steps):.2f}",
    )


def _least(colours: Iterable[str], grounds: Iterable[str]) -> str:
    """Return the least contrast of any of the colours on any of the grounds, rounded down."""
    least = min(contrast(*pair) for pair in itertools.product(colours, grounds))
    return f"{int(least * 10) / 10:.1f}"


TABLES: dict[str, Callable[[], str]] = {
    "events": events,
    "keys of the meeting": meeting_keys,
    "keys of home": keys_of("home", "at home, where all sessions are"),
    "keys of the console": keys_of("console", "in the console"),
    "keys of calibration": keys_of("calibration", "in calibration"),
    "contrast of themes": themes,
    "keys of a form": keys_of("form", "in a scorecard or a review, as a form"),
}


def written(page: str) -> str:
    """Return a page with its tables as the program declares them now."""
    return MARKED.sub(lambda found: f"{found[1]}\n{TABLES[found[2]]()}\n{found[3]}", page)


def main() -> None:
    """Write every page of the docs, and the schemas of the files, again."""
    for path in PAGES:
        path.write_text(written(path.read_text("utf-8")), encoding="utf-8")
    for name, model in MODELS.items():
        (SCHEMAS / name).write_text(schema_text(model), encoding="utf-8")


if __name__ == "__main__":
    main()
