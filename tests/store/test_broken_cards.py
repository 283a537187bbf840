"""Broken cards in a session: one finding each, at the right place, with a hint that mends it."""

from __future__ import annotations

from pathlib import Path

import pytest

from debrief.core.findings import Finding
from debrief.store.sessions.card_file import read_card
from debrief.store.sessions.session import load
from debrief.store.toml_files.parse import render

BRIEF = """schema = 1
title = "VP Engineering"
scheduled = 2026-11-24T15:00:00Z
framework = "senior-technology-leader"
[candidate]
alias = "K-17"
[role]
mandate = "Rebuild it"
authority = ["Hires and fires"]
success = ["One platform"]
[decision]
owner = "dana"
[[scenarios]]
id = "merge-platforms"
title = "Merge"
[[panel]]
id = "dana"
name = "Dana Whitfield"
[[panel]]
id = "omar"
name = "Omar Haddad"
covers = ["judgment"]
"""
CARD = """schema = 1
panelist = "omar"
submitted = 2026-11-20T09:30:00Z
role_as_i_understood_it = "One platform from two."

[ratings.judgment]
rating = 3
confidence = "medium"
for = ["Killed her own project"]
scenario = "merge-platforms"

[ratings.builds-leaders]
state = "not-assessed"
reason = "We ran out of time"

[ratings.technical-credibility]
rating = "met"
for = [
  "Asked where it fails",
  "Named the limits",
]

[fit]
told = ["No head-count growth"]
"""
SCALE = "write 1 strong no · 2 no · 3 yes · 4 strong yes"
LIST = '["first", "second"]'
MOMENT = "2026-01-05T09:30:00Z"
RATED = "rating = 3"
FOR = 'for = ["Killed her own project"]'
WHY = '"We ran out of time"'
LEADERS = f'[ratings.builds-leaders]\nstate = "not-assessed"\nreason = {WHY}'
INLINE = "[ratings]\nbuilds-leaders = {{ {} }}"
ENTRY = '  "Named the limits",'
JUDGED = "[ratings.judgment]"
WHEN = "2026-11-20T09:30:00Z"

