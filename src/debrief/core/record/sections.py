"""The sections of a record, each described once; every page and the pane draw the same parts.

To add a plain section, write a function that yields its parts and list it in `SECTIONS`; the pages
need no change. A part has words that are ready to be shown. `say` escapes a text that a person
wrote for the page; only a Quote has such a text as it was written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from debrief.core.days import in_full
from debrief.core.meeting.agreement import side
from debrief.core.meeting.promises import NO_DAY, NOBODY
from debrief.core.meeting.wording import AWAY, why_no_vote, without_vote
from debrief.core.record import wording
from debrief.core.record.model import (
    Constraint,
    Decision,
    Dissent,
    Member,
    Minute,
    Promise,
    Question,
    Record,
    Reference,
    Statement,
)
from debrief.core.record.poll_model import Competency, Mark, Poll, Round
from debrief.core.record.wording import Say, at_time
from debrief.core.scorecard import State
from debrief.core.text import counted, day, listed, number
from debrief.core.vocabulary import Outcome, PromiseKind, closing_words

WORDS_FIT = 5
"""Most levels whose words fit above the drawings; longer scales show numbers."""

Style = Literal["", "outcome", "quiet", "scale", "fingerprint", "digest"]
"""The kind of a paragraph: the outcome, an aside, a scale, the fingerprint, a digest to copy.

A wide drawing has the words of a "scale" in its head; a scale that it has no room for is "quiet".
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of words: a strong beginning, the text, a quiet end, and lines that belong to it."""

    text: str = ""
    strong: str = ""
    more: tuple[str, ...] = ()
    aside: str = ""

    @property
    def rest(self) -> str:
        """Return all words after the strong beginning."""
        return f"{self.text} {self.aside}" if self.aside else self.text


@dataclass(frozen=True, slots=True)
class Counts:
    """The ratings on each level, lowest first, as a strip with the line between no and yes."""

    counts: tuple[int, ...]

    @property
    def parts(self) -> tuple[tuple[int, ...], ...]:
        """The counts below the line, on the middle level if there is one, and above it."""
        half = len(self.counts) // 2
        parts = (self.counts[:half], self.counts[half:-half], self.counts[-half:])
        return tuple(part for part in parts if part)

    @property
    def text(self) -> str:
        """The strip in characters: `· 1 ┊ 3 1`."""
        return " ┊ ".join(" ".join(str(n or "·") for n in part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class FileName:
    """The name of a file, as it is and escaped."""

    name: str
    text: str


Cell = str | Row | Counts | FileName


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section, with tags and an anchor (`key`)."""

    title: str
    tags: tuple[str, ...] = ()
    key: str = ""
    deep: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A single row."""

    row: Row
    style: Style = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of rows, numbered or not; `detail` is left out where a record is read back."""

    rows: tuple[Row, ...]
    numbered: bool = False
    detail: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels, each with its texts."""

    facts: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def rows(self) -> Rows:
        """The same as a list, for a page that has no list of definitions."""
        return Rows(
            tuple(
                Row(f" {texts[0]}", f"{label}:") if len(texts) == 1 else Row("", label, texts)
                for label, texts in self.facts
            )
        )


@dataclass(frozen=True, slots=True)
class Quote:
    """A text as a person wrote it, in lines and paragraphs, not escaped yet."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a head; `caption` names the table for those who do not see it.

    `whole` is the column of long texts, if there is one.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str
    kind: Literal["", "glance", "promises", "minutes", "numbers", "digests"] = ""
    whole: int | None = None


@dataclass(frozen=True, slots=True)
class Rounds:
    """All rounds of a poll: a page with drawings draws them, others take their `parts`."""

    poll: Poll
    key: str
    caption: str
    parts: tuple[Part, ...]

    @property
    def competency(self) -> bool:
        """Return whether it is a competency, not the final vote."""
        return isinstance(self.poll, Competency)


Part = Heading | Paragraph | Rows | Facts | Quote | Table | Rounds


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the record: its anchor, title, the title in a list of sections, and parts."""

    key: str
    title: str
    short: str
    parts: tuple[Part, ...]


def sections(record: Record, say: Say) -> tuple[Section, ...]:
    """Return all sections of a record, in order."""
    made = (
        Section(key, title, short, tuple(describe(record, say)))
        for key, title, short, describe in SECTIONS
    )
    return tuple(section for section in made if section.parts)


# ---- a question and its answers


def not_asked(record: Record, question: Question, say: Say, opening: str = "Not asked") -> str:
    """Return the reason that a question was not asked, after an opening; empty if it was."""
    skipped = next((x for x in record.not_asked if x.question == question), None)
    if skipped is None:
        return ""
    if skipped.why == "left-out":
        reasons = [say(x.reason) for x in record.left_out if x.step == STEP_OF[question]]
        return f"{opening}: this was skipped. {' '.join(reasons)}".strip()
    if skipped.why == "skipped":
        return f"{opening}: the meeting moved on without it, and no reason was recorded."
    return f"{opening} yet."


STEP_OF: dict[Question, str] = {
    "warm-up": "warm-up",
    "references": "references",
    "owed": "fit",
    "failed": "premortem",
    "missed": "premortem",
    "vote": "vote",
    "decision": "decision",
}
"""The step at which a question is asked."""


def _answers(
    title: str, rows: Iterable[Row], *, empty: str, never: str = "", numbered: bool = False
) -> Iterator[Part]:
    """Yield a question's title and answers, or `never` or `empty` where there are none."""
    answers = tuple(rows)
    yield Heading(title)
    if answers:
        yield Rows(answers, numbered)
    else:
        yield Paragraph(Row(never or empty))


