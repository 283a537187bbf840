"""The form has all of the brief in it, nothing of the candidate's name, and asks nothing remote."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from debrief.core.brief import Brief
from debrief.report.form import UNWRITTEN, form_html
from debrief.store import check, paths
from debrief.store.cards.mail import card_in
from debrief.store.sessions.session import load

NASTY = '</script><script>alert("1")</script> & <img src=x onerror=alert(1)> \u05e2\u05d1\u05e8'


@pytest.fixture
def brief() -> Brief:
    brief = load(paths.shipped("sessions") / "demo-vp-engineering").brief
    assert brief is not None
    return brief


class Page(HTMLParser):
    """The elements of a page, and what is to be read in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.code: dict[str, str] = {}
        self.texts: list[str] = []
        self._within: list[str] = []
        self.feed(html)
        self.text = re.sub(r"\s+", " ", " ".join(self.texts))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._within and self._within.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        within = self._within[-1] if self._within else ""
        if within in ("script", "style"):
            self.code[within] = data
        else:
            self.texts.append(data.strip())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def test_everything_of_the_brief_is_there(brief: Brief) -> None:
    page = Page(form_html(brief, "dana", "vp"))
    role = brief.role

    for text in (
        brief.candidate.alias,
        brief.title,
        "2026-11-24, 15:00 UTC",
        role.mandate,
        brief.decision.rule,
        *role.authority,
        *role.success,
        *role.challenges_now,
        *role.challenges_next,
        *role.constraints,
        *(one.expects for one in role.expectations),
        *(scenario.title for scenario in brief.scenarios),
    ):
        assert text in page.text
    assert "Omar Haddad , Priya Raman" in page.text


def test_every_competency_has_its_scale_anchors_and_probes_the_own_first(brief: Brief) -> None:
    page = Page(form_html(brief, "priya", "vp"))
    radios = [one for one in page.all("input") if one.get("type") == "radio"]
    asked = [one["data-competency"] for one in page.all("section") if "data-competency" in one]

    covers = ["judgment", "technical-credibility"]
    assert asked == covers + [one.id for one in brief.competencies if one.id not in covers]
    for competency in brief.competencies:
        values = [one["value"] for one in radios if one["name"] == f"{competency.id}:choice"]
        scale = ["not-met", "met"] if competency.is_threshold else ["1", "2", "3", "4"]
        assert values == [*scale, "not-assessed", "abstains", "recused"]
        for text in (
            competency.title,
            competency.definition,
            *competency.probes,
            *competency.anchors,
            *brief.levels(competency.id),
        ):
            assert text in page.text


def test_only_what_others_cover_is_folded(brief: Brief) -> None:
    folded = [one for one in Page(form_html(brief, "priya", "vp")).all("details")]
    assert len([one for one in folded if "data-folded" in one]) == len(brief.competencies) - 2

    free = brief.model_copy(
        update={"panel": tuple(p.model_copy(update={"covers": ()}) for p in brief.panel)}
    )
    page = form_html(free, "priya", "vp")
    assert "data-folded" not in page.split("<script>")[0].split("</style>")[1]
    assert "What you cover" not in page


def test_a_brief_of_the_least_makes_a_form(brief: Brief) -> None:
    role = brief.role.model_copy(
        update={"constraints": (), "challenges_now": (), "expectations": ()}
    )
    least = brief.model_copy(
        update={
            "role": role,
            "scenarios": (),
            "scheduled": None,
            "competencies": tuple(
                competency.model_copy(update={"probes": ()}) for competency in brief.competencies
            ),
        }
    )
    page = Page(form_html(least, "dana", ""))

    assert not page.all("select")
    assert not [one for one in page.all("input") if one.get("type") == "checkbox"]
    assert "Challenges now" not in page.text
    assert "UTC" not in page.text
    assert [one["data-session"] for one in page.all("form")] == [""]


def test_the_candidates_name_is_nowhere_not_even_in_the_source(brief: Brief) -> None:
    said = brief.model_copy(
        update={
            "title": "VP for Kim Okafor",
            "role": brief.role.model_copy(update={"constraints": ("Tell KIM OKAFOR of this",)}),
            "competencies": tuple(
                competency.model_copy(update={"definition": "Does Okafor do it?"})
                for competency in brief.competencies
            ),
        }
    )
    html = form_html(said, "dana", "vp")

    assert "okafor" not in html.lower()
    assert "VP for K-17" in html


def test_a_name_that_is_also_an_id_changes_no_id(brief: Brief) -> None:
    candidate = brief.candidate.model_copy(update={"name": "judgment"})
    page = Page(form_html(brief.model_copy(update={"candidate": candidate}), "dana", "vp"))

    asked = {one["data-competency"] for one in page.all("section") if "data-competency" in one}
    assert asked == {competency.id for competency in brief.competencies}


