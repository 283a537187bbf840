"""Rounds: the reveal of the cards, and further rounds and votes, entered unseen."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from typing_extensions import override

from debrief.core.form import UNCHOSEN, Ask, Field, Option, choices
from debrief.core.meeting import agenda
from debrief.core.meeting import events as e
from debrief.core.meeting.agenda import next_place, open_competencies
from debrief.core.meeting.question import (
    CompetencyQuestion,
    PollQuestion,
    VoteQuestion,
    poll_question,
)
from debrief.core.meeting.state import Meeting, Poll, Round
from debrief.core.meeting.wording import names
from debrief.core.refused import (
    Refused,
    before_gate,
    unknown_competency,
    unknown_panelist,
    without_reason,
)
from debrief.core.scorecard import NOTHING_ON_CARD, Entry
from debrief.core.sealed import Sealed
from debrief.core.steps import Place
from debrief.core.text import number_word
from debrief.core.verbs import warmup
from debrief.core.verbs.cells import (
    UNSEEN,
    confirm_early,
    enter,
    few,
    filled_cells,
    for_the_rest,
    nobody_may_enter,
    nothing_to_keep,
    open_cells,
    reveal_label,
    waiting,
)
from debrief.core.verbs.opening import about_lost
from debrief.core.verbs.verb import (
    ActResult,
    Answers,
    Cards,
    ChainedVerb,
    Key,
    RevealVerb,
    StepVerb,
    Table,
    Verb,
)
from debrief.core.vocabulary import RevealedCompetency

if TYPE_CHECKING:
    from debrief.core.room.model import RoomView

Opened: TypeAlias = Mapping[str, Sealed[Entry]]
"""The entries of a question by panelist, decrypted, but sealed until the reveal."""

NO_ENTRY = Entry(choice="none")
NOTHING_TO_REVEAL = Refused("There is nothing to reveal at this step.")
SECOND_ROUND = 2


def reveal(
    meeting: Meeting, competency: str, cards: Cards, opened: Opened | None = None
) -> e.RatingsRevealed | Refused:
    """Reveal all ratings of a competency at once; without a usable card they are missing.

    `opened` has the new ratings of those whose card is for another role.
    """
    if refused := before_gate(meeting) or unknown_competency(meeting, competency):
        return refused
    poll = meeting.competencies[competency]
    if poll.revealed:
        return Refused("This competency is already revealed.")
    if poll.closed is not None:
        return Refused("This competency was skipped: reopen it first.")
    revealed = _unsealed(meeting, competency, cards, opened or {})
    return e.RatingsRevealed(round=1, revealed=(revealed,))


def wrap_up(
    meeting: Meeting, cards: Cards, opened: Mapping[str, Opened] | None = None, reason: str = ""
) -> e.RatingsRevealed | Refused:
    """Reveal all competencies that are still blind together and close them as not discussed.

    `opened` has the new ratings by competency. Under rules 2 the meeting goes to the first of them.
    """
    if refused := before_gate(meeting) or no_wrap_up(meeting):
        return refused
    blind = still_blind(meeting)
    if meeting.rules > 1 and (refused := without_reason(reason)):
        return refused
    then = next_place(meeting, *blind) if meeting.place.competency in blind else None
    return e.RatingsRevealed(
        round=1,
        revealed=tuple(_unsealed(meeting, c, cards, (opened or {}).get(c, {})) for c in blind),
        wrap_up=True,
        reason=reason,
        then=then if meeting.rules == 1 else Place(step="competency", competency=blind[0]),
    )


def no_wrap_up(meeting: Meeting) -> Refused | None:
    """Return the refusal if there is nothing that a wrap-up could reveal, else None."""
    if meeting.vote.revealed:
        return Refused("The vote is revealed: it is too late to reveal a competency.")
    if not still_blind(meeting):
        return Refused("Nothing is blind any more: close the open competencies one by one.")
    return None


def still_blind(meeting: Meeting) -> tuple[str, ...]:
    """Return the open competencies that no reveal has shown, in the order of the brief."""
    return tuple(c for c in open_competencies(meeting) if not meeting.competencies[c].revealed)


def _unsealed(
    meeting: Meeting, competency: str, cards: Cards, opened: Opened
) -> RevealedCompetency:
    ratings = {
        panelist: card[competency].open() if competency in card else NOTHING_ON_CARD
        for panelist, card in cards.items()
        if competency in meeting.usable.get(panelist, ())
        and meeting.recusal(competency, panelist) is None
    }
    in_order = {p.id: ratings[p.id] for p in meeting.brief.panel if p.id in ratings}
    due = meeting.new_ratings_due(competency)
    entries = {p: opened[p].open() if p in opened else NO_ENTRY for p in due}
    return RevealedCompetency(competency=competency, ratings=in_order, entries=entries)


def open_round(meeting: Meeting, competency: str) -> e.RoundOpened | Refused:
    """Open a further blind round: a second one, and one more after a reopening."""
    if refused := before_gate(meeting) or unknown_competency(meeting, competency):
        return refused
    poll = meeting.competencies[competency]
    if not poll.revealed:
        return Refused("Reveal the first round before opening a second.")
    if meeting.open_round(competency) is not None:
        return Refused("A round is already open.")
    if poll.closed is not None:
        return Refused("This competency is closed: reopen it first, with a reason.")
    if refused := no_round_left(meeting, competency):
        return refused
    if not CompetencyQuestion(competency).voters(meeting):
        return Refused("Nobody who may rate this is in the call.")
    return e.RoundOpened(competency=competency, round=poll.rounds[-1].number + 1)


def rates_again(meeting: Meeting, competency: str) -> bool:
    """Return whether a reopened competency can be rated again, and no round was revealed since."""
    poll = meeting.competencies[competency]
    may = not isinstance(open_round(meeting, competency), Refused)
    return poll.unrated_since_reopening and may


def no_round_left(meeting: Meeting, competency: str) -> Refused | None:
    """Return the refusal if a competency can have no further round, else None."""
    poll = meeting.competencies[competency]
    if meeting.has_voted:
        return Refused("The final vote is revealed: ratings can no longer change.")
    further = bool(poll.reopened) + (meeting.carried_on is not None)
    if len(poll.rounds) >= SECOND_ROUND + further:
        return Refused(
            "That was the last round: close it, and reopen it later if a reason comes up."
        )
    return None


def reveal_round(meeting: Meeting, competency: str, opened: Opened) -> e.RatingsRevealed | Refused:
    """Reveal a further round at once; panelists without an entry keep their rating."""
    question = CompetencyQuestion(competency)
    cells = filled_cells(meeting, question, opened)
    if isinstance(cells, Refused):
        return cells
    entries = _entries(meeting, question, opened)
    return e.RatingsRevealed(
        round=cells.round,
        revealed=(RevealedCompetency(competency=competency, entries=entries),),
    )


def reveal_votes(meeting: Meeting, opened: Opened) -> e.VotesRevealed | Refused:
    """Reveal all votes at once; panelists without an entry have not voted."""
    vote = VoteQuestion()
    cells = filled_cells(meeting, vote, opened)
    if isinstance(cells, Refused):
        return cells
    for competency in open_competencies(meeting):
        title = meeting.brief.competency(competency).title
        return Refused(f"{title} was reopened: close it before the vote is revealed.")
    return e.VotesRevealed(round=cells.round, votes=_entries(meeting, vote, opened))


def _entries(meeting: Meeting, question: PollQuestion, opened: Opened) -> dict[str, Entry]:
    voters = set(question.voters(meeting)) | set(opened)
    return {
        p.id: opened[p.id].open() if p.id in opened else NO_ENTRY
        for p in meeting.brief.panel
        if p.id in voters
    }


def correct_entry(
    meeting: Meeting, competency: str | None, panelist: str, now: Entry
) -> e.EntryCorrected | Refused:
    """Correct a wrong entry of the latest round; both values are kept."""
    if refused := (
        before_gate(meeting)
        or unknown_panelist(meeting, panelist)
        or unknown_competency(meeting, competency)
    ):
        return refused
    poll = meeting.poll(competency)
    entered = _entered(poll)
    if not entered or meeting.open_round(competency) is not None:
        return Refused(
            "Nothing here was entered by hand. Round one comes from the cards, r opens a second."
        )
    if poll.closed is not None or (competency is None and meeting.decision is not None):
        return Refused("This is closed: its entries can no longer be corrected.")
    was = entered[-1].marks[panelist].entry
    if was is None:
        return Refused(f"{meeting.name(panelist)} had no entry in this round.")
    words = meeting.brief.levels(competency)
    if now.level is not None and not 1 <= now.level <= len(words):
        return Refused(f"The scale has {len(words)} levels: choose 1 to {len(words)}.")
    if was == now:
        return Refused(f"That is already {meeting.name(panelist)}’s entry: choose another.")
    before = [x for x in poll.rounds if x.number < entered[-1].number]
    if now.choice == "keep" and before and before[-1].marks[panelist].level is None:
        what = "vote" if competency is None else "rating"
        return Refused(f"{meeting.name(panelist)} had no {what} to keep: choose another.")
    return e.EntryCorrected(
        competency=competency, round=entered[-1].number, panelist=panelist, was=was, now=now
    )


def _entered(poll: Poll) -> list[Round]:
    """Return the rounds in which anything was entered by hand."""
    return [x for x in poll.rounds if any(mark.entry for mark in x.marks.values())]


def explain_move(
    meeting: Meeting, competency: str, panelist: str, reason: str, *, declined: bool = False
) -> e.MoveExplained | Refused:
    """Record a panelist's reason for moving between two rounds, or that they declined."""
    if refused := (
        before_gate(meeting)
        or unknown_panelist(meeting, panelist)
        or unknown_competency(meeting, competency)
    ):
        return refused
    if panelist not in meeting.movers(competency):
        return Refused(f"{meeting.name(panelist)} did not move.")
    if not declined and not reason.strip():
        return Refused("Write what changed their mind, or choose “declined to say”.")
    return e.MoveExplained(
        competency=competency,
        round=meeting.competencies[competency].rounds[-1].number,
        panelist=panelist,
        reason="" if declined else reason,
        declined=declined,
    )


