"""Which curves are asked for: a list of scenarios, or one scenario with columns of other values."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from osteoniche.errors import Problem, ScenarioError
from osteoniche.scenario import Scenario
from osteoniche.scenario.checks import SET_BY_OTHERS
from osteoniche.scenario.limits import INDUCTION, Range, dose_range
from osteoniche.system import default_system, system_of

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Chunk:
    """Curves with one schedule: that of `scenario`; `values()` gives constants and doses.

    Constants (curves, constants) and doses (curves, drugs) are made when they are needed, so that
    a batch takes no more room than what it was made from.
    """

    first: int
    count: int
    scenario: Scenario
    values: Callable[[], tuple[Vector, Vector]]


class Batch(Protocol):
    """Curves in an order."""

    def __len__(self) -> int:
        """How many curves there are."""

    def chunks(self, together: int) -> Iterator[Chunk]:
        """All curves in order, in chunks of at most so many."""


class Listed:
    """The curves of scenarios; neighbours with the same schedule are walked together."""

    def __init__(self, scenarios: Iterable[Scenario]) -> None:
        self.scenarios = tuple(scenarios)

    def __len__(self) -> int:
        return len(self.scenarios)

    def chunks(self, together: int) -> Iterator[Chunk]:
        """All curves in order, in chunks of at most so many."""
        first = 0
        while first < len(self.scenarios):
            shape = schedule(self.scenarios[first])
            last = first + 1
            while (
                last < min(len(self.scenarios), first + together)
                and schedule(self.scenarios[last]) == shape
            ):
                last += 1
            yield self._chunk(first, last)
            first = last

    def _chunk(self, first: int, last: int) -> Chunk:
        own = self.scenarios[first:last]

        def values() -> tuple[Vector, Vector]:
            return np.stack([constants_of(one) for one in own]), np.stack([*map(doses_of, own)])

        return Chunk(first, len(own), own[0], values)


class Columns:
    """A scenario, again and again with other values of constants, whatever a scenario may set.

    A column is a constant's symbol; all are equally long. They are not checked: see `Varied`.
    """

    def __init__(self, scenario: Scenario, columns: Mapping[str, Vector]) -> None:
        self.columns = dict(columns)
        self.scenario = scenario
        self._count = len(next(iter(self.columns.values())))
        self._constants, self._doses = constants_of(scenario), doses_of(scenario)

    def __len__(self) -> int:
        return self._count

    def chunks(self, together: int) -> Iterator[Chunk]:
        """All curves in order, in chunks of at most so many."""
        for first in range(0, self._count, together):
            yield self._chunk(first, min(self._count, first + together))

    def _chunk(self, first: int, last: int) -> Chunk:
        def values() -> tuple[Vector, Vector]:
            constants = np.tile(self._constants, (last - first, 1))
            doses = np.tile(self._doses, (last - first, 1))
            for name, column in self.columns.items():
                target, position = _target(name)
                into = doses if target == "dose" else constants
                into[:, position] = column[first:last] - (1.0 if target == "induction" else 0.0)
            return constants, doses

        return Chunk(first, last - first, self.scenario, values)


class Varied(Columns):
    """A scenario, again and again with other values of what the columns name.

    A column is a constant's symbol, `induction`, or a drug's dose (`paclitaxel.dose`; the scenario
    must have a schedule for it, and several courses keep their ratio); all are equally long. Raises
    ScenarioError for every column that is unknown or holds values outside what a scenario may have.
    """

    def __init__(self, scenario: Scenario, columns: Mapping[str, Any]) -> None:
        problems: list[Problem] = []
        checked: dict[str, Vector] = {}
        for name, given in columns.items():
            values = np.asarray(given)
            if values.ndim != 1 or values.dtype.kind not in "iuf":
                problems.append(Problem(name, given, "give one number a curve"))
                continue
            checked[name] = np.array(values, dtype=np.float64)
            problems += _column_problems(scenario, name, checked[name])
        lengths = {len(values) for values in checked.values()}
        if not problems and len(lengths) != 1:
            problems.append(Problem("columns", sorted(lengths), "give columns of one length"))
        if problems:
            raise ScenarioError(problems)
        super().__init__(scenario, checked)
        self.scenario = self._with_all_doses(scenario)

    def _with_all_doses(self, scenario: Scenario) -> Scenario:
        """The scenario with every drug that a column ever gives, so that its schedule is cut in."""
        largest = {name: float(values.max(initial=0.0)) for name, values in self.columns.items()}
        treatments = [given.model_dump() for given in scenario.treatments]
        for given in treatments:
            now, most = scenario.dose_of(given["drug"]), largest.get(f"{given['drug']}.dose")
            if most is not None:
                given["dose"] = most * (given["dose"] / now if now else 1.0)
        return scenario.changed(treatments=treatments)


def schedule(scenario: Scenario) -> tuple[Any, ...]:
    """What scenarios that are walked together have in common: all but doses and constants."""
    given = (
        one.model_copy(update={"dose": one.dose / scenario.dose_of(one.drug)})
        for one in scenario.given
    )
    return (scenario.species, scenario.days, *given)


def constants_of(scenario: Scenario) -> Vector:
    """The constants of a scenario, in the order of the system."""
    system = system_of(scenario.set)
    p = system.values(scenario.species, scenario.overrides())
    return np.array([getattr(p, param.symbol) for param in system.params], dtype=np.float64)


def doses_of(scenario: Scenario) -> Vector:
    """The largest dose of each drug in a scenario, 0 for those that are not given."""
    drugs = default_system().drugs
    return np.array([scenario.dose_of(drug.name) for drug in drugs], dtype=np.float64)


def _target(name: str) -> tuple[str, int]:
    """What a column changes: a dose, the induction or a constant, and its position."""
    system = default_system()
    drug = name.removesuffix(".dose")
    if drug != name:
        return "dose", [each.name for each in system.drugs].index(drug)
    symbol = "Imax" if name == "induction" else name
    kind = "induction" if name == "induction" else "constant"
    return kind, [param.symbol for param in system.params].index(symbol)


def _column_problems(scenario: Scenario, name: str, values: Vector) -> Iterator[Problem]:
    allowed = _allowed(scenario, name)
    if isinstance(allowed, str):
        yield Problem(name, "a column", allowed)
        return
    wrong = ~((values >= allowed.low) & (values <= allowed.high))
    if wrong.any():
        row = int(np.argmax(wrong))
        more = f" (curve {row}, and {wrong.sum() - 1} others)" if wrong.sum() > 1 else ""
        yield Problem(name, float(values[row]), f"allowed is {allowed}{more}")


def _allowed(scenario: Scenario, name: str) -> Range | str:
    """The values that a column may hold, or why there can be no such column."""
    system = default_system()
    if name == "induction":
        return INDUCTION
    for drug in system.drugs:
        if name == f"{drug.name}.dose":
            planned = scenario.treatment(drug.name) is not None
            return dose_range(drug, scenario.species) if planned else "first give it a schedule"
    if name in SET_BY_OTHERS:
        return f"set it with {SET_BY_OTHERS[name]}"
    if name in {*system.model.hosts[scenario.host], *system.model.tumours[scenario.tumour]}:
        return "the scenario's host or tumour sets it"
    declared = system.by_symbol.get(name)
    if declared is None:
        return "no constant has this symbol"
    low, high = declared.bounds(scenario.species)
    return Range(low, high, declared.values[scenario.species], declared.unit)
