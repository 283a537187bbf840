"""What is wrong or missing between the files of a session, beyond what each says for itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from debrief.core.alias import mask
from debrief.core.brief import (
    THRESHOLD_LEVELS,
    Competency,
    ReferencesFile,
    SessionFile,
)
from debrief.core.findings import Finding
from debrief.core.scorecard import CardFacts, Scorecard
from debrief.store import wording
from debrief.store.positions import Path
from debrief.store.toml import Parsed

ENOUGH = 2
"""Panelists who should rate a competency."""

PLACEHOLDER = "…"
"""What templates have where a text is to be written."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The session as written, with its competencies resolved; it may not fit together yet."""

    session: SessionFile
    competencies: tuple[Competency, ...]

    @property
    def panel(self) -> tuple[str, ...]:
        """The ids of the panelists."""
        return tuple(panelist.id for panelist in self.session.panel)

    def competency(self, competency: object) -> Competency | None:
        """Return the competency with this id, if there is one."""
        return next((one for one in self.competencies if one.id == competency), None)

    def levels(self, competency: Competency) -> tuple[str, ...]:
        """Return the words a competency is rated with, lowest first."""
        return THRESHOLD_LEVELS if competency.is_threshold else self.session.scale.levels

    def reminder(self, panelist: str) -> str:
        """Return what to send to a panelist whose card is not there yet."""
        name = next(one.name for one in self.session.panel if one.id == panelist)
        when = self.session.scheduled
        before = f" before {when:%Y-%m-%d %H:%M} UTC" if when else ""
        return (
            f"ask: “{name}, please send scores/{panelist}.toml{before}; "
            "we open the ratings together, so nobody sees yours before.”"
        )

    def hint(self, path: Path) -> str:
        """Return what may stand at `path` of a card: the scale in words, a competency, a scenario.

        An empty text when nothing better is known than the model does.
        """
        known = [one.id for one in self.competencies]
        match path:
            case ("ratings", name, "rating"):
                competency = self.competency(name)
                return self.scale_in_words(competency) if competency else ""
            case ("ratings", str(name)) if name not in known:
                return wording.did_you_mean(name, known)
            case ("ratings", _, "scenario"):
                words = [f'"{one.id}"' for one in self.session.scenarios]
                return f"write scenario = {' or '.join(words)}" if words else ""
            case (str(name),) if name.removeprefix("ratings.") in known:
                return f"write the header as [ratings.{name.removeprefix('ratings.')}]"
            case _:
                return ""

    def scale_in_words(self, competency: Competency) -> str:
        """Return what may be written as a rating of `competency`."""
        if competency.is_threshold:
            return 'write "met" or "not-met"'
        levels = enumerate(self.levels(competency), start=1)
        return "write " + " · ".join(f"{number} {word}" for number, word in levels)


def of_session(parsed: Parsed[SessionFile], plan: Plan) -> Iterator[Finding]:
    """Yield what does not fit together inside `session.toml`."""
    yield from of_names(parsed, plan)
    yield from _competencies(parsed, plan)
    yield from _scenarios(parsed, plan)
    yield from _in_texts(parsed, plan.session, plan.session)


def of_names(parsed: Parsed[SessionFile], plan: Plan) -> Iterator[Finding]:
    """Yield who and what is named in `session.toml` but is not there, also of a broken one."""
    yield from _owner(parsed, plan)
    yield from _names_known(parsed, plan)


def of_card(parsed: Parsed[Scorecard], card: Scorecard, plan: Plan) -> Iterator[Finding]:
    """Yield what is wrong in a card, given the session; an error keeps it out of the meeting."""
    for name, rating in card.ratings.items():
        path = ("ratings", name)
        competency = plan.competency(name)
        if competency is None:
            known = [one.id for one in plan.competencies]
            if not known:  # the framework could not be read, which is said of session.toml
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
        if rating.scenario and rating.scenario not in [one.id for one in plan.session.scenarios]:
            message = f"{titled}: this session has no scenario “{rating.scenario}”"
            hint = wording.did_you_mean(rating.scenario, [one.id for one in plan.session.scenarios])
            yield parsed.finding((*path, "scenario"), "error", "unknown-scenario", message, hint)
        if not rating.evidence and not rating.reason:
            message = f"{titled} has neither evidence nor a reason"
            hint = 'add for = ["…"] or against = ["…"]: what they did or said'
            yield parsed.finding(path, "warning", "no-evidence", message, hint, at_key=True)
    yield from _card_facts(parsed, card, plan)
    yield from _in_texts(parsed, card, plan.session)


def of_references(
    parsed: Parsed[ReferencesFile], references: ReferencesFile, plan: Plan
) -> Iterator[Finding]:
    """Yield what is wrong in `references.toml`, given the session."""
    known = [one.id for one in plan.competencies]
    for row, reference in enumerate(references.references):
        for number, found in enumerate(reference.findings):
            if known and found.competency not in known:
                path = ("references", row, "findings", number, "competency")
                message = f"this session has no competency “{found.competency}”"
                hint = wording.did_you_mean(found.competency, known)
                yield parsed.finding(path, "error", "unknown-competency", message, hint)
    yield from _in_texts(parsed, references, plan.session)


