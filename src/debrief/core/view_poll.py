"""What the room sees of a competency or of the final vote: blind, being entered, or revealed."""

from __future__ import annotations

from collections.abc import Mapping

from debrief.core.agreement import bar, class_words, count_words, spread_words
from debrief.core.challenge import names, speaking_order
from debrief.core.happened import Mark, Round
from debrief.core.meeting import Meeting, Poll
from debrief.core.room_poll import BlindRow, CompetencyView, EntryRow, PollView, RatedRow, VoteView
from debrief.core.scorecard import Entry, State
from debrief.core.steps import Place

OUTCOMES = {"held": "held", "changed": "changed, voted again", "open": "open"}


def competency_view(meeting: Meeting, leans: Mapping[str, str]) -> CompetencyView:
    """Return the competency that the meeting is at; `leans` are as `view` takes them."""
    competency = meeting.brief.competency(meeting.place.competency or "")
    poll = meeting.competencies[competency.id]
    closed = ""
    if poll.closed is not None:
        closed = poll.closed.closing.replace("-", " ")
        closed += f": {poll.closed.reason}" if poll.closed.reason else ""
    # Leans are of graded ratings, and the room sees them where the session file says so.
    may_see = meeting.brief.show_lean and not competency.is_threshold
    return CompetencyView(
        id=competency.id,
        title=competency.title,
        must_have=competency.must_have,
        threshold=competency.is_threshold,
        definition=competency.definition,
        anchors=competency.anchors,
        probes=competency.probes,
        poll=poll_view(meeting, competency.id, leans if may_see else {}),
        talked=_talked(meeting, poll),
        closed=closed,
    )


def vote_view(meeting: Meeting) -> VoteView:
    """Return the final vote."""
    return VoteView(
        poll=poll_view(meeting, None),
        challenged="; ".join(_talked(meeting, meeting.vote)),
        waived=meeting.waived.get(Place(step="vote"), ""),
    )


def poll_view(
    meeting: Meeting, competency: str | None, leans: Mapping[str, str] | None = None
) -> PollView:
    """Return the panel on a competency, None for the final vote, as far as it may be seen."""
    poll = meeting.poll(competency)
    levels = meeting.brief.levels(competency)
    if poll.open_round is not None:
        entries = tuple(_entry_row(meeting, competency, p.id) for p in meeting.brief.panel)
        return PollView("entry", poll.open_round, levels, entries)
    if not poll.rounds:
        blind = tuple(
            BlindRow(meeting.name(p.id), competency in meeting.usable.get(p.id, ()))
            for p in meeting.brief.panel
        )
        return PollView("blind", 1, levels, blind)
    found = meeting.agreement(competency)
    order = speaking_order(meeting, competency)
    return PollView(
        phase="revealed",
        round=poll.rounds[-1].number,
        levels=levels,
        rows=tuple(
            _rated_row(meeting, competency, p.id, order, (leans or {}).get(p.id, ""))
            for p in meeting.brief.panel
        ),
        label=found.label,
        class_words=class_words(found),
        counts=count_words(found, levels),
        spread=spread_words(found),
        question="" if poll.closed else _question(meeting, competency),
        before=tuple(_round_words(meeting, competency, held) for held in poll.rounds[:-1]),
    )


def _round_words(meeting: Meeting, competency: str | None, held: Round) -> str:
    found = meeting.agreement(competency, held)
    return f"{class_words(found)}, {count_words(found, meeting.brief.levels(competency))}"


def _entry_row(meeting: Meeting, competency: str | None, panelist: str) -> EntryRow:
    filled = panelist in meeting.poll(competency).ballots
    bar = bar_of(meeting, competency, panelist)
    return EntryRow(panelist, meeting.name(panelist), filled, bar)


def bar_of(meeting: Meeting, competency: str | None, panelist: str) -> str:
    """Return why a panelist enters nothing now, None meaning the vote; empty when they may."""
    if panelist in meeting.voters(competency):
        return ""
    if not meeting.is_present(panelist):
        return "left" if meeting.presence[panelist] == "left" else "absent"
    known = meeting.confirmations.get(panelist)
    if known is None or known.understanding == "absent":
        return "to confirm the role"
    return "set aside" if competency and meeting.is_set_aside(panelist) else "recused"


