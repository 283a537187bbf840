"""The rest of the meeting on the page: references, fit, premortem, panel, minutes, process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from debrief.core.record_model import Constraint, Member, Minute, Record, Reference, Said
from debrief.core.steps import Step
from debrief.report.escape import (
    bullets,
    clock,
    counted,
    day,
    inline,
    listed,
    nested,
    number,
    table,
    times,
)

HONEST = (
    "The fingerprint shows accidental or partial changes to the journal and the files below. "
    "Someone who can rewrite the whole folder can rebuild the chain, "
    "unless the fingerprint was kept elsewhere."
)
_PRESENCE = {"present": "present", "late": "joined late", "left": "left", "absent": "absent"}
_STANDING = {
    "stand": "their ratings stand",
    "re-rate": "their ratings were to be given anew",
    "set-aside": "their ratings are set aside: shown, outside the class",
}


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
        ("A year has passed and it went wrong. Why?", record.premortem.failed),
        ("We passed, and they excelled elsewhere. What did we miss?", record.premortem.missed),
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
    facts = [_PRESENCE[one.presence]]
    facts += ["decision owner"] if one.id == record.owner else []
    facts += ["recused"] if one.recused else []
    title = f", {inline(one.title)}" if one.title else ""
    came = [f"{_PRESENCE[x.presence]} at {clock(x.at)}" for x in one.attended]
    details = [f"Came and went: {', '.join(came)}"] if _moved(one) else []
    details += [_card(one)]
    details += [f"The role as they understood it: {inline(one.role)}"] if one.role else []
    details += list(_understanding(one))
    return f"**{inline(one.name)}**{title}: {', '.join(facts)}{nested(details)}"


def _moved(one: Member) -> bool:
    return any(x.presence != "present" for x in one.attended)


def _card(one: Member) -> str:
    card = one.card
    if card is None:
        return "No scorecard"
    when = f"of {day(card.submitted)}, {clock(card.submitted)}" if card.submitted else "undated"
    late = ", late" if card.late else ""
    accepted = f", accepted in the meeting at {clock(card.accepted)}" if card.accepted else ""
    entries = "1 entry" if card.entries == 1 else f"{card.entries or 'no'} entries"
    return f"Scorecard {when}{late}{accepted}, {entries}"


def _understanding(one: Member) -> Iterator[str]:
    match one.understanding:
        case "same":
            yield "Confirmed that this is the role"
        case "differs":
            yield f"Understood it differently: {inline(one.differs)}"
            yield f"The owner ruled: {inline(one.ruling)}"
            yield f"Effect of the ruling: {_STANDING[one.ratings]}"
        case _:
            yield "Did not confirm the role"


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


def process(record: Record) -> list[str]:
    """Return how the meeting went, in counts, and the time each step took."""
    facts = record.process
    told = [
        *_about_cards(record),
        *_about_talk(record),
        f"Ratings voiced before their reveal: {facts.voiced_early}",
        f"Entries corrected after a reveal: {facts.corrected}",
        f"Undo was used {times(facts.undone)}",
    ]
    if facts.runs > 1:
        told.append(f"The meeting was resumed {times(facts.runs - 1)}")
    if facts.torn:
        told.append(
            f"The journal was recovered after a crash {times(len(facts.torn))}; "
            f"{counted(sum(facts.torn), 'unfinished byte')} were kept aside"
        )
    if facts.entries_lost:
        told.append(f"Blind entries were lost and asked for again: {facts.entries_lost}")
    if facts.clock_went_back:
        told.append(f"The computer’s clock went back {times(facts.clock_went_back)}")
    return ["## How the meeting went", bullets(told), *_times(record)]


def _about_cards(record: Record) -> Iterator[str]:
    missing = [inline(m.name) for m in record.panel if m.card is None]
    late = [inline(m.name) for m in record.panel if m.card and m.card.late]
    yield (
        f"Scorecards: {len(record.panel) - len(missing)} of {len(record.panel)}"
        + (f"; none from {listed(missing)}" if missing else "")
        + (f"; late from {listed(late)}" if late else "")
    )
    bare = record.process.without_evidence
    where = [
        f"{inline(record.name(x.panelist))} on {inline(record.competency_title(x.competency))}"
        for x in bare
    ]
    yield f"Ratings without evidence: {len(bare)} of {record.process.ratings}" + (
        f" ({'; '.join(where)})" if where else ""
    )


def _about_talk(record: Record) -> Iterator[str]:
    all_ = record.competencies
    yield _titles("Challenged", [c.title for c in all_ if c.challenges])
    waived = [
        c.title
        for c in all_
        if not c.challenges and any(not w.together for w in c.challenge_waivers)
    ]
    yield _titles("Challenge waived", waived)
    yield _titles("Not discussed", [c.title for c in all_ if c.closing == "not-discussed"])
    moves = [
        f"{inline(record.name(m.panelist))} on {inline(c.title)} "
        f"({inline(m.before_word)} → {inline(m.after_word)})"
        for c in all_
        for m in c.moves
    ]
    yield f"Moved after discussion: {'; '.join(moves) or 'nobody'}"
    facts = record.process
    if facts.pairs:
        yield (
            f"Pairs of raters within one level, first round, graded competencies: "
            f"{facts.close_pairs} of {facts.pairs} ({100 * facts.close_pairs / facts.pairs:.0f} %)"
        )
    for one in facts.convergence:
        yield (
            f"{inline(record.competency_title(one.competency))}: mean deviation from the median "
            f"{number(one.first)} in the first round, {number(one.last)} in the last, "
            f"change {number(one.change)} (convergence, not accuracy)"
        )


def _titles(what: str, titles: Sequence[str]) -> str:
    return f"{what}: {listed([inline(x) for x in titles]) or 'none'}"


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
    blocks += [HONEST, held]
    if record.inputs:
        rows = [[inline(name), inline(digest)] for name, digest in record.inputs.items()]
        blocks.append(table(["File", "SHA-256"], rows))
    return blocks


def _left_out(record: Record, step: Step) -> list[str]:
    return [f"Left out: {inline(x.reason)}" for x in record.left_out if x.step == step]
