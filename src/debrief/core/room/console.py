"""The view of the facilitator's private console; it cannot show a rating before its reveal.

It is built from the Meeting, which contains no sealed rating.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from debrief.core.alias import masked
from debrief.core.meeting import agenda
from debrief.core.meeting.challenge import GENERAL_PROMPTS, SCRIPT, challenge, speaking_order
from debrief.core.meeting.state import Meeting
from debrief.core.meeting.time_plan import plan_in_words
from debrief.core.meeting.wording import names
from debrief.core.room.guide import Guide, guide, phase_of
from debrief.core.room.view import heading
from debrief.core.scorecard import CardContents, State
from debrief.core.steps import Phase
from debrief.core.verbs.due import due
from debrief.core.verbs.rounds import cards_wait

FEW_RATERS = 2

SETTLED: Mapping[str | None, str] = {
    None: "auditor only",
    "auditor": "auditor only",
    "record": "record",
    "struck": "struck",
}
"""The words for each fate of a quiet minute."""

_COINS = {
    3: "Three coins land on one side once in four.",
    4: "Four coins land on one side once in eight.",
    5: "Five coins land on one side once in sixteen.",
}
"""The chance of a consensus by the number of raters, in words."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """One panelist in the speaking order.

    `spoke` is true once a minute here names them; `turn` marks the next one to speak.
    """

    name: str
    spoke: bool
    turn: bool


@dataclass(frozen=True, slots=True)
class ConsoleView:
    """The console at one moment.

    `next` is the main action's label, `then` the title of the next place. `challenges` are
    questions, `challenged` names the people to ask once a challenge is due. `bare`, `gaps`, `time`
    and `leans` are sentences. `quiet` are quiet minutes, each with its step.
    """

    title: str
    alias: str
    owner: str
    heading: str
    place: str
    phase: Phase
    opened: bool
    finished: bool
    next: str
    guidance: str
    then: str
    guide: Guide
    challenged: str
    challenges: tuple[str, ...]
    probes: tuple[str, ...]
    speaking: tuple[Speaker, ...]
    present: tuple[str, ...]
    away: tuple[str, ...]
    bare: tuple[str, ...]
    gaps: tuple[str, ...]
    time: tuple[str, ...]
    note: str
    leans: tuple[str, ...]
    taken: str
    quiet: tuple[str, ...]


def console_view(
    meeting: Meeting,
    *,
    extra: float = 0.0,
    leans: Mapping[str, str] | None = None,
    cards: Mapping[str, CardContents] | None = None,
    changed: Sequence[str] = (),
) -> ConsoleView:
    """Return the console's view `extra` seconds after the meeting's last event.

    `leans` are sentences by panelist on their tendency in past debriefs. `cards` are the contents
    of the cards, by panelist, which the console opens itself, and `changed` the panelists whose
    card was changed after the opening.
    """
    main = due(meeting)
    phase = phase_of(meeting)
    lean_by = leans or {}
    view = ConsoleView(
        title=meeting.brief.title,
        alias=meeting.brief.candidate.alias,
        owner=meeting.owner_name,
        heading=heading(meeting),
        place=meeting.title(meeting.place),
        phase=phase,
        opened=meeting.opened,
        finished=meeting.finished is not None,
        next=main.verb.label(meeting, main.about).removeprefix("Next: "),
        guidance=main.verb.guidance(meeting, main.about),
        then=_then(meeting),
        guide=guide(meeting.place.step, phase),
        challenged=_challenged(meeting, phase),
        challenges=_challenges(meeting, phase),
        probes=_probes(meeting),
        speaking=_speaking(meeting, phase),
        present=tuple(p.name for p in meeting.present()),
        away=tuple(
            f"{p.name} ({meeting.presence[p.id]})"
            for p in meeting.brief.panel
            if not meeting.is_present(p.id)
        ),
        bare=_bare(meeting, phase, cards or {}),
        gaps=(*_changed(meeting, changed), *_gaps(meeting, cards)),
        time=plan_in_words(meeting, extra),
        note=_small_panel(meeting, phase),
        leans=tuple(lean_by[p.id] for p in meeting.brief.panel if p.id in lean_by),
        taken=_taken(meeting),
        quiet=_quiet(meeting),
    )
    return masked(view, meeting.brief)


def _then(meeting: Meeting) -> str:
    if meeting.place.step in ("preflight", "record"):
        return ""
    return meeting.title(agenda.next_place(meeting))


def _challenged(meeting: Meeting, phase: Phase) -> str:
    if phase != "challenge":
        return ""
    due_now = challenge(meeting, meeting.place.competency)
    people = [f"{meeting.name(person.panelist)}, {person.why}" for person in due_now.named]
    return "; ".join(people) or "Everybody"


def _challenges(meeting: Meeting, phase: Phase) -> tuple[str, ...]:
    """Return the script and prompt of a due challenge, else the competency's prompts."""
    here = meeting.place.competency
    if phase == "challenge":
        return (*SCRIPT, challenge(meeting, here).prompt)
    if here is None or phase == "closed":
        return ()
    return meeting.brief.competency(here).challenges or GENERAL_PROMPTS


