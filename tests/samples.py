"""One event of every type, every field of it filled, and the brief they are about."""

from __future__ import annotations

from datetime import date

from debrief.core.brief import Brief
from debrief.core.meeting import events as e
from debrief.core.scorecard import CardFacts, Entry, Rating
from debrief.core.steps import Place
from debrief.core.vocabulary import FollowUp, RevealedCompetency, Summary

HERE = Place(step="competency", competency="judgment")
DAY = date(2027, 5, 24)


BRIEF = Brief.model_validate(
    {
        "title": "VP Engineering",
        "candidate": {"alias": "K-17"},
        "role": {
            "mandate": "Rebuild the platform",
            "authority": ["Hires"],
            "success": ["One platform"],
        },
        "decision": {"owner": "dana"},
        "panel": [
            {"id": "dana", "name": "Dana Day"},
            {"id": "lin", "name": "Lin Day"},
            {"id": "omar", "name": "Omar Day"},
        ],
        "competencies": [
            {
                "id": "judgment",
                "title": "Judgment",
                "definition": "Trade-offs",
                "anchors": ["a", "b", "c", "d"],
            },
        ],
    }
)


def samples() -> tuple[e.Event, ...]:
    """Return one event of every type, every field of it filled."""
    three, keep = Entry(choice="level", level=3), Entry(choice="keep")
    rated = Rating.model_validate({"rating": 3, "for": ["Ä “quote” \n"], "against": ["⟨no⟩"]})
    facts = CardFacts(panelist="lin", role="A role")
    follow_up = FollowUp(text="Call them", owner="Lin", due=DAY)
    shown = RevealedCompetency(
        competency="judgment", ratings={"lin": rated}, entries={"omar": three}
    )
    reference = {
        "id": "boss",
        "relation": "Boss",
        "findings": [{"competency": "judgment", "finding": "new", "note": "Calm"}],
    }
    return (
        e.MeetingOpened(
            brief=BRIEF,
            references=(reference,),
            cards=(facts,),
            commitments={"lin": "ab"},
            ballot_key="age1",
            program="debrief 1",
            rules=2,
        ),
        e.AttendanceMarked(panelist="lin", presence="late"),
        e.RoleConfirmed(
            panelist="lin",
            understanding="differs",
            differs="On call",
            ruling="No",
            ratings="re-rate",
        ),
        e.RecusalDeclared(panelist="lin", competency="judgment", reason="A relative"),
        e.BriefHeard(),
        e.RolesConfirmed(panelists=("lin", "omar")),
        e.GatePassed(rule="The owner decides.", then=HERE),
        e.StepOpened(place=Place(step="fit"), done="references"),
        e.RatingsRevealed(round=1, revealed=(shown,), wrap_up=True, reason="Late", then=HERE),
        e.EntryCorrected(competency="judgment", round=2, panelist="lin", was=three, now=keep),
        e.ChallengeRecorded(
            competencies=("judgment",),
            basis="dissent",
            challengers=("lin",),
            argued="But",
            new_evidence=True,
            outcome="changed",
            closes="agreed",
            opens_round=2,
            then=HERE,
        ),
        e.ChallengeWaived(
            competencies=("judgment",), reason="Late", together=True, closes="agreed", then=HERE
        ),
        e.Argued(
            competency="judgment",
            text="From evidence",
            asks_ruling="lin",
            closes="contested",
            then=HERE,
        ),
        e.SignalNamed(competency="judgment", signal="A case", who="lin", by=DAY),
        e.RoundOpened(competency="judgment", round=2),
        e.RoundAbandoned(competency=None, round=2, reason="Late"),
        e.BallotEntered(competency="judgment", round=2, ballots={"lin": "cipher"}),
        e.BallotCleared(competency=None, round=1, panelist="lin"),
        e.BallotsLost(ballot_key="age2"),
        e.MoveExplained(
            competency="judgment", round=2, panelist="lin", reason="New", declined=False
        ),
        e.CompetencyClosed(competency="judgment", closing="contested", reason="Why", then=HERE),
        e.CompetencyReopened(competency="judgment", reason="A reference"),
        e.StepWaived(place=Place(step="references"), reason="Late", then=Place(step="fit")),
        e.ReferenceReviewed(reference="boss", note="Calm"),
        e.ConstraintMarked(constraint="No head-count", told=True, by=("lin",)),
        e.FitNoted(
            kind="context", text="A board", panelist="lin", competency="judgment", offers="partly"
        ),
        e.CauseGiven(kind="failed", causes=("One", "Two"), by="lin"),
        e.VoteRuled(panelist="lin", reason="A conflict"),
        e.VotesRevealed(round=1, votes={"lin": three, "omar": Entry(choice="none")}),
        e.DissentRecorded(panelist="lin", text="I would not", confirmed=True, replaces=7),
        e.DissentAnswered(dissent=7, answer="Heard"),
        e.BarWaived(competency="judgment", obstacle="contested", ruling="All the same"),
        e.DecisionMade(
            outcome="hire",
            owner="dana",
            owner_recused=True,
            rationale="It weighs more",
            conditions=("References",),
            follow_ups=(follow_up,),
            review=DAY,
            test="A case",
            tester="Lin",
            due=DAY,
            would_change="Money",
            until=DAY,
            then=HERE,
        ),
        e.DissentAsked(answers={"lin": "dissents", "omar": "accepts"}),
        e.AgainstAnswered(
            panelist="lin", competencies=("judgment",), answer="We go and look", dissent=7
        ),
        e.ReferenceAdded(reference=reference),
        e.SittingEnded(),
        e.SittingResumed(),
        e.OwnerReplaced(owner="lin", reason="Dana is ill"),
        e.MinuteTaken(
            text="Said", speaker="lin", quiet=True, kind="voiced-early", place=HERE, source="id"
        ),
        e.MinuteCorrected(minute=7, text="Said", speaker="lin", source="id"),
        e.MinuteStruck(minute=7, source="id"),
        e.QuietSettled(minute=7, settled="record", source="id"),
        e.FollowUpAdded(follow_up=follow_up, source="id"),
        e.PromiseAdded(kind="owed", text="A letter", who="lin", by=DAY, source="id"),
        e.PromiseKept(promise=7, found="It is short"),
        e.ClockPaused(),
        e.ClockResumed(),
        e.CardAccepted(card=facts, commitment="ab", usable=("judgment",)),
        e.CardSettled(
            panelist="lin",
            choice="as-card",
            reason="Corrected a typo",
            card=facts,
            commitment="ab",
            usable=("judgment",),
        ),
        e.Undone(target=3, what="A minute"),
        e.Redone(target=3, what="A minute"),
        e.JournalRecovered(torn=12, kept_as="journal.jsonl.torn-1"),
        e.ClockWentBack(seconds=3.5),
        e.MeetingFinished(
            salt="ab",
            inputs={"session.toml": "cd"},
            program="debrief 1",
            summary=Summary(decision="hire", review=DAY, dissents=1),
        ),
        e.RecordWritten(
            outputs={"record.md": "ab"}, program="debrief 0.2.0", pages=1, interim=True
        ),
        e.VignetteOpened(competency="judgment", vignette="tripwire"),
        e.VignetteRated(ballots={"lin": "ab"}),
        e.VignetteCleared(panelist="lin"),
        e.VignetteRevealed(ratings={"lin": Entry(choice="level", level=2)}),
    )
