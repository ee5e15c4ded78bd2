"""Cohorts: what a visitor waits for, along a setting too, and the largest one as long work."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator

from benchmarks.ensemble import peak
from benchmarks.figure import Figure
from osteoniche import study
from osteoniche.analysis.cohort import MOST, PATIENTS, SEED, SUBJECTS, cohort
from osteoniche.analysis.cohort.along import along
from osteoniche.analysis.cohort.work import Asked, chunk
from osteoniche.cache import Vault
from osteoniche.engine import compiled
from osteoniche.jobs import Jobs, LocalPool, State, Work
from osteoniche.scenario.presets import preset

ROUNDS = 9
DOSES = (0, 0.03, 0.1, 0.3, 1, 3, 10, 20, 30)
"""Nine values of the antibody's dose."""
MICE, PEOPLE, ALONG, LARGEST = 0.4, 1.0, 0.5, 45.0
"""Seconds."""
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
    yield from _largest()


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
