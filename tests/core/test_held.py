"""One finished session as calibration sees it; random meetings are in test_walks."""

from __future__ import annotations

from typing import Any

import pytest
from rated import Rated, facts

from debrief.core.held import WANTED, Held, held
from debrief.core.rules import anytime, closing, opening, rounds, talk
from debrief.core.scorecard import Entry


def _held(script, **more: Any) -> Held:
    return held("K", facts(script.log), **more)


def test_only_graded_ratings_of_the_first_round_are_rated(meet):
    script = meet(judgment="12nar", influence="44444")
    script.reveal().reveal("depth")

    assert _held(script).ratings() == [
        Rated("K", "judgment", "dana", 1),
        Rated("K", "judgment", "lin", 2),
    ]
    assert _held(script).ratings(without=frozenset({"lin"})) == [Rated("K", "judgment", "dana", 1)]


def test_what_is_set_aside_later_does_not_count(meet):
    script = meet(judgment="12344", absent=("omar",)).reveal()
    script.do(opening.confirm_role, "omar", "differs", differs="x", ruling="y", ratings="set-aside")

    assert _held(script).asked[0].first == {"dana": 1, "lin": 2, "priya": 4, "tom": 4}


def test_a_further_round_leaves_the_first_and_knows_who_decided_then(meet):
    script = meet(judgment="12344").reveal()
    script.second_round("judgment", dana=3, lin="not-voting", tom="keep")
    script.do(rounds.correct_entry, "judgment", "dana", Entry(choice="level", level=2))
    script.do(opening.replace_owner, "lin", "Dana is ill.")

    (judgment,) = _held(script).asked
    assert judgment.first == {"dana": 1, "lin": 2, "omar": 3, "priya": 4, "tom": 4}
    assert judgment.last == {"dana": 2, "omar": 3, "priya": 4, "tom": 4}
    assert judgment.owner == "dana"


def test_dissents_are_counted_as_the_finish_says(meet):
    script = meet().to_decision("33331")
    script.do(closing.record_dissent, "tom", "Not yet.", confirmed=True)
    script.do(closing.answer_dissent, script.meeting.dissents[0].id, "Heard.")
    script.decide().finish()

    assert (_held(script).dissents, _held(script).challenges) == (1, ("held",) * 4)


def test_what_was_taken_back_is_not_there_unless_it_was_redone(meet):
    script = meet(judgment="44444").reveal().challenge("open")
    script.do(anytime.undo, script.log)
    assert _held(script).challenges == ()
    script.do(anytime.redo, script.log)
    assert _held(script).challenges == ("open",)


def test_a_challenge_that_is_put_off_is_not_yet_waived(meet):
    script = meet().reveal()
    script.do(talk.waive_challenge, "No time.")
    assert _held(script).challenges == ("waived",)

    facts_of_it = facts(script.log)
    facts_of_it[-1][2]["together"] = True
    assert held("K", facts_of_it).challenges == ()


def test_a_correction_elsewhere_changes_no_rating(meet):
    script = meet(depth="22211").reveal("depth").second_round("depth", dana=1)
    script.do(rounds.correct_entry, "depth", "dana", Entry(choice="level", level=2))

    assert _held(script).asked == ()


def test_events_that_it_does_not_want_may_be_left_out(meet):
    script = meet(judgment="12344").settle_all()
    wanted = [one for one in facts(script.log) if one[1] in WANTED]

    assert len(wanted) < len(script.log)
    assert held("K", wanted) == _held(script)


def _spoiled(script, kind: str, *path: str, value: object) -> list[Any]:
    found = facts(script.log)
    data: Any = next(data for _, name, data in found if name == kind)
    for key in path[:-1]:
        data = data[int(key)] if isinstance(data, list) else data[key]
    data[path[-1]] = value
    return found


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [
        ("MeetingOpened", ("brief", "scale"), {"levels": ["one"]}),
        ("MeetingOpened", ("brief", "scale"), {"levels": ["x"] * 21}),
        ("MeetingOpened", ("brief", "panel"), [{"id": "No id", "name": "x"}]),
        ("MeetingOpened", ("brief", "panel"), None),
        ("RatingsRevealed", ("revealed", "0", "ratings", "dana", "rating"), 5),
        ("RatingsRevealed", ("revealed", "0", "ratings", "dana", "rating"), True),
        ("RatingsRevealed", ("revealed", "0", "ratings", "dana", "rating"), "met"),
    ],
)
def test_data_that_no_program_of_ours_wrote_is_an_error(meet, kind, path, value):
    spoiled = _spoiled(meet().reveal(), kind, *path, value=value)
    with pytest.raises((ValueError, KeyError, TypeError, AttributeError)):
        held("K", spoiled)


def test_so_is_a_journal_that_begins_with_something_else(meet):
    with pytest.raises(ValueError, match="begins with the opening"):
        held("K", facts(meet().reveal().log)[1:])
