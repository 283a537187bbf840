"""A meeting led line by line, over a terminal that is written down beforehand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from meetings import Driver

from debrief.live.lines import NOT_AN_ENTRY, NOT_HIDDEN, Left, LineMeeting


class FakeTerminal:
    """Types these lines, one after each prompt; keeps what was shown and asked."""

    def __init__(self, lines: Sequence[str], *, hides: bool = True) -> None:
        self.lines, self.hides = list(lines), hides
        self.shown: list[str] = []
        self.prompts: list[tuple[str, bool]] = []

    def show(self, text: str) -> None:
        self.shown.append(text)

    def read(self, prompt: str, *, unseen: bool = False) -> str:
        self.prompts.append((prompt, unseen))
        if not self.lines:
            raise Left
        if (line := self.lines.pop(0)) == "^C":
            raise KeyboardInterrupt
        return line


@pytest.fixture
def lead(demo: Driver) -> Callable[..., FakeTerminal]:
    """Type these lines into the demo's meeting, and return the terminal."""

    def lead(*lines: str, hides: bool = True) -> FakeTerminal:
        terminal = FakeTerminal(lines, hides=hides)
        LineMeeting(demo.live, terminal).lead()
        return terminal

    return lead


def kinds(demo: Driver) -> list[str]:
    return [type(line.event).__name__ for line in demo.live.log]


def test_the_main_act_is_done_by_its_word_and_only_then(
    demo: Driver, lead: Callable[..., FakeTerminal]
) -> None:
    demo.until("reveal")
    before = len(demo.live.log)
    terminal = lead("", "yes", "1", "rev", "reveal")

    assert kinds(demo)[before:] == ["RatingsRevealed"]
    assert [text for text in terminal.shown if text.startswith("Nothing done.")]
    assert [text for text in terminal.shown if text.startswith("“yes” is not a command here.")]
    assert "4 yes, 1 strong yes." in terminal.shown
    assert "Ask" not in "".join(terminal.shown[:10])


def test_the_beginning_of_a_word_is_enough(demo: Driver, lead: Callable[..., FakeTerminal]) -> None:
    demo.until("reveal")
    before = len(demo.live.log)
    lead("rev")

    assert kinds(demo)[before:] == ["RatingsRevealed"]


def test_a_key_in_capitals_is_not_the_small_one(
    demo: Driver, lead: Callable[..., FakeTerminal]
) -> None:
    demo.until("reveal")
    terminal = lead("N", "Not for the room", "", "")

    assert terminal.prompts[1][1], "a quiet minute is typed unseen"
    (minute,) = demo.live.meeting.minutes
    assert minute.event.quiet
    assert not any("Not for the room" in text for text in terminal.shown)


def test_before_a_reveal_nothing_of_a_rating_is_said(
    demo: Driver, lead: Callable[..., FakeTerminal]
) -> None:
    demo.until("reveal")
    said = "\n".join(lead("help", "again", "evidence lin").shown)

    assert "5 cards are in." in said
    assert "There is no revealed rating by that name." in said
    for card in demo.folder.glob("scores/*.toml"):
        for line in card.read_text().splitlines():
            quoted = line.strip().strip(",").strip('"')
            assert len(quoted) < 30 or quoted not in said


def test_entries_are_typed_unseen_and_answered_alike(
    demo: Driver, lead: Callable[..., FakeTerminal]
) -> None:
    demo.until("challenge")
    terminal = lead("second round", "1", "4", "x", "s", "9", "clear", "2", "1")

    entered = [text for text in terminal.shown if text.startswith("In.")]
    assert entered[:4] == ["In. 5 to come.", "In. 4 to come.", "In. 3 to come.", "In. 2 to come."]
    assert terminal.prompts[1] == ("Dana Whitfield (not shown): ", True)
    assert kinds(demo).count("BallotEntered") == len(entered)
    assert "BallotCleared" in kinds(demo)


def test_what_was_typed_unseen_is_never_repeated_nor_guessed_at(
    demo: Driver, lead: Callable[..., FakeTerminal]
) -> None:
    demo.until("challenge")
    terminal = lead("second round", "strong no", "no", "44", "3 4")

    refused = [text for text in terminal.shown if text.startswith(NOT_AN_ENTRY)]
    assert len(refused) == 4
    said = "\n".join(terminal.shown[terminal.shown.index(refused[0]) :])
    assert "strong no" not in said
    assert "44" not in said
    assert "BallotEntered" not in kinds(demo)
    assert demo.live.meeting.place.step == "competency"


def test_entries_are_not_read_from_a_pipe(demo: Driver, lead: Callable[..., FakeTerminal]) -> None:
    demo.until("challenge")
    terminal = lead("second round", "1", hides=False)

    assert NOT_HIDDEN in terminal.shown
    assert "BallotEntered" not in kinds(demo)


