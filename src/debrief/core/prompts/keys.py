"""The prompts of the keys that work at any moment."""

from __future__ import annotations

from debrief.core import agenda
from debrief.core.meeting import Meeting
from debrief.core.prompts.form import UNCHOSEN, Ask, Field, Option, choices, panel
from debrief.core.rules import moves, talk
from debrief.core.rules.refused import Refused
from debrief.core.steps import TITLES
from debrief.core.warmup import Case, left


def minute(meeting: Meeting, _: str) -> Ask:
    """Ask for a minute."""
    return Ask(
        "minute",
        "",
        "Minute",
        (
            Field("text", "One line", "text"),
            Field("speaker", "Said by", "choice", panel(meeting, nobody="nobody named")),
        ),
        "Save",
    )


def quiet_minute(meeting: Meeting, _: str) -> Ask:
    """Ask for a minute that the room does not see before the read-back."""
    kinds = choices(("quiet", "quiet"), ("voiced-early", "a rating was voiced before its reveal"))
    return Ask(
        "quiet_minute",
        "",
        "Quiet minute, not shown before the read-back",
        (
            Field("text", "One line, unseen", "hidden"),
            Field("speaker", "Said by", "choice", panel(meeting, nobody="nobody named")),
            Field("kind", "Kind", "choice", kinds),
        ),
        "Save",
    )


def follow_up(meeting: Meeting, _: str) -> Ask:
    """Ask for a follow-up."""
    return Ask(
        "follow_up",
        "",
        "Follow-up",
        (
            Field("text", "What is promised", "text"),
            Field("owner", "Who does it", value=meeting.owner_name),
            Field("due", "By when", "day", hint="2026-12-01, or leave it empty"),
        ),
        "Save",
    )


def dissent(meeting: Meeting, _: str) -> Ask:
    """Ask for a dissent."""
    return Ask(
        "dissent",
        "",
        "Dissent, in the dissenter’s own words",
        (
            Field("panelist", "Who dissents", "choice", panel(meeting)),
            Field("text", "Their words", "text"),
            Field(
                "confirmed",
                "Read back to them",
                "choice",
                choices(("no", "not yet"), ("yes", "confirmed")),
            ),
        ),
        "Save",
    )


def waive(meeting: Meeting, _: str) -> Ask | Refused:
    """Ask what to leave out, or how else to close."""
    options = _waivable(meeting)
    if not options:
        return Refused(f"{TITLES[meeting.place.step]} cannot be waived.")
    return Ask(
        "waive",
        "",
        f"Leave out, or close otherwise: {moves.title(meeting, meeting.place)}",
        (Field("what", "What", "choice", options), Field("reason", "Reason", "text")),
        "Record",
    )


def _waivable(meeting: Meeting) -> tuple[Option, ...]:
    here = meeting.place
    poll = meeting.vote if here.step == "vote" else None
    if here.competency is not None:
        poll = meeting.competencies[here.competency]
    if poll is not None and poll.open_round is not None and poll.revealed:
        return choices(("round", "give up this round"))
    found: tuple[Option, ...] = ()
    if talk.no_challenge_due(meeting) is None:
        found = choices(("challenge", "the challenge"))
    if here.competency is not None and poll is not None and poll.closed is None and poll.revealed:
        proposed = agenda.proposed_closing(meeting, here.competency)
        found += choices(
            *(
                (f"close:{value}", f"close as {value.replace('-', ' ')}")
                for value in ("agreed", "contested", "needs-more-signal", "not-discussed")
                if value != proposed
            )
        )
    elif moves.is_waivable(meeting):
        found += choices(("step", "leave it out"))
    return found


def reopen(meeting: Meeting, about: str) -> Ask | Refused:
    """Ask which closed competency to reopen."""
    closed = tuple(
        Option(c.id, c.title)
        for c in meeting.brief.competencies
        if meeting.competencies[c.id].closed is not None
    )
    if not closed or meeting.vote.revealed:
        return Refused(
            "The final vote is revealed: the competencies stay as they closed."
            if closed
            else "No competency is closed yet."
        )
    return Ask(
        "reopen",
        "",
        "Reopen a closed competency",
        (
            Field("competency", "Which", "choice", closed, about),
            Field("reason", "Reason", "text"),
        ),
        "Reopen",
    )


