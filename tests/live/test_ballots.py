"""Codes pasted into a live meeting: counted by person, never by meaning."""

from __future__ import annotations

import tomllib

import pytest

from debrief.core import ballots
from debrief.core.meeting import events as e
from debrief.core.refused import Refused
from debrief.live import ballots as live_ballots
from debrief.live.lines import Left, LineMeeting
from debrief.store import ballot_book


@pytest.fixture
def demo(demo):
    """The demo's meeting, with code sheets made before its opening."""
    demo.live.close()
    brief = demo.live.meeting.brief
    book = ballot_book.Book("0123456789abcdef", bytes(range(32)))
    book = book.issued(brief, tuple(p.id for p in brief.panel), "2026-11-20")
    ballot_book.save(demo.config, demo.folder, book)
    demo.book = book
    demo.start("run-1")
    return demo


def code(demo, panelist, choice, poll="vote", round_=1):
    return next(
        ballots.written(c)
        for c, p in demo.book.codes().items()
        if (p.panelist, p.poll, p.round, p.choice) == (panelist, poll, round_, choice)
        and p.issue == demo.book.newest()[panelist]
    )


def at_vote(demo):
    demo.until("reveal_votes")
    return demo


def paste(demo, text):
    done = demo.live.paste(text)
    assert not isinstance(done, Refused), done.reason
    return done


def test_counts_a_vote_from_pasted_chat(demo):
    at_vote(demo)
    chat = "\n".join(
        [
            f"16:02 Dana: {code(demo, 'dana', '4')}",
            "16:02 Omar: one moment, my child is here CANARY-WORD",
            f"16:03 Omar: {code(demo, 'omar', '1').lower()}",
            "see https://example.com/QJ2-94RD",
            f"lin {code(demo, 'lin', 'not-voting')}",
        ]
    )

    done = paste(demo, chat)

    assert done.sentence == "5 lines, 3 codes. In: Dana Whitfield, Omar Haddad and Lin Wei."
    demo.do("reveal_votes")
    marks = demo.live.meeting.vote.rounds[-1].marks
    assert [marks[p].level for p in ("dana", "omar", "lin")] == [4, 1, None]
    revealed = next(x.event for x in demo.live.log if isinstance(x.event, e.VotesRevealed))
    assert set(revealed.codes) == {"dana", "omar", "lin"}
    assert revealed.codes["dana"] == code(demo, "dana", "4")
    everything = b"".join(
        x.read_bytes() for x in (*demo.folder.rglob("*"), *demo.config.rglob("*")) if x.is_file()
    )
    assert b"CANARY-WORD" not in everything


def test_a_submission_reads_the_same_whatever_the_choice(demo):
    at_vote(demo)
    first = paste(demo, code(demo, "dana", "4"))
    again = paste(demo, code(demo, "dana", "not-voting"))
    as_before = paste(demo, code(demo, "dana", "not-voting"))
    same = paste(demo, code(demo, "omar", "1"))

    assert first.sentence == "1 line, 1 code. In: Dana Whitfield."
    assert again.sentence == "1 line, 1 code. Sent again: Dana Whitfield."
    assert as_before.sentence == again.sentence
    assert same.sentence == "1 line, 1 code. In: Omar Haddad."


def test_the_same_text_again_changes_nothing(demo):
    at_vote(demo)
    chat = f"{code(demo, 'dana', '4')}\n{code(demo, 'dana', '1')}"
    paste(demo, chat)

    demo.again()
    done = paste(demo, chat)

    assert done.asks == ()
    assert done.sentence == "2 lines, 2 codes. Sent again: Dana Whitfield."
    demo.do("reveal_votes")
    assert demo.live.meeting.vote.rounds[-1].marks["dana"].level == 1


@pytest.mark.parametrize("choice", ["1", "4", "not-voting"])
def test_asks_about_a_replaced_code_and_takes_it_if_confirmed(demo, choice):
    at_vote(demo)
    first = code(demo, "dana", choice)
    paste(demo, first)
    paste(demo, code(demo, "dana", "2"))
    lines = len(demo.live.log)

    done = paste(demo, first)

    assert len(demo.live.log) == lines
    assert [x.panelist for x in done.asks] == ["dana"]
    demo.live.take_again(done.asks[0])
    demo.do("reveal_votes")
    level = demo.live.meeting.vote.rounds[-1].marks["dana"].level
    assert level == (None if choice == "not-voting" else int(choice))