def _sourced(record: Record, items: Sequence[Statement], say: Say) -> Iterator[Row]:
    for item in items:
        who = f"({say(record.name(item.panelist))})" if item.panelist else ""
        yield Row(say(item.text), aside=who)


# ---- the decision


def _decision(record: Record, say: Say) -> Iterator[Part]:
    decision = record.decision
    if decision is None:
        yield Paragraph(Row("No decision yet"), "outcome")
        yield Paragraph(Row(f"{say(record.name(record.owner))} decides."))
    else:
        yield Paragraph(Row(wording.outcome(decision)), "outcome")
        yield Paragraph(Row(wording.decided(record, decision, say)))
        if record.earlier_decisions:
            yield Paragraph(Row(f"{_decided_before(record)}."))
        yield Paragraph(Row(vote_sentence(record, say)))
        if voters := " ".join(_voters(record, say)):
            yield Paragraph(Row(voters))
        if recusals := tuple(_recusals(record, say)):
            yield Rows(recusals)
        yield from _next_look(decision, say)
        yield Heading("Why")
        yield Quote(decision.rationale)
        yield from _obstacles(record, decision, say)
    never = not_asked(record, "decision", say)
    yield Heading("Dissent")
    for dissent in record.dissents:
        yield from _dissent(record, dissent, say)
    if not record.dissents:
        yield Paragraph(Row(never or _no_dissent(record, say)))
    if rows := tuple(_asked(record, say)):
        yield Rows(rows)
    yield from _promises(record, say)
    yield Heading("Review")
    if decision is not None and decision.review is not None:
        about = ["the dissent"] if record.dissents else []
        predicted = record.premortem.failed or record.premortem.missed
        about += ["the predictions of the premortem"] if predicted else []
        what = f", with {listed(about)}" if about else ""
        yield Paragraph(Row(f": review of this decision{what}.", day(decision.review)))
    else:
        yield Paragraph(Row(never or "No review date was set."))
    if decision is not None:
        yield from _what_was_not_asked(record, say)
    yield from _owner_changes(record, say)


QUESTIONS: dict[Question, str] = {
    "warm-up": "The warm-up.",
    "references": "References.",
    "owed": "What we owe the candidate.",
    "failed": f"Premortem: {wording.FAILED}",
    "missed": f"Premortem: {wording.MISSED}",
}
"""The questions that are listed under what was not asked; the others have places of their own."""


def _what_was_not_asked(record: Record, say: Say) -> Iterator[Part]:
    rows = [
        Row(f" {not_asked(record, x.question, say)}", QUESTIONS[x.question])
        for x in record.not_asked
        if x.question in QUESTIONS
    ]
    rows += [
        Row(" Nobody was asked whether the candidate knows.", f"{say(x.text).rstrip('.')}.")
        for x in record.fit.constraints
        if x.told is None
    ]
    rows += _not_reached(record, say)
    if rows:
        yield Heading("What was not asked")
        yield Rows(tuple(rows))


def _not_reached(record: Record, say: Say) -> Iterator[Row]:
    """Yield the references that nobody read, and what nobody discussed."""
    asked = "references" not in [x.question for x in record.not_asked]
    if asked and not record.references:
        yield Row(" None were on file.", "References.")
    unread = [say(x.on_file.relation) for x in record.references if not x.reviewed]
    if asked and unread:
        yield Row(f" Not read in the meeting: {listed(unread)}.", "References.")
    undiscussed = [say(x.title) for x in record.competencies if x.closing == "not-discussed"]
    if undiscussed:
        yield Row(f" {listed(undiscussed)}.", "Not discussed:")


def vote_sentence(record: Record, say: Say) -> str:
    """Return the counts of the last vote and who did not vote, or why there was none."""
    rounds = record.vote.rounds
    if not rounds:
        return _never_voted(record, say)
    which = "vote" if len(rounds) == 1 else f"last vote (of {len(rounds)})"
    return f"The panel’s {which}: {_counts_of_vote(record, say)}."


def vote_fact(record: Record, say: Say) -> str:
    """Return the same as `vote_sentence`, to be shown beside the word “Vote”."""
    rounds = record.vote.rounds
    if not rounds:
        return _never_voted(record, say)
    which = f"last of {len(rounds)} votes: " if len(rounds) > 1 else ""
    return f"{which}{_counts_of_vote(record, say)}"


def _counts_of_vote(record: Record, say: Say) -> str:
    last = record.vote.rounds[-1]
    presences = {
        member.id: change.presence
        for member in record.panel
        for change in member.attended
        if change.at <= last.at
    }
    without = [
        (
            say(record.name(mark.panelist)),
            why_no_vote(State(mark.state), say(mark.reason), presences.get(mark.panelist)),
        )
        for mark in last.marks
        if mark.level is None
    ]
    counts = say(last.counts_in_words)
    return "; ".join(filter(None, (counts, without_vote(without, len(last.marks)))))


