"""Parses what was typed after `g` in a replay: a time, an event number, an offset, or a step."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import takewhile

from debrief.core.refused import Refused
from debrief.core.replay.playback import Playback, Stretch
from debrief.core.steps import TITLES
from debrief.core.text import searchable

EXAMPLES = "15:41 (UTC) · 118 · +5m · a step’s name"

_EVENT = re.compile(r"#?(\d{1,9})")
_EVENTS_ON = re.compile(r"([+-])\s*(\d{1,9})")
_TIME_ON = re.compile(r"([+-])\s*(\d{1,6})\s*([smh])", re.IGNORECASE)
_TIME = re.compile(
    r"(?:(\d{4}-\d\d-\d\d|\d\d? [a-z]{3,9})[T ]+)?(\d\d?):(\d\d)(?::(\d\d))?(?: ?(?:UTC|Z))?", re.I
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SECONDS = {"s": 1, "m": 60, "h": 3600}


def destination(playback: Playback, position: int, text: str) -> int | Refused:
    """Return the position that `text` means, typed at `position`, or a refusal.

    A time is in UTC, on the day shown unless a day is given, and means the first event from then
    on. `+5m` counts from the event shown. A name is that of a step or competency, or its beginning.
    """
    typed = text.strip()
    if found := _EVENT.fullmatch(typed):
        return _event(playback, int(found[1]))
    if found := _EVENTS_ON.fullmatch(typed):
        return playback.within(position + int(found[1] + found[2]))
    if found := _TIME_ON.fullmatch(typed):
        seconds = int(found[1] + found[2]) * _SECONDS[found[3].lower()]
        return _further(playback, position, timedelta(seconds=seconds))
    if found := _TIME.fullmatch(typed):
        return _at(playback, position, found)
    return _named(playback, position, typed)


def _event(playback: Playback, number: int) -> int | Refused:
    if 1 <= number <= playback.total:
        return number
    return Refused(f"There is no event {number}: they go from 1 to {playback.total}.")


def _further(playback: Playback, position: int, by: timedelta) -> int:
    """Return the last event within an offset in time, but never the one shown."""
    wanted = playback.log[position - 1].t + by
    if by < timedelta():
        earlier = [line.seq for line in playback.log[: position - 1] if line.t <= wanted]
        return earlier[-1] if earlier else 1
    within = takewhile(lambda line: line.t <= wanted, playback.log[position:])
    return playback.within(position + max(1, sum(1 for _ in within)))


def _at(playback: Playback, position: int, match: re.Match[str]) -> int | Refused:
    """Return the position at which the clock reached a time.

    If it did so more than once, the next one counts. The day shown is searched before the others.
    """
    shown = playback.log[position - 1].t
    days = dict.fromkeys([shown.date(), *(line.t.date() for line in playback.log)])
    try:
        clock = time(int(match[2]), int(match[3]), int(match[4] or 0))
        candidates = [_day(match[1], list(days))] if match[1] else list(days)
    except ValueError:
        return Refused(f"“{match[0]}” is not a time. Type it as 15:41, or 15:41:07.")
    wanted = [datetime.combine(day, clock, shown.tzinfo) for day in candidates]
    precision = timedelta(seconds=1) if match[4] else timedelta(minutes=1)
    for moment in wanted:
        end = moment + precision
        matches = [at for at in _reached(playback, moment) if playback.log[at - 1].t < end]
        if matches:
            return next((at for at in matches if at > position), matches[0])
    return next(iter(_reached(playback, wanted[0])), playback.total)


def _reached(playback: Playback, wanted: datetime) -> list[int]:
    """Return the positions at which the clock reached a time; it may have gone back between."""
    before = [None, *(line.t for line in playback.log)]
    return [
        line.seq
        for earlier, line in zip(before, playback.log, strict=False)
        if line.t >= wanted and (earlier is None or earlier < wanted)
    ]


def _day(text: str, days: Sequence[date]) -> date:
    """Return the day that `2026-11-24` or `24 Nov` means; the year is the meeting's."""
    number, _, month = text.partition(" ")
    if not month:
        return date.fromisoformat(text)
    named = _MONTHS.index(month[:3].lower()) + 1
    same = (day for day in days if (day.day, day.month) == (int(number), named))
    return next(same, date(days[0].year, named, int(number)))


def _named(playback: Playback, position: int, name: str) -> int | Refused:
    """Return the beginning of the step with this name, the next one if there are several."""
    wanted = searchable(name)
    if not wanted:
        return Refused(f"Missing: where to go. Type one of: {EXAMPLES}.")
    stretches = playback.marks.stretches
    for fits in (_is_whole, _begins, _begins_a_word):
        found = [x for x in stretches if any(fits(title, wanted) for title in _names(x))]
        if found:
            return _next_of(found, position)
    titles = ", ".join(dict.fromkeys(stretch.title for stretch in stretches))
    return Refused(f"There is no “{name}” here. Choose one of: {titles}.")


def _names(stretch: Stretch) -> list[str]:
    step = [] if stretch.place.competency else [TITLES[stretch.place.step], stretch.long]
    return [searchable(name) for name in (stretch.title, *step, stretch.short)]


def _is_whole(name: str, wanted: str) -> bool:
    return name == wanted


def _begins(name: str, wanted: str) -> bool:
    return name.startswith(wanted)


def _begins_a_word(name: str, wanted: str) -> bool:
    return f" {wanted}" in name.replace("-", " ")


def _next_of(stretches: Sequence[Stretch], position: int) -> int | Refused:
    places = dict.fromkeys(stretch.place for stretch in stretches)
    if len(places) > 1:
        titles = ", ".join(dict.fromkeys(stretch.title for stretch in stretches))
        return Refused(f"Several steps have this name. Choose one of: {titles}.")
    later = [stretch.first for stretch in stretches if stretch.first > position]
    return later[0] if later else stretches[0].first
