"""How the server stays answerable: computation waits in a bounded line, the rest goes past it.

A thread that waits for a curve answers nobody. So in each process only so many requests may compute
or wait for a computation; what comes then is told at once to come back. At least RESERVED threads
are always free for what is quick: remembered curves, files, and the question whether the server is
alive.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from typing import Any, TypeVar

import flask

from osteoniche.cache import Abandoned, ResultCache
from osteoniche.web.edge.presence import is_there

T = TypeVar("T")

#: Path, below the prefix, that answers OK while the server lives.
PATH = "healthz"
#: Threads of a server process, and how many of them no computation may hold. So many, since they
#: mostly wait: a hall that opens the same preset at once is answered, not turned away.
THREADS, RESERVED = 64, 8
#: Simulations at once in a process. Two, since they share one core: a slow one (it may take
#: seconds) then delays the quick ones and does not stop them.
AT_ONCE = 2
#: Seconds that a request waits for its turn.
PATIENCE = 5.0
#: Seconds without a byte after which a request that has begun, or an answer, is given up: a
#: telephone that lost its network would hold a thread for ever.
RECEIVING, SENDING = 10, 30
#: Seconds after which who was turned away should ask again.
RETRY_AFTER = 1


#: Requests for what is dear that compute or wait, and the seconds that one waits: each takes some
#: itself.
DEAR_PLACES, DEAR_PATIENCE = 8, 10.0
#: Seconds after which one that waits looks whether its browser is still there.
LOOK = 0.1

_here = threading.local()


class Busy(Exception):
    """More curves are asked for than the server can compute in time."""


class Gone(Abandoned):
    """Who asked has left before it was that request's turn."""


class Standing(StrEnum):
    """What one who stands in line does."""

    WAITING = "waiting"
    COMPUTING = "computing"


class Turns:
    """So many at a time have a turn; the others wait in the order in which they came."""

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._waiting: deque[threading.Event] = deque()
        self._guard = threading.Lock()

    @property
    def free(self) -> int:
        """How many could begin now."""
        return self._free

    def take(self, patience: float) -> None:
        """Wait for a turn. Raises Busy if it does not come, Gone if nobody waits for it any more.

        Who has left gives up the place in the line, and never has a turn.
        """
        called = self._stand()
        end = time.monotonic() + patience
        while not called.wait(min(LOOK, max(0.0, end - time.monotonic()))):
            left = not is_there()
            if (left or time.monotonic() >= end) and self._step_out(called):
                raise Gone if left else Busy
        if not is_there():
            self.give_back()
            raise Gone

    def give_back(self) -> None:
        """End a turn: it is that of the next in line."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._free += 1

    def _stand(self) -> threading.Event:
        """Stand in line; what is given back is set once the turn has come."""
        called = threading.Event()
        with self._guard:
            if self._free:
                self._free -= 1
                called.set()
            else:
                self._waiting.append(called)
        return called

    def _step_out(self, called: threading.Event) -> bool:
        """Leave the line; False where the turn came at this very moment."""
        with self._guard:
            if called.is_set():
                return False
            self._waiting.remove(called)
            return True


class Line:
    """The line in which computations of one process wait.

    `places` callers may be in line, those at work included; `at_once` of them work at a time, each
    after at most `patience` seconds. Who is at work needs neither place nor turn in another line.
    `count` hears how many more (1) or fewer (-1) there are of a standing.
    """

    def __init__(
        self,
        places: int = THREADS - RESERVED,
        at_once: int = AT_ONCE,
        patience: float = PATIENCE,
        count: Callable[[Standing, int], object] = lambda standing, by: None,
    ) -> None:
        self._at_once, self._count, self._in_line = at_once, count, places
        self._places = threading.BoundedSemaphore(places)
        self._turns = Turns(at_once)
        self._patience = patience

    @property
    def standing(self) -> dict[Standing, int]:
        """How many wait and how many compute."""
        computing = self._at_once - self._turns.free
        # a semaphore tells it nowhere else
        waiting = max(0, self._in_line - self._places._value - computing)
        return {Standing.WAITING: waiting, Standing.COMPUTING: computing}

    @property
    def full(self) -> bool:
        """Whether who comes now is turned away."""
        return self._places._value == 0

    @contextmanager
    def place(self) -> Iterator[None]:
        """Stand in line. Raises Busy at once if all places are taken."""
        if _at_work():
            yield
            return
        if not self._places.acquire(blocking=False):
            raise Busy
        self._count(Standing.WAITING, 1)
        try:
            yield
        finally:
            self._count(Standing.WAITING, -1)
            self._places.release()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn to work. Raises Busy if it does not come, Gone if nobody waits."""
        if _at_work():
            yield
            return
        self._turns.take(self._patience)
        self._count(Standing.WAITING, -1)
        self._count(Standing.COMPUTING, 1)
        _here.at_work = True
        try:
            yield
        finally:
            _here.at_work = False
            self._count(Standing.COMPUTING, -1)
            self._count(Standing.WAITING, 1)
            self._turns.give_back()


def _at_work() -> bool:
    return getattr(_here, "at_work", False)


class Whole:
    """A line in which requests wait as a whole, each with all that it computes and draws."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def init_app(self, server: flask.Flask) -> None:
        """Have the requests of a server give their turns back when they end."""
        server.teardown_request(self._leave)

    def enter(self) -> None:
        """Wait for one's turn, which lasts until the present request ends. Raises Busy or Gone.

        It is asked for before anything else is held that others may wait for.
        """
        if not flask.has_request_context() or self in _turns():
            return
        with ExitStack() as taken:
            taken.enter_context(self._line.place())
            taken.enter_context(self._line.turn())
            _turns()[self] = taken.pop_all()

    def _leave(self, error: BaseException | None) -> None:
        if taken := _turns().pop(self, None):
            taken.close()


def _turns() -> dict[Whole, ExitStack]:
    """The turns that the present request has until its end."""
    turns: dict[Whole, ExitStack] = flask.g.setdefault("turns", {})
    return turns


class QueuedCache(ResultCache[T]):
    """Remembers results; who has to wait for one stands in line, who finds it does not."""

    def __init__(self, line: Line, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._line = line

    def _lead(
        self, name: str, compute: Callable[[], T], keep: Callable[[T], bool]
    ) -> tuple[T, bytes | None]:
        with self._line.place():
            return super()._lead(name, self._in_turn(compute), keep)

    def _follow(self, flight: "Future[bytes | None]", compute: Callable[[], T]) -> T:
        with self._line.place():
            return super()._follow(flight, self._in_turn(compute))

    def _in_turn(self, compute: Callable[[], T]) -> Callable[[], T]:
        def computed() -> T:
            with self._line.turn():
                return compute()

        return computed
