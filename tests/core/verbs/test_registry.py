"""Every verb is listed, its name and its key are its own, and every answer to it is read."""

from __future__ import annotations

import pkgutil
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import fields
from datetime import date
from importlib import import_module

import pytest
from pydantic import ValidationError

from debrief.core import verbs
from debrief.core.brief import Reference
from debrief.core.form import Ask, Field
from debrief.core.meeting.log import Log
from debrief.core.verbs import (
    VERBS,
    anytime,
    decision,
    fit,
    moves,
    named,
    opening,
    rounds,
    sittings,
    talk,
    warmup,
)
from debrief.core.verbs.due import advance, due
from debrief.core.verbs.verb import StepVerb, Table, Verb, confirmation, question

REVIEW = date(2027, 5, 24)
REFERENCES = (Reference(id="boss", relation="Boss"),)
DIFFERS = {"differs": "On call", "ruling": "Not on call", "ratings": "re-rate"}
PANEL = ("dana", "lin", "omar", "priya", "tom")


def classes(base: type[Verb]) -> Iterator[type[Verb]]:
    for one in base.__subclasses__():
        yield one
        yield from classes(one)


def test_every_verb_of_the_folder_is_listed_once():
    for module in pkgutil.iter_modules(verbs.__path__):
        import_module(f"{verbs.__name__}.{module.name}")
    named_classes = {one for one in classes(Verb) if getattr(one, "name", "")}
    assert {type(verb) for verb in VERBS} == named_classes
    assert len({verb.name for verb in VERBS}) == len(VERBS)
    assert all(named(verb.name) is verb for verb in VERBS)


def test_every_key_is_of_one_verb_and_says_what_it_does():
    keys = [verb.key for verb in VERBS if verb.key is not None]
    shown = [one.key for one in keys if one.key]
    assert len(set(shown)) == len(shown)
    assert all(one.help and not one.help.endswith(".") for one in keys)


def test_a_verb_is_the_main_action_or_has_a_key_or_a_line_in_the_palette():
    for verb in VERBS:
        assert isinstance(verb, StepVerb) or verb.key is not None, verb.name


def test_a_part_that_is_left_out_is_named_by_the_import():
    with pytest.raises(TypeError, match="announced"):

        class NotAnnounced(Verb, name="not_announced", key=None, draft="here"):
            pass


def test_a_main_action_without_its_words_cannot_be_listed():
    class Silent(StepVerb, name=""):
        def do(self, table, about, answers):
            return ()

    with pytest.raises(TypeError, match=r"guidance.*label"):
        Silent()


def test_every_main_action_is_due_at_some_moment(moments, start, meet, warm, rate):
    case = warm().gate()
    case.do(warmup.open_vignette, "judgment/tripwire")
    split = meet(judgment="1144n").reveal()
    split.do(talk.argue)
    split.do(talk.reopen, "judgment", "A doubt")
    again = start(rules=1).open()
    again.do(opening.confirm_role, "lin", "differs", **DIFFERS)
    for panelist in PANEL:
        if panelist != "lin":
            again.do(opening.confirm_role, panelist, "same")
    again.do(opening.pass_gate)
    again.reveal()
    context = meet(special={("lin", "influence"): rate("3", depends_on_context="A CFO")})
    context.settle_all().do(moves.waive, "None taken")
    context.do(fit.mark_constraint, "No head-count before Q3", told=False)
    dissent = meet().to_decision()
    dissent.do(decision.record_dissent, "lin", "No", confirmed=True)
    asked = meet().to_decision("31233")
    asked.do(decision.decide, "hire", "So", review=REVIEW)
    asked.do(decision.ask_dissent, {"lin": "dissents", "omar": "accepts"})
    against = meet(judgment="32333").to_decision()
    against.do(decision.decide, "hire", "So", review=REVIEW)
    against.accept()
    carried = meet().to_decision()
    carried.do(decision.decide, "postponed", "So", until=REVIEW, would_change="Money")
    carried.do(sittings.end_sitting)
    carried.add_all(sittings.carry_on(carried.meeting, ()))
    last = meet(references=REFERENCES).to_decision().decide()
    last.do(advance)
    last.finish()

    seen = {due(start().meeting).verb}
    for script in (*moments, case, split, again, context, dissent, asked, against, carried, last):
        log = Log.of(script.log)
        seen |= {due(log.at(number)).verb for number in range(1, len(script.log) + 1)}
    assert {verb for verb in VERBS if isinstance(verb, StepVerb)} <= seen


