"""What a person chose, or has seen, once and for all: one small file among their own."""

from __future__ import annotations

import os
from pathlib import Path

import tomli_w

from debrief.core.model import Id, Model
from debrief.store.atomic import FileProblem, read_regular, write
from debrief.store.toml import parse

SETTINGS = "settings.toml"
SETTINGS_BYTES = 16 * 1024
"""The most the file may have."""


class Settings(Model):
    """What is remembered; `tour` is set once the tour was seen, or left."""

    theme: Id | None = None
    tour: bool = False


def read_settings(config: Path) -> Settings | None:
    """Return what is remembered; nothing yet where there is no file, None where it is broken."""
    if not os.path.lexists(config / SETTINGS):
        return Settings()
    try:
        data = read_regular(config / SETTINGS, SETTINGS_BYTES)
    except FileProblem:
        return None
    return parse(data, SETTINGS, Settings, limit=SETTINGS_BYTES).value


def chosen_theme(config: Path) -> str:
    """Return the name of the theme that was chosen last; empty if there is none to be read."""
    return (read_settings(config) or Settings()).theme or ""


def choose_theme(config: Path, name: str) -> None:
    """Remember a theme for the next time; FileProblem where that cannot be."""
    _keep(config, theme=name)


def tour_is_due(config: Path) -> bool:
    """Return whether the tour was never seen, and can be remembered once it was."""
    settings = read_settings(config)
    if settings is None or settings.tour:
        return False
    there = next(folder for folder in (config, *config.parents) if os.path.lexists(folder))
    return os.access(there, os.W_OK)


def see_tour(config: Path) -> None:
    """Remember that the tour was seen; FileProblem where that cannot be."""
    _keep(config, tour=True)


def _keep(config: Path, **changed: object) -> None:
    try:
        config.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise FileProblem(config, "cannot be made") from error
    known = (read_settings(config) or Settings()).model_dump(exclude_defaults=True)
    write(config / SETTINGS, tomli_w.dumps(known | changed).encode())
