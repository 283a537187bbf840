"""A form filled in by a panelist, in a real browser, arrives as the card in the session."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from chromium import Chromium
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from debrief.core.text import clean_line
from debrief.store import card_keys
from debrief.store.age import make_pair
from debrief.store.cards.receive import receive
from debrief.store.sessions.session import load

HOSTILE = [
    'quotes " and \'\'\' and """ and \\ and \\u0041 and \\"',
    "controls \x01\x1b[31m\x7f\x85 and a tab\tinside",
    "\u202egnp.exe\u202c \u2066hidden\u2069 \u200b\ufeff\u00ad",
    "👩🏽‍🚀 and e\u0301 and 한국어 and עברית and 𝔘𝔫𝔦",
    "===== debrief scorecard ends =====",
    "#:session another",
    "[ratings.judgment]",
    "rating = 1",
    "</script><script>alert(1)</script><!-- &amp; {{ 7*7 }}",
    "no\u00a0break \u3000wide   three   spaces",
    "a " * 400,
    "x" * 1000,
    "\\" * 500,
    "“smart” quotes’ and – dashes…",
    "> quoted",
]
ROLE = 'One "platform"\nfrom two \\ by 2028, and the people of both still here to run it'
ID = "demo-vp-engineering"
ARRIVES = 3
"""Times that a page is opened anew until what a busy browser stored has arrived there."""


def fill_in(browser: Chromium) -> None:
    browser.type("#role", ROLE)
    browser.choose("judgment:choice", "3")
    browser.choose("judgment:confidence", "high")
    browser.type('[name="judgment:for"]', "\n".join(HOSTILE))
    browser.type('[name="judgment:against"]', "\n\n  one  \r\n\u200d\ntwo\n")
    browser.type('[name="judgment:depends"]', HOSTILE[0])
    browser.js("document.querySelector('[name=\"judgment:scenario\"]').value = 'merge-platforms'")
    browser.choose("cross-functional-influence:choice", "recused")
    browser.type('[name="cross-functional-influence:reason"]', "first line\nsecond \\ line")
    browser.choose("context-transfer:choice", "abstains")
    browser.type('[name="context-transfer:for"]', "seen, not rated")
    browser.click("#c-technical-credibility [data-folded] > summary")
    browser.choose("technical-credibility:choice", "not-met")
    browser.choose("technical-credibility:confidence", "low")
    browser.click('[name="told"][value^="No head-count"]')
    browser.type("#besides", "Night work")
    browser.type("#concerns", "\n".join(HOSTILE[:3]))


def test_what_was_filled_in_arrives_hostile_text_included(
    browser: Chromium, page: Path, session: Path
) -> None:
    fill_in(browser)
    browser.click("#make")
    browser.click("#file")
    saved = browser.downloaded("dana.toml")

    done = receive(saved, "dana.toml", session)

    assert done.file == session / "scores" / "dana.toml"
    assert {finding.severity for finding in done.findings} <= {"warning"}
    card = tomllib.loads(saved.decode())
    sent = card["submitted"]
    assert timedelta(0) <= datetime.now(UTC) - sent < timedelta(minutes=5)
    facts = load(session).cards["dana"].facts
    assert facts.role == ROLE.replace("\n", " ")
    assert facts.told == ("No head-count growth before Q3 2027", "Night work")
    assert facts.concerns == tuple(map(clean_line, HOSTILE[:3]))
    ratings = card["ratings"]
    assert list(map(clean_line, ratings["judgment"]["for"])) == list(map(clean_line, HOSTILE))
    assert {**ratings["judgment"], "for": 0} == {
        "rating": 3,
        "confidence": "high",
        "for": 0,
        "against": ["one", "two"],
        "depends_on_context": HOSTILE[0],
        "scenario": "merge-platforms",
    }
    assert ratings["cross-functional-influence"] == {
        "state": "recused",
        "reason": "first line\nsecond \\ line",
    }
    assert ratings["context-transfer"] == {"state": "abstains", "for": ["seen, not rated"]}
    assert ratings["technical-credibility"] == {"rating": "not-met", "confidence": "low"}
    assert sorted(ratings) == sorted(
        ["judgment", "cross-functional-influence", "context-transfer", "technical-credibility"]
    )


