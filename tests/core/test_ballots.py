"""Codes of sheets: how they are derived, checked, found in chat, and counted."""

from __future__ import annotations

import hashlib
import hmac
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.core import ballots
from debrief.core.ballots import Issue, NotTaken, Place, Poll

SECRET = bytes(range(32))
WORDS = ("strong no", "no", "yes", "strong yes")
JUDGMENT = Poll("competency/judgment", (2, 3), WORDS)
VOTE = Poll("vote", (1,), WORDS)
ISSUE = Issue(1, "2026-11-20", ("priya", "omar"), (JUDGMENT, VOTE))
CODES = ballots.table(SECRET, [ISSUE])
NEWEST = {"priya": 1, "omar": 1}


def code(panelist: str, choice: str, *, poll: str = "competency/judgment", round_: int = 2) -> str:
    return next(
        ballots.written(c)
        for c, p in CODES.items()
        if (p.panelist, p.poll, p.round, p.choice) == (panelist, poll, round_, choice)
    )


def count(text: str, **sent: list[str]) -> ballots.Counted:
    plain = {p: [c.replace("-", "") for c in each] for p, each in sent.items()}
    return ballots.count(text, CODES, poll=JUDGMENT, round_=2, newest=NEWEST, sent=plain)


@pytest.mark.parametrize(
    ("poll", "round_", "choice", "expected"),
    [
        ("competency/judgment", 2, "1", "QJ2-94RD"),
        ("competency/judgment", 2, "2", "KK8-6CDK"),
        ("competency/judgment", 2, "3", "3DT-MJ77"),
        ("competency/judgment", 2, "4", "C24-XJQ7"),
        ("competency/judgment", 2, "keep", "2QM-7W2Q"),
        ("competency/judgment", 2, "not-voting", "HP3-98WV"),
        ("vote", 1, "4", "7V3-7V9K"),
    ],
)
def test_derives_the_published_vectors(poll: str, round_: int, choice: str, expected: str) -> None:
    place = Place(1, "priya", poll, round_, choice, WORDS)
    assert ballots.written(ballots.derived(SECRET, place, {})) == expected


def test_gives_way_to_a_code_that_an_earlier_cell_has() -> None:
    place = Place(1, "priya", "vote", 1, "4", WORDS)
    first = ballots.derived(SECRET, place, {})
    second = ballots.derived(SECRET, place, {first: None})
    assert second != first
    assert ballots.is_right(second)


def test_refuses_every_wrong_character_and_every_swap() -> None:
    for plain in CODES:
        for at in range(7):
            for other in set(ballots.ALPHABET) - {plain[at]}:
                assert not ballots.is_right(plain[:at] + other + plain[at + 1 :])
            for second in range(at + 1, 7):
                if plain[at] != plain[second]:
                    swapped = list(plain)
                    swapped[at], swapped[second] = plain[second], plain[at]
                    assert not ballots.is_right("".join(swapped))


@pytest.mark.parametrize(
    "line",
    [
        "QJ2-94RD",
        "16:02 Priya Raman: qj2-94rd",
        "QJ294RD",
        "qj2–94rd, sorry",
        "(QJ2\u201194RD).",
        "\uff31\uff2a\uff12\uff0d\uff19\uff14\uff32\uff24",
        "Q\u200bJ2-9\u00ad4RD\u2060",
        "> *QJ2-94RD*",
    ],
)
def test_finds_a_code_however_a_chat_writes_it(line: str) -> None:
    assert [(x.code, x.right) for x in ballots.find(line)] == [("QJ294RD", True)]


@pytest.mark.parametrize(
    ("line", "found"),
    [("ΗΡ3-98WV", "HP398WV"), ("нр3-98WV", "HP398WV"), ("КК8-6СDК", "KK86CDK")],
)
def test_reads_look_alikes_of_other_alphabets(line: str, found: str) -> None:
    assert [x.code for x in ballots.find(line)] == [found]


@pytest.mark.parametrize(
    "line",
    [
        "https://example.com/QJ2-94RD",
        "https://example.com#QJ2-94RD",
        "www.example.com?QJ2-94RD",
        "ticket QJ2-94RD-2",
        "xQJ2-94RD",
        "QJ2-94RDs",
        "mail QJ2-94RD@example.com",
        "id=QJ2-94RD",
        "QJ2-94RD.pdf",
        "a.QJ2-94RD",
        "QJ2 94RD",
        "GH-784, M2-MAX, 7 KM, SW1A 2AA, KTM-7777",
    ],
)
def test_finds_none_inside_addresses_identifiers_and_words(line: str) -> None:
    assert ballots.find(line) == ()


def test_numbers_lines_as_any_program_ends_them() -> None:
    found = ballots.find("a\r\nb\rQJ2-94RD\nQJ2-94RF")
    assert [(x.line, x.right) for x in found] == [(3, True), (4, False)]


@given(st.text())
def test_reads_any_text(text: str) -> None:
    for found in ballots.find(text):
        assert 1 <= found.line <= len(ballots.lines_of(text))
        assert len(found.code) == 7


def test_counts_one_code_of_each_person() -> None:
    result = count(f"Omar: {code('omar', '3')}\nhello\nPriya: {code('priya', '4')}")
    assert [(x.panelist, x.choice) for x in result.accepted] == [("omar", "3"), ("priya", "4")]
    assert not result.replaced
    assert not result.not_taken
    assert result.codes == 2


