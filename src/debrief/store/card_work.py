"""One panelist at work on their own card: what stands in it, the draft, and saving it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from debrief.core import carddraft
from debrief.core.brief import Brief
from debrief.core.findings import Finding
from debrief.core.pages import Draft
from debrief.core.scorecard import Scorecard
from debrief.core.text import clean_line
from debrief.store import atomic, drafts, filing, scaffold, session
from debrief.store.card_edit import edited
from debrief.store.cards import AGE
from debrief.store.toml import CARD_BYTES, parse
from debrief.store.wording import did_you_mean

DRAFTS = "scorecards"
"""The folder of drafts, in the person's state folder; for its owner alone."""

_CARD = ("card", "text")
"""Where a draft keeps the card as saved, once nobody without the key can read it."""


class CannotWriteError(Exception):
    """The card cannot be worked on; the findings say why."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("the card cannot be worked on")
        self.findings = findings


class UnknownPanelistError(Exception):
    """Nobody on the panel has this id; its text is one sentence."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of saving: the file, unless the findings speak against it."""

    findings: tuple[Finding, ...] = ()
    file: Path | None = None

    @property
    def encrypted(self) -> bool:
        """Whether only the session's keys open it now."""
        return self.file is not None and self.file.name.endswith(AGE)


class CardWork:
    """The card of one panelist in one session; no other card is ever read."""

    def __init__(
        self, folder: Path, panelist: str, state_dir: Path, now: Callable[[], datetime]
    ) -> None:
        """Read the brief, this panelist's card and the draft; FileProblem,
        CannotWriteError, UnknownPanelistError.
        """
        self._folder, self.panelist, self._now = folder, panelist, now
        self.brief = _brief(folder)
        known = [one.id for one in self.brief.panel]
        if panelist not in known:
            hint = did_you_mean(panelist, known)
            raise UnknownPanelistError(f"“{clean_line(panelist)}” is not on the panel; {hint}")
        token = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
        self._drafts = state_dir / DRAFTS / f"{token}-{panelist}"
        self.notice = ""
        kept = drafts.read(self._drafts)
        self._sealed = kept.pop(_CARD, {}).get("text", "")
        self._text = self._card() or self._sealed or self._begun()
        self.before: Draft = carddraft.drafted(self.brief, self._parsed())
        self.draft = {page: dict(values) for page, values in self.before.items()}
        for (page, _), values in kept.items():
            if page in self.draft:
                self.draft[page] |= values
        if self.draft != self.before:
            self.notice = "Your draft is here again, as you left it."

    def keep(self) -> None:
        """Keep the draft; what cannot be kept is only a draft."""
        changed = {
            (page, ""): values
            for page, values in self.draft.items()
            if values != self.before.get(page)
        }
        sealed = {_CARD: {"text": self._sealed}} if self._sealed else {}
        with suppress(atomic.FileProblem, OSError):
            self._keep(changed | sealed)

    def save(self) -> Saved:
        """Write the card, when nothing in it is wrong; FileProblem."""
        text = self._text
        wanted = carddraft.content(self.brief, self.draft, self.before)
        same = wanted == carddraft.content(self.brief, self.before, self.before)
        if not same or self._parsed().submitted is None:
            text = edited(text, {"submitted": self._now().replace(microsecond=0), **wanted})
        named = filing.recipients(self._folder)
        called = named.session if named else ""
        usable, found = session.check_card(self._folder, self.panelist, text.encode(), called)
        if not usable:
            return Saved(tuple(one for one in found if one.severity == "error") or found)
        (file,) = filing.file_cards(self._folder, {self.panelist: text.encode()})
        saved = Saved(file=file)
        self._text, self.before = text, {page: dict(v) for page, v in self.draft.items()}
        self._sealed = text if saved.encrypted else ""
        self.keep()
        return saved

    def _keep(self, kept: drafts.Drafts) -> None:
        if kept:
            self._drafts.mkdir(mode=0o700, parents=True, exist_ok=True)
        if kept or self._drafts.is_dir():
            drafts.write(self._drafts, kept)

    def _card(self) -> str:
        """The text of the plain card, empty where there is none but the template."""
        path = self._folder / "scores" / f"{self.panelist}.toml"
        if os.path.lexists(path.with_name(path.name + AGE)):
            self.notice = "Your earlier card is encrypted; what you save here takes its place."
            return ""
        if not os.path.lexists(path):
            return ""
        text = atomic.read_regular(path, CARD_BYTES).decode("utf-8-sig", "replace")
        return "" if scaffold.is_template(text) else text

    def _begun(self) -> str:
        return (
            "#:schema ../.schemas/scorecard.schema.json\n"
            f'schema = 1\npanelist = "{self.panelist}"\n'
        )

    def _parsed(self) -> Scorecard:
        """The card as it stands; CannotWriteError when there are errors in it."""
        file = f"scores/{self.panelist}.toml"
        parsed = parse(self._text.encode(), file, Scorecard, show="masked")
        if parsed.value is None:
            raise CannotWriteError(parsed.findings)
        return parsed.value


def _brief(folder: Path) -> Brief:
    data = atomic.read_regular(folder / "session.toml", session.SESSION_BYTES)
    brief, findings = session.read_brief(data)
    if brief is None:
        raise CannotWriteError(tuple(one for one in findings if one.severity == "error"))
    return brief
