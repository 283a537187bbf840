"""Every event tells one sentence, and none tells what is not to be seen."""

from __future__ import annotations

from datetime import date

import pytest

from debrief.core.brief import Reference
from debrief.core.meeting import events as e
from debrief.core.scorecard import CardFacts, Entry, Rating
from debrief.core.steps import Place
from debrief.core.vocabulary import FollowUp, RevealedCompetency, Summary

HERE = Place(step="competency", competency="judgment")
THREE, FOUR = Entry(choice="level", level=3), Entry(choice="level", level=4)
BOSS = Reference.model_validate({"id": "boss", "relation": "Boss, 3 years"})
SHOWN = RevealedCompetency(competency="judgment", ratings={"lin": Rating(rating=4)})
LONG = "word " * 40


def telling():
    """Return events with the sentence each tells."""
    minute = {"text": "Said", "place": HERE}
    about = {"basis": "panel", "argued": "But", "outcome": "held"}
    return [
        (e.MeetingOpened.model_construct(), "The meeting was opened"),
        (e.AttendanceMarked(panelist="lin", presence="present"), "Lin Day is present"),
        (e.AttendanceMarked(panelist="lin", presence="late"), "Lin Day joined late"),
        (e.AttendanceMarked(panelist="lin", presence="left"), "Lin Day left"),
        (e.AttendanceMarked(panelist="lin", presence="absent"), "Lin Day is absent"),
        (e.MinuteStruck(minute=1), "A quiet minute was struck"),
        (e.MinuteCorrected(minute=1, text="So"), "A quiet minute was corrected"),
        (e.QuietSettled(minute=1, settled="record"), "A quiet minute goes into the record"),
        (
            e.QuietSettled(minute=1, settled="auditor"),
            "A quiet minute stays out of the record’s pages",
        ),
        (e.QuietSettled(minute=1, settled="struck"), "A quiet minute was struck"),
        (e.BriefHeard(), "Everybody heard the brief and the decision rule"),
        (e.RoleConfirmed(panelist="lin", understanding="same"), "Lin Day rated this role"),
        (e.RolesConfirmed(panelists=("lin", "omar")), "Lin Day and Omar Day rated this role"),
        (
            e.RoleConfirmed(panelist="lin", understanding="differs", differs="On call"),
            "Lin Day understood the role differently: “On call”",
        ),
        (e.RoleConfirmed(panelist="lin", understanding="absent"), "Lin Day is absent"),
        (
            e.RecusalDeclared(panelist="lin", competency="judgment", reason="A relative"),
            "Lin Day is recused from Judgment: “A relative”",
        ),
        (
            e.RecusalDeclared(panelist="lin", reason="A relative"),
            "Lin Day is recused from all competencies that are still blind: “A relative”",
        ),
        (e.GatePassed(rule="So", then=HERE), "The role clarity gate was passed"),
        (e.StepOpened(place=HERE), "Moved to Judgment"),
        (e.StepOpened(place=Place(step="vote")), "Moved to Final vote"),
        (e.RatingsRevealed(round=1, revealed=(SHOWN,)), "Round 1 revealed: Judgment"),
        (
            e.RatingsRevealed(round=1, revealed=(SHOWN,), wrap_up=True),
            "Round 1 revealed: Judgment (wrapped up)",
        ),
        (
            e.EntryCorrected(competency="judgment", round=2, panelist="lin", was=THREE, now=FOUR),
            "Lin Day’s entry corrected for Judgment: not yes, but strong yes",
        ),
        (
            e.EntryCorrected(round=1, panelist="lin", was=THREE, now=FOUR),
            "Lin Day’s entry corrected for the final vote: not yes, but strong yes",
        ),
        (
            e.ChallengeRecorded(competencies=("judgment", "culture"), **about),
            "Challenge of Judgment, Culture: held, “But”",
        ),
        (
            e.ChallengeRecorded(challengers=("lin", "tom"), **{**about, "outcome": "changed"}),
            "Challenge of the final vote by Lin Day and Tom Day: changed the ratings, “But”",
        ),
        (
            e.ChallengeRecorded(**{**about, "outcome": "open"}),
            "Challenge of the final vote: stays open, “But”",
        ),
        (
            e.ChallengeWaived(competencies=("judgment",), reason="Late"),
            "Challenge of Judgment waived: “Late”",
        ),
        (
            e.ChallengeWaived(competencies=("judgment",), reason="Late", together=True),
            "Challenge of Judgment put off, to be held together: “Late”",
        ),
        (e.Argued(competency="judgment"), "Argued from evidence"),
        (e.Argued(competency="judgment", text="So"), "Argued from evidence: “So”"),
        (
            e.Argued(competency="judgment", text="So", closes="yes-one-against", then=HERE),
            "Argued from evidence: “So”; closed as yes, one against",
        ),
        (
            e.SignalNamed(competency="judgment", signal="A case", who="lin", by=date(2027, 5, 24)),
            "Signal needed for Judgment (Lin Day, by 24 May 2027): “A case”",
        ),
        (
            e.SignalNamed(signal="A case"),
            "Signal needed for the final vote (nobody named): “A case”",
        ),
        (e.RoundOpened(competency="judgment", round=2), "Round 2 opened for Judgment"),
        (e.RoundAbandoned(round=2, reason="Late"), "Round 2 given up: “Late”"),
        (
            e.BallotEntered(competency="judgment", round=2, ballots={"lin": "x", "tom": "y"}),
            "Entered unseen for Judgment: Lin Day and Tom Day",
        ),
        (e.BallotEntered(round=2, ballots={"lin": "x"}, undoes=3), "Lin Day’s entry is back"),
        (e.VignetteRated(ballots={"lin": "x"}, undoes=3), "Lin Day’s entry of the warm-up is back"),
        (e.BallotCleared(round=2, panelist="lin"), "Lin Day’s entry cleared"),
        (
            e.BallotsLost(ballot_key="k"),
            "The entries were lost with their key and are asked for again",
        ),
        (
            e.MoveExplained(competency="judgment", round=2, panelist="lin", reason="New"),
            "Lin Day moved: “New”",
        ),
        (
            e.MoveExplained(competency="judgment", round=2, panelist="lin", declined=True),
            "Lin Day moved and declined to say why",
        ),
        (
            e.CompetencyClosed(competency="judgment", closing="needs-more-signal", then=HERE),
            "Judgment closed as needs more signal",
        ),
        (
            e.CompetencyReopened(competency="judgment", reason="Boss"),
            "Judgment reopened: “Boss”",
        ),
        (e.StepWaived(place=HERE, reason="Late", then=HERE), "Judgment skipped: “Late”"),
        (e.ReferenceReviewed(reference="boss"), "Reference reviewed: Boss, 3 years"),
        (e.ReferenceReviewed(), "No references on file"),
        (
            e.ConstraintMarked(constraint="No heads", told=False),
            "Not told to the candidate: “No heads”",
        ),
        (
            e.ConstraintMarked(constraint="No heads", told=True, by=("lin",)),
            "Told to the candidate by Lin Day: “No heads”",
        ),
        (
            e.ConstraintMarked(constraint="No heads", told=True),
            "Told to the candidate by somebody: “No heads”",
        ),
        (e.FitNoted(kind="concern", text="Reach"), "Concern: “Reach”"),
        (e.FitNoted(kind="owed"), "Owed to the candidate: nothing"),
        (e.PromiseAdded(kind="owed", text="Call", who="lin"), "Promised by Lin Day: “Call”"),
        (
            e.PromiseAdded(kind="owed", text="Call", who="lin", by=date(2026, 12, 2)),
            "Promised by Lin Day by 2 December 2026: “Call”",
        ),
        (
            e.PromiseAdded(kind="owed", text="Call", by=date(2026, 12, 2)),
            "Promised, nobody named, by 2 December 2026: “Call”",
        ),
        (e.PromiseAdded(kind="condition", text="Call"), "Promised, nobody named: “Call”"),
        (e.PromiseKept(promise=7), "Promise kept: “”"),
        (
            e.DissentAsked(answers={"lin": "dissents", "tom": "accepts", "omar": "accepts"}),
            "Asked by name; dissent: Lin Day; accept the decision: Tom Day and Omar Day",
        ),
        (
            e.DissentAsked(answers={"lin": "accepts"}),
            "Asked by name; accept the decision: Lin Day",
        ),
        (e.DissentAsked(answers={"lin": "dissents"}), "Asked by name; dissent: Lin Day"),
        (
            e.AgainstAnswered(panelist="lin", competencies=("judgment", "depth"), answer="So"),
            "The owner answered Lin Day on Judgment, Depth: “So”",
        ),
        (e.ReferenceAdded(reference=BOSS), "New reference on file: Boss, 3 years"),
        (e.SittingEnded(), "The meeting ended, and the session stays open"),
        (e.SittingResumed(), "The meeting was carried on"),
        (e.RecordWritten(outputs={}, interim=True), "The interim record was written"),
        (
            e.FitNoted(kind="context", text="A board", offers="partly"),
            "Our role offers it, partly: “A board”",
        ),
        (e.CauseGiven(kind="failed", causes=("A", "B")), "Premortem, it went wrong: “A; B”"),
        (e.CauseGiven(kind="missed"), "Premortem, they excelled elsewhere: nothing"),
        (
            e.VoteRuled(panelist="lin", reason="A conflict"),
            "Dana Day ruled that Lin Day has no vote: “A conflict”",
        ),
        (e.VotesRevealed(round=1, votes={}), "The final vote was revealed"),
        (e.DissentRecorded(panelist="lin", text="No"), "Lin Day dissents: “No”"),
        (e.DissentAnswered(dissent=3, answer="Heard"), "The owner answered a dissent: “Heard”"),
        (
            e.BarWaived(competency="judgment", obstacle="not met", ruling="So"),
            "Ruled on Judgment, not met: “So”",
        ),
        (
            e.DecisionMade(outcome="more-signal", owner="dana", rationale="So"),
            "Dana Day decided: more signal",
        ),
        (e.OwnerReplaced(owner="lin", reason="Ill"), "Lin Day became the decision owner"),
        (e.MinuteTaken(**minute), "Minute: “Said”"),
        (e.MinuteTaken(**minute, speaker="lin"), "Minute: Lin Day: “Said”"),
        (e.MinuteTaken(**minute, quiet=True, speaker="lin"), "A quiet minute"),
        (
            e.FollowUpAdded(follow_up=FollowUp(text="Call", owner="Lin", due=date(2027, 1, 1))),
            "Follow-up for Lin: “Call”",
        ),
        (e.ClockPaused(), "The clock was paused"),
        (e.ClockResumed(), "The clock was resumed"),
        (
            e.CardSettled(panelist="lin", choice="by-hand", reason="It is not mine"),
            "Lin Day: rates by hand, because “It is not mine”",
        ),
        (
            e.CardAccepted(card=CardFacts(panelist="lin"), commitment="x", usable=()),
            "Lin Day’s scorecard was accepted",
        ),
        (e.Undone(target=3, what="A minute"), "Taken back: A minute"),
        (e.Redone(target=3, what="A minute"), "Brought back: A minute"),
        (e.JournalRecovered(torn=12), "Recovered after a crash: 12 bytes set aside"),
        (e.ClockWentBack(seconds=2.6), "The clock went back by 3 s"),
        (e.ClockWentBack(seconds=600), "The clock went back by 10 min"),
        (e.ClockWentBack(seconds=4000), "The clock went back by 1 h 6 min"),
        (e.ClockWentBack(seconds=7200), "The clock went back by 2 h"),
        (e.ClockWentBack(seconds=86_400), "The clock went back by a day"),
        (e.ClockWentBack(seconds=260_000), "The clock went back by 3 days"),
        (
            e.MeetingFinished(
                salt="x", inputs={}, program="p", summary=Summary(decision="hire")
            ),
            "The meeting was finished",
        ),
        (e.RecordWritten(outputs={}), "The record was written"),
        (
            e.VignetteOpened(competency="judgment", vignette="tripwire"),
            "A case for Judgment was read out",
        ),
        (e.VignetteRated(ballots={"lin": "ab"}), "Entered unseen for the warm-up: Lin Day"),
        (e.VignetteCleared(panelist="lin"), "Lin Day’s entry of the warm-up cleared"),
        (e.VignetteRevealed(), "The ratings of the case were revealed"),
    ]  # fmt: skip


