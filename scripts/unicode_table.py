"""Write core/unicode_table.py from the Unicode Character Database: `make unicode-table`.

The table says which characters are hidden, where joiners and variation selectors do something, and
which characters look alike. It comes from data files of one version of Unicode, not from Python's
`unicodedata`, whose version differs from Python to Python. Their digests are below, so any copy of
the files will do:

- https://www.unicode.org/Public/17.0.0/ (ucd/, ucd/emoji/, emoji/, security/)
- Debian's package unicode-data 17.0.0-2 (/usr/share/unicode), which lacks confusables.txt; Debian's
  source package icu 78 has that in source/data/unidata/.
"""

from __future__ import annotations

import argparse
import hashlib
import textwrap
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

VERSION = "17.0.0"
FILES = {
    "DerivedCoreProperties.txt": "24c7fed1195c482faaefd5c1e7eb821c5ee1fb6de07ecdbaa64b56a99da22c08",
    "IndicSyllabicCategory.txt": "3fc122f4cf58b0c19268d5f810263b04ab4e1e67743386ec0e0ada9c76aec5be",
    "PropList.txt": "130dcddcaadaf071008bdfce1e7743e04fdfbc910886f017d9f9ac931d8c64dd",
    "Scripts.txt": "9f5e50d3abaee7d6ce09480f325c706f485ae3240912527e651954d2d6b035bf",
    "StandardizedVariants.txt": "f55100b2fb11d3d75a37b8c1ab752192dbd1c4b12328c5ec6b38e3807c0ca597",
    "extracted/DerivedGeneralCategory.txt": (
        "d62e5bab70ca74f099343f71224fa051cb1fdd61a1ab45c0488c44cfc0b6102e"
    ),
    "extracted/DerivedJoiningType.txt": (
        "f39ebe974825d6736aee15582250307aa532b2cfab3caf3f86bd23fddc9c5c4d"
    ),
    "emoji/emoji-data.txt": "2cb2bb9455cda83e8481541ecf5b6dfda66a3bb89efa3fa7c5297eccf607b72b",
    "emoji/emoji-sequences.txt": "12cc8267dc33cbd11ed32bcf6fc5dc2ad9c7a77bae1bdfba2f41b1b9b3ead8dd",
    "emoji/emoji-test.txt": "1d8a944f88d7952f7ef7c5167fef3c67995bcae24543949710231b03a201acda",
    "emoji/emoji-variation-sequences.txt": (
        "bb3d09ef03f206012c7532dd52dc0a21c9efddba0135ea4cf0d9201b8b9bba7e"
    ),
    "confusables.txt": "091c7f82fc39ef208faf8f94d29c244de99254675e09de163160c810d13ef22a",
}
TABLE = Path(__file__).parents[1] / "src" / "debrief" / "core" / "unicode_table.py"

HIDDEN_CATEGORIES = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
BLANK = {0x2800, 0x16FE4, 0x1D159, 0x13441, 0x13442}
"""Letters and symbols that are blank by design, which no property of Unicode records."""

STACKING = {
    "Virama", "Pure_Killer", "Invisible_Stacker", "Reordering_Killer", "Register_Shifter",
}  # fmt: skip
"""Indic signs whose form, or that of the letters around them, a joiner beside them changes."""

OURS = {"Latin", "Greek", "Cyrillic"}
SHARED = {"Common", "Inherited"}
TAGS = 0xE0000

HEAD = '''"""Properties of characters in Unicode {version}: `make unicode-table` writes this file.

A set of code points is written as ranges in hexadecimal.

Made from data files of the Unicode Character Database and of UTS #39, with changes.
Copyright © 1991-2025 Unicode, Inc. SPDX-License-Identifier: Unicode-3.0
The license is in UNICODE-LICENSE.txt beside this file.
"""

VERSION = "{version}"
'''


def rows(folder: Path, name: str) -> Iterator[list[str]]:
    """Yield the fields of each line of a data file, without comments."""
    for line in (folder / name).read_text("utf-8-sig").splitlines():
        fields = line.partition("#")[0].strip()
        if fields:
            yield [field.strip() for field in fields.split(";")]


def points(text: str) -> range:
    """Return the code points of a range written as in the data files: `0041..005A` or `00AD`."""
    first, _, last = text.partition("..")
    return range(int(first, 16), int(last or first, 16) + 1)


def having(folder: Path, name: str, values: Collection[str]) -> set[int]:
    """Return the code points that have one of the values in a data file."""
    lines = (row for row in rows(folder, name) if row[1] in values)
    return {point for row in lines for point in points(row[0])}


def values(folder: Path, name: str) -> dict[int, str]:
    """Return the value of each code point in a data file."""
    return {point: row[1] for row in rows(folder, name) for point in points(row[0])}


def ranges(found: Iterable[int]) -> str:
    """Return code points as ranges: `AD 600-605`."""
    written: list[str] = []
    first = last = -2
    for point in [*sorted(found), 0x110001]:
        if point != last + 1:
            if first >= 0:
                written.append(f"{first:X}-{last:X}" if last > first else f"{first:X}")
            first = point
        last = point
    return " ".join(written)


