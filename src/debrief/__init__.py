"""Runs an interview debrief: sealed ratings, talk where they differ, a decision on record."""

from __future__ import annotations

__version__ = "0.1.0"
