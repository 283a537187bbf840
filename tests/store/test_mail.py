"""The card is the same after all that mail programs do to a text on its way."""

from __future__ import annotations

import re
import textwrap
import tomllib
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.store.cards.mail import MailedCard, NoCardError, card_in

# As a form writes one: texts in rows, and what a mail would change as an escape.
CARD = r'''#:schema ../.schemas/scorecard.schema.json
schema = 1
panelist = "dana"
submitted = 2026-11-20T09:30:00Z
role_as_i_understood_it = "One platform \"from\" two\u00A0\u201Cnow\u201D"

[ratings.judgment]
rating = 3
confidence = "high"
for = [
  """\
    Killed her own project when the data had turned, and told the \
    > board \"in person\" before anybody had asked for it; and the \
    \\ second one too""",
  "> It’s short — naïve",
]

[ratings.depth]
state = "abstains"
reason = "first\nsecond line"

#:session vp
'''
MEANT = tomllib.loads(CARD)
TEXT = (
    "Hi Noor,\n\nhere it is:\n===== debrief scorecard begins =====\n"
    f"{CARD}===== debrief scorecard ends =====\n\n-- \nDana “D.” Whitfield\n"
)


def card(message: str | bytes) -> dict[str, object]:
    data = message if isinstance(message, bytes) else message.encode()
    return tomllib.loads(card_in(data).data.decode())


