"""R1 to R9 of one server."""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterator

from benchmarks import served, spent, targets
from benchmarks.hall import browser, costs
from benchmarks.hall.asked import Asked
from benchmarks.hall.run import Hall, Outcome, filled, warm
from benchmarks.hall.told import in_a_hall, overloaded, peak
from benchmarks.served import browsing, running
from benchmarks.targets import Measured
from osteoniche.web.edge.health import THREADS
from osteoniche.web.pages.explore import live

PLAIN = [sys.executable, "-m", "gunicorn", "--config", "python:benchmarks"]
"""gunicorn, by no configuration of the page's."""
PLAIN += ["--bind", "127.0.0.1:{port}", "--preload", "benchmarks.plain:server"]
PLAIN += ["--worker-class", "gthread", "--threads", str(THREADS), "--keep-alive", "15"]
STUDENTS_AT_MOST = 900
"""Of an overload: gunicorn holds a thousand connections a process, and each student has two."""


class Figures:
    """What a server does for halls of students; the runs that were made are `outcomes`."""

    def __init__(self, options: argparse.Namespace, address: str) -> None:
        self.outcomes: dict[str, Outcome] = {}
        self._wanted = set(options.only)
        self._address = address
        self._hall = Hall(
            options.students, options.seconds, options.new, waits=options.mode == "page"
        )

    def all(self) -> Iterator[Measured]:
        """Those of R1 to R9 that are wanted."""
        with browsing() as page:
            asked, first = browser.opened(page, self._address)
            yield from (each for each in first if each.target.code in self._wanted)
            if "R5" in self._wanted:
                yield from browser.drags(page, self._address)
            if "R3" in self._wanted:
                yield from browser.steps(page, self._address)
        if not self._hall.new:
            asyncio.run(warm(asked, self._address))
        if self._wanted & {"R2", "R6"}:
            found = asyncio.run(costs.moves(asked, self._address))
            yield from (each for each in found if each.target.code in self._wanted)
        if self._wanted & {"R1", "R8", "R9"}:
            yield from self._halls(asked)
        if "R4" in self._wanted:
            yield asyncio.run(self._share(asked))

    def _halls(self, asked: Asked) -> Iterator[Measured]:
        hall = self._hall
        usual = self._filled(f"{hall.students} students", hall, asked)
        if "R1" in self._wanted:
            yield from in_a_hall(usual)
        if not self._wanted & {"R8", "R9"}:
            return

        def run(students: int) -> Outcome:
            again = Hall(students, hall.seconds / 2, hall.new)
            return self._filled(f"{students} students, for half as long", again, asked)

        full = peak(usual, run, STUDENTS_AT_MOST // 2)
        found = overloaded(full, run(2 * full.hall.students))
        yield from (each for each in found if each.target.code in self._wanted)

    def _filled(self, name: str, hall: Hall, asked: Asked) -> Outcome:
        self.outcomes[name] = asyncio.run(filled(hall, asked, self._address))
        return self.outcomes[name]

    async def _share(self, asked: Asked) -> Measured:
        """R4: beside a plain Flask route with as many processes."""
        body = await costs.bodies(asked, self._address, new=self._hall.new)
        ours, cost = await costs.rate(self._address, asked.prefix + live.PATH, body)
        processes = ("--workers", str(spent.cores()))
        compiled = {"XDG_CACHE_HOME": served.compiled()}
        with (
            tempfile.TemporaryDirectory() as folder,
            running(*PLAIN, *processes, caches=folder, **compiled) as plain,
        ):
            # First each process has to know what is remembered.
            await costs.rate(plain, "/", body, costs.SECONDS / 3)
            theirs, bare = await costs.rate(plain, "/", body)
        kind = "new" if self._hall.new else "remembered"
        note = f"{kind}: {ours:.0f} of {theirs:.0f}/s, of processors {cost:.1f} and {bare:.1f} ms"
        return Measured(targets.SHARE, 100 * ours / theirs, note)
