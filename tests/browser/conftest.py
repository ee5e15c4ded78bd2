"""One server and one real Chromium for all browser tests; pages that complain fail their test."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    Route,
    sync_playwright,
)
from tests.browser import laboratory as lab

from osteoniche.scenario.presets import OPENING, preset

ROOT = Path(__file__).parents[2]
DESKTOP, TELEPHONE = (1280, 800), (390, 844)
PATIENCE = 60_000
"""Milliseconds that anything may take: the machine may be busy, and only what happens is judged."""
QUIETLY = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update "
    "--disable-sync --no-first-run"
).split()
"""Chromium's own traffic is switched off: the tests watch for traffic of the page."""

Open = Callable[..., Page]
PASSED = pytest.StashKey[bool]()


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
        encoding="utf-8",
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
            [str(ROOT / "tools" / "chromium")],
            capture_output=True,
            encoding="utf-8",
            errors="replace",  # it may install one, whose installer writes as it likes
            check=True,
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


class Visitors:
    """Opens pages of a server in one browser and watches them."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address
        self.contexts: list[BrowserContext] = []
        self.kept: dict[Any, Page] = {}
        self.watches: list[Watch] = []

    def open(
        self,
        query: str = "",
        size: tuple[int, int] = DESKTOP,
        theme: Any = "light",
        address: str | None = None,
        *,
        answered: bool = True,
        telephone: bool = False,
        moves: bool = False,
        script: str = "",
        routes: Mapping[Any, Callable[[Route], None]] | None = None,
    ) -> Page:
        """A page of a new visitor; `answered` waits for the first curves.

        `telephone` is a real one with fingers, whose layout widens with what lies outside; a narrow
        window does not. What `moves` may move; for others all is still.
        `script` runs in the page before its own; `routes` are there before its first request.
        """
        width, height = TELEPHONE if telephone else size
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,
            reduced_motion="no-preference" if moves else "reduce",
            is_mobile=telephone,
            has_touch=telephone,
            device_scale_factor=3 if telephone else 1,
        )
        self.contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        if script:
            page.add_init_script(script)
        for pattern, handler in (routes or {}).items():
            page.route(pattern, handler)
        self.watches.append(Watch(page, address or self.address))
        page.goto((address or self.address) + query, wait_until="commit")
        if answered:
            page.wait_for_selector("body[data-answered]")
        return page

    def complaints(self) -> list[str]:
        """What the pages did wrong since this was last asked."""
        found = [complaint for watch in self.watches for complaint in watch.complaints]
        for watch in self.watches:
            watch.complaints.clear()
        return found

    def leave(self) -> None:
        """Close every page."""
        for context in self.contexts:
            context.close()
        self.kept.clear()
        self.contexts.clear()
        self.watches.clear()


@pytest.fixture
def open_page(browser: Browser, server: str) -> Iterator[Open]:
    """Opens pages of new visitors, watched until the end of the test."""
    visitors = Visitors(browser, server)
    yield visitors.open
    complaints = visitors.complaints()
    visitors.leave()
    assert complaints == []


@pytest.fixture(scope="module")
def one_visitor(browser: Browser, server: str) -> Iterator[Visitors]:
    """A visitor who stays for a whole file of tests, as opening a page takes seconds."""
    visitors = Visitors(browser, server)
    yield visitors
    visitors.leave()


@pytest.fixture
def used_page(one_visitor: Visitors, request: pytest.FixtureRequest) -> Iterator[Open]:
    """Pages as they open, used before by other tests of the file; new ones after a failure.

    Opening one takes seconds of work. A `path` within the laboratory is reached by its way.
    """

    def used(size: tuple[int, int] = DESKTOP, theme: str = "light", path: str = "") -> Page:
        page = one_visitor.kept.get((size, theme))
        if page is None:
            page = one_visitor.kept[size, theme] = one_visitor.open(size=size, theme=theme)
            lab.await_drawn(page, preset(OPENING))
        else:
            lab.start_again(page)
        if path:
            lab.go(page, path)
        return page

    yield used
    complaints = one_visitor.complaints()
    if complaints or not request.node.stash.get(PASSED, False):
        one_visitor.leave()
    assert complaints == []


@pytest.fixture
def page(used_page: Open) -> Page:
    """The page on a desk, in light."""
    return used_page()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Remember whether a test passed, for the fixture above."""
    report = yield
    if report.when == "call":
        item.stash[PASSED] = report.passed
    return report
