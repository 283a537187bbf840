"""The record as a page: what record.md says, drawn, for everybody, and nothing but text in it."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from itertools import pairwise

from markdown_it import MarkdownIt
from wide import LEVELS, wide

from debrief.core.after.model import (
    AddedEntry,
    CauseMark,
    ConditionMark,
    DissentMark,
    Entry,
    Noted,
    Objected,
    Reviewed,
)
from debrief.core.colour import contrast
from debrief.core.record.model import Record
from debrief.report.markdown_after import markdown_after
from debrief.report.record_html import html
from debrief.report.record_markdown import markdown

GFM = MarkdownIt("gfm-like", {"linkify": False})
HOSTILE = (
    "</style><script>alert('1')</script> & \"<img src=x onerror=alert(1)> {{ 7*7 }} \u05e2\u05d1"
)
BLOCKS = {"td", "th", "dt", "dd", "li", "p", "caption", "desc", "span"}
VOID = {"meta", "br", "circle", "path", "rect"}
T = datetime(2027, 5, 24, 9, 30, tzinfo=UTC)
ADDED: tuple[Entry, ...] = (
    Reviewed(
        by="Dana Whitfield",
        outcome="left",
        outcome_on=date(2027, 2, 1),
        outcome_note="After the move",
        dissents=(DissentMark(panelist="lin", text="Not yet", mark="right"),),
        causes=(CauseMark(question="failed", text="The move", mark="happened"),),
        conditions=(ConditionMark(text="Half a day", mark="not-met"),),
        happened="As Lin said.\nTwice.",
        signal="The lease",
        ask="About nights",
        again=date(2028, 5, 24),
    ),
    Reviewed(by="Lin Wei", outcome="joined"),
    Objected(by="Omar Haddad", panelist="omar", text="I never said that", at_event=9),
    Noted(by="An auditor", text="Who asked?"),
)


def added(*entries: Entry) -> list[AddedEntry]:
    return [AddedEntry(n, T, entry) for n, entry in enumerate(entries, 1)]


class Page(HTMLParser):
    """The elements of a page in order, each with what it is in and the text in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[str, str]] = []
        self._within: list[str] = []
        self.feed(text)
        assert self._within == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._within.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self._within.pop() == tag
        if tag in BLOCKS:
            self.texts.append(("", " "))

    def handle_data(self, data: str) -> None:
        self.texts.append((self._within[-1] if self._within else "", data))

    def all(self, *tags: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.elements if tag in tags]

    def read(self, *but: str) -> str:
        """Return the text to read, on one line, without the elements named."""
        found = "".join(data for tag, data in self.texts if tag not in ("style", "title", *but))
        return re.sub(r"\s+", " ", found)


def facts(page: str) -> list[str]:
    """Return the texts of a Markdown page, in pieces that stay together in any layout."""
    said = []
    for token in GFM.parse(page):
        if token.type == "inline":
            # A break in a quotation, or the end of a bold word, may be laid out otherwise.
            parts = [x.content if x.type == "text" else "\n" for x in token.children or ()]
            said += [line for line in "".join(parts).split("\n") if line.strip()]
    pieces = [piece for line in said for piece in re.split(r"[,;:.] | \(|\)|: |\.$", line)]
    return [
        re.sub(r"\s+", " ", piece).strip(" .,:;").removeprefix("by ")
        for piece in pieces
        if piece.strip(" .,:;")
    ]


LAID_OUT_OTHERWISE = {" · ".join(LEVELS)}


def missing(record: Record) -> list[str]:
    read = Page(html(record)).read()
    return [x for x in facts(markdown(record)) if x not in read and x not in LAID_OUT_OTHERWISE]


def test_it_says_all_that_record_md_says(kept, bare) -> None:
    for record in (kept(), bare, wide()):
        assert missing(record) == []


def test_no_number_is_on_it_that_record_md_does_not_say(kept) -> None:
    for record in (kept(), wide()):
        said = set(re.findall(r"\d+", markdown(record)))
        most = max(len(competency.scale) for competency in record.competencies)

        read = set(re.findall(r"\d+", Page(html(record)).read()))

        assert read - said - {str(level) for level in range(1, most + 1)} == set()


def test_it_is_a_page_for_everybody(kept, bare) -> None:
    for record in (kept(), bare, wide()):
        page = Page(html(record, added(*ADDED)))
        heads = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
        assert heads[0] == 1
        assert heads.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(heads))
        assert page.all("html") == [{"lang": "en"}]
        assert all(one.get("scope") in ("col", "row") for one in page.all("th"))
        assert len(page.all("caption")) == len(page.all("table"))
        ids = [one["id"] for _, one in page.elements if "id" in one]
        assert len(ids) == len(set(ids))
        drawings = page.all("svg")
        named = [one for _, all_ in page.elements for one in _references(all_)]
        assert set(named) <= set(ids)
        assert all(one["role"] == "img" and one["aria-labelledby"] for one in drawings)
        told = [data for tag, data in page.texts if tag in ("title", "desc") and data.strip()]
        assert len(told) == 1 + 2 * len(drawings)
        assert len(drawings) == sum(
            len(poll.rounds[-1].marks)
            for poll in (*record.competencies, record.vote)
            if poll.rounds
        )


