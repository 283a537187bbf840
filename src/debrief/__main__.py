"""Start the command line, for `debrief` and `python -m debrief`."""

from __future__ import annotations

import os
import sys

from debrief import quiet


def main() -> None:
    """Run the command line; if it draws a screen, silence the terminal before other imports."""
    if sys.platform != "win32" and quiet.draws_a_screen(sys.argv[1:], os.environ.get("TERM", "")):
        quiet.start()
    try:
        from debrief.cli.main import main as run
    except KeyboardInterrupt:
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
