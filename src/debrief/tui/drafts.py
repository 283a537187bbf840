"""What is half typed in a prompt: kept where it belongs, and given back."""

from __future__ import annotations

from debrief.core.prompts.form import Ask
from debrief.live import LiveMeeting
from debrief.tui import rescue

ANYWHERE = ("minute", "follow_up", "dissent")
"""Prompts whose draft belongs to no place; every other one comes back only where it was."""


class PromptDrafts:
    """The drafts of a meeting, in memory and beside the journal; never of a cell or a choice."""

    def __init__(self, live: LiveMeeting) -> None:
        """Begin with what an earlier run left."""
        self._live = live
        self._kept = live.read_drafts()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._kept)

    def of(self, ask: Ask) -> dict[str, str]:
        """Return what stood in the fields of this prompt when it was put aside here."""
        return self._kept.get(self.key(ask), {})

    def keep(self, ask: Ask, values: dict[str, str]) -> None:
        """Keep what is typed, or forget the prompt if nothing is."""
        if ask.guard or ask.verb == rescue.RESCUE:
            return
        texts = {one.name for one in ask.fields if one.kind not in ("choice", "hidden")}
        defaults = {one.name: one.value for one in ask.fields}
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
        """Forget a prompt that was answered, by its key from before: the meeting may have moved."""
        if self._kept.pop(key, None) is not None:
            self._live.keep_drafts(self._kept)

    def key(self, ask: Ask) -> tuple[str, str]:
        """Return what the draft of this prompt is kept under, here and now."""
        if ask.verb in ANYWHERE:
            return ask.verb, ask.about
        here = self._live.meeting.place
        return ask.verb, f"{here.competency or here.step}/{ask.about}"