def test_asks_once_before_a_code_is_changed_by_hand(demo):
    at_vote(demo)
    paste(demo, f"{code(demo, 'dana', '4')}")

    refused = demo.live.enter("dana", "1")
    assert isinstance(refused, Refused)
    assert "came by code" in refused.reason
    demo.enter(dana="1")
    demo.enter(dana="2")
    demo.do("reveal_votes")
    assert demo.live.meeting.vote.rounds[-1].marks["dana"].level == 2
    revealed = next(x.event for x in demo.live.log if isinstance(x.event, e.VotesRevealed))
    assert revealed.codes == {}


def test_asks_once_before_a_code_is_cleared(demo):
    at_vote(demo)
    first = code(demo, "dana", "4")
    paste(demo, first)

    assert isinstance(demo.live.clear("dana"), Refused)
    assert not isinstance(demo.live.clear("dana"), Refused)
    assert [x.panelist for x in paste(demo, first).asks] == ["dana"]


def test_lists_by_line_what_it_did_not_take(demo):
    at_vote(demo)
    wrong = code(demo, "dana", "4")
    wrong = wrong[:-1] + ("Y" if wrong[-1] != "Y" else "X")
    other = code(demo, "dana", "4", "competency/judgment", 2)
    stranger = next(
        ballots.written(x)
        for x in ballots.table(b"x" * 32, demo.book.issues)
        if x not in demo.book.codes()
    )

    done = paste(demo, f"{wrong}\n{other}\n{stranger}\n{wrong}\n{other}")

    assert done.sentence == (
        "5 lines, 3 codes. Line 1: not a code. Line 2: a code of another round or question. "
        "Line 3: a code of nobody here. Line 4: not a code. Not taken: 1 more line."
    )
    assert (
        paste(demo, "hello").sentence == "1 line, no codes. No code was found in the pasted text."
    )


def test_names_whose_sheet_is_old(demo):
    demo.live.close()
    brief = demo.live.meeting.brief
    old = code(demo, "dana", "4")
    demo.book = demo.book.issued(brief, ("dana",), "2026-11-21")
    ballot_book.save(demo.config, demo.folder, demo.book)
    demo.start("run-1")
    at_vote(demo)

    assert paste(demo, old).sentence == (
        "1 line, 1 code. Line 1: old sheet: send Dana Whitfield the new one."
    )
    assert "In: Dana Whitfield" in paste(demo, code(demo, "dana", "4")).sentence


def test_names_stale_sheets_before_the_opening(demo):
    demo.live.close()
    path = demo.folder / "session.toml"
    path.write_text(path.read_text().replace('id = "tom"', 'id = "zoe"'))

    live = demo.start("run-1")

    assert "Old code sheets: Tom Becker" in " ".join(live.notices)
    demo.do("open")
    assert "zoe" not in demo.live.log[0].event.sheets


def test_says_if_the_sheets_cannot_be_read_before_the_opening(demo):
    demo.live.close()
    (demo.folder / "ballots.toml").write_text("schema = 3")
    assert "ballots.toml cannot be used" in " ".join(demo.start("run-1").notices)
    assert "ballots.toml" in demo.refused("open")


def test_a_round_of_a_competency_by_code(demo):
    demo.until("reveal")
    demo.do("reveal")
    demo.do("open_round")
    poll = "competency/judgment"

    paste(demo, f"{code(demo, 'dana', 'keep', poll, 2)} {code(demo, 'omar', '1', poll, 2)}")
    demo.do("reveal_round")

    marks = demo.live.meeting.competencies["judgment"].rounds
    assert marks[1].marks["dana"].level == marks[0].marks["dana"].level
    assert marks[1].marks["omar"].level == 1
    revealed = [x.event for x in demo.live.log if isinstance(x.event, e.RatingsRevealed)][-1]
    assert set(revealed.revealed[0].codes) == {"dana", "omar"}


