"""What pages have computed: looked up first, and else in the line that its cost gives."""

import time
from collections.abc import Callable
from typing import TypeVar

import flask

from osteoniche.analysis.cohort import Arm
from osteoniche.analysis.cohort.work import (
    Asked,
    arm_of,
    values_from_bytes,
    values_to_bytes,
)
from osteoniche.cache import Vault
from osteoniche.calibration.bands import Band
from osteoniche.engine import compiled
from osteoniche.engine.ensemble import cores
from osteoniche.engine.result import Result, Status, failed, from_bytes, to_bytes
from osteoniche.scenario import Scenario
from osteoniche.settings import Settings
from osteoniche.study import simulate
from osteoniche.web.edge import weight
from osteoniche.web.edge.counts import ARMS, CURVES, RANGES, Counts
from osteoniche.web.edge.health import DEAR_PATIENCE, DEAR_PLACES, Line, QueuedCache, Whole
from osteoniche.web.edge.polite import politely
from osteoniche.web.pages.explore import likely_range

T = TypeVar("T")
MEMORY = 2**24
"""Bytes of results, of likely ranges, and of cohorts, that a process holds decoded."""


class Computing:
    """Curves, likely ranges and arms of cohorts, remembered in `vault`.

    What was used lately is looked up in memory first: four of the five runs of a picture stay the
    same while a dose moves, and unpacking one takes as long as all else that it is needed for.

    Its methods raise Busy if too many others compute or wait, and Gone if nobody waits for it any
    more: see web/edge/health.py.
    """

    def __init__(self, settings: Settings, counts: Counts | None = None) -> None:
        self._counts = counts = counts or Counts()
        self.vault = Vault(settings.cache, compiled.fingerprint(), secret=settings.cache_key)
        self.lines = {CURVES: Line(count=counts.line(CURVES))} | {
            kind: Line(DEAR_PLACES, at_once=1, count=counts.line(kind)) for kind in (RANGES, ARMS)
        }
        """The line of each kind."""
        self._curves = self._cache(CURVES, to_bytes, from_bytes)
        self._bands = self._cache(RANGES, likely_range.to_bytes, likely_range.from_bytes)
        self._groups = self._cache(ARMS, values_to_bytes, values_from_bytes)
        self._dear, self._dearest = (
            Whole(Line(DEAR_PLACES, at_once=1, patience=DEAR_PATIENCE)) for _ in range(2)
        )
        self._threads = max(1, cores() // (settings.processes or 1))  # the others have theirs

    def _cache(
        self, kind: str, encode: Callable[[T], bytes], decode: Callable[[bytes], T]
    ) -> QueuedCache[T]:
        heard = self._counts.lookups(kind)
        return QueuedCache[T](self.lines[kind], self.vault, encode, decode, MEMORY, heard)

    def init_app(self, server: flask.Flask) -> None:
        """Open the vault, and have the requests of a server leave their lines when they end."""
        self.vault.init_app(server)
        for line in (self._dear, self._dearest):
            line.init_app(server)

    def run(self, scenario: Scenario) -> Result:
        """A curve. A request for a dear one waits as a whole, since drawing it is dear too."""
        if weight.is_dear(scenario):
            self._dear.enter()
        return self._curves.remember(
            scenario.key(),
            self._counts.counted(CURVES, lambda: within_allowance(scenario)),
            keep=lambda result: result.status.lasts,
        )

    def band(self, scenario: Scenario) -> Band:
        """A likely range."""
        return self._many(
            self._bands,
            likely_range.key(scenario),
            weight.of_many(scenario),
            self._counts.counted(RANGES, lambda: likely_range.band(scenario, self._threads)),
        )

    def known_band(self, scenario: Scenario) -> Band | None:
        """A likely range that was computed before."""
        return self._bands.known(likely_range.key(scenario))

    def subjects(self, asked: Asked, arm: Scenario) -> Arm:
        """An arm of a cohort."""
        values = self._many(
            self._groups,
            asked.key_of(arm),
            weight.of_many(arm, asked.subjects),
            self._counts.counted(ARMS, lambda: arm_of(asked, arm, self._threads).values),
        )
        return Arm.of_values(arm, values)

    def _many(self, cache: QueuedCache[T], key: str, cost: float, compute: Callable[[], T]) -> T:
        """What is made of many curves, after single ones; the dearest has a line of its own."""
        found = cache.known(key)
        if found is None:
            if cost >= weight.DEAREST:
                self._dearest.enter()
            found = cache.remember(key, lambda: politely(compute))
        return found


def within_allowance(scenario: Scenario) -> Result:
    """The curve of a scenario, unless the present request has had its share of the processor."""
    if flask.has_request_context():
        now = time.thread_time()
        if now - flask.g.setdefault("computes_since", now) > weight.TOGETHER:
            return failed(Status.NO_TIME_LEFT)
    return simulate(scenario)
