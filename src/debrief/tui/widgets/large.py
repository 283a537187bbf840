"""Words in letters three lines high, for the one thing on a screen that matters most."""

from __future__ import annotations

import unicodedata

LETTERS = {
    "A": ".#.|#.#|###|#.#|#.#",
    "B": "##.|#.#|##.|#.#|##.",
    "C": ".##|#..|#..|#..|.##",
    "D": "##.|#.#|#.#|#.#|##.",
    "E": "###|#..|##.|#..|###",
    "F": "###|#..|##.|#..|#..",
    "G": ".##|#..|#.#|#.#|.##",
    "H": "#.#|#.#|###|#.#|#.#",
    "I": "#|#|#|#|#",
    "J": "..#|..#|..#|#.#|.#.",
    "K": "#.#|#.#|##.|#.#|#.#",
    "L": "#..|#..|#..|#..|###",
    "M": "#...#|##.##|#.#.#|#...#|#...#",
    "N": "#..#|##.#|#.##|#..#|#..#",
    "O": ".#.|#.#|#.#|#.#|.#.",
    "P": "##.|#.#|##.|#..|#..",
    "Q": ".#..|#.#.|#.#.|#.#.|.###",
    "R": "##.|#.#|##.|#.#|#.#",
    "S": ".##|#..|.#.|..#|##.",
    "T": "###|.#.|.#.|.#.|.#.",
    "U": "#.#|#.#|#.#|#.#|###",
    "V": "#.#|#.#|#.#|#.#|.#.",
    "W": "#...#|#...#|#.#.#|##.##|#...#",
    "X": "#.#|#.#|.#.|#.#|#.#",
    "Y": "#.#|#.#|.#.|.#.|.#.",
    "Z": "###|..#|.#.|#..|###",
    "-": "..|..|##|..|..",
    ".": ".|.|.|.|#",
    "'": "#|#|.|.|.",
    "’": "#|#|.|.|.",
    " ": ".|.|.|.|.",
}
BLOCKS = {"..": " ", "#.": "▀", ".#": "▄", "##": "█"}
"""A dot above a dot, in one cell."""


def large(text: str, width: int) -> list[str]:
    """Return three lines of at most `width` cells, or none where a letter or the room lacks.

    Accents are left out: the name stands beside it as it is written.
    """
    plain = "".join(
        char
        for char in unicodedata.normalize("NFKD", text.upper())
        if not unicodedata.combining(char)
    )
    if not plain.strip() or any(char not in LETTERS for char in plain):
        return []
    drawn = [LETTERS[char].split("|") for char in plain]
    rows = [".".join(letter[row] for letter in drawn) for row in range(len(drawn[0]))]
    rows.append("." * len(rows[0]))
    if len(rows[0]) > width:
        return []
    return [
        "".join(BLOCKS[above + below] for above, below in zip(rows[at], rows[at + 1], strict=True))
        for at in range(0, len(rows), 2)
    ]
