"""Builds the views of a competency and of the final vote: blind, being entered, or revealed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from debrief.core.meeting.challenge import challenge, speaking_order
from debrief.core.meeting.question import (
    Cells,
    CompetencyQuestion,
    VoteQuestion,
    no_cell_because,
    poll_question,
)
from debrief.core.meeting.state import Mark, Meeting, Poll, Round
from debrief.core.meeting.wording import (
    CHALLENGE_OUTCOMES,
    class_words,
    entry_word,
    headline,
    names,
    why_no_vote,
)
from debrief.core.preflight_notes import PreflightNotes
from debrief.core.refused import Refused
from debrief.core.room import view_vote
from debrief.core.room.glossary import CLASS_SIGNS
from debrief.core.room.poll import (
    BlindRow,
    CompetencyView,
    EntryRow,
    PollView,
    RatedRow,
    SceneView,
    VoteView,
)
from debrief.core.room.short_names import short_names
from debrief.core.room.view_overview import overview
from debrief.core.room.view_scene import scene
from debrief.core.scorecard import State
from debrief.core.steps import Place
from debrief.core.text import number_word
from debrief.core.verbs.talk import no_challenge_due
from debrief.core.vocabulary import closing_words

LAST = 1000
"""The place in the speaking order of people who do not speak."""


def competency_view(
    meeting: Meeting, leans: Mapping[str, str], notes: PreflightNotes
) -> CompetencyView:
    """Return the view of the competency here; see `view` for `leans` and `notes`."""
    competency = meeting.brief.competency(meeting.place.competency or "")
    poll = meeting.competencies[competency.id]
    closed = ""
    if poll.closed is not None:
        closed = closing_words(poll.closed.closing, threshold=competency.is_threshold)
        closed += f": {poll.closed.reason}" if poll.closed.reason else ""
    # Leans are about graded ratings, and the session file must allow the room to see them.
    may_see = meeting.brief.show_lean and not competency.is_threshold
    shown = poll_view(meeting, competency.id, leans if may_see else {}, notes)
    return CompetencyView(
        id=competency.id,
        title=competency.title,
        must_have=competency.must_have,
        threshold=competency.is_threshold,
        definition=competency.definition,
        anchors=competency.anchors,
        probes=competency.probes,
        poll=shown,
        talked=_talked(meeting, poll),
        closed=closed,
        scene=_scene(meeting, shown),
    )


def vote_view(meeting: Meeting) -> VoteView:
    """Return the view of the final vote."""
    shown = poll_view(meeting, None)
    return VoteView(
        poll=shown,
        challenged="; ".join(_talked(meeting, meeting.vote)),
        waived=meeting.waived.get(Place(step="vote"), ""),
        overview=overview(meeting),
        scene=_scene(meeting, shown),
        question=view_vote.question(meeting),
        role=view_vote.role(meeting),
        concerns=view_vote.concerns(meeting),
    )


def _scene(meeting: Meeting, poll: PollView) -> SceneView | None:
    if poll.phase != "revealed":
        return None
    return scene(meeting, cast("tuple[RatedRow, ...]", poll.rows))


def poll_view(
    meeting: Meeting,
    competency: str | None,
    leans: Mapping[str, str] | None = None,
    notes: PreflightNotes | None = None,
) -> PollView:
    """Return the view of a competency's poll, or of the final vote if None."""
    poll = meeting.poll(competency)
    levels = meeting.brief.levels(competency)
    cells = meeting.cells.get(poll_question(competency))
    if cells is not None and meeting.open_round(competency) is not None:
        return entry_view(meeting, cells)
    if not poll.rounds:
        return PollView(
            "blind", 1, levels, _blind_rows(meeting, competency, notes or PreflightNotes())
        )
    agreement = meeting.agreement(competency)
    order = speaking_order(meeting, competency)
    return PollView(
        phase="revealed",
        round=poll.rounds[-1].number,
        levels=levels,
        rows=_rows(meeting, competency, order, leans or {}),
        label=agreement.label,
        sign=CLASS_SIGNS.get(agreement.label, ""),
        headline=headline(meeting, competency),
        result=class_words(meeting, competency),
        challenged=_challenged(meeting, competency),
        before=tuple(_round_words(meeting, competency, x) for x in poll.rounds[:-1]),
    )