def of_coverage(
    parsed: Parsed[SessionFile], plan: Plan, cards: Mapping[str, CardFacts], spoken_of: set[str]
) -> Iterator[Finding]:
    """Yield who has no card yet, and what fewer than two cover, by card or else by promise.

    `spoken_of` are files with findings of their own: a broken card is not asked for again.
    """
    for row, panelist in enumerate(plan.session.panel):
        files = {f"scores/{panelist.id}.toml", f"scores/{panelist.id}.toml.age"}
        if panelist.id not in cards and not files & spoken_of:
            message = f"there is no scorecard from {panelist.name} yet"
            hint = plan.reminder(panelist.id)
            yield parsed.finding(("panel", row, "id"), "warning", "no-card", message, hint)
    for competency in plan.competencies:
        covering = [
            panelist.id
            for panelist in plan.session.panel
            if competency.id
            in (
                cards[panelist.id].covered
                if panelist.id in cards
                else panelist.covers or (competency.id,)
            )
        ]
        if len(covering) < ENOUGH:
            who = "nobody" if not covering else f"only {covering[0]}"
            message = f"competency {competency.id} is rated by {who}"
            hint = f"ask one more panelist, at least {ENOUGH} should rate it"
            path = _path_of(plan, competency)
            yield parsed.finding(path, "warning", "coverage", message, hint)


def _in_texts(
    parsed: Parsed[SessionFile] | Parsed[Scorecard] | Parsed[ReferencesFile],
    model: BaseModel,
    session: SessionFile,
) -> Iterator[Finding]:
    """Yield the texts that name the candidate, whose alias they should use, or are not written."""
    masked = mask(session)
    data = model.model_dump(by_alias=True)
    for path, text in _texts(data):
        if path == ("candidate", "name"):
            continue
        if masked(text) != text:
            message = (
                f"{wording.name_of(path, data)}: the candidate’s real name stands in this text"
            )
            hint = f"write {session.candidate.alias} instead"
            yield parsed.finding(path, "warning", "real-name", message, hint)
        if text == PLACEHOLDER:
            message = f"{wording.name_of(path, data)} is still to be written"
            hint = f"write it where {PLACEHOLDER} stands"
            yield parsed.finding(path, "warning", "placeholder", message, hint)


def _owner(parsed: Parsed[SessionFile], plan: Plan) -> Iterator[Finding]:
    owner = plan.session.decision.owner
    member = next((one for one in plan.session.panel if one.id == owner), None)
    if member is None:
        message = f"the decision owner “{owner}” is not on the panel"
        hint = wording.did_you_mean(owner, plan.panel)
        yield parsed.finding(("decision", "owner"), "error", "owner", message, hint)
        return
    facilitator = (plan.session.facilitator or "").casefold()
    if facilitator in (member.id, member.name.casefold()):
        message = "the facilitator is also the decision owner"
        hint = "let somebody else lead the meeting, so that the owner can listen"
        yield parsed.finding(("facilitator",), "warning", "facilitator", message, hint)


def _names_known(parsed: Parsed[SessionFile], plan: Plan) -> Iterator[Finding]:
    """Panelists and competencies that are named but do not exist."""
    competencies = [one.id for one in plan.competencies]
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
    own = {one.id for one in plan.session.competencies}
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
            return  # it is the same with the others


def _scenarios(parsed: Parsed[SessionFile], plan: Plan) -> Iterator[Finding]:
    if not plan.session.scenarios:
        return
    covered = {name for one in plan.session.scenarios for name in one.competencies}
    for competency in plan.competencies:
        if competency.id not in covered:
            message = f"no scenario covers the competency {competency.id}"
            hint = "add it to a scenario’s competencies, or know that it rests on talk alone"
            path = _path_of(plan, competency)
            yield parsed.finding(path, "warning", "no-scenario", message, hint)


def _card_facts(parsed: Parsed[Scorecard], card: Scorecard, plan: Plan) -> Iterator[Finding]:
    scheduled = plan.session.scheduled
    if card.submitted is None:
        message, hint = "the card has no date", "add submitted = 2026-11-20T09:30:00Z"
        yield parsed.finding((), "warning", "undated", message, hint)
    elif scheduled is not None and card.submitted > scheduled:
        message = "the card was submitted after the meeting was to begin"
        hint = "ask whether it was written before anything was said"
        yield parsed.finding(("submitted",), "warning", "late", message, hint)
    if card.role_as_i_understood_it is None:
        message = "the sentence on the role is missing"
        hint = 'add role_as_i_understood_it = "…" above the first [table]'
        yield parsed.finding((), "warning", "no-role", message, hint)
    member = next((one for one in plan.session.panel if one.id == card.panelist), None)
    if any(plan.competency(name) is None for name in card.ratings):
        return  # what seems not to be covered may be misspelled
    for name in member.covers if member else ():
        if name not in card.ratings and plan.competency(name):
            message = f"competency {name} is to be covered by {card.panelist}, but is not here"
            hint = f'add [ratings.{name}], if only with state = "not-assessed"'
            yield parsed.finding((), "warning", "not-covered", message, hint)


def _path_of(plan: Plan, competency: Competency) -> Path:
    """Where session.toml speaks of a competency: its own entry, or the framework's name."""
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
