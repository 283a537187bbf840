"""Create a session folder: a commented brief, one commented card per panelist, and the schemas."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import tomli_w
from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema
from typing_extensions import override

from debrief.core.brief import Brief, Competency, ReferencesFile, SessionFile
from debrief.core.findings import Finding
from debrief.core.scorecard import Scorecard
from debrief.store import atomic, card_keys, check
from debrief.store.check import PLACEHOLDER
from debrief.store.paths import PACKAGE, RECIPIENTS
from debrief.store.sessions.card_file import AGE
from debrief.store.sessions.session import SESSION_BYTES, read_brief
from debrief.store.toml_files.parse import CARD_BYTES

SCHEMAS = PACKAGE / "schemas"
"""The JSON schemas that come with the program, for editors."""

MODELS: dict[str, type[BaseModel]] = {
    "session.schema.json": SessionFile,
    "scorecard.schema.json": Scorecard,
    "references.schema.json": ReferencesFile,
}

_STAMP = "\n## Leave this line, by which debrief sees whether anything is written here yet:"


@dataclass(frozen=True, slots=True)
class NewSession:
    """The data of a new session; `panel` has pairs of an id and a name.

    `recipients` are the public keys that its scorecards are encrypted to.
    """

    title: str
    alias: str
    owner: str
    panel: tuple[tuple[str, str], ...]
    framework: str = "senior-technology-leader"
    scheduled: datetime | None = None
    recipients: tuple[str, ...] = ()


def scaffold(folder: Path, new: NewSession) -> tuple[Finding, ...]:
    """Create `folder` with its templates, or return the findings that prevent it.

    FileProblem if the folder exists or cannot be written.
    """
    text = _session(new).encode()
    brief, findings = read_brief(text)
    if brief is None:
        return tuple(finding for finding in findings if finding.severity == "error")
    named = check.of_folder(folder.name)
    refused = [finding for finding in findings if finding.code in (check.SAME_NAME, check.WINDOWS)]
    if named or refused:
        return tuple(refused if named is None else [named, *refused])
    try:
        folder.mkdir(parents=True)
        (folder / "scores").mkdir()
        (folder / ".schemas").mkdir()
    except FileExistsError as error:
        raise atomic.FileProblem(folder, "already exists; choose another name.") from error
    except OSError as error:
        raise atomic.FileProblem(folder, atomic.failed("created", error)) from error
    for name in MODELS:
        data = atomic.read_regular(SCHEMAS / name, SESSION_BYTES)
        atomic.write(folder / ".schemas" / name, data)
    atomic.write(folder / "session.toml", text)
    if new.recipients:
        recipients = card_keys.recipients_text(folder.name, new.recipients)
        atomic.write(folder / RECIPIENTS, recipients.encode())
    write_templates(folder, brief)
    return ()


def write_templates(folder: Path, brief: Brief) -> int:
    """Write a card template for each panelist without a card; return the number; FileProblem.

    An unchanged template is replaced. Any other card is left alone.
    """
    written = 0
    for panelist in brief.panel:
        path = folder / "scores" / f"{panelist.id}.toml"
        if os.path.lexists(path.with_name(f"{path.name}{AGE}")):
            continue
        if os.path.lexists(path):
            data = atomic.read_regular(path, CARD_BYTES)
            if not is_template(data.decode("utf-8", "replace")):
                continue
        atomic.write(path, card_template(brief, panelist.id).encode())
        written += 1
    return written


def is_template(text: str) -> bool:
    """Return whether a card is an unchanged template."""
    above, mark, _ = text.rpartition(_STAMP)
    return bool(mark) and text == _stamped(above)


def schema_text(model: type[BaseModel]) -> str:
    """Return the shipped JSON schema of a file."""
    schema = {"$schema": "http://json-schema.org/draft-07/schema#"}
    schema |= model.model_json_schema(by_alias=True, schema_generator=_OfToml)
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


class _OfToml(GenerateJsonSchema):
    """JSON schemas for TOML: no null, because a key may be missing instead, and no unknown keys."""

    @override
    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    @override
    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        default = super().default_schema(schema)
        if default.get("default", 0) is None:
            del default["default"]
        return default

    @override
    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        return super().dict_schema(schema) | {"additionalProperties": False}


def card_template(brief: Brief, panelist: str) -> str:
    """Return a card to fill in: the panelist's own competencies first, all ratings behind a #."""
    own = brief.panelist(panelist).covers
    first = [competency for competency in brief.competencies if competency.id in own]
    rest = [competency for competency in brief.competencies if competency.id not in own]
    head = f"""#:schema ../.schemas/scorecard.schema.json
## The scorecard of {brief.panelist(panelist).name} for {brief.candidate.alias}, {brief.title}.
## Fill in what you saw, and remove the single # in front of it. Leave the rest as it is.
## Nobody sees it before all ratings are revealed together.

schema = 1
{_pair("panelist", panelist)}
# submitted = 2026-11-20T09:30:00Z     # when you sent it: date, time, Z for UTC
# role_as_i_understood_it = "{PLACEHOLDER}"     # one sentence: what is this person to achieve?
"""
    blocks = [_block(brief, competency) for competency in (*first, *rest)]
    if first and rest:
        blocks.insert(len(first), "## Others cover the following: rate them if you can.\n")
    fit = f"""# [fit]
# told = ["{PLACEHOLDER}"]         # constraints of the role that you told the candidate
# concerns = ["{PLACEHOLDER}"]     # the candidate's own
"""
    return _stamped("\n".join([head, *blocks, fit]))


