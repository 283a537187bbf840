"""Tables as forms: the responses of web forms, one row a person and one column a question."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter

from debrief.core.text import clean, clean_line
from debrief.imports.forms import Form, Reading, moment
from debrief.imports.json_export import Attribute, ExportError, Person
from debrief.imports.shipped_maps import ShippedMap, folded, shipped_map

_TABLES = ("microsoft-forms", "google-forms", "table")
_MOST_ROWS = 1_000
_MOST_COLUMNS = 500
_NUMBER = re.compile(r"'?\s*(\d{1,4}(?:\.0+)?(?:E\+?0+)?)", re.IGNORECASE)


def table(data: bytes, kind: str = "") -> Reading:
    """Return the forms of a table in CSV; ExportError. `kind` is found if empty."""
    if data.startswith(b"PK\x03\x04"):
        raise ExportError("It is a workbook: save its sheet as “CSV UTF-8”, and import that.")
    rows = _rows(data)
    if not rows or len(rows[0][1]) < 2:  # noqa: PLR2004
        raise ExportError("The file is neither JSON nor a table with a row of column titles.")
    titles = _titles(rows[0][1])
    kind = kind or next(name for name in _TABLES if _marked(shipped_map(name), titles))
    known = shipped_map(kind)
    forms = [_form(number, cells, titles, known) for number, cells in rows[1:]]
    wide = [number for number, cells in rows[1:] if any(map(str.strip, cells[len(titles) :]))]
    problems = [f"Row {number} has more cells than there are column titles." for number in wide]
    found = f"{known.title}, {len(forms)} {'row' if len(forms) == 1 else 'rows'}"
    overall = not {folded(title) for title in titles}.isdisjoint(known.overall)
    return Reading(kind, found, tuple(forms), problems=tuple(problems), overall=overall)


def plain_word(text: str) -> str:
    """Return a cell as a word: full-width and apostrophe-led digits, `3.0` and `3.0E+00` are 3."""
    plain = unicodedata.normalize("NFKC", clean_line(text))
    number = _NUMBER.fullmatch(plain)
    return f"{float(number[1]):.0f}" if number else clean_line(text)


def _rows(data: bytes) -> list[tuple[int, list[str]]]:
    """Return the rows that are not empty, with their numbers in a spreadsheet."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExportError("The file is not UTF-8: save it as “CSV UTF-8”.") from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise ExportError("The file is not a readable CSV table: save it again.") from error
    rows = [(number, cells) for number, cells in enumerate(found, start=1) if any(cells)]
    if len(rows) > _MOST_ROWS or any(len(cells) > _MOST_COLUMNS for _, cells in rows):
        raise ExportError(f"The table has more than {_MOST_ROWS} rows or {_MOST_COLUMNS} columns.")
    return rows


def _titles(cells: list[str]) -> list[str]:
    """Return the column titles, each of them unique."""
    titles = [clean_line(cell) for cell in cells]
    count = Counter(map(folded, titles))
    return [
        title if title and count[folded(title)] == 1 else f"{title} (column {number})".strip()
        for number, title in enumerate(titles, start=1)
    ]


def _marked(known: ShippedMap, titles: list[str]) -> bool:
    return set(known.marks) <= {folded(title) for title in titles}


def _form(number: int, cells: list[str], titles: list[str], known: ShippedMap) -> Form:
    where = f"row {number}"
    filled = [*cells, *[""] * (len(titles) - len(cells))]
    columns = list(zip(titles, filled, strict=False))
    by_title = {folded(title): clean_line(cell) for title, cell in columns}
    names = [by_title[name] for name in known.names if by_title.get(name)]
    # Microsoft Forms writes this for everybody if it does not record names.
    names = [name for name in names if folded(name) != "anonymous"]
    apart = {*known.names, *known.skip, *known.overall, *([known.time] if known.time else [])}
    rated = tuple(
        Attribute("", title, _cell(cell), "", open=True)
        for title, cell in columns
        if folded(title) not in apart
    )
    when = moment(by_title.get(known.time or "", ""))
    return Form(
        number,
        where,
        Person(folded(names[0]) if names else where, (*names, where)),
        rated,
        when=when,
    )


def _cell(text: str) -> str:
    return plain_word(text) if "\n" not in text.strip() else clean(text).strip()
