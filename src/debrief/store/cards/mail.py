"""Find the card in a mail, and undo the changes that mail programs made to it."""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

from debrief.store.html_text import text_of

_ARMOR = ("-----BEGIN AGE ENCRYPTED FILE-----", "-----END AGE ENCRYPTED FILE-----")

# The marks that a form puts around a card, also as they look in a reply, in bold or without their
# signs, and the line that some programs put around text that was typed as code.
_BEGINS = re.compile(r"([>=\s*_]*)debrief scorecard begins[=\s*_]*")
_ENDS = re.compile(r"[>=\s*_]*debrief scorecard ends[=\s*_]*")
_FENCE = re.compile(r"\s*(?:```|~~~)\w*\s*")

# A form writes these as escapes, so a mail program inserted them if they appear unescaped.
_CHANGED_ON_THE_WAY = str.maketrans({"\u00a0": " ", "\u200b": None, "\ufeff": None})
_SMART = str.maketrans(dict.fromkeys("“”„‟", '"'))

# A saved mail begins with header lines, and one of these is among them.
_HEADERS = re.compile(rb"(?:From |[A-Za-z][A-Za-z0-9-]*:[ \t]?\S)")
_OF_A_MAIL = re.compile(rb"^(?:MIME-Version|Content-[A-Za-z-]+|Received|Message-ID):", re.I | re.M)
_CARD_FILE = re.compile(r".*\.toml(?:\.age|\.txt)?", re.I | re.S)

# A file of Apple Mail: the length of the mail, the mail, and a list of properties.
_APPLE = re.compile(rb"(\d{1,9})[ \t]*\r?\n")
_OUTLOOK = bytes.fromhex("d0cf11e0a1b11ae1")

# Labels under which mail programs send a larger set, by Python's names of both; as browsers read
# them (WHATWG, Encoding Standard, names and labels).
_SENT_AS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}


@dataclass(frozen=True, slots=True)
class MailedCard:
    """A card cut out of a mail.

    `above` is the number of lines above it in its text, `part` the part of the mail that has the
    text, empty if the mail is only text.
    """

    data: bytes
    above: int = 0
    part: str = ""


