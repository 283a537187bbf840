"""Discussing a competency: the challenge of a consensus, arguing, closing, reopening."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, cast

from typing_extensions import override

from debrief.core.form import UNCHOSEN, Ask, Field, Option, choices, parse_day
from debrief.core.meeting import events as e
from debrief.core.meeting.agenda import (
    challenged_with,
    contradicted,
    is_unanimous,
    next_place,
    offers_together,
    other_closings,
    proposed_closing,
    rerate_due,
    unexplained,
)
from debrief.core.meeting.challenge import challenge
from debrief.core.meeting.state import Meeting
from debrief.core.refused import (
    Refused,
    before_gate,
    unknown_competency,
    unknown_panelist,
    without_reason,
)
from debrief.core.verbs.anytime import promise_fields
from debrief.core.verbs.rounds import no_round_left
from debrief.core.verbs.verb import ActResult, Answers, Key, StepVerb, Table, TalkVerb, Verb
from debrief.core.vocabulary import ChallengeOutcome, Closing, closing_words

if TYPE_CHECKING:
    from debrief.core.room.model import RoomView

NO_COMPETENCY = Refused("There is no competency here to close.")
UNARGUED = "Nobody argued against it."
UNARGUED_EITHER_WAY = "Nothing new."
NOTE = "Note what was argued"


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal that is still needed; `who` and `by` are empty if nobody and no day was named."""

    text: str = ""
    who: str = ""
    by: date | None = None


NO_SIGNAL = Signal()


def record_challenge(
    meeting: Meeting,
    argued: str,
    *,
    outcome: ChallengeOutcome,
    signal: Signal = NO_SIGNAL,
) -> tuple[e.Event, ...] | Refused:
    """Record the challenge that is due here, for all competencies whose challenge was deferred.

    An outcome of held closes them as proposed; open names the signal that is needed and closes them
    as needing it; changed opens a round.
    """
    if refused := before_gate(meeting) or no_challenge_due(meeting):
        return refused
    here = meeting.place.competency
    if outcome in ("held-new-evidence", "changed") and not argued.strip():
        return Refused("Missing: what was argued, in a line.", "argued")
    if outcome == "open" and not signal.text.strip():
        return Refused("Missing: the signal that would settle it.", "signal")
    about = () if here is None else challenged_with(meeting, here)
    if outcome == "changed":
        if here is not None and (refused := no_round_left(meeting, here)):
            return refused
        if here is None and len(meeting.vote.rounds) > 1:
            return Refused("The vote was repeated once already: choose held or open.")
    named = name_signal(meeting, here, signal) if outcome == "open" else ()
    if isinstance(named, Refused):
        return named
    due = challenge(meeting, here)
    recorded = e.ChallengeRecorded(
        competencies=about,
        basis=due.basis,
        challengers=due.challengers,
        argued=argued.strip() or UNARGUED,
        outcome=outcome,
        closes=_closes(meeting, outcome, about),
        opens_round=len(meeting.poll(here).rounds) + 1 if outcome == "changed" else None,
        then=next_place(meeting, *about) if about and outcome != "changed" else None,
    )
    return (*named, recorded)


def _closes(meeting: Meeting, outcome: ChallengeOutcome, about: tuple[str, ...]) -> Closing | None:
    if not about:
        return None
    if outcome == "open":
        return "needs-more-signal"
    if outcome == "changed" and len(about) == 1:
        return None
    return proposed_closing(meeting, about[0])


def name_signal(
    meeting: Meeting, competency: str | None, signal: Signal
) -> tuple[e.SignalNamed, ...] | Refused:
    """Record the signal that is still needed, if one was named; None means the final vote."""
    if not signal.text.strip():
        return ()
    if signal.who and (refused := unknown_panelist(meeting, signal.who)):
        return refused
    named = e.SignalNamed(
        competency=competency, signal=signal.text, who=signal.who or None, by=signal.by
    )
    return (named,)


