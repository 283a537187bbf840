"""Find problems between the files of a session that no single file shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel

from debrief.core.alias import mask
from debrief.core.brief import (
    THRESHOLD_LEVELS,
    Competency,
    Panelist,
    ReferencesFile,
    SessionFile,
)
from debrief.core.findings import Finding
from debrief.core.names import refused_by_windows, twins
from debrief.core.scorecard import TOLERANCE, CardContents, Scorecard, card_path
from debrief.store.toml_files import wording
from debrief.store.toml_files.parse import Parsed
from debrief.store.toml_files.positions import Path

ENOUGH = 2
"""Minimum number of panelists who should rate a competency."""

SAME_NAME, WINDOWS = "same-name", "windows-name"
"""The codes of warnings about names with which no new session is created."""

PLACEHOLDER = "…"
"""The placeholder for a text in templates."""


FUTURE = "future"
"""The code of the finding on a card that was submitted in the future."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The session as written, with its competencies resolved; it may not fit together yet.

    `now` is the time at which its cards are checked, None for any. `framework_version` is None if
    no framework was read.
    """

    session: SessionFile
    competencies: tuple[Competency, ...]
    now: datetime | None = None
    framework_version: int | None = None

    @property
    def panel(self) -> tuple[str, ...]:
        """The ids of the panelists."""
        return tuple(panelist.id for panelist in self.session.panel)

    def competency(self, competency: object) -> Competency | None:
        """Return the competency with this id, if there is one."""
        return next((entry for entry in self.competencies if entry.id == competency), None)

    def levels(self, competency: Competency) -> tuple[str, ...]:
        """Return the words of a competency's scale, lowest first."""
        return THRESHOLD_LEVELS if competency.is_threshold else self.session.scale.levels

    def reminder(self, panelist: str) -> str:
        """Return the reminder to send to a panelist without a card."""
        name = next(member.name for member in self.session.panel if member.id == panelist)
        when = self.session.scheduled
        before = f" before {when:%Y-%m-%d %H:%M} UTC" if when else ""
        return (
            f"ask: “{name}, please send scores/{panelist}.toml{before}; "
            "we open the ratings together, so nobody sees yours before.”"
        )

    def hint(self, path: Path) -> str:
        """Return a hint on the value at `path` of a card: the scale, a competency or a scenario.

        It is empty if the model's own hint is better.
        """
        known = [entry.id for entry in self.competencies]
        match path:
            case ("ratings", name, "rating"):
                competency = self.competency(name)
                return self.scale_in_words(competency) if competency else ""
            case ("ratings", str(name)) if name not in known:
                return wording.did_you_mean(name, known)
            case ("ratings", _, "scenario"):
                words = [f'"{scenario.id}"' for scenario in self.session.scenarios]
                return f"write scenario = {' or '.join(words)}" if words else ""
            case (str(name),) if name.removeprefix("ratings.") in known:
                return f"write the header as [ratings.{name.removeprefix('ratings.')}]"
            case _:
                return ""

    def scale_in_words(self, competency: Competency) -> str:
        """Return a hint that lists the possible ratings of `competency`."""
        if competency.is_threshold:
            return 'write "met" or "not-met"'
        levels = enumerate(self.levels(competency), start=1)
        return "write " + " · ".join(f"{number} {word}" for number, word in levels)


def of_session(parsed: Parsed[SessionFile], plan: Plan) -> Iterator[Finding]:
    """Yield the contradictions within `session.toml`."""
    yield from of_names(parsed, plan)
    yield from _competencies(parsed, plan)
    yield from _scenarios(parsed, plan)
    yield from _alike(parsed, plan)
    yield from _for_windows(parsed, plan)
    yield from _in_texts(parsed, plan.session, plan.session)


def of_folder(name: str) -> Finding | None:
    """Return the finding on a session's folder whose name Windows cannot have."""
    reason = refused_by_windows(name)
    if not reason:
        return None
    message = f"the folder name, “{wording.short(name)}”, {reason}"
    hint = "choose another id, so that the session can be copied to any computer"
    return Finding("session.toml", 0, 0, "warning", WINDOWS, message, hint)


def of_names(parsed: Parsed[SessionFile], plan: Plan) -> Iterator[Finding]:
    """Yield the unknown names in `session.toml`, even if it has errors."""
    yield from _owner(parsed, plan)
    yield from _names_known(parsed, plan)


