"""A form at its limits: a card that would be refused, no place for a draft, no script."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import Chromium

from debrief.core.text import clean_line
from debrief.report.form import form_html
from debrief.store.cards.receive import receive
from debrief.store.sessions.session import load


@pytest.fixture
def nothing_kept(browser: Chromium) -> Iterator[None]:
    """A browser that lets no file keep anything."""
    none = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }})"
    script = browser.call("Page.addScriptToEvaluateOnNewDocument", source=none)
    yield
    browser.call("Page.removeScriptToEvaluateOnNewDocument", **script)


def said(browser: Chromium) -> list[str]:
    browser.click("#make")
    return [one for one in browser.text("#result").splitlines() if one]


def put(browser: Chromium, name: str, text: str) -> None:
    """Paste a text of any length."""
    browser.js(f"document.querySelector('[name=\"{name}\"]').value = {json.dumps(text)}")


def test_a_card_that_would_be_refused_is_not_made(browser: Chromium, page: Path) -> None:
    assert said(browser)[:3] == [
        "The card cannot be made yet:",
        "Nothing is rated yet.",
        "This may stay open:",
    ]
    assert browser.js("document.querySelector('#ready').hidden")
    browser.js("document.querySelector('#result a').click()")
    assert browser.js("document.activeElement.id") == "h-nav"

    browser.choose("judgment:choice", "recused")
    browser.type('[name="judgment:reason"]', " \n")
    assert said(browser)[:2] == [
        "The card cannot be made yet:",
        "Judgment: say why there is no rating.",
    ]


def test_a_text_that_is_too_long_is_said_and_never_cut(browser: Chromium, page: Path) -> None:
    browser.choose("judgment:choice", "3")
    browser.choose("context-transfer:choice", "abstains")
    long = "one observation after another " * 340
    put(browser, "role", long)
    put(browser, "judgment:against", "\u202e" * 200)
    put(browser, "judgment:depends", "z" * 1025)
    put(browser, "context-transfer:reason", "r" * 16385)
    put(browser, "concerns", "e\u0301" * 1024)

    stops = said(browser)[1:6]

    line = "a line has more than 1024 characters; break it up or shorten it."
    assert stops == [
        f"Your sentence on the role: {line}",
        f"Judgment: {line}",
        f"Judgment: {line}",
        f"Context transfer: {line.replace('a line', 'a text').replace('1024', '16384')}",
        f"Fit: {line}",
    ]
    ids = []
    for row in range(5):
        browser.js(f"document.querySelectorAll('#result a')[{row}].click()")
        ids.append(browser.js("document.activeElement.id"))
    assert ids == [
        "role",
        "judgment:depends",
        "judgment:against",
        "context-transfer:reason",
        "concerns",
    ]
    assert browser.value("#role") == long

    put(browser, "role", "x" * 1024)
    put(browser, "judgment:against", "\u202e" * 128)
    put(browser, "judgment:depends", "😀" * 1024)
    put(browser, "context-transfer:reason", "r" * 16384)
    put(browser, "concerns", "x" * 1024)
    assert said(browser)[0] == "Your card is ready. You may still add to it:", said(browser)


def test_what_it_makes_at_its_limits_is_taken(browser: Chromium, page: Path, session: Path) -> None:
    text = f"> {'wide   words and “quotes” ' * 38}".strip()
    browser.choose("judgment:choice", "3")
    put(browser, "judgment:for", "\n".join([text, "\u202e" * 128, "😀" * 1024]))
    said(browser)
    card = browser.value("#card")

    assert max(map(len, card.splitlines())) < 72
    # As mail programs show a text: spaces in a row are one, and quotation marks curly.
    sent = "\n".join(" ".join(line.split()) for line in card.replace('"', "”").split("\n"))
    quoted = "".join(f"> {line}\n" for line in sent.splitlines())
    done = receive(f"Hi\n{quoted}".encode(), "mail.txt", session)

    assert done.file is not None
    for one in (card, done.file.read_text()):
        found = tomllib.loads(one.replace("=====", "#"))["ratings"]["judgment"]["for"]
        assert found[0] == clean_line(text)
        assert len(found) == 3


def test_it_works_where_nothing_can_be_kept(
    browser: Chromium, page: Path, nothing_kept: None
) -> None:
    browser.open(page)
    leaving = "!window.dispatchEvent(new Event('beforeunload', {cancelable: true}))"
    assert not browser.js(leaving)
    browser.choose("judgment:choice", "1")
    assert "keeps no draft" in browser.text("#draft")
    assert browser.js(leaving)
    browser.click("#make")
    browser.seen("#card")
    browser.click("#file")
    assert not browser.js(leaving)


def test_forms_of_two_sessions_have_each_their_draft(
    browser: Chromium, page: Path, session: Path
) -> None:
    brief = load(session).brief
    assert brief is not None
    browser.type("#role", "of the first")
    for name, other in (
        ("other", form_html(brief, "dana", "another-session")),
        ("omar", form_html(brief, "omar", session.name)),
    ):
        there = session / f"{name}.html"
        there.write_text(other, "utf-8")
        browser.open(there)
        assert browser.value("#role") == ""
        browser.type("#role", f"of {name}")
    browser.open(page)
    assert browser.value("#role") == "of the first"


def test_competencies_may_be_called_as_parts_of_the_page_are(
    browser: Chromium, page: Path, session: Path
) -> None:
    brief = load(session).brief
    assert brief is not None
    ids = ["role", "fit", "finish", "card", "nav", "told", "file"]
    named = [
        one.model_copy(update={"id": name})
        for name, one in zip(ids, brief.competencies, strict=True)
    ]
    panel = tuple(panelist.model_copy(update={"covers": ()}) for panelist in brief.panel)
    odd = brief.model_copy(update={"competencies": tuple(named), "panel": panel, "scenarios": ()})
    page.write_text(form_html(odd, "dana", session.name), "utf-8")
    browser.open(page)

    assert browser.js(
        "[...document.querySelectorAll('[id]')].every((one, row, all) =>"
        " all.findIndex(other => other.id === one.id) === row)"
    )
    browser.type("#role", "The role")
    browser.choose("role:choice", "2")
    browser.choose("fit:choice", "3")
    said(browser)
    found = tomllib.loads(browser.value("#card").replace("=====", "#"))
    assert found["role_as_i_understood_it"] == "The role"
    assert found["ratings"] == {"role": {"rating": 2}, "fit": {"rating": 3}}


def test_where_no_script_runs_the_form_says_so(browser: Chromium, page: Path) -> None:
    assert browser.js("document.querySelector('#inert')") is None
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.call("Page.navigate", url=page.as_uri())
        end = "does not work in this view"
        nodes: list[str] = []
        while not any(end in node for node in nodes):
            tree = browser.call("Accessibility.getFullAXTree")["nodes"]
            nodes = [str(one.get("name", {}).get("value", "")) for one in tree]
    finally:
        browser.call("Emulation.setScriptExecutionDisabled", value=False)
