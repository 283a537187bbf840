"""Drafts of the prompts of a meeting: half-typed answers, kept and restored."""

from __future__ import annotations

from debrief.core import verbs
from debrief.core.form import Ask
from debrief.core.verbs.verb import Verb
from debrief.live import LiveMeeting


class PromptDrafts:
    """The drafts of a meeting, in memory and in a file; without cells and choices."""

    def __init__(self, live: LiveMeeting) -> None:
        """Read the drafts of an earlier run."""
        self._live = live
        self._kept = live.read_drafts()

    @property
    def notice(self) -> str:
        """A sentence that names the keys of the drafts, empty if there is no draft."""
        keys = [_key(verbs.named(name)) for name, _ in self._kept]
        named = " and ".join(dict.fromkeys(keys))
        bring = "brings" if len(set(keys)) == 1 else "bring"
        return f"Half-typed text was kept: {named} {bring} it back." if keys else ""

    def of(self, ask: Ask) -> dict[str, str]:
        """Return the draft of this prompt at the current place, by field."""
        return self._kept.get(self.key(ask), {})

    def keep(self, ask: Ask, values: dict[str, str]) -> None:
        """Save the typed texts of a prompt; delete its draft if there are none."""
        if ask.guard or verbs.named(ask.verb).draft == "none":
            return
        texts = {field.name for field in ask.fields if field.kind not in ("choice", "hidden")}
        defaults = {field.name: field.value for field in ask.fields}
        typed = {
            name: text
            for name, text in values.items()
            if name in texts and text.strip() and text != defaults[name]
        }
        if typed:
            self._kept[self.key(ask)] = typed
            self._live.keep_drafts(self._kept)
        else:
            self.drop(self.key(ask))

    def drop(self, key: tuple[str, str]) -> None:
        """Delete the draft of an answered prompt, by the key it had when it was open."""
        if self._kept.pop(key, None) is not None:
            self._live.keep_drafts(self._kept)

    def key(self, ask: Ask) -> tuple[str, str]:
        """Return the key of this prompt's draft at the current place of the meeting."""
        if verbs.named(ask.verb).draft == "anywhere":
            return ask.verb, ask.about
        here = self._live.meeting.place
        return ask.verb, f"{here.competency or here.step}/{ask.about}"


def _key(verb: Verb) -> str:
    """Return the key of a verb; a main action has the main key."""
    return verb.key.key if verb.key is not None and verb.key.key else "space"