def _probes(meeting: Meeting) -> tuple[str, ...]:
    here = meeting.place.competency
    return () if here is None else meeting.brief.competency(here).probes


def _speaking(meeting: Meeting, phase: Phase) -> tuple[Speaker, ...]:
    if phase not in ("revealed", "challenge"):
        return ()
    here = meeting.place.competency
    since = meeting.poll(here).rounds[-1].at
    spoke = {
        minute.event.speaker
        for minute in meeting.minutes
        if minute.event.place == meeting.place and minute.at >= since
    }
    order = speaking_order(meeting, here)
    turn = next((p for p in order if p not in spoke), None)
    return tuple(Speaker(meeting.name(p), p in spoke, p == turn) for p in order)


def _bare(meeting: Meeting, phase: Phase, cards: Mapping[str, CardContents]) -> tuple[str, ...]:
    """Return sentences on ratings without evidence: the names here, or counts before a reveal."""
    here = meeting.place.competency
    if here is not None and phase in ("revealed", "challenge"):
        ratings = meeting.competencies[here].ratings
        without = [
            p
            for p, rating in ratings.items()
            if rating.standing is State.RATED and not (rating.evidence or rating.reason)
        ]
        return (f"No evidence written here: {names(meeting, without)}.",) if without else ()
    total = len(meeting.competencies)
    return tuple(
        f"{p.name}: {len(card.bare)} of {total} without evidence"
        for p in meeting.brief.panel
        if (card := cards.get(p.id)) is not None and card.bare
    )


def _changed(meeting: Meeting, changed: Sequence[str]) -> tuple[str, ...]:
    if not changed:
        return ()
    return (f"Changed after the opening: the scorecard of {names(meeting, changed)}.",)


def _gaps(meeting: Meeting, cards: Mapping[str, CardContents] | None) -> tuple[str, ...]:
    """Return sentences on missing cards, and on open competencies with few raters or scenarios."""
    left = agenda.open_competencies(meeting)
    gaps = []
    missing = [p.id for p in meeting.brief.panel if p.id not in meeting.cards]
    if missing and not meeting.vote.revealed:
        waits = [p for p in missing if meeting.opened and p in (cards or {})]
        gaps += [cards_wait(meeting, waits)] if waits else []
        absent = [p for p in missing if p not in waits]
        gaps += [f"No scorecard from {names(meeting, absent)}."] if absent else []
    for c in left:
        count = sum(c in card.covered for card in (cards or {}).values())
        if cards and count < FEW_RATERS:
            raters = "only one panelist rates it" if count else "nobody rates it"
            gaps.append(f"{meeting.brief.competency(c).title}: {raters}.")
    covered = {c for scenario in meeting.brief.scenarios for c in scenario.competencies}
    bare = [meeting.brief.competency(c).title for c in left if c not in covered]
    if bare and meeting.brief.scenarios:
        gaps.append(f"No scenario covered: {', '.join(bare)}.")
    return tuple(gaps)


def _small_panel(meeting: Meeting, phase: Phase) -> str:
    """Return how often chance gives the consensus of a small panel, after its reveal."""
    here = meeting.place
    if here.step != "competency" or phase not in ("revealed", "challenge"):
        return ""
    row = meeting.agreement(here.competency)
    return _COINS.get(sum(row.counts), "") if row.label == "consensus" else ""


def _quiet(meeting: Meeting) -> tuple[str, ...]:
    """Return the quiet minutes at the steps that list them: the vote and the read-back."""
    if meeting.place.step not in ("vote", "record"):
        return ()
    return tuple(
        f"{minute.title}: {minute.event.text} ({SETTLED[minute.settled]})"
        for minute in meeting.minutes
        if minute.event.quiet
    )


def _taken(meeting: Meeting) -> str:
    if not (meeting.minutes or meeting.follow_ups or meeting.promises):
        return ""
    quiet = sum(minute.event.quiet for minute in meeting.minutes)
    hidden = f" ({quiet} quiet)" if quiet else ""
    minutes = len(meeting.minutes)
    promises = len(meeting.follow_ups) + len(meeting.promises)
    return (
        f"{minutes} {'minute' if minutes == 1 else 'minutes'}{hidden}"
        f" · {promises} {'promise' if promises == 1 else 'promises'}"
    )