def _voters(record: Record, say: Say) -> Iterator[str]:
    """Yield who voted how in the last vote, the highest level first."""
    marks = record.vote.rounds[-1].marks if record.vote.rounds else ()
    for level in range(len(record.vote.scale), 0, -1):
        by = [mark for mark in marks if mark.level == level]
        if by:
            word = say(by[0].word[:1].upper() + by[0].word[1:])
            yield f"{word}: {listed([say(record.name(mark.panelist)) for mark in by])}."


def _recusals(record: Record, say: Say) -> Iterator[Row]:
    """Yield who was recused from which competencies, with each reason."""
    recused: dict[tuple[str, str], list[str]] = {}
    for competency in record.competencies:
        for mark in competency.rounds[0].marks if competency.rounds else ():
            if mark.state == "recused":
                recused.setdefault((mark.panelist, mark.reason), []).append(competency.id)
    for (panelist, reason), competencies in recused.items():
        why = f": {say(reason)}" if reason else "."
        titles = _titles(record, competencies, say)
        yield Row(f" was recused from {titles}{why}", say(record.name(panelist)))


def _never_voted(record: Record, say: Say) -> str:
    return not_asked(record, "vote", say, "There was no vote") or "There was no vote."


def _next_look(decision: Decision, say: Say) -> Iterator[Part]:
    if facts := wording.next_look(decision, say):
        yield Facts(tuple((label, (text,)) for label, text in facts))


def _obstacles(record: Record, decision: Decision, say: Say) -> Iterator[Part]:
    """Yield the rulings and the answers to the one against that a hire needs."""
    hired, owner = decision.outcome == "hire", say(record.name(record.owner))
    rows = []
    for obstacle in record.obstacles:
        if obstacle.ruling:
            needed = f". {owner} ruled: {say(obstacle.ruling)}"
        else:
            needed = ". No ruling was recorded." if hired else f": a ruling by {owner}."
        title = say(record.competency_title(obstacle.competency))
        rounds = next(x.rounds for x in record.competencies if x.id == obstacle.competency)
        counts = f"; {say(rounds[-1].counts_in_words)}" if rounds else ""
        rows.append(Row(f" ({say(obstacle.obstacle)}{counts}){needed}", title))
    rows += _answers_to_the_one_against(record, say)
    rows += _one_against(record, say, hired=hired)
    if rows:
        yield Heading(NEEDED.get(decision.outcome, "What a hire still needs"))
        yield Rows(tuple(rows))


NEEDED: dict[Outcome, str] = {
    "hire": "What the hire needed",
    "no-hire": "What a hire would have needed",
}


def _answers_to_the_one_against(record: Record, say: Say) -> Iterator[Row]:
    """Yield the answers that are not shown with a dissent already."""
    shown = {(dissent.panelist, dissent.answer) for dissent in record.dissents}
    owner = say(record.name(record.owner))
    for given in record.answers:
        if (given.panelist, given.answer) not in shown:
            against = f" (one against: {say(record.name(given.panelist))})."
            about = _titles(record, given.competencies, say)
            yield Row(f"{against} {owner} answered: {say(given.answer)}", about)


def _one_against(record: Record, say: Say, *, hired: bool) -> Iterator[Row]:
    """Yield the must-haves and thresholds with one against whose answer is not shown here."""
    owner = say(record.name(record.owner))
    given = {answer.panelist for answer in record.answers}
    with_dissent = {dissent.panelist for dissent in record.dissents if dissent.answer}
    for competency in record.competencies:
        needed = competency.must_have or competency.kind == "threshold"
        alone = competency.alone
        if not (needed and alone and competency.closing == "yes-one-against"):
            continue
        if alone == record.owner or alone in given - with_dissent:
            continue
        if alone in with_dissent:
            ends = f". {owner} answered the dissent, below."
        else:
            ends = ". No answer was recorded." if hired else f": an answer by {owner}."
        yield Row(f" (one against: {say(record.name(alone))}){ends}", say(competency.title))


def _dissent(record: Record, dissent: Dissent, say: Say) -> Iterator[Part]:
    confirmed = "confirmed by them" if dissent.confirmed else "not confirmed by them"
    about_the_last = dissent in record.dissents
    votes = {x.panelist: x.vote for x in record.asked if x.vote and about_the_last}
    voted = f", who voted {say(votes[dissent.panelist])}" if dissent.panelist in votes else ""
    dissents = "" if about_the_last else " dissented"
    decision = record.decision
    early = about_the_last and decision is not None and dissent.at < decision.at
    when = f"{at_time(record, dissent.at)}{', before the decision' if early else ''}"
    what = f"{dissents}{voted}, in their own words, at {when}, {confirmed}:"
    yield Paragraph(Row(what, say(record.name(dissent.panelist))))
    yield Quote(dissent.text)
    if dissent.answer:
        also = [
            _titles(record, x.competencies, say)
            for x in record.answers
            if (x.panelist, x.answer) == (dissent.panelist, dissent.answer)
        ]
        on = f", also on {listed(also)}" if also else ""
        yield Paragraph(Row(f"{say(record.name(record.owner))} answers{on}:"))
        yield Quote(dissent.answer)
    else:
        yield Paragraph(Row("No answer was recorded."))


