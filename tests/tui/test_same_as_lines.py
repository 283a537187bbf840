"""Whole meetings on the full screen and line by line: both journals are the same."""

from __future__ import annotations
