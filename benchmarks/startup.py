"""From `make run` to the first curve on the screen, in a real browser."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.figure import Figure

ROOT = Path(__file__).resolve().parent.parent
BROWSER = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
PATIENCE = 120.0


def measure() -> Iterator[Figure]:
    """First start ever (nothing compiled, empty caches), then a start on a machine set up."""
    subprocess.run(["make", "--question", ".venv/.ready"], cwd=ROOT, check=False)
    with tempfile.TemporaryDirectory() as caches, _browser() as page:
        something, curve = _start(page, caches)
        yield Figure("first start ever: page on the screen", something, "s")
        yield Figure("first start ever: first curve, compilation included", curve, "s", 25.0)
        for attempt in (1, 2, 3):
            _, curve = _start(page, caches)
            yield Figure(f"make run to the first curve, start {attempt}", curve, "s", 6.0)


@contextmanager
def _browser() -> Iterator[Page]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=BROWSER)
        yield browser.new_page()
        browser.close()


def _start(page: Page, caches: str) -> tuple[float, float]:
    """Seconds from `make run` to the page, and to the first curve."""
    port = _free_port()
    environment = os.environ | {"XDG_CACHE_HOME": caches, "OSTEONICHE_PORT": str(port)}
    environment.pop("DISPLAY", None)
    begun = time.monotonic()
    server = subprocess.Popen(
        ["make", "run"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_for(port)
        page.goto(f"http://127.0.0.1:{port}/")
        page.wait_for_selector("#sentence", timeout=1e3 * PATIENCE)
        something = time.monotonic() - begun
        page.wait_for_selector(
            "#timecourse .scatterlayer .trace path", state="attached", timeout=1e3 * PATIENCE
        )
        return something, time.monotonic() - begun
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise TimeoutError(f"nothing listens on port {port}")
