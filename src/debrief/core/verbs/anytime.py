"""Acts that are possible at any moment: minutes, follow-ups, the clock, undo and redo."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

from typing_extensions import override

from debrief.core.alias import mask
from debrief.core.days import in_full
from debrief.core.form import UNCHOSEN, Ask, Field, Option, choices, day_field, panel, parse_day
from debrief.core.meeting import events as e
from debrief.core.meeting.event import Barrier
from debrief.core.meeting.events.journal import undone
from debrief.core.meeting.state import Meeting, Minute
from debrief.core.model import LONGEST_LINE
from debrief.core.refused import Refused, closed_to_change, unknown_panelist
from debrief.core.text import searchable
from debrief.core.verbs.cells import undo_entry
from debrief.core.verbs.verb import ActResult, Answers, Due, Following, Key, Table, Verb
from debrief.core.vocabulary import PromiseKind, Settled

if TYPE_CHECKING:
    from debrief.core.room.model import RoomView


def take_minute(
    meeting: Meeting,
    text: str,
    speaker: str | None = None,
    *,
    quiet: bool = False,
    kind: Literal["minute", "voiced-early"] = "minute",
    source: str | None = None,
) -> e.MinuteTaken | Refused:
    """Take a minute at the current place; one on a rating voiced early is always quiet."""
    if refused := closed_to_change(meeting):
        return refused
    if speaker is not None and (refused := unknown_panelist(meeting, speaker)):
        return refused
    if not text.strip():
        return Refused("Write the minute first.", "text")
    return e.MinuteTaken(
        text=text,
        speaker=speaker,
        quiet=quiet or kind == "voiced-early",
        kind=kind,
        place=meeting.place,
        source=source,
    )


def correct_minute(
    meeting: Meeting,
    minute: int,
    text: str,
    speaker: str | None = None,
    *,
    source: str | None = None,
) -> e.MinuteCorrected | Refused:
    """Correct the text or speaker of an earlier minute; both versions are kept."""
    known = _open_minute(meeting, minute)
    if isinstance(known, Refused):
        return known
    if speaker is not None and (refused := unknown_panelist(meeting, speaker)):
        return refused
    if not text.strip():
        return Refused("Write the minute first.", "text")
    if (text, speaker) == (known.event.text, known.event.speaker):
        return Refused("Nothing changed. Edit the line, or choose to strike it.", "text")
    return e.MinuteCorrected(minute=minute, text=text, speaker=speaker, source=source)


def strike_minute(
    meeting: Meeting, minute: int, *, source: str | None = None
) -> e.MinuteStruck | Refused:
    """Strike an earlier minute; its text is kept."""
    known = _open_minute(meeting, minute)
    return known if isinstance(known, Refused) else e.MinuteStruck(minute=minute, source=source)


def settle_quiet(
    meeting: Meeting, minute: int, settled: Settled, *, source: str | None = None
) -> e.QuietSettled | Refused:
    """Settle the fate of a quiet minute, until the finish."""
    if refused := closed_to_change(meeting):
        return refused
    known = meeting.minute(minute)
    if known is None or not known.event.quiet:
        return Refused("That quiet minute does not exist.")
    return e.QuietSettled(minute=minute, settled=settled, source=source)


def _open_minute(meeting: Meeting, minute: int) -> Minute | Refused:
    """Return a minute that may be corrected or struck."""
    if refused := closed_to_change(meeting):
        return refused
    known = meeting.minute(minute)
    if known is None:
        return Refused("That minute does not exist.")
    return Refused("This minute has already been struck.") if known.struck else known


def add_promise(
    meeting: Meeting,
    text: str,
    who: str | None = None,
    by: date | None = None,
    *,
    kind: PromiseKind = "follow-up",
    source: str | None = None,
) -> e.PromiseAdded | Refused:
    """Record a promise; `who` is the panelist who keeps it, `by` its day, None if not named."""
    if refused := closed_to_change(meeting):
        return refused
    if who is not None and (refused := unknown_panelist(meeting, who)):
        return refused
    if not text.strip():
        return Refused("Missing: the promise, in a line.", "text")
    return e.PromiseAdded(kind=kind, text=text, who=who, by=by, source=source)


def keep_promise(meeting: Meeting, promise: int, found: str = "") -> e.PromiseKept | Refused:
    """Record that a promise was kept, and what was found; `promise` is its id."""
    if refused := closed_to_change(meeting):
        return refused
    if all(x.id != promise or x.kept_at is not None for x in meeting.promises):
        return Refused("That promise is not open.")
    return e.PromiseKept(promise=promise, found=found.strip())


def promise_fields(table: Table) -> tuple[Field, Field]:
    """Return the fields for the person and the day of a promise."""
    people = panel(table.meeting, nobody="nobody named")
    return (
        Field("who", "Who", "choice", people),
        day_field("by", "By when", table.today, empty="leave empty for no day"),
    )


def promise_of(
    table: Table, answers: Answers, kind: PromiseKind, number: str = ""
) -> e.PromiseAdded | Refused:
    """Return the promise in the answers to `promise_fields`; `number` ends their names."""
    by = parse_day(answers.get(f"by{number}", ""), table.today, f"by{number}")
    if isinstance(by, Refused):
        return by
    who = answers.get(f"who{number}") or None
    if by is not None and by < table.today:
        return Refused(f"{in_full(by)} is in the past. Type a later day.", f"by{number}")
    text = answers.get(f"text{number}", "").strip()
    return add_promise(table.meeting, text, who, by, kind=kind)


def pause(meeting: Meeting) -> e.ClockPaused | e.ClockResumed | Refused:
    """Pause the clock, or resume it."""
    if refused := closed_to_change(meeting):
        return refused
    return e.ClockResumed() if meeting.clock.paused else e.ClockPaused()


def undo(meeting: Meeting, log: Sequence[e.LogLine]) -> tuple[e.Event, ...] | Refused:
    """Take back all events of the facilitator's last act since the last barrier.

    While entries are taken, that act may be one: it is cleared, or returns if it was cleared.
    """
    if refused := closed_to_change(meeting):
        return refused
    entries = undo_entry(meeting, log)
    if entries is not None:
        return entries
    taken_back = undone(log)
    for line in reversed(log):
        if isinstance(line.event.undo, Barrier):
            return Refused(line.event.undo.refusal)
        if not line.event.is_skipped_by_undo() and line.seq not in taken_back:
            parts = [x for x in _last_act(log[: line.seq]) if x.seq not in taken_back]
            return tuple(
                e.Undone(
                    target=part.seq,
                    what=_sentence(meeting, part.event),
                    with_next=part is not parts[-1],
                )
                for part in parts
            )
    return Refused("There is nothing to undo.")


def may_undo(meeting: Meeting, log: Sequence[e.LogLine]) -> bool:
    """Return whether there is an act to take back."""
    return meeting.opened and not isinstance(undo(meeting, log), Refused)


def redo(meeting: Meeting, log: Sequence[e.LogLine]) -> tuple[e.Redone, ...] | Refused:
    """Bring back the act that was last taken back, if nothing new was recorded since."""
    if refused := closed_to_change(meeting):
        return refused
    taken_back: list[int] = []
    for line in log:
        if (target := line.event.taken_back()) is not None:
            taken_back.append(target)
        elif (target := line.event.brought_back()) is not None:
            taken_back = [seq for seq in taken_back if seq != target]
        elif not line.event.is_skipped_by_undo():
            taken_back.clear()
    if not taken_back:
        return Refused("There is nothing to redo.")
    return tuple(
        e.Redone(target=part.seq, what=_sentence(meeting, part.event))
        for part in _last_act(log[: taken_back[-1]])
        if part.seq in taken_back
    )


def _last_act(log: Sequence[e.LogLine]) -> Sequence[e.LogLine]:
    """Return the lines of a log's last act: the last line, and those before that go with it."""
    first = len(log) - 1
    while first and log[first - 1].event.is_with_next():
        first -= 1
    return log[first:]


