"""A forecast of the time: what will not be reached, and how late the meeting will end."""

from __future__ import annotations

from dataclasses import dataclass

from debrief.core.meeting import agenda
from debrief.core.meeting.state import Meeting
from debrief.core.steps import Place
from debrief.core.text import number_word

_SLACK = 30.0
_NAMED = 2


@dataclass(frozen=True, slots=True)
class TimePlan:
    """A forecast, in seconds: time used and planned, and time behind the plan (ahead: negative).

    `unreached` are the competencies that will not be reached at this pace, `late` how late the
    meeting would end if all were.
    """

    used: float
    planned: float
    behind: float
    unreached: tuple[str, ...]
    late: float


def time_plan(meeting: Meeting, extra: float = 0.0) -> TimePlan:
    """Return the forecast `extra` seconds after the last event.

    The pace is the mean time of the revealed and closed competencies, or before the first one the
    planned time.
    """
    here = meeting.place
    used = dict(meeting.clock.used)
    used[here] = used.get(here, 0.0) + extra
    places = [p for p in meeting.places() if agenda.planned(meeting, p) > 0 or p in used]
    left = [p for p in places if not agenda.is_finished(meeting, p)]
    total = sum(agenda.planned(meeting, p) for p in places)
    spent = sum(used.values())
    done = sum(agenda.planned(meeting, p) for p in places if p not in left)
    done += sum(min(used.get(p, 0.0), agenda.planned(meeting, p)) for p in left)
    need = {p: max(0.0, _pace(meeting, p, used) - used.get(p, 0.0)) for p in left}
    spare = total - spent - sum(need[p] for p in left if p.competency is None)
    unreached = []
    for place in (p for p in left if p.competency is not None):
        spare -= need[place]
        if spare < -_SLACK and place != here and place.competency is not None:
            unreached.append(place.competency)
    late = spent + sum(need.values()) - total
    return TimePlan(spent, total, spent - done, tuple(unreached), late)


def _pace(meeting: Meeting, place: Place, used: dict[Place, float]) -> float:
    if place.competency is None:
        return agenda.planned(meeting, place)
    times = [
        used.get(Place(step="competency", competency=c), 0.0)
        for c, poll in meeting.competencies.items()
        if poll.closed is not None and poll.revealed
    ]
    return sum(times) / len(times) if times else agenda.planned(meeting, place)


def plan_in_words(meeting: Meeting, extra: float = 0.0) -> tuple[str, ...]:
    """Return the forecast in at most two sentences; none before the opening or after the finish."""
    if not meeting.opened or meeting.finished is not None:
        return ()
    plan = time_plan(meeting, extra)
    behind = round(plan.behind / 60)
    lag = f", {behind} behind the plan" if behind > 0 else ""
    used = f"{int(plan.used // 60)} of {round(plan.planned / 60)} minutes used{lag}."
    if meeting.clock.paused:
        used = f"The clock is paused. {used}"
    return used, *_outlook(meeting, plan)


def _outlook(meeting: Meeting, plan: TimePlan) -> tuple[str, ...]:
    count = len(plan.unreached)
    if count:
        titles = [meeting.brief.competency(c).title for c in plan.unreached]
        which = f": {', '.join(titles)}" if count <= _NAMED else f", from {titles[0]} on"
        noun = "competency" if count == 1 else "competencies"
        return (f"At this pace {number_word(count)} {noun} will not be reached{which}.",)
    late = round(plan.late / 60)
    return (f"At this pace it ends {late} minutes late.",) if late > 1 else ()
