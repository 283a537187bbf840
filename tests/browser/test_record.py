"""The record as a page in a real browser: it fits, is read aloud, prints, and asks nothing."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from chromium import Chromium
from wide import NAMES, wide

from debrief.report.record_html import html
from debrief.store import paths

HOSTILE = "<script>document.title='x'</script><img src=x onerror=alert(1)> " + "x" * 300


@pytest.fixture
def page(browser: Chromium, tmp_path: Path) -> Path:
    path = tmp_path / "record.html"
    path.write_text(html(wide(HOSTILE)), "utf-8")
    browser.open(path)
    return path


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (390, "dark"), (1200, "light")])
def test_it_fits_a_phone_and_a_desk(browser: Chromium, page: Path, width: int, scheme: str) -> None:
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.call("Emulation.setDeviceMetricsOverride", **size)
    media = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.call("Emulation.setEmulatedMedia", features=media)
    try:
        assert browser.js("document.documentElement.scrollWidth") <= width
        ground = browser.js("getComputedStyle(document.body).backgroundColor")
        assert (sum(map(int, ground[4:-1].split(","))) < 200) == (scheme == "dark")
        stops = browser.js(
            "[...document.querySelectorAll('#c-judgment .strip')].map(one => {"
            " const mark = one.querySelector('.now, .aside');"
            " const [a, b] = [one, mark].map(x => x && x.getBoundingClientRect());"
            " return b === null || (b.left >= a.left - 1 && b.right <= a.right + 1) })"
        )
        assert len(stops) == 12
        assert all(stops)
    finally:
        browser.call("Emulation.clearDeviceMetricsOverride")
        browser.call("Emulation.setEmulatedMedia", features=[])


def test_the_drawings_and_tables_are_read_aloud(browser: Chromium, page: Path) -> None:
    browser.js("document.querySelectorAll('details').forEach(it => { it.open = true })")
    nodes = browser.call("Accessibility.getFullAXTree")["nodes"]

    def named(*roles: str) -> list[str]:
        found = [node for node in nodes if node.get("role", {}).get("value") in roles]
        return [one.get("name", {}).get("value", "") for one in found]

    drawings = named("image", "img")
    assert len(drawings) == 36
    assert f"{NAMES[1]} above the bar in round 1, very strong in round 2" in drawings
    assert named("heading")[0] == "Chief Technology Officer · W-12"
    assert all(named("table"))
    assert {"Panelist", NAMES[2]} <= set(named("columnheader", "rowheader"))


def test_it_runs_nothing_and_asks_nothing_of_anybody(browser: Chromium, page: Path) -> None:
    assert browser.js("document.title").startswith("Chief Technology Officer")
    assert {request.partition(":")[0] for request in browser.requests} <= {"file", "data", "blob"}
    assert browser.complaints == []


def test_it_prints_in_black_on_white(browser: Chromium) -> None:
    browser.open(paths.shipped("sessions") / "demo-director-platform" / "record.html")
    browser.call("Emulation.setEmulatedMedia", media="print")
    try:
        ground = browser.js("getComputedStyle(document.body).backgroundColor")
        assert ground == "rgb(255, 255, 255)"
        assert browser.js("getComputedStyle(document.querySelector('nav')).display") == "none"
        # A4 less its margins is as narrow as a phone that lays tables out as blocks.
        paper = {"width": 673, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        browser.call("Emulation.setDeviceMetricsOverride", **paper)
        row = "getComputedStyle(document.querySelector('.poll tbody tr')).display"
        assert browser.js(row) == "table-row"
        browser.call("Emulation.clearDeviceMetricsOverride")
        printed = browser.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
    finally:
        browser.call("Emulation.setEmulatedMedia", media="", features=[])
    pages = re.findall(rb"/Type\s*/Page\b", base64.b64decode(printed["data"]))
    assert 8 <= len(pages) <= 20  # with all that is folded on the screen


PAPER = {"A4": (8.27, 11.69), "Letter": (8.5, 11)}


@pytest.mark.parametrize("paper", PAPER)
def test_two_printed_pages_show_the_decision_and_all_competencies(
    browser: Chromium, paper: str
) -> None:
    browser.open(paths.shipped("sessions") / "demo-director-platform" / "record.html")
    browser.js(
        "let it = document.querySelector('.evidence-begins');"
        "while (it) { const next = it.nextElementSibling; it.remove(); it = next }"
    )
    width, height = PAPER[paper]
    printed = browser.call(
        "Page.printToPDF", paperWidth=width, paperHeight=height, printBackground=True
    )
    pages = re.findall(rb"/Type\s*/Page\b", base64.b64decode(printed["data"]))
    assert len(pages) <= 2


def test_a_link_to_folded_evidence_opens_it(browser: Chromium) -> None:
    browser.open(paths.shipped("sessions") / "demo-director-platform" / "record.html")
    assert browser.js("document.querySelectorAll('details[open]').length") == 0

    browser.js("document.querySelector('#glance a').click()")
    browser.js("new Promise(done => setTimeout(done, 50))")

    assert browser.js("document.querySelector('#c-judgment').closest('details').open")
