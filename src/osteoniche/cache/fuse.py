"""Leaving alone for a while what fails again and again."""

import logging
import threading
import time

#: After so many failures in a row the cache is left alone for so many seconds.
FAILURES, PAUSE = 3, 10.0

logger = logging.getLogger(__package__)


class Fuse:
    """Leaves alone for PAUSE seconds what failed FAILURES times in a row, then tries once.

    The log has one line when that begins, and one when it is over.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._failures = 0
        self._first_failure = 0.0
        self._next_try = 0.0
        self._guard = threading.Lock()

    @property
    def failing(self) -> bool:
        """Whether the last attempt failed."""
        return self._failures > 0

    @property
    def failing_for(self) -> float | None:
        """Seconds since the first of the failures that have not ended yet; None without."""
        with self._guard:
            return time.monotonic() - self._first_failure if self._failures else None

    def allows(self) -> bool:
        """Whether to try now. After a pause one caller does; the others go on without."""
        with self._guard:
            now = time.monotonic()
            if self._failures >= FAILURES:
                if now < self._next_try:
                    return False
                self._next_try = now + PAUSE
            return True

    def succeeded(self) -> None:
        """Note that an attempt went well."""
        with self._guard:
            recovered, self._failures = self._failures >= FAILURES, 0
        if recovered:
            logger.warning("%s the cache works again.", self._what)

    def failed(self, error: Exception) -> None:
        """Note that an attempt failed, and of what."""
        with self._guard:
            if not self._failures:
                self._first_failure = time.monotonic()
            self._failures += 1
            self._next_try = time.monotonic() + PAUSE
            blown = self._failures == FAILURES
        if blown:
            cause = f"{type(error).__name__}: {error}"
            logger.warning("%s the cache fails; computing without it: %s", self._what, cause)
