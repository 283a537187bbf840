"""The sentences of a record, shared by every page.

`say` escapes a text that a person wrote for the page; the sentences contain no markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from debrief.core.days import in_full
from debrief.core.meeting.wording import CHALLENGE_OUTCOMES, outcome_words
from debrief.core.record.model import Decision, Member, Record
from debrief.core.record.poll_model import Challenge, Competency, Mark, Move
from debrief.core.scorecard import TOLERANCE
from debrief.core.text import clock, counted, day, listed, times
from debrief.core.vocabulary import closing_words

Say = Callable[[str], str]

HONEST = (
    "The fingerprint shows accidental or partial changes to the journal and the files below. "
    "Someone who can rewrite the whole folder can rebuild the chain, "
    "unless the fingerprint was kept elsewhere."
)
PRESENCE = {"present": "present", "late": "joined late", "left": "left", "absent": "absent"}
STANDING = {
    "stand": "their ratings count",
    "re-rate": "they were to rate again",
    "set-aside": "their ratings are shown, not counted",
}
BASIS = {
    "dissent": "by name",
    "challenger": "to argue against it, whatever their own view",
    "panel": "everyone, to argue against it",
}
HOW = {"kept": "kept", "no-entry": "kept, no entry", "not-asked": "kept, not asked"}
FAILED = "A year has passed and it went wrong. Why?"
MISSED = "We passed, and they excelled elsewhere. What did we miss?"
THRESHOLD = "A threshold: it can block a hire, but never support one."


def subtitle(record: Record, say: Say) -> str:
    """Return the date and time of the debrief, and the person who led it."""
    opened, finished = record.opened, record.finished
    until = ", not finished"
    if finished is not None:
        other_day = "" if finished.date() == opened.date() else f"{day(finished)}, "
        until = f" to {other_day}{clock(finished)}"
    led = f" Led by {say(record.facilitator)}." if record.facilitator else ""
    meant = ""
    if record.scheduled and record.scheduled.date() != opened.date():
        meant = f" It was scheduled for {day(record.scheduled)}."
    interim = ""
    if record.status == "interim":
        interim = f" Interim record: the decision is open until {in_full(record.until)}."
    again = (
        f" Carried on {listed([day(x) for x in record.carried_on])}." if record.carried_on else ""
    )
    return (
        f"Record of the debrief on {day(opened)}, {clock(opened)}{until}. Times are UTC."
        f"{led}{meant}{again}{interim}"
    )


def outcome(decision: Decision) -> str:
    """Return the decision in a few words."""
    words = outcome_words(decision.outcome, len(decision.conditions)).capitalize()
    until = decision.until if decision.outcome == "postponed" else None
    return f"{words} until {day(until)}" if until else words


def decided(record: Record, decision: Decision, say: Say) -> str:
    """Return the person who decided, the time, and whether they were recused."""
    recused = " The owner was recused on a competency." if decision.owner_recused else ""
    title = next((m.title for m in record.panel if m.id == decision.owner), "")
    owner = say(record.name(decision.owner)) + (f" ({say(title)})" if title else "")
    return f"Decided by {owner} on {day(decision.at)} at {clock(decision.at)}.{recused}"


def next_look(decision: Decision, say: Say) -> list[tuple[str, str]]:
    """Return the open test of a decision that was put off, as (label, text)."""
    facts = [
        ("The test", say(decision.test)),
        ("Who runs it", say(decision.tester)),
        ("By when", day(decision.due) if decision.due else ""),
        ("What would change it", say(decision.would_change)),
    ]
    return [(label, text) for label, text in facts if text]


def kinds(competency: Competency) -> list[str]:
    """Return the tags of a competency: must-have, threshold."""
    return ["must-have"] * competency.must_have + ["threshold"] * (competency.kind == "threshold")


def closing(record: Record, competency: Competency, say: Say) -> str:
    """Return the closing of a competency in words, with the name of who was alone."""
    if competency.closing is None:
        return "open"
    words = closing_words(competency.closing, threshold=competency.kind == "threshold")
    return f"{words}: {say(record.name(competency.alone))}" if competency.alone else words


def mark_facts(mark: Mark, say: Say, *, first: bool = False) -> list[str]:
    """Return a mark in words: the rating or state, its confidence and its origin.

    In the `first` round of a competency a rating is kept that also holds for this role.
    """
    facts = [say(mark.word)]
    if mark.was:
        facts.append(f"first entered by mistake as {listed([say(x) for x in mark.was])}")
    if mark.of_card:
        facts.append("rated again for this role")
    elif mark.confidence:
        facts.append(f"{mark.confidence} confidence")
    if mark.way:
        facts.append(mark.way)
    if mark.level is None:
        return facts
    if mark.how == "kept" and first:
        facts.append("confirmed for this role")
    elif mark.how in HOW:
        facts.append(HOW[mark.how] if mark.counts else HOW[mark.how].removeprefix("kept, "))
    if not mark.counts:
        facts.append(f"not counted: {mark.uncounted}" if mark.uncounted else "not counted")
    return facts


REASON = "Reason"
"""The label of a reason for a rating, or for none."""


def mark_details(mark: Mark, *, bare: bool, say: Say) -> list[tuple[str, str]]:
    """Return the evidence of a mark as (label, text); with `bare`, say that there is none."""
    sure = f", {mark.confidence} confidence" if mark.confidence else ""
    details = [
        ("On the card, for another role", f"{say(mark.of_card)}{sure}" if mark.of_card else ""),
        *(("For", say(x)) for x in mark.for_),
        *(("Against", say(x)) for x in mark.against),
        ("Depends on a past context", say(mark.depends_on_context)),
        ("Seen in the scenario", say(mark.scenario)),
        (REASON, say(mark.reason) if mark.reason != mark.word else ""),
    ]
    written = [(label, text) for label, text in details if text]
    if bare and mark.state == "rated" and not (mark.for_ or mark.against):
        written.append(("", "No evidence was written."))
    return written


def why_moved(move: Move, say: Say, *, asked: bool = True) -> str:
    """Return the reason for a move, with its punctuation; nobody is asked why a vote moved."""
    if move.declined:
        return ", declined to say why"
    if move.reason:
        return f": {say(move.reason)}"
    return ", no reason on record" if asked else ""


def moved(record: Record, move: Move, say: Say, *, asked: bool) -> str:
    """Return who moved from which rating to which, and why."""
    words = f"{say(move.before_word)} → {say(move.after_word)}"
    return f"Moved: {say(record.name(move.panelist))}, {words}{why_moved(move, say, asked=asked)}"


def challenge_details(record: Record, challenge: Challenge, say: Say) -> list[str]:
    """Return the details of a challenge, in order."""
    who = listed([say(record.name(x)) for x in challenge.challengers])
    details = [
        f"Asked: {', '.join(filter(None, (who, BASIS[challenge.basis])))}",
        f"Argued: {say(challenge.argued)}",
        *(["New evidence: yes"] if challenge.new_evidence else []),
        f"Outcome: {CHALLENGE_OUTCOMES[challenge.outcome]}",
    ]
    if len(challenge.competencies) > 1:
        titles = [say(record.competency_title(x)) for x in challenge.competencies]
        details.append(f"One challenge for {listed(titles)}")
    return details


def member_facts(record: Record, member: Member) -> str:
    """Return the presence of a panelist, and whether they own the decision or are recused."""
    facts = [PRESENCE[member.presence]]
    facts += ["decision owner"] if member.id == record.owner else []
    facts += ["recused"] if member.recused else []
    return ", ".join(facts)


def member_details(record: Record, member: Member, say: Say) -> list[str]:
    """Return a panelist's attendance, card, and understanding of the role."""
    came_and_went = _came_and_went(record, member)
    details = [came_and_went] if came_and_went else []
    details.append(_card(record, member))
    if member.card is not None and member.card.settled:
        said = f"In their words: {say(member.card.reason)}"
        details.append(f"{_SETTLED[member.card.settled]}. {said}")
    details += [f"The role as they understood it: {say(member.role)}"] if member.role else []
    if member.understanding == "same":
        return [*details, "Confirmed that this is the role"]
    if member.understanding == "differs":
        return [
            *details,
            f"Understood it differently: {say(member.differs)}",
            f"The owner ruled: {say(member.ruling)}",
            f"Effect of the ruling: {standing(record, member, say)}",
        ]
    if member.understanding == "absent":
        return [*details, "Absent when the role was confirmed"]
    return [*details, "Not asked to confirm the role"]


