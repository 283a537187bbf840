"""People's texts are shown as they wrote them and open no markup."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from debrief.core.text import clean, clean_line
from debrief.report.escape import inline, quote, table

GFM = MarkdownIt("gfm-like")
HOSTILE = "#-+*_`<>[](){}|!&~$^=@:.1) \\\n\taZ9é漢\u202e\u200d"
texts = st.text(st.one_of(st.sampled_from(HOSTILE), st.characters(codec="utf-8")), max_size=40)


def parts(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()


def kinds(markdown: str) -> set[str]:
    return {token.type for token in parts(GFM.parse(markdown))}


def shown(markdown: str) -> str:
    tokens = parts(GFM.parse(markdown))
    return "".join(
        "\n" if t.type in ("hardbreak", "paragraph_close") else t.content
        for t in tokens
        if t.type != "inline"
    )


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("# head", r"\# head"),
        ("- item", r"\- item"),
        ("+ item", r"\+ item"),
        ("1. item", r"1\. item"),
        ("12) item", r"12\) item"),
        ("> quote", r"\> quote"),
        ("---", r"\---"),
        (": term", r"\: term"),
        ("a | b", r"a \| b"),
        ("<b onload=x>", r"\<b onload\=x\>"),
        ("https://example.com/a_b", r"https\://example\.com/a\_b"),
        (r"C:\new", r"C\:\\new"),
        ("&amp; &#35;", r"\&amp; \&\#35;"),
        ("It’s well-known (3.5 of 4).", "It’s well-known (3.5 of 4)."),
        ("e.g. at 15:30", r"e\.g. at 15:30"),
        ("two\nlines ", "two lines"),
        ("", ""),
    ],
)  # fmt: skip
def test_one_line_is_escaped_where_it_means_something(text: str, escaped: str) -> None:
    assert inline(text) == escaped


@given(texts)
@example("    indented")
@example("~~~")
@example("[x]: y")
@example("www.example.com and a@b.example")
@example("a\n===\nb")
def test_one_line_stays_one_line_of_text(text: str) -> None:
    line = clean_line(text)

    markdown = inline(line)

    assert kinds(f"x {markdown}") <= {"paragraph_open", "inline", "text", "paragraph_close"}
    assert kinds(markdown) <= {"paragraph_open", "inline", "text", "paragraph_close"}
    assert shown(markdown).strip() == line.strip()


@given(st.lists(texts, min_size=2, max_size=2))
def test_a_cell_stays_a_cell(cells: list[str]) -> None:
    lines = [clean_line(text) for text in cells]

    tokens = list(parts(GFM.parse(table(["A", "B"], [[inline(x) for x in lines]]))))

    assert [t.content for t in tokens if t.type == "inline"][:2] == ["A", "B"]
    assert sum(t.type == "td_open" for t in tokens) == 2
    shown_cells = [t.content for t in tokens if t.type == "text"][2:]
    assert "".join(shown_cells) == "".join(line.strip() for line in lines)


@given(texts)
@example("a\n- b\n1. c\n\n> d\n===\n    e\n```\nf")
@example("ends with a backslash\\\nnext")
def test_a_quotation_keeps_its_lines_and_holds_nothing_but_text(text: str) -> None:
    said = clean(text)

    markdown = quote(said)

    allowed = {"blockquote_open", "blockquote_close", "paragraph_open", "paragraph_close"}
    assert kinds(markdown) <= allowed | {"inline", "text", "hardbreak"}
    lines = [line.strip() for line in said.strip().split("\n")]
    assert shown(markdown).split("\n")[:-1] == [line for line in lines if line]
