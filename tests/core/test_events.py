"""Every event survives its line in the journal; what is not known is said so."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError
from samples import samples as make_samples

from debrief.core.meeting import events as e


@pytest.fixture
def samples():
    """Return one event of every type, every field of it filled."""
    return make_samples()


def test_every_type_of_event_has_a_sample(samples):
    assert {type(x) for x in samples} == set(e.EVENTS)
    assert len(samples) == len(e.EVENTS)


def test_every_event_comes_back_from_its_line(samples):
    for event in samples:
        name, line = e.dump(event)
        back = e.parse(name, json.loads(line))
        assert back == event
        assert e.dump(back)[1] == line


def test_an_event_written_with_its_defaults_alone_comes_back(samples):
    for event in samples:
        name, line = e.dump(event)
        data = json.loads(line)
        fields = type(event).model_fields
        needed = {f.alias or n: data[f.alias or n] for n, f in fields.items() if f.is_required()}
        assert isinstance(e.parse(name, needed), type(event))


def test_an_unknown_type_is_told_apart_from_bad_data():
    with pytest.raises(e.UnknownEventError, match="CoffeeServed"):
        e.parse("CoffeeServed", {})
    with pytest.raises(ValidationError):
        e.parse("Undone", {"target": 3})
    with pytest.raises(ValidationError):
        e.parse("ClockPaused", {"minutes": 3})


def test_bad_data_is_not_quoted_in_the_error():
    with pytest.raises(ValidationError) as refused:
        e.parse("DissentRecorded", {"panelist": "lin", "text": ["canary-4711"]})
    assert "canary-4711" not in str(refused.value)


def test_the_short_fingerprint_is_sixteen_digits_in_fours():
    assert e.fingerprint_short("ab12cd34ef567890" + "f" * 48) == "ab12-cd34-ef56-7890"
