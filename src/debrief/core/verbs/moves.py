"""Moving in the agenda: a jump to a place, and skipping something with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from typing_extensions import override

from debrief.core.form import UNCHOSEN, Ask, Field, Option, choices
from debrief.core.meeting import events as e
from debrief.core.meeting.agenda import (
    closing_before,
    is_finished,
    next_place,
    open_competencies,
    open_contexts,
    other_closings,
    proposed_closing,
    unasked_constraints,
    vote_challenge_due,
)
from debrief.core.meeting.promises import was_asked_what_we_owe
from debrief.core.meeting.question import VoteQuestion
from debrief.core.meeting.state import Meeting
from debrief.core.refused import Refused, before_gate, unknown_panelist, without_reason
from debrief.core.steps import TITLES, Place
from debrief.core.text import listed
from debrief.core.verbs import rounds, talk
from debrief.core.verbs.verb import (
    ActResult,
    Answers,
    Due,
    Following,
    Key,
    Table,
    Verb,
    question,
)
from debrief.core.verbs.wrap_up import WrapUp
from debrief.core.vocabulary import Closing, closing_words

if TYPE_CHECKING:
    from debrief.core.room.model import RoomView

EVERYTHING_ASKED = Refused("Everything here has been asked: space moves on.")

NO_VOTE = "no-vote:"
"""The beginning of the options of `w` that take a vote; the id of the panelist follows."""

WRAP_UP = "wrap-up"
"""The option of `g` that is not a place."""


def go(
    meeting: Meeting, place: Place, reason: str = ""
) -> tuple[e.StepWaived | e.StepOpened, ...] | Refused:
    """Jump to any unfinished place; the steps that this passes by are skipped, with a reason.

    The vote needs all competencies, the decision the vote.
    """
    if refused := _unreachable(meeting, place):
        return refused
    skipped = passed_by(meeting, place)
    if skipped and (refused := without_reason(reason)):
        return refused
    here = meeting.place
    done = here.step if skippable(here) and _is_all_asked(meeting, here) else None
    return (
        *(e.StepWaived(place=x, reason=reason, then=place, with_next=True) for x in skipped),
        e.StepOpened(place=place, done=done),
    )


def passed_by(meeting: Meeting, place: Place) -> tuple[Place, ...]:
    """Return the unfinished steps from here to `place` to which the meeting would not come back.

    As long as a competency is open, it comes back to every later step before the vote.
    """
    order = meeting.places()
    if order.index(place) < order.index(meeting.place):
        return ()
    between = order[order.index(meeting.place) : order.index(place)]
    comes_back = bool(open_competencies(meeting))
    return tuple(
        x
        for x in between
        if skippable(x)
        and not (comes_back and x.step != "warm-up")
        and not (is_finished(meeting, x) or _is_all_asked(meeting, x))
    )


def skippable(place: Place) -> bool:
    """Return whether a step can be gone past, with a reason if its questions were not asked."""
    return place.step in ("warm-up", "references", "fit", "premortem")


def _skipped(meeting: Meeting, place: Place) -> bool:
    """Return whether a step was skipped, so that it can still be gone back to."""
    back = skippable(place) or (place.step == "vote" and not meeting.decided)
    return back and place in meeting.waived


def _unreachable(meeting: Meeting, place: Place) -> Refused | None:
    if refused := before_gate(meeting):
        return refused
    if place not in meeting.places():
        return Refused("There is no such place in this meeting.")
    if place == meeting.place:
        return Refused("You are already here.")
    if is_finished(meeting, place) and not _skipped(meeting, place):
        hint = " Press o to reopen it, with a reason." if place.competency else ""
        return Refused(f"{title(meeting, place)} is finished.{hint}")
    return _too_early(meeting, place)


def reachable(meeting: Meeting) -> tuple[Place, ...]:
    """Return the places that `go` would allow now, in order."""
    return tuple(p for p in meeting.places() if _unreachable(meeting, p) is None)


def title(meeting: Meeting, place: Place) -> str:
    """Return the title of a place."""
    if place.competency is not None:
        return meeting.brief.competency(place.competency).title
    return TITLES[place.step]


def _too_early(meeting: Meeting, place: Place) -> Refused | None:
    left = open_competencies(meeting)
    if place.step in ("vote", "decision", "record") and left:
        first = meeting.brief.competency(left[0]).title
        return Refused(f"{first} is still open: close it, skip it, or wrap up (g).")
    voted = meeting.vote.revealed or Place(step="vote") in meeting.waived
    if place.step in ("decision", "record") and not voted:
        return Refused("The vote comes first: reveal it, or skip it with a reason.")
    if place.step in ("decision", "record") and vote_challenge_due(meeting):
        return Refused("The vote is unanimous: challenge it once, or skip that with w.")
    if place.step == "record" and not meeting.decided:
        return Refused(f"{meeting.owner_name} decides first.")
    return None


def waive(meeting: Meeting, reason: str) -> e.StepWaived | Refused:
    """Skip the step or competency here, with a reason; never the gate or the decision."""
    if refused := before_gate(meeting) or without_reason(reason) or _not_waivable(meeting):
        return refused
    here = meeting.place
    if here.competency is not None:
        return e.StepWaived(place=here, reason=reason, then=next_place(meeting, here.competency))
    return e.StepWaived(place=here, reason=reason, then=next_place(meeting))


def rule_out(meeting: Meeting, panelist: str, reason: str) -> e.VoteRuled | Refused:
    """Record the owner's ruling that a panelist has no vote, before the first entry of a vote."""
    if refused := (
        before_gate(meeting)
        or unknown_panelist(meeting, panelist)
        or without_reason(reason)
        or _may_rule_on_votes(meeting)
    ):
        return refused
    if panelist in meeting.ruled_out:
        return Refused(f"{meeting.name(panelist)} already has no vote.")
    return e.VoteRuled(panelist=panelist, reason=reason)


