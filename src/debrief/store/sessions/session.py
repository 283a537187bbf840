"""Read a session folder: its brief, cards and references, and every problem in them."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
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
from debrief.core.scorecard import Scorecard, card_path, contents, facts
from debrief.core.sealed import Sealed
from debrief.core.text import ID_PATTERN
from debrief.store import card_keys, check, sync_copies
from debrief.store.age import KeyPair
from debrief.store.atomic import FileProblem, read_regular
from debrief.store.paths import FRAMEWORKS, RECIPIENTS
from debrief.store.sessions.card_file import AGE, EMPTY, read_card
from debrief.store.sessions.session_files import BOTH, Card, SessionFiles
from debrief.store.toml_files import wording
from debrief.store.toml_files.parse import CARD_BYTES, M, Parsed, parse
from debrief.store.toml_files.readable import readable_session

Identities = Callable[[], "Sequence[KeyPair]"]
UnusableKeys = Callable[[], "Sequence[FileProblem]"]

SESSION_BYTES = 128 * 1024
"""Maximum size of a session.toml, a framework or a references.toml."""

MOST_CARDS = 64

SEALED_BYTES = 96 * 1024
"""Maximum size of an encrypted card, also as ASCII armor; decrypted, CARD_BYTES is the limit."""

FORM_BYTES = 2 * 1024 * 1024
FORM_HEAD = 4096
_MADE_FROM = rb'<meta name="brief" content="([0-9a-f]{16})">'


def load(
    folder: Path,
    frameworks: Path = FRAMEWORKS,
    identities: Identities | None = None,
    *,
    unusable_keys: UnusableKeys = tuple,
    private: bool = False,
    place_warnings: bool = True,
    now: datetime | None = None,
) -> SessionFiles:
    """Read a session folder; every problem in it becomes a finding, and nothing is raised.

    `identities` returns the keys to open encrypted cards with, in memory only, and is called only
    if needed; with None, encrypted cards are not checked. `unusable_keys` returns the problems with
    key files, for a card that no key opens. Only if `private`, findings also tell what cards lack.
    Without `place_warnings` warnings have no place in their file, which saves most of the time.
    With `now`, cards from the future are reported.
    """
    return _Loading(
        folder,
        frameworks,
        identities,
        unusable_keys,
        private=private,
        place_warnings=place_warnings,
        now=now,
    ).loaded()


def check_card(
    folder: Path,
    panelist: str,
    data: bytes,
    session: str,
    frameworks: Path = FRAMEWORKS,
    *,
    private: bool = True,
) -> tuple[bool, tuple[Finding, ...]]:
    """Return whether the session can use these bytes as a card of `panelist`, and the findings.

    `session` is the session's name in recipients.txt. The findings are those of `load` on the card,
    or on session.toml if that cannot be used; `private` is for whoever wrote the card.
    """
    loading = _Loading(folder, frameworks)
    _, plan = loading.plan()
    errors = tuple(finding for finding in loading.findings if finding.severity == "error")
    if plan is None or errors:
        return False, errors
    card, findings = read_card(card_path(panelist), panelist, data, plan, session, private=private)
    return card is not None, tuple(findings)


def read_brief(
    data: bytes, frameworks: Path = FRAMEWORKS
) -> tuple[Brief | None, tuple[Finding, ...]]:
    """Return the brief in a session.toml, None if it has errors, and the findings on it."""
    loading = _Loading(Path(), frameworks)
    _, plan = loading.plan_of(data)
    return (_brief(plan) if plan else None), tuple(loading.findings)


class _Loading:
    def __init__(
        self,
        folder: Path,
        frameworks: Path,
        identities: Identities | None = None,
        unusable_keys: UnusableKeys = tuple,
        *,
        private: bool = False,
        place_warnings: bool = True,
        now: datetime | None = None,
    ) -> None:
        self._now = now
        self._folder = folder
        self._frameworks = frameworks
        self._identities = identities
        self._unusable_keys = unusable_keys
        self._private = private
        self._place_warnings = place_warnings
        self.findings: list[Finding] = []
        self._digests: dict[str, str] = {}

    def loaded(self) -> SessionFiles:
        parsed, plan = self.plan()
        cards = dict(self._cards(plan, self.recipients()))
        references = self._references(plan)
        brief = None
        if parsed and plan:
            known = {
                panelist: card.contents.open() if self._private else None
                for panelist, card in cards.items()
            }
            with_findings = {
                finding.file for finding in self.findings if finding.file.startswith("scores/")
            }
            self.findings += check.of_coverage(parsed, plan, known, with_findings)
            brief = _brief(plan)
        if brief:
            self._forms(brief, set(cards))
        self._copies()
        folder = check.of_folder(self._folder.resolve().name)
        self.findings += [folder] if folder else []
        order = {name: number for number, name in enumerate(("session.toml", "scores"))}
        self.findings.sort(
            key=lambda finding: (
                order.get(finding.file.split("/")[0], 2),
                finding.file,
                finding.line,
                finding.column,
            )
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
        framework = self._framework(parsed, parsed.value.framework)
        plan = check.Plan(
            parsed.value,
            _merged(framework, parsed.value),
            self._now,
            framework.version if framework else None,
        )
        self.findings += check.of_session(parsed, plan)
        return parsed, plan

    def _parse(self, data: bytes, file: str, model: type[M]) -> Parsed[M]:
        parsed = parse(data, file, model, limit=SESSION_BYTES)
        return replace(parsed, place_warnings=self._place_warnings)

    def _of_names(self, parsed: Parsed[SessionFile]) -> None:
        """Report unknown names in a broken session.toml too, if that is certain."""
        codes = {finding.code for finding in parsed.findings}
        session = readable_session(parsed.content)
        if session is None or codes & {"header", "duplicate", "behind-mark"}:
            return  # a whole table may be missing
        lost = any(finding.message.startswith("framework") for finding in parsed.findings)
        framework = None if lost else self._framework(parsed, session.framework)
        known = () if lost else _merged(framework, session)
        places = {(finding.line, finding.column) for finding in parsed.findings}
        for finding in check.of_names(parsed, check.Plan(session, known)):
            if finding.severity == "error" and (finding.line, finding.column) not in places:
                self.findings.append(finding)

    def _framework(self, parsed: Parsed[SessionFile], name: str | None) -> Framework | None:
        if name is None:
            return None
        known = sorted(path.stem for path in self._frameworks.glob("*.toml"))
        if name not in known:
            message = f"there is no framework “{name}”"
            hint = wording.did_you_mean(name, known)
            self.findings.append(
                parsed.finding(("framework",), "error", "unknown-framework", message, hint)
            )
            return None
        file = f"frameworks/{name}.toml"
        data = self._read(file, SESSION_BYTES, self._frameworks / f"{name}.toml")
        if data is None:
            return None
        framework = self._parse(data, file, Framework)
        self.findings += framework.findings
        return framework.value

    def recipients(self) -> str:
        """Return the session's name in recipients.txt, and report the problems of that file.

        The file does not affect the meeting, so its digest is not kept.
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
        known = {pair.public for pair in self._identities()} if self._identities else set()
        if known and not known.intersection(named.publics):
            unusable = self._unusable_keys()
            usable = "usable " if unusable else ""
            message = f"none of the keys named here is {usable}on this machine"
            hint = "put the session’s key in the keys folder that `debrief locate` shows"
            hint = card_keys.mend(unusable) if unusable else hint
            self._report(file, "warning", "foreign-recipients", message, hint)
        return named.session

    def _cards(self, plan: check.Plan | None, session: str) -> Iterator[tuple[str, Card]]:
        for name in self._card_names():
            file = f"scores/{name}"
            encrypted = name.endswith(AGE)
            panelist = name.removesuffix(AGE).removesuffix(".toml")
            if not re.fullmatch(ID_PATTERN, panelist):
                message = "the file name is not a panelist’s id"
                hint = "name it after its panelist’s id in session.toml: scores/<id>.toml"
                self._report(file, "error", "file-name", message, hint)
                continue
            data = self._read(file, SEALED_BYTES if encrypted else CARD_BYTES)
            if data is None:
                continue
            plain = self._opened(file, data) if encrypted else data
            if plain is None:
                continue
            card, findings = read_card(
                file,
                panelist,
                plain,
                plan,
                session,
                private=self._private,
                place_warnings=self._place_warnings,
            )
            self.findings += [_with_reminder(finding, plan, panelist) for finding in findings]
            if card is not None:
                yield panelist, _card(card, data, plan, encrypted=encrypted)

    def _opened(self, file: str, data: bytes) -> bytes | None:
        """Return an encrypted card decrypted; None, with a finding, if no key opens it."""
        if self._identities is None:
            message = "the card is encrypted: NOT CHECKED"
            hint = (
                "put the session’s key or its backup in the keys folder that `debrief locate` shows"
            )
            if unusable := self._unusable_keys():
                hint = card_keys.mend(unusable)
            self._report(file, "warning", "not-checked", message, hint)
            return None
        try:
            return card_keys.open_card(data, self._identities(), self._unusable_keys)
        except card_keys.CannotOpenCardError as problem:
            self._report(file, "error", problem.code, problem.message, problem.hint)
            return None

    def _card_names(self) -> list[str]:
        scores = self._folder / "scores"
        if scores.is_symlink():
            self._report("scores", "error", "file", "the folder is a link", "use the folder itself")
            return []
        try:
            names = sorted(path.name for path in scores.iterdir())
        except NotADirectoryError:
            self._report("scores", "error", "file", "this is a file, not a folder", "move it away")
            return []
        except OSError:
            return []  # no card yet: a finding for each panelist
        cards = []
        existing = set(names)
        for name in names:
            file = f"scores/{name}"
            if name.startswith("."):
                continue
            if name.endswith(".toml") and f"{name}{AGE}" in existing:
                message = "the card is also here in encrypted form, and only that one counts"
                hint = "delete this one, so that nobody can read it"
                self._report(file, "warning", BOTH, message, hint)
            elif name.endswith((".toml", f".toml{AGE}")):
                cards.append(name)
            else:
                hint = "name a card scores/<id>.toml, or move the file away"
                self._report(file, "warning", "not-a-card", "the file is not read as a card", hint)
        if len(cards) > MOST_CARDS:
            self._report(
                "scores", "error", "too-many", f"there are more than {MOST_CARDS} cards",
                "only the first of them are read: move the others away",
            )  # fmt: skip
        return cards[:MOST_CARDS]

    def _copies(self) -> None:
        """Report copies of the session's files that a sync program or an editor left."""
        for name, original in sync_copies.of(self._folder).items():
            if os.path.lexists(self._folder / original):
                hint = f"compare the two, keep the right one as {original}, and move this one away"
                message = f"this looks like a second version of {original}"
                self._report(name, "warning", "copy", message, hint)
            else:
                message = f"{original} is missing, and this looks like a version of it"
                hint = f"if it is the right one, rename it to {original}"
                self._report(name, "error", "copy", message, hint)

    def _forms(self, brief: Brief, sent: set[str]) -> None:
        """Report forms made from another brief; panelists with a card need none."""
        for panelist in brief.panel:
            if panelist.id in sent:
                continue
            file = f"forms/{panelist.id}.html"
            with suppress(FileProblem):
                begin = read_regular(self._folder / file, FORM_BYTES)[:FORM_HEAD]
                made_from = re.search(_MADE_FROM, begin)
                if made_from and made_from[1].decode() != stamp(brief):
                    message = "the forms were written from an older brief"
                    hint = f"rebuild them: debrief new {wording.short(self._folder.name)} --forms"
                    self._report(file, "warning", "old-form", message, hint)
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
        findings = list(check.of_references(parsed, parsed.value, plan)) if plan else []
        self.findings += findings
        has_errors = any(finding.severity == "error" for finding in findings)
        return () if has_errors else parsed.value.references

    def _read(self, file: str, limit: int, path: Path | None = None) -> bytes | None:
        try:
            data = read_regular(path or self._folder / file, limit)
        except FileProblem as problem:
            sentence, _, hint = problem.reason.partition("; ")
            self._report(file, "error", "file", f"the file {sentence}", hint)
            return None
        self._digests[file] = hashlib.sha256(data).hexdigest()
        return data

    def _report(self, file: str, severity: Severity, code: str, message: str, hint: str) -> None:
        self.findings.append(Finding(wording.short(file), 0, 0, severity, code, message, hint))


