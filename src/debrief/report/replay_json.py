"""The telling of a meeting as JSON, an object an event, for other programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from debrief.core import events as e
from debrief.core.after_model import Added, listed
from debrief.report.told import Shown, Told, telling


def replay_json(log: Sequence[e.Logged], total: int, added: Sequence[Added] = ()) -> str:
    """Return the events told in JSON; what is not known is left out.

    `total` is how many there are in all, `added` what came after the finish. ValueError when `log`
    does not begin with MeetingOpened.
    """
    told = telling(log)
    brief = told.meeting.brief
    data: dict[str, Any] = {
        "title": brief.title,
        "alias": brief.candidate.alias,
        "finished": told.meeting.finished is not None,
        "total": total,
        "events": [_event(one) for one in told.events],
    }
    if added:
        data["after"] = listed(added, "json")
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _event(one: Told) -> dict[str, Any]:
    logged = one.logged
    known = {
        "seq": logged.seq,
        "t": _time(logged.t),
        "run": logged.run,
        "type": type(logged.event).__name__,
        "step": one.place.step,
        "competency": one.place.competency,
        "sentence": one.sentence,
        "taken_back": None if one.taken_back is None else _time(one.taken_back),
        "said": [_some(asdict(said)) for said in one.said],
        "shown": [_shown(shown) for shown in one.shown],
    }
    return {name: value for name, value in known.items() if value not in (None, [])}


def _shown(shown: Shown) -> dict[str, Any]:
    rows = [
        {**_some(asdict(row)), "written": [_some(asdict(one)) for one in row.written]}
        for row in shown.rows
    ]
    return {**_some(asdict(shown)), "rows": rows}


def _some(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None)}


def _time(t: datetime) -> str:
    return t.isoformat().replace("+00:00", "Z")