def no_challenge_due(meeting: Meeting) -> Refused | None:
    """Return the refusal if no challenge is due here, else None."""
    here = meeting.place
    if here.step == "vote":
        if not is_unanimous(meeting) or meeting.open_round(None) is not None:
            return Refused("A vote is challenged only when it is unanimous.")
        if meeting.vote.challenge_settled:
            return Refused("The vote has already been challenged.")
        return None
    if here.competency is None:
        return Refused("There is nothing to challenge at this step.")
    poll = meeting.competencies[here.competency]
    if not poll.revealed or meeting.open_round(here.competency) is not None:
        return Refused("Reveal the ratings first.")
    if poll.closed is not None or poll.challenge_settled:
        return Refused("The challenge here is already settled.")
    if meeting.agreement(here.competency).label != "consensus":
        return Refused("There is no consensus to challenge: argue from evidence instead.")
    return _owes_reason(meeting, here.competency) or _owes_round(meeting, here.competency)


def _owes_reason(meeting: Meeting, competency: str) -> Refused | None:
    for panelist in unexplained(meeting, competency):
        return Refused(f"{meeting.name(panelist)} moved. Ask them why first; they may decline.")
    return None


def _owes_round(meeting: Meeting, competency: str) -> Refused | None:
    for panelist in rerate_due(meeting, competency):
        return Refused(f"{meeting.name(panelist)} rated another role: a second round (r) is due.")
    return None


def waive_challenge(
    meeting: Meeting, reason: str, *, together: bool = False
) -> e.ChallengeWaived | Refused:
    """Skip the challenge due here, with a reason, which closes the competency as proposed.

    `together` defers it instead, to be made once for several competencies.
    """
    if refused := before_gate(meeting) or no_challenge_due(meeting) or without_reason(reason):
        return refused
    here = meeting.place.competency
    if here is None:
        return e.ChallengeWaived(reason=reason)
    about = challenged_with(meeting, here)
    if together:
        if not offers_together(meeting) or meeting.competencies[here].challenge_deferred:
            return Refused(
                "A challenge can be put off only after two without new evidence: make it now."
            )
        return e.ChallengeWaived(
            competencies=(here,), reason=reason, together=True, then=next_place(meeting)
        )
    return e.ChallengeWaived(
        competencies=about,
        reason=reason,
        closes=proposed_closing(meeting, here),
        then=next_place(meeting, *about),
    )


def argue(meeting: Meeting, text: str = "", *, asks_ruling: bool = False) -> e.Argued | Refused:
    """Record that the disagreement here was argued from evidence, which closes it as proposed.

    It stays open if somebody must rate again first. If the one person on their side `asks_ruling`,
    it closes as contested.
    """
    if refused := before_gate(meeting):
        return refused
    here = meeting.place.competency
    if here is None or not meeting.competencies[here].revealed:
        return Refused("Reveal the ratings first: then there is something to argue about.")
    if meeting.competencies[here].closed is not None:
        return Refused("This competency is closed: reopen it first, with a reason.")
    closes = closes_argued(meeting, here)
    alone = meeting.alone(here)
    if asks_ruling:
        if closes not in ("yes-one-against", "no-one-for"):
            return Refused("Only a person alone on their side can ask for a ruling.")
        closes = "contested"
    return e.Argued(
        competency=here,
        text=text.strip() or UNARGUED_EITHER_WAY,
        asks_ruling=alone if asks_ruling else None,
        closes=closes,
        then=next_place(meeting, here) if closes else None,
    )


def closes_argued(meeting: Meeting, competency: str) -> Closing | None:
    """Return the closing of a competency once it was argued; None while something else is due."""
    if (
        meeting.agreement(competency).label not in ("mixed", "split", "pair")
        or meeting.open_round(competency) is not None
        or _owes_reason(meeting, competency)
        or _owes_round(meeting, competency)
    ):
        return None
    argued = (*meeting.competencies[competency].argued, UNARGUED_EITHER_WAY)
    return proposed_closing(meeting.with_poll(competency, argued=argued), competency)