def _sentence(meeting: Meeting, event: e.Event) -> str:
    # Long titles and names add up, so cut the whole sentence too, after masking the name.
    return event.describe(meeting).short(mask(meeting.brief))[:LONGEST_LINE]


class TakeMinute(
    Verb,
    name="minute",
    key=Key("n", "minute", "Add a minute"),
    draft="anywhere",
    announced=True,
):
    """Take a minute."""

    @override
    def ask(self, table: Table, about: str) -> Ask:
        return Ask(
            self.name,
            "",
            "Minute",
            (
                Field("text", "One line"),
                Field("speaker", "Said by", "choice", panel(table.meeting, nobody="nobody named")),
            ),
            "Save",
        )

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        return minute_of(table.meeting, answers)


class TakeQuietMinute(
    Verb,
    name="quiet_minute",
    key=Key("N", "", "Add a quiet minute, typed unseen"),
    draft="none",
    announced=True,
):
    """Take a minute that is never on the shared screen."""

    @override
    def ask(self, table: Table, about: str) -> Ask:
        kinds = choices(
            ("quiet", "quiet"), ("voiced-early", "a rating was voiced before its reveal")
        )
        return Ask(
            self.name,
            "",
            "Quiet minute, never on this screen",
            (
                Field("text", "One line, unseen", "hidden"),
                Field("speaker", "Said by", "choice", panel(table.meeting, nobody="nobody named")),
                Field("kind", "Kind", "choice", kinds),
            ),
            "Save",
        )

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        return minute_of(table.meeting, answers)


