"""Extract the text of an HTML fragment from an export: no tags or scripts, paragraphs kept."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from typing_extensions import override

from debrief.core.text import clean

_UNSEEN = frozenset({"script", "style", "title", "template"})
_BREAKS = re.compile(
    "address|article|blockquote|br|dd|div|dl|dt|footer|h[1-6]|header|hr|li|ol|p|pre|section|table|"
    "td|th|tr|ul"
)
_INLINE = re.compile(
    "a|abbr|audio|b|base|big|body|button|center|cite|code|col|colgroup|del|details|em|embed|"
    "fieldset|figure|font|form|head|html|i|iframe|img|input|ins|kbd|label|legend|link|main|mark|"
    "math|meta|nav|noscript|object|option|picture|q|s|samp|select|small|source|span|strike|strong|"
    "sub|summary|sup|svg|tbody|textarea|tfoot|thead|tt|u|var|video|wbr"
)
_LONE = re.compile(r"<(?![^<>]*>)")
"""A `<` that ends in no `>`: text, and many of them would make the parser quadratic."""


def text_of(fragment: str) -> str:
    """Return the cleaned text; text that only looks like a tag, as in `List<String>`, is kept."""
    parser = _TextParser()
    parser.feed(_LONE.sub("&lt;", fragment))
    parser.close()
    lines = (re.sub(r"[ \xa0]+", " ", line).strip() for line in clean(parser.text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _TextParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._unseen_from: int | None = None

    @property
    def text(self) -> str:
        return "".join(self._parts)

    @override
    def set_cdata_mode(self, elem: str, *, escapable: bool = False) -> None:
        """Parse scripts like other text, because an unclosed one would swallow the rest."""

    @override
    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            # Dropped only at its end tag: an unclosed one may hold all the text.
            self._unseen_from = len(self._parts)
        elif tag == "li":
            self._parts.append("\n- ")
        elif _BREAKS.fullmatch(tag):
            self._parts.append("\n")
        elif not _INLINE.fullmatch(tag) and ":" not in tag:
            self._parts.append(self.get_starttag_text() or "")

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN and self._unseen_from is not None:
            del self._parts[self._unseen_from :]
            self._unseen_from = None
        elif _BREAKS.fullmatch(tag):
            self._parts.append("\n")

    @override
    def handle_data(self, data: str) -> None:
        self._parts.append(data)
