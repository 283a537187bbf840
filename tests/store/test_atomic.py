"""Whole files are replaced at once, and only regular files of a fair size are read."""

from __future__ import annotations

import errno
import fcntl
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from debrief.store import atomic
from debrief.store.atomic import DISK, Disk, FileProblem


def _fail(code: int) -> Callable[..., Any]:
    def call(*_: object) -> Any:
        raise OSError(code, os.strerror(code))

    return call


def test_what_is_written_is_read_back_and_only_its_owner_may(tmp_path: Path) -> None:
    path = tmp_path / "card.toml"

    atomic.write(path, b"one")
    atomic.write(path, b"two")

    assert atomic.read_regular(path, 3) == b"two"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["card.toml"]


def test_a_mode_may_be_given(tmp_path: Path) -> None:
    atomic.write(tmp_path / "record.md", b"", mode=0o400)

    assert (tmp_path / "record.md").stat().st_mode & 0o777 == 0o400


def test_a_disk_that_takes_a_byte_at_a_time_gets_them_all(tmp_path: Path) -> None:
    disk = Disk(write=lambda fd, data: os.write(fd, data[:1]))

    atomic.write(tmp_path / "a", b"abcdef", disk=disk)

    assert (tmp_path / "a").read_bytes() == b"abcdef"


@pytest.mark.parametrize(
    "disk",
    [
        Disk(open=_fail(errno.EACCES)),
        Disk(write=_fail(errno.ENOSPC)),
        Disk(write=lambda _fd, _data: 0),
        Disk(sync=_fail(errno.EIO)),
        Disk(replace=_fail(errno.EACCES)),
    ],
    ids=["open", "write", "nothing written", "sync", "replace"],
)
def test_a_failed_write_leaves_the_old_file_alone(tmp_path: Path, disk: Disk) -> None:
    path = tmp_path / "record.md"
    path.write_bytes(b"old")

    with pytest.raises(FileProblem, match=r"record\.md could not be written \(.+\); "):
        atomic.write(path, b"new", disk=disk)

    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_whose_name_list_fails_to_sync_is_told(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="Input/output"):
        atomic.sync_folder(tmp_path, Disk(sync=_fail(errno.EIO)))


def test_a_folder_that_cannot_be_synced_at_all_is_accepted(tmp_path: Path) -> None:
    tried: list[int] = []

    def unsupported(descriptor: int) -> None:
        tried.append(descriptor)
        raise OSError(errno.EINVAL, "no")

    atomic.sync_folder(tmp_path, Disk(sync=unsupported))

    assert len(tried) == 1


def _macos(monkeypatch: pytest.MonkeyPatch, error: int) -> list[str]:
    """Make fcntl look as on macOS and note which of the two syncs is asked."""
    asked: list[str] = []

    def full(_descriptor: int, command: int) -> int:
        asked.append(f"full {command}")
        if error:
            raise OSError(error, os.strerror(error))
        return 0

    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", full)
    monkeypatch.setattr(os, "fsync", lambda _descriptor: asked.append("plain"))
    return asked


@pytest.mark.parametrize(
    ("error", "asked"),
    [(0, ["full 51"]), (errno.ENOTSUP, ["full 51", "plain"])],
    ids=["it works", "not on this volume"],
)
def test_macos_is_asked_to_empty_the_drives_cache(
    monkeypatch: pytest.MonkeyPatch, error: int, asked: list[str]
) -> None:
    noted = _macos(monkeypatch, error)

    DISK.sync(3)

    assert noted == asked


def test_a_failed_full_sync_is_not_papered_over(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _macos(monkeypatch, errno.EIO)

    with pytest.raises(OSError, match="Input/output"):
        DISK.sync(3)

    assert asked == ["full 51"]


def test_too_large_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "giant"
    with path.open("wb") as file:
        file.truncate(1 << 40)

    with pytest.raises(FileProblem, match="giant is larger than 65,536 bytes; make it shorter"):
        atomic.read_regular(path, 1 << 16)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="there is no /proc here")
def test_a_file_that_claims_to_be_empty_is_still_not_read_without_end() -> None:
    with pytest.raises(FileProblem, match="is larger than 10 bytes"):
        atomic.read_regular(Path("/proc/self/status"), 10)


def _link(path: Path) -> None:
    target = path.with_name("target")
    target.write_bytes(b"secret")
    path.symlink_to(target)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (os.mkfifo, "is a pipe"),
        (os.mkdir, "is a folder"),
        (_link, "is a link"),
        (_socket, "is a socket"),
        (lambda path: None, "does not exist"),
        (lambda path: path.symlink_to(path), "is a link"),
    ],
    ids=["fifo", "folder", "link", "socket", "missing", "loop"],
)
def test_only_a_regular_file_is_read(
    tmp_path: Path, make: Callable[[Path], None], said: str
) -> None:
    make(tmp_path / "card.toml")

    with pytest.raises(FileProblem, match=said) as caught:
        atomic.read_regular(tmp_path / "card.toml", 100)

    assert caught.value.path == tmp_path / "card.toml"
    assert str(caught.value) == f"{tmp_path.name}/card.toml {caught.value.reason}"


def test_a_device_is_refused() -> None:
    with pytest.raises(FileProblem, match="dev/zero is a device"):
        atomic.read_regular(Path("/dev/zero"), 100)


def test_a_name_with_a_nul_is_refused() -> None:
    with pytest.raises(FileProblem, match=r"a⟨U\+0000⟩b is not a valid file name"):
        atomic.read_regular(Path("a\0b"), 100)


def test_a_failing_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "card.toml").write_bytes(b"x")
    monkeypatch.setattr(os, "read", _fail(errno.EIO))

    with pytest.raises(FileProblem, match=r"could not be read \(Input/output error\)"):
        atomic.read_regular(tmp_path / "card.toml", 100)


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        (errno.ENOSPC, "free some space"),
        (errno.EDQUOT, "free some space"),
        (errno.EIO, "the disk or its connection failed"),
        (errno.ESTALE, "the disk or its connection failed"),
        (errno.EROFS, "the disk is read-only"),
        (errno.EACCES, "check its permissions"),
        (errno.ENAMETOOLONG, "the name is too long"),
        (errno.EMFILE, "close other programs"),
        (errno.EDEADLK, "try again, or use another folder"),
    ],
)
def test_the_advice_fits_the_error(tmp_path: Path, code: int, advice: str) -> None:
    with pytest.raises(FileProblem) as caught:
        atomic.write(tmp_path / "a", b"", disk=Disk(write=_fail(code), sync=_fail(code)))

    assert advice in caught.value.reason
    assert ("space" in caught.value.reason) == (code in (errno.ENOSPC, errno.EDQUOT))
    assert caught.value.reason.endswith(".")
