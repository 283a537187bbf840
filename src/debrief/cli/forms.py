"""The offline forms of a session, written from its brief as it is now."""

from __future__ import annotations

from pathlib import Path

from debrief.cli import sessions as chosen
from debrief.cli.errors import WrongUseError


def write_forms(folder: Path) -> tuple[int, int]:
    """Write forms/<panelist>.html for everybody on the panel, and return how many; FileProblem.

    A form that is there already is replaced. So are, until the meeting begins, the scorecards in
    which nothing is written yet; their number is returned too. WrongUseError when session.toml has
    an error.
    """
    from debrief.report.form import form_html
    from debrief.store import atomic
    from debrief.store.receive import called
    from debrief.store.scaffold import write_templates
    from debrief.store.session import SESSION_BYTES, read_brief

    brief, _ = read_brief(atomic.read_regular(folder / "session.toml", SESSION_BYTES))
    if brief is None:
        raise WrongUseError(
            "No form was written, because session.toml cannot be used yet; see what is wrong: "
            f"debrief check {chosen.name_of(folder)}"
        )
    forms = folder / "forms"
    session = called(folder)
    try:
        forms.mkdir(exist_ok=True)
    except OSError as error:
        reason = f"could not be made ({error.strerror}); check who may write there."
        raise atomic.FileProblem(forms, reason) from error
    for one in brief.panel:
        page = form_html(brief, one.id, session)
        atomic.write(forms / f"{one.id}.html", page.encode())
    if (folder / "journal.jsonl").exists() or not (folder / "scores").is_dir():
        return len(brief.panel), 0
    return len(brief.panel), write_templates(folder, brief)
