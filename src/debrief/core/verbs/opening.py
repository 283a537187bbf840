"""The opening: attendance, the role that each panelist rated, the owner, and accepted cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, cast

from typing_extensions import override

from debrief.core.form import UNCHOSEN, Ask, Field, Option, choices
from debrief.core.meeting import events as e
from debrief.core.meeting.agenda import next_place, unconfirmed
from debrief.core.meeting.state import Meeting
from debrief.core.meeting.wording import names
from debrief.core.model import texts_in
from debrief.core.refused import (
    Refused,
    closed_to_change,
    unknown_competency,
    unknown_panelist,
    without_reason,
)
from debrief.core.scorecard import CardFacts
from debrief.core.verbs.verb import (
    ActResult,
    Answers,
    Due,
    Following,
    Key,
    NewCard,
    StepVerb,
    Table,
    Verb,
)
from debrief.core.vocabulary import Presence, RatingsStand, Understanding

UNWRITTEN = "…"
"""The text of a field of a new brief that nobody has written yet."""

MOST_FIELDS = 4
"""Most fields that a sentence lists by key."""

NAMED = 2
"""Most competencies that a sentence lists by title."""


def open_meeting(
    meeting: Meeting,
    commitments: Mapping[str, str],
    ballot_key: str,
    program: str,
    *,
    inputs: Mapping[str, str] | None = None,
    sheets: Mapping[str, str] | None = None,
) -> e.MeetingOpened | Refused:
    """Open the meeting with its brief, references, cards, and commitments to cards and sheets."""
    if meeting.opened:
        return Refused("The meeting is already open.")
    return e.MeetingOpened(
        brief=meeting.brief,
        references=meeting.references,
        cards=tuple(meeting.cards[p.id] for p in meeting.brief.panel if p.id in meeting.cards),
        commitments=dict(commitments),
        ballot_key=ballot_key,
        program=program,
        rules=meeting.rules,
        inputs=dict(inputs or {}),
        sheets=dict(sheets or {}),
    )


def unready(meeting: Meeting) -> Refused | None:
    """Return why a meeting cannot be opened with this brief and these cards, if it cannot."""
    keys = (_key(path) for path, text in texts_in(meeting.brief) if text.strip() == UNWRITTEN)
    unwritten = list(dict.fromkeys(keys))
    if unwritten:
        some = ", ".join(unwritten[:MOST_FIELDS])
        more = f" and {len(unwritten) - MOST_FIELDS} more" if len(unwritten) > MOST_FIELDS else ""
        return Refused(f"Write the brief first. Still “{UNWRITTEN}” in session.toml: {some}{more}.")
    if not meeting.cards:
        return Refused(
            "No scorecards are in yet, so there is nothing to reveal. Collect one first."
        )
    return None


def _key(path: tuple[str | int, ...]) -> str:
    """Return a field's key as written in the file, without positions."""
    return ".".join(str(part) for part in path if not isinstance(part, int))


def mark_attendance(
    meeting: Meeting, panelist: str, presence: Presence
) -> e.AttendanceMarked | Refused:
    """Record that a panelist is present, came late, left, or is absent."""
    if refused := closed_to_change(meeting) or unknown_panelist(meeting, panelist):
        return refused
    if meeting.presence.get(panelist) == presence:
        return Refused(f"{meeting.name(panelist)} is already marked {presence}.")
    return e.AttendanceMarked(panelist=panelist, presence=presence)


def confirm_role(
    meeting: Meeting,
    panelist: str,
    understanding: Understanding,
    *,
    differs: str = "",
    ruling: str = "",
    ratings: RatingsStand = "stand",
) -> e.RoleConfirmed | Refused:
    """Record which role a panelist rated; if another one, also the ruling and its effect."""
    if refused := closed_to_change(meeting) or unknown_panelist(meeting, panelist):
        return refused
    name = meeting.name(panelist)
    if meeting.competencies and any(p.revealed for p in meeting.competencies.values()):
        known = meeting.confirmations.get(panelist)
        if known is not None and known.understanding != "absent":
            return Refused(
                f"{name} has already confirmed the role. After a reveal, that cannot change."
            )
    if understanding != "differs":
        return e.RoleConfirmed(panelist=panelist, understanding=understanding)
    if not differs.strip():
        return Refused(f"Missing: how {name} understood the role.", "differs")
    if not ruling.strip():
        return Refused(f"Missing: {meeting.owner_name}’s ruling, in one sentence.", "ruling")
    return e.RoleConfirmed(
        panelist=panelist, understanding="differs", differs=differs, ruling=ruling, ratings=ratings
    )


