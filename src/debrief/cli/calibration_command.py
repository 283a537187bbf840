"""`debrief calibration`: agreement over the archive, and the tendency of each panelist."""

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
    read_ratings,
    undisturbed,
)
from debrief.cli.errors import FailedError, WrongUseError

if TYPE_CHECKING:
    from debrief.calibration.archive import PastMeetings
    from debrief.calibration.estimate import Calibration
    from debrief.calibration.names import Names
    from debrief.calibration.sessions import SessionRatings
    from debrief.core.findings import Finding

FINDINGS = 1
MANY = {"Reading sessions": 200, "Adding up ratings": 20}
"""Minimum number of sessions, or of parts with a thousand, for a progress bar."""


@click.command("calibration")
@click.option(
    "--ratings",
    type=click.Path(path_type=Path),
    help="Read these instead of the sessions: a CSV of session,competency,panelist,rating, or a "
    "folder that export --format parquet wrote.",
)
@click.option(
    "--levels",
    metavar="N | LOW..HIGH",
    callback=lambda _, __, text: None if text is None else _scale(text),
    help="The scale of --ratings: 1 to N, or LOW to HIGH. Default: 1 to the highest rating.",
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Add up ratings on the Dask cluster of this scheduler, as tcp://host:8786.",
)
@click.option("--plain", "as_text", is_flag=True, help="Print text, without a screen.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@chosen.option
@click.pass_obj
def command(
    sessions: Path | None,
    *,
    ratings: Path | None,
    levels: range | None,
    cluster: str | None,
    as_text: bool,
    as_json: bool,
) -> None:
    """Show how well panels agree, across all finished sessions, and how panelists tend to rate.

    Nothing is shown about a person until there is enough data. Nobody is ranked, and no rating is
    ever changed. Not for a shared screen. In a terminal this opens a screen, which shows people by
    name only after a key. Otherwise, and with --plain, it prints text.

    \b
    Examples:
      debrief calibration
      debrief calibration --plain | less
      debrief calibration --sessions ./archive
      debrief calibration --ratings ratings.csv --levels 4
      debrief calibration --ratings ratings.csv --levels 0..10
      debrief calibration --ratings ./ratings
      debrief calibration --json | jq '.alpha.ordinal'
      debrief calibration --cluster tls://scheduler.internal:8786

    Exit codes: 0 fine · 1 something could not be used, the rest counts · 2 wrong use · 3 a file
    could not be read.
    """
    if levels is not None and ratings is None:
        raise WrongUseError("--levels sets the scale of --ratings; give both.")
    if levels is not None and ratings is not None and ratings.is_dir():
        raise WrongUseError("--levels is for a CSV; in a folder each session has its own scale.")
    if not (as_text or as_json) and _has_screen(ratings):
        _show(chosen.directory(sessions), ratings, levels, cluster)
        return
    from debrief.calibration.cluster import ClusterError
    from debrief.calibration.pool import LostError

    try:
        with undisturbed():
            if ratings is not None:
                _of_list(ratings, levels, cluster, as_json=as_json)
            else:
                _of_archive(chosen.directory(sessions), cluster, as_json=as_json)
    except (ClusterError, LostError) as problem:
        raise FailedError(str(problem)) from problem


def _scale(text: str) -> range:
    """Parse a scale, such as `4` or `0..10`; WrongUseError."""
    from debrief.calibration.sessions import LONGEST_SCALE

    match = re.fullmatch(r"(?:(-?[0-9]{1,3})\.\.)?(-?[0-9]{1,3})", text.strip())
    scale = range(int(match[1] or 1), int(match[2]) + 1) if match else range(0)
    if not 2 <= len(scale) <= LONGEST_SCALE:  # noqa: PLR2004 - with one level there is no scale
        raise WrongUseError(
            f"--levels must be a number of levels from 2 to {LONGEST_SCALE}, or the lowest and the "
            "highest rating, such as 0..10."
        )
    return scale


def _has_screen(ratings: Path | None) -> bool:
    """Return whether to show a screen; a missing file is reported as text."""
    from debrief.cli.home import unusable

    return unusable() is None and (ratings is None or ratings.exists())


def _show(root: Path, ratings: Path | None, levels: range | None, cluster: str | None) -> None:
    from debrief.cli import calibration_screen as screen

    if ratings is None:
        screen.show(screen.of_archive(root, cluster))
    else:
        screen.show(screen.of_list(ratings, levels, cluster))


def _of_list(path: Path, levels: range | None, cluster: str | None, *, as_json: bool) -> None:
    listed, names = read_ratings(path, levels)
    if as_json:
        rows = {"used": listed.used, "without": listed.without, "left_out": listed.left_out}
        findings = [_finding(finding) for finding in listed.findings]
        _print_json(_report(listed.sessions, names, cluster), {"rows": rows, "findings": findings})
    else:
        for line in (*findings_told(listed), ratings_used(listed, levels), ""):
            click.echo(line)
        _print_text(_report(listed.sessions, names, cluster), meetings=False)
    if any(finding.severity == "error" for finding in listed.findings):
        raise Exit(FINDINGS)


def _of_archive(root: Path, cluster: str | None, *, as_json: bool) -> None:
    past = read_archive(root, _progress("Reading sessions"))
    if as_json:
        damaged = [{"session": entry.session, "problem": entry.problem} for entry in past.damaged]
        _print_json(
            _report(past.sessions, past.names, cluster),
            {"damaged": damaged, "unfinished": past.unfinished},
        )
    elif not past.sessions and not past.damaged:
        click.echo(f"No finished session in {chosen.shown(root)}, so there is nothing to show yet.")
    else:
        for line in _about_archive(past):
            click.echo(line)
        _print_text(_report(past.sessions, past.names, cluster))
        if past.unfinished:
            many = "1 session is" if past.unfinished == 1 else f"{past.unfinished:,} sessions are"
            click.echo(f"\n{many} not finished yet, so not used.")
    if past.damaged:
        raise Exit(FINDINGS)


def _about_archive(past: PastMeetings) -> list[str]:
    lines = [f"{x.session} is damaged and was skipped. {x.problem}" for x in past.damaged]
    return [*lines, ""] if lines else []


def _report(sessions: tuple[SessionRatings, ...], names: Names, cluster: str | None) -> Calibration:
    return estimated(sessions, names, _progress("Adding up ratings"), cluster)


def _print_text(calibration: Calibration, *, meetings: bool = True) -> None:
    from debrief.calibration.text import calibration_text

    click.echo("\n".join(calibration_text(calibration, meetings=meetings)))


def _print_json(calibration: Calibration, more: dict[str, Any]) -> None:
    from debrief.calibration.text import calibration_members

    click.echo(_dumped({**calibration_members(calibration), "seed": SEED, **more}))


def _dumped(members: dict[str, Any]) -> str:
    return json.dumps(members, ensure_ascii=False, indent=2, allow_nan=False)


def _progress(what: str) -> Callable[[int, int], None]:
    """Return a function that draws progress on standard error, if that is a terminal."""
    if not sys.stderr.isatty():
        return lambda done, of: None
    bars: list[Any] = []

    def draw(done: int, of: int) -> None:
        if of < MANY[what]:
            return
        if not bars:
            bars.append(click.progressbar(length=of, label=what, file=sys.stderr))
        bars[0].update(done - bars[0].pos)
        if done == of:
            click.echo("\r\x1b[K", nl=False, err=True)

    return draw


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "severity": finding.severity,
        "code": finding.code,
        "message": finding.message,
        "hint": finding.hint,
    }
