"""Settings, cache and pages put together, and the start on one's own machine."""

import errno
import gc
import ipaddress
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import webbrowser
from collections.abc import Iterator
from pathlib import Path

import flask
from dash import Dash
from werkzeug.serving import WSGIRequestHandler, run_simple

import osteoniche
from osteoniche import study
from osteoniche.cache import Vault
from osteoniche.engine import compiled
from osteoniche.jobs import Cluster, Jobs, LocalPool, beside
from osteoniche.jobs.pool import POLITENESS
from osteoniche.settings import Settings, SettingsError, read_settings
from osteoniche.web.computing import Computing
from osteoniche.web.edge import log
from osteoniche.web.edge.counts import Counts
from osteoniche.web.edge.health import RECEIVING
from osteoniche.web.edge.readiness import Readiness
from osteoniche.web.shell import PAGES, create_app

JOBS = "osteoniche-jobs"
"""Name of the long work among the extensions of the server."""
VAULT = "osteoniche-vault"
"""Name of what remembers results among them."""
PREPARE = "prepare-model"
"""Name of the thread that loads the compiled model."""
PREPARING = "Preparing the model for its first run on this machine: about ten seconds."


def compose(assets: Path) -> Dash:
    """The application as the environment wants it; ends the program if the settings are wrong."""
    try:
        settings = read_settings()
    except SettingsError as error:
        sys.exit(str(error))
    counts = _counts(settings)
    computing = Computing(settings, counts)
    first = not compiled.is_ready()
    loading = threading.Thread(target=study.prepare, name=PREPARE, daemon=True)
    pool = Cluster(settings.scheduler) if settings.scheduler else LocalPool()
    jobs = Jobs(computing.vault, pool, beside(), heard=counts.job)

    def watch(app: Dash) -> None:
        counts.install(app)
        if settings.log:
            log.install(app)

    app = create_app(
        computing.run,
        jobs,
        assets,
        settings.prefix,
        lambda: first and loading.is_alive(),
        computing.band,
        computing.known_band,
        computing.subjects,
        settings.embed,
        watch,
    )
    Readiness(computing.vault, computing.lines, jobs, loading.is_alive).install(app)
    app.server.secret_key = settings.secret_key or None
    app.server.extensions[JOBS] = jobs
    app.server.extensions[VAULT] = computing.vault
    computing.init_app(app.server)
    loading.start()
    return app


def _counts(settings: Settings) -> Counts:
    """What counts: nothing, unless somebody may read it."""
    if not settings.metrics:
        return Counts()
    from osteoniche.web.edge.metrics import Metrics  # here: who counts nothing needs none of it

    return Metrics(settings.metrics)


def end(server: flask.Flask) -> None:
    """Stop the long work that this process drives, since it ends: others need not wait for it."""
    jobs: Jobs = server.extensions[JOBS]
    jobs.close()


def prepare() -> None:
    """Wait until the model is compiled and loaded, so that processes can be forked from this one.

    Says so if it takes long.
    """
    if not compiled.is_ready():
        print(PREPARING, flush=True)
    study.prepare()
    for thread in threading.enumerate():
        if thread.name == PREPARE:
            thread.join()


def prepare_pages() -> None:
    """Make what the first sight of each page needs, for all processes that are forked from this.

    What is there by now is left alone by the collector of garbage, which would write to each of its
    pages of memory, and so give each process a copy of its own.
    """
    for page in PAGES:
        page.prepare()
    gc.collect()
    gc.freeze()


def prepare_many() -> threading.Thread:
    """Have compiled what long work needs, in a process of its own that gives way to visitors."""
    command = (
        f"import os, sys; sys.path.insert(0, {str(Path(osteoniche.__file__).parents[1])!r}); "
        f"hasattr(os, 'nice') and os.nice({POLITENESS}); "
        "from osteoniche import study; study.prepare_many()"
    )

    def run() -> None:
        for thread in threading.enumerate():
            if thread.name == PREPARE:  # first things first
                thread.join()
        subprocess.run([sys.executable, "-c", command], stderr=subprocess.DEVNULL, check=False)

    preparing = threading.Thread(target=run, name="prepare-many", daemon=True)
    preparing.start()
    return preparing


def run_here(app: Dash) -> int:
    """Serve on this machine for one person, and open the browser; the exit status."""
    settings = read_settings()
    if problem := port_problem(settings, "make run"):
        print(problem, file=sys.stderr)
        return 1
    if not compiled.is_ready():
        print(PREPARING)
    print(welcome(settings), flush=True)
    for caution in cautions(settings, app.server):
        print(caution, file=sys.stderr, flush=True)
    prepare_many()
    if _has_screen():
        threading.Timer(0.7, webbrowser.open, [address(settings)]).start()
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as by Ctrl-C
    # Not app.run, nor that of Flask: they heed DASH_* and FLASK_*, such as a debugger's.
    try:
        run_simple(
            settings.host, settings.port, app.server, threaded=True, request_handler=_QuietHandler
        )
    except KeyboardInterrupt:  # before it served
        pass
    finally:
        end(app.server)
    return 0


class _QuietHandler(WSGIRequestHandler):
    timeout = RECEIVING

    def version_string(self) -> str:
        """What answers say of their server."""
        return "osteoniche"

    def address_string(self) -> str:
        """What the log says of a visitor."""
        return "visitor"


def netloc(settings: Settings) -> str:
    """Host and port as they stand in an address."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"{host}:{settings.port}"


def address(settings: Settings) -> str:
    """Where the page is, for a browser on this machine."""
    return f"http://{netloc(settings)}{settings.prefix}"


def welcome(settings: Settings) -> str:
    """What the terminal says once the page is there."""
    return f"Osteoniche is at {address(settings)} (stop it with Ctrl-C)."


def cautions(settings: Settings, server: flask.Flask) -> Iterator[str]:
    """What who starts a server should know, though it starts: a sentence for each."""
    if not _is_own(settings.host):
        yield (
            f"OSTEONICHE_HOST is {settings.host}: whoever reaches this machine reaches the page, "
            "and nothing is encrypted. For others than your own network put nginx in front; see "
            "docs/operations.md."
        )
    vault: Vault = server.extensions[VAULT]
    if problem := vault.problem():
        yield f"OSTEONICHE_CACHE can not be written, so each result is computed anew: {problem}"


def _is_own(host: str) -> bool:
    """Whether only this machine reaches an address that is listened on."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def port_problem(settings: Settings, command: str) -> str | None:
    """Why a server cannot listen where the settings say, or None if it can."""
    if _is_free(settings.host, settings.port):
        return None
    other = settings.port + 1 if settings.port < 65535 else settings.port - 1
    return (
        f"Port {settings.port} is taken. Close what uses it, or choose another: "
        f"OSTEONICHE_PORT={other} {command}"
    )


def _is_free(host: str, port: int) -> bool:
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
