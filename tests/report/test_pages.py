"""The number of the pages rises with every change of a page."""

from __future__ import annotations

import hashlib
from pathlib import Path

from wide import wide

from debrief.core.record.model import Record
from debrief.live.record_files import outputs
from debrief.report.form import form_html
from debrief.report.pages import NEW_IN, PAGES
from debrief.report.record_html import html
from debrief.store import paths
from debrief.store.journal import journal
from debrief.store.sessions.session import load

GOLDEN = Path(__file__).parents[1] / "golden"
DIGESTS = {
    1: "382306898c95a8f41fc0b1951471731481643e3675f1fbe0116c7cc77c40baff",
    2: "2f04ab8da5269864c792814a84918e93a71e58f3aa64fc52236e446eee6ae356",
    3: "d9e50d8ca8c3727c9297f1982a4f7a00d7a944c59d3612d7c67e1f0a2c92961e",
    4: "c41f77b072e7daa72a027effc4066124977a196b0b8f150d9a7c5e55e57277b7",
    5: "5355544e77c3116e8a9d1e41e4c731942e6c0ba403edc1c1faccba93fb0f8bdc",
    6: "98a42bcb084537cea268523535e10173e54d8b5da6461b9ed9a43249a9fe0266",
    7: "7564a58ab2f88ac39ca893eeeb18d8684ce9b521556ba6177a25b6896c8ac011",
    8: "95ffa5a81babe528ff536564b07f646034e3ff3d5f8a0938343c3cd16c516cf4",
    9: "28f5cd9aecb5648b3548922cbf9ebc0186e7c5900c15c01601a92347bcb83e6b",
}
"""SHA-256 of the pages of all golden sessions, by the number of the pages."""


def digest() -> str:
    pages = hashlib.sha256()
    for path in sorted(GOLDEN.glob("*/journal.jsonl")):
        contents = journal.read(path)
        written = outputs(contents.events, contents.fingerprint)
        pages.update(written["record.md"] + written["record.html"])
    return pages.hexdigest()


def test_a_changed_page_has_a_number_of_its_own() -> None:
    assert digest() == DIGESTS[PAGES], "A page changed: raise PAGES and add the new digest here."
    assert max(DIGESTS) == PAGES
    assert all(number <= PAGES for number in NEW_IN.values())


def test_the_pages_stay_small() -> None:
    demo = paths.shipped("sessions") / "demo-director-platform"
    contents = journal.read(demo / "journal.jsonl")
    brief = load(paths.shipped("sessions") / "demo-vp-engineering").brief
    assert brief is not None

    assert len(outputs(contents.events, contents.fingerprint)["record.html"]) <= 120_000
    for person in brief.panel:
        form = form_html(brief, person.id, "demo-vp-engineering")
        assert len(form.encode()) <= 80_000
        assert "scroll-behavior" not in form
    assert len(html(large()).encode()) <= 400_000


def large() -> Record:
    """Return a record of 12 people and 9 competencies, with two rounds and evidence in each."""
    record = wide("A sentence of a usual length, as people write them down after an interview.")
    given = record.competencies
    whole = max(given, key=lambda one: len(one.rounds))
    more = (whole.model_copy(update={"id": f"{whole.id}-{n}"}) for n in range(9 - len(given)))
    large = record.model_copy(update={"competencies": (*given, *more)})
    assert len(large.panel) == 12
    assert len(large.competencies) == 9
    return large
