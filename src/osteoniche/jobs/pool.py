"""Where chunks run: processes of this machine, or a Dask cluster. Both are executors."""

import logging
import os
import signal
import threading
import time
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from enum import StrEnum
from typing import Any, Protocol

from osteoniche.engine.ensemble import cores
from osteoniche.errors import OsteonicheError
from osteoniche.jobs.work import Part, Work, computed

IDLE = 60
"""Seconds after which idle processes end."""
POLITENESS = 10
"""By how much work in the background is nicer than what a visitor waits for."""
CONNECTING = 5
"""Seconds that a cluster may take to answer."""
NO_CLUSTER = "The cluster that computes does not answer. Try again in a minute."
INSIDE = "A mistake of the program; its log says more."

logger = logging.getLogger(__name__)


class Unfinished(OsteonicheError):
    """Long work that ends before it is done; the message says why, for who waits."""


def told(error: BaseException) -> str:
    """Why work failed, for who waits. What was not said for people goes to the log instead.

    What a cluster says has the addresses of its machines, and a mistake the inside of the program.
    """
    if isinstance(error, OsteonicheError):
        return str(error)
    logger.warning("Long work failed: %s: %s", type(error).__name__, error)
    clusters = type(error).__module__.partition(".")[0] in {"distributed", "dask"}
    return NO_CLUSTER if clusters or isinstance(error, CancelledError) else INSIDE


class Workers(StrEnum):
    """How those are who run chunks."""

    ASLEEP = "asleep"
    """None runs; the next chunk wakes them."""
    ALIVE = "alive"
    DEAD = "dead"
    """Killed or gone; the next chunk tries to replace them."""


class Pool(Protocol):
    """Runs chunks; `width` of them at a time."""

    @property
    def workers(self) -> Workers:
        """How they are, without waking them."""

    @property
    def width(self) -> int:
        """Chunks that run at the same time."""

    def submit(self, work: Work, number: int) -> "Future[Part]":
        """Have a chunk computed. Raises Unfinished or BrokenExecutor where nobody can."""

    def close(self) -> None:
        """Stop everything."""


class LocalPool:
    """Processes of this machine, as many as cores; started at the first chunk.

    They are loky's: unlike those of the standard library they do not import the program's main
    file anew. When one is killed all are replaced, and the chunks under way fail.
    """

    def __init__(self, width: int | None = None) -> None:
        self._width = width or cores()
        self._executor: Executor | None = None
        self._guard = threading.Lock()

    @property
    def workers(self) -> Workers:
        """How the processes are."""
        executor: Any = self._executor  # loky tells it nowhere else
        if executor is None:
            return Workers.ASLEEP
        if executor._flags.broken:
            return Workers.DEAD
        return Workers.ALIVE if executor._processes else Workers.ASLEEP

    @property
    def width(self) -> int:
        """Chunks that run at the same time."""
        return self._width

    def submit(self, work: Work, number: int) -> "Future[Part]":
        """Have a chunk computed."""
        with self._guard:
            for _ in range(2):
                executor = self._executor = self._executor or self._started()
                try:
                    return executor.submit(computed, work.chunk, work.spec, number)
                except (BrokenExecutor, RuntimeError):  # a worker was killed, or all were idle
                    self._executor = None
        raise BrokenExecutor("no worker can be started")

    def close(self) -> None:
        """Stop all processes, chunks under way included."""
        with self._guard:
            executor, self._executor = self._executor, None
        if executor is not None:
            executor.shutdown(wait=True, kill_workers=True)  # type: ignore[call-arg]  # loky's own

    def _started(self) -> Executor:
        from loky.backend.context import get_context
        from loky.process_executor import ProcessPoolExecutor

        executor: Executor = ProcessPoolExecutor(
            self._width,
            context=get_context("loky"),
            timeout=IDLE,
            initializer=_settle,
            initargs=(os.getpid(),),
        )
        return executor


class Cluster:
    """A Dask cluster, by the address of its scheduler. It moves the chunks of workers it loses."""

    def __init__(self, scheduler: str) -> None:
        self._scheduler = scheduler
        self._client: Any = None
        self._guard = threading.Lock()

    @property
    def workers(self) -> Workers:
        """Whether the scheduler answers, once it was asked."""
        client = self._client
        if client is None:
            return Workers.ASLEEP
        return Workers.ALIVE if client.status == "running" else Workers.DEAD

    @property
    def width(self) -> int:
        """Chunks that run at the same time."""
        return max(1, int(sum(self._connected().ncores().values())))

    def submit(self, work: Work, number: int) -> "Future[Part]":
        """Have a chunk computed. Raises Unfinished if the cluster does not answer."""
        executor = self._connected().get_executor(pure=False)
        future: Future[Part] = executor.submit(computed, work.chunk, work.spec, number)
        return future

    def close(self) -> None:
        """Leave the cluster."""
        with self._guard:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def _connected(self) -> Any:
        import distributed

        connect: Any = distributed.Client  # half of it has types
        with self._guard:
            if self._client is None or self._client.status != "running":
                try:
                    self._client = connect(
                        self._scheduler, timeout=CONNECTING, set_as_default=False
                    )
                except Exception as error:  # of many kinds, and most hold its address
                    logger.warning("The cluster does not answer: %s", error)
                    raise Unfinished(NO_CLUSTER) from error
            return self._client


def _settle(parent: int) -> None:
    """Begin a worker's life: be nice to visitors, and end when the server does, not before."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C of a terminal goes to workers as well
    if hasattr(os, "nice"):
        os.nice(POLITENESS)
    threading.Thread(target=_follow, args=(parent,), daemon=True).start()


def _follow(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(0)
