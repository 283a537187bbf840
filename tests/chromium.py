"""A real browser without a window, spoken to over a pipe: what a person would do, and sees."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SECONDS = 40.0

# DevTools commands come in on descriptor 3 and answers go out on 4, each message ended by a NUL.
FLAGS = (
    "--headless=new",
    "--remote-debugging-pipe",
    "--no-sandbox",  # tests may run as root in a container, which has no other sandbox
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--mute-audio",
    "--lang=en-GB",
    "--force-prefers-reduced-motion",  # a page that still scrolls moves away from a click
)


def installed() -> str | None:
    """The browser that is here, if there is one."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


class Chromium:
    """One browser and one page; every wait ends, with what was waited for."""

    def __init__(self, program: str, home: Path, *flags: str) -> None:
        self.home = home
        self.downloads = home / "downloads"
        self.downloads.mkdir(parents=True)
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self._number = 0
        self._read = b""
        self._dialog = True
        self._session = ""
        to_read, self._to = _pipe()
        self._from, to_write = _pipe()
        # The shell moves the two ends to where the browser looks for them.
        words = f'exec "$@" 3<&{to_read} 4>&{to_write}'
        self._process = subprocess.Popen(
            [
                "bash",
                "-c",
                words,
                "-",
                program,
                *FLAGS,
                *flags,
                f"--user-data-dir={home / 'profile'}",
            ],
            pass_fds=(to_read, to_write),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": str(home)},
            start_new_session=True,
        )
        os.close(to_read)
        os.close(to_write)
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)[
            "sessionId"
        ]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        self.call("Page.setDownloadBehavior", behavior="allow", downloadPath=str(self.downloads))

    # ---- what a person does

    def open(self, page: Path) -> None:
        """Load a file, and wait until it stands."""
        self.js("window.isLeft = true")  # the page before is complete as well, and may linger
        self.call("Page.navigate", url=page.as_uri())
        self.wait("!window.isLeft && document.readyState === 'complete'", f"{page.name} to load")

    def focus(self, selector: str) -> None:
        """Put the focus on the one element that this selects."""
        found = self.js(f"document.querySelectorAll({json.dumps(selector)}).length")
        assert found == 1, f"{found} elements for {selector}"
        self.js(f"document.querySelector({json.dumps(selector)}).focus()")

    def type(self, selector: str, text: str) -> None:
        """Write text into a field, as an input method does."""
        self.focus(selector)
        self.call("Input.insertText", text=text)

    def click(self, selector: str) -> None:
        """Press the mouse on the middle of an element."""
        self.seen(selector)
        box = self.js(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)});"
            "e.scrollIntoView({block: 'center', behavior: 'instant'});"
            "const r = e.getBoundingClientRect();"
            "return [r.x + r.width / 2, r.y + r.height / 2] })()"
        )
        where = {"x": box[0], "y": box[1], "button": "left", "clickCount": 1}
        self.call("Input.dispatchMouseEvent", type="mousePressed", **where)
        self.call("Input.dispatchMouseEvent", type="mouseReleased", **where)

    def choose(self, name: str, value: str) -> None:
        """Press the one answer of a group that has this value."""
        self.click(f'[name="{name}"][value={json.dumps(value)}]')

    def seen(self, selector: str) -> None:
        """Fail clearly when there is not one such element that can be seen."""
        seen = self.js(
            f"[...document.querySelectorAll({json.dumps(selector)})].map(e => e.offsetHeight > 0)"
        )
        assert seen == [True], f"{selector}: {seen}"

    def press(self, key: str, text: str = "") -> None:
        """Press and release one key."""
        codes = {"Tab": 9, "Enter": 13, " ": 32, "ArrowDown": 40}
        about = {"key": key, "windowsVirtualKeyCode": codes[key], "text": text}
        self.call("Input.dispatchKeyEvent", type="keyDown", **about)
        self.call("Input.dispatchKeyEvent", type="keyUp", **about)

    def answer_dialogs(self, *, yes: bool) -> None:
        """Say what the next questions of the page are answered with."""
        self._dialog = yes

    # ---- what there is to see

    def js(self, expression: str) -> Any:
        """Return the value of an expression in the page; a promise is awaited."""
        done = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in done, done["exceptionDetails"]
        return done["result"].get("value")

    def text(self, selector: str) -> str:
        """The text of the one element that this selects, as it is shown."""
        return str(self.js(f"document.querySelector({json.dumps(selector)}).innerText"))

    def value(self, selector: str) -> str:
        """Return the text of a field."""
        return str(self.js(f"document.querySelector({json.dumps(selector)}).value"))

    def wait(self, expression: str, what: str) -> None:
        """Ask until it is so."""
        end = time.monotonic() + SECONDS
        while not self.js(expression):
            assert time.monotonic() < end, f"waited in vain for {what}"

    def downloaded(self, name: str) -> bytes:
        """A file that was saved, once it is whole."""
        end = time.monotonic() + SECONDS
        while not (self.downloads / name).exists():
            assert time.monotonic() < end, f"{name} was not saved"
            self.js("new Promise(done => setTimeout(done, 20))")
        return (self.downloads / name).read_bytes()

    def picture(self, path: Path, *, whole: bool = False) -> None:
        """Write a picture of the page."""
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(shot["data"]))

    # ---- the pipe

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Send one command, and return its result."""
        self._number += 1
        number = self._number
        message: dict[str, Any] = {"id": number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        end = time.monotonic() + SECONDS
        while True:
            answer = self._next(end, method)
            if answer.get("id") == number:
                assert "error" not in answer, f"{method}: {answer['error']}"
                result: dict[str, Any] = answer["result"]
                return result
            self._noticed(answer)

    def _next(self, end: float, what: str) -> dict[str, Any]:
        while b"\0" not in self._read:
            ready, _, _ = select.select([self._from], [], [], max(0, end - time.monotonic()))
            assert ready, f"the browser did not answer {what}"
            part = os.read(self._from, 1 << 16)
            assert part, f"the browser ended before it answered {what}"
            self._read += part
        one, _, self._read = self._read.partition(b"\0")
        message: dict[str, Any] = json.loads(one)
        return message

    def _noticed(self, event: dict[str, Any]) -> None:
        params = event.get("params", {})
        match event.get("method"):
            case "Network.requestWillBeSent":
                self.requests.append(params["request"]["url"])
            case "Log.entryAdded":
                self.complaints.append(params["entry"]["text"])
            case "Runtime.exceptionThrown":
                self.complaints.append(str(params["exceptionDetails"]))
            case "Page.javascriptDialogOpening":
                self._answer_dialog()

    def _answer_dialog(self) -> None:
        # Its answer comes while another command waits for one, and is read over there.
        self._number += 1
        message = {
            "id": self._number,
            "method": "Page.handleJavaScriptDialog",
            "params": {"accept": self._dialog},
            "sessionId": self._session,
        }
        os.write(self._to, json.dumps(message).encode() + b"\0")

    def close(self) -> None:
        """End the browser and whatever it started."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(timeout=SECONDS)
        os.close(self._to)
        os.close(self._from)


def _pipe() -> tuple[int, int]:
    """A pipe whose ends are out of the way of descriptors 3 and 4."""
    ends = os.pipe()
    away = (
        fcntl.fcntl(ends[0], fcntl.F_DUPFD_CLOEXEC, 10),
        fcntl.fcntl(ends[1], fcntl.F_DUPFD_CLOEXEC, 10),
    )
    for end in ends:
        os.close(end)
    return away
