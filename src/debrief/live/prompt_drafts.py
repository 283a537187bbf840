"""Drafts of the prompts of a meeting: half-typed answers, kept and restored.

What undo takes back is a draft again, so that nobody types it twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from debrief.core import verbs
from debrief.core.form import UNCHOSEN, Ask
from debrief.core.meeting.event import LogLine
from debrief.core.verbs.verb import Verb
from debrief.live import LiveMeeting

CHOSEN, HIDDEN = "choice", "hidden"
"""Kinds of fields: what is chosen is kept only beside a text, what the room may not read never."""


class PromptDrafts:
    """The drafts of a meeting, in memory and in a file; without cells and choices."""

    def __init__(self, live: LiveMeeting) -> None:
        """Read the drafts of an earlier run."""
        self._live = live
        self._kept = live.read_drafts()
        self._answered: dict[int, tuple[tuple[str, str], dict[str, str]]] = {}

    def notice(self, name_of: Callable[[Verb], str]) -> str:
        """Return a sentence that names what brings the drafts back, empty if there is no draft.

        `name_of` returns the key or the word of a verb.
        """
        keys = [name_of(verbs.named(name)) for name, _ in self._kept]
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
        self._put(self.key(ask), _typed(ask, values))

    def answer(
        self, key: tuple[str, str], ask: Ask, values: dict[str, str], lines: Iterable[LogLine]
    ) -> None:
        """Delete the draft of a prompt, by the key it had when it was open: `lines` record it.

        What belongs to this place is remembered until it is taken back. A minute is not, as
        the next one would begin with it.
        """
        self._put(key, {})
        if verbs.named(ask.verb).draft == "here" and (typed := _typed(ask, values)):
            self._answered.update((line.seq, (key, typed)) for line in lines)

    def follow(self, lines: Iterable[LogLine]) -> None:
        """Make what these lines take back a draft again, and delete what they bring back."""
        for line in lines:
            key, typed = self._answered.get(line.event.taken_back() or 0, (("", ""), {}))
            if typed:
                self._put(key, typed)
            key, typed = self._answered.get(line.event.brought_back() or 0, (("", ""), {}))
            if typed:
                self._put(key, {})

    def _put(self, key: tuple[str, str], typed: dict[str, str]) -> None:
        if typed:
            self._kept[key] = typed
        elif self._kept.pop(key, None) is None:
            return
        self._live.keep_drafts(self._kept)

    def key(self, ask: Ask) -> tuple[str, str]:
        """Return the key of this prompt's draft at the current place of the meeting."""
        if verbs.named(ask.verb).draft == "anywhere":
            return ask.verb, ask.about
        here = self._live.meeting.place
        return ask.verb, f"{here.competency or here.step}/{ask.about}"


def _typed(ask: Ask, values: dict[str, str]) -> dict[str, str]:
    """Return the texts that were typed, with what was chosen beside them.

    What stands there anyway is left out.
    """
    fields = {field.name: field for field in ask.fields if field.kind != HIDDEN}
    changed = {
        name: text
        for name, text in values.items()
        if name in fields and text.strip() and text not in (fields[name].value, UNCHOSEN)
    }
    typed = any(fields[name].kind != CHOSEN for name in changed)
    return changed if typed else {}


def key_of(verb: Verb) -> str:
    """Return the key of a verb; a main action has the main key."""
    return verb.key.key if verb.key is not None and verb.key.key else "space"
