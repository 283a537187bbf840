"""Large type: words in letters three lines high, as for the decision."""

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
"""The character for two dots of a letter, one above the other."""


def large(text: str, width: int) -> list[str]:
    """Return three lines of at most `width` cells; none if a letter is unknown or they do not fit.

    Accents are omitted: the name is also shown nearby in normal type.
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
