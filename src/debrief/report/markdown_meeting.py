"""The rest of the meeting on the page: references, fit, premortem, panel, minutes, process."""

from __future__ import annotations

from debrief.core.record_model import Constraint, Member, Minute, Record, Reference, Said
from debrief.core.steps import Step
from debrief.report import sentences
from debrief.report.escape import (
    bullets,
    clock,
    counted,
    day,
    inline,
    listed,
    nested,
    number,
    quote,
    table,
)


def references(record: Record) -> list[str]:
    """Return each reference with its findings and what was noted."""
    blocks = ["## References", *_left_out(record, "references")]
    if not record.references:
        note = f" {inline(record.references_note)}" if record.references_note else ""
        return [*blocks, f"There were no references on file.{note}"]
    return blocks + [block for one in record.references for block in _reference(record, one)]


def _reference(record: Record, one: Reference) -> list[str]:
    file = one.on_file
    source = "named by the candidate" if file.given_by_candidate else "found by the panel"
    taken = f", taken on {day(file.taken)}" if file.taken else ""
    read = "" if one.reviewed else " **Not read in the meeting.**"
    facts = [
        ("A difficult period", file.difficult_period),
        ("Where they struggled most", file.struggled_most),
        ("The environment of their best work", file.best_environment),
    ]
    told = [f"{what}: {inline(text)}" for what, text in facts if text.strip()]
    told += [
        f"**{x.finding.capitalize()}** on {inline(record.competency_title(x.competency))}: "
        f"{inline(x.note)}"
        for x in file.findings
    ]
    told += [f"Noted in the meeting: {inline(one.note)}"] if one.note else []
    head = f"### {inline(file.relation)}"
    about = f"{source.capitalize()}{taken}.{read}"
    return [head, about, bullets(told)] if told else [head, about]


def fit(record: Record) -> list[str]:
    """Return constraints told and untold, concerns, what is owed, and past contexts."""
    blocks = ["## Constraints and mutual fit", *_left_out(record, "fit")]
    groups = (
        ("Told to the candidate", True, "No constraint of the role was told."),
        ("Not told", False, "No constraint is known to be untold."),
        ("Nobody was asked", None, ""),
    )
    for title, told, none in groups:
        found = [_constraint(record, x) for x in record.fit.constraints if x.told is told]
        if found:
            blocks += [f"**{title}:**", bullets(found)]
        elif none and record.fit.constraints:
            blocks.append(none)
    if not record.fit.constraints:
        blocks.append("The brief names no constraints.")
    if record.fit.told_besides:
        blocks += ["**Also told:**", bullets(_said(record, x) for x in record.fit.told_besides)]
    if record.fit.concerns:
        concerns = bullets(_said(record, x) for x in record.fit.concerns)
        blocks += ["**The candidate’s own concerns:**", concerns]
    else:
        blocks.append("No concerns of the candidate’s own are on record.")
    if record.fit.owed:
        blocks += ["**What we owe the candidate:**", bullets(map(inline, record.fit.owed))]
    else:
        blocks.append("Nothing is owed to the candidate.")
    if record.fit.contexts:
        blocks += ["**Evidence that depends on a past context:**", _contexts(record)]
    return blocks


def _constraint(record: Record, one: Constraint) -> str:
    by = list(dict.fromkeys((*one.by_meeting, *one.by_cards)))
    names = listed([inline(record.name(x)) for x in by])
    if one.told:
        return inline(one.text) + (f" (by {names})" if names else "")
    return inline(one.text) + (f" (though on a card of {names} as told)" if names else "")


def _said(record: Record, one: Said) -> str:
    return inline(one.text) + (f" ({inline(record.name(one.panelist))})" if one.panelist else "")


def _contexts(record: Record) -> str:
    told = []
    for x in record.fit.contexts:
        offers = nested([f"Our role offers this: {x.offers or 'nobody was asked'}"])
        title = inline(record.competency_title(x.competency))
        told.append(f"{inline(record.name(x.panelist))} on {title}: {inline(x.text)}{offers}")
    return bullets(told)


def premortem(record: Record) -> list[str]:
    """Return the causes that were named."""
    blocks = ["## Premortem", *_left_out(record, "premortem")]
    groups = (
        (sentences.FAILED, record.premortem.failed),
        (sentences.MISSED, record.premortem.missed),
    )
    for question, causes in groups:
        if causes:
            blocks += [f"**{question}**", bullets(_said(record, x) for x in causes)]
        else:
            blocks.append(f"**{question}** Nobody named a cause.")
    return blocks


