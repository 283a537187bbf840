"""Hidden characters stay only where they do something, and look-alikes have one skeleton."""

from __future__ import annotations

import pytest

from debrief.core import unicode_table
from debrief.core.characters import (
    is_hidden,
    is_ignorable,
    look_alikes,
    marks,
    replace_hidden,
    skeleton,
)

SELECTORS = [0x180B, 0x180C, 0x180D, 0x180F, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]
SCOTLAND = "🏴" + "".join(chr(0xE0000 + ord(letter)) for letter in "gbsct") + "\U000e007f"


def shown(text: str) -> str:
    return replace_hidden(text, lambda char: f"<{ord(char):X}>")


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم",  # Persian: the joiner keeps two letters apart
        "دختر\u200cها",  # at the end of a part, after a letter that never joins
        "بِ\u200cد",  # a vowel between
        "ه\u200d",  # the form of a letter that would join
        "\u200dه",
        "क\u094d\u200dष",  # half a letter in Devanagari
        "क\u094d\u200c",
        "র\u200d\u09cdয",  # Bengali, before the virama
        "ශ\u0dca\u200dරී",
        "ប\u17c9\u200cុ",  # Khmer, after a register shifter
        "ᠠ\u180b",  # Mongolian: a variant, a final vowel
        "ᠨ\u180eᠠ",
        "❤\ufe0f",
        "1\ufe0f\u20e3",
        "👩\u200d🚒",
        "❤\ufe0f\u200d🔥",
        "🧑🏽\u200d⚕\ufe0f",
        "👩🏿\u200d🤝\u200d👨🏻",
        "葛\U000e0100城",
        "神\ufe00",
        "≨\ufe00",
        SCOTLAND,
        "two\nlines",
    ],
)
def test_what_does_something_stays(text: str) -> None:
    assert shown(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("wid\u200dth", "wid<200D>th"),
        ("Lin\u200c Wei", "Lin<200C> Wei"),
        ("\u200c", "<200C>"),
        ("\u200cخ", "<200C>خ"),
        ("ی\u200c", "ی<200C>"),
        ("می\u200c\u200cخ", "می<200C><200C>خ"),
        ("د\u200d", "د<200D>"),
        ("👩\u200d", "👩<200D>"),
        ("👩\u200da", "👩<200D>a"),
        ("a\u200d👩", "a<200D>👩"),
        ("a\ufe0f", "a<FE0F>"),
        ("1\ufe0f", "1<FE0F>"),
        ("\ufe0f", "<FE0F>"),
        ("❤\ufe0f\ufe0f", "❤\ufe0f<FE0F>"),
        ("a\U000e0100", "a<E0100>"),
        ("漢\U000e0100\U000e0101", "漢\U000e0100<E0101>"),
        ("a\u180b", "a<180B>"),
        ("ᠨ\u180eb", "ᠨ<180E>b"),
        ("ᠨ\u180e", "ᠨ<180E>"),
        ("a\u180eᠠ", "a<180E>ᠠ"),
        ("a\u034fb", "a<34F>b"),
        ("\U000e0041", "<E0041>"),
        (SCOTLAND[:-1], "🏴<E0067><E0062><E0073><E0063><E0074>"),
        (f"a{SCOTLAND[1:]}", "a<E0067><E0062><E0073><E0063><E0074><E007F>"),
        ("\u2065\ufdd0\U0010ffff\ue000", "<2065><FDD0><10FFFF><E000>"),
    ],
)
def test_what_does_nothing_is_replaced(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_nothing_can_be_hidden_behind_a_letter() -> None:
    for code in SELECTORS:
        assert shown(f"a{chr(code)}b") == f"a<{code:X}>b"


def test_each_set_has_the_characters_of_its_property() -> None:
    assert unicode_table.VERSION == "17.0.0"
    assert "\u0301" in marks()
    assert "e" not in marks()
    assert is_hidden("\u200d")
    assert not is_hidden("é")
    assert is_ignorable("\u00ad")
    assert not is_ignorable("\ue000")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lin Wei", "L\u0456n Wei"),  # Cyrillic
        ("Kim", "Κim"),  # Greek
        ("Kim", "𝐊im"),
        ("Lin", "L\u034fin"),
        ("José", "Jose\u0301"),
        ("Петров", "Пeтpoв"),  # with three Latin letters
        ("O’Brien", "O'Brien"),
        ("Lee", "L℮e"),
    ],
)
def test_texts_that_look_the_same_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


def test_texts_that_look_different_have_two_skeletons() -> None:
    names = ["Lin", "Lim", "José", "Jose", "Kim", "Тимур", "Omar"]
    assert len(set(map(skeleton, names))) == len(names)


def test_look_alikes_are_all_characters_with_one_skeleton() -> None:
    assert {"o", "\u043e", "\u03bf"} <= look_alikes("o")
    assert look_alikes("\u043e") == look_alikes("o")
    assert "K" in look_alikes("\u039a")
    assert "ⅿ" in look_alikes("m")
    assert look_alikes("漢") == {"漢"}
