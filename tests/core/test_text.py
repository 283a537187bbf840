"""The cleaner: nothing hidden gets through, and cleaning twice changes nothing."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.core.text import MARKS_KEPT, clean, clean_line, excerpt, searchable

UNSEEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
BLANKS = "\u115f\u1160\u2800\u3164\uffa0"
MARKS = "\u0301\u0316\u0308\u0345\u09be\u20dd\ufe0f\u0344"

marked = st.text(st.sampled_from("aeé<한ᄀ각\u09c7 \n\r\t\u200d\u200c⟩" + MARKS + BLANKS))
anything = st.text(st.characters(exclude_categories=()))


def is_mark(char: str) -> bool:
    return unicodedata.category(char).startswith("M")


def test_every_code_point_is_kept_or_made_visible() -> None:
    def expected(char: str) -> str:
        if char in "\r\n":
            return "\n"
        if char == "\t":
            return " "
        if char in "\u200c\u200d":
            return char
        if unicodedata.category(char) in UNSEEN or char in BLANKS:
            return f"⟨U+{ord(char):04X}⟩"
        return unicodedata.normalize("NFC", char)

    for first in range(0, sys.maxunicode + 1, 256):
        chars = [chr(point) for point in range(first, first + 256)]
        # One by one they are a million calls; nothing is composed with a bar.
        assert clean("|".join(chars)) == "|".join(map(expected, chars)), hex(first)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("Predictable delivery", "Predictable delivery"),
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        ("a\tb", "a b"),
        ("e\u0301", "é"),
        ("\x1b[31mred", "⟨U+001B⟩[31mred"),
        ("abc\u202edef", "abc⟨U+202E⟩def"),
        ("\U000e0041", "⟨U+E0041⟩"),
        ("क्\u200dष", "क्\u200dष"),
        ("👩\u200d🚒", "👩\u200d🚒"),
        ("[/] [@click=app.quit]", "[/] [@click=app.quit]"),
        ("z" + "\u0335" * 9 + "!", "z" + "\u0335" * MARKS_KEPT + "!"),
        ("z" + "\u0335\u200d" * 6, "z" + "\u0335\u200d" * 4 + "\u200d" * 2),
        (
            "z" + "\u0335" * 4 + "y" + "\u0335" * 4,
            "z" + "\u0335" * 4 + "y" + "\u0335" * 4,
        ),
    ],
)
def test_clean(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  VP\nEngineering \n", "VP Engineering"),
        ("\u00a0\n", ""),
        ("\u200d \u200c", ""),
        ("\u200dx", "\u200dx"),
    ],
)
def test_clean_line(text: str, expected: str) -> None:
    assert clean_line(text) == expected


@given(anything | marked)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean_line(clean_line(text)) == clean_line(text)
    assert clean(clean_line(text)) == clean_line(text)


@given(anything | marked)
def test_nothing_hidden_is_left(text: str) -> None:
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not set(cleaned) & set(BLANKS)
    hidden = {c for c in cleaned if unicodedata.category(c) in UNSEEN}
    assert hidden <= set("\n\u200c\u200d")
    run = 0
    for char in cleaned.replace("\u200c", "").replace("\u200d", ""):
        run = run + 1 if is_mark(char) else 0
        assert run <= MARKS_KEPT


@given(marked)
def test_spelling_in_code_points_does_not_matter(text: str) -> None:
    assert clean(unicodedata.normalize("NFD", text)) == clean(text)


def test_a_pile_of_marks_is_cut_before_it_is_composed() -> None:
    # To compose it takes the square of its length, and minutes: the time that a test has.
    assert len(clean("a" + "\u0301\u0316" * 320_000)) <= 1 + MARKS_KEPT


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Café", "cafe"),
        ("CAFE\u0301 au\u00a0 lait", "cafe au lait"),
        ("Straße", "strasse"),
        ("Søren Łoś, Þóra and Œuvre", "soren los, thora and oeuvre"),
        ("don’t", "don't"),
        ("ﬁne", "fine"),
        ("判断力", "判断力"),
        ("plain", "plain"),
    ],
)
def test_what_is_looked_for_has_no_case_and_no_accents(text: str, wanted: str) -> None:
    assert searchable(text) == wanted


@given(anything)
def test_looking_for_itself_always_finds(text: str) -> None:
    assert searchable(text) in searchable(f"before {text} after")


def test_an_excerpt_begins_shortly_before_what_is_wanted() -> None:
    text = "One two three four five six seven\neight nine Café eleven twelve thirteen fourteen"

    assert excerpt(text, "cafe", 30) == "…six seven eight nine Café el…"
    assert excerpt(text, "one", 12) == "One two thr…"
    assert excerpt(text, "not there", 12) == "One two thr…"
    assert excerpt("Short", "cafe", 30) == "Short"
    assert excerpt(text, "fourteen", 60) == "…Café eleven twelve thirteen fourteen"


@given(text=anything, wanted=anything, most=st.integers(1, 50))
def test_an_excerpt_is_never_too_long(text: str, wanted: str, most: int) -> None:
    assert len(excerpt(text, wanted, most)) <= most
