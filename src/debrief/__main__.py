"""Makes `python -m debrief` the same command as `debrief`."""

from __future__ import annotations

from debrief.cli.main import main

if __name__ == "__main__":
    main()
