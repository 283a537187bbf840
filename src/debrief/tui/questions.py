"""Questions of the screen itself: leave, continue without the key, save elsewhere, say more."""

from __future__ import annotations

from pathlib import Path

from debrief.core.form import Ask, Field
from debrief.live import LiveMeeting


def without_key() -> Ask:
    """Return the prompt to continue without the meeting's key, which clears all cells."""
    says = (
        "This meeting’s key is not on this machine. If it continues here, entries that are not "
        "revealed yet are cleared and asked for again, and every card must be accepted again (p).",
        "To lose nothing, press n and open it on the machine where it was started.",
    )
    return Ask("renew_key", "", "Continue on this machine?", (), "Continue here", says, guard=True)


def leaving(live: LiveMeeting) -> Ask:
    """Return the prompt to leave the meeting."""
    saved = f"NOT SAVED. {live.lost}" if live.lost else "It is saved and resumes here."
    return Ask("leave", "", "Leave the meeting?", (), "Leave", (saved,))


def codes() -> Ask:
    """Return the prompt for codes, where the terminal does not mark what is pasted."""
    says = ("Paste the chat here, then press enter. Nothing of it is shown or kept.",)
    field = Field("codes", "Chat", "codes")
    return Ask("codes", "", "Codes from the chat", (field,), "Count the codes", says)


def code_again(name: str) -> Ask:
    """Return the question about a code that was replaced since, the same whatever it means."""
    title = f"A code that {name} had replaced was sent again. Ask {name}: does it count?"
    return Ask("code_again", "", title, (), "It counts", guard=True)


def short(text: str) -> str:
    """Return the question that asks if a text of one or two words is complete."""
    return f"Is “{text.strip()}” all? Press enter again, or write more. The record shows this line."


def rescue(live: LiveMeeting) -> Ask:
    """Return the prompt for another folder to save everything in."""
    folder = Path.home() / f"debrief-rescue-{live.folder.name}"
    return Ask(
        "save_elsewhere",
        "",
        "NOT SAVED: the session’s folder can no longer be written to",
        (Field("folder", "Another, empty folder", value=str(folder)),),
        "Save everything recorded there and continue",
        ("Everything so far is in memory. Your last action has not happened yet.",),
    )
