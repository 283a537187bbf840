"""Builds the view of the shared screen from a meeting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import islice

from debrief.core.alias import masked
from debrief.core.meeting import agenda, warmup_cases
from debrief.core.meeting.state import Meeting
from debrief.core.meeting.time_plan import time_plan
from debrief.core.meeting.wording import headline
from debrief.core.preflight_notes import PreflightNotes
from debrief.core.refused import Refused
from debrief.core.room import (
    view_clarity,
    view_closing,
    view_overview,
    view_poll,
    view_warmup,
    view_wrap_up,
)
from debrief.core.room.guide import phase_of
from debrief.core.room.model import (
    CardRow,
    ClockView,
    CompetencyMark,
    MainAction,
    Pane,
    PreflightView,
    RoomView,
    StepMark,
    StepState,
)
from debrief.core.room.short_names import short_names
from debrief.core.scorecard import CardFacts
from debrief.core.steps import OVERVIEW, TITLES, Place, Step
from debrief.core.text import number_word
from debrief.core.verbs import rounds
from debrief.core.verbs.due import due
from debrief.core.vocabulary import closing_words

LATEST_MINUTES = 3
ORDINALS = {2: "second", 3: "third", 4: "fourth"}

TOLERATED_LAG = 5 * 60
"""Seconds behind the plan that the header does not mention."""

SHORT_TITLES: dict[Step, str] = {
    "preflight": "Preflight",
    "role-clarity": "Role",
    "warm-up": "Warm-up",
    "competency": "Competencies",
    "references": "References",
    "fit": "Fit",
    "premortem": "Premortem",
    "vote": "Vote",
    "decision": "Decision",
    "record": "Record",
}
"""The names of the steps in a replay."""

AGENDA_TITLES: dict[Step, tuple[str, str]] = {
    "preflight": ("Start", "Start"),
    "role-clarity": ("Role", "Role"),
    "warm-up": ("Role", "Role"),
    "competency": ("Competencies", "Comp"),
    "references": ("Refs", "Refs"),
    "fit": ("Fit", "Fit"),
    "premortem": ("Premortem", "Risk"),
    "vote": ("Vote", "Vote"),
    "decision": ("Decision", "Dec"),
    "record": ("Record", "Rec"),
}
"""A long and a short name of each step; in the agenda the warm-up is a part of role clarity."""


def view(
    meeting: Meeting,
    *,
    mono: float | None = None,
    look: Place | None = None,
    back: bool = False,
    notes: PreflightNotes | None = None,
    fingerprint: str = "",
    folder: str = "",
    may_undo: bool = False,
    leans: Mapping[str, str] | None = None,
    new_cards: Mapping[str, CardFacts] | None = None,
) -> RoomView:
    """Return the view of the shared screen.

    `mono` is the monotonic time now, None to show the clock as of the last event. `look` is a
    place to look at instead of the meeting's own; `back` means that `meeting` is in the past.
    `notes` are facts about files. A finished meeting has a `fingerprint` and the `folder` of
    its record. `leans` are sentences by panelist on their tendency in past
    debriefs; the room sees them only if the session file allows it, and only next to revealed
    ratings. `new_cards` are those in the folder that the meeting does not use, by panelist.
    """
    elsewhere = look is not None and look != meeting.place
    looking = back or elsewhere
    place = look if look is not None else meeting.place
    shown = replace(meeting, place=place) if elsewhere else meeting
    now = due(meeting)
    main = MainAction(now.verb.name, now.about, now.verb.label(meeting, now.about))
    guidance = now.verb.guidance(meeting, now.about)
    if now.verb == rounds.RevealCards() and new_cards:
        guidance = rounds.before_reveal(meeting, new_cards)
    if looking:
        main = MainAction("now", "", "Back to now")
        guidance = "You’re looking back. Space returns to the meeting."
    if elsewhere and place == OVERVIEW:
        main, guidance = MainAction("now", "", TITLES[meeting.place.step]), ""
    if place.step == "decision":
        pane: Pane = view_closing.decision_view(shown, new_cards)
    else:
        pane = _pane(shown, notes or PreflightNotes(), (fingerprint, folder), leans or {})
    phase = phase_of(shown)
    if not elsewhere and view_wrap_up.wrapped_up(meeting):
        phase = "wrapped-up"
        pane = view_wrap_up.wrapped_up_view(meeting)
        if not looking:
            guidance = "Nobody discussed these. o reopens one, with a reason."
        if not looking and not agenda.open_competencies(meeting):
            every = number_word(len(meeting.competencies))
            main = replace(main, label=f"Overview of all {every}")
    shown_now = RoomView(
        title=meeting.brief.title,
        alias=meeting.brief.candidate.alias,
        owner=meeting.owner_name,
        place=place,
        heading=heading(shown),
        steps=tuple(_mark(shown, step) for step in meeting.steps() if step != "warm-up"),
        competencies=tuple(_competency_mark(shown, c.id) for c in meeting.brief.competencies),
        clock=_clock(meeting, mono),
        pane=pane,
        guidance=guidance,
        main=main,
        minutes=_minutes(meeting),
        again="" if looking else _again(meeting),
        looking=looking,
        seq=meeting.seq,
        opened=meeting.opened,
        may_undo=may_undo,
        phase=phase,
    )
    return masked(shown_now, meeting.brief)


def ticking(view: RoomView, meeting: Meeting, mono: float | None) -> RoomView:
    """Return `view` with the meeting's clock set to `mono`."""
    return replace(view, clock=_clock(meeting, mono))


