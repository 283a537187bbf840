"""A meeting goes on with the files it was opened with, and tells what changed since."""

from __future__ import annotations

import hashlib
import re
import shutil
import tomllib
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from meetings import Driver

from debrief.core.meeting import events as e
from debrief.core.room.poll import CompetencyView
from debrief.live import LiveMeeting, record_files
from debrief.live.console import Console, ConsoleEnvironment
from debrief.report.pages import PAGES
from debrief.report.record_toml import same_record
from debrief.store.cards import kept_cards
from debrief.store.sessions import session
from debrief.store.verify import Item, VerifyEnvironment, verify

GREASE = 512
"""Most bytes that age adds to a file at random."""


def opened(folder: Path) -> e.MeetingOpened:
    from debrief.store.journal import journal

    event = journal.read(folder / "journal.jsonl").events[0].event
    assert isinstance(event, e.MeetingOpened)
    return event


def row(demo: Driver, name: str) -> str:
    """Return the note beside a name in the blind competency, with a mark if the card is in."""
    pane = demo.live.view().pane
    assert isinstance(pane, CompetencyView)
    (found,) = [x for x in pane.poll.rows if x.name == name]
    return f"{'in' if found.card_in else 'out'} {found.bar}"


def alter(path: Path) -> None:
    path.write_text(re.sub(r"^rating = \d", "rating = 1", path.read_text(), flags=re.M))


def touch(path: Path) -> None:
    path.write_text(f"{path.read_text()}# looked at again\n")


def items(demo: Driver) -> dict[str, Item]:
    found = verify(
        demo.folder, VerifyEnvironment("debrief test", PAGES, record_files.outputs, same_record)
    )
    return {item.item: item for item in found.items}


def test_the_opening_notes_what_the_brief_was_read_from_and_no_card(demo: Driver) -> None:
    demo.do("open")

    inputs = opened(demo.folder).inputs
    assert set(inputs) == {
        "session.toml", "references.toml", "frameworks/senior-technology-leader.toml",
    }  # fmt: skip
    data = (demo.folder / "session.toml").read_bytes()
    assert inputs["session.toml"] == hashlib.sha256(data).hexdigest()


def test_copies_of_the_cards_are_encrypted_alike_and_gone_after_the_finish(demo: Driver) -> None:
    demo.do("open")

    copies = sorted((demo.folder / "cards.age").iterdir())
    assert [copy.name.partition(".")[0] for copy in copies] == [
        "dana", "jonas", "lin", "omar", "priya",
    ]  # fmt: skip
    sizes = [copy.stat().st_size for copy in copies]
    assert max(sizes) - min(sizes) < GREASE
    assert all(copy.stat().st_mode & 0o777 == 0o600 for copy in copies)
    assert not any(b"rating" in copy.read_bytes() for copy in copies)

    demo.until("leave")
    assert not (demo.folder / "cards.age").exists()


@pytest.mark.parametrize("how", ["altered", "deleted", "broken", "swapped", "folder gone"])
def test_a_card_changed_after_the_opening_and_a_restart_is_revealed_as_it_was(
    demo: Driver, how: str
) -> None:
    demo.until("reveal")
    card = demo.folder / "scores" / "omar.toml"
    was = tomllib.loads(card.read_text())["ratings"]["judgment"]["rating"]
    match how:
        case "altered":
            alter(card)
        case "deleted":
            card.unlink()
        case "broken":
            card.write_text("rating = ")
        case "swapped":
            text = (demo.folder / "scores" / "lin.toml").read_text()
            card.write_text(text.replace('"lin"', '"omar"'))
        case _:
            shutil.rmtree(demo.folder / "scores")

    live = demo.again()

    assert any("Omar Haddad’s card" in notice for notice in live.notices)
    assert row(demo, "Omar Haddad") == "in file changed since the opening"
    assert demo.guard("reveal") is None
    demo.do("reveal")
    assert live.meeting.competencies["judgment"].ratings["omar"].level == was
    demo.until("leave")
    finished = live.meeting.finished
    assert finished is not None
    assert "scores/omar.toml" in finished.opened_with
    assert "Changed after the opening" in (demo.folder / "record.md").read_text()
    found = items(demo)
    assert found["commitment omar"].status == "NOT CHECKED"
    assert not [x for x in found.values() if x.status == "ALTERED"]


