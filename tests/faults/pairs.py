"""Two sets of cards of which the room may know the same, and what a run of one leaves behind."""

from __future__ import annotations

import base64
import json
import random
import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli_w
from faults.stepped import STEP
from meetings import Driver

from debrief.store.sessions import session

LONGEST_DIGEST = 64
STEPPED = str(Path(__file__).with_name("stepped.py"))
CANARY = "canary"
NO_ENTRY, NO_GROUND = 0.15, 0.3
KEYS = {
    "space": b" ", "enter": b"\r", "escape": b"\x1b", "up": b"\x1b[A",
    "left": b"\x1b[D", "right": b"\x1b[C", "backspace": b"\x7f",
    "pagedown": b"\x1b[6~", "palette": b"\x10", "tab": b"\t",
}  # fmt: skip
MASKED = (
    "hash", "prev", "nonce", "commitments", "commitment", "ballots", "ballot_key", "inputs", "salt",
)  # fmt: skip


def change(folder: Path, competency: str, chance: random.Random) -> None:
    """Give every card other content for one competency: all that may differ unseen, differs.

    The rating, the state, the confidence, how many lines of evidence, if any, how long, whether
    there is an entry at all, and the order of the tables in the file. What may be known of a card
    stays.
    """
    before = session.load(folder)
    assert before.brief is not None
    threshold = before.brief.competency(competency).is_threshold
    for file in sorted((folder / "scores").glob("*.toml")):
        card = tomllib.loads(file.read_text())
        if competency in card["ratings"]:
            card["ratings"][competency] = _other(card["ratings"][competency], threshold, chance)
            if chance.random() < NO_ENTRY:
                del card["ratings"][competency]
        order = sorted(card["ratings"], key=lambda _: chance.random())
        card["ratings"] = {name: card["ratings"][name] for name in order}
        file.write_text(tomli_w.dumps(card))
    after = session.load(folder)
    assert {p: c.facts for p, c in after.cards.items()} == {
        p: c.facts for p, c in before.cards.items()
    }
    assert not after.errors


def _other(rating: Mapping[str, Any], threshold: bool, chance: random.Random) -> dict[str, Any]:
    lines = [f"{CANARY} {chance.randrange(10**9)} {'x' * chance.randrange(300)}" for _ in range(9)]
    kind = chance.choice(["rated", "rated", "not-assessed", "abstains", "recused"])
    has_ground = chance.random() >= NO_GROUND
    if kind == "recused" or (kind != "rated" and has_ground):
        return {"state": kind, "reason": lines[0]}
    if kind != "rated":
        return {"state": kind}
    scale = ["met", "not-met"] if threshold else [1, 2, 3, 4]
    other: dict[str, Any] = {
        "rating": chance.choice([level for level in scale if level != rating.get("rating")]),
        "confidence": chance.choice(["low", "medium", "high"]),
    }
    if has_ground:
        some = chance.randrange(1, 8)
        other |= {"for": lines[:some], "against": lines[some:]}
        if chance.random() < 0.5:
            other["depends_on_context"] = lines[0]
    return other


def mark(folder: Path) -> None:
    """Put a canary into every line of evidence and every reason of every card."""
    for file in sorted((folder / "scores").glob("*.toml")):
        card = tomllib.loads(file.read_text())
        for name, rating in card["ratings"].items():
            for key in ("for", "against", "reason", "depends_on_context"):
                if key in rating:
                    rating[key] = _marked(rating[key], f"{CANARY}-{name}-")
        file.write_text(tomli_w.dumps(card))


def _marked(value: Any, prefix: str) -> Any:
    return prefix + value if isinstance(value, str) else [prefix + line for line in value]


@dataclass
class Traces:
    """All that a run left: what it wrote to the terminal, and every file, less what is masked."""

    terminal: bytes
    files: dict[str, str]


class Stepped:
    """A meeting screen with a frozen clock, stepped by keys."""

    def __init__(self, terminal: Callable[..., Any], driver: Driver, home: Path) -> None:
        driver.live.close()
        self.folder = driver.folder
        self.home = home
        settings = {"HOME": str(home), "XDG_CONFIG_HOME": str(driver.config.parent)}
        for name in ("STATE", "DATA", "CACHE"):
            settings[f"XDG_{name}_HOME"] = str(home / name.lower())
        self.shown = terminal(sys.executable, STEPPED, str(driver.folder), extra=settings)
        self.steps = 0
        self._wait()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.shown.type(KEYS.get(key) or key.encode())
            self._wait()

    def press_together(self, keys: str) -> None:
        """Press keys so fast that they come in one go: one step."""
        self.shown.type(keys.encode())
        self._wait()

    def hold(self, key: str, repeats: int) -> None:
        """Hold a key down, in a terminal that reports it."""
        for event in (1, *[2] * repeats):
            self.shown.type(b"\x1b[%d;1:%du" % (ord(key), event))
            self._wait()

    def _wait(self) -> None:
        self.steps += 1
        mark = STEP.encode()
        self.shown.until(lambda written: written.count(mark) >= self.steps)

    def traces(self) -> Traces:
        """End the program as somebody who leaves, and gather what it left."""
        self.press("q")
        self.shown.type(b"\r")
        assert self.shown.ended() == 0
        return Traces(self.shown.written, dict(_files([self.folder, self.home])))


def _files(roots: Iterable[Path]) -> Iterable[tuple[str, str]]:
    for root in roots:
        for file in sorted(root.rglob("*")):
            name = str(file.relative_to(root))
            if not file.is_file() or name.startswith("scores/"):
                continue
            if file.parent.name == "cards.age":  # named by a digest, padded, and ciphertext
                yield f"cards.age/{file.name.partition('.')[0]}", ""
                continue
            text = file.read_bytes().decode("utf-8", "surrogateescape")
            if file.suffix == ".jsonl":
                text = "\n".join(
                    json.dumps(_unseen(json.loads(line))) for line in text.splitlines()
                )
            if file.suffix == ".age-key":
                text = re.sub(r"(?i)(age1|age-secret-key-1|salt: )[a-z0-9]+", r"\1", text)
            yield name, text


def _unseen(value: Any) -> Any:
    """The value without what is meant to differ: digests, ciphertext, keys; lengths stay."""
    if isinstance(value, dict):
        return {
            name: _lengths(inner) if name in MASKED else _unseen(inner)
            for name, inner in value.items()
        }
    if isinstance(value, list):
        return [_unseen(inner) for inner in value]
    return value


def _lengths(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _lengths(inner) for name, inner in value.items()}
    if len(value) > LONGEST_DIGEST:
        # An age header ends with its MAC; before it stands noise of any length, so that no two are
        # alike. What follows is as long as what is in it, and 32 bytes.
        return len(base64.b64decode(value).partition(b"\n--- ")[2])
    return len(value)