class ChangeMinute(
    Verb,
    name="change_minute",
    key=Key("m", "", "Minutes: correct or strike an earlier one"),
    draft="none",
    announced=True,
):
    """Correct or strike an earlier minute; quiet ones are settled in the private console."""

    @override
    def ask(self, table: Table, about: str) -> Ask | Refused:
        return ask_change(table.meeting, about)

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        if not about:  # the next question asks what is wrong
            chosen = answers.get("minute", UNCHOSEN)
            return Refused("Choose the minute first.", "minute") if chosen == UNCHOSEN else ()
        minute, speaker = int(about), answers.get("speaker") or None
        if answers["what"] == "strike":
            return strike_minute(table.meeting, minute)
        return correct_minute(table.meeting, minute, answers.get("text", ""), speaker)

    @override
    def follows(self, meeting: Meeting, due: Due, about: str, answers: Answers) -> Following | None:
        return None if about else Following(self, answers["minute"])


def ask_change(meeting: Meeting, about: str, *, quiet: bool = False) -> Ask | Refused:
    """Return the question which minute is wrong, or what is wrong in the minute `about`.

    Quiet minutes can be chosen too if `quiet`, which is for the private console.
    """
    minutes = _changeable(meeting, quiet=quiet)
    if not minutes:
        return Refused("There is no minute to change yet. Press n to add one.")
    known = next((x for x in minutes if str(x.id) == about), None)
    known = minutes[0] if len(minutes) == 1 else known
    if known is None:
        which = tuple(Option(str(x.id), _line(meeting, x)) for x in minutes)
        return Ask(
            ChangeMinute.name,
            "",
            "Which minute is wrong?",
            (Field("minute", "Minute", "choice", which, UNCHOSEN),),
            "Change it",
        )
    what = choices(("correct", "correct it"), ("strike", "strike it"))
    people = panel(meeting, nobody="nobody named")
    corrected = ("what", ("correct",))
    speaker = known.event.speaker or ""
    return Ask(
        ChangeMinute.name,
        str(known.id),
        "Change a minute (both versions are kept)",
        (
            Field("what", "What", "choice", what, "correct"),
            Field("text", "One line", value=known.event.text, when=corrected),
            Field("speaker", "Said by", "choice", people, speaker, when=corrected),
        ),
        "Save",
    )