def of_card(
    parsed: Parsed[Scorecard], card: Scorecard, plan: Plan, *, private: bool
) -> Iterator[Finding]:
    """Yield the problems of a card, given the session; an error keeps it out of the meeting.

    What it lacks, in entries or evidence, is a problem only where `private` is true.
    """
    for name, rating in card.ratings.items():
        path = ("ratings", name)
        competency = plan.competency(name)
        if competency is None:
            known = [entry.id for entry in plan.competencies]
            if not known:  # the framework could not be read, which is a finding of its own
                continue
            message = f"this session has no competency “{name}”"
            yield parsed.finding(
                path,
                "error",
                "unknown-competency",
                message,
                wording.did_you_mean(name, known),
                at_key=True,
            )
            continue
        titled = f"competency {name}"
        words = rating.rating in ("met", "not-met")
        if rating.rating is not None and words != competency.is_threshold:
            kind = "a threshold, met or not met" if competency.is_threshold else "rated by a number"
            message = f"{titled} is {kind}"
            hint = plan.scale_in_words(competency)
            yield parsed.finding((*path, "rating"), "error", "rating-kind", message, hint)
        elif isinstance(rating.rating, int) and not 1 <= rating.rating <= len(
            plan.levels(competency)
        ):
            message = f"{titled}: the rating is outside the scale"
            hint = plan.scale_in_words(competency)
            yield parsed.finding((*path, "rating"), "error", "rating-scale", message, hint)
        if rating.scenario and rating.scenario not in [
            scenario.id for scenario in plan.session.scenarios
        ]:
            message = f"{titled}: this session has no scenario “{rating.scenario}”"
            hint = wording.did_you_mean(
                rating.scenario, [scenario.id for scenario in plan.session.scenarios]
            )
            yield parsed.finding((*path, "scenario"), "error", "unknown-scenario", message, hint)
        if private and not rating.evidence and not rating.reason:
            message = f"{titled} has neither evidence nor a reason"
            hint = 'add for = ["…"] or against = ["…"]: what they did or said'
            yield parsed.finding(path, "warning", "no-evidence", message, hint, at_key=True)
    yield from _card_facts(parsed, card, plan)
    if private:
        yield from _not_covered(parsed, card, plan)
    yield from _in_texts(parsed, card, plan.session)


def of_references(
    parsed: Parsed[ReferencesFile], references: ReferencesFile, plan: Plan
) -> Iterator[Finding]:
    """Yield the problems of `references.toml`, given the session."""
    known = [competency.id for competency in plan.competencies]
    for row, reference in enumerate(references.references):
        for number, found in enumerate(reference.findings):
            if known and found.competency not in known:
                path = ("references", row, "findings", number, "competency")
                message = f"this session has no competency “{found.competency}”"
                hint = wording.did_you_mean(found.competency, known)
                yield parsed.finding(path, "error", "unknown-competency", message, hint)
    yield from _in_texts(parsed, references, plan.session)


def of_coverage(
    parsed: Parsed[SessionFile],
    plan: Plan,
    cards: Mapping[str, CardContents | None],
    with_findings: set[str],
) -> Iterator[Finding]:
    """Yield panelists without a card, and competencies that fewer than two panelists cover.

    A panelist without a card counts for the competencies they are to cover, one whose card is not
    to be looked into for all. `with_findings` are files with findings of their own: no broken card
    is reported as missing.
    """
    for row, panelist in enumerate(plan.session.panel):
        files = {card_path(panelist.id), f"{card_path(panelist.id)}.age"}
        if panelist.id not in cards and not files & with_findings:
            message = f"there is no scorecard from {panelist.name} yet"
            hint = plan.reminder(panelist.id)
            yield parsed.finding(("panel", row, "id"), "warning", "no-card", message, hint)
    for competency in plan.competencies:
        covering = [
            panelist.id
            for panelist in plan.session.panel
            if _may_rate(panelist, competency.id, cards)
        ]
        if len(covering) < ENOUGH:
            who = "nobody" if not covering else f"only {covering[0]}"
            message = f"competency {competency.id} is rated by {who}"
            hint = f"ask one more panelist: at least {ENOUGH} should rate it"
            path = _path_of(plan, competency)
            yield parsed.finding(path, "warning", "coverage", message, hint)


