"""What must stay in sight of a pane while a prompt takes most of the room."""

from __future__ import annotations

from textual.content import Content

from debrief.core.room import CompetencyView, Pane, VoteView
from debrief.tui.paint import Space, joined, page, says
from debrief.tui.steps.strip import verdict


def brief(view: Pane, space: Space) -> Content | None:
    """Return the title and the class of a revealed poll; None for every other pane."""
    if not isinstance(view, CompetencyView | VoteView) or view.poll.phase != "revealed":
        return None
    title = says(view.title if isinstance(view, CompetencyView) else "Final vote", "bold")
    first, *rest = verdict(view.poll, space.width)
    line = joined(title, first, gap="   ")
    return page([line] if line.cell_length <= space.width else [first, *rest])