def _blind_rows(
    meeting: Meeting, competency: str | None, notes: PreflightNotes
) -> tuple[BlindRow, ...]:
    short = _short_names(meeting)
    cells = None if competency is None else meeting.cells_of(CompetencyQuestion(competency))
    due = () if competency is None else meeting.new_ratings_due(competency)
    rows = []
    for p in meeting.brief.panel:
        name, cell = meeting.name(p.id), None
        recused = competency is not None and meeting.recusal(competency, p.id) is not None
        card_in = not recused and competency in meeting.usable.get(p.id, ())
        if cells is not None and p.id in due:
            card_in = p.id in cells.ballots
            cell = EntryRow(p.id, name, card_in, no_cell_because(meeting, cells.question, p.id))
        bar = "recused" if recused else _about_file(meeting, p.id, notes)
        rows.append(BlindRow(name, card_in, short[p.id], bar, cell))
    return tuple(rows)


def _about_file(meeting: Meeting, panelist: str, notes: PreflightNotes) -> str:
    if panelist in notes.lost and panelist in meeting.unproven:
        return "card not checked: the key was lost"
    if panelist in notes.lost:
        return "not the card the meeting was opened with"
    return "file changed since the opening" if panelist in notes.changed else ""


def _short_names(meeting: Meeting) -> dict[str, str]:
    ids = [p.id for p in meeting.brief.panel]
    return dict(zip(ids, short_names([meeting.name(p) for p in ids]), strict=True))


def _challenged(meeting: Meeting, competency: str | None) -> tuple[str, ...]:
    """Return the names of the challengers while the challenge is due."""
    if isinstance(no_challenge_due(meeting), Refused):
        return ()
    return tuple(map(meeting.name, challenge(meeting, competency).challengers))


def _rows(
    meeting: Meeting, competency: str | None, order: tuple[str, ...], leans: Mapping[str, str]
) -> tuple[RatedRow, ...]:
    """Return the rows: lowest level first, in speaking order, people without a card at the end."""
    short = _short_names(meeting)
    marks = meeting.poll(competency).rounds[-1].marks
    levels = {p: level for p in order if (level := marks[p].level) is not None}
    ends = _ends(levels)
    rows = [
        replace(
            _rated_row(meeting, competency, p.id, order, leans.get(p.id, "")),
            short=short[p.id],
            end=p.id in ends,
        )
        for p in meeting.brief.panel
    ]
    return tuple(sorted(rows, key=_place))


def _place(row: RatedRow) -> tuple[int, int, int]:
    if row.level is None:
        return (2 if row.state is State.MISSING else 1, 0, 0)
    return (0, row.level, row.speaks or LAST)


def _ends(levels: Mapping[str, int]) -> set[str]:
    """Return the first speaker of the lowest and of the highest level, if these differ."""
    low, high = min(levels.values(), default=0), max(levels.values(), default=0)
    if low == high:
        return set()
    return {next(p for p, level in levels.items() if level == end) for end in (low, high)}


def _round_words(meeting: Meeting, competency: str | None, round_: Round) -> str:
    return f"{class_words(meeting, competency, round_)}, {headline(meeting, competency, round_)}"


def entry_view(meeting: Meeting, cells: Cells) -> PollView:
    """Return the cells of a question while they are entered: filled or empty, never their value."""
    question = cells.question
    rows = tuple(
        EntryRow(
            p.id,
            meeting.name(p.id),
            p.id in cells.ballots,
            no_cell_because(meeting, question, p.id),
            _recused_note(meeting, p.id) if question == VoteQuestion() else "",
        )
        for p in meeting.brief.panel
    )
    return PollView("entry", cells.round, question.levels(meeting.brief), rows)


def _recused_note(meeting: Meeting, panelist: str) -> str:
    """Return the number of competencies that a voter is recused from, in words."""
    if meeting.rules == 1 or not (recused := meeting.recused_from(panelist)):
        return ""
    if len(recused) == len(meeting.competencies):
        return "recused on all"
    return f"recused on {number_word(len(recused))}"


