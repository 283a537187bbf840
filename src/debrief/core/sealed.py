"""A value that cannot be printed, compared, hashed, copied or pickled; only a reveal opens it."""

from __future__ import annotations

from typing import Generic, NoReturn, TypeVar

T = TypeVar("T")


class Sealed(Generic[T]):
    """Holds a rating until its reveal; every way of looking at it by accident fails."""

    __slots__ = ("__value",)
    __hash__ = None  # type: ignore[assignment]  # equal values must not be told apart by a set

    def __init__(self, value: T) -> None:
        """Seal `value`."""
        self.__value = value

    def open(self) -> T:
        """Return the value; only the reveal rules call this."""
        return self.__value

    def __repr__(self) -> str:
        """Return the same words whatever is inside."""
        return "<sealed>"

    def __rich_repr__(self) -> list[str]:
        """Return nothing that depends on the value."""
        return []

    def __str__(self) -> NoReturn:
        """Refuse."""
        raise TypeError("A sealed value has no text.")

    def __format__(self, spec: str) -> NoReturn:
        """Refuse."""
        raise TypeError("A sealed value has no text.")

    def __eq__(self, other: object) -> NoReturn:
        """Refuse."""
        raise TypeError("Sealed values cannot be compared.")

    def __bool__(self) -> NoReturn:
        """Refuse."""
        raise TypeError("A sealed value is neither true nor false.")

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        """Refuse to be pickled or copied."""
        raise TypeError("A sealed value cannot be copied or stored.")
