"""The report over an archive: its gates, its words, and what it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from rated import CHECK, Rated, made_up, sessions_of

from debrief.calibration import estimate as c
from debrief.calibration.columns import columns
from debrief.calibration.lean import LARGEST, Lean, leans
from debrief.calibration.names import Names, TwoNames
from debrief.calibration.sessions import CompetencyRatings, SessionRatings
from debrief.calibration.sums import sums_of
from debrief.calibration.wording import (
    reasons,
    tell_agreement,
    tell_briefly,
    tell_challenges,
    tell_discussion,
    tell_dissents,
    tell_gate,
    tell_limits,
    tell_person,
)

MEASURED = Lean("r", 14, 9, 0, -0.45, -0.41, 0.1, 0.9)
SURE = c.Person("R", MEASURED, df=80)


def _report(sessions: Sequence[SessionRatings], **names: str) -> c.Calibration:
    called = Names({id_: (name,) for id_, name in names.items()}, {"torn": "Torn", "calm": "Calm"})
    return c.calibration(sessions, called, Random(1).randbytes)


def _twice(first: str, last: str, owner: str = "a") -> SessionRatings:
    """Return a session in which panelists a, b, c … rated twice."""
    rounds = [
        {p: int(x) for p, x in zip("abcdef", marks, strict=False) if x != "-"}
        for marks in (first, last)
    ]
    return SessionRatings("s", 4, (CompetencyRatings("x", rounds[0], rounds[1], owner),))


def test_the_sentence_is_word_for_word():
    person = c.Person("R", replace(MEASURED, lean=-0.4, se=0.1), df=80)
    assert tell_person(person) == (
        "Across 14 past debriefs with 9 colleagues, R's ratings ran about 0.4 lower (0.2–0.6) than "
        "co-raters' on the same candidates and competencies. This describes a past tendency, not "
        "an error, and may reflect seeing different evidence. Ratings are not changed."
    )


def test_a_lean_upwards_is_higher_and_its_interval_never_reads_as_nothing():
    person = c.Person("R", replace(MEASURED, lean=0.3, se=0.14), df=80)
    assert person.mentioned
    assert "ran about 0.3 higher (0.03–0.57) than" in tell_person(person)


@pytest.mark.parametrize(
    ("lean", "se", "said"),
    [(-0.4, 0.1, "about 0.4 lower (0.2–0.6)"), (0.3, 0.14, "about 0.3 higher (0.03–0.57)")],
)
def test_in_a_meeting_a_lean_is_said_in_few_words(lean, se, said):
    person = c.Person("R", replace(MEASURED, lean=lean, se=se), df=80)
    assert tell_briefly(person) == (
        f"{said} than co-raters' on the same, across 14 past debriefs; a tendency, not an error; "
        "ratings are not changed"
    )


def test_in_a_meeting_only_its_panel_is_spoken_of_and_only_on_its_scale():
    past = sessions_of(list(made_up(Random(3), sessions=60, raters=8, panel=5, competencies=5)))
    people = _report(past).scales[0].people
    may = {person.estimate.panelist: person for person in people if person.mentioned}
    assert len(may) > 2
    panel = dict.fromkeys([*list(may)[:2], "somebody-new"], "Name")

    found = c.mentionable(past, Names(), panel, 4)

    assert set(found) == set(panel) - {"somebody-new"}
    assert [one.estimate for one in found.values()] == [may[p].estimate for p in found]
    assert c.mentionable(past, Names(), panel, 5) == {}


def test_what_the_gate_takes_is_said():
    assert "5 debriefs shared with 4 different" in tell_gate()
    assert "20 independent comparisons" in tell_gate()
    assert "reliability of 0.70" in tell_gate()


@pytest.mark.parametrize(
    ("lean", "se", "mentioned"),
    [(0.25, 0.1, True), (0.24, 0.01, False), (-0.25, 0.1, True), (0.5, 0.26, False)],
)
def test_a_lean_is_mentioned_if_it_is_large_and_its_interval_excludes_zero(lean, se, mentioned):
    person = c.Person("R", replace(MEASURED, lean=lean, se=se), df=80)
    assert (person.shown, person.mentioned) == (True, mentioned)
    assert ("no lean that is large and certain enough" in tell_person(person)) is not mentioned


@pytest.mark.parametrize(
    ("change", "df", "reason"),
    [
        ({"sessions": 3}, 80, "Not enough shared debriefs to say (3 of 5)."),
        ({"coraters": 3}, 80, "Not enough different co-raters to say (3 of 4)."),
        ({}, 19, "Not enough independent comparisons in the archive to say (19 of 20)."),
        ({"reliability": 0.699}, 80, "Not reliable enough to say (0.69 of 0.70)."),
        (
            {"lean": None, "se": None, "reliability": None},
            -1,
            "Not enough independent comparisons in the archive to say (0 of 20).",
        ),
        (
            {"coraters": 0, "lean": None, "se": None, "reliability": None},
            80,
            "Too many panelists are connected to say (more than 8,000).",
        ),
        ({"sessions": 0, "coraters": 0}, 80, "Not enough shared debriefs to say (0 of 5)."),
    ],
)
def test_before_the_gate_it_only_says_why(change, df, reason):
    person = c.Person("R", replace(MEASURED, **change), df)
    assert not person.shown
    assert not person.mentioned
    first, *_ = reasons(person)
    assert tell_person(person) == first == reason


def test_at_the_gate_a_person_is_shown():
    person = c.Person("R", replace(MEASURED, sessions=5, coraters=4, reliability=0.7), df=20)
    assert person.shown
    assert list(reasons(person)) == []


def test_the_estimate_is_that_of_the_lean_and_people_stand_by_name():
    (scale,) = _report(sessions_of(CHECK), A="Zoë", B="adam", C="Mia").scales
    assert scale.leans == leans(sums_of(columns(CHECK)))
    assert [person.name for person in scale.people] == ["adam", "Mia", "Zoë"]


def test_scales_of_different_length_are_never_pooled():
    short, long = list(made_up(Random(1), sessions=9, raters=5, panel=3, competencies=2)), CHECK
    found = _report([*sessions_of(short, 4), *sessions_of(long, 7)])
    assert [(scale.levels, scale.sessions) for scale in found.scales] == [(4, 9), (7, 3)]
    assert [scale.leans for scale in found.scales] == [
        leans(sums_of(columns(short))),
        leans(sums_of(columns(long))),
    ]


def test_an_id_with_two_names_is_named_and_left_out():
    names = Names({"A": ("Ana Maria",), "B": ("Bea", "Ben")})
    found = c.calibration(sessions_of(CHECK), names, Random(1).randbytes)
    assert found.two_names == (TwoNames("B", ("Bea", "Ben")),)
    without = [one for one in CHECK if one.panelist != "B"]
    assert found.scales[0].leans == leans(sums_of(columns(without)))
    assert found.scales[0].alpha.ratings == 4


def test_two_people_with_one_name_are_told_apart_by_id():
    (scale,) = _report(sessions_of(CHECK), A="Kim", B="Kim", C="Lou").scales
    assert [person.name for person in scale.people] == ["Kim (A)", "Kim (B)", "Lou"]


def test_competencies_with_the_least_agreement_come_first_from_five_panels_on():
    agreed, split = (3, 3, 3, 3), (1, 1, 4, 4)
    rows = [
        Rated(f"s{s}", competency, p, level)
        for competency, panels, levels in (
            ("calm", 5, agreed), ("torn", 6, split), ("rare", 4, split), ("pair", 9, (1, 4)),
        )
        for s in range(panels)
        for p, level in zip("abcd", levels, strict=False)
    ]  # fmt: skip
    found = _report(sessions_of(rows))
    assert [
        (competency.id, competency.title, competency.panels) for competency in found.competencies
    ] == [
        ("torn", "Torn", 6),
        ("calm", "Calm", 5),
    ]
    torn = found.competencies[0]
    assert (torn.consensus, torn.mixed, torn.split, torn.ad_median) == (0, 0, 6, 1.5)
    (scale,) = found.scales
    assert (scale.consensus, scale.mixed, scale.split) == (5, 0, 10)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        # owner a at 4, mover b at 2, peers at 1: b's move tells something
        ("4211", "4311", {"up": 1, "stayed": 3, "wider": 1, "informative": 1, "toward_owner": 1}),
        ("4211", "4111", {"down": 1, "stayed": 3, "closer": 1, "informative": 1}),
        # peers on the owner's side, or at the mover's own level: it tells nothing
        ("4233", "4333", {"up": 1, "stayed": 3, "closer": 1}),
        ("4222", "4322", {"up": 1, "stayed": 3, "wider": 1}),
        # the owner's own move, and one where the owner or all others did not rate
        ("4211", "3211", {"down": 1, "stayed": 3, "closer": 1}),
        ("-211", "-311", {"up": 1, "stayed": 2, "wider": 1}),
        ("42", "43", {"up": 1, "stayed": 1, "closer": 1}),
        # who stops rating neither moves nor stays
        ("3333", "33-3", {"stayed": 3, "same": 1}),
    ],
)
def test_moves_are_counted_and_the_informative_ones_apart(first, last, expected):
    assert _report([_twice(first, last)]).discussion == c.Discussion(rounds=1, **expected)


def test_the_way_of_moves_is_told_from_six_on():
    one = _twice("4211", "4311")
    few, enough = (_report([replace(one, id=f"s{i}") for i in range(n)]).discussion for n in (5, 6))
    assert (few.direction_known, enough.direction_known) == (False, True)
    assert "(5 of 6)" in " ".join(tell_discussion(few))
    assert "6 of 6 moves went towards the owner" in " ".join(tell_discussion(enough))
    assert "6 of 24 ratings moved: 6 up, 0 down" in " ".join(tell_discussion(enough))
    assert list(tell_discussion(c.Discussion())) == ["No competency was rated a second time."]


def test_challenges_and_dissents_are_counted():
    one = replace(_twice("33", "33"), challenges={"held": 2, "waived": 1}, dissents=2)
    other = replace(
        one, id="t", challenges={"open": 1, "changed": 1}, fared=("right", "cannot-tell")
    )
    found = _report([one, other])

    assert tell_challenges(found.challenges) == "2 held, 1 changed, 1 left open, 1 waived."
    assert tell_challenges(c.Challenges()) == "No challenge was due."
    assert tell_dissents(found.dissents) == (
        "4 dissents recorded, 2 reviewed: 1 proved right, 0 partly, 0 not, 1 cannot be told."
    )
    assert tell_dissents(_report([one]).dissents) == "2 dissents recorded, none reviewed yet."
    assert tell_dissents(c.Dissents()) == "No dissent was recorded."


def test_agreement_in_words():
    def said(rows: list[Rated]) -> str:
        return tell_agreement(_report(sessions_of(rows)).scales[0])

    assert said(CHECK).startswith("Krippendorff's ordinal alpha 0.")
    assert said(CHECK).endswith(", from 12 ratings in 3 debriefs.")
    assert "(95 %: " in said(CHECK)
    assert "95 %" not in said(CHECK[:6])
    equal = [one._replace(level=3) for one in CHECK]
    assert said(equal) == (
        "All 12 ratings in 3 debriefs are equal, so agreement beyond chance is undefined."
    )
    assert said(CHECK[:1]) == "No two ratings are of the same candidate and competency."


def test_what_keeps_leans_from_being_estimated_is_said():
    def limits(rows: list[Rated]) -> str:
        return " ".join(tell_limits(_report(sessions_of(rows)).scales[0]))

    apart = [one._replace(session=f"x{one.session}", panelist=f"x{one.panelist}") for one in CHECK]
    equal = [one._replace(level=3) for one in CHECK]
    many = [Rated("s", "c", f"r{i}", 1 + i % 4) for i in range(LARGEST + 1)]
    assert limits(CHECK) == ""
    assert "form 2 groups that never rated together" in limits(CHECK + apart)
    assert "every lean is 0" in limits(equal)
    assert "(df 0)" in limits(CHECK[:6])
    assert "More than 8,000 panelists" in limits(many)


def test_nothing_gives_an_empty_report_and_progress_is_told():
    told: list[tuple[int, int]] = []
    found = c.calibration(
        [*sessions_of(CHECK, 4), *sessions_of(CHECK, 5)],
        Names(),
        Random(1).randbytes,
        lambda *at: told.append(at),
    )
    assert told == [(1, 2), (2, 2)]
    assert len(found.scales) == 2
    assert _report([]) == c.Calibration(0, (), (), (), c.Discussion(), c.Challenges(), c.Dissents())


def test_the_same_archive_gives_the_same_report():
    ratings = list(made_up(Random(4), sessions=20, raters=8, panel=4, competencies=3))
    assert _report(sessions_of(ratings)) == _report(sessions_of(ratings))