def hear_brief(meeting: Meeting) -> e.BriefHeard | Refused:
    """Record that the brief and the decision rule were read aloud."""
    if refused := closed_to_change(meeting):
        return refused
    if meeting.heard or meeting.gate is not None:
        return Refused("The brief has already been read aloud.")
    return e.BriefHeard()


def confirm_roles(meeting: Meeting) -> e.RolesConfirmed | Refused:
    """Record that everybody present who has not answered rated this role."""
    if refused := closed_to_change(meeting):
        return refused
    left = unconfirmed(meeting)
    return e.RolesConfirmed(panelists=left) if left else Refused("Everybody has answered.")


def pass_gate(meeting: Meeting) -> e.GatePassed | Refused:
    """Pass the role clarity gate once all present have answered, which fixes the rule."""
    if refused := closed_to_change(meeting):
        return refused
    if meeting.gate is not None:
        return Refused("The gate has already been passed.")
    for panelist in unconfirmed(meeting):
        return Refused(f"Ask {meeting.name(panelist)} first: is this the role they rated?")
    return e.GatePassed(rule=meeting.brief.decision.rule, then=next_place(meeting))


def replace_owner(meeting: Meeting, owner: str, reason: str) -> e.OwnerReplaced | Refused:
    """Name another decision owner, before the vote is revealed."""
    if refused := (
        closed_to_change(meeting) or unknown_panelist(meeting, owner) or without_reason(reason)
    ):
        return refused
    if meeting.vote.revealed:
        return Refused("The vote is revealed: it is too late to change the owner.")
    if meeting.decided:
        return Refused(f"{meeting.owner_name} has decided: it is too late to change the owner.")
    if owner == meeting.owner:
        return Refused(f"{meeting.owner_name} is already the decision owner.")
    return e.OwnerReplaced(owner=owner, reason=reason)


def accept_card(meeting: Meeting, card: CardFacts, commitment: str) -> e.CardAccepted | Refused:
    """Let a late or changed card count, for the competencies that are still blind."""
    if refused := closed_to_change(meeting) or unknown_panelist(meeting, card.panelist):
        return refused
    blind = _still_blind(meeting)
    if not blind:
        return Refused("No competency is blind any more: the card would change nothing.")
    return e.CardAccepted(card=card, commitment=commitment, usable=blind)


def settle_card(
    meeting: Meeting,
    panelist: str,
    choice: Literal["as-card", "by-hand", "missing"],
    reason: str,
    new: NewCard | None = None,
) -> e.CardSettled | Refused:
    """Settle a card that is not the one the meeting was opened with, whose copy is lost too.

    `new` is the card that is there now.
    """
    if refused := closed_to_change(meeting) or unknown_panelist(meeting, panelist):
        return refused
    name, blind = meeting.name(panelist), _still_blind(meeting)
    if not blind:
        return Refused("No competency is blind any more: this would change nothing.")
    if not reason.strip():
        return Refused(f"Ask {name} first. Missing: what they say, in one sentence.", "reason")
    if choice == "as-card" and new is None:
        return Refused(f"No new card from {name} has arrived.")
    if choice == "by-hand" and meeting.rules == 1:
        return Refused(
            "This meeting was opened by an earlier version, which has no ratings by hand."
        )
    return e.CardSettled(
        panelist=panelist,
        choice=choice,
        reason=reason,
        card=new.facts if new and choice == "as-card" else None,
        commitment=new.commitment if new else "",
        usable=() if choice == "missing" else blind,
    )