def _asked(record: Record, say: Say) -> Iterator[Row]:
    """Yield a sentence on everybody whose vote was against it, or who was away, without a dissent.

    Nothing is concluded from silence: people who were not asked are named as such.
    """
    worded = {dissent.panelist for dissent in record.dissents}
    listed_here = worded | {person.panelist for person in record.asked}
    for person in record.asked:
        if person.panelist in worded:
            continue
        voted = f" voted {say(person.vote)}" if person.vote else " did not vote"
        away = f" ({AWAY[person.presence]})" if person.presence in AWAY else ""
        ends = {
            "dissents": " and dissents, but their words were not recorded",
            "accepts": ", was asked by name, and accepts the decision",
            "not-asked": f" and was not asked{away}",
        }[person.answer]
        yield Row(f"{voted}{ends}.", say(record.name(person.panelist)))
    if record.decision is None or record.decision.outcome not in SETTLES:
        return
    for mark in record.vote.rounds[-1].marks if record.vote.rounds else ():
        if mark.level is None and mark.panelist not in {*listed_here, record.owner}:
            yield Row(" did not vote and was not asked.", say(record.name(mark.panelist)))


SETTLES = ("hire", "no-hire")
"""The outcomes after which people are asked whether they dissent."""


def _no_dissent(record: Record, say: Say) -> str:
    """Return that there is no dissent, and why nobody was asked, if nobody was."""
    decision = record.decision
    if decision is None or decision.outcome not in SETTLES:
        return "No dissent was recorded. Nobody is asked before a hire or no hire is decided."
    if not record.vote.rounds:
        return "No dissent was recorded. Without a vote nobody was asked."
    if any(person.vote for person in record.asked):
        return "No dissent was recorded."
    last = record.vote.rounds[-1]
    levels = len(record.vote.scale)
    against = -1 if decision.outcome == "hire" else 1
    own = next((x for x in last.marks if x.panelist == decision.owner and x.level), None)
    if own is None or own.level is None or side(own.level, levels) != against:
        return "No dissent was recorded. Nobody voted against the decision, so nobody was asked."
    owner, word = say(record.name(decision.owner)), say(own.word)
    return (
        f"No dissent was recorded. {owner}, who decided, had voted {word}; nobody else voted "
        "against the decision, so nobody was asked."
    )


def _titles(record: Record, competencies: Sequence[str], say: Say) -> str:
    return listed([say(record.competency_title(x)) for x in competencies])


def _promises(record: Record, say: Say) -> Iterator[Part]:
    yield Heading("What was promised")
    if rows := tuple(promise_rows(record, say)):
        head = ("What", "Who", "By when")
        caption = "Conditions, follow-ups and what is owed, with person and day"
        yield Table(head, rows, caption, kind="promises", whole=0)
    else:
        yield Paragraph(Row("No promises were recorded."))


KINDS: dict[PromiseKind, str] = {
    "condition": "(condition)",
    "owed": "(owed to the candidate)",
    "follow-up": "",
    "signal": "(the signal that was missing)",
}


def _kind(record: Record, promise: Promise, say: Say) -> str:
    """Return the kind of a promise in brackets: of a signal, also what it is for."""
    if promise.kind == "signal":
        for competency in record.competencies:
            if any(signal.signal == promise.text for signal in competency.signals):
                return f"(the signal missing on {say(competency.title)})"
        if any(signal.signal == promise.text for signal in record.vote.signals):
            return "(the signal missing at the final vote)"
    return KINDS[promise.kind]


def _in_order(promise: Promise) -> tuple[bool, date]:
    """Return the place of a promise in a list: conditions first, then by day, the rest last."""
    return promise.kind != "condition", promise.by or date.max


def promise_rows(
    record: Record, say: Say, *, open_only: bool = False
) -> Iterator[tuple[Row, str, str]]:
    """Yield each promise, its person and its day; those of meetings of rules 1 too.

    With `open_only`, those that were kept are left out.
    """
    known = {promise.text for promise in record.promises}
    decision = record.decision
    for text in decision.conditions if decision else ():
        if text not in known:
            yield Row(say(text), aside=KINDS["condition"]), NOBODY, NO_DAY
    for text in record.fit.owed:
        if text not in known:
            yield Row(say(text), aside=KINDS["owed"]), NOBODY, NO_DAY
    for task in record.follow_ups:
        yield Row(say(task.text)), say(task.owner), in_full(task.due)
    for promise in sorted(record.promises, key=_in_order):
        if open_only and promise.kept:
            continue
        who = say(record.name(promise.who)) if promise.who else NOBODY
        found = f": {say(promise.found)}" if promise.found else ""
        kept = f", marked as kept on {day(promise.kept)}{found}" if promise.kept else ""
        kind = _kind(record, promise, say)
        yield Row(say(promise.text), aside=kind), who, in_full(promise.by) + kept


def _decided_before(record: Record) -> str:
    """Return the earlier decisions in a few words, without their reasons."""
    earlier = (
        f"{wording.outcome(x)[:1].lower()}{wording.outcome(x)[1:]} (on {day(x.at)})"
        for x in record.earlier_decisions
    )
    return f"Decided before: {listed([*earlier])}"


