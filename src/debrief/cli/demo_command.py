"""`debrief demo`: the demo meeting, on a scratch copy."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import click

DEMO = "demo-vp-engineering"


@click.command("demo")
def command() -> None:
    """Run the demo meeting on a scratch copy. The bundled files are never touched.

    \b
    Example:
      debrief demo
    """
    from debrief.cli.meeting import run_meeting

    run_meeting(scratch_copy())


def scratch_copy() -> Path:
    """Copy the demo session to a new folder and return it."""
    from debrief.store import paths

    scratch = Path(tempfile.mkdtemp(prefix="debrief-demo-")) / DEMO
    shutil.copytree(paths.shipped("sessions") / DEMO, scratch, copy_function=shutil.copyfile)
    return scratch
