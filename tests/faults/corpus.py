"""Hostile texts and hostile files: each is one that a program like this has stumbled over."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

TEXTS: dict[str, str] = {
    "escape: clear the screen": "\x1b[2J\x1b[H gone",
    "escape: colours": "\x1b[31;5;8m red and hidden",
    "escape: cursor report": "\x1b[6n \x1b[c \x1b[>q",
    "escape: alternate screen": "\x1b[?1049l left",
    "escape: scroll region": "\x1b[2;3r\x1bM\x1bD",
    "escape: reset": "\x1bc all new",
    "escape: bracketed paste": "\x1b[200~rm -rf ~\x1b[201~",
    "escape: mouse": "\x1b[?1003h\x1b[<0;1;1M",
    "OSC 0: title": "\x1b]0;HIRED\x07",
    "OSC 8: link": "\x1b]8;;https://example.org\x1b\\click\x1b]8;;\x1b\\",
    "OSC 52: clipboard": "\x1b]52;c;cm0gLXJmIH4=\x07",
    "OSC 9: notification": "\x1b]9;offer sent\x07",
    "OSC 1337: file": "\x1b]1337;File=inline=1:QUJD\x07",
    "DCS": "\x1bP+q544e\x1b\\",
    "APC": "\x1b_Gf=24;AAAA\x1b\\",
    "C1: CSI": "\x9b31m red",
    "C1: OSC": "\x9d0;title\x9c",
    "C1: all": "".join(map(chr, range(0x80, 0xA0))),
    "C0: all but NUL": "".join(map(chr, range(1, 0x20))) + "\x7f",
    "NUL": "a\x00b",
    "bell": "\x07" * 50,
    "backspaces": "strong no\x08\x08\x08\x08\x08\x08\x08\x08\x08strong yes",
    "carriage return": "strong no\rstrong yes",
    "bidi: override": "\u202erats gnorts\u202c",
    "bidi: isolates": "\u2066\u2067\u2068 text \u2069" * 20,
    "bidi: marks": "\u200e\u200f\u061c",
    "zero width": "st\u200bro\u2060ng\ufeff yes",
    "joiners": "\u200d" * 500 + "a" + "\u200c" * 500,
    "joiners between letters": "wi\u200dd\u200cth",
    "selectors": "".join(
        f"a{chr(one)}" for one in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE0200))
    ),
    "ignorable": "a\u034fb\u17b4c\u2065d\ufff0e\U000e0fff",
    "not assigned": "\u0378\U0001fbff\U000e1000",
    "tag characters": "".join(chr(0xE0000 + ord(char)) for char in "hidden"),
    "soft hyphens": "\u00ad" * 300,
    "line separators": "a\u2028b\u2029c\x85d",
    "blank letters": "\u3164\u115f\u1160\uffa0\u2800",
    "zalgo": "a" + "\u0301\u0489\u20dd" * 300,
    "marks alone": "\u0301" * 900,
    "emoji families": "👨\u200d👩\u200d👧\u200d👦" * 60,
    "keycaps and selectors": "1\ufe0f\u20e3" * 100,
    "flags": "🇫🇷🇩" * 100,
    "wide": "漢字" * 500,
    "right to left": "שלום עולם مرحبا " * 50,
    "homoglyphs": "Оmar Наddаd",
    "full width": "Ｄａｎａ　Ｗｈｉｔｆｉｅｌｄ",
    "private use": "\ue000\uf8ff\U000f0000",
    "not a character": "\ufffe\uffff\U0010ffff",
    "markup: close": "[/]",
    "markup: closes nothing": "[/red] [/b] [/]]",
    "markup: runs an action": "[@click=app.quit]click[/]",
    "markup: runs a reveal": "[@click=app.reveal('judgment')]here[/]",
    "markup: colour": "[red]red[/red] [bold on blue]",
    "markup: open": "[[[[[[[",
    "markup: variable": "[$primary]x[/] $name ${name} %s {0} {name!r}",
    "markup: link": "[link=file:///etc/passwd]x[/link]",
    "HTML": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "Markdown": "# heading\n| a | b |\n---\n```\n[x](javascript:alert(1))",
    "formula": '=HYPERLINK("https://example.org")',
    "shell": "$(touch /tmp/x) `id` ; rm -rf ~ | cat",
    "path": "../../../etc/passwd",
    "format": "%n%n%n%s%x",
    "one long word": "x" * 1000,
    "one long line": "word " * 200,
    "spaces only inside": "a" + "\u00a0" * 900 + "b",
    "quotes": "\"'“”‘’«»`´" * 40,
    "backslashes": "\\" * 900,
    "journal line": '","hash":"' + "0" * 64 + '"}\n{"v":1,"seq":1',
    "TOML": 'x"\n[ratings.judgment]\nrating = 4\n"""',
}


