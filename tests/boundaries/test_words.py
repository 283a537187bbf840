"""Docstrings are an imperative or a noun phrase, in every room that is listed here."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "debrief"

TESTS = Path(__file__).parents[1]

ROOMS = {
    "calibration": set(),
    "cli": set(),
    "core": set(),
    "imports": set(),
    "live": set(),
    "report": set(),
    "store": set(),
    "tui": set(),
}
"""The rewritten rooms, and the modules and sub-packages in each that are still to be rewritten."""

OPENING = re.compile(r"(?:What|Where|Who|When)(?:ever)?\b|(?:Whether|How|Of|Why)\b")
"""A first word that makes a sentence of a name: begin with a verb or a noun."""


def docstrings(source: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the text of each docstring, also of those below a constant."""
    for node in ast.walk(ast.parse(source)):
        body = getattr(node, "body", None)
        for statement in body if isinstance(body, list) else ():
            match statement:
                case ast.Expr(value=ast.Constant(value=str(text))):
                    yield statement.lineno, text.strip()


def modules() -> Iterator[Path]:
    """Yield the rewritten modules, relative to the package."""
    for room, later in ROOMS.items():
        for path in sorted((SOURCE / room).rglob("*.py")):
            inside = path.relative_to(SOURCE / room)
            if later.isdisjoint([inside.stem, *inside.parts[:-1]]):
                yield path.relative_to(SOURCE)


def test_no_docstring_of_a_test_begins_with_a_relative_word() -> None:
    wrong = [
        f"{path.relative_to(TESTS)}:{line}: {text.splitlines()[0]}"
        for path in sorted(TESTS.rglob("*.py"))
        for line, text in docstrings(path.read_text("utf-8"))
        if OPENING.match(text)
    ]

    assert not wrong, "\n".join(wrong)


def test_no_docstring_begins_with_a_relative_word() -> None:
    wrong = [
        f"{path}:{line}: {text.splitlines()[0]}"
        for path in modules()
        for line, text in docstrings((SOURCE / path).read_text("utf-8"))
        if OPENING.match(text)
    ]

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("What a card is for.", True),
        ("Whoever holds a key.", True),
        ("Of a list, the last.", True),
        ("Return how many there are.", False),
        ("Whole files.", False),
        ("Offline forms.", False),
    ],
)
def test_the_first_word_is_what_counts(text: str, wrong: bool) -> None:
    assert bool(OPENING.match(text)) is wrong
    assert list(docstrings(f'def one():\n    """{text}"""\n')) == [(2, text)]
