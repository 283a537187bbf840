"""Runs the finished demo session with the program itself: `python scripts/finished_demo.py`.

Writes journal.jsonl and the record's files into sessions/demo-director-platform, from the
inputs there and from what the panel said, below. The clock is the script's own.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from debrief import __version__
from debrief.core.rules.refused import Refused
from debrief.live import LiveMeeting, Outside
from debrief.store import session

FOLDER = Path(__file__).parent.parent / "sessions" / "demo-director-platform"
START = datetime(2026, 9, 15, 13, 0, tzinfo=UTC)
A_SENTENCE = 20.0
"""Seconds that one entry takes, when nothing else is said."""


class Meeting:
    """The live meeting with a clock that only the script moves."""

    def __init__(self, folder: Path, config: Path) -> None:
        """Begin at the scheduled time."""
        self._seconds = 0.0
        source = random.Random(20260915)
        self.live = LiveMeeting(
            folder,
            Outside(
                now=lambda: START + timedelta(seconds=self._seconds),
                mono=lambda: self._seconds,
                random=source.randbytes,
                run="director-platform",
                load=lambda where: session.load(where),
                config_dir=config,
                program=f"debrief {__version__}",
            ),
        )

    def at(self, minutes: float) -> None:
        """Move the clock to this many minutes after the start, never back."""
        self._seconds = max(self._seconds, 60 * minutes)

    def do(self, verb: str, about: str = "", **values: str) -> None:
        """Do one thing; a refusal ends the script, because then the script is wrong."""
        self._seconds += A_SENTENCE
        _allowed(self.live.do(verb, about, values))

    def main(self, **values: str) -> None:
        """Do the main action of this moment."""
        due = self.live.view().main
        about = due.about
        asked = self.live.ask(due.verb, about)
        if isinstance(asked, Refused):
            raise SystemExit(asked.reason)
        self.do(due.verb, asked.about if asked else about, **values)

    def enter(self, cells: Mapping[str, str]) -> None:
        """Enter cells unseen."""
        for panelist, choice in cells.items():
            self._seconds += 3
            _allowed(self.live.enter(panelist, choice))

    def minute(self, text: str, speaker: str = "", kind: str = "minute") -> None:
        """Take a minute."""
        self.do("minute", text=text, speaker=speaker, kind=kind)

    def challenge(self, argued: str, outcome: str = "held", new: str = "no") -> None:
        """Record the challenge that is due."""
        self.main(argued=argued, new_evidence=new, outcome=outcome)


def _allowed(done: object) -> None:
    if isinstance(done, Refused):
        raise SystemExit(done.reason)


def role_clarity(meeting: Meeting) -> None:
    """The gate: one understood the role differently, one comes late."""
    meeting.do("open")
    meeting.at(3)
    for panelist in ("ruth", "lin", "priya"):
        meeting.do("confirm_role", panelist, understanding="same")
    meeting.do("confirm_role", "jonas", understanding="absent")
    meeting.do(
        "confirm_role",
        "mateo",
        understanding="differs",
        differs="I took it that this person also takes a turn on the on-call rota in the "
        "first year.",
        ruling="No turn on the rota is required; the role answers for the rota, not on it.",
        ratings="stand",
    )
    meeting.at(8)
    meeting.minute(
        "The choice between Berth's and Lading's platform stays with the VP; R-04 was told so.",
        "ruth",
    )
    meeting.main()
    meeting.do("people", panelist="jonas", what="late")
    meeting.do("confirm_role", "jonas", understanding="same")


def competencies(meeting: Meeting) -> None:
    """Eight competencies: seven agree and are challenged, one moves in a second round."""
    meeting.at(9)
    meeting.main()
    wrong = "R-04 asked us twice which port loses most; no other candidate asked at all."
    meeting.minute(wrong, "priya")
    meeting.do("undo")
    meeting.minute(wrong, "jonas")
    meeting.at(13)
    meeting.challenge(
        "All our cases come from one building and one supplier. We have not seen R-04 choose "
        "between two teams that both report to R-04, and a director here does that every month."
    )
    meeting.at(14)
    meeting.main()
    meeting.minute(
        "The forty-minute closure was on a working day for head office; the board had asked for "
        "it to wait.",
        "lin",
    )
    meeting.at(18)
    meeting.challenge(
        "Three of five accounts are about nights and holidays, when others had handed R-04 the "
        "right to decide. Nobody asked about a slow decision in office hours that somebody above "
        "did not want.",
        new="yes",
    )
    meeting.at(19)
    builds_leaders(meeting)
    meeting.at(31)
    meeting.main()
    meeting.do(
        "follow_up",
        text="Introduce R-04 to Tom Becker before the first budget talk",
        owner="Ruth Calder",
        due="2026-10-16",
    )
    meeting.at(34)
    meeting.challenge(
        "Sales and station managers wanted what R-04 wanted. Finance appears in no story, and the "
        "budget of this role is settled with finance."
    )
    meeting.at(35)
    meeting.main()
    meeting.at(38)
    meeting.challenge(
        "We know what R-04 said to people below and in front of us. Nobody knows what was said "
        "upward when head office blamed a shift."
    )
    meeting.at(39)
    meeting.main()
    meeting.minute(
        "My three is a guess; I would rate it again after seeing R-04 with our own incident file.",
        "priya",
    )
    meeting.at(42)
    meeting.challenge(
        "One customer, one timetable and thirty people of a supplier at night. We have forty "
        "ports and nobody at night, and not one of us put that case to R-04.",
        outcome="open",
    )
    meeting.at(43)
    meeting.main()
    meeting.at(45)
    meeting.challenge(
        "Four of us asked about systems R-04 has run. Nobody asked about audit trails, and "
        "certified filing makes them the largest piece of work in 2028."
    )
    meeting.at(46)
    meeting.main()
    meeting.minute(
        "The team that left had bought a hosted service for a year; leaving was possible there.",
        "lin",
    )
    meeting.at(49)
    meeting.challenge(
        "At the ticketing company the platform was the only one; teams could leave it and had "
        "nowhere to go. Here four of nine have a tool of their own, and they like it.",
        new="yes",
    )


def builds_leaders(meeting: Meeting) -> None:
    """The one disagreement: argued, rated again, a slip corrected, then challenged."""
    meeting.main()
    meeting.at(21)
    meeting.main(
        text="Named hand-overs with months against a lead who was relieved in the first bad week: "
        "the question is whether R-04 lets people fail."
    )
    meeting.minute(
        "Two of the three leads led teams before; only the supplier hand-over starts from nothing.",
        "mateo",
    )
    meeting.minute(
        "Ruth began to say what she hopes for; stopped when reminded that the owner speaks last.",
        kind="quiet",
    )
    meeting.at(24)
    meeting.do("open_round")
    meeting.enter({"ruth": "3", "lin": "3", "priya": "keep", "jonas": "4", "mateo": "keep"})
    meeting.main()
    meeting.do("correct", panelist="jonas", now="3")
    meeting.main(
        reason="Two of my three examples led before R-04 came; I had not asked.", declined="no"
    )
    meeting.main(
        reason="The supplier talks show a hand-over that survived a failed first round; I had "
        "seen only the rota.",
        declined="no",
    )
    meeting.at(30)
    meeting.challenge(
        "Mateo's point stands: the one person who wants out was offered a rest and no say. If "
        "that is the pattern, we will lose people before R-04 has built anyone."
    )


def references_and_fit(meeting: Meeting) -> None:
    """Two references, what the candidate was told, what we owe."""
    meeting.at(50)
    meeting.main()
    meeting.minute(
        "The hard period bears on context transfer: the last three moves were done without the "
        "supplier. Read with care, R-04's own manager gave it."
    )
    meeting.at(52)
    meeting.main()
    meeting.minute(
        "A user who left and came back. The late no is the same pattern as Lin's: R-04 finds it "
        "hard to let the bad news come early."
    )
    meeting.at(54)
    meeting.main()
    meeting.main(by="")
    meeting.main(offers="no")
    meeting.main(text="Tell R-04 that on-call pay is fixed until 2028, before the offer.")
    meeting.do(
        "note_owed",
        text="Answer in writing whether a product team may refuse the platform, and who decides.",
    )
    meeting.minute(
        "If R-04 hears of the pay rule from the rota first, we have lost that conversation.", "lin"
    )
    meeting.at(58)
    meeting.main()


def premortem_and_vote(meeting: Meeting) -> None:
    """Both mistakes imagined, then the vote."""
    meeting.main(
        causes="The move ate the year and the nine teams never saw a product.\n"
        "The person who carries the rota left in the first quarter, and two more followed.\n"
        "The VP who hired R-04 changed jobs, and nobody else had promised anything."
    )
    meeting.at(61)
    meeting.main(
        causes="We took one customer for narrow and did not see that R-04 had forty stations.\n"
        "We held one bad week with a lead against somebody who had said so openly."
    )
    meeting.at(63)
    meeting.main()
    meeting.enter({"ruth": "3", "lin": "3", "priya": "4", "jonas": "3", "mateo": "2"})
    meeting.main()
    meeting.at(66)
    meeting.main()


def decision(meeting: Meeting) -> None:
    """One dissent, answered; a hire with two conditions; read back and finished."""
    meeting.do(
        "dissent",
        panelist="mateo",
        text="I would not hire yet. The first task here is to keep the people who carry the rota, "
        "and the one time I put that case to R-04 the answer was rest for one person and no say "
        "for anyone. I would want to hear the second answer before we sign.",
        confirmed="yes",
    )
    meeting.main(
        answer="You are right that we heard one answer, and it is the first task. The second "
        "condition makes R-04 work on that rota with two of you before we sign, and you are in "
        "the room. If the answer is the same I will not sign."
    )
    meeting.at(70)
    meeting.main(
        outcome="hire",
        rationale="All three must-haves came out at yes, and the evidence for judgment and for "
        "deciding under pressure comes from three different interviews. What we do not know is "
        "whether it carries over: one customer and a night supplier there, forty ports and no "
        "supplier here. The reference suggests that it may, but a reference is not our own "
        "observation, so the second condition goes and looks. I would rather hold the post open "
        "for two weeks than learn it in the lease's last month.",
        conditions="Before the offer R-04 is told that on-call pay is fixed until 2028, and has "
        "answered.\nBefore signing, half a day with Mateo Silva and Priya Raman on our incident "
        "file and the on-call rota; both write down what they saw.",
        review="2027-03-15",
    )
    for text, owner, due in (
        ("Tell R-04 about the on-call pay rule and note the answer", "Jonas Berg", "2026-09-18"),
        (
            "Half a day on the incident file and the rota; two written accounts",
            "Mateo Silva",
            "2026-09-29",
        ),
        (
            "Written answer: may a product team refuse the platform",
            "Ruth Calder",
            "2026-09-25",
        ),
    ):
        meeting.do("follow_up", text=text, owner=owner, due=due)
    meeting.at(72)
    meeting.main()
    meeting.minute(
        "Context transfer gets a scenario of its own in the next round of interviews.", "jonas"
    )
    meeting.at(74)
    meeting.main()


def main() -> None:
    """Run the session anew, from its inputs."""
    for name in ("journal.jsonl", "record.md", "record.toml", "record.html"):
        (FOLDER / name).unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as config:
        meeting = Meeting(FOLDER, Path(config))
        for part in (
            role_clarity,
            competencies,
            references_and_fit,
            premortem_and_vote,
            decision,
        ):
            part(meeting)
        meeting.live.close()
    (FOLDER / "journal.lock").unlink(missing_ok=True)


if __name__ == "__main__":
    main()
