"""Counts for Prometheus: of all processes of the server together, told to a few addresses only.

Each process writes its numbers to files of a folder in memory; whichever is asked adds them up. The
files are those of a place among the processes, not of a process: who replaces one goes on with its
numbers, so that neither files nor totals depend on how often processes are replaced.
"""

import atexit
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from ipaddress import IPv6Address, ip_address
from pathlib import Path
from typing import TypeVar

import flask
from dash import Dash
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    values,
)
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from werkzeug.exceptions import NotFound

from osteoniche.cache import Found
from osteoniche.jobs import State
from osteoniche.settings import Network
from osteoniche.web.edge.counts import KINDS, Counts
from osteoniche.web.edge.health import Standing

T = TypeVar("T")

#: Path, below the prefix, of the page of numbers.
PATH = "metrics"
#: Who names one of these was sent by a proxy: its address is not that of who asks.
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP", "Via")
#: Where files lie in memory: a full disk would kill who writes to a file as to memory.
IN_MEMORY = "/dev/shm"
#: The variable that names it to prometheus-client.
SHARED = "PROMETHEUS_MULTIPROC_DIR"
#: The place of the process that starts the others.
PARENT = "parent"
#: Seconds by which answers, and computations, are told apart.
ANSWERS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
SOLVING = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4)
ACTIVE = (State.WAITING, State.RUNNING)

values.ValueClass = values.MutexValue  # whatever the environment says: see Shared


class Shared:
    """What processes count that are forked from one: in its folder, each at its place."""

    def __init__(self) -> None:
        self._place = PARENT
        within = IN_MEMORY if os.access(IN_MEMORY, os.W_OK) else None
        self._folder = tempfile.mkdtemp(prefix="osteoniche-metrics-", dir=within)  # 0700
        atexit.register(self._remove, os.getpid())
        os.environ[SHARED] = self._folder
        values.ValueClass = values.MultiProcessValue(lambda: self._place)  # type: ignore[no-untyped-call]
        self._processes = Gauge(
            "osteoniche_processes",
            "Processes that serve.",
            registry=None,
            multiprocess_mode="livesum",
        )

    def _remove(self, owner: int) -> None:
        if os.getpid() == owner:  # not when a process ends that was forked
            shutil.rmtree(self._folder, ignore_errors=True)

    def forget(self) -> None:
        """Begin anew: what was asked before the server serves is not counted."""
        for file in Path(self._folder).iterdir():
            file.unlink()

    def begin(self, place: int) -> None:
        """Take a place; its numbers go on from those of the process that had it before."""
        self.end(place)
        self._place = str(place)
        self._processes.set(1)  # from here on all that is counted goes to this place

    def end(self, place: int) -> None:
        """Forget what the process of a place was doing, since it ended."""
        mark_process_dead(place, self._folder)  # type: ignore[no-untyped-call]


class Metrics(Counts):
    """Counts, and tells who asks from one of the `networks`."""

    def __init__(self, networks: Sequence[Network]) -> None:
        self._networks = networks
        self._prefix = "/"
        self._registry = CollectorRegistry()
        self._jobs_here: dict[str, State] = {}
        self._requests = self._counter("requests", "Answers.", "route", "status")
        self._refusals = self._counter("refusals", "Requests that were refused.", "reason")
        self._seconds = self._histogram("request_seconds", "Time to an answer.", "route", ANSWERS)
        self._line = self._gauge("line", "Who waits or computes now.", "kind", "standing")
        self._lookups = self._counter("cache_lookups", "Where values were.", "kind", "found")
        self._solver = self._histogram(
            "solver_cpu_seconds", "Processor time of computations.", "kind", SOLVING
        )
        self._jobs = self._gauge("jobs", "Long work that waits or runs now.", "state")
        self._ended = self._counter("jobs_ended", "Long work that ended.", "how")
        self._begin_at_zero()

    def _counter(self, name: str, meaning: str, *labels: str) -> Counter:
        return Counter(f"osteoniche_{name}", meaning, labels, registry=self._registry)

    def _gauge(self, name: str, meaning: str, *labels: str) -> Gauge:
        # "livesum": of the processes that live, added up.
        return Gauge(
            f"osteoniche_{name}",
            meaning,
            labels,
            registry=self._registry,
            multiprocess_mode="livesum",
        )

    def _histogram(
        self, name: str, meaning: str, label: str, buckets: Sequence[float]
    ) -> Histogram:
        return Histogram(
            f"osteoniche_{name}", meaning, (label,), registry=self._registry, buckets=buckets
        )

    def _begin_at_zero(self) -> None:
        """Have every number there from the start: what begins at 1 is no rise to Prometheus."""
        for kind in KINDS:
            self._solver.labels(kind)
            for standing in Standing:
                self._line.labels(kind, standing)
            for found in Found:
                self._lookups.labels(kind, found)
        for state in State:
            (self._jobs if state in ACTIVE else self._ended).labels(state)

    def install(self, app: Dash) -> None:
        """Count the requests of an application, and answer those for the numbers."""
        self._prefix = app.config.routes_pathname_prefix
        app.server.before_request(_begin)
        app.server.after_request(self._count)
        app.server.add_url_rule(self._prefix + PATH, PATH, self.page)

    def page(self) -> flask.Response:
        """All numbers, as Prometheus reads them. Raises NotFound for who may not see them."""
        if not self._may_see(flask.request):
            raise NotFound
        registry = self._registry
        if values.ValueClass is not values.MutexValue:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return flask.Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    def _may_see(self, request: flask.Request) -> bool:
        if any(name in request.headers for name in FORWARDED):
            return False
        try:
            address = ip_address(request.remote_addr or "")
        except ValueError:  # such as a socket that is a file
            return False
        if isinstance(address, IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        return any(address in network for network in self._networks)

    def _count(self, response: flask.Response) -> flask.Response:
        route = self._route(flask.request)
        self._requests.labels(route, response.status_code).inc()
        self._seconds.labels(route).observe(time.perf_counter() - flask.g.arrived)
        if reason := flask.g.get("refusal"):
            self._refusals.labels(reason).inc()
        return response

    def _route(self, request: flask.Request) -> str:
        """The rule that a path follows, of those the application has; never the path itself."""
        if request.url_rule is None:
            return "none"
        rule = request.url_rule.rule.removeprefix(self._prefix)
        return rule.partition("<")[0].rstrip("/") or "page"

    def line(self, kind: str) -> Callable[[Standing, int], None]:
        """What hears how many more (1) or fewer (-1) wait or compute, and of which of the two."""
        gauges = {standing: self._line.labels(kind, standing) for standing in Standing}
        return lambda standing, by: gauges[standing].inc(by)

    def lookups(self, kind: str) -> Callable[[Found], None]:
        """What hears where the cache found a value."""
        counters = {found: self._lookups.labels(kind, found) for found in Found}
        return lambda found: counters[found].inc()

    def counted(self, kind: str, compute: Callable[[], T]) -> Callable[[], T]:
        """A computation whose processor time is counted."""

        def computed() -> T:
            begun = time.thread_time()
            try:
                return compute()
            finally:
                self._solver.labels(kind).observe(time.thread_time() - begun)

        return computed

    def job(self, key: str, state: State) -> None:
        """Hear the state of a job that this process drives, again and again."""
        before = self._jobs_here.get(key)
        if state == before:
            return
        if before:
            self._jobs.labels(before).dec()
            del self._jobs_here[key]
        if state in ACTIVE:
            self._jobs.labels(state).inc()
            self._jobs_here[key] = state
        else:
            self._ended.labels(state).inc()


def _begin() -> None:
    flask.g.arrived = time.perf_counter()
