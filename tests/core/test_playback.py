"""A replay shows exactly what the fold of the same events is, and knows where what happened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from debrief.core.brief import Brief, Candidate
from debrief.core.meeting import events as e
from debrief.core.meeting.fold import fold
from debrief.core.refused import Refused
from debrief.core.replay.playback import BETWEEN_RUNS, Playback, Speed, at_least, cut, faster, gaps
from debrief.core.room.poll import BlindRow, CompetencyView
from debrief.core.room.view_record import RecordView
from debrief.core.verbs import anytime, moves, rounds, talk
from debrief.core.verbs.due import advance

Meet = Callable[..., Any]
FINGERPRINT = "ab" * 32


def whole(meet: Meet) -> Playback:
    """Return the replay of a whole meeting: a minute taken back, a second round, a finish."""
    script = meet(influence="11444")
    script.do(anytime.take_minute, "Said early", quiet=True)
    script.settle()
    script.do(anytime.take_minute, "A slip")
    script.do(anytime.undo, script.log)
    script.reveal().second_round("influence", dana=1, lin=1, omar=4, priya=4, tom=4)
    script.do(talk.close)
    script.to_decision().decide().do(advance)
    script.finish()
    return Playback.of(script.log, FINGERPRINT)


# ---- the meeting at any position

ACTS = ("minute", "clock", "go", "reveal", "challenge", "undo", "undo", "redo", "restart")


def act(script: Any, name: str) -> None:
    """Do one thing, if the rules allow it."""
    meeting = script.meeting
    here = meeting.place.competency
    blind = [c for c, poll in meeting.competencies.items() if not poll.revealed]
    last_blind = [place for place in meeting.places() if place.competency in blind[-1:]]
    ruled: Any = None
    match name:
        case "minute":
            ruled = anytime.take_minute(meeting, f"Minute {len(script.log)}")
        case "clock":
            ruled = anytime.pause(meeting)
        case "go" if last_blind:
            ruled = moves.go(meeting, last_blind[0])
        case "reveal" if here is not None:
            ruled = rounds.reveal(meeting, here, script.cards)
        case "challenge":
            ruled = talk.record_challenge(meeting, "Argued", outcome="held")
        case "undo":
            ruled = anytime.undo(meeting, script.log)
        case "redo":
            ruled = anytime.redo(meeting, script.log)
        case "restart":
            script.run = f"run-{len(script.log)}"
    if ruled is not None and not isinstance(ruled, Refused):
        script.add_all(ruled)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(ACTS), max_size=40), every=st.sampled_from([1, 3, 7, 100]))
def test_every_position_is_the_fold_of_what_happened_until_then(
    meet: Meet, acts: list[str], every: int
) -> None:
    script = meet()
    for name in acts:
        act(script, name)

    playback = Playback.of(script.log, every=every)

    for position in range(1, playback.total + 1):
        assert playback.meeting(position) == fold(script.log[:position])


def test_a_journal_that_does_not_open_a_meeting_is_no_replay() -> None:
    with pytest.raises(ValueError, match="begins with the opening"):
        Playback.of([])


# ---- what is seen


def test_a_blind_moment_is_blind_in_the_replay_too(meet: Meet) -> None:
    playback = whole(meet)
    reveal = next(m.position for m in playback.marks.moments if m.kind == "reveal")

    before, after = playback.view(reveal - 1).pane, playback.view(reveal).pane

    assert isinstance(before, CompetencyView)
    assert isinstance(after, CompetencyView)
    assert before.poll.phase == "blind"
    assert all(isinstance(row, BlindRow) for row in before.poll.rows)
    assert after.poll.phase == "revealed"


def test_guidance_and_main_key_are_those_of_a_replay(meet: Meet) -> None:
    playback = whole(meet)

    first = playback.view(1)

    assert first.guidance == "The meeting was opened."
    assert first.main.label == "play / pause"
    assert first.seq == 1
    assert not first.looking


def test_the_fingerprint_is_seen_from_the_finish_on(meet: Meet) -> None:
    playback = whole(meet)

    before, after = playback.view(playback.total - 1).pane, playback.view(playback.total).pane

    assert isinstance(before, RecordView)
    assert isinstance(after, RecordView)
    assert (before.fingerprint, after.fingerprint) == ("", FINGERPRINT)


def test_a_quiet_minute_is_only_counted_also_once_the_meeting_is_finished(meet: Meet) -> None:
    finished = whole(meet)
    position = next(
        x.seq for x in finished.log if isinstance(x.event, e.MinuteTaken) and x.event.quiet
    )

    assert finished.sentence(position) == "A quiet minute"


@pytest.mark.parametrize(("asked", "shown"), [(-3, 1), (0, 1), (5, 5), (10_000, None)])
def test_a_position_outside_becomes_the_nearest(meet: Meet, asked: int, shown: int | None) -> None:
    playback = whole(meet)

    assert playback.within(asked) == (shown or playback.total)


def test_what_is_taken_back_later_says_so(meet: Meet) -> None:
    playback = whole(meet)
    slip = next(x.seq for x in playback.log if getattr(x.event, "text", "") == "A slip")

    assert playback.view(slip).guidance == "Minute: “A slip”. It was taken back later."
    assert playback.view(slip + 1).guidance == "Taken back: Minute: “A slip”."


def test_nobody_is_asked_for_an_entry(meet: Meet) -> None:
    playback = whole(meet)
    opened = next(x.seq for x in playback.log if isinstance(x.event, e.RoundOpened))

    pane = playback.view(opened).pane

    assert isinstance(pane, CompetencyView)
    assert (pane.poll.phase, pane.poll.asks) == ("entry", False)


def named(meet: Meet) -> Playback:
    """Return the replay of a meeting in which the candidate's real name was said."""
    candidate = {"alias": "K-17", "name": "Kim Okafor"}
    brief = meet().meeting.brief.model_copy(
        update={"candidate": Candidate.model_validate(candidate)}
    )
    script = meet(brief=brief)
    script.do(anytime.take_minute, "Kim Okafor waited; Kim said so", "lin")
    script.do(anytime.take_minute, "Nothing of the kind")
    return Playback.of(script.log)


