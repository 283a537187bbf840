"""Recognize files that are not TOML, and say how to get the card out of them."""

from __future__ import annotations

Verdict = tuple[str, str, str]
"""A code, a sentence and a hint."""

_FOUR = 4
_PLAIN = "copy the text into the template, and save it as plain text"
_ENCODING = "save it again as plain text, with the encoding UTF-8"
_BEGINNINGS: tuple[tuple[tuple[bytes, ...], Verdict], ...] = (
    (
        (b"\xff\xfe", b"\xfe\xff"),
        ("encoding", "the file is saved as UTF-16", _ENCODING),
    ),
    (
        (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"),
        ("foreign", "the file is a Word document or an archive, not a text", _PLAIN),
    ),
    ((b"%PDF",), ("foreign", "the file is a PDF, not a text", _PLAIN)),
    ((b"{\\rtf",), ("foreign", "the file is formatted text (RTF), not plain text", _PLAIN)),
    (
        (b"age-encryption.org/", b"-----BEGIN AGE"),
        ("foreign", "the file is an encrypted card", "add .age to its name"),
    ),
    ((b"<!DOCTYPE", b"<!doctype", b"<html"), ("foreign", "the file is a web page", _PLAIN)),
    ((b"{",), ("foreign", "the file is JSON, not TOML", _PLAIN)),
)  # fmt: skip


def foreign(data: bytes) -> Verdict | None:
    """Return the reason not to read `data` as TOML, or None."""
    begin = data[:64].lstrip()
    for beginnings, verdict in _BEGINNINGS:
        if begin.startswith(beginnings):
            return verdict
    if data and not data.strip(b"\0"):
        return "damaged", "the file contains only empty bytes", "ask its author to send it again"
    if data.count(b"\0") * _FOUR > len(data):
        return "encoding", "the file is saved as UTF-16", _ENCODING
    if b"\r" in data and b"\n" not in data:
        return "line-ends", "the file has the line ends of an old Mac", _ENCODING
    return None
