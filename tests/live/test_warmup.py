"""The warm-up: rated blind, revealed beside a reference, and kept apart from the candidate."""

from __future__ import annotations

import json
from collections.abc import Callable

from meetings import Driver

from debrief.core.meeting.events import VignetteRevealed
from debrief.core.refused import Refused
from debrief.core.room.poll import EntryRow, RatedRow, WarmUpView
from debrief.core.verbs.anytime import TakeBack


def pane(driver: Driver) -> WarmUpView:
    shown = driver.live.view().pane
    assert isinstance(shown, WarmUpView)
    return shown


def test_it_comes_after_the_gate_only_where_the_agenda_gives_it_time(
    warm: Driver, make_driver: Callable[[str], Driver]
) -> None:
    assert warm.live.meeting.steps()[:4] == ("preflight", "role-clarity", "warm-up", "competency")
    without = make_driver("demo-director-platform")
    without.until("reveal")
    assert "warm-up" not in without.live.meeting.steps()


def test_a_case_is_rated_blind_and_revealed_beside_its_reference(warm: Driver) -> None:
    warm.do("open_vignette", case="judgment/tripwire")
    before = pane(warm)
    assert before.title == "Judgment"
    assert before.reference is None
    assert not before.reason
    warm.enter(dana="4", lin="2", omar="4", priya="3")
    rows = [row for row in pane(warm).poll.rows if isinstance(row, EntryRow)]
    assert {row.id for row in rows if row.filled} == {"dana", "lin", "omar", "priya"}
    warm.keep_rest()
    warm.do("reveal_vignette")
    after = pane(warm)
    said = {row.id: row.how for row in after.poll.rows if isinstance(row, RatedRow)}
    assert said["dana"] == "as the reference"
    assert said["lin"] == "two levels lower"
    assert said["jonas"] == ""
    assert after.reference == 4
    assert after.summary == "2 as the reference · 2 lower"
    assert "missed" in after.reason


def test_no_cell_can_be_read_from_the_journal_before_the_reveal(warm: Driver) -> None:
    warm.do("open_vignette", case="judgment/tripwire")
    warm.enter(dana="4")
    lines = (warm.folder / "journal.jsonl").read_text().splitlines()
    last = json.loads(lines[-1])
    assert last["type"] == "VignetteRated"
    assert len(last["data"]["ballots"]["dana"]) > 100
    warm.live.clear("dana")
    assert not any(row.filled for row in pane(warm).poll.rows if isinstance(row, EntryRow))


def test_an_earlier_rating_cannot_be_kept_and_a_level_beyond_the_scale_is_refused(
    warm: Driver,
) -> None:
    warm.do("open_vignette", case="technical-credibility/labels")
    for choice, words in (("3", "press 1 to 2"), ("keep", "no earlier rating")):
        refused = warm.live.enter("dana", choice)
        assert isinstance(refused, Refused)
        assert words in refused.reason
    assert "Nobody has an entry yet" in warm.refused("reveal_vignette")
    assert "being rated:" in warm.refused("open_vignette", case="judgment/tripwire")
    assert isinstance(warm.live.clear("dana"), Refused)


def test_another_case_follows_with_r_and_no_case_comes_twice(warm: Driver) -> None:
    warm.main()
    warm.main()
    assert warm.live.view().again == "another case"
    asked = warm.ask("open_round")
    assert asked is not None
    assert not isinstance(asked, Refused)
    assert asked.verb == "open_vignette"
    keys = [option.value for option in asked.fields[0].options]
    done = warm.live.meeting.rated_cases[0].key
    assert done not in keys
    assert "not been rated yet" in warm.refused("open_vignette", case=done)
    assert len(keys) == 7


def test_the_first_case_is_taken_back_but_never_its_reveal(warm: Driver) -> None:
    warm.main()
    warm.do("undo")
    assert pane(warm).title == ""
    warm.main()
    warm.enter(dana="1")
    warm.do("undo")
    assert pane(warm).poll.rows[0].filled is False
    assert pane(warm).title
    warm.main()
    refused = warm.live.do(TakeBack())
    assert isinstance(refused, Refused)


def test_it_survives_a_crash_and_a_lost_key(warm: Driver) -> None:
    warm.do("open_vignette", case="judgment/tripwire")
    warm.enter(dana="4")
    warm.again("run-2")
    assert any(row.filled for row in pane(warm).poll.rows if isinstance(row, EntryRow))
    for key in (warm.config / "keys").glob("*"):
        key.unlink()
    warm.again("run-3")
    warm.live.renew_key()
    assert not any(row.filled for row in pane(warm).poll.rows if isinstance(row, EntryRow))
    warm.enter(dana="2")
    warm.keep_rest()
    warm.do("reveal_vignette")
    assert pane(warm).summary == "1 lower"


def test_the_record_keeps_it_apart_from_the_candidate(warm: Driver) -> None:
    warm.do("open_vignette", case="judgment/tripwire")
    warm.enter(dana="4", lin="2")
    warm.keep_rest()
    warm.do("reveal_vignette")
    told = [x.event for x in warm.live.log if isinstance(x.event, VignetteRevealed)]
    assert told[0].ratings["lin"].level == 2
    warm.until("decide")
    warm.main(outcome="more-signal", rationale="Not yet.", test="t", tester="lin", due="2026-12-12")
    warm.until("leave")
    record = (warm.folder / "record.md").read_text()
    before, _, section = record.partition("## Warm-up")
    assert "two levels lower" in section
    assert "tripwire" not in before
    assert 'case = "judgment/tripwire"' in (warm.folder / "record.toml").read_text()