def test_the_text_arrives_through_a_mail_that_did_things_to_it(
    browser: Chromium, page: Path, session: Path
) -> None:
    pair = make_pair()
    text = card_keys.recipients_text(ID, [pair.public])
    (session / "recipients.txt").write_text(text)
    fill_in(browser)
    browser.click("#make")
    text = browser.value("#card")
    assert max(map(len, text.splitlines())) < 78
    mail = "\r\n".join(
        ["Hi Noor,", "", *(f"> {line}".replace("  ", " \u00a0") for line in text.split("\n")), "D."]
    )

    done = receive(mail.encode(), "mail.txt", session, identities=[pair])

    assert done.file == session / "scores" / "dana.toml.age"
    inside = card_keys.open_card(done.file.read_bytes(), [pair])
    begins = "===== debrief scorecard begins =====\n"
    sent = text.removeprefix(begins).removesuffix("===== debrief scorecard ends =====\n")
    assert tomllib.loads(inside.decode()) == tomllib.loads(sent)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_any_line_arrives_as_it_was_written(browser: Chromium, page: Path, line: str) -> None:
    script = f"""
      for (const [name, value] of [["judgment:reason", {json.dumps(line)}]]) {{
        document.querySelector('[name="judgment:choice"][value="abstains"]').checked = true;
        document.querySelector(`[name="${{name}}"]`).value = value;
      }}
      document.querySelector("#make").click();
      document.querySelector("#card").value"""

    card = tomllib.loads("\n".join(browser.js(script).splitlines()[1:-1]))

    rating = card["ratings"]["judgment"]
    kept = [one for one in map(clean_line, _broken(line)) if one]
    assert [clean_line(one) for one in rating.get("reason", "").split("\n") if one] == kept


def _broken(text: str) -> list[str]:
    """The lines of a text as a browser trims them, which takes a byte order mark for a space."""
    return [one.strip("\ufeff \t\n\x0b\x0c\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
                      "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000")
            for one in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]  # fmt: skip


def test_a_half_pair_of_an_emoji_does_no_harm(browser: Chromium, page: Path) -> None:
    browser.choose("judgment:choice", "2")
    browser.js("document.querySelector('[name=\"judgment:for\"]').value = 'half \\ud83d here'")
    browser.click("#make")

    card = tomllib.loads(browser.value("#card").replace("=====", "#"))

    assert card["ratings"]["judgment"]["for"] == ["half \ufffd here"]


def test_it_says_what_is_missing_and_gives_the_card_all_the_same(
    browser: Chromium, page: Path
) -> None:
    browser.choose("judgment:choice", "4")
    browser.type('[name="context-transfer:for"]', "no answer chosen")
    browser.click("#make")

    assert [one for one in browser.text("#result").splitlines() if one] == [
        "Your card is ready. You may still add to it:",
        "Your sentence on the role is missing.",
        "Judgment: this rating has no evidence.",
        "Judgment: how sure are you?",
        "Cross-functional influence: yours to cover; choose a rating or another answer.",
        "Context transfer: what you wrote is left out until you choose a rating or another answer.",
    ]
    browser.seen("#file")
    assert browser.js("document.activeElement.id") == "result"

    browser.js("[...document.querySelectorAll('#result a')][1].click()")
    assert browser.js("document.activeElement.id") == "judgment:for"
    browser.type('[name="judgment:for"]', "Killed her own project")
    assert browser.text("#result") == "You changed something: make your card again."
    assert browser.js("document.querySelector('#ready').hidden")


def test_evidence_for_something_recused_stays_out_of_the_card_and_that_is_said(
    browser: Chromium, page: Path
) -> None:
    browser.type('[name="judgment:for"]', "they told me at dinner")
    browser.choose("judgment:choice", "recused")
    browser.type('[name="judgment:reason"]', "We worked together")
    browser.click("#make")

    assert "Judgment: the evidence you wrote is left out" in browser.text("#result")
    assert "dinner" not in browser.value("#card")


def test_a_draft_is_kept_in_the_browser_until_it_is_deleted(browser: Chromium, page: Path) -> None:
    fill_in(browser)
    before = browser.js("JSON.stringify([...new FormData(document.querySelector('form'))])")

    for _ in range(ARRIVES):
        browser.open(page)
        if browser.text("#draft"):
            break
    assert "Your draft of " in browser.text("#draft")
    assert browser.js("JSON.stringify([...new FormData(document.querySelector('form'))])") == before
    browser.seen('[name="technical-credibility:choice"][value="met"]')

    assert not browser.js("document.querySelector('#brief').open")
    browser.click(".apart > summary")
    browser.answer_dialogs(yes=False)
    browser.click("#forget")
    assert browser.js("localStorage.length") == 1
    browser.answer_dialogs(yes=True)
    browser.click("#forget")
    assert browser.js("localStorage.length") == 0
    browser.open(page)
    assert browser.value("#role") == ""
    assert browser.text("#draft") == ""