_SETTLED = {
    "as-card": "Their card was not the one from the opening; the new one counted from then on",
    "by-hand": "Their card was not the one from the opening, so they rated by hand",
    "missing": "Their card was not the one from the opening; from then on they count as missing",
}

SETTLED_ROW = {
    "as-card": "replaced their scorecard in the meeting",
    "by-hand": "rated by hand once their scorecard was no longer the one from the opening",
    "missing": "counts as missing once their scorecard was no longer the one from the opening",
}
"""The same beside the results."""


def standing(record: Record, member: Member, say: Say) -> str:
    """Return what a ruling on a panelist's ratings led to."""
    if member.ratings != "re-rate":
        return STANDING[member.ratings]
    left = [
        say(competency.title)
        for competency in record.competencies
        for mark in (competency.rounds[-1].marks if competency.rounds else ())
        if mark.panelist == member.id and mark.level is not None and not mark.counts
    ]
    words = STANDING["re-rate"]
    return f"{words}; without a new rating, and not counted: {listed(left)}" if left else words


def at_time(record: Record, at: datetime) -> str:
    """Return a time, with its day if that is not the day of the opening."""
    other = at.date() != record.opened.date()
    return f"{clock(at)} on {day(at)}" if other else clock(at)


def _came_and_went(record: Record, member: Member) -> str:
    """Return the changes of presence in a sentence, empty for somebody who was there throughout."""
    if all(x.presence == "present" for x in member.attended):
        return ""
    words = {"late": "joined late at", "left": "left at", "absent": "absent at"}
    came = [
        f"{words.get(x.presence, 'back at')} {at_time(record, x.at)}"
        for number, x in enumerate(member.attended)
        if number or x.presence != "present"  # who was marked present first was there already
    ]
    return f"{', '.join(came).capitalize()}"


