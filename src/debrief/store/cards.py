"""One scorecard as read: whether the session can use it, and what is wrong in it."""

from __future__ import annotations

from dataclasses import replace

from debrief.core.findings import Finding
from debrief.core.scorecard import Scorecard
from debrief.store import card_keys, check, wording
from debrief.store.positions import Path
from debrief.store.readable import readable_card
from debrief.store.toml import Parsed, Show, parse

AGE = ".age"
"""What the name of an encrypted card has after that of a plain one."""

EMPTY = "empty-card"
"""The code of the finding on a card in which nothing is rated."""


def read_card(
    file: str,
    panelist: str,
    data: bytes,
    plan: check.Plan | None,
    session: str,
    *,
    place_warnings: bool = True,
) -> tuple[Scorecard | None, list[Finding]]:
    """Return the card in `data` when it can be used, and every finding on it.

    `panelist` is who the file's name says it is from, `session` what the session calls itself, if
    it does; without a plan the card is only read. Without `place_warnings` it is not sought where
    in the card a warning stands.
    """

    def hints(path: Path) -> str:
        if path == ("panelist",):
            return f'write panelist = "{panelist}", as the file is named'
        return plan.hint(path) if plan else ""

    show: Show = "nothing" if file.endswith(AGE) else "masked"
    parsed = replace(
        parse(data, file, Scorecard, show=show, hints=hints), place_warnings=place_warnings
    )
    found = [*parsed.findings]
    if plan and panelist not in plan.panel:
        message = f"“{panelist}” is not on the panel"
        hint = wording.did_you_mean(panelist, plan.panel)
        if hint.startswith("did you"):
            hint += " Rename the file"
        found.append(Finding(file, 0, 0, "error", "unknown-panelist", message, hint))
    card = parsed.value
    if card is None:
        told = {(one.line, one.column) for one in found}
        guess = readable_card(parsed.content)
        more = check.of_card(parsed, guess, plan) if plan else ()
        found += [
            one for one in more if one.severity == "error" and (one.line, one.column) not in told
        ]
        return None, found
    if not card.ratings:
        message = "nothing is rated in this card yet: it counts as not there"
        hint = "take away the # in front of what is filled in"
        found.append(parsed.finding((), "warning", EMPTY, message, hint))
    elif plan:
        found += check.of_card(parsed, card, plan)
    if plan is None or panelist in plan.panel or card.panelist not in plan.panel:
        found += _of_another(parsed, card, panelist, data, session)
    usable = card.ratings and all(one.severity != "error" for one in found)
    return card if usable else None, found


def _of_another(
    parsed: Parsed[Scorecard], card: Scorecard, panelist: str, data: bytes, session: str
) -> list[Finding]:
    """What speaks for a card that belongs elsewhere: to another panelist, or another session."""
    found: list[Finding] = []
    if card.panelist != panelist:
        message = f"the card says it is from {card.panelist}, its file name says {panelist}"
        hint = f'write panelist = "{panelist}", or rename the file'
        if parsed.file.endswith(AGE):
            hint = f"rename the file to {card.panelist}.toml{AGE}, and ask {panelist} for theirs"
        found.append(parsed.finding(("panelist",), "error", "panelist", message, hint))
    sent_to = card_keys.session_of(data) if session else None
    if sent_to and sent_to != session:
        message = f"the card was written for the session {sent_to}, this one is {session}"
        hint = f"ask {panelist} for their card of this session, and move this one away"
        found.append(parsed.finding((), "error", "foreign-session", message, hint))
    return found