def test_the_candidate_goes_by_the_alias_everywhere(meet: Meet) -> None:
    playback = named(meet)

    assert "Okafor" not in repr(playback.log)
    assert playback.sentence(playback.total - 1) == "Minute: Lin Day: “K-17 waited; K-17 said so”"
    assert playback.aliased("A note on Kim Okafor") == "A note on K-17"
    assert playback.find("okafor") == ()
    assert playback.log[-1].event.text == "Nothing of the kind"  # type: ignore[attr-defined]


def test_a_name_that_an_older_journal_cut_is_the_alias(
    meet: Meet, brief: Callable[..., Brief]
) -> None:
    named = brief(candidate={"alias": "K-17", "name": "Kim Okafor"})
    script = meet(brief=named)
    script.do(anytime.take_minute, "So")
    script.add(e.Undone(target=len(script.log), what="Minute: “what they heard of Kim Oka…”"))
    playback = Playback.of(script.log)

    assert playback.sentence(playback.total) == "Taken back: Minute: “what they heard of K-17…”"


# ---- searching


def test_a_search_finds_minutes_evidence_and_names_in_any_spelling(meet: Meet) -> None:
    script = meet()
    script.do(anytime.take_minute, "Un café, s’il vous plaît", "lin")
    script.reveal()
    script.do(anytime.take_minute, "Early: café", quiet=True)
    playback = Playback.of(script.log)
    minute = playback.total - 2

    assert [hit.position for hit in playback.find("CAFE,  s'il")] == [minute]
    assert [hit.passage.person for hit in playback.find("cafe")] == ["Lin Day"]
    assert minute + 1 in [hit.position for hit in playback.find("saw it")]
    assert [hit.position for hit in playback.find("lin day")][-2:] == [minute, minute + 1]
    assert playback.find("  ") == playback.find("nobody said this") == ()


def test_what_was_taken_back_is_found_too(meet: Meet) -> None:
    playback = whole(meet)

    (hit,) = playback.find("a slip")

    assert isinstance(playback.log[hit.position - 1].event, e.MinuteTaken)


# ---- where what happened


def test_notes_are_marked_among_the_moments(meet: Meet) -> None:
    marks = whole(meet).marks.with_notes([3, 1])

    assert [(m.position, m.kind) for m in marks.moments if m.kind == "note"] == [
        (1, "note"),
        (3, "note"),
    ]
    assert [m.position for m in marks.moments] == sorted(m.position for m in marks.moments)


def test_stretches_follow_the_places_of_the_meeting(meet: Meet) -> None:
    playback = whole(meet)

    titles = [stretch.title for stretch in playback.marks.stretches]

    assert titles == [
        "Role",
        "Judgment",
        "Influence",
        "Culture",
        "Depth",
        "References",
        "Fit",
        "Premortem",
        "Vote",
        "Decision",
        "Record",
    ]
    assert playback.marks.stretches[0].first == 1
    assert playback.marks.total == playback.total


def test_a_move_that_was_taken_back_makes_no_stretch(meet: Meet) -> None:
    script = meet()
    act(script, "go")
    act(script, "undo")

    stretches = Playback.of(script.log).marks.stretches

    assert [stretch.title for stretch in stretches] == ["Role", "Judgment"]


def test_an_event_is_at_the_place_where_it_happened(meet: Meet) -> None:
    script = meet()
    script.do(moves.go, script.meeting.places()[-6])
    moved = len(script.log)
    script.do(anytime.take_minute, "Here")
    script.do(anytime.undo, script.log)
    playback = Playback.of(script.log)

    assert playback.place(1).step == "preflight"
    assert playback.place(2).step == "role-clarity"
    assert playback.place(moved + 1) == script.meeting.place
    assert playback.place(moved) != script.meeting.place
    assert playback.taken_back(moved + 1) == script.log[-1].t
    assert playback.taken_back(moved) is None
    assert [one.text for one in playback.texts(moved + 1)] == ["Here"]
    assert playback.sentence(moved + 1, full=True) == "Minute: “Here”"


