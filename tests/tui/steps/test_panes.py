"""The other panes: what each says, and where."""

from __future__ import annotations

from dataclasses import replace

import pytest
from panes import NAMES, PANEL, absent, entry, rated, revealed

from debrief.core import room, room_clarity, room_closing, room_poll
from debrief.core.brief import Expectation, Reference
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
    rows=tuple(
        room.CardRow(name, "Director", name == "Dana Whitfield", "in", "7 of 7") for name in NAMES
    ),
    problems=(),
    coverage=(("Judgment", 6), ("Builds leaders", 1)),
    notes=("Anyone who can open this folder can read the cards in it.",),
)


def test_preflight_says_who_decides_and_that_all_is_in():
    text = words(READY)

    assert text.startswith("6 of 6 scorecards in Dana Whitfield decides")
    assert "✓ Every card is in" in text
    assert "■■■■■■ 6" in text
    assert "1 too few" in text
    assert "Anyone who can open this folder" in text


def test_a_preflight_without_any_card_says_what_to_do_once():
    text = words(replace(READY, rows=tuple(replace(row, status="missing") for row in READY.rows)))

    assert "Send each panelist their form" in text
    assert "ask for it now" not in text


@pytest.mark.parametrize(
    ("status", "word", "to_do"),
    [
        ("late", "≠ late", "Lin Wei’s scorecard came late"),
        ("undated", "– no date", "Lin Wei’s scorecard does not say when"),
        ("missing", "○ missing", "No scorecard from Lin Wei: ask for it now"),
        ("broken", "✗ broken", "Lin Wei’s scorecard has errors"),
    ],
)
def test_preflight_puts_problems_first_with_what_to_do(status: str, word: str, to_do: str):
    row = room.CardRow("Lin Wei", "Director", False, status, "")  # type: ignore[arg-type]
    text = words(
        replace(READY, rows=(row, READY.rows[1]), problems=("Judgment: nobody rates it.",))
    )

    assert text.index("Judgment: nobody rates it.") < text.index(to_do) < text.index(word)
    assert "nothing" not in text.lower()


@pytest.mark.parametrize("space", [SMALL, MIDDLE, LARGE])
def test_preflight_fits_without_scrolling(space: Space):
    coverage = tuple((f"Competency {n}", 6) for n in range(7))
    assert len(shown(replace(READY, coverage=coverage), space).split("\n")) <= space.height


# ---- role clarity


def role_row(name: str, status: str, **values: str) -> room_clarity.RoleRow:
    row = room_clarity.RoleRow(
        name, "Director", name == "Dana", "same", f"{name}’s card", "", "", ""
    )
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
        role_row("Omar", "waiting"),
    ),
    rule="Dana decides after the vote.",
    passed=False,
)


def test_clarity_shows_how_each_understood_the_role():
    text = words(CLARITY, SMALL)

    assert "✓ Dana same role" in text
    assert "≠ Priya differs" in text
    assert "A chief architect" in text
    assert "ruled: It is a leadership role" in text
    assert "their ratings are set aside: shown, outside the class" in text
    assert "– Tom absent" in text
    assert "▸ Lin asked now" in text
    assert "“Lin’s card”" in text
    assert "Omar’s card" not in text
    assert "The gate is passed" not in text
    assert "✓ The gate is passed" in words(replace(CLARITY, passed=True))


def test_clarity_has_the_brief_at_the_left_or_the_panel_first():
    first = shown(CLARITY).split("\n")[0]
    assert first.index("Make one organisation of two") < first.index("Is this the role you rated?")
    narrow = words(CLARITY, SMALL)
    assert narrow.index("Is this the role you rated?") < narrow.index("Authority")
    for told in ("Hires and fires", "One platform", "Two release", "Certified", "No head-count"):
        assert told in narrow
        assert told in words(CLARITY)
    assert "CFO: Integration within budget" in narrow


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
    assert "+ new Culture" in text
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
        for mark in ("✓ No growth", "✗ No pause", "· The date", "◐ Nine months"):
            assert mark in text
        assert "told by Lin Wei" in text
        assert "not told" in text
        assert "Who decides? to Omar Haddad" in text
        assert "The budget" in text
        assert "our role: partly" in text
        assert text.count("not asked yet") == 2