def test_a_table_hands_out_little():
    assert len(fields(Table)) <= 11, "past eleven members it has become the meeting"


# ---- answers


class Read(Mapping[str, str]):
    """Answers that record which of them were read."""

    def __init__(self, answers: dict[str, str], read: set[str]) -> None:
        self.answers, self.read = answers, read

    def __getitem__(self, name: str) -> str:
        self.read.add(name)
        return self.answers[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.answers)

    def __len__(self) -> int:
        return len(self.answers)


def answers(asked: Ask) -> Iterator[dict[str, str]]:
    """Yield answers to a question in which each option of each choice is chosen once."""
    usual = {field.name: usual_answer(field) for field in asked.fields}
    yield usual
    for field in asked.fields:
        for option in field.options:
            yield usual | {field.name: option.value}


def usual_answer(field: Field) -> str:
    if field.options:
        return field.options[0].value
    return "2027-06-01" if field.kind == "day" else "Because"


@pytest.fixture
def moments(start, meet, warm, rate):
    """Return meetings at moments in which, taken together, every question can be asked."""
    shown = meet(judgment="3333n").reveal()
    moved = meet().reveal().second_round("judgment", lin=2)
    disputed = meet(judgment="1122n").to_decision()
    dissent = meet().to_decision()
    for panelist, confirmed in (("lin", False), ("omar", True)):
        dissent.do(decision.record_dissent, panelist, "No", confirmed=confirmed)
    closed = meet().settle()
    fit = meet(special={("lin", "judgment"): rate("3", depends_on_context="A CFO")}).reveal()
    asked = meet().to_decision("31233")
    asked.do(decision.decide, "hire", "So", review=REVIEW)
    worded = meet().to_decision("31333")
    worded.do(decision.decide, "hire", "So", review=REVIEW)
    worded.do(decision.ask_dissent, {"lin": "dissents"})
    against = meet(judgment="32333").to_decision()
    against.do(decision.decide, "hire", "So", review=REVIEW)
    carried = meet().to_decision()
    carried.do(anytime.add_promise, "Send the history")
    carried.do(decision.decide, "postponed", "So", until=REVIEW, would_change="Money")
    carried.add_all(sittings.carry_on(carried.meeting, ()))
    single = meet(judgment="3nnnn").reveal()
    alone = meet(judgment="32333").reveal()
    ending = [single, alone, asked, worded, against, carried]
    opened = [start().open(), meet(), warm().gate(), meet().settle_all()]
    minuted = meet()
    for text in ("One", "Two"):
        minuted.do(anytime.take_minute, text)
    opened.append(minuted)
    return [*opened, shown, moved, closed, disputed, dissent, fit, *ending]


def test_every_answer_to_a_verbs_question_is_read(moments):
    fields: dict[str, set[str]] = defaultdict(set)
    read: dict[str, set[str]] = defaultdict(set)
    for script in moments:
        table = Table(script.meeting, script.log, date(2026, 12, 1))
        abouts = ("", *PANEL, "failed", "missed", "vote", *script.meeting.brief.role.constraints)
        for verb in VERBS:
            for about in abouts:
                if isinstance(verb, opening.ConfirmRole) and about not in PANEL:
                    continue
                if isinstance(verb, rounds.Explain) and about not in PANEL:
                    continue
                asked = question(verb, table, about)
                if not isinstance(asked, Ask):
                    continue
                fields[asked.verb] |= {field.name for field in asked.fields}
                for given in answers(asked):
                    confirmation(named(asked.verb), table, asked.about, given)
                    with suppress(ValidationError):  # a text made up for every field
                        named(asked.verb).do(table, asked.about, Read(given, read[asked.verb]))
    asks = {verb.name for verb in VERBS if type(verb).ask is not Verb.ask} - {"open_round"}
    assert fields.keys() == asks
    for name, found in fields.items():
        assert found <= read[name], name