def _line(text: str) -> Callable[[Path], None]:
    return lambda path: path.write_text(text, encoding="utf-8", newline="")


def _bytes(data: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(data) and None


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)


def _socket(path: Path) -> None:
    # The name of a socket may be a hundred bytes only: bound from inside the folder.
    with socket.socket(socket.AF_UNIX) as bound:
        before = Path.cwd()
        os.chdir(path.parent)
        try:
            bound.bind(path.name)
        finally:
            os.chdir(before)


def _card(body: str) -> Callable[[Path], None]:
    """A card that is good but for `body`, whoever reads it."""
    return lambda path: _line(f'schema = 1\npanelist = "{path.stem}"\n{body}')(path)


def _rating(value: str) -> Callable[[Path], None]:
    return _card(f"[ratings.judgment]\nrating = {value}\n")


FILES: dict[str, Callable[[Path], None]] = {
    "a pipe": lambda path: os.mkfifo(path),
    "a link to a device": lambda path: path.symlink_to("/dev/zero"),
    "a link to a file": lambda path: path.symlink_to("/etc/passwd"),
    "a link to itself": lambda path: path.symlink_to(path),
    "a link to nothing": lambda path: path.symlink_to("/nonexistent"),
    "a link to a terminal": lambda path: path.symlink_to("/dev/tty"),
    "a folder": lambda path: path.mkdir(),
    "a socket": _socket,
    "a sparse giant": _sparse,
    "empty": _bytes(b""),
    "one NUL": _bytes(b"\0"),
    "NUL everywhere": _bytes(b"\0" * 60_000),
    "NUL inside": _bytes(b'schema = 1\npanelist = "a\0b"\n'),
    "not UTF-8": _bytes(b'schema = 1\npanelist = "\xff\xfe"\n'),
    "UTF-8 of a surrogate": _bytes(b'schema = 1\npanelist = "\xed\xa0\x80"\n'),
    "overlong UTF-8": _bytes(b'schema = 1\npanelist = "\xc0\xae"\n'),
    "UTF-16": _bytes("schema = 1\n".encode("utf-16")),
    "UTF-32": _bytes("schema = 1\n".encode("utf-32")),
    "Latin-1": _bytes('schema = 1\n# für\npanelist = "ü"\n'.encode("latin-1")),
    "a byte order mark": _bytes(b"\xef\xbb\xbfschema = 1\n"),
    "two byte order marks": _bytes(b"\xef\xbb\xbf\xef\xbb\xbfschema = 1\n"),
    "CRLF": _bytes(b"schema = 1\r\npanelist = 'dana'\r\n[ratings.judgment]\r\nrating = 9\r\n"),
    "CR only": _bytes(b"schema = 1\rpanelist = 'dana'\r"),
    "64 KiB of noise": _bytes(bytes(range(256)) * 256),
    "64 KiB of x": _bytes(b"x" * 65_536),
    "64 KiB of =": _bytes(b"=" * 65_536),
    "64 KiB of newlines": _bytes(b"\n" * 65_536),
    "one byte too many": _bytes(b"#" * 65_537),
    "a gzip bomb": _bytes(b"\x1f\x8b\x08\0\0\0\0\0" + b"\0" * 5000),
    "a program": _bytes(b"\x7fELF" + b"\0" * 500),
    "256 dots": _card("." * 256 + "a = 1\n"),
    "a key of 256 dots": _card("a" + ".a" * 256 + " = 1\n"),
    "a key of 20,000 dots": _card("a" + ".a" * 20_000 + " = 1\n"),
    "a table of 20,000 dots": _card("[a" + ".a" * 20_000 + "]\n"),
    "255 dots on each line": _card("".join(f"k{n}" + ".a" * 250 + " = 1\n" for n in range(100))),
    "lists in lists": _card("a = " + "[" * 20_000 + "\n"),
    "lists in lists, closed": _card("a = " + "[" * 5_000 + "]" * 5_000 + "\n"),
    "tables in tables": _card("a = " + "{a=" * 10_000 + "1" + "}" * 10_000 + "\n"),
    "quotes without an end": _card('a = "' + "x" * 60_000 + "\n"),
    "three quotes without an end": _card('a = """' + "\\" * 60_000 + "\n"),
    "backslashes": _card('a = "' + "\\\\" * 30_000 + '"\n'),
    "escapes": _card('a = "' + "\\u0041" * 10_000 + '"\n'),
    "an escape of a surrogate": _card('a = "\\ud800"\n'),
    "an escape of nothing": _card('a = "\\U00110000"\n'),
    "ten thousand keys": _card("".join(f"k{n} = 1\n" for n in range(6_000))),
    "ten thousand tables": _card("".join(f"[t{n}]\n" for n in range(6_000))),
    "ten thousand mistakes": _card("= 1\n" * 10_000),
    "the same key for ever": _card("a = 1\n" * 8_000),
    "thousands of competencies": _card(
        "".join(f"[ratings.c{n}]\nrating = 3\n" for n in range(2_000))
    ),
    "thousands of lines of evidence, and one that is empty": _card(
        "[ratings.judgment]\nrating = 3\nfor = [" + '"x",' * 14_000 + '""]\n'
    ),
    "a date that is none": _card("submitted = 2026-02-30T25:61:00Z\n"),
    "the year 0": _card("submitted = 0000-01-01T00:00:00Z\n"),
    "the first moment": _card("submitted = 0001-01-01T00:00:00+23:59\n"),
    "the last moment": _card("submitted = 9999-12-31T23:59:59-23:59\n"),
    "schema 2": _line('schema = 2\npanelist = "dana"\n'),
    "schema as a bomb": _line("schema = " + "9" * 60_000 + "\n"),
    "an id that is a path": _line('schema = 1\npanelist = "../../dana"\n'),
    "an id with a look-alike": _line('schema = 1\npanelist = "dаna"\n'),
    "an id with a newline": _line('schema = 1\npanelist = "dana\\n"\n'),
    "an id with an escape": _line('schema = 1\npanelist = "\\u001b[2J"\n'),
    "an id 60,000 long": _line(f'schema = 1\npanelist = "{"a" * 60_000}"\n'),
    "a competency called __proto__": _card("[ratings.__proto__]\nrating = 3\n"),
    "a competency called [/]": _card('[ratings."[/]"]\nrating = 3\n'),
    "a competency with an escape": _card('[ratings."\\u001b]0;x\\u0007"]\nrating = 3\n'),
    "markup in an unknown key": _card('"[@click=app.quit]" = 1\n'),
    "a rating of 10^4000": _rating("9" * 4_001),
    "a rating of 10^60000": _rating("9" * 60_000),
    "a hexadecimal rating": _rating("0x" + "f" * 50_000),
    "a rating below": _rating("-9223372036854775809"),
    "a rating of nan": _rating("nan"),
    "a rating of inf": _rating("-inf"),
    "a rating of 3.0": _rating("3.0"),
    "a rating of 1e400": _rating("1e400"),
    "a rating of true": _rating("true"),
    'a rating of "3"': _rating('"3"'),
    "a rating of 0": _rating("0"),
    "a rating of 5": _rating("5"),
    "a rating in a list": _rating("[3]"),
    "a rating in a table": _rating("{a = 3}"),
    "a rating that is a date": _rating("2026-11-24"),
}
"""Makers of a file at a path; none of them may be used as a card."""


GIANTS: dict[str, str] = {
    "keys": "".join(f"k{number} = 1\n" for number in range(90_000)),
    "tables": "".join(f"[t{number}]\n" for number in range(100_000)),
    "tables of a list": "[[panel]]\n" * 100_000,
    "mistakes": "= 1\n" * 250_000,
    "the same key": "a = 1\n" * 170_000,
    "dots": "".join(f"k{number}" + ".a" * 250 + " = 1\n" for number in range(2_000)),
    "newlines": "\n" * 1_000_000,
    "texts": "a = [" + '"x",' * 250_000 + "]\n",
    "numbers": "a = [" + "9e999," * 150_000 + "]\n",
    "a text": "a = '" + "é" * 500_000 + "'\n",
    "marks": "a = 'a" + "\u0301" * 500_000 + "'\n",
    "panelists": "".join(f'[[panel]]\nid = "p{number}"\nname = "N"\n' for number in range(25_000)),
    "references": "schema = 1\n"
    + "".join(f'[[references]]\nid = "a{number}"\nrelation = "b"\n' for number in range(28_000)),
}
"""Good and bad statements, a megabyte of each; cut to what a file may have, they are still many."""
