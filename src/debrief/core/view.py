"""From the meeting to what the room may see of it now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, cast

from debrief.core import agenda
from debrief.core.alias import masked
from debrief.core.desk import Desk
from debrief.core.guide import phase_of
from debrief.core.meeting import Meeting
from debrief.core.prompts.labels import guidance, label
from debrief.core.record import record_of
from debrief.core.room import (
    CardRow,
    ClarityView,
    ClockView,
    CompetencyMark,
    CompetencyView,
    MainAction,
    Pane,
    PreflightView,
    RatedRow,
    RecordView,
    RoleRow,
    RoomView,
    StepMark,
)
from debrief.core.rules.refused import Refused
from debrief.core.rules.rounds import open_round
from debrief.core.steps import TITLES, Place, Step
from debrief.core.view_closing import decision_view, fit_view, premortem_view, references_view
from debrief.core.view_poll import competency_view, vote_view
from debrief.core.view_warmup import warm_up_view
from debrief.core.warmup import left

if TYPE_CHECKING:
    from debrief.core.room import Rows

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
        pane=_with_leans(_pane(shown, desk or Desk(), fingerprint), meeting, leans or {}),
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


def _with_leans(pane: Pane, meeting: Meeting, leans: Mapping[str, str]) -> Pane:
    """Put each panelist's lean beside their rating, where the room may see it."""
    if not (leans and meeting.brief.show_lean and isinstance(pane, CompetencyView)):
        return pane
    if pane.threshold:  # leans are of graded ratings
        return pane
    rows = tuple(
        replace(row, lean=leans.get(row.id, "")) if isinstance(row, RatedRow) else row
        for row in pane.poll.rows
    )
    return replace(pane, poll=replace(pane.poll, rows=cast("Rows", rows)))


def _again(meeting: Meeting) -> str:
    if meeting.place.step == "warm-up":
        more = meeting.warm_up.rated and left(meeting.brief, meeting.warm_up)
        return "another case" if more else ""
    here = meeting.place.competency
    if here is None or isinstance(open_round(meeting, here), Refused):
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


def _pane(meeting: Meeting, desk: Desk, fingerprint: str) -> Pane:
    match meeting.place.step:
        case "preflight":
            return _preflight(meeting, desk)
        case "record":
            finished = meeting.finished is not None
            return RecordView(record_of(meeting, fingerprint or None), finished, fingerprint)
        case step:
            return _PANES[step](meeting)


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


def _clarity(meeting: Meeting) -> ClarityView:
    role = meeting.brief.role
    asked = agenda.due(meeting).about
    return ClarityView(
        mandate=role.mandate,
        authority=role.authority,
        success=role.success,
        now=role.challenges_now,
        next=role.challenges_next,
        constraints=role.constraints,
        expectations=role.expectations,
        rows=tuple(_role_row(meeting, p.id, asked) for p in meeting.brief.panel),
        rule=meeting.brief.decision.rule,
        passed=meeting.gate is not None,
    )


def _role_row(meeting: Meeting, panelist: str, asked: str) -> RoleRow:
    person, name = meeting.brief.panelist(panelist), meeting.name(panelist)
    owner = panelist == meeting.owner
    card = meeting.cards.get(panelist)
    said = (card.role or "") if card else ""
    known = meeting.confirmations.get(panelist)
    late = known is not None and known.understanding == "absent" and meeting.is_present(panelist)
    if known is None or late:
        status = "asked" if panelist == asked else "waiting"
        return RoleRow(name, person.title, owner, status, said, "", "", "")  # type: ignore[arg-type]
    return RoleRow(
        name,
        person.title,
        owner,
        known.understanding,
        said,
        known.differs,
        known.ruling,
        known.ratings if known.understanding == "differs" else "",
    )


_PANES: dict[Step, Callable[[Meeting], Pane]] = {
    "role-clarity": _clarity,
    "warm-up": warm_up_view,
    "competency": competency_view,
    "references": references_view,
    "fit": fit_view,
    "premortem": premortem_view,
    "vote": vote_view,
    "decision": decision_view,
}
