"""Many curves: CyRK's compiled integrators on the same equations, over all cores.

The curves of a batch come in order, in blocks, and nothing is kept of those that were handed out.
They are equal to those of the solver within a ten-thousandth; a failure is a status there as here.
"""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from osteoniche.engine import compiled
from osteoniche.engine.course import UNDERSHOOT, Budget
from osteoniche.engine.ensemble.batch import (
    Batch,
    Chunk,
    Columns,
    Listed,
    Varied,
    constants_of,
    doses_of,
)
from osteoniche.engine.result import Status
from osteoniche.errors import Problem, ScenarioError
from osteoniche.quantity import HUMAN
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import preset
from osteoniche.system import System, default_system

__all__ = ["Batch", "Block", "Columns", "Listed", "Varied", "curves", "prepare"]

Vector = npt.NDArray[np.float64]

RELATIVE_TOLERANCE, STIFF_TOLERANCE = 2e-7, 1e-7
"""Of the explicit and of the implicit method, whose errors add up more."""
STEPS_BEFORE_STIFF = 250
"""Steps of the explicit method in one piece, after which the implicit one takes over."""
TOGETHER = 32
"""Curves at most that are walked in one go, and handed out in one block."""
SHARES = 4
"""Blocks at least for each thread, so that one that is slow keeps no other idle for long."""
AHEAD = 2
"""Blocks that are worked on or wait to be fetched, for each thread."""


@dataclass(frozen=True)
class Block:
    """Some of the curves: `values` (curves, read-outs, days), the first of which is number `first`.

    A curve that can not be trusted has a status other than OK, and NaN for its values.
    `evaluations` is what each has spent of its budget.
    """

    first: int
    days: Vector
    values: Vector
    statuses: tuple[Status, ...]
    evaluations: npt.NDArray[np.int64]


def prepare() -> None:
    """Load (the first time: compile) all that ensembles need, what is used most often first.

    Without costs and with them; for drugs that saturate on their way, and for those that do not.
    """
    bent = preset("chemotherapy", HUMAN).changed(days=30)
    costs = [organ.readout.name for organ in default_system().organs]
    for readouts, scenario in product((["tumour_cells"], costs), (Scenario(days=7), bent)):
        chunk = Chunk(0, 1, scenario, partial(_values, scenario))
        _walk(chunk, readouts, None, Budget(), np.zeros(1, dtype=np.int64))


def curves(
    batch: Batch,
    readouts: Sequence[str],
    days: Any = None,
    *,
    budget: Budget | None = None,
    threads: int | None = None,
) -> Iterator[Block]:
    """The named read-outs of all curves of a batch, in order.

    `days` are those wanted, rising, at most up to the last day of each scenario (None: its rows);
    on the day of a dose, the value after it. The budget is that of each curve. `threads` is the
    number of cores to use (None: all that this process may use); the result does not depend on it.
    Closing the iterator stops the work. Raises ScenarioError for unknown read-outs or days.
    """
    wanted = _asked(readouts)
    rows = None if days is None else _checked_days(days)
    return _handed_out(batch, wanted, rows, budget or Budget(), threads or cores())


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _handed_out(
    batch: Batch, wanted: Sequence[str], days: Vector | None, budget: Budget, threads: int
) -> Iterator[Block]:
    """Blocks in order; while one is looked at, the next ones are worked on by other threads.

    A single thread is the caller's own, whose processor time is then that of the work.
    """
    stop = np.zeros(1, dtype=np.int64)
    if threads == 1:
        for chunk in batch.chunks(_share(batch, threads)):
            yield _walk(chunk, wanted, days, budget, stop)
        return
    waiting: deque[Future[Block]] = deque()
    with ThreadPoolExecutor(threads, thread_name_prefix="ensemble") as pool:
        try:
            for chunk in batch.chunks(_share(batch, threads)):
                waiting.append(pool.submit(_walk, chunk, wanted, days, budget, stop))
                if len(waiting) >= AHEAD * threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            stop[0] = 1
            for future in waiting:
                future.cancel()


