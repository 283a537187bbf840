"""The page: the order a reader needs, every fact on it, and no text that breaks it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from debrief.core import events as e
from debrief.core.record import record
from debrief.core.scorecard import Entry
from debrief.core.steps import Place
from debrief.core.text import clean_line
from debrief.report.markdown import markdown

GFM = MarkdownIt("gfm-like")
HOSTILE = "#-+*_`<>[](){}|!&~$^=@:.1) \\\taé漢\u202e\u200d"
letters = st.one_of(st.sampled_from(HOSTILE), st.characters(codec="utf-8"))
hostile = st.text(letters, max_size=24).map(clean_line).filter(bool)


def section(page: str, title: str) -> str:
    return page.split(f"\n## {title}\n")[1].split("\n## ")[0]


def structure(page: str) -> list[str]:
    """Every token but runs of text, in order."""
    found = []
    for token in GFM.parse(page):
        found.append(f"{token.tag} {token.type}")
        found += [child.type for child in token.children or () if child.type != "text"]
    return found


def test_the_decision_comes_first_and_the_proof_last(kept):
    titles = [line for line in markdown(kept()).split("\n") if line.startswith(("# ", "## "))]

    assert titles == [
        "# VP Engineering · K-17",
        "## Decision",
        "## Competencies at a glance",
        "## Competencies in detail",
        "## References",
        "## Constraints and mutual fit",
        "## Premortem",
        "## Final vote",
        "## Role and panel",
        "## Minutes",
        "## How the meeting went",
        "## Fingerprint",
    ]


FACTS = [
    # the section, what stands in it
    ("Decision", "**Hire, on 1 condition.** Decided by Dana Whitfield (CEO)"),
    ("Decision", "The owner was not recused."),
    ("Decision", "The panel’s vote: 1 no · 2 yes."),
    ("Decision", "> All must-haves are yes.\\\n> We go and look."),
    ("Decision", "**Judgment**, contested. The owner ruled: The condition looks at it."),
    ("Decision", "**Lin Wei**, in their own words, confirmed by them:"),
    ("Decision", "> I would not hire yet.\\\n> Not\n>\n> now."),
    ("Decision", "Dana Whitfield answers:\n\n> You are right."),
    ("Decision", "1. Half a day on the incident file"),
    ("Decision", "- Tell them (**Tom**, by 1 December 2026)"),
    ("Decision", "- Write to HR (**Lin Wei**, no date)"),
    ("Decision", "On **24 May 2027** this decision is looked at again"),
    ("Decision", "**Postponed until 25 November 2026**, by Dana Whitfield"),
    ("Decision", "**What would change it:** A second talk"),
    ("Competencies at a glance", "| Judgment (must-have) | 1 no · 1 yes · 1 strong yes |"),
    ("Competencies at a glance", "| Influence | 2 yes · 1 strong yes | – | consensus | agreed |"),
    ("Competencies at a glance", "| Context transfer | – | – | – | not discussed |"),
    ("Competencies in detail", "### Judgment (must-have)\n\nWhat is Judgment?"),
    ("Competencies in detail", "- **Dana Whitfield**: no, medium confidence\n  - For: Killed"),
    ("Competencies in detail", "  - Seen in the scenario: Which of two survives"),
    ("Competencies in detail", "**Priya Raman**: strong no, medium confidence, set aside, outside"),
    ("Competencies in detail", "- **Lin Wei**: no, entered wrongly as strong yes"),
    ("Competencies in detail", "- **Omar Haddad**: strong yes, kept, no entry"),
    ("Competencies in detail", "- **Dana Whitfield**, no → yes: I had not asked"),
    ("Competencies in detail", "- **Lin Wei**, yes → no, declined to say why"),
    ("Competencies in detail", "- **Reopened** at 15:36: The reference contradicts"),
    ("Competencies in detail", "- **Challenge put off, to be held for several together**"),
    ("Competencies in detail", "  - Asked: Lin Wei and Omar Haddad: asked to argue against it"),
    ("Competencies in detail", "  - Held once for Influence and Culture"),
    ("Competencies in detail", "  - No evidence was written."),
    ("Competencies in detail", "- **Round 2 was given up:** Omar had to go"),
    ("Competencies in detail", "- **Closed as agreed** at 15:33: It is met"),
    ("Competencies in detail", "No ratings were shown."),
    ("References", "Named by the candidate, taken on 10 November 2026."),
    ("References", "- **Contradicts** on Judgment: Waited too long"),
    ("References", "- Noted in the meeting: Read with care"),
    ("Constraints and mutual fit", "**Told to the candidate:**\n\n- No head-count (by Dana"),
    ("Constraints and mutual fit", "**Not told:**\n\n- An adviser stays"),
    ("Constraints and mutual fit", "**Nobody was asked:**\n\n- Night work"),
    ("Constraints and mutual fit", "- A company car (Dana Whitfield)"),
    ("Constraints and mutual fit", "- Wants a say in contracts (Lin Wei)"),
    ("Constraints and mutual fit", "- An answer in writing"),
    ("Constraints and mutual fit", "  - Our role offers this: partly"),
    ("Premortem", "- The move ate the year (Lin Wei)"),
    ("Premortem", "What did we miss?** Nobody named a cause."),
    ("Final vote", "**close, across the bar**. 1 no · 2 yes"),
    ("Final vote", "- **Priya Raman**: recused\n- **Tom Becker**: did not vote"),
    ("Role and panel", "Decision rule, read aloud and fixed: Dana decides after the vote."),
    ("Role and panel", "  - Came and went: absent at 15:02, joined late at 15:03"),
    ("Role and panel", "  - Scorecard of 20 November 2026, 10:00, late, no entries"),
    ("Role and panel", "Effect of the ruling: their ratings are set aside"),
    ("Role and panel", "  - No scorecard"),
    ("Minutes", "- 15:15, Judgment: **Lin Wei:** Asked twice"),
    ("Minutes", "Dana began to hope *(quiet)*"),
    ("Minutes", "Tom said yes *(voiced before the reveal)*"),
    ("How the meeting went", "- Scorecards: 4 of 5; none from Tom Becker; late from Omar Haddad"),
    ("How the meeting went", "- Ratings without evidence: 1 of 13 (Omar Haddad on Depth)"),
    ("How the meeting went", "graded competencies: 8 of 9 (89 %)"),
    ("How the meeting went", "change 0 (convergence, not accuracy)"),
    (
        "How the meeting went",
        "- Moved after discussion: Dana Whitfield on Judgment (no → yes); Lin",
    ),
    ("How the meeting went", "- Undo was used once"),
    ("How the meeting went", "recovered after a crash once; 12 unfinished bytes"),
    ("How the meeting went", "| Judgment | 16.0 | 5 |"),
    ("Fingerprint", "**ab12-cd34-ef56-7890**"),
    ("Fingerprint", "unless the fingerprint was kept elsewhere."),
    ("Fingerprint", "| session\\.toml | 5e5e"),
]


@pytest.mark.parametrize(("title", "fact"), FACTS)
def test_every_fact_stands_in_its_section(kept, title, fact):
    assert fact in section(markdown(kept()), title)


def test_the_page_never_claims_too_much_nor_names_the_candidate(kept):
    page = markdown(kept())

    assert "tamper" not in page
    assert "average" not in page
    assert "Kim" not in page


@pytest.fixture
def plain(kept):
    """The structure of a page on which every text is a letter."""
    return structure(markdown(kept(lambda _: "x")))


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hostile)
@example("# head")
@example("- item")
@example("1. item")
@example("> quote")
@example("a | b")
@example("<script>alert(1)</script>")
@example("**bold** _it_ `code` ~~gone~~")
@example("[a](https://example.com) ![b](c) www.example.com")
@example("*")
@example("\\")
def test_no_text_changes_the_structure_of_the_page(kept, plain, text):
    assert structure(markdown(kept(lambda _: text))) == plain


def test_absence_is_said_in_sentences(bare):
    page = markdown(bare)

    for sentence in (
        "**No decision yet.** Dana Whitfield decides.",
        "Nobody dissented.",
        "There are no conditions.",
        "Nothing was promised.",
        "No review date is set.",
        "- **Not closed**",
        "There were no references on file.",
        "No constraint of the role was told.",
        "No constraint is known to be untold.",
        "No concerns of the candidate’s own are on record.",
        "Nothing is owed to the candidate.",
        "There was no vote.",
        "Decision rule, not read aloud yet:",
        "  - Did not confirm the role",
        "No minutes were taken.",
        "There is none before the meeting is finished.",
        "15:00, not finished.",
    ):
        assert sentence in page


def with_more(log, *events):
    """The journal up to the vote, then other events."""
    start = next(i for i, x in enumerate(log) if isinstance(x.event, e.DissentRecorded))
    short = log[:start]
    for event in events:
        t = short[-1].t + timedelta(minutes=1)
        short.append(e.Logged(len(short) + 1, t, short[-1].mono + 60, "run-2", event))
    return short


DECIDED = {"owner": "dana", "rationale": "It weighs more."}


def page_with(log, *events):
    return markdown(record(with_more(log(), *events), None))


def test_more_signal_says_which_test_by_whom_and_when(log):
    signal = {"outcome": "more-signal", "test": "A case", "tester": "Omar", "due": "2026-12-01"}
    page = page_with(log, e.DecisionMade.model_validate({**DECIDED, **signal}))

    assert "**More signal.** Decided by" in page
    assert "- **The test:** A case\n- **Who runs it:** Omar\n- **By when:** 1 December 2026" in page
    assert "**Judgment**, contested. The owner did not rule." in page


def test_a_recused_owner_is_named_so(log):
    decided = e.DecisionMade(outcome="no-hire", owner_recused=True, **DECIDED)

    assert "The owner was recused and did not vote." in page_with(log, decided)


def test_an_open_dissent_is_not_hidden(log):
    page = page_with(log, e.DissentRecorded(panelist="omar", text="Not yet."))

    assert "**Omar Haddad**, in their own words, not confirmed by them:" in page
    assert "The owner has not answered." in page


def test_an_owner_named_later_stands_with_the_reason(log):
    page = page_with(log, e.OwnerReplaced(owner="omar", reason="Dana had to leave"))

    assert "**Omar Haddad** in place of Dana Whitfield, because: Dana had to leave" in page


def test_a_challenged_vote_and_a_round_kept_are_told(log):
    held = {"basis": "panel", "argued": "What if", "outcome": "changed", "opens_round": 2}
    again = {"dana": Entry(choice="keep"), "lin": Entry(choice="level", level=2)}
    page = section(
        page_with(
            log,
            e.StepOpened(place=Place(step="vote")),
            e.ChallengeRecorded.model_validate(held),
            e.VotesRevealed(round=2, votes=again),
        ),
        "Final vote",
    )

    assert "After the reveal:\n\n- **Challenge**" in page
    assert "  - Asked: everybody was asked to argue against it" in page
    assert "- **Dana Whitfield**: yes, kept" in page
    assert "- **Omar Haddad**: yes, kept, not asked" in page
    assert "Nobody moved." in page


def test_a_waived_vote_and_waived_references_say_why(log):
    start = [x for x in log() if x.seq <= 10]
    left = [
        e.StepWaived(place=Place(step=step), reason=f"No {step} today", then=Place(step="decision"))
        for step in ("references", "fit", "premortem", "vote")
    ]
    for event in (*left, e.DecisionMade(outcome="no-hire", **DECIDED)):
        start.append(e.Logged(start[-1].seq + 1, start[-1].t, 0.0, "run-1", event))
    page = markdown(record(start, None))

    assert "There was no vote: No vote today" in page
    assert "There was no vote. It was left out: No vote today" in page
    for step in ("references", "fit", "premortem"):
        assert f"Left out: No {step} today" in page
    assert "**Not read in the meeting.**" in page
    assert "**Judgment**, still open. The owner did not rule." in page


def test_a_waived_challenge_a_late_card_and_a_told_constraint(log):
    card = {"card": {"panelist": "tom", "covered": ["judgment"]}, "commitment": "x", "usable": []}
    page = page_with(
        log,
        e.ChallengeWaived(competencies=("depth",), reason="No time"),
        e.CardAccepted.model_validate(card),
        e.ConstraintMarked(constraint="Night work", told=True),
        e.ConstraintMarked(constraint="No head-count", told=False),
        e.FitNoted(kind="concern", text="The commute"),
        e.AttendanceMarked(panelist="lin", presence="left"),
    )

    assert "**Challenge waived** at 15:51: No time" in page
    assert "- Challenge waived: Depth" in page
    assert "Scorecard undated, accepted in the meeting at 15:52, 1 entry" in page
    assert "**Told to the candidate:**\n\n- Night work\n" in page
    assert "- No head-count (though on a card of Dana Whitfield as told)" in page
    assert "- The commute\n" in page
    assert "left at 15:56" in page


def test_a_meeting_over_midnight_says_both_days(log):
    events = log()
    late = [
        *events[:-2],
        e.Logged(58, events[-2].t + timedelta(days=1), 1.0, "r", events[-2].event),
    ]

    assert "15:00 to 25 November 2026, 15:58." in markdown(record(late, "ab" * 32))


def test_a_brief_without_constraints_says_so(log):
    events = log()
    opened = events[0].event
    role = opened.brief.role.model_copy(update={"constraints": ()})
    brief = opened.brief.model_copy(update={"role": role, "facilitator": None, "scheduled": None})
    opened = opened.model_copy(update={"brief": brief, "references": ()})
    none = e.ReferenceReviewed(note="They come next week.")
    short = [
        e.Logged(n, events[0].t, 0.0, "run-1", event) for n, event in enumerate((opened, none), 1)
    ]
    page = markdown(record(short, None))

    assert "The brief names no constraints." in page
    assert "There were no references on file. They come next week." in page
    assert "Led by" not in page


def test_a_plain_hire_says_that_nothing_stood_in_the_way(kept):
    record = kept()
    free = record.model_copy(update={"obstacles": (), "inputs": {}})

    page = markdown(free)

    assert "No must-have and no threshold stood in the way." in page
    assert "SHA-256" not in page
    declined = free.decision.model_copy(update={"outcome": "no-hire"})
    assert "stood in the way" not in markdown(free.model_copy(update={"decision": declined}))
