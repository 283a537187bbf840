"""Lists of ratings from other programs: every kind of dirt, each named by line and column."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rated import Rated

from debrief.calibration import ratings_csv
from debrief.calibration.ratings_csv import ListedSessions
from debrief.store.atomic import FileProblem

HEAD = "session,competency,panelist,rating\n"
GOOD = HEAD + "s1,judgment,ana,3\ns1,judgment,ben,4\n"


def _read(text: str | bytes, scale: range | None = None) -> ListedSessions:
    data = text if isinstance(text, bytes) else text.encode()
    return ratings_csv.parse(data, "ratings.csv", scale)


def _ratings(listed: ListedSessions) -> set[Rated]:
    return {Rated(*row) for session in listed.sessions for row in session.ratings()}


def _told(listed: ListedSessions) -> list[tuple[int, int, str, str]]:
    return [
        (finding.line, finding.column, finding.severity, finding.message)
        for finding in listed.findings
    ]


BELOW = "if the scale begins there, say so with --levels, as in --levels 0..4"
CLEAN = {Rated("s1", "judgment", "ana", 3), Rated("s1", "judgment", "ben", 4)}


def test_a_clean_list():
    found = _read(GOOD)
    assert _ratings(found) == CLEAN
    assert (found.scale, found.used, found.without, found.left_out) == (range(1, 5), 2, 0, 0)
    assert found.findings == ()


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + GOOD,
        GOOD.replace("\n", "\r\n"),
        GOOD.replace("\n", "\r"),
        GOOD.rstrip("\n"),
        GOOD.replace(",", ";"),
        GOOD.replace(",", "\t"),
        GOOD.replace(",", "|"),
        "sep=;\n" + GOOD.replace(",", ";"),
        GOOD.replace(",", " , "),
        GOOD.replace("session", " Session").replace("panelist", "PANELIST "),
        GOOD.replace("ana", '"ana"').replace("3", '"3"'),
        GOOD.replace("3", "3.0").replace("4", "+4.00"),
        GOOD.replace(",", ";").replace("3", "3,0"),
        GOOD.replace("\n", "\n\n , ,,\n"),
        GOOD.replace("\n", '\n"","",\n'),
        GOOD.replace("\n", ",,\n"),
        "rating,note,panelist,competency,session\n"
        '3,"two\nlines, quoted",ana,judgment,s1\n4,=1+1,ben,judgment,s1\n',
        "session,competency,panelist,rating,note\ns1,judgment,ana,3\ns1,judgment,ben,4,\n",
    ],
    ids=[
        "a mark of the encoding", "CRLF", "CR", "no last line end", "semicolons", "tabs", "bars",
        "a line for Excel", "spaces", "case", "quotes", "decimals", "decimal commas", "blank lines",
        "lines of empty quotes", "empty columns", "other order, other columns",
        "blank fields left out",
    ],
)  # fmt: skip
def test_what_is_only_written_otherwise_is_read_as_if_clean(text):
    found = _read(text)
    assert _ratings(found) == CLEAN
    assert found.findings == ()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_other_encodings_are_read_and_what_was_assumed_is_said(encoding):
    found = _read(GOOD.replace("ana", "Zoë").encode(encoding))
    assert {one.panelist for one in _ratings(found)} == {"Zoë", "ben"}
    assert [finding.severity for finding in found.findings] == ["warning"] * (encoding != "utf-16")


@pytest.mark.parametrize(
    "said", ["", " ", "-", "–", "NA", "n/a", "NaN", "null", "None", ".", "?", "#N/A", '""']
)
def test_no_rating_is_no_problem(said):
    found = _read(GOOD + f"s1,judgment,cy,{said}\n")
    assert (_ratings(found), found.without, found.findings) == (CLEAN, 1, ())


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        ("s1,x,cy,3.5", 9, "“3.5” lies between two levels: write a whole number"),
        ("s1,x,cy,0", 9, "“0” lies below 1; " + BELOW),
        ("s1,x,cy,21", 9, "“21” lies outside 1 to 20, the longest scale there may be"),
        ("s1,x,cy,-2", 9, "“-2” lies below 1; " + BELOW),
        ("s1,x,cy,=1+1", 9, "“=1+1” is not a level: write a whole number"),
        ("s1,x,cy,yes", 9, "“yes” is not a level: write a whole number"),
        ("s1,x,cy,1e99", 9, "“1e99” is not a level: write a whole number"),
        ("s1,x,cy," + "9" * 50, 9, f"“{'9' * 40}…” is not a level: write a whole number"),
        ('"s,1",x,cy,ab', 12, "“ab” is not a level: write a whole number"),
        (",x,cy,3", 1, "the session is empty"),
        ("s1, ,cy,3", 4, "the competency is empty"),
        ("s1,x,,3", 6, "the panelist is empty"),
        ("s1,x,c\0y,3", 6, "the panelist has a NUL character in it"),
        ("s1,x," + "y" * 300_000 + ",3", 6, "the panelist is longer than 200 characters"),
        ('s1,x,"' + "y" * 300_000 + '",3', 6, "the quotes do not close"),
        ("s1,x,cy", 1, "the row has 3 fields, its header 4"),
        ("s1,x,Day, Cy,3", 1, "the row has 5 fields, its header 4"),
        ('s1,x,"cy,3', 6, "the quotes do not close"),
        ('s1,x,"c"y,3', 6, "the quotes do not close"),
        ("s1,judgment,ana,3", 1, "the same rating stands in line 2 already"),
    ],
)
def test_a_bad_row_is_named_and_the_good_ones_count(row, column, message):
    found = _read(GOOD + row + "\ns1,judgment,dee,2\n")
    assert [one[:2] + one[3:] for one in _told(found)] == [(4, column, message)]
    assert _ratings(found) == CLEAN | {Rated("s1", "judgment", "dee", 2)}


def test_a_cell_said_in_two_ways_counts_in_neither():
    found = _read(GOOD + "s1,judgment,ana,2\ns1,judgment,ana,3\n")
    assert _ratings(found) == {Rated("s1", "judgment", "ben", 4)}
    assert [one[0::2] for one in _told(found)] == [(4, "error"), (5, "warning")]


def test_a_competency_of_which_nothing_is_left_is_not_there():
    found = _read(HEAD + "s1,x,ana,1\ns1,x,ana,2\ns1,y,ana,2\ns2,x,ana,1\ns2,x,ana,2\n")
    assert [
        [competency.id for competency in session.competencies] for session in found.sessions
    ] == [["y"]]


def test_a_problem_after_a_folded_text_is_at_the_beginning_of_its_row():
    found = _read(GOOD + 's1,"two\nlines",cy,ab\n')
    assert [one[:2] for one in _told(found)] == [(4, 1)]


def test_a_text_in_quotes_may_run_over_lines_but_not_over_the_whole_list():
    rest = "".join(f"s1,x,p{i},3\n" for i in range(60))
    found = _read(GOOD + 's1,"not closed,cy,3\n' + rest)
    assert _told(found) == [(4, 4, "error", "the quotes do not close")]
    assert found.used == 62


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "the file is empty"),
        ("\n  \n", 1, "the file is empty"),
        ("a,b,c,d\n1,2,3,4\n", 1, "the first line does not name the columns"),
        ("\nsession,competency,rating\ns,c,3\n", 2, "there is no column “panelist”"),
        (HEAD.replace("\n", ",Rating\n"), 1, "there are two columns “rating”"),
        ('"session,competency,panelist,rating\n', 1, "the first line does not name the columns"),
    ],
)
def test_without_columns_that_can_be_told_apart_nothing_is_read(text, line, message):
    found = _read(text)
    assert _told(found) == [(line, 1, "error", message)]
    assert (found.sessions, found.used, found.scale) == ((), 0, range(1, 3))


def test_without_a_header_the_documented_columns_are_taken_and_it_is_said():
    found = _read(GOOD.removeprefix(HEAD))
    assert _ratings(found) == CLEAN
    assert [finding.severity for finding in found.findings] == ["error"]
    assert "session,competency,panelist,rating" in found.findings[0].message


def test_the_scale_is_as_long_as_said_else_as_its_highest_rating():
    assert _read(GOOD, range(1, 8)).scale == range(1, 8)
    assert _read(HEAD + "s,c,p,1\n").scale == range(1, 3)
    outside = _read(GOOD, range(1, 4))
    assert _told(outside) == [(3, 17, "error", "“4” lies outside 1 to 3")]
    assert (outside.scale, outside.used, outside.left_out) == (range(1, 4), 1, 1)


def test_a_highest_rating_far_above_the_others_makes_it_ask():
    found = _read(GOOD + "s1,judgment,cy,9\n")
    assert found.scale == range(1, 10)
    assert [(finding.severity, finding.code) for finding in found.findings] == [
        ("warning", "scale")
    ]
    assert _read(GOOD + "s1,judgment,cy,9\n", range(1, 10)).findings == ()


def test_a_scale_may_begin_anywhere_and_its_lowest_rating_is_the_first_level():
    found = _read(GOOD + "s1,judgment,cy,-2\ns1,judgment,ana,2\n", range(-2, 5))
    assert {one[2:] for one in _ratings(found)} == {("ben", 7), ("cy", 1)}
    assert found.sessions[0].levels == 7
    assert [one[3] for one in _told(found)] == ["line 2 says 3 of the same, and neither counts"]


@pytest.mark.parametrize("other", ["Ana", "a n a", "an\u200ba", "aná", "ａna"])
def test_two_spellings_of_one_panelist_are_two_and_it_is_said(other):
    good = GOOD.replace("ana", "a n a" if other == "a n a" else "ana")
    other = "A\u00a0 n a" if other == "a n a" else other
    found = _read(good + f"s1,judgment,{other},2\n")
    assert (found.used, len(found.findings)) == (3, 1)
    assert _told(found)[0][:3] == (4, 1, "warning")
    assert _told(found)[0][3].endswith("” were taken for two panelists")


def test_so_are_two_of_a_session_and_of_a_competency():
    found = _read(GOOD + "S1,judgment,ana,3\ns1,Judgment,ana,3\n")
    assert [one[3] for one in _told(found)] == [
        "“s1” and “S1” were taken for two sessions",
        "“judgment” and “Judgment” were taken for two competencies",
    ]
    assert (
        _read(GOOD + "s2,ana,judgment,3\ns2,ben,ANA,3\n")
        .findings[0]
        .message.endswith("“ana” and “ANA” were taken for two panelists")
    )


def test_every_row_that_says_something_is_in_one_of_three_counts():
    rows = "s1,judgment,cy,NA\n,,,\n\ns1,judgment,ben,1\ns1\n,c,p,3\ns1,x,y,z\ns1,x,y,4\ns1,x,y,4\n"
    found = _read(GOOD + rows + '"s1,x,y,4\n')
    assert (found.used, found.without, found.left_out) == (2, 1, 7)


def test_names_are_cleaned():
    (_, one) = sorted(_ratings(_read(GOOD.replace("ana", "\x1b[31mana\u202e"))))
    assert one.panelist == "⟨U+001B⟩[31mana⟨U+202E⟩"


def test_a_file_is_named_in_findings_and_one_that_is_not_there_is_a_problem(tmp_path: Path):
    (tmp_path / "r.csv").write_text("x")
    assert ratings_csv.read(tmp_path / "r.csv").findings[0].file == "r.csv"
    with pytest.raises(FileProblem, match="does not exist"):
        ratings_csv.read(tmp_path / "none.csv")


@given(st.binary(max_size=300) | st.text('sc,;"\n\t 1234.NA-=', max_size=200).map(str.encode))
def test_whatever_stands_in_it_it_is_read_to_the_end(data):
    for text in (data, HEAD.encode() + data):
        found = _read(text)
        assert found.used == len(_ratings(found))
        assert all(1 <= one.level <= len(found.scale) for one in _ratings(found))
        assert min(found.used, found.without, found.left_out) >= 0