def abandon_round(
    meeting: Meeting, competency: str | None, reason: str
) -> e.RoundAbandoned | Refused:
    """Give up an open round of a competency, or a repeated vote, and drop its entries."""
    cells = before_gate(meeting) or open_cells(meeting, poll_question(competency))
    if isinstance(cells, Refused):
        return cells
    if refused := without_reason(reason):
        return refused
    if not meeting.poll(competency).revealed:
        return Refused("There is no earlier vote to fall back on: skip the vote instead.")
    return e.RoundAbandoned(competency=competency, round=cells.round, reason=reason)


class RevealCards(RevealVerb, name="reveal"):
    """Reveal all ratings of the competency here, from the cards."""

    @override
    def label(self, meeting: Meeting, about: str) -> str:
        here = meeting.place.competency or ""
        awaited = [p for p in without_card(meeting, here) if meeting.is_present(p)]
        return reveal_label(len(awaited) + len(waited_for(meeting, here)))

    @override
    def guidance(self, meeting: Meeting, about: str) -> str:
        return before_reveal(meeting)

    @override
    def guard(self, table: Table, about: str, answers: Answers) -> Ask | None:
        lost, effects = table.unreadable(), []
        late = waited_for(table.meeting, table.meeting.place.competency or "")
        effects += [
            f"{card} It will be revealed as missing. To settle that first, press n, then p."
            for card in about_lost(table.meeting, lost)
        ]
        by_hand = [p for p in late if p in table.meeting.by_hand]
        again = [p for p in late if p not in table.meeting.by_hand]
        if by_hand:
            effects.append(f"No rating by hand from {names(table.meeting, by_hand)} yet.")
        if again:
            rating = "rating is" if len(again) == 1 else "ratings are"
            effects.append(
                f"No new rating from {names(table.meeting, again)}: the card’s {rating} for "
                "another role, and shown without being counted."
            )
        if not effects:
            return None
        enter = "Reveal without it" if len(lost) + len(late) == 1 else "Reveal without them"
        effects[-1] += f" {UNSEEN}"
        return Ask(self.name, "", "Reveal now?", (), enter, tuple(effects), guard=True)

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        here = table.meeting.place.competency
        if here is None:
            return NOTHING_TO_REVEAL
        cells = table.cells(table.meeting.question) if table.meeting.cells_here else {}
        if isinstance(cells, Refused):
            return cells
        return reveal(table.meeting, here, table.ratings(), cells)


