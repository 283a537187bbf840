"""The brief, settled before the meeting: role, panel, competencies and scale."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator
from typing_extensions import override

from debrief.core.model import AtError, Day, Id, Line, Many, Model, Moment, Text
from debrief.core.scorecard import RatingWord, level_of
from debrief.core.text import clean_line

DEFAULT_LEVELS = ("strong no", "no", "yes", "strong yes")
VOTE_LEVELS = ("strong no", "no", "yes", "strong yes")
THRESHOLD_LEVELS = ("not met", "met")
DEFAULT_RULE = "The owner decides after the vote and answers every dissent."
LONGEST_SHORT_TITLE = 22
"""The most characters of a short title: the width that titles have beside the vote."""

ShortTitle = Annotated[str, Field(max_length=LONGEST_SHORT_TITLE), AfterValidator(clean_line)]
"""Cleaned text on one line; may be empty."""

Minutes = int

FIRST_VERSION = 1
"""The version of a framework that names none, and of one used before frameworks had versions."""


class Candidate(Model):
    """The person the panel decides about; the shared screen shows the alias only."""

    alias: Line
    name: Line | None = None


class Expectation(Model):
    """A stakeholder's expectation of the role."""

    stakeholder: Line
    expects: Line


class Role(Model):
    """The job as the panel agreed on it: authority, success, challenges and constraints."""

    mandate: Line
    authority: Many[Line] = Field(min_length=1)
    success: Many[Line] = Field(min_length=1)
    challenges_now: Many[Line] = ()
    challenges_next: Many[Line] = ()
    constraints: Many[Line] = ()
    expectations: Many[Expectation] = ()


class Scenario(Model):
    """A decision scenario of an interview, and the panelists who ran it."""

    id: Id
    title: Line
    competencies: Many[Id] = ()
    run_by: Many[Id] = ()


class DecisionRule(Model):
    """The decision owner, and the rule that is read aloud at the gate."""

    owner: Id
    rule: Line = DEFAULT_RULE


class Panelist(Model):
    """One member of the panel; `seniority` orders the speakers, junior first."""

    id: Id
    name: Line
    title: Text = ""
    seniority: int = Field(default=0, ge=0, le=1000)
    covers: Many[Id] = ()


class Scale(Model):
    """The words of the rating scale, lowest first."""

    levels: Many[Line] = Field(default=DEFAULT_LEVELS, min_length=3, max_length=9)


class Budget(Model):
    """The planned minutes of each step; `competency` is per competency, `warm-up` 0 skips it."""

    preflight: Minutes = Field(default=3, ge=0, le=600)
    role_clarity: Minutes = Field(default=7, ge=0, le=600, alias="role-clarity")
    competency: Minutes = Field(default=5, ge=0, le=600)
    references: Minutes = Field(default=5, ge=0, le=600)
    fit: Minutes = Field(default=5, ge=0, le=600)
    premortem: Minutes = Field(default=6, ge=0, le=600)
    vote: Minutes = Field(default=4, ge=0, le=600)
    decision: Minutes = Field(default=7, ge=0, le=600)
    record: Minutes = Field(default=3, ge=0, le=600)
    warm_up: Minutes = Field(default=0, ge=0, le=600, alias="warm-up")


class Vignette(Model):
    """A short invented case for the warm-up, with the rating it should earn and why."""

    id: Id
    text: Line
    rating: RatingWord
    reason: Line

    @property
    def level(self) -> int:
        """The reference level from 1 (lowest); a threshold has 1 not met, 2 met."""
        return level_of(self.rating)


class Competency(Model):
    """A competency to rate: a definition, probes, and an anchor for each level.

    `short` is the title where there is little room; the title itself if it is empty.
    """

    id: Id
    title: Line
    short: ShortTitle = ""
    kind: Literal["graded", "threshold"] = "graded"
    must_have: bool = False
    definition: Line
    probes: Many[Line] = ()
    anchors: Many[Line]
    challenges: Many[Line] = ()
    vignettes: Many[Vignette] = ()

    @property
    def short_title(self) -> str:
        """The title where there is little room."""
        return self.short or self.title

    @property
    def is_threshold(self) -> bool:
        """True for a threshold, which is met or not met and can only block."""
        return self.kind == "threshold"


class Framework(Model):
    """A named set of competencies; `version` rises with every change of an anchor."""

    schema_: Literal[1] = Field(alias="schema")
    id: Id
    title: Line
    version: int = Field(default=FIRST_VERSION, ge=FIRST_VERSION)
    competencies: Many[Competency] = Field(min_length=1)


class _Settled(Model):
    title: Line
    scheduled: Moment | None = None
    facilitator: Line | None = None
    framework: Id | None = None
    show_lean: bool = False
    candidate: Candidate
    role: Role
    scenarios: Many[Scenario] = ()
    decision: DecisionRule
    panel: Many[Panelist] = Field(min_length=2, max_length=64)
    scale: Scale = Scale.model_construct()
    agenda: Budget = Budget.model_construct()
    competencies: Many[Competency] = ()

    @model_validator(mode="after")
    def _checked(self) -> Self:
        self.check()
        return self

    def check(self) -> None:
        """Check that the values fit together; ValueError if they do not."""
        _refuse_twice("panelist", "panel", [p.id for p in self.panel])
        _refuse_twice("competency", "competencies", [c.id for c in self.competencies])
        _refuse_like_titles(self.competencies)
        _refuse_twice("scenario", "scenarios", [s.id for s in self.scenarios])


