"""What must stay in sight of a pane while a prompt takes most of the room."""

from __future__ import annotations

from textual.content import Content

from debrief.core.room import Pane
from debrief.core.room_poll import CompetencyView, VoteView
from debrief.tui.paint import Space, page
from debrief.tui.steps.strip import by_level, titled


def brief(view: Pane, space: Space) -> Content | None:
    """Return title, class and who is at which level; None for every pane but a revealed poll."""
    if not isinstance(view, CompetencyView | VoteView) or view.poll.phase != "revealed":
        return None
    title = view.title if isinstance(view, CompetencyView) else "Final vote"
    head = titled(title, view.poll, space.width, counted=True)
    return page([*head, *by_level(view.poll, space.width)])