def _may_rate(
    panelist: Panelist, competency: str, cards: Mapping[str, CardContents | None]
) -> bool:
    if panelist.id not in cards:
        return not panelist.covers or competency in panelist.covers
    found = cards[panelist.id]
    return found is None or competency in found.covered


def _in_texts(
    parsed: Parsed[SessionFile] | Parsed[Scorecard] | Parsed[ReferencesFile],
    model: BaseModel,
    session: SessionFile,
) -> Iterator[Finding]:
    """Yield the texts with the candidate's real name, and those not written yet."""
    masked = mask(session)
    data = model.model_dump(by_alias=True)
    for path, text in _texts(data):
        if path == ("candidate", "name"):
            continue
        if masked(text) != text:
            message = f"{wording.name_of(path, data)}: the candidate’s real name is in this text"
            hint = f"write {session.candidate.alias} instead"
            yield parsed.finding(path, "warning", "real-name", message, hint)
        if text == PLACEHOLDER:
            message = f"{wording.name_of(path, data)} is not written yet"
            hint = f"replace the {PLACEHOLDER}"
            yield parsed.finding(path, "warning", "placeholder", message, hint)


def _owner(parsed: Parsed[SessionFile], plan: Plan) -> Iterator[Finding]:
    owner = plan.session.decision.owner
    member = next((panelist for panelist in plan.session.panel if panelist.id == owner), None)
    if member is None:
        message = f"the decision owner “{owner}” is not on the panel"
        hint = wording.did_you_mean(owner, plan.panel)
        yield parsed.finding(("decision", "owner"), "error", "owner", message, hint)
        return
    facilitator = (plan.session.facilitator or "").casefold()
    if facilitator in (member.id, member.name.casefold()):
        message = "the facilitator is also the decision owner"
        hint = "let somebody else facilitate, so that the owner can listen"
        yield parsed.finding(("facilitator",), "warning", "facilitator", message, hint)


def _names_known(parsed: Parsed[SessionFile], plan: Plan) -> Iterator[Finding]:
    """Yield the panelists and competencies that are named but do not exist."""
    competencies = [competency.id for competency in plan.competencies]
    named: list[tuple[Path, str, str, Iterable[str]]] = []
    for row, panelist in enumerate(plan.session.panel):
        for number, name in enumerate(panelist.covers):
            named.append((("panel", row, "covers", number), name, "competency", competencies))
    for row, scenario in enumerate(plan.session.scenarios):
        for number, name in enumerate(scenario.competencies):
            path: Path = ("scenarios", row, "competencies", number)
            named.append((path, name, "competency", competencies))
        for number, name in enumerate(scenario.run_by):
            named.append((("scenarios", row, "run_by", number), name, "panelist", plan.panel))
    for where, name, what, known in named:
        if known and name not in known:
            message = f"this session has no {what} “{name}”"
            hint = wording.did_you_mean(name, known)
            yield parsed.finding(where, "error", f"unknown-{what}", message, hint)


def _competencies(parsed: Parsed[SessionFile], plan: Plan) -> Iterator[Finding]:
    if not plan.competencies and plan.session.framework is None:
        message = "there is no competency to rate"
        hint = 'name a framework, framework = "senior-technology-leader", or add [[competencies]]'
        yield parsed.finding((), "error", "no-competency", message, hint)
    own = {entry.id for entry in plan.session.competencies}
    for competency in plan.competencies:
        levels = plan.levels(competency)
        count = len(competency.anchors)
        if count != len(levels) and competency.id in own:
            message = (
                f"competency {competency.id} has {count} anchors, "
                f"but its scale has {len(levels)} levels"
            )
            hint = f"write one anchor for each: {' · '.join(levels)}"
            path = (*_path_of(plan, competency), "anchors")
            yield parsed.finding(path, "error", "anchors", message, hint)
        elif count != len(levels):
            message = f"the framework has {count} anchors, but the scale has {len(levels)} levels"
            hint = "keep the framework’s number of levels, or write your own [[competencies]]"
            yield parsed.finding(("scale", "levels"), "error", "anchors", message, hint)
            return  # the same holds for the others