def about_lost(meeting: Meeting, lost: Sequence[str]) -> tuple[str, ...]:
    """Return sentences on cards that cannot be used, by what is known of them."""
    unproven = [p for p in lost if p in meeting.unproven]
    other = [p for p in lost if p not in meeting.unproven]
    why = {
        "without the key, nobody can tell whether this is the card from the opening.": unproven,
        "the card is not the one the meeting was opened with.": other,
    }
    return tuple(f"{names(meeting, who)}: {words}" for words, who in why.items() if who)


def effect_of_new_card(meeting: Meeting) -> str:
    """Return a sentence on what a card that arrives now still counts for."""
    blind = _still_blind(meeting)
    if not blind:
        return "It can no longer count: no competency is still blind."
    if len(blind) == len(meeting.competencies):
        return "It counts once you accept it: p."
    which = f"the {len(blind)} blind competencies"
    if len(blind) <= NAMED:
        which = " and ".join(meeting.brief.competency(c).title for c in blind)
    return f"It counts for {which} once you accept it: p."


def declare_recusal(
    meeting: Meeting, panelist: str, competency: str | None, reason: str
) -> e.RecusalDeclared | Refused:
    """Record that a panelist is recused from a blind competency, or, if None, from all of them."""
    if competency == UNCHOSEN:
        return Refused(f"Choose what {meeting.name(panelist)} is recused from.", "from")
    if refused := (
        closed_to_change(meeting)
        or unknown_panelist(meeting, panelist)
        or unknown_competency(meeting, competency)
        or without_reason(reason)
    ):
        return refused
    about = _still_blind(meeting) if competency is None else (competency,)
    if not about or any(meeting.competencies[c].revealed for c in about):
        return Refused("Too late: a recusal must be declared before the reveal.")
    if all(meeting.recusal(c, panelist) for c in about):
        return Refused(f"{meeting.name(panelist)} is already recused from this.")
    return e.RecusalDeclared(panelist=panelist, competency=competency, reason=reason)


def _still_blind(meeting: Meeting) -> tuple[str, ...]:
    """Return the competencies for which a new card could still count."""
    if meeting.vote.revealed:
        return ()
    return tuple(c for c, poll in meeting.competencies.items() if not poll.revealed)


class OpenMeeting(StepVerb, name="open"):
    """Open the meeting."""

    @override
    def label(self, meeting: Meeting, about: str) -> str:
        return "Open the meeting"

    @override
    def guidance(self, meeting: Meeting, about: str) -> str:
        return "Before you share: this window only, notifications off, console elsewhere"

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        if refused := unready(table.meeting):
            return refused
        opening = table.begin()
        if isinstance(opening, Refused):
            return opening
        return open_meeting(
            opening.meeting,
            opening.commitments,
            opening.ballot_key,
            opening.program,
            inputs=opening.inputs,
            sheets=opening.sheets,
        )


class HearBrief(StepVerb, name="hear_brief"):
    """Have the brief and the decision rule read aloud."""

    @override
    def label(self, meeting: Meeting, about: str) -> str:
        return "Everybody has heard it"

    @override
    def guidance(self, meeting: Meeting, about: str) -> str:
        return "Read the role and the decision rule aloud. From now on the rule is fixed."

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        return hear_brief(table.meeting)


class ConfirmRoles(StepVerb, name="confirm_roles"):
    """Record that everybody who has not answered rated this role."""

    @override
    def label(self, meeting: Meeting, about: str) -> str:
        who = "The others" if meeting.confirmations else "Everybody"
        return f"{who} rated this role ({len(unconfirmed(meeting))})"

    @override
    def guidance(self, meeting: Meeting, about: str) -> str:
        return "Ask each by name: 1 this role, 2 another role."

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        return confirm_roles(table.meeting)


DIFFERS: Literal["differs"] = "differs"
"""The answer of somebody who rated another role."""


