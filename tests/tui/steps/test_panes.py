"""Tests of the other panes: their texts and layout."""

from __future__ import annotations

from dataclasses import replace

import pytest
from panes import NAMES, PANEL, absent, entry, rated, revealed

from debrief.core.brief import Expectation, Reference
from debrief.core.room import clarity as room_clarity
from debrief.core.room import closing as room_closing
from debrief.core.room import model as room
from debrief.core.room import poll as room_poll
from debrief.core.room.view_record import RecordView
from debrief.core.scorecard import State
from debrief.core.steps import STEPS
from debrief.tui import steps
from debrief.tui.paint import Space

SMALL, MIDDLE, LARGE = Space(73, 16), Space(93, 22), Space(113, 32)


def shown(pane: room.Pane, space: Space = MIDDLE) -> str:
    return steps.paint(pane, space).plain


def words(pane: room.Pane, space: Space = MIDDLE) -> str:
    return " ".join(shown(pane, space).split())


# ---- preflight

READY = room.PreflightView(
    rows=tuple(room.CardRow(name, "in") for name in NAMES),
    problems=(),
    notes=("Anyone who can open this folder can read the cards in it.",),
)


def test_preflight_lists_the_cards_that_are_in_on_shared_lines():
    text = words(READY)

    assert text.startswith("Ready? 6 of 6 cards ✓ Lin Wei ✓ Omar Haddad ")
    assert "Anyone who can open this folder" in text
    assert "!" not in text


def test_a_preflight_without_any_card_says_what_to_do_once():
    text = words(replace(READY, rows=tuple(replace(row, status="missing") for row in READY.rows)))

    assert "send each panelist theirs" in text
    assert "ask now" not in text


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        ("late", "card came late say so; it counts unless you remove it"),
        ("undated", "card has no date ask when it was written"),
        ("missing", "no card ask now, or start without"),
        ("broken", "card has errors it doesn’t count; debrief check lists them"),
    ],
)
@pytest.mark.parametrize("width", [40, 93])
def test_preflight_puts_problems_first_with_what_to_do(status: str, problem: str, width: int):
    row = room.CardRow("Lin Wei", status)  # type: ignore[arg-type]
    view = replace(READY, rows=(READY.rows[1], row), problems=("The brief has no rule.",))
    text = words(view, Space(width, 22)).replace("Lin Wei: ", "Lin Wei ").replace("; ", " ")

    known = f"! The brief has no rule. ! Lin Wei {problem}".replace("; ", " ")
    assert text.index(known) < text.index(f"✓ {READY.rows[1].name}")


@pytest.mark.parametrize("space", [SMALL, MIDDLE, LARGE])
def test_preflight_fits_without_scrolling(space: Space):
    rows = (*READY.rows[:3], *(replace(row, status="late") for row in READY.rows[3:]))
    notes = tuple(f"Fact {number}" for number in range(5))
    lines = shown(replace(READY, rows=rows, notes=notes), space).split("\n")
    assert len(lines) <= space.height


# ---- role clarity


def role_row(name: str, status: str, **values: str) -> room_clarity.RoleRow:
    row = room_clarity.RoleRow(name.lower(), name, "same", f"{name}’s card", "", "", "stand")
    return replace(row, status=status, **values)  # type: ignore[arg-type]


CLARITY = room_clarity.ClarityView(
    mandate="Make one organisation of two",
    authority=("Hires and fires",),
    success=("One platform by 2028",),
    now=("Two release trains",),
    next=("Certified filing",),
    constraints=("No head-count growth",),
    expectations=(Expectation(stakeholder="CFO", expects="Integration within budget"),),
    rows=(
        role_row("Dana", "same"),
        role_row(
            "Priya",
            "differs",
            differs="A chief architect",
            ruling="It is a leadership role",
            ratings="set-aside",
        ),
        role_row("Tom", "absent"),
        role_row("Lin", "asked"),
        role_row("Omar", "no-card"),
    ),
    owner="Dana",
    rule="Dana decides after the vote.",
    heard=True,
    passed=False,
)