def _with_reminder(finding: Finding, plan: check.Plan | None, panelist: str) -> Finding:
    """Add a reminder for the panelist to the finding on an empty card."""
    if plan is None or finding.code != EMPTY or panelist not in plan.panel:
        return finding
    return replace(finding, hint=f"{plan.reminder(panelist)} Or: {finding.hint}")


def _card(card: Scorecard, data: bytes, plan: check.Plan | None, *, encrypted: bool) -> Card:
    scheduled = plan.session.scheduled if plan else None
    late = bool(scheduled and card.submitted and card.submitted > scheduled)
    ratings = {name: Sealed(rating) for name, rating in card.ratings.items()}
    return Card(
        facts(card, late=late, encrypted=encrypted),
        MappingProxyType(ratings),
        Sealed(data),
        Sealed(contents(card.ratings)),
    )


def _merged(framework: Framework | None, session: SessionFile) -> tuple[Competency, ...]:
    """Return the framework's competencies; the session's own replace them or follow them."""
    both = (*(framework.competencies if framework else ()), *session.competencies)
    return tuple({competency.id: competency for competency in both}.values())


def _brief(plan: check.Plan) -> Brief | None:
    """Return the session with its competencies resolved, or None if it contradicts itself."""
    try:
        return Brief.of(plan.session, plan.competencies, plan.framework_version)
    except ValueError:
        return None  # each way this can happen is a finding of its own