def mailed(text: str = TEXT, subtype: str = "plain", **how: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Dana <dana@example.org>"
    mail["Subject"] = "Scorecard – K-17"
    mail.set_content(text, subtype=subtype, **how)
    return mail


def smart(text: str) -> str:
    """Quotation marks as a telephone or a word processor sets them."""
    return re.sub(r'(?<=[\s=\[(])"', "“", text).replace('"', "”")


def wrapped(text: str, width: int) -> str:
    """Lines broken as a mail program breaks them: at a space, which it takes away."""
    rows = (
        textwrap.wrap(
            line,
            width,
            break_long_words=False,
            break_on_hyphens=False,
            replace_whitespace=False,
            drop_whitespace=True,
        )
        or [""]
        for line in text.splitlines()
    )
    return "".join(f"{row}\n" for line in rows for row in line)


WAYS: dict[str, Callable[[str], str]] = {
    "quoted": lambda text: "".join(f"> {line}\n" for line in text.splitlines()),
    "quoted twice": lambda text: "".join(f">> {line}\n" for line in text.splitlines()),
    "windows": lambda text: text.replace("\n", "\r\n"),
    "mark": lambda text: "\ufeff" + text,
    "no-break": lambda text: text.replace("  ", " \u00a0").replace("= ", "=\u00a0"),
    "smart": smart,
    "wrapped": lambda text: wrapped(text, 50),
    "spaced": lambda text: text.replace("\n", "\n\n"),
    "trailing": lambda text: text.replace("\n", "  \n"),
}


@given(st.lists(st.sampled_from(sorted(WAYS)), max_size=4, unique=True))
def test_whatever_mail_programs_do_it_is_the_same_card(ways: list[str]) -> None:
    text = TEXT
    for way in ways:
        text = WAYS[way](text)

    found = card(text)

    assert _spaced(found) == _spaced(MEANT)


def _spaced(value: object) -> object:
    """A value with its texts as cards read them: a broken line is a space."""
    if isinstance(value, dict):
        return {key: _spaced(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_spaced(one) for one in value]
    return " ".join(value.split()) if isinstance(value, str) else value


@pytest.mark.parametrize(
    "mail",
    [
        mailed(),
        mailed(cte="quoted-printable"),
        mailed(cte="base64"),
        mailed(smart(TEXT), cte="quoted-printable", charset="utf-8"),
        mailed(charset="windows-1252", cte="quoted-printable"),
    ],
)
def test_a_saved_mail_is_decoded(mail: EmailMessage) -> None:
    assert card(bytes(mail)) == MEANT
    assert card(b"\xef\xbb\xbf\r\n" + bytes(mail).replace(b"\n", b"\r\n")) == MEANT
    assert card_in(bytes(mail)).part == "the text of the mail"


def test_the_plain_text_counts_and_the_html_where_there_is_no_other() -> None:
    rows = "".join(
        f"<div>{line.replace('&', '&amp;').replace('<', '&lt;').replace('  ', '&nbsp; ')}</div>\n"
        for line in TEXT.splitlines()
    )
    html = f"<html><head><style>p{{}}</style></head><body>{rows}</body></html>"

    assert card(bytes(mailed(html, "html"))) == MEANT
    both = mailed()
    both.add_alternative(html.replace("rating = 3", "rating = 1"), subtype="html")
    assert card(bytes(both)) == MEANT
    other = mailed("The card is below.\n")
    other.add_alternative(html, subtype="html")
    assert card(bytes(other)) == MEANT


def test_an_attached_card_is_taken_as_it_is() -> None:
    mail = mailed("Here it is.\n")
    mail.add_attachment(CARD.encode(), "application", "toml", filename="Dána.TOML")
    within = mailed("Forwarded.\n")
    within.add_attachment(mail)

    for one in (mail, within):
        assert card_in(bytes(one)) == MailedCard(CARD.encode(), part="the attached card")

    mail.add_attachment(b"x", "application", "octet-stream", filename="omar.toml.age")
    with pytest.raises(NoCardError, match="several-cards"):
        card_in(bytes(mail))


@pytest.mark.parametrize(
    "mail",
    [
        bytes(mailed("Hi Noor, the card comes tomorrow.\n")),
        b"From: Dana\nContent-Type: image/png\n\nx",
        b"Received: x\nContent-Type: text/plain; charset=nobody-knows\n\n\xff hello",
        b"MIME-Version: 1.0\nContent-Type: text/plain; charset=rot13\n\nhello",
    ],
)
def test_a_mail_without_a_card_is_said_to_be_one(mail: bytes) -> None:
    with pytest.raises(NoCardError, match="no-card"):
        card_in(mail)


def test_a_mail_with_mails_in_it_without_end_is_refused() -> None:
    nested = "".join(
        f'Content-Type: multipart/mixed; boundary="b{depth}"\n\n--b{depth}\n'
        for depth in range(3000)
    )

    with pytest.raises(NoCardError):
        card_in(f"MIME-Version: 1.0\n{nested}".encode())


def test_a_text_that_only_begins_like_a_mail_is_text() -> None:
    assert card(f"From: Dana\nTo: Noor\n\n{TEXT}") == MEANT
    assert card_in(b"schema: 1\n") == MailedCard(b"schema: 1\n")


def test_a_text_saved_by_notepad_is_read() -> None:
    assert card(TEXT.encode("utf-16")) == MEANT


def test_what_cannot_be_mended_is_left_as_it_came() -> None:
    broken = TEXT.replace("rating = 3", "rating = ”three")
    found = card_in(broken.encode()).data.decode()

    assert "rating = ”three\n" in found
    assert found.count("\n") == CARD.count("\n")


def test_marks_in_a_text_that_can_be_read_stay() -> None:
    text = TEXT.replace("first\\nsecond", "“first” ‘second’")

    assert card(text)["ratings"]["depth"]["reason"] == "“first” ‘second’ line"


def test_quotation_marks_in_a_text_stay_where_its_lines_are_joined() -> None:
    long = "“Müller” said that the second system would be ready, and it was not ready in time"
    text = TEXT.replace("first\\nsecond line", long)

    assert card(wrapped(text, 60))["ratings"]["depth"]["reason"] == long


@pytest.mark.parametrize(
    ("label", "sent"),
    [
        ("iso-8859-1", "cp1252"),
        ("us-ascii", "cp1252"),
        ("us-ascii", "utf-8"),
        ("utf-8", "utf-8"),
        ("iso-8859-15", "iso-8859-15"),
    ],
)
def test_a_label_is_read_as_mail_programs_mean_it(label: str, sent: str) -> None:
    head = f"MIME-Version: 1.0\nContent-Type: text/plain; charset={label}\n\n"
    text = TEXT.replace("first\\nsecond line", "café’s" if sent != "iso-8859-15" else "café €")
    mail = head.encode() + text.replace("—", "-").replace("–", "-").replace(
        "It’s", "It is"
    ).replace("“D.”", "D.").encode(sent)

    reason = "café’s" if sent != "iso-8859-15" else "café €"
    assert card(mail)["ratings"]["depth"]["reason"] == reason


@pytest.mark.parametrize("name", ["dana.toml.txt", "card.txt", "Scorecard"])
def test_an_attached_card_may_have_any_name(name: str) -> None:
    mail = mailed("attached\n")
    mail.add_attachment(CARD.encode(), "text", "plain", filename=name)
    mail.add_attachment(b"Hello", "text", "plain", filename="notes.txt")

    assert card_in(bytes(mail)) == MailedCard(CARD.encode(), part="the attached card")


def test_a_file_of_apple_mail_is_read() -> None:
    mail = bytes(mailed())
    assert card(b"%d      \n%s<?xml version='1.0'?><plist/>\n" % (len(mail), mail)) == MEANT
    assert card_in(b"12\nis no mail") == MailedCard(b"12\nis no mail")


def test_what_only_outlook_opens_is_named() -> None:
    with pytest.raises(NoCardError) as alone:
        card_in(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    assert alone.value.message == "this is a message in Outlook’s own format"
    mail = mailed("Here it is.\n")
    mail.add_attachment(b'x\x9f>"', "application", "ms-tnef", filename="winmail.dat")
    with pytest.raises(NoCardError) as inside:
        card_in(bytes(mail))
    assert inside.value.hint == "ask for the card again, in a mail sent as plain text"


def test_bold_marks_and_a_fence_around_the_card_are_no_part_of_it() -> None:
    bold = TEXT.replace("===== debrief", "**===== debrief").replace("s =====\n", "s =====**\n")
    fenced = bold.replace(CARD, f"```toml\n{CARD}```\n")

    assert card(fenced) == MEANT
    assert card_in(fenced.encode()).above == 5
    assert card(bold) == MEANT


@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_a_card_or_refused(data: bytes, mail: bool) -> None:
    head = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
    try:
        found = card_in((head if mail else b"") + data).data
    except NoCardError as problem:
        found = f"{problem.message}; {problem.hint}"

    assert isinstance(found, bytes | str)