# what stands there, what a person wrote, line, column, words of the sentence, words of the hint
SLIPS = [
    (RATED, "rating = Yes", 7, 10, "judgment: rating: text needs quotes", SCALE),
    (RATED, "rating = None", 7, 10, "needs quotes", SCALE),
    (RATED, "rating = 3,5", 7, 10, "without a comma", SCALE),
    (RATED, "rating = 3.0", 7, 10, "judgment: rating has a decimal point", SCALE),
    (RATED, 'rating = "3"', 7, 10, "rating is a number in quotes", SCALE),
    (RATED, 'rating = "Strong Yes"', 7, 10, "not one of the allowed ratings", SCALE),
    (RATED, "rating = 5", 7, 10, "outside the scale", SCALE),
    (RATED, "rating 3", 7, 1, "judgment: rating: an = is missing", "rating ="),
    (RATED, "rating: 3", 7, 7, "judgment: rating: a colon", "rating = value"),
    (RATED, "rating := 3", 7, 8, "judgment: rating: a colon", "rating = value"),
    (RATED, "rating => 3", 7, 9, "one = is enough", "rating = value"),
    (RATED, "rating = 3\nrating = 2", 8, 1, "judgment: rating appears twice, first on line 7", ""),
    (RATED, "rating\u00a0= 3", 7, 7, "special space", "plain space"),
    (RATED, "rating =\u00a03", 7, 9, "special space", "plain space"),
    (RATED, "\u200brating = 3", 7, 1, "hidden character", "delete it"),
    (RATED, "rating ＝ 3", 7, 8, "full-width character", "type it again"),
    (RATED, "rating = ３", 7, 10, "full-width character", "type it again"),
    (RATED, "// mine\nrating = 3", 7, 1, "comment does not start with //", "#"),
    (RATED, "-- mine\nrating = 3", 7, 1, "comment does not start with --", "#"),
    (RATED, "rating = 3 -- mine", 7, 10, "comment does not start with --", "#"),
    ('"met"', '"Met"', 17, 10, "technical-credibility: rating is not one", '"met" or "not-met"'),
    ('"met"', "2", 17, 10, "is a threshold", '"met" or "not-met"'),
    (FOR, "for = [“Killed it]", 9, 8, "judgment: for: curly quotes", "again"),
    (FOR, 'for = ["Killed it”]', 9, 18, "judgment: for: curly quotes", "again"),
    (FOR, "for = `Killed it`", 9, 7, "curly quotes", "again"),
    (FOR, "for = Killed it", 9, 7, "needs quotes", f"for = {LIST}"),
    (FOR, "for = [Killed it]", 9, 8, "needs quotes", f"for = {LIST}"),
    (FOR, 'for = "Killed it"]', 9, 17, "no opening bracket", f"for = {LIST}"),
    (FOR, 'for = ("Killed it")', 9, 7, "square brackets", f"for = {LIST}"),
    (FOR, 'for = {"Killed it"}', 9, 7, "square brackets", f"for = {LIST}"),
    (FOR, 'for =\n- "Killed it"\n- "And said so"', 10, 1, "for: a list is not", f"for = {LIST}"),
    (FOR, 'for = [\n- "Killed it"\n- "So"\n]', 10, 1, "for: a list is not", f"for = {LIST}"),
    (FOR, 'for = [\n1. "Killed it"\n]', 10, 1, "for: a list is not", f"for = {LIST}"),
    (FOR, 'for = ["Killed her\n  own project"]', 9, 8, "no closing quote", 'end it with "'),
    (FOR, 'for = [["Killed it"], [yes]]', 9, 24, "needs quotes", LIST),
    (ENTRY, "  “Named the limits”,", 20, 3, "technical-credibility: for: curly", "again"),
    (ENTRY, "  Named the limits,", 20, 3, "needs quotes", f"for = {LIST}"),
    (f"{ENTRY}\n]", ENTRY, 18, 7, "for: the list that begins here", "]"),
    (WHY, "„We ran out of time“", 14, 10, "curly quotes", "again"),
    (WHY, '"We ran out of time”', 14, 29, "curly quotes", "again"),
    (WHY, "We didn’t have time", 14, 10, "needs quotes", "straight quotes"),
    (WHY, "She said “no” twice", 14, 10, "needs quotes", "straight quotes"),
    (WHY, "'We didn't have time'", 14, 18, "apostrophe", '" instead'),
    (WHY, "''No time''", 14, 11, "two quotes", "write one"),
    (WHY, '""No time""', 14, 11, "two quotes", "write one"),
    (WHY, '"We ran out\nof time"', 14, 10, "no closing quote", 'end it with "'),
    (WHY, "'We ran out of time", 14, 10, "no closing quote", "end it with '"),
    (WHY, '"""We ran out of time"', 14, 10, "never closed", 'end it with """'),
    (WHY, "'''We ran out of time", 14, 10, "never closed", "end it with '''"),
    (WHY, '"""We ran\n[fit]\n"""\nreason = """x"""', 17, 1, "appears twice", "one"),
    (LEADERS, INLINE.format("rating = yes"), 13, 29, "builds-leaders: rating: text", SCALE),
    (LEADERS, INLINE.format("rating = True, for = []"), 13, 29, "in lower case", SCALE),
    (LEADERS, INLINE.format("rating = 3,5, for = []"), 13, 29, "rating: a number", SCALE),
    (LEADERS, INLINE.format("rating: 3"), 13, 26, "rating: a colon", "rating = value"),
    (LEADERS, INLINE.format('\n  state = "abstains",\n'), 13, 20, "on one line", "[table]"),
    (LEADERS, "[ratings]\nbuilds-leaders.rating = yes", 13, 25, "rating: text", SCALE),
    ('"not-assessed"', "not-assessed", 13, 9, "needs quotes", 'state = "not-assessed"'),
    ('"not-assessed"', '"abstains"\nrating = 2', 12, 1, "both a rating and a state", "one of the"),
    (JUDGED, "[judgment]", 6, 1, "“judgment” is unknown", JUDGED),
    (JUDGED, '["ratings.judgment"]', 6, 1, "is unknown", JUDGED),
    (JUDGED, "[ratings judgment]", 6, 1, "no spaces", JUDGED),
    (JUDGED, "[ratings.Judgment]", 6, 1, "competency Judgment is unknown", "“judgment”"),
    (JUDGED, "[ratings.judgement]", 6, 1, "no competency “judgement”", "“judgment”"),
    (JUDGED, "[[ratings.judgment]]", 6, 1, "judgment needs to be", f"single brackets: {JUDGED}"),
    (JUDGED, "[ratings.judgment", 6, 1, "no closing bracket", "]"),
    (JUDGED, "ratings.judgment]", 6, 1, "needs brackets", JUDGED),
    (JUDGED, "**ratings.judgment**", 6, 1, "needs brackets", JUDGED),
    (JUDGED, "# [ratings.judgment]", 6, 1, "judgment: the header is still behind", JUDGED),
    (JUDGED, "## Judgment", 7, 1, "rating is outside of its table", "[ratings.…]"),
    ("[fit]", "#[fit]  # what was said", 23, 1, "fit: the header is still behind", "[fit]"),
    ("[ratings.builds-leaders]", "[ratings.builds_leaders]", 12, 1, "unknown", "“builds-leaders”"),
    ("[ratings.builds-leaders]", "[ratings.builds–leaders]", 12, 1, "long dash", "builds-leaders]"),
    ("[ratings.builds-leaders]", "[ratings.builds]", 12, 1, "no competency", "“builds-leaders”"),
    (WHEN, "2026-1-05", 3, 13, "two digits each", MOMENT),
    (WHEN, "05.01.2026", 3, 13, "year first", MOMENT),
    (WHEN, "20 November 2026", 3, 13, "in numbers", MOMENT),
    (WHEN, "yesterday", 3, 13, "submitted: this is not a date", MOMENT),
    (WHEN, "2026-11-20 9:30", 3, 13, "two digits each", MOMENT),
    (WHEN, "2026-11-20T09:30:00 CET", 3, 13, "zone is written as Z", MOMENT),
    (WHEN, "2026-02-30T09:30:00Z", 3, 13, "does not exist", MOMENT),
    (WHEN, "2026-02-30", 3, 13, "this date does not exist", MOMENT),
    ('"merge-platforms"', '"Merge platforms"', 10, 12, "scenario is not", '"merge-platforms"'),
    ('"omar"', '"Omar Haddad"', 2, 12, "panelist is not", 'panelist = "omar"'),
    ("schema = 1", "schema: 1", 1, 7, "schema: a colon", "schema = value"),
]  # fmt: skip


