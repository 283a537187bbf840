"""A card that came by mail is found in it, checked as ever, and put where the meeting finds it."""

from __future__ import annotations

import base64
import shutil
from email.message import EmailMessage
from pathlib import Path

import pytest

from debrief.store import age, card_keys, paths
from debrief.store.atomic import FileProblem
from debrief.store.cards.mail import MailedCard, NoCardError, card_in
from debrief.store.cards.receive import NotFiledError, ReceiveResult, receive
from debrief.store.sessions.session import load

OURS = age.make_pair()
THEIRS = age.make_pair()
BRIEF = """schema = 1
title = "VP Engineering"
[candidate]
alias = "K-17"
[role]
mandate = "Rebuild it"
authority = ["Hires and fires"]
success = ["One platform"]
[decision]
owner = "dana"
[[panel]]
id = "dana"
name = "Dana Whitfield"
[[panel]]
id = "omar"
name = "Omar Haddad"
[[competencies]]
id = "judgment"
title = "Judgment"
definition = "How they choose."
anchors = ["a", "b", "c", "d"]
"""
CARD = """schema = 1
panelist = "dana"
submitted = 2026-11-20T09:30:00Z
role_as_i_understood_it = "One platform from two."

[ratings.judgment]
rating = 3
for = [
  "Killed her own project",
]

#:session vp
"""
TEMPLATE = 'schema = 1\npanelist = "dana"\n# role_as_i_understood_it = "…"\n'
HIDDEN = CARD.replace("schema = 1\n", "").replace('"One platform from two."', "'x'")
HIDDEN = f'role_as_i_understood_it = """\npanelist = "omar"\n"""\nschema = 1\n{HIDDEN}'.replace(
    "role_as_i_understood_it = 'x'\n", ""
)
BEGINS = "===== debrief scorecard begins ====="
ENDS = "===== debrief scorecard ends ====="


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "vp"
    (folder / "scores").mkdir(parents=True)
    (folder / "session.toml").write_text(BRIEF)
    (folder / "scores" / "dana.toml").write_text(TEMPLATE)
    return folder


def sealing(folder: Path, session: str = "vp") -> None:
    (folder / "recipients.txt").write_text(card_keys.recipients_text(session, [OURS.public]))


def codes(done: ReceiveResult) -> list[str]:
    return [finding.code for finding in done.findings]


def scores(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "scores").iterdir())


def mail(card: str = CARD) -> str:
    return f"Hi Noor,\n\nhere it is:\n{BEGINS}\n{card}{ENDS}\n\nDana\n"


# ---- a card is found


def test_a_card_alone_is_taken_as_it_is() -> None:
    data = CARD.replace("\n", "\r\n").encode()

    assert card_in(data) == MailedCard(data)


def test_a_card_is_cut_out_of_a_mail() -> None:
    assert card_in(mail().encode()) == MailedCard(CARD.encode(), 4)


@pytest.mark.parametrize(
    "way",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: "".join(f"> {line}\n" for line in text.splitlines()),
        lambda text: "".join(f">> {line}\n" for line in text.splitlines()),
        lambda text: "".join(f" > > {line}\n" for line in text.splitlines()),
        lambda text: text.replace("  ", "\u00a0\u00a0").replace("= ", "=\u00a0"),
        lambda text: text.replace("=====", ""),
        lambda text: "\ufeff" + text.replace("rating = 3", "rating\u200b = 3"),
    ],
)
def test_what_a_mail_does_to_a_card_does_it_no_harm(folder: Path, way) -> None:
    done = receive(way(mail()).encode(), "mail.txt", folder)

    assert done == ReceiveResult((), "dana", folder / "scores" / "dana.toml")
    assert (folder / "scores" / "dana.toml").read_text() == CARD


def test_the_lines_around_a_card_are_no_part_of_a_text_in_it(folder: Path) -> None:
    told = f'for = ["""\\\n    {ENDS} \\\n    {BEGINS}""",'
    text = mail(CARD.replace("for = [", told))

    assert receive(text.encode(), "mail.txt", folder).file is not None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (mail() + mail(), "several-cards"),
        (mail().replace(ENDS, ""), "cut-off"),
        (mail().replace(BEGINS, ""), "cut-off"),
        (f"{ENDS}\n{mail().replace(ENDS, '')}", "cut-off"),
    ],
)
def test_a_text_with_a_part_of_a_card_or_two_is_refused(folder: Path, text: str, code: str) -> None:
    with pytest.raises(NoCardError):
        card_in(text.encode())

    done = receive(text.encode(), "mail.txt", folder)

    assert codes(done) == [code]
    assert done.file is None
    assert scores(folder) == ["dana.toml"]
    assert (folder / "scores" / "dana.toml").read_text() == TEMPLATE


