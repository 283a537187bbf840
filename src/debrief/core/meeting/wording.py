"""Words shared by sentences, screens and records: names, titles, marks, entries, durations."""

from __future__ import annotations

from collections.abc import Iterable

from debrief.core.meeting.state import Mark, Meeting, Round
from debrief.core.scorecard import Entry, State
from debrief.core.text import counted, listed
from debrief.core.vocabulary import ChallengeOutcome, Outcome, Presence

MINUTE, HOUR, DAY = 60, 3600, 86_400
OUTCOMES: dict[Outcome, str] = {
    "hire": "hire",
    "no-hire": "no hire",
    "more-signal": "more signal",
    "postponed": "postponed",
}
CHALLENGE_OUTCOMES: dict[ChallengeOutcome, str] = {
    "held": "held",
    "held-new-evidence": "held, with new evidence",
    "changed": "changed the ratings",
    "open": "stays open",
}
_STATES = {
    State.NOT_ASSESSED: "not assessed",
    State.ABSTAINS: "abstains",
    State.RECUSED: "recused",
    State.MISSING: "missing",
}
_NO_VOTE = {
    "left": "had left",
    "to confirm the role": "had not confirmed the role",
    "not voting": "",
    "no entry": "",
}
AWAY: dict[Presence, str] = {"left": "had left", "absent": "absent"}
_CHOICES = {"keep": "kept", "not-voting": "not voting", "none": "no entry"}


def names(meeting: Meeting, panelists: Iterable[str]) -> str:
    """Return names as a sentence lists them: `Lin Wei, Omar Haddad and Priya Raman`."""
    return listed([meeting.name(p) for p in panelists])


def title(meeting: Meeting, competency: str | None) -> str:
    """Return a competency's title; None means the final vote."""
    return "the final vote" if competency is None else meeting.brief.competency(competency).title


def titles(meeting: Meeting, competencies: Iterable[str]) -> str:
    """Return competencies' titles as a list; none means the final vote."""
    return ", ".join(title(meeting, c) for c in competencies) or "the final vote"


def class_words(meeting: Meeting, competency: str | None, round_: Round | None = None) -> str:
    """Return the class of a round, the latest by default, in words; None means the final vote."""
    return meeting.agreement(competency, round_).class_words(meeting.brief.levels(competency))


def headline(meeting: Meeting, competency: str | None, round_: Round | None = None) -> str:
    """Return the counts of a round, the latest by default, in the words of its scale.

    None means the final vote. Abstentions on a competency are counted, missing votes are not.
    """
    rounds = meeting.poll(competency).rounds
    chosen = round_ or (rounds[-1] if rounds else None)
    marks = chosen.marks.values() if chosen and competency is not None else ()
    abstaining = [mark.source == "entered" for mark in marks if mark.state is State.ABSTAINS]
    agreement, not_voting = meeting.agreement(competency, round_), sum(abstaining)
    levels = meeting.brief.levels(competency)
    return agreement.headline(levels, len(abstaining) - not_voting, not_voting)


def mark_word(meeting: Meeting, competency: str | None, mark: Mark) -> str:
    """Return the word for a mark: its level's, or its state's; None means the final vote."""
    if mark.level is not None:
        return meeting.brief.levels(competency)[mark.level - 1]
    if mark.state is State.ABSTAINS and (mark.source == "entered" or competency is None):
        return "not voting"
    if competency is None and mark.state is State.NOT_ASSESSED:
        return "did not vote"
    return _STATES[mark.state]


def did_not_vote(meeting: Meeting, vote: Round) -> str:
    """Return the number of people without a vote in a round, with names and reasons.

    The text is empty if everybody has one.
    """
    presence = {x.panelist: x.presence for x in meeting.presence_changes if x.at <= vote.at}
    without = [
        (meeting.name(p), why_no_vote(mark.state, vote.without_vote.get(p, ""), presence.get(p)))
        for p, mark in vote.marks.items()
        if mark.level is None
    ]
    return without_vote(without, len(vote.marks))


def without_vote(people: Iterable[tuple[str, str]], of: int) -> str:
    """Return who of a panel of `of` did not vote, each with the reason; empty without anybody."""
    each = [f"{name} ({why})" if why else name for name, why in people]
    return f"{len(each)} of {of} did not vote: {listed(each)}" if each else ""


def why_no_vote(state: State, reason: str, presence: Presence | None) -> str:
    """Return why somebody has no vote: the recorded reason, else from a state or the presence."""
    if reason:
        return _NO_VOTE.get(reason, reason)
    return "recused" if state is State.RECUSED else AWAY.get(presence, "") if presence else ""


def entry_word(meeting: Meeting, competency: str | None, entry: Entry) -> str:
    """Return the word for an entry: its level's, or its choice's; None means the final vote."""
    if entry.level is not None:
        return meeting.brief.levels(competency)[entry.level - 1]
    return _CHOICES[entry.choice]


def duration(seconds: float) -> str:
    """Return a duration in everyday units: `40 s`, `12 min`, `1 h 5 min`, `3 days`."""
    whole = round(seconds)
    if whole < MINUTE:
        return f"{whole} s"
    if whole < HOUR:
        return f"{whole // MINUTE} min"
    if whole < DAY:
        hours, minutes = divmod(whole // MINUTE, 60)
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    days = whole // DAY
    return "a day" if days == 1 else f"{days} days"


def outcome_words(outcome: Outcome, conditions: int) -> str:
    """Return an outcome with the number of its conditions, beginning in lower case."""
    words = OUTCOMES[outcome]
    return f"{words}, with {counted(conditions, 'condition')}" if conditions else words
