"""From the meeting to what the room may see of it now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import islice

from debrief.core import agenda, view_clarity, view_closing, view_poll, view_warmup, warmup
from debrief.core.alias import masked
from debrief.core.desk import Desk
from debrief.core.guide import phase_of
from debrief.core.meeting import Meeting
from debrief.core.prompts.labels import guidance, label
from debrief.core.room import (
    CardRow,
    ClockView,
    CompetencyMark,
    MainAction,
    Pane,
    PreflightView,
    RoomView,
    StepMark,
)
from debrief.core.rules import rounds
from debrief.core.rules.refused import Refused
from debrief.core.steps import TITLES, Place, Step

FEW_RATERS = 2
LATEST_MINUTES = 3

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


def view(
    meeting: Meeting,
    *,
    mono: float | None = None,
    look: Place | None = None,
    back: bool = False,
    desk: Desk | None = None,
    fingerprint: str = "",
    may_undo: bool = False,
    leans: Mapping[str, str] | None = None,
) -> RoomView:
    """Return what the room sees of `meeting`.

    `mono` is the monotonic time now, None to show the clock as of the last event; `look` a place
    to look at that the meeting is not at; `back` says that `meeting` itself is in the past;
    `may_undo` that there is something to take back. `leans` are sentences by panelist on how their
    ratings ran in past debriefs; the room sees them only where the session file says so, and only
    beside ratings that are revealed.
    """
    elsewhere = look is not None and look != meeting.place
    looking = back or elsewhere
    place = look if look is not None else meeting.place
    shown = replace(meeting, place=place) if elsewhere else meeting
    due = agenda.due(meeting)
    main = MainAction(due.verb, due.about, label(meeting, due))
    if looking:
        main = MainAction("now", "", "Back to now")
    shown_now = RoomView(
        title=meeting.brief.title,
        alias=meeting.brief.candidate.alias,
        owner=meeting.owner_name,
        place=place,
        heading=heading(shown),
        steps=tuple(_mark(shown, step) for step in meeting.steps()),
        competencies=tuple(_competency_mark(shown, c.id) for c in meeting.brief.competencies),
        clock=_clock(meeting, mono),
        pane=_pane(shown, desk or Desk(), fingerprint, leans or {}),
        guidance=guidance(meeting, due) if not looking else "Looking only: nothing moves.",
        main=main,
        minutes=_minutes(meeting),
        again="" if looking else _again(meeting),
        looking=looking,
        seq=meeting.seq,
        opened=meeting.opened,
        may_undo=may_undo,
        phase=phase_of(shown),
    )
    return masked(shown_now, meeting.brief)


def ticking(seen: RoomView, meeting: Meeting, mono: float | None) -> RoomView:
    """Return the view `seen` with the meeting's clock set to `mono`."""
    return replace(seen, clock=_clock(meeting, mono))


def _again(meeting: Meeting) -> str:
    if meeting.place.step == "warm-up":
        more = meeting.warm_up.rated and warmup.left(meeting.brief, meeting.warm_up)
        return "another case" if more else ""
    here = meeting.place.competency
    if here is None or isinstance(rounds.open_round(meeting, here), Refused):
        return ""
    return "second round"


def heading(meeting: Meeting) -> str:
    """Return what the title line calls the place that the meeting is at."""
    here = meeting.place.competency
    if here is None:
        return TITLES[meeting.place.step]
    order = list(meeting.competencies)
    return f"Competency {order.index(here) + 1} of {len(order)}"


def _mark(meeting: Meeting, step: Step) -> StepMark:
    if meeting.place.step == step:
        return StepMark(step, SHORT_TITLES[step], "here")
    if Place(step=step) in meeting.waived:
        return StepMark(step, SHORT_TITLES[step], "waived")
    if step == "competency":
        finished = meeting.opened and not agenda.open_competencies(meeting)
    else:
        finished = step in meeting.done
    return StepMark(step, SHORT_TITLES[step], "done" if finished else "open")


def _competency_mark(meeting: Meeting, competency: str) -> CompetencyMark:
    poll = meeting.competencies[competency]
    title = meeting.brief.competency(competency).title
    here = meeting.place.competency == competency
    if poll.closed is not None:
        return CompetencyMark(competency, title, "closed", here)
    return CompetencyMark(competency, title, "open" if poll.revealed else "blind", here)


