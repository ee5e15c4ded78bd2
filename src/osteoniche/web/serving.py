"""Settings, cache and pages put together, and the start on one's own machine."""

import errno
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import webbrowser
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from dash import Dash
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, run_simple

import osteoniche
from osteoniche import study
from osteoniche.analysis.cohort import Arm
from osteoniche.analysis.cohort.work import (
    Asked,
    Subjects,
    Values,
    arm_of,
    values_from_bytes,
    values_to_bytes,
)
from osteoniche.cache import Vault
from osteoniche.calibration.bands import Band
from osteoniche.engine import compiled
from osteoniche.engine.result import Result, from_bytes, to_bytes
from osteoniche.jobs import Cluster, Jobs, LocalPool
from osteoniche.jobs.pool import POLITENESS
from osteoniche.scenario import Scenario
from osteoniche.settings import Settings, SettingsError, read_settings
from osteoniche.study import Run, simulate
from osteoniche.web.edge import log
from osteoniche.web.edge.counts import ARMS, CURVES, RANGES, Counts
from osteoniche.web.edge.health import RECEIVING, Line, QueuedCache, Standing
from osteoniche.web.edge.readiness import Readiness
from osteoniche.web.kit.page import Known, Likely
from osteoniche.web.pages.explore import likely_range
from osteoniche.web.shell import create_app

T = TypeVar("T")
JOBS = "osteoniche-jobs"
"""Name of the long work among the extensions of the server."""
PREPARE = "prepare-model"
"""Name of the thread that loads the compiled model."""
MEMORY = 2**24
"""Bytes of results, of likely ranges, and of cohorts, that a process holds decoded."""
BESIDE = 8
"""Likely ranges, and arms of cohorts, that are computed or waited for at a time."""
PREPARING = "Preparing the model for its first run on this machine: about ten seconds."


@dataclass(frozen=True)
class Remembered:
    """What computes, each looking up first; and where it is kept.

    `run` gives a curve, `band` a likely range, `known_band` one that was computed before,
    `subjects` an arm of a cohort. They raise Busy if too many others compute or wait: see
    web/edge/health.py.
    """

    run: Run
    band: Likely
    known_band: Known
    subjects: Subjects
    vault: Vault
    lines: Mapping[str, Line]
    """The line of each kind."""


def remembered(settings: Settings, counts: Counts) -> Remembered:
    """Everything that is computed, by way of memory and vault, and counted.

    What was used lately is looked up in memory first: four of the five runs of a picture stay the
    same while a dose moves, and unpacking one takes as long as all else that it is needed for.
    """
    vault = Vault(settings.cache, compiled.fingerprint(), secret=settings.cache_key)
    lines = {
        CURVES: Line(count=counts.line(CURVES)),
        **{kind: _beside(counts.line(kind)) for kind in (RANGES, ARMS)},
    }

    def cache_of(
        kind: str, encode: Callable[[T], bytes], decode: Callable[[bytes], T]
    ) -> QueuedCache[T]:
        return QueuedCache[T](lines[kind], vault, encode, decode, MEMORY, counts.lookups(kind))

    cache: QueuedCache[Result] = cache_of(CURVES, to_bytes, from_bytes)
    bands: QueuedCache[Band] = cache_of(RANGES, likely_range.to_bytes, likely_range.from_bytes)
    groups: QueuedCache[Values] = cache_of(ARMS, values_to_bytes, values_from_bytes)

    def run(scenario: Scenario) -> Result:
        return cache.remember(
            scenario.key(),
            counts.counted(CURVES, lambda: simulate(scenario)),
            keep=lambda result: result.status.lasts,
        )

    def band(scenario: Scenario) -> Band:
        return bands.remember(
            likely_range.key(scenario), counts.counted(RANGES, lambda: likely_range.band(scenario))
        )

    def known_band(scenario: Scenario) -> Band | None:
        return bands.known(likely_range.key(scenario))

    def subjects(asked: Asked, arm: Scenario) -> Arm:
        values = groups.remember(
            asked.key_of(arm), counts.counted(ARMS, lambda: arm_of(asked, arm).values)
        )
        return Arm.of_values(arm, values)

    return Remembered(run, band, known_band, subjects, vault, lines)


def _beside(count: Callable[[Standing, int], None]) -> Line:
    """The line of what is dear: one at a time, since curves come first."""
    return Line(places=BESIDE, at_once=1, count=count)


def compose(assets: Path) -> Dash:
    """The application as the environment wants it; ends the program if the settings are wrong."""
    try:
        settings = read_settings()
    except SettingsError as error:
        sys.exit(str(error))
    counts = _counts(settings)
    known = remembered(settings, counts)
    first = not compiled.is_ready()
    loading = threading.Thread(target=study.prepare, name=PREPARE, daemon=True)
    pool = Cluster(settings.scheduler) if settings.scheduler else LocalPool()
    jobs = Jobs(known.vault, pool, heard=counts.job)

    def watch(app: Dash) -> None:
        counts.install(app)
        if settings.log:
            log.install(app)

    app = create_app(
        known.run,
        jobs,
        assets,
        settings.prefix,
        lambda: first and loading.is_alive(),
        known.band,
        known.known_band,
        known.subjects,
        watch,
    )
    Readiness(known.vault, known.lines, jobs, loading.is_alive).install(app)
    app.server.secret_key = settings.secret_key or None
    app.server.extensions[JOBS] = jobs
    known.vault.init_app(app.server)
    loading.start()
    return app


def _counts(settings: Settings) -> Counts:
    """What counts: nothing, unless somebody may read it."""
    if not settings.metrics:
        return Counts()
    from osteoniche.web.edge.metrics import Metrics  # here: who counts nothing needs none of it

    return Metrics(settings.metrics)


def end(server: Flask) -> None:
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