def test_the_gate_shows_the_brief_in_full_first_and_then_the_sentences():
    for space in (SMALL, LARGE):
        before = words(replace(CLARITY, heard=False), space)
        for text in ("Hires and fires", "One platform", "Two release", "Certified"):
            assert text in before
        assert "CFO: Integration within budget" in before
        assert before.index("Dana decides after the vote.") < before.index("One platform")
        assert "No head-count" in before
        assert "Is this the role" not in before
        assert "Hires and fires" not in words(CLARITY, space)
    both = words(CLARITY, replace(SMALL, expanded=True))
    assert both.index("Is this the role you rated?") < both.index("Hires and fires")


def test_the_gate_shows_each_sentence_the_answers_and_the_rulings():
    text = words(CLARITY, SMALL)

    assert "Dana “Dana’s card” ✓ same" in text
    assert "Priya “Priya’s card” ! differs, ratings set aside" in text
    assert "Priya: “A chief architect” Dana rules: “It is a leadership role”" in text
    assert "Priya’s ratings are shown, but do not count." in text
    assert "Tom ── absent" in text
    assert "Omar ── no scorecard: nothing to confirm" in text
    assert "The gate is passed" not in text
    assert "✓ The gate is passed" in words(replace(CLARITY, passed=True))
    assert "Lin “Lin’s card” ✓ same" not in text
    assert "Lin “Lin’s card” ✓ same" in words(CLARITY, replace(SMALL, marked={"lin": "same"}))
    assert "▸ Lin" in words(CLARITY, replace(SMALL, cursor="lin"))
    assert "No sentence on the scorecard." in words(
        replace(CLARITY, rows=(replace(CLARITY.rows[3], card=""),)), SMALL
    )


# ---- references

ON_FILE = Reference(
    id="coo",
    relation="COO, four years",
    difficult_period="The failed cut-over",
    struggled_most="Waited too long",
    best_environment="One priority",
)
REFERENCES = room_closing.ReferencesView(
    number=1,
    total=3,
    reference=ON_FILE,
    findings=(
        room_closing.ReferenceRow(
            "Judgment", "confirms", "Stopped the rewrite", "consensus: 4 yes"
        ),
        room_closing.ReferenceRow("Influence", "contradicts", "Asked late", "mixed: 2 no · 2 yes"),
        room_closing.ReferenceRow("Culture", "new", "Wrote to every team", "still blind"),
    ),
    constraints=("No head-count growth",),
)


@pytest.mark.parametrize("space", [SMALL, MIDDLE, LARGE])
def test_references_show_answers_and_findings_beside_the_class(space: Space):
    text = words(REFERENCES, space)

    assert "Reference 1 of 3" in text
    for answer in ("The failed cut-over", "Waited too long", "One priority", "No head-count"):
        assert answer in text
    assert "✓ confirms Judgment" in text
    assert "✗ contradicts Influence" in text
    assert "· new Culture" in text
    assert "the panel consensus: 4 yes" in text


def test_references_say_what_will_happen_and_when_there_are_none():
    before = replace(REFERENCES, number=0, reference=None, findings=())

    assert "3 references on file" in words(before)
    assert "A finding alone moves no rating." in words(before)
    assert "No references are on file." in words(replace(before, total=0))


# ---- fit, premortem


def test_fit_shows_told_and_untold_concerns_debts_and_contexts():
    view = room_closing.FitView(
        constraints=(
            room_closing.ConstraintRow("No growth", "told", "Lin Wei"),
            room_closing.ConstraintRow("No pause", "untold", ""),
            room_closing.ConstraintRow("The date", "open", ""),
        ),
        concerns=(("Omar Haddad", "Who decides?"), ("", "The notice period")),
        owed=("The budget",),
        contexts=(
            room_closing.ContextRow("Dana", "Judgment", "Nine months without features", "partly"),
            room_closing.ContextRow("Lin", "Influence", "A patient board", ""),
        ),
    )
    for space in (SMALL, LARGE):
        text = words(view, space)
        for mark in ("✓ No growth", "! No pause", "· The date", "? Nine months"):
            assert mark in text
        assert "told by Lin Wei" in text
        assert "not told" in text
        assert "Who decides? to Omar Haddad" in text
        assert "The budget" in text
        assert "our role: partly" in text
        assert text.count("not asked yet") == 2


def test_fit_without_anything_says_so():
    text = words(room_closing.FitView((), (), (), ()))

    assert "The brief names no constraints." in text
    assert "The cards name no concerns." in text
    assert "Nothing yet. This is asked last." in text


