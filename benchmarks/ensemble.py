"""Many curves: the cost of one of them, beside the solver, libRoadRunner and the least possible."""

import resource
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from itertools import product

import numba
import numpy as np

from benchmarks.figure import Figure
from benchmarks.judges import AS_ACCURATE, RELATIVE, Course
from benchmarks.simulators import Simulator
from osteoniche import study
from osteoniche.engine import compiled, ensemble, solver
from osteoniche.engine.ensemble import Listed, Varied
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import preset
from osteoniche.system import default_system

ROUNDS = 25
CURVES = {"mouse": 512, "human": 64}
FASTER_THAN_ROADRUNNER, OVER_THE_FLOOR, TWO_CORES = 20.0, 3.0, 1.8
ABSOLUTE = (1e-9, 1e-10, 1e-11)
SHOWN = ["tumour_cells", "bone_mass_percent"]
MEGABYTES = 60.0


def measure() -> Iterator[Figure]:
    """Every figure of this part, one after the other."""
    ensemble.prepare()
    yield from _many()  # first: the most memory that a process has had never falls again
    course = Course()
    yield from _accuracy(course)
    for species in CURVES:
        yield from _cost(course, species)


def _accuracy(course: Course) -> Iterator[Figure]:
    yield Figure("mouse, combination: error of the ensemble engine", _error(course), "", 1e-4)


def _error(course: Course) -> float:
    """The largest relative error of any series on any row, against a reference at 1e-11."""
    (block,) = study.many(Listed([course.scenario]), list(course.names))
    return course.error(block.values[0].T)


def _cost(course: Course, species: str) -> Iterator[Figure]:
    """All read-outs on all rows of the combination, by interleaved rounds of each way there."""
    scenario = preset("combination", species)
    count = CURVES[species]
    batch = Listed([scenario] * count)
    ways: dict[str, Callable[[], object]] = {
        "one core": lambda: _walk(batch, 1),
        "two cores": lambda: _walk(batch, 2),
        "odeint": lambda: solver.simulate(scenario, costs=False),
        "floor": lambda: None,
    }
    if species == "mouse":
        simulator = _roadrunner(course)
        ways["libRoadRunner"] = lambda: simulator.run(course.days, course.rows)
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            begun = time.perf_counter()
            way()
            taken = 1e3 * (time.perf_counter() - begun)
            times[name].append(taken / count if "core" in name else taken)
        times["floor"][-1] = _floor(scenario)
    best = {name: min(each) for name, each in times.items()}
    note = f"fastest of {ROUNDS}; median {statistics.median(times['one core']):.3f}"
    who = f"{species}, combination, {scenario.days} days"
    yield Figure(f"{who}: one of {count} curves, one core", best["one core"], "ms", note=note)
    yield Figure(f"{who}: two cores", best["two cores"], "ms")
    pairs = zip(times["one core"], times["two cores"], strict=True)
    gain = statistics.median(one / two for one, two in pairs)
    note = f"median of {ROUNDS}; bare equations on this machine: {_bare_gain(scenario):.2f}"
    yield Figure("  speed of two cores over one", gain, "", TWO_CORES, note, at_least=True)
    yield _ratio("speed over odeint's", best["odeint"], best["one core"])
    if "libRoadRunner" in best:
        ratio = best["libRoadRunner"], best["one core"]
        yield _ratio("speed over libRoadRunner's", *ratio, FASTER_THAN_ROADRUNNER)
    over = best["one core"] / best["floor"]
    note = f"{best['floor']:.3f} ms: evaluations times the cost of one"
    yield Figure("  time over the floor", over, "", OVER_THE_FLOOR, note)


def _ratio(name: str, slow: float, fast: float, limit: float | None = None) -> Figure:
    return Figure(f"  {name}", slow / fast, "", limit, f"{slow:.3g} ms", at_least=True)


def _walk(batch: Listed | Varied, threads: int) -> None:
    readouts = [readout.name for readout in default_system().core.readouts]
    for _ in study.many(batch, readouts, threads=threads):
        pass


def _roadrunner(course: Course) -> Simulator:
    """libRoadRunner at its fastest settings that are as accurate as the ensemble engine."""
    wanted = AS_ACCURATE * _error(course)
    found = []
    for relative, absolute in product(RELATIVE, ABSOLUTE):
        simulator = course.simulator("libRoadRunner", relative, absolute)
        begun = time.perf_counter()
        error = course.error(course.table(simulator))
        found.append((error > wanted, time.perf_counter() - begun, simulator))
    return min(found, key=lambda each: each[:2])[2]


def _floor(scenario: Scenario) -> float:
    """Milliseconds that a curve's evaluations take when nothing else is done."""
    (block,) = study.many(Listed([scenario]), SHOWN)
    calls, evaluations = 20_000, _evaluations(scenario)
    evaluations(10)
    start = time.perf_counter()
    evaluations(calls)
    return 1e3 * (time.perf_counter() - start) / calls * int(block.evaluations[0])


def _bare_gain(scenario: Scenario) -> float:
    """How many times as much two cores of this machine evaluate as one, with nothing else to do."""
    calls, gains = 1_000_000, []
    for _ in range(ROUNDS):
        taken = []
        for cores in (1, 2):
            each = [
                threading.Thread(target=_evaluations(scenario), args=(calls,)) for _ in range(cores)
            ]
            start = time.perf_counter()
            for thread in each:
                thread.start()
            for thread in each:
                thread.join()
            taken.append(time.perf_counter() - start)
        gains.append(2 * taken[0] / taken[1])
    return statistics.median(gains)


def _evaluations(scenario: Scenario) -> Callable[[int], None]:
    """A function that evaluates the right-hand side of a scenario so many times."""
    system, code = default_system().core, compiled.load(costs=False)
    values = system.values(scenario.species, scenario.overrides())
    constants = np.zeros(len(system.constants))
    constants[: len(system.params)] = [getattr(values, one.symbol) for one in system.params]
    p = code.prepare(constants)
    begun = system.start(values)
    y = np.array([float(begun[state.name]) for state in system.states]) + 0.1
    return lambda calls: _evaluate(code.rates, y, p, calls)


@numba.njit(nogil=True)
def _evaluate(rates, y, p, calls):  # type: ignore[no-untyped-def]
    out = np.empty_like(y)
    for _ in range(calls):
        y[0] += 1e-9
        rates(y, 0.0, p, out)


def _many() -> Iterator[Figure]:
    """From a hundred to a hundred thousand curves: the cost of one, and the memory of all."""
    random = np.random.default_rng(1)
    for count in (100, 1_000, 10_000, 100_000):
        columns = {
            "paclitaxel.dose": random.uniform(0, 30, count),
            "15D11.dose": random.uniform(0, 30, count),
            "r0": random.uniform(0.1, 0.3, count),
        }
        before, begun = peak(), time.perf_counter()
        batch = Varied(preset("combination"), columns)
        for _ in study.many(batch, SHOWN, threads=2):
            pass
        taken = 1e3 * (time.perf_counter() - begun) / count
        yield Figure(f"one of {count:,} curves, two read-outs, two cores", taken, "ms")
        yield Figure("  memory that it took beyond the last", peak() - before, "MB", MEGABYTES)


def peak() -> float:
    """The most memory that this process has had, in megabytes."""
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
