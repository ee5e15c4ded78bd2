"""One server and one real Chromium for all browser tests; pages that complain fail their test."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, sync_playwright

ROOT = Path(__file__).parents[2]
DESKTOP, TELEPHONE = (1280, 800), (390, 844)
PATIENCE = 90_000
"""Milliseconds that anything may take: the machine may be busy, and only what happens is judged."""
QUIETLY = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update "
    "--disable-sync --no-first-run"
).split()
"""Chromium's own traffic is switched off: the tests watch for traffic of the page."""

Open = Callable[..., Page]


@contextmanager
def served(**variables: str) -> Iterator[str]:
    """`python app.py` on a free port; gives its address once it listens."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("OSTEONICHE_") and name not in {"DISPLAY", "WAYLAND_DISPLAY"}
    }
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "app.py")],
        # BROWSER: where there is a screen, no window is to open
        env=kept | {"OSTEONICHE_PORT": str(port), "BROWSER": "true"} | variables,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        _wait_for(port, process)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        _, said = process.communicate(timeout=60)
    assert "Traceback" not in said, said


def _wait_for(port: int, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < deadline:
        assert process.poll() is None, process.communicate()[1]
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the server does not listen")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with a cache of its own."""
    folder = tmp_path_factory.mktemp("results")
    with served(OSTEONICHE_CACHE=str(folder)) as address:
        with urllib.request.urlopen(address, timeout=60) as answer:
            assert answer.status == 200
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium or Chrome of this machine."""
    path = os.environ.get("CHROMIUM")
    if not path:
        found = subprocess.run(
            [str(ROOT / "tools" / "chromium")], capture_output=True, text=True, check=True
        )
        path = found.stdout.strip()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=QUIETLY)
        yield chromium
        chromium.close()


class Watch:
    """Everything that a page may not do: complain, fail, or ask another host."""

    def __init__(self, page: Page, address: str) -> None:
        self.complaints: list[str] = []
        self.address = address
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)
        page.on("requestfailed", self._failed)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type} on the console: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.complaints.append(f"request to another host: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.complaints.append(f"status {response.status}: {response.url}")

    def _failed(self, request: Request) -> None:
        if "ERR_ABORTED" not in (request.failure or ""):  # a page that is left or reloaded
            self.complaints.append(f"failed: {request.url} {request.failure}")


@pytest.fixture
def open_page(browser: Browser, server: str) -> Iterator[Open]:
    """Opens the page, waits for its first answer, and watches it until the end of the test."""
    contexts, watches = [], []

    def opened(
        query: str = "",
        size: tuple[int, int] = DESKTOP,
        theme: Any = "light",
        address: str = server,
        *,
        answered: bool = True,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=theme,
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        watches.append(Watch(page, address))
        page.goto(address + query, wait_until="commit")
        if answered:
            page.wait_for_selector("body[data-answered]")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [complaint for watch in watches for complaint in watch.complaints] == []