def session(folder: Path, card: str | bytes, brief: str = BRIEF) -> Path:
    (folder / "scores").mkdir(parents=True)
    (folder / "session.toml").write_text(brief)
    data = card.encode() if isinstance(card, str) else card
    (folder / "scores" / "omar.toml").write_bytes(data)
    return folder


def findings_in(folder: Path) -> list[Finding]:
    findings = load(folder).findings
    return [
        finding
        for finding in findings
        if finding.code not in ("no-card", "coverage", "no-scenario")
    ]


@pytest.mark.parametrize(("there", "wrong", "line", "column", "message", "hint"), SLIPS)
def test_a_slip_is_one_finding(  # noqa: PLR0917 - a row of the table
    tmp_path: Path, there: str, wrong: str, line: int, column: int, message: str, hint: str
) -> None:
    assert CARD.count(there)
    for row, card in enumerate((CARD, CARD.replace("\n", "\r\n"))):
        old, new = (text.replace("\n", "\r\n") if row else text for text in (there, wrong))
        findings = findings_in(session(tmp_path / str(row), card.replace(old, new, 1)))
        errors = [finding for finding in findings if finding.severity == "error"]
        assert [(error.line, error.column) for error in errors] == [(line, column)]
        assert message in errors[0].message
        assert hint in errors[0].hint


