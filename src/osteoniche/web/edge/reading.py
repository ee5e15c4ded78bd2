"""Requests that come in drop by drop: only a few of them may hold a thread, however many there are.

A thread reads a request until all of it is there, and each byte is a sign of life: a browser can
take as long as it likes. So of those that a process waits for only some stay. A request of the page
is there at once.
"""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from osteoniche.web.edge.presence import is_silent

AT_ONCE = 16
"""Slow requests that a process waits for at a time."""
SLOW = 0.25
"""Seconds from which on a request that has not come whole is slow."""


class Readings:
    """The connections on which a request is being read, those first that are read for longest."""

    def __init__(self, at_once: int = AT_ONCE, clock: Callable[[], float] = time.monotonic) -> None:
        self._at_once, self._clock = at_once, clock
        self._since: dict[socket.socket, float] = {}
        self._guard = threading.Lock()

    @contextmanager
    def of(self, connection: socket.socket) -> Iterator[None]:
        """A request is read from a connection; see `end_slow`."""
        self.begin(connection)
        try:
            yield
        finally:
            self.end(connection)

    def begin(self, connection: socket.socket) -> None:
        """A request is read from now on."""
        with self._guard:
            self._since[connection] = self._clock()

    def end(self, connection: socket.socket) -> None:
        """It is there, or was given up."""
        with self._guard:
            self._since.pop(connection, None)

    def end_slow(self) -> None:
        """Where too many are slow, nothing more is read from the slowest, as if it had ended."""
        with self._guard:
            before = self._clock() - SLOW
            slow = [each for each, since in self._since.items() if since < before]
            for each in [each for each in slow if _waits(each)][
                : max(0, len(slow) - self._at_once)
            ]:
                del self._since[each]
                with suppress(OSError):  # it has gone by itself
                    each.shutdown(socket.SHUT_RD)


def _waits(connection: socket.socket) -> bool:
    """Whether its browser is waited for: else it is this server that is slow."""
    try:
        return is_silent(connection)
    except (OSError, ValueError):  # it has gone by itself
        return False


READINGS = Readings()
"""Those of this process."""