def _card(record: Record, member: Member) -> str:
    card = member.card
    if card is None:
        return "No scorecard"
    when = f"of {day(card.submitted)}, {clock(card.submitted)}" if card.submitted else "undated"
    late = ", late" if card.late else ""
    accepted = (
        f", accepted in the meeting at {at_time(record, card.accepted)}" if card.accepted else ""
    )
    if card.accepted and card.submitted and card.submitted - card.accepted > TOLERANCE:
        accepted += ", which is before its own date"
    encrypted = ", encrypted" if card.encrypted else ""
    entries = "1 entry" if card.entries == 1 else f"{card.entries or 'no'} entries"
    bare = f", {card.bare} with neither evidence nor reason" if card.bare else ""
    return f"Scorecard {when}{late}{encrypted}{accepted}, {entries}{bare}"


def process(record: Record, say: Say) -> Iterator[str]:
    """Yield the course of the meeting in sentences; what did not happen has none."""
    facts = record.process
    yield from _about_cards(record, say)
    yield from _about_talk(record, say)
    if facts.voiced_early:
        early = counted(facts.voiced_early, "rating")
        yield f"{early} {_were(facts.voiced_early)} voiced before the reveal."
    if facts.corrected:
        entries = counted(facts.corrected, "entry", "entries")
        yield f"{entries} {_were(facts.corrected)} corrected after a reveal."
    if facts.undone:
        yield f"Undo was used {times(facts.undone)}."
    if facts.runs > 1:
        yield f"The meeting was resumed {times(facts.runs - 1)}."
    if facts.torn:
        kept = counted(sum(facts.torn), "unfinished byte")
        yield (
            f"The journal was recovered after a crash {times(len(facts.torn))}, "
            f"and {kept} {_were(sum(facts.torn))} set aside."
        )
    if facts.entries_lost:
        yield f"Blind entries were lost and asked for again {times(facts.entries_lost)}."
    if facts.clock_went_back:
        yield f"The computer’s clock went back {times(facts.clock_went_back)}."


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def _about_cards(record: Record, say: Say) -> Iterator[str]:
    missing = [say(m.name) for m in record.panel if m.card is None]
    late = [say(m.name) for m in record.panel if m.card and m.card.late]
    people = len(record.panel)
    if not missing:
        yield "Everybody on the panel sent a scorecard."
    else:
        came = people - len(missing)
        yield f"{came} of {people} scorecards were in; none from {listed(missing)}."
    if late:
        yield f"Late: {'the card' if len(late) == 1 else 'the cards'} of {listed(late)}."
    bare = record.process.without_evidence
    where = [
        f"{say(record.name(x.panelist))} on {say(record.competency_title(x.competency))}"
        for x in bare
    ]
    later = list(_first_given_later(record, say))
    if where:
        of = counted(record.process.ratings, "rating")
        yield f"{len(bare)} of {of} came without evidence: {listed(where)}."
    elif record.process.ratings and not later:
        yield "Every rating came with evidence."
    if later:
        yield f"Rated in the meeting, so without written evidence: {listed(later)}."


def _first_given_later(record: Record, say: Say) -> Iterator[str]:
    """Yield the ratings that are on no card: entered before a reveal, or in a later round first."""
    for competency in record.competencies:
        if not competency.rounds:
            continue
        first, *later = competency.rounds
        on_card = {x.panelist for x in first.marks if x.level is not None and x.how != "entered"}
        given = {x.panelist for x in first.marks if x.how == "entered"}
        given |= {m.panelist for x in later for m in x.marks if m.level is not None} - on_card
        for member in record.panel:
            if member.id in given:
                yield f"{say(member.name)} on {say(competency.title)}"


def _about_talk(record: Record, say: Say) -> Iterator[str]:
    def about(what: str, some: Sequence[Competency]) -> Iterator[str]:
        if some:
            yield f"{what} {listed([say(x.title) for x in some])}."

    all_ = record.competencies
    challenged = [say(c.title) for c in all_ if c.challenges]
    challenged += ["the final vote"] if record.vote.challenges else []
    if challenged:
        yield f"The panel challenged {listed(challenged)}."
    waived = [
        c for c in all_ if not c.challenges and any(not w.together for w in c.challenge_waivers)
    ]
    yield from about("The challenge was skipped on", waived)
    undiscussed = [c for c in all_ if c.closing == "not-discussed"]
    yield from about("The panel did not discuss", undiscussed)
    for competency in all_:
        moves = [
            f"{say(record.name(x.panelist))} ({say(x.before_word)} → {say(x.after_word)})"
            for x in competency.moves
            if x.before is not None
        ]
        if moves:
            yield f"Moved on {say(competency.title)}: {listed(moves)}."
    if not any(c.moves for c in all_) and any(len(c.rounds) > 1 for c in all_):
        yield "Nobody moved in a second round."
