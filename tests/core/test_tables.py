"""What is kept by the type of an event knows every type: a forgotten one is named here."""

from __future__ import annotations

from samples import samples

from debrief.core import events as e
from debrief.core import playback, said, tell
from debrief.core.fold import HANDLERS
from debrief.core.rules import anytime


def test_every_type_of_event_can_be_folded_and_put_into_a_sentence():
    assert set(HANDLERS) == set(e.EVENTS)
    assert set(tell._TELL) == set(e.EVENTS)
    assert {type(one) for one in samples()} == set(e.EVENTS)


def test_every_barrier_has_its_refusal():
    assert set(anytime._CANNOT) == set(anytime.BARRIERS)


def test_no_table_knows_a_type_that_is_no_event():
    for table in (said._GIVE, playback._KINDS, anytime.SKIPPED):
        assert set(table) <= set(e.EVENTS)
