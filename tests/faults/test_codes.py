"""Code ballots: guesses, slips and ordinary chat are no codes, and a pasted chat tells nothing."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from meetings import Driver

from debrief.core import ballots
from debrief.core.ballots import Issue, Poll
from debrief.core.refused import Refused
from debrief.store import ballot_book
from debrief.store.journal.journal import read

Figure = Callable[[str, float], None]
Many = Callable[[int, int], int]

NINE = tuple(f"level {number}" for number in range(1, 10))
PEOPLE = tuple(f"person-{number}" for number in range(12))
WIDE = Poll("competency/judgment", (2,), NINE)
MASKED = ("hash", "prev", "nonce", "ballots", "ballot_key", "commitments", "codes")
CANARY = "canary"


def all_codes(secret: bytes, people: int = 12) -> dict[str, ballots.Place]:
    return ballots.table(secret, [Issue(1, "2026-11-20", PEOPLE[:people], (WIDE,))])


def test_guesses_with_a_right_check_hit_an_open_poll_rarely(figure: Figure, many: Many) -> None:
    chance = random.Random(1)
    codes, tries = all_codes(b"guess" * 8), many(100_000, 3_000_000)
    base, last = len(ballots.ALPHABET), pow(7, -1, len(ballots.ALPHABET))
    hits = 0
    for _ in range(tries):
        body = [chance.randrange(base) for _ in range(6)]
        check = -sum(i * x for i, x in enumerate(body, start=1)) * last % base
        hits += "".join(ballots.ALPHABET[x] for x in (*body, check)) in codes
    figure("guesses of a code with a right check, 12 people and 11 choices open", tries)
    figure("guesses of a code that hit", hits)
    assert len(codes) == 132
    assert hits <= max(3, tries * 4e-6)


def test_every_slip_in_a_code_is_refused(figure: Figure, many: Many) -> None:
    secrets = range(many(2, 76))
    codes = [code for n in secrets for code in all_codes(n.to_bytes(32, "big"))]
    slips = 0
    for code in codes:
        assert ballots.is_right(code)
        for at, char in enumerate(code):
            for other in ballots.ALPHABET:
                if other != char:
                    slips += 1
                    assert not ballots.is_right(code[:at] + other + code[at + 1 :])
            for second in range(at + 1, len(code)):
                if code[second] != char:
                    slips += 1
                    swapped = list(code)
                    swapped[at], swapped[second] = code[second], char
                    assert not ballots.is_right("".join(swapped))
    figure("codes with every single error and swap", len(codes))
    figure("errors and swaps in codes, all refused", slips)


def chat(chance: random.Random, lines: int) -> Iterator[str]:
    """Yield invented lines of chat, in several languages, with what looks a little like a code."""
    words = [
        "ja",
        "nein",
        "danke",
        "okay",
        "später",
        "merci",
        "oui",
        "peut-être",
        "gracias",
        "vale",
        "grazie",
        "obrigado",
        "tack",
        "да",
        "нет",
        "спасибо",
        "ναι",
        "όχι",
        "はい",
        "いいえ",
        "好的",
        "thanks",
        "brb",
        "lgtm",
        "yes",
        "no",
        "maybe",
        "wait",
        "mute",
        "please",
    ]
    letters, digits = "ABCDEFGHJKLMNPQRSTUVWXYZ", "0123456789"

    def some(kind: str, count: int) -> str:
        return "".join(chance.choice(kind) for _ in range(count))

    makers = (
        lambda: f"{some(letters, chance.randint(2, 4))}-{some(digits, chance.randint(2, 5))}",
        lambda: f"{some(letters, 2)}{some(digits, 1)}{some(letters, 1)} {some(digits, 1)}XY",
        lambda: f"{some(letters, 1)}-{some(letters, 2)} {some(digits, 4)}",
        lambda: f"https://example.org/{some(letters + digits, 3)}-{some(letters + digits, 4)}",
        lambda: f"{some('0123456789abcdef', 8)}-{some('0123456789abcdef', 4)}",
        lambda: f"+{some(digits, 2)} {some(digits, 3)}-{some(digits, 4)}",
        lambda: f"{some(digits, 2)}:{some(digits, 2)}",
        lambda: chance.choice(["M2-MAX", "RTX 4090", "WD-40", "F-150", "A4-TFSI", "MP3", "4K"]),
        lambda: f"ISBN 978-3-{some(digits, 3)}-{some(digits, 5)}-{some(digits, 1)}",
    )
    for _ in range(lines):
        said = [chance.choice(words) for _ in range(chance.randint(1, 8))]
        said.insert(chance.randrange(len(said) + 1), chance.choice(makers)())
        yield " ".join(said)


def test_no_code_is_found_in_ordinary_chat(figure: Figure, many: Many) -> None:
    lines = list(chat(random.Random(3), many(20_000, 100_000)))
    found = [lines[x.line - 1] for x in ballots.find("\n".join(lines)) if x.right]
    figure("lines of ordinary chat without a code", len(lines))
    assert found == []


def test_no_bytes_tell_what_a_pasted_chat_means(
    make_driver: Callable[[str], Driver], tmp_path: Path, figure: Figure, many: Many
) -> None:
    """Two meetings with other choices leave the same behind, up to each reveal."""
    for number in range(many(1, 10)):
        chance = random.Random(number)
        left = [
            _left_behind(make_driver, tmp_path, number, chosen)
            for chosen in (_choices(chance), _choices(chance))
        ]
        assert left[0] == left[1]
        figure("whole votes and rounds from pasted chat alone, in pairs", 2)


def _choices(chance: random.Random) -> dict[str, str]:
    people = ("dana", "omar", "lin", "priya", "jonas", "tom")
    return {p: chance.choice(["1", "2", "3", "4", "not-voting"]) for p in people}


def _left_behind(
    make_driver: Callable[[str], Driver], tmp_path: Path, number: int, chosen: dict[str, str]
) -> list[str]:
    for before in tmp_path.glob("demo-*"):
        before.rename(tmp_path / f"done-{len(list(tmp_path.iterdir()))}")
    demo = make_driver("demo-vp-engineering")
    brief = demo.live.meeting.brief
    book = ballot_book.Book("0123456789abcdef", number.to_bytes(32, "big"))
    book = book.issued(brief, tuple(p.id for p in brief.panel), "2026-11-20")
    ballot_book.save(demo.config, demo.folder, book)
    demo.start("run-1")
    codes = {(p.panelist, p.poll, p.round, p.choice): c for c, p in book.codes().items()}
    seen: list[str] = []

    def send(poll: str, round_: int) -> None:
        meeting = demo.live.meeting
        assert meeting.question is not None
        voters = meeting.question.voters(meeting)
        noise = list(chat(random.Random(number), 2 * len(voters)))
        said = [
            f"16:0{n % 10} {p}: {ballots.written(codes[p, poll, round_, chosen[p]])} {CANARY}"
            for n, p in enumerate(voters)
        ]
        done = demo.live.paste(
            "\n".join(x for pair in zip(noise, said, strict=False) for x in pair)
        )
        assert not isinstance(done, Refused)
        assert not demo.live.meeting.cells_here or set(voters) == set(
            demo.live.meeting.cells_here.ballots
        )
        seen.extend([done.sentence, repr(demo.live.view().pane), *_journal(demo.folder)])
        for path in (*demo.folder.rglob("*"), *demo.config.rglob("*")):
            data = path.read_bytes() if path.is_file() else b""
            assert CANARY.encode() not in data
            for p in voters:
                code = codes[p, poll, round_, chosen[p]]
                assert code.encode() not in data
                assert ballots.written(code).encode() not in data

    demo.until("reveal")
    demo.do("reveal")
    demo.do("open_round")
    send("competency/judgment", 2)
    demo.do("reveal_round")
    demo.live.close()

    again = _at_vote(demo)
    seen.append(again)
    send("vote", 1)
    return seen


def _at_vote(demo: Driver) -> str:
    """Begin once more, without the round, so that both meetings are the same up to the vote."""
    (demo.folder / "journal.jsonl").unlink()
    demo.start("run-1")
    demo.until("reveal_votes")
    return str(len(demo.live.log))


def _journal(folder: Path) -> list[str]:
    lines = read(folder / "journal.jsonl").events
    raw = (folder / "journal.jsonl").read_text().splitlines()
    assert len(lines) == len(raw)
    return [re.sub(r'"(hash|prev|nonce)":"[^"]*"', "", _masked(line)) for line in raw]


def _masked(line: str) -> str:
    entry = json.loads(line)
    entry["data"] = {k: v for k, v in entry["data"].items() if k not in MASKED}
    return json.dumps({k: v for k, v in entry.items() if k not in MASKED})


@pytest.mark.parametrize("people", [2, 12])
def test_all_codes_of_a_session_differ(people: int) -> None:
    assert len(all_codes(b"x" * 32, people)) == people * 11
