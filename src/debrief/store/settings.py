"""The user's settings: one small file in their own folder."""

from __future__ import annotations

import os
from pathlib import Path

import tomli_w

from debrief.core.model import Id, Model
from debrief.store.atomic import FileProblem, failed, read_regular, write
from debrief.store.toml_files.parse import parse

SETTINGS = "settings.toml"
SETTINGS_BYTES = 16 * 1024
"""Maximum size of the file."""


class Settings(Model):
    """The settings; `tour` is True once the tour was seen or skipped.

    `motion` is False if nothing on the screens may move.
    """

    theme: Id | None = None
    motion: bool = True
    tour: bool = False


def read_settings(config: Path) -> Settings | None:
    """Return the settings: the defaults if there is no file, None if it is broken."""
    if not os.path.lexists(config / SETTINGS):
        return Settings()
    try:
        data = read_regular(config / SETTINGS, SETTINGS_BYTES)
    except FileProblem:
        return None
    return parse(data, SETTINGS, Settings, limit=SETTINGS_BYTES).value


def chosen_theme(config: Path) -> str:
    """Return the name of the chosen theme; empty if none was chosen or can be read."""
    return (read_settings(config) or Settings()).theme or ""


def choose_theme(config: Path, name: str) -> None:
    """Save the chosen theme; FileProblem if that fails."""
    _save(config, theme=name)


def motion_is_wanted(config: Path) -> bool:
    """Return whether the screens may move, as a reveal in three steps does."""
    return (read_settings(config) or Settings()).motion


def choose_motion(config: Path, *, motion: bool) -> None:
    """Save whether the screens may move; FileProblem if that fails."""
    _save(config, motion=motion)


def tour_is_due(config: Path) -> bool:
    """Return whether the tour was never seen, and seeing it can be saved."""
    settings = read_settings(config)
    if settings is None or settings.tour:
        return False
    existing = next(folder for folder in (config, *config.parents) if os.path.lexists(folder))
    return os.access(existing, os.W_OK)


def see_tour(config: Path) -> None:
    """Save that the tour was seen; FileProblem if that fails."""
    _save(config, tour=True)


def _save(config: Path, **changed: object) -> None:
    try:
        config.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise FileProblem(config, failed("created", error)) from error
    known = (read_settings(config) or Settings()).model_dump(exclude_defaults=True)
    write(config / SETTINGS, tomli_w.dumps(known | changed).encode())