@pytest.mark.parametrize(
    "draft",
    ["{", "null", "7", '{"values": 3}', '{"values": {"role": 1}}', '{"values": {"role": []}}'],
)
def test_a_draft_that_is_none_does_no_harm(browser: Chromium, page: Path, draft: str) -> None:
    key = browser.js("document.querySelector('form').dataset.draft")
    browser.js(f"localStorage.setItem({json.dumps(key)}, {json.dumps(draft)})")

    browser.open(page)

    assert browser.value("#role") == ""
    browser.choose("judgment:choice", "1")
    assert browser.complaints == []


def test_nothing_is_asked_of_anybody_and_nothing_else_may_run(
    browser: Chromium, page: Path
) -> None:
    browser.requests.clear()
    browser.open(page)
    fill_in(browser)
    browser.click("#make")
    assert {url for url in browser.requests if not url.startswith("blob:")} == {page.as_uri()}
    assert browser.complaints == []

    browser.js(
        "const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
        "document.body.append(s); document.body.append(Object.assign(new Image(), {src: 'x.png'}))"
    )
    browser.js("new Promise(done => setTimeout(done, 50))")
    assert browser.js("window.ran") is None
    assert len(browser.complaints) == 2
    assert all("Content Security Policy" in complaint for complaint in browser.complaints)


def test_the_text_is_copied_or_it_is_said_that_it_is_not(browser: Chromium, page: Path) -> None:
    browser.choose("judgment:choice", "1")
    browser.click("#make")
    clipboard = "{value: {writeText: async text => { window.written = text }}}"
    browser.js(f"Object.defineProperty(navigator, 'clipboard', {clipboard})")
    browser.click("#copy")
    assert browser.text("#copied") == "Copied. Paste all of it into a mail."
    assert browser.js("window.written") == browser.value("#card")

    browser.js("document.execCommand = () => false; navigator.clipboard.writeText = null")
    browser.click("#copy")
    assert "select the text below" in browser.text("#copied")
    chosen = "document.activeElement.value.slice(0, document.activeElement.selectionEnd)"
    assert browser.js(chosen) == browser.value("#card")


def test_it_is_filled_in_by_keyboard_alone(browser: Chromium, page: Path) -> None:
    browser.focus('[name="judgment:choice"][value="1"]')
    browser.press(" ", " ")
    browser.press("ArrowDown")
    assert browser.js("document.activeElement.value") == "2"
    assert browser.js("document.activeElement.checked")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert browser.js(outline) == "solid"

    reached = []
    for _ in range(40):
        browser.press("Tab")
        reached.append(browser.js("document.activeElement.id || document.activeElement.name || ''"))
    mine = [one for one in reached if one.startswith("judgment:")]
    assert mine[:3] == ["judgment:for", "judgment:against", "judgment:confidence"]
    assert mine[-2:] == ["judgment:depends", "judgment:scenario"]

    browser.focus("#make")
    browser.press("Enter", "\r")
    assert "Your card is ready" in browser.text("#result")


def test_every_field_has_a_name_for_who_cannot_see_it(browser: Chromium, page: Path) -> None:
    roles = {"radio", "checkbox", "textbox", "combobox", "button", "link", "form"}
    browser.js("document.querySelectorAll('details').forEach(one => { one.open = true })")
    nodes = browser.call("Accessibility.getFullAXTree")["nodes"]
    seen = [node for node in nodes if node.get("role", {}).get("value") in roles]
    nameless = [node for node in seen if not node.get("name", {}).get("value")]

    assert len([node for node in seen if node["role"]["value"] == "radio"]) > 40
    assert nameless == []


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (400, "dark"), (1200, "light")])
def test_it_fits_a_phone_and_a_desk(browser: Chromium, page: Path, width: int, scheme: str) -> None:
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.call("Emulation.setDeviceMetricsOverride", **size)
    media = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.call("Emulation.setEmulatedMedia", features=media)
    try:
        browser.choose("judgment:choice", "1")
        browser.type('[name="judgment:for"]', "x" * 300)
        browser.click("#make")
        assert browser.js("document.documentElement.scrollWidth") <= width
        ground = browser.js("getComputedStyle(document.body).backgroundColor")
        assert (sum(map(int, ground[4:-1].split(","))) < 200) == (scheme == "dark")
    finally:
        browser.call("Emulation.clearDeviceMetricsOverride")
        browser.call("Emulation.setEmulatedMedia", features=[])
