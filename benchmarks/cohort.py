"""Cohorts: what a visitor waits for, along a setting too, and the largest one as long work."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator

from benchmarks.ensemble import peak
from benchmarks.figure import Figure
from benchmarks.page import WATCH, delay, thumb
from benchmarks.served import browsing, prepare, running
from osteoniche import study
from osteoniche.analysis.cohort import MOST, PATIENTS, SEED, SUBJECTS, cohort
from osteoniche.analysis.cohort.along import along
from osteoniche.analysis.cohort.work import Asked, chunk
from osteoniche.cache import Vault
from osteoniche.engine import compiled
from osteoniche.jobs import Jobs, LocalPool, State, Work
from osteoniche.scenario.presets import preset
from osteoniche.web.pages.cohort import ids

ROUNDS = 9
DOSES = (0, 0.03, 0.1, 0.3, 1, 3, 10, 20, 30)
"""Nine values of the antibody's dose."""
MICE, PEOPLE, ALONG, LARGEST = 0.4, 1.0, 0.5, 45.0
"""Seconds."""
DRAGGED, PATIENTLY = 200.0, 400.0
"""Milliseconds until the bands of the visitor's run follow a dial, of mice and of patients."""
DIAL = "antibody.dose"
FIRST = 300_000
"""Milliseconds that the first cohort may take, where everything is compiled first."""
BANDS = f"#{ids.BANDS} .js-plotly-plot"
MEGABYTES = 60.0
"""What the process that waits for the largest cohort may take for it: its parts are on disk."""


def measure() -> Iterator[Figure]:
    """Every figure of this part; the largest cohort last, whose pool starts anew."""
    study.prepare_many()
    mice, people = preset("combination"), preset("combination", "human")
    yield _timed(f"{SUBJECTS} mice, four arms", MICE, lambda: cohort(mice, SUBJECTS))
    yield _timed(f"{PATIENTS} patients, four arms", PEOPLE, lambda: cohort(people, PATIENTS))
    nine = f"{SUBJECTS} mice along {len(DOSES)} doses"
    yield _timed(nine, ALONG, lambda: along(mice, "15D11.dose", DOSES, SUBJECTS))
    yield from _dragged()
    yield from _largest()


def _dragged() -> Iterator[Figure]:
    """A dial on the page of cohorts: from the key to the frame with the bands of the run."""
    with tempfile.TemporaryDirectory() as caches:
        prepare(caches)
        yield from _on_the_page(caches)


def _on_the_page(caches: str) -> Iterator[Figure]:
    with browsing() as page, running("make", "run", caches=caches) as address:
        for query, who, limit in (("", "mice", DRAGGED), ("?species=human", "patients", PATIENTLY)):
            page.goto(f"{address}cohort{query}")
            page.locator(f"#{ids.ARMS} tbody tr").first.wait_for(timeout=FIRST)
            page.wait_for_timeout(3000)
            page.evaluate(WATCH, BANDS)
            thumb(page, DIAL).focus()
            page.keyboard.press("Home")
            page.keyboard.press("ArrowRight")
            page.wait_for_timeout(5000)
            name = f"cohort of {who}, {DIAL}: key press to second frame, p95"
            yield delay(page, DIAL, "ArrowRight", name, limit)


def _timed(name: str, limit: float, run: Callable[[], object]) -> Figure:
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        run()
        times.append(time.perf_counter() - begun)
    note = f"fastest of {ROUNDS}; median {statistics.median(times):.3f}"
    return Figure(name, min(times), "s", limit, note)


def _largest() -> Iterator[Figure]:
    """As many mice as there may be, as long work in processes; and the memory of who waits."""
    asked = Asked(preset("combination"), MOST, SEED)
    before = peak()
    with tempfile.TemporaryDirectory() as folder:
        pool = LocalPool()
        jobs = Jobs(Vault(folder, compiled.fingerprint()), pool)
        begun = time.perf_counter()
        progress = jobs.finish(Work(chunk, asked.spec, asked.chunks), lambda _: None)
        taken = time.perf_counter() - begun
        jobs.close()
        pool.close()
    if progress.state is not State.DONE:
        raise RuntimeError(progress.sentence())
    note = f"{asked.chunks} parts, {pool.width} processes, their start included"
    yield Figure(f"{MOST:,} mice, four arms, as long work", taken, "s", LARGEST, note)
    yield Figure("  memory that it took beyond the last", peak() - before, "MB", MEGABYTES)
