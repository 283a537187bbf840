"""Work of a panelist on their own card: its content, the draft, and saving it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from debrief.core import card_draft as carddraft
from debrief.core.brief import Brief
from debrief.core.findings import Finding
from debrief.core.pages import Draft
from debrief.core.scorecard import Scorecard, card_path
from debrief.core.text import clean_line
from debrief.store import atomic, drafts
from debrief.store.cards import filing
from debrief.store.cards.card_edit import edited
from debrief.store.sessions import scaffold, session
from debrief.store.sessions.card_file import AGE
from debrief.store.toml_files.parse import CARD_BYTES, parse
from debrief.store.toml_files.wording import did_you_mean

DRAFTS = "scorecards"
"""The folder of drafts in the user's state folder, readable by its owner only."""

_CARD = ("card", "text")
"""The key in a draft for the text of a card that was saved encrypted."""


class CannotWriteError(Exception):
    """The card cannot be written; `findings` are the reasons."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("the card cannot be written")
        self.findings = findings


class UnknownPanelistError(Exception):
    """No panelist has this id; the text is one sentence."""


@dataclass(frozen=True, slots=True)
class SaveResult:
    """The result of saving a card: its file, or the findings that prevented it."""

    findings: tuple[Finding, ...] = ()
    file: Path | None = None

    @property
    def encrypted(self) -> bool:
        """True if the saved card is encrypted."""
        return self.file is not None and self.file.name.endswith(AGE)


class CardWork:
    """The card of one panelist in one session; no other card is read."""

    def __init__(
        self, folder: Path, panelist: str, state_dir: Path, now: Callable[[], datetime]
    ) -> None:
        """Read the brief, this panelist's card and the draft; FileProblem,
        CannotWriteError, UnknownPanelistError.
        """
        self._folder, self.panelist, self._now = folder, panelist, now
        self.brief = _brief(folder)
        known = [member.id for member in self.brief.panel]
        if panelist not in known:
            hint = did_you_mean(panelist, known)
            raise UnknownPanelistError(f"“{clean_line(panelist)}” is not on the panel; {hint}")
        token = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
        self._drafts = state_dir / DRAFTS / f"{token}-{panelist}"
        self.notice = ""
        draft = drafts.read(self._drafts)
        self._sealed = draft.pop(_CARD, {}).get("text", "")
        self._text = self._card() or self._sealed or self._new_card()
        self.before: Draft = carddraft.drafted(self.brief, self._parsed())
        self.draft = {page: dict(values) for page, values in self.before.items()}
        for (page, _), values in draft.items():
            if page in self.draft:
                self.draft[page] |= values
        if self.draft != self.before:
            self.notice = "Your draft is back, as you left it."

    def keep(self) -> None:
        """Save the draft; a failure is ignored, as it is only a draft."""
        changed = {
            (page, ""): values
            for page, values in self.draft.items()
            if values != self.before.get(page)
        }
        sealed = {_CARD: {"text": self._sealed}} if self._sealed else {}
        with suppress(atomic.FileProblem, OSError):
            self._write_draft(changed | sealed)

    def save(self) -> SaveResult:
        """Write the card if it has no errors; FileProblem."""
        text = self._text
        wanted = carddraft.content(self.brief, self.draft, self.before)
        same = wanted == carddraft.content(self.brief, self.before, self.before)
        if not same or self._parsed().submitted is None:
            text = edited(text, {"submitted": self._now().replace(microsecond=0), **wanted})
        named = filing.recipients(self._folder)
        name = named.session if named else ""
        usable, findings = session.check_card(self._folder, self.panelist, text.encode(), name)
        if not usable:
            return SaveResult(
                tuple(finding for finding in findings if finding.severity == "error") or findings
            )
        (file,) = filing.file_cards(self._folder, {self.panelist: text.encode()})
        saved = SaveResult(file=file)
        self._text, self.before = text, {page: dict(v) for page, v in self.draft.items()}
        self._sealed = text if saved.encrypted else ""
        self.keep()
        return saved

    def _write_draft(self, draft: drafts.Drafts) -> None:
        if draft:
            self._drafts.mkdir(mode=0o700, parents=True, exist_ok=True)
        if draft or self._drafts.is_dir():
            drafts.write(self._drafts, draft)

    def _card(self) -> str:
        """Return the text of the plain card, empty if there is none or only the template."""
        path = self._folder / "scores" / f"{self.panelist}.toml"
        if os.path.lexists(path.with_name(path.name + AGE)):
            self.notice = "Your earlier card is encrypted. Saving here replaces it."
            return ""
        if not os.path.lexists(path):
            return ""
        text = atomic.read_regular(path, CARD_BYTES).decode("utf-8-sig", "replace")
        return "" if scaffold.is_template(text) else text

    def _new_card(self) -> str:
        return (
            "#:schema ../.schemas/scorecard.schema.json\n"
            f'schema = 1\npanelist = "{self.panelist}"\n'
        )

    def _parsed(self) -> Scorecard:
        """Return the parsed card; CannotWriteError if it has errors."""
        file = card_path(self.panelist)
        parsed = parse(self._text.encode(), file, Scorecard, show="masked")
        if parsed.value is None:
            raise CannotWriteError(parsed.findings)
        return parsed.value


def _brief(folder: Path) -> Brief:
    data = atomic.read_regular(folder / "session.toml", session.SESSION_BYTES)
    brief, findings = session.read_brief(data)
    if brief is None:
        raise CannotWriteError(
            tuple(finding for finding in findings if finding.severity == "error")
        )
    return brief
