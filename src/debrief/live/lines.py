"""A meeting led line by line, with the acts, questions and refusals of the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol, TypeVar, cast

from debrief.core import ballots, verbs
from debrief.core.days import in_full
from debrief.core.form import UNCHOSEN, Ask, Field, parse_day, short_answer
from debrief.core.meeting.agenda import is_finished, open_competencies
from debrief.core.refused import Refused
from debrief.core.room.guide import guide
from debrief.core.room.model import RoomView
from debrief.core.room.poll import CompetencyView, EntryRow, PollView, RatedRow, SceneView, VoteView
from debrief.core.room.rows import cells
from debrief.core.steps import OVERVIEW, Place
from debrief.core.text import counted, ended, searchable
from debrief.core.verbs.opening import DIFFERS, ConfirmRole
from debrief.core.verbs.record import Leave
from debrief.core.verbs.sittings import CarryOn, next_choices
from debrief.core.verbs.verb import RevealVerb, StepVerb, TalkVerb, Verb
from debrief.core.verbs.wrap_up import WrapUp
from debrief.live.inbox import FLOODED
from debrief.live.meeting import LiveMeeting
from debrief.live.prompt_drafts import PromptDrafts
from debrief.report.room_text import (
    evidence_sentences,
    pane_sentences,
    scene_sentences,
    sentences,
    spoken,
)

CHOICES = {"s": "keep", "x": "not-voting"}
"""The letters of a blind entry."""

PROMPT = "> "
NOT_HIDDEN = (
    "Blind entries are typed unseen at a terminal. They are not read from a file or a pipe."
)
NOT_AN_ENTRY = "Not accepted: type a number on the scale, s to keep, or x for not voting."
CANCEL = "cancel"
NOTHING = "Nothing was recorded."
DONE = "Nothing done."
MOST_FAILURES = 3
"""Errors of our own in a row after which the meeting is left, saved as it is."""

T = TypeVar("T")


class Left(Exception):
    """The facilitator left, or the input has ended."""


class Terminal(Protocol):
    """A terminal that shows paragraphs and reads lines; `hides` if it can read one unseen."""

    hides: bool

    def show(self, text: str) -> None:
        """Show a paragraph."""

    def read(self, prompt: str, *, unseen: bool = False) -> str:
        """Return the next line that was typed after the prompt; Left, KeyboardInterrupt."""


class _CancelledError(Exception):
    """A question was put aside."""


class LineMeeting:
    """Leads a live meeting over a terminal that only shows and reads lines."""

    def __init__(self, live: LiveMeeting, terminal: Terminal) -> None:
        """Take over a meeting that was begun or resumed."""
        self._live = live
        self._terminal = terminal
        self._known: set[str] = set()
        self._place: Place | None = None
        self._talk: tuple[Verb, Place, int] | None = None
        self._left = self._flooded = False
        self._drafts = PromptDrafts(live)

    def lead(self) -> None:
        """Lead the meeting until the facilitator leaves it or the input ends."""
        for notice in (*self._live.notices, self._drafts.notice(_word)):
            if notice:
                self._show(notice)
        try:
            if self._live.lacks_key and not self._renews_key():
                return
            self._tell()
            failed = 0
            while not self._left:
                try:
                    self._take_news()
                    self._read_and_do()
                    failed = 0
                except (Left, KeyboardInterrupt):
                    raise
                except Exception as error:
                    failed += 1
                    if failed > MOST_FAILURES:
                        raise
                    self._show(self._live.failed(error).reason)
        except (Left, KeyboardInterrupt):
            return

    # ---- what is shown

    def _show(self, text: str) -> None:
        self._terminal.show(spoken(text))

    def _tell(self) -> None:
        """Show all of a new place; of one that was shown already, the paragraphs that changed."""
        view = self._live.view()
        texts = list(sentences(view))
        moved, self._place = view.place != self._place, view.place
        for text in texts:
            if moved or (text not in self._known and not text.startswith("Time: ")):
                self._show(text)
        self._known = set(texts)
        if view.guidance and self._scene(view) is None:
            self._show(ended(view.guidance))
        self._show(self._next(view))

    def _next(self, view: RoomView) -> str:
        label, word = self._main(view)
        what = word if label.casefold() == word else f"{word} ({label})"
        others = [word for word, verb in _words(view) if self._live.may(verb)]
        if _rated(view):
            others.append("evidence")
        others += [word for word, _ in self._files()]
        return f"Next: {what}. Also: {', '.join([*others, 'help'])}."

    def _main(self, view: RoomView) -> tuple[str, str]:
        """Return the label of the main action, and the word that does it."""
        scene = self._scene(view)
        label = view.main.label if scene is None else scene.label
        return label, view.main.verb.partition("_")[0]

    def _take_news(self) -> None:
        for line in self._live.take_notes():
            if not line.event.is_quiet(self._live.meeting):
                self._show(ended(self._live.sentence(line.event)))
        for sentence in self._live.arrivals() or ():
            self._show(sentence)
        before, self._flooded = self._flooded, self._live.notes_held_back > 0
        if self._flooded and not before:
            self._show(FLOODED)

    # ---- what is typed

    def _read_and_do(self) -> None:
        cell = self._next_cell()
        hidden = cell is not None and self._terminal.hides
        prompt = f"{cell.name} (not shown): " if cell is not None and hidden else PROMPT
        try:
            line = self._terminal.read(prompt, unseen=hidden).strip()
        except KeyboardInterrupt:
            self._asks_to_leave()
            return
        if not line:
            self._show(f"{DONE} {self._next(self._live.view())}")
        elif cell is not None and _is_entry(line):
            self._enter(cell, line)
        elif self._live.takes_codes and ballots.find(line):
            self._count_codes(line)
        else:
            self._command(line, unseen=hidden)

    def _command(self, line: str, *, unseen: bool) -> None:
        """Do what a line names; one that was typed unseen is neither guessed at nor repeated."""
        view = self._live.view()
        word, _, rest = line.partition(" ")
        if isinstance(number := _number(line), int) and self._choose(number):
            return
        acts = dict(self._acts(view))
        exact = acts.get(line) or acts.get(line.casefold())
        if exact is not None:
            exact()
        elif word.casefold() == "evidence":
            self._evidence(view, rest)
        elif word.casefold() == "clear":
            self._clear(rest)
        elif unseen:
            self._show(f"{NOT_AN_ENTRY} {self._next(view)}")
        else:
            found = {name: act for name, act in acts.items() if _begins(name, line)}
            if len(set(map(id, found.values()))) == 1:
                next(iter(found.values()))()
            else:
                self._show(f"“{line}” is not a command here. {self._next(view)}")

    def _acts(self, view: RoomView) -> Iterator[tuple[str, Callable[[], None]]]:
        """Yield every word and key that does something, the main action last: its word wins."""
        for verb in verbs.VERBS:
            if verb.key is not None:
                act = _once(self._start, verb)
                yield from ((word, act) for word in (verb.key.key, *_names(verb)) if word)
        yield "help", self._help
        yield "again", self._again
        yield "leave", self._asks_to_leave
        for word, write in self._files():
            yield word, _once(self._write, write)
        (label, word), act = self._main(view), self._do_main
        yield from ((name, act) for name in (label.casefold(), word))

    def _do_main(self) -> None:
        due, view = self._live.due, self._live.view()
        poll = _poll(view)
        if isinstance(due.verb, TalkVerb) and poll is not None and self._scene(view) is None:
            self._talk = (due.verb, view.place, poll.round)
            if (scene := self._scene(view)) is not None:
                for text in scene_sentences(scene):
                    self._show(text)
                self._show(self._next(view))
                return
        self._start(due.verb, due.about)

    def _scene(self, view: RoomView) -> SceneView | None:
        """Return the script of the talk that was begun here, None without one."""
        pane, due = view.pane, self._live.due
        if not isinstance(pane, CompetencyView | VoteView):
            return None
        return pane.scene if self._talk == (due.verb, view.place, pane.poll.round) else None

    def _files(self) -> Iterator[tuple[str, Callable[[], Path | Refused]]]:
        """Yield the files that can be written beside a finished record, each with its word."""
        if self._live.meeting.written:
            yield "reminders", self._live.write_reminders
            yield "calendar", self._live.write_calendar

    def _write(self, write: Callable[[], Path | Refused]) -> None:
        done = write()
        self._show(done.reason if isinstance(done, Refused) else f"Written: {done.name}.")
        self._show(self._next(self._live.view()))

    def _again(self) -> None:
        self._place = None
        self._tell()

    def _help(self) -> None:
        view = self._live.view()
        about = guide(view.place.step, view.phase)
        self._show(about.purpose)
        for label, texts in (("Say", about.say), ("Watch", about.watch)):
            for text in texts:
                self._show(f"{label}: {text}")
        for verb in verbs.VERBS:
            if verb.key is not None and self._live.may(verb):
                self._show(ended(f"{_names(verb)[0]}: {verb.help(view)}"))
        self._show("again: show this step. evidence NAME: all lines of one rating.")
        self._show("clear: remove the last entry; clear NAME: that person’s entry.")
        self._show("cancel: close a question; what you typed is kept. leave: quit.")
        self._show(self._next(view))

    def _evidence(self, view: RoomView, name: str) -> None:
        if self._live.lacks_leans:
            self._live.find_leans()
            view = self._live.view()
        poll = _poll(view)
        rows = _rated(view)
        chosen = [row for row in rows if not name or _begins(row.name, name)]
        if poll is None or not chosen:
            self._show("There is no revealed rating by that name.")
        for row in chosen:
            for text in evidence_sentences(row, cast("PollView", poll)):
                self._show(text)

    def _asks_to_leave(self) -> None:
        if self._live.meeting.opened and self._live.due.verb != Leave():
            self._show("Leave the meeting? It is saved and resumes here. Type yes to leave.")
            try:
                if self._terminal.read(PROMPT).strip().casefold() != "yes":
                    self._show(f"{DONE} {self._next(self._live.view())}")
                    return
            except KeyboardInterrupt:
                pass
        self._left = True

    # ---- blind entries

    def _next_cell(self) -> EntryRow | None:
        return next((row for row in cells(self._live.view()) if not row.filled), None)

    def _enter(self, cell: EntryRow, line: str) -> None:
        if not self._terminal.hides:
            self._show(NOT_HIDDEN)
            return
        done = self._live.enter(cell.id, CHOICES.get(line, line))
        if isinstance(done, Refused):
            self._refuse(done)
            return
        left = sum(not row.filled for row in cells(self._live.view()))
        self._show(f"In. {counted(left, 'to come', 'to come').capitalize()}.")
        self._known = set(sentences(self._live.view()))
        if left == 0:
            self._show(self._next(self._live.view()))

    def _count_codes(self, line: str) -> None:
        done = self._live.paste(line)
        if isinstance(done, Refused):
            self._refuse(done)
            return
        self._show(done.sentence)
        for asked in done.asks:
            name = self._live.meeting.name(asked.panelist)
            self._show(f"A code that {name} had replaced was sent again. Ask {name}.")
            if self._says_yes("Does it count? Type yes: "):
                again = self._live.take_again(asked)
                self._show(again.reason if isinstance(again, Refused) else f"In: {name}.")
        self._known = set(sentences(self._live.view()))
        if not any(not row.filled for row in cells(self._live.view())):
            self._show(self._next(self._live.view()))

    def _says_yes(self, prompt: str) -> bool:
        try:
            return self._line(prompt).casefold() == "yes"
        except _CancelledError:
            return False

    def _clear(self, name: str) -> None:
        """Empty the cell of whom `name` begins; without a name, the one filled last."""
        filled = [row for row in cells(self._live.view()) if row.filled]
        named = [row.id for row in filled if _begins(row.name, name)]
        last = self._live.last_entered if not name else named[0] if len(named) == 1 else ""
        if not last:
            nobody = "That name has no entry to clear here."
            self._show(nobody if name else "There is no entry to clear here.")
            return
        done = self._live.clear(last)
        if isinstance(done, Refused):
            self._refuse(done)
        else:
            self._show(f"Cleared: the entry of {self._live.meeting.name(last)}.")

    # ---- acts and their questions

    def _choose(self, number: int) -> bool:
        """Do the next step with this number, where a meeting was carried on."""
        options = next_choices(self._live.meeting)[number - 1 : number] if number else ()
        if not getattr(self._live.view().pane, "next", ()) or not options:
            return False
        self._start(CarryOn(), options[0].value)
        return True

    def _start(self, verb: Verb, about: str = "") -> None:
        """Ask what `verb` needs, or do it at once, then what follows."""
        if verb == Leave():
            self._left = True
            return
        try:
            asked = self._live.ask(verb, about)
            if isinstance(asked, Refused) and not about and verb == ConfirmRole():
                about = self._person()
                if self._takes_back_another_role(about):
                    return
                asked = self._live.ask(verb, about)
            if isinstance(asked, Refused):
                self._refuse(asked)
                return
            answers = self._answered(verb, about, asked)
        except _CancelledError:
            self._show(f"{NOTHING} {self._next(self._live.view())}")
            return
        if answers is None:
            return
        about = asked.about if asked is not None else about
        follows = verb.follows(self._live.meeting, self._live.due, about, answers)
        if follows is None:
            self._tell()
        else:
            self._start(follows.verb, follows.about)

    def _answered(self, verb: Verb, about: str, asked: Ask | None) -> Mapping[str, str] | None:
        """Ask, confirm and do it; return the answers, None if nothing was done."""
        answers: dict[str, str] = {}
        if asked is not None:
            about = asked.about
            self._fill_first(verb, asked, answers)
        while True:
            guard = self._live.guard(verb, about, answers)
            if guard is not None and not self._confirmed(guard):
                return None
            draft = self._drafts.key(asked) if asked is not None else ("", "")
            before = len(self._live.log)
            refused = self._do(verb, about, answers)
            if refused is None and asked is not None:
                self._drafts.answer(draft, asked, answers, self._live.log[before:])
            if refused is None:
                return answers
            fields = asked.fields if asked is not None else ()
            again = tuple(field for field in fields if field.name == refused.field) or fields
            if asked is None or not again or self._live.lost:
                return None
            self._fill(asked, again, answers)

    def _fill_first(self, verb: Verb, asked: Ask, answers: dict[str, str]) -> None:
        """Put a question, and ask once about a sentence of one or two words."""
        if verb == WrapUp():
            for text in pane_sentences(self._live.view_of_wrap_up().pane):
                self._show(text)
        for text in (asked.title, *asked.says):
            self._show(ended(text))
        self._fill(asked, asked.fields, answers)
        if (short := short_answer(asked, answers)) is not None:
            self._show(f"Is “{answers[short.name]}” all? Type it again, or write more.")
            self._fill(asked, (short,), answers)

    def _do(self, verb: Verb, about: str, answers: Mapping[str, str]) -> Refused | None:
        before = self._live.meeting.place
        done = self._live.do(verb, about, answers)
        if isinstance(done, Refused):
            self._refuse(done)
            return done
        self._drafts.follow(done)
        if done and not isinstance(verb, RevealVerb):
            self._show(ended(self._live.echo(done)))
        if before != self._live.meeting.place:
            self._show_results(before)
        return None

    def _show_results(self, before: Place) -> None:
        """Show all results once the last competency is closed."""
        meeting = self._live.meeting
        closed = before.competency is not None and is_finished(meeting, before)
        if closed and meeting.place.competency is None and not open_competencies(meeting):
            for text in sentences(self._live.view(OVERVIEW)):
                self._show(text)

    def _refuse(self, refused: Refused) -> None:
        self._show(refused.reason)
        if self._live.lost:
            self._save_elsewhere()

    def _save_elsewhere(self) -> None:
        while True:
            self._show(
                "Everything recorded is still in memory. Type another, empty folder to save it in."
            )
            folder = self._terminal.read("Folder: ").strip() or "/"  # never “.”
            done = self._live.save_elsewhere(Path(folder).expanduser())
            if not isinstance(done, Refused):
                self._show("Everything recorded is saved in the other folder; go on there.")
                return
            self._show(done.reason)

    def _confirmed(self, guard: Ask) -> bool:
        for text in (guard.title, *guard.says):
            self._show(ended(text))
        answer = self._line(f"{guard.enter}? Type yes: ")
        if answer.casefold() == "yes":
            return True
        self._show(f"{DONE} {self._next(self._live.view())}")
        return False

    def _renews_key(self) -> bool:
        self._show(
            "This meeting’s key is not on this machine. If it continues here, entries that are "
            "not revealed yet are cleared and asked for again, and every card must be accepted "
            "again. To lose nothing, open it on the machine where it was started."
        )
        if self._terminal.read("Continue here? Type yes: ").strip().casefold() != "yes":
            return False
        done = self._live.renew_key()
        if isinstance(done, Refused):
            self._show(done.reason)
        return not isinstance(done, Refused)

    def _takes_back_another_role(self, panelist: str) -> bool:
        """Record that somebody thought to have rated another role rated this one, if so."""
        meeting = self._live.meeting
        if meeting.gate is not None or panelist not in meeting.confirmations:
            return False
        roles = (("same", "this role"), (DIFFERS, "another role"))
        if self._chosen("Rated", roles, UNCHOSEN) == DIFFERS:
            return False
        if self._do(ConfirmRole(), panelist, {"understanding": "same"}) is None:
            self._tell()
        return True

    def _person(self) -> str:
        options = tuple((p.id, p.name) for p in self._live.meeting.brief.panel)
        return self._chosen("Who", options, "")

    # ---- the fields of a question

    def _fill(self, asked: Ask, fields: Sequence[Field], answers: dict[str, str]) -> None:
        """Ask for each field that is due, in order; an empty entry ends a list.

        Each answer is kept as a draft, and a draft is offered as what the field holds.
        """
        first, is_list = asked.fields[0].name, asked.is_list
        draft = {} if answers else self._drafts.of(asked)
        for field in fields:
            if is_list and field.name != first and not answers[first]:
                answers[field.name] = field.value
            elif field.when is None or _is_due(field.when, answers):
                kept = replace(field, value=draft.get(field.name, field.value))
                answers[field.name] = self._field(kept, at_once=is_list)
                self._drafts.keep(asked, answers)

    def _field(self, field: Field, *, at_once: bool = False) -> str:
        """Return the answer to a field; `at_once` if one line of a list is asked for at a time."""
        if field.kind == "choice":
            options = tuple((option.value, option.label) for option in field.options)
            known = field.value == UNCHOSEN or field.value in dict(options)
            return self._chosen(field.label, options, field.value if known else options[0][0])
        hint = f" ({field.hint})" if field.hint else ""
        if field.value:
            self._show(f"{field.label}, empty to keep: “{field.value}”")
        if field.kind == "hidden":
            if not self._terminal.hides:
                self._show(NOT_HIDDEN)
                raise _CancelledError
            return self._line(f"{field.label} (not shown): ", unseen=True)
        if field.kind == "lines" and not at_once:
            return "\n".join(self._several(f"{field.label}{hint}: ")) or field.value
        text = self._line(f"{field.label}{hint}: ") or field.value
        if field.kind == "day" and text:
            day = parse_day(text, field.today)
            if isinstance(day, Refused):
                self._show(day.reason)
                return self._field(field, at_once=at_once)
            self._show(ended(in_full(day)))
        return text

    def _several(self, prompt: str) -> Iterator[str]:
        while text := self._line(prompt):
            yield text

    def _chosen(self, label: str, options: tuple[tuple[str, str], ...], value: str) -> str:
        """Return the value that was chosen by its number or by the beginning of its label."""
        default = next((name for known, name in options if known == value), "")
        default = "" if value == UNCHOSEN else default
        numbered = (f"{number}, {name}." for number, (_, name) in enumerate(options, start=1))
        self._show(f"{label}: {' '.join(numbered)}")
        prompt = f"{label} (empty: {default}): " if default else f"{label}: "
        while True:
            text = self._line(prompt)
            if not text and default:
                return value
            number = _number(text)
            if number is not None and 1 <= number <= len(options):
                return options[number - 1][0]
            exact = [known for known, name in options if searchable(name) == searchable(text)]
            found = exact or [known for known, name in options if text and _begins(name, text)]
            if len(found) == 1:
                return found[0]
            self._show("Type one of the numbers, or the beginning of a name; cancel ends this.")

    def _line(self, prompt: str, *, unseen: bool = False) -> str:
        """Return a line; `cancel` and ctrl+c put the question aside."""
        try:
            text = self._terminal.read(prompt, unseen=unseen).strip()
        except KeyboardInterrupt:
            raise _CancelledError from None
        if text.casefold() == CANCEL:
            raise _CancelledError
        return text


def _once(act: Callable[[T], None], about: T) -> Callable[[], None]:
    return lambda: act(about)


def _word(verb: Verb) -> str:
    """Return the word that a facilitator types for a verb."""
    return verb.name.partition("_")[0] if isinstance(verb, StepVerb) else _names(verb)[0]


def _names(verb: Verb) -> tuple[str, ...]:
    """Return the words for a verb: its word in the footer, if it has one, and its name."""
    word = verb.key.word if verb.key is not None else ""
    return tuple(filter(None, (word, verb.name.replace("_", " "))))


def _words(view: RoomView) -> Iterator[tuple[str, Verb]]:
    """Yield the verbs that the footer of a view names, each with its word."""
    for verb in verbs.VERBS:
        if word := verb.word(view):
            yield word, verb


def _poll(view: RoomView) -> PollView | None:
    poll = getattr(view.pane, "poll", None)
    return poll if isinstance(poll, PollView) else None


def _rated(view: RoomView) -> list[RatedRow]:
    poll = _poll(view)
    return [row for row in poll.rows if isinstance(row, RatedRow)] if poll is not None else []


def _is_entry(line: str) -> bool:
    return _number(line) is not None or line in CHOICES


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) == 1 else None


def _begins(name: str, typed: str) -> bool:
    return searchable(name).startswith(searchable(typed))


def _is_due(when: tuple[str, tuple[str, ...]], answers: Mapping[str, str]) -> bool:
    name, wanted = when
    answer = answers.get(name, "")
    return answer in wanted if wanted else bool(answer)
