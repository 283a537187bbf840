"""The brief: defaults, lookups, and what does not fit together."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from debrief.core.brief import Brief, Reference, ReferencesFile

DUE = {"id": "boss", "relation": "Boss"}


def test_what_is_left_out_has_a_default(brief):
    found = brief()
    assert found.scale.levels == ("strong no", "no", "yes", "strong yes")
    assert found.decision.rule == "The owner decides after the vote and answers every dissent."
    assert (found.agenda.role_clarity, found.agenda.warm_up) == (7, 0)
    assert found.panelist("lin").name == "Lin Day"


def test_each_question_has_its_words(brief):
    found = brief()
    assert found.levels("judgment") == found.scale.levels
    assert found.levels("depth") == ("not met", "met")
    assert found.levels(None) == ("strong no", "no", "yes", "strong yes")


def test_a_competency_has_a_short_title_or_its_own(brief):
    judgment, influence, *_ = brief().model_dump(by_alias=True)["competencies"]
    found = brief(competencies=[judgment, {**influence, "short": "Across"}])

    assert [competency.short_title for competency in found.competencies] == [
        judgment["title"],
        "Across",
    ]


def test_who_or_what_is_unknown_is_a_key_error(brief):
    with pytest.raises(KeyError):
        brief().panelist("aunt")
    with pytest.raises(KeyError):
        brief().competency("x")


def test_names_in_the_file_have_hyphens(brief):
    found = brief(agenda={"role-clarity": 5, "warm-up": 2}, scheduled="2026-11-24T15:00:00+01:00")
    assert (found.agenda.role_clarity, found.agenda.warm_up) == (5, 2)
    assert found.scheduled == datetime(2026, 11, 24, 14, tzinfo=UTC)


def bad_briefs(good):
    one, depth = good["competencies"][1], good["competencies"][3]
    case = {"id": "late", "text": "They came late.", "rating": 2, "reason": "It cost a day."}
    return {
        "no competency": {"competencies": []},
        "is not on the panel": {"decision": {"owner": "aunt"}},
        "panelist id “lin” appears twice": {"panel": [*good["panel"], good["panel"][1]]},
        "competency id “influence” appears twice": {"competencies": [one, one]},
        "scenario id “s” appears twice": {"scenarios": [{"id": "s", "title": "S"}] * 2},
        "Influence has 2 anchors, its scale has 4 levels": {
            "competencies": [{**one, "anchors": ["a", "b"]}]
        },
        "Influence has two vignettes “late”: give each its own id": {
            "competencies": [{**one, "vignettes": [case, case]}]
        },
        "Influence, vignette “late”: the reference rating is 1 to 4": {
            "competencies": [{**one, "vignettes": [{**case, "rating": "met"}]}]
        },
        "Influence, vignette “high”: the reference rating is 1 to 4": {
            "competencies": [{**one, "vignettes": [{**case, "id": "high", "rating": 5}]}]
        },
        "Depth, vignette “late”: the reference rating is met or not-met": {
            "competencies": [{**depth, "vignettes": [case]}]
        },
        "two competencies have the short title “Depth”: change one": {
            "competencies": [{**one, "short": "Depth"}, depth]
        },
        "at most 22 characters": {"competencies": [{**one, "short": "x" * 23}]},
        "at least 2 items": {"panel": good["panel"][:1], "decision": {"owner": "dana"}},
        "at least 3 items": {"scale": {"levels": ["no", "yes"]}},
        "at most 9 items": {"scale": {"levels": [str(n) for n in range(10)]}},
        "is empty: write at least a word": {"title": "\u3000"},
        "needs a date, a time and a zone": {"scheduled": "2026-11-24T15:00:00"},
    }


def test_what_does_not_fit_together_is_said(brief):
    good = brief().model_dump(mode="json", by_alias=True)
    assert Brief.model_validate(good) == brief()
    for message, change in bad_briefs(good).items():
        with pytest.raises(ValidationError) as refused:
            Brief.model_validate({**good, **change})
        assert message in str(refused.value)


@pytest.mark.parametrize("moment", ["soon", 7, "0001-01-01T00:00:00+23:00"])
def test_what_is_no_moment_is_said(brief, moment):
    with pytest.raises(ValidationError, match="needs a date, a time and a zone"):
        brief(scheduled=moment)


def test_a_reference_has_a_day_or_none():
    assert Reference.model_validate(DUE).taken is None
    assert Reference.model_validate({**DUE, "taken": "2026-11-20"}).taken == date(2026, 11, 20)
    for day in ("soon", 7, datetime(2026, 11, 20, tzinfo=UTC)):
        with pytest.raises(ValidationError, match="needs a date, for example"):
            Reference.model_validate({**DUE, "taken": day})


def test_two_references_have_two_ids():
    assert len(ReferencesFile(schema=1, references=[DUE]).references) == 1
    with pytest.raises(ValidationError, match="the reference id “boss” appears twice"):
        ReferencesFile(schema=1, references=[DUE, DUE])