def variants(folder: Path) -> dict[str, str]:
    """Return the characters before each variation selector where it does something."""
    found: dict[int, set[int]] = defaultdict(set)
    for name in ("StandardizedVariants.txt", "emoji/emoji-variation-sequences.txt"):
        for row in rows(folder, name):
            base, selector = (int(point, 16) for point in row[0].split())
            found[selector].add(base)
    return {f"{selector:X}": ranges(bases) for selector, bases in sorted(found.items())}


def flags(folder: Path) -> list[str]:
    """Return the regions whose flags are a black flag and tags, as `gbsct`."""
    found = []
    for row in rows(folder, "emoji/emoji-sequences.txt"):
        if row[1] == "RGI_Emoji_Tag_Sequence":
            _, *tags, _ = (int(point, 16) for point in row[0].split())
            found.append("".join(chr(tag - TAGS) for tag in tags))
    return found


def look_alikes(folder: Path) -> dict[str, str]:
    """Return the code points that look like each prototype, as UTS #39 has them.

    Kept are those that look like a letter of Latin, Greek or Cyrillic, like an ASCII character, or
    like a mark that all scripts share.
    """
    script = values(folder, "Scripts.txt")
    found: dict[str, set[int]] = defaultdict(set)
    for source, target, _ in rows(folder, "confusables.txt"):
        like = [int(point, 16) for point in target.split()]
        scripts = {script.get(point, "") for point in like}
        plain = all(chr(point).isascii() or script.get(point) == "Inherited" for point in like)
        if scripts <= OURS | SHARED and (scripts & OURS or plain):
            found[" ".join(f"{point:X}" for point in like)].add(int(source, 16))
    return {like: ranges(sources) for like, sources in sorted(found.items())}


def table(folder: Path) -> str:
    """Return the text of the module."""
    core = having(folder, "DerivedCoreProperties.txt", {"Default_Ignorable_Code_Point"})
    hidden = core | having(folder, "PropList.txt", {"Noncharacter_Code_Point"}) | BLANK
    category = "extracted/DerivedGeneralCategory.txt"
    joining = "extracted/DerivedJoiningType.txt"
    sets = {
        "HIDDEN": (
            hidden | having(folder, category, HIDDEN_CATEGORIES),
            "Default_Ignorable, noncharacters, unassigned, controls, formats, separators, blanks.",
        ),
        "IGNORABLE": (core, "Default_Ignorable_Code_Point."),
        "MARKS": (having(folder, category, {"Mn", "Mc", "Me"}), "General_Category=Mark."),
        "JOINS_NEXT": (having(folder, joining, {"D", "L"}), "Letters that join the next one."),
        "JOINS_LAST": (having(folder, joining, {"D", "R"}), "Letters that join the last one."),
        "STACKING": (
            having(folder, "IndicSyllabicCategory.txt", STACKING),
            "Viramas and other Indic signs that a joiner acts on.",
        ),
        "PICTOGRAPHS": (
            having(folder, "emoji/emoji-data.txt", {"Extended_Pictographic"})
            - having(folder, category, {"Cn"}),
            "Extended_Pictographic.",
        ),
        "IDEOGRAPHS": (having(folder, "PropList.txt", {"Unified_Ideograph"}), "Unified_Ideograph."),
    }
    text = HEAD.format(version=VERSION)
    for name, (found, doc) in sets.items():
        text += f'\n{name} = """\n{_filled(ranges(found))}"""\n"""{doc}"""\n'
    text += f'\nFLAGS = {tuple(flags(folder))!r}\n"""Regions whose flags are written in tags."""\n'
    text += _mapping("VARIANTS", variants(folder), "The characters before each selector.")
    like = "The characters that look like each prototype (UTS #39)."
    return text.replace("'", '"') + _mapping("LOOK_ALIKES", look_alikes(folder), like)


def _mapping(name: str, found: dict[str, str], doc: str) -> str:
    lines = "".join(_filled(f"{key}: {text}") for key, text in found.items())
    return f'\n{name} = """\n{lines}"""\n"""{doc} An indented line goes on."""\n'


def _filled(text: str) -> str:
    return textwrap.fill(text, 100, subsequent_indent=" ", break_on_hyphens=False) + "\n"


def written_in(folder: Path) -> Iterator[str]:
    """Yield every emoji and every variant of the data files, as text."""
    for name in ("emoji/emoji-test.txt", "StandardizedVariants.txt"):
        for row in rows(folder, name):
            yield "".join(chr(int(point, 16)) for point in row[0].split())


def main() -> None:
    """Check the data files, and write the table."""
    asked = argparse.ArgumentParser(description="Write the table of character properties.")
    asked.add_argument("folder", type=Path, help=f"the data files of Unicode {VERSION}")
    folder: Path = asked.parse_args().folder
    for name, digest in FILES.items():
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
            raise SystemExit(f"{name} is not the file of Unicode {VERSION}")
    TABLE.write_text(table(folder), "utf-8")
    from debrief.core.text import clean

    changed = [text for text in written_in(folder) if clean(text) != text]
    if changed:
        raise SystemExit(f"These would not stay as they are written: {changed}")


if __name__ == "__main__":
    main()
