"""Where in a replay somebody means: a time, an event, so much further on, a step by its name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import takewhile

from debrief.core.playback import Playback, Stretch
from debrief.core.rules.refused import Refused
from debrief.core.steps import TITLES
from debrief.core.text import searchable

EXAMPLES = "15:41 · 118 · +5m · a step’s name"

_EVENT = re.compile(r"#?(\d{1,9})")
_EVENTS_ON = re.compile(r"([+-])\s*(\d{1,9})")
_TIME_ON = re.compile(r"([+-])\s*(\d{1,6})\s*([smh])", re.IGNORECASE)
_TIME = re.compile(r"(?:(\d{4}-\d\d-\d\d)[T ]+)?(\d\d?):(\d\d)(?::(\d\d))?")
_SECONDS = {"s": 1, "m": 60, "h": 3600}


def whereto(playback: Playback, position: int, text: str) -> int | Refused:
    """Return the position that `text` means, read at `position`, or why it means none.

    A time is of the day shown, in UTC, and means the first event from then on; `+5m` counts from
    the event shown; a name is a step’s or a competency’s, or the beginning of it.
    """
    asked = text.strip()
    if found := _EVENT.fullmatch(asked):
        return _event(playback, int(found[1]))
    if found := _EVENTS_ON.fullmatch(asked):
        return playback.within(position + int(found[1] + found[2]))
    if found := _TIME_ON.fullmatch(asked):
        seconds = int(found[1] + found[2]) * _SECONDS[found[3].lower()]
        return _further(playback, position, timedelta(seconds=seconds))
    if found := _TIME.fullmatch(asked):
        return _at(playback, position, found)
    return _named(playback, position, asked)


def _event(playback: Playback, number: int) -> int | Refused:
    if 1 <= number <= playback.total:
        return number
    return Refused(f"There is no event {number}: they go from 1 to {playback.total}.")


def _further(playback: Playback, position: int, by: timedelta) -> int:
    """Return the last event up to so much later or earlier, but never the one shown."""
    wanted = playback.log[position - 1].t + by
    if by < timedelta():
        earlier = [one.seq for one in playback.log[: position - 1] if one.t <= wanted]
        return earlier[-1] if earlier else 1
    within = takewhile(lambda one: one.t <= wanted, playback.log[position:])
    return playback.within(position + max(1, sum(1 for _ in within)))


def _at(playback: Playback, position: int, found: re.Match[str]) -> int | Refused:
    shown = playback.log[position - 1].t
    try:
        day = date.fromisoformat(found[1]) if found[1] else shown.date()
        clock = time(int(found[2]), int(found[3]), int(found[4] or 0))
    except ValueError:
        return Refused(f"“{found[0]}” is no time: write it as 15:41, or 15:41:07.")
    wanted = datetime.combine(day, clock, shown.tzinfo)
    later = (one.seq for one in playback.log if one.t >= wanted)
    return next(later, playback.total)


def _named(playback: Playback, position: int, asked: str) -> int | Refused:
    """Return the beginning of the step that is named, the next one if there are several."""
    wanted = searchable(asked)
    if not wanted:
        return Refused(f"Say where to: {EXAMPLES}.")
    stretches = playback.marks.stretches
    for fits in (_is_whole, _begins, _begins_a_word):
        found = [one for one in stretches if any(fits(name, wanted) for name in _names(one))]
        if found:
            return _next_of(found, position)
    titles = ", ".join(dict.fromkeys(one.title for one in stretches))
    return Refused(f"Nothing here is called “{asked}”. There are: {titles}.")


def _names(stretch: Stretch) -> list[str]:
    long = [] if stretch.place.competency else [TITLES[stretch.place.step]]
    return [searchable(name) for name in (stretch.title, *long)]


def _is_whole(name: str, wanted: str) -> bool:
    return name == wanted


def _begins(name: str, wanted: str) -> bool:
    return name.startswith(wanted)


def _begins_a_word(name: str, wanted: str) -> bool:
    return f" {wanted}" in name.replace("-", " ")


def _next_of(found: Sequence[Stretch], position: int) -> int | Refused:
    places = dict.fromkeys(one.place for one in found)
    if len(places) > 1:
        titles = ", ".join(dict.fromkeys(one.title for one in found))
        return Refused(f"Which one: {titles}?")
    later = [one.first for one in found if one.first > position]
    return later[0] if later else found[0].first
