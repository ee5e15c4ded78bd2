"""One curve by SciPy, libRoadRunner and COPASI: the same series, rows and accuracy.

The simulators of other people run the exported file, loaded once. Of their settings the fastest is
taken that is at least as accurate as ours; accuracy is the largest relative error of any series on
any row, against libRoadRunner at 1e-11.
"""

import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np

from benchmarks.figure import Figure
from benchmarks.peers import FLOOR, FLOORS, exported
from benchmarks.simulators import JUDGES, RoadRunner, Simulator, Table
from osteoniche.engine import compiled, solver
from osteoniche.engine.result import Result
from osteoniche.export.sbml import as_sbml
from osteoniche.scenario.presets import preset

REFERENCE = (1e-11, 1e-14)
RELATIVE = (1e-6, 3e-7, 1e-7, 3e-8, 1e-8, 3e-9)
ABSOLUTE = (1e-9, 1e-10, 1e-11, 1e-12, 1e-13)
AS_ACCURATE = 1.25
"""Times our error that still counts as the same accuracy: settings come in steps."""
ROUNDS = 25
FASTER_THAN_ROADRUNNER = 1.5


@dataclass(frozen=True)
class Contender:
    """A way to the curve, with what it takes to tell it: settings and error."""

    name: str
    run: Callable[[], object]
    error: float
    settings: str = ""


@dataclass(frozen=True)
class Settings:
    """Tolerances, and of libRoadRunner's two methods the one for stiff equations or the other."""

    relative: float
    absolute: float
    stiff: bool

    def __str__(self) -> str:
        return f"{self.relative:g} and {self.absolute:g}{'' if self.stiff else ', Adams'}"

    def put_into(self, simulator: Simulator) -> None:
        """Let a simulator run with these."""
        simulator.tolerate(self.relative, self.absolute)
        if isinstance(simulator, RoadRunner):
            simulator.model.integrator.stiff = self.stiff


class Course:
    """The combination in a mouse: 42 days, 20 doses, 253 rows."""

    def __init__(self) -> None:
        self.scenario = preset("combination")
        self.text = as_sbml(self.scenario)
        self.names = exported(self.ours())
        self.days, self.rows = float(self.scenario.days), len(self.ours().grid)
        units = self.ours().units
        self.floors = np.array([FLOORS.get(units[name], FLOOR) for name in self.names])
        self.reference = self.table(self.simulator("libRoadRunner", *REFERENCE))

    def ours(self) -> Result:
        """The simulation as pages and files show it."""
        return solver.simulate(self.scenario)

    def simulator(self, judge: str, relative: float, absolute: float) -> Simulator:
        """A judge that has loaded the file."""
        return JUDGES[judge](self.text, list(self.names.values()), relative, absolute)

    def table(self, simulator: Simulator) -> Table:
        """The series of a judge."""
        simulator.run(self.days, self.rows)
        return simulator.table()

    def error(self, table: Table) -> float:
        """The largest relative error of any series on any row."""
        size = np.maximum(np.abs(self.reference), self.floors)
        return float(np.max(np.abs(table - self.reference) / size))


def measure() -> Iterator[Figure]:
    """Milliseconds per curve of each, and how much faster SciPy is."""
    compiled.load()
    course = Course()
    ours = course.ours()
    own = course.error(np.column_stack([ours[name] for name in course.names]))
    contenders = [Contender("SciPy (odeint)", course.ours, own)]
    contenders += [_best(course, judge, own) for judge in JUDGES]
    times = _times(contenders)
    for one in contenders:
        note = f"median; fastest {min(times[one.name]):.1f}; error {one.error:.1e}{one.settings}"
        yield Figure(
            f"mouse, combination, by {one.name}", _median(times, one.name), "ms", note=note
        )
    usual = _median(times, contenders[0].name)
    for judge in JUDGES:
        limit = FASTER_THAN_ROADRUNNER if judge == "libRoadRunner" else None
        ratio = _median(times, judge) / usual
        yield Figure(f"SciPy's speed over {judge}'s", ratio, "", limit, at_least=True)


def _best(course: Course, judge: str, wanted: float) -> Contender:
    """The judge at its fastest settings that are as accurate as ours (or at its most accurate)."""
    simulator = course.simulator(judge, *REFERENCE)
    methods = (True, False) if isinstance(simulator, RoadRunner) else (True,)
    tried = [
        _tried(course, judge, simulator, Settings(relative, absolute, stiff))
        for relative, absolute, stiff in product(RELATIVE, ABSOLUTE, methods)
    ]
    good = [one for one in tried if one[1].error <= AS_ACCURATE * wanted]
    if not good:
        return min(tried, key=lambda one: one[1].error)[1]
    return min(good, key=lambda one: one[0])[1]


def _tried(
    course: Course, judge: str, simulator: Simulator, settings: Settings
) -> tuple[float, Contender]:
    """A judge at some settings, with its fastest time of a few."""

    def run() -> None:
        settings.put_into(simulator)
        simulator.run(course.days, course.rows)

    run()
    error = course.error(simulator.table())
    contender = Contender(judge, run, error, f" at {settings}")
    return min(_milliseconds(run) for _ in range(3)), contender


def _times(contenders: list[Contender]) -> dict[str, list[float]]:
    """Times of all contenders, taken in turn, so that a busy moment meets each."""
    times: dict[str, list[float]] = {one.name: [] for one in contenders}
    for _ in range(ROUNDS):
        for one in contenders:
            times[one.name].append(_milliseconds(one.run))
    return times


def _median(times: Mapping[str, list[float]], name: str) -> float:
    return statistics.median(times[name])


def _milliseconds(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return 1e3 * (time.perf_counter() - begun)
