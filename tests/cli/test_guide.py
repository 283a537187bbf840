"""The guide tells the truth: every command, key, footer, sentence, link and picture is there."""

from __future__ import annotations

import ast
import importlib
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

from debrief.cli.main import COMMANDS, group
from debrief.core.room import guide
from debrief.core.scorecard import Scorecard
from debrief.tui.commands import COMMANDS as KEYS
from debrief.tui.terminal.typeahead import YES

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", *DOCS.glob("*.md")])
GUIDE = [DOCS / f"{name}.md" for name in ("facilitator", "panelist", "afterwards", "why")]
PICTURES = sorted((DOCS / "pictures").iterdir())
IN_A_TEXT = {"enter", "tab", "escape", "ctrl+j", "page up", "page down", "←", "→", "↑", "↓"}
A_KEY = re.compile(r".|enter|tab|space|escape|backspace|home|end|page (?:up|down)|ctrl\+.", re.S)


def _named(pages: list[Path]) -> list[str]:
    return [str(page.relative_to(ROOT)) for page in pages]


def _code(text: str) -> Iterator[str]:
    """Yield the lines of blocks, joined where they go on, and what stands between backticks."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.S | re.M)
    for block in blocks:
        yield from block.replace("\\\n", " ").splitlines()
    yield from re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.S | re.M))


@pytest.mark.parametrize("page", PAGES, ids=_named(PAGES))
def test_every_command_and_option_is_there(page: Path) -> None:
    unknown = set()
    for line in _code(page.read_text("utf-8")):
        if not (found := re.match(r"debrief ([a-z]+)\b(.*)", line)):
            continue
        name, typed = found[1], re.sub(r'"[^"]*"', "", found[2])
        options = set(re.findall(r"--[a-z-]+", typed))
        if name not in COMMANDS or not options <= _options(name):
            unknown.add(line)

    assert unknown == set()


@cache
def _options(name: str) -> frozenset[str]:
    """Every option of a command, its own and those of what stands below it."""
    command = importlib.import_module(f"debrief.cli.{name}_command").command
    below = command.commands.values() if isinstance(command, click.Group) else ()
    params = [p for one in (group, command, *below) for p in one.params]
    return frozenset(option for param in params for option in param.opts)


@pytest.mark.parametrize("page", GUIDE, ids=_named(GUIDE))
def test_every_key_is_there(page: Path) -> None:
    known = {key.shown for key in KEYS} | set("123456789") | IN_A_TEXT | {YES, "#", "…"}
    named = {code for code in _code(page.read_text("utf-8")) if A_KEY.fullmatch(code)}

    assert named - known == set()


def test_every_footer_of_the_tutorial_is_one_of_the_programs() -> None:
    codes = _code(GUIDE[0].read_text("utf-8"))
    labels = {found[1] for code in codes if (found := re.match(r"\[\w+\] (.+)", code))}

    assert len(labels) > 10
    assert {label for label in labels if not any(t.fullmatch(label) for t in _texts())} == set()


@cache
def _texts() -> tuple[re.Pattern[str], ...]:
    """Every text in the verbs, as a pattern: what is put into it may be anything."""
    found = []
    for file in (ROOT / "src" / "debrief" / "core" / "verbs").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.JoinedStr(values=parts):
                    texts = [p.value if isinstance(p, ast.Constant) else None for p in parts]
                case ast.Constant(value=str(text)):
                    texts = [text]
                case _:
                    continue
            if max(len(text or "") for text in texts) > len("Next"):
                joined = "".join(".+" if t is None else re.escape(str(t)) for t in texts)
                found.append(re.compile(joined))
    return tuple(found)


def test_what_the_tutorial_has_them_say_is_what_the_console_says() -> None:
    said = set(re.findall(r"^> - “(.+)”$", GUIDE[0].read_text("utf-8"), re.M))
    guides = (*guide._STEPS.values(), *guide._PHASES.values())

    assert len(said) > 20
    assert said - {sentence for one in guides for sentence in one.say} == set()


def test_the_card_of_the_how_to_is_a_card() -> None:
    (toml,) = re.findall(r"^```toml\n(.*?)^```", GUIDE[1].read_text("utf-8"), re.S | re.M)

    assert Scorecard.model_validate(tomllib.loads(toml)).panelist == "omar"


@pytest.mark.parametrize("page", PAGES, ids=_named(PAGES))
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8"))
    broken = {link for link in links if "://" not in link and not _leads(page, link)}

    assert broken == set()


def _leads(page: Path, link: str) -> bool:
    name, _, anchor = link.partition("#")
    target = (page.parent / name).resolve() if name else page
    return target.is_file() and (not anchor or anchor in _anchors(target.read_text("utf-8")))


def _anchors(text: str) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_picture_is_shown_and_told_in_words() -> None:
    shown = set()
    for page in PAGES:
        text = page.read_text("utf-8")
        for image in re.findall(r"<img [^>]+>", text):
            (src,) = re.findall(r'src="([^"]+)"', image)
            (alt,) = re.findall(r'alt="([^"]*)"', image)
            shown.add((page.parent / src).resolve())
            assert len(alt) > len("A picture of it"), (page.name, src)
        shown |= {(page.parent / x).resolve() for x in re.findall(r'srcset="([^"]+)"', text)}

    assert shown == set(PICTURES)


def test_every_picture_is_taken_by_make_pictures() -> None:
    script = (ROOT / "scripts" / "pictured.py").read_text("utf-8")

    taken = re.findall(r"\b(?:Moment|Other)\(\s*\"([a-z-]+)\"", script)
    taken += re.findall(r"\"([a-z-]+)\.svg\"", script)
    assert sorted(taken) == [picture.stem for picture in PICTURES]


@pytest.mark.parametrize("picture", PICTURES, ids=_named(PICTURES))
def test_a_picture_stands_alone(picture: Path) -> None:
    text = re.sub(r"<!--.*?-->", "", picture.read_text("utf-8"), flags=re.S)

    assert re.findall(r"(?:href|src)=|url\((?!#)|@import|@font-face|<script", text) == []
    assert re.findall(r"https?://(?!www\.w3\.org/2000/svg)", text) == []
    assert "/tmp" not in text
    assert str(Path.home()) not in text
    assert len(text) < 200_000