def test_a_talk_shows_its_script_first_and_then_asks(
    demo: Driver, lead: Callable[..., FakeTerminal]
) -> None:
    demo.until("challenge")
    before = len(demo.live.log)
    terminal = lead("challenge", "challenge", "It was one good quarter", "held")

    assert any("What’s the likeliest reason?" in text for text in terminal.shown)
    assert "ChallengeRecorded" in kinds(demo)[before:]


def test_a_question_put_aside_records_nothing(
    demo: Driver, lead: Callable[..., FakeTerminal]
) -> None:
    demo.until("reveal")
    before = len(demo.live.log)
    terminal = lead("minute", "cancel", "n", "^C")

    assert len(demo.live.log) == before
    assert sum(text.startswith("Nothing was recorded.") for text in terminal.shown) == 2


def test_a_refused_answer_is_asked_for_again(
    demo: Driver, lead: Callable[..., FakeTerminal]
) -> None:
    demo.until("reveal")
    terminal = lead("promise", "Send the plan", "1", "someday", "+14")

    assert any("“someday” is not a day." in text for text in terminal.shown)
    assert "PromiseAdded" in kinds(demo)


def test_one_or_two_words_of_a_reason_are_asked_about_once(
    demo: Driver, lead: Callable[..., FakeTerminal]
) -> None:
    demo.until("reveal")
    terminal = lead("waive", *["Later"] * 4)

    assert any(text.startswith("Is “Later” all?") for text in terminal.shown)


def test_who_rated_another_role_is_chosen_by_name(
    demo: Driver, lead: Callable[..., FakeTerminal]
) -> None:
    demo.until("confirm_roles")
    terminal = lead("confirm role", "omar", "Rated the old role", "It is the new one", "rate again")

    assert any("Omar Haddad" in text for text in terminal.shown)
    assert "RoleConfirmed" in kinds(demo)


def test_ctrl_c_asks_before_it_leaves(demo: Driver, lead: Callable[..., FakeTerminal]) -> None:
    demo.until("reveal")
    terminal = lead("^C", "no", "^C", "yes", "reveal")

    assert terminal.lines == ["reveal"]
    assert sum("Leave the meeting?" in text for text in terminal.shown) == 2


def test_an_error_of_our_own_is_a_sentence(
    demo: Driver, lead: Callable[..., FakeTerminal], monkeypatch: pytest.MonkeyPatch
) -> None:
    demo.until("reveal")
    before = len(demo.live.log)
    demo.disk = demo.disk
    monkeypatch.setattr("debrief.core.verbs.rounds.RevealCards.do", lambda *_: 1 / 0)
    terminal = lead("reveal")

    assert any("nothing was recorded" in text for text in terminal.shown)
    assert len(demo.live.log) == before


def test_a_carried_on_meeting_goes_on_by_number(
    demo: Driver, lead: Callable[..., FakeTerminal]
) -> None:
    demo.until("decide")
    demo.do(
        "decide",
        outcome="postponed",
        rationale="Not enough yet",
        until="2027-03-01",
        would_change="A second reference",
    )
    demo.until("end_sitting")
    demo.main()
    demo.again()
    terminal = lead("1")

    assert any(text.startswith("1, Vote again") for text in terminal.shown)
    assert "SittingResumed" in kinds(demo)
    assert demo.live.meeting.place.step == "vote"


def test_the_whole_demo_is_read_back_and_finished(
    demo: Driver, lead: Callable[..., FakeTerminal]
) -> None:
    demo.until("finish")
    terminal = lead("finish", "yes", "leave")
    said = "\n".join(terminal.shown)

    assert "Decision." in said
    assert "Fingerprint, please note it:" in said
    assert demo.live.meeting.written


# ---- as on the screen


def test_what_was_typed_before_a_question_was_put_aside_is_offered_again(
    demo: Driver, lead: Callable[..., FakeTerminal]
) -> None:
    demo.until("reveal")
    lead("promise", "Send the plan", "^C")
    demo.again()
    terminal = lead("promise", "", "1", "+14")

    assert "Half-typed text was kept: promise brings it back." in terminal.shown
    assert any("empty to keep: “Send the plan”" in text for text in terminal.shown)
    (promise,) = demo.live.meeting.promises
    assert promise.promise.text == "Send the plan"
    assert demo.live.read_drafts() == {}


def test_what_undo_takes_back_is_offered_again(
    demo: Driver, lead: Callable[..., FakeTerminal]
) -> None:
    demo.until("challenge")
    terminal = lead(
        *("challenge", "challenge", "It was one good quarter", "held"),
        *("undo", "challenge", "challenge", "", ""),
    )

    assert any("empty to keep: “It was one good quarter”" in text for text in terminal.shown)
    assert kinds(demo).count("ChallengeRecorded") == 2


def test_a_quiet_minute_is_no_draft(demo: Driver, lead: Callable[..., FakeTerminal]) -> None:
    demo.until("reveal")
    lead("quiet minute", "Not for the room", "^C")

    assert demo.live.read_drafts() == {}


