"""The shared screen as sentences, for a meeting that is led line by line and for screen readers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import singledispatch
from itertools import groupby
from typing import TYPE_CHECKING, cast

from debrief.core.meeting.agreement import bar
from debrief.core.room.clarity import ClarityView, RoleRow
from debrief.core.room.closing import (
    DecisionView,
    FitView,
    PremortemView,
    PromiseRow,
    ReferencesView,
)
from debrief.core.room.model import Pane, PreflightView, RoomView
from debrief.core.room.poll import (
    BlindRow,
    CompetencyView,
    EntryRow,
    OverviewRow,
    OverviewView,
    PollView,
    RatedRow,
    SceneView,
    VoteView,
    WarmUpView,
    WrappedUpView,
    WrapUpView,
)
from debrief.core.scorecard import State
from debrief.core.text import clean_line, counted, ended, listed

if TYPE_CHECKING:
    from debrief.core.record.model import Record

STATES = {
    State.NOT_ASSESSED: "not assessed",
    State.ABSTAINS: "abstains",
    State.RECUSED: "recused",
    State.MISSING: "no card",
}
CARDS = {
    "in": "is in",
    "late": "is in, handed in late",
    "undated": "is in, without a date",
    "missing": "is missing",
    "broken": "has errors",
}
READ_BACK = ("decision",)
"""The sections of the record that are read back to the panel."""

DOT = " · "
"""The sign between facts that stand beside each other on the screen."""

FINDINGS = {"confirms": "Confirms", "contradicts": "Contradicts", "new": "New"}


def spoken(text: str) -> str:
    """Return a text without the dots that stand between facts on the screen."""
    return text.replace(DOT, ", ")


def sentences(view: RoomView) -> Iterator[str]:
    """Yield the paragraphs of a view: its place, its pane, and the clock."""
    yield ended(_heading(view))
    yield from (text for text in pane_sentences(view.pane) if text)
    if view.opened and not view.looking:
        paused = ", paused" if view.clock.paused else ""
        yield f"Time: {_clock(view.clock.used)} of {_clock(view.clock.budget)}{paused}."


def pane_sentences(pane: Pane) -> Iterator[str]:
    """Yield the paragraphs of one pane."""
    yield from map(clean_line, _told(pane))


@singledispatch
def _told(pane: Pane) -> Iterator[str]:
    """Yield the paragraphs of a pane; the record's class is imported with its models."""
    record = getattr(pane, "record", None)
    if record is not None:
        yield from _record(record, finished=getattr(pane, "finished", False))


def scene_sentences(scene: SceneView) -> Iterator[str]:
    """Yield the script of the talk about a result: who is asked what, in their order."""
    if scene.opening:
        yield scene.opening
    for speaker in scene.speakers:
        line = f" Their line: “{speaker.line}”" if speaker.line else ""
        asked = f" {speaker.asked}" if speaker.asked else ""
        yield f"{speaker.name}, {speaker.why}.{asked}{line}"
    if scene.to_all:
        others = f" {ended(scene.others.replace(DOT, '. '))}" if scene.others else ""
        yield f"Then: {scene.to_all}{others}"
    if scene.stalled:
        yield f"If it stalls: {' '.join(scene.stalled)}"


def evidence_sentences(row: RatedRow, poll: PollView) -> Iterator[str]:
    """Yield all that is known of a revealed rating."""
    yield _rated(row, poll)
    yield from _pieces(row, poll) or (["No evidence written."] if row.level is not None else [])
    for label, text in (("Scenario", row.scenario), ("Reason", row.reason)):
        if text:
            yield ended(f"{label}: {text}")
    if row.earlier:
        path = [poll.levels[x - 1] if x else "no rating" for x in (*row.earlier, row.level)]
        yield f"Rounds: {', then '.join(path)}."
    if row.lean:
        yield ended(f"Past ratings: {row.lean}")


def _heading(view: RoomView) -> str:
    places = [mark.id for mark in view.competencies]
    here = view.place.competency
    if here not in places or not isinstance(view.pane, CompetencyView):
        return view.heading
    kind = "Must-have" if view.pane.must_have else "Threshold" if view.pane.threshold else ""
    number = f"Competency {places.index(here) + 1} of {len(places)}. {view.pane.title}"
    return f"{number}. {kind}" if kind else number