class ConfirmRole(
    Verb,
    name="confirm_role",
    key=Key("", "", "Role: how one person understood it"),
    draft="here",
    announced=False,
):
    """Ask a panelist which role they rated; before the gate is passed, how theirs differed."""

    @override
    def ask(self, table: Table, about: str) -> Ask | Refused:
        meeting = table.meeting
        if refused := unknown_panelist(meeting, about):
            return Refused("Choose the person with ↑ ↓ first.") if not about else refused
        if about not in meeting.cards:
            return Refused(f"{meeting.name(about)} has no scorecard: there is nothing to confirm.")
        name = meeting.name(about)
        known = meeting.confirmations.get(about)
        differs, ruling = (known.differs, known.ruling) if known else ("", "")
        if meeting.gate is None:
            title, asked = f"{name} rated another role", None
        else:
            title, asked = f"{name}, is this the role you rated?", ("understanding", ("differs",))
        answer = Field(
            "understanding",
            "Answer",
            "choice",
            choices(("same", "same role"), ("differs", "theirs differed"), ("absent", "absent")),
            "same",
        )
        stand = choices(("stand", "stand"), ("re-rate", "rate again"), ("set-aside", "set aside"))
        return Ask(
            self.name,
            about,
            title,
            (
                *((answer,) if asked else ()),
                Field("differs", "How it differed", value=differs, when=asked),
                Field("ruling", "The ruling", value=ruling, when=asked, sentence=True),
                Field(
                    "ratings",
                    "The ratings",
                    "choice",
                    stand,
                    known.ratings if known else UNCHOSEN,
                    when=asked,
                ),
            ),
            "Record",
            (
                *([f"On the card: “{role}”"] if (role := meeting.cards[about].role) else []),
                *([f"{meeting.owner_name} rules in one sentence."] if asked is None else []),
            ),
        )

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        understanding = cast("Understanding", answers.get("understanding") or DIFFERS)
        open_ = answers.get("ratings") in (None, UNCHOSEN)
        confirmed = confirm_role(
            table.meeting,
            about,
            understanding,
            differs=answers.get("differs", ""),
            ruling=answers.get("ruling", ""),
            ratings="stand" if open_ else cast("RatingsStand", answers["ratings"]),
        )
        if open_ and understanding == DIFFERS and not isinstance(confirmed, Refused):
            return Refused("Choose what happens to the ratings.", "ratings")
        return confirmed


class PassGate(StepVerb, name="pass_gate"):
    """Pass the gate, and open what comes next."""

    @override
    def label(self, meeting: Meeting, about: str) -> str:
        return f"Open {meeting.title(next_place(meeting))}"

    @override
    def guidance(self, meeting: Meeting, about: str) -> str:
        return "The role is settled."

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        return pass_gate(table.meeting)


class People(
    Verb,
    name="people",
    key=Key("p", "people", "People: present, late, left, recused, new cards"),
    draft="here",
    announced=True,
):
    """Record who came, left, is recused or decides, and accept a card that arrived."""

    @override
    def may(self, table: Table) -> bool:
        return closed_to_change(table.meeting) is None

    @override
    def ask(self, table: Table, about: str) -> Ask:
        table.refresh()
        meeting, arrived = table.meeting, table.arrived() if table.meeting.opened else {}
        lost = table.unreadable() if meeting.opened else ()
        people = tuple(
            Option(p.id, meeting.name(p.id) + _presence(meeting, p.id)) for p in meeting.brief.panel
        )
        what = choices(
            ("present", "is here"),
            ("left", "left"),
            ("late", "joined late"),
            ("absent", "is absent"),
            ("card", "accept their card"),
            ("owner", "decides from now on"),
            *((("role", "confirms the role"),) if meeting.gate is not None else ()),
            *((("recused", "is recused"),) if _still_blind(meeting) else ()),
            *((("by-hand", "rates by hand"), ("missing", "stays without a card")) if lost else ()),
        )
        return Ask(
            self.name,
            "",
            "People",
            (
                Field("panelist", "Who", "choice", people, _about(meeting, about, arrived, lost)),
                Field("what", "What", "choice", what, "card" if arrived else UNCHOSEN),
                Field("from", "From", "choice", *_from(meeting), when=("what", ("recused",))),
                Field(
                    "reason",
                    "Reason",
                    when=("what", ("owner", "recused", *(_SETTLES if lost else ()))),
                    sentence=True,
                ),
            ),
            "Record",
            _about_cards(meeting, arrived, lost),
        )

    @override
    def guard(self, table: Table, about: str, answers: Answers) -> Ask | None:
        what, name = answers["what"], table.meeting.name(answers["panelist"])
        if what not in _SETTLES:
            return None
        effect = f"{_SETTLES[what]} This cannot be taken back."
        title = f"Accept {name}’s new card?" if what == "card" else f"Settle {name}’s card?"
        enter = "Accept it" if what == "card" else "Settle it"
        return Ask(self.name, "", title, (), enter, (effect,), guard=True)

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        meeting, panelist, what = table.meeting, answers["panelist"], answers["what"]
        if what == UNCHOSEN:
            return Refused(f"Choose what to record about {meeting.name(panelist)}.", "what")
        if what == "role":  # the next question asks it
            return ()
        if what in _SETTLES:
            new, reason = table.arrived().get(panelist), answers.get("reason", "")
            if panelist in table.unreadable():
                return settle_card(meeting, panelist, _CHOICES[what], reason, new)
            if what != "card":
                return Refused(f"{meeting.name(panelist)}’s card is the one from the opening.")
            if new is None:
                return Refused(f"No new card from {meeting.name(panelist)} has arrived.")
            return accept_card(meeting, new.facts, new.commitment)
        if what == "owner":
            return replace_owner(meeting, panelist, answers.get("reason", ""))
        if what == "recused":
            competency = answers.get("from") or None
            return declare_recusal(meeting, panelist, competency, answers.get("reason", ""))
        return mark_attendance(meeting, panelist, cast("Presence", what))

    @override
    def follows(self, meeting: Meeting, due: Due, about: str, answers: Answers) -> Following | None:
        panelist, what = answers["panelist"], answers["what"]
        joined = what in ("late", "present", "card") and meeting.gate is not None
        asks = what == "role" or (joined and panelist in unconfirmed(meeting))
        return Following(ConfirmRole(), panelist) if asks else None