def test_the_premortem_numbers_causes_and_marks_the_open_question():
    view = room_closing.PremortemView(("The rota broke", "The date slipped"), (), "missed")

    text = words(view, SMALL)

    assert "1 The rota broke" in text
    assert "2 The date slipped" in text
    assert "▸ We passed, and they" in words(view, Space(60, 20))
    assert "Press space to add causes" in text
    assert "nothing yet" in words(room_closing.PremortemView((), (), ""))


# ---- vote


def test_the_first_vote_has_nothing_to_keep():
    text = words(room_poll.VoteView(entry(round=1), "", ""))

    assert "Votes 0 of 6 in" in text
    for word in ("1 strong no", "2 no", "3 yes", "4 strong yes"):
        assert word in text
    narrow = words(room_poll.VoteView(entry(round=1), "", ""), Space(50, 20))
    assert "1 strong no 2 no 3 yes 4 strong yes" in narrow
    assert "x not voting" in text
    assert "keep" not in text


def test_the_vote_is_a_strip_then_and_says_what_was_challenged():
    rows = (
        rated("Lin Wei", 4, confidence=None),
        absent("Tom Becker", State.RECUSED),
        absent("Jonas Berg", State.NOT_ASSESSED, how="did not vote"),
    )
    poll = revealed(*rows, label="single", sign="", headline="1 strong yes", result="one rating")
    text = words(room_poll.VoteView(poll, "Challenged by Lin Wei, held: nothing new", ""))

    assert "1 strong yes one rating" in text
    assert "medium" not in text
    assert "Challenged by Lin Wei, held" in text
    assert "recused" in text
    assert "Jonas Berg ┊ did not vote" in text
    assert words(room_poll.VoteView(PANEL, "", "")).count("●") == 5


def test_the_votes_stand_under_their_title_with_the_counts_also_on_a_small_screen():
    rows = (*(rated(name, 3, confidence=None) for name in NAMES[:5]), absent(NAMES[5]))
    view = room_poll.VoteView(revealed(*rows), "", "", question="Final vote: would you?")
    lines = shown(view, Space(73, 15)).splitlines()

    assert lines[0] == "Final vote: would you?"
    assert "≈  3 yes, 1 strong yes · 1 strong no" in "\n".join(lines[1:5])


def test_a_vote_left_out_says_why_and_an_unopened_one_that_nobody_voted():
    poll = room_poll.PollView("blind", 1, ("no", "yes"), (room_poll.BlindRow("Lin Wei", False),))

    assert "There is no vote: out of time" in words(room_poll.VoteView(poll, "", "out of time"))
    assert "Nobody has voted yet: the vote comes once" in words(room_poll.VoteView(poll, "", ""))


# ---- decision

DECISION = room_closing.DecisionView(
    owner="Dana Whitfield",
    owner_note="",
    vote="1 no · 4 yes",
    outcomes=(
        room_closing.OutcomeRow("hire", "needs 1 ruling"),
        room_closing.OutcomeRow("no hire", ""),
    ),
    needs=(room_closing.NeedRow("ruling", "Judgment *", "2 yes · 2 no", "contested"),),
    proposed=("Tell K-17: the adviser stays",),
    named="Named in the premortem: 2 causes and 1 missed strength",
    ruled=(("Influence: contested", "One story weighs too much"),),
    dissents=(
        room_closing.DissentRow("Lin Wei", "They wait too long", True, "We test it"),
        room_closing.DissentRow("Tom Becker", "Too dear", False, ""),
    ),
    asked=(),
    not_asked=(),
    answers=(
        room_closing.AnswerRow("Priya Raman", "Depth", "The team covers it"),
        room_closing.AnswerRow("Lin Wei", "Judgment", ""),
    ),
    carried_on=(),
    decision="",
    rationale="",
    facts=(),
    promises=(),
)


CARRIED_ON = replace(
    DECISION,
    carried_on=(
        room_closing.CarriedRow("Decided then", ("More signal", "“Too little”")),
        room_closing.CarriedRow("New since", ("Card received: Tom Becker, late.",)),
    ),
    next=tuple(f"Choice {letter}" for letter in "abcdefghij"),
)


