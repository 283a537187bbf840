"""One browser for the tests of pages; without one on this machine they are skipped."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from chromium import NAMES, Chromium, installed


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    program = installed()
    if program is None:
        pytest.skip(f"no browser here to try the page in: {', '.join(NAMES)}")
    chromium = Chromium(program, tmp_path_factory.mktemp("browser"))
    yield chromium
    chromium.close()
