"""Colours as #rrggbb: contrast, mixing and legibility."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator

READABLE = 4.5
"""Minimum contrast of text at level AA of WCAG 2."""

BLACK, WHITE = "#000000", "#ffffff"

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_STEPS = 40
_GLARE = 0.05
"""Light that every screen reflects, as a share of white, as WCAG 2 counts it."""


def _colour(text: str) -> str:
    if not _COLOUR.fullmatch(text):
        raise ValueError('needs a colour with six hex digits, for example "#1a2b3c"')
    return text.lower()


Colour = Annotated[str, AfterValidator(_colour)]
"""A colour as `#rrggbb`, in small letters."""


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, 0 to 1, as WCAG 2 defines it."""
    red, green, blue = _light(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colour: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21, as WCAG 2 defines it."""
    darker, lighter = sorted((luminance(colour), luminance(other)))
    return (lighter + _GLARE) / (darker + _GLARE)


def mix(colour: str, other: str, share: float) -> str:
    """Return `colour` with a `share` (0 to 1) of `other`, mixed as light: luminance is linear."""
    parts = zip(_light(colour), _light(other), strict=True)
    return "#" + "".join(f"{_byte(a + (b - a) * share):02x}" for a, b in parts)


def halfway(start: str, end: str) -> str:
    """Return the mix of two colours that has the same contrast to each."""
    first, second = (math.sqrt(luminance(colour) + _GLARE) for colour in (start, end))
    return mix(start, end, first / (first + second))


def legible(colour: str, grounds: Sequence[str], least: float = READABLE) -> str:
    """Return the colour with just enough black or white to be readable on every background.

    If that is impossible, as on black and white at once, return the closest colour.
    """
    end = max(BLACK, WHITE, key=lambda extreme: _least(extreme, grounds))
    candidates = (mix(colour, end, step / _STEPS) for step in range(_STEPS))
    return next((candidate for candidate in candidates if _least(candidate, grounds) >= least), end)


def ramp(colours: Sequence[str], count: int) -> tuple[str, ...]:
    """Return `count` colours (2 or more) at even distances from the first to the last."""
    positions = [number * (len(colours) - 1) / (count - 1) for number in range(count)]
    return tuple(
        mix(colours[int(at)], colours[min(int(at) + 1, len(colours) - 1)], at % 1)
        for at in positions
    )


def _least(colour: str, grounds: Sequence[str]) -> float:
    return min(contrast(colour, ground) for ground in grounds)


def _light(colour: str) -> tuple[float, float, float]:
    """Return red, green and blue as linear light, 0 to 1: sRGB without its curve."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _linear(red), _linear(green), _linear(blue)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4  # noqa: PLR2004


def _byte(light: float) -> int:
    curved = 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055  # noqa: PLR2004
    return round(255 * curved)
