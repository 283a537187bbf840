"""The page: the order a reader needs, every fact on it, and no text that breaks it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from debrief.core.meeting import events as e
from debrief.core.record import wording
from debrief.core.record.build import record
from debrief.core.record.model import AgainstAnswer, Asked, NotAsked, Promise
from debrief.core.record.poll_model import Signal
from debrief.core.record.sections import promise_rows
from debrief.core.scorecard import Entry
from debrief.core.steps import Place
from debrief.core.text import clean_line
from debrief.report.record_markdown import markdown

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
        "## Earlier decisions",
        "## Role and panel",
        "## Minutes",
        "## How the meeting went",
        "## Fingerprint",
    ]


FACTS = [
    # the section, what stands in it
    ("Decision", "**Hire, with 1 condition**\n\nDecided by Dana Whitfield (CEO)"),
    ("Decision", "The panel’s vote: 1 no · 2 yes; 2 of 5 did not vote: Priya Raman (recused)"),
    ("Decision", "> All must-haves are yes.\\\n> We go and look."),
    ("Decision", "**Judgment** (contested; 1 no · 1 yes · 1 strong yes). Dana Whitfield ruled: "),
    ("Decision", "**Lin Wei**, who voted no, in their own words, at 15:51, before the decision"),
    ("Decision", "> I would not hire yet.\\\n> Not\n>\n> now."),
    ("Decision", "Dana Whitfield answers:\n\n> You are right."),
    ("Decision", "| Half a day on the incident file (condition) | nobody named | no day |"),
    ("Decision", "| An answer in writing (owed to the candidate) | nobody named | no day |"),
    ("Decision", "| Tell them | Tom | Tue 1 December 2026 |"),
    ("Decision", "| Write to HR | Lin Wei | no day |"),
    ("Decision", "| Ask the team (the signal that was missing) | Omar Haddad | Fri 4 December"),
    ("Decision", "| Send the plan | nobody named | no day |"),
    ("Decision", "**24 May 2027**: review of this decision"),
    ("Decision", "Decided before: postponed until 25 November 2026 (on 24 November 2026)."),
    ("Earlier decisions", "### Postponed until 25 November 2026\n\nDecided by Dana Whitfield"),
    ("Earlier decisions", "**What would change it:** A second talk"),
    ("Decision", "(absent).\n\nYes: Dana Whitfield and Omar Haddad. No: Lin Wei."),
    ("Decision", "### What was not asked\n\n- **Night work.** Nobody was asked whether the"),
    ("Competencies at a glance", "| Judgment (must-have) | · 1 ┊ 1 1 | 1 no · 1 yes · 1 strong"),
    ("Competencies at a glance", "| Influence | · · ┊ 2 1 | 2 yes · 1 strong yes"),
    ("Competencies at a glance", "| Context transfer | – | not revealed | not discussed |"),
    ("Competencies in detail", "### Judgment (must-have)\n\nWhat is Judgment?"),
    (
        "Competencies in detail",
        "Whitfield**. Round 1: no, medium confidence. Round 2: yes\n  - For: Kill",
    ),
    ("Competencies in detail", "  - Seen in the scenario: Which of two survives"),
    (
        "Competencies in detail",
        "**Priya Raman**. Round 1: strong no, medium confidence, not count",
    ),
    ("Competencies in detail", ". Round 2: no, first entered by mistake as strong yes"),
    ("Competencies in detail", ". Round 2: strong yes, kept, no entry"),
    ("Competencies in detail", "  - Moved: Dana Whitfield, no → yes: I had not asked"),
    ("Competencies in detail", "  - Moved: Lin Wei, yes → no, declined to say why"),
    ("Competencies in detail", "- **Reopened** at 15:36, because: The reference contradicts"),
    ("Competencies in detail", "- **Challenge put off, to be made for several together**"),
    ("Competencies in detail", "  - Asked: Lin Wei and Omar Haddad, to argue against it"),
    ("Competencies in detail", "  - One challenge for Influence and Culture"),
    ("Competencies in detail", "  - No evidence was written."),
    ("Competencies in detail", "- **Round 2 was given up** at 15:"),
    ("Competencies in detail", "- **Closed as agreed** at 15:33, because: It is met"),
    ("Competencies in detail", "No ratings were shown."),
    ("References", "Named by the candidate, taken on 10 November 2026."),
    ("References", "- **Contradicts on Judgment:** Waited too long"),
    ("References", "- **Noted in the meeting:** Read with care"),
    ("Constraints and mutual fit", "### Told to the candidate\n\n- No head-count (by Dana"),
    ("Constraints and mutual fit", "### Not told\n\n- An adviser stays"),
    ("Constraints and mutual fit", "### Not asked\n\n- Night work"),
    ("Constraints and mutual fit", "- A company car (Dana Whitfield)"),
    ("Constraints and mutual fit", "- Wants a say in contracts (Lin Wei)"),
    ("Constraints and mutual fit", "### What we owe the candidate\n\n- 1 promise, listed with"),
    ("Constraints and mutual fit", "  - Our role offers this: partly"),
    ("Premortem", "- The move ate the year (Lin Wei)"),
    ("Premortem", "What did we miss?\n\nThe panel was asked and named no cause."),
    ("Final vote", "- **Vote** at 15:49: 1 no · 2 yes (close, across the bar, one level"),
    ("Final vote", "- **Priya Raman**: recused\n- **Tom Becker**: did not vote"),
    ("Role and panel", "**Decision rule, read aloud and fixed:** Dana decides after the vote."),
    ("Role and panel", "- Absent at 15:02, joined late at 15:03"),
    ("Role and panel", "- Scorecard of 20 November 2026, 10:00, late, 4 entries"),
    ("Role and panel", "Effect of the ruling: their ratings are shown, not counted"),
    ("Role and panel", "- No scorecard"),
    ("Minutes", "| 15:15 | Judgment | **Lin Wei:** Asked twice |"),
    ("Minutes", "2 quiet minutes are not on these pages, 1 of them on a rating voiced"),
    (
        "How the meeting went",
        "4 of 5 scorecards were in; none from Tom Becker.\n- Late: the card of",
    ),
    ("How the meeting went", "- 1 of 13 ratings came without evidence: Omar Haddad on Depth."),
    (
        "How the meeting went",
        "- Moved on Judgment: Dana Whitfield (no → yes) and Lin Wei (yes",
    ),
    ("How the meeting went", "- Undo was used once."),
    ("How the meeting went", "recovered after a crash once, and 12 unfinished bytes"),
    ("How the meeting went", "| Judgment | 16.0 | 5 |"),
    ("Fingerprint", "**ab12-cd34-ef56-7890**"),
    ("Fingerprint", "unless the fingerprint was kept elsewhere."),
    ("Fingerprint", "| `session.toml` | 5e5e"),
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


def test_a_question_that_nobody_was_asked_is_not_answered(bare):
    page = markdown(bare)

    for sentence in (
        "**No decision yet**\n\nDana Whitfield decides.",
        "### Dissent\n\nNot asked yet.",
        "### What was promised\n\nNo promises were recorded.",
        "### Review\n\nNot asked yet.",
        "No ratings were shown.",
        "- Not closed.",
        "## References\n\nNot asked yet.\n\nNo references were on file.",
        "### Not asked\n\n- No head-count\n- An adviser stays\n- Night work",
        "No concerns of the candidate were recorded.",
        "### What we owe the candidate\n\nNot asked yet.",
        f"### {wording.FAILED}\n\nNot asked yet.",
        f"### {wording.MISSED}\n\nNot asked yet.",
        "## Final vote\n\nThere was no vote yet.",
        "- **Decision rule, not read aloud:**",
        "- Not asked to confirm the role",
        "No minutes were recorded.",
        "There is no fingerprint until the meeting is finished.",
        "15:00, not finished.",
    ):
        assert sentence in page
    assert not re.search(r"\b(Nobody|Nothing)\b", page)


def with_more(log, *events):
    """The journal up to the vote, then other events."""
    start = next(i for i, x in enumerate(log) if isinstance(x.event, e.DissentRecorded))
    short = log[:start]
    for event in events:
        t = short[-1].t + timedelta(minutes=1)
        short.append(e.LogLine(len(short) + 1, t, short[-1].mono + 60, "run-2", event))
    return short


DECIDED = {"owner": "dana", "rationale": "It weighs more."}


def page_with(log, *events):
    return markdown(record(with_more(log(), *events), None))


def test_more_signal_says_which_test_by_whom_and_when(log):
    signal = {"outcome": "more-signal", "test": "A case", "tester": "Omar", "due": "2026-12-01"}
    page = page_with(log, e.DecisionMade.model_validate({**DECIDED, **signal}))

    assert "**More signal**\n\nDecided by" in page
    assert "- **The test:** A case\n- **Who runs it:** Omar\n- **By when:** 1 December 2026" in page
    assert "- **Judgment** (contested; " in page


def test_a_recusal_is_told_with_the_vote_and_with_what_it_bars_from_alone(log):
    lines = log()
    start = next(n for n, x in enumerate(lines) if isinstance(x.event, e.CompetencyClosed)) + 1
    declared = replace(lines[start], event=e.RecusalDeclared(panelist="lin", reason="A relative"))
    page = markdown(record([*lines[:start], declared, *lines[start:]], None))
    told = "- **Lin Wei** was recused from Influence, Culture and Depth: A relative\n"
    judgment = section(page, "Competencies in detail").split("\n### Influence")[0]

    assert told in section(page, "Decision").split("Why")[0]
    assert "A relative" not in judgment
    assert page.count("Reason: A relative") == 3


def test_a_recused_owner_is_named_so(log):
    decided = e.DecisionMade(outcome="no-hire", owner_recused=True, **DECIDED)

    assert "The owner was recused on a competency." in page_with(log, decided)


def test_an_open_dissent_is_not_hidden(log):
    page = page_with(log, e.DissentRecorded(panelist="omar", text="Not yet."))

    assert "**Omar Haddad**, in their own words, at 15:51, not confirmed by them:" in page
    assert "No answer was recorded." in page


def test_an_owner_named_later_stands_with_the_reason(log):
    page = page_with(log, e.OwnerReplaced(owner="omar", reason="Dana had to leave"))

    assert (
        "**Omar Haddad** in place of Dana Whitfield, at 15:51, because: Dana had to leave" in page
    )


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

    assert "- **Challenge** at 15:52\n" in page
    assert "  - Asked: everyone, to argue against it" in page
    assert "- **Dana Whitfield**. Round 1: yes. Round 2: yes, kept" in page
    assert "- **Omar Haddad**. Round 1: yes. Round 2: yes, kept, not asked" in page
    assert "No entry changed." in page


def test_a_rating_first_given_in_a_later_round_is_not_said_to_have_evidence(log):
    rated = Entry(choice="level", level=2)
    again = {"competency": "depth", "entries": {"tom": rated, "lin": Entry(choice="keep")}}
    page = page_with(
        log,
        e.RoundOpened(competency="depth", round=2),
        e.RatingsRevealed.model_validate({"round": 2, "revealed": [again]}),
    )

    process = section(page, "How the meeting went")
    assert "- Rated in the meeting, so without written evidence: Tom Becker on Depth." in process
    assert "Every rating came with evidence." not in process


def test_a_waived_vote_and_waived_references_say_why(log):
    start = [x for x in log() if x.seq <= 10]
    left = [
        e.StepWaived(place=Place(step=step), reason=f"No {step} today", then=Place(step="decision"))
        for step in ("references", "fit", "premortem", "vote")
    ]
    for event in (*left, e.DecisionMade(outcome="no-hire", **DECIDED)):
        start.append(e.LogLine(start[-1].seq + 1, start[-1].t, 0.0, "run-1", event))
    page = markdown(record(start, None))

    left_out = "Not asked: this was skipped."
    assert page.count("There was no vote: this was skipped. No vote today") == 2
    assert f"## References\n\n{left_out} No references today" in page
    assert f"### What we owe the candidate\n\n{left_out} No fit today" in page
    assert page.count(f"{left_out} No premortem today") == 4
    assert "- **Premortem**: No premortem today" in section(page, "How the meeting went")
    assert "Not read in the meeting." in page
    assert "- **Judgment** (still open): a ruling by Dana Whitfield.\n" in page


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

    assert "**Challenge skipped** at 15:51: No time" in page
    assert "- The challenge was skipped on Depth." in page
    assert "Scorecard undated, accepted in the meeting at 15:52, 1 entry" in page
    assert "### Told to the candidate\n\n- Night work\n" in page
    assert "- No head-count (told, according to Dana Whitfield)" in page
    assert "- The commute\n" in page
    assert "- Left at 15:56\n" in page


def test_a_meeting_over_midnight_says_both_days(log):
    events = log()
    late = [
        *events[:-2],
        e.LogLine(58, events[-2].t + timedelta(days=1), 1.0, "r", events[-2].event),
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
        e.LogLine(n, events[0].t, 0.0, "run-1", event) for n, event in enumerate((opened, none), 1)
    ]
    page = markdown(record(short, None))

    assert "The brief names no constraints." in page
    assert "No references were on file.\n\nThey come next week." in page
    assert "Led by" not in page


def test_a_plain_hire_says_nothing_of_what_it_did_not_need(kept):
    found = kept()
    free = found.model_copy(update={"obstacles": (), "inputs": {}})

    page = markdown(free)

    assert "ruling" not in section(page, "Decision")
    assert "What the hire needed" not in page
    assert "SHA-256" not in page


def test_a_consensus_without_a_challenge_says_so(log):
    events = log()
    waived = next(n for n, x in enumerate(events) if isinstance(x.event, e.ChallengeWaived))

    page = section(markdown(record(events[:waived], None)), "Competencies in detail")

    assert page.count("- No challenge was recorded.") == 1
    assert "- No challenge was recorded." in page.partition("### Influence")[2]


def test_an_interim_record_says_until_when_at_its_head(kept):
    interim = kept().model_copy(
        update={
            "status": "interim", "until": date(2026, 12, 11), "head": "cd" * 32,
            "finished": None, "fingerprint": None, "fingerprint_short": None,
        }
    )  # fmt: skip
    page = markdown(interim)

    assert "Interim record: the decision is open until Fri 11 December 2026." in page.split("##")[0]
    assert "cd" * 32 in page


@pytest.mark.parametrize(
    ("answer", "presence", "sentence"),
    [
        (
            "dissents",
            "present",
            "**Omar Haddad** voted no and dissents, but their words were not",
        ),
        ("accepts", "present", "**Omar Haddad** voted no, was asked by name, and accepts the"),
        ("not-asked", "left", "**Omar Haddad** voted no and was not asked (had left)."),
        ("not-asked", "present", "**Omar Haddad** voted no and was not asked."),
    ],
)
def test_it_says_of_each_who_voted_against_what_they_answered(kept, answer, presence, sentence):
    asked = (Asked(panelist="omar", vote="no", answer=answer, presence=presence),)
    page = markdown(kept().model_copy(update={"asked": asked}))

    assert sentence in page
    assert "Nobody dissented" not in page


@pytest.mark.parametrize(
    ("outcome", "sentence"),
    [
        ("hire", "Nobody voted against the decision, so nobody was asked."),
        ("postponed", "Nobody is asked before a hire or no hire is decided."),
    ],
)
def test_it_says_why_nobody_was_asked(kept, outcome, sentence):
    found = kept()
    decision = found.decision.model_copy(update={"outcome": outcome})
    page = markdown(found.model_copy(update={"decision": decision, "dissents": (), "asked": ()}))

    assert f"No dissent was recorded. {sentence}" in page


def test_an_answer_to_the_one_against_is_shown_once(kept):
    found = kept()
    answer = found.dissents[0].answer
    own = AgainstAnswer(panelist="omar", competencies=("judgment",), answer="We saw it ourselves.")
    also = AgainstAnswer(panelist="lin", competencies=("judgment",), answer=answer)
    page = markdown(found.model_copy(update={"answers": (own, also)}))

    assert "Dana Whitfield answers, also on Judgment:" in page
    assert page.count("> You are right.") == 1
    answered = (
        "- **Judgment** (one against: Omar Haddad). Dana Whitfield answered: We saw it ourselves."
    )
    assert answered in page


def test_the_vote_says_who_did_not_vote(kept):
    assert "1 no · 2 yes; 2 of 5 did not vote: Priya Raman (recused) and Tom Becker" in markdown(
        kept()
    )


@pytest.mark.parametrize(
    ("closing", "alone", "answers", "missing"),
    [
        ("yes-one-against", "omar", (), True),
        ("yes-one-against", "omar", ("omar",), False),
        ("yes-one-against", "lin", (), False),  # whose dissent is answered
        ("yes-one-against", "dana", (), False),  # the owner
        ("no-one-for", "omar", (), False),
        ("contested", None, (), False),
    ],
)
def test_an_answer_that_was_not_given_is_missing(kept, closing, alone, answers, missing):
    found = kept()
    first, *others = found.competencies
    changed = first.model_copy(update={"closing": closing, "alone": alone, "must_have": True})
    given = tuple(
        AgainstAnswer(panelist=x, competencies=("judgment",), answer="So") for x in answers
    )
    page = markdown(found.model_copy(update={"competencies": (changed, *others), "answers": given}))

    assert ("(one against: Omar Haddad). No answer was recorded." in page) is missing


def test_a_competency_is_told_in_the_order_in_which_it_happened(kept):
    judgment = section(markdown(kept()), "Competencies in detail").partition("### Influence")[0]
    first_words = [line.split("**")[1] for line in judgment.split("\n") if line.startswith("- **")]
    happened = first_words[: first_words.index("Dana Whitfield")]

    assert happened == [
        "Round 1",
        "Argued from evidence",
        "Argued from evidence",
        "Round 2",
        "Closed as contested",
        "Reopened",
        "Closed as contested",
    ]


def test_a_name_of_a_file_that_is_no_plain_word_is_escaped(kept):
    page = markdown(kept().model_copy(update={"inputs": {"scores/a`b|.toml": "5e"}}))

    assert "| scores/a\\`b\\|\\.toml | 5e |" in page


def test_a_second_round_in_which_nobody_moved_says_so(kept):
    found = kept()
    stayed = tuple(competency.model_copy(update={"moves": ()}) for competency in found.competencies)
    page = markdown(found.model_copy(update={"competencies": stayed}))

    assert "- Nobody moved in a second round." in section(page, "How the meeting went")


def test_an_earlier_dissent_is_told_with_its_own_decision_alone(kept):
    record_ = kept()
    earlier = record_.earlier_decisions[0].model_copy(update={"dissents": record_.dissents})
    page = markdown(
        record_.model_copy(update={"earlier_decisions": (earlier,), "dissents": (), "asked": ()})
    )

    assert "I would not hire yet" not in section(page, "Decision")
    dissented = (
        "**Lin Wei** dissented, in their own words, at 15:51, confirmed by them:\n\n> I would"
    )
    assert dissented in section(page, "Earlier decisions")
    assert "> You are right." in section(page, "Earlier decisions")


def test_an_earlier_decision_keeps_its_conditions_and_its_review(kept):
    record_ = kept()
    terms = {"conditions": ("A second talk",), "review": date(2027, 3, 1)}
    earlier = record_.earlier_decisions[0].model_copy(update=terms)
    page = markdown(record_.model_copy(update={"earlier_decisions": (earlier,)}))

    told = section(page, "Earlier decisions")
    assert "1. A second talk" in told
    assert "Review on 1 March 2027." in told


def test_a_warm_up_that_was_planned_and_skipped_says_so(kept):
    skipped = NotAsked(question="warm-up", why="skipped")
    page = markdown(kept().model_copy(update={"not_asked": (skipped,)}))

    assert "Not asked: the meeting moved on without it" in section(page, "Warm-up")


def test_a_struck_minute_leaves_its_place_and_not_its_words(kept):
    record_ = kept()
    struck = record_.minutes[0].model_copy(update={"settled": "struck", "quiet": False})
    page = markdown(record_.model_copy(update={"minutes": (struck,)}))

    told = section(page, "Minutes")
    assert "struck" in told
    assert struck.text not in told


def test_a_first_vote_in_a_second_round_is_no_move(log):
    again = {"tom": Entry(choice="level", level=3)}
    page = section(page_with(log, e.VotesRevealed(round=2, votes=again)), "Final vote")

    assert "- **Tom Becker**. Round 1: did not vote" in page
    assert "Moved: Tom Becker" not in page
    assert "No entry changed" not in page


# ---- what somebody who was not there has to find on the first page


def test_an_owner_who_voted_against_their_own_decision_is_named(kept):
    found = kept()
    decision = found.decision.model_copy(update={"outcome": "no-hire"})
    page = markdown(found.model_copy(update={"decision": decision, "dissents": (), "asked": ()}))

    assert (
        "No dissent was recorded. Dana Whitfield, who decided, had voted yes; nobody else voted "
        "against the decision, so nobody was asked."
    ) in page
    assert "- **Priya Raman** did not vote and was not asked." in page


def test_without_a_vote_nobody_was_asked_whether_they_dissent(kept):
    found = kept()
    vote = found.vote.model_copy(update={"rounds": ()})
    page = markdown(found.model_copy(update={"vote": vote, "dissents": (), "asked": ()}))

    assert "No dissent was recorded. Without a vote nobody was asked." in page


@pytest.mark.parametrize(
    ("outcome", "heading"),
    [
        ("hire", "What the hire needed"),
        ("no-hire", "What a hire would have needed"),
        ("postponed", "What a hire still needs"),
    ],
)
def test_what_a_hire_needs_depends_on_the_decision(kept, outcome, heading):
    found = kept()
    decision = found.decision.model_copy(update={"outcome": outcome})

    assert f"### {heading}\n" in markdown(found.model_copy(update={"decision": decision}))


def test_promises_begin_with_the_conditions_and_go_by_day(kept):
    made = (
        Promise(kind="owed", text="The pay band"),
        Promise(kind="follow-up", text="Later", by=date(2027, 2, 1)),
        Promise(kind="signal", text="A second talk", by=date(2027, 1, 1)),
        Promise(kind="signal", text="Another one", by=date(2027, 1, 2)),
        Promise(kind="condition", text="First", by=date(2027, 3, 1)),
    )
    first, *others = kept().competencies
    first = first.model_copy(update={"signals": (Signal(signal="A second talk"),)})
    found = kept().model_copy(
        update={
            "promises": made,
            "follow_ups": (),
            "fit": kept().fit.model_copy(update={"owed": ()}),
            "competencies": (first, *others),
        }
    )
    rows = [row.text + row.aside for row, _, _ in promise_rows(found, str)]

    assert rows[-5:] == [
        "First(condition)",
        "A second talk(the signal missing on Judgment)",
        "Another one(the signal that was missing)",
        "Later",
        "The pay band(owed to the candidate)",
    ]


def test_a_time_on_another_day_than_the_opening_has_its_day(kept):
    found = kept()
    first, *others = found.competencies
    later = first.turns[0].model_copy(update={"at": first.turns[0].at + timedelta(days=14)})
    first = first.model_copy(update={"turns": (later, *first.turns[1:])})
    page = markdown(found.model_copy(update={"competencies": (first, *others)}))

    assert " on 8 December 2026" in section(page, "Competencies in detail")


def test_ratings_that_do_not_count_are_told_beside_the_results(kept):
    found = kept()
    first, *others = found.competencies
    mark = first.rounds[-1].marks[0].model_copy(update={"counts": False, "level": 3})
    last = first.rounds[-1].model_copy(update={"marks": (mark, *first.rounds[-1].marks[1:])})
    first = first.model_copy(update={"rounds": (*first.rounds[:-1], last)})
    member = next(m for m in found.panel if m.id == mark.panelist)
    card = found.panel[1].card.model_copy(update={"settled": "by-hand", "reason": "Not mine"})
    panel = tuple(
        m.model_copy(update={"understanding": "differs", "ratings": "re-rate", "card": card})
        if m.id == member.id
        else m
        for m in found.panel
    )
    page = markdown(found.model_copy(update={"competencies": (first, *others), "panel": panel}))
    glance = section(page, "Competencies at a glance")

    (row,) = [line for line in glance.split("\n") if line.startswith("| Judgment")]
    assert " not counted" in row
    assert (
        f"- **{member.name}** had rated another role: they were to rate again; without a new "
        "rating, and not counted: Judgment."
    ) in glance
    assert f"- **{member.name}** rated by hand once" in glance
    assert "sent no scorecard." in glance