def before_reveal(meeting: Meeting, arrived: Collection[str] = ()) -> str:
    """Return the advice before a reveal; `arrived` are panelists whose card waits in the folder."""
    here = meeting.place.competency or ""
    if late := waited_for(meeting, here):
        who = names(meeting, late)
        rate = "rates" if len(late) == 1 else "rate"
        if meeting.by_hand.issuperset(late):
            return f"{who} {rate} by hand before the reveal, unseen."
        if meeting.by_hand.isdisjoint(late):
            return f"{who} rated another role, and {rate} again before the reveal, unseen."
        return f"{who} {rate} before the reveal, unseen."
    without = without_card(meeting, here)
    waits = [p for p in without if p in arrived]
    missing = [p for p in without if p not in arrived]
    advice = f"Read the {number_word(len(meeting.brief.levels(here)))} levels aloud, then reveal."
    if len(missing) == len(meeting.brief.panel):
        return "Nobody rated this: reveal it as it is, or press w to skip it, with a reason."
    parts = [advice]
    parts += [cards_wait(meeting, waits)] if waits else []
    parts += [f"No scorecard from {few(meeting, missing)}."] if missing else []
    return " ".join(parts)


def cards_wait(meeting: Meeting, people: Sequence[str]) -> str:
    """Return a sentence on cards that arrived and are not accepted yet."""
    if len(people) == 1:
        return f"{meeting.name(people[0])}’s scorecard is waiting: p accepts it."
    return f"The scorecards of {names(meeting, people)} are waiting: p accepts them."


