"""How large tumours are on their last day, on the logarithm, where factors add up."""

import math

from osteoniche.scenario import Scenario
from osteoniche.study import Run

LEAST = 1.0
"""Cells below which no cell is left: fewer count as so many, and a factor is at least as told."""


def size(cells: float) -> float:
    """The natural logarithm of a number of cells; below one cell that of one."""
    return math.log(max(cells, LEAST))


class Burdens:
    """Living tumour cells on the last day of scenarios, each of which is run once."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._known: dict[str, float] = {}

    def cells(self, scenario: Scenario) -> float:
        """The cells of a scenario. Raises SolverError if it has no curve."""
        key = scenario.key()
        if key not in self._known:
            self._known[key] = float(self._run(scenario).checked()["tumour_cells"][-1])
        return self._known[key]

    def fewer(self, before: Scenario, after: Scenario) -> float:
        """The logarithm of how many times fewer cells the second has."""
        return size(self.cells(before)) - size(self.cells(after))

    def gone(self, *scenarios: Scenario) -> bool:
        """Whether no cell is left in one of them."""
        return min(map(self.cells, scenarios)) < LEAST