# ---- it is checked


def test_a_problem_is_told_at_its_place_in_the_mail(folder: Path) -> None:
    text = mail(CARD.replace("rating = 3", "rating = 7"))

    done = receive(text.encode(), "mail.txt", folder)

    (finding,) = done.findings
    assert (finding.file, finding.line, finding.column) == ("mail.txt", 11, 10)
    assert finding.line == text[: text.index("= 7")].count("\n") + 1
    assert finding.code == "rating-scale"
    assert "7" not in finding.source_line
    assert done.file is None


def test_a_problem_in_an_attached_card_is_told_at_its_place_there(folder: Path) -> None:
    saved = EmailMessage()
    saved.set_content("Here it is.\n")
    card = CARD.replace("rating = 3", "rating = 7")
    saved.add_attachment(card.encode(), "application", "toml", filename="card.toml")

    (finding,) = receive(bytes(saved), "mail.eml", folder).findings

    assert (finding.file, finding.line) == ("mail.eml (the attached card)", 7)


def test_a_warning_does_not_keep_a_card_out(folder: Path) -> None:
    card = CARD.replace("submitted = 2026-11-20T09:30:00Z\n", "")

    done = receive(card.encode(), "dana.toml", folder)

    assert codes(done) == ["undated"]
    assert done.file == folder / "scores" / "dana.toml"


def test_who_it_is_from_decides_and_not_what_the_file_is_called(folder: Path) -> None:
    done = receive(CARD.replace("dana", "omar").encode(), "dana (1).toml", folder)

    assert done.file == folder / "scores" / "omar.toml"


@pytest.mark.parametrize(
    ("card", "name", "code"),
    [
        (CARD.replace("dana", "lin"), "lin.toml", "unknown-panelist"),
        (CARD.replace('"dana"', "dana"), "dana.toml", "unquoted"),
        (CARD.replace('"dana"', "dana"), "the text", "unquoted"),
        (CARD.replace('"dana"', "“dana”"), "the text", "smart-quotes"),
        (CARD.replace('"dana"', '"../../x"'), "mail.txt", "no-panelist"),
        ("Hi Noor, the card comes tomorrow.", "mail.txt", "no-panelist"),
        (HIDDEN, "dana.toml", "panelist"),
        (CARD.replace("#:session vp", "#:session cto"), "dana.toml", "foreign-session"),
        (TEMPLATE, "dana.toml", "empty-card"),
        ("", "dana.toml", "empty"),
        ("\x00", "dana.toml", None),
        ("\udcff", "dana.toml", "encoding"),
        ("a." * 400 + "b = 1", "dana.toml", "dots"),
    ],
)
def test_what_cannot_be_used_is_not_filed(
    folder: Path, card: str, name: str, code: str | None
) -> None:
    done = receive(card.encode("utf-8", "surrogateescape"), name, folder)

    assert done.file is None
    assert codes(done)
    assert code is None or code in codes(done)
    assert scores(folder) == ["dana.toml"]


def test_a_session_that_cannot_be_used_is_told_of(folder: Path) -> None:
    (folder / "session.toml").write_text(BRIEF.replace('"dana"', '"lin"', 1))

    done = receive(CARD.encode(), "dana.toml", folder)

    assert [(finding.file, finding.code) for finding in done.findings] == [
        ("session.toml", "owner")
    ]


def test_a_folder_whose_name_is_no_id_takes_every_card(folder: Path) -> None:
    there = folder.rename(folder.with_name("My Session"))

    assert receive(CARD.encode(), "dana.toml", there).file is not None


# ---- it is put away


def test_it_is_there_for_the_facilitator_alone(folder: Path) -> None:
    done = receive(CARD.encode(), "dana.toml", folder)

    assert done.file is not None
    assert done.file.stat().st_mode & 0o777 == 0o600
    assert len(load(folder).cards["dana"].contents.open().covered) == 1