def test_text_of_the_brief_is_text(brief: Brief) -> None:
    hostile = brief.model_copy(
        update={
            "title": NASTY,
            "candidate": brief.candidate.model_copy(update={"alias": NASTY}),
            "role": brief.role.model_copy(update={"mandate": NASTY, "constraints": (NASTY,)}),
            "panel": tuple(panelist.model_copy(update={"name": NASTY}) for panelist in brief.panel),
            "scenarios": tuple(
                scenario.model_copy(update={"title": NASTY}) for scenario in brief.scenarios
            ),
            "competencies": tuple(
                competency.model_copy(
                    update={
                        "title": NASTY,
                        "definition": NASTY,
                        "probes": (NASTY,),
                        "anchors": tuple(NASTY for _ in competency.anchors),
                    }
                )
                for competency in brief.competencies
            ),
        }
    )
    page = Page(form_html(hostile, "dana", "vp"))

    plain = Page(form_html(brief, "dana", "vp"))
    assert {tag for tag, _ in page.elements} == {tag for tag, _ in plain.elements}
    assert len(page.all("script")) == 1
    assert page.code == plain.code
    assert not any(name.startswith("on") for _, attributes in page.elements for name in attributes)
    (told,) = (one for one in page.all("input") if one.get("name") == "told")
    assert told["value"] == NASTY
    assert form_html(hostile, "dana", "vp").count("<bdi>") > 50


def test_nothing_remote_is_named_and_only_our_own_code_may_run(brief: Brief) -> None:
    html = form_html(brief, "dana", "vp")
    page = Page(html)

    assert not re.search(r"https?:|//[a-z]|@import|url\(", html)
    assert not [one for _, one in page.elements if {"src", "style", "action"} & set(one)]
    assert {one["href"][0] for one in page.all("a") if one["href"]} == {"#"}
    (policy,) = (
        str(one["content"])
        for one in page.all("meta")
        if one.get("http-equiv") == "Content-Security-Policy"
    )
    digests = {
        tag: base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
        for tag, code in page.code.items()
    }
    assert policy == (
        f"default-src 'none'; script-src 'sha256-{digests['script']}'; "
        f"style-src 'sha256-{digests['style']}'; base-uri 'none'; form-action 'none'"
    )


def test_it_is_the_same_each_time_and_another_for_each_panelist(brief: Brief) -> None:
    assert form_html(brief, "dana", "vp") == form_html(brief, "dana", "vp")
    assert len({form_html(brief, panelist.id, "vp") for panelist in brief.panel}) == len(
        brief.panel
    )
    with pytest.raises(KeyError):
        form_html(brief, "nobody", "vp")


def test_what_is_not_written_yet_is_left_out_and_said(brief: Brief) -> None:
    assert UNWRITTEN == check.PLACEHOLDER
    role = brief.role.model_copy(
        update={"mandate": UNWRITTEN, "authority": (UNWRITTEN,), "success": (UNWRITTEN, "Two")}
    )
    page = Page(form_html(brief.model_copy(update={"role": role}), "dana", "vp"))

    assert "Parts of the brief were not written yet" in page.text
    assert "Mandate" not in page.text
    assert "Authority" not in page.text
    assert f" {UNWRITTEN} " not in page.text
    assert "Parts of the brief" not in Page(form_html(brief, "dana", "vp")).text


def test_every_field_has_a_label_and_every_id_is_there_once(brief: Brief) -> None:
    page = Page(form_html(brief, "dana", "vp"))
    ids = [str(one["id"]) for _, one in page.elements if "id" in one]
    labelled = {one.get("for") for one in page.all("label")}
    fields = [
        one
        for tag in ("input", "textarea", "select")
        for one in page.all(tag)
        if one.get("type") not in ("radio", "checkbox")
    ]

    assert len(ids) == len(set(ids))
    assert {field["id"] for field in fields} <= labelled
    named = [
        str(one[name])
        for _, one in page.elements
        for name in ("aria-labelledby", "aria-describedby", "for")
        if name in one
    ]
    assert set(named) <= set(ids)
    assert [one["lang"] for one in page.all("html")] == ["en"]


def test_the_lines_around_a_card_are_those_that_are_looked_for(brief: Brief) -> None:
    begins, ends = re.findall(r'"(=+ [\w ]+ =+)"', form_html(brief, "dana", "vp"))

    assert card_in(f"Hi\n{begins}\nschema = 1\n{ends}\n".encode()).data == b"schema = 1\n"


def test_every_text_stands_out_from_its_ground_in_light_and_dark(brief: Brief) -> None:
    style = Page(form_html(brief, "dana", "vp")).code["style"]
    light, dark, paper = (
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))
        for block in re.findall(r":root \{[^}]*?(--ground: #[0-9a-f]{6};.*?)\}", style, re.S)
    )

    for palette in (light, dark, paper):
        for ground in ("ground", "raised", "chosen"):
            for ink in ("ink", "quiet", "accent", "warn"):
                assert _contrast(palette[ink], palette[ground]) >= 4.5, (ink, ground)
            assert _contrast(palette["line"], palette[ground]) >= 3, ground
        assert _contrast(palette["on-accent"], palette["accent"]) >= 4.5


def _contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours by WCAG 2."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
