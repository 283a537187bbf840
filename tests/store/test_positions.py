"""The places of keys, headers and values in a file."""

from __future__ import annotations

import pytest

from debrief.store.toml_files.positions import find

SOURCE = """schema = 1 # one
a.b."c d" = 2
[ratings.judgment] # two
"for" = ["x", # three
  "y"] # four
t = { p = 1, q.r = 2 }
[[panel]]
id = "dåna" # five
[[panel]]
[[panel.sub]]
q = 1
"""


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (("schema",), (1, 1, 6), (1, 10, 1)),
        (("a", "b", "c d"), (2, 1, 9), (2, 13, 1)),
        (("a",), (2, 1, 9), (2, 1, 9)),
        (("ratings",), (3, 1, 18), (3, 1, 18)),
        (("ratings", "judgment", "for"), (4, 1, 5), (4, 9, 13)),
        (("ratings", "judgment", "for", 1), (5, 3, 3), (5, 3, 3)),
        (("ratings", "judgment", "t", "q", "r"), (6, 14, 3), (6, 20, 1)),
        (("ratings", "judgment", "none"), (3, 1, 18), (3, 1, 18)),
        (("panel", 0, "id"), (8, 1, 2), (8, 6, 6)),
        (("panel", 1), (9, 1, 9), (9, 1, 9)),
        (("panel", 1, "sub", 0, "q"), (11, 1, 1), (11, 5, 1)),
        (("nowhere",), (1, 1, 1), (1, 1, 1)),
        ((), (1, 1, 1), (1, 1, 1)),
    ],
)
def test_keys_and_values(path: tuple[str | int, ...], key: object, value: object) -> None:
    places = find(SOURCE.encode())
    one, other = places.key(path), places.value(path)
    assert (one.line, one.column, one.width) == key
    assert (other.line, other.column, other.width) == value
