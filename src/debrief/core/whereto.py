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
_TIME = re.compile(r"(?:(\d{4}-\d\d-\d\d|\d\d? [a-z]{3,9})[T ]+)?(\d\d?):(\d\d)(?::(\d\d))?", re.I)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SECONDS = {"s": 1, "m": 60, "h": 3600}


def whereto(playback: Playback, position: int, text: str) -> int | Refused:
    """Return the position that `text` means, read at `position`, or why it means none.

    A time is in UTC and means the first event from then on, of the day shown or the one given;
    `+5m` counts from the event shown; a name is a step’s or a competency’s, or its beginning.
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
    """Return where the clock came to a time; the next place, if it went back and came there again.

    Where that minute is not on the day shown, it is looked for on the other days.
    """
    shown = playback.log[position - 1].t
    days = dict.fromkeys([shown.date(), *(one.t.date() for one in playback.log)])
    try:
        clock = time(int(found[2]), int(found[3]), int(found[4] or 0))
        meant = [_day(found[1], list(days))] if found[1] else list(days)
    except ValueError:
        return Refused(f"“{found[0]}” is no time: write it as 15:41, or 15:41:07.")
    wanted = [datetime.combine(day, clock, shown.tzinfo) for day in meant]
    exactly = timedelta(seconds=1) if found[4] else timedelta(minutes=1)
    for one in wanted:
        came = [at for at in _came_to(playback, one) if playback.log[at - 1].t < one + exactly]
        if came:
            return next((at for at in came if at > position), came[0])
    return next(iter(_came_to(playback, wanted[0])), playback.total)


def _came_to(playback: Playback, wanted: datetime) -> list[int]:
    """Return every position at which the clock had come to a time and had not before."""
    before = [None, *(one.t for one in playback.log)]
    return [
        one.seq
        for earlier, one in zip(before, playback.log, strict=False)
        if one.t >= wanted and (earlier is None or earlier < wanted)
    ]


def _day(text: str, days: Sequence[date]) -> date:
    """Return the day that `2026-11-24` or `24 Nov` means; a year is that of the meeting."""
    number, _, month = text.partition(" ")
    if not month:
        return date.fromisoformat(text)
    named = _MONTHS.index(month[:3].lower()) + 1
    same = (day for day in days if (day.day, day.month) == (int(number), named))
    return next(same, date(days[0].year, named, int(number)))


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