def test_a_card_that_was_accepted_is_copied_in_place_of_the_one_before(demo: Driver) -> None:
    demo.until("reveal")
    alter(demo.folder / "scores" / "omar.toml")
    demo.live.refresh()
    asked = demo.ask("people")
    assert "the card was changed after the opening" in str(asked)
    demo.do("people", panelist="omar", what="card")
    assert len([*(demo.folder / "cards.age").glob("omar.*")]) == 1

    (demo.folder / "scores" / "omar.toml").unlink()
    live = demo.again()
    demo.do("reveal")

    assert live.meeting.competencies["judgment"].ratings["omar"].level == 1


def test_a_meeting_without_copies_gets_them_while_the_cards_are_there(demo: Driver) -> None:
    """For example one that an earlier release opened."""
    demo.until("reveal")
    shutil.rmtree(demo.folder / "cards.age")
    demo.again()
    assert len([*(demo.folder / "cards.age").iterdir()]) == 5


def lose(demo: Driver) -> None:
    """Lose Omar's card and its copy."""
    demo.until("reveal")
    alter(demo.folder / "scores" / "omar.toml")
    demo.live.close()
    (copy,) = (demo.folder / "cards.age").glob("omar.*")
    copy.write_bytes(copy.read_bytes()[:-1])
    demo.start("run-2")


def test_without_card_and_copy_the_panelist_is_asked(demo: Driver) -> None:
    lose(demo)

    assert row(demo, "Omar Haddad") == "out not the card the meeting was opened with"
    assert "the card is not the one the meeting was opened with" in str(demo.guard("reveal"))
    assert "Ask them, and record what they say" in str(demo.ask("people"))
    said = {"panelist": "omar", "what": "card"}
    assert demo.refused("people", **said).startswith("Ask Omar Haddad first.")
    assert "cannot be taken back" in str(demo.guard("people", **said))


def test_the_card_that_is_there_may_count(demo: Driver) -> None:
    lose(demo)

    demo.do("people", panelist="omar", what="card", reason="I corrected a typo")

    settled = demo.live.log[-1].event
    assert isinstance(settled, e.CardSettled)
    assert (settled.choice, settled.reason) == ("as-card", "I corrected a typo")
    assert row(demo, "Omar Haddad") == "in "
    demo.do("reveal")
    assert demo.live.meeting.competencies["judgment"].ratings["omar"].level == 1
    demo.until("leave")
    assert items(demo)["commitment omar"].status == "OK"
    assert "I corrected a typo" in (demo.folder / "record.md").read_text()


def test_the_panelist_may_rate_by_hand(demo: Driver) -> None:
    lose(demo)

    demo.do("people", panelist="omar", what="by-hand", reason="I do not know this card")

    assert "rates by hand before the reveal" in demo.live.view().guidance
    assert "omar" not in demo.live.arrived()
    assert "No rating by hand from Omar Haddad yet." in str(demo.guard("reveal"))
    demo.enter(omar="2")
    assert row(demo, "Omar Haddad").startswith("in")
    demo.do("reveal")
    mark = demo.live.meeting.competencies["judgment"].rounds[-1].marks["omar"]
    assert mark.level == 2
    demo.until("leave")
    assert "commitment omar" not in items(demo)
    assert "rated by hand" in (demo.folder / "record.md").read_text()


def test_who_rated_by_hand_may_send_another_card_that_counts(demo: Driver) -> None:
    lose(demo)
    demo.do("people", panelist="omar", what="by-hand", reason="I do not know this card")
    touch(demo.folder / "scores" / "omar.toml")
    demo.live.refresh()

    demo.do("people", panelist="omar", what="card")

    assert row(demo, "Omar Haddad") == "in "
    assert demo.guard("reveal") is None


def test_with_a_new_key_no_card_is_told_to_be_another_one(demo: Driver) -> None:
    demo.until("reveal")
    demo.live.close()
    for key in (demo.config / "keys").glob("*.age-key"):
        key.unlink()
    demo.start("run-2")
    demo.live.renew_key()

    asked = str(demo.guard("reveal"))
    assert "nobody can tell whether this is the card from the opening" in asked
    assert "is not the one" not in asked
    assert row(demo, "Omar Haddad") == "out card not checked: the key was lost"
    demo.do("people", panelist="omar", what="card", reason="It is the one I sent")
    assert row(demo, "Omar Haddad") == "in "