def _again(meeting: Meeting) -> str:
    if meeting.place.step == "warm-up":
        more = meeting.rated_cases and warmup_cases.left(meeting)
        return "another case" if more else ""
    here = meeting.place.competency
    if here is None or isinstance(rounds.open_round(meeting, here), Refused):
        return ""
    return f"{ORDINALS.get(meeting.poll(here).rounds[-1].number + 1, 'further')} round"


def heading(meeting: Meeting) -> str:
    """Return the title line's heading for the meeting's place."""
    here = meeting.place.competency
    if here is None:
        return TITLES[meeting.place.step]
    order = list(meeting.competencies)
    return f"Competency {order.index(here) + 1} of {len(order)}"


def _mark(meeting: Meeting, step: Step) -> StepMark:
    return StepMark(step, *AGENDA_TITLES[step], _state(meeting, step))


def _state(meeting: Meeting, step: Step) -> StepState:
    parts = [step]
    if step == "role-clarity" and "warm-up" in meeting.steps():
        parts.append("warm-up")
    if meeting.place.step in parts:
        return "here"
    if Place(step=step) in meeting.waived:
        return "waived"
    if step == "competency":
        finished = meeting.opened and not agenda.open_competencies(meeting)
    else:
        finished = all(part in meeting.done for part in parts)
    return "done" if finished else "open"


def _competency_mark(meeting: Meeting, competency: str) -> CompetencyMark:
    poll = meeting.competencies[competency]
    title = meeting.brief.competency(competency).title
    here = meeting.place.competency == competency
    if poll.closed is not None:
        threshold = meeting.brief.competency(competency).is_threshold
        ended = closing_words(poll.closed.closing, threshold=threshold)
        counts = headline(meeting, competency) if poll.rounds else ""
        outcome = f"{ended} ({counts})" if counts else ended
        return CompetencyMark(competency, title, "closed", here, outcome)
    return CompetencyMark(competency, title, "open" if poll.revealed else "blind", here)