def close(
    meeting: Meeting, closing: Closing | None = None, reason: str = ""
) -> e.CompetencyClosed | Refused:
    """Close the competency here as proposed; any other way needs a reason and must be true.

    Closing a reopened competency that nobody rated again always needs a reason.
    """
    if refused := before_gate(meeting):
        return refused
    here = meeting.place.competency
    if here is None:
        return NO_COMPETENCY
    proposed = proposed_closing(meeting, here)
    refused = _not_open(meeting, here)
    if closing is not None and closing != proposed:
        refused = refused or _not_so(meeting, here, closing) or without_reason(reason)
    else:
        refused = refused or _not_ready(meeting, here, reason)
    if refused:
        return refused
    return e.CompetencyClosed(
        competency=here,
        closing=closing or proposed,
        reason=reason,
        then=next_place(meeting, here),
    )


def _not_open(meeting: Meeting, competency: str) -> Refused | None:
    """Return the refusal if a competency cannot be closed in any way now, else None."""
    poll = meeting.competencies[competency]
    if poll.closed is not None:
        return Refused("This competency is already closed.")
    if not poll.revealed or meeting.open_round(competency) is not None:
        return Refused("Reveal the ratings first, or skip the competency with w.")
    return _owes_reason(meeting, competency)


def _not_so(meeting: Meeting, competency: str, closing: Closing) -> Refused | None:
    so = closing in other_closings(meeting, competency)
    words = _closing_words(meeting, competency, closing)
    return None if so else Refused(f"It cannot close as {words}: that is not what happened.")


def _not_ready(meeting: Meeting, competency: str, reason: str) -> Refused | None:
    """Return the refusal if a competency cannot close as proposed, else None."""
    if refused := _owes_round(meeting, competency):
        return refused
    poll = meeting.competencies[competency]
    if meeting.agreement(competency).label == "consensus" and not poll.challenge_settled:
        return Refused("Everybody agrees: challenge it first, or skip the challenge with w.")
    return without_reason(reason) if poll.unrated_since_reopening else None


def reopen(meeting: Meeting, competency: str, reason: str) -> e.CompetencyReopened | Refused:
    """Reopen a closed competency, until the final vote is revealed."""
    if refused := (
        before_gate(meeting) or unknown_competency(meeting, competency) or without_reason(reason)
    ):
        return refused
    if meeting.competencies[competency].closed is None:
        return Refused("This competency is not closed.")
    if meeting.has_voted:
        return Refused("The final vote is revealed: the competencies stay as they closed.")
    if meeting.decided:
        return Refused(f"{meeting.owner_name} has decided: the competencies stay as they closed.")
    return e.CompetencyReopened(competency=competency, reason=reason)


class Challenge(TalkVerb, name="challenge"):
    """Make the challenge that is due here, or defer it."""

    @override
    def label(self, meeting: Meeting, about: str) -> str:
        here = meeting.place.competency
        if here is None:
            return "Challenge the unanimous vote"
        several = len(challenged_with(meeting, here))
        return f"Challenge these {several} together" if several > 1 else "Challenge"

    @override
    def guidance(self, meeting: Meeting, about: str) -> str:
        return _after_entries(meeting)

    @override
    def note_label(self, meeting: Meeting) -> str:
        here = meeting.place.competency
        if here is None:
            return NOTE
        return f"Note, and close as {_closing_words(meeting, here)}"

    @override
    def ask(self, table: Table, about: str) -> Ask | Refused:
        meeting, here = table.meeting, table.meeting.place.competency
        if refused := no_challenge_due(meeting):
            return refused
        outcomes: tuple[Option, ...] = (
            Option("held", "held"),
            Option("held-new-evidence", "held, with new evidence"),
            Option("changed", "changed, rate again", "Record, rate again"),
            Option("open", "open, more signal", _enter_open(meeting, here)),
        )
        if here is not None and no_round_left(meeting, here) is not None:
            outcomes = tuple(option for option in outcomes if option.value != "changed")
        title = "Challenge"
        if here is not None and len(challenged_with(meeting, here)) > 1:
            titles = [meeting.brief.competency(c).title for c in challenged_with(meeting, here)]
            title = f"One challenge for {len(titles)}: {', '.join(titles)}"
        elif here is not None and offers_together(meeting):
            outcomes += choices(("together", "later, together with the others"))
        enter = "Record"
        if here is not None:
            enter = f"Record, close as {_closing_words(meeting, here)}"
        return Ask(
            self.name,
            "",
            title,
            (
                Field("argued", "What was argued", "text"),
                Field("outcome", "Outcome", "choice", outcomes),
                *_signal_fields(table, ("outcome", ("open",))),
            ),
            enter,
        )

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        argued, outcome = answers.get("argued", ""), answers["outcome"]
        if outcome == "together":
            reason = argued.strip() or "Put off, to be held together with the others."
            return waive_challenge(table.meeting, reason, together=True)
        signal = _signal(table, answers)
        if isinstance(signal, Refused):
            return signal
        return record_challenge(
            table.meeting, argued, outcome=cast("ChallengeOutcome", outcome), signal=signal
        )


