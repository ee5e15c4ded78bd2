"""Settings, cache and pages put together, and the start on one's own machine."""

import errno
import logging
import os
import socket
import sys
import threading
import webbrowser
from pathlib import Path

from dash import Dash

from osteoniche import compiled
from osteoniche.cache import ResultCache
from osteoniche.result import Result, Status, from_bytes, to_bytes
from osteoniche.scenario import Scenario
from osteoniche.settings import Settings, SettingsError, read_settings
from osteoniche.study import Run, simulate
from osteoniche.web.shell import create_app

WITHOUT_MEMORY = (Status.TOO_SLOW,)
"""Ends that depend on how busy the machine was; the next try may go better."""


def remembered(settings: Settings) -> tuple[Run, ResultCache[Result]]:
    """A `run` that looks results up before it computes them, and the cache it looks in."""
    cache = ResultCache(settings.cache, compiled.fingerprint(), to_bytes, from_bytes)

    def run(scenario: Scenario) -> Result:
        return cache.remember(
            scenario.key(),
            lambda: simulate(scenario),
            keep=lambda result: result.status not in WITHOUT_MEMORY,
        )

    return run, cache


def compose(assets: Path) -> Dash:
    """The application as the environment wants it; ends the program if the settings are wrong."""
    try:
        settings = read_settings()
    except SettingsError as error:
        sys.exit(str(error))
    run, cache = remembered(settings)
    app = create_app(run, assets, settings.prefix)
    cache.init_app(app.server)
    threading.Thread(target=compiled.load, name="prepare-model", daemon=True).start()
    return app


def run_here(app: Dash) -> int:
    """Serve on this machine for one person, and open the browser; the exit status."""
    settings = read_settings()
    address = f"http://{settings.host}:{settings.port}{settings.prefix}"
    if not _free(settings.host, settings.port):
        print(
            f"Port {settings.port} is taken. Close what uses it, or choose another: "
            f"OSTEONICHE_PORT={settings.port + 1} make run",
            file=sys.stderr,
        )
        return 1
    if not compiled.is_ready():
        print("Preparing the model for its first run on this machine: about ten seconds.")
    print(f"Osteoniche is at {address} (stop it with Ctrl-C).", flush=True)
    if _has_screen():
        threading.Timer(0.7, webbrowser.open, [address]).start()
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    app.run(host=settings.host, port=settings.port, debug=False)
    return 0


def _free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.errno != errno.EADDRINUSE
    return True


def _has_screen() -> bool:
    """Whether a browser window can be opened here (elsewhere a text browser would take over)."""
    if sys.platform in {"darwin", "win32"}:
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
