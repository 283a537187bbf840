"""A small panel and a script that runs rules and folds their events, with a clock of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from debrief.core.brief import Brief, Reference
from debrief.core.meeting import events as e
from debrief.core.meeting.agreement import LATEST_RULES
from debrief.core.meeting.dissent import to_ask
from debrief.core.meeting.log import Log
from debrief.core.meeting.question import poll_question
from debrief.core.meeting.state import Meeting
from debrief.core.refused import Refused
from debrief.core.scorecard import Entry, Rating, Scorecard, facts
from debrief.core.sealed import Sealed
from debrief.core.steps import Place
from debrief.core.verbs import (
    decision,
    fit,
    moves,
    opening,
    premortem,
    record,
    references,
    rounds,
    talk,
)
from debrief.core.verbs.cells import enter
from debrief.core.verbs.due import advance

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
REVIEW = date(2027, 5, 24)
REASON = "Nobody was convinced."
# Dana decides, Tom is the most senior, Lin the most junior; this is also the order of the panel.
SENIORITY = {"dana": 5, "lin": 1, "omar": 3, "priya": 2, "tom": 9}
PANEL = tuple(SENIORITY)
COMPETENCIES = ("judgment", "influence", "culture", "depth")
STATES = {"n": "not-assessed", "a": "abstains", "r": "recused"}


def make_brief(**changes: Any) -> Brief:
    """Return a brief with a panel of five, a must-have, two plain ones and a threshold."""
    anchors = ("a", "b", "c", "d")
    base: dict[str, Any] = {
        "title": "VP Engineering",
        "candidate": {"alias": "K-17"},
        "role": {
            "mandate": "Rebuild the platform",
            "authority": ["Hires and fires"],
            "success": ["One platform"],
            "constraints": ["No head-count before Q3"],
        },
        "decision": {"owner": "dana"},
        "panel": [
            {"id": p, "name": f"{p.title()} Day", "seniority": rank}
            for p, rank in SENIORITY.items()
        ],
        "competencies": [
            {
                "id": "judgment",
                "title": "Judgment",
                "must_have": True,
                "definition": "Trade-offs",
                "anchors": anchors,
                "challenges": ["First prompt", "Second prompt"],
            },
            {"id": "influence", "title": "Influence", "definition": "Others", "anchors": anchors},
            {"id": "culture", "title": "Culture", "definition": "Behaviour", "anchors": anchors},
            {
                "id": "depth",
                "title": "Depth",
                "kind": "threshold",
                "definition": "Credible",
                "anchors": anchors[:2],
            },
        ],
    }
    return Brief.model_validate({**base, **changes})


def rating(mark: str, competency: str = "judgment", **more: Any) -> Rating:
    """Return the rating that one letter stands for: a level, or n, a, r for a state."""
    if mark in STATES:
        return Rating.model_validate({"state": STATES[mark], "reason": "So it is.", **more})
    level: int | str = int(mark)
    if competency == "depth":
        level = {1: "not-met", 2: "met"}[int(mark)]
    return Rating.model_validate({"rating": level, "confidence": "high", "for": ["Saw it"], **more})


class Script:
    """A meeting being run: rules make events, events are logged ten seconds apart and folded."""

    def __init__(
        self, brief: Brief, references: tuple[Reference, ...] = (), rules: int = LATEST_RULES
    ) -> None:
        self.log: list[e.LogLine] = []
        self.run = "run-1"
        self.seconds = 0.0
        self.cards: dict[str, dict[str, Sealed[Rating]]] = {}
        self.entries: dict[str, Entry] = {}
        self.meeting = Meeting.planned(brief, {}, references, rules)
        self.whole: Log | None = None

    def add(self, event: e.Event, after: float = 10.0) -> e.Event:
        """Log an event and fold it in."""
        self.seconds += after
        t = NOON + timedelta(seconds=self.seconds)
        self.log.append(e.LogLine(len(self.log) + 1, t, self.seconds, self.run, event))
        new = self.log[-1:]
        self.whole = Log.of(new) if self.whole is None else self.whole.after(new)
        self.meeting = self.whole.meeting
        return event

    def do(self, rule: Callable[..., Any], *args: Any, **more: Any) -> Any:
        """Log what a rule allows; fail when it refuses."""
        event = rule(self.meeting, *args, **more)
        assert not isinstance(event, Refused), event.reason
        return self.add_all(event)

    def add_all(self, events: e.Event | tuple[e.Event, ...]) -> e.Event:
        """Log an act and fold it in; its last event."""
        return [self.add(one) for one in (events if isinstance(events, tuple) else (events,))][-1]

    def refusal(self, rule: Callable[..., Any], *args: Any, **more: Any) -> str:
        """Return the sentence with which a rule refuses; fail when it does not."""
        refused = rule(self.meeting, *args, **more)
        assert isinstance(refused, Refused), refused
        return refused.reason

    def open(self) -> Script:
        """Open the meeting."""
        self.do(opening.open_meeting, {p: f"digest of {p}" for p in self.cards}, "key", "debrief")
        return self

    def gate(self, absent: tuple[str, ...] = ()) -> Script:
        """Open the meeting and pass the gate; all but the absent rated this role."""
        self.open()
        for panelist in self.meeting.brief.panel:
            answer = "absent" if panelist.id in absent else "same"
            self.do(opening.confirm_role, panelist.id, answer)
        self.do(opening.pass_gate)
        return self

    def reveal(self, competency: str | None = None) -> Script:
        """Reveal the competency here, or another."""
        self.do(rounds.reveal, competency or self.meeting.place.competency, self.cards)
        return self

    def challenge(self, outcome: str = "held") -> Script:
        """Record the challenge that is due."""
        signal = talk.Signal("A second talk") if outcome == "open" else talk.NO_SIGNAL
        self.do(talk.record_challenge, REASON, outcome=outcome, signal=signal)
        return self

    def settle(self) -> Script:
        """Reveal and close the competency here."""
        self.reveal()
        if talk.no_challenge_due(self.meeting) is None:
            return self.challenge()
        if talk.closes_argued(self.meeting, self.meeting.place.competency) is not None:
            self.do(talk.argue)
            return self
        self.do(talk.close)
        return self

    def settle_all(self) -> Script:
        """Reveal and close every competency that remains."""
        while self.meeting.place.competency is not None:
            self.settle()
        return self

    def to_vote(self) -> Script:
        """Go through every step before the vote."""
        self.settle_all()
        for reference in self.meeting.references:
            self.do(references.review_reference, reference.id)
        if not self.meeting.references:
            self.do(references.review_reference)
        self.do(advance)
        for constraint in self.meeting.brief.role.constraints:
            self.do(fit.mark_constraint, constraint, told=False)
        self.do(fit.note_owed)
        self.do(advance)
        self.do(premortem.give_causes, "failed", ["The board changed its mind"])
        self.do(premortem.give_causes, "missed", [])
        self.do(advance)
        return self

    def enter(self, competency: str | None, **cells: int | str) -> Script:
        """Enter cells unseen: a level, keep or not-voting."""
        for panelist, cell in cells.items():
            by_level = isinstance(cell, int)
            self.entries[panelist] = (
                Entry(choice="level", level=cell) if by_level else Entry(choice=cell)
            )
        self.do(enter, poll_question(competency), {p: f"cell of {p}" for p in cells})
        return self

    def cells(self, competency: str | None) -> dict[str, str]:
        """Return the cells of a competency or of the vote, none where no round is open."""
        found = self.meeting.cells.get(poll_question(competency))
        return dict(found.ballots) if found else {}

    def opened(self, competency: str | None) -> dict[str, Sealed[Entry]]:
        """Return the cells as a key opens them."""
        return {p: Sealed(self.entries[p]) for p in self.cells(competency)}

    def second_round(self, competency: str, **cells: int | str) -> Script:
        """Open, fill and reveal a further round of a competency."""
        self.do(rounds.open_round, competency)
        return self.enter(competency, **cells).commit(competency)

    def commit(self, competency: str) -> Script:
        """Reveal the open round of a competency."""
        self.do(rounds.reveal_round, competency, self.opened(competency))
        return self

    def vote(self, votes: str = "33332") -> Script:
        """Enter votes in panel order, and reveal them."""
        self.enter(None, **{p: int(v) for p, v in zip(PANEL, votes, strict=True)})
        self.do(rounds.reveal_votes, self.opened(None))
        return self

    def to_decision(self, votes: str = "33332") -> Script:
        """Go through every step before the decision."""
        self.to_vote().vote(votes)
        self.do(advance)
        return self

    def decide(self, outcome: str = "no-hire", **more: Any) -> Script:
        """Have the owner decide."""
        self.do(decision.decide, outcome, "It weighs more.", **{"review": REVIEW, **more})
        return self.accept()

    def accept(self) -> Script:
        """Ask everybody who voted against the decision, and have them accept it."""
        if asked := to_ask(self.meeting):
            self.do(decision.ask_dissent, dict.fromkeys(asked, "accepts"))
        return self

    def finish(self) -> Script:
        """Finish the meeting."""
        self.do(record.finish, "salt", {"session.toml": "digest"}, "debrief")
        return self

    def at(self, competency: str) -> Script:
        """Jump to a competency."""
        self.do(moves.go, Place(step="competency", competency=competency), "It comes later")
        return self


def make_script(
    *,
    without: tuple[str, ...] = (),
    references: tuple[Reference, ...] = (),
    special: Mapping[tuple[str, str], Rating] | None = None,
    brief: Brief | None = None,
    rules: int = LATEST_RULES,
    **marks: str,
) -> Script:
    """Return a script whose cards say `marks`, one letter a panelist, for each competency.

    A dash leaves a competency out of a card, `without` names who has no card at all.
    """
    script = Script(brief or make_brief(), references, rules)
    shown = {"judgment": "33333", "influence": "33333", "culture": "33333", "depth": "22222"}
    shown |= marks
    for index, panelist in enumerate(PANEL):
        ratings = {c: rating(m[index], c) for c, m in shown.items() if m[index] != "-"}
        ratings |= {c: r for (p, c), r in (special or {}).items() if p == panelist}
        if panelist not in without:
            card = Scorecard(schema=1, panelist=panelist, ratings=ratings)
            script.cards[panelist] = {c: Sealed(r) for c, r in ratings.items()}
            known = facts(card, late=False, encrypted=False)
            cards = {**script.meeting.cards, panelist: known}
            script.meeting = Meeting.planned(script.meeting.brief, cards, references, rules)
    return script


@pytest.fixture
def start() -> Callable[..., Script]:
    """Return a maker of scripts before the meeting is opened."""
    return make_script


@pytest.fixture
def meet() -> Callable[..., Script]:
    """Return a maker of scripts at the first competency, everybody there."""

    def gated(*, absent: tuple[str, ...] = (), **more: Any) -> Script:
        return make_script(**more).gate(absent)

    return gated


@pytest.fixture
def warm() -> Callable[[], Script]:
    """Return a maker of scripts, before the opening, with a warm-up of two cases."""
    cases = {
        "judgment": {"id": "tripwire", "text": "They set one.", "rating": 4, "reason": "It held."},
        "depth": {"id": "labels", "text": "They asked.", "rating": "met", "reason": "Enough."},
    }

    def made() -> Script:
        plain = make_brief().model_dump(mode="json", by_alias=True)
        for one in plain["competencies"]:
            one["vignettes"] = [cases[one["id"]]] if one["id"] in cases else []
        return make_script(brief=Brief.model_validate({**plain, "agenda": {"warm-up": 6}}))

    return made


@pytest.fixture
def brief() -> Callable[..., Brief]:
    """Return a maker of briefs."""
    return make_brief


@pytest.fixture
def rate() -> Callable[..., Rating]:
    """Return a maker of ratings from one letter."""
    return rating


@pytest.fixture
def competency() -> Callable[[str], Place]:
    """Return a maker of places."""
    return lambda name: Place(step="competency", competency=name)