_SETTLES: Mapping[str, str] = {
    "card": "It counts for every competency that is still blind.",
    "by-hand": "They enter a rating, unseen, before each reveal.",
    "missing": "They have no rating where nothing is revealed yet.",
}
"""The ways to settle a card, and what each does."""

_CHOICES: Mapping[str, Literal["as-card", "by-hand", "missing"]] = {
    "card": "as-card",
    "by-hand": "by-hand",
    "missing": "missing",
}


def _about_cards(
    meeting: Meeting, arrived: Mapping[str, NewCard], lost: Sequence[str]
) -> tuple[str, ...]:
    """Return sentences on cards that arrived, were changed, or are lost."""
    new = tuple(p for p in arrived if p not in lost)
    changed = tuple(p for p in arrived if p in meeting.commitments and p not in lost)
    lines = []
    if new:
        cards = "A card" if len(new) == 1 else "Cards"
        lines.append(f"{cards} arrived from {names(meeting, new)}.")
    if changed:
        lines.append(
            f"{names(meeting, changed)}: the card was changed after the opening. The one from the "
            "opening counts unless you accept the new one."
        )
    lines += [f"{card} Ask them, and record what they say." for card in about_lost(meeting, lost)]
    return tuple(lines)


def _from(meeting: Meeting) -> tuple[tuple[Option, ...], str]:
    """Return the blind competencies, then all of them together; chosen is the one here."""
    here = meeting.place.competency
    blind = sorted(_still_blind(meeting), key=lambda c: c != here)
    titles = ((c, meeting.brief.competency(c).title) for c in blind)
    chosen = here if here in blind else UNCHOSEN
    return choices(*titles, ("", "all that are still blind")), chosen or UNCHOSEN


def _about(
    meeting: Meeting, chosen: str, arrived: Mapping[str, NewCard], lost: Sequence[str]
) -> str:
    """Return the panelist whose card arrived or is lost, else the chosen one, else who is away."""
    away = (p.id for p in meeting.brief.panel if not meeting.is_present(p.id))
    unasked = unconfirmed(meeting) if meeting.gate is not None else ()
    return next(iter((*arrived, *lost)), chosen or next(iter(unasked), next(away, "")))


def _presence(meeting: Meeting, panelist: str) -> str:
    presence = meeting.presence.get(panelist, "not marked")
    return "" if presence == "present" else f" ({presence})"


VERBS = (OpenMeeting(), HearBrief(), ConfirmRoles(), ConfirmRole(), PassGate(), People())