def _counts(headline: str) -> str:
    """Return counts as a sentence: the line between no and yes is an “and”."""
    return headline.replace(DOT, ", and ")


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"


def _list(label: str, texts: Iterable[str]) -> Iterator[str]:
    """Yield a list as one paragraph a text, the first after its label; nothing without texts."""
    for number, text in enumerate(texts):
        yield ended(f"{label}: {text}" if number == 0 else text)


# ---- before the first competency


@_told.register
def _preflight(pane: PreflightView) -> Iterator[str]:
    for row in pane.rows:
        yield f"{row.name}’s card {CARDS[row.status]}."
    yield from _list("To fix", pane.problems)
    yield from map(ended, pane.notes)


@_told.register
def _clarity(pane: ClarityView) -> Iterator[str]:
    yield ended(f"The role: {pane.mandate}")
    yield from _list("Authority", pane.authority)
    yield from _list("Success", pane.success)
    yield from _list("The situation", pane.now)
    yield from _list("Coming up", pane.next)
    yield from _list("Constraints", pane.constraints)
    yield from (ended(f"{x.stakeholder} expects: {x.expects}") for x in pane.expectations)
    yield ended(f"Decision rule: {pane.rule}")
    yield from map(_role, pane.rows if pane.heard else ())


def _role(row: RoleRow) -> str:
    how = {
        "asked": "not asked yet",
        "same": "rated this role",
        "differs": f"rated another role: {row.differs}",
        "absent": "absent",
        "no-card": "no card",
    }[row.status]
    card = f" The card says: “{row.card}”" if row.card and row.status == "asked" else ""
    ruling = f" Ruling: {ended(row.ruling)}" if row.ruling else ""
    return f"{ended(f'{row.name}: {how}')}{card}{ruling}"


@_told.register
def _warm_up(pane: WarmUpView) -> Iterator[str]:
    if not pane.title:
        yield f"{counted(pane.left, 'case')} to rate."
        return
    yield ended(pane.title)
    yield pane.text
    yield from _levels(pane.poll, pane.anchors)
    yield from _poll(pane.poll)
    if pane.reference is not None:
        yield ended(f"It should earn: {pane.poll.levels[pane.reference - 1]}")
        yield ended(pane.reason)
        yield ended(pane.summary)


# ---- a competency and the vote


@_told.register
def _competency(pane: CompetencyView) -> Iterator[str]:
    yield pane.definition
    if pane.poll.phase != "revealed":
        yield from _levels(pane.poll, pane.anchors)
    yield from _poll(pane.poll)
    yield from map(ended, pane.talked)
    if pane.closed:
        yield ended(f"Closed: {pane.closed}")


@_told.register
def _vote(pane: VoteView) -> Iterator[str]:
    yield pane.question
    yield from (ended(f"{label}: {text.replace(DOT, ', and ')}") for label, text in pane.role)
    if pane.poll.phase != "revealed":
        yield from map(_result, pane.overview)
        yield from (ended(text) for _, text in pane.concerns)
    yield from _poll(pane.poll)
    if pane.waived:
        yield ended(f"Skipped: {pane.waived}")


def _levels(poll: PollView, anchors: Sequence[str]) -> Iterator[str]:
    for number, (word, anchor) in enumerate(zip(poll.levels, anchors, strict=False), start=1):
        yield f"{number}, {word}. {anchor}"


def _poll(poll: PollView) -> Iterator[str]:
    if poll.phase == "blind":
        yield from _blind(cast("tuple[BlindRow, ...]", poll.rows))
    elif poll.phase == "entry":
        yield from _entries(cast("tuple[EntryRow, ...]", poll.rows))
    else:
        yield from _revealed(poll)


def _blind(rows: Sequence[BlindRow]) -> Iterator[str]:
    cards = [row for row in rows if row.cell is None]
    there = sum(row.card_in for row in cards)
    yield f"{counted(there, 'card is', 'cards are')} in.".capitalize()
    yield from (
        ended(f"{row.name}: {row.bar or 'no card'}") for row in cards if row.bar or not row.card_in
    )
    yield from _entries([row.cell for row in rows if row.cell is not None])


def _entries(rows: Sequence[EntryRow]) -> Iterator[str]:
    """Yield who has no entry yet and who has no cell; whether one is filled is no secret."""
    left = [row.name for row in rows if not row.filled and not row.bar]
    if rows:
        yield f"Still to enter: {listed(left)}." if left else "Everybody has an entry."
    yield from (ended(f"{row.name}: {row.bar or row.note}") for row in rows if row.bar or row.note)