def _clock(meeting: Meeting, mono: float | None) -> ClockView:
    clock = meeting.clock
    running = mono is not None and meeting.opened and not clock.paused and not meeting.finished
    extra = max(0.0, mono - clock.mono) if running and mono is not None else 0.0
    return ClockView(
        used=clock.used.get(meeting.place, 0.0) + extra,
        budget=agenda.budget(meeting, meeting.place),
        total=sum(clock.used.values()) + extra,
        paused=clock.paused,
    )


def _minutes(meeting: Meeting) -> tuple[str, ...]:
    here = (meeting.place.step, meeting.place.competency)
    said = (
        m.event
        for m in reversed(meeting.minutes)
        if not m.event.quiet and (m.entry.step, m.entry.competency) == here
    )
    latest = reversed(tuple(islice(said, LATEST_MINUTES)))
    return tuple(f"{meeting.name(m.speaker)}: {m.text}" if m.speaker else m.text for m in latest)


def _pane(meeting: Meeting, desk: Desk, fingerprint: str, leans: Mapping[str, str]) -> Pane:
    match meeting.place.step:
        case "preflight":
            return _preflight(meeting, desk)
        case "competency":
            return view_poll.competency_view(meeting, leans)
        case "record":
            return view_closing.record_view(meeting, fingerprint)
        case step:
            return _PANES[step](meeting)


_PANES: dict[Step, Callable[[Meeting], Pane]] = {
    "role-clarity": view_clarity.clarity_view,
    "warm-up": view_warmup.warm_up_view,
    "references": view_closing.references_view,
    "fit": view_closing.fit_view,
    "premortem": view_closing.premortem_view,
    "vote": view_poll.vote_view,
    "decision": view_closing.decision_view,
}


def _preflight(meeting: Meeting, desk: Desk) -> PreflightView:
    covered = {
        c.title: sum(c.id in card.covered for card in meeting.cards.values())
        for c in meeting.brief.competencies
    }
    thin = tuple(
        f"{title}: {'nobody rates' if n == 0 else 'only one panelist rates'} it."
        for title, n in covered.items()
        if n < FEW_RATERS and meeting.cards  # without any card there is one thing to say
    )
    return PreflightView(
        rows=tuple(_card_row(meeting, p.id, desk) for p in meeting.brief.panel),
        problems=desk.problems + thin,
        coverage=tuple(covered.items()),
        notes=(*_scenarios(meeting), *desk.notes),
    )


def _scenarios(meeting: Meeting) -> tuple[str, ...]:
    """Return which competencies no decision scenario covered, and who ran none."""
    brief = meeting.brief
    if not brief.scenarios:
        return ()
    covered = {c for scenario in brief.scenarios for c in scenario.competencies}
    ran = {p for scenario in brief.scenarios for p in scenario.run_by}
    bare = [c.title for c in brief.competencies if c.id not in covered]
    idle = [meeting.name(p.id) for p in brief.panel if p.id not in ran]
    told = [f"No scenario covered: {', '.join(bare)}."] if bare else []
    return (*told, f"No interview on a scenario by: {', '.join(idle)}.") if idle else tuple(told)


def _card_row(meeting: Meeting, panelist: str, desk: Desk) -> CardRow:
    person, name = meeting.brief.panelist(panelist), meeting.name(panelist)
    owner = panelist == meeting.owner
    card = meeting.cards.get(panelist)
    if panelist in desk.broken:
        return CardRow(name, person.title, owner, "broken", "has errors")
    if card is None:
        return CardRow(name, person.title, owner, "missing", "no scorecard")
    told = [f"{card.entries} of {len(meeting.competencies)}"]
    if card.bare:
        told.append(f"{card.bare} without evidence")
    if card.role is None:
        told.append("no role sentence")
    if card.late:
        return CardRow(name, person.title, owner, "late", " · ".join(told))
    status = "in" if card.submitted else "undated"
    return CardRow(name, person.title, owner, status, " · ".join(told))  # type: ignore[arg-type]
