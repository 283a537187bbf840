"""Builds the view of the warm-up: a case, its cells while it is rated, then the reference."""

from __future__ import annotations

from debrief.core.meeting.state import Meeting, RatedCase
from debrief.core.meeting.warmup_cases import Case, case, distance_words, left, summary_words
from debrief.core.room.poll import PollView, RatedRow, WarmUpView
from debrief.core.room.view_poll import entry_view
from debrief.core.scorecard import Entry, State


def warm_up_view(meeting: Meeting) -> WarmUpView:
    """Return the view of the case being rated, else of the one revealed last, else an empty one."""
    remaining = len(left(meeting))
    if meeting.open_case is not None:
        shown = case(meeting.brief, meeting.open_case.key)
        return _view(shown, entry_view(meeting, meeting.cells[meeting.open_case]), remaining)
    if not meeting.rated_cases:
        return WarmUpView(left=remaining)
    rated = meeting.rated_cases[-1]
    shown = case(meeting.brief, rated.key)
    return _revealed(meeting, shown, rated, remaining)


def _view(shown: Case, poll: PollView, remaining: int) -> WarmUpView:
    return WarmUpView(
        title=shown.competency.title,
        text=shown.vignette.text,
        anchors=shown.competency.anchors,
        poll=poll,
        left=remaining,
    )


def _revealed(meeting: Meeting, shown: Case, rated: RatedCase, remaining: int) -> WarmUpView:
    words, reference = meeting.brief.levels(shown.competency.id), shown.vignette.level
    poll = PollView(
        phase="revealed",
        round=1,
        levels=words,
        rows=(
            _at("", "Reference", reference, "what the case should earn"),
            *(_row(meeting, panelist, x, reference) for panelist, x in rated.entries.items()),
        ),
    )
    return WarmUpView(
        title=shown.competency.title,
        text=shown.vignette.text,
        anchors=shown.competency.anchors,
        poll=poll,
        reference=reference,
        reason=shown.vignette.reason,
        summary=summary_words(tuple(rated.levels.values()), reference),
        left=remaining,
    )


def _row(meeting: Meeting, panelist: str, entry: Entry, reference: int) -> RatedRow:
    how = "" if entry.level is None else distance_words(entry.level, reference)
    return _at(panelist, meeting.name(panelist), entry.level, how)


def _at(panelist: str, name: str, level: int | None, how: str) -> RatedRow:
    return RatedRow(
        id=panelist,
        name=name,
        state=State.ABSTAINS if level is None else State.RATED,
        level=level,
        confidence=None,
        evidence_for=(),
        evidence_against=(),
        context="",
        scenario="",
        reason="",
        earlier=(),
        moved_because="",
        how=how,
        wrong=(),
        uncounted="",
        speaks=0,
        speaks_last=False,
    )
