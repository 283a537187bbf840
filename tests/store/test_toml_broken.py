"""Broken cards: each gets the right line and a sentence."""

from __future__ import annotations

import pytest

from debrief.core.scorecard import Scorecard
from debrief.store.toml_files.parse import Parsed, Show, parse
from debrief.store.toml_files.positions import Path

FILE = "scores/omar.toml"
TOP = 'schema = 1\npanelist = "omar"\n'
HEAD = TOP + "\n[ratings.judgment]\n"
SCALE = "write 1 strong no · 2 no · 3 yes · 4 strong yes"


def hints(path: Path) -> str:
    return SCALE if path[-1:] == ("rating",) and path[0] == "ratings" else ""


def card(text: str | bytes, show: Show = "masked") -> Parsed[Scorecard]:
    data = text.encode() if isinstance(text, str) else text
    return parse(data, FILE, Scorecard, show=show, hints=hints)


BROKEN = [
    ("rating = yes", 5, 10, "needs quotes", "3 yes"),
    ("rating = strong yes", 5, 10, "needs quotes", "4 strong yes"),
    ('rating = "yes"', 5, 10, "competency judgment: rating", "3 yes"),
    ('rating = "3"', 5, 10, "number in quotes", "1 strong no"),
    ("rating = 3.5", 5, 10, "decimal point", "1 strong no"),
    ("rating = 3,5", 5, 10, "without a comma", "1 strong no"),
    ("rating = True", 5, 10, "in lower case", "1 strong no"),
    ("rating = true", 5, 10, "true or false", "1 strong no"),
    ("rating = [3]", 5, 10, "not one rating", "1 strong no"),
    ("rating =", 5, 9, "no value after the =", "1 strong no"),
    ("rating = # later", 5, 10, "no value after the =", "1 strong no"),
    ("rating = 03", 5, 10, "start with 0", "1 strong no"),
    ("rating = 3/4", 5, 10, "not a single value", "1 strong no"),
    ("rating = 3 // sure", 5, 10, "does not start with //", "write #"),
    ("rating = nan", 5, 10, "not a usable number", "1 strong no"),
    ("rating = inf", 5, 10, "not a usable number", "1 strong no"),
    ("rating = 99999999999999999999", 5, 10, "not a usable number", "1 strong no"),
    ("rating = " + "9" * 5000, 5, 1, "too many digits", "smaller"),
    ("rating == 3", 5, 9, "one = is enough", "rating = value"),
    ("rating 3", 5, 1, "judgment: rating: an = is missing", "rating = and"),
    ("rating: 3", 5, 7, "judgment: rating: a colon", "rating = value"),
    ("= 3", 5, 1, "no key before the =", "key = value"),
    ("rating = 3\nrating = 2", 6, 1, "appears twice, first on line 5", "keep one"),
    ("ratign = 3", 5, 1, "“ratign” is unknown", "“rating”"),
    ("confidence = 'low'", 4, 1, "neither a rating nor a state", ""),
    ('rating = 3\nstate = "abstains"', 4, 1, "both a rating and a state", "one of the two"),
    ('state = "skipped"', 5, 9, "not one of the allowed words", '"recused"'),
    ('state = "recused"', 4, 1, "recused needs a reason", ""),
    ("rating = 3\nconfidence = high", 6, 14, "needs quotes", 'confidence = "'),
    ('rating = 3\nconfidence = "High"', 6, 14, "confidence is not one of", '"low", "medium"'),
    ("rating = 3\nfor = [“x”]", 6, 8, "curly quotes", "type the quotes again"),
    ("rating = 3\nfor = “x”", 6, 7, "curly quotes", "type the quotes again"),
    ('rating = 3\nreason = "x”', 6, 12, "curly quotes", "type the quotes again"),
    ("[ratings.“growth”]\nrating = 3", 5, 10, "curly quotes", "type the quotes again"),
    ('rating = 3\nfor = "x"', 6, 7, "for needs to be a list", 'for = ["'),
    ('rating = 3\nfor = ["x", 3]', 6, 13, "for, number 2 needs to be text", 'for = "'),
    ('rating = 3\nfor = ["x", " "]', 6, 13, "number 2 is empty", ""),
    ('rating = 3\nfor = ["x', 6, 8, "no closing quote", "end it with"),
    ('rating = 3\nreason = "x\nfor = ["y"]', 6, 10, "no closing quote", "end it with"),
    ('rating = 3\nfor = ["a",\n"b\n]\nagainst = ["z"]', 7, 1, "no closing quote", "end it"),
    ('rating = 3\nreason = """x\ny\n', 6, 10, "never closed", '"""'),
    ('rating = 3\nfor = ["x"\nagainst = ["y"]', 6, 7, "list that begins here", "]"),
    ('rating = 3\nfor = ["x",\n  against = ["y"]', 6, 7, "list that begins here", "]"),
    ('rating = 3\nfor = [\n  "x",\n', 6, 7, "list that begins here", "]"),
    ('rating = 3\nfor = [\n "a"\n "b"\n]', 7, 4, "comma is missing", '["first", "second"]'),
    ('rating = 3\nfor = [\n "a"\n\n "b"\n]', 7, 4, "comma is missing", '["first", "second"]'),
    ('rating = 3\nfor = ["a" "b"]', 6, 10, "comma is missing", '["first", "second"]'),
    ('rating = 3\nfor = ["Said "no" to it"]', 6, 14, "second quote", 'write \\"'),
    ('rating = 3\nreason = "Said "no" to it"', 6, 16, "second quote", 'write \\"'),
    ("rating = 3\nreason = 'Didn't wait'", 6, 15, "apostrophe", 'with " instead'),
    ('rating = 3\nreason = "C:\\path"', 6, 15, "backslash", "two backslashes"),
    ('rating = 3\nreason = "a\\uD800"', 6, 18, "backslash", "two backslashes"),
    ('rating = 3\nreason = "a\x00b"', 6, 12, "control character", "delete"),
    ("rating = 3 # a\x07", 5, 15, "control character", "delete"),
    ("rating = 3\nfor = {a = 1", 6, 7, "{ } table that begins", "}"),
    ("rating = 3\nfor = {a = 1,}", 6, 14, "on one line", "[table]"),
    ("rating = 3\nfor = {a = 1, a = 2}", 6, 15, "judgment: for: a appears twice", "keep one"),
    ("rating = 3\nfor = {a.b = 1, a.b.c = 2}", 6, 17, "a.b.c appears twice", "keep one"),
    ("rating = 3\nfor = {a = 1 b = 2}", 6, 12, "comma is missing", "put a comma after"),
    ("rating = 3\nfor = {a = 1,, b = 2}", 6, 14, "two commas here", "delete one"),
    ("rating = 3\nfor = {, a = 1}", 6, 8, "before the first entry", "delete it"),
    ('rating = 3\nfor = ["a",, "b"]', 6, 12, "two commas here", "delete one"),
    ('rating = 3\nfor = [\n  "a",\n  , "b"\n]', 8, 3, "judgment: for: there are two", "one"),
    ('rating = 3\nfor = [, "a"]', 6, 8, "before the first entry", "delete it"),
    ("rating = ,3", 5, 10, "no value after the =", "3 yes"),
    ("rating = 3\nfor = ['Didn't wait', 'x']\nagainst = []", 6, 13, "apostrophe", '" instead'),
    ("rating = 3\nfor = [\n  'Didn't wait',\n  'x',\n]", 7, 8, "apostrophe", '" instead'),
    ("rating = 3\nreason = 'The managers' plan'", 6, 23, "apostrophe", '" instead'),
    ("rating = 3\nreason = 'x\nfor = ['y']", 6, 10, "no closing quote", "end it with '"),
    ("rating = 3\nfor = ['x,\n  'y']", 6, 8, "no closing quote", "end it with '"),
    ("[ratings.]\nrating = 3", 5, 1, "header ends with a dot", "[ratings.judgment]"),
    ("[ratings. ]\nrating = 3", 5, 1, "header ends with a dot", "[ratings.judgment]"),
    ("[ratings..growth]\nrating = 3", 5, 1, "two dots in a row", "write [ratings.growth]"),
    ("[[ratings..growth]]\nrating = 3", 5, 1, "two dots in a row", "write [[ratings.growth]]"),
    ("[.growth]\nrating = 3", 5, 1, "begins with a dot", "[ratings.growth]"),
    ("[ratings.growth.]\nrating = 3", 5, 1, "ends with a dot", "write [ratings.growth]"),
    ("rating = 3\nfor = [1,", 6, 7, "list that begins here", "]"),
    ("rating = 3\nfor = {a = 1 # b}", 6, 7, "{ } table that begins", "}"),
    ("[.]\nrating = 3", 5, 1, "header has no name", "between the brackets"),
    ("[]\nrating = 3", 5, 1, "header has no name", "between the brackets"),
    ("[ratings.größe]\nrating = 3", 5, 1, "has only a-z", "headers in the template"),
    ("rating. = 3", 5, 1, "the key ends with a dot", "delete it"),
    ("rating..x = 3", 5, 1, "has two dots in a row", "delete it"),
    (".rating = 3", 5, 1, "begins with a dot", "delete it"),
    ('rating = 3\nreason = "C:\\temp\\notes"', 6, 11, "reason: the backslashes", "write two"),
    ('rating = 3\nfor = ["In C:\\reports, I think"]', 6, 12, "for: the backslashes", "write two"),
    ('rating = 3\nreason = "C:\\new\\users"', 6, 19, "backslash", "write two"),
    ('rating = 3\nreason = """a\nC:\\temp"""', 7, 1, "the backslashes here", "write two"),
    ("rating = 3\n- Killed it", 6, 1, "dashes", '["first", "second"]'),
    ("rating = 3\nnonsense", 6, 1, "an = is missing", "between"),
    ('rating = 3\nmy reason = "x"', 6, 1, "key is one word", "template"),
    ("rating = 3\nfür = 1", 6, 1, "key is one word", "template"),
    ("[ratings.judgment]\nrating = 3", 5, 1, "first on line 4", "keep one"),
    ("[ratings.builds leaders]\nrating = 3", 5, 1, "no spaces", "[ratings.builds-leaders]"),
    ("[ratings.growth\nrating = 3", 5, 1, "closing bracket", "]"),
    ("[[ratings.growth]\nrating = 3", 5, 1, "not closed", "]]"),
    ("[ratings.growth] rating = 3", 5, 1, "cannot be read", "alone on its line"),
    ("[ratings.judgment.rating]\nx = 1\n[ratings]\ny = 1\n[ratings]", 9, 1, "line 7", "keep"),
    ("rating = 3\n[ratings.judgment.rating]\nx = 1", 6, 1, "does not fit the lines above", ""),
    ('rating = 3\nfor = [\n "x",\n "y"\nagainst = []', 6, 7, "list that begins here", "]"),
    ("rating = 3,", 5, 11, "a , ends the line", "delete it"),
    ('rating = 3\nfor = ["a"];', 6, 12, "a ; ends the line", "delete it"),
    ('rating = 3\nfor = "a", "b"', 6, 7, "without brackets", 'for = ["first"'),
    ('rating = 3\nfor = ["a"; "b"]', 6, 10, "comma is missing", '["first", "second"]'),
    ('rating = 3\nfor = [\n  "a “b”",\n  “c”,\n]', 8, 3, "judgment: for: curly", "again"),
    ("rating = 3\n[rating.x]\ny = 1", 6, 1, "“rating” is unknown", "“ratings”"),
    ("rating = three", 5, 10, "needs quotes", "3 yes"),
    ("rating = 3.", 5, 10, "not a single value", "3 yes"),
    ("rating = 3;", 5, 11, "ends the line", "delete it"),
    ("’rating = 3", 5, 1, "curly quotes", "again"),
    ("[ratings.Culture]\nrating = 3", 5, 1, "competency Culture is unknown", "“culture”"),
    ("rating = 3\n[ratings.'']\nrating = 1", 6, 1, "is unknown", "a-z"),
    ("rating = 3\n[fitt]\ntold = []", 6, 1, "“fitt” is unknown", "“fit”"),
    ("rating = 3\nsubmitted = 2026-01-05T09:00:00Z", 6, 1, "“submitted” is unknown", "top of"),
    ("rating = 3\nzzz = 1", 6, 1, "“zzz” is unknown", "use one of: rating, state"),
    ("rating = 3\n[fit]\ntold = 1", 7, 8, "fit: told needs to be a list", "told = ["),
    ("rating = 3\nreason = 5", 6, 10, "reason needs to be text", 'reason = "'),
    ("rating = 3\n[[fit]]\ntold = []", 6, 1, "fit needs to be a table", "[fit]"),
    ("rating = 3\ndepends_on_context = '" + "x" * 2000 + "'", 6, 22, "too long", "1024"),
    ("for = " + "[" * 2000 + "]" * 2000, 5, 1, "nested too deeply", "inside another list"),
    ("rating = 3\nreason = '" + "." * 257 + "'", 6, 1, "256 dots", "several entries"),
]