def _revealed(poll: PollView) -> Iterator[str]:
    yield ended(_counts(poll.headline))
    if poll.result:
        yield ended(poll.result[:1].upper() + poll.result[1:])
    rows = cast("tuple[RatedRow, ...]", poll.rows)
    order = sorted(rows, key=lambda row: row.speaks or len(rows) + 1)
    for is_end, group in groupby(order, key=lambda row: bool(row.end)):
        if is_end:
            yield from (_end(row, poll) for row in group)
        else:
            yield " ".join(_rated(row, poll) for row in group)
    for row in order:
        if row.moved_because:
            yield ended(f"{row.name} moved: {row.moved_because}")
        if row.wrong:
            yield ended(f"{row.name}: entered wrongly before, {', '.join(row.wrong)}")
    if poll.challenged:
        yield f"To challenge: {listed(poll.challenged)}."
    elif first := next((row for row in order if row.speaks == 1), None):
        yield f"Ask: {first.name}, what did you see?"


def _end(row: RatedRow, poll: PollView) -> str:
    """Return a rating at an end of the scale, with the first line of its evidence."""
    line, *more = _pieces(row, poll) or ["No evidence written."]
    count = f" {counted(len(more), 'more line')}: “evidence {row.short}”." if more else ""
    return f"{_rated(row, poll)} {ended(line)}{count}"


def _rated(row: RatedRow, poll: PollView) -> str:
    if row.level is None:
        how = row.how or STATES[row.state]
        return f"{row.name}, {how}."
    confidence = f", {row.confidence} confidence" if row.confidence else ""
    how = f", {row.how}" if row.how else ""
    uncounted = f", not counted: {row.uncounted}" if row.uncounted else ""
    return f"{row.name}, {poll.levels[row.level - 1]}{confidence}{how}{uncounted}."


def _pieces(row: RatedRow, poll: PollView) -> list[str]:
    """Return the evidence of a rating, what speaks for its side of the scale first."""
    against = [f"Against: “{text}”" for text in row.evidence_against]
    in_favour = [f"For: “{text}”" for text in row.evidence_for]
    low = row.level is not None and row.level < bar(len(poll.levels))
    context = [f"Depends on: “{row.context}”"] if row.context else []
    return [*(against + in_favour if low else in_favour + against), *context]


def _result(row: OverviewRow) -> str:
    counts = [f"{n} {word}" for n, word in zip(row.counts, row.levels, strict=True) if n]
    kind = ", must-have" if row.must_have else ", threshold" if row.threshold else ""
    ending = f"; {row.closing}" if row.closing else ""
    alone = f": {row.alone}" if row.alone else ""
    return ended(f"{row.title}{kind}: {', '.join([*counts, *row.without])}{ending}{alone}")


@_told.register
def _overview(pane: OverviewView) -> Iterator[str]:
    yield from map(_result, pane.rows)


@_told.register
def _wrap_up(pane: WrapUpView) -> Iterator[str]:
    yield "A wrap-up reveals these at once, without discussion:"
    for row in pane.rows:
        yield ended(f"{row.title}: {row.needs}" if row.needs else row.title)


@_told.register
def _wrapped_up(pane: WrappedUpView) -> Iterator[str]:
    for row in pane.wrapped_up:
        yield _result(row.result)
        rows = cast("tuple[RatedRow, ...]", row.poll.rows)
        yield " ".join(_rated(rated, row.poll) for rated in rows)


# ---- the last steps


@_told.register
def _references(pane: ReferencesView) -> Iterator[str]:
    reference = pane.reference
    if reference is None:
        yield f"{counted(pane.total, 'reference')} on file.".capitalize()
        return
    named = (
        "named by the candidate" if reference.given_by_candidate else "not named by the candidate"
    )
    yield f"Reference {pane.number} of {pane.total}: {reference.relation}, {named}."
    for row in pane.findings:
        finding = f"{FINDINGS[row.finding]}, {row.competency}: {ended(row.note)}"
        yield f"{finding} The panel: {_counts(row.panel)}."
    for label, text in (
        ("A difficult period", reference.difficult_period),
        ("Where they struggled most", reference.struggled_most),
        ("The environment of their best work", reference.best_environment),
    ):
        yield ended(f"{label}: {text.strip() or 'not answered'}")