def _may_rule_on_votes(meeting: Meeting) -> Refused | None:
    cells = meeting.cells_here
    if meeting.rules == 1 or meeting.place.step != "vote" or cells is None:
        return Refused("The owner rules on this at the vote, before the first entry.")
    if cells.ballots:
        return Refused("Too late for this ruling: a vote has already been entered.")
    return None


def is_waivable(meeting: Meeting) -> bool:
    """Return whether the step or competency here may be skipped."""
    return before_gate(meeting) is None and _not_waivable(meeting) is None


def _not_waivable(meeting: Meeting) -> Refused | None:
    here = meeting.place
    if here.step in ("role-clarity", "decision", "record"):
        return Refused(f"{TITLES[here.step]} cannot be skipped.")
    if is_finished(meeting, here):
        return Refused(f"{title(meeting, here)} is already finished.")
    if here.step == "vote" and meeting.vote.revealed:
        return Refused("The vote is revealed: there is nothing left to skip.")
    if here.competency is not None:
        poll = meeting.competencies[here.competency]
        if poll.argued or poll.challenges:
            return Refused(f"{title(meeting, here)} was discussed: close it instead.")
    return EVERYTHING_ASKED if _is_all_asked(meeting, here) else None


def _is_all_asked(meeting: Meeting, place: Place) -> bool:
    """Return whether every question of a step was asked and answered."""
    match place.step:
        case "warm-up":
            return bool(meeting.rated_cases) and meeting.open_case is None
        case "references":
            on_file = meeting.references
            heard = bool(on_file) and all(x.id in meeting.reviewed for x in on_file)
            return meeting.no_references or heard
        case "fit":
            open_ = unasked_constraints(meeting) or open_contexts(meeting)
            return not open_ and was_asked_what_we_owe(meeting)
        case "premortem":
            before = meeting.carried_on.causes if meeting.carried_on else 0
            return {cause.kind for cause in meeting.causes[before:]} == {"failed", "missed"}
        case _:
            return False


class Go(
    Verb,
    name="go",
    key=Key("g", "go to", "Agenda: go to an open step, the vote or the decision, or wrap up"),
    draft="here",
    announced=True,
):
    """Go to another place, or wrap up; a question follows if that takes a reason."""

    @override
    def word(self, view: RoomView) -> str:
        return "" if getattr(view.pane, "passed", True) is False else super().word(view)

    @override
    def ask(self, table: Table, about: str) -> Ask | Refused:
        meeting = table.meeting
        places = tuple(
            Option(
                place.competency or place.step,
                title(meeting, place) + (", skipped" if _skipped(meeting, place) else ""),
            )
            for place in reachable(meeting)
        )
        if not isinstance(question(WrapUp(), table), Refused):
            places += choices((WRAP_UP, "Wrap up"))
        if not places:
            return Refused(
                "Pass the gate first." if meeting.gate is None else "Nothing else is open."
            )
        return Ask(self.name, "", "Go to", (Field("place", "Where", "choice", places),), "Go")

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        if _asks_why(table.meeting, answers["place"]) is not None:
            return ()  # the next question asks for the reason
        return go(table.meeting, _place(table.meeting, answers["place"]))

    @override
    def follows(self, meeting: Meeting, due: Due, about: str, answers: Answers) -> Following | None:
        return _asks_why(meeting, answers["place"])


def _asks_why(meeting: Meeting, chosen: str) -> Following | None:
    """Return the question for the reason to go to a chosen place, None if it takes none."""
    if chosen == WRAP_UP:
        return Following(WrapUp())
    place = _place(meeting, chosen)
    asks = _unreachable(meeting, place) is None and passed_by(meeting, place)
    return Following(GoPast(), chosen) if asks else None


