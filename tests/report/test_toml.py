"""record.toml holds the whole record, and record.md can be made of it again."""

from __future__ import annotations

import json
import tomllib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from debrief.core.text import clean_line
from debrief.report.json import to_json
from debrief.report.markdown import markdown
from debrief.report.toml import from_toml, to_toml

words = st.text(max_size=40).filter(lambda text: clean_line(text) != "")


def test_what_is_written_is_read_again(kept):
    record = kept()

    again = from_toml(to_toml(record))

    assert again == record
    assert markdown(again) == markdown(record)


def test_a_meeting_just_opened_is_read_again(bare):
    assert from_toml(to_toml(bare)) == bare


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words)
def test_any_text_comes_back_and_makes_the_same_page(kept, text):
    record = kept(lambda _: text)

    written = to_toml(record)

    assert from_toml(written) == record
    assert markdown(from_toml(written)) == markdown(record)


def test_the_file_reads_as_users_expect(kept):
    data = tomllib.loads(to_toml(kept()))

    assert data["schema"] == 1
    assert data["fingerprint"] == "ab12cd34ef567890" * 4
    assert data["inputs"] == {"scores/dana.toml": "d0" * 32, "session.toml": "5e" * 32}
    assert data["events"] == 59
    first = data["competencies"][0]["rounds"][0]
    assert first["class"] == "mixed"
    assert first["marks"][0]["for"] == ["Killed her own project"]
    assert "Kim" not in to_toml(kept())


@pytest.mark.parametrize("text", ["not = toml = at all", "schema = 1"])
def test_another_file_is_no_record(text):
    with pytest.raises(ValueError, match=r"."):
        from_toml(text)


def test_json_says_the_same(kept):
    record = kept()

    data = json.loads(to_json(record))

    assert data["decision"]["outcome"] == "hire"
    assert data.keys() == tomllib.loads(to_toml(record)).keys()