@pytest.mark.parametrize(("text", "line", "column", "message", "hint"), BROKEN)
def test_a_broken_card_gets_its_place_and_a_sentence(
    text: str, line: int, column: int, message: str, hint: str
) -> None:
    for end in ("", "\n", "\r\n"):
        read = card((HEAD + text).replace("\n", end or "\n") + end)
        assert read.value is None
        first = next(finding for finding in read.findings if message in finding.message)
        assert (first.line, first.column) == (line, column)
        assert hint in first.hint
        assert first.severity == "error"
        assert len(read.findings) <= 3
        assert sum(finding.line == line for finding in read.findings) == 1


@pytest.mark.parametrize(
    "text",
    [
        'reason = "Plan B:\\nFirst she asked"',
        "reason = 'C:\\temp\\notes'  # C:\\temp",
        'reason = "C:\\\\temp"',
        "reason = '''C:\\temp'''",
    ],
)
def test_a_backslash_that_is_meant_is_no_finding(text: str) -> None:
    assert card(f"{HEAD}rating = 3\n{text}\n").findings == ()


@pytest.mark.parametrize("mark", ["```", "~~~"])
def test_a_card_in_a_block_of_code_is_read_without_its_fences(mark: str) -> None:
    text = f"{mark}toml\n{HEAD}rating = yes\nreason = '''\n{mark}\n'''\n{mark}\n"
    fence, rating = card(text).findings
    assert (fence.line, fence.column, fence.code) == (1, 1, "fence")
    assert fence.message == f"the line {mark} belongs to Markdown, not to this file"
    assert fence.hint == f"delete the lines that begin with {mark}"
    assert (rating.line, rating.code) == (6, "unquoted")