def _stamped(text: str) -> str:
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return f"{text}{_STAMP} {digest}\n"


def _block(brief: Brief, competency: Competency) -> str:
    levels = brief.levels(competency.id)
    must = ", a must-have" if competency.must_have else ""
    about = [f"{competency.title}{must}: {competency.definition}"]
    numbers = [str(number) for number in range(1, len(levels) + 1)]
    words = ['"not-met"', '"met"'] if competency.is_threshold else numbers
    for word, level, anchor in zip(words, levels, competency.anchors, strict=True):
        about.append(f"  {word} {level}: {anchor}" if word.isdigit() else f"  {word}: {anchor}")
    lines = [
        f"[ratings.{competency.id}]",
        f"rating =      # {', '.join(words[:-1])} or {words[-1]}",
        'confidence = "medium"     # low, medium or high',
        f'for = ["{PLACEHOLDER}"]',
        f'against = ["{PLACEHOLDER}"]',
        'state = "not-assessed"     # or abstains, or recused: in place of a rating,',
        f'reason = "{PLACEHOLDER}"     # and why',
    ]
    return "".join([*(f"## {line}\n" for line in about), *(f"# {line}\n" for line in lines)])


def _session(new: NewSession) -> str:
    when = new.scheduled
    scheduled = f"{_pair('scheduled', when)}" if when else "# scheduled = 2026-11-24T15:00:00Z"
    panel = "\n".join(
        f"""[[panel]]
{_pair("id", panelist)}
{_pair("name", name)}
# title = "CEO"
# seniority = 9     # junior people speak first
# covers = ["judgment"]     # the competencies this panelist asks about
"""
        for panelist, name in new.panel
    )
    return f"""#:schema .schemas/session.schema.json
# The brief of one debrief. Replace every {PLACEHOLDER}; lines that start with # are optional.

schema = 1
{_pair("title", new.title)}
{scheduled}     # when the meeting begins; Z is UTC
# facilitator = "{PLACEHOLDER}"     # preferably not the decision owner
{_pair("framework", new.framework)}     # add or replace with [[competencies]]

[candidate]
{_pair("alias", new.alias)}     # what the shared screen shows
# name = "{PLACEHOLDER}"     # never shown unless asked

[role]
mandate = "{PLACEHOLDER}"     # what this person is to achieve, in one sentence
authority = ["{PLACEHOLDER}"]     # what they may and may not decide
success = ["{PLACEHOLDER}"]     # what success looks like, and by when
# challenges_now = ["{PLACEHOLDER}"]
# challenges_next = ["{PLACEHOLDER}"]
# constraints = ["{PLACEHOLDER}"]     # what the candidate should be told

# [[role.expectations]]
# stakeholder = "CEO"
# expects = "{PLACEHOLDER}"

# [[scenarios]]     # decision scenarios the interviews are built on
# id = "merge-platforms"
# title = "{PLACEHOLDER}"
# competencies = ["judgment"]
# run_by = ["{new.panel[0][0] if new.panel else ""}"]

[decision]
{_pair("owner", new.owner)}     # exactly one, on the panel

{panel}"""


def _pair(key: str, value: str | datetime) -> str:
    return tomli_w.dumps({key: value}).rstrip("\n")
