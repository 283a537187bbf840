"""Code ballots of a live meeting: pasted chat is counted, and codes are disclosed at a reveal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from debrief.core import ballots
from debrief.core.ballots import Counted, NotTaken, Poll, Submission
from debrief.core.meeting import events as e
from debrief.core.meeting.question import CaseQuestion, Cells, Question, VoteQuestion, poll_question
from debrief.core.meeting.state import Meeting
from debrief.core.meeting.wording import names
from debrief.core.refused import Refused
from debrief.core.text import counted
from debrief.store import atomic, ballot_book, keys

BY_CODE = "by-code"
MOST_LISTED = 4
"""Most lines of a paste that a sentence lists one by one."""

NO_SHEETS = "No code sheets of this meeting are on this machine. Enter by hand instead."
OTHER_SHEETS = (
    "The code sheets on this machine are not those that the meeting was opened with. Enter by hand "
    "instead."
)
NOT_HERE = "No blind question is open, so no code was taken."
TOO_LONG = "The pasted text is too long, so no code was taken. Paste less of it."
STRANGE = (
    "More than 20 codes in the pasted text belong to nobody, so none was taken. Is it the right "
    "chat?"
)
NONE_FOUND = "No code was found in the pasted text."


@dataclass(frozen=True, slots=True)
class Pasted:
    """The result of a paste: its sentence, and codes to ask about before they count."""

    sentence: str
    asks: tuple[Submission, ...] = ()


def plain(choice: str, code: str) -> str:
    """Return an entry by code as it is sealed, with its way inside."""
    return f"{choice} {BY_CODE} {code}"


def choice_of(entry: str) -> str:
    """Return the choice in an unsealed entry."""
    return entry.partition(" ")[0]


def code_of(entry: str) -> str:
    """Return the code in an unsealed entry, empty if it was entered by hand."""
    _, way, code = (*entry.split(" "), "", "")[:3]
    return code if way == BY_CODE else ""


def commitments(config_dir: Path, folder: Path, meeting: Meeting) -> dict[str, str]:
    """Return the commitments to the sheets that fit the brief, by panelist; FileProblem."""
    book = ballot_book.load(config_dir, folder)
    if book is None:
        return {}
    fit = ballots.current(meeting.brief, book.issues)
    return {p: digest for p, digest in book.commitments().items() if p in fit}


def stale_sheets(config_dir: Path, folder: Path, meeting: Meeting) -> str:
    """Return a sentence on the sheets that no longer fit the brief, empty if all do."""
    try:
        book = ballot_book.load(config_dir, folder)
    except atomic.FileProblem as problem:
        return str(problem)
    old = ballots.stale(meeting.brief, book.issues) if book else ()
    if not old:
        return ""
    return f"Old code sheets: {names(meeting, old)}. Before the opening, debrief ballots --again."


class Box:
    """Counts codes for one meeting; its secret is read once."""

    def __init__(self, config_dir: Path, folder: Path, committed: Mapping[str, str]) -> None:
        """Read the secret; `committed` is what the meeting was opened with."""
        self.refused = ""
        self._book = ballot_book.load(config_dir, folder) if committed else None
        if self._book is None:
            self.refused = NO_SHEETS
        elif any(self._book.commitments().get(p) != digest for p, digest in committed.items()):
            self.refused = OTHER_SHEETS
        else:
            newest = self._book.newest()
            self._newest = {p: newest[p] for p in committed}
            self._codes = self._book.codes()

    def count(
        self, text: str, meeting: Meeting, cells: Cells, sent: Mapping[str, Sequence[str]]
    ) -> Counted | Refused:
        """Count the codes in a pasted text for the cells that are open."""
        if self.refused:
            return Refused(self.refused)
        if len(text.encode("utf-8", "replace")) > ballots.MOST_BYTES:
            return Refused(TOO_LONG)
        voters = cells.question.voters(meeting)
        question = cells.question
        result = ballots.count(
            text,
            self._codes,
            poll=Poll(poll_name(question), (cells.round,), question.levels(meeting.brief)),
            round_=cells.round,
            newest={p: number for p, number in self._newest.items() if p in voters},
            sent=sent,
        )
        return Refused(STRANGE) if result.strange else result


def poll_name(question: Question) -> str:
    """Return the name of a question in codes."""
    if isinstance(question, CaseQuestion):
        return f"warm-up/{question.key}"
    return "vote" if question.competency is None else f"competency/{question.competency}"


def sent_before(
    log: Sequence[e.LogLine], cells: Cells, key: keys.BallotKey
) -> dict[str, list[str]]:
    """Return what was in each voter's cell of this round, in order, empty texts if by hand.

    A cell that was cleared has an empty text as well.
    """
    sent: dict[str, list[str]] = {}
    for line in log:
        event = line.event
        if isinstance(event, e.BallotsLost) or _begins(event, cells.question):
            sent.clear()
        elif _is_about(event, cells):
            for panelist, entry in _entries(event, key):
                sent.setdefault(panelist, []).append(code_of(entry))
    return sent


def _begins(event: e.Event, question: Question) -> bool:
    if isinstance(question, CaseQuestion):
        return isinstance(event, e.VignetteOpened)
    return isinstance(event, e.RoundOpened) and event.competency == question.competency


def _is_about(event: e.Event, cells: Cells) -> bool:
    if isinstance(cells.question, CaseQuestion):
        return isinstance(event, e.VignetteRated | e.VignetteCleared)
    return isinstance(event, e.BallotEntered | e.BallotCleared) and (
        (event.competency, event.round) == (cells.question.competency, cells.round)
    )


def _entries(event: e.Event, key: keys.BallotKey) -> Iterator[tuple[str, str]]:
    if isinstance(event, e.BallotEntered | e.VignetteRated):
        for panelist, cell in event.ballots.items():
            yield panelist, keys.open_sealed(key, cell).decode()
    elif isinstance(event, e.BallotCleared | e.VignetteCleared):
        yield event.panelist, ""


def disclosed(event: e.Event, meeting: Meeting, key: keys.BallotKey | None) -> e.Event:
    """Return a reveal with the codes that counted; any other event as it is."""
    match event:
        case e.VotesRevealed():
            codes = _codes_in(meeting, VoteQuestion(), key)
            return event.model_copy(update={"codes": _only(codes, event.votes)})
        case e.VignetteRevealed() if meeting.open_case is not None:
            codes = _codes_in(meeting, meeting.open_case, key)
            return event.model_copy(update={"codes": _only(codes, event.ratings)})
        case e.RatingsRevealed():
            revealed = tuple(
                each.model_copy(
                    update={
                        "codes": _only(
                            _codes_in(meeting, poll_question(each.competency), key), each.entries
                        )
                    }
                )
                for each in event.revealed
            )
            return event.model_copy(update={"revealed": revealed})
        case _:
            return event


def _only(codes: Mapping[str, str], entered: Mapping[str, object]) -> dict[str, str]:
    return {panelist: code for panelist, code in codes.items() if panelist in entered}


def _codes_in(meeting: Meeting, question: Question, key: keys.BallotKey | None) -> dict[str, str]:
    cells = meeting.cells_of(question)
    if cells is None or key is None:
        return {}
    entries = {p: keys.open_sealed(key, cell).decode() for p, cell in cells.ballots.items()}
    return {p: ballots.written(code) for p, x in entries.items() if (code := code_of(x))}


def summary(meeting: Meeting, text: str, result: Counted, filled: Mapping[str, object]) -> str:
    """Return what became of a paste, by person and line, never by meaning."""
    parts = [f"{ballots.what_is_in(text)}."]
    people = list(dict.fromkeys(x.panelist for x in result.accepted))
    for words, some in (
        ("In", [p for p in people if p not in filled]),
        ("Sent again", [p for p in people if p in filled]),
    ):
        if some:
            parts.append(f"{words}: {names(meeting, some)}.")
    listed = [_why(meeting, x) for x in result.not_taken]
    parts += listed[:MOST_LISTED]
    if len(listed) > MOST_LISTED:
        more = counted(len(listed) - MOST_LISTED, "more line", "more lines")
        parts.append(f"Not taken: {more}.")
    return " ".join(parts) if result.codes or listed else f"{parts[0]} {NONE_FOUND}"


def _why(meeting: Meeting, line: NotTaken) -> str:
    name = (
        meeting.name(line.panelist) if line.panelist in {p.id for p in meeting.brief.panel} else ""
    )
    if line.why == "old sheet" and name:
        return f"Line {line.line}: old sheet: send {name} the new one."
    if line.why == "other poll":
        return f"Line {line.line}: a code of another round or question."
    if line.why == "not a code":
        return f"Line {line.line}: not a code."
    who = f"{name} cannot enter anything here" if name else "a code of nobody here"
    return f"Line {line.line}: {who}."
