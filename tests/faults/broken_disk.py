"""A disk whose system calls fail when told to."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from typing import Any

from debrief.store.atomic import DISK, Disk

FAULTS = ("short", "ENOSPC", "EIO")


class BrokenDisk:
    """The real disk until call `at`, counted from 0 over all calls; `for_ever` from there on.

    `short` writes one byte less than it was given, and is no fault for any other call.
    """

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.fault, self.at, self.for_ever = "", -1, False
        self.hits = 0

    def break_at(self, at: int, fault: str, *, for_ever: bool) -> None:
        self.at, self.fault, self.for_ever = at, fault, for_ever

    def mend(self) -> None:
        self.at = -1

    @property
    def disk(self) -> Disk:
        return Disk(
            open=self._wrapped("open", DISK.open),
            write=self._wrapped("write", DISK.write),
            sync=self._wrapped("sync", DISK.sync),
            truncate=self._wrapped("truncate", DISK.truncate),
            replace=self._wrapped("replace", DISK.replace),
        )

    def _wrapped(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def faulty(*arguments: Any) -> Any:
            number = len(self.calls)
            self.calls.append(name)
            struck = self.at >= 0 and (number >= self.at if self.for_ever else number == self.at)
            if not struck:
                return call(*arguments)
            self.hits += 1
            if self.fault == "short":
                if name != "write":
                    return call(*arguments)
                descriptor, data = arguments
                return call(descriptor, data[: max(1, len(data) - 1)])
            if name == "write":
                # Some of it reaches the disk before there is no more room.
                descriptor, data = arguments
                call(descriptor, data[: len(data) // 2])
            raise OSError(getattr(errno, self.fault), os.strerror(getattr(errno, self.fault)))

        return faulty