CANARIES = ["strong no", "strong yes", "not-met", "Met", "３", "yes", " 3", "= 3", "3,5", "5"]


@pytest.mark.parametrize("wrong", [slip[1] for slip in SLIPS if slip[0] in (RATED, '"met"')])
def test_no_rating_is_in_a_line_that_is_shown(tmp_path: Path, wrong: str) -> None:
    there = '"met"' if wrong in ('"Met"', "2") else RATED
    for one in findings_in(session(tmp_path, CARD.replace(there, wrong, 1))):
        shown = render(one).splitlines()[1].partition("| ")[2]
        assert not any(canary in shown for canary in CANARIES)
        assert not any(char.isdigit() for char in shown + one.message.partition(" on line ")[0])


def test_a_list_in_a_list_is_not_taken_for_a_header(tmp_path: Path) -> None:
    text = CARD.replace(RATED, 'rating = [\n  [3],\n  ["yes"],\n  [yes]\n]')
    shown = {one.source_line.strip() for one in findings_in(session(tmp_path, text))}
    assert shown == {"rating = ▒▒▒", "▒▒▒"}


FILES = [
    (b"", "empty", "the file is empty"),
    (b"  \n\n", "empty", "the file is empty"),
    (b"# hello\n# there\n", "empty", "every line in this file is behind a #"),
    (b'{"schema": 1}', "foreign", "JSON"),
    (b"{\\rtf1\\ansi schema = 1}", "foreign", "RTF"),
    (b"PK\x03\x04\x14\x00\xff\xfe", "foreign", "Word"),
    (b"%PDF-1.7", "foreign", "PDF"),
    (b"<!DOCTYPE html><html></html>", "foreign", "web page"),
    (b"age-encryption.org/v1\n", "foreign", "encrypted"),
    (CARD.encode("utf-16"), "encoding", "UTF-16"),
    (CARD.encode("utf-16-le"), "encoding", "UTF-16"),
    (b"\0" * 50, "damaged", "empty bytes"),
    (CARD.replace("\n", "\r").encode(), "line-ends", "old Mac"),
    (CARD.replace("One", "Für").encode("latin-1"), "encoding", "not UTF-8"),
]


@pytest.mark.parametrize(("data", "code", "message"), FILES)
def test_a_file_that_is_no_card_at_all_is_one_finding(
    tmp_path: Path, data: bytes, code: str, message: str
) -> None:
    (one,) = findings_in(session(tmp_path, data))
    assert (one.code, one.severity, one.line) == (code, "error", 4 if "8" in message else 1)
    assert message in one.message
    assert "3" not in one.source_line


def test_every_header_left_behind_its_mark_is_told(tmp_path: Path) -> None:
    text = CARD.replace("\n[", "\n# [")
    assert [(one.line, one.code) for one in findings_in(session(tmp_path, text))] == [
        (row, "behind-mark") for row in (6, 12, 16, 23)
    ]
    (tmp_path / "two").mkdir()
    twice = CARD.replace(JUDGED, f"{JUDGED}\n# {JUDGED}").replace(RATED, "rating = yes")
    (one,) = findings_in(session(tmp_path / "two" / "s", twice))
    assert (one.line, one.code) == (8, "unquoted")


def test_a_text_between_three_quotes_without_end_is_found_where_it_begins(tmp_path: Path) -> None:
    text = CARD.replace(WHY, '"""We ran out\nof time').replace(
        'rating = "met"', 'reason = """x"""\nrating = "met"'
    )
    (one,) = [one for one in findings_in(session(tmp_path, text)) if one.code == "unclosed-quote"]
    assert (one.line, one.column) == (14, 10)


