"""The record of a meeting: every fact of the journal, and what only the journal knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from debrief.core.brief import Reference
from debrief.core.meeting import events as e
from debrief.core.record.build import Record, record
from debrief.core.record.model import Promise
from debrief.core.scorecard import CardFacts, Entry
from debrief.core.steps import Place
from debrief.core.verbs import (
    anytime,
    decision,
    fit,
    moves,
    opening,
    premortem,
    references,
    rounds,
    talk,
)
from debrief.core.verbs.due import advance
from debrief.core.vocabulary import FollowUp

FINGERPRINT = "0123456789abcdef" * 4


def of(script: Any, fingerprint: str | None = None) -> Record:
    return record(script.log, fingerprint)


def one(found: Record, competency: str = "judgment") -> Any:
    return next(c for c in found.competencies if c.id == competency)


@pytest.fixture
def finished(meet: Callable[..., Any]) -> Any:
    return meet().to_decision().decide().finish()


def test_a_finished_meeting_says_what_it_was(finished: Any) -> None:
    found = of(finished, FINGERPRINT)

    assert (found.title, found.alias, found.owner) == ("VP Engineering", "K-17", "dana")
    assert found.opened == finished.log[0].t
    assert found.finished == finished.log[-1].t
    assert found.decision is not None
    assert found.decision.outcome == "no-hire"
    assert found.rule_fixed
    assert found.inputs == {"session.toml": "digest"}
    assert found.events == len(finished.log)
    assert found.fingerprint_short == "0123-4567-89ab-cdef"


def test_what_follows_the_finish_changes_nothing(finished: Any) -> None:
    before = of(finished, FINGERPRINT)

    finished.add(e.RecordWritten(outputs={"record.md": "digest"}))

    assert of(finished, FINGERPRINT) == before


def test_a_meeting_just_opened_has_a_record(start: Callable[..., Any]) -> None:
    found = of(start().open())

    assert found.finished is None
    assert found.fingerprint is None
    assert found.decision is None
    assert all(c.closing is None for c in found.competencies)


def test_a_journal_that_does_not_open_a_meeting_has_none() -> None:
    with pytest.raises(ValueError, match="opening"):
        record((), None)


def test_the_candidates_name_is_not_in_it(
    start: Callable[..., Any], brief: Callable[..., Any]
) -> None:
    named = brief(candidate={"alias": "K-17", "name": "Kim Okafor"})

    assert "Okafor" not in of(start(brief=named).open()).model_dump_json()


def test_the_alias_is_in_place_of_a_name_that_somebody_wrote(
    meet: Callable[..., Any], brief: Callable[..., Any], rate: Callable[..., Any]
) -> None:
    evidence = rate("3", **{"for": ["Okafor wrote to all"]})
    script = meet(
        brief=brief(candidate={"alias": "K-17", "name": "Kim Okafor"}, title="After okafor"),
        special={("lin", "judgment"): evidence},
    )
    script.reveal("judgment")
    script.do(anytime.take_minute, "Kim Okafor said yes", "lin")

    found = of(script, FINGERPRINT)
    assert [minute.text for minute in found.minutes] == ["K-17 said yes"]
    assert "K-17 wrote to all" in found.model_dump_json()
    assert found.title == "After K-17"
    assert "okafor" not in found.model_dump_json().lower()


def test_a_digest_that_holds_a_name_by_chance_stays(
    meet: Callable[..., Any], brief: Callable[..., Any]
) -> None:
    named = brief(candidate={"alias": "K-17", "name": "Kim Abba"})
    found = of(meet(brief=named), "1abba2" + FINGERPRINT[6:])

    assert found.fingerprint == "1abba2" + FINGERPRINT[6:]


def keys(data: object) -> set[str]:
    if isinstance(data, list):
        return set().union(*map(keys, data))
    if isinstance(data, dict):
        return set(data).union(*map(keys, data.values()))
    return set()


def test_it_holds_no_average_no_rank_and_no_recommendation(finished: Any) -> None:
    found = keys(of(finished).model_dump(mode="json"))

    assert "ad_median" in found
    assert not found & {"mean", "average", "median", "score", "rank", "total", "recommendation"}


def test_every_round_stands_with_what_was_entered_wrongly(meet: Callable[..., Any]) -> None:
    script = meet(judgment="2344n")
    script.reveal()
    script.second_round("judgment", dana=3, lin="keep", omar=4, priya="not-voting")
    script.do(rounds.correct_entry, "judgment", "omar", Entry(choice="level", level=3))
    script.do(rounds.explain_move, "judgment", "dana", "I had not asked")
    script.do(rounds.explain_move, "judgment", "omar", "", declined=True)
    found = one(of(script))

    first, second = found.rounds
    assert (first.label, first.counts, first.counts_in_words) == (
        "mixed", (0, 1, 1, 2), "1 yes, 2 strong yes · 1 no",
    )  # fmt: skip
    assert [m.word for m in first.marks] == [
        "no",
        "yes",
        "strong yes",
        "strong yes",
        "not assessed",
    ]
    assert first.marks[0].for_ == ("Saw it",)
    assert second.marks[0].for_ == ()
    assert [m.how for m in second.marks] == ["entered", "kept", "entered", "entered", "no-entry"]
    assert [m.word for m in second.marks] == ["yes", "yes", "yes", "not voting", "not assessed"]
    assert second.marks[2].was == ("strong yes",)
    assert [(m.panelist, m.before, m.after, m.reason, m.declined) for m in found.moves] == [
        ("dana", 2, 3, "I had not asked", False),
        ("omar", 4, 3, "", True),
        ("priya", 4, None, "", False),
    ]
    assert second.words == "all yes"


def test_a_slip_of_not_voting_and_of_keeping_is_kept_in_words(meet: Callable[..., Any]) -> None:
    script = meet(judgment="2344-")
    script.reveal()
    script.second_round("judgment", dana="keep", lin="not-voting", omar="keep")
    for panelist in ("dana", "lin", "priya"):
        script.do(rounds.correct_entry, "judgment", panelist, Entry(choice="level", level=4))

    marks = one(of(script)).rounds[1].marks

    assert [m.was for m in marks[:4]] == [("kept",), ("not voting",), (), ("no entry",)]


def test_five_states_have_five_words(meet: Callable[..., Any]) -> None:
    script = meet(judgment="3nar-", without=("tom",)).reveal()

    marks = one(of(script)).rounds[0].marks

    assert [m.word for m in marks] == ["yes", "not assessed", "abstains", "recused", "missing"]
    assert [m.reason for m in marks] == ["", "So it is.", "So it is.", "So it is.", ""]
    assert [m.recused for m in of(script).panel] == [False] * 5
    assert of(script).panel[4].card is None


def test_the_reason_of_a_recusal_stays_with_what_it_bars_from(meet: Callable[..., Any]) -> None:
    script = meet(judgment="3r333").settle()
    script.do(opening.declare_recusal, "omar", None, "I know her brother.")
    script.settle_all()

    def reasons(panelist: str) -> dict[str, str]:
        marks = ((c.id, m) for c in of(script).competencies for m in c.rounds[0].marks)
        return {id_: mark.reason for id_, mark in marks if mark.panelist == panelist}

    barred = ("influence", "culture", "depth")
    assert reasons("omar") == {"judgment": "", **dict.fromkeys(barred, "I know her brother.")}
    assert reasons("lin")["judgment"] == "So it is."


def test_closings_reopenings_and_waivers_stand_in_order(meet: Callable[..., Any]) -> None:
    script = meet().reveal()
    script.do(talk.waive_challenge, "We are late")
    script.do(talk.reopen, "judgment", "A reference contradicts")
    script.do(talk.close, "needs-more-signal", "Nobody is sure any more")
    found = one(of(script))

    assert [(t.closing, t.reason) for t in found.turns] == [
        ("agreed-yes", ""),
        (None, "A reference contradicts"),
        ("needs-more-signal", "Nobody is sure any more"),
    ]
    assert [w.reason for w in found.challenge_waivers] == ["We are late"]
    assert found.closing == "needs-more-signal"


def test_a_challenge_held_for_several_stands_with_each(meet: Callable[..., Any]) -> None:
    script = meet(rules=1).settle().settle().reveal()
    script.do(talk.waive_challenge, "Later", together=True)
    script.reveal()
    script.challenge()
    script.challenge("held-new-evidence")
    found = of(script)

    assert [w.together for w in one(found, "culture").challenge_waivers] == [True]
    held = one(found, "culture").challenges[0]
    assert (held.competencies, held.new_evidence) == (("culture",), True)
    assert one(found, "judgment").challenges[0].challengers == ("lin",)


def test_wrapping_up_and_leaving_out_say_so(meet: Callable[..., Any]) -> None:
    script = meet()
    script.do(moves.waive, "Nobody asked")
    script.do(rounds.wrap_up, script.cards, reason="Time is up.")
    found = of(script)

    assert [(x.competency, x.title, x.reason) for x in found.left_out] == [
        ("judgment", "Judgment", "Nobody asked")
    ]
    assert one(found).rounds == ()
    assert {c.closing for c in found.competencies} == {"not-discussed"}
    assert one(found, "culture").turns[0].reason == "Time is up."


def unasked(script: Any) -> dict[str, str]:
    return {x.question: x.why for x in of(script).not_asked}


def test_a_question_that_was_asked_for_nothing_was_asked(meet: Callable[..., Any]) -> None:
    script = meet().to_decision()
    assert unasked(script) == {"decision": "to-come"}
    assert unasked(script.decide().finish()) == {}


def test_a_question_that_nobody_came_to_was_not_asked(start: Callable[..., Any]) -> None:
    everything = ("references", "owed", "failed", "missed", "vote", "decision")

    assert unasked(start().open()) == dict.fromkeys(everything, "to-come")


def test_what_the_meeting_went_past_was_skipped(meet: Callable[..., Any]) -> None:
    script = meet().settle_all()
    script.add(e.StepOpened(place=Place(step="vote")))  # as earlier programs did
    skipped = dict.fromkeys(("references", "owed", "failed", "missed"), "skipped")
    assert unasked(script) == {**skipped, "vote": "to-come", "decision": "to-come"}

    script.vote().do(advance)
    assert unasked(script.decide().finish()) == skipped


def test_a_step_left_out_in_the_middle_was_asked_in_part(meet: Callable[..., Any]) -> None:
    script = meet().settle_all()
    script.do(moves.go, Place(step="premortem"), "No time")
    script.do(premortem.give_causes, "failed", [])
    script.do(moves.waive, "Time is up")

    found = unasked(script)
    assert "failed" not in found
    assert (found["missed"], found["owed"]) == ("left-out", "left-out")


def test_a_warm_up_is_a_question_only_where_it_was_planned(warm: Callable[..., Any]) -> None:
    assert unasked(warm().open())["warm-up"] == "to-come"


def test_a_round_given_up_and_an_argument_stand(meet: Callable[..., Any]) -> None:
    script = meet(judgment="1144-").reveal()
    script.do(talk.argue, "Two of the cases are old")
    script.do(talk.reopen, "judgment", "One is new")
    script.do(rounds.open_round, "judgment")
    script.do(rounds.abandon_round, "judgment", "No time")
    found = one(of(script))

    assert found.argued == ("Two of the cases are old",)
    assert [(x.round, x.reason) for x in found.abandoned] == [(2, "No time")]


def test_people_come_and_go_and_cards_come_late(start: Callable[..., Any]) -> None:
    script = start(without=("tom",)).open()
    script.do(opening.mark_attendance, "lin", "absent")
    script.do(opening.mark_attendance, "lin", "late")
    script.do(
        opening.confirm_role,
        "priya",
        "differs",
        differs="On call too",
        ruling="It is not.",
        ratings="set-aside",
    )
    script.do(opening.confirm_role, "tom", "absent")
    late = CardFacts(panelist="tom", covered=("judgment",), late=True, role="Leads")
    script.do(opening.accept_card, late, "commitment")
    panel = {m.id: m for m in of(script).panel}

    assert [x.presence for x in panel["lin"].attended] == ["absent", "late"]
    assert panel["lin"].presence == "late"
    assert (panel["priya"].differs, panel["priya"].ratings) == ("On call too", "set-aside")
    assert panel["tom"].presence == "absent"
    assert panel["tom"].role == "Leads"
    assert panel["tom"].card is not None
    assert panel["tom"].card.accepted == script.log[-1].t
    assert panel["dana"].card is not None
    assert panel["dana"].card.accepted is None
    assert panel["dana"].understanding is None


def test_ratings_set_aside_stand_outside_the_class(start: Callable[..., Any]) -> None:
    script = start(judgment="13333").open()
    for panelist in script.meeting.brief.panel:
        script.do(
            opening.confirm_role,
            panelist.id,
            "differs" if panelist.id == "dana" else "same",
            differs="Another job",
            ruling="This one.",
            ratings="set-aside" if panelist.id == "dana" else "stand",
        )
    script.do(opening.pass_gate)
    first = one(of(script.reveal())).rounds[0]

    assert (first.label, first.counts) == ("consensus", (0, 0, 4, 0))
    assert [m.counts for m in first.marks] == [False, True, True, True, True]


def test_another_owner_postponing_and_ruling_stand_with_reasons(meet: Callable[..., Any]) -> None:
    script = meet(judgment="11444")
    script.reveal()
    script.do(talk.close)
    script.settle_all()
    script.do(opening.replace_owner, "omar", "Dana has to leave")
    script.to_vote().vote()
    script.do(advance)
    script.decide("postponed", review=None, until=REVIEW, would_change="A second talk")
    script.do(decision.record_dissent, "lin", "Not yet.", confirmed=True)
    script.do(decision.answer_dissent, script.meeting.dissents[0].id, "I see.")
    before = of(script)
    script.do(decision.rule_on, "judgment", "The condition looks at it.")
    script.decide("hire")
    found = of(script)

    assert [(x.was, x.owner, x.reason) for x in found.owner_changes] == [
        ("dana", "omar", "Dana has to leave")
    ]
    assert [(x.competency, x.obstacle, x.ruling) for x in before.obstacles] == [
        ("judgment", "contested", "")
    ]
    assert [x.ruling for x in found.obstacles] == ["The condition looks at it."]
    assert [x.outcome for x in found.earlier_decisions] == ["postponed"]
    assert found.decision is not None
    assert (found.decision.conditions, found.follow_ups, found.promises) == ((), (), ())
    assert [(x.panelist, x.text, x.answer, x.confirmed) for x in found.dissents] == [
        ("lin", "Not yet.", "I see.", True)
    ]
    assert found.vote.rounds[0].counts == (0, 1, 4, 0)


REVIEW = FollowUp.model_validate({"text": "x", "owner": "y", "due": "2027-05-24"}).due


def test_fit_keeps_apart_what_cards_and_the_meeting_say(
    start: Callable[..., Any], brief: Callable[..., Any], rate: Callable[..., Any]
) -> None:
    role = {
        "mandate": "Rebuild",
        "authority": ["Hires"],
        "success": ["One platform"],
        "constraints": ["No head-count", "An adviser", "Night work"],
    }
    special = {("lin", "judgment"): rate("3", depends_on_context="Had a board")}
    script = start(brief=brief(role=role), special=special)
    told = {"told": ("No head-count", "A car"), "concerns": ("Contracts",)}
    cards = dict(script.meeting.cards)
    cards["dana"] = cards["dana"].model_copy(update=told)
    script.meeting = type(script.meeting).planned(script.meeting.brief, cards)
    script.gate().reveal()
    script.do(fit.mark_constraint, "An adviser", told=False)
    before = of(script).fit
    script.do(fit.mark_constraint, "An adviser", told=True, by=("lin",))
    script.do(fit.note_context, "judgment", "lin", "partly")
    script.do(fit.note_owed)
    script.do(anytime.add_promise, "A letter", kind="owed")
    script.do(fit.note_concern, "The commute")
    after = of(script).fit

    assert [(x.told, x.by_cards, x.by_meeting) for x in before.constraints] == [
        (True, ("dana",), ()),
        (False, (), ()),
        (None, (), ()),
    ]
    assert after.constraints[1].by_meeting == ("lin",)
    assert [(x.text, x.panelist) for x in after.told_besides] == [("A car", "dana")]
    assert [(x.text, x.panelist) for x in after.concerns] == [
        ("Contracts", "dana"),
        ("The commute", None),
    ]
    assert after.owed == ("A letter",)
    assert [(x.text, x.offers) for x in before.contexts] == [("Had a board", None)]
    assert [(x.text, x.offers) for x in after.contexts] == [("Had a board", "partly")]


def test_references_and_premortem_stand(meet: Callable[..., Any], finished: Any) -> None:
    reference = Reference(id="ceo", relation="CEO")
    script = meet(references=(reference, reference.model_copy(update={"id": "peer"})))
    script.do(references.review_reference, "ceo", "With care")
    found = of(script)

    assert [(x.on_file.id, x.reviewed, x.note) for x in found.references] == [
        ("ceo", True, "With care"),
        ("peer", False, ""),
    ]
    assert [x.text for x in of(finished).premortem.failed] == ["The board changed its mind"]
    assert of(finished).premortem.missed == ()


def test_minutes_keep_their_place_and_undone_ones_are_gone(meet: Callable[..., Any]) -> None:
    script = meet()
    script.do(anytime.take_minute, "Wrong speaker", "lin")
    script.do(anytime.undo, script.log)
    script.do(anytime.take_minute, "Right speaker", "omar")
    script.do(anytime.take_minute, "Tom said yes", kind="voiced-early")
    found = of(script)

    assert [(m.text, m.speaker, m.title, m.quiet) for m in found.minutes] == [
        ("Right speaker", "omar", "Judgment", False),
        ("Tom said yes", None, "Judgment", True),
    ]
    assert (found.process.undone, found.process.voiced_early) == (1, 1)


def test_process_counts_what_happened(meet: Callable[..., Any], rate: Callable[..., Any]) -> None:
    bare = {("lin", "judgment"): rate("4", **{"for": []})}
    script = meet(judgment="1-334", influence="3----", depth="22222", special=bare).reveal()
    script.second_round("judgment", dana=3)
    script.do(rounds.explain_move, "judgment", "dana", "I had not asked")
    script.run = "run-2"
    script.add(e.JournalRecovered(torn=7))
    script.add(e.ClockWentBack(seconds=2.0))
    script.add(e.BallotsLost(ballot_key="another"))
    script.challenge().settle()
    script.reveal("depth")
    facts = of(script).process

    assert facts.ratings == 5 + 1 + 5
    assert [(x.panelist, x.competency) for x in facts.without_evidence] == [("lin", "judgment")]
    assert (facts.pairs, facts.close_pairs) == (10, 6)
    assert [(x.competency, x.first, x.last, x.change) for x in facts.convergence] == [
        ("judgment", 0.8, 0.4, 0.4)
    ]
    assert (facts.runs, facts.torn, facts.clock_went_back, facts.entries_lost) == (2, (7,), 1, 1)
    by_title = {x.title: x for x in facts.times}
    assert by_title["Judgment"].seconds > 0
    assert by_title["Judgment"].planned == 300
    assert by_title["Final vote"].seconds == 0


def test_no_convergence_is_told_where_nobody_is_left_to_rate(meet: Callable[..., Any]) -> None:
    script = meet(judgment="3----").reveal()
    script.second_round("judgment", dana="not-voting")

    assert of(script).process.convergence == ()


def test_names_and_titles_of_strangers_are_their_ids(finished: Any) -> None:
    found = of(finished)

    assert (found.name("lin"), found.name("nobody")) == ("Lin Day", "nobody")
    assert found.competency_title("depth") == "Depth"
    assert found.competency_title("nothing") == "nothing"


def test_promises_are_kept_with_person_and_day(meet: Callable[..., Any]) -> None:
    script = meet().to_decision()
    script.do(anytime.add_promise, "A date", "lin", REVIEW, kind="owed")
    script.do(anytime.keep_promise, script.meeting.promises[0].id)
    kept_at = script.log[-1].t
    script.add(e.PromiseAdded(kind="condition", text="A mentor"))
    script.decide("hire")
    found = of(script)

    assert found.promises == (
        Promise(kind="owed", text="A date", who="lin", by=REVIEW, kept=kept_at),
        Promise(kind="condition", text="A mentor"),
    )
    assert found.decision is not None
    assert found.decision.conditions == ("A mentor",)
    assert found.fit.owed == ("A date",)