def without_card(meeting: Meeting, competency: str) -> tuple[str, ...]:
    """Return the panelists whose card is missing for a competency, and who are not recused."""
    return tuple(
        p.id
        for p in meeting.brief.panel
        if competency not in meeting.usable.get(p.id, ())
        and meeting.recusal(competency, p.id) is None
    )


def waited_for(meeting: Meeting, competency: str) -> tuple[str, ...]:
    """Return the panelists of whom a new rating is due before the reveal, and not entered."""
    cells = meeting.cells_of(CompetencyQuestion(competency))
    ballots = cells.ballots if cells else {}
    return tuple(p for p in meeting.new_ratings_due(competency) if p not in ballots)


class _RevealEntries(RevealVerb, name=""):
    """Reveal what was entered unseen; `entry` is the word for it."""

    entry: ClassVar[str]

    @override
    def label(self, meeting: Meeting, about: str) -> str:
        return reveal_label(len(waiting(meeting)))

    @override
    def guidance(self, meeting: Meeting, about: str) -> str:
        send = f"Send me your {self.entry} privately."
        return _before_entering(meeting) or f"{send} I enter it unseen, and we reveal together."

    @override
    def guard(self, table: Table, about: str, answers: Answers) -> Ask | None:
        return _confirm_early(self.name, table.meeting)


class RevealRound(_RevealEntries, name="reveal_round"):
    """Reveal all ratings of a further round."""

    entry = "rating"

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        here, cells = table.meeting.place.competency, table.cells(table.meeting.question)
        if isinstance(cells, Refused):
            return cells
        return NOTHING_TO_REVEAL if here is None else reveal_round(table.meeting, here, cells)


class RevealVotes(_RevealEntries, name="reveal_votes"):
    """Reveal all votes."""

    entry = "vote"

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        if table.meeting.place.step != "vote":
            return NOTHING_TO_REVEAL
        cells = table.cells(table.meeting.question)
        return cells if isinstance(cells, Refused) else reveal_votes(table.meeting, cells)


