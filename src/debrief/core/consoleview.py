"""The ConsoleView: what the facilitator's private console shows; no rating before its reveal.

It is made of the Meeting, in which no sealed rating is, so nothing here can show one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from debrief.core import agenda
from debrief.core.alias import masked
from debrief.core.challenge import GENERAL_PROMPTS, SCRIPT, challenge, names, speaking_order
from debrief.core.guide import Guide, guide, phase_of
from debrief.core.meeting import Meeting
from debrief.core.prompts.labels import guidance, label
from debrief.core.scorecard import State
from debrief.core.steps import Phase
from debrief.core.timeplan import plan_in_words
from debrief.core.view import heading

FEW_RATERS = 2
FEW_TO_AGREE = 4
"""Raters up to which agreement is common even by chance."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """One panelist in the speaking order; `spoke` once a minute here names them."""

    name: str
    spoke: bool
    turn: bool


@dataclass(frozen=True, slots=True)
class ConsoleView:
    """One moment of a meeting as its facilitator sees it alone.

    `next` is the main action, `then` what follows this place; `challenges` are questions, those of
    a due challenge with who is asked before them; `bare`, `gaps`, `time` and `leans` are sentences.
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
    asked: str
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


def console_view(
    meeting: Meeting, *, extra: float = 0.0, leans: Mapping[str, str] | None = None
) -> ConsoleView:
    """Return what the console shows of `meeting`, `extra` seconds after its last event.

    `leans` are sentences by panelist on how they tend to rate, where there is enough to say so.
    """
    due = agenda.due(meeting)
    phase = phase_of(meeting)
    said = leans or {}
    view = ConsoleView(
        title=meeting.brief.title,
        alias=meeting.brief.candidate.alias,
        owner=meeting.owner_name,
        heading=heading(meeting),
        place=meeting.title(meeting.place),
        phase=phase,
        opened=meeting.opened,
        finished=meeting.finished is not None,
        next=label(meeting, due),
        guidance=guidance(meeting, due),
        then=_then(meeting),
        guide=guide(meeting.place.step, phase),
        asked=_asked(meeting, phase),
        challenges=_challenges(meeting, phase),
        probes=_probes(meeting),
        speaking=_speaking(meeting, phase),
        present=tuple(p.name for p in meeting.present()),
        away=tuple(
            f"{p.name} ({meeting.presence[p.id]})"
            for p in meeting.brief.panel
            if not meeting.is_present(p.id)
        ),
        bare=_bare(meeting, phase),
        gaps=_gaps(meeting),
        time=plan_in_words(meeting, extra),
        note=_small_panel(meeting, phase),
        leans=tuple(said[p.id] for p in meeting.brief.panel if p.id in said),
        taken=_taken(meeting),
    )
    return masked(view, meeting.brief)


def _then(meeting: Meeting) -> str:
    if meeting.place.step in ("preflight", "record"):
        return ""
    return meeting.title(agenda.next_place(meeting))


def _asked(meeting: Meeting, phase: Phase) -> str:
    """Who is called on by a challenge that is due."""
    if phase != "challenge":
        return ""
    found = challenge(meeting, meeting.place.competency)
    who = names(meeting, found.challengers) or "Everybody"
    return f"{who} rated otherwise or had a doubt" if found.basis == "dissent" else who


def _challenges(meeting: Meeting, phase: Phase) -> tuple[str, ...]:
    """What to ask: of a due challenge its script and prompt, before it the competency's prompts."""
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
        if minute.event.place == meeting.place and minute.t >= since
    }
    order = speaking_order(meeting, here)
    turn = next((p for p in order if p not in spoke), None)
    return tuple(Speaker(meeting.name(p), p in spoke, p == turn) for p in order)


def _bare(meeting: Meeting, phase: Phase) -> tuple[str, ...]:
    """Ratings without evidence: here by name once they are revealed, else how many by card."""
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
        f"{p.name}: {card.bare} of {total} without evidence"
        for p in meeting.brief.panel
        if (card := meeting.cards.get(p.id)) is not None and card.bare
    )


def _gaps(meeting: Meeting) -> tuple[str, ...]:
    """Too few who rate it, no scenario, no card; of all that is open, so not of what is done."""
    left = agenda.open_competencies(meeting)
    said = []
    missing = [p.id for p in meeting.brief.panel if p.id not in meeting.cards]
    if missing and not meeting.vote.revealed:
        said.append(f"No scorecard from {names(meeting, missing)}.")
    for c in left:
        count = sum(c in card.covered for card in meeting.cards.values())
        if count < FEW_RATERS:
            who = "only one panelist rates it" if count else "nobody rates it"
            said.append(f"{meeting.brief.competency(c).title}: {who}.")
    covered = {c for scenario in meeting.brief.scenarios for c in scenario.competencies}
    bare = [meeting.brief.competency(c).title for c in left if c not in covered]
    if bare and meeting.brief.scenarios:
        said.append(f"No scenario covered: {', '.join(bare)}.")
    return tuple(said)


def _small_panel(meeting: Meeting, phase: Phase) -> str:
    """What an agreement of a small panel is worth; after a reveal only."""
    here = meeting.place
    if here.step != "competency" or phase not in ("revealed", "challenge"):
        return ""
    raters = len(meeting.levels_in(here.competency, meeting.poll(here.competency).rounds[-1]))
    small = FEW_RATERS <= raters <= FEW_TO_AGREE
    return f"With {raters} raters this is common even by chance." if small else ""


def _taken(meeting: Meeting) -> str:
    """How many minutes and follow-ups there are."""
    if not (meeting.minutes or meeting.follow_ups):
        return ""
    quiet = sum(minute.event.quiet for minute in meeting.minutes)
    hidden = f" ({quiet} quiet)" if quiet else ""
    minutes = len(meeting.minutes)
    follow_ups = len(meeting.follow_ups)
    return (
        f"{minutes} {'minute' if minutes == 1 else 'minutes'}{hidden}"
        f" · {follow_ups} {'follow-up' if follow_ups == 1 else 'follow-ups'}"
    )
