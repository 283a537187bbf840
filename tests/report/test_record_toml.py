"""record.toml holds the whole record, and record.md can be made of it again."""

from __future__ import annotations

import json
import tomllib

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from debrief.core.text import clean_line
from debrief.report import record_toml as toml
from debrief.report.record_json import to_json
from debrief.report.record_markdown import markdown
from debrief.report.record_toml import from_toml, same_record, to_toml

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


def test_what_has_its_default_is_left_out(kept, bare):
    written = tomllib.loads(to_toml(bare))

    assert "minutes" not in written
    assert "decision" not in written
    assert "late" not in to_toml(bare)
    assert tomllib.loads(to_toml(kept()))["panel"][2]["card"]["late"] is True


def test_a_record_with_every_default_written_out_is_the_same(kept):
    record = kept()
    in_full = tomli_w.dumps(record.model_dump(by_alias=True, exclude_none=True)).encode()

    assert len(in_full) > len(to_toml(record).encode())
    assert same_record(in_full, to_toml(record).encode(), 0)


def test_a_field_that_came_later_is_not_compared_with_an_earlier_record(kept, monkeypatch):
    record = kept()
    earlier = record.model_copy(update={"minutes": ()})
    files = [to_toml(one).encode() for one in (earlier, record)]
    monkeypatch.setattr(toml, "NEW_IN", {"minutes": 2})

    assert same_record(*files, 1)
    assert not same_record(*files, 2)


def test_an_earlier_record_has_a_recusals_reason_with_other_ratings_too(kept):
    new = tomllib.loads(to_toml(kept()))
    barred, other = (
        next(mark for mark in one["rounds"][0]["marks"] if mark["panelist"] == "omar")
        for one in new["competencies"][:2]
    )
    barred |= {"state": "recused", "reason": "A relative"}

    def same(reason, pages):
        other["reason"] = reason
        old = tomli_w.dumps(new).encode()
        other["reason"] = "Not seen"
        return same_record(old, tomli_w.dumps(new).encode(), pages)

    assert same("A relative", 6)
    assert not same("A relative", 7)
    assert not same("Something else", 6)


@pytest.mark.parametrize("key", ["a", '"a"', "'a'"])
def test_what_would_keep_the_reader_busy_is_no_record(key):
    for text in (f"{'.'.join([key] * 20_000)} = 1", f"{key} = {'[' * 20_000}"):
        with pytest.raises(ValueError, match=r"."):
            from_toml(text)


def test_an_earlier_record_has_the_dissents_of_all_decisions_together(kept):
    old = kept()
    earlier = old.earlier_decisions[0].model_copy(update={"dissents": old.dissents})
    new = old.model_copy(update={"earlier_decisions": (earlier,), "dissents": ()})
    files = [to_toml(one).encode() for one in (old, new)]

    assert same_record(*files, 6)
    assert not same_record(*files, 7)
