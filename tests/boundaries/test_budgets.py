"""Files stay small enough to be read in one sitting."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
LONGEST = 400
OWN_BUDGET = {"src/debrief/tui/app.py": 249}


def _written_files() -> list[Path]:
    rooms = [ROOT / "src", ROOT / "tests", ROOT / "benchmarks", ROOT / "docs"]
    return sorted(
        path for room in rooms for kind in ("*.py", "*.tcss") for path in room.rglob(kind)
    )


def test_no_file_is_longer_than_its_budget() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines())
        for path in _written_files()
    }

    too_long = {
        name: f"{length} lines, may have {OWN_BUDGET.get(name, LONGEST)}"
        for name, length in lengths.items()
        if length > OWN_BUDGET.get(name, LONGEST)
    }

    assert "src/debrief/__init__.py" in lengths
    assert too_long == {}
