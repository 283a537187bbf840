"""Read one scorecard: decide if the session can use it, and list its problems."""

from __future__ import annotations

from dataclasses import replace

from debrief.core.findings import Finding
from debrief.core.scorecard import Scorecard
from debrief.store import card_keys, check
from debrief.store.toml_files import wording
from debrief.store.toml_files.parse import Parsed, Show, parse
from debrief.store.toml_files.positions import Path
from debrief.store.toml_files.readable import readable_card

AGE = ".age"
"""The suffix of an encrypted card's file name, after .toml."""

EMPTY = "empty-card"
"""The code of the finding on a card without ratings."""


def read_card(
    file: str,
    panelist: str,
    data: bytes,
    plan: check.Plan | None,
    session: str,
    *,
    private: bool = True,
    place_warnings: bool = True,
) -> tuple[Scorecard | None, list[Finding]]:
    """Return the card in `data` if it can be used, and every finding on it.

    `panelist` is the panelist in the file's name, `session` the session's name, or "". Without a
    plan the card is only read. Unless `private`, no finding is on what the card lacks. Without
    `place_warnings` warnings have no place in the card.
    """

    def hints(path: Path) -> str:
        if path == ("panelist",):
            return f'write panelist = "{panelist}", as the file is named'
        return plan.hint(path) if plan else ""

    show: Show = "nothing" if file.endswith(AGE) else "masked"
    parsed = replace(
        parse(data, file, Scorecard, show=show, hints=hints), place_warnings=place_warnings
    )
    findings = [*parsed.findings]
    if plan and panelist not in plan.panel:
        message = f"“{panelist}” is not on the panel"
        hint = wording.did_you_mean(panelist, plan.panel)
        if hint.startswith("did you"):
            hint += " Rename the file"
        findings.append(Finding(file, 0, 0, "error", "unknown-panelist", message, hint))
    card = parsed.value
    if card is None:
        places = {(finding.line, finding.column) for finding in findings}
        guess = readable_card(parsed.content)
        more = check.of_card(parsed, guess, plan, private=private) if plan else ()
        findings += [
            finding
            for finding in more
            if finding.severity == "error" and (finding.line, finding.column) not in places
        ]
        return None, findings
    if not card.ratings:
        message = "this card has no ratings yet: it counts as missing"
        hint = "remove the # in front of the lines you filled in"
        findings.append(parsed.finding((), "warning", EMPTY, message, hint))
    elif plan:
        findings += check.of_card(parsed, card, plan, private=private)
    if plan is None or panelist in plan.panel or card.panelist not in plan.panel:
        findings += _misplaced(parsed, card, panelist, data, session)
    usable = card.ratings and all(finding.severity != "error" for finding in findings)
    return card if usable else None, findings


def _misplaced(
    parsed: Parsed[Scorecard], card: Scorecard, panelist: str, data: bytes, session: str
) -> list[Finding]:
    """Return findings if the card belongs to another panelist or another session."""
    findings: list[Finding] = []
    if card.panelist != panelist:
        message = f"the card is from {card.panelist}, but its file is named for {panelist}"
        hint = f'write panelist = "{panelist}", or rename the file'
        if parsed.file.endswith(AGE):
            hint = f"rename the file to {card.panelist}.toml{AGE}, and ask {panelist} for theirs"
        findings.append(parsed.finding(("panelist",), "error", "panelist", message, hint))
    sent_to = card_keys.session_of(data) if session else None
    if sent_to and sent_to != session:
        message = f"the card was written for the session {sent_to}, but this one is {session}"
        hint = f"ask {panelist} for their card of this session, and move this one away"
        findings.append(parsed.finding((), "error", "foreign-session", message, hint))
    return findings