def _enter_open(meeting: Meeting, here: str | None) -> str:
    if here is None:
        return ""
    return f"Record, close as {_closing_words(meeting, here, 'needs-more-signal')}"


def _signal_fields(
    table: Table, when: tuple[str, tuple[str, ...]] | None = None
) -> tuple[Field, ...]:
    fields = (Field("signal", "Which signal", "text"), *promise_fields(table))
    return tuple(replace(field, when=when) for field in fields)


def _signal(table: Table, answers: Answers) -> Signal | Refused:
    by = parse_day(answers.get("by", ""), table.today, "by")
    if isinstance(by, Refused):
        return by
    return Signal(answers.get("signal", ""), answers.get("who", ""), by)


def _closing_words(meeting: Meeting, competency: str, closing: Closing | None = None) -> str:
    threshold = meeting.brief.competency(competency).is_threshold
    return closing_words(closing or proposed_closing(meeting, competency), threshold=threshold)


def _why_contested(meeting: Meeting) -> str:
    """Return why a result that one person is alone against closes as contested; empty otherwise."""
    here = meeting.place.competency
    if here is None or closes_argued(meeting, here) != "contested":
        return ""
    alone, result = meeting.alone(here), meeting.agreement(here)
    if alone is not None and not meeting.is_present(alone):
        return f"{meeting.name(alone)} cannot be heard now, so this closes as contested."
    few = sorted((result.below, result.above)) == [1, 2]
    return "Only two are on the other side, so this closes as contested." if few else ""


class Argue(TalkVerb, name="argue"):
    """Argue a disagreement from evidence."""

    @override
    def label(self, meeting: Meeting, about: str) -> str:
        return "Argue"

    @override
    def guidance(self, meeting: Meeting, about: str) -> str:
        return f"{_after_entries(meeting)} {_why_contested(meeting)}".strip()

    @override
    def note_label(self, meeting: Meeting) -> str:
        here = meeting.place.competency or ""
        closes = closes_argued(meeting, here)
        return f"Note and close as {_closing_words(meeting, here, closes)}" if closes else NOTE

    @override
    def ask(self, table: Table, about: str) -> Ask | Refused:
        meeting, here = table.meeting, table.meeting.place.competency
        if here is None:
            return NO_COMPETENCY
        closes, alone = closes_argued(meeting, here), meeting.alone(here)
        asks = alone is not None and closes in ("yes-one-against", "no-one-for")
        contested = f"Close as {_closing_words(meeting, here, 'contested')}, next"
        ruling = Field(
            "ruling",
            f"Does {meeting.name(alone)} ask for a ruling?" if alone else "",
            "choice",
            (Option("no", "no"), Option("yes", "yes", contested)),
        )
        return Ask(
            self.name,
            "",
            "What was argued",
            (
                Field("text", "In a line", "text", hint="leave empty if nothing new"),
                *([ruling] if asks else ()),
            ),
            f"Close as {_closing_words(meeting, here, closes)}, next" if closes else "Record",
        )

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        asks_ruling = answers.get("ruling") == "yes"
        return argue(table.meeting, answers.get("text", ""), asks_ruling=asks_ruling)