def _references(attributes: dict[str, str]) -> list[str]:
    links = [attributes["href"][1:]] if attributes.get("href", "").startswith("#") else []
    return attributes.get("aria-labelledby", "").split() + links


def test_nothing_runs_and_nothing_is_asked_of_anybody(kept) -> None:
    text = html(kept(), added(*ADDED))
    page = Page(text)

    assert not re.search(r"https?:|//[a-z]|@import|url\(|javascript:", text)
    assert not page.all("script", "link", "img", "iframe", "object", "form", "base")
    assert not [one for _, one in page.elements if {"src", "style"} & set(one)]
    assert not [name for _, one in page.elements for name in one if name.startswith("on")]
    (style,) = (data for tag, data in page.texts if tag == "style")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert [x["content"] for x in page.all("meta") if "http-equiv" in x] == [
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    ]


def test_no_text_changes_the_structure_of_the_page(kept) -> None:
    entries = [
        Objected(by=say, panelist="omar", text=say) for say in ("plain", HOSTILE)
    ]  # fmt: skip

    plain, hostile = (
        Page(html(kept(say), added(entry)))
        for say, entry in zip((str, lambda text: f"{text} {HOSTILE}"), entries, strict=True)
    )

    assert [tag for tag, _ in hostile.elements] == [tag for tag, _ in plain.elements]
    assert f"VP Engineering {HOSTILE}" in hostile.read()
    assert "7*7" in hostile.read()


def test_it_is_the_same_each_time(kept) -> None:
    assert html(kept()) == html(kept())


def test_every_text_stands_out_from_its_ground_in_light_dark_and_print(kept) -> None:
    style = next(data for tag, data in Page(html(kept())).texts if tag == "style")
    palettes = [
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))
        for block in re.findall(r":root \{([^}]*--ground[^}]*)\}", style)
    ]

    assert len(palettes) == 3
    for palette in palettes:
        for ground in ("ground", "raised"):
            for ink in ("ink", "quiet", "accent", "warn"):
                assert contrast(palette[ink], palette[ground]) >= 4.5, (ink, ground)
        assert contrast(palette["on-accent"], palette["accent"]) >= 4.5
        assert contrast(palette["ink"], palette["chosen"]) >= 4.5
        for drawn in ("mark", "line"):
            assert contrast(palette[drawn], palette["ground"]) >= 3, drawn


def test_a_draft_says_so(bare, kept) -> None:
    assert "Draft. The meeting is not finished" in Page(html(bare)).read()
    assert "Draft." not in Page(html(kept())).read()


def test_where_the_words_of_a_scale_do_not_fit_there_are_numbers() -> None:
    read = Page(html(wide())).read()

    assert "Scale: " + " · ".join(f"{n} {word}" for n, word in enumerate(LEVELS, 1)) in read
    assert read.count("1 2 3 4 5 6 7 8 9") == 1


def test_labels_and_their_texts_are_lists_of_definitions(kept) -> None:
    text = html(kept())

    assert "<dt><bdi>Authority</bdi></dt><dd><bdi>Hires and fires</bdi></dd>" in text
    assert "<dt><bdi>A difficult period</bdi></dt>" in text


def test_a_blank_between_label_and_text_is_outside_the_text(kept) -> None:
    text = html(kept(lambda plain: f"\u05d0 {plain}"))

    assert "<strong><bdi>\u05d0 Lin Wei:</bdi></strong> <bdi>\u05d0 Asked twice</bdi>" in text
    assert "<bdi> " not in text


SAID_AFTER = (
    "Review of 24 May 2027 at 09:30, by Dana Whitfield",
    "Outcome: joined and left, since 1 February 2027: After the move",
    "it was right, Lin Wei: Not yet",
    "happened: The move",
    "not met: Half a day",
    "What happened, compared with what we expected? As Lin said. Twice.",
    "Which signal did we miss? The lease",
    "What would we ask next time? About nights",
    "To be looked at again on 24 May 2028.",
    "Outcome: joined.",
    "Objection by Omar Haddad, 24 May 2027 at 09:30 On event 9 of the journal: I never said",
    "Note by An auditor, 24 May 2027 at 09:30 Who asked?",
    "Line 5 is torn.",
)


def test_what_was_added_after_the_finish_stands_at_the_end(kept) -> None:
    record = kept()

    page = Page(html(record, added(*ADDED), "Line 5 is torn."))

    after = page.read().partition("After the finish What follows")[2]
    assert [said for said in SAID_AFTER if said not in after] == []
    assert "After the finish" not in Page(html(record)).read()
    told = markdown_after(record, added(*ADDED), "Line 5 is torn.")
    assert [x for x in facts(told) if x not in page.read()] == []
