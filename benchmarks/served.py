"""A server and a browser to measure with."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
BROWSER = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
PATIENCE = 120.0
"""Seconds that a server may take to listen."""


@contextmanager
def running(*command: str, caches: str, **variables: str) -> Iterator[str]:
    """The address of a server that a command starts, with caches of its own.

    `{port}` in the command is the port; servers of this project find it in their settings.
    """
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    environment = {name: text for name, text in os.environ.items() if name != "DISPLAY"}
    environment |= {"XDG_CACHE_HOME": caches, "OSTEONICHE_PORT": str(port)} | variables
    server = subprocess.Popen(
        [part.format(port=port) for part in command],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}/"
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)


def prepare(caches: str) -> None:
    """Have everything compiled into caches: else the server does that beside what is measured."""
    program = "from osteoniche import study; study.prepare(); study.prepare_many()"
    environment = dict(os.environ) | {"XDG_CACHE_HOME": caches, "PYTHONPATH": str(ROOT / "src")}
    subprocess.run([sys.executable, "-c", program], env=environment, check=True)


@contextmanager
def browsing() -> Iterator[Page]:
    """A page of the Chromium or Chrome of this machine."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=BROWSER)
        yield browser.new_page(viewport={"width": 1280, "height": 800})
        browser.close()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise TimeoutError(f"nothing listens on port {port}")