def _earlier_decisions(record: Record, say: Say) -> Iterator[Part]:
    for decision in record.earlier_decisions:
        yield Heading(wording.outcome(decision))
        yield Paragraph(Row(wording.decided(record, decision, say)))
        yield Quote(decision.rationale)
        yield from _next_look(decision, say)
        if decision.conditions:
            yield Rows(tuple(Row(say(text)) for text in decision.conditions), numbered=True)
        if decision.review:
            yield Paragraph(Row(f"Review on {day(decision.review)}."))
        for dissent in decision.dissents:
            yield from _dissent(record, dissent, say)


def _owner_changes(record: Record, say: Say) -> Iterator[Part]:
    if record.owner_changes:
        yield Heading("Change of the decision owner")
        yield Rows(
            tuple(
                Row(
                    f" in place of {say(record.name(x.was))}, at {at_time(record, x.at)}, "
                    f"because: {say(x.reason)}",
                    say(record.name(x.owner)),
                )
                for x in record.owner_changes
            )
        )


# ---- the competencies


def _glance(record: Record, say: Say) -> Iterator[Part]:
    rows = []
    for competency in record.competencies:
        kinds = wording.kinds(competency)
        title = say(competency.title) + (f" ({', '.join(kinds)})" if kinds else "")
        last = competency.rounds[-1] if competency.rounds else None
        strip: Cell = Counts(last.counts) if last else "–"
        words = say(last.counts_in_words) + _without_rating(last) if last else "not revealed"
        rows.append((title, strip, words, wording.closing(record, competency, say)))
    head = ("Competency", "Counts", "Last round", "Closed as")
    caption = "Each competency with its last round and how it was closed"
    yield Table(head, tuple(rows), caption, kind="glance")
    odd = any(len(competency.scale) % 2 for competency in record.competencies)
    middle = " Between two ┊ is the middle, neither yes nor no." if odd else ""
    legend = "Counts go from the lowest level to the highest. ┊ is the line between no and yes."
    yield Paragraph(Row(legend + middle), "quiet")
    if why := tuple(_about_ratings(record, say)):
        yield Rows(why)


def _without_rating(round_: Round) -> str:
    """Return how many gave no rating that counts, and why, after a comma; empty without any."""
    states: Counter[str] = Counter(
        mark.state if mark.level is None else "counted" if mark.counts else "not-counted"
        for mark in round_.marks
    )
    words = {
        "recused": "recused",
        "not-assessed": "not assessed",
        "not-counted": "not counted",
        "missing": "missing",
    }
    return "".join(f", {states[state]} {word}" for state, word in words.items() if states[state])


def _about_ratings(record: Record, say: Say) -> Iterator[Row]:
    """Yield why ratings of a panelist are missing or do not count, for the table of results."""
    for member in record.panel:
        name = say(member.name)
        if member.card is None:
            yield Row(" sent no scorecard.", name)
        elif member.card.settled:
            yield Row(f" {wording.SETTLED_ROW[member.card.settled]}.", name)
        if member.understanding == "differs" and member.ratings != "stand":
            yield Row(f" had rated another role: {wording.standing(record, member, say)}.", name)


def _competencies(record: Record, say: Say) -> Iterator[Part]:
    for competency in record.competencies:
        yield Heading(say(competency.title), tuple(wording.kinds(competency)), f"c-{competency.id}")
        yield Paragraph(Row(say(competency.definition)), "quiet")
        yield _scale(competency, say)
        if competency.kind == "threshold":
            yield Paragraph(Row(wording.THRESHOLD), "quiet")
        yield Rows(tuple(_course(record, competency, competency.id, say)))
        if competency.rounds:
            yield Heading("Ratings and evidence", deep=True)
            caption = f"Ratings of {competency.title}"
            yield _rounds(record, competency, f"r-{competency.id}", caption, say)
        else:
            yield Paragraph(Row("No ratings were shown."))


def _scale(poll: Poll, say: Say) -> Paragraph:
    """Return the words of a scale, with their numbers where a drawing has room for these alone."""
    words = [say(word) for word in poll.scale]
    fits = len(words) <= WORDS_FIT
    if not fits:
        words = [f"{level} {word}" for level, word in enumerate(words, start=1)]
    return Paragraph(
        Row(f"Scale: {' · '.join(words)}."), "scale" if fits and poll.rounds else "quiet"
    )


def _final_vote(record: Record, say: Say) -> Iterator[Part]:
    vote = record.vote
    yield _scale(vote, say) if vote.rounds else Paragraph(Row(_never_voted(record, say)))
    if rows := tuple(_course(record, vote, None, say)):
        yield Rows(rows)
    if vote.rounds:
        yield _rounds(record, vote, "v", "The final vote", say)