def test_refuses_where_no_blind_question_is_open(demo):
    assert demo.live.paste("x").reason == live_ballots.NOT_HERE
    assert not demo.live.takes_codes
    demo.do("open")
    assert demo.live.paste("x").reason == live_ballots.NOT_HERE


def test_refuses_what_is_too_long_or_of_another_chat(demo):
    at_vote(demo)
    assert demo.live.takes_codes
    assert demo.live.paste("x" * (ballots.MOST_BYTES + 1)).reason == live_ballots.TOO_LONG
    strangers = list(ballots.table(b"y" * 32, demo.book.issues))[:40]
    chat = "\n".join([code(demo, "dana", "4"), *map(ballots.written, strangers)])
    assert demo.live.paste(chat).reason == live_ballots.STRANGE
    assert not demo.live.meeting.cells_here.ballots


def test_goes_on_by_hand_where_the_secret_is_missing_or_another(demo):
    at_vote(demo)
    ballot_book.forget(demo.config, demo.book.mark)
    demo.again()
    assert demo.live.paste(code(demo, "dana", "4")).reason == live_ballots.NO_SHEETS
    demo.enter(dana="3")
    other = ballot_book.Book(demo.book.mark, b"z" * 32, demo.book.issues)
    ballot_book.save(demo.config, demo.folder, other)
    demo.again("run-3")
    assert demo.live.paste(code(demo, "omar", "4")).reason == live_ballots.OTHER_SHEETS
    demo.enter(omar="3")


def test_deletes_the_secret_at_the_finish(demo):
    secret = demo.config / "keys" / f"{demo.book.mark}.ballots"
    demo.until("reveal_votes")
    assert secret.exists()
    demo.until("leave")
    assert not secret.exists()


def test_a_meeting_without_sheets_takes_no_code(make_driver):
    driver = make_driver("demo-vp-engineering")
    driver.until("reveal_votes")
    assert not driver.live.takes_codes
    assert driver.live.paste("QJ2-94RD").reason == live_ballots.NO_SHEETS
    assert driver.live.log[0].event.sheets == {}


def test_reads_the_way_of_an_entry():
    assert live_ballots.code_of("3") == ""
    assert live_ballots.code_of(live_ballots.plain("3", "QJ294RD")) == "QJ294RD"
    assert live_ballots.choice_of("keep") == "keep"


def test_names_whose_code_does_not_count_here(demo):
    at_vote(demo)
    result = ballots.Counted(not_taken=(ballots.NotTaken(1, "nobody", "tom"),), codes=1)
    sentence = live_ballots.summary(demo.live.meeting, "x", result, {})
    assert sentence == "1 line, no codes. Line 1: Tom Becker cannot enter anything here."


def test_a_code_to_keep_nothing_does_not_count_and_the_others_do(demo):
    demo.until("reveal")
    demo.do("reveal")
    demo.do("open_round")
    poll = "competency/judgment"
    first = demo.live.meeting.competencies["judgment"].rounds[0].marks
    voters = demo.live.meeting.question.voters(demo.live.meeting)
    without = next(p for p in voters if first[p].level is None)
    name = demo.live.meeting.name(without)

    done = paste(demo, f"{code(demo, without, 'keep', poll, 2)} {code(demo, 'omar', '1', poll, 2)}")

    assert done.sentence == (
        f"1 line, 2 codes. In: Omar Haddad. {name}’s code does not count here. Ask for another."
    )
    submission = ballots.Submission(without, "QJ294RD", "keep")
    assert isinstance(demo.live.take_again(submission), Refused)


