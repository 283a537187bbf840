"""A sealed value, which cannot be printed, compared, hashed, copied or pickled."""

from __future__ import annotations

from typing import Generic, NoReturn, TypeVar

from typing_extensions import override

T = TypeVar("T")


class Sealed(Generic[T]):
    """A rating before its reveal; any accidental access fails."""

    __slots__ = ("__value",)
    __hash__ = None  # type: ignore[assignment]  # a set would show which values are equal

    def __init__(self, value: T) -> None:
        """Seal `value`."""
        self.__value = value

    def open(self) -> T:
        """Return the value; only the reveal rules may call this."""
        return self.__value

    @override
    def __repr__(self) -> str:
        """Return the same text for any value."""
        return "<sealed>"

    def __rich_repr__(self) -> list[str]:
        """Return nothing, because anything would depend on the value."""
        return []

    @override
    def __str__(self) -> NoReturn:
        """Refuse."""
        raise TypeError("A sealed value has no text.")

    @override
    def __format__(self, spec: str) -> NoReturn:
        """Refuse."""
        raise TypeError("A sealed value has no text.")

    @override
    def __eq__(self, other: object) -> NoReturn:
        """Refuse."""
        raise TypeError("Sealed values cannot be compared.")

    def __bool__(self) -> NoReturn:
        """Refuse."""
        raise TypeError("A sealed value is neither true nor false.")

    @override
    def __reduce_ex__(self, protocol: object) -> NoReturn:
        """Refuse to be pickled or copied."""
        raise TypeError("A sealed value cannot be copied or stored.")
