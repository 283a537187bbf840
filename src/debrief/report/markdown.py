"""The record as a page in Markdown: the decision first, the proof last."""

from __future__ import annotations

from debrief.core.record_model import Decision, Dissent, Obstacle, Record
from debrief.core.record_poll_model import Competency
from debrief.core.words import FollowUp
from debrief.report import sentences
from debrief.report.escape import bullets, clock, day, inline, quote, table
from debrief.report.markdown_meeting import (
    fit,
    minutes,
    premortem,
    process,
    proof,
    references,
    role_and_panel,
    warm_up,
)
from debrief.report.markdown_poll import competency, final_vote, kind


def markdown(record: Record) -> str:
    """Return the page; it holds nothing that record.toml does not hold."""
    blocks = [
        *_head(record),
        *_decision(record),
        *_dissent(record),
        *_promises(record),
        *_earlier(record),
        *_at_a_glance(record),
        "## Competencies in detail",
        *(block for one in record.competencies for block in competency(record, one)),
        *references(record),
        *fit(record),
        *premortem(record),
        *final_vote(record),
        *role_and_panel(record),
        *minutes(record),
        *warm_up(record),
        *process(record),
        *proof(record),
    ]
    return "\n\n".join(blocks) + "\n"


def _head(record: Record) -> list[str]:
    return [f"# {inline(record.title)} · {inline(record.alias)}", sentences.held(record, inline)]


def _decision(record: Record) -> list[str]:
    blocks = ["## Decision"]
    decision = record.decision
    if decision is None:
        return [*blocks, f"**No decision yet.** {inline(record.name(record.owner))} decides."]
    blocks += [
        f"**{sentences.outcome(decision)}.** {sentences.decided(record, decision, inline)}",
        sentences.vote(record, inline),
        *_next_look(decision),
        "### Why",
        quote(decision.rationale),
    ]
    if record.obstacles:
        what = bullets(_obstacle(record, one) for one in record.obstacles)
        blocks += ["### What stood in the way of a plain hire", what]
    elif decision.outcome == "hire":
        blocks.append("No must-have and no threshold stood in the way.")
    return blocks


def _next_look(decision: Decision) -> list[str]:
    said = [f"**{what}:** {text}" for what, text in sentences.next_look(decision, inline)]
    return [bullets(said)] if said else []


def _obstacle(record: Record, one: Obstacle) -> str:
    title = inline(record.competency_title(one.competency))
    ruling = f"The owner ruled: {inline(one.ruling)}" if one.ruling else "The owner did not rule."
    return f"**{title}**, {inline(one.obstacle)}. {ruling}"


def _dissent(record: Record) -> list[str]:
    if not record.dissents:
        return ["### Dissent", "Nobody dissented."]
    blocks = ["### Dissent"]
    for one in record.dissents:
        blocks += _one_dissent(record, one)
    return blocks


def _one_dissent(record: Record, one: Dissent) -> list[str]:
    confirmed = "confirmed by them" if one.confirmed else "not confirmed by them"
    blocks = [
        f"**{inline(record.name(one.panelist))}**, in their own words, {confirmed}:",
        quote(one.text),
    ]
    if not one.answer:
        return [*blocks, "The owner has not answered."]
    return [*blocks, f"{inline(record.name(record.owner))} answers:", quote(one.answer)]


def _promises(record: Record) -> list[str]:
    conditions = record.decision.conditions if record.decision else ()
    numbered = "\n".join(f"{n}. {inline(text)}" for n, text in enumerate(conditions, 1))
    blocks = ["### Conditions", numbered or "There are no conditions.", "### Follow-ups"]
    if record.follow_ups:
        blocks.append(bullets(_follow_up(one) for one in record.follow_ups))
    else:
        blocks.append("Nothing was promised.")
    return [*blocks, "### Review", _review(record)]


def _follow_up(one: FollowUp) -> str:
    due = f", by {day(one.due)}" if one.due else ", no date"
    return f"{inline(one.text)} (**{inline(one.owner)}**{due})"


def _review(record: Record) -> str:
    review = record.decision.review if record.decision else None
    if review is None:
        return "No review date is set."
    return (
        f"On **{day(review)}** this decision is looked at again, "
        "with the dissent and the predictions of the premortem."
    )


def _earlier(record: Record) -> list[str]:
    blocks = []
    if record.earlier_decisions:
        blocks.append("### Decided before")
    for one in record.earlier_decisions:
        blocks += [
            f"**{sentences.outcome(one)}**, by {inline(record.name(one.owner))} on {day(one.at)} "
            f"at {clock(one.at)}:",
            quote(one.rationale),
            *_next_look(one),
        ]
    if record.owner_changes:
        changes = [
            f"{clock(x.at)}: **{inline(record.name(x.owner))}** in place of "
            f"{inline(record.name(x.was))}, because: {inline(x.reason)}"
            for x in record.owner_changes
        ]
        blocks += ["### Change of the decision owner", bullets(changes)]
    return blocks


def _at_a_glance(record: Record) -> list[str]:
    most = max((len(one.rounds) for one in record.competencies), default=0)
    rounds = [f"Round {n}" for n in range(1, most + 1)]
    head = ["Competency", *rounds, "Class", "Closed as"]
    rows = [_glance(one, most) for one in record.competencies]
    return ["## Competencies at a glance", table(head, rows)]


def _glance(one: Competency, most: int) -> list[str]:
    counts = [inline(r.counts_in_words) for r in one.rounds]
    return [
        f"{inline(one.title)}{kind(one)}",
        *counts,
        *["–"] * (most - len(counts)),
        inline(one.rounds[-1].words) if one.rounds else "–",
        sentences.closing(one),
    ]
