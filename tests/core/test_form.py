"""The parts of a prompt."""

from __future__ import annotations

import pytest

from debrief.core.form import by_first_letter

LABELS = ("nobody named", "Dana", "Priya", "Dora", "Éva")


@pytest.mark.parametrize(
    ("letter", "chosen", "index"),
    [
        ("p", 0, 2),
        ("P", 0, 2),
        ("d", 0, 1),
        ("d", 1, 3),
        ("d", 3, 1),
        ("e", -1, 4),
        ("p", 2, 2),
        ("x", 0, None),
        (" ", 0, None),
    ],
)
def test_a_letter_chooses_the_next_label_that_begins_with_it(letter, chosen, index):
    assert by_first_letter(LABELS, letter, chosen) == index