def test_with_recipients_it_is_encrypted_and_the_template_gone(folder: Path) -> None:
    sealing(folder)

    done = receive(mail().encode(), "mail.txt", folder)

    assert done.file == folder / "scores" / "dana.toml.age"
    assert scores(folder) == ["dana.toml.age"]
    assert card_keys.open_card(done.file.read_bytes(), [OURS]) == CARD.encode()
    assert load(folder, identities=lambda: [OURS]).cards["dana"].facts.encrypted


def test_recipients_that_cannot_be_used_are_told(folder: Path) -> None:
    (folder / "recipients.txt").write_text("nobody\n")

    with pytest.raises(FileProblem, match="not a public age key"):
        receive(CARD.encode(), "dana.toml", folder)


@pytest.mark.parametrize("sealed", [False, True])
def test_a_card_that_is_there_is_replaced_only_when_that_is_wanted(
    folder: Path, sealed: bool
) -> None:
    if sealed:
        sealing(folder)
    receive(CARD.encode(), "dana.toml", folder)
    (name,) = scores(folder)
    before = (folder / "scores" / name).read_bytes()
    newer = CARD.replace("rating = 3", "rating = 2").encode()

    with pytest.raises(NotFiledError, match=f"scores/{name}.* add --replace"):
        receive(newer, "dana.toml", folder)
    assert (folder / "scores" / name).read_bytes() == before

    done = receive(newer, "dana.toml", folder, replacing=True)
    assert done.file == folder / "scores" / name
    assert scores(folder) == [name]
    data = done.file.read_bytes()
    assert (card_keys.open_card(data, [OURS]) if sealed else data) == newer


def test_after_the_meeting_nothing_is_filed(tmp_path: Path) -> None:
    demo = paths.shipped("sessions") / "demo-director-platform"
    folder = Path(shutil.copytree(demo, tmp_path / demo.name))
    card = (folder / "scores" / "lin.toml").read_bytes()

    with pytest.raises(NotFiledError, match="The meeting is finished"):
        receive(card, "lin.toml", folder, replacing=True)


def test_during_the_meeting_it_is(tmp_path: Path) -> None:
    demo = paths.shipped("sessions") / "demo-director-platform"
    folder = Path(shutil.copytree(demo, tmp_path / demo.name))
    first, *_ = (folder / "journal.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "journal.jsonl").write_bytes(first)
    card = (folder / "scores" / "lin.toml").read_bytes()

    assert receive(card, "lin.toml", folder, replacing=True).file is not None


# ---- it came encrypted


def test_an_encrypted_card_is_opened_checked_and_encrypted_anew(folder: Path) -> None:
    sealing(folder)
    data = age.encrypt(CARD.encode(), [OURS.public])

    done = receive(data, "dana.toml.age", folder, identities=[OURS])

    assert done == ReceiveResult((), "dana", folder / "scores" / "dana.toml.age")
    bad = age.encrypt(CARD.replace("rating = 3", "rating = 9").encode(), [OURS.public])
    assert codes(receive(bad, "dana.toml.age", folder, identities=[OURS])) == ["rating-scale"]


def test_an_encrypted_card_is_found_in_a_mail(folder: Path) -> None:
    sealing(folder)
    inside = base64.encodebytes(age.encrypt(CARD.encode(), [OURS.public])).decode()
    marks = "-----{} AGE ENCRYPTED FILE-----"
    text = f"Hi\n{marks.format('BEGIN')}\n{inside}{marks.format('END')}\nDana"

    done = receive(text.encode(), "mail.txt", folder, identities=[OURS])

    assert done.file is not None
    assert card_keys.open_card(done.file.read_bytes(), [OURS]) == CARD.encode()


@pytest.mark.parametrize(("keys", "code"), [([], "lost-key"), ([THEIRS], "wrong-key")])
def test_an_encrypted_card_that_no_key_opens_is_not_filed(
    folder: Path, keys: list[age.KeyPair], code: str
) -> None:
    sealing(folder)
    data = age.encrypt(CARD.encode(), [OURS.public])

    done = receive(data, "dana.toml.age", folder, identities=keys)

    assert [(finding.file, finding.code) for finding in done.findings] == [("dana.toml.age", code)]
    assert scores(folder) == ["dana.toml"]


def test_an_encrypted_card_is_never_filed_for_everybody_to_read(folder: Path) -> None:
    data = age.encrypt(CARD.encode(), [OURS.public])

    with pytest.raises(NotFiledError, match=r"no recipients\.txt"):
        receive(data, "dana.toml.age", folder, identities=[OURS])

    assert scores(folder) == ["dana.toml"]
