"""The findings of `check` on a whole session, each with its place, sentence and hint."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from debrief.core.findings import Finding
from debrief.store.sessions.session import load

BRIEF = """schema = 1
title = "VP Engineering"
scheduled = 2026-11-24T15:00:00Z
facilitator = "Noor Rahman"
[candidate]
alias = "K-17"
name = "Kim Okafor"
[role]
mandate = "Rebuild it"
authority = ["Hires and fires"]
success = ["One platform"]
[decision]
owner = "dana"
[[panel]]
id = "dana"
name = "Dana Whitfield"
covers = ["judgment", "depth"]
[[panel]]
id = "omar"
name = "Omar Kim"
[[competencies]]
id = "judgment"
title = "Judgment"
definition = "How they choose."
anchors = ["a", "b", "c", "d"]
[[competencies]]
id = "depth"
title = "Depth"
kind = "threshold"
definition = "Enough to be believed."
anchors = ["a", "b"]
[[scenarios]]
id = "merge"
title = "Merge"
competencies = ["judgment", "depth"]
run_by = ["omar"]
"""
CARD = """schema = 1
panelist = "{}"
submitted = 2026-11-20T09:30:00Z
role_as_i_understood_it = "One platform from two."
[ratings.judgment]
rating = 3
for = ["Killed her own project"]
scenario = "merge"
[ratings.depth]
rating = "met"
for = ["Read the code"]
"""
SCALE = "write 1 strong no · 2 no · 3 yes · 4 strong yes"


def findings_in(folder: Path, brief: str = BRIEF, **cards: str | None) -> list[Finding]:
    (folder / "scores").mkdir()
    (folder / "session.toml").write_text(brief)
    texts = {"dana": CARD.format("dana"), "omar": CARD.format("omar")} | cards
    for panelist, text in texts.items():
        if text is not None:
            (folder / "scores" / f"{panelist}.toml").write_text(text)
    return list(load(folder, private=True).findings)


def test_a_good_session_has_no_findings(tmp_path: Path) -> None:
    assert findings_in(tmp_path) == []


# what to replace in session.toml, then: line, column, severity, code, words of message and of hint
SESSIONS = [
    ('owner = "dana"', 'owner = "dan"', 13, 9, "error", "owner", "“dan” is not on", "“dana”"),
    ('"Noor Rahman"', '"dana whitfield"', 4, 15, "warning", "facilitator", "also", "facilitate"),
    ('"Noor Rahman"', '"dana"', 4, 15, "warning", "facilitator", "decision owner", "listen"),
    ('["judgment", "depth"]\n[[p', '["judgement"]\n[[p', 17, 11, "error", "unknown-competency",
     "“judgement”", "“judgment”"),
    ('"depth"]\nrun', '"deth"]\nrun', 35, 29, "error", "unknown-competency", "deth", "“depth”"),
    ('run_by = ["omar"]', 'run_by = ["dana", "omer"]', 36, 19, "error", "unknown-panelist",
     "no panelist “omer”", "“omar”"),
    ('["judgment", "depth"]\nrun', '["judgment"]\nrun', 26, 1, "warning", "no-scenario",
     "no scenario covers the competency depth", "scenario’s competencies"),
    ('"b", "c", "d"]', '"b", "c"]', 25, 11, "error", "anchors", "judgment has 3 anchors",
     "strong no · no · yes · strong yes"),
    ('anchors = ["a", "b"]', 'anchors = ["a"]', 31, 11, "error", "anchors", "depth has 1",
     "not met · met"),
    ('mandate = "Rebuild it"', 'mandate = "Kim Okafor rebuilds it"', 9, 11, "warning", "real-name",
     "role: mandate: the candidate’s real name", "write K-17 instead"),
    ('["One platform"]', '["One", "What okaforians do", "kim okafor’s team"]', 11, 41, "warning",
     "real-name", "success, number 3", "K-17"),
    ('mandate = "Rebuild it"', 'mandate = "…"', 9, 11, "warning", "placeholder",
     "role: mandate is not written yet", "replace the …"),
    ('title = "Merge"', 'title = "As Okafor did"', 34, 9, "warning", "real-name",
     "scenario merge: title", "K-17"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "severity", "code", "message", "hint"), SESSIONS
)
def test_what_does_not_fit_in_session_toml(  # noqa: PLR0917 - a row of the table above
    tmp_path: Path,
    old: str,
    new: str,
    line: int,
    column: int,
    severity: str,
    code: str,
    message: str,
    hint: str,
) -> None:
    assert old in BRIEF
    one = next(one for one in findings_in(tmp_path, BRIEF.replace(old, new)) if one.code == code)
    assert (one.file, one.line, one.column) == ("session.toml", line, column)
    assert one.severity == severity
    assert message in one.message
    assert hint in one.hint


# what to replace in omar's card, then: line, column, severity, code, words of message and of hint
CARDS = [
    ("rating = 3", "rating = 5", 6, 10, "error", "rating-scale", "judgment: the rating", SCALE),
    ("rating = 3", "rating = 0", 6, 10, "error", "rating-scale", "outside the scale", SCALE),
    ("rating = 3", 'rating = "met"', 6, 10, "error", "rating-kind", "by a number", SCALE),
    ('rating = "met"', "rating = 2", 10, 10, "error", "rating-kind", "a threshold",
     'write "met" or "not-met"'),
    ('rating = "met"', "rating = yes", 10, 10, "error", "unquoted", "competency depth: rating",
     'write "met" or "not-met"'),
    ("rating = 3", 'rating = "yes"', 6, 10, "error", "value-error", "judgment: rating", SCALE),
    ("rating = 3", "rating = 3\nconfidence = high", 7, 14, "error", "unquoted",
     "judgment: confidence", 'confidence = "low"'),
    ("[ratings.judgment]", "[ratings.judgement]", 5, 1, "error", "unknown-competency",
     "no competency “judgement”", "“judgment”"),
    ('"merge"', '"murge"', 8, 12, "error", "unknown-scenario", "“murge”", "“merge”"),
    ('for = ["Read the code"]\n', "", 9, 1, "warning", "no-evidence", "depth has neither", "for ="),
    ("submitted = 2026-11-20T09:30:00Z\n", "", 1, 1, "warning", "undated", "no date", "submitted"),
    ("2026-11-20T", "2026-11-24T16:", 3, 13, "error", "date", "", "2026-01-05T09:30:00Z"),
    ("2026-11-20T09", "2026-11-24T16", 3, 13, "warning", "late", "planned start", "before"),
    ("role_as_i", "# role_as_i", 1, 1, "warning", "no-role", "sentence on the role", "role_as_i"),
    ("Killed her own", "Kim Okafor killed her", 7, 8, "warning", "real-name",
     "competency judgment: for, number 1", "K-17"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "severity", "code", "message", "hint"), CARDS
)
def test_what_is_wrong_in_a_card(  # noqa: PLR0917 - a row of the table above
    tmp_path: Path,
    old: str,
    new: str,
    line: int,
    column: int,
    severity: str,
    code: str,
    message: str,
    hint: str,
) -> None:
    assert old in CARD
    (one,) = findings_in(tmp_path, omar=CARD.format("omar").replace(old, new))
    assert (one.file, one.line, one.column) == ("scores/omar.toml", line, column)
    assert (one.severity, one.code) == (severity, code)
    assert message in one.message
    assert hint in one.hint
    assert one.source_line.partition(" = ")[2] in ("", "▒▒▒")


def test_no_competency_at_all(tmp_path: Path) -> None:
    start, _, rest = BRIEF.partition("[[competencies]]")
    brief = start + "[[scenarios]]" + rest.partition("[[scenarios]]")[2]
    one = findings_in(tmp_path, brief)[0]
    assert (one.line, one.code, one.severity) == (1, "no-competency", "error")


def test_a_framework_needs_a_scale_of_its_size(tmp_path: Path) -> None:
    brief = BRIEF.replace("facilitator", 'framework = "senior-technology-leader"\nfacilitator')
    brief += '[scale]\nlevels = ["no", "maybe", "yes"]\n'
    one = [one for one in findings_in(tmp_path, brief) if one.code == "anchors"][-1]
    assert (one.line, one.severity) == (39, "error")
    assert "framework’s number of levels" in one.hint


def test_who_has_sent_no_card_is_asked(tmp_path: Path) -> None:
    (one,) = findings_in(tmp_path, omar=None)
    assert (one.line, one.severity, one.code) == (19, "warning", "no-card")
    assert one.message == "there is no scorecard from Omar Kim yet"
    assert "Omar Kim, please send scores/omar.toml" in one.hint


def test_a_card_leaves_out_what_its_author_covers(tmp_path: Path) -> None:
    some = CARD.partition("[ratings.depth]")[0]
    one, other = findings_in(tmp_path, dana=some.format("dana"))
    assert (one.code, one.line) == ("coverage", 26)
    assert one.message == "competency depth is rated by only omar"
    assert (other.file, other.code) == ("scores/dana.toml", "not-covered")
    assert "[ratings.depth]" in other.hint


def test_what_a_card_lacks_is_for_the_facilitator_alone(tmp_path: Path) -> None:
    """Without `private`, cards that differ only in entries and evidence have the same findings."""
    folder = tmp_path
    findings_in(folder)
    bare = CARD.partition("[ratings.depth]")[0].replace('for = ["Killed', '# for = ["Killed')
    whole = load(folder).findings
    (folder / "scores" / "dana.toml").write_text(bare.format("dana"))

    assert load(folder).findings == whole
    codes = {finding.code for finding in load(folder, private=True).findings}
    assert codes == {"coverage", "no-evidence", "not-covered"}


def test_a_competency_that_nobody_rates(tmp_path: Path) -> None:
    some = CARD.partition("[ratings.depth]")[0]
    brief = BRIEF.replace('covers = ["judgment", "depth"]', 'covers = ["judgment"]')
    (one,) = findings_in(tmp_path, brief, dana=some.format("dana"), omar=some.format("omar"))
    assert one.message == "competency depth is rated by nobody"


def test_a_card_without_its_author_on_the_panel_is_only_read(tmp_path: Path) -> None:
    (one,) = findings_in(tmp_path, lin=CARD.format("lin"))
    assert (one.file, one.code) == ("scores/lin.toml", "unknown-panelist")


def test_without_a_name_no_text_can_show_it(tmp_path: Path) -> None:
    brief = BRIEF.replace('name = "Kim Okafor"\n', "").replace("Rebuild it", "Okafor")
    assert findings_in(tmp_path, brief) == []


def test_a_name_in_a_script_without_spaces_is_found(tmp_path: Path) -> None:
    brief = BRIEF.replace("Kim Okafor", "山田花子").replace("Rebuild it", "もし山田花子なら")
    (one,) = findings_in(tmp_path, brief)
    assert (one.line, one.code) == (9, "real-name")


def test_a_panelist_may_share_a_part_of_the_name(tmp_path: Path) -> None:
    assert (
        findings_in(tmp_path, BRIEF.replace("Rebuild it", "Kim rebuilds, Okaforian or not")) == []
    )


@pytest.mark.parametrize("name", ["Dana Whitfield", "dana  whitfield", "D\u0430na Whitfield"])
def test_names_that_look_the_same_are_a_warning(tmp_path: Path, name: str) -> None:
    (one,) = findings_in(tmp_path, BRIEF.replace("Omar Kim", name))
    assert (one.line, one.column, one.severity, one.code) == (20, 8, "warning", "same-name")
    assert one.message == "panelists dana and omar have names that look the same"
    assert one.hint == "add an initial or a job to one of the names"


def test_titles_that_look_the_same_are_a_warning(tmp_path: Path) -> None:
    (one,) = findings_in(tmp_path, BRIEF.replace('title = "Depth"', 'title = "judgment"'))
    assert (one.line, one.column, one.code) == (28, 9, "same-title")
    assert one.message == "competencies judgment and depth have titles that look the same"


def test_a_title_of_a_framework_is_pointed_at_in_the_file_that_can_change(tmp_path: Path) -> None:
    text = BRIEF.replace("[candidate]", 'framework = "f"\n[candidate]', 1)
    framework = tmp_path / "frameworks" / "f.toml"
    framework.parent.mkdir()
    framework.write_text(
        'schema = 1\nid = "f"\ntitle = "F"\n[[competencies]]\nid = "choice"\ntitle = "Judgment"\n'
        'definition = "d"\nanchors = ["a", "b", "c", "d"]\n[[competencies]]\nid = "other"\n'
        'title = "JUDGMENT"\ndefinition = "d"\nanchors = ["a", "b", "c", "d"]\n'
    )
    (tmp_path / "session.toml").write_text(text)
    found = load(tmp_path, framework.parent).findings
    assert [(one.line, one.column) for one in found if one.code == "same-title"] == [
        (5, 13),
        (24, 9),
    ]


def test_ids_that_windows_cannot_have_are_a_warning(tmp_path: Path) -> None:
    folder = tmp_path / "nul"
    folder.mkdir()
    brief = BRIEF.replace('"omar"', '"com1"')
    card = {"omar": None, "com1": CARD.format("com1")}
    name, id_ = findings_in(folder, brief, **card)
    assert (name.file, name.line, name.code) == ("session.toml", 0, "windows-name")
    assert name.message == "the folder name, “nul”, is a device name in Windows"
    assert name.hint == "choose another id, so that the session can be copied to any computer"
    assert (id_.line, id_.column, id_.severity, id_.code) == (19, 6, "warning", "windows-name")
    assert id_.message.startswith("panelist com1: the id is a device name in Windows")
    assert id_.hint == "write another id, for example “com1-1”"


def test_a_session_without_scenarios_is_fine(tmp_path: Path) -> None:
    brief = BRIEF.partition("[[scenarios]]")[0]
    cards = {
        name: CARD.format(name).replace('scenario = "merge"\n', "") for name in ("dana", "omar")
    }
    assert findings_in(tmp_path, brief, **cards) == []


def test_no_finding_moves_with_a_rating(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    text = CARD.format("omar").replace('for = ["Read the code"]\n', "").replace("sub", "# sub")
    one = findings_in(tmp_path / "one", omar=text)
    two = findings_in(
        tmp_path / "two", omar=text.replace("= 3", "= 1").replace('"met"', '"not-met"')
    )
    assert one == two
    assert len(one) == 2


def test_a_card_from_the_future_is_told_beyond_what_clocks_differ_by(tmp_path: Path) -> None:
    findings_in(tmp_path)
    submitted = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)

    before = load(tmp_path, now=submitted - timedelta(minutes=11))
    assert [
        (finding.file, finding.line) for finding in before.findings if finding.code == "future"
    ] == [
        ("scores/dana.toml", 3),
        ("scores/omar.toml", 3),
    ]
    assert before.from_the_future == {"dana", "omar"}
    assert before.preflight_notes.notes[0] == "Dana Whitfield: the card’s date is in the future."
    assert not load(tmp_path, now=submitted - timedelta(minutes=10)).from_the_future
    assert not load(tmp_path).from_the_future
