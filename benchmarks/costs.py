"""What costs cost: curves, ensembles and dose surfaces with them, beside the same without.

Each pair is measured in turns, so that what else keeps the machine busy falls on both.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from unittest.mock import patch

from benchmarks.figure import Figure
from osteoniche import study
from osteoniche.analysis import surface
from osteoniche.engine import ensemble, solver
from osteoniche.engine.ensemble import Listed
from osteoniche.quantity import SPECIES
from osteoniche.scenario.presets import preset
from osteoniche.system import default_system

CURVE, ENSEMBLE, MAP = 1.3, 1.5, 1.4
"""The most that each may take with costs, over without."""
ROUNDS = 15
CURVES = {"mouse": 256, "human": 32}
POINTS = surface.POINTS[0]


def measure() -> Iterator[Figure]:
    """Every figure of this part, one after the other."""
    solver.prepare()
    ensemble.prepare()
    for species in SPECIES:
        for name in ("chemotherapy", "combination"):
            yield _curve(species, name)
        yield _ensemble(species)
        yield _map(species)


def _curve(species: str, name: str) -> Figure:
    scenario = preset(name, species)
    return _over(
        f"{species}, {name}: one curve with costs, over without",
        lambda: solver.simulate(scenario, costs=True),
        lambda: solver.simulate(scenario, costs=False),
        CURVE,
    )


def _ensemble(species: str) -> Figure:
    batch = Listed([preset("combination", species)] * CURVES[species])
    costs = [organ.readout.name for organ in default_system().organs]

    def walk(names: list[str]) -> None:
        for _ in study.many(batch, names, threads=1):
            pass

    title = f"{species}, combination: ensemble with costs, over without"
    return _over(
        title, lambda: walk(["tumour_cells", *costs]), lambda: walk(["tumour_cells"]), ENSEMBLE
    )


def _map(species: str) -> Figure:
    asked = surface.Surface(preset("combination", species), POINTS)

    def whole() -> None:
        for number in range(asked.chunks):
            surface.chunk(asked.spec, number)

    def without() -> None:
        with patch.object(surface.Surface, "series", surface.QUANTITIES):
            whole()

    return _over(f"{species}: dose surface with its line, over without", whole, without, MAP, 5)


def _over(
    name: str,
    costly: Callable[[], object],
    without: Callable[[], object],
    limit: float,
    rounds: int = ROUNDS,
) -> Figure:
    """How much longer one takes than the other: the median of rounds, one after the other."""
    ratios, fastest = [], []
    for _ in range(rounds):
        times = []
        for action in (costly, without):
            begun = time.perf_counter()
            action()
            times.append(1e3 * (time.perf_counter() - begun))
        ratios.append(times[0] / times[1])
        fastest.append(times)
    least = [min(times) for times in zip(*fastest, strict=True)]
    note = f"fastest {least[0]:.3g} and {least[1]:.3g} ms"
    return Figure(name, statistics.median(ratios), "", limit, note)
