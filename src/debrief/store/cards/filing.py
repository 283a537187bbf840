"""File cards in a session's folder, all or none, encrypted if it has recipients."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from debrief.core.meeting.events import MeetingFinished
from debrief.core.scorecard import FitNotes, Scorecard
from debrief.store import age, atomic, card_keys
from debrief.store.journal import journal
from debrief.store.paths import RECIPIENTS
from debrief.store.sessions.card_file import AGE
from debrief.store.toml_files.parse import CARD_BYTES, parse

_OLD_BYTES = 1024 * 1024


def card_there(session: Path, panelist: str) -> Path | None:
    """Return the file of a panelist's card in the session; None if missing or an empty template."""
    plain = _plain(session, panelist)
    encrypted = plain.with_name(plain.name + AGE)
    if os.path.lexists(encrypted):
        return encrypted
    if not os.path.lexists(plain) or is_empty(plain):
        return None
    return plain


def is_empty(card: Path) -> bool:
    """Return whether a card has nothing but its template."""
    try:
        data = atomic.read_regular(card, CARD_BYTES)
    except atomic.FileProblem:
        return False
    parsed = parse(data, card.name, Scorecard).value
    if parsed is None:
        return False
    return not parsed.ratings and not parsed.role_as_i_understood_it and parsed.fit == FitNotes()


def recipients(session: Path) -> card_keys.Recipients | None:
    """Return the recipients of the session's cards, None without any; FileProblem."""
    path = session / RECIPIENTS
    if not os.path.lexists(path):
        return None
    try:
        return card_keys.read_recipients(atomic.read_regular(path, card_keys.RECIPIENTS_BYTES))
    except card_keys.RecipientsError as problem:
        finding = problem.finding
        raise atomic.FileProblem(path, f"cannot be used: {finding.message}; {finding.hint}.") from (
            problem
        )


def file_cards(
    session: Path, cards: Mapping[str, bytes], disk: atomic.Disk = atomic.DISK
) -> tuple[Path, ...]:
    """Write checked cards, given by panelist, over existing ones; FileProblem.

    If one cannot be written, all earlier ones are restored. With recipients only the encrypted
    card remains, without them only the plain one.
    """
    scores = session / "scores"
    named = recipients(session)
    files: dict[Path, bytes] = {}
    obsolete: list[Path] = []
    for panelist, data in cards.items():
        plain = _plain(session, panelist)
        encrypted = plain.with_name(plain.name + AGE)
        if named is None:
            files[plain] = data
            obsolete.append(encrypted)
        else:
            inside = card_keys.marked(data, named.session)
            files[encrypted] = age.encrypt(inside, named.publics)
            obsolete.append(plain)
    if _is_finished(session):
        raise atomic.FileProblem(
            scores, "belongs to a finished meeting; its cards cannot be changed."
        )
    if scores.is_symlink():
        raise atomic.FileProblem(scores, "is a link; use the folder itself.")
    try:
        scores.mkdir(exist_ok=True)
        _swap(scores, files, disk)
        for path in obsolete:
            path.unlink(missing_ok=True)
        atomic.sync_folder(scores, disk)
    except OSError as error:
        raise atomic.FileProblem(scores, atomic.failed("written", error)) from error
    return tuple(files)


def _swap(folder: Path, files: Mapping[Path, bytes], disk: atomic.Disk) -> None:
    """Write all files under temporary names first, where a full disk shows, then rename them."""
    token = secrets.token_hex(4)
    staged = {path: folder / f".{path.name}.{token}.new" for path in files}
    before = {
        path: atomic.read_regular(path, _OLD_BYTES) for path in files if os.path.lexists(path)
    }
    done: list[Path] = []
    try:
        for path, temp in staged.items():
            atomic.write(temp, files[path], disk=disk)
        for path, temp in staged.items():
            disk.replace(temp, path)
            done.append(path)
    except BaseException:
        for path in done:
            with suppress(OSError, atomic.FileProblem):
                _put_back(path, before.get(path))
        raise
    finally:
        for temp in staged.values():
            temp.unlink(missing_ok=True)


def _put_back(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink()
    else:
        atomic.write(path, data)


def _is_finished(session: Path) -> bool:
    path = session / "journal.jsonl"
    log = journal.read(path).events if os.path.lexists(path) else ()
    return any(isinstance(line.event, MeetingFinished) for line in log)


def _plain(session: Path, panelist: str) -> Path:
    return session / "scores" / f"{panelist}.toml"
