"""The cleaner: nothing hidden gets through, and cleaning twice changes nothing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.core.text import (
    MARKS_KEPT,
    clean,
    clean_line,
    counted,
    ended,
    excerpt,
    listed,
    nearest,
    number,
    searchable,
    times,
)

UNSEEN = {"Cc", "Cf", "Cn", "Cs", "Co", "Zl", "Zp"}
BLANKS = "\u115f\u1160\u2800\u3164\uffa0"
MARKS = "\u0301\u0316\u0308\u0345\u09be\u20dd\ufe0f\u0344"
# What does something beside a joiner or a selector: Arabic, Indic, Mongolian, emoji, a keycap.
JOINED = "بد\u064eक\u094d\u17c9\u1820\u182d\u180b\u180e👩🏽❤1\u20e3漢\ufe00\U000e0100"
JOINED += "\u200d\u200c\ufe0e\ufe0f"

marked = st.text(st.sampled_from("aeé<한ᄀ각\u09c7 \n\r\t\u200d\u200c⟩" + MARKS + BLANKS))
joined = st.text(st.sampled_from("a " + JOINED))
anything = st.text(st.characters(exclude_categories=()))


def is_mark(char: str) -> bool:
    return unicodedata.category(char).startswith("M")


# Default_Ignorable_Code_Point, as DerivedCoreProperties.txt of Unicode 17 lists it.
IGNORABLE = """AD 34F 61C 115F-1160 17B4-17B5 180B-180F 200B-200F 202A-202E 2060-206F 3164 FE00-FE0F
FEFF FFA0 FFF0-FFF8 1BCA0-1BCA3 1D173-1D17A E0000-E0FFF"""
BLANK = {0x2800, 0x16FE4, 0x1D159, 0x13441, 0x13442}
# Assigned since Unicode 14, which Python 3.11 has: a letter, a mark, emoji and an ideograph.
NEWER = "\u1c89\u1acf\U0001fae8\U0001fae9\U0001f6d8\U0002ebf0"


@pytest.mark.parametrize("plane", range(17))
def test_every_code_point_is_kept_or_made_visible(plane: int) -> None:
    pairs = (each.partition("-") for each in IGNORABLE.split())
    hidden = {n for a, _, b in pairs for n in range(int(a, 16), int(b or a, 16) + 1)}
    hidden |= BLANK | {*range(0xFDD0, 0xFDF0)} | {n | 0xFFFE for n in range(0, 0x110000, 0x10000)}
    given = {"\n": "\n", "\r": "\n", "\t": " "}

    def expected(char: str) -> str:
        if ord(char) in hidden or unicodedata.category(char) in UNSEEN:
            return given.get(char) or f"⟨U+{ord(char):04X}⟩"
        return unicodedata.normalize("NFC", char)

    newer = 0
    for first in range(plane << 16, plane + 1 << 16, 256):
        chars = [chr(point) for point in range(first, first + 256)]
        # One by one they are a million calls; nothing is composed with a bar.
        cleaned = clean("|".join(chars))
        if cleaned != "|".join(map(expected, chars)):
            # Python's own version of Unicode may not have these yet, or not the table's.
            for char, shown in zip(chars, cleaned.split("|"), strict=True):
                if shown != expected(char):
                    assert unicodedata.category(char) == "Cn"
                    assert shown == char
                    newer += 1
    assert newer < 15_000


@pytest.mark.parametrize("char", NEWER)
def test_a_letter_newer_than_the_interpreter_stays(char: str) -> None:
    assert clean(char) == char


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
        ("ب" + "\u064e\u200d" * 6, "ب" + "\u064e\u200d" + "\u064e⟨U+200D⟩" * 3 + "⟨U+200D⟩" * 2),
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
        ("\u200d", "⟨U+200D⟩"),
        ("\u200dx", "⟨U+200D⟩x"),
    ],
)
def test_clean_line(text: str, expected: str) -> None:
    assert clean_line(text) == expected


@given(anything | marked | joined)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean_line(clean_line(text)) == clean_line(text)
    assert clean(clean_line(text)) == clean_line(text)


@given(anything | marked)
def test_nothing_hidden_is_left(text: str) -> None:
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not set(cleaned) & set(BLANKS)
    hidden = {c for c in cleaned if unicodedata.category(c) in UNSEEN - {"Cn"}}
    assert hidden <= set("\n\u200c\u200d\u180e")
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


def test_the_nearest_word_is_the_one_spelled_most_alike() -> None:
    assert nearest("recrod", ["replay", "record"]) == "record"
    assert nearest("recrod", ["replay", "record"], closeness=0.95) is None
    assert nearest("recrod", []) is None


@given(text=anything, wanted=anything, most=st.integers(1, 50))
def test_an_excerpt_is_never_too_long(text: str, wanted: str, most: int) -> None:
    assert len(excerpt(text, wanted, most)) <= most


def test_words_and_numbers_read_well() -> None:
    assert [listed(x) for x in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "", "a", "a and b", "a, b and c",
    ]  # fmt: skip
    assert [counted(n, "event") for n in (0, 1, 2)] == ["no events", "1 event", "2 events"]
    assert [times(n) for n in (0, 1, 2, 3)] == ["never", "once", "twice", "3 times"]
    assert [number(x) for x in (0.0, 1.5, 2 / 3, 10.0)] == ["0", "1.5", "0.67", "10"]


@pytest.mark.parametrize(
    ("sentence", "with_stop"),
    [
        ("Minute: “We owe it”", "Minute: “We owe it”."),
        ("Minute: “We owe it.”", "Minute: “We owe it.”"),
        ("Minute: “Do we owe it?”", "Minute: “Do we owe it?”"),
        ("Minute: “Nobody said how lo…”", "Minute: “Nobody said how lo…”"),
        ("Lin Wei left", "Lin Wei left."),
        ("It ends.", "It ends."),
    ],
)
def test_a_sentence_ends_once(sentence, with_stop):
    assert ended(sentence) == with_stop
