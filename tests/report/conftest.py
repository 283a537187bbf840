"""A whole meeting as a journal, with every kind of thing that a page can say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest

from debrief.core.brief import Brief, Reference
from debrief.core.meeting import events as e
from debrief.core.record.build import Record, record
from debrief.core.scorecard import CardFacts, Entry, Rating
from debrief.core.steps import Place
from debrief.core.vocabulary import FollowUp, RevealedCompetency, Summary

THREE = datetime(2026, 11, 24, 15, tzinfo=UTC)
FINGERPRINT = "ab12cd34ef567890" * 4
Spelling = Callable[[str], str]


def at(competency: str) -> Place:
    return Place(step="competency", competency=competency)


def level(value: int) -> Entry:
    return Entry(choice="level", level=value)


KEEP = Entry(choice="keep")
NONE = Entry(choice="none")


def _brief(say: Spelling) -> Brief:
    def competency(id_: str, title: str, levels: int = 4, **more: object) -> dict[str, object]:
        anchors = [say(f"anchor {n}") for n in range(levels)]
        about = say(f"What is {title}?")
        return {"id": id_, "title": say(title), "definition": about, "anchors": anchors, **more}

    return Brief.model_validate(
        {
            "title": say("VP Engineering"),
            "scheduled": datetime(2026, 11, 23, 15, tzinfo=UTC),
            "facilitator": say("Noor Rahman"),
            "candidate": {"alias": say("K-17"), "name": "Kim Okafor"},
            "role": {
                "mandate": say("Rebuild the platform"),
                "authority": [say("Hires and fires")],
                "success": [say("One platform")],
                "constraints": [say("No head-count"), say("An adviser stays"), say("Night work")],
                "expectations": [{"stakeholder": say("CEO"), "expects": say("Calm")}],
            },
            "scenarios": [{"id": "merge", "title": say("Which of two survives")}],
            "decision": {"owner": "dana", "rule": say("Dana decides after the vote.")},
            "panel": [
                {"id": "dana", "name": say("Dana Whitfield"), "title": say("CEO")},
                {"id": "lin", "name": say("Lin Wei"), "title": say("Architect")},
                {"id": "omar", "name": say("Omar Haddad")},
                {"id": "priya", "name": say("Priya Raman")},
                {"id": "tom", "name": say("Tom Becker")},
            ],
            "competencies": [
                competency("judgment", "Judgment", must_have=True),
                competency("influence", "Influence"),
                competency("culture", "Culture"),
                competency("depth", "Depth", 2, kind="threshold"),
                competency("context", "Context transfer"),
            ],
        }
    )


def _reference(say: Spelling) -> Reference:
    found = [{"competency": "judgment", "finding": "contradicts", "note": say("Waited too long")}]
    return Reference.model_validate(
        {
            "id": "former-ceo",
            "relation": say("CEO at the last company"),
            "taken": date(2026, 11, 10),
            "difficult_period": say("The merger"),
            "struggled_most": say("Saying no"),
            "best_environment": say("One owner"),
            "findings": found,
        }
    )


def _cards(say: Spelling) -> tuple[CardFacts, ...]:
    def card(panelist: str, hour: int, **more: object) -> CardFacts:
        sent = datetime(2026, 11, 20, hour, tzinfo=UTC)
        return CardFacts.model_validate({"panelist": panelist, "submitted": sent, **more})

    told = (say("No head-count"), say("A company car"))
    covered = ("culture", "depth", "influence", "judgment")
    return (
        card("dana", 8, role=say("Runs the platform"), told=told, covered=covered),
        card("lin", 9, concerns=(say("Wants a say in contracts"),), covered=("judgment",)),
        card("omar", 10, late=True),
        card("priya", 11, bare=1),
    )


def _ratings(say: Spelling, marks: str, **more: object) -> dict[str, Rating]:
    """One letter a panelist: a level, n not assessed, a abstains, r recused, a dash none."""
    states = {"n": "not-assessed", "a": "abstains", "r": "recused"}
    ratings = {}
    for panelist, mark in zip(("dana", "lin", "omar", "priya"), marks, strict=True):
        data: dict[str, object] = {"confidence": "medium", "for": [say("Killed her own project")]}
        if mark in states:
            data = {"state": states[mark], "reason": say("We ran out of time")}
        elif mark.isdigit():
            data["rating"] = int(mark)
        if mark != "-":
            ratings[panelist] = Rating.model_validate({**data, **more})
    return ratings


def _threshold(say: Spelling) -> dict[str, Rating]:
    met = {"rating": "met", "confidence": "high", "against": [say("Shallow on storage")]}
    not_met = {"rating": "not-met", "confidence": "low"}
    return {
        "dana": Rating.model_validate(met),
        "lin": Rating.model_validate(met),
        "omar": Rating.model_validate(not_met),
        "priya": Rating.model_validate({"state": "recused", "reason": say("We are related")}),
    }


def make_log(say: Spelling = str) -> list[e.LogLine]:
    """Return a finished meeting in which nearly everything happens; `say` spells each text."""
    context = {"depends_on_context": say("Had a board behind her"), "scenario": "merge"}
    shown = RevealedCompetency
    second = {"dana": level(3), "lin": level(4), "omar": NONE, "priya": KEEP}
    vote = Place(step="vote")
    told: list[e.Event | str] = [
        e.MeetingOpened(
            brief=_brief(say),
            references=(_reference(say),),
            cards=_cards(say),
            ballot_key="age1",
            program="debrief 0.1.0",
        ),
        e.AttendanceMarked(panelist="tom", presence="absent"),
        e.AttendanceMarked(panelist="omar", presence="absent"),
        e.AttendanceMarked(panelist="omar", presence="late"),
        e.RoleConfirmed(panelist="dana", understanding="same"),
        e.RoleConfirmed(panelist="lin", understanding="same"),
        e.RoleConfirmed(panelist="omar", understanding="same"),
        e.RoleConfirmed(
            panelist="priya",
            understanding="differs",
            differs=say("An on-call turn too"),
            ruling=say("No turn on the rota."),
            ratings="set-aside",
        ),
        e.RoleConfirmed(panelist="tom", understanding="absent"),
        e.GatePassed(rule=say("Dana decides after the vote."), then=at("judgment")),
        e.RatingsRevealed(
            round=1,
            revealed=(
                shown(competency="judgment", ratings=_ratings(say, "2341", **context)),
            ),
        ),
        e.Argued(competency="judgment", text=say("Three of the cases are old")),
        e.Argued(competency="judgment"),
        e.MinuteTaken(text=say("Taken back"), place=at("judgment")),
        "undo",
        e.MinuteTaken(text=say("Asked twice"), speaker="lin", place=at("judgment")),
        e.MinuteTaken(text=say("Dana began to hope"), quiet=True, place=at("judgment")),
        e.MinuteTaken(
            text=say("Tom said yes"), quiet=True, kind="voiced-early", place=at("judgment")
        ),
        e.RoundOpened(competency="judgment", round=2),
        e.BallotEntered(competency="judgment", round=2, ballots={"dana": "cell"}),
        e.RatingsRevealed(
            round=2, revealed=(shown(competency="judgment", entries=second),)
        ),
        e.EntryCorrected(
            competency="judgment", round=2, panelist="lin", was=level(4), now=level(2)
        ),
        e.MoveExplained(
            competency="judgment", round=2, panelist="dana", reason=say("I had not asked")
        ),
        e.MoveExplained(competency="judgment", round=2, panelist="lin", declined=True),
        e.CompetencyClosed(competency="judgment", closing="contested", then=at("influence")),
        e.RatingsRevealed(
            round=1, revealed=(shown(competency="influence", ratings=_ratings(say, "334n")),)
        ),
        e.ChallengeWaived(competencies=("influence",), reason=say("Later"), together=True),
        e.StepOpened(place=at("culture")),
        e.RatingsRevealed(
            round=1, revealed=(shown(competency="culture", ratings=_ratings(say, "333a")),)
        ),
        e.ChallengeRecorded(
            competencies=("influence", "culture"),
            basis="challenger",
            challengers=("lin", "omar"),
            argued=say("Nobody saw them with finance"),
            new_evidence=True,
            outcome="held",
            closes="agreed",
            then=at("depth"),
        ),
        e.RatingsRevealed(
            round=1, revealed=(shown(competency="depth", ratings=_threshold(say)),)
        ),
        e.RoundOpened(competency="depth", round=2),
        e.RoundAbandoned(competency="depth", round=2, reason=say("Omar had to go")),
        e.CompetencyClosed(
            competency="depth", closing="agreed", reason=say("It is met"), then=at("context")
        ),
        e.StepWaived(
            place=at("context"), reason=say("Five minutes left"), then=Place(step="references")
        ),
        e.ReferenceReviewed(reference="former-ceo", note=say("Read with care")),
        e.CompetencyReopened(competency="judgment", reason=say("The reference contradicts")),
        e.CompetencyClosed(
            competency="judgment", closing="contested", then=Place(step="fit")
        ),
        e.ConstraintMarked(constraint=say("An adviser stays"), told=False),
        e.FitNoted(
            kind="context",
            text=say("Had a board behind her"),
            panelist="dana",
            competency="judgment",
            offers="partly",
        ),
        e.FitNoted(kind="owed", text=say("An answer in writing")),
        e.CauseGiven(kind="failed", causes=(say("The move ate the year"),), by="lin"),
        e.CauseGiven(kind="missed"),
        e.PromiseAdded(kind="signal", text=say("Ask the team"), who="omar", by=date(2026, 12, 4)),
        e.PromiseAdded(kind="follow-up", text=say("Send the plan")),
        e.ClockWentBack(seconds=3.0),
        e.JournalRecovered(torn=12, kept_as="journal.jsonl.torn-1"),
        "resume",
        e.StepOpened(place=vote, done="premortem"),
        e.BallotsLost(ballot_key="age2"),
        e.VotesRevealed(
            round=1, votes={"dana": level(3), "lin": level(2), "omar": level(3)}
        ),
        e.StepOpened(place=Place(step="decision"), done="vote"),
        e.DissentRecorded(panelist="lin", text=say("I would not hire yet.\n\nNot now.")),
        e.DissentRecorded(
            panelist="lin", text=say("I would not hire yet.\nNot\n\nnow."), confirmed=True,
            replaces=52,
        ),
        e.DissentAnswered(dissent=52, answer=say("You are right.")),
        e.DecisionMade(
            outcome="postponed",
            owner="dana",
            rationale=say("Let us sleep on it."),
            until=date(2026, 11, 25),
            would_change=say("A second talk"),
        ),
        e.BarWaived(
            competency="judgment", obstacle="contested", ruling=say("The condition looks at it.")
        ),
        e.DecisionMade(
            outcome="hire",
            owner="dana",
            rationale=say("All must-haves are yes.\nWe go and look."),
            conditions=(say("Half a day on the incident file"),),
            follow_ups=(FollowUp(text=say("Tell them"), owner=say("Tom"), due=date(2026, 12, 1)),),
            review=date(2027, 5, 24),
            then=Place(step="record"),
        ),
        e.FollowUpAdded(follow_up=FollowUp(text=say("Write to HR"), owner=say("Lin Wei"))),
        e.MeetingFinished(
            salt="salt",
            inputs={"session.toml": "5e" * 32, "scores/dana.toml": "d0" * 32},
            program="debrief 0.1.0",
            summary=Summary(decision="hire"),
        ),
        e.RecordWritten(outputs={"record.md": "0" * 64}),
    ]  # fmt: skip
    return _logged(told)


def _logged(told: list[e.Event | str]) -> list[e.LogLine]:
    log: list[e.LogLine] = []
    run = "run-1"
    for event in told:
        if event == "resume":
            run = "run-2"
            continue
        if event == "undo":
            event = e.Undone(target=len(log), what="a minute")
        assert isinstance(event, e.Event)
        seconds = 60.0 * len(log)
        log.append(e.LogLine(len(log) + 1, THREE + timedelta(seconds=seconds), seconds, run, event))
    return log


@pytest.fixture
def log() -> Callable[..., list[e.LogLine]]:
    """Return a maker of the journal."""
    return make_log


@pytest.fixture
def kept() -> Callable[..., Record]:
    """Return a maker of the record of the journal; as it is spelled here it is made once."""
    return lambda say=str: _plain() if say is str else record(make_log(say), FINGERPRINT)


@cache
def _plain() -> Record:
    return record(make_log(str), FINGERPRINT)


@pytest.fixture
def bare() -> Record:
    """Return the record of a meeting that has only just been opened."""
    brief = _brief(str)
    opened = e.MeetingOpened(brief=brief, ballot_key="age1", program="debrief 0.1.0")
    return record(_logged([opened]), None)