def _rounds(record: Record, poll: Poll, key: str, caption: str, say: Say) -> Rounds:
    """Return everybody's marks through all rounds, with their evidence."""
    rows = []
    for last in poll.rounds[-1].marks:
        facts, more = [], []
        for round_ in poll.rounds:
            for mark in (x for x in round_.marks if x.panelist == last.panelist):
                which = f"Round {round_.number}: " if len(poll.rounds) > 1 else ""
                first = isinstance(poll, Competency) and round_.number == 1
                facts.append(which + ", ".join(wording.mark_facts(mark, say, first=first)))
                details = wording.mark_details(mark, bare=first, say=say)
                if not isinstance(poll, Competency):  # of each vote its own reason
                    facts[-1] += _why_no_vote(mark, say)
                    details = [(label, text) for label, text in details if label != wording.REASON]
                more += [f"{label}: {text}" if label else text for label, text in details]
        words = f". {'. '.join(facts)}" if len(poll.rounds) > 1 else f": {facts[0]}"
        rows.append(Row(words, say(record.name(last.panelist)), tuple(more)))
    return Rounds(poll, key, caption, (Rows(tuple(rows), detail=True),))


def _why_no_vote(mark: Mark, say: Say) -> str:
    """Return why somebody had no vote in a round, in parentheses; empty without a reason."""
    why = why_no_vote(State(mark.state), say(mark.reason), None)
    return f" ({why})" if why and why != mark.word else ""


def _course(record: Record, poll: Poll, competency: str | None, say: Say) -> Iterator[Row]:
    """Yield all that happened to a poll, in the order in which it happened."""
    events = [
        *_reveals(record, poll, say),
        *_talk(record, poll, say),
        *_untimed(record, poll, competency, say),
        *(_turns(record, poll, say) if isinstance(poll, Competency) else ()),
    ]
    yield from (row for _, _, row in sorted(events, key=lambda event: event[:2]))
    if not isinstance(poll, Competency):
        return
    unchallenged = poll.rounds and not poll.challenges and not poll.challenge_waivers
    if unchallenged and poll.rounds[-1].label == "consensus":
        yield Row("No challenge was recorded.")
    if not poll.closing:
        yield Row("Not closed.")


Timed = tuple[datetime, int, Row]
"""A row with its time, and its place among others of the same time."""


def _reveals(record: Record, poll: Poll, say: Say) -> Iterator[Timed]:
    competency = isinstance(poll, Competency)
    for round_ in poll.rounds:
        name = "Round" if competency else "Vote"
        which = f"{name} {round_.number}" if competency or len(poll.rounds) > 1 else name
        spread = f", {say(round_.spread)}" if round_.spread else ""
        words = (
            f" at {at_time(record, round_.at)}: {say(round_.counts_in_words)} "
            f"({say(round_.words)}{spread})."
        )
        changes = [move for move in poll.moves if move.round == round_.number]
        moves = [
            wording.moved(record, move, say, asked=competency)
            for move in changes
            if move.before is not None  # what is given for the first time is no move
        ]
        moves += [
            f"Rated for the first time: {say(record.name(move.panelist))}, {say(move.after_word)}"
            for move in changes
            if competency and move.before is None
        ]
        same = " No entry changed." if round_.number > 1 and not changes else ""
        yield round_.at, 1, Row(words + same, which, tuple(moves))


def _talk(record: Record, poll: Poll, say: Say) -> Iterator[Timed]:
    for made in poll.challenges:
        details = tuple(wording.challenge_details(record, made, say))
        yield made.at, 3, Row(f" at {at_time(record, made.at)}", "Challenge", details)
    for waiver in poll.challenge_waivers:
        what = "put off, to be made for several together" if waiver.together else "skipped"
        row = Row(f" at {at_time(record, waiver.at)}: {say(waiver.reason)}", f"Challenge {what}")
        yield waiver.at, 2, row


def _untimed(record: Record, poll: Poll, competency: str | None, say: Say) -> Iterator[Timed]:
    """Yield what was argued, given up or named as a signal, with the times of the course."""
    times = {(x.kind, x.number): x.at for x in record.course if x.competency == competency}
    last = poll.rounds[-1].at if poll.rounds else record.opened

    def at(kind: Literal["argued", "abandoned", "signal"], place: int) -> tuple[datetime, str]:
        time = times.get((kind, place))
        return (last, "") if time is None else (time, f" at {at_time(record, time)}")

    for place, text in enumerate(poll.argued, start=1):
        time, when = at("argued", place)
        argued = f": {say(text)}" if text else ": nothing was written down."
        yield time, 2, Row(when + argued, "Argued from evidence")
    for place, x in enumerate(poll.abandoned, start=1):
        time, when = at("abandoned", place)
        name = "Vote" if competency is None else "Round"
        yield time, 2, Row(f"{when}: {say(x.reason)}", f"{name} {x.round} was given up")
    for place, signal in enumerate(poll.signals, start=1):
        time, when = at("signal", place)
        who = say(record.name(signal.who)) if signal.who else NOBODY
        due = f"by {day(signal.by)}" if signal.by else NO_DAY
        yield time, 4, Row(f"{when}: {say(signal.signal)} ({who}, {due})", "Signal needed")


def _turns(record: Record, competency: Competency, say: Say) -> Iterator[Timed]:
    threshold = competency.kind == "threshold"
    for turn in competency.turns:
        words = closing_words(turn.closing, threshold=threshold) if turn.closing else ""
        what = f"Closed as {words}" if words else "Reopened"
        why = f", because: {say(turn.reason)}" if turn.reason else ""
        yield turn.at, 5 if words else 0, Row(f" at {at_time(record, turn.at)}{why}", what)