def test_what_the_session_knows_is_told_of_a_broken_card_too(tmp_path: Path) -> None:
    text = (
        CARD.replace(RATED, "rating = 9").replace('"medium"', '"hihg"').replace('"met"', "true")
        + "[ratings.judgement]\nrating = yes\n[ratings.grit]\nstate = 1\n[ratings.Zeal]\n"
        '[ratings.context-transfer]\nrating = 2\nscenario = "mergers"\n'
        "[[ratings.builds]]\n"
    ).replace("schema = 1\n", "")
    assert [(one.line, one.code) for one in findings_in(session(tmp_path, text))] == [
        (1, "missing"),
        (6, "rating-scale"),
        (7, "literal-error"),
        (16, "value-error"),
        (24, "unknown-competency"),
        (25, "unquoted"),
        (26, "unknown-competency"),
        (27, "literal-error"),
        (28, "string-pattern-mismatch"),
        (31, "unknown-scenario"),
        (32, "model-type"),
    ]
    (tmp_path / "two").mkdir()
    findings = findings_in(
        session(tmp_path / "two" / "s", CARD.partition("[")[0] + "ratings = 3\n")
    )
    assert [(finding.line, finding.code) for finding in findings] == [(6, "dict-type")]


def test_of_an_encrypted_card_no_line_is_shown(tmp_path: Path) -> None:
    card, findings = read_card("scores/omar.toml.age", "omar", b"rating = yes", None, "")
    assert card is None
    assert (findings[0].line, findings[0].column, findings[0].source_line) == (1, 10, "")


def test_a_text_between_three_quotes_does_not_hide_another_slip(tmp_path: Path) -> None:
    text = CARD.replace(WHY, '"""We ran\nout"""  # of time').replace('"high"', '"high')
    text = text.replace("[fit]", '[fit]\nconcerns = ["Wants a say]')
    (one,) = findings_in(session(tmp_path, text))
    assert (one.line, one.column, one.code) == (25, 13, "unclosed-quote")


def test_a_file_full_of_problems_is_told_in_part(tmp_path: Path) -> None:
    findings = findings_in(session(tmp_path, CARD + "".join(f"k{n} = 1\n" for n in range(105))))
    assert len(findings) == 101
    assert findings[0].message == "there are 5 more problems in this file"


def test_without_a_brief_the_hint_is_the_general_one(tmp_path: Path) -> None:
    findings = findings_in(
        session(tmp_path, CARD.replace(RATED, "rating = yes"), brief="title = VP")
    )
    assert [(finding.file, finding.line) for finding in findings] == [
        ("session.toml", 1),
        ("scores/omar.toml", 7),
    ]
    assert findings[1].hint.startswith("write a whole number from 1")


# what stands in session.toml, what a person wrote, line, column, words, words of the hint
BRIEFS = [
    ('name = "Omar Haddad"\n', "", 19, 1, "panelist omar: name is missing", "name ="),
    ('id = "omar"', 'id = "dana"', 20, 6, "“dana” appears twice", "its own"),
    ('owner = "dana"', 'owner = "Dana Whitfield"', 12, 9, "owner is not", "“dana”"),
    ('owner = "dana"', "owner = dana", 12, 9, "owner: text", 'owner = "'),
    ('["judgment"]', "[judgment]", 22, 11, "covers: text", f"covers = {LIST}"),
    ('["judgment"]', '["Judgment"]', 22, 11, "covers, number 1 is not", "“judgment”"),
    ("framework", "show_lean = yes\nframework", 4, 13, "show_lean: text", "true or false"),
    ("framework", "owner = 'x'\nframework", 4, 1, "outside of its table", "[decision]"),
    ("2026-11-24T15:00:00Z", "24 Nov 2026", 3, 13, "in numbers", MOMENT),
    ("[[panel]]", "[agenda]\nvote = 5 min\n[[panel]]", 17, 8, "vote: text", "whole number"),
    ("[[scen", '[role.expectations]\na = "x"\n[[scen', 13, 1, "list", "[[role.expectations]]"),
    ("[[scen", '[[expectations]]\na = "x"\n[[scen', 13, 1, "unknown", "[[role.expectations]]"),
    ('[candidate]\nalias = "K-17"\n', "", 1, 1, "candidate is missing", "[candidate] with alias"),
]