def role_and_panel(record: Record) -> list[str]:
    """Return the role, the rule, and how each panelist came to the meeting."""
    role = record.role
    groups = (
        ("Authority", role.authority),
        ("Success", role.success),
        ("Challenges now", role.challenges_now),
        ("Challenges next", role.challenges_next),
        ("Expectations", [f"{x.stakeholder}: {x.expects}" for x in role.expectations]),
    )
    what = [f"{name}{nested(map(inline, texts))}" for name, texts in groups if texts]
    fixed = "read aloud and fixed" if record.rule_fixed else "not read aloud yet"
    return [
        "## Role and panel",
        inline(role.mandate),
        bullets(what),
        f"Decision rule, {fixed}: {inline(record.rule)}",
        bullets(_member(record, one) for one in record.panel),
    ]


def _member(record: Record, one: Member) -> str:
    title = f", {inline(one.title)}" if one.title else ""
    facts = sentences.member_facts(record, one)
    return f"**{inline(one.name)}**{title}: {facts}{nested(sentences.member_details(one, inline))}"


def minutes(record: Record) -> list[str]:
    """Return every minute, quiet ones too."""
    if not record.minutes:
        return ["## Minutes", "No minutes were taken."]
    return ["## Minutes", bullets(_minute(record, one) for one in record.minutes)]


def _minute(record: Record, one: Minute) -> str:
    speaker = f" **{inline(record.name(one.speaker))}:**" if one.speaker else ""
    kind = " *(voiced before the reveal)*" if one.kind == "voiced-early" else ""
    quiet = " *(quiet)*" if one.quiet and not kind else ""
    return f"{clock(one.at)}, {inline(one.title)}:{speaker} {inline(one.text)}{kind}{quiet}"


def warm_up(record: Record) -> list[str]:
    """Return what the panel rated to warm up; nothing of it is about the candidate."""
    if not record.warm_up:
        return []
    blocks = [
        "## Warm-up",
        "Invented cases, rated blind to practise the scale. None is about the candidate.",
    ]
    for case in record.warm_up:
        head = ["Panelist", "Rating", "Distance"]
        rows = [
            [inline(record.name(x.panelist)), inline(x.word), inline(x.distance) or "–"]
            for x in case.ratings
        ]
        blocks += [
            f"### {inline(case.title)}: {inline(case.case.partition('/')[2])}",
            quote(case.text),
            f"The case earns **{inline(case.reference_word)}**: {inline(case.reason)}",
            f"{inline(case.summary)}.",
            table(head, rows),
        ]
    return blocks


def process(record: Record) -> list[str]:
    """Return how the meeting went, in counts, and the time each step took."""
    return ["## How the meeting went", bullets(sentences.process(record, inline)), *_times(record)]


def _times(record: Record) -> list[str]:
    spent = record.process.times
    rows = [
        [inline(x.title), f"{x.seconds / 60:.1f}", number(x.planned / 60)]
        for x in spent
        if x.seconds or x.planned
    ]
    used = sum(x.seconds for x in spent) / 60
    planned = number(sum(x.planned for x in spent) / 60)
    rows.append(["**In all**", f"**{used:.1f}**", f"**{planned}**"])
    return [table(["Step", "Minutes used", "Minutes planned"], rows)]


def proof(record: Record) -> list[str]:
    """Return the fingerprint with what it shows, and what the meeting was held on."""
    held = f"{counted(record.events, 'event')} in the journal; written by {inline(record.program)}."
    if record.fingerprint is None:
        return ["## Fingerprint", "There is none before the meeting is finished.", held]
    short = inline(record.fingerprint_short or "")
    blocks = ["## Fingerprint", f"**{short}**", f"In full: {inline(record.fingerprint)}"]
    blocks += [sentences.HONEST, held]
    if record.inputs:
        rows = [[inline(name), inline(digest)] for name, digest in record.inputs.items()]
        blocks.append(table(["File", "SHA-256"], rows))
    return blocks


def _left_out(record: Record, step: Step) -> list[str]:
    return [f"Left out: {inline(x.reason)}" for x in record.left_out if x.step == step]