# ---- references, fit, premortem


def _references(record: Record, say: Say) -> Iterator[Part]:
    if never := not_asked(record, "references", say):
        yield Paragraph(Row(never))
    if not record.references:
        yield Paragraph(Row("No references were on file."))
    if record.references_note:
        yield Paragraph(Row(say(record.references_note)))
    for reference in record.references:
        yield from _reference(record, reference, say)


def _reference(record: Record, reference: Reference, say: Say) -> Iterator[Part]:
    file = reference.on_file
    source = "Named by the candidate" if file.given_by_candidate else "Found by the panel"
    taken = f", taken on {day(file.taken)}" if file.taken else ""
    read = "" if reference.reviewed else " Not read in the meeting."
    number_ = record.references.index(reference) + 1
    yield Heading(f"{number_}. {say(file.relation)}")
    yield Paragraph(Row(f"{source}{taken}.{read}"))
    facts = (
        ("A difficult period", file.difficult_period),
        ("Where they struggled most", file.struggled_most),
        ("The environment of their best work", file.best_environment),
        *(
            (
                f"{x.finding.capitalize()} on {say(record.competency_title(x.competency))}",
                x.note,
            )
            for x in file.findings
        ),
        ("Noted in the meeting", reference.note),
    )
    if written := tuple((label, (say(text),)) for label, text in facts if text.strip()):
        yield Facts(written)


CONSTRAINTS = (("Told to the candidate", True), ("Not told", False), ("Not asked", None))
"""The headings of the constraints, each with the value of `told` that it lists."""


def _fit(record: Record, say: Say) -> Iterator[Part]:
    fit = record.fit
    for title, told in CONSTRAINTS:
        if rows := [_constraint(record, x, say) for x in fit.constraints if x.told is told]:
            yield from _answers(title, rows, empty="")
    if not fit.constraints:
        yield Paragraph(Row("The brief names no constraints."))
    if fit.told_besides:
        yield from _answers("Also told", _sourced(record, fit.told_besides, say), empty="")
    yield from _answers(
        "The candidate’s own concerns",
        _sourced(record, fit.concerns, say),
        empty="No concerns of the candidate were recorded.",
    )
    yield from _answers(
        "What we owe the candidate",
        [Row(f"{counted(len(fit.owed), 'promise')}, listed with the decision.")]
        if fit.owed
        else (),
        empty="The panel was asked and named nothing.",
        never=not_asked(record, "owed", say),
    )
    if fit.contexts:
        rows = [
            Row(
                f" on {say(record.competency_title(x.competency))}: {say(x.text)}",
                say(record.name(x.panelist)),
                (f"Our role offers this: {x.offers or 'not asked'}",),
            )
            for x in fit.contexts
        ]
        yield from _answers("Evidence that depends on a past context", rows, empty="")


def _constraint(record: Record, constraint: Constraint, say: Say) -> Row:
    by = list(dict.fromkeys((*constraint.by_meeting, *constraint.by_cards)))
    names = listed([say(record.name(x)) for x in by])
    if not names:
        return Row(say(constraint.text))
    return Row(
        say(constraint.text),
        aside=f"(by {names})" if constraint.told else f"(told, according to {names})",
    )


def _premortem(record: Record, say: Say) -> Iterator[Part]:
    groups: tuple[tuple[str, Question, tuple[Statement, ...]], ...] = (
        (wording.FAILED, "failed", record.premortem.failed),
        (wording.MISSED, "missed", record.premortem.missed),
    )
    for title, question, causes in groups:
        yield from _answers(
            title,
            _sourced(record, causes, say),
            empty="The panel was asked and named no cause.",
            never=not_asked(record, question, say),
        )


# ---- the role, the panel, the meeting


def _role_and_panel(record: Record, say: Say) -> Iterator[Part]:
    role = record.role
    yield Paragraph(Row(say(role.mandate)))
    groups = (
        ("Authority", role.authority),
        ("Success", role.success),
        ("Challenges now", role.challenges_now),
        ("Challenges next", role.challenges_next),
        ("Expectations", tuple(f"{x.stakeholder}: {x.expects}" for x in role.expectations)),
    )
    facts = [(label, tuple(map(say, texts))) for label, texts in groups if texts]
    fixed = "read aloud and fixed" if record.rule_fixed else "not read aloud"
    yield Facts((*facts, (f"Decision rule, {fixed}", (say(record.rule),))))
    for panelist in record.panel:
        yield from _member(record, panelist, say)


def _member(record: Record, member: Member, say: Say) -> Iterator[Part]:
    title = f"{say(member.title)}: " if member.title else ""
    yield Heading(say(member.name))
    yield Paragraph(Row(f"{title}{wording.member_facts(record, member)}"), "quiet")
    yield Rows(tuple(Row(text) for text in wording.member_details(record, member, say)))


