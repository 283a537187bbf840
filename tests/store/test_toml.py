"""TOML in, models or findings out: each broken card gets its line and a sentence."""

from __future__ import annotations

from datetime import date
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from debrief.core.brief import ReferencesFile, SessionFile
from debrief.core.findings import Finding
from debrief.core.scorecard import Scorecard
from debrief.store.toml_files.parse import CARD_BYTES, MOST_SLIPS, Parsed, Show, parse, render
from debrief.store.toml_files.positions import Path

FILE = "scores/omar.toml"
TOP = 'schema = 1\npanelist = "omar"\n'
HEAD = TOP + "\n[ratings.judgment]\n"
SCALE = "write 1 strong no · 2 no · 3 yes · 4 strong yes"


def hints(path: Path) -> str:
    return SCALE if path[-1:] == ("rating",) else ""


def card(text: str | bytes, show: Show = "masked") -> Parsed[Scorecard]:
    data = text.encode() if isinstance(text, str) else text
    return parse(data, FILE, Scorecard, show=show, hints=hints)


def test_a_good_card_becomes_its_model() -> None:
    read = card(HEAD + 'rating = 3\nfor = ["Killed her own project", "Said so"]\n')
    assert read.findings == ()
    assert read.value is not None
    assert read.value.ratings["judgment"].level == 3


# text after HEAD (it starts on line 5), line, column, words of the message, words of the hint
def test_what_is_missing_points_at_its_table_or_the_start() -> None:
    (schema, panelist) = card("[ratings]").findings
    assert (schema.line, schema.column, schema.message) == (1, 1, "schema is missing")
    assert schema.hint == "add schema = 1"
    assert panelist.hint == 'add panelist = "…"'
    (empty,) = card("").findings
    assert (empty.line, empty.code) == (1, "empty")
    (schema,) = card('scheme = 1\npanelist = "omar"').findings
    assert schema.hint == "did you mean “schema”?"
    assert "add [[panel]]" in [one.hint for one in session("schema = 1")]
    found = session('schema = 1\ntitle = "x"\n[candidate]\nname = "K"\n[[panel]]\nname = "Lin"\n')
    assert [(one.line, one.message, one.hint) for one in found] == [
        (1, "role is missing", "add a table [role] with mandate, authority and success"),
        (1, "decision is missing", "add a table [decision] with owner"),
        (3, "candidate: alias is missing", 'add alias = "…"'),
        (5, "panelist number 1: id is missing", 'add id = "…"'),
        (5, "panel has too few entries", "write at least 2"),
    ]


def session(text: str) -> tuple[Finding, ...]:
    return parse(text.encode(), "session.toml", SessionFile).findings


