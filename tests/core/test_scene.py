"""Tests of the script of a talk: a challenge, and arguing."""

from __future__ import annotations

from debrief.core.meeting.challenge import BEST_CASE, MOVE_BACK, SCRIPT, SEEN, SETTLES
from debrief.core.room.poll import SceneSpeaker
from debrief.core.room.view import view
from debrief.core.steps import Place
from debrief.core.verbs import opening, rounds, talk


def scene(script):
    return view(script.meeting).pane.scene


def test_there_is_no_talk_before_the_reveal_nor_after_the_closing(meet):
    assert scene(meet()) is None
    closed = meet().settle().meeting
    assert view(closed, look=Place(step="competency", competency="judgment")).pane.scene is None


def test_a_challenge_begins_with_the_first_question_and_with_somebody_by_name(meet):
    shown = scene(meet(judgment="43444").reveal())

    assert (shown.kind, shown.opening, shown.stalled) == ("challenge", SCRIPT[0], SCRIPT[1:])
    (named,) = shown.speakers
    assert (named.name, named.why, named.line) == ("Lin Day", "nearer to the line", "Saw it")
    assert shown.label == "Note, and close as agreed: yes"
    assert shown.again


def test_an_appointed_challenger_has_a_prompt_drawn_from_the_competency(meet):
    shown = scene(meet().reveal())

    assert [speaker.why for speaker in shown.speakers] == ["asked to argue against it"]
    assert len(shown.stalled) == len(SCRIPT)


def test_where_nobody_can_be_named_everybody_is_asked(meet):
    everybody = meet().reveal()
    for panelist in everybody.meeting.presence:
        everybody.do(opening.mark_attendance, panelist, "left")

    assert scene(everybody).speakers == ()
    assert scene(everybody).to_all == BEST_CASE


def test_two_who_see_it_alike_speak_first_as_two_ends_do(meet):
    first, second = scene(meet(judgment="33nnn").reveal()).speakers

    assert first.asked == SEEN
    assert second.asked == f"What did you see that {first.name} did not?"


def test_arguing_begins_with_the_two_ends_then_asks_everybody(meet):
    script = meet(judgment="33312").reveal()
    shown = scene(script)
    low, high = shown.speakers

    assert (shown.kind, shown.opening, shown.stalled) == ("arguing", "", (SETTLES,))
    assert (low.why, low.asked) == ("strong no", SEEN)
    assert high.asked == f"What did you see that {low.name} did not?"
    assert low.name not in shown.others
    assert shown.others
    assert shown.label.startswith("Note and close as ")


def test_who_moved_across_the_line_is_asked_what_would_move_them_back(meet):
    script = meet(judgment="33332").reveal()
    mover = script.meeting.alone("judgment")
    script.second_round("judgment", **{mover: 3})
    script.do(rounds.explain_move, "judgment", mover, "I had one story only")

    (named,) = scene(script).speakers
    assert isinstance(named, SceneSpeaker)
    assert (named.id, named.asked) == (mover, MOVE_BACK)


def test_a_vote_of_one_mind_is_challenged_with_its_own_prompt(meet):
    script = meet().to_vote()
    script.vote("44444")
    shown = scene(script)

    assert "vote was wrong" in shown.opening
    assert len(shown.stalled) == len(SCRIPT)
    assert (shown.again, shown.label) == (False, talk.NOTE)


def test_when_the_first_speaker_leaves_the_next_ones_take_their_place(meet):
    script = meet(judgment="13333").reveal()
    first = scene(script).speakers[0]
    left = next(p.id for p in script.meeting.brief.panel if p.name == first.name)
    script.do(opening.mark_attendance, left, "left")

    speakers = scene(script).speakers
    assert [speaker.asked for speaker in speakers][:1] == [SEEN]
    assert first.name not in [speaker.name for speaker in speakers]


def test_why_one_against_closes_as_contested_is_said_before_the_talk(meet):
    few = meet(judgment="332nn").reveal()
    assert (
        "Only two are on the other side, so this closes as contested." in view(few.meeting).guidance
    )
    enough = meet(judgment="33332").reveal()
    assert "contested" not in view(enough.meeting).guidance
    enough.do(opening.mark_attendance, enough.meeting.alone("judgment"), "left")
    assert "cannot be heard now, so this closes as contested." in view(enough.meeting).guidance


def test_a_reopened_competency_begins_with_its_reason(meet):
    script = meet().settle()
    script.do(talk.reopen, "judgment", "The boss contradicts")

    assert view(script.meeting).guidance.startswith("Reopened: “The boss contradicts”.")
