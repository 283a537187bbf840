"""Shipped frameworks: short anchors that stand alone, and a version for each change of one."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from debrief.store import paths

KEPT = Path(__file__).parent / "framework_anchors.toml"
FRAMEWORKS = sorted(paths.FRAMEWORKS.glob("*.toml"))
READ_ALOUD = [*FRAMEWORKS, *sorted(paths.shipped("sessions").glob("*/session.toml"))]
MOST_CHARACTERS = 124
"""Characters of an anchor in two lines of a screen 80 columns wide."""

MOST_WORDS = 16
LEANS_ON_ANOTHER = ("the same", "same", "and", "also", "as above", "as before", "like the")
"""First words of an anchor that needs the one before it."""


def digests(framework: Mapping[str, Any]) -> dict[str, str]:
    """Return a digest of the anchors of each competency, by id."""
    return {
        competency["id"]: hashlib.sha256("\n".join(competency["anchors"]).encode()).hexdigest()[:16]
        for competency in framework["competencies"]
    }


def differing(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Return the ids of new, removed and changed competencies."""
    return [id_ for id_ in {**before, **after} if before.get(id_) != after.get(id_)]


def problems(
    framework: Mapping[str, Any], kept: Mapping[str, Mapping[str, Mapping[str, Any]]]
) -> list[str]:
    """Return what to do before a framework can be shipped, a sentence each."""
    name, version, now = framework["id"], framework["version"], digests(framework)
    versions = {int(number): table for number, table in kept.get(name, {}).items()}
    latest = max(versions, default=0)
    of_version = f"[{name}.{version}.anchors] of {KEPT.name}"
    if version > latest:
        return [f"Add version {version} of {name} to {KEPT.name}: {now}."]
    if version < latest:
        return [f"Set the version of {name} to {latest}, the latest in {KEPT.name}."]
    changed = differing(versions[version]["anchors"], now)
    found = [
        f"The anchors of {', '.join(changed)} are not those in {of_version}. Raise `version` in "
        f"{name}.toml to {version + 1}, and add that version, its `changed` ids and these digests "
        f"to {KEPT.name}: {now}."
    ]
    found = found if changed else []
    for number in range(2, latest + 1):
        before, after = versions[number - 1]["anchors"], versions[number]["anchors"]
        wanted = differing(before, after)
        if versions[number]["changed"] != wanted:
            found.append(f"Set `changed` of [{name}.{number}] in {KEPT.name} to {wanted}.")
    return found


@pytest.mark.parametrize("file", FRAMEWORKS, ids=lambda file: file.stem)
def test_a_changed_anchor_has_a_version_of_its_own_and_is_listed(file: Path) -> None:
    framework = tomllib.loads(file.read_text("utf-8"))
    assert problems(framework, tomllib.loads(KEPT.read_text("utf-8"))) == []


def framework(version: int, **anchors: str) -> dict[str, Any]:
    competencies = [{"id": id_, "anchors": [text]} for id_, text in anchors.items()]
    return {"id": "own", "version": version, "competencies": competencies}


def kept_of(*frameworks: dict[str, Any], changed: list[str]) -> dict[str, Any]:
    return {
        "own": {
            str(one["version"]): {"changed": changed, "anchors": digests(one)} for one in frameworks
        }
    }


def test_an_anchor_changed_without_a_version_is_named_with_what_to_do() -> None:
    kept = kept_of(framework(1, a="x", b="y"), changed=[])
    assert problems(framework(1, a="x", b="y"), kept) == []

    (problem,) = problems(framework(1, a="x", b="changed"), kept)
    assert problem.startswith("The anchors of b are not those in [own.1.anchors]")
    assert "Raise `version` in own.toml to 2" in problem

    (problem,) = problems(framework(2, a="x", b="changed"), kept)
    assert problem.startswith("Add version 2 of own to framework_anchors.toml")


def test_a_version_lists_the_competencies_whose_anchors_changed() -> None:
    first, second = framework(1, a="x", b="y"), framework(2, a="x", b="changed", c="new")
    assert problems(second, kept_of(first, second, changed=["b", "c"])) == []

    (problem,) = problems(second, kept_of(first, second, changed=["b"]))
    assert problem == "Set `changed` of [own.2] in framework_anchors.toml to ['b', 'c']."

    (problem,) = problems(first, kept_of(first, second, changed=["b", "c"]))
    assert problem == "Set the version of own to 2, the latest in framework_anchors.toml."


@pytest.mark.parametrize("file", READ_ALOUD, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_an_anchor_is_one_short_sentence_that_stands_alone(file: Path) -> None:
    for competency in tomllib.loads(file.read_text("utf-8")).get("competencies", ()):
        for anchor in competency["anchors"]:
            assert len(anchor) <= MOST_CHARACTERS, anchor
            assert len(anchor.split()) <= MOST_WORDS, anchor
            assert anchor.endswith("."), anchor
            assert not {".", ";", ":"} & set(anchor[:-1]), f"More than one behaviour? {anchor}"
            assert not anchor.casefold().startswith(LEANS_ON_ANOTHER), anchor