def test_fit_without_anything_says_so():
    text = words(room_closing.FitView((), (), (), ()))

    assert "The brief names no constraint." in text
    assert "No concern is on the cards." in text
    assert "Nothing yet; it is asked last" in text


def test_the_premortem_numbers_causes_and_marks_the_open_question():
    view = room_closing.PremortemView(("The rota broke", "The date slipped"), (), "missed")

    text = words(view, SMALL)

    assert "1 The rota broke" in text
    assert "2 The date slipped" in text
    assert "▸ We passed, and they" in words(view, Space(60, 20))
    assert "space takes the causes" in text
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
    poll = revealed(*rows, label="single", class_words="too few", counts="1 strong yes", spread="")
    text = words(room_poll.VoteView(poll, "Challenged by Lin Wei, held: nothing new", ""))

    assert "TOO FEW" in text
    assert "together – – – 1" in text
    assert "confidence" not in text
    assert "Challenged by Lin Wei, held" in text
    assert "recused" in text
    assert "Jonas Berg did not vote" in text
    assert words(room_poll.VoteView(PANEL, "", "")).count("●") == 5


def test_the_votes_stand_under_their_title_with_the_counts_also_on_a_small_screen():
    rows = (*(rated(name, 3, confidence=None) for name in NAMES[:5]), absent(NAMES[5]))
    lines = shown(room_poll.VoteView(revealed(*rows), "", ""), Space(73, 15)).splitlines()

    assert lines[:2] == ["Final vote", ""]
    assert "together" in "\n".join(lines)


def test_a_vote_left_out_says_why_and_an_unopened_one_that_nobody_voted():
    poll = room_poll.PollView("blind", 1, ("no", "yes"), (room_poll.BlindRow("Lin Wei", False),))

    assert "There is no vote: out of time" in words(room_poll.VoteView(poll, "", "out of time"))
    assert "Nobody has voted yet: the vote comes once" in words(room_poll.VoteView(poll, "", ""))


# ---- decision

DECISION = room_closing.DecisionView(
    owner="Dana Whitfield",
    owner_note="",
    vote="1 no · 4 yes",
    obstacles=("Judgment: contested",),
    ruled=(("Influence: contested", "One story weighs too much"),),
    dissents=(
        room_closing.DissentRow("Lin Wei", "They wait too long", True, "We test it"),
        room_closing.DissentRow("Tom Becker", "Too dear", False, ""),
    ),
    decision="",
    rationale="",
    conditions=(),
    facts=(),
    follow_ups=(),
)


@pytest.mark.parametrize("space", [Space(50, 30), SMALL, MIDDLE])
def test_the_decision_shows_what_stands_in_the_way_and_every_dissent(space: Space):
    text = words(DECISION, space)

    assert "Dana Whitfield decides" in text
    assert "○ hire ○ no hire ○ more signal ○ postponed" in text
    assert "1 no · 4 yes" in text
    assert "✗ Judgment: contested" in text
    assert "✓ Influence: contested ruled: One story weighs too much" in text
    assert "✓ confirmed" in text
    assert "We test it" in text
    assert "not confirmed yet" in text
    assert "▸ to be answered" in text


def test_the_owners_name_is_large_where_it_can_be():
    letters = shown(DECISION, Space(92, 30)).split("\n")[:3]

    assert {char for line in letters for char in line} <= set(" ▀▄█")
    assert shown(DECISION, Space(92, 8)).startswith("Dana Whitfield decides")
    assert shown(replace(DECISION, owner="王小明"), Space(92, 30)).startswith("王小明 decides")
    assert shown(DECISION, Space(40, 30)).startswith("Dana Whitfield decides")


def test_the_decision_once_made_comes_first():
    made = replace(
        DECISION,
        owner_note="recused from the vote",
        decision="hire",
        rationale="The evidence holds",
        conditions=("A coach",),
        facts=("Reviewed on 25 May 2027",),
        follow_ups=("Call the COO (Omar)",),
    )

    text = words(made)

    assert text.index("HIRE") < text.index("The evidence holds") < text.index("1 no · 4 yes")
    for told in ("recused from the vote", "A coach", "25 May 2027", "Call the COO (Omar)"):
        assert told in text


def test_each_step_has_one_kind_of_pane_and_each_can_be_painted() -> None:
    assert {kind.step for kind in room.Pane.__subclasses__()} == set(STEPS)
    assert set(steps.PAINTERS) == set(STEPS)