def _place(meeting: Meeting, chosen: str) -> Place:
    """Return the place with this id of a competency or step, the one here if there is none."""
    named = (place for place in meeting.places() if chosen == (place.competency or place.step))
    return next(named, meeting.place)


class GoPast(
    Verb,
    name="go_past",
    key=Key("", "", "Agenda: go past a step, with a reason"),
    draft="none",
    announced=True,
):
    """Go to a place and skip the steps before it, with a reason."""

    @override
    def ask(self, table: Table, about: str) -> Ask | Refused:
        meeting, place = table.meeting, _place(table.meeting, about)
        if not about:
            return Refused("Press g to choose where to go.")
        if refused := _unreachable(meeting, place):
            return refused
        skipped = [title(meeting, x) for x in passed_by(meeting, place)]
        return Ask(
            self.name,
            about,
            f"Skip {listed(skipped)}?",
            (Field("reason", "Reason", "text", sentence=True),),
            f"Skip, go to {title(meeting, place)}",
            ("The reason goes into the record. g goes back to what was skipped.",),
        )

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        return go(table.meeting, _place(table.meeting, about), answers.get("reason", ""))


class Waive(
    Verb,
    name="waive",
    key=Key("w", "", "Skip this step, with a reason"),
    draft="here",
    announced=True,
):
    """Skip the due action or the step here, or close a competency another way, with a reason."""

    @override
    def ask(self, table: Table, about: str) -> Ask | Refused:
        meeting = table.meeting
        options = _waivable(meeting)
        if not options:
            refused = before_gate(meeting) or _not_waivable(meeting)
            return refused or Refused("There is nothing to skip here.")
        here = title(meeting, meeting.place)
        reason = Field("reason", "Reason", "text", sentence=True)
        if len(options) == 1:
            only = _ONLY.get(options[0].value, "Skip: {}")
            return Ask(self.name, "", only.format(here), (reason,), "Record")
        what = Field("what", "What", "choice", options, UNCHOSEN)
        return Ask(self.name, "", f"Skip, or close another way: {here}", (what, reason), "Record")

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        meeting, reason = table.meeting, answers.get("reason", "")
        options = _waivable(meeting)
        only = options[0].value if len(options) == 1 else UNCHOSEN
        what = answers.get("what", only)
        if what == UNCHOSEN:
            return Refused("Choose what to skip, or how to close it.", "what")
        if what == "challenge":
            return talk.waive_challenge(meeting, reason)
        if what == "round":
            return rounds.abandon_round(meeting, meeting.place.competency, reason)
        if what.startswith(NO_VOTE):
            return rule_out(meeting, what.removeprefix(NO_VOTE), reason)
        if what.startswith("close:"):
            return talk.close(meeting, cast("Closing", what.removeprefix("close:")), reason)
        return waive(meeting, reason)


_ONLY = {"round": "Give up this round: {}", "challenge": "Skip the challenge: {}"}
"""Titles of a question about the only thing that can be skipped."""


def _waivable(meeting: Meeting) -> tuple[Option, ...]:
    here = meeting.place
    poll = meeting.vote if here.step == "vote" else None
    if here.competency is not None:
        poll = meeting.competencies[here.competency]
    if poll is not None and poll.revealed and meeting.cells_here:
        return choices(("round", "give up this round"))
    options: tuple[Option, ...] = ()
    if talk.no_challenge_due(meeting) is None:
        options = choices(("challenge", "the challenge"))
    if here.competency is not None and poll is not None and poll.closed is None and poll.revealed:
        options += _other_ways_to_close(meeting, here.competency)
    elif is_waivable(meeting):
        options += choices(("step", "skip it"))
    if _may_rule_on_votes(meeting) is None:
        options += choices(
            *(
                (f"{NO_VOTE}{p}", f"{meeting.name(p)} has no vote, by the owner’s ruling")
                for p in VoteQuestion().voters(meeting)
            )
        )
    return options


def _other_ways_to_close(meeting: Meeting, competency: str) -> tuple[Option, ...]:
    """Return the closings that need a reason; one as before comes first."""
    threshold = meeting.brief.competency(competency).is_threshold
    others = other_closings(meeting, competency)
    before: Closing | None = None
    if meeting.competencies[competency].unrated_since_reopening:
        before = closing_before(meeting, competency)
        if talk.no_challenge_due(meeting) is not None:
            others = (proposed_closing(meeting, competency), *others)

    def option(value: Closing, how: str) -> Option:
        return Option(f"close:{value}", f"{how} {closing_words(value, threshold=threshold)}")

    first = (option(before, "close as before:"),) if before is not None else ()
    return (*first, *(option(value, "close as") for value in others if value != before))


VERBS = (Go(), GoPast(), Waive())
