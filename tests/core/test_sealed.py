"""A sealed value gives nothing away by accident."""

from __future__ import annotations

import copy
import pickle

import pytest
from rich.pretty import pretty_repr

from debrief.core.scorecard import Rating
from debrief.core.sealed import Sealed

CANARY = "canary-4711"


@pytest.fixture
def sealed() -> Sealed[str]:
    return Sealed(CANARY)


def test_opening_it_gives_the_value(sealed):
    assert sealed.open() == CANARY


@pytest.mark.parametrize(
    "look",
    [
        str,
        bool,
        hash,
        copy.copy,
        copy.deepcopy,
        pickle.dumps,
        lambda s: f"{s}",
        lambda s: f"{s:>10}",
        lambda s: f"{s!s}",
        lambda s: s == s,  # noqa: PLR0124 - the comparison itself is what is refused
        lambda s: s != Sealed(CANARY),
        lambda s: s == CANARY,
        lambda s: {s: 1},
        lambda s: CANARY in [s],
        lambda s: sorted([s, s]),
    ],
)
def test_every_other_look_fails_without_saying_what_is_inside(sealed, look):
    with pytest.raises(TypeError) as refused:
        look(sealed)
    assert CANARY not in str(refused.value)


def test_its_pictures_are_the_same_whatever_is_inside(sealed):
    other = Sealed(Rating(rating=4))
    assert repr(sealed) == repr(other) == "<sealed>"
    assert pretty_repr(sealed) == pretty_repr(other)
    assert CANARY not in pretty_repr([sealed, {"x": sealed}])
    assert CANARY not in repr({"x": (sealed,)})
    assert not hasattr(sealed, "__dict__")
