"""Calibration in words: of each person one sentence, and why there is none yet."""

from __future__ import annotations

from collections.abc import Iterator

from debrief.core import calibration as c
from debrief.core.lean import LARGEST

CAUTION = (
    "This describes a past tendency, not an error, and may reflect seeing different evidence. "
    "Ratings are not changed."
)


def tell_person(person: c.Person) -> str:
    """Return the sentence on somebody past the gate, else why nothing can be said."""
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
    """Return a lean that may be mentioned in few words, to stand beside the person's name."""
    found = person.estimate
    lean, (low, high) = found.lean or 0.0, sorted(map(abs, found.interval or (0.0, 0.0)))
    digits = 1 if round(low, 1) else 2
    return (
        f"about {abs(lean):.1f} {'lower' if lean < 0 else 'higher'} ({low:.{digits}f}–"
        f"{high:.{digits}f}) than co-raters' on the same, across {found.sessions} past debriefs; "
        "a tendency, not an error; ratings are not changed"
    )


def tell_gate() -> str:
    """Return what it takes before anything is said of a person."""
    return (
        f"Of a person nothing is said before {c.FEWEST_SESSIONS} debriefs shared with "
        f"{c.FEWEST_CORATERS} different co-raters, {c.FEWEST_DF} independent comparisons in the "
        f"archive, and a reliability of {c.LEAST_RELIABILITY:.2f}."
    )


def reasons(person: c.Person) -> Iterator[str]:
    """Yield why somebody is not past the gate, the plainest reason first."""
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
    """Cut to two digits: what is short of the gate must not read as at it."""
    return int(number * 100) / 100


def tell_agreement(scale: c.OnScale) -> str:
    """Return the agreement over all debriefs on one scale, with what it rests on."""
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
    """Yield what keeps leans on this scale from being estimated or compared."""
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
    """Return how many panels agreed: `no consensus in 9 of 12 (6 mixed, 3 split)`."""
    return (
        f"no consensus in {mixed + split:,} of {consensus + mixed + split:,} "
        f"({mixed:,} mixed, {split:,} split)"
    )


def tell_discussion(found: c.Discussion) -> Iterator[str]:
    """Yield what further rounds changed, as far as it can be said."""
    if not found.rounds:
        yield "No competency was rated a second time."
        return
    moved = found.up + found.down
    yield (
        f"In {counted(found.rounds, 'further round')}, {moved:,} of "
        f"{moved + found.stayed:,} ratings moved: {found.up:,} up, {found.down:,} down."
    )
    yield (
        f"Ratings came closer in {found.closer:,}, went wider apart in {found.wider:,}, stayed as "
        f"far apart in {found.same:,}. That is convergence, not accuracy."
    )
    if found.direction_known:
        yield (
            f"Where the owner and the other peers stood on opposite sides of the mover, "
            f"{found.toward_owner:,} of {found.informative:,} moves went towards the owner."
        )
    else:
        yield (
            "Not enough informative moves to say whether they go towards the owner "
            f"({found.informative} of {c.FEWEST_MOVES})."
        )


def tell_challenges(found: c.Challenges) -> str:
    """Return how challenges ended."""
    if not found.held + found.changed + found.open + found.waived:
        return "No challenge was due."
    return (
        f"{found.held:,} held, {found.changed:,} changed, {found.open:,} left open, "
        f"{found.waived:,} waived."
    )


def tell_dissents(found: c.Dissents) -> str:
    """Return how dissents fared when their decisions were reviewed."""
    if not found.recorded:
        return "No dissent was recorded."
    recorded = counted(found.recorded, "dissent")
    if not found.reviewed:
        return f"{recorded} recorded, none reviewed yet."
    return (
        f"{recorded} recorded, {found.reviewed:,} reviewed: {found.right:,} proved right, "
        f"{found.partly:,} partly, {found.no:,} not, {found.cannot_tell:,} cannot be told."
    )


def counted(number: int, what: str) -> str:
    """Return a number with its noun: `1 debrief`, `2 debriefs`."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
