"""`make peers`: the exported file of many scenarios, run by other people's simulators.

Each must give every named series as we do: as the file was loaded, and in a scan of its doses with
a reset between. Prints a table with the worst series of each scenario.
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from benchmarks.simulators import JUDGES, Simulator, Table
from osteoniche import study
from osteoniche.components import Drug
from osteoniche.engine.result import Result
from osteoniche.export.doses import numbered, setting_name
from osteoniche.export.sbml import as_sbml, series
from osteoniche.quantity import SPECIES
from osteoniche.roles import Role
from osteoniche.scenario import Scenario
from osteoniche.scenario.defaults import treatment_defaults
from osteoniche.scenario.presets import PRESETS, preset
from osteoniche.system import default_system

LIMIT = 1e-4
"""Largest relative difference between a judge's series and ours."""
FLOOR = 1e-6
FLOORS = {"cell": 0.1, "mg/L": 1e-4, "1/day": 1e-4}
"""Values nearer to zero than this, in a series' own unit, are compared as if they were this large.

Our solver holds a clone to about 1e-6 cells and a plasma concentration to about 1e-9 mg/L: of a
drug that has all but left, of a thousandth of a cell, it has fewer digits than usual. So has the
kill of a drug between two courses, which falls to one cell in a million a day.
"""
SCAN = (0.5, 1.0, 2.0)
"""Doses of a scan, times those of the scenario: 5, 10 and 20 mg/kg of paclitaxel in a mouse."""

NAMES, FINDINGS = 44, 62
"""Widths of the columns of the table."""


@dataclass(frozen=True)
class Finding:
    """How far a judge's series is from ours at worst: relative difference, series, day and run."""

    difference: float
    name: str
    day: float
    run: str = "as loaded"

    @property
    def agrees(self) -> bool:
        """Whether the judge gives the series as we do (NaN does not)."""
        return self.difference <= LIMIT


def judged(scenario: Scenario, judge: str, text: str | None = None) -> Finding:
    """The worst series of all runs of a scenario's export in a judge that has loaded it once."""
    names = exported(study.simulate(scenario, throw=True))
    simulator = JUDGES[judge](text or as_sbml(scenario), list(names.values()))
    findings = [compared(scenario, simulator, names)]
    for factor in SCAN:
        dosed = with_doses(scenario, factor)
        simulator.change(doses(dosed))
        findings.append(replace(compared(dosed, simulator, names), run=f"doses x {factor:g}"))
    return max(findings, key=lambda found: found.difference)


def with_doses(scenario: Scenario, factor: float) -> Scenario:
    """The scenario with every dose times a factor, as far as its drug allows."""
    drugs = default_system().by_name
    treatments = [given.model_dump() for given in scenario.treatments]
    for given in treatments:
        highest = drugs[given["drug"]].dosing[scenario.species].highest
        given["dose"] = min(factor * given["dose"], highest)
    return scenario.changed(treatments=treatments)


def doses(scenario: Scenario) -> dict[str, float]:
    """The dose of every drug that is given, by its name in the file."""
    return {
        setting_name("dose", given.drug, number): given.dose for number, given in numbered(scenario)
    }


def compared(scenario: Scenario, simulator: Simulator, names: Mapping[str, str]) -> Finding:
    """The worst series of one run, beside ours of a scenario."""
    ours = study.simulate(scenario, throw=True)
    simulator.run(float(scenario.days), len(ours.grid))
    theirs = simulator.table()
    if theirs.shape != (len(ours.grid), len(names)):
        raise RuntimeError(f"{theirs.shape[0]} rows for {len(ours.grid)}")
    return worst(ours, dict(zip(names, theirs.T, strict=True)))


def exported(result: Result) -> dict[str, str]:
    """The identifiers in the file of every series of a result, by name."""
    return series(each for each in default_system().readouts if each.name in result.series)


def worst(ours: Result, theirs: Mapping[str, Table]) -> Finding:
    """The largest relative difference of all series and rows.

    On the day of a dose a series has two values, before and after it, and a simulator may report
    either; ours holds both, and the nearer one counts.
    """
    findings = []
    for name, values in theirs.items():
        differences = np.full(len(ours.grid), np.inf)
        for side in _sides(ours, name):
            size = np.maximum(np.abs(side), FLOORS.get(ours.units[name], FLOOR))
            differences = np.fmin(differences, np.abs(values - side) / size)
        differences[~np.isfinite(values)] = np.inf
        row = int(np.argmax(differences))
        findings.append(Finding(float(differences[row]), name, float(ours.grid[row])))
    return max(findings, key=lambda found: found.difference)


def _sides(ours: Result, name: str) -> Iterator[Table]:
    """A series at the rows of the table: after a dose, and before it."""
    yield ours[name]
    first = np.searchsorted(ours.days, ours.grid, side="left")
    yield ours.series[name][first]


def scenarios() -> dict[str, Scenario]:
    """What the judges are given, by name: at least forty scenarios, every kind of input."""
    found = {f"{species}, {name}": preset(name, species) for species in SPECIES for name in PRESETS}
    found |= dict(_animals())
    found |= dict(_drugs())
    found |= dict(_schedules())
    return found


def _animals() -> Iterator[tuple[str, Scenario]]:
    """Every host and tumour line, with the combination."""
    model = default_system().model
    for species in SPECIES:
        both = preset("combination", species)
        for host in model.hosts:
            for tumour in model.tumours:
                yield f"{species}, {host}, {tumour}", both.changed(host=host, tumour=tumour)