@pytest.mark.parametrize("space", [Space(50, 30), SMALL, MIDDLE])
def test_a_meeting_carried_on_numbers_what_can_come_next_as_far_as_digits_go(space: Space):
    text = words(CARRIED_ON, space)

    assert text.startswith("Carried on Decided then More signal “Too little” New since Card")
    assert "Next 1 Choice a 2 Choice b" in text
    assert text.endswith("9 Choice i Choice j")


ASKED = replace(
    DECISION,
    decision="hire",
    asked=(
        room_closing.AskedRow("lin", "Lin Wei", "no", ""),
        room_closing.AskedRow("priya", "Priya Raman", "strong no", ""),
    ),
    not_asked=("Tom Becker (absent)",),
)


@pytest.mark.parametrize("space", [Space(40, 30), SMALL, MIDDLE])
def test_a_hire_names_its_conditions_before_anybody_is_asked(space: Space):
    condition = room_closing.PromiseRow("Hear the boss", "Lin Wei", "Mon 24 May 2027")
    view = replace(ASKED, decision="hire, with 1 condition", conditions=(condition,))
    text = words(view, space)

    assert "HIRE, WITH 1 CONDITION" in text
    assert text.index("· Hear the boss Lin Wei, Mon 24 May 2027") < text.index("Ask each by name")


@pytest.mark.parametrize("space", [Space(40, 30), SMALL, MIDDLE])
def test_who_voted_against_is_asked_by_name_with_both_answers(space: Space):
    text = words(ASKED, replace(space, cursor="priya", marked={"lin": "dissents"}))

    assert "Two people voted against it. Ask each by name: is this a dissent?" in text
    assert "Lin Wei no ✓ dissents" in text
    assert "▸ Priya Raman strong no 1 dissents 2 accepts the decision" in text
    assert "Not asked: Tom Becker (absent)" in text
    one = replace(ASKED, asked=ASKED.asked[:1])
    assert "One person voted against it. Ask by name: is this a dissent?" in words(one, space)
    answered = replace(ASKED.asked[0], answer="accepts the decision")
    done = words(replace(ASKED, asked=(answered,)), space)
    assert "Voted against the decision" in done
    assert "Lin Wei no ✓ accepts the decision" in done


@pytest.mark.parametrize("space", [Space(50, 30), SMALL, MIDDLE])
def test_the_decision_shows_what_stands_in_the_way_and_every_dissent(space: Space):
    text = words(DECISION, space)

    assert "Dana Whitfield, what do you decide?" in text
    assert "· Hire needs 1 ruling · No hire" in text
    assert "Tell K-17: the adviser stays" in text
    assert "1 no · 4 yes" in text
    assert "ruling Judgment * 2 yes · 2 no contested" in text
    assert "Priya Raman Depth The team covers it" in text
    assert "Lin Wei Judgment ▸ to be answered" in text
    assert "✓ Influence: contested ruled: One story weighs too much" in text
    assert "✓ confirmed" in text
    assert "We test it" in text
    assert "not confirmed yet" in text
    assert "▸ to be answered" in text


def test_the_outcome_is_large_where_it_can_be():
    made = replace(DECISION, decision="hire", outcomes=(), needs=(), proposed=())
    letters = shown(made, Space(92, 30)).split("\n")[:3]

    assert {char for line in letters for char in line} <= set(" ▀▄█")
    assert shown(made, Space(92, 8)).startswith("HIRE")


def test_the_decision_once_made_comes_first():
    made = replace(
        DECISION,
        owner_note="recused from the vote",
        decision="hire",
        rationale="The evidence holds",
        facts=("Reviewed on 25 May 2027",),
        promises=(
            room_closing.PromiseRow("A coach", "nobody named", "no day"),
            room_closing.PromiseRow("Call the COO", "Omar Haddad", "Fri 11 December 2026"),
        ),
    )

    text = words(made)

    assert text.index("HIRE") < text.index("1 no · 4 yes") < text.index("The evidence holds")
    for told in (
        "recused from the vote",
        "A coach nobody named, no day",
        "25 May 2027",
        "Call the COO Omar Haddad, Fri 11 December 2026",
    ):
        assert told in text


def test_each_step_has_one_kind_of_pane_and_each_can_be_painted() -> None:
    assert RecordView in room.Pane.__subclasses__()  # imported late, with the record
    assert {kind.step for kind in room.Pane.__subclasses__()} == set(STEPS)
    assert set(steps.PAINTERS) == set(STEPS)
