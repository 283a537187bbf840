"""Tests of the session made from the answers of the form at home."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.core.new_session import SessionRequest, doubt, looks_like_a_name, wanted
from debrief.core.text import ID_PATTERN

DAY = date(2026, 11, 24)
GOOD = {
    "title": "VP Engineering",
    "alias": "K-17",
    "panel": "Dana Whitfield, Omar Haddad; Dana Berg",
    "owner": "Dana Berg",
}


def test_ids_are_made_of_the_names_and_stay_apart() -> None:
    found = wanted(GOOD, DAY, frozenset({"2026-11-vp-engineering-k-17"}))

    assert found == SessionRequest(
        id="2026-11-vp-engineering-k-17-2",
        title="VP Engineering",
        alias="K-17",
        owner="dana-2",
        panel=(("dana", "Dana Whitfield"), ("omar", "Omar Haddad"), ("dana-2", "Dana Berg")),
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": " "}, "Which role"),
        ({"alias": ""}, "an alias, not the name"),
        ({"panel": "Dana"}, "two or more"),
        ({"panel": "Dana, Dana"}, "two or more"),
        ({"owner": ""}, "Who decides"),
        ({"owner": "Dana"}, ""),
        ({"owner": "d"}, "Who decides"),
        ({"owner": "haddad"}, ""),
    ],
)
def test_what_is_missing_is_said(changed: dict[str, str], said: str) -> None:
    found = wanted({**GOOD, **changed}, DAY, frozenset())

    assert isinstance(found, str) == bool(said)
    assert said in str(found)


def test_no_id_is_the_name_of_a_device_in_windows() -> None:
    found = wanted({**GOOD, "panel": "Con Day, Aux Berg"} | {"owner": "Con Day"}, DAY, frozenset())

    assert isinstance(found, SessionRequest)
    assert [one for one, _ in found.panel] == ["con-2", "aux-2"]


@given(st.lists(st.text(min_size=1), min_size=2, max_size=6), st.text(), st.text())
def test_whatever_is_written_the_ids_are_ids(names: list[str], title: str, alias: str) -> None:
    values = {"title": f"T{title}", "alias": f"A{alias}", "panel": ",".join(names), "owner": "x"}
    values["panel"] += ",x,y"

    found = wanted(values, DAY, frozenset())

    assert isinstance(found, SessionRequest)
    ids = [one for one, _ in found.panel]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(ID_PATTERN, one) for one in [found.id, *ids])
    assert found.owner in ids


@pytest.mark.parametrize(
    ("alias", "looks"),
    [("Robin Sandoval", True), ("Ann-Marie", True), ("K-17", False), ("Candidate", False)],
)
def test_an_alias_may_look_like_a_name(alias: str, looks: bool) -> None:
    assert looks_like_a_name(alias) is looks
    assert bool(doubt(alias)) is looks
