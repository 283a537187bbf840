"""The short form of a revealed poll, shown while a prompt takes most of the screen."""

from __future__ import annotations

from textual.content import Content

from debrief.core.room.model import Pane
from debrief.core.room.poll import CompetencyView, VoteView
from debrief.tui.paint import Space, page
from debrief.tui.steps.strip import by_level, titled


def brief(view: Pane, space: Space) -> Content | None:
    """Return title, headline and names by level; None for a pane without a revealed poll."""
    if not isinstance(view, CompetencyView | VoteView) or view.poll.phase != "revealed":
        return None
    title = view.title if isinstance(view, CompetencyView) else "Final vote"
    head = titled(title, view.poll, space.width)
    return page([*head, *by_level(view.poll, space.width)])
