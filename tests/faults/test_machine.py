"""The journal is the meeting at every step, whatever the facilitator does in any order."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from pathlib import Path

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from meetings import Driver, answers

from debrief.core.form import Ask
from debrief.core.meeting.events import BallotCleared, Undone
from debrief.core.meeting.fold import fold
from debrief.core.refused import Refused
from debrief.core.verbs import VERBS, named
from debrief.store import paths
from debrief.store.journal.journal import read

LEFT_OUT = {
    "finish",
    "undo",
    "redo",
    "keep_rest",
    "reveal_round",
    "reveal_votes",
    "reveal_vignette",
}
NAMES = sorted({verb.name for verb in VERBS} - LEFT_OUT)
WORDS = ("", "Because", "2026-12-05", "a\nb", "⟨x⟩ \x1b[31m [red]", "x" * 20_000, "Omar Haddad")
FULL = bool(os.environ.get("FAULTS_FIGURES"))


class MeetingMachine(RuleBasedStateMachine):
    """A demo meeting, everything that can be asked of it, and every way to leave it."""

    @initialize()
    def begin(self) -> None:
        self.root = Path(tempfile.mkdtemp())
        folder = self.root / "meeting"
        shutil.copytree(paths.shipped("sessions") / "demo-vp-engineering", folder)
        self.driver = Driver(folder, self.root / "config")
        self.runs = 1
        self.before = ()

    def teardown(self) -> None:
        if hasattr(self, "driver"):
            self.driver.live.close()
            shutil.rmtree(self.root)

    def _do(self, verb: str, about: str, asked: Ask | None, given: dict[str, str]) -> None:
        self.driver.seconds += 1
        values = {} if asked is None else answers(asked, given)
        self.driver.live.do(named(verb), asked.about if asked else about, values)

    @rule(given=st.fixed_dictionaries({}, optional={"rationale": st.sampled_from(WORDS)}))
    def do_what_is_due(self, given: dict[str, str]) -> None:
        due = self.driver.live.due
        asked = self.driver.live.ask(due.verb, due.about)
        if not isinstance(asked, Refused) and due.verb.name != "leave":
            self._do(due.verb.name, due.about, asked, given)

    @rule(times=st.integers(5, 40))
    def go_far(self, times: int) -> None:
        for _ in range(times):
            self.do_what_is_due(given={})

    @rule(verb=st.sampled_from(NAMES), chance=st.integers(0, 2**32))
    def do_anything(self, verb: str, chance: int) -> None:
        pick = random.Random(chance)
        about = pick.choice(["", "dana", "judgment", "missed", "tom"])
        try:
            asked = self.driver.ask(verb, about)
        except KeyError:  # nobody of that name to ask
            return
        if isinstance(asked, Refused):
            return
        given = {} if asked is None else {
            field.name: pick.choice([o.value for o in field.options])
            if field.options
            else pick.choice(WORDS)
            for field in asked.fields
        }  # fmt: skip
        self._do(verb, about, asked, given)

    @rule(panelist=st.sampled_from(["dana", "omar", "lin", "tom"]), choice=st.sampled_from("12349"))
    def enter_a_cell(self, panelist: str, choice: str) -> None:
        self.driver.live.enter(panelist, choice)

    @rule(panelist=st.sampled_from(["dana", "omar", "lin", "tom"]))
    def keep_or_clear(self, panelist: str) -> None:
        self.driver.live.enter(panelist, "keep")
        self.driver.live.clear(panelist)

    @rule()
    def let_the_rest_keep(self) -> None:
        self.driver.keep_rest()

    @rule()
    def reveal_what_was_entered(self) -> None:
        self.driver.live.do(named("reveal_round"))
        self.driver.live.do(named("reveal_votes"))

    @rule()
    def wrap_up(self) -> None:
        self.driver.seconds += 1
        self.driver.live.do(named("wrap_up"), "", {"reason": "Late"})

    @rule(verb=st.sampled_from(["undo", "undo", "redo"]))
    def take_back(self, verb: str) -> None:
        self.driver.seconds += 1
        done = self.driver.live.do(named(verb))
        if verb == "undo" and not isinstance(done, Refused):
            assert isinstance(done[-1].event, Undone | BallotCleared)

    @rule(lose_key=st.booleans())
    def leave_and_resume(self, lose_key: bool) -> None:
        meeting = self.driver.live.meeting
        self.runs += 1
        if lose_key:
            self.driver.live.close()
            shutil.rmtree(self.root / "config", ignore_errors=True)
            self.driver.start(f"run-{self.runs}")
        else:
            self.driver.again(f"run-{self.runs}")
            assert self.driver.live.meeting == meeting or not meeting.opened

    @rule(panelist=st.sampled_from(["dana", "omar", "tom"]), level=st.integers(1, 9))
    def change_a_card(self, panelist: str, level: int) -> None:
        card = (
            paths.shipped("sessions") / "demo-vp-engineering" / "scores" / "lin.toml"
        ).read_text()
        card = card.replace('"lin"', f'"{panelist}"').replace("rating = 3", f"rating = {level}")
        (self.driver.folder / "scores" / f"{panelist}.toml").write_text(card)
        self.driver.live.refresh()
        self.driver.live.do(named("people"), "", {"panelist": panelist, "what": "card"})

    @rule()
    def tear_the_journal(self) -> None:
        self.driver.live.close()
        file = self.driver.folder / "journal.jsonl"
        if file.exists() and file.stat().st_size:
            with file.open("ab") as journal:
                journal.write(b'{"v":1,"seq":')
        self.driver.again(f"run-{self.runs}")

    @rule(seconds=st.integers(-5000, 5000))
    def the_clock_jumps(self, seconds: int) -> None:
        self.driver.seconds = max(0.0, self.driver.seconds + seconds)

    @invariant()
    @precondition(lambda self: hasattr(self, "driver"))
    def the_journal_is_the_meeting(self) -> None:
        file = self.driver.folder / "journal.jsonl"
        log = read(file).events if file.exists() else ()
        assert log == self.driver.live.log
        assert log[: len(self.before)] == self.before, "an event was lost"
        self.before = log
        if log:
            assert fold(log) == self.driver.live.meeting
        self.driver.live.view()


# Without shrinking, which takes longer than a test may; the steps are printed all the same.
MeetingMachine.TestCase.settings = settings(
    max_examples=150 if FULL else 8,
    stateful_step_count=40 if FULL else 25,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    deadline=None,
)
TestMeeting = MeetingMachine.TestCase


def test_no_cell_can_be_entered_before_there_is_one(demo: Driver) -> None:
    for verb in ("open", "reveal"):
        demo.until(verb)
        for done in (demo.live.enter("dana", "3"), demo.keep_rest(), demo.live.clear("dana")):
            assert isinstance(done, Refused)
            assert done.reason