def _scenarios(parsed: Parsed[SessionFile], plan: Plan) -> Iterator[Finding]:
    if not plan.session.scenarios:
        return
    covered = {name for scenario in plan.session.scenarios for name in scenario.competencies}
    for competency in plan.competencies:
        if competency.id not in covered:
            message = f"no scenario covers the competency {competency.id}"
            hint = (
                "add it to a scenario’s competencies, or accept that it rests on conversation alone"
            )
            path = _path_of(plan, competency)
            yield parsed.finding(path, "warning", "no-scenario", message, hint)


def _alike(parsed: Parsed[SessionFile], plan: Plan) -> Iterator[Finding]:
    """Yield the names and titles that nobody can tell apart on the screen."""
    panel = plan.session.panel
    for first, later in twins([panelist.name for panelist in panel]):
        message = f"panelists {panel[first].id} and {panel[later].id} have names that look the same"
        hint = "add an initial or a job to one of the names"
        yield parsed.finding(("panel", later, "name"), "warning", SAME_NAME, message, hint)
    competencies = plan.competencies
    for first, later in twins([competency.title for competency in competencies]):
        ids = f"{competencies[first].id} and {competencies[later].id}"
        message = f"competencies {ids} have titles that look the same"
        path = _path_of(plan, competencies[later])
        if path == ("framework",):
            path = _path_of(plan, competencies[first])
        if path != ("framework",):
            path = (*path, "title")
        yield parsed.finding(path, "warning", "same-title", message, "change one of the titles")


def _for_windows(parsed: Parsed[SessionFile], plan: Plan) -> Iterator[Finding]:
    """Yield the panelists whose scorecards no folder on Windows can hold."""
    for row, panelist in enumerate(plan.session.panel):
        reason = refused_by_windows(panelist.id)
        if reason:
            message = f"panelist {panelist.id}: the id {reason}, so no file can be named after it"
            hint = f"write another id, for example “{panelist.id}-1”"
            yield parsed.finding(("panel", row, "id"), "warning", WINDOWS, message, hint)


def _card_facts(parsed: Parsed[Scorecard], card: Scorecard, plan: Plan) -> Iterator[Finding]:
    scheduled = plan.session.scheduled
    if card.submitted is None:
        message, hint = "the card has no date", "add submitted = 2026-11-20T09:30:00Z"
        yield parsed.finding((), "warning", "undated", message, hint)
    elif plan.now is not None and card.submitted > plan.now + TOLERANCE:
        message = "the card’s date is in the future"
        hint = "ask when it was written, and correct submitted"
        yield parsed.finding(("submitted",), "warning", FUTURE, message, hint)
    elif scheduled is not None and card.submitted > scheduled:
        message = "the card was submitted after the planned start of the meeting"
        hint = "ask whether it was written before the discussion"
        yield parsed.finding(("submitted",), "warning", "late", message, hint)
    if card.role_as_i_understood_it is None:
        message = "the sentence on the role is missing"
        hint = 'add role_as_i_understood_it = "…" above the first [table]'
        yield parsed.finding((), "warning", "no-role", message, hint)


def _not_covered(parsed: Parsed[Scorecard], card: Scorecard, plan: Plan) -> Iterator[Finding]:
    member = next(
        (panelist for panelist in plan.session.panel if panelist.id == card.panelist), None
    )
    if any(plan.competency(name) is None for name in card.ratings):
        return  # a competency that seems missing may be misspelled
    for name in member.covers if member else ():
        if name not in card.ratings and plan.competency(name):
            message = f"{card.panelist} should cover competency {name}, but the card lacks it"
            hint = f'add [ratings.{name}], if only with state = "not-assessed"'
            yield parsed.finding((), "warning", "not-covered", message, hint)


def _path_of(plan: Plan, competency: Competency) -> Path:
    """Return the path of a competency in session.toml: its own entry, or the framework's name."""
    for row, own in enumerate(plan.session.competencies):
        if own.id == competency.id:
            return ("competencies", row)
    return ("framework",)


def _texts(data: object, path: Path = ()) -> Iterator[tuple[Path, str]]:
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from _texts(value, (*path, name))
    elif isinstance(data, list | tuple):
        for row, value in enumerate(data):
            yield from _texts(value, (*path, row))