def _drugs() -> Iterator[tuple[str, Scenario]]:
    """Every drug alone by every route, and all drugs together by each.

    Drugs of a new kind stand beside the usual two instead of all: where cisplatin all but leaves
    between doses and others are given every day, libRoadRunner stops at a tolerance of 1e-9.
    """
    drugs = default_system().drugs
    for species in SPECIES:
        untreated = preset("untreated", species)
        for drug in drugs:
            for route in drug.dosing[species].routes:
                given = [give(drug.name, species, route=route)]
                yield f"{species}, {drug.name} {route}", untreated.changed(treatments=given)
        usual = [drug for drug in drugs if drug.role is not Role.OTHER]
        every = [give(drug.name, species) for drug in usual]
        yield f"{species}, all drugs", untreated.changed(treatments=every)
        both = [given.model_dump() for given in preset("combination", species).given]
        new = [give(drug.name, species) for drug in drugs if drug not in usual]
        yield f"{species}, new kinds", untreated.changed(treatments=both + new)
        for place in range(1, max(len(drug.dosing[species].routes) for drug in usual)):
            other = [give(drug.name, species, route=_route(drug, species, place)) for drug in usual]
            yield f"{species}, all drugs, route {place + 1}", untreated.changed(treatments=other)


def _route(drug: Drug, species: str, place: int) -> str:
    """A route of a drug by its place; the last one of a drug that has fewer."""
    routes = drug.dosing[species].routes
    return routes[min(place, len(routes) - 1)]


def _schedules() -> Iterator[tuple[str, Scenario]]:
    """Schedules that a simulator may stumble over, and constants far from their defaults."""
    mouse = preset("untreated")
    both = ("paclitaxel", "15D11")
    at_once = [give(drug, start=0.0, route="iv") for drug in both]
    yield "doses on day 0", mouse.changed(treatments=at_once)
    infused = [give(drug, start=0.0, route="infusion", hours=24.0) for drug in both]
    yield "infusions of a day from day 0", mouse.changed(treatments=infused)
    hundred = [give("paclitaxel", every=1.0), give("15D11", every=0.5)]
    yield "485 doses", mouse.changed(days=180, treatments=hundred)
    once = [give("paclitaxel", every=None), give("15D11", every=None, route="infusion", hours=0.1)]
    yield "one dose of each, one in six minutes", mouse.changed(treatments=once)
    late = [give("paclitaxel", start=41.9, every=1.0), give("15D11", until=20.0)]
    yield "one drug late, one stopped", mouse.changed(treatments=late)
    odd = [give("paclitaxel", start=1.1, every=2.333, route="infusion", hours=7.7)]
    yield "moments between rows", mouse.changed(treatments=odd, parameters={"kkP": 1 / 3})
    cut = [give(drug, start=41.9, route="infusion", hours=24.0, every=None) for drug in both]
    yield "infusions that the last day cuts", mouse.changed(treatments=cut)
    cycles = [
        give("paclitaxel", every=1.0, doses=5, again=7.0),
        give("15D11", every=None, until=14.0, route="infusion", hours=3.0),
        give("15D11", dose=5.0, start=14.0, every=2.0, doses=3, again=9.5, until=40.0),
    ]
    yield "cycles, and two courses of a drug", mouse.changed(treatments=cycles)
    weekly = give("paclitaxel", "human", dose=80.0, hours=1.0, every=7.0, doses=3, again=28.0)
    patient = preset("untreated", "human").changed(days=200)
    yield "infusions three weeks of four", patient.changed(treatments=[weekly])
    nothing = [give("paclitaxel", start=100.0)]
    yield "first dose after the last day", mouse.changed(treatments=nothing)
    strong = {"hE": 8.0, "gate": 1.0, "kkP": 2.7, "kG": 40.0, "hP": 8.0, "u0": 0.2}
    yield "hard constants", preset("combination").changed(parameters=strong)


def give(drug: str, species: str = "mouse", **changes: Any) -> dict[str, Any]:
    """A drug at its usual dose and schedule, with fields of the treatment changed."""
    given = treatment_defaults(drug, species) | changes
    if given["route"] != "infusion":
        given["hours"] = None
    elif given["hours"] is None:
        given["hours"] = {d.name: d for d in default_system().drugs}[drug].dosing[species].hours
    return given


def main() -> int:
    """Print the table; 1 if a judge differs anywhere."""
    found = scenarios()
    floors = ", ".join(f"{floor:g} {unit}" for unit, floor in FLOORS.items())
    scan = ", ".join(f"{factor:g}" for factor in SCAN)
    print(
        f"{len(found)} scenarios, every named series, as the file is loaded and after a reset with"
    )
    print(f"doses times {scan}. Limit {LIMIT:g} relative; what is nearer to zero than {floors},")
    print(f"or {FLOOR:g} of another unit, counts as that large.")
    print(f"{'scenario':<{NAMES}}" + "".join(f"{judge:<{FINDINGS}}" for judge in JUDGES))
    failed = 0
    for name, scenario in found.items():
        text = as_sbml(scenario)
        findings = [judged(scenario, judge, text) for judge in JUDGES]
        failed += not all(finding.agrees for finding in findings)
        print(f"{name:<{NAMES}}" + "".join(_cell(finding) for finding in findings), flush=True)
    print(f"{len(found) - failed} of {len(found)} agree")
    return int(failed > 0)


def _cell(finding: Finding) -> str:
    mark = "" if finding.agrees else "DIFFERS "
    where = f"{finding.name}, day {finding.day:.4g}, {finding.run}"
    return f"{mark}{finding.difference:<9.1e}{where}".ljust(FINDINGS)


if __name__ == "__main__":
    sys.exit(main())
