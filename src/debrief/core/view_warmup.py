"""What the room sees of the warm-up: a case, its cells while it is rated, then the reference."""

from __future__ import annotations

from debrief.core.happened import Rated
from debrief.core.meeting import Meeting
from debrief.core.room_poll import EntryRow, PollView, RatedRow, WarmUpView
from debrief.core.scorecard import Entry, State
from debrief.core.view_poll import bar_of
from debrief.core.warmup import Case, case, distance_words, left, summary_words


def warm_up_view(meeting: Meeting) -> WarmUpView:
    """Return the case being rated, else the one revealed last, else what is to be chosen from."""
    warm_up = meeting.warm_up
    remaining = len(left(meeting.brief, warm_up))
    if warm_up.open:
        shown = case(meeting.brief, warm_up.open)
        rows = tuple(
            EntryRow(p.id, meeting.name(p.id), p.id in warm_up.ballots, bar_of(meeting, None, p.id))
            for p in meeting.brief.panel
        )
        return _view(meeting, shown, PollView("entry", 1, _levels(meeting, shown), rows), remaining)
    if not warm_up.rated:
        return WarmUpView(left=remaining)
    rated = warm_up.rated[-1]
    shown = case(meeting.brief, rated.key)
    return _revealed(meeting, shown, rated, remaining)


def _levels(meeting: Meeting, shown: Case) -> tuple[str, ...]:
    return meeting.brief.levels(shown.competency.id)


def _view(meeting: Meeting, shown: Case, poll: PollView, remaining: int) -> WarmUpView:
    return WarmUpView(
        title=shown.competency.title,
        text=shown.vignette.text,
        anchors=shown.competency.anchors,
        poll=poll,
        left=remaining,
    )


def _revealed(meeting: Meeting, shown: Case, rated: Rated, remaining: int) -> WarmUpView:
    words, reference = _levels(meeting, shown), shown.vignette.level
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
        set_aside=False,
        speaks=0,
        speaks_last=False,
    )