def _before_entering(meeting: Meeting) -> str:
    """Return the advice if something must be done before anybody can enter, else nothing."""
    question = poll_question(meeting.place.competency)
    if late := agenda.unconfirmed(meeting):
        return f"{meeting.name(late[0])} confirms the role (p) before entering anything."
    return "" if question.voters(meeting) else nobody_may_enter(question)


def _confirm_early(verb: str, meeting: Meeting) -> Ask | None:
    question = poll_question(meeting.place.competency)
    return confirm_early(verb, meeting, f": {_without_entry(meeting, question)}")


def _without_entry(meeting: Meeting, question: PollQuestion, people: Sequence[str] = ()) -> str:
    """Return what these people, or everybody without an entry, get: the earlier rating or none."""
    left = people or waiting(meeting)
    if question.without_entry(meeting) == "not-voting":
        return "they do not rate" if meeting.open_case else "they do not vote"
    what = "vote" if question.competency is None else "rating"
    marks = meeting.poll(question.competency).rounds[-1].marks
    kept = [p for p in left if marks[p].level is not None and question.may_keep(meeting, p)]
    none = [p for p in left if p not in kept]
    if not none:
        return f"they keep their {what}"
    if not kept:
        return f"they have no {what} to keep"
    keep, have = ("keeps" if len(kept) == 1 else "keep"), ("has" if len(none) == 1 else "have")
    return f"{names(meeting, kept)} {keep} the earlier {what}, {names(meeting, none)} {have} none"


SHOWN_REASON = 60
"""Characters of a reason for reopening that the guidance has room for."""


class OpenRound(StepVerb, name="open_round", key=Key("r", "second round", "A second round, blind")):
    """Open a further blind round; at the warm-up, choose another case."""

    @override
    def may(self, table: Table) -> bool:
        here = table.meeting.place.competency
        if here is None:
            return not isinstance(warmup.OpenVignette().ask(table, ""), Refused)
        return not isinstance(open_round(table.meeting, here), Refused)

    @override
    def word(self, view: RoomView) -> str:
        return "" if view.main.verb == self.name else view.again

    @override
    def help(self, view: RoomView) -> str:
        return f"{view.again.capitalize()}, blind" if view.again else super().help(view)

    @override
    def label(self, meeting: Meeting, about: str) -> str:
        if not about:
            return "Rate again, blind"
        return f"Second round: {meeting.name(about)} rates again"

    @override
    def guidance(self, meeting: Meeting, about: str) -> str:
        if not about:
            here = meeting.place.competency
            reopened = meeting.competencies[here].reopened if here else ()
            why = f": “{reopened[-1]}”" if reopened and len(reopened[-1]) <= SHOWN_REASON else ""
            return f"Reopened{why}. Everybody rates again, unseen, or w closes it with a reason."
        name = meeting.name(about)
        return f"{name} rated another role. {name} rates again in a second round, unseen."

    @override
    def ask(self, table: Table, about: str) -> Ask | Refused | None:
        at_warm_up = table.meeting.place.step == "warm-up"
        return warmup.OpenVignette().ask(table, about) if at_warm_up else None

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        here = table.meeting.place.competency
        if here is None:
            return Refused("There is nothing to rate again at this step.")
        return open_round(table.meeting, here)


class KeepRest(
    Verb,
    name="keep_rest",
    key=Key("S", "", "In a blind entry: the rest keep theirs", entry=True),
    draft="none",
    announced=False,
):
    """Fill the empty cells: the rest keep their rating; in a first vote, they do not vote."""

    @override
    def guard(self, table: Table, about: str, answers: Answers) -> Ask | None:
        filled = for_the_rest(table.meeting)
        if not filled:
            return None
        question = poll_question(table.meeting.place.competency)
        effect = _without_entry(table.meeting, question, tuple(filled))
        lines = [f"No entry from {names(table.meeting, filled)}: {effect}."]
        if none := _left_empty(table.meeting, question):
            lines.append(none.reason)
        return Ask(self.name, "", "Fill in the rest?", (), "Fill in", tuple(lines), guard=True)

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        meeting = table.meeting
        open_ = before_gate(meeting) or open_cells(meeting, meeting.question)
        if isinstance(open_, Refused):
            return open_
        rest = for_the_rest(meeting)
        question = poll_question(meeting.place.competency)
        if not rest and (refused := _left_empty(meeting, question)):
            return refused
        cells = table.seal(rest)
        return cells if isinstance(cells, Refused) else enter(meeting, meeting.question, cells)