def _rated_row(
    meeting: Meeting, competency: str | None, panelist: str, order: tuple[str, ...], lean: str
) -> RatedRow:
    poll = meeting.poll(competency)
    mark = poll.rounds[-1].marks[panelist]
    rating = poll.ratings.get(panelist)
    of_card = _of_card(meeting, competency, panelist)
    last = poll.rounds[-1].number
    moves = [m for m in poll.moves if m.panelist == panelist and m.round == last]
    why = ["declined to say why" if m.declined else f"“{m.reason}”" for m in moves]
    return RatedRow(
        id=panelist,
        name=meeting.name(panelist),
        state=mark.state,
        level=mark.level,
        confidence=poll.confidence(panelist),
        evidence_for=rating.for_ if rating else (),
        evidence_against=rating.against if rating else (),
        context=(rating.depends_on_context or "") if rating else "",
        scenario=_scenario(meeting, rating.scenario if rating else None),
        reason=_reason(meeting, competency, panelist),
        earlier=tuple(r.marks[panelist].level for r in poll.rounds[:-1]),
        moved_because=why[-1] if why else "",
        how=_how(competency, mark) or _why_no_vote(meeting, competency, panelist),
        wrong=tuple(entry_word(meeting, competency, x) for x in mark.wrong_entries),
        uncounted=_uncounted(meeting, competency, panelist),
        of_card=of_card,
        speaks=order.index(panelist) + 1 if panelist in order else 0,
        speaks_last=len(order) > 1 and order[-1] == panelist == meeting.owner,
        lean=lean,
    )


def _reason(meeting: Meeting, competency: str | None, panelist: str) -> str:
    recusal = None if competency is None else meeting.recusal(competency, panelist)
    rating = meeting.poll(competency).ratings.get(panelist)
    return recusal.reason if recusal else rating.reason if rating else ""


def _uncounted(meeting: Meeting, competency: str | None, panelist: str) -> str:
    """Return why the latest level of a panelist is not part of the class, empty if it is."""
    round_ = meeting.poll(competency).rounds[-1]
    if round_.marks[panelist].level is None or meeting.counts(competency, panelist, round_):
        return ""
    return "set aside" if meeting.is_set_aside(panelist) else "for another role"


def _of_card(meeting: Meeting, competency: str | None, panelist: str) -> int | None:
    """Return the level on a card for another role, in place of which a new rating was given."""
    if competency is None:
        return None
    poll = meeting.competencies[competency]
    rating, entry = poll.ratings.get(panelist), poll.rounds[0].marks[panelist].entry
    is_new = entry is not None and entry.choice in ("level", "not-voting")
    return rating.level if rating is not None and is_new else None


def _why_no_vote(meeting: Meeting, competency: str | None, panelist: str) -> str:
    if competency is not None:
        return ""
    mark = meeting.vote.rounds[-1].marks[panelist]
    if mark.level is not None or mark.state is State.RECUSED:
        return ""
    reason = meeting.vote.rounds[-1].without_vote.get(panelist, "")
    why = why_no_vote(mark.state, reason, None)
    return f"did not vote: {why}" if why else "did not vote"


def _scenario(meeting: Meeting, scenario: str | None) -> str:
    return next((s.title for s in meeting.brief.scenarios if s.id == scenario), "")


def _how(competency: str | None, mark: Mark) -> str:
    if competency is None and mark.state is State.NOT_ASSESSED:
        return ""
    if mark.source == "kept":
        return "" if mark.state is State.MISSING else "kept"  # there was nothing to keep
    if mark.source == "none" and mark.entry is not None:
        return "no entry"
    not_voting = mark.source == "entered" and mark.state is State.ABSTAINS
    return "not voting" if not_voting else ""


def _talked(meeting: Meeting, poll: Poll) -> tuple[str, ...]:
    """Return a sentence on each challenge, argument, waiver and reopening."""
    sentences = [f"Argued: {text}" if text else "Argued from evidence." for text in poll.argued]
    for made in poll.challenges:
        people = names(meeting, made.challengers) or "the whole panel"
        outcome = CHALLENGE_OUTCOMES[made.outcome]
        outcome += ", with new evidence" if made.new_evidence else ""
        sentences.append(f"Challenge {outcome}: {made.argued} ({people})")
    if poll.challenge_waived is not None and not poll.challenges:
        what = "put off" if poll.challenge_waived.together else "waived"
        sentences.append(f"Challenge {what}: {poll.challenge_waived.reason}")
    sentences += [f"Round {x.round} given up: {x.reason}" for x in poll.abandoned]
    sentences += [f"Reopened: {reason}" for reason in poll.reopened]
    return tuple(sentences)