class Close(StepVerb, name="close"):
    """Close the competency here as proposed."""

    @override
    def label(self, meeting: Meeting, about: str) -> str:
        return f"Close as {_closing_words(meeting, meeting.place.competency or '')}, next"

    @override
    def guidance(self, meeting: Meeting, about: str) -> str:
        return _after_entries(meeting, _before_close(meeting))

    @override
    def ask(self, table: Table, about: str) -> Ask | Refused | None:
        meeting, here = table.meeting, table.meeting.place.competency
        if here is None:
            return NO_COMPETENCY
        single = meeting.agreement(here).label == "single"
        unrated = meeting.competencies[here].unrated_since_reopening
        if not (single or unrated):
            return None
        title = "Which signal is still needed?" if single else "Nobody rated it again"
        reason = (Field("reason", "Why it closes", "text", sentence=True),) if unrated else ()
        fields = (*reason, *(_signal_fields(table) if single else ()))
        enter = f"Close as {_closing_words(meeting, here)}, next"
        return Ask(self.name, "", title, fields, enter)

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        signal = _signal(table, answers)
        if isinstance(signal, Refused):
            return signal
        named = name_signal(table.meeting, table.meeting.place.competency, signal)
        if isinstance(named, Refused):
            return named
        closed = close(table.meeting, reason=answers.get("reason", ""))
        return closed if isinstance(closed, Refused) else (*named, closed)


def _before_close(meeting: Meeting) -> str:
    here = meeting.place.competency or ""
    label = meeting.agreement(here).label
    if label in ("mixed", "split", "pair"):
        if no_round_left(meeting, here) is None:
            return "What did you alone see? r opens one more round, blind."
        return "What did you alone see? Then it closes."
    if label in ("single", "none"):
        return "Too few ratings to agree or disagree on: somebody has to look again."
    return "The challenge is settled."


def _after_entries(meeting: Meeting, advice: str = "") -> str:
    """Return advice that begins with checking the marks, if they were entered by hand."""
    here = meeting.place.competency
    entered = here is not None and len(meeting.poll(here).rounds) > 1
    return f"Is your mark right? c corrects it. {advice}".strip() if entered else advice


class Reopen(
    Verb,
    name="reopen",
    key=Key("o", "reopen", "Reopen a closed competency, with a reason"),
    draft="here",
    announced=False,
):
    """Reopen a closed competency; one that a reference contradicts is chosen beforehand."""

    @override
    def word(self, view: RoomView) -> str:
        if getattr(view.pane, "wrapped_up", ()):
            return "reopen one"
        return super().word(view) if getattr(view.pane, "contradicts", False) else ""

    @override
    def ask(self, table: Table, about: str) -> Ask | Refused:
        meeting = table.meeting
        closed = tuple(
            Option(c.id, c.title)
            for c in meeting.brief.competencies
            if meeting.competencies[c.id].closed is not None
        )
        if not closed or meeting.has_voted:
            return Refused(
                "The final vote is revealed: the competencies stay as they closed."
                if closed
                else "No competency is closed yet."
            )
        here = meeting.place.competency
        against = next(iter(contradicted(meeting)), "")
        closed_here = any(option.value == here for option in closed)
        chosen = about or against or (here if here and closed_here else UNCHOSEN)
        return Ask(
            self.name,
            "",
            "Reopen a closed competency",
            (
                Field("competency", "Which", "choice", closed, chosen),
                Field("reason", "Reason", "text", sentence=True),
            ),
            "Reopen",
        )

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        if answers["competency"] == UNCHOSEN:
            return Refused("Choose which competency to reopen.", "competency")
        return reopen(table.meeting, answers["competency"], answers.get("reason", ""))


VERBS = (Challenge(), Argue(), Close(), Reopen())