MOST_MINUTES = 9
"""Latest minutes to choose from, one a digit."""


def _changeable(meeting: Meeting, *, quiet: bool) -> list[Minute]:
    """Return the latest minutes that are not struck, the latest first; quiet ones if `quiet`."""
    shown = [x for x in meeting.minutes if not x.struck and (quiet or not x.event.quiet)]
    return shown[: -MOST_MINUTES - 1 : -1]


def _line(meeting: Meeting, minute: Minute) -> str:
    speaker = f"{meeting.name(minute.event.speaker)}: " if minute.event.speaker else ""
    return f"{speaker}{minute.event.text}"


def speaker_and_text(meeting: Meeting, text: str) -> tuple[str | None, str]:
    """Return the speaker that a minute such as “Priya: …” begins with, and the rest of it.

    The speaker is named by id, name or first name in any case. If it fits no panelist, or several,
    there is no speaker, and the text is returned whole.
    """
    called, colon, rest = text.partition(":")
    wanted = searchable(called)
    if not (colon and wanted and rest.strip()):
        return None, text
    meant = [
        person.id
        for person in meeting.brief.panel
        if wanted in (person.id, searchable(person.name), searchable(person.name).split()[0])
    ]
    return (meant[0], rest.strip()) if len(meant) == 1 else (None, text)


def minute_of(meeting: Meeting, answers: Answers) -> e.MinuteTaken | Refused:
    """Return the minute with these answers; any `kind` but `minute` makes it quiet."""
    kind = answers.get("kind", "minute")
    speaker, text = answers.get("speaker") or None, answers.get("text", "")
    named, rest = speaker_and_text(meeting, text)
    if named is not None and speaker in (None, named):
        speaker, text = named, rest
    return take_minute(
        meeting,
        text,
        speaker,
        quiet=kind != "minute",
        kind="voiced-early" if kind == "voiced-early" else "minute",
    )


class AddPromise(
    Verb,
    name="follow_up",
    key=Key("f", "promise", "Record a promise, with person and day"),
    draft="anywhere",
    announced=True,
):
    """Record a promise."""

    @override
    def word(self, view: RoomView) -> str:
        closing = view.place.step in ("fit", "decision", "record")
        return super().word(view) if closing else ""

    @override
    def ask(self, table: Table, about: str) -> Ask:
        what = Field("text", "What is promised", "text")
        return Ask(self.name, "", "Promise", (what, *promise_fields(table)), "Save")

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        return promise_of(table, answers, "follow-up")


class PauseClock(
    Verb,
    name="clock",
    key=Key("t", "", "Pause or resume the clock"),
    draft="none",
    announced=True,
):
    """Pause the clock, or resume it."""

    @override
    def may(self, table: Table) -> bool:
        return closed_to_change(table.meeting) is None

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        return pause(table.meeting)


class TakeBack(
    Verb,
    name="undo",
    key=Key("u", "undo", "Undo, and show what was undone"),
    draft="none",
    announced=True,
):
    """Take back the last act."""

    @override
    def may(self, table: Table) -> bool:
        return may_undo(table.meeting, table.log)

    @override
    def word(self, view: RoomView) -> str:
        return super().word(view) if view.may_undo else ""

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        return undo(table.meeting, table.log)


class BringBack(
    Verb,
    name="redo",
    key=Key("U", "", "Redo, and show what was redone"),
    draft="none",
    announced=True,
):
    """Bring back the act that was last taken back."""

    @override
    def may(self, table: Table) -> bool:
        return not isinstance(redo(table.meeting, table.log), Refused)

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        return redo(table.meeting, table.log)


VERBS = (
    TakeMinute(),
    TakeQuietMinute(),
    ChangeMinute(),
    AddPromise(),
    PauseClock(),
    TakeBack(),
    BringBack(),
)
