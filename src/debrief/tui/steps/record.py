"""The pane of the record: what will be written, read back; the fingerprint once it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from textual.content import Content

from debrief.core.record_model import Decision, Dissent, Record
from debrief.core.record_poll_model import Competency
from debrief.core.room_closing import RecordView
from debrief.core.tell import OUTCOMES
from debrief.tui.paint import (
    ACCENT,
    MUTED,
    Lines,
    Space,
    bullets,
    ends,
    hang,
    indent,
    page,
    pill,
    says,
    section,
    stacked,
    wrap,
)

MOST_MINUTES = 100
"""Minutes that are painted: nobody scrolls through thousands, and each is broken in lines."""

GROUP = 4
GROUPS_IN_A_LINE = 8


def paint(view: RecordView, space: Space) -> Content:
    """Return the record: the decision first, the proof last."""
    record, width = view.record, space.width
    return page(
        stacked(
            _head(view, width),
            _decision(record, width),
            _dissent(record, width),
            _promises(record, width),
            _competencies(record, width),
            _references(record, width),
            _fit(record, width),
            _premortem(record, width),
            _minutes(record, width),
            _process(record, width),
            _fingerprint(view, width),
        )
    )


def _head(view: RecordView, width: int) -> Lines:
    record = view.record
    state = (
        says("✓ finished", "$text-success") if view.finished else says("not finished yet", MUTED)
    )
    lines = ends(says(f"{record.title} · {record.alias}", "bold"), state, width)
    lines += wrap(
        f"Debrief on {_day(record.opened.date())}, {record.opened:%H:%M} UTC", width, MUTED
    )
    if view.finished and record.fingerprint_short:
        short = says(record.fingerprint_short, f"bold {ACCENT}")
        lines += wrap(says("Fingerprint", MUTED) + "  " + short, width)
    return lines


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _decision(record: Record, width: int) -> Lines:
    decision = record.decision
    if decision is None:
        return section("Decision", wrap("No decision yet.", width), width)
    word = OUTCOMES[decision.outcome].upper()
    outcome = pill(word, "$accent")
    lines = wrap(outcome + "   " + says(f"decided by {record.name(decision.owner)}", MUTED), width)
    lines += wrap(decision.rationale, width)
    vote = record.vote.rounds[-1].counts_in_words if record.vote.rounds else "no vote"
    lines += hang("", says("The panel’s vote:", MUTED) + " " + Content(vote), width)
    lines += bullets(_facts(decision), width)
    for one in record.obstacles:
        what = f"{record.competency_title(one.competency)}: {one.obstacle}"
        ruled = f" – ruled: {one.ruling}" if one.ruling else ""
        lines += hang(says("✗", "$text-warning") + " ", what + ruled, width)
    return section("Decision", lines, width)


def _facts(decision: Decision) -> list[str]:
    facts = []
    if decision.test:
        facts.append(f"Test: {decision.test}")
    if decision.tester:
        facts.append(f"Who: {decision.tester}")
    if decision.due:
        facts.append(f"By {_day(decision.due)}")
    if decision.until:
        facts.append(f"Postponed until {_day(decision.until)}")
    if decision.would_change:
        facts.append(f"What would change it: {decision.would_change}")
    return facts


def _dissent(record: Record, width: int) -> Lines:
    owner = record.name(record.owner)
    blocks = [_one_dissent(record, one, owner, width) for one in record.dissents]
    return section("Dissent", stacked(*blocks) or wrap("Nobody dissented.", width, MUTED), width)


def _one_dissent(record: Record, one: Dissent, owner: str, width: int) -> Lines:
    confirmed = "confirmed by them" if one.confirmed else "not confirmed by them"
    name = says(record.name(one.panelist), "bold") + "  " + says(confirmed, MUTED)
    answer = one.answer or "has not answered"
    reply = hang("", says(f"{owner}:", MUTED) + " " + Content(answer), width - 2)
    return [*wrap(name, width), *wrap(f"“{one.text}”", width), *indent(reply, 2)]


def _promises(record: Record, width: int) -> Lines:
    decision = record.decision
    promised = [
        f"{one.text} ({one.owner}{f', by {_day(one.due)}' if one.due else ''})"
        for one in record.follow_ups
    ]
    review = [f"Looked at again on {_day(decision.review)}"] if decision and decision.review else []
    conditions = decision.conditions if decision else ()
    return stacked(
        section("Conditions", bullets(conditions, width), width),
        section("Follow-ups", bullets([*promised, *review], width), width),
    )


def _competencies(record: Record, width: int) -> Lines:
    return section("Competencies", stacked(*(_one(x, width) for x in record.competencies)), width)


def _one(one: Competency, width: int) -> Lines:
    kinds = ["threshold"] if one.kind == "threshold" else []
    kinds += ["must-have"] if one.must_have else []
    closed = one.closing.replace("-", " ") if one.closing else "not closed"
    title = (
        says(one.title, "bold") + "  " + says(" · ".join(kinds), MUTED)
        if kinds
        else says(one.title, "bold")
    )
    lines = ends(title, says(closed), width)
    for held in one.rounds:
        said = f"{held.words}: {held.counts_in_words}"
        lines += hang(says(f"Round {held.number}", MUTED) + "  ", said, width)
    challenged = [f"Challenged, {held.outcome}: {held.argued}" for held in one.challenges]
    reasons = [f"{turn.reason}" for turn in one.turns if turn.reason]
    return [*lines, *bullets([*challenged, *reasons], width, MUTED)]


def _references(record: Record, width: int) -> Lines:
    lines: Lines = []
    for one in record.references:
        state = "" if one.reviewed else "  (not read)"
        lines += hang("· ", one.on_file.relation + state, width)
        found = [
            f"{f.finding} {record.competency_title(f.competency)}: {f.note}"
            for f in one.on_file.findings
        ]
        lines += indent(bullets(found if one.reviewed else [], width - 2, MUTED), 2)
    none = wrap(record.references_note or "None on file.", width, MUTED)
    return section("References", lines or none, width)


def _fit(record: Record, width: int) -> Lines:
    untold = [f"Not told: {one.text}" for one in record.fit.constraints if one.told is False]
    concerns = [f"Their concern: {one.text}" for one in record.fit.concerns]
    owed = [f"We owe them: {text}" for text in record.fit.owed]
    return section("Constraints and mutual fit", bullets([*untold, *concerns, *owed], width), width)


def _premortem(record: Record, width: int) -> Lines:
    failed = [f"It went wrong: {one.text}" for one in record.premortem.failed]
    missed = [f"We missed: {one.text}" for one in record.premortem.missed]
    return section("Premortem", bullets([*failed, *missed], width), width)


def _minutes(record: Record, width: int) -> Lines:
    said: Iterable[str] = (
        f"{one.at:%H:%M}  {record.name(one.speaker) + ': ' if one.speaker else ''}{one.text}"
        for one in record.minutes[:MOST_MINUTES]
    )
    more = len(record.minutes) - MOST_MINUTES
    rest = wrap(f"and {more} more, which are in the record", width, MUTED) if more > 0 else []
    return section("Minutes", [*bullets(said, width), *rest], width)


def _process(record: Record, width: int) -> Lines:
    facts = record.process
    said = [
        f"{facts.ratings} ratings in first rounds, {len(facts.without_evidence)} without evidence",
        f"{facts.close_pairs} of {facts.pairs} pairs of raters within one level",
        f"{facts.corrected} entries corrected, {facts.undone} events taken back",
    ]
    left_out = [f"Left out: {one.title}, because {one.reason}" for one in record.left_out]
    return section("How it went", bullets([*said, *left_out], width), width)


def _fingerprint(view: RecordView, width: int) -> Lines:
    mark = view.fingerprint
    if not view.finished or not mark:
        return []
    groups = [mark[at : at + GROUP] for at in range(0, len(mark), GROUP)]
    most = max(1, min(GROUPS_IN_A_LINE, (width + 2) // (GROUP + 2)))
    lines = [
        line
        for at in range(0, len(groups), most)
        for line in wrap("  ".join(groups[at : at + most]), width, f"bold {ACCENT}")
    ]
    return section("Fingerprint", stacked(*[[line] for line in lines]), width)
