"""Sentences of the calibration report."""

from __future__ import annotations

from collections.abc import Iterator

from debrief.calibration import estimate as c
from debrief.calibration.lean import LARGEST

CAUTION = (
    "This describes a past tendency, not an error, and may reflect seeing different evidence. "
    "Ratings are not changed."
)


def tell_person(person: c.Person) -> str:
    """Return the sentence on a person past the gate, else the reason why there is none."""
    if not person.shown:
        return next(reasons(person))
    found = person.estimate
    about = f"Across {found.sessions} past debriefs with {found.coraters} colleagues, "
    if not person.mentioned or found.lean is None or found.interval is None:
        return (
            f"{about}{person.name}'s ratings showed no lean that is large and certain enough to "
            "mention."
        )
    low, high = sorted(abs(end) for end in found.interval)
    digits = 1 if round(low, 1) else 2
    way = "lower" if found.lean < 0 else "higher"
    return (
        f"{about}{person.name}'s ratings ran about {abs(found.lean):.1f} {way} "
        f"({low:.{digits}f}–{high:.{digits}f}) than co-raters' on the same candidates and "
        f"competencies. {CAUTION}"
    )


def tell_briefly(person: c.Person) -> str:
    """Return a lean that may be mentioned in a few words, to follow the person's name."""
    found = person.estimate
    lean, (low, high) = found.lean or 0.0, sorted(map(abs, found.interval or (0.0, 0.0)))
    digits = 1 if round(low, 1) else 2
    return (
        f"about {abs(lean):.1f} {'lower' if lean < 0 else 'higher'} ({low:.{digits}f}–"
        f"{high:.{digits}f}) than co-raters' on the same, across {found.sessions} past debriefs; "
        "a tendency, not an error; ratings are not changed"
    )


def tell_gate() -> str:
    """Return the conditions for showing anything about a person."""
    return (
        f"Of a person nothing is said before {c.FEWEST_SESSIONS} debriefs shared with "
        f"{c.FEWEST_CORATERS} different co-raters, {c.FEWEST_DF} independent comparisons in the "
        f"archive, and a reliability of {c.LEAST_RELIABILITY:.2f}."
    )


def reasons(person: c.Person) -> Iterator[str]:
    """Yield the reasons why a person is not past the gate, the plainest first."""
    found = person.estimate
    if found.sessions and not found.coraters:
        yield f"Too many panelists are connected to say (more than {LARGEST:,})."
        return
    if found.sessions < c.FEWEST_SESSIONS:
        yield f"Not enough shared debriefs to say ({found.sessions} of {c.FEWEST_SESSIONS})."
    if found.coraters < c.FEWEST_CORATERS:
        yield f"Not enough different co-raters to say ({found.coraters} of {c.FEWEST_CORATERS})."
    if person.df < c.FEWEST_DF:
        yield (
            "Not enough independent comparisons in the archive to say "
            f"({max(person.df, 0)} of {c.FEWEST_DF})."
        )
    if found.reliability is not None and found.reliability < c.LEAST_RELIABILITY:
        yield (
            "Not reliable enough to say "
            f"({_down(found.reliability):.2f} of {c.LEAST_RELIABILITY:.2f})."
        )


def _down(number: float) -> float:
    """Round down to two digits, so that no number below the gate looks like the gate."""
    return int(number * 100) / 100


def tell_agreement(scale: c.OnScale) -> str:
    """Return the agreement over all debriefs on one scale, with the numbers behind it."""
    found = scale.alpha
    if not found.ratings:
        return "No two ratings are of the same candidate and competency."
    on = f"{found.ratings:,} ratings in {counted(found.sessions, 'debrief')}"
    if found.ordinal is None:
        return f"All {on} are equal, so agreement beyond chance is undefined."
    within = ""
    if found.low is not None and found.high is not None:
        within = f" (95 %: {found.low:.2f} to {found.high:.2f})"
    return f"Krippendorff's ordinal alpha {found.ordinal:.2f}{within}, from {on}."


def tell_limits(scale: c.OnScale) -> Iterator[str]:
    """Yield the reasons why leans on this scale are not estimated or compared."""
    found = scale.leans
    if found.too_large:
        yield f"More than {LARGEST:,} panelists are connected; no leans were estimated."
    elif found.components and found.df <= 0:
        yield (
            "No leans can be estimated: there are no repeated comparisons to judge them by "
            f"(df {found.df})."
        )
    elif found.tau2 == 0:
        yield "Panelists differ no more than chance would have it: every lean is 0."
    if found.components > 1:
        yield (
            f"The panelists form {found.components:,} groups that never rated together; nobody is "
            "compared with another group."
        )


def tell_panels(consensus: int, mixed: int, split: int) -> str:
    """Return the result of panels: `no consensus in 9 of 12 (6 mixed, 3 split)`."""
    return (
        f"no consensus in {mixed + split:,} of {consensus + mixed + split:,} "
        f"({mixed:,} mixed, {split:,} split)"
    )


def tell_discussion(discussion: c.Discussion) -> Iterator[str]:
    """Yield the changes in further rounds, as far as they are known."""
    if not discussion.rounds:
        yield "No competency was rated a second time."
        return
    moved = discussion.up + discussion.down
    yield (
        f"In {counted(discussion.rounds, 'further round')}, {moved:,} of "
        f"{moved + discussion.stayed:,} ratings moved: {discussion.up:,} up, "
        f"{discussion.down:,} down."
    )
    yield (
        f"Ratings came closer in {discussion.closer:,}, went wider apart in {discussion.wider:,}, "
        f"stayed as far apart in {discussion.same:,}. That is convergence, not accuracy."
    )
    if discussion.direction_known:
        yield (
            f"Where the owner and the other peers stood on opposite sides of the mover, "
            f"{discussion.toward_owner:,} of {discussion.informative:,} moves went towards the "
            "owner."
        )
    else:
        yield (
            "Not enough informative moves to say whether they go towards the owner "
            f"({discussion.informative} of {c.FEWEST_MOVES})."
        )


def tell_challenges(challenges: c.Challenges) -> str:
    """Return the numbers of challenges by outcome."""
    if not challenges.held + challenges.changed + challenges.open + challenges.waived:
        return "No challenge was due."
    return (
        f"{challenges.held:,} held, {challenges.changed:,} changed, {challenges.open:,} left open, "
        f"{challenges.waived:,} waived."
    )


def tell_dissents(dissents: c.Dissents) -> str:
    """Return the numbers of dissents by outcome at review."""
    if not dissents.recorded:
        return "No dissent was recorded."
    recorded = counted(dissents.recorded, "dissent")
    if not dissents.reviewed:
        return f"{recorded} recorded, none reviewed yet."
    return (
        f"{recorded} recorded, {dissents.reviewed:,} reviewed: {dissents.right:,} proved right, "
        f"{dissents.partly:,} partly, {dissents.no:,} not, {dissents.cannot_tell:,} cannot be told."
    )


def counted(number: int, what: str) -> str:
    """Return a number with its noun: `1 debrief`, `2 debriefs`."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