def test_takes_a_warm_up_by_code(warm):
    warm.live.close()
    brief = warm.live.meeting.brief
    book = ballot_book.Book("0123456789abcdef", bytes(range(32)))
    warm.book = book.issued(brief, tuple(p.id for p in brief.panel), "2026-11-20")
    ballot_book.save(warm.config, warm.folder, warm.book)
    (warm.folder / "journal.jsonl").unlink()
    warm.start("run-1")
    warm.until("reveal_vignette")
    poll = live_ballots.poll_name(warm.live.meeting.question)
    voter = warm.live.meeting.question.voters(warm.live.meeting)[0]

    paste(warm, code(warm, voter, "1", poll, 1))
    warm.live.clear(voter)
    warm.live.clear(voter)
    assert paste(warm, code(warm, voter, "2", poll, 1)).asks == ()
    warm.do("reveal_vignette")

    revealed = next(x.event for x in warm.live.log if isinstance(x.event, e.VignetteRevealed))
    assert revealed.codes == {voter: code(warm, voter, "2", poll, 1)}


def test_codes_sealed_to_a_lost_key_can_be_sent_again(demo):
    at_vote(demo)
    first = code(demo, "dana", "4")
    paste(demo, first)
    demo.live.close()
    for key in (demo.config / "keys").glob("*.age-key"):
        key.unlink()
    demo.start("run-2")
    demo.live.renew_key()

    assert "In: Dana Whitfield" in paste(demo, first).sentence


class FakeTerminal:
    """Types these lines, one after each prompt; keeps what was shown."""

    def __init__(self, *lines: str, hides: bool = True) -> None:
        self.lines, self.hides = list(lines), hides
        self.shown: list[str] = []

    def show(self, text: str) -> None:
        self.shown.append(text)

    def read(self, prompt: str, *, unseen: bool = False) -> str:
        if not self.lines:
            raise Left
        return self.lines.pop(0)


def lead(demo, *lines, hides=True):
    terminal = FakeTerminal(*lines, hides=hides)
    LineMeeting(demo.live, terminal).lead()
    return terminal.shown


def test_line_by_line_a_line_with_codes_counts_them(demo):
    at_vote(demo)
    first = code(demo, "dana", "4")

    shown = lead(demo, f"Dana: {first} and {code(demo, 'omar', '1')}", hides=False)

    assert "1 line, 2 codes. In: Dana Whitfield and Omar Haddad." in shown
    assert not any(first in text for text in shown)
    assert set(demo.live.meeting.cells_here.ballots) == {"dana", "omar"}


@pytest.mark.parametrize(("answer", "level"), [("yes", 4), ("no", 1)])
def test_line_by_line_a_replaced_code_is_asked_about(demo, answer, level):
    at_vote(demo)
    first, second = code(demo, "dana", "4"), code(demo, "dana", "1")

    shown = lead(demo, first, second, first, answer)

    assert "A code that Dana Whitfield had replaced was sent again. Ask Dana Whitfield." in shown
    demo.do("reveal_votes")
    assert demo.live.meeting.vote.rounds[-1].marks["dana"].level == level


def test_line_by_line_the_last_code_names_what_is_next(demo):
    at_vote(demo)
    voters = demo.live.meeting.question.voters(demo.live.meeting)
    shown = lead(demo, " ".join(code(demo, p, "3") for p in voters))
    assert shown[-1].startswith("Next: reveal")
    strangers = list(ballots.table(b"y" * 32, demo.book.issues))[:40]
    assert live_ballots.STRANGE not in shown
    demo.live.clear(voters[0])
    demo.live.clear(voters[0])
    assert live_ballots.STRANGE in lead(demo, " ".join(map(ballots.written, strangers)))


def test_the_record_says_for_every_ballot_how_it_came(demo):
    at_vote(demo)
    paste(demo, f"{code(demo, 'dana', '3')} {code(demo, 'omar', 'not-voting')}")
    demo.enter(lin="2")
    demo.until("leave")

    record = tomllib.loads((demo.folder / "record.toml").read_text())
    ways = {x["panelist"]: x.get("way", "") for x in record["vote"]["rounds"][0]["marks"]}
    assert ways["dana"] == f"by code {code(demo, 'dana', '3')}"
    assert ways["omar"] == f"by code {code(demo, 'omar', 'not-voting')}"
    assert ways["lin"] == "by hand"
    assert f"by code {code(demo, 'dana', '3')}" in (demo.folder / "record.html").read_text()
    assert all(
        "way" not in mark
        for competency in record["competencies"]
        for round_ in competency["rounds"]
        for mark in round_["marks"]
        if not mark.get("way")
    )