@_told.register
def _fit(pane: FitView) -> Iterator[str]:
    if not pane.constraints:
        yield "The brief names no constraints."
    for row in pane.constraints:
        by = f" by {row.by}" if row.by else ""
        status = {"told": "told", "untold": "not told", "open": "not asked yet"}[row.status]
        yield (
            f"{ended(row.text)} The candidate was {status}{by}."
            if row.status != "open"
            else (f"{ended(row.text)} Was the candidate told?")
        )
    yield from _list("Their concerns", (text for _, text in pane.concerns))
    yield from _list("We owe them", pane.owed)
    for context in pane.contexts:
        offers = f"our role: {context.offers}" if context.offers else "not asked yet"
        yield f"{context.name}, {context.competency}, depended on: {ended(context.text)} {offers}."


@_told.register
def _premortem(pane: PremortemView) -> Iterator[str]:
    yield "Two questions: what went wrong, and what we missed."
    yield from _list("It went wrong, because", pane.failed)
    yield from _list("We missed", pane.missed)


@_told.register
def _decision(pane: DecisionView) -> Iterator[str]:
    for row in pane.carried_on:
        yield from _list(row.label, row.texts)
    for number, text in enumerate(pane.next, start=1):
        yield f"{number}, {ended(text)}"
    yield ended(f"Vote: {_counts(pane.vote)}")
    if pane.owner_note:
        yield ended(f"{pane.owner}: {pane.owner_note}")
    if pane.decision:
        yield ended(f"{pane.owner} decided: {pane.decision}. {pane.rationale}")
    for outcome in pane.outcomes:
        yield ended(
            f"{outcome.label.capitalize()}: {outcome.needs}"
            if outcome.needs
            else outcome.label.capitalize()
        )
    for need in pane.needs:
        counts = _counts(need.counts)
        yield f"A hire needs {_article(need.kind)} on {need.title}: {counts}, {need.closing}."
    yield from _list("Proposed as conditions", pane.proposed)
    yield from (ended(f"Ruled on {text}: {ruling}") for text, ruling in pane.ruled)
    for asked in pane.asked:
        yield ended(f"{asked.name} voted {asked.vote}: {asked.answer or 'is this a dissent?'}")
    yield from _list("Not asked", pane.not_asked)
    for dissent in pane.dissents:
        answer = f" {pane.owner} answers: {ended(dissent.answer)}" if dissent.answer else ""
        confirmed = "" if dissent.confirmed else ", not confirmed yet"
        yield f"Dissent of {dissent.name}{confirmed}: “{dissent.text}”{answer}"
    for answered in pane.answers:
        yield ended(f"{answered.name} on {answered.on}: {answered.answer or 'to be answered'}")
    yield from _list("Conditions", map(_promise, pane.conditions))
    yield from _list("Promised", map(_promise, pane.promises))
    yield from map(ended, pane.facts)


def _article(kind: str) -> str:
    return f"an {kind}" if kind == "answer" else f"a {kind}"


def _promise(row: PromiseRow) -> str:
    return f"{row.text} ({row.who}, {row.by})"


def _record(record: Record, *, finished: bool) -> Iterator[str]:
    """Yield the read-back: the decision, the dissents and the promises; at the end the finish."""
    from debrief.core.record import wording
    from debrief.core.record.finish import finish_facts
    from debrief.core.record.lines import brief, lines
    from debrief.core.record.sections import sections as sections_of

    if finished and record.decision is not None:
        yield ended(f"Finished. {wording.decided(record, record.decision, clean_line)}")
        for label, texts in finish_facts(record):
            yield from _list(label, map(_flat, texts))
        yield f"Fingerprint, please note it: {record.fingerprint_short}."
        return
    for section in sections_of(record, clean_line):
        if section.key in READ_BACK:
            yield ended(section.title)
            said = (f"{line.strong}{line.text}".strip() for line in lines(brief(section)))
            yield from (_flat(text) for text in said if text)


def _flat(line: str) -> str:
    """Return a line of the record as a sentence: columns and gaps become commas."""
    text = _counts(line).replace(" | ", ", ").replace(".   ", ", ").replace("   ", ", ")
    return text if text.endswith(":") else ended(text)
