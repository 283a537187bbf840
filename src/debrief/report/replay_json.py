"""The telling of a meeting as JSON, an object an event, for other programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from debrief.core.after.model import AddedEntry, listed
from debrief.core.meeting.event import Passage
from debrief.core.replay.playback import Playback
from debrief.report.replay_events import ReplayEvent, ShownRound, replay_events


def replay_json(playback: Playback, total: int, added: Sequence[AddedEntry] = ()) -> str:
    """Return the events told in JSON; what is not known is left out.

    `total` is how many there are in all, `added` what came after the finish.
    """
    meeting = playback.meeting(playback.total)
    brief = meeting.brief
    data: dict[str, Any] = {
        "title": brief.title,
        "alias": brief.candidate.alias,
        "finished": meeting.finished is not None,
        "total": total,
        "events": [_event(event) for event in replay_events(playback)],
    }
    if added:
        data["after"] = listed(added, "json")
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _event(event: ReplayEvent) -> dict[str, Any]:
    logged = event.logged
    known = {
        "seq": logged.seq,
        "t": _time(logged.t),
        "run": logged.run,
        "type": type(logged.event).__name__,
        "step": event.place.step,
        "competency": event.place.competency,
        "sentence": event.sentence,
        "taken_back": None if event.taken_back is None else _time(event.taken_back),
        "said": [_text(text) for text in event.texts],
        "shown": [_shown(shown) for shown in event.shown],
    }
    return {name: value for name, value in known.items() if value not in (None, [])}


def _shown(shown: ShownRound) -> dict[str, Any]:
    rows = [
        {**_some(asdict(row)), "written": [_text(passage) for passage in row.written]}
        for row in shown.rows
    ]
    return {**_some(asdict(shown)), "rows": rows}


def _text(passage: Passage) -> dict[str, Any]:
    return _some({"who": passage.person, "text": passage.text, "about": passage.subject})


def _some(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None)}


def _time(t: datetime) -> str:
    return t.isoformat().replace("+00:00", "Z")
