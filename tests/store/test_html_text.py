"""HTML of an export becomes its text, whatever is in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.core.text import clean
from debrief.store.html_text import text_of


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("", ""),
        ("plain, with 5 < 6 and 7 > 2", "plain, with 5 < 6 and 7 > 2"),
        ("<p>One</p><p>Two&nbsp;three</p>", "One\n\nTwo three"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n\n- two"),
        ("<b>bold</b> and <i>it</i>", "bold and it"),
        ("&lt;script&gt; &amp; &#8364;", "<script> & €"),
        ("<script>alert(1)</script>seen", "seen"),
        ("<style>p { color: red }</style>seen", "seen"),
        ("before <script>never closed", "before never closed"),
        ("out </script> of place", "out of place"),
        ("Uses List<String> well", "Uses List<String> well"),
        ("<o:p>Word</o:p>", "Word"),
        ("<img src=x onerror=alert(1)>x", "x"),
        ("latency <50ms", "latency <50ms"),
        ("<b", "<b"),
        ("a <!-- hidden --> b", "a b"),
        ("one\u202etwo\x1b[31m", "one⟨U+202E⟩two⟨U+001B⟩[31m"),
    ],
)
def test_the_text_of(fragment: str, text: str) -> None:
    assert text_of(fragment) == text


@given(st.text(alphabet=st.sampled_from("<>/ab='\"!-&; \n\u202e"), max_size=60))
def test_it_always_ends_and_is_clean(fragment: str) -> None:
    text = text_of(fragment)

    assert clean(text) == text


@pytest.mark.parametrize("piece", ["<a ", "<!--", "<a b='", "</", "<a b='>", "<![CDATA[", "&#"])
def test_a_hostile_fragment_takes_no_longer_than_its_length(piece: str) -> None:
    # The square of its length would take longer than a test has.
    text = text_of(piece * (600_000 // len(piece)))

    assert clean(text) == text