def _left_empty(meeting: Meeting, question: PollQuestion) -> Refused | None:
    """Return what remains to be entered after the rest keep theirs, else None."""
    if question.without_entry(meeting) != "keep":
        return None
    return nothing_to_keep(meeting, question, waiting(meeting))


class Explain(ChainedVerb, name="explain"):
    """Ask a panelist who moved for the reason."""

    @override
    def label(self, meeting: Meeting, about: str) -> str:
        return f"Ask {meeting.name(about)} what changed"

    @override
    def guidance(self, meeting: Meeting, about: str) -> str:
        return "Is your mark right? c corrects it. If you moved, say why, or pass."

    @override
    def ask(self, table: Table, about: str) -> Ask:
        return Ask(
            self.name,
            about,
            f"{table.meeting.name(about)}, what changed your mind?",
            (
                Field("reason", "Reason", "text", sentence=True),
                Field(
                    "declined",
                    "Answer",
                    "choice",
                    choices(("no", "as written"), ("yes", "declined to say")),
                    "no",
                ),
            ),
            "Record",
        )

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        return explain_move(
            table.meeting,
            table.meeting.place.competency or "",
            about,
            answers.get("reason", ""),
            declined=answers.get("declined") == "yes",
        )


class CorrectEntry(
    Verb,
    name="correct",
    key=Key("c", "", "Correct a wrong entry after its reveal"),
    draft="here",
    announced=False,
):
    """Correct an entry; both values are kept."""

    @override
    def ask(self, table: Table, about: str) -> Ask | Refused:
        meeting = table.meeting
        here = meeting.place.competency
        on_vote = meeting.place.step == "vote"
        if here is None and not on_vote:
            return Refused("There is no entry here to correct.")
        entered = _entered(meeting.poll(here))
        if not entered:
            return Refused("Nothing here was entered by hand: round one comes from the cards.")
        cells = tuple(
            Option(panelist, meeting.name(panelist))
            for panelist, mark in entered[-1].marks.items()
            if mark.entry is not None
        )
        return Ask(
            self.name,
            "",
            "An entry was wrong (both values are kept)",
            (
                Field("panelist", "Whose", "choice", cells),
                Field("now", "It should say", "choice", entry_options(meeting, here), UNCHOSEN),
            ),
            "Correct",
        )

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        panelist, now = answers["panelist"], answers["now"]
        if now == UNCHOSEN:
            return Refused("Choose what the entry should say.")
        here = table.meeting.place.competency
        return correct_entry(table.meeting, here, panelist, entry(now))


def entry_options(meeting: Meeting, competency: str | None) -> tuple[Option, ...]:
    """Return the options for a cell: each level, keep, not voting."""
    levels = tuple(
        Option(str(level), word)
        for level, word in enumerate(meeting.brief.levels(competency), start=1)
    )
    first_vote = competency is None and len(meeting.vote.rounds) < SECOND_ROUND
    keep = () if first_vote else choices(("keep", "keep"))
    return levels + keep + choices(("not-voting", "not voting"))


def entry(choice: str) -> Entry:
    """Return the entry for a choice of `entry_options`."""
    return _WITHOUT_LEVEL.get(choice) or Entry(choice="level", level=int(choice))


_WITHOUT_LEVEL = {"keep": Entry(choice="keep"), "not-voting": Entry(choice="not-voting")}


VERBS = (
    RevealCards(),
    RevealRound(),
    RevealVotes(),
    OpenRound(),
    KeepRest(),
    Explain(),
    CorrectEntry(),
)
