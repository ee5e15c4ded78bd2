"""A server and a browser to measure with."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import platformdirs
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
BROWSER = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
PATIENCE = 120.0
"""Seconds that a server may take to listen."""


SERVE = (sys.executable, "gunicorn.conf.py")
"""What `make serve` runs."""


@contextmanager
def running(*command: str, caches: str, **variables: str) -> Iterator[str]:
    """The address of a server that a command starts, with caches of its own.

    `{port}` in the command is the port; servers of this project find it in their settings. What it
    says goes to the file `log` among the caches.
    """
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    environment = {name: text for name, text in os.environ.items() if name != "DISPLAY"}
    environment |= {"XDG_CACHE_HOME": caches, "OSTEONICHE_PORT": str(port)} | variables
    with Path(caches, "log").open("ab") as log:
        server = subprocess.Popen(
            [part.format(port=port) for part in command],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}/"
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)


@contextmanager
def redis(folder: str) -> Iterator[str]:
    """The URL of a Redis of its own, which keeps as much as a folder does and stores nothing."""
    program = shutil.which("redis-server")
    if program is None:
        sys.exit("There is no redis-server on this machine: install one, or use --cache folder.")
    place = Path(folder, "redis.sock")
    options = {"port": "0", "unixsocket": str(place), "save": "", "dir": folder}
    options |= {"maxmemory": "256mb", "maxmemory-policy": "allkeys-lru"}
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    server = subprocess.Popen([program, *words], stdout=subprocess.DEVNULL)
    try:
        _wait_until(place.exists, "Redis")
        yield f"unix://{place}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def compiled() -> str:
    """Where this user has compiled code: the caches of a server that need not compile first."""
    return os.environ.get("XDG_CACHE_HOME") or platformdirs.user_cache_dir()


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
    def listens() -> bool:
        with closing(socket.socket()) as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    _wait_until(listens, f"port {port}")


def _wait_until(is_so: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError(f"nothing listens: {what}")
        time.sleep(0.02)
