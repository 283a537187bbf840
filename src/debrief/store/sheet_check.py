"""Check a panelist's code sheet against a journal: its commitment, and the codes that counted."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import Literal

from debrief.core import ballots
from debrief.core.ballots import Place
from debrief.core.meeting import events as e
from debrief.core.scorecard import Entry

MOST_BYTES = 256 * 1024
NO_SHEET = "it is not a code sheet"
OTHER = "it is not the sheet that the meeting was opened with"
WITHOUT = "the meeting was opened without a sheet of this panelist"

_PANELIST = re.compile(r'data-panelist="([a-z0-9-]+)"')
_SALT = re.compile(r'data-salt="([0-9a-f]{32})"')
_POLL = re.compile(r'data-poll="([^"]+)" data-round="(\d+)"(.*?)</section>', re.DOTALL)
_CHOICE = re.compile(r'data-choice="([^"]+)" data-code="([0-9A-Z-]{8})"')

Checked = tuple[Literal["OK", "ALTERED", "NOT CHECKED"], str]
"""A status, and a few words on the reason."""


def check(page: str, log: Sequence[e.LogLine]) -> Checked:
    """Return whether the codes on a sheet meant before the meeting what the reveals show.

    A journal without a sheet of the panelist is not checked.
    """
    panelist, salt = _PANELIST.search(page), _SALT.search(page)
    codes = dict(_codes_on(page))
    if panelist is None or salt is None or not codes:
        return "NOT CHECKED", NO_SHEET
    who = panelist[1]
    opened = log[0].event if log else None
    if not isinstance(opened, e.MeetingOpened) or who not in opened.sheets:
        return "NOT CHECKED", WITHOUT
    if ballots.commitment(bytes.fromhex(salt[1]), codes) != opened.sheets[who]:
        return "ALTERED", OTHER
    counted = 0
    for poll, round_, code, entry in _revealed(log, who):
        place = codes.get(code.replace("-", ""))
        meant = (place.poll, place.round, place.choice) if place else None
        if meant != (poll, round_, _choice(entry)):
            return "ALTERED", f"the code {code} meant something else on the sheet"
        counted += 1
    return "OK", "1 code counted as meant" if counted == 1 else f"{counted} codes counted as meant"


def _codes_on(page: str) -> Iterator[tuple[str, Place]]:
    for poll, round_, body in _POLL.findall(page):
        for choice, code in _CHOICE.findall(body):
            place = Place(0, "", html.unescape(poll), int(round_), choice, ())
            yield code.replace("-", ""), place


def _revealed(log: Sequence[e.LogLine], who: str) -> Iterator[tuple[str, int, str, Entry]]:
    """Yield the poll, the round, the code and the entry of each ballot that came by code."""
    case = ""
    for line in log:
        match line.event:
            case e.VignetteOpened(competency=competency, vignette=vignette):
                case = f"warm-up/{competency}/{vignette}"
            case e.VignetteRevealed(ratings=ratings, codes=codes) if who in codes:
                yield case, 1, codes[who], ratings[who]
            case e.VotesRevealed(round=round_, votes=votes, codes=codes) if who in codes:
                yield "vote", round_, codes[who], votes[who]
            case e.RatingsRevealed(round=round_, revealed=revealed):
                for each in revealed:
                    if who in each.codes:
                        poll = f"competency/{each.competency}"
                        yield poll, round_, each.codes[who], each.entries[who]
            case _:
                pass


def _choice(entry: Entry) -> str:
    return entry.choice if entry.level is None else str(entry.level)
