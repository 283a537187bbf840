"""Recognise the copies that sync programs and editors leave next to a session's files."""

from __future__ import annotations

import os
import re
from itertools import islice
from pathlib import Path

ORIGINALS = (
    "journal.jsonl",
    "after.jsonl",
    "session.toml",
    "references.toml",
    "recipients.txt",
    "record.toml",
)
"""The files of a session of which a second version would be taken for the right one."""

_MOST = 4096
"""Maximum names that are looked at in a folder."""

# After the stem: Google Drive and browsers " (1)", iCloud " 2", Dropbox and Nextcloud
# " (… conflicted copy …)", Syncthing ".sync-conflict-…", OneDrive "-HOSTNAME", file managers
# " - Copy" and " copy".
_MARK = re.compile(
    r" ?\([0-9]{1,3}\)|[ _][0-9]{1,3}|.*conflict.*|[ ._(-]+(?:copy|backup|bak|old)\b.*"
    r"|-(?=[A-Za-z0-9-]*[A-Z0-9])[A-Za-z0-9-]+",
    re.IGNORECASE,
)
_HOST = re.compile(r"-[a-z-]+")
"""A lower-case word after a hyphen, which is a name that somebody chose."""

_BEHIND = re.compile(r"~|[.-](?:orig|bak|old|backup|copy|conflict|rej)[0-9]*~?| ?\([0-9]{1,3}\)")
"""Marks after the whole name, as editors leave them."""


def of(folder: Path) -> dict[str, str]:
    """Return the name of each copy in a session's folder, with the name of its original."""
    try:
        with os.scandir(folder) as found:
            names = sorted(entry.name for entry in islice(found, _MOST))
    except OSError:
        return {}
    pairs = ((name, original_of(name)) for name in names)
    return {name: original for name, original in pairs if original}


def original_of(name: str) -> str:
    """Return the name of the file that this name is a copy's of; empty if it is no copy's."""
    for original in ORIGINALS:
        stem, dot, suffix = original.rpartition(".")
        if name.startswith(original) and _BEHIND.fullmatch(name[len(original) :]):
            return original
        if name.startswith(stem) and name.endswith(dot + suffix):
            mark = name[len(stem) : -len(dot + suffix)]
            if _MARK.fullmatch(mark) and not _HOST.fullmatch(mark):
                return original
    return ""