class NoCardError(Exception):
    """No card can be cut out of the text: a code, one sentence and a hint."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(code)
        self.code, self.message, self.hint = code, message, hint


def card_in(message: bytes) -> MailedCard:
    """Return the card in a mail, attached or between a form's marks; NoCardError.

    The mail is plain text or a saved mail file. A text without such marks is the card itself.
    """
    if message.startswith(_OUTLOOK):
        hint = "save it as .eml, or copy the card’s text, and receive that"
        raise NoCardError("mail", "this is a message in Outlook’s own format", hint)
    if found := _APPLE.match(message):
        inside = message[found.end() :][: int(found[1])]
        message = inside if _HEADERS.match(inside) else message
    if message.startswith((b"\xff\xfe", b"\xfe\xff")):
        message = message.decode("utf-16", "replace").encode()
    head = re.split(rb"\r?\n\r?\n", message.lstrip(b"\xef\xbb\xbf \r\n"), maxsplit=1)[0]
    if not (_HEADERS.match(head) and _OF_A_MAIL.search(head)):
        return _cut(message.decode("utf-8", "surrogateescape"), message)
    try:
        return _in_mail(message_from_bytes(message.lstrip(b"\xef\xbb\xbf \r\n")))
    except RecursionError as error:
        hint = "open it in your mail program, and save the card alone"
        raise NoCardError("mail", "this mail cannot be read", hint) from error


def _in_mail(mail: Message) -> MailedCard:
    """Return the card attached to a mail, else the one in its plain text, else in its HTML."""
    leaves = [part for part in mail.walk() if not part.is_multipart()]
    attached = [part for part in leaves if _CARD_FILE.fullmatch(part.get_filename() or "")]
    if len(attached) > 1:
        hint = "save each of them, and receive one after another"
        raise NoCardError("several-cards", "more than one card is attached to this mail", hint)
    if attached:
        return MailedCard(_bytes(attached[0]), part="the attached card")
    for text in _texts(leaves):
        cut = _cut(text, b"")
        if cut.data:
            return MailedCard(cut.data, cut.above, "the text of the mail")
    named = [_bytes(part) for part in leaves if part.get_filename()]
    if len(cards := [data for data in named if _is_card(data)]) == 1:
        return MailedCard(cards[0], part="the attached card")
    if any(part.get_filename("").lower() == "winmail.dat" for part in leaves):
        hint = "ask for the card again, in a mail sent as plain text"
        raise NoCardError("no-card", "only Outlook can open this mail’s winmail.dat", hint)
    hint = "save its attachment or copy its text, and receive that"
    raise NoCardError("no-card", "there is no card in this mail", hint)


def _texts(leaves: list[Message]) -> Iterator[str]:
    for wanted in ("text/plain", "text/html"):
        for part in leaves:
            if part.get_content_type() == wanted:
                text = _decoded(part)
                yield text if wanted == "text/plain" else text_of(text)


def _decoded(part: Message) -> str:
    data = _bytes(part)
    try:
        label = codecs.lookup(part.get_content_charset() or "utf-8").name
        if label != "ascii" or not _is_utf_8(data):
            return data.decode(_SENT_AS.get(label, label), "surrogateescape")
        return data.decode("utf-8")
    except (LookupError, ValueError):  # an unknown charset
        return data.decode("utf-8", "surrogateescape")


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _bytes(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _cut(text: str, alone: bytes) -> MailedCard:
    """Return the marked card in a text, else `alone`."""
    armor = text.find(_ARMOR[0])
    until = text.find(_ARMOR[1], armor)
    if 0 <= armor < until:
        armored = text[armor : until + len(_ARMOR[1])]
        return MailedCard(armored.encode("utf-8", "surrogateescape"), text.count("\n", 0, armor))
    lines = [line.translate(_CHANGED_ON_THE_WAY) for line in re.split(r"\r\n?|\n", text)]
    begins = {row: found for row, line in enumerate(lines) if (found := _BEGINS.fullmatch(line))}
    ends = [row for row, line in enumerate(lines) if _ENDS.fullmatch(line)]
    if not begins and not ends:
        return MailedCard(alone)
    if len(begins) > 1:
        hint = "keep the one that counts, and delete the others"
        raise NoCardError("several-cards", "there is more than one card in this text", hint)
    first = next(iter(begins), 0)
    if not begins or not ends or ends[0] < first:
        hint = "ask for all of the text, from “scorecard begins” to “scorecard ends”"
        raise NoCardError("cut-off", "part of the card is missing from this text", hint)
    # Remove only as many signs as the mail added: a text may begin with one itself.
    quoted = re.compile(rf"^\s*(?:>[ \t]?){{1,{begins[first][1].count('>') or 1}}}")
    card = lines[first + 1 : ends[0]]
    above = first + 1
    if ">" in begins[first][1]:
        card = [quoted.sub("", line) for line in card]
    if card and _FENCE.fullmatch(card[0]):
        card, above = card[1:], above + 1
    if card and _FENCE.fullmatch(card[-1]):
        card = card[:-1]
    return MailedCard(_repaired(card).encode("utf-8", "surrogateescape"), above)


def _repaired(lines: list[str]) -> str:
    """Return the card as it was sent, with the fewest repairs that make it valid TOML.

    First none, then broken lines joined again, which keeps the quotation marks of a text; then
    straight quotation marks, and both.
    """
    received = "".join(f"{line}\n" for line in lines)
    straight = received.translate(_SMART)
    tries = (received, _joined(lines), straight, _joined(straight.splitlines()))
    return next((text for text in tries if _is_toml(text)), received)


def _joined(lines: list[str]) -> str:
    """Join the lines of a form that a mail broke within quotes or after a =."""
    parts: list[str] = []
    inside = odd = broken = False
    for line in lines:
        parts += [" ", line.strip()] if broken else ["\n", line.rstrip()]
        bare = re.sub(r"\\.", "", parts[-1])
        inside ^= bare.count('"""') % 2 == 1
        odd ^= bare.replace('"""', "").count('"') % 2 == 1
        broken = not bare.endswith("\\") if inside else odd or bare.endswith("=")
    return "".join([*parts, "\n"]).removeprefix("\n")


def _is_toml(text: str) -> bool:
    return _table(text) is not None


def _is_card(data: bytes) -> bool:
    """Return whether an attachment of any name is a card: TOML that names its panelist."""
    table = _table(data.decode("utf-8", "replace"))
    return table is not None and {"schema", "panelist"} <= table.keys()


def _table(text: str) -> dict[str, object] | None:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        return None