def test_the_card_may_stay_missing(demo: Driver) -> None:
    lose(demo)

    demo.do("people", panelist="omar", what="missing", reason="I withdraw it")

    assert demo.guard("reveal") is None
    demo.do("reveal")
    marks = demo.live.meeting.competencies["judgment"].rounds[-1].marks
    assert marks["omar"].level is None


def test_a_card_that_is_the_one_of_the_opening_is_not_settled(demo: Driver) -> None:
    demo.until("reveal")
    said = demo.refused("people", panelist="lin", what="missing", reason="Because")
    assert said == "Lin Wei’s card is the one from the opening."


@pytest.mark.parametrize("restart", [False, True])
def test_a_brief_changed_after_the_opening_is_told_and_verified(
    demo: Driver, restart: bool
) -> None:
    demo.until("reveal")
    file = demo.folder / "session.toml"
    file.write_text(file.read_text() + "\n# changed\n")
    if restart:
        assert demo.again().notices == [
            "Changed after the opening: session.toml. The meeting goes on with what it was opened "
            "with."
        ]
    demo.until("leave")

    item = items(demo)["session.toml"]
    assert item == Item("session.toml", "OK", "changed after the opening on 2026-11-24")
    assert r"Changed after the opening: session\.toml" in (demo.folder / "record.md").read_text()
    file.write_text(file.read_text() + "\n# and once more\n")
    assert items(demo)["session.toml"].status == "ALTERED"
    file.write_text(file.read_text().partition("\n# changed")[0])
    assert items(demo)["session.toml"].note.startswith("as it was at the opening")


def test_a_brief_that_did_not_change_is_not_mentioned(demo: Driver) -> None:
    demo.until("reveal")
    assert demo.again().notices == []
    demo.until("leave")
    assert items(demo)["session.toml"] == Item("session.toml", "OK")


def test_no_copy_is_written_through_a_link(demo: Driver, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (demo.folder / "cards.age").symlink_to(tmp_path / "elsewhere")

    assert "cards.age is a link" in demo.refused("open")

    assert not [*(tmp_path / "elsewhere").iterdir()]
    kept_cards.forget(demo.folder)
    assert (tmp_path / "elsewhere").is_dir()


def test_a_card_from_the_future_is_told_as_it_arrives_and_in_the_record(demo: Driver) -> None:
    demo.live.close()
    environment = demo.environment("run-2")
    load = partial(session.load, now=environment.now())
    demo.live = LiveMeeting(demo.folder, replace(environment, load=load))
    demo.until("reveal")
    text = (demo.folder / "scores" / "lin.toml").read_text()
    late = re.sub("submitted = .*", "submitted = 2026-12-24T09:00:00Z", text)
    (demo.folder / "scores" / "tom.toml").write_text(late.replace('"lin"', '"tom"'))

    arrivals = demo.live.arrivals()
    assert arrivals is not None
    assert arrivals[0] == "A scorecard arrived from Tom Becker, dated in the future."
    demo.do("people", panelist="tom", what="card")
    demo.until("leave")
    record = (demo.folder / "record.md").read_text()
    assert "which is before its own date" in record


def test_the_console_tells_whose_card_was_changed(demo: Driver) -> None:
    demo.until("reveal")
    environment = demo.environment("run-2")
    console = Console(
        demo.folder,
        ConsoleEnvironment(
            environment.now, environment.random, environment.load, config_dir=demo.config
        ),
    )
    told = "Changed after the opening: the scorecard of Omar Haddad."
    assert told not in gaps(console)

    alter(demo.folder / "scores" / "omar.toml")
    console.look()
    assert told in gaps(console)

    (key,) = (demo.config / "keys").glob("*.age-key")
    good = key.read_text()
    key.write_text("spoilt")
    touch(demo.folder / "scores" / "omar.toml")
    console.look()
    assert told not in gaps(console)
    key.write_text(good)
    demo.until("leave")
    console.look()
    assert told not in gaps(console)


def gaps(console: Console) -> tuple[str, ...]:
    view = console.view()
    assert view is not None
    return view.gaps
