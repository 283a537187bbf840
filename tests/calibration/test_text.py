"""The calibration report as text and as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random

from rated import CHECK, Rated, made_up, sessions_of
from rich.cells import cell_len

from debrief.calibration.estimate import Calibration, calibration
from debrief.calibration.names import Names
from debrief.calibration.sessions import CompetencyRatings, SessionRatings
from debrief.calibration.text import WIDTH, calibration_members, calibration_text

PEOPLE = {
    "r0": "Zoë Ångström",
    "r1": "Lin Wei",
    "r2": "技術担当副社長兼最高技術責任者候補生",
    "r3": "Ana",
}
NAMES = Names({id_: (name,) for id_, name in PEOPLE.items()})


def _report(sessions: list[SessionRatings], names: Names | None = None) -> Calibration:
    return calibration(sessions, names or Names(), Random(1).randbytes)


def _archive(raters: int = 6) -> list[Rated]:
    drawn = made_up(Random(1), sessions=40, raters=raters, panel=5, competencies=4)
    return list(drawn)


def test_those_past_the_gate_stand_by_name_each_with_dot_interval_and_sentence() -> None:
    found = _report(sessions_of(_archive()), NAMES)
    lines = list(calibration_text(found))
    text = "\n".join(lines)
    plot = [line for line in lines if "●" in line and "─" in line][1:]

    assert [line.split()[0] for line in plot] == [
        "Ana", "Lin", "r4", "r5", "Zoë", "技術担当副社長兼最高技…",
    ]  # fmt: skip
    assert all(line.count("●") == 1 for line in plot)
    for person in found.scales[0].people:
        assert person.shown
        assert f"{person.name}'s ratings" in " ".join(text.split())
    assert text.index("Ana's") < text.index("Lin Wei's") < text.index("Zoë Ångström's")


def test_a_dot_stands_on_its_side_of_the_line_for_nothing() -> None:
    found = _report(sessions_of(_archive()))
    lines = list(calibration_text(found))
    zero = next(line for line in lines if "lower" in line and "higher" in line).index(" 0 ") + 1
    for person in found.scales[0].people:
        row = next(line for line in lines if line.startswith(f"  {person.name}  ") and "●" in line)
        lean = person.estimate.lean
        assert (row.index("●") - zero) * lean >= 0
        assert row.ljust(WIDTH)[zero] in "│┼●"


def test_nobody_behind_the_gate_has_a_number() -> None:
    lines = list(calibration_text(_report(sessions_of(CHECK))))
    text = "\n".join(lines)

    assert "  A  Not enough shared debriefs to say (2 of 5)." in lines
    assert "●" not in text
    assert "0.7" not in text


def test_a_long_list_of_those_not_yet_past_it_is_cut() -> None:
    ratings = [Rated("s", "c", f"r{i:02}", 1 + i % 4) for i in range(50)]
    lines = list(calibration_text(_report(sessions_of(ratings))))

    assert sum("Not enough shared" in line for line in lines) == 40
    assert "  … and 10 more; --json lists everybody." in lines


def test_lines_fit_the_page_and_the_sections_say_what_there_is() -> None:
    rounds = CompetencyRatings("x", {"a": 1, "b": 4}, {"a": 2, "b": 4}, "a")
    more = SessionRatings("t", 4, (rounds,), challenges={"held": 1}, dissents=1)
    names = NAMES.together({"r0": "Another"})
    lines = list(calibration_text(_report([*sessions_of(_archive()), more], names)))
    text = " ".join(" ".join(lines).split())

    assert [line for line in lines if cell_len(line) > WIDTH] == []
    for said in (
        "Calibration: 41 finished debriefs",
        "Krippendorff's ordinal alpha",
        "The id r0 stands for Zoë Ångström and Another; none of its ratings is used.",
        "no consensus in",
        "In 1 further round, 1 of 2 ratings moved: 1 up, 0 down.",
        "1 held, 0 changed, 0 left open, 0 waived.",
        "1 dissent recorded, none reviewed yet.",
    ):
        assert said in text


def test_of_a_list_of_ratings_nothing_is_said_that_only_a_meeting_knows() -> None:
    lines = list(calibration_text(_report(sessions_of(CHECK)), meetings=False))
    assert not {"Discussion", "Challenges", "Dissent at review"} & set(lines)


def test_two_scales_are_told_apart() -> None:
    ratings = _archive()
    long = [replace(one, id=f"x{one.id}", levels=7) for one in sessions_of(ratings)]
    text = "\n".join(calibration_text(_report([*sessions_of(ratings), *long])))
    assert "Agreement on the scale of 4 levels" in text
    assert "Agreement on the scale of 7 levels" in text
    assert "(7 levels): no consensus" in text


def test_json_has_every_panelist_with_their_estimate_and_the_gates_answer() -> None:
    few = [Rated(f"z{i}", "c", p, 1 + i) for i in range(3) for p in ("r0", "new")]
    members = calibration_members(_report(sessions_of([*_archive(), *few])))
    people = {one["panelist"]: one for one in members["panelists"]}

    assert {"sigma2", "tau2", "df", "components", "alpha"} <= members.keys()
    assert members["alpha"].keys() >= {"ordinal", "low", "high", "ratings"}
    assert people["r0"].keys() >= {
        "panelist", "lean", "se", "reliability", "sessions", "coraters", "shown",
    }  # fmt: skip
    assert (people["r0"]["shown"], people["new"]["shown"]) == (True, False)
    assert people["new"]["lean"] is not None
    assert people["new"]["says"] == "Not enough shared debriefs to say (3 of 5)."
    assert members["scales"][0]["alpha"] == members["alpha"]
    json.dumps(members, allow_nan=False)


def test_json_of_nothing_has_the_same_members() -> None:
    empty, some = calibration_members(_report([])), calibration_members(_report(sessions_of(CHECK)))
    assert empty.keys() == some.keys()
    assert (empty["panelists"], empty["sigma2"], empty["components"]) == ([], None, 0)


def test_without_an_interval_or_agreement_neither_is_explained() -> None:
    one_session = "\n".join(calibration_text(_report(sessions_of(CHECK[:6]))))
    nothing = "\n".join(calibration_text(_report(sessions_of(CHECK[:1]))))

    assert "1 is perfect agreement" in one_session
    assert "bootstrap" not in one_session
    assert "1 is perfect agreement" not in nothing