@pytest.mark.parametrize(("there", "wrong", "line", "column", "message", "hint"), BRIEFS)
def test_a_slip_in_the_brief_is_one_finding(  # noqa: PLR0917 - a row of the table
    tmp_path: Path, there: str, wrong: str, line: int, column: int, message: str, hint: str
) -> None:
    assert there in BRIEF
    errors = load(session(tmp_path, CARD, BRIEF.replace(there, wrong, 1))).errors
    assert [(error.file, error.line, error.column) for error in errors] == [
        ("session.toml", line, column)
    ]
    assert message in errors[0].message
    assert hint in errors[0].hint


def test_names_that_are_not_known_are_told_of_a_broken_brief_too(tmp_path: Path) -> None:
    brief = BRIEF.replace('title = "VP Engineering"', "title = VP").replace(
        '"dana"\n[[s', '"dan"\n[[s'
    )
    brief = brief.replace('["judgment"]', '["Judgment", "judgement"]').replace(
        'name = "Omar', 'nam = "O'
    )
    brief = brief.replace('title = "Merge"', 'title = 1\nrun_by = ["omer", 3]')

    def errors(name: str, text: str) -> list[tuple[int, int, str]]:
        findings = load(session(tmp_path / name, CARD, text)).errors
        return [(finding.line, finding.column, finding.code) for finding in findings]

    assert errors("a", brief) == [
        (2, 9, "unquoted"),
        (12, 9, "owner"),
        (15, 9, "string-type"),
        (16, 11, "unknown-panelist"),
        (16, 19, "string-type"),
        (22, 1, "unknown-key"),
        (23, 11, "string-pattern-mismatch"),
        (23, 23, "unknown-competency"),
    ]
    for name, lost, codes in (
        ("b", ('id = "omar"', "id = omar"), {"unquoted", "missing"}),
        ("c", ("[[panel]]", "[[panel]"), {"header", "too-short"}),
        ("d", ('framework = "', "framework = “"), {"smart-quotes", "unquoted"}),
        ("e", ('[decision]\nowner = "dana"', "decision = 1\nscenarios = 2"), {"x"}),
    ):
        broken = BRIEF.replace('title = "VP Engineering"', "title = VP").replace(*lost, 1)
        told = {code for _, _, code in errors(name, broken)}
        assert "owner" not in told
        assert "unknown-competency" not in told
        assert codes & told or name == "e"


def test_who_has_not_written_in_the_template_is_reminded(tmp_path: Path) -> None:
    (one,) = findings_in(session(tmp_path, 'schema = 1\npanelist = "omar"\n# rating = 3\n'))
    assert one.code == "empty-card"
    assert "“Omar Haddad, please send scores/omar.toml before 2026-11-24 15:00 UTC;" in one.hint
    assert "remove the #" in one.hint


def test_a_card_under_another_name_is_told_once(tmp_path: Path) -> None:
    folder = session(tmp_path, CARD)
    (folder / "scores" / "omar.toml").rename(folder / "scores" / "omer.toml")
    (one,) = findings_in(folder)
    assert (one.code, one.hint) == ("unknown-panelist", "did you mean “omar”? Rename the file")
    (folder / "scores" / "omer.toml").write_text('schema = 1\npanelist = "omar"\n')
    assert [one.code for one in findings_in(folder)] == ["unknown-panelist", "empty-card"]


def test_scores_that_are_no_folder_are_told(tmp_path: Path) -> None:
    (tmp_path / "session.toml").write_text(BRIEF)
    (tmp_path / "scores").touch()
    assert [(one.file, one.code) for one in findings_in(tmp_path)] == [("scores", "file")]
