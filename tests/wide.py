"""A finished meeting as wide as one may be: twelve panelists, nine levels, long and odd names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from debrief.core.brief import Brief
from debrief.core.meeting import events as e
from debrief.core.record.build import Record, record
from debrief.core.scorecard import Entry, Rating
from debrief.core.steps import Place
from debrief.core.vocabulary import RevealedCompetency, Summary

FINGERPRINT = "ab12cd34ef567890" * 4
START = datetime(2026, 11, 24, 15, tzinfo=UTC)
LEVELS = ("absent", "very weak", "weak", "below the bar", "at the bar", "above the bar", "strong",
          "very strong", "outstanding")  # fmt: skip
NAMES = (
    "Maximiliane Freifrau von Hohenstein-Wittgenstein-Berleburg", "李偉", "דנה לוי", "عمر حداد",
    "Zoë Ångström", "Nguyễn Thị Minh Khai", "Ann O’Brien", "X", "Priya Raman", "Jonas Berg",
    "Tom Becker", "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
)  # fmt: skip
PANEL = tuple(f"panelist-{number}" for number in range(1, 13))


def wide(
    evidence: str = "Said it in the second interview, and again when asked by another.",
) -> Record:
    """Return its record; `evidence` stands beside each rating."""
    places = [Place(step="competency", competency=id_) for id_ in ("judgment", "depth")]
    brief = Brief.model_validate(
        {
            "title": "Chief Technology Officer",
            "candidate": {"alias": "W-12"},
            "role": {"mandate": "All of it", "authority": ["x"], "success": ["y"]},
            "decision": {"owner": PANEL[0]},
            "panel": [
                {"id": id_, "name": name} for id_, name in zip(PANEL, NAMES, strict=True)
            ],
            "scale": {"levels": LEVELS},
            "competencies": [
                {"id": "judgment", "title": "Judgment", "must_have": True,
                 "definition": "How do they choose?", "anchors": list(LEVELS)},
                {"id": "depth", "title": "Depth", "kind": "threshold",
                 "definition": "Do engineers trust them?", "anchors": ["no", "yes"]},
            ],
        }
    )  # fmt: skip
    first = {
        id_: Rating.model_validate(
            {"rating": 1 + 5 * number % 9, "confidence": "low", "for": [evidence]}
        )
        for number, id_ in enumerate(PANEL[:-1])
    } | {PANEL[-1]: Rating.model_validate({"state": "recused", "reason": "We are related"})}
    second = {
        id_: Entry(choice="level", level=1 + 7 * number % 9) for number, id_ in enumerate(PANEL[:9])
    } | {PANEL[9]: Entry(choice="keep"), PANEL[10]: Entry(choice="not-voting")}
    met = {
        id_: Rating.model_validate({"rating": "met" if number % 3 else "not-met"})
        for number, id_ in enumerate(PANEL)
    }
    said: list[e.Event] = [
        e.MeetingOpened(brief=brief, ballot_key="age1", program="debrief"),
        *(e.RoleConfirmed(panelist=id_, understanding="same") for id_ in PANEL),
        e.GatePassed(rule="The owner decides.", then=places[0]),
        e.RatingsRevealed(
            round=1, revealed=(RevealedCompetency(competency="judgment", ratings=first),)
        ),
        e.RoundOpened(competency="judgment", round=2),
        e.RatingsRevealed(
            round=2, revealed=(RevealedCompetency(competency="judgment", entries=second),)
        ),
        *(
            e.MoveExplained(competency="judgment", round=2, panelist=id_, reason=evidence)
            for id_ in PANEL[1:9]
        ),
        e.CompetencyClosed(competency="judgment", closing="contested", then=places[1]),
        e.RatingsRevealed(round=1, revealed=(RevealedCompetency(competency="depth", ratings=met),)),
        e.CompetencyClosed(competency="depth", closing="contested", then=Place(step="vote")),
        e.VotesRevealed(
            round=1,
            votes={id_: Entry(choice="level", level=1 + n % 4) for n, id_ in enumerate(PANEL)},
        ),
        e.DecisionMade(outcome="no-hire", owner=PANEL[0], rationale=evidence),
        e.MeetingFinished(
            salt="", inputs={}, program="debrief", summary=Summary(decision="no-hire")
        ),
    ]
    log = [e.LogLine(n, START + timedelta(minutes=n), 60.0 * n, "run", x)
           for n, x in enumerate(said, 1)]  # fmt: skip
    return record(log, FINGERPRINT)