def test_moments_are_reveals_challenges_minutes_and_undos(meet: Meet) -> None:
    playback = whole(meet)

    kinds = [moment.kind for moment in playback.marks.moments]

    assert kinds[:5] == ["minute", "reveal", "challenge", "minute", "undo"]
    by_type = {
        kind: [x.seq for x in playback.log if isinstance(x.event, types)]
        for kind, types in {
            "reveal": (e.RatingsRevealed, e.VotesRevealed),
            "challenge": (e.ChallengeRecorded,),
            "minute": (e.MinuteTaken,),
            "undo": (e.Undone,),
        }.items()
    }
    for kind, positions in by_type.items():
        marked = [m.position for m in playback.marks.moments if m.kind == kind]
        assert marked == positions


def test_competencies_are_met_at_their_first_reveal(meet: Meet) -> None:
    playback = whole(meet)
    shown = {}
    for logged in playback.log:
        if isinstance(logged.event, e.RatingsRevealed) and logged.event.round == 1:
            shown[logged.event.revealed[0].competency] = logged.seq
    stops = [1]
    while (after := playback.next_competency(stops[-1], 1)) != stops[-1]:
        stops.append(after)

    assert stops == [1, *shown.values()]
    assert playback.next_competency(playback.total, -1) == stops[-1]
    assert playback.next_competency(stops[1], -1) == stops[1]


def test_a_competency_left_blind_is_met_where_it_began(meet: Meet) -> None:
    script = meet(rules=1)
    script.do(rounds.wrap_up, script.cards)
    playback = Playback.of(script.log)

    began = playback.marks.stretches[1].first

    assert playback.next_competency(1, 1) == began
    assert isinstance(playback.log[began - 1].event, e.GatePassed)


# ---- time


def test_waits_are_cut_then_played_faster(meet: Meet) -> None:
    playback = whole(meet)  # ten seconds apart

    assert set(playback.waits(1, Speed())) == {2.0}
    assert set(playback.waits(1, Speed(speed=4))) == {0.5}
    assert set(playback.waits(1, Speed(cap=None))) == {10.0}
    assert len(list(playback.waits(1, Speed()))) == playback.total - 1
    assert list(playback.waits(playback.total, Speed())) == []


def test_pacing_is_made_of_parts() -> None:
    assert list(cut(2.0, [1.0, 5.0])) == [1.0, 2.0]
    assert list(cut(None, [1.0, 5.0])) == [1.0, 5.0]
    assert list(faster(0.5, [1.0, 5.0])) == [2.0, 10.0]
    assert list(at_least(0.25, [0.0, 5.0])) == [0.25, 5.0]


def test_speeds_end_at_both_ends() -> None:
    slowest, fastest = Speed().shifted(-9), Speed().shifted(9)

    assert [slowest.speed, Speed().shifted(1).speed, fastest.speed] == [0.5, 2.0, 16.0]


def test_the_pace_in_words() -> None:
    assert Speed(speed=4).words == "×4, gaps cut to 2 s"
    assert Speed(speed=0.5).with_cap_switched().words == "×½, gaps in full"
    assert Speed().with_cap_switched().with_cap_switched() == Speed()


# ---- a meeting that was left and resumed


def interrupted(meet: Meet) -> Playback:
    """Return the replay of a meeting whose program stopped after the third event, for two days."""
    log = [
        replace(one, run="run-1", mono=one.seq * 10.0)
        if one.seq <= 3
        else replace(one, run="run-2", mono=one.seq * 10.0, t=one.t + timedelta(days=2))
        for one in whole(meet).log
    ]
    return Playback.of(log, FINGERPRINT)


def test_no_time_passes_while_the_program_does_not_run(meet: Meet) -> None:
    playback = interrupted(meet)

    assert list(playback.waits(1, Speed(cap=None)))[:4] == [10.0, 10.0, BETWEEN_RUNS, 10.0]


def test_time_within_a_run_is_not_the_time_on_the_wall(meet: Meet) -> None:
    log = whole(meet).log[:3]
    changed = replace(log[2], t=log[2].t + timedelta(hours=1))  # somebody set the clock

    assert list(gaps([log[0], log[1], changed])) == [10.0, 10.0]


def test_an_event_after_a_stop_says_how_long_it_was(meet: Meet) -> None:
    playback = interrupted(meet)

    assert playback.view(4).guidance.startswith("Resumed 2 days later. ")
    assert not any("Resumed" in playback.view(at).guidance for at in (1, 3, 5))

    earlier = [*playback.log[:3], replace(playback.log[3], t=playback.log[0].t)]
    assert Playback.of(earlier).view(4).guidance.startswith("Resumed. ")


def test_a_stop_is_marked_where_the_meeting_goes_on(meet: Meet) -> None:
    moments = interrupted(meet).marks.moments

    assert [moment.position for moment in moments if moment.kind == "resumed"] == [4]


def test_what_was_taken_back_is_marked_as_that(meet: Meet) -> None:
    playback = whole(meet)
    slip = next(x.seq for x in playback.log if getattr(x.event, "text", "") == "A slip")

    assert [moment.position for moment in playback.marks.moments if moment.taken_back] == [slip]
