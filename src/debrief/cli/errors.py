"""Errors that end a command with one sentence and an exit code."""

from __future__ import annotations

import click


class WrongUseError(click.ClickException):
    """The command was used wrongly in a way that its usage line would not explain."""

    exit_code = 2


class FailedError(click.ClickException):
    """A file could not be read or written, or the program failed."""

    exit_code = 3
