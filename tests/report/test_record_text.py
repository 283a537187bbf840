"""The record as plain text: what record.md shows, in 80 columns, without markup."""

from __future__ import annotations

from wide import wide

from debrief.core.record.sections import sections
from debrief.report.record_text import text
from debrief.report.replay_text import WIDTH, columns


def test_it_is_laid_out_in_lines(kept):
    page = text(kept())

    for lines in (
        "VP Engineering · K-17\nRecord of the debrief on 24 November 2026, 15:00 to 15:58.",
        "\n\nDecision\n────────\nHire, with 1 condition\nDecided by Dana Whitfield (CEO)",
        "\n\nWhy\n  All must-haves are yes.\n  We go and look.\n",
        "\n\nWhat was promised\n· Half a day on the incident file (cond",
        "\n· Tell them: Tom, Tue 1 December 2026\n",
        "\n\nJudgment (must-have)\n",
        "· Dana Whitfield. Round 1: no, medium confidence. Round 2: yes\n  · For: Killed her own",
        "15:15 | Judgment | Lin Wei: Asked twice\n",
    ):
        assert lines in page
    assert all(f"\n{section.title}\n─" in page for section in sections(kept(), str))


def test_no_line_is_too_wide(kept, bare):
    for record in (kept(), bare, wide(), kept(lambda said: f"{said} 漢字 {'x' * 200}")):
        assert max(map(columns, text(record).split("\n"))) <= WIDTH


def test_a_text_stays_on_its_line_and_is_no_markup(kept):
    page = text(kept(lambda said: f"# {said}\nNot a heading *"))

    assert "\n· # Half a day on the incident file Not a heading * (condition)" in page
