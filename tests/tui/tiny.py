"""A script that starts the tiny app as a command starts a screen."""

from __future__ import annotations

import os
import sys

from debrief.cli.terminal import prepare, unusable


def main() -> int:
    if reason := unusable(sys.stdin, sys.stderr, os.environ):
        print(reason, file=sys.stderr)
        return 2
    prepare(os.environ)

    from tiny_app import Tiny

    app = Tiny("debrief run 'my session'")
    app.run()
    if app.return_code and app.return_code > 128:
        print("Ended from outside.")
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(main())