class SessionFile(_Settled):
    """`session.toml` as written: the framework by name, own competencies beside it."""

    schema_: Literal[1] = Field(alias="schema")


class Brief(_Settled):
    """A session with its competencies resolved, as the meeting uses and the journal embeds it.

    `framework_version` is None without a framework, and in journals from before frameworks had
    versions.
    """

    framework_version: int | None = None

    @override
    def check(self) -> None:
        super().check()
        if not self.competencies:
            raise ValueError("there is no competency: name a framework or write [[competencies]]")
        if all(p.id != self.decision.owner for p in self.panel):
            raise ValueError(f"the decision owner “{self.decision.owner}” is not on the panel")
        for competency in self.competencies:
            wanted = len(self.levels(competency.id))
            if len(competency.anchors) != wanted:
                raise ValueError(
                    f"{competency.title} has {len(competency.anchors)} anchors, its scale has "
                    f"{wanted} levels: write one anchor per level"
                )
            _vignettes_fit(competency, wanted)

    @classmethod
    def of(
        cls,
        session: SessionFile,
        competencies: tuple[Competency, ...],
        framework_version: int | None = None,
    ) -> Brief:
        """Return the brief of a session, whose values were checked when it was read.

        ValueError if they do not fit together.
        """
        values = {name: getattr(session, name) for name in _Settled.model_fields}
        values |= {"competencies": competencies, "framework_version": framework_version}
        brief = cls.model_construct(**values)
        brief.check()
        return brief

    @property
    def has_warm_up(self) -> bool:
        """True if the agenda has time for the warm-up and there is a case to rate."""
        return self.agenda.warm_up > 0 and any(c.vignettes for c in self.competencies)

    def panelist(self, panelist: str) -> Panelist:
        """Return the panelist with this id; KeyError if there is none."""
        for member in self.panel:
            if member.id == panelist:
                return member
        raise KeyError(panelist)

    def name(self, panelist: str) -> str:
        """Return a panelist's name, with the id if two share it; KeyError if there is none."""
        name = self.panelist(panelist).name
        same = sum(member.name == name for member in self.panel)
        return name if same == 1 else f"{name} ({panelist})"

    def competency(self, competency: str) -> Competency:
        """Return the competency with this id; KeyError if there is none."""
        for entry in self.competencies:
            if entry.id == competency:
                return entry
        raise KeyError(competency)

    def levels(self, competency: str | None) -> tuple[str, ...]:
        """Return the words of a competency's scale, lowest first; None is the final vote."""
        if competency is None:
            return VOTE_LEVELS
        if self.competency(competency).is_threshold:
            return THRESHOLD_LEVELS
        return self.scale.levels


def _vignettes_fit(competency: Competency, levels: int) -> None:
    ids = [vignette.id for vignette in competency.vignettes]
    twice = next((i for i in ids if ids.count(i) > 1), None)
    if twice:
        raise ValueError(f"{competency.title} has two vignettes “{twice}”: give each its own id")
    for vignette in competency.vignettes:
        if (
            isinstance(vignette.rating, str) != competency.is_threshold
            or not 1 <= vignette.level <= levels
        ):
            wanted = "met or not-met" if competency.is_threshold else f"1 to {levels}"
            raise ValueError(
                f"{competency.title}, vignette “{vignette.id}”: the reference rating is {wanted}"
            )


def stamp(brief: Brief) -> str:
    """Return sixteen hex digits that identify a brief, to compare forms made from it.

    They do not depend on the candidate's real name, so nobody can test a guess of it, nor on
    fields that later versions add and a brief does not use.
    """
    shown = brief.model_dump_json(
        by_alias=True, exclude={"candidate": {"name"}}, exclude_defaults=True
    )
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


class Finding(Model):
    """A reference's statement about one competency."""

    competency: Id
    finding: Literal["confirms", "contradicts", "new"]
    note: Line


class Reference(Model):
    """One reference: three fixed questions, and findings about the competencies."""

    id: Id
    relation: Line
    given_by_candidate: bool = True
    taken: Day | None = None
    difficult_period: Text = ""
    struggled_most: Text = ""
    best_environment: Text = ""
    findings: Many[Finding] = ()


class ReferencesFile(Model):
    """`references.toml` as written."""

    schema_: Literal[1] = Field(alias="schema")
    references: Many[Reference] = ()

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        _refuse_twice("reference", "references", [r.id for r in self.references])
        return self


def _refuse_like_titles(competencies: Sequence[Competency]) -> None:
    """Raise AtError if the short title of a competency is also another one's."""
    titles = Counter(competency.short_title for competency in competencies)
    for row, competency in enumerate(competencies):
        short = competency.short
        if short and titles[short] > 1:
            problem = f"two competencies have the short title “{short}”: change one"
            raise AtError(problem, "competencies", row, "short")


def _refuse_twice(what: str, key: str, ids: list[str]) -> None:
    """Raise AtError, at the second one, if two entries of `key` have the same id."""
    for row, id_ in enumerate(ids):
        if id_ in ids[:row]:
            raise AtError(f"the {what} id “{id_}” appears twice: give each its own", key, row, "id")