def _rated_row(
    meeting: Meeting, competency: str | None, panelist: str, order: tuple[str, ...], lean: str
) -> RatedRow:
    poll = meeting.poll(competency)
    mark = poll.rounds[-1].marks[panelist]
    rating = poll.ratings.get(panelist)
    moved = [m for m in poll.moves if m.panelist == panelist]
    because = ("declined to say" if moved[-1].declined else moved[-1].reason) if moved else ""
    return RatedRow(
        id=panelist,
        name=meeting.name(panelist),
        state=mark.state,
        level=mark.level,
        confidence=rating.confidence if rating and mark.level is not None else None,
        evidence_for=rating.for_ if rating else (),
        evidence_against=rating.against if rating else (),
        context=(rating.depends_on_context or "") if rating else "",
        scenario=_scenario(meeting, rating.scenario if rating else None),
        reason=rating.reason if rating else "",
        earlier=tuple(r.marks[panelist].level for r in poll.rounds[:-1]),
        moved_because=because,
        how=_how(competency, mark),
        wrong=tuple(_entry_words(meeting, competency, x) for x in mark.was),
        set_aside=competency is not None and meeting.is_set_aside(panelist),
        speaks=order.index(panelist) + 1 if panelist in order else 0,
        speaks_last=len(order) > 1 and order[-1] == panelist,
        lean=lean,
    )


def _scenario(meeting: Meeting, scenario: str | None) -> str:
    return next((s.title for s in meeting.brief.scenarios if s.id == scenario), "")


def _how(competency: str | None, mark: Mark) -> str:
    if competency is None and mark.state is State.NOT_ASSESSED:
        return "did not vote"
    if mark.how == "kept":
        return "" if mark.state is State.MISSING else "kept"  # there was nothing to keep
    if mark.how == "none" and mark.entry is not None:
        return "no entry"
    not_voting = mark.how == "entered" and mark.state is State.ABSTAINS
    return "not voting" if not_voting else ""


def _entry_words(meeting: Meeting, competency: str | None, entry: Entry) -> str:
    if entry.level is not None:
        return meeting.brief.levels(competency)[entry.level - 1]
    return {"keep": "kept", "not-voting": "not voting", "none": "no entry"}[entry.choice]


def _question(meeting: Meeting, competency: str | None) -> str:
    """Return what to ask after the reveal; it names who sees it differently, never labels them."""
    found = meeting.agreement(competency)
    last = meeting.poll(competency).rounds[-1]
    if found.lone_dissent and found.median is not None:
        far = [
            p
            for p, mark in last.marks.items()
            if mark.level is not None
            and abs(mark.level - found.median) >= 2  # noqa: PLR2004 - two levels are far
            and not (competency and meeting.is_set_aside(p))
        ]
        return f"One view far from the rest. {names(meeting, far)}, what did you see?"
    if competency is None:
        return ""
    levels = meeting.levels_in(competency, last)
    passes = bar(len(meeting.brief.levels(competency)))
    both = any(x < passes for x in levels) and any(x >= passes for x in levels)
    agree = "Nearly all of us agree" if both else "We agree"
    words = {
        "consensus": f"{agree}. Before we close: what could we have missed?",
        "mixed": "We see it differently. Which evidence lies behind it?",
        "split": "We see two different things. What did each of us look at?",
        "pair": "Two of us rated this. What did each of you see?",
        "single": "One of us rated this. What would a second look have to test?",
        "none": "Nobody rated this. What would tell us?",
    }
    return words[found.label]


def _talked(meeting: Meeting, poll: Poll) -> tuple[str, ...]:
    """Return what was challenged, argued or waived, a sentence each."""
    told = [f"Argued: {text}" if text else "Argued from evidence." for text in poll.argued]
    for held in poll.challenges:
        who = names(meeting, held.challengers) or "the whole panel"
        new = ", with new evidence" if held.new_evidence else ""
        told.append(f"Challenge {OUTCOMES[held.outcome]}{new}: {held.argued} ({who})")
    if poll.challenge_waived is not None and not poll.challenges:
        what = "put off" if poll.challenge_waived.together else "waived"
        told.append(f"Challenge {what}: {poll.challenge_waived.reason}")
    told += [f"Round {gone.round} given up: {gone.reason}" for gone in poll.abandoned]
    told += [f"Reopened: {reason}" for reason in poll.reopened]
    return tuple(told)
