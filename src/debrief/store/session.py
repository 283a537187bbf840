"""A session folder: its brief, cards and references as they are, and every problem in them."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from debrief.core.brief import (
    Brief,
    Competency,
    Framework,
    Reference,
    ReferencesFile,
    SessionFile,
    stamp,
)
from debrief.core.findings import Finding, Severity
from debrief.core.scorecard import Scorecard, facts
from debrief.core.sealed import Sealed
from debrief.core.text import ID_PATTERN
from debrief.store import card_keys, check, wording
from debrief.store.age import KeyPair
from debrief.store.atomic import FileProblem, read_regular
from debrief.store.cards import AGE, EMPTY, read_card
from debrief.store.paths import FRAMEWORKS, RECIPIENTS
from debrief.store.readable import readable_session
from debrief.store.session_files import BOTH, Card, SessionFiles
from debrief.store.toml import CARD_BYTES, M, Parsed, parse

Identities = Callable[[], "Sequence[KeyPair]"]

SESSION_BYTES = 128 * 1024
"""The most a session.toml, a framework or a references.toml may have."""

MOST_CARDS = 64

SEALED_BYTES = 96 * 1024
"""The most an encrypted card may have, also as text for mail; what is in it, as a plain one."""

FORM_BYTES = 2 * 1024 * 1024
FORM_HEAD = 4096
_MADE_FROM = rb'<meta name="brief" content="([0-9a-f]{16})">'


def load(
    folder: Path,
    frameworks: Path = FRAMEWORKS,
    identities: Identities | None = None,
    *,
    place_warnings: bool = True,
) -> SessionFiles:
    """Read a session folder; whatever is wrong in it becomes a finding, nothing is raised.

    `identities` gives the keys that encrypted cards are opened with, in memory only, and is asked
    only if there may be one; with None they are not checked. Without `place_warnings` it is not
    sought where in a file a warning stands, which takes longest.
    """
    return _Loading(folder, frameworks, identities, place_warnings=place_warnings).loaded()


def check_card(
    folder: Path, panelist: str, data: bytes, session: str, frameworks: Path = FRAMEWORKS
) -> tuple[bool, tuple[Finding, ...]]:
    """Return whether these bytes are a card of `panelist` that the session can use, and why not.

    `session` is what the session calls itself in recipients.txt. The findings are those that `load`
    has on the card; when session.toml cannot be used, on that.
    """
    loading = _Loading(folder, frameworks)
    _, plan = loading.plan()
    errors = tuple(one for one in loading.findings if one.severity == "error")
    if plan is None or errors:
        return False, errors
    card, found = read_card(f"scores/{panelist}.toml", panelist, data, plan, session)
    return card is not None, tuple(found)


def read_brief(
    data: bytes, frameworks: Path = FRAMEWORKS
) -> tuple[Brief | None, tuple[Finding, ...]]:
    """Return the brief in the bytes of a session.toml, unless it has errors, and its findings."""
    loading = _Loading(Path(), frameworks)
    _, plan = loading.plan_of(data)
    return (_brief(plan) if plan else None), tuple(loading.findings)


class _Loading:
    def __init__(
        self,
        folder: Path,
        frameworks: Path,
        identities: Identities | None = None,
        *,
        place_warnings: bool = True,
    ) -> None:
        self._folder = folder
        self._frameworks = frameworks
        self._identities = identities
        self._place_warnings = place_warnings
        self.findings: list[Finding] = []
        self._digests: dict[str, str] = {}

    def loaded(self) -> SessionFiles:
        parsed, plan = self.plan()
        cards = dict(self._cards(plan, self.recipients()))
        references = self._references(plan)
        brief = None
        if parsed and plan:
            known = {panelist: card.facts for panelist, card in cards.items()}
            here = {one.file for one in self.findings if one.file.startswith("scores/")}
            self.findings += check.of_coverage(parsed, plan, known, here)
            brief = _brief(plan)
        if brief:
            self._forms(brief, set(cards))
        order = {name: number for number, name in enumerate(("session.toml", "scores"))}
        self.findings.sort(
            key=lambda one: (order.get(one.file.split("/")[0], 2), one.file, one.line, one.column)
        )
        return SessionFiles(
            self._folder,
            brief,
            MappingProxyType(cards),
            references,
            tuple(self.findings),
            MappingProxyType(self._digests),
        )

    def plan(self) -> tuple[Parsed[SessionFile] | None, check.Plan | None]:
        data = self._read("session.toml", SESSION_BYTES)
        return (None, None) if data is None else self.plan_of(data)

    def plan_of(self, data: bytes) -> tuple[Parsed[SessionFile], check.Plan | None]:
        parsed = self._parse(data, "session.toml", SessionFile)
        self.findings += parsed.findings
        if parsed.value is None:
            self._of_names(parsed)
            return parsed, None
        plan = check.Plan(parsed.value, self._competencies(parsed, parsed.value))
        self.findings += check.of_session(parsed, plan)
        return parsed, plan

    def _parse(self, data: bytes, file: str, model: type[M]) -> Parsed[M]:
        parsed = parse(data, file, model, limit=SESSION_BYTES)
        return replace(parsed, place_warnings=self._place_warnings)

    def _of_names(self, parsed: Parsed[SessionFile]) -> None:
        """Say also which names in a broken session.toml are not known, where that is certain."""
        codes = {one.code for one in parsed.findings}
        session = readable_session(parsed.content)
        if session is None or codes & {"header", "duplicate", "behind-mark"}:
            return  # a whole table may be left out
        lost = any(one.message.startswith("framework") for one in parsed.findings)
        known = () if lost else self._competencies(parsed, session)
        told = {(one.line, one.column) for one in parsed.findings}
        for one in check.of_names(parsed, check.Plan(session, known)):
            if one.severity == "error" and (one.line, one.column) not in told:
                self.findings.append(one)

    def _competencies(
        self, parsed: Parsed[SessionFile], session: SessionFile
    ) -> tuple[Competency, ...]:
        """The framework's competencies with the session's own put in their place or after them."""
        merged = {one.id: one for one in self._framework(parsed, session.framework)}
        merged.update({one.id: one for one in session.competencies})
        return tuple(merged.values())

    def _framework(self, parsed: Parsed[SessionFile], name: str | None) -> tuple[Competency, ...]:
        if name is None:
            return ()
        known = sorted(path.stem for path in self._frameworks.glob("*.toml"))
        if name not in known:
            message = f"there is no framework “{name}”"
            hint = wording.did_you_mean(name, known)
            self.findings.append(
                parsed.finding(("framework",), "error", "unknown-framework", message, hint)
            )
            return ()
        file = f"frameworks/{name}.toml"
        data = self._read(file, SESSION_BYTES, self._frameworks / f"{name}.toml")
        if data is None:
            return ()
        framework = self._parse(data, file, Framework)
        self.findings += framework.findings
        return framework.value.competencies if framework.value else ()

    def recipients(self) -> str:
        """Return what the session calls itself in recipients.txt; what is wrong there is said.

        The file decides nothing of the meeting, so its digest is not kept.
        """
        file = RECIPIENTS
        if not os.path.lexists(self._folder / file):
            return ""
        data = self._read(file, card_keys.RECIPIENTS_BYTES)
        self._digests.pop(file, None)
        if data is None:
            return ""
        try:
            named = card_keys.read_recipients(data)
        except card_keys.RecipientsError as problem:
            self.findings.append(problem.finding)
            return ""
        ours = {pair.public for pair in self._identities()} if self._identities else set()
        if ours and not ours.intersection(named.publics):
            message = "none of the keys named here is on this machine"
            hint = (
                "put the key that opens this session’s cards where `debrief locate` says keys are"
            )
            self._say(file, "warning", "foreign-recipients", message, hint)
        return named.session

    def _cards(self, plan: check.Plan | None, session: str) -> Iterator[tuple[str, Card]]:
        for name in self._card_names():
            file = f"scores/{name}"
            encrypted = name.endswith(AGE)
            panelist = name.removesuffix(AGE).removesuffix(".toml")
            if not re.fullmatch(ID_PATTERN, panelist):
                message = "the file’s name is not the id of a panelist"
                hint = "name it as session.toml names its author: scores/<id>.toml"
                self._say(file, "error", "file-name", message, hint)
                continue
            data = self._read(file, SEALED_BYTES if encrypted else CARD_BYTES)
            if data is None:
                continue
            plain = self._opened(file, data) if encrypted else data
            if plain is None:
                continue
            card, found = read_card(
                file, panelist, plain, plan, session, place_warnings=self._place_warnings
            )
            self.findings += [_reminding(one, plan, panelist) for one in found]
            if card is not None:
                yield panelist, _card(card, data, plan, encrypted=encrypted)

    def _opened(self, file: str, data: bytes) -> bytes | None:
        """What is inside an encrypted card, unless no key opens it, which becomes a finding."""
        if self._identities is None:
            message = "the card is encrypted: NOT CHECKED"
            hint = "it needs the session’s key, or its backup, where `debrief locate` says keys are"
            self._say(file, "warning", "not-checked", message, hint)
            return None
        try:
            return card_keys.open_card(data, self._identities())
        except card_keys.CannotOpenCardError as problem:
            self._say(file, "error", problem.code, problem.message, problem.hint)
            return None

    def _card_names(self) -> list[str]:
        scores = self._folder / "scores"
        if scores.is_symlink():
            self._say("scores", "error", "file", "the folder is a link", "use the folder itself")
            return []
        try:
            names = sorted(path.name for path in scores.iterdir())
        except NotADirectoryError:
            self._say("scores", "error", "file", "this is a file, not a folder", "move it away")
            return []
        except OSError:
            return []  # no card yet: said of each panelist
        cards = []
        there = set(names)
        for name in names:
            file = f"scores/{name}"
            if name.startswith("."):
                continue
            if name.endswith(".toml") and f"{name}{AGE}" in there:
                message = "the card lies here encrypted as well, and the encrypted one counts"
                hint = "delete this one, so that nobody can read it"
                self._say(file, "warning", BOTH, message, hint)
            elif name.endswith((".toml", f".toml{AGE}")):
                cards.append(name)
            else:
                hint = "name a card scores/<id>.toml, or move the file away"
                self._say(file, "warning", "not-a-card", "the file is not read as a card", hint)
        if len(cards) > MOST_CARDS:
            self._say(
                "scores", "error", "too-many", f"there are more than {MOST_CARDS} cards",
                "only the first of them are read: move the others away",
            )  # fmt: skip
        return cards[:MOST_CARDS]

    def _forms(self, brief: Brief, sent: set[str]) -> None:
        """Say when a form shows another brief than this; who has sent a card needs none."""
        for panelist in brief.panel:
            if panelist.id in sent:
                continue
            file = f"forms/{panelist.id}.html"
            with suppress(FileProblem):
                begin = read_regular(self._folder / file, FORM_BYTES)[:FORM_HEAD]
                made_from = re.search(_MADE_FROM, begin)
                if made_from and made_from[1].decode() != stamp(brief):
                    message = "the forms were written from an older brief"
                    hint = (
                        f"write them anew: debrief new {wording.short(self._folder.name)} --forms"
                    )
                    self._say(file, "warning", "old-form", message, hint)
                    return  # the others are as old

    def _references(self, plan: check.Plan | None) -> tuple[Reference, ...]:
        file = "references.toml"
        if not os.path.lexists(self._folder / file):
            return ()
        data = self._read(file, SESSION_BYTES)
        if data is None:
            return ()
        parsed = self._parse(data, file, ReferencesFile)
        self.findings += parsed.findings
        if parsed.value is None:
            return ()
        found = list(check.of_references(parsed, parsed.value, plan)) if plan else []
        self.findings += found
        wrong = any(one.severity == "error" for one in found)
        return () if wrong else parsed.value.references

    def _read(self, file: str, limit: int, path: Path | None = None) -> bytes | None:
        try:
            data = read_regular(path or self._folder / file, limit)
        except FileProblem as problem:
            sentence, _, hint = problem.reason.partition("; ")
            self._say(file, "error", "file", f"the file {sentence}", hint)
            return None
        self._digests[file] = hashlib.sha256(data).hexdigest()
        return data

    def _say(self, file: str, severity: Severity, code: str, message: str, hint: str) -> None:
        self.findings.append(Finding(wording.short(file), 0, 0, severity, code, message, hint))


def _reminding(finding: Finding, plan: check.Plan | None, panelist: str) -> Finding:
    """A finding on a card that nothing is in yet says what to send to its author, too."""
    if plan is None or finding.code != EMPTY or panelist not in plan.panel:
        return finding
    return replace(finding, hint=f"{plan.reminder(panelist)} Or: {finding.hint}")


def _card(card: Scorecard, data: bytes, plan: check.Plan | None, *, encrypted: bool) -> Card:
    scheduled = plan.session.scheduled if plan else None
    late = bool(scheduled and card.submitted and card.submitted > scheduled)
    ratings = {name: Sealed(rating) for name, rating in card.ratings.items()}
    return Card(
        facts(card, late=late, encrypted=encrypted), MappingProxyType(ratings), Sealed(data)
    )


def _brief(plan: check.Plan) -> Brief | None:
    """The session with its competencies resolved, unless it does not fit together."""
    try:
        return Brief.of(plan.session, plan.competencies)
    except ValueError:
        return None  # each way this can happen is a finding of its own