def _share(batch: Batch, threads: int) -> int:
    """How many curves to walk in one go: few enough that threads end at about the same time."""
    return max(1, min(TOGETHER, -(-len(batch) // (SHARES * threads))))


def _walk(
    chunk: Chunk,
    wanted: Sequence[str],
    days: Vector | None,
    budget: Budget,
    stop: npt.NDArray[np.int64],
) -> Block:
    """One chunk of curves; the interpreter lock is free nearly all the time."""
    from osteoniche.engine.ensemble.library import library
    from osteoniche.engine.ensemble.members import bends, curves, plan
    from osteoniche.engine.ensemble.shapes import Room
    from osteoniche.engine.ensemble.walk import follow

    system = _system(chunk.scenario, wanted)
    costs = bool(system.organs)
    given = chunk.values()
    bent = bends(*given)
    many = compiled.load_many(costs=costs, bent=bent)
    asked = plan(chunk.scenario, days, system)
    own = curves(chunk.scenario.species, *given, system, many)
    states = np.empty((chunk.count, len(asked.days), own.start.shape[1]))
    ends, spent = np.zeros((2, chunk.count), dtype=np.int64)
    rules = _rules(budget, costs, bent)
    room = Room.of(asked, own, rules)
    follow(library(), asked, own, rules, stop, room, states, ends, spent)
    values = np.empty((chunk.count, len(wanted), len(asked.days)))
    many.show(states, own.constants, _places(system, wanted), values)
    statuses = [_STATUSES[end] for end in ends]
    for i in np.flatnonzero(~np.isfinite(values).all(axis=(1, 2))):
        if statuses[i] is Status.OK:
            statuses[i] = Status.NOT_FINITE
    values[[status is not Status.OK for status in statuses]] = np.nan
    return Block(chunk.first, asked.days, values, tuple(statuses), spent)


_STATUSES = (
    Status.OK,
    Status.TOO_MANY_EVALUATIONS,
    Status.TOO_SLOW,
    Status.NOT_FINITE,
    Status.NEGATIVE,
    Status.SOLVER_STOPPED,
    Status.TOO_SLOW,  # left when all was stopped: nobody sees it
)
"""The statuses by the numbers of `walk`."""


def _system(scenario: Scenario, wanted: Sequence[str]) -> System:
    """The smaller of the two systems that has what is asked for, and the drugs that are given."""
    whole = default_system()
    known = {readout.name for readout in whole.core.readouts}
    given = [treatment.drug for treatment in scenario.given]
    return whole.for_run(given, costs=not known.issuperset(wanted))


def _places(system: System, wanted: Sequence[str]) -> npt.NDArray[np.int64]:
    """The positions of read-outs among those of a system."""
    known = [readout.name for readout in system.readouts]
    return np.array([known.index(name) for name in wanted], dtype=np.int64)


@lru_cache(maxsize=8)
def _rules(budget: Budget, costs: bool, bent: bool) -> Any:
    from osteoniche.engine.ensemble.library import CLOCK
    from osteoniche.engine.ensemble.shapes import Rules

    many = compiled.load_many(costs=costs, bent=bent)
    system = default_system() if costs else default_system().core
    return Rules(
        equations=many.address,
        slots=many.slots,
        positions=many.positions,
        others=np.setdiff1d(np.arange(len(system.states)), many.positions),
        driven=many.driven,
        first_inflow=len(system.params),
        relative=np.array([RELATIVE_TOLERANCE]),
        relative_stiff=np.array([STIFF_TOLERANCE]),
        absolute=compiled.load(costs=costs).tolerances,
        undershoot=UNDERSHOOT,
        steps=STEPS_BEFORE_STIFF,
        evaluations=float(budget.evaluations),
        seconds=float(budget.seconds),
        clock=CLOCK,
    )


def _values(scenario: Scenario) -> tuple[Vector, Vector]:
    return constants_of(scenario)[np.newaxis], doses_of(scenario)[np.newaxis]


def _asked(readouts: Sequence[str]) -> Sequence[str]:
    """The names of read-outs that there are; raises ScenarioError for others, and for none."""
    known = [readout.name for readout in default_system().readouts]
    wrong: list[object] = [name for name in readouts if name not in known]
    if wrong or not readouts:
        allowed = f"choose from {', '.join(known)}"
        raise ScenarioError(Problem("readouts", name, allowed) for name in wrong or [None])
    return tuple(readouts)


def _checked_days(days: Any) -> Vector:
    found = np.array(days, dtype=np.float64, ndmin=1)
    rising = found.ndim == 1 and len(found) > 0 and (np.diff(found) > 0).all()
    if not rising or not np.isfinite(found).all() or found[0] < 0:
        raise ScenarioError([Problem("days", days, "give rising days from 0 on")])
    return found
