"""`debrief calibration`: agreement over the archive, and how each panelist tends to rate."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.exceptions import Exit

from debrief.cli import sessions as chosen
from debrief.cli.calibration_work import (
    SEED,
    estimated,
    findings_told,
    ratings_used,
    read_archive,
    undisturbed,
)
from debrief.cli.errors import WrongUseError

if TYPE_CHECKING:
    from debrief.core.findings import Finding
    from debrief.core.held import Held
    from debrief.store.ratings_archive import Past

FINDINGS = 1
MANY = 200
"""Sessions from which on reading is told on a terminal."""


@click.command("calibration")
@click.option(
    "--ratings",
    type=click.Path(path_type=Path),
    help="Read these instead of the sessions: a CSV of session,competency,panelist,rating.",
)
@click.option(
    "--levels",
    metavar="N | LOW..HIGH",
    callback=lambda _, __, said: None if said is None else _scale(said),
    help="The scale of --ratings: 1 to N, or LOW to HIGH; else 1 to the highest rating in it.",
)
@click.option("--plain", "as_text", is_flag=True, help="As text, without a screen.")
@click.option("--json", "as_json", is_flag=True, help="The same for programs.")
@chosen.option
@click.pass_obj
def command(
    sessions: Path | None,
    *,
    ratings: Path | None,
    levels: range | None,
    as_text: bool,
    as_json: bool,
) -> None:
    """Say how well panels agree, over all finished sessions, and how panelists tend to rate.

    Nothing is said of a person before there is enough to say it by, nobody is ranked, and no rating
    is ever changed. Not for a shared screen. On a terminal it is a screen, where people are shown
    by name only on a key; anywhere else, and with --plain, it is text.

    \b
    Examples:
      debrief calibration
      debrief calibration --plain | less
      debrief calibration --sessions ./archive
      debrief calibration --ratings ratings.csv --levels 4
      debrief calibration --ratings ratings.csv --levels 0..10
      debrief calibration --json | jq '.alpha.ordinal'

    Exit codes: 0 fine · 1 something could not be used, the rest counts · 2 wrong use · 3 a file
    could not be read.
    """
    if levels is not None and ratings is None:
        raise WrongUseError("--levels says how long the scale of --ratings is; give both.")
    if not (as_text or as_json) and _has_screen(ratings):
        _show(chosen.directory(sessions), ratings, levels)
        return
    with undisturbed():
        if ratings is not None:
            _of_list(ratings, levels, as_json=as_json)
        else:
            _of_archive(chosen.directory(sessions), as_json=as_json)


def _scale(said: str) -> range:
    """Return the scale that somebody wrote, as `4` or `0..10`; WrongUseError."""
    from debrief.core.held import LONGEST_SCALE

    found = re.fullmatch(r"(?:(-?[0-9]{1,3})\.\.)?(-?[0-9]{1,3})", said.strip())
    scale = range(int(found[1] or 1), int(found[2]) + 1) if found else range(0)
    if not 2 <= len(scale) <= LONGEST_SCALE:  # noqa: PLR2004 - with one level there is no scale
        raise WrongUseError(
            f"--levels is how many levels the scale has, 2 to {LONGEST_SCALE}, or its lowest and "
            "its highest rating, as 0..10."
        )
    return scale


def _has_screen(ratings: Path | None) -> bool:
    """Whether there is a terminal, and something to show on it: text says best what is missing."""
    from debrief.cli.home import unusable

    return unusable() is None and (ratings is None or ratings.is_file())


def _show(root: Path, ratings: Path | None, levels: range | None) -> None:
    from debrief.cli import calibration_screen as screen

    work = screen.of_archive(root) if ratings is None else screen.of_list(ratings, levels)
    screen.show(work)


def _of_list(path: Path, levels: range | None, *, as_json: bool) -> None:
    from debrief.store import ratings_csv

    listed = ratings_csv.read(path, levels)
    if as_json:
        rows = {"used": listed.used, "without": listed.without, "left_out": listed.left_out}
        findings = [_finding(one) for one in listed.findings]
        _print_json(listed.sessions, {"rows": rows, "findings": findings})
    else:
        for line in (*findings_told(listed), ratings_used(listed, levels), ""):
            click.echo(line)
        _print_text(listed.sessions, meetings=False)
    if any(one.severity == "error" for one in listed.findings):
        raise Exit(FINDINGS)


def _of_archive(root: Path, *, as_json: bool) -> None:
    past = read_archive(root, _progress("Reading sessions"))
    if as_json:
        damaged = [{"session": one.session, "problem": one.problem} for one in past.damaged]
        _print_json(past.sessions, {"damaged": damaged, "unfinished": past.unfinished})
    elif not past.sessions and not past.damaged:
        click.echo(f"No finished session in {chosen.shown(root)}: there is nothing to say yet.")
    else:
        for line in _about_archive(past):
            click.echo(line)
        _print_text(past.sessions)
        if past.unfinished:
            many = "1 session is" if past.unfinished == 1 else f"{past.unfinished:,} sessions are"
            click.echo(f"\n{many} not finished yet and not used.")
    if past.damaged:
        raise Exit(FINDINGS)


def _about_archive(past: Past) -> list[str]:
    told = [f"{one.session} is damaged and left out. {one.problem}" for one in past.damaged]
    return [*told, ""] if told else []


def _print_text(sessions: tuple[Held, ...], *, meetings: bool = True) -> None:
    from debrief.report.calibration import calibration_text

    click.echo("\n".join(calibration_text(estimated(sessions), meetings=meetings)))


def _print_json(sessions: tuple[Held, ...], more: dict[str, Any]) -> None:
    from debrief.report.calibration import calibration_members

    members = calibration_members(estimated(sessions))
    click.echo(_dumped({**members, "seed": SEED, **more}))


def _dumped(members: dict[str, Any]) -> str:
    return json.dumps(members, ensure_ascii=False, indent=2, allow_nan=False)


def _progress(what: str) -> Callable[[int, int], None]:
    """Return what tells on standard error how far it is; says nothing where nobody looks."""
    if not sys.stderr.isatty():
        return lambda done, all_: None

    def tell(done: int, all_: int) -> None:
        if all_ >= MANY:
            end = "\r\x1b[K" if done == all_ else ""
            click.echo(f"\r{what}: {done:,} of {all_:,}{end}", nl=False, err=True)

    return tell


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "file": one.file,
        "line": one.line,
        "column": one.column,
        "severity": one.severity,
        "code": one.code,
        "message": one.message,
        "hint": one.hint,
    }