def test_the_cell_of_a_person_is_cleared_by_name(
    demo: Driver, lead: Callable[..., FakeTerminal]
) -> None:
    demo.until("challenge")
    terminal = lead("second round", "1", "4", "clear dana", "clear nobody", "2")

    assert "Cleared: the entry of Dana Whitfield." in terminal.shown
    assert "That name has no entry to clear here." in terminal.shown
    named = [prompt for prompt, unseen in terminal.prompts if unseen]
    assert named[2:5] == ["Lin Wei (not shown): ", *["Dana Whitfield (not shown): "] * 2]


def test_after_the_last_competency_all_results_are_shown(
    demo: Driver, lead: Callable[..., FakeTerminal]
) -> None:
    demo.until("reveal")
    last = list(demo.live.meeting.competencies)[-1]
    while demo.live.meeting.place.competency != last or demo.live.due.verb.name == "reveal":
        demo.main()
    word = demo.live.due.verb.name
    terminal = lead(word, word, "They weighed it", "", "", "")

    assert demo.live.meeting.place.step == "references"
    shown = terminal.shown[terminal.shown.index("Competencies.") :]
    for poll in demo.live.meeting.brief.competencies:
        assert any(text.startswith(poll.title) for text in shown)


def test_a_reveal_is_read_in_speaking_order(
    demo: Driver, lead: Callable[..., FakeTerminal]
) -> None:
    demo.until("reveal")
    while demo.live.due.verb.name == "reveal":
        before = len(demo.live.log)
        said = " ".join(lead("reveal", "").shown)
        assert kinds(demo)[before:] == ["RatingsRevealed"]
        rows = [row for row in demo.live.view().pane.poll.rows if row.level]  # type: ignore[union-attr]
        rows.sort(key=lambda row: row.speaks)
        places = [said.index(f"{row.name}, ") for row in rows]
        assert places == sorted(places)
        demo.main()


def test_somebody_who_rated_this_role_after_all_is_recorded_so(
    demo: Driver, lead: Callable[..., FakeTerminal]
) -> None:
    demo.until("confirm_roles")
    lead("confirm role", "omar", "The old role", "It is the new one", "stand")
    lead("confirm role", "omar", "another", "^C")
    assert demo.live.meeting.confirmations["omar"].understanding == "differs"
    lead("confirm role", "omar", "this")

    assert demo.live.meeting.confirmations["omar"].understanding == "same"


def test_a_guarded_question_goes_on_after_yes(
    demo: Driver, lead: Callable[..., FakeTerminal]
) -> None:
    demo.until("reveal")
    demo.main()
    demo.until("reveal")
    terminal = lead("wrap up", "The hour is nearly over", "no", "wrap up", "", "yes")

    shown = terminal.shown
    assert shown[0] != "A wrap-up reveals these at once, without discussion:"
    assert shown.count("A wrap-up reveals these at once, without discussion:") == 2
    assert any(text.startswith("Nothing done. Next: ") for text in shown)
    assert terminal.prompts[2][0].endswith("? Type yes: ")
    assert demo.live.due.verb.name == "advance"
    assert shown[-1].startswith("Next: ")


def test_files_beside_a_finished_record_are_written_by_their_word(
    demo: Driver, lead: Callable[..., FakeTerminal]
) -> None:
    demo.until("finish")
    terminal = lead("finish", "yes", "reminders", "calendar", "leave")

    assert "Written: reminders.txt." in terminal.shown
    assert "Written: promises.ics." in terminal.shown
    assert (demo.folder / "promises.ics").is_file()


def test_leans_are_looked_up_when_a_rating_is_asked_about(
    demo: Driver, lead: Callable[..., FakeTerminal]
) -> None:
    file = demo.folder / "session.toml"
    file.write_text("show_lean = true\n" + file.read_text())
    demo.again("run-1")
    demo.leans = lambda *_: {"lin": "rates one level lower than others"}
    demo.until("reveal")
    demo.main()
    terminal = lead("evidence lin")

    assert any("rates one level lower" in text for text in terminal.shown)


def test_errors_of_our_own_in_a_row_leave_the_meeting(
    demo: Driver, lead: Callable[..., FakeTerminal], monkeypatch: pytest.MonkeyPatch
) -> None:
    demo.until("reveal")
    terminal = FakeTerminal(["help"] * 9)
    meeting = LineMeeting(demo.live, terminal)
    monkeypatch.setattr("debrief.live.lines.guide", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        meeting.lead()

    assert len(terminal.lines) == 9 - 4
    assert sum("nothing was recorded" in text for text in terminal.shown) == 3


def test_an_error_of_our_own_costs_one_line(
    demo: Driver, lead: Callable[..., FakeTerminal], monkeypatch: pytest.MonkeyPatch
) -> None:
    demo.until("reveal")
    monkeypatch.setattr("debrief.live.lines.guide", lambda *_: 1 / 0)
    terminal = lead("help", "reveal", "help", "help")

    assert "RatingsRevealed" in kinds(demo)
    assert terminal.lines == []


def test_no_dots_between_facts_are_said(demo: Driver, lead: Callable[..., FakeTerminal]) -> None:
    demo.until("decide")

    assert not any(" · " in text for text in lead("again", "help").shown)