def _minutes(record: Record, say: Say) -> Iterator[Part]:
    printed = [x for x in record.minutes if not x.quiet or x.settled == "record"]
    if printed:
        rows = tuple(
            (at_time(record, x.at), say(x.title), _minute(record, x, say)) for x in printed
        )
        caption = "Every minute: when, at which step, and what was said"
        yield Table(("Time", "Step", "Minute"), rows, caption, kind="minutes", whole=2)
    else:
        yield Paragraph(Row("No minutes were recorded."))
    quiet = len(record.minutes) - len(printed)
    if quiet:
        early = sum(x.kind == "voiced-early" for x in record.minutes if x not in printed)
        are = "is" if quiet == 1 else "are"
        about = f", {early} of them on a rating voiced before its reveal" if early else ""
        yield Paragraph(Row(f"{counted(quiet, 'quiet minute')} {are} not on these pages{about}."))


def _minute(record: Record, minute: Minute, say: Say) -> Row:
    name = say(record.name(minute.speaker)) if minute.speaker else ""
    early = "Voiced before the reveal" if minute.kind == "voiced-early" else ""
    speaker = f"{', '.join(filter(None, (early, name)))}:" if early or name else ""
    blank = " " if speaker else ""
    before = "".join(f" (corrected; before: “{say(text)}”)" for text in minute.before)
    if minute.settled == "struck":
        return Row(f"{blank}struck", speaker)
    return Row(f"{blank}{say(minute.text)}{before}", speaker)


def _warm_up(record: Record, say: Say) -> Iterator[Part]:
    if never := not_asked(record, "warm-up", say):
        yield Paragraph(Row(never))
    if record.warm_up:
        about = "Invented cases, rated blind to practise the scale. None is about the candidate."
        yield Paragraph(Row(about))
    for case in record.warm_up:
        yield Heading(f"{say(case.title)}: {say(case.case.partition('/')[2])}")
        yield Quote(case.text)
        yield Paragraph(Row(f" {say(case.reason)}", f"The case earns {say(case.reference_word)}:"))
        yield Paragraph(Row(f"{say(case.summary)}."))
        rows = tuple(
            (say(record.name(x.panelist)), say(x.word), say(x.distance) or "–")
            for x in case.ratings
        )
        caption = "Each rating of the case, and its distance from the reference"
        yield Table(("Panelist", "Rating", "Distance"), rows, caption)


def _process(record: Record, say: Say) -> Iterator[Part]:
    yield Rows(tuple(Row(text) for text in wording.process(record, say)))
    if record.left_out:
        rows = tuple(Row(f": {say(x.reason)}", say(x.title)) for x in record.left_out)
        yield from _answers("Skipped", rows, empty="")
    spent = record.process.times
    rows_ = [
        (say(x.title), f"{x.seconds / 60:.1f}", number(x.planned / 60))
        for x in spent
        if x.seconds or x.planned
    ]
    used, planned = (sum(x.seconds for x in spent), sum(x.planned for x in spent))
    rows_.append(("Total", f"{used / 60:.1f}", number(planned / 60)))
    head = ("Step", "Minutes used", "Minutes planned")
    yield Table(head, tuple(rows_), "Minutes used and planned for each step", kind="numbers")


def _proof(record: Record, say: Say) -> Iterator[Part]:
    if record.fingerprint is None:
        yield Paragraph(Row("There is no fingerprint until the meeting is finished."))
        if record.head is not None:
            yield Paragraph(Row(record.head, "Hash of the last line so far: "), "digest")
    else:
        yield Paragraph(Row(record.fingerprint_short or ""), "fingerprint")
        yield Paragraph(Row(record.fingerprint, "In full: "), "digest")
        yield Paragraph(Row(wording.HONEST))
    version = f", version {record.framework_version}" if record.framework_version else ""
    framework = f" Framework: {record.framework}{version}." if record.framework else ""
    upto = "" if record.fingerprint is None else " up to the finish"
    lines = f"{counted(record.events, 'event')} in the journal{upto}"
    yield Paragraph(Row(f"{lines}; written by {say(record.program)}.{framework}"))
    if record.inputs:
        rows = tuple((FileName(x, say(x)), digest) for x, digest in record.inputs.items())
        caption = "Files, as they were at the finish"
        yield Table(("File", "SHA-256"), rows, caption, kind="digests")
    if record.changed:
        names = ", ".join(map(say, record.changed))
        used = "The meeting used what it was opened with"
        yield Paragraph(Row(f"Changed after the opening: {names}. {used}."))


SECTIONS: tuple[tuple[str, str, str, Callable[[Record, Say], Iterator[Part]]], ...] = (
    ("decision", "Decision", "Decision", _decision),
    ("glance", "Competencies at a glance", "At a glance", _glance),
    ("detail", "Competencies in detail", "In detail", _competencies),
    ("references", "References", "References", _references),
    ("fit", "Constraints and mutual fit", "Fit", _fit),
    ("premortem", "Premortem", "Premortem", _premortem),
    ("vote", "Final vote", "Vote", _final_vote),
    ("earlier", "Earlier decisions", "Earlier", _earlier_decisions),
    ("panel", "Role and panel", "Role and panel", _role_and_panel),
    ("minutes", "Minutes", "Minutes", _minutes),
    ("warm-up", "Warm-up", "Warm-up", _warm_up),
    ("process", "How the meeting went", "The meeting", _process),
    ("fingerprint", "Fingerprint", "Fingerprint", _proof),
)
"""Every section in order: its anchor, its title, its short title, and the function of its parts.

A section without parts is not drawn, such as the warm-up of a meeting that planned none.
"""