def _clock(meeting: Meeting, mono: float | None) -> ClockView:
    clock = meeting.clock
    running = mono is not None and meeting.opened and not clock.paused and not meeting.finished
    extra = max(0.0, mono - clock.mono) if running and mono is not None else 0.0
    behind = time_plan(meeting, extra).behind if meeting.opened else 0.0
    carried_on = meeting.carried_on
    before = carried_on.used if carried_on and meeting.place.step == "decision" else 0.0
    return ClockView(
        used=max(0.0, clock.used.get(meeting.place, 0.0) - before) + extra,
        budget=agenda.budget(meeting, meeting.place),
        total=sum(clock.used.values()) + extra,
        paused=clock.paused,
        behind=round(behind / 60) if behind > TOLERATED_LAG else 0,
    )


def _minutes(meeting: Meeting) -> tuple[str, ...]:
    shown = (
        m.event
        for m in reversed(meeting.minutes)
        if not (m.event.quiet or m.struck) and m.event.place == meeting.place
    )
    latest = reversed(tuple(islice(shown, LATEST_MINUTES)))
    return tuple(f"{meeting.name(m.speaker)}: {m.text}" if m.speaker else m.text for m in latest)


def _pane(
    meeting: Meeting, notes: PreflightNotes, written: tuple[str, str], leans: Mapping[str, str]
) -> Pane:
    match meeting.place.step:
        case "preflight":
            return _preflight(meeting, notes)
        case "competency" if meeting.place == OVERVIEW:
            return view_overview.overview_view(meeting)
        case "competency":
            return view_poll.competency_view(meeting, leans, notes)
        case "record":
            from debrief.core.room.view_record import record_view

            return record_view(meeting, *written)
        case step:
            return _PANES[step](meeting)


_PANES: dict[Step, Callable[[Meeting], Pane]] = {
    "role-clarity": view_clarity.clarity_view,
    "warm-up": view_warmup.warm_up_view,
    "references": view_closing.references_view,
    "fit": view_closing.fit_view,
    "premortem": view_closing.premortem_view,
    "vote": view_poll.vote_view,
}


def _preflight(meeting: Meeting, notes: PreflightNotes) -> PreflightView:
    return PreflightView(
        rows=tuple(_card_row(meeting, p.id, notes) for p in meeting.brief.panel),
        problems=notes.problems,
        notes=(*_interviewers(meeting), *_scenarios(meeting), *notes.notes),
    )


def _interviewers(meeting: Meeting) -> tuple[str, ...]:
    """Return sentences on competencies that the brief gives to one interviewer or to none."""
    panel = meeting.brief.panel
    if not any(person.covers for person in panel):
        return ()
    short = dict(zip((p.id for p in panel), short_names([p.name for p in panel]), strict=True))
    asked = {
        c.title: [short[p.id] for p in panel if c.id in p.covers]
        for c in meeting.brief.competencies
    }
    single = [f"{title} ({who[0]})" for title, who in asked.items() if len(who) == 1]
    nobody = [title for title, who in asked.items() if not who]
    lines = [f"Only one interviewer: {', '.join(single)}."] if single else []
    lines += [f"No interviewer: {', '.join(nobody)}."] if nobody else []
    return tuple(lines)


def _scenarios(meeting: Meeting) -> tuple[str, ...]:
    """Return sentences on competencies without a scenario, and on people who ran none."""
    brief = meeting.brief
    if not brief.scenarios:
        return ()
    covered = {c for scenario in brief.scenarios for c in scenario.competencies}
    ran = {p for scenario in brief.scenarios for p in scenario.run_by}
    bare = [c.title for c in brief.competencies if c.id not in covered]
    idle = [meeting.name(p.id) for p in brief.panel if p.id not in ran]
    notes = [f"No scenario covers {', '.join(bare)}."] if bare else []
    notes += [f"Interviewed on no scenario: {', '.join(idle)}."] if idle else []
    return tuple(notes)


def _card_row(meeting: Meeting, panelist: str, notes: PreflightNotes) -> CardRow:
    name, card = meeting.name(panelist), meeting.cards.get(panelist)
    if panelist in notes.broken:
        return CardRow(name, "broken")
    if card is None:
        return CardRow(name, "missing")
    if card.late:
        return CardRow(name, "late")
    return CardRow(name, "in" if card.submitted else "undated")