def go(meeting: Meeting, _: str) -> Ask | Refused:
    """Ask where to go."""
    places = tuple(
        Option(place.competency or place.step, moves.title(meeting, place))
        for place in moves.reachable(meeting)
    )
    blind = [c for c in agenda.open_competencies(meeting) if not meeting.poll(c).revealed]
    if meeting.gate is not None and blind and not meeting.vote.revealed:
        label = f"Wrap up: reveal the {len(blind)} that remain"
        places += choices(("wrap-up", label))
    if not places:
        return Refused("Pass the gate first." if meeting.gate is None else "Nothing else is open.")
    return Ask("go", "", "Go to", (Field("place", "Where", "choice", places),), "Go")


def open_vignette(meeting: Meeting, _: str) -> Ask | Refused:
    """Ask for which competency to rate a case; what it is called might give its rating away."""
    if meeting.place.step != "warm-up" or meeting.warm_up.open:
        return Refused("No case can be chosen here.")
    following: dict[str, Case] = {}
    for one in left(meeting.brief, meeting.warm_up):
        following.setdefault(one.competency.id, one)
    if not following:
        return Refused("Every case was rated: go on.")
    options = choices(*((one.key, one.competency.title) for one in following.values()))
    return Ask(
        "open_vignette",
        "",
        "A case for which competency?",
        (Field("case", "Competency", "choice", options),),
        "Read it out",
        ("An invented person. It says nothing about the candidate.",),
    )


def people(meeting: Meeting, _: str) -> Ask:
    """Ask who came, left, or decides."""
    people = tuple(
        Option(p.id, meeting.name(p.id) + _whereabouts(meeting, p.id)) for p in meeting.brief.panel
    )
    what = choices(
        ("late", "joined late"),
        ("left", "left"),
        ("present", "is present"),
        ("absent", "is absent"),
        ("role", "confirms the role"),
        ("card", "accept their card"),
        ("owner", "decides from now on"),
    )
    return Ask(
        "people",
        "",
        "People",
        (
            Field("panelist", "Who", "choice", people),
            Field("what", "What", "choice", what),
            Field("reason", "Reason", when=("what", ("owner",))),
        ),
        "Record",
    )


def _whereabouts(meeting: Meeting, panelist: str) -> str:
    presence = meeting.presence.get(panelist, "not marked")
    return "" if presence == "present" else f" ({presence})"


def correct(meeting: Meeting, _: str) -> Ask | Refused:
    """Ask which entry was wrong."""
    here = meeting.place.competency
    on_vote = meeting.place.step == "vote"
    if here is None and not on_vote:
        return Refused("There is no entry here to correct.")
    rounds = [r for r in meeting.poll(here).rounds if on_vote or r.number > 1]
    if not rounds:
        return Refused("Nothing here was entered by hand: round one comes from the cards.")
    cells = tuple(
        Option(panelist, meeting.name(panelist))
        for panelist, mark in rounds[-1].marks.items()
        if mark.entry is not None
    )
    return Ask(
        "correct",
        "",
        "An entry was wrong; both values are kept",
        (
            Field("panelist", "Whose", "choice", cells),
            Field("now", "It should say", "choice", entry_options(meeting, here), UNCHOSEN),
        ),
        "Correct",
    )


def entry_options(meeting: Meeting, competency: str | None) -> tuple[Option, ...]:
    """Return what a cell may say: each level's word, keep, not voting."""
    levels = tuple(
        Option(str(level), word)
        for level, word in enumerate(meeting.brief.levels(competency), start=1)
    )
    keep = () if competency is None and len(meeting.vote.rounds) < 2 else choices(("keep", "keep"))  # noqa: PLR2004
    return levels + keep + choices(("not-voting", "not voting"))


def note_concern(meeting: Meeting, _: str) -> Ask:
    """Ask for a concern of the candidate's own."""
    return Ask(
        "note_concern",
        "",
        "What concerns the candidate?",
        (Field("text", "Their concern", "text"),),
        "Record",
    )