@pytest.mark.parametrize(("event", "sentence"), telling())
def test_each_event_tells_its_sentence(meet, event, sentence):
    assert event.describe(meet(references=(BOSS,)).meeting).short(str) == sentence


def test_every_type_of_event_is_told():
    assert {type(event) for event, _ in telling()} == set(e.EVENTS)


def test_a_long_text_is_cut_and_a_text_of_many_lines_is_one(meet):
    meeting = meet().meeting
    told = e.DissentRecorded(panelist="lin", text=LONG).describe(meeting).short(str)
    assert told.endswith("…”")
    assert len(told) < 90
    told = e.DissentRecorded(panelist="lin", text="One\n\nTwo\n").describe(meeting).short(str)
    assert "\n" not in told


def test_a_quiet_minute_is_never_quoted(meet):
    script = meet().to_decision().decide().finish()
    minute = e.MinuteTaken(text="Voiced early", place=HERE, quiet=True, kind="voiced-early")
    assert minute.describe(script.meeting).short(str) == "A quiet minute"
    assert not any(passage.shown for passage in minute.texts(script.meeting))
    assert minute.is_quiet(script.meeting)
    assert not e.MinuteTaken(text="Said", place=HERE).is_quiet(script.meeting)


def test_what_is_told_of_a_reveal_or_a_cell_depends_on_no_rating(meet):
    def told(script):
        script.reveal().second_round("judgment", lin=script.level)
        return [logged.event.describe(script.meeting).short(str) for logged in script.log]

    low, high = meet(judgment="11111"), meet(judgment="44444")
    low.level, high.level = 2, 4
    assert told(low) == told(high)


def test_in_full_no_word_is_left_out(meet):
    meeting = meet().meeting
    words = "word “quoted” " * 30
    event = e.Argued(competency="judgment", text=words)

    assert event.describe(meeting).full(str) == f"Argued from evidence: “{words.strip()}”"
    assert len(event.describe(meeting).short(str)) < 90


def test_a_move_says_from_where_to_where(meet):
    script = meet(influence="11444").at("influence").reveal()
    script.second_round("influence", dana=1, lin=3, omar=4, priya=4, tom=4)
    moved = e.MoveExplained(competency="influence", round=2, panelist="lin", reason="Read it")

    told = moved.describe(script.meeting).short(str)
    assert told == "Lin Day moved from strong no to yes: “Read it”"
