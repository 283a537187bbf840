"""The field types: what a text may be, before and after it is cleaned."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from debrief.core.model import LONGEST_LINE, LONGEST_TEXT, Line, Model, Text, Words


class Said(Model):
    line: Line = "x"
    words: Words = "x"
    text: Text = ""


LONGEST = {"line": LONGEST_LINE, "words": LONGEST_TEXT, "text": LONGEST_TEXT}


@pytest.mark.parametrize("field", LONGEST)
def test_a_text_has_a_longest_length_before_and_after_cleaning(field):
    most = LONGEST[field]
    assert len(getattr(Said(**{field: "x" * most}), field)) == most
    for text in ("x" * (most + 1), "\x00" * (most // 2)):  # a NUL is shown as ⟨U+0000⟩
        with pytest.raises(ValidationError, match=f"{most} characters"):
            Said(**{field: text})


@pytest.mark.parametrize("field", ["line", "words"])
@pytest.mark.parametrize("text", ["", "  ", "\n\t"])
def test_a_line_and_words_are_never_blank(field, text):
    with pytest.raises(ValidationError, match="write at least a word"):
        Said(**{field: text})


def test_a_line_is_one_line_and_words_keep_theirs():
    said = Said(line=" a\nb\t", words="a\nb", text="")
    assert (said.line, said.words, said.text) == ("a b", "a\nb", "")


def test_what_is_longest_can_be_read_again():
    said = Said(line="é" * LONGEST_LINE, text="\x00" * (LONGEST_TEXT // 8))
    assert Said.model_validate(said.model_dump(mode="json")) == said


def test_no_other_type_becomes_a_text():
    for value in (7, None, ["x"], b"x"):
        with pytest.raises(ValidationError):
            Said(line=value)
