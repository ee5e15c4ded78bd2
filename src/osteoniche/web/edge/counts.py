"""What the server counts of its work; nothing, unless a setting lets somebody read it.

Who counts is handed to line, cache and jobs from outside: they know names and numbers only.
"""

from collections.abc import Callable
from typing import TypeVar

from dash import Dash

from osteoniche.cache import Found
from osteoniche.jobs import State
from osteoniche.web.edge.health import Standing

T = TypeVar("T")

#: What is computed for visitors: each has a line and a part of the cache of its own.
CURVES, RANGES, ARMS = "curves", "likely ranges", "arms of cohorts"
KINDS = (CURVES, RANGES, ARMS)


class Counts:
    """Counts nothing; metrics.py has the one that does."""

    def install(self, app: Dash) -> None:
        """Count the requests of an application; before all else that stands around requests."""

    def line(self, kind: str) -> Callable[[Standing, int], None]:
        """What hears how many more (1) or fewer (-1) wait or compute, and of which of the two."""
        return lambda standing, by: None

    def lookups(self, kind: str) -> Callable[[Found], None]:
        """What hears where the cache found a value."""
        return lambda found: None

    def counted(self, kind: str, compute: Callable[[], T]) -> Callable[[], T]:
        """A computation whose processor time is counted."""
        return compute

    def job(self, key: str, state: State) -> None:
        """Hear the state of a job that this process drives, again and again."""
