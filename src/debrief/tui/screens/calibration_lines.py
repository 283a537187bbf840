"""The pages of calibration as lines: agreement, people, discussion, and data left out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from textual.content import Content

from debrief.calibration.estimate import CompetencyAgreement, OnScale, Person
from debrief.calibration.wording import (
    counted,
    reasons,
    tell_agreement,
    tell_challenges,
    tell_discussion,
    tell_dissents,
    tell_gate,
    tell_limits,
    tell_person,
)
from debrief.core.room.glossary import CLASS_SIGNS
from debrief.tui.calibration_report import Report
from debrief.tui.paint import (
    MUTED,
    Lines,
    bullets,
    cell,
    cut,
    ends,
    hang,
    joined,
    says,
    section,
    stacked,
    wrap,
)
from debrief.tui.plot import SURE, UNSURE, Axis, interval, parts
from debrief.tui.steps.strip import CLASS_STYLES

PAGES = ("Agreement", "People", "Discussion", "Left out")
PURPOSE = (
    "How well panels agree, over all finished debriefs, and how each person's ratings ran beside "
    "those of others who rated the same. For the process owner alone: it is about people. Nobody "
    "is ranked, nothing is said of anybody before there is enough to say it by, and no rating is "
    "ever changed. A 95 % interval is where a number very likely lies; reliability says how much "
    "of a lean is more than chance, from 0 to 1."
)
HIDDEN = "About people: not for a shared screen. Names stay hidden until e."
SHOWN = "People are shown by name: not for a shared screen. e hides them."
NOT_YET = "Not enough to say yet"
WIDEST_NAME = 24
WIDEST_PLOT = 91
WIDEST_BAR = 30
WIDEST_ALPHA = 61
STEP = 0.5
"""Step between the possible ends of an axis, in levels."""

GAP = 2


def no_report(width: int) -> Lines:
    """Return an explanation for an archive without finished debriefs."""
    return stacked(
        wrap("There is no finished debrief here yet, so there is nothing to say.", width),
        wrap(
            "Finish a meeting with debrief run; from two debriefs on agreement has an interval. "
            f"{tell_gate()}",
            width,
            MUTED,
        ),
    )


# ---- agreement


def agreement(report: Report, width: int) -> Lines:
    """Return the page on agreement: its measure, and the competencies with the least."""
    scales = report.found.scales
    several = len(scales) > 1
    blocks = [_scale(scale, width, several=several) for scale in scales]
    return stacked(*blocks, _least(report.found.competencies, width, several=several))


def _scale(scale: OnScale, width: int, *, several: bool) -> Lines:
    about = says(f"On the scale of {scale.levels} levels", f"bold {MUTED}")
    summary = wrap(tell_agreement(scale), width)
    panels: Lines = []
    if scale.consensus + scale.mixed + scale.split:
        panels = [
            *wrap("Panels of three or more, before discussion:", width),
            *_classes(scale.consensus, scale.mixed, scale.split, width),
        ]
    return stacked([about] if several else [], summary, _alpha(scale, width), panels)


def _alpha(scale: OnScale, width: int) -> Lines:
    """Return alpha and its interval on an axis from chance to perfect agreement."""
    alpha = scale.alpha
    if alpha.ordinal is None or alpha.low is None or alpha.high is None:
        return []
    axis = Axis(min(0.0, math.floor(alpha.low * 2) / 2), 1.0, min(WIDEST_ALPHA, width))
    zero = axis.cell(0.0)
    left, right = "0 as by chance", "1 perfect"
    if zero + len(left) + len(right) + GAP > axis.width:
        left, right = "0", "1"
    head = cell(" " * zero, zero) + cell(left, axis.width - zero - len(right)) + right
    drawn = interval(axis, (alpha.low, alpha.high), alpha.ordinal)
    return [head.stylize(MUTED), drawn]


def _least(listed: Sequence[CompetencyAgreement], width: int, *, several: bool) -> Lines:
    """Return the competencies with the least agreement before talking."""
    contested = [competency for competency in listed if competency.consensus < competency.panels]
    if not contested:
        return []
    blocks = [_contested(competency, width, several=several) for competency in contested]
    hint = "Where panels differ before they talk, the anchors may need rewriting."
    return section(
        "Competencies that panels agree on least", stacked(wrap(hint, width), *blocks), width
    )


def _contested(competency: CompetencyAgreement, width: int, *, several: bool) -> Lines:
    about = says(f"{competency.levels} levels", MUTED) if several else ""
    return [
        *wrap(joined(says(competency.title, "bold"), about), width),
        *_classes(competency.consensus, competency.mixed, competency.split, width),
    ]


def _classes(consensus: int, mixed: int, split: int, width: int) -> Lines:
    """Return the classes of panels as a bar, and in words after signs of the same colours."""
    counts = {"consensus": consensus, "mixed": mixed, "split": split}
    styles = {name: CLASS_STYLES[name] for name, count in counts.items() if count}
    bar = parts([(counts[name], style) for name, style in styles.items()], min(WIDEST_BAR, width))
    words = [
        joined(says(CLASS_SIGNS[name], f"bold {style}"), f"{counts[name]:,} {name}", gap=" ")
        for name, style in styles.items()
    ]
    line = joined(bar, *words)
    return [line] if line.cell_length <= width else [bar, *wrap(joined(*words), width)]


# ---- people


def unnamed(report: Report, width: int) -> Lines:
    """Return how many people pass the gate, naming none."""
    people = [rater for scale in report.found.scales for rater in scale.people]
    past = sum(rater.shown for rater in people)
    passed = f"{past} of {counted(len(people), 'panelist')} past the gate."
    shows = (
        "e shows them by name, each with an estimate of how their ratings ran beside those of "
        "others on the same candidates and competencies, or why there is none yet."
    )
    return stacked(
        *(wrap(limit, width) for limit in _limits(report)),
        wrap(passed if people else "No two people rated the same.", width),
        wrap(tell_gate(), width, MUTED),
        wrap(shows, width) if people else [],
    )


def _limits(report: Report) -> Iterator[str]:
    several = len(report.found.scales) > 1
    for scale in report.found.scales:
        for limit in tell_limits(scale):
            yield f"On the scale of {scale.levels} levels: {limit}" if several else limit


Listed = tuple[OnScale, Person | None, Content]
"""A row of the list: its scale, its person (None for a heading), and its text."""


def listed(report: Report, width: int) -> list[Listed]:
    """Return all people by name, for each scale those past the gate first; never ranked."""
    rows: list[Listed] = []
    for scale in report.found.scales:
        if len(report.found.scales) > 1:
            title = f"On the scale of {scale.levels} levels"
            rows.append((scale, None, says(cut(title, width), f"bold {MUTED}")))
        shown = [rater for rater in scale.people if rater.shown]
        waiting = [rater for rater in scale.people if not rater.shown]
        names = _names(scale, width)
        axis = _axis(scale, width)
        rows += [(scale, rater, _row(rater, names, axis)) for rater in shown]
        if waiting:
            rows.append((scale, None, says(cut(NOT_YET, width), f"bold {MUTED}")))
        for rater in waiting:
            why = cut(next(reasons(rater)), max(1, width - names - GAP))
            rows.append((scale, rater, cell(rater.name, names + GAP) + says(why, MUTED)))
    return rows


def _names(scale: OnScale, width: int) -> int:
    widest = max((cell_len(rater.name) for rater in scale.people), default=1)
    return max(1, min(WIDEST_NAME, widest, width // 3))


def _axis(scale: OnScale, width: int) -> Axis:
    reach = max(
        (abs(end) for rater in scale.people if rater.shown for end in _ends(rater)), default=0
    )
    reach = max(1, math.ceil(reach / STEP)) * STEP
    room = min(WIDEST_PLOT, width - _names(scale, width) - GAP)
    return Axis(-reach, reach, max(3, room - 1 + room % 2))  # odd: zero has a cell of its own


def _ends(person: Person) -> tuple[float, float]:
    return person.estimate.interval or (0.0, 0.0)


def _row(person: Person, names: int, axis: Axis) -> Content:
    mark = SURE if person.mentioned else UNSURE
    lean = person.estimate.lean or 0.0
    return cell(person.name, names + GAP) + interval(axis, _ends(person), lean, mark)


def head(report: Report, scale: OnScale, width: int, *, short: bool) -> Lines:
    """Return the lines above the list: the limits of the data, and the axis of a scale."""
    limits = [] if short else bullets(_limits(report), width, MUTED)
    if not any(rater.shown for rater in scale.people):
        nobody = "Nobody is past the gate yet." if scale.people else "No two rated the same."
        return [*limits, *wrap(f"{nobody} {tell_gate()}", width, MUTED)]
    names, axis = _names(scale, width), _axis(scale, width)
    legend = f"{SURE} estimate, in levels   {UNSURE} too small to mention   ━ 95 % interval"
    left, right = f"−{axis.end:.1f} lower", f"higher +{axis.end:.1f}"
    half = axis.width // 2
    if half < max(cell_len(left), cell_len(right)) + 1:
        left, right = f"−{axis.end:.1f}", f"+{axis.end:.1f}"
    line = cell(left, half) + "0" + " " * max(0, half - cell_len(right)) + right
    explained = [] if short else wrap(legend, width, MUTED)
    return [*limits, *explained, Content(" " * (names + GAP)) + line.stylize(MUTED)]


def person(scale: OnScale, rater: Person, width: int) -> Lines:
    """Return the findings on a person, and their numbers."""
    if not rater.shown:
        return [*wrap(says(rater.name, "bold"), width), *bullets(reasons(rater), width)]
    return [*wrap(tell_person(rater), width), *wrap(_numbers(rater), width, MUTED)]


def _numbers(person: Person) -> str:
    estimate = person.estimate
    low, high = _ends(person)
    return " · ".join(
        [
            f"lean {_signed(estimate.lean or 0.0)} levels",
            f"95 % {_signed(low)} to {_signed(high)}",
            f"standard error {estimate.se or 0.0:.2f}",
            f"reliability {estimate.reliability or 0.0:.2f}",
            counted(estimate.sessions, "debrief"),
            counted(estimate.coraters, "co-rater"),
        ]
    )


def _signed(number: float) -> str:
    return f"{number:+.2f}".replace("-", "−")


# ---- discussion, and the rest


def discussion(report: Report, width: int) -> Lines:
    """Return the page on discussion: results of further rounds, challenges and dissent."""
    if not report.meetings:
        return wrap("A list of ratings does not say what became of them.", width)
    numbers = report.found
    return stacked(
        section("Discussion", bullets(tell_discussion(numbers.discussion), width), width),
        section("Challenges", wrap(tell_challenges(numbers.challenges), width), width),
        section("Dissent at review", wrap(tell_dissents(numbers.dissents), width), width),
    )


def left_out(report: Report, width: int, *, named: bool) -> Lines:
    """Return the data left out, with reasons; ids of people only if `named`."""
    damaged = [f"{damage.session}: {damage.problem}" for damage in report.damaged]
    twice = [
        f"The id {clash.panelist} stands for {' and '.join(clash.names)}; none of its ratings is "
        "used. Give each person an id of their own."
        for clash in report.found.two_names
    ]
    if twice and not named:
        ids = "1 id stands" if len(twice) == 1 else f"{len(twice)} ids stand"
        twice = [f"{ids} for two names, so none of the ratings is used. e shows which."]
    notes = report.notes if named else _withheld(report.notes)
    used = wrap(report.used, width) if report.used else []
    unfinished = f"{counted(report.unfinished, 'session')} not finished yet."
    blocks = stacked(
        section("Damaged sessions", bullets(damaged, width, mark="!"), width),
        section("Ids with two names", bullets(twice, width), width),
        section("In the list", [*used, *bullets(notes, width)], width),
        section("Not yet", wrap(unfinished, width) if report.unfinished else [], width),
    )
    return blocks or wrap("Everything that is there was used.", width)


def _withheld(notes: Sequence[str]) -> list[str]:
    """Return the number of notes as a text, as notes may quote names from the list."""
    return [f"{counted(len(notes), 'note')} on the list. e shows them."] if notes else []


def missing(report: Report) -> int:
    """Return the number of problems left out that need attention."""
    return len(report.damaged) + len(report.found.two_names) + len(report.notes)


# ---- around the pages


def title(report: Report | None, progress: str, width: int, *, named: bool) -> Lines:
    """Return the title line: with the number of debriefs, or the progress of the work."""
    status = counted(report.found.sessions, "finished debrief") if report else progress
    warning = says("names are shown", "$text-warning") if named else ""
    return ends(says("Calibration", "bold"), joined(warning, says(status, MUTED)), width)[:1]


def tabs(at: int, left: int, width: int) -> Content:
    """Return the names of the pages, the current one marked, and the number left out."""
    names = [f"{name} {left}" if name == PAGES[-1] and left else name for name in PAGES]
    marked = [
        says(f"▸ {name}", "bold")
        if number == at
        else Content("  ") + says(name, MUTED if name in PAGES else "$text-warning")
        for number, name in enumerate(names)
    ]
    line = joined(*marked, gap="  ")
    if line.cell_length <= width:
        return line
    return joined(marked[at], says(f"{at + 1} of {len(PAGES)}", MUTED))


def tab_at(x: int, left: int) -> int | None:
    """Return the page whose name is at cell `x` of the full line of names."""
    begin = 0
    for number, name in enumerate(PAGES):
        end = begin + 2 + cell_len(f"{name} {left}" if number == len(PAGES) - 1 and left else name)
        if begin <= x < end:
            return number
        begin = end + GAP
    return None


def working(progress: str, done: int, of: int, width: int) -> Lines:
    """Return the progress of the work."""
    room = min(WIDEST_BAR, width)
    bar = parts([(done, MUTED), (max(0, of - done), "$line")], room) if of else Content()
    return [*hang("", progress, width), bar]
