"""The offline forms of a session, written from its current brief."""

from __future__ import annotations

import os
from pathlib import Path

from debrief.cli import sessions as chosen
from debrief.cli.errors import WrongUseError


def write_forms(folder: Path) -> tuple[int, int]:
    """Write forms/<panelist>.html for each panelist; return the numbers of forms and cards written.

    Existing forms are replaced. Until the meeting begins, so are scorecards that are still empty.
    Raise WrongUseError if session.toml has an error, FileProblem if a file cannot be written.
    """
    from debrief.report.form import form_html
    from debrief.store import atomic
    from debrief.store.cards.receive import called
    from debrief.store.sessions.scaffold import write_templates
    from debrief.store.sessions.session import SESSION_BYTES, read_brief

    brief, _ = read_brief(atomic.read_regular(folder / "session.toml", SESSION_BYTES))
    if brief is None:
        raise WrongUseError(
            "No form was written because session.toml has errors. To list them: "
            f"debrief check {chosen.name_of(folder)}"
        )
    forms = folder / "forms"
    session = called(folder)
    try:
        forms.mkdir(exist_ok=True)
    except OSError as error:
        raise atomic.FileProblem(forms, atomic.failed("created", error)) from error
    for panelist in brief.panel:
        page = form_html(brief, panelist.id, session)
        atomic.write(forms / f"{panelist.id}.html", page.encode())
    if os.path.lexists(folder / "journal.jsonl") or not (folder / "scores").is_dir():
        return len(brief.panel), 0
    return len(brief.panel), write_templates(folder, brief)
