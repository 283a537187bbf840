"""Names that look the same are twins, and names of devices are refused by Windows."""

from __future__ import annotations

import pytest

from debrief.core.names import refused_by_windows, twins


@pytest.mark.parametrize(
    "other",
    [
        "Lin Wei",
        "lin wei",
        "Lin  Wei",
        "Lin\u2007Wei",
        "L⟨U+200D⟩in Wei",
        "L\u0456n Wei",  # Cyrillic
        "Lin W\u0435\u0456",
        "L\u03b9n Wei",  # Greek
        "Ｌｉｎ Wei",
        "LIN WEI",
        "\U0001d40bin Wei",
    ],
)
def test_names_that_look_the_same_are_twins(other: str) -> None:
    assert list(twins(["Omar Haddad", "Lin Wei", "Dana Day", other])) == [(1, 3)]


def test_a_name_in_two_normal_forms_is_one() -> None:
    assert list(twins(["José", "Jose\u0301"])) == [(0, 1)]
    assert list(twins(["José", "Jose"])) == []


def test_each_later_twin_is_found_once() -> None:
    assert list(twins(["Ian", "Bo", "lan", "IAN", "bo"])) == [(0, 2), (0, 3), (1, 4)]


def test_other_names_are_not_twins() -> None:
    assert list(twins(["Lin Wei", "Lin Zhao", "Line Wei", "Wei Lin", "Тимур", "Tim"])) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("con", "device"),
        ("NUL", "device"),
        ("com1", "device"),
        ("lpt9", "device"),
        ("aux.old", "device"),
        ("con .x", "device"),
        ("2026.", "dot or a space,"),
        ("2026 ", "dot or a space,"),
        ("a:b", "character"),
        ("what?", "character"),
        ("cons", ""),
        ("com10", ""),
        ("2026-11-vp-k17", ""),
    ],
)
def test_what_windows_cannot_have(name: str, words: str) -> None:
    reason = refused_by_windows(name)
    assert words in reason
    assert bool(words) == bool(reason)