def test_counts_the_last_code_of_a_person() -> None:
    result = count(f"{code('priya', '1')}\n{code('priya', '4')}")
    assert [x.choice for x in result.accepted] == ["4"]
    back = count(f"{code('priya', '1')}\n{code('priya', '4')}\n{code('priya', '1')}")
    assert [x.choice for x in back.accepted] == ["1"]
    assert not back.replaced


def test_changes_nothing_when_the_same_text_is_pasted_again() -> None:
    first, second = code("priya", "1"), code("priya", "4")
    result = count(f"{first}\n{second}\n{first}\n{second}", priya=[first, second])
    assert [x.choice for x in result.accepted] == ["4"]
    assert not result.replaced


@pytest.mark.parametrize("then", ["1", "4", "not-voting"])
def test_takes_as_much_whether_somebody_changed_their_mind(then: str) -> None:
    first = code("priya", "1")
    for result in (
        count(f"{first}\n{code('priya', then)}"),
        count(code("priya", then), priya=[first]),
    ):
        assert [x.choice for x in result.accepted] == [then]
        assert not result.replaced


@pytest.mark.parametrize("choice", ["1", "4", "keep", "not-voting"])
def test_asks_about_a_code_that_was_replaced_since(choice: str) -> None:
    first, second = code("priya", choice), code("priya", "2")
    reposted = count(f"{first}", priya=[first, second])
    assert not reposted.accepted
    assert [x.choice for x in reposted.replaced] == [choice]
    whole = count(f"{first}\n{second}\n{first}", priya=[first, second])
    assert [x.choice for x in whole.replaced] == [choice]


def test_asks_about_a_code_after_an_entry_by_hand() -> None:
    first = code("priya", "1")
    assert [x.choice for x in count(first, priya=[first, ""]).replaced] == ["1"]


def test_lists_by_line_what_it_did_not_take() -> None:
    other = code("priya", "4", poll="vote", round_=1)
    later = code("priya", "4", round_=3)
    result = count(f"{other}\n{later}\nQJ2-94RF\n2C2-2C2D")
    stranger = ballots.find("2C2-2C2D")[0].right
    assert result.not_taken[:3] == (
        NotTaken(1, "other poll", "priya"),
        NotTaken(2, "other poll", "priya"),
        NotTaken(3, "not a code"),
    )
    assert result.not_taken[3].why == ("nobody" if stranger else "not a code")
    assert not result.accepted


def test_refuses_codes_of_an_old_sheet() -> None:
    newer = Issue(2, "2026-11-21", ("priya",), (JUDGMENT,))
    codes = ballots.table(SECRET, [ISSUE, newer])
    result = ballots.count(
        code("priya", "1"),
        codes,
        poll=JUDGMENT,
        round_=2,
        newest={"priya": 2, "omar": 1},
        sent={},
    )
    assert result.not_taken == (NotTaken(1, "old sheet", "priya"),)


def test_refuses_codes_of_words_that_were_changed() -> None:
    turned = Poll(JUDGMENT.name, (2,), WORDS[::-1])
    result = ballots.count(code("priya", "1"), CODES, poll=turned, round_=2, newest=NEWEST, sent={})
    assert result.not_taken == (NotTaken(1, "old sheet", "priya"),)


def test_takes_no_code_of_somebody_who_may_not_enter() -> None:
    result = ballots.count(
        code("priya", "1"), CODES, poll=JUDGMENT, round_=2, newest={"omar": 1}, sent={}
    )
    assert result.not_taken == (NotTaken(1, "nobody", "priya"),)


def test_refuses_a_text_with_many_codes_of_nobody_whole() -> None:
    strangers = [ballots.written(c) for c in ballots.table(b"x" * 32, [ISSUE])][:21]
    result = count("\n".join([code("priya", "1"), *strangers]))
    assert result.strange
    assert not result.accepted
    assert len(count("\n".join([code("priya", "1"), *strangers[:20]])).accepted) == 1


def test_commits_to_a_sheet_with_a_salt() -> None:
    mine = ballots.sheet(CODES, 1, "priya")
    salt = ballots.salt(SECRET, 1, "priya")
    lines = sorted(f"{p.poll}\t{p.round}\t{p.choice}\t{c[:3]}-{c[3:]}" for c, p in mine.items())
    text = "".join(f"{line}\n" for line in lines).encode()
    assert (
        ballots.commitment(salt, mine)
        == hashlib.sha256(b"debrief sheet 2" + salt + text).hexdigest()
    )
    fact = json.dumps(["debrief salt 2", 1, "priya"], separators=(",", ":")).encode()
    assert salt == hmac.new(SECRET, fact, hashlib.sha256).digest()[:16]


def test_has_the_choices_of_each_poll() -> None:
    assert JUDGMENT.choices(1) == ("1", "2", "3", "4", "keep", "not-voting")
    assert VOTE.choices(1) == ("1", "2", "3", "4", "not-voting")
    assert VOTE.choices(2) == ("1", "2", "3", "4", "keep", "not-voting")
    assert Poll("warm-up/a/b", (1,), ("not met", "met")).choices(1) == ("1", "2", "not-voting")


def test_a_random_guess_with_a_right_check_hits_rarely() -> None:
    chance, hits, tries = random.Random(20), 0, 20_000
    for _ in range(tries):
        body = [chance.randrange(23) for _ in range(6)]
        check = -sum(i * x for i, x in enumerate(body, start=1)) * pow(7, -1, 23) % 23
        guess = "".join(ballots.ALPHABET[x] for x in (*body, check))
        assert ballots.is_right(guess)
        hits += guess in CODES
    assert hits == 0
