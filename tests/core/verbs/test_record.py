"""The finish."""

from __future__ import annotations

from datetime import date

from debrief.core.verbs import decision, record

REVIEW = date(2027, 5, 24)


def test_the_finish_sums_up(meet):
    script = meet().to_decision()
    assert "Dana Day decides first" in script.refusal(record.finish, "salt", {}, "debrief")
    script.decide("postponed", until=REVIEW, would_change="The budget")
    assert "Dana Day decides first" in script.refusal(record.finish, "salt", {}, "debrief")
    script.decide()
    script.do(decision.record_dissent, "lin", "I would not", confirmed=True)
    refusal = script.refusal(record.finish, "salt", {}, "debrief")
    assert "Lin Day’s dissent needs an answer" in refusal
    script.do(decision.answer_dissent, script.meeting.dissents[0].id, "Heard")
    event = script.do(record.finish, "salt", {"session.toml": "ab"}, "debrief")
    assert (event.summary.decision, event.summary.review, event.summary.dissents) == (
        "no-hire",
        REVIEW,
        1,
    )
    assert script.meeting.finished_at == script.log[-1].t