GOOD = """schema = 1
title = "VP"
candidate = { alias = "K-17" }
decision = { owner = "dana" }
[role]
mandate = "m"
authority = ["a"]
success = ["s"]
[[panel]]
id = "dana"
name = "Dana"
[[panel]]
id = "omar"
name = "Omar"
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "message", "hint"),
    [
        ("[[panel]]\n", "[panel]\n", 9, "panel", "[[panel]]"),
        ('id = "omar"', 'id = "Omar H"', 13, "panelist Omar H: id is not written", "“omar-h”"),
        ('id = "omar"', "id = 7", 13, "panelist number 2: id needs to be text", 'id = "'),
        ('id = "omar"', 'id = "§"', 13, "is not written as an id", "hyphens inside"),
        ('name = "Omar"', 'name = "Omar"\nseniority = -1', 15, "too small", "0 or more"),
        ('name = "Omar"', 'name = "Omar"\nseniority = 9999', 15, "too large", "1000 or less"),
        ('name = "Omar"', 'name = "Omar"\nseniority = "9"', 15, "whole number", "without quotes"),
        ('title = "VP"', 'title = "VP"\nshow_lean = "no"', 3, "true or false", "lower case"),
        ('title = "VP"', "title = [" + '"x"]', 2, "title needs to be text", 'title = "'),
        ("schema = 1", "schema = 2", 1, "version", "write 1"),
        ('authority = ["a"]', "authority = []", 7, "role: authority has too few", "at least 1"),
        ("[role]", "[scale]\nlevels = ['a', 'b']\n[role]", 6, "too few", "at least 3"),
        ("[role]", "[scale]\nlevels = " + str(list("abcdefghij")) + "\n[role]", 6, "many", "9"),
        ('id = "omar"', 'id = "dana"', 13, "“dana” appears twice", "its own"),
        ("[role]", "[agenda]\nrole_clarity = 3\n[role]", 6, "role_clarity", "“role-clarity”"),
        ("[role]", '[[role.expectations]]\nexpects = "x"\n[role]', 5, "expectation number 1", ""),
        ("[role]", "[[competencies]]\nid = 'x'\n[role]", 5, "competency x: title", 'title = "'),
        ("[role]", "[[competencies]]\nid = 'x'\n[role]", 5, "x: anchors", 'anchors = ["'),
        ("[role]", "panel2 = [{id = 1}, 2]\n[role]", 5, "“panel2”", "“panel”"),
    ],
)
def test_a_broken_session(old: str, new: str, line: int, message: str, hint: str) -> None:
    found = session(GOOD.replace(old, new))
    first = next(one for one in found if message in one.message)
    assert first.line == line
    assert hint in first.hint


def test_a_good_session_has_no_findings() -> None:
    assert session(GOOD) == ()


def test_double_brackets_are_asked_for() -> None:
    found = parse(b'schema = 1\n[references]\nid = "a"\n', "references.toml", ReferencesFile)
    assert "[[references]]" in found.findings[0].hint
    found = parse(b"schema = 1\nreferences = [[]]\n", "references.toml", ReferencesFile)
    assert found.findings[0].line == 2
    found = parse(
        b'schema = 1\n[[references]]\nid = "a"\n[[references.findings]]\nfinding = "no"\n',
        "references.toml",
        ReferencesFile,
    )
    assert [finding.message for finding in found.findings] == [
        "reference a: relation is missing",
        "reference a: finding number 1: competency is missing",
        "reference a: finding number 1: note is missing",
        "reference a: finding number 1: finding is not one of the allowed words",
    ]


class Inner(BaseModel, extra="forbid"):
    when: date


class Outer(BaseModel, extra="forbid"):
    inner: Inner | None = None
    kind: Literal["a", "b"]
    more: dict[str, list[int]] = {}


def test_models_of_other_shapes_are_put_into_words() -> None:
    found = parse(
        b"inner = { wen = 1, when = 'x' }\nmore.a.b = 1\nmore.c = 3", "t.toml", Outer
    ).findings
    assert [(one.line, one.column, one.message, one.hint) for one in found] == [
        (1, 1, "kind is missing", 'add kind = "a" or kind = "b"'),
        (1, 11, "inner: the key “wen” is unknown", "did you mean “when”?"),
        (1, 27, "inner: when is not right", "compare it with the template"),
        (2, 1, "more: a is not right", "compare it with the template"),
        (3, 10, "more: c is not right", "compare it with the template"),
    ]


def test_all_problems_of_a_file_come_at_once() -> None:
    read = card(
        "schema = 1\npanelist = omar\n[ratings.judgment]\nrating = yes\nconfidence = “low”\n"
        '[ratings.growth]\nratign = 3\nfor = "x"\n- one\n[fit]\ntold = ["a" "b"]\nconcern = []\n'
    )
    assert [(finding.line, finding.code) for finding in read.findings] == [
        (2, "unquoted"),
        (4, "unquoted"),
        (5, "smart-quotes"),
        (7, "unknown-key"),
        (8, "tuple-type"),
        (9, "bullet"),
        (11, "missing-comma"),
        (12, "unknown-key"),
    ]


def test_so_many_slips_are_told_and_no_more() -> None:
    assert len(card("nonsense\n" * 100).findings) == MOST_SLIPS


@pytest.mark.parametrize(
    ("data", "line", "column", "message"),
    [
        (HEAD.encode() + b"reason = 'caf\xe9'", 5, 14, "not UTF-8"),
        (HEAD.encode("utf-16"), 1, 1, "UTF-16"),
        (b"#" * (CARD_BYTES + 1), 0, 0, "larger than 64 KiB"),
        (b"a = '\xed\xa0\x80'", 1, 6, "not UTF-8"),
    ],
)
def test_bytes_that_are_no_text(data: bytes, line: int, column: int, message: str) -> None:
    (finding,) = card(data).findings
    assert (finding.line, finding.column) == (line, column)
    assert message in finding.message
    assert render(finding).startswith(FILE + (f":{line}:{column} error: " if line else " error: "))


def test_a_byte_order_mark_is_tolerated_and_said() -> None:
    read = card(b"\xef\xbb\xbf" + HEAD.encode() + b"rating = 3")
    assert read.value is not None
    assert [(finding.code, finding.severity) for finding in read.findings] == [("bom", "warning")]
    read = card(b"\xef\xbb\xbf" + HEAD.encode() + b"rating = yes")
    assert [finding.column for finding in read.findings] == [1, 10]


@pytest.mark.parametrize(
    "text",
    [
        "a." * 20_000 + "a = 1",
        "\n".join("a." * 250 + f"k{n} = 1" for n in range(120)),
        "\n".join("[" + "a." * 250 + f"k{n}]" for n in range(120)),
        "[[x]]\n" * 10_000,
        "a = " + "[" * 60_000,
        "a = " + "{a=" * 15_000,
        "a = " + "9" * 60_000,
        "a = '" + "x" * 60_000,
        '"' * 60_000,
        "=\n" * 30_000,
        "a = [" + "1," * 30_000 + "]",
        "[\n" * 30_000,
        "a=1\n" * 15_000,
        'x = ["' + "\\" * 60_000,
    ],
    ids=lambda text: repr(text[:8]),
)
@pytest.mark.timeout(20)
def test_a_hostile_file_is_refused_at_once(text: str) -> None:
    read = card(text)
    assert read.value is None
    assert read.findings


@pytest.mark.parametrize("value", ["1", "4", "10", '"met"', '"not-met"', "yes", "strong no", "“4”"])
def test_a_masked_line_tells_nothing_of_the_value(value: str) -> None:
    read = card(HEAD + f"rating = {value} # was {value}\nratings = {value}\n{value}\n")
    shown = "\n".join(render(finding).partition("\n")[2] for finding in read.findings)
    lines = [line for line in shown.splitlines() if " | " in line and "^" not in line]
    assert {line.partition("| ")[2] for line in lines} <= {"rating = ▒▒▒", "ratings = ▒▒▒", "▒▒▒"}


def test_a_finding_is_rendered_with_its_line_a_caret_and_a_hint() -> None:
    (finding,) = card(HEAD + "  rating = 9.5 # ?").findings
    assert render(finding) == (
        "scores/omar.toml:5:12 error: competency judgment: rating has a decimal point\n"
        "    5 |   rating = ▒▒▒\n"
        "      |            ^^^\n"
        f"hint: {SCALE}"
    )


@pytest.mark.parametrize(
    ("text", "line", "caret"),
    [
        ('"日本" = "x"', '"日本" = "x"', "^^^^^^"),
        ("é = 1", "é = 1", "^"),
        ('"\u200be" = 1', '"⟨U+200B⟩e" = 1', "^" * 11),
        ("#\tnothing", "# nothing", "^"),
        ("x" * 300 + " = 1", "x" * 100, "^" * 100),
        ("y" * 80 + " = [yes]", "y" * 46 + " = [yes]", None),
    ],
)
def test_a_shown_line_is_clean_and_short(text: str, line: str, caret: str | None) -> None:
    finding = card(f"{text}\n{TOP}" if "#" not in text else text, show="all").findings[0]
    first, second = render(finding).splitlines()[1:3]
    assert first == f"    1 | {line}"
    if caret is not None:
        assert second == f"      | {caret}"


def test_a_finding_without_a_place_is_one_line() -> None:
    assert render(Finding("scores/a.toml", 0, 0, "warning", "c", "m")) == "scores/a.toml warning: m"


def test_nothing_of_a_line_is_shown_when_asked() -> None:
    (finding,) = card(HEAD + "rating = 9.5", show="nothing").findings
    assert finding.source_line == ""
    assert len(render(finding).splitlines()) == 2


def test_a_key_with_digits_is_masked_and_a_known_word_is_kept() -> None:
    found = card(HEAD + 'rating4 = 4\nreason the "x"\nreason: 4\nzz 4\n').findings
    assert [one.source_line for one in found] == [
        "rating▒ = ▒▒▒",
        "reason ▒▒▒",
        "reason ▒▒▒",
        "▒▒▒",
    ]


def test_a_finding_made_later_stands_where_the_thing_is() -> None:
    read = card(
        HEAD + 'rating = 3\n"for" = ["x", # one\n  "y"]\n[ratings."x\\u0079z"]\nrating = 1\n'
    )
    at_key = read.finding(("ratings", "judgment", "for"), "error", "c", "m", at_key=True)
    assert (at_key.line, at_key.column, at_key.width) == (6, 1, 5)
    item = read.finding(("ratings", "judgment", "for", 1), "error", "c", "m")
    assert (item.line, item.column) == (7, 3)
    quoted = read.finding(("ratings", "xyz", "rating"), "error", "c", "m")
    assert (quoted.line, quoted.column) == (9, 10)
    nowhere = read.finding(("ratings", "xyz", "no", "such"), "warning", "c", "m")
    assert nowhere.line == 8


def test_repr_tells_no_rating() -> None:
    assert "rating" not in repr(card(HEAD + "rating = 3"))


@given(st.binary(max_size=300))
def test_any_bytes_give_a_model_or_an_error(data: bytes) -> None:
    read = card(data)
    assert (read.value is None) == any(finding.severity == "error" for finding in read.findings)


pieces = st.lists(
    st.sampled_from(
        [
            "schema = 1",
            'panelist = "a"',
            "[ratings.x]",
            "[[ratings.x]]",
            "rating = ",
            "3",
            '"',
            "'",
            "[",
            "]",
            "{",
            "}",
            "=",
            ",",
            '"""',
            "\n",
            "\n",
            " ",
            "#",
            "for = [",
            "“",
            "”",
            "\\",
            ".",
            "x",
            "2026-1-05",
            "True",
            "é",
            "-",
            "[fit]",
            "told",
            "\r\n",
            "nan",
            "0x",
        ]
    ),
    max_size=25,
)


@given(pieces)
def test_any_near_card_is_read_without_a_raise(parts: list[str]) -> None:
    text = "".join(parts)
    read = card(text)
    assert (read.value is None) == any(finding.severity == "error" for finding in read.findings)
    for finding in read.findings:
        assert 1 <= finding.line <= text.count("\n") + 1
        assert render(finding)