# a whole file, line, column, words of the message, words of the hint
TOPS = [
    ("panelist.x = 1", 3, 1, "panelist.x appears twice", "keep one"),
    ("submitted = 2026-1-05", 3, 13, "not written in full", "2026-01-05"),
    ("submitted = 2026-13-45", 3, 13, "does not exist", "2026-01-05"),
    ("submitted = 24.11.2026", 3, 13, "year first", "2026-01-05"),
    ("submitted = 2026-11-20 9:30", 3, 13, "cannot be read", "2026-01-05T09:30:00Z"),
    ("submitted = 2026-11-20", 3, 13, "submitted needs a date, a time and a zone", ""),
    ("submitted = 2026-11-20T09:30:00", 3, 13, "a time and a zone", ""),
    ("Schema = 1", 3, 1, "“Schema” is unknown", "“schema”"),
    ("ratings = 1", 3, 11, "ratings needs to be a table", "[ratings]"),
    ("ratings.judgment = 4", 3, 20, "needs to be a table", "[ratings.judgment]"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "column", "message", "hint"), TOPS)
def test_a_broken_top_gets_its_place_and_a_sentence(
    text: str, line: int, column: int, message: str, hint: str
) -> None:
    (finding,) = card(TOP + text).findings
    assert (finding.line, finding.column) == (line, column)
    assert message in finding.message
    assert hint in finding.hint
